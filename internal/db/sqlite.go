package db

import (
	"cmp"
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
		dialect: SQLite,
		read:    &prepared{prepare: readPool.PrepareContext},
		snapshot: func(ctx context.Context) (reader, func(), error) {
			return sqliteSnapshot(ctx, readPool)
		},
		begin:  writer.begin,
		ping:   readPool.PingContext,
		queue:  newQueue(1),
		writer: writer,

		migratePool: writePool,
	}
	d.closers = []func() error{readPool.Close, conn.Close, writePool.Close}
	return d, nil
}

// sqliteMoment reads in a transaction that never writes.
type sqliteMoment struct{ tx *sql.Tx }

func sqliteSnapshot(ctx context.Context, pool *sql.DB) (reader, func(), error) {
	tx, err := pool.BeginTx(ctx, &sql.TxOptions{ReadOnly: true})
	if err != nil {
		return nil, nil, err
	}
	return sqliteMoment{tx}, func() { _ = tx.Rollback() }, nil
}

func (m sqliteMoment) query(ctx context.Context, text string, args []any) (rows, error) {
	found, err := m.tx.QueryContext(ctx, text, args...)
	if err != nil {
		return nil, err // not found, which would be a nil of another type
	}
	return found, nil
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
	if _, err := w.exec(ctx, "BEGIN IMMEDIATE", nil); err != nil {
		// It may have begun before it was interrupted, and then nothing else
		// could ever begin on this connection.
		w.rollback()
		return nil, err
	}
	return w, nil
}

// later runs a statement at once: there is no way to the database that would
// be saved.
func (w *sqliteWriter) later(ctx context.Context, text string, args []any) error {
	_, err := w.exec(ctx, text, args)
	return err
}

func (w *sqliteWriter) begun() bool { return true }

func (w *sqliteWriter) save(ctx context.Context) error { return w.later(ctx, "SAVEPOINT one", nil) }
func (w *sqliteWriter) keep(ctx context.Context) error { return w.later(ctx, "RELEASE one", nil) }

// undo fails where SQLite has undone the whole transaction already.
func (w *sqliteWriter) undo(ctx context.Context) error {
	return cmp.Or(w.later(ctx, "ROLLBACK TO one", nil), w.keep(ctx))
}

// commit ends the transaction durably. One that could not commit stays open,
// for rollback.
func (w *sqliteWriter) commit(context.Context) error {
	_, err := w.exec(context.Background(), "COMMIT", nil)
	if err == nil {
		w.open = false
	}
	return err
}

// rollback undoes the transaction unless it was committed. SQLite has undone
// it already after some errors (disk full); a second time is no harm.
func (w *sqliteWriter) rollback() {
	if w.open {
		w.open = false
		_, _ = w.exec(context.Background(), "ROLLBACK", nil)
	}
}

// prepared runs statements that it prepares once and keeps: parsing costs
// SQLite more than running most of them. The texts in the program are finite,
// and so are the statements.
type prepared struct {
	prepare func(ctx context.Context, text string) (*sql.Stmt, error)
	mu      sync.RWMutex
	stmts   map[string]*sql.Stmt
}

func (p *prepared) query(ctx context.Context, text string, args []any) (rows, error) {
	stmt, err := p.stmt(ctx, text)
	if err != nil {
		return nil, err
	}
	found, err := stmt.QueryContext(ctx, args...)
	if err != nil {
		return nil, err
	}
	return found, nil
}

func (p *prepared) exec(ctx context.Context, text string, args []any) (int64, error) { //nolint:unparam // used through transaction
	stmt, err := p.stmt(ctx, text)
	if err != nil {
		return 0, err
	}
	result, err := stmt.ExecContext(ctx, args...)
	if err != nil {
		return 0, err
	}
	return result.RowsAffected()
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
