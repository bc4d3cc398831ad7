package httpapi

import (
	"io"
	"net/http"
	"strconv"
	"strings"
	"time"

	"cairn/internal/errs"

	"github.com/VictoriaMetrics/metrics"
)

// beside registers what is not the REST API: health, metrics, the API's own
// description, the page that ends mails, and the web app for everything else.
func (a *API) beside(page http.Handler) {
	a.mux.HandleFunc("GET /healthz", func(w http.ResponseWriter, _ *http.Request) { plain(w, http.StatusOK, "ok") })
	a.mux.HandleFunc("GET /readyz", func(w http.ResponseWriter, r *http.Request) {
		if err := a.ready(r.Context()); err != nil {
			w.Header().Set("Retry-After", "2")
			plain(w, http.StatusServiceUnavailable, "the database is out of reach")
			return
		}
		plain(w, http.StatusOK, "ready")
	})
	a.mux.HandleFunc("GET /metrics", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/plain; version=0.0.4")
		a.metrics.WritePrometheus(w)
		a.measureJobs(w, r)
		metrics.WriteProcessMetrics(w)
	})
	a.metrics.NewGauge("cairn_event_streams", func() float64 { return float64(a.hub.Streams()) })
	a.mux.HandleFunc("GET "+prefix+"/openapi.json", func(w http.ResponseWriter, r *http.Request) {
		document, err := a.OpenAPI()
		if err != nil {
			a.refuse(w, r, err)
			return
		}
		w.Header().Set("Content-Type", "application/json")
		_, _ = w.Write(document)
	})
	a.mux.HandleFunc("GET /api", a.reference)
	// Public, by a token that does this alone.
	a.mux.HandleFunc("GET /mails/{lane}/{person}/{token}", a.askToEndMails)
	a.mux.HandleFunc("POST /mails/{lane}/{person}/{token}", a.endMails)
	a.mux.HandleFunc(prefix+"/", a.noSuchRoute)
	a.mux.Handle("/", page)
}

// measureJobs tells how it goes with what Cairn does by itself; nothing, where the
// database does not answer.
func (a *API) measureJobs(w io.Writer, r *http.Request) {
	stats, err := a.jobs.Stats(r.Context())
	if err != nil {
		return
	}
	back, err := a.jobs.SetBack(r.Context())
	if err != nil {
		return
	}
	metrics.WriteGaugeUint64(w, `cairn_jobs{state="waiting"}`, uint64(stats.Waiting))
	metrics.WriteGaugeUint64(w, `cairn_jobs{state="running"}`, uint64(stats.Running))
	metrics.WriteGaugeUint64(w, `cairn_jobs{state="dead"}`, uint64(stats.Dead))
	metrics.WriteGaugeFloat64(w, `cairn_jobs_late_seconds`, stats.Late.Seconds())
	for _, work := range []string{"tasks", "digests", "requests"} {
		metrics.WriteGaugeUint64(w, `cairn_set_back{work="`+work+`"}`, uint64(back[work]))
	}
}

// noSuchRoute answers what no route of the API does: 405 where it has the path
// with another method.
func (a *API) noSuchRoute(w http.ResponseWriter, r *http.Request) {
	var allowed []string
	for _, method := range []string{http.MethodGet, http.MethodHead, http.MethodPost, http.MethodPatch, http.MethodDelete} {
		other := r.Clone(r.Context())
		other.Method = method
		if _, pattern := a.mux.Handler(other); pattern != prefix+"/" {
			allowed = append(allowed, method)
		}
	}
	if len(allowed) == 0 {
		a.refuse(w, r, errs.New(errs.NotFound, "there is no %s %s; see /api for what there is", r.Method, r.URL.Path))
		return
	}
	w.Header().Set("Allow", strings.Join(allowed, ", "))
	a.refuse(w, r, errs.New(methodNotAllowed, "%s takes %s; see /api for what there is", r.URL.Path, strings.Join(allowed, ", ")))
}

func plain(w http.ResponseWriter, status int, text string) {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.WriteHeader(status)
	_, _ = w.Write([]byte(text + "\n"))
}

// measure counts requests and their time by route and status, never by person.
func (a *API) measure(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !strings.HasPrefix(r.URL.Path, prefix) {
			next.ServeHTTP(w, r)
			return
		}
		begun := time.Now() //nolint:forbidigo // how long it took, whatever the clock says
		seen := &statusWriter{ResponseWriter: w, holds: true}
		next.ServeHTTP(seen, r)
		seen.send()
		if strings.HasSuffix(r.URL.Path, "/stream") {
			return // its time is how long somebody had the page open
		}
		labels := `{route="` + r.Pattern + `",status="` + strconv.Itoa(seen.status) + `"}`
		a.metrics.GetOrCreateHistogram(`cairn_request_seconds` + labels).UpdateDuration(begun)
	})
}

// statusWriter remembers the status that was sent, 0 before it was. One that
// holds the head back until the body comes can be told its length.
type statusWriter struct {
	http.ResponseWriter

	status int
	holds  bool
	held   bool
}

// WriteHeader sends the status, or holds it back.
func (w *statusWriter) WriteHeader(status int) {
	w.status, w.held = status, w.holds
	if !w.held {
		w.ResponseWriter.WriteHeader(status)
	}
}

// send sends a head that is held back.
func (w *statusWriter) send() {
	if w.held {
		w.held = false
		w.ResponseWriter.WriteHeader(w.status)
	}
}

// setLength tells the length of the body that comes. It saves the client from
// putting pieces together, and the server from making them.
func (w *statusWriter) setLength(bytes int) {
	if w.held {
		w.Header().Set("Content-Length", strconv.Itoa(bytes))
	}
}

// Write sends a part of the body, and before it the status.
func (w *statusWriter) Write(p []byte) (int, error) {
	if w.status == 0 {
		w.status = http.StatusOK
	}
	w.send()
	return w.ResponseWriter.Write(p)
}

// Flush sends what was written so far, for the event stream.
func (w *statusWriter) Flush() {
	if w.status == 0 {
		w.status = http.StatusOK
	}
	w.send()
	if flusher, ok := w.ResponseWriter.(http.Flusher); ok {
		flusher.Flush()
	}
}

// Unwrap gives http.ResponseController the connection.
func (w *statusWriter) Unwrap() http.ResponseWriter { return w.ResponseWriter }
