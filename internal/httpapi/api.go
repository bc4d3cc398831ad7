// Package httpapi is the REST API under /api/v1, and the few routes beside it.
//
// routes.go is the whole table, each route with its access; errors.go is the one
// map from errors to HTTP; a file per noun decodes requests and calls the
// services. Nothing here decides who sees or does what.
package httpapi

import (
	"context"
	"encoding/json"
	"log/slog"
	"net/http"
	"reflect"
	"runtime/debug"
	"strings"
	"sync"
	"time"

	"cairn/internal/activity"
	"cairn/internal/authz"
	"cairn/internal/channel"
	"cairn/internal/clock"
	"cairn/internal/delivery"
	"cairn/internal/demo"
	"cairn/internal/digest"
	"cairn/internal/errs"
	"cairn/internal/imports"
	"cairn/internal/job"
	"cairn/internal/login"
	"cairn/internal/mail"
	"cairn/internal/markdown"
	"cairn/internal/notify"
	"cairn/internal/opt"
	"cairn/internal/people"
	"cairn/internal/request"
	"cairn/internal/work"
	"cairn/internal/worktime"

	"github.com/VictoriaMetrics/metrics"
	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"
)

const prefix = "/api/v1"

// Config says what the API needs to know about where it runs.
type Config struct {
	Secure         bool   // it is reached by https: cookies are bound to it
	BaseURL        string // for the links that it makes
	Version        string
	TrustedProxies bool // X-Forwarded-For tells the address of a client
	Demo           bool // the demo company may be here, whose password everybody knows
	// Heartbeat is how often an event stream says that it still stands, and looks
	// whether its reader may still listen; 25 s if it is zero.
	Heartbeat time.Duration
}

// Services are what the handlers call.
type Services struct {
	Login    *login.Service
	People   *people.Service
	Work     *work.Service
	Notify   *notify.Service
	Digest   *digest.Service
	Channel  *channel.Service
	Imports  *imports.Service
	Request  *request.Service
	Jobs     *job.Queue
	Delivery *delivery.Service
	Mails    Mails
	Mail     *mail.Server // nil: none is set up
	Demo     *demo.Service
	Feed     *activity.Feed
	Hub      *activity.Hub
	Ready    func(ctx context.Context) error // nil when the database answers
}

// API serves.
type API struct {
	config     Config
	login      *login.Service
	people     *people.Service
	work       *work.Service
	notify     *notify.Service
	digest     *digest.Service
	channel    *channel.Service
	imports    *imports.Service
	requests   *request.Service
	jobs       *job.Queue
	delivery   *delivery.Service
	mails      Mails
	mailServer *mail.Server
	demo       *demo.Service
	feed       *activity.Feed
	hub        *activity.Hub
	ready      func(ctx context.Context) error
	clock      clock.Clock
	log        *slog.Logger
	metrics    *metrics.Set
	markdown   *markdown.Renderer
	huma       huma.API
	mux        *http.ServeMux
	handler    http.Handler
	table      []Route
	closing    chan struct{} // closed when the server stops: event streams end
	close      func()        // closes it, once
}

// New returns the API over its services. Page serves everything that is not
// the API: the web app.
func New(config Config, services Services, page http.Handler, clk clock.Clock, log *slog.Logger) *API {
	humaSpeaksProblems()
	a := &API{
		config: config, login: services.Login, people: services.People, work: services.Work, notify: services.Notify, digest: services.Digest,
		channel: services.Channel, imports: services.Imports, requests: services.Request, jobs: services.Jobs, demo: services.Demo,
		delivery: services.Delivery, mails: services.Mails, mailServer: services.Mail,
		feed: services.Feed, hub: services.Hub, ready: services.Ready,
		clock: clk, log: log, metrics: metrics.NewSet(), markdown: markdown.New(), mux: http.NewServeMux(), closing: make(chan struct{}),
	}
	if a.config.Heartbeat == 0 {
		a.config.Heartbeat = 25 * time.Second
	}
	a.close = sync.OnceFunc(func() { close(a.closing) })
	a.huma = humago.New(a.mux, a.openAPI())
	a.routes()
	sayDates(a.huma.OpenAPI().Components.Schemas)
	a.beside(page)
	a.handler = a.recover(a.protect(a.identify(a.measure(packed(a.mux)))))
	return a
}

// humaSpeaksProblems sets, once, the package variables that huma asks for every
// error of its own, and whether lists may be null: here they never are.
var humaSpeaksProblems = sync.OnceValue(func() bool {
	huma.DefaultArrayNullable = false
	huma.NewError = humaProblem
	huma.NewErrorWithContext = func(_ huma.Context, status int, message string, causes ...error) huma.StatusError {
		return humaProblem(status, message, causes...)
	}
	return true
})

// ServeHTTP serves the API, and the web app beside it.
func (a *API) ServeHTTP(w http.ResponseWriter, r *http.Request) { a.handler.ServeHTTP(w, r) }

// Close ends the event streams, which would keep a stopping server waiting.
func (a *API) Close() { a.close() }

