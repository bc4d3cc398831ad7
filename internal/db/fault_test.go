package db_test

import (
	"context"
	"errors"
	"io"
	"net"
	"net/url"
	"strings"
	"sync"
	"testing"

	"github.com/jackc/pgx/v5"

	"cairn/internal/db"
	"cairn/internal/errs"
	"cairn/internal/testkit"
)

// limit sets how many pages the file may have. The limit belongs to the one
// connection that writes.
func limit(t *testing.T, database *db.DB, pragma string) {
	t.Helper()
	if err := database.Write(t.Context(), func(ctx context.Context, tx *db.Tx) error {
		_, err := db.One(ctx, tx, db.Value[int64], pragma)
		return err
	}); err != nil {
		t.Fatal(err)
	}
}

func TestFullDiskRefusesWritesAndLosesNothing(t *testing.T) {
	t.Parallel()
	database := testkit.Open(t, db.Config{Folder: t.TempDir()})
	if err := database.Migrate(t.Context()); err != nil {
		t.Fatal(err)
	}
	write(t, database, "before")
	limit(t, database, `PRAGMA max_page_count = 1`) // SQLite takes it as: not a page more than now

	long := strings.Repeat("x", 1<<20)
	for _, swallow := range []bool{false, true} {
		var later error
		err := database.Write(t.Context(), func(ctx context.Context, tx *db.Tx) error {
			if err := note(ctx, tx, "small"); err != nil {
				return err
			}
			err := note(ctx, tx, long)
			if swallow {
				later = note(ctx, tx, "later")
				return nil
			}
			return err
		})
		if !errs.Is(err, errs.DiskFull) {
			t.Errorf("a full disk says %v, want disk_full", err)
		}
		if swallow && !errs.Is(later, errs.DiskFull) {
			t.Errorf("a statement after that says %v, want disk_full", later)
		}
		checkNoted(t, database, "before")
	}

	limit(t, database, `PRAGMA max_page_count = 1073741823`)
	write(t, database, long, "after")
	checkNoted(t, database, "after", "before", long)
	if sound, err := db.One(t.Context(), database, db.Value[string], `PRAGMA integrity_check`); err != nil || sound != "ok" {
		t.Errorf("the file is %q, %v", sound, err)
	}
}

func TestEveryConnectionCanBeLostAtOnce(t *testing.T) {
	testkit.EachPlace(t, func(t *testing.T, place db.Config) {
		if place.Address == "" {
			return // SQLite has no server to lose
		}
		database := testkit.Open(t, place)
		warm(t, database)
		end(t, place)
		// Whoever comes next notices nothing: neither had begun.
		write(t, database, "one")
		end(t, place)
		checkNoted(t, database, "one")
		warm(t, database)
		end(t, place)
		if err := database.Snapshot(t.Context(), func(q db.Querier) error {
			_, err := db.One(t.Context(), q, db.Value[int64], `SELECT count(*) FROM holiday`)
			return err
		}); err != nil {
			t.Error(err)
		}
		// A write under way is lost as a whole, and says so.
		err := database.Write(t.Context(), func(ctx context.Context, tx *db.Tx) error {
			if err := note(ctx, tx, "two"); err != nil {
				return err
			}
			end(t, place)
			return note(ctx, tx, "three")
		})
		checkUnavailable(t, err)
		checkNoted(t, database, "one")
	})
}

// warm makes the pools hold several connections each.
func warm(t *testing.T, database *db.DB) {
	t.Helper()
	var all, arrived sync.WaitGroup
	arrived.Add(4)
	for range 4 {
		all.Go(func() {
			if err := database.Write(t.Context(), func(ctx context.Context, _ *db.Tx) error {
				arrived.Done()
				arrived.Wait()
				return database.Snapshot(ctx, func(q db.Querier) error {
					_, err := db.One(ctx, q, db.Value[int64], `SELECT 1`)
					return err
				})
			}); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
}

// end ends all connections to the database, as a restart of the server does.
func end(t *testing.T, place db.Config) {
	t.Helper()
	conn, err := pgx.Connect(t.Context(), place.Address)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close(t.Context())
	if _, err := conn.Exec(t.Context(),
		`SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity
		 WHERE datname = current_database() AND pid <> pg_backend_pid()`); err != nil {
		t.Fatal(err)
	}
}

func TestServerThatStopsAndStartsAgain(t *testing.T) {
	testkit.EachPlace(t, func(t *testing.T, place db.Config) {
		if place.Address == "" {
			return // SQLite has no server to stop
		}
		server := newWire(t, place.Address)
		database := testkit.Open(t, db.Config{Address: server.address})

		ping := func() error { return database.Ping(t.Context()) }
		read := func() error {
			_, err := db.One(t.Context(), database, db.Value[int64], `SELECT count(*) FROM holiday`)
			return err
		}
		try := func() error {
			return database.Write(t.Context(), func(ctx context.Context, tx *db.Tx) error { return note(ctx, tx, "lost") })
		}
		for _, word := range []string{"one", "two"} { // down from the beginning, and down again
			for _, refused := range []func() error{ping, read, try} {
				checkUnavailable(t, refused())
			}
			server.start(t)
			for _, done := range []func() error{ping, read} {
				if err := done(); err != nil {
					t.Errorf("the server is back, but: %v", err)
				}
			}
			write(t, database, word)
			server.cut()
		}
		server.start(t)
		checkNoted(t, database, "one", "two")
	})
}

func checkUnavailable(t *testing.T, err error) {
	t.Helper()
	var known *errs.Error
	if !errors.As(err, &known) || known.Code != errs.Unavailable || known.RetryAfter <= 0 {
		t.Errorf("got %v, want unavailable with a time to come back", err)
	}
}

// wire stands between a test and the server, and can be cut.
type wire struct {
	address string // through the wire
	local   string
	server  string

	listener net.Listener
	open     sync.WaitGroup
	mu       sync.Mutex
	ends     []net.Conn
}

func newWire(t *testing.T, address string) *wire {
	t.Helper()
	u, err := url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	w := &wire{server: u.Host, local: listener.Addr().String()}
	listener.Close()
	u.Host = w.local
	w.address = u.String()
	t.Cleanup(w.cut)
	return w
}

// start lets connections through.
func (w *wire) start(t *testing.T) {
	t.Helper()
	listener, err := net.Listen("tcp", w.local)
	if err != nil {
		t.Fatal(err)
	}
	w.listener = listener
	w.open.Go(func() {
		for {
			near, err := listener.Accept()
			if err != nil {
				return // cut
			}
			far, err := net.Dial("tcp", w.server)
			if err != nil {
				near.Close()
				return
			}
			w.mu.Lock()
			w.ends = append(w.ends, near, far)
			w.mu.Unlock()
			w.open.Go(func() { _, _ = io.Copy(near, far); near.Close() })
			w.open.Go(func() { _, _ = io.Copy(far, near); far.Close() })
		}
	})
}

// cut refuses connections, and ends those that are open.
func (w *wire) cut() {
	if w.listener != nil {
		w.listener.Close()
	}
	w.mu.Lock()
	for _, end := range w.ends {
		end.Close()
	}
	w.mu.Unlock()
	w.open.Wait()
}
