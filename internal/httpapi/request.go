package httpapi

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"mime"
	"net/http"
	"strings"
	"sync"
	"unicode/utf8"

	"cairn/internal/authz"
	"cairn/internal/errs"
)

// The sizes of request bodies. A file for import may be larger.
const (
	maxBody       = 1 << 20
	maxImportBody = 12 << 20
)

// incoming is what the middleware knows of the request that a handler serves.
// It travels in the context from the middleware to the one place that calls
// handlers (route.go), and no further: handlers get an Actor or a Call.
type incoming struct {
	http *http.Request
	out  http.ResponseWriter
	who  func() (authz.Actor, error)
	key  string
	hash string
}

type requestKey struct{}

func requestOf(ctx context.Context) *incoming {
	r, _ := ctx.Value(requestKey{}).(*incoming)
	return r
}

// identify is the middleware that reads the body (its hash belongs to the
// idempotency key) and makes the credential known, looked up when it is needed.
func (a *API) identify(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		// By the clock that all dates follow here: a device whose own is wrong can tell.
		w.Header().Set("Date", a.clock.Now().UTC().Format(http.TimeFormat))
		in := &incoming{http: r, out: w, key: r.Header.Get("Idempotency-Key")}
		if err := in.check(); err != nil {
			a.refuse(w, r, err)
			return
		}
		if r.Method != http.MethodGet && r.Method != http.MethodHead {
			body, err := readBody(w, r)
			if err != nil {
				a.refuse(w, r, err)
				return
			}
			if err := checkBody(r, body); err != nil {
				a.refuse(w, r, err)
				return
			}
			r.Body = io.NopCloser(bytes.NewReader(body))
			sum := sha256.New()
			_, _ = io.WriteString(sum, r.Method+" "+r.URL.Path+"\n")
			_, _ = sum.Write(body)
			in.hash = hex.EncodeToString(sum.Sum(nil))
		}
		if outer := requestOf(r.Context()); outer != nil {
			in.who = outer.who // an operation of a batch: the same person
		} else {
			in.who = sync.OnceValues(func() (authz.Actor, error) { return a.authenticate(r) })
		}
		next.ServeHTTP(w, r.WithContext(context.WithValue(r.Context(), requestKey{}, in)))
	})
}

// check refuses a request that no route could make sense of. Text that isn't
// UTF-8, or has NUL characters, is in no database.
func (r *incoming) check() error {
	visible := func(c rune) bool { return c > ' ' && c < 0x7f }
	if r.key != "" && (len(r.key) < 8 || len(r.key) > 100 || strings.ContainsFunc(r.key, func(c rune) bool { return !visible(c) })) {
		return errs.InvalidField("header.Idempotency-Key", "must have 8 to 100 visible characters of ASCII")
	}
	if !isText(r.http.URL.Path) {
		return errs.New(errs.NotFound, "there is no such address; see /api for what there is")
	}
	for name, values := range r.http.URL.Query() {
		if !isText(name) || !isText(strings.Join(values, "")) {
			return errs.InvalidField("query", "must be valid UTF-8 without NUL characters")
		}
	}
	return nil
}

func isText(s string) bool { return utf8.ValidString(s) && !strings.ContainsRune(s, 0) }

// checkBody refuses what isn't JSON by its name, and NUL characters, which JSON
// has only as an escape.
func checkBody(r *http.Request, body []byte) error {
	if len(body) == 0 || !strings.HasPrefix(r.URL.Path, prefix) {
		return nil
	}
	if named := r.Header.Get("Content-Type"); named != "" {
		media, _, err := mime.ParseMediaType(named)
		if err != nil || media != "application/json" {
			return errs.New(unsupportedMedia, "%q is not understood here; send application/json", named)
		}
	}
	for at := bytes.IndexByte(body, '\\'); at >= 0 && at+1 < len(body); {
		if bytes.HasPrefix(body[at+1:], []byte("u0000")) {
			return errs.InvalidField("body", "must be text without NUL characters")
		}
		next := bytes.IndexByte(body[at+2:], '\\')
		if next < 0 {
			break
		}
		at += 2 + next
	}
	return nil
}

func readBody(w http.ResponseWriter, r *http.Request) ([]byte, error) {
	limit := int64(maxBody)
	if strings.HasPrefix(r.URL.Path, prefix+"/imports/") {
		limit = maxImportBody
	}
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, limit))
	if _, tooLarge := errors.AsType[*http.MaxBytesError](err); tooLarge {
		return nil, errs.New(errs.TooLarge, "the request is over %d bytes; send less at once", limit)
	}
	if err != nil {
		return nil, errs.Wrap(err, errs.Invalid, "the request broke off before its end; send it again")
	}
	return body, nil
}

// authenticate finds the person behind a session cookie or an API token.
func (a *API) authenticate(r *http.Request) (authz.Actor, error) {
	secret, bearer := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer ")
	if !bearer {
		cookie, err := r.Cookie(a.cookieName())
		if err != nil {
			return authz.Actor{}, errs.New(errs.Unauthenticated, "log in first, or send an API token as Authorization: Bearer …")
		}
		secret = cookie.Value
	}
	actor, err := a.login.Authenticate(r.Context(), secret)
	if err != nil {
		return actor, err
	}
	// A browser whose cookie was changed by a log-in in another tab still holds
	// the words of the person before: they must not be sent as somebody else's.
	if meant := r.Header.Get("Cairn-Person"); meant != "" && meant != actor.PersonID {
		return authz.Actor{}, errs.New(errs.Unauthenticated, "somebody else is logged in here now; log in again as yourself")
	}
	return actor, nil
}

// cookieName carries the prefix that binds the cookie to this host, wherever
// browsers accept it: it needs a secure context.
func (a *API) cookieName() string {
	if a.config.Secure {
		return "__Host-cairn"
	}
	return "cairn"
}

func (a *API) setCookie(w http.ResponseWriter, secret string, maxAge int) {
	http.SetCookie(w, &http.Cookie{ //nolint:gosec // not Secure only on this machine's own plain http
		Name: a.cookieName(), Value: secret, Path: "/", MaxAge: maxAge,
		HttpOnly: true, Secure: a.config.Secure, SameSite: http.SameSiteLaxMode,
	})
}
