package webui

import (
	"crypto/sha256"
	"encoding/base64"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
)

func built() fstest.MapFS {
	text := func(s string) *fstest.MapFile { return &fstest.MapFile{Data: []byte(s)} }
	return fstest.MapFS{
		"dist/.gitkeep":            text(""),
		"dist/index.html":          text("the page"),
		"dist/assets/app-1a.js":    text("script"),
		"dist/assets/app-1a.js.gz": text("packed"),
		"placeholder.html":         text("not built"),
	}
}

func get(t *testing.T, h http.Handler, method, path, encoding string) *http.Response {
	t.Helper()
	r := httptest.NewRequest(method, path, http.NoBody)
	if encoding != "" {
		r.Header.Set("Accept-Encoding", encoding)
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w.Result()
}

func text(t *testing.T, res *http.Response) string {
	t.Helper()
	body, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	return string(body)
}

func TestServesTheAppItsRoutesAndItsAssets(t *testing.T) {
	h, err := load(built())
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		method, path, encoding, body, cache, packed string
		status                                      int
	}{
		{"GET", "/", "", "the page", "no-cache", "", 200},
		{"GET", "/tasks/0191", "", "the page", "no-cache", "", 200},
		{"GET", "/assets/app-1a.js", "", "script", "public, max-age=31536000, immutable", "", 200},
		{"GET", "/assets/app-1a.js", "br, gzip", "packed", "public, max-age=31536000, immutable", "gzip", 200},
		{"GET", "/assets/app-1a.js", "gzip;q=0", "script", "public, max-age=31536000, immutable", "", 200},
		{"HEAD", "/", "", "", "no-cache", "", 200},
		{"GET", "/assets/gone-2b.js", "", "404 page not found\n", "", "", 404},
		{"POST", "/", "", "method not allowed\n", "", "", 405},
		{"GET", "/.gitkeep", "", "the page", "no-cache", "", 200},
	} {
		t.Run(c.method+c.path+c.encoding, func(t *testing.T) {
			res := get(t, h, c.method, c.path, c.encoding)
			if got := text(t, res); res.StatusCode != c.status || got != c.body {
				t.Errorf("got %d %q, want %d %q", res.StatusCode, got, c.status, c.body)
			}
			if got := res.Header.Get("Cache-Control"); got != c.cache {
				t.Errorf("Cache-Control %q, want %q", got, c.cache)
			}
			if got := res.Header.Get("Content-Encoding"); got != c.packed {
				t.Errorf("Content-Encoding %q, want %q", got, c.packed)
			}
		})
	}
}

func TestAFileThatTheBrowserHasIsNotSentAgain(t *testing.T) {
	h, err := load(built())
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ path, encoding, withTag string }{
		{"/", "", ""},
		{"/assets/app-1a.js", "gzip", ""},
		// Packed and plain are different bytes, so they have different tags.
		{"/assets/app-1a.js", "", "gzip"},
	} {
		r := httptest.NewRequest(http.MethodGet, c.path, http.NoBody)
		r.Header.Set("Accept-Encoding", c.encoding)
		known, want := c.encoding, http.StatusNotModified
		if c.withTag != "" {
			known, want = c.withTag, http.StatusOK
		}
		r.Header.Set("If-None-Match", get(t, h, "GET", c.path, known).Header.Get("ETag"))
		w := httptest.NewRecorder()
		h.ServeHTTP(w, r)
		if w.Code != want {
			t.Errorf("%s %q: got %d, want %d", c.path, c.encoding, w.Code, want)
		}
	}
}

func TestThePageAnnouncesTheFilesOfItsScreen(t *testing.T) {
	source := built()
	source["dist/screens.json"] = &fstest.MapFile{Data: []byte(`{"/tasks/*": ["/assets/task-1a.js", "/assets/box-2b.js"], "/tasks/new": ["/assets/new-4d.js"], "": ["/assets/in-3c.js"]}`)}
	h, err := load(source)
	if err != nil {
		t.Fatal(err)
	}
	for address, want := range map[string][]string{
		"/tasks/0191":       {"</assets/task-1a.js>; rel=modulepreload; fetchpriority=low", "</assets/box-2b.js>; rel=modulepreload; fetchpriority=low"},
		"/tasks/new":        {"</assets/new-4d.js>; rel=modulepreload; fetchpriority=low"},
		"/":                 {"</assets/in-3c.js>; rel=modulepreload; fetchpriority=low"},
		"/assets/app-1a.js": nil,
	} {
		if got := get(t, h, "GET", address, "").Header.Values("Link"); !slices.Equal(got, want) {
			t.Errorf("%s: announced %q, want %q", address, got, want)
		}
	}
	if got := text(t, get(t, h, "GET", "/screens.json", "")); got != "the page" {
		t.Errorf("the list itself is served: %q", got)
	}
}

func TestPageForbidsInlineScriptAndFraming(t *testing.T) {
	h, err := New()
	if err != nil {
		t.Fatal(err)
	}
	policy := get(t, h, "GET", "/", "").Header.Get("Content-Security-Policy")
	for _, want := range []string{"script-src 'self';", "style-src 'self'", "frame-ancestors 'none'", "require-trusted-types-for 'script'"} {
		if !strings.Contains(policy, want) {
			t.Errorf("policy %q lacks %q", policy, want)
		}
	}
	if strings.Contains(policy, "unsafe") {
		t.Errorf("policy %q allows something unsafe", policy)
	}
}

func TestThePageMayBringItsOwnStyleAndNoOther(t *testing.T) {
	source := built()
	source["dist/index.html"] = &fstest.MapFile{Data: []byte("<head><style>p{color:red}</style></head>")}
	h, err := load(source)
	if err != nil {
		t.Fatal(err)
	}
	sum := sha256.Sum256([]byte("p{color:red}"))
	want := "style-src 'self' 'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "';"
	if policy := get(t, h, "GET", "/", "").Header.Get("Content-Security-Policy"); !strings.Contains(policy, want) {
		t.Errorf("policy %q lacks %q", policy, want)
	}
}

func TestPlaceholderWhereTheAppWasNotBuilt(t *testing.T) {
	source := built()
	delete(source, "dist/index.html")
	h, err := load(source)
	if err != nil {
		t.Fatal(err)
	}
	if got := text(t, get(t, h, "GET", "/", "")); got != "not built" {
		t.Errorf("got %q", got)
	}
}
