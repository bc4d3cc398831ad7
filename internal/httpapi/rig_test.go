package httpapi_test

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"log/slog"
	"maps"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"cairn/internal/app"
	"cairn/internal/clock"
	"cairn/internal/db"
	"cairn/internal/httpapi"
	"cairn/internal/id"
	"cairn/internal/testkit"
)

// monday is when the tests begin: a working morning nearly everywhere.
func monday() time.Time { return time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC) }

const (
	api      = "/api/v1"
	password = "a stone beside the path"
)

// rig is a server over a fresh database, as people reach it.
type rig struct {
	testing.TB

	house  *app.House
	api    *httpapi.API
	server *httptest.Server
	clock  *clock.Fake
	log    *logged
	client *http.Client

	mu      sync.Mutex
	secrets []secret
}

// secret is a text that only some people may ever be sent. Every answer and
// the log are searched for it.
type secret struct {
	text    string
	readers []string // names of persons
}

// each runs a test over a server on every engine.
func each(t *testing.T, run func(r *rig)) {
	t.Helper()
	testkit.Each(t, func(t *testing.T, database *db.DB) { run(newRig(t, database)) })
}

func newRig(t testing.TB, database *db.DB) *rig {
	t.Helper()
	return newRigWith(t, database, httpapi.Config{TrustedProxies: true})
}

func newRigWith(t testing.TB, database *db.DB, config httpapi.Config) *rig {
	t.Helper()
	r := &rig{TB: t, clock: clock.NewFake(monday()), log: &logged{}}
	log := slog.New(slog.NewTextHandler(r.log, &slog.HandlerOptions{Level: slog.LevelDebug}))
	r.house = app.Build(database, r.clock, log, "https://cairn.example.com")
	r.house.Letter.Open(refusing{})
	r.server = httptest.NewUnstartedServer(nil)
	r.server.Config.ErrorLog = slog.NewLogLogger(log.Handler(), slog.LevelWarn)
	config.BaseURL = "http://" + r.server.Listener.Addr().String()
	var err error
	if r.api, err = r.house.API(config); err != nil {
		t.Fatal(err)
	}
	r.server.Config.Handler = r.api
	r.server.Config.RegisterOnShutdown(r.api.Close)
	r.server.Start()
	r.client = r.server.Client()
	r.client.Timeout = time.Minute
	r.client.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }

	// What the program does beside answering: jobs, and word between nodes.
	background, stop := context.WithCancel(context.WithoutCancel(t.Context()))
	var running sync.WaitGroup
	running.Go(func() { r.house.Hub.Run(background, database) })
	t.Cleanup(func() {
		ending, cancel := context.WithTimeout(context.WithoutCancel(t.Context()), 10*time.Second)
		defer cancel()
		if err := r.server.Config.Shutdown(ending); err != nil {
			t.Errorf("the server did not end: %v", err)
		}
		r.server.Close()
		stop()
		running.Wait()
		r.client.CloseIdleConnections()
		r.searchLog()
	})
	return r
}

// keep makes a text that only these people may be sent.
func (r *rig) keep(what string, readers ...string) string {
	text := "canary" + what + id.New()[24:]
	r.mu.Lock()
	defer r.mu.Unlock()
	r.secrets = append(r.secrets, secret{text, readers})
	return text
}