// Routes is the route table, for the tests that hold every route to its access.
func (a *API) Routes() []Route { return a.table }

// OpenAPI is the document that describes the API (OpenAPI 3.1).
func (a *API) OpenAPI() ([]byte, error) {
	return json.MarshalIndent(a.huma.OpenAPI(), "", "  ")
}

func (a *API) openAPI() huma.Config {
	config := huma.DefaultConfig("Cairn", a.config.Version)
	config.OpenAPIPath, config.DocsPath, config.SchemasPath = "", "", ""
	config.CreateHooks = nil
	config.Formats = map[string]huma.Format{"application/json": jsonFormat(), "json": jsonFormat()}
	config.Info.Description = "Asynchronous management for distributed teams. Every write may carry an Idempotency-Key; every refusal is a problem (RFC 9457) with a stable code."
	registry := huma.NewMapRegistry("#/components/schemas/", schemaNamer())
	for _, alias := range optionals() {
		registry.RegisterTypeAlias(alias[0], alias[1])
	}
	config.Components = &huma.Components{
		Schemas: registry,
		SecuritySchemes: map[string]*huma.SecurityScheme{
			"session": {Type: "apiKey", In: "cookie", Name: a.cookieName()},
			"token":   {Type: "http", Scheme: "bearer"},
		},
	}
	return config
}

// schemaNamer names schemas by their type, with the package before it where
// two packages have one of the same name.
func schemaNamer() func(t reflect.Type, hint string) string {
	taken := map[string]reflect.Type{}
	return func(t reflect.Type, hint string) string {
		name := huma.DefaultSchemaNamer(t, hint)
		for t.Kind() == reflect.Pointer {
			t = t.Elem()
		}
		if first, ok := taken[name]; ok && first != t {
			path := strings.Split(t.PkgPath(), "/")
			of := path[len(path)-1]
			name = strings.ToUpper(of[:1]) + of[1:] + name
		}
		taken[name] = t
		return name
	}
}

// protect refuses writes that another site makes a browser send, and sets the
// headers that every answer has.
func (a *API) protect(next http.Handler) http.Handler {
	cross := http.NewCrossOriginProtection()
	cross.SetDenyHandler(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		a.refuse(w, r, errs.New(errs.Forbidden, "this request came from another site"))
	}))
	guarded := cross.Handler(next)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		header := w.Header()
		header.Set("X-Content-Type-Options", "nosniff")
		header.Set("Referrer-Policy", "same-origin")
		if a.config.Secure {
			header.Set("Strict-Transport-Security", "max-age=31536000")
		}
		header.Set("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'") // the web app has its own
		if strings.HasPrefix(r.URL.Path, prefix) {
			header.Set("Cache-Control", "no-store")
		}
		guarded.ServeHTTP(w, r)
	})
}

// recover answers a panic with a problem, and keeps the server up. An answer
// that has begun is broken off: it must not look like a whole one.
func (a *API) recover(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		seen := &statusWriter{ResponseWriter: w}
		defer func() {
			fault := recover()
			if fault == nil {
				return
			}
			if fault == http.ErrAbortHandler { //nolint:errorlint // net/http compares it so
				panic(fault)
			}
			a.log.ErrorContext(r.Context(), "panic", "fault", fault, "stack", string(debug.Stack()))
			if seen.status != 0 {
				panic(http.ErrAbortHandler)
			}
			a.refuse(w, r, errs.New(errs.Internal, "something went wrong here; nothing is lost that was confirmed. Try again, and if it stays, tell whoever runs the server"))
		}()
		next.ServeHTTP(seen, r)
	})
}

// refuse answers outside of huma.
func (a *API) refuse(w http.ResponseWriter, r *http.Request, err error) {
	p := problem(r.Context(), a.log, err)
	w.Header().Set("Content-Type", p.ContentType(""))
	if p.retryAfter != "" {
		w.Header().Set("Retry-After", p.retryAfter)
	}
	w.WriteHeader(p.Status)
	if err := json.NewEncoder(w).Encode(p); err != nil {
		a.log.DebugContext(r.Context(), "a refusal was not delivered", "error", err)
	}
}

// optionals are the types of PATCH fields, which OpenAPI knows by what they
// hold: that a field may be left out is said where it stands.
func optionals() [][2]reflect.Type {
	return [][2]reflect.Type{
		optional[string](), optional[*string](), optional[bool](), optional[int](), optional[int64](),
		optional[[]string](), optional[*worktime.Date](), optional[*worktime.TimeOfDay](), optional[worktime.TimeOfDay](), optional[worktime.Hours](),
		optional[worktime.Focus](), optional[[]checklistItem](), optional[*waitingFor](), optional[*outcome](),
		optional[authz.Role](), optional[[]worktime.TimeOfDay](), optional[[]notify.Section](), optional[notify.Channels](),
	}
}

func optional[T any]() [2]reflect.Type {
	return [2]reflect.Type{reflect.TypeFor[opt.Of[T]](), reflect.TypeFor[T]()}
}
