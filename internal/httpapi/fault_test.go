package httpapi_test

import (
	"context"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"cairn/internal/activity"
	"cairn/internal/clock"
	"cairn/internal/httpapi"
)

// TestAPanicIsAProblemAndTheServerLives lets the only part that a test can hand
// in, the question whether the database answers, panic.
func TestAPanicIsAProblemAndTheServerLives(t *testing.T) {
	written := &logged{}
	page := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/half" {
			_, _ = io.WriteString(w, "half of ")
			_ = http.NewResponseController(w).Flush()
		}
		panic("the page's stone fell")
	})
	handler := httpapi.New(httpapi.Config{}, httpapi.Services{
		Hub:   activity.NewHub(),
		Ready: func(context.Context) error { panic("a stone fell") },
	}, page, clock.NewFake(monday()), slog.New(slog.NewTextHandler(written, nil)))
	server := httptest.NewServer(handler)
	defer server.Close()
	client := server.Client()
	for range 3 {
		response, err := client.Get(server.URL + "/readyz")
		if err != nil {
			t.Fatal(err)
		}
		body, err := io.ReadAll(response.Body)
		_ = response.Body.Close()
		if err != nil || response.StatusCode != http.StatusInternalServerError || response.Header.Get("Content-Type") != "application/problem+json" {
			t.Errorf("a panic is answered %d %q %s, %v", response.StatusCode, response.Header.Get("Content-Type"), body, err)
		}
		if strings.Contains(string(body), "stone") {
			t.Errorf("the answer tells what failed: %s", body)
		}
	}
	if !strings.Contains(string(written.bytes()), "a stone fell") {
		t.Errorf("the log doesn't tell what failed: %s", written.bytes())
	}
	// What has begun to be sent is broken off, rather than ended as if it were whole.
	response, err := client.Get(server.URL + "/half")
	if err == nil {
		_, err = io.ReadAll(response.Body)
		_ = response.Body.Close()
	}
	if err == nil {
		t.Error("half an answer came as a whole one")
	}
	response, err = client.Get(server.URL + "/healthz")
	if err != nil || response.StatusCode != http.StatusOK {
		t.Fatalf("the server is gone: %v", err)
	}
	_ = response.Body.Close()
}

func TestGuessesAreToldWhenToComeBack(t *testing.T) {
	each(t, func(r *rig) {
		r.setUp("Ana")
		for range 100 {
			a := r.send(nobody(), "POST", "/session", fields{"email": email("Ana"), "password": "not that one"})
			if a.status == http.StatusUnauthorized {
				continue
			}
			r.problemOf(a)
			if seconds, err := strconv.Atoi(a.header.Get("Retry-After")); a.status != http.StatusTooManyRequests || err != nil || seconds < 1 {
				r.Errorf("%d %s, Retry-After %q", a.status, a.body, a.header.Get("Retry-After"))
			}
			return
		}
		r.Error("nobody is slowed down")
	})
}

// TestLogInAnswersAlike holds that nobody learns from it who has an account.
func TestLogInAnswersAlike(t *testing.T) {
	each(t, func(r *rig) {
		w := newWorld(r)
		var answers []string
		for _, who := range []string{email(owner), email(departed), "nobody@example.com", ""} {
			w.clock.Advance(monday().Sub(monday().AddDate(0, 0, -1)))
			a := w.send(nobody(), "POST", "/session", fields{"email": who, "password": "not that one"})
			answers = append(answers, strconv.Itoa(a.status)+" "+string(a.body)+a.header.Get("Set-Cookie"))
		}
		for _, one := range answers {
			if one != answers[0] {
				w.Errorf("answers differ:\n%s\n%s", answers[0], one)
			}
		}
	})
}

// deadlines notes until when a connection may be read.
type deadlines struct {
	net.Listener

	mu  sync.Mutex
	set []time.Time
}

type notedConn struct {
	net.Conn

	notes *deadlines
}

// Accept waits for the next connection.
func (d *deadlines) Accept() (net.Conn, error) {
	conn, err := d.Listener.Accept()
	return notedConn{conn, d}, err
}

// SetReadDeadline notes the deadline.
func (c notedConn) SetReadDeadline(t time.Time) error {
	c.notes.mu.Lock()
	c.notes.set = append(c.notes.set, t)
	c.notes.mu.Unlock()
	return c.Conn.SetReadDeadline(t)
}

// TestSlowAnswersKeepTheirConnection holds that nothing sets a deadline on a
// connection whose request is being answered: once it has passed, this answer
// and every later one on the connection would be 503.
func TestSlowAnswersKeepTheirConnection(t *testing.T) {
	each(t, func(r *rig) {
		_, session := r.setUp("Ana")
		server := httptest.NewUnstartedServer(r.api)
		notes := &deadlines{Listener: server.Listener}
		server.Listener = notes
		server.Config.ReadTimeout = time.Hour
		server.Config.IdleTimeout = time.Hour
		server.Start()
		defer server.Close()
		client := server.Client()
		for _, c := range []struct{ method, path, body string }{
			{"POST", "/tasks", `{"title":"Carry a stone"}`}, {"GET", "/tasks", ""}, {"POST", "/batch", `{"operations":[]}`},
		} {
			request := r.request(session, c.method, c.path, nil)
			if c.body != "" {
				request = r.request(session, c.method, c.path, c.body)
			}
			request.URL.Host = strings.TrimPrefix(server.URL, "http://")
			response, err := client.Do(request)
			if err != nil {
				r.Fatal(err)
			}
			_, _ = io.Copy(io.Discard, response.Body) // only its end counts
			_ = response.Body.Close()
			notes.mu.Lock()
			for _, set := range notes.set {
				if soon := time.Until(set); soon > 0 && soon < 30*time.Minute {
					r.Errorf("%s %s is to be answered within %s", c.method, c.path, soon)
				}
			}
			notes.set = nil
			notes.mu.Unlock()
		}
	})
}
