package apiclient

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"cairn/internal/errs"
)

// client is one for a server that answers as told, and notes its waits.
func client(t *testing.T, handler http.HandlerFunc) (*Client, *[]time.Duration) {
	t.Helper()
	server := httptest.NewServer(handler)
	t.Cleanup(server.Close)
	c, err := New(server.URL, "cairn_pat_x")
	if err != nil {
		t.Fatal(err)
	}
	waits := &[]time.Duration{}
	c.wait = func(_ context.Context, d time.Duration) error { *waits = append(*waits, d); return nil }
	return c, waits
}

func problem(w http.ResponseWriter, status int, code errs.Code) {
	w.Header().Set("Content-Type", "application/problem+json")
	w.WriteHeader(status)
	fmt.Fprintf(w, `{"code":%q,"detail":"in words","errors":[{"location":"body.title","message":"is empty"}]}`, code)
}

func TestWritesAreSentAgainUnderOneKey(t *testing.T) {
	var keys []string
	c, waits := client(t, func(w http.ResponseWriter, r *http.Request) {
		keys = append(keys, r.Header.Get("Idempotency-Key"))
		switch len(keys) {
		case 1:
			panic(http.ErrAbortHandler) // the line breaks
		case 2:
			w.Header().Set("Retry-After", "3")
			problem(w, http.StatusServiceUnavailable, errs.Busy)
		case 3:
			http.Error(w, "proxy", http.StatusBadGateway)
		default:
			if r.Header.Get("Authorization") != "Bearer cairn_pat_x" || r.URL.Path != "/api/v1/tasks" {
				t.Errorf("sent to %s with %q", r.URL, r.Header.Get("Authorization"))
			}
			fmt.Fprint(w, `{"id":"1"}`)
		}
	})
	var made struct{ ID string }
	if err := c.Post(t.Context(), "/tasks", map[string]string{"title": "A"}, &made); err != nil || made.ID != "1" {
		t.Fatalf("made %q: %v", made.ID, err)
	}
	if len(keys) != 4 || len(slices.Compact(keys)) != 1 || keys[0] == "" {
		t.Errorf("sent under the keys %q", keys)
	}
	if want := []time.Duration{firstWait, 3 * time.Second, 4 * firstWait}; !slices.Equal(*waits, want) {
		t.Errorf("waited %v, want %v", *waits, want)
	}
}

func TestRefusals(t *testing.T) {
	sent := 0
	c, _ := client(t, func(w http.ResponseWriter, r *http.Request) {
		sent++
		switch r.URL.Path {
		case "/api/v1/refused":
			problem(w, http.StatusUnprocessableEntity, errs.Invalid)
		case "/api/v1/elsewhere":
			http.Redirect(w, r, "https://example.com/", http.StatusFound)
		case "/api/v1/page":
			fmt.Fprint(w, "<html>")
		default:
			problem(w, http.StatusServiceUnavailable, errs.Unavailable)
		}
	})
	err := c.Get(t.Context(), "/refused", nil, nil)
	refusal, ok := errors.AsType[*RefusalError](err)
	if !ok || refusal.Code != errs.Invalid || refusal.Error() != "in words" || len(refusal.Fields) != 1 || sent != 1 {
		t.Errorf("refused with %v, sent %d times", err, sent)
	}
	for _, path := range []string{"/elsewhere", "/page"} {
		var answer struct{}
		err := c.Get(t.Context(), path, nil, &answer)
		if _, ok := errors.AsType[*UnreachableError](err); !ok || !strings.Contains(err.Error(), "Cairn") {
			t.Errorf("%s: %v", path, err)
		}
	}
	sent = 0
	if err := c.Delete(t.Context(), "/busy"); err == nil || sent != tries {
		t.Errorf("a server that stays away: %v, sent %d times", err, sent)
	}
}

func TestServerThatIsNotThere(t *testing.T) {
	server := httptest.NewServer(http.NotFoundHandler())
	c, err := New(server.URL, "")
	if err != nil {
		t.Fatal(err)
	}
	c.wait = func(context.Context, time.Duration) error { return nil }
	server.Close()
	err = c.Get(t.Context(), "/me", nil, nil)
	if _, ok := errors.AsType[*UnreachableError](err); !ok || !strings.HasPrefix(err.Error(), "can't reach Cairn at "+server.URL+": ") {
		t.Errorf("%v", err)
	}
}

func TestAddresses(t *testing.T) {
	for address, want := range map[string]string{
		"https://cairn.example.com/": "", "http://127.0.0.1:8080": "", "http://localhost:8080": "", "http://[::1]:8080": "",
		"cairn.example.com": "not the address", "ftp://x": "not the address", "http://cairn.example.com": "use https://cairn.example.com",
	} {
		_, err := New(address, "")
		if got := fmt.Sprint(err); (err == nil) != (want == "") || !strings.Contains(got, want) && want != "" {
			t.Errorf("%s: %v, want %q", address, err, want)
		}
	}
}
