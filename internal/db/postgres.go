package db

import (
	"context"
	"database/sql"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/jackc/pgx/v5/stdlib"
)

// PostgreSQL's pool: as many writers as the bench found useful, and readers
// that are not kept waiting by them.
const (
	postgresWriters = 16
	postgresConns   = 32
)

func openPostgres(ctx context.Context, address string) (*DB, error) {
	config, err := pgxpool.ParseConfig(address)
	if err != nil {
		return nil, fmt.Errorf("read the database address: %w", err)
	}
	config.MaxConns = postgresConns
	config.MaxConnIdleTime = 5 * time.Minute
	config.ConnConfig.ConnectTimeout = 5 * time.Second
	if config.ConnConfig.RuntimeParams["application_name"] == "" {
		config.ConnConfig.RuntimeParams["application_name"] = "cairn"
	}
	pool, err := pgxpool.NewWithConfig(ctx, config)
	if err != nil {
		return nil, fmt.Errorf("open the database: %w", err)
	}
	std := stdlib.OpenDBFromPool(pool)
	d := &DB{
		dialect:  Postgres,
		readPool: std,
		read:     std,
		begin: func(ctx context.Context) (transaction, error) {
			return std.BeginTx(ctx, &sql.TxOptions{Isolation: sql.LevelReadCommitted})
		},
		queue:       newQueue(postgresWriters),
		migratePool: std,
		pgPool:      pool,
	}
	d.closers = []func() error{std.Close, func() error { pool.Close(); return nil }}
	return d, nil
}
