package httpapi_test

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"cairn/internal/db"
	"cairn/internal/httpapi"
	"cairn/internal/testkit"
)

// problem is a refusal as clients read it.
type problem struct {
	Type   string `json:"type"`
	Title  string `json:"title"`
	Status int    `json:"status"`
	Detail string `json:"detail"`
	Code   string `json:"code"`
	Errors []struct {
		Location string `json:"location"`
		Message  string `json:"message"`
	} `json:"errors"`
}

// problemOf reads a refusal, and holds it to what every one has.
func (r *rig) problemOf(a answer) problem {
	r.Helper()
	var p problem
	if err := json.Unmarshal(a.body, &p); err != nil || a.header.Get("Content-Type") != "application/problem+json" {
		r.Errorf("%d %s %q: %v, want a problem", a.status, a.header.Get("Content-Type"), a.body, err)
	}
	if p.Status != a.status || p.Code == "" || p.Type != "/problems/"+p.Code || p.Title == "" || p.Detail == "" {
		r.Errorf("%d %s: want type, title, status, detail and code", a.status, a.body)
	}
	return p
}

func TestA3_RefusalsAreProblems(t *testing.T) {
	each(t, func(r *rig) {
		me, session := r.setUp("Ana")
		task := r.must(session, "POST", "/tasks", fields{"title": "Carry a stone"}).ID
		big := `{"title":"` + strings.Repeat("x", 1<<20) + `"}`
		for _, c := range []struct {
			name, method, path string
			body               any
			header             []string
			status             int
			code, location     string
		}{
			{name: "unknown path", method: "GET", path: "/stones", status: 404, code: "not_found"},
			{name: "no path", method: "GET", path: "/", status: 404, code: "not_found"},
			{name: "method that the path lacks", method: "PUT", path: "/tasks", body: "{}", status: 405, code: "method_not_allowed"},
			{name: "method that a path with an id lacks", method: "POST", path: "/tasks/" + task, body: "{}", status: 405, code: "method_not_allowed"},
			{name: "path that only differs in its end", method: "GET", path: "/tasks/", status: 404, code: "not_found"},
			{name: "unknown field", method: "POST", path: "/tasks", body: fields{"title": "x", "colour": "red"}, status: 422, code: "invalid", location: "body.colour"},
			{name: "missing field", method: "POST", path: "/tasks", body: fields{}, status: 422, code: "invalid", location: "body"},
			{name: "wrong type", method: "POST", path: "/tasks", body: fields{"title": 7}, status: 422, code: "invalid", location: "body.title"},
			{name: "unknown level", method: "POST", path: "/tasks", body: fields{"title": "x", "level": "P0"}, status: 422, code: "invalid", location: "body.level"},
			{name: "no date", method: "POST", path: "/tasks", body: fields{"title": "x", "due_date": "2026-02-30"}, status: 422, code: "invalid", location: "body.due_date"},
			{name: "no date in PATCH", method: "PATCH", path: "/tasks/" + task, body: fields{"due_date": "soon"}, status: 422, code: "invalid", location: "body.due_date"},
			{name: "empty title", method: "POST", path: "/tasks", body: fields{"title": "  "}, status: 422, code: "invalid", location: "body.title"},
			{name: "no JSON", method: "POST", path: "/tasks", body: "{", status: 422, code: "invalid", location: "body"},
			{name: "two objects", method: "POST", path: "/tasks", body: `{"title":"x"}{"title":"y"}`, status: 422, code: "invalid", location: "body"},
			{name: "no body", method: "POST", path: "/tasks", status: 422, code: "invalid"},
			{name: "no object", method: "POST", path: "/tasks", body: "[]", status: 422, code: "invalid", location: "body"},
			{name: "large body", method: "POST", path: "/tasks", body: big, status: 413, code: "too_large"},
			{name: "another media type", method: "POST", path: "/tasks", body: "<task/>", header: []string{"Content-Type", "application/xml"}, status: 415, code: "unsupported_media_type"},
			{name: "a form", method: "POST", path: "/tasks", body: "title=x", header: []string{"Content-Type", "application/x-www-form-urlencoded"}, status: 415, code: "unsupported_media_type"},
			{name: "limit too large", method: "GET", path: "/tasks?limit=201", status: 422, code: "invalid", location: "query.limit"},
			{name: "limit no number", method: "GET", path: "/tasks?limit=many", status: 422, code: "invalid", location: "query.limit"},
			{name: "limit of people", method: "GET", path: "/people?limit=0", status: 422, code: "invalid", location: "query.limit"},
			{name: "forged cursor", method: "GET", path: "/tasks?cursor=nonsense", status: 422, code: "invalid", location: "query.cursor"},
			{name: "forged cursor of people", method: "GET", path: "/people?cursor=nonsense", status: 422, code: "invalid", location: "query.cursor"},
			{name: "unknown status", method: "GET", path: "/tasks?status=late", status: 422, code: "invalid", location: "query.status"},
			{name: "revision ahead", method: "GET", path: "/changes?since=999999", status: 410, code: "start_again"},
			{name: "negative revision", method: "GET", path: "/changes?since=-1", status: 422, code: "invalid", location: "query.since"},
			{name: "id that is none", method: "GET", path: "/tasks/1", status: 404, code: "not_found"},
			{name: "id with a NUL", method: "GET", path: "/tasks/%00", status: 404, code: "not_found"},
			{name: "id that is no UTF-8", method: "GET", path: "/tasks/%ff", status: 404, code: "not_found"},
			{name: "search with a NUL", method: "GET", path: "/tasks?q=%00%ff", status: 422, code: "invalid", location: "query"},
			{name: "search for people with a NUL", method: "GET", path: "/people?q=%00%ff", status: 422, code: "invalid", location: "query"},
			{name: "filter with a NUL", method: "GET", path: "/tasks?owner=%00&label=%ff", status: 422, code: "invalid", location: "query"},
			{name: "scope with a NUL", method: "GET", path: "/changes?scope=%00", status: 422, code: "invalid", location: "query"},
			{name: "title with a NUL", method: "POST", path: "/tasks", body: `{"title":"a\u0000b"}`, status: 422, code: "invalid", location: "body"},
			{name: "title that tells of a NUL", method: "POST", path: "/tasks", body: `{"title":"\\\\\\u0000 \"\\u0000\u0001"}`, status: 201},
			{name: "title that is no UTF-8", method: "POST", path: "/tasks", body: "{\"title\":\"\xff\"}", status: 201},
			{name: "body with a NUL", method: "POST", path: "/tasks", body: `{"title":"a","body":"\u0000"}`, status: 422, code: "invalid", location: "body"},
			{name: "source key with a NUL", method: "POST", path: "/tasks", body: `{"title":"a","source_key":"\u0000"}`, status: 422, code: "invalid", location: "body"},
			{name: "owner with a NUL", method: "POST", path: "/tasks", body: `{"title":"a","owner_id":"\u0000","due_date":null}`, status: 422, code: "invalid", location: "body"},
			{name: "waits for a NUL", method: "POST", path: "/tasks/" + task + "/block", body: `{"waiting_for":{"text":"x\u0000","task_ids":["\u0000"]}}`, status: 422, code: "invalid", location: "body"},
			{name: "name with a NUL", method: "PATCH", path: "/people/" + me, body: `{"name":"\u0000"}`, status: 422, code: "invalid", location: "body"},
			{name: "short key", method: "POST", path: "/tasks", body: fields{"title": "x"}, header: []string{"Idempotency-Key", "short"}, status: 422, code: "invalid", location: "header.Idempotency-Key"},
			{name: "key with a blank", method: "POST", path: "/tasks", body: fields{"title": "x"}, header: []string{"Idempotency-Key", "a key with blanks"}, status: 422, code: "invalid", location: "header.Idempotency-Key"},
			{name: "key that is no UTF-8", method: "POST", path: "/tasks", body: fields{"title": "x"}, header: []string{"Idempotency-Key", "12345678\xff"}, status: 422, code: "invalid", location: "header.Idempotency-Key"},
			{name: "from another site", method: "POST", path: "/tasks", body: fields{"title": "x"}, header: []string{"Sec-Fetch-Site", "cross-site"}, status: 403, code: "forbidden"},
			{name: "from another origin", method: "POST", path: "/tasks", body: fields{"title": "x"}, header: []string{"Origin", "https://elsewhere.example"}, status: 403, code: "forbidden"},
			{name: "from a sibling site", method: "DELETE", path: "/session", header: []string{"Sec-Fetch-Site", "same-site"}, status: 403, code: "forbidden"},
			{name: "from our own page", method: "POST", path: "/tasks", body: fields{"title": "x"}, header: []string{"Sec-Fetch-Site", "same-origin"}, status: 201},
			{name: "nulls for what may be left out", method: "POST", path: "/tasks", body: fields{"title": "x", "due_date": "2026-04-01", "due_time": nil, "due_zone": nil}, status: 201},
			{name: "nulls in PATCH", method: "PATCH", path: "/tasks/" + task, body: fields{"due_date": nil, "due_time": nil, "due_zone": nil, "waiting_for": nil, "source_url": nil}, status: 200},
			{name: "person with nulls", method: "POST", path: "/people", body: fields{"name": "x", "email": "x@example.com", "manager_id": nil}, status: 201},
			{name: "team with nulls", method: "POST", path: "/teams", body: fields{"name": "x", "lead_id": nil}, status: 201},
			{name: "token with nulls", method: "POST", path: "/tokens", body: fields{"name": "x", "scopes": []string{"read"}, "expires_on": nil}, status: 201},
			{name: "impact with nulls", method: "POST", path: "/people/" + me + "/worklist/impact", body: fields{"level": "high", "due_date": nil, "due_time": nil}, status: 200},
		} {
			a := r.send(session, c.method, c.path, c.body, c.header...)
			if a.status != c.status {
				r.Errorf("%s: %d %s, want %d", c.name, a.status, a.body, c.status)
				continue
			}
			if c.status < http.StatusBadRequest {
				continue
			}
			p := r.problemOf(a)
			if p.Code != c.code {
				r.Errorf("%s: code %q (%s), want %q", c.name, p.Code, p.Detail, c.code)
			}
			found := c.location == ""
			for _, e := range p.Errors {
				found = found || e.Location == c.location && e.Message != ""
			}
			if !found {
				r.Errorf("%s: %+v, want one at %q", c.name, p.Errors, c.location)
			}
			if c.status == http.StatusMethodNotAllowed && a.header.Get("Allow") == "" {
				r.Errorf("%s: says no method that is allowed", c.name)
			}
		}
	})
}