// leaks names the secrets within an answer to somebody ("" for nobody known).
func (r *rig) leaks(who string, answer []byte) []string {
	if !bytes.Contains(answer, []byte("canary")) && !bytes.Contains(answer, []byte("cairn_")) {
		return nil
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	var found []string
	for _, s := range r.secrets {
		if !slices.Contains(s.readers, who) && bytes.Contains(answer, []byte(s.text)) {
			found = append(found, s.text)
		}
	}
	return found
}

func (r *rig) searchLog() {
	text := r.log.bytes()
	if found := r.leaks("", text); len(found) > 0 {
		r.Errorf("the log has %q:\n%s", found, text)
	}
	if bytes.Contains(text, []byte(password)) {
		r.Errorf("the log has a password:\n%s", text)
	}
}

// credential is how a request says who sends it.
type credential struct {
	who  string // "" for nobody
	kind string // session, or the scopes of an API token joined by commas
	set  func(*http.Request)
}

func nobody() credential { return credential{kind: "nothing", set: func(*http.Request) {}} }

func bearer(who, kind, secret string) credential {
	return credential{who, kind, func(r *http.Request) { r.Header.Set("Authorization", "Bearer "+secret) }}
}

func session(who string, cookie *http.Cookie) credential {
	return credential{who, "session", func(r *http.Request) { r.AddCookie(cookie) }}
}

// answer is what came back.
type answer struct {
	status int
	header http.Header
	body   []byte
}

// into decodes the body.
func (a answer) into(t testing.TB, to any) {
	t.Helper()
	if err := json.Unmarshal(a.body, to); err != nil {
		t.Fatalf("%d %s: %v", a.status, a.body, err)
	}
}

// code is the problem's.
func (a answer) code() string {
	var p struct {
		Code string `json:"code"`
	}
	_ = json.Unmarshal(a.body, &p) // no problem has no code
	return p.Code
}

func (a answer) cookie(t testing.TB) *http.Cookie {
	t.Helper()
	cookies := (&http.Response{Header: a.header}).Cookies()
	if len(cookies) != 1 {
		t.Fatalf("%d %s: %d cookies, want one", a.status, a.body, len(cookies))
	}
	return cookies[0]
}

// object is an answer's body where a few of its fields are enough.
type object struct {
	ID       string `json:"id"`
	Revision int64  `json:"revision"`
	Title    string `json:"title"`
	Status   string `json:"status"`
	Link     string `json:"link"`
	Secret   string `json:"secret"`
	PersonID string `json:"person_id"`
	Person   *struct {
		ID string `json:"id"`
	} `json:"person"`
}

// send sends a request, and looks through the answer for what its sender may
// not be sent. A body that is a string is sent as it is; a path begins after
// /api/v1 unless it is one of those beside it.
func (r *rig) send(from credential, method, path string, body any, headers ...string) answer {
	r.Helper()
	request := r.request(from, method, path, body, headers...)
	response, err := r.client.Do(request)
	if err != nil {
		r.Fatalf("%s %s: %v", method, path, err)
	}
	defer func() { _ = response.Body.Close() }()
	a := answer{status: response.StatusCode, header: response.Header}
	if response.Header.Get("Content-Type") == "text/event-stream" && method != http.MethodHead {
		a.body = make([]byte, 256)
		n, err := response.Body.Read(a.body)
		if err != nil {
			r.Errorf("%s %s: %v", method, path, err)
		}
		a.body = a.body[:n]
	} else if a.body, err = io.ReadAll(response.Body); err != nil {
		r.Fatalf("%s %s: %v", method, path, err)
	}
	var all bytes.Buffer
	_ = a.header.Write(&all) // into memory
	all.Write(a.body)
	if found := r.leaks(from.who, all.Bytes()); len(found) > 0 {
		r.Errorf("%s %s by %q with %s: the answer has %q:\n%d %s", method, path, from.who, from.kind, found, a.status, all.Bytes())
	}
	return a
}

func (r *rig) request(from credential, method, path string, body any, headers ...string) *http.Request {
	r.Helper()
	var content io.Reader
	switch body := body.(type) {
	case nil:
	case string:
		content = strings.NewReader(body)
	default:
		text, err := json.Marshal(body)
		if err != nil {
			r.Fatal(err)
		}
		content = bytes.NewReader(text)
	}
	if !strings.HasPrefix(path, api) && !strings.HasPrefix(path, "/:") {
		path = api + path
	}
	request, err := http.NewRequestWithContext(r.Context(), method, r.server.URL+strings.Replace(path, "/:", "/", 1), content)
	if err != nil {
		r.Fatal(err)
	}
	if body != nil {
		request.Header.Set("Content-Type", "application/json")
	}
	// Every request from another address: guesses are slowed down by it.
	request.Header.Set("X-Forwarded-For", id.New())
	for i := 0; i+1 < len(headers); i += 2 {
		request.Header.Set(headers[i], headers[i+1])
	}
	from.set(request)
	return request
}

// must sends a request that has to succeed.
func (r *rig) must(from credential, method, path string, body any, headers ...string) object {
	r.Helper()
	var made object
	if a := r.succeed(from, method, path, body, headers...); len(a.body) > 0 {
		a.into(r, &made)
	}
	return made
}

func (r *rig) succeed(from credential, method, path string, body any, headers ...string) answer {
	r.Helper()
	a := r.send(from, method, path, body, headers...)
	if a.status >= 300 {
		r.Fatalf("%s %s by %q: %d %s", method, path, from.who, a.status, a.body)
	}
	return a
}

// setUp makes the workspace, and returns its owner's session.
func (r *rig) setUp(name string) (string, credential) {
	r.Helper()
	link, err := r.house.Login.SetupToken(r.Context())
	if err != nil {
		r.Fatal(err)
	}
	a := r.succeed(nobody(), "POST", "/setup", fields{
		"token": fragment(link), "workspace": "Cairns", "name": name, "email": email(name), "password": password, "time_zone": "Europe/Lisbon",
	})
	var me object
	a.into(r, &me)
	return me.Person.ID, session(name, a.cookie(r))
}

// fields is a JSON object.
type fields map[string]any

func email(name string) string { return strings.ReplaceAll(name, " ", ".") + "@example.com" }

// join invites somebody and accepts for them.
func (r *rig) join(by credential, name string, more fields) (string, credential) {
	r.Helper()
	person := fields{"name": name, "email": email(name)}
	maps.Copy(person, more)
	invitation := r.must(by, "POST", "/invitations", person)
	a := r.succeed(nobody(), "POST", "/invitations/accept", fields{
		"token": fragment(invitation.Link), "name": name, "password": password, "time_zone": "Europe/Lisbon",
	})
	return invitation.PersonID, session(name, a.cookie(r))
}

func fragment(link string) string {
	_, secret, _ := strings.Cut(link, "#")
	return secret
}

// revision is the last one taken: what changes anything that is followed, takes
// one.
func (r *rig) revision() int64 {
	r.Helper()
	revision, err := db.One(r.Context(), r.house.DB, db.Value[int64], `SELECT revision FROM counter`)
	if err != nil {
		r.Fatal(err)
	}
	return revision
}

// logged is a log in memory.
type logged struct {
	mu   sync.Mutex
	text bytes.Buffer
}

// Write adds a line.
func (l *logged) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.Write(p)
}

func (l *logged) bytes() []byte {
	l.mu.Lock()
	defer l.mu.Unlock()
	return bytes.Clone(l.text.Bytes())
}
