package app_test

import (
	"bytes"
	"context"
	"io"
	"log/slog"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"cairn/internal/app"
)

// TestBeyondThisMachineCairnIsServedByHTTPSAlone holds that a server that people
// would reach unprotected doesn't start, and leaves nothing behind.
func TestBeyondThisMachineCairnIsServedByHTTPSAlone(t *testing.T) {
	for _, c := range []struct {
		name    string
		options app.Options
		want    string // part of the refusal
	}{
		{"everywhere", app.Options{Addr: "0.0.0.0:0"}, "https"},
		{"everywhere, in short", app.Options{Addr: ":0"}, "https"},
		{"everywhere, in IPv6", app.Options{Addr: "[::]:0"}, "https"},
		{"a name", app.Options{Addr: "cairn.example.com:0"}, "https"},
		{"an address by http", app.Options{Addr: "0.0.0.0:0", BaseURL: "http://cairn.example.com", TrustedProxies: true}, "https"},
		{"https without anything that ends it", app.Options{Addr: "0.0.0.0:0", BaseURL: "https://cairn.example.com"}, "https"},
		{"a certificate without its key", app.Options{Addr: "127.0.0.1:0", TLSCert: "cert.pem"}, "--tls-key"},
		{"no port", app.Options{Addr: "127.0.0.1"}, "HOST:PORT"},
		{"an address that is none", app.Options{Addr: "127.0.0.1:0", BaseURL: "cairn.example.com"}, "--base-url"},
		{"another scheme", app.Options{Addr: "127.0.0.1:0", BaseURL: "ftp://cairn.example.com"}, "--base-url"},
		{"a database that is none", app.Options{Addr: "127.0.0.1:0", Database: "mysql://localhost"}, "postgres://"},
	} {
		c.options.Folder = filepath.Join(t.TempDir(), "data")
		ctx, cancel := context.WithCancel(t.Context())
		err := app.Serve(ctx, c.options, io.Discard, slog.New(slog.DiscardHandler), func(string) { cancel() })
		cancel()
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v, want a refusal with %q", c.name, err, c.want)
		}
		if _, err := os.Stat(c.options.Folder); err == nil {
			t.Errorf("%s: a data folder was made", c.name)
		}
	}
}

// TestAPortThatIsTaken names the port, and how to choose another.
func TestAPortThatIsTaken(t *testing.T) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = listener.Close() }()
	var out bytes.Buffer
	err = app.Serve(t.Context(), app.Options{Addr: listener.Addr().String(), Folder: t.TempDir()}, &out, slog.New(slog.DiscardHandler), nil)
	if err == nil || !strings.Contains(err.Error(), listener.Addr().String()) || !strings.Contains(err.Error(), "--addr") {
		t.Errorf("%v, want the address and how to choose another", err)
	}
	if strings.Contains(out.String(), "#") {
		t.Errorf("a link was given to a server that doesn't run: %s", out.String())
	}
}
