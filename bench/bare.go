package main

import (
	"context"
	"database/sql"
	"fmt"
	"net/url"
	"sync"

	"cairn/internal/db"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
)

// bare is a database by its driver alone: modernc.org/sqlite through
// database/sql with kept statements, or pgx.
type bare interface {
	// transact runs statements in one durable transaction. args gives the
	// arguments of the nth statement, once those before it have run; got is
	// told the first column of the first row of each that reads.
	transact(ctx context.Context, all []statement, args func(n int) []any, got func(n int, value any)) error
	// read runs one query and maps its rows.
	read(ctx context.Context, text string, args []any, each func(row db.Row) error) error
	close()
}

// The settings of SQLite are those of package db: durable, one writer, four
// readers.
const (
	pragmas = "_pragma=busy_timeout(5000)&_pragma=journal_mode(WAL)&_pragma=synchronous(FULL)" +
		"&_pragma=foreign_keys(ON)&_pragma=mmap_size(268435456)&_pragma=temp_store(MEMORY)"
	readers         = 4
	postgresWorkers = 16
)

func (p *place) bare(ctx context.Context) (bare, error) {
	if p.engine == db.Postgres {
		config, err := pgxpool.ParseConfig(p.config.Address)
		if err != nil {
			return nil, err
		}
		config.MaxConns = postgresWorkers
		pool, err := pgxpool.NewWithConfig(ctx, config)
		return &barePostgres{pool}, err
	}
	source := (&url.URL{Scheme: "file", Path: p.file()}).String() + "?" + pragmas
	writes, err := sql.Open("sqlite", source)
	if err != nil {
		return nil, err
	}
	reads, err := sql.Open("sqlite", source+"&_pragma=query_only(ON)")
	if err != nil {
		return nil, err
	}
	reads.SetMaxOpenConns(readers)
	reads.SetMaxIdleConns(readers)
	conn, err := writes.Conn(ctx)
	if err != nil {
		return nil, err
	}
	return &bareSQLite{writes: writes, conn: conn, reads: reads, stmts: map[string]*sql.Stmt{}}, nil
}

type bareSQLite struct {
	writes *sql.DB
	reads  *sql.DB

	mu    sync.Mutex // held by whoever writes
	conn  *sql.Conn
	stmts map[string]*sql.Stmt

	reading sync.Map // of kept queries
}

func (b *bareSQLite) close() {
	_ = b.conn.Close()
	_ = b.writes.Close()
	_ = b.reads.Close()
}

func (b *bareSQLite) stmt(ctx context.Context, text string) (*sql.Stmt, error) {
	if kept, ok := b.stmts[text]; ok {
		return kept, nil
	}
	stmt, err := b.conn.PrepareContext(ctx, text)
	if err != nil {
		return nil, fmt.Errorf("prepare %s: %w", text, err)
	}
	b.stmts[text] = stmt
	return stmt, nil
}

func (b *bareSQLite) exec(ctx context.Context, text string, args ...any) error {
	stmt, err := b.stmt(ctx, text) //nolint:sqlclosecheck // kept until the end
	if err == nil {
		_, err = stmt.ExecContext(ctx, args...)
	}
	return err
}

func (b *bareSQLite) transact(ctx context.Context, all []statement, args func(n int) []any, got func(n int, value any)) (err error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if err := b.exec(ctx, "BEGIN IMMEDIATE"); err != nil {
		return err
	}
	defer func() {
		if err != nil {
			_ = b.exec(context.WithoutCancel(ctx), "ROLLBACK")
		}
	}()
	for n, s := range all {
		if !s.reads() {
			if err := b.exec(ctx, s.Text, args(n)...); err != nil {
				return err
			}
			continue
		}
		stmt, err := b.stmt(ctx, s.Text) //nolint:sqlclosecheck // kept until the end
		if err != nil {
			return err
		}
		rows, err := stmt.QueryContext(ctx, args(n)...)
		if err != nil {
			return err
		}
		if err := firsts(rows, func(value any) { got(n, value) }); err != nil {
			return err
		}
	}
	return b.exec(ctx, "COMMIT")
}

// firsts reads all rows, and tells the first column of the first one.
func firsts(rows *sql.Rows, tell func(any)) error {
	defer func() { _ = rows.Close() }()
	columns, err := rows.Columns()
	if err != nil {
		return err
	}
	values, into := make([]any, len(columns)), make([]any, len(columns))
	for i := range values {
		into[i] = &values[i]
	}
	for first := true; rows.Next(); first = false {
		if err := rows.Scan(into...); err != nil {
			return err
		}
		if first {
			tell(values[0])
		}
	}
	return rows.Err()
}

func (b *bareSQLite) read(ctx context.Context, text string, args []any, each func(row db.Row) error) error {
	kept, ok := b.reading.Load(text)
	if !ok {
		stmt, err := b.reads.PrepareContext(ctx, text)
		if err != nil {
			return err
		}
		kept, _ = b.reading.LoadOrStore(text, stmt)
	}
	stmt, _ := kept.(*sql.Stmt)
	rows, err := stmt.QueryContext(ctx, args...)
	if err != nil {
		return err
	}
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		if err := each(rows); err != nil {
			return err
		}
	}
	return rows.Err()
}

type barePostgres struct{ pool *pgxpool.Pool }

func (b *barePostgres) close() { b.pool.Close() }

func (b *barePostgres) transact(ctx context.Context, all []statement, args func(n int) []any, got func(n int, value any)) error {
	return pgx.BeginFunc(ctx, b.pool, func(tx pgx.Tx) error {
		for n, s := range all {
			if !s.reads() {
				if _, err := tx.Exec(ctx, s.Text, args(n)...); err != nil {
					return err
				}
				continue
			}
			rows, err := tx.Query(ctx, s.Text, args(n)...)
			if err != nil {
				return err
			}
			if err := firstOf(rows, func(value any) { got(n, value) }); err != nil {
				return err
			}
		}
		return nil
	})
}

// firstOf reads all rows, and tells the first column of the first one.
func firstOf(rows pgx.Rows, tell func(any)) error {
	defer rows.Close()
	for first := true; rows.Next(); first = false {
		if !first {
			continue
		}
		values, err := rows.Values()
		if err != nil {
			return err
		}
		tell(values[0])
	}
	return rows.Err()
}

func (b *barePostgres) read(ctx context.Context, text string, args []any, each func(row db.Row) error) error {
	rows, err := b.pool.Query(ctx, text, args...)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		if err := each(rows); err != nil {
			return err
		}
	}
	return rows.Err()
}