func TestHeadAnswersAsGetWithoutBody(t *testing.T) {
	each(t, func(r *rig) {
		_, session := r.setUp("Ana")
		for _, path := range []string{"/me", "/tasks", "/stream", "/:healthz", "/:readyz", "/:api", "/openapi.json", "/:"} {
			get, head := r.send(session, "GET", path, nil), r.send(session, "HEAD", path, nil)
			if head.status != get.status || len(head.body) > 0 || head.header.Get("Content-Type") != get.header.Get("Content-Type") {
				r.Errorf("HEAD %s: %d %q %q, but GET %d %q", path, head.status, head.header.Get("Content-Type"), head.body, get.status, get.header.Get("Content-Type"))
			}
		}
	})
}

// TestEveryAnswerIsProtected looks at the headers of all sorts of answers.
func TestEveryAnswerIsProtected(t *testing.T) {
	each(t, func(r *rig) {
		_, session := r.setUp("Ana")
		for _, path := range []string{"/me", "/stones", "/stream", "/openapi.json", "/:", "/:api", "/:healthz", "/:readyz", "/:metrics", "/:assets/none.js"} {
			a := r.send(session, "GET", path, nil)
			if a.header.Get("X-Content-Type-Options") != "nosniff" || a.header.Get("Referrer-Policy") == "" {
				r.Errorf("%s: %v, want nosniff and a referrer policy", path, a.header)
			}
			policy := a.header.Get("Content-Security-Policy")
			if !strings.Contains(policy, "frame-ancestors 'none'") || strings.Contains(policy, "unsafe-inline") {
				r.Errorf("%s: content security policy %q", path, policy)
			}
			if strings.HasPrefix(path, "/:") {
				continue
			}
			if a.header.Get("Cache-Control") != "no-store" {
				r.Errorf("%s: cache control %q", path, a.header.Get("Cache-Control"))
			}
		}
	})
}

