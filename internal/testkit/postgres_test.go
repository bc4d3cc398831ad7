package testkit_test

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"os"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/fstest"

	"github.com/jackc/pgx/v5"
	"go.uber.org/goleak"

	"cairn/internal/testkit"
)

// stones returns a source of databases with one small table, and counts how
// often it was migrated. Its schema is new, so no template exists yet.
func stones() (*testkit.Postgres, fstest.MapFS, *atomic.Int32) {
	schema := fstest.MapFS{"1.sql": {Data: []byte("CREATE TABLE stone (name text) -- " + rand.Text())}}
	var migrated atomic.Int32
	return testkit.NewPostgres(schema, migrateTo(schema, &migrated)), schema, &migrated
}

func migrateTo(schema fstest.MapFS, migrated *atomic.Int32) func(context.Context, string) error {
	return func(ctx context.Context, dsn string) error {
		migrated.Add(1)
		conn, err := pgx.Connect(ctx, dsn)
		if err != nil {
			return err
		}
		defer conn.Close(ctx)
		_, err = conn.Exec(ctx, string(schema["1.sql"].Data))
		return err
	}
}

func connect(t *testing.T, dsn string) *pgx.Conn {
	t.Helper()
	conn, err := pgx.Connect(t.Context(), dsn)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { conn.Close(context.WithoutCancel(t.Context())) })
	return conn
}

func count(t *testing.T, conn *pgx.Conn, sql string, args ...any) int {
	t.Helper()
	var n int
	if err := conn.QueryRow(t.Context(), sql, args...).Scan(&n); err != nil {
		t.Fatalf("%s: %v", sql, err)
	}
	return n
}

func TestEachDatabaseIsItsOwnCopyOfTheSchema(t *testing.T) {
	source, _, migrated := stones()
	first, second := connect(t, source.Open(t)), connect(t, source.Open(t))
	if _, err := first.Exec(t.Context(), "INSERT INTO stone VALUES ('flat')"); err != nil {
		t.Fatal(err)
	}
	if n := count(t, first, "SELECT count(*) FROM stone"); n != 1 {
		t.Errorf("first database has %d stones, want 1", n)
	}
	if n := count(t, second, "SELECT count(*) FROM stone"); n != 0 {
		t.Errorf("second database has %d stones, want none", n)
	}
	if n := migrated.Load(); n != 1 {
		t.Errorf("migrated %d times, want once", n)
	}
}

func TestDatabaseIsDroppedAlthoughSomebodyIsConnected(t *testing.T) {
	source, _, _ := stones()
	var name string
	t.Run("user", func(t *testing.T) {
		conn, err := pgx.Connect(t.Context(), source.Open(t))
		if err != nil {
			t.Fatal(err)
		}
		name = conn.Config().Database
		t.Cleanup(func() { conn.Close(context.Background()) })
		t.Cleanup(func() {}) // the connection is still open when the database goes
	})
	server := connect(t, os.Getenv(testkit.PostgresVariable))
	if n := count(t, server, "SELECT count(*) FROM pg_database WHERE datname = $1", name); n != 0 {
		t.Errorf("database %s is still there", name)
	}
}

func TestSourcesWithTheSameSchemaShareTheTemplate(t *testing.T) {
	_, schema, migrated := stones()
	var group sync.WaitGroup
	for range 8 {
		group.Go(func() { testkit.NewPostgres(schema, migrateTo(schema, migrated)).Open(t) })
	}
	group.Wait()
	if n := migrated.Load(); n != 1 {
		t.Errorf("migrated %d times, want once", n)
	}
}

func TestMigrationThatFailedIsBegunAnew(t *testing.T) {
	_, schema, migrated := stones()
	broken := testkit.NewPostgres(schema, func(ctx context.Context, dsn string) error {
		return errors.Join(migrateTo(schema, migrated)(ctx, dsn), errors.New("interrupted"))
	})
	refused := catch(t, broken)
	if !strings.Contains(refused, "interrupted") {
		t.Errorf("a failed migration says %q", refused)
	}
	conn := connect(t, testkit.NewPostgres(schema, migrateTo(schema, migrated)).Open(t))
	if n := count(t, conn, "SELECT count(*) FROM stone"); n != 0 {
		t.Errorf("%d stones, want an empty table", n)
	}
}

func TestNoConnectionIsKept(t *testing.T) {
	defer goleak.VerifyNone(t, goleak.IgnoreCurrent())
	source, _, _ := stones()
	t.Run("user", func(t *testing.T) { source.Open(t) })
}

func TestMissingServerIsNamedAndNotSkipped(t *testing.T) {
	for value, want := range map[string]string{
		"":                         "scripts/with-services",
		"host=127.0.0.1 user=ada":  "must be a URL",
		"postgres://127.0.0.1:1/x": "connecting to the server",
	} {
		t.Setenv(testkit.PostgresVariable, value)
		source, _, _ := stones()
		if got := catch(t, source); !strings.Contains(got, want) {
			t.Errorf("with %q the test ends with %q, want it to say %q", value, got, want)
		}
	}
}

// fatal is a test that keeps what it was ended with.
type fatal struct {
	testing.TB
	message chan string
}

// catch returns the words with which opening a database ends a test.
func catch(t *testing.T, source *testkit.Postgres) string {
	t.Helper()
	f := fatal{t, make(chan string, 1)}
	var group sync.WaitGroup
	group.Go(func() { source.Open(f) })
	group.Wait()
	select {
	case message := <-f.message:
		return message
	default:
		t.Fatal("the database opened")
		return ""
	}
}

// Fatalf keeps the message and ends the goroutine, as a test's own would.
func (f fatal) Fatalf(format string, args ...any) {
	f.message <- fmt.Sprintf(format, args...)
	runtime.Goexit()
}
