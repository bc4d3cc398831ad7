package testkit

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
)

// PostgresVariable names the environment variable with the address, as a
// postgres:// URL, of a server on which databases may be created.
const PostgresVariable = "CAIRN_TEST_POSTGRES"

// makingTemplates is the advisory lock under which a template is made, so that
// test binaries that run at the same time make it once between them.
const makingTemplates = 0x636169726e // "cairn"

// patience is how long one database may take to be made or dropped, on a
// machine that is busy with other tests.
const patience = time.Minute

// Postgres hands out databases, each a copy of one template that was migrated
// once. Copying takes a fraction of the time that migrating would. It keeps no
// connection between calls, so that a test may look for leaked goroutines.
type Postgres struct {
	schema  fs.FS
	migrate func(ctx context.Context, dsn string) error

	once     sync.Once
	server   *url.URL // the maintenance database; set once
	template string   // set once
	err      error    // set once
}

// NewPostgres returns a source of databases whose schema is what migrate makes
// of the empty database at dsn. Migrate must close what it opens. Schema holds
// the files that migrate applies: test binaries share one template as long as
// these are the same, and a change of them makes a new one.
func NewPostgres(schema fs.FS, migrate func(ctx context.Context, dsn string) error) *Postgres {
	return &Postgres{schema: schema, migrate: migrate}
}

// Open returns the address of a fresh database that belongs to this test and
// is dropped, whoever is still connected to it, when the test ends.
func (p *Postgres) Open(t testing.TB) string {
	t.Helper()
	p.begin(t)
	return p.create(t, p.template)
}

// copyOf returns the address of a copy of a database that nobody is connected to.
func (p *Postgres) copyOf(t testing.TB, dsn string) string {
	t.Helper()
	p.begin(t)
	source, err := url.Parse(dsn)
	if err != nil {
		t.Fatalf("testkit: %v", err)
	}
	return p.create(t, strings.TrimPrefix(source.Path, "/"))
}

func (p *Postgres) begin(t testing.TB) {
	t.Helper()
	p.once.Do(func() { p.err = p.prepare(t.Context()) })
	if p.err != nil {
		t.Fatalf("testkit: %v", p.err)
	}
}

func (p *Postgres) create(t testing.TB, template string) string {
	t.Helper()
	name := "cairn_test_" + strings.ToLower(rand.Text())
	if err := p.run(t.Context(), "CREATE DATABASE "+name+" TEMPLATE "+template); err != nil {
		t.Fatalf("testkit: %v", err)
	}
	t.Cleanup(func() {
		// The test's own context has ended by now.
		ctx := context.WithoutCancel(t.Context())
		if err := p.run(ctx, "DROP DATABASE "+name+" WITH (FORCE)"); err != nil {
			t.Errorf("testkit: %v", err)
		}
	})
	return p.dsn(name)
}

// prepare finds the template, or makes it.
func (p *Postgres) prepare(ctx context.Context) error {
	server, err := address(os.Getenv(PostgresVariable))
	if err != nil {
		return err
	}
	p.server = server
	mark, err := fingerprint(p.schema)
	if err != nil {
		return fmt.Errorf("reading the schema: %w", err)
	}
	p.template = "cairn_template_" + mark

	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	conn, err := p.connect(ctx)
	if err != nil {
		return err
	}
	defer conn.Close(context.WithoutCancel(ctx)) // gives back the lock too
	if _, err := conn.Exec(ctx, "SELECT pg_advisory_lock($1)", makingTemplates); err != nil {
		return fmt.Errorf("waiting for another test binary to make the template: %w", err)
	}
	var made bool
	err = conn.QueryRow(ctx, "SELECT EXISTS (SELECT FROM pg_database WHERE datname = $1)", p.template).Scan(&made)
	if err != nil {
		return fmt.Errorf("looking for the template: %w", err)
	}
	if made {
		return nil
	}
	return p.makeTemplate(ctx, conn)
}

// makeTemplate migrates under a provisional name: a template that exists is
// one that was finished.
func (p *Postgres) makeTemplate(ctx context.Context, conn *pgx.Conn) error {
	draft := p.template + "_draft"
	for _, sql := range []string{"DROP DATABASE IF EXISTS " + draft + " WITH (FORCE)", "CREATE DATABASE " + draft} {
		if _, err := conn.Exec(ctx, sql); err != nil {
			return fmt.Errorf("%s: %w", sql, err)
		}
	}
	if err := p.migrate(ctx, p.dsn(draft)); err != nil {
		return fmt.Errorf("migrating the template: %w", err)
	}
	// A connection that migrate left open would make the first of these fail.
	for _, sql := range []string{
		"ALTER DATABASE " + draft + " RENAME TO " + p.template,
		"ALTER DATABASE " + p.template + " ALLOW_CONNECTIONS false",
	} {
		if _, err := conn.Exec(ctx, sql); err != nil {
			return fmt.Errorf("%s: %w", sql, err)
		}
	}
	return nil
}

// run executes one statement on a connection of its own.
func (p *Postgres) run(ctx context.Context, sql string) error {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	conn, err := p.connect(ctx)
	if err != nil {
		return err
	}
	defer conn.Close(context.WithoutCancel(ctx))
	if _, err := conn.Exec(ctx, sql); err != nil {
		return fmt.Errorf("%s: %w", sql, err)
	}
	return nil
}

func (p *Postgres) connect(ctx context.Context) (*pgx.Conn, error) {
	conn, err := pgx.Connect(ctx, p.server.String())
	if err != nil {
		return nil, fmt.Errorf("connecting to the server that %s names: %w", PostgresVariable, err)
	}
	return conn, nil
}

func (p *Postgres) dsn(database string) string {
	u := *p.server
	u.Path = "/" + database
	return u.String()
}

// address checks the value of PostgresVariable.
func address(value string) (*url.URL, error) {
	if value == "" {
		return nil, fmt.Errorf("%s is not set: run `make test`, or `scripts/with-services go test ./...`", PostgresVariable)
	}
	u, err := url.Parse(value)
	if err != nil || (u.Scheme != "postgres" && u.Scheme != "postgresql") {
		return nil, fmt.Errorf("%s must be a URL such as postgres://user:password@127.0.0.1:5432/postgres", PostgresVariable)
	}
	return u, nil
}

// fingerprint is short for the names and contents of all files in fsys.
func fingerprint(fsys fs.FS) (string, error) {
	hash := sha256.New()
	err := fs.WalkDir(fsys, ".", func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		content, err := fs.ReadFile(fsys, path)
		if err != nil {
			return err
		}
		fmt.Fprintf(hash, "%q %d\n", path, len(content))
		hash.Write(content)
		return nil
	})
	if err != nil {
		return "", err
	}
	return hex.EncodeToString(hash.Sum(nil))[:16], nil
}