func TestCookies(t *testing.T) {
	testkit.Each(t, func(t *testing.T, database *db.DB) {
		plain := newRigWith(t, database, httpapi.Config{})
		_, session := plain.setUp("Ana")
		secure := newRigWith(t, database, httpapi.Config{Secure: true})
		for _, r := range []*rig{plain, secure} {
			https := r == secure
			a := r.succeed(nobody(), "POST", "/session", fields{"email": email("Ana"), "password": password})
			set := a.header.Get("Set-Cookie")
			cookie := a.cookie(t)
			want := "cairn"
			if https {
				want = "__Host-cairn"
			}
			if cookie.Name != want || cookie.Secure != https || !cookie.HttpOnly || cookie.SameSite != http.SameSiteLaxMode ||
				cookie.Path != "/" || cookie.Domain != "" || cookie.MaxAge <= 0 {
				t.Errorf("https %t: %s", https, set)
			}
			if got := a.header.Get("Strict-Transport-Security") != ""; got != https {
				t.Errorf("https %t: tells browsers so: %t", https, got)
			}
			out := r.succeed(credential{who: "Ana", kind: "session", set: func(q *http.Request) { q.AddCookie(cookie) }}, "DELETE", "/session", nil)
			if gone := out.cookie(t); gone.Name != want || gone.MaxAge >= 0 || gone.Secure != https {
				t.Errorf("https %t: logging out sets %s", https, out.header.Get("Set-Cookie"))
			}
		}
		// A cookie that any subdomain could have set is not taken where people come by https.
		if a := secure.send(session, "GET", "/me", nil); a.status != http.StatusUnauthorized {
			t.Errorf("by https, a cookie without prefix is answered %d", a.status)
		}
	})
}
