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
	query(ctx context.Context, text string, args []any) (*sql.Rows, error)
	// failed turns an error met while rows were read into what query gives.
	failed(err error) error
}

// runner is what a driver gives: a pool, a transaction, or the cache of
// prepared statements before one of them.
type runner interface {
	QueryContext(ctx context.Context, text string, args ...any) (*sql.Rows, error)
	ExecContext(ctx context.Context, text string, args ...any) (sql.Result, error)
}

// DB is an open database with its read and write pools. It is safe for
// concurrent use.
type DB struct {
	config   Config
	dialect  Dialect
	readPool *sql.DB
	read     runner
	begin    func(ctx context.Context) (transaction, error)
	queue    *queue
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
	return d.classify(d.readPool.PingContext(ctx))
}

func (d *DB) record(text string, args []any) {
	if d.recorder != nil {
		d.recorder(text, args)
	}
}

func (d *DB) query(ctx context.Context, text string, args []any) (*sql.Rows, error) {
	d.record(text, args)
	rows, err := d.read.QueryContext(ctx, text, args...)
	if d.dropLost(err) {
		rows, err = d.read.QueryContext(ctx, text, args...)
	}
	return rows, d.classify(err)
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

// snapshot is a read-only view of the database at one moment.
type snapshot struct {
	db *DB
	tx *sql.Tx
}

func (s snapshot) Dialect() Dialect { return s.db.dialect }

func (s snapshot) query(ctx context.Context, text string, args []any) (*sql.Rows, error) {
	s.db.record(text, args)
	rows, err := s.tx.QueryContext(ctx, text, args...)
	return rows, s.db.classify(err)
}

func (s snapshot) failed(err error) error { return s.db.classify(err) }

// Snapshot runs fn over one moment of the database: every statement in it sees
// the same revisions.
func (d *DB) Snapshot(ctx context.Context, fn func(q Querier) error) error {
	ctx, cancel := context.WithTimeout(ctx, readDeadline)
	defer cancel()
	options := &sql.TxOptions{ReadOnly: true}
	if d.dialect == Postgres {
		options.Isolation = sql.LevelRepeatableRead
	}
	tx, err := d.readPool.BeginTx(ctx, options)
	if d.dropLost(err) {
		tx, err = d.readPool.BeginTx(ctx, options)
	}
	if err != nil {
		return d.classify(err)
	}
	defer func() { _ = tx.Rollback() }() // nothing was written
	return fn(snapshot{db: d, tx: tx})
}

// The deadlines are far beyond what any read or write needs; they keep a stuck
// connection from holding the single writer for ever.
const (
	readDeadline  = 30 * time.Second
	writeDeadline = 30 * time.Second
)
