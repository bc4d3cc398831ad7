// Package db is the one place that knows which database engine runs: it opens
// SQLite (one folder) or PostgreSQL, migrates it, and gives the packages above
// it one way to read and one way to write with one SQL text for both.
//
//   - [DB.Write] runs a function in one transaction. The function may run again,
//     so it has no effects outside its transaction.
//   - [DB] itself reads, each statement on its own; [DB.Snapshot] reads several
//     statements from one moment.
//   - [All], [One] and [Exec] are the only ways rows come out or go in: they
//     close what they open, which a single SQLite connection depends on.
//
// Errors that a caller can act on (busy, out of reach, disk full) come back as
// *errs.Error; see errors.go.
package db

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"
)

// Dialect says which engine is behind a connection.
type Dialect int

// The engines that Cairn runs on.
const (
	SQLite Dialect = iota
	Postgres
)

// InList gives the right-hand side of IN for a parameter that holds a JSON
// array of strings, for example `scope IN ` + d.InList("$2").
func (d Dialect) InList(param string) string {
	if d == Postgres {
		return "(SELECT jsonb_array_elements_text(" + param + "::jsonb))"
	}
	return "(SELECT value FROM json_each(" + param + "))"
}

// Among is the SQL for "is one of", for a parameter that holds a JSON array of
// strings, for example `scope ` + d.Among("$2"). Unlike InList, PostgreSQL takes
// it for a few values, and looks each of them up in an index.
func (d Dialect) Among(param string) string {
	if d == Postgres {
		return d.OneOf("SELECT jsonb_array_elements_text(" + param + "::jsonb)")
	}
	return d.OneOf("SELECT value FROM json_each(" + param + ")")
}

// OneOf is Among for what a query finds.
func (d Dialect) OneOf(query string) string {
	if d == Postgres {
		return "= ANY (ARRAY(" + query + "))"
	}
	return "IN (" + query + ")"
}

// String names the engine.
func (d Dialect) String() string {
	if d == Postgres {
		return "postgres"
	}
	return "sqlite"
}

// Querier is what reads run on: the DB, a snapshot or a transaction.
type Querier interface {
	Dialect() Dialect
	query(ctx context.Context, text string, args []any) (rows, error)
	// failed turns an error met while rows were read into what query gives.
	failed(err error) error
}

// rows is what a query gives, by whichever driver. An error of the query itself
// is told by the query, not by the first row.
type rows interface {
	Next() bool
	Scan(dest ...any) error
	Err() error
	Close() error
}

// reader is what an engine gives to read from: its pool, or one moment of it.
type reader interface {
	query(ctx context.Context, text string, args []any) (rows, error)
}

// DB is an open database with its read and write pools. It is safe for
// concurrent use.
type DB struct {
	config   Config
	dialect  Dialect
	read     reader
	snapshot func(ctx context.Context) (reader, func(), error) // a moment, and what ends it
	begin    func(ctx context.Context) (transaction, error)
	ping     func(ctx context.Context) error
	queue    *queue
	lines    *lines
	onFatal  func(error)
	recorder func(text string, args []any) // nil: nobody looks on
	dropIdle func()                        // closes the connections that nobody uses; nil on SQLite

	// migratePool is the pool that migrations run on, one transaction each.
	migratePool *sql.DB
	closers     []func() error

	node   string        // tells this process's messages from those of others
	pgPool *pgxpool.Pool // the readers', for LISTEN, on PostgreSQL
	writer *sqliteWriter // the one that writes, on SQLite
}

// Dialect says which engine this is.
func (d *DB) Dialect() Dialect { return d.dialect }

// Close ends all connections.
func (d *DB) Close() error {
	var all []error
	for _, closer := range d.closers {
		all = append(all, closer())
	}
	return errors.Join(all...)
}

// Ping reports whether the database answers, for readiness.
func (d *DB) Ping(ctx context.Context) error {
	return d.classify(d.ping(ctx))
}

func (d *DB) record(text string, args []any) {
	if d.recorder != nil {
		d.recorder(text, args)
	}
}

func (d *DB) query(ctx context.Context, text string, args []any) (rows, error) {
	d.record(text, args)
	found, err := d.read.query(ctx, text, args)
	if d.dropLost(err) {
		found, err = d.read.query(ctx, text, args)
	}
	return found, d.classify(err)
}

func (d *DB) failed(err error) error { return d.classify(err) }

// dropLost reports whether err tells of a connection that was good once and is
// no longer, as all are after the server was started anew: then it drops those
// that lie idle, and what has had no effect may be tried on a fresh one.
func (d *DB) dropLost(err error) bool {
	if err == nil || d.dropIdle == nil || !connectionLost(err) {
		return false
	}
	d.dropIdle()
	return true
}

// moment is a read-only view of the database at one moment.
type moment struct {
	db   *DB
	read reader
}

func (m moment) Dialect() Dialect { return m.db.dialect }

func (m moment) query(ctx context.Context, text string, args []any) (rows, error) {
	m.db.record(text, args)
	found, err := m.read.query(ctx, text, args)
	return found, m.db.classify(err)
}

func (m moment) failed(err error) error { return m.db.classify(err) }

// Snapshot runs fn over one moment of the database: every statement in it sees
// the same revisions.
func (d *DB) Snapshot(ctx context.Context, fn func(q Querier) error) error {
	ctx, cancel := context.WithTimeout(ctx, readDeadline)
	defer cancel()
	read, end, err := d.snapshot(ctx)
	if d.dropLost(err) {
		read, end, err = d.snapshot(ctx)
	}
	if err != nil {
		return d.classify(err)
	}
	defer end()
	return fn(moment{db: d, read: read})
}

// The deadlines are far beyond what any read or write needs; they keep a stuck
// connection from holding the single writer for ever.
const (
	readDeadline  = 30 * time.Second
	writeDeadline = 30 * time.Second
)
