package app

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/url"
	"os"
	"path/filepath"
	"strings"

	"cairn/internal/cli"
	"cairn/internal/clock"
	"cairn/internal/db"
	"cairn/internal/demo"
	"cairn/internal/errs"
)

// serveDemo makes the demo company in its folder, unless it is there, and
// serves it.
func serveDemo(ctx context.Context, o cli.DemoOptions, progress func(done, total int), out io.Writer, log *slog.Logger, ready func(addr string)) error {
	options := Options{
		Addr: o.Addr, Folder: o.Data, BaseURL: o.BaseURL, TLSCert: o.TLSCert, TLSKey: o.TLSKey,
		TrustedProxies: o.TrustedProxies, OpenDemo: o.Open, Clock: clock.System{}, Version: version,
	}
	if !o.At.IsZero() {
		options.Clock = clock.StartingAt(o.At)
	}
	if _, err := options.check(); err != nil {
		return err
	}
	if !o.Open && !options.onlyHere() {
		return errOpenDemo
	}
	if err := free(ctx, o.Addr); err != nil {
		return err
	}
	switch there, err := demoIn(ctx, o.Data); {
	case err != nil:
		return err
	case there && !o.Reset:
		return Serve(ctx, options, out, log, ready)
	}
	if err := makeDemo(ctx, o.Data, demo.Options{Seed: o.Seed, Now: options.Clock.Now()}, progress); err != nil {
		return err
	}
	if _, err := fmt.Fprintln(out, "The demo company is made."); err != nil {
		return err
	}
	return Serve(ctx, options, out, log, ready)
}

// free tells before anything is made that another program has the address.
func free(ctx context.Context, addr string) error {
	listener, err := (&net.ListenConfig{}).Listen(ctx, "tcp", addr)
	if err != nil {
		return fmt.Errorf("listen on %s (another program may have the port; choose one with --addr): %w", addr, err)
	}
	return listener.Close()
}

// demoIn reports whether the demo is in a folder. It refuses one that has
// something else in it.
func demoIn(ctx context.Context, folder string) (bool, error) {
	entries, err := os.ReadDir(folder)
	if errors.Is(err, os.ErrNotExist) || err == nil && len(entries) == 0 {
		return false, nil
	}
	if err != nil {
		return false, fmt.Errorf("look into the demo's folder: %w", err)
	}
	mine := errs.New(errs.StateConflict, "%s has something else in it than the demo, and is left alone; give the demo a folder of its own: cairn demo --data ./demo", folder)
	if _, err := os.Stat(filepath.Join(folder, db.SQLiteFile)); err != nil {
		return false, mine
	}
	database, err := db.Open(ctx, db.Config{Folder: folder})
	if err != nil {
		return false, err
	}
	defer func() { _ = database.Close() }()
	// An earlier version's database may lack the column; then it can't tell.
	demo, err := db.One(ctx, database, db.Value[bool], `SELECT EXISTS (SELECT 1 FROM workspace WHERE demo)`)
	if err != nil || !demo {
		return false, mine
	}
	return true, nil
}

// makeDemo builds the company beside its place, and puts it there when it is
// whole: one that was broken off leaves nothing.
func makeDemo(ctx context.Context, folder string, options demo.Options, progress func(done, total int)) (err error) {
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return fmt.Errorf("make the demo's folder: %w", err)
	}
	building, err := os.MkdirTemp(filepath.Dir(filepath.Clean(folder)), ".cairn-demo-")
	if err != nil {
		return fmt.Errorf("make the demo: %w", err)
	}
	defer func() { err = errors.Join(err, os.RemoveAll(building)) }()
	database, err := db.Open(ctx, db.Config{Folder: building, Relaxed: true})
	if err != nil {
		return err
	}
	if err = database.Migrate(ctx); err == nil {
		err = demo.Make(ctx, database, options, false, progress)
	}
	whole := filepath.Join(building, "whole.db")
	if err == nil {
		err = database.Backup(ctx, whole) // one file, without a log beside it
	}
	if err = errors.Join(err, database.Close()); err != nil {
		return err
	}
	for _, ending := range []string{"-wal", "-shm", ""} {
		if err := os.Remove(filepath.Join(folder, db.SQLiteFile+ending)); err != nil && !errors.Is(err, os.ErrNotExist) {
			return fmt.Errorf("take the old demo away: %w", err)
		}
	}
	if err := os.Rename(whole, filepath.Join(folder, db.SQLiteFile)); err != nil {
		return fmt.Errorf("put the demo into its folder: %w", err)
	}
	return nil
}

// onlyHere reports whether nobody but those on this machine reaches the server:
// not by where it listens, not by the address that it gives out, and not through
// a proxy.
func (o Options) onlyHere() bool {
	host, _, err := net.SplitHostPort(o.Addr)
	if err != nil || !loopback(host) || o.TrustedProxies {
		return false
	}
	base, err := url.Parse(o.BaseURL)
	return err == nil && (o.BaseURL == "" || loopback(base.Hostname()))
}

// loopback reports whether a host is this machine, seen from itself.
func loopback(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}

// refuseOpenDemo keeps the demo, whose password everybody knows, on this
// machine.
func (h *House) refuseOpenDemo(ctx context.Context, options Options) error {
	workspace, err := h.People.Workspace(ctx)
	if errs.Is(err, errs.NotFound) {
		return nil
	}
	if err != nil || !workspace.Demo || options.OpenDemo || options.onlyHere() {
		return err
	}
	return errOpenDemo
}

var errOpenDemo = errors.New("this is the demo company, and everybody in it has one password that everybody knows: serve it on this machine alone, or say that you mean it: cairn demo --open-to-everybody")

// greetDemo tells whom to try the demo as.
func (h *House) greetDemo(ctx context.Context, out io.Writer, baseURL string) error {
	workspace, err := h.People.Workspace(ctx)
	if err != nil || !workspace.Demo {
		return err
	}
	var b strings.Builder
	fmt.Fprintf(&b, "\nThis is %s, the demo company. Log in as\n\n", workspace.Name)
	for _, one := range demo.LogIns() {
		fmt.Fprintf(&b, "  %-28s %-18s %s\n", one.Email, one.Name, one.Place)
	}
	fmt.Fprintf(&b, "\nEverybody's password is: %s\n\nNine things to do in ten minutes: %s/try\n", demo.Password, baseURL)
	_, err = io.WriteString(out, b.String())
	return err
}
