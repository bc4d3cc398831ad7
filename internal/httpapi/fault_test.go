package httpapi_test

import (
	"context"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"testing"

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
	for range 3 {
		response, err := http.Get(server.URL + "/readyz")
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
	response, err := http.Get(server.URL + "/half")
	if err == nil {
		_, err = io.ReadAll(response.Body)
		_ = response.Body.Close()
	}
	if err == nil {
		t.Error("half an answer came as a whole one")
	}
	response, err = http.Get(server.URL + "/healthz")
	if err != nil || response.StatusCode != http.StatusOK {
		t.Fatalf("the server is gone: %v", err)
	}
	_ = response.Body.Close()
	http.DefaultClient.CloseIdleConnections()
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
