package db

import (
	"context"
	"database/sql"
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
	config.AfterConnect = runOnConnect(noCompiling + "; SET SESSION CHARACTERISTICS AS TRANSACTION READ ONLY")
	readers, err := pgxpool.NewWithConfig(ctx, config)
	if err != nil {
		writers.Close()
		return nil, fmt.Errorf("open the database: %w", err)
	}
	writePool, readPool := stdlib.OpenDBFromPool(writers), stdlib.OpenDBFromPool(readers)
	d := &DB{
		dialect:  Postgres,
		readPool: readPool,
		read:     readPool,
		begin: func(ctx context.Context) (transaction, error) {
			return writePool.BeginTx(ctx, &sql.TxOptions{Isolation: sql.LevelReadCommitted})
		},
		queue:       newQueue(postgresWriters),
		migratePool: writePool,
		pgPool:      readers,
		dropIdle:    func() { readers.Reset(); writers.Reset() },
	}
	d.closers = []func() error{
		readPool.Close, writePool.Close,
		func() error { readers.Close(); writers.Close(); return nil },
	}
	return d, nil
}
