package main

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strings"

	"cairn/internal/db"

	"github.com/jackc/pgx/v5"
	_ "modernc.org/sqlite" // the bare driver, for the floors
)

// place is a fresh database of its own, deleted when it is dropped.
type place struct {
	engine db.Dialect
	config db.Config
	drop   func()
}

// fresh makes an empty database of an engine.
func (b *bench) fresh(ctx context.Context, engine db.Dialect) (*place, error) {
	if engine == db.SQLite {
		folder, err := os.MkdirTemp(b.folder, "cairn-bench-")
		if err != nil {
			return nil, err
		}
		return &place{engine: engine, config: db.Config{Folder: folder}, drop: func() { _ = os.RemoveAll(folder) }}, nil
	}
	name := "cairn_bench_" + strings.ToLower(rand.Text())
	if err := onServer(ctx, b.postgres, "CREATE DATABASE "+name); err != nil {
		return nil, err
	}
	address, err := url.Parse(b.postgres)
	if err != nil {
		return nil, err
	}
	address.Path = "/" + name
	return &place{engine: engine, config: db.Config{Address: address.String()}, drop: func() {
		_ = onServer(context.WithoutCancel(ctx), b.postgres, "DROP DATABASE "+name+" WITH (FORCE)")
	}}, nil
}

// onServer runs one statement on a connection of its own.
func onServer(ctx context.Context, address, text string) error {
	conn, err := pgx.Connect(ctx, address)
	if err != nil {
		return fmt.Errorf("connect to PostgreSQL: %w", err)
	}
	defer func() { _ = conn.Close(context.WithoutCancel(ctx)) }()
	if _, err := conn.Exec(ctx, text); err != nil {
		return fmt.Errorf("%s: %w", text, err)
	}
	return nil
}

// settle does what the engine would do by itself within a minute of so many
// rows: PostgreSQL counts them, and writes them to their places. Without it the first measurements would be of
// plans made for empty tables.
func (p *place) settle(ctx context.Context) error {
	if p.engine == db.SQLite {
		return nil
	}
	return errors.Join(onServer(ctx, p.config.Address, "VACUUM ANALYZE"), onServer(ctx, p.config.Address, "CHECKPOINT"))
}

// file is the SQLite database.
func (p *place) file() string { return filepath.Join(p.config.Folder, db.SQLiteFile) }

// environment tells the server where its data is.
func (p *place) environment() []string {
	if p.engine == db.SQLite {
		return []string{"CAIRN_DATA=" + p.config.Folder, "CAIRN_DATABASE="}
	}
	return []string{"CAIRN_DATABASE=" + p.config.Address}
}

// inspect opens the database beside the server, to count what it wrote.
func (p *place) inspect(ctx context.Context, fn func(database *db.DB) error) error {
	database, err := db.Open(ctx, p.config)
	if err != nil {
		return err
	}
	return errors.Join(fn(database), database.Close())
}
