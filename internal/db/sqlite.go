package db

import (
	"context"
	"database/sql"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"

	_ "modernc.org/sqlite" // registers the driver
)

// The pragmas were chosen by measurement (docs/adr/0003): durable commits, a
// short wait for an administrator's command beside a running server, and a
// memory map, which mattered most for reading pages.
const sqlitePragmas = "_pragma=busy_timeout(5000)&_pragma=journal_mode(WAL)&_pragma=synchronous(FULL)" +
	"&_pragma=foreign_keys(ON)&_pragma=mmap_size(268435456)&_pragma=temp_store(MEMORY)"

// sqliteReaders is small on purpose: more readers starve the writer.
const sqliteReaders = 4

// SQLiteFile is the database's file inside the data folder.
const SQLiteFile = "cairn.db"

func openSQLite(ctx context.Context, folder string, relaxed bool) (*DB, error) {
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return nil, fmt.Errorf("make the data folder: %w", err)
	}
	file, err := filepath.Abs(filepath.Join(folder, SQLiteFile))
	if err != nil {
		return nil, fmt.Errorf("find the data folder: %w", err)
	}
	base := (&url.URL{Scheme: "file", Path: file}).String() + "?" + sqlitePragmas
	if relaxed {
		base = strings.Replace(base, "synchronous(FULL)", "synchronous(NORMAL)", 1)
	}

	writePool, err := sql.Open("sqlite", base+"&_txlock=immediate")
	if err != nil {
		return nil, fmt.Errorf("open %s: %w", file, err)
	}
	// One connection writes; a second one exists only while migrations run.
	writePool.SetMaxOpenConns(2)
	writePool.SetMaxIdleConns(1)
	conn, err := writePool.Conn(ctx)
	if err != nil {
		_ = writePool.Close()
		return nil, fmt.Errorf("open %s: %w", file, err)
	}
	readPool, err := sql.Open("sqlite", base+"&_pragma=query_only(ON)")
	if err != nil {
		_ = writePool.Close()
		return nil, fmt.Errorf("open %s: %w", file, err)
	}
	readPool.SetMaxOpenConns(sqliteReaders)
	readPool.SetMaxIdleConns(sqliteReaders)

	writer := &sqliteWriter{conn: conn, prepared: prepared{prepare: conn.PrepareContext}}
	d := &DB{
		dialect:  SQLite,
		readPool: readPool,
		read:     &prepared{prepare: readPool.PrepareContext},
		begin:    writer.begin,
		queue:    newQueue(1),
		writer:   writer,

		migratePool: writePool,
	}
	d.closers = []func() error{readPool.Close, conn.Close, writePool.Close}
	return d, nil
}

// sqliteWriter is the one connection that writes. The queue before it lets one
// transaction in at a time.
type sqliteWriter struct {
	prepared
	conn *sql.Conn
	open bool
}

func (w *sqliteWriter) begin(ctx context.Context) (transaction, error) {
	w.open = true
	if _, err := w.ExecContext(ctx, "BEGIN IMMEDIATE"); err != nil {
		// It may have begun before it was interrupted, and then nothing else
		// could ever begin on this connection.
		_ = w.Rollback()
		return nil, err
	}
	return w, nil
}

// Commit ends the transaction durably. One that could not commit stays open,
// for Rollback.
func (w *sqliteWriter) Commit() error {
	_, err := w.ExecContext(context.Background(), "COMMIT")
	if err == nil {
		w.open = false
	}
	return err
}

// Rollback undoes the transaction unless it was committed. SQLite has undone
// it already after some errors (disk full); a second time is no harm.
func (w *sqliteWriter) Rollback() error {
	if !w.open {
		return nil
	}
	w.open = false
	_, err := w.ExecContext(context.Background(), "ROLLBACK")
	return err
}

// prepared runs statements that it prepares once and keeps: parsing costs
// SQLite more than running most of them. The texts in the program are finite,
// and so are the statements.
type prepared struct {
	prepare func(ctx context.Context, text string) (*sql.Stmt, error)
	mu      sync.RWMutex
	stmts   map[string]*sql.Stmt
}

// QueryContext runs a query by its kept statement.
func (p *prepared) QueryContext(ctx context.Context, text string, args ...any) (*sql.Rows, error) {
	stmt, err := p.stmt(ctx, text)
	if err != nil {
		return nil, err
	}
	return stmt.QueryContext(ctx, args...)
}

// ExecContext runs a statement by its kept form.
func (p *prepared) ExecContext(ctx context.Context, text string, args ...any) (sql.Result, error) {
	stmt, err := p.stmt(ctx, text)
	if err != nil {
		return nil, err
	}
	return stmt.ExecContext(ctx, args...)
}

func (p *prepared) stmt(ctx context.Context, text string) (*sql.Stmt, error) {
	p.mu.RLock()
	stmt, ok := p.stmts[text]
	p.mu.RUnlock()
	if ok {
		return stmt, nil
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if stmt, ok := p.stmts[text]; ok {
		return stmt, nil
	}
	stmt, err := p.prepare(ctx, hideLimit(text))
	if err != nil {
		return nil, err
	}
	if p.stmts == nil {
		p.stmts = map[string]*sql.Stmt{}
	}
	p.stmts[text] = stmt
	return stmt, nil
}

// hideLimit puts a parameter of LIMIT into a sum. SQLite plans by the number
// bound there, and so would parse the whole text again on every use.
func hideLimit(text string) string { return strings.ReplaceAll(text, "LIMIT $", "LIMIT 0 + $") }
