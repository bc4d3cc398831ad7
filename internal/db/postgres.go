package db

import (
	"cmp"
	"context"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/jackc/pgx/v5/stdlib"
)

// PostgreSQL's pools: as many writers as the bench found useful, and readers
// that are not kept waiting by them, nor keep them waiting.
const (
	postgresWriters = 16
	postgresReaders = 20
)

// noCompiling keeps the server from compiling plans, which costs seconds where
// running them costs a millisecond: its estimates for a recursion, or for a JSON
// list of ids, are far too high.
const noCompiling = "SET jit = off"

// onePlan has the server plan a statement once for a connection, and not anew for
// each page: planning takes longer than reading one, and ours go by the same index
// whatever is asked. What reads many rows by a limit has it in its text, since a
// plan for any limit is one for a tenth of all rows.
const onePlan = "SET plan_cache_mode = force_generic_plan"

func runOnConnect(text string) func(context.Context, *pgx.Conn) error {
	return func(ctx context.Context, conn *pgx.Conn) error {
		_, err := conn.Exec(ctx, text)
		return err
	}
}

func openPostgres(ctx context.Context, address string, relaxed bool) (*DB, error) {
	config, err := pgxpool.ParseConfig(address)
	if err != nil {
		return nil, fmt.Errorf("read the database address: %w", err)
	}
	config.MaxConns = postgresWriters
	config.MaxConnIdleTime = 5 * time.Minute
	config.ConnConfig.ConnectTimeout = 5 * time.Second
	if config.ConnConfig.RuntimeParams["application_name"] == "" {
		config.ConnConfig.RuntimeParams["application_name"] = "cairn"
	}
	if relaxed {
		config.ConnConfig.RuntimeParams["synchronous_commit"] = "off"
	}
	config.AfterConnect = runOnConnect(noCompiling)
	writers, err := pgxpool.NewWithConfig(ctx, config)
	if err != nil {
		return nil, fmt.Errorf("open the database: %w", err)
	}
	config = config.Copy()
	config.MaxConns = postgresReaders
	config.AfterConnect = runOnConnect(noCompiling + "; " + onePlan + "; SET SESSION CHARACTERISTICS AS TRANSACTION READ ONLY")
	readers, err := pgxpool.NewWithConfig(ctx, config)
	if err != nil {
		writers.Close()
		return nil, fmt.Errorf("open the database: %w", err)
	}
	migrations := stdlib.OpenDBFromPool(writers)
	d := &DB{
		dialect: Postgres,
		read:    postgresPool{readers},
		snapshot: func(ctx context.Context) (reader, func(), error) {
			return postgresSnapshot(ctx, readers)
		},
		ping:        readers.Ping,
		queue:       newQueue(postgresWriters),
		migratePool: migrations,
		pgPool:      readers,
		dropIdle:    func() { readers.Reset(); writers.Reset() },
	}
	d.begin = func(ctx context.Context) (transaction, error) { return d.beginPostgres(ctx, writers) }
	d.closers = []func() error{
		migrations.Close,
		func() error { readers.Close(); writers.Close(); return nil },
	}
	return d, nil
}

// postgresPool reads, each statement on its own.
type postgresPool struct{ pool *pgxpool.Pool }

func (p postgresPool) query(ctx context.Context, text string, args []any) (rows, error) {
	return lookedAt(p.pool.Query(ctx, text, args...))
}

// postgresMoment reads in a transaction that sees one moment.
type postgresMoment struct{ tx pgx.Tx }

func postgresSnapshot(ctx context.Context, pool *pgxpool.Pool) (reader, func(), error) {
	tx, err := pool.BeginTx(ctx, pgx.TxOptions{IsoLevel: pgx.RepeatableRead, AccessMode: pgx.ReadOnly})
	if err != nil {
		return nil, nil, err
	}
	return postgresMoment{tx}, func() { _ = tx.Rollback(context.WithoutCancel(ctx)) }, nil
}

func (m postgresMoment) query(ctx context.Context, text string, args []any) (rows, error) {
	return lookedAt(m.tx.Query(ctx, text, args...))
}

// postgresRows is a result whose first row was asked for already, so that what
// is wrong with the query is known.
type postgresRows struct {
	pgx.Rows

	looked, has bool
	end         func() error // of what the result is a part of; nil: of nothing
}

func lookedAt(found pgx.Rows, err error) (rows, error) {
	if err != nil {
		return nil, err
	}
	r := &postgresRows{Rows: found, looked: true, has: found.Next()}
	if err := found.Err(); err != nil {
		return nil, err
	}
	return r, nil
}

// Next goes to the next row.
func (r *postgresRows) Next() bool {
	if r.looked {
		r.looked = false
		return r.has
	}
	return r.Rows.Next()
}

// Close ends the result, and tells what went wrong after the last row that was
// looked at.
func (r *postgresRows) Close() error {
	r.Rows.Close()
	err := r.Err()
	if r.end != nil {
		err = cmp.Or(err, r.end())
	}
	return err
}
