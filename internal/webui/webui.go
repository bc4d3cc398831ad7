// Package webui serves the web app that is embedded in the binary.
//
// `npm run build` in web/ writes the app to dist/, which is not committed.
// Where it has not been built, a placeholder page is served instead, so that
// the binary builds, and its tests run, without Node.
//
// Every path that is not a file answers the app's page: the app has its own
// routes. A missing asset is a plain 404, so that a stale page never runs HTML
// as a script.
package webui

import (
	"bytes"
	"crypto/sha256"
	"embed"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io/fs"
	"mime"
	"net/http"
	"path"
	"strings"
	"time"
)

//go:embed all:dist placeholder.html
var embedded embed.FS

// policy is the content security policy of the page. There is no inline script
// at all, and of inline styles only the page's own, which is permitted by its
// hash; the only Trusted Types policy is the app's own (web/src/lib/trusted.ts).
const policy = "default-src 'self'; script-src 'self'; style-src 'self'%s; img-src 'self' data:; " +
	"font-src 'self'; connect-src 'self'; manifest-src 'self'; worker-src 'self'; object-src 'none'; " +
	"base-uri 'none'; form-action 'self'; frame-ancestors 'none'; " +
	"require-trusted-types-for 'script'; trusted-types cairn"

// file is one embedded file, with its compressed twin where the build made one.
type file struct {
	body, gzip  []byte
	contentType string
	tag         string // of the content, for ETag
	immutable   bool   // its name contains a hash of its content
}

// Handler answers GET and HEAD for the web app.
type Handler struct {
	files  map[string]file
	page   file
	policy string
	// What the page needs beyond its first files, by the pattern of its address; "" is for every other.
	screens map[string][]string
}

// New reads the embedded files once; it fails only if the binary was built wrong.
func New() (*Handler, error) { return load(embedded) }

func load(source fs.FS) (*Handler, error) {
	h := &Handler{files: map[string]file{}}
	err := fs.WalkDir(source, "dist", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || strings.HasSuffix(name, ".gz") || strings.HasPrefix(entry.Name(), ".") {
			return err
		}
		f, err := read(source, name)
		h.files[strings.TrimPrefix(name, "dist")] = f
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("embedded web app: %w", err)
	}
	if listed, found := h.files["/screens.json"]; found {
		delete(h.files, "/screens.json")
		if err := json.Unmarshal(listed.body, &h.screens); err != nil {
			return nil, fmt.Errorf("embedded list of screens: %w", err)
		}
	}
	page, built := h.files["/index.html"]
	if !built {
		if page, err = read(source, "placeholder.html"); err != nil {
			return nil, fmt.Errorf("embedded placeholder page: %w", err)
		}
	}
	h.page = page
	h.policy = fmt.Sprintf(policy, styleHash(page.body))
	return h, nil
}

// styleHash is what permits the style that the page brings itself.
func styleHash(page []byte) string {
	_, rest, _ := bytes.Cut(page, []byte("<style>"))
	style, _, found := bytes.Cut(rest, []byte("</style>"))
	if !found {
		return ""
	}
	sum := sha256.Sum256(style)
	return " 'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'"
}

func read(source fs.FS, name string) (file, error) {
	body, err := fs.ReadFile(source, name)
	if err != nil {
		return file{}, err
	}
	// The compressed twin is optional: a build without it only serves more bytes.
	packed, _ := fs.ReadFile(source, name+".gz")
	sum := sha256.Sum256(body)
	return file{
		tag:         hex.EncodeToString(sum[:8]),
		body:        body,
		gzip:        packed,
		contentType: contentType(name),
		immutable:   strings.HasPrefix(name, "dist/assets/"),
	}, nil
}

// contentType does not ask the machine's MIME table, which differs between hosts.
func contentType(name string) string {
	switch path.Ext(name) {
	case ".js":
		return "text/javascript; charset=utf-8"
	case ".webmanifest":
		return "application/manifest+json"
	case ".woff2":
		return "font/woff2"
	}
	if known := mime.TypeByExtension(path.Ext(name)); known != "" {
		return known
	}
	return "application/octet-stream"
}

// ServeHTTP answers a file of the app, or its page for any other path.
func (h *Handler) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		w.Header().Set("Allow", "GET, HEAD")
		http.Error(w, "method not allowed", http.StatusMethodNotAllowed)
		return
	}
	f, found := h.files[r.URL.Path]
	if !found {
		if strings.HasPrefix(r.URL.Path, "/assets/") {
			http.NotFound(w, r)
			return
		}
		f = h.page
		h.announce(w.Header(), r.URL.Path)
	}
	header := w.Header()
	header.Set("Content-Type", f.contentType)
	header.Set("Content-Security-Policy", h.policy)
	header.Set("X-Content-Type-Options", "nosniff")
	header.Set("Referrer-Policy", "same-origin")
	header.Set("Cross-Origin-Opener-Policy", "same-origin")
	header.Set("Permissions-Policy", "camera=(), microphone=(), geolocation=()")
	header.Set("Vary", "Accept-Encoding")
	if f.immutable {
		header.Set("Cache-Control", "public, max-age=31536000, immutable")
	} else {
		header.Set("Cache-Control", "no-cache")
	}
	body, tag := f.body, f.tag
	if f.gzip != nil && acceptsGzip(r) {
		header.Set("Content-Encoding", "gzip")
		body, tag = f.gzip, f.tag+"-gzip"
	}
	// What must be asked for each time is at least not sent each time.
	header.Set("ETag", `"`+tag+`"`)
	http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(body))
}

// announce tells the browser with the page's first line which files of its
// screen it will need; else it knows only when the app has come and begun.
func (h *Handler) announce(header http.Header, address string) {
	for _, name := range h.beside(address) {
		header.Add("Link", "<"+name+">; rel=modulepreload; fetchpriority=low")
	}
}

func (h *Handler) beside(address string) []string {
	if files, found := h.screens[address]; found {
		return files
	}
	for pattern, files := range h.screens {
		if matches, _ := path.Match(pattern, address); matches {
			return files
		}
	}
	return h.screens[""]
}

func acceptsGzip(r *http.Request) bool {
	for coding := range strings.SplitSeq(r.Header.Get("Accept-Encoding"), ",") {
		name, weight, _ := strings.Cut(strings.TrimSpace(coding), ";")
		if name == "gzip" {
			return strings.ReplaceAll(weight, " ", "") != "q=0"
		}
	}
	return false
}
