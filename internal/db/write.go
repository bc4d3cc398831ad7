package db

import (
	"context"
	"database/sql"
	"math/rand/v2"
	"time"

	"cairn/internal/errs"
)

// transaction is what an engine gives to write in. Rollback after Commit does
// nothing.
type transaction interface {
	runner
	Commit() error
	Rollback() error
}

// Tx is a write transaction. It reads and writes, and is used by one goroutine.
//
// A statement that fails ends it, on both engines: whatever its function goes
// on to do is refused with the same error, and so is the commit. (PostgreSQL
// does this by itself. SQLite would go on after some errors, and after others,
// such as a full disk, would keep each further statement on its own.)
type Tx struct {
	db     *DB
	tx     transaction
	broken error
	after  []func()
}

// Dialect says which engine this is.
func (t *Tx) Dialect() Dialect { return t.db.dialect }

func (t *Tx) query(ctx context.Context, text string, args []any) (*sql.Rows, error) {
	if t.broken != nil {
		return nil, t.broken
	}
	t.db.record(text, args)
	rows, err := t.tx.QueryContext(ctx, text, args...)
	return rows, t.failed(err)
}

// failed remembers the first error.
func (t *Tx) failed(err error) error {
	if err == nil {
		return nil
	}
	err = t.db.classify(err)
	if t.broken == nil {
		t.broken = err
	}
	return err
}

// Fail makes the write fail with err, whatever its function goes on to do and
// answer. It returns err.
func (t *Tx) Fail(err error) error { return t.failed(err) }

// AfterCommit has fn run once the transaction is committed, and never if it is
// not: to wake those whom the change concerns. fn must not wait or write.
func (t *Tx) AfterCommit(fn func()) { t.after = append(t.after, fn) }

func (t *Tx) exec(ctx context.Context, text string, args []any) (sql.Result, error) {
	if t.broken != nil {
		return nil, t.broken
	}
	t.db.record(text, args)
	result, err := t.tx.ExecContext(ctx, text, args...)
	return result, t.failed(err)
}

// ErrRetry makes Write run its function again in a new transaction: what it
// read was changed by another before it held the lock.
var ErrRetry = errs.New(errs.Busy, "changed meanwhile")

const maxAttempts = 12

// Write runs fn in one transaction and commits it. fn may run several times
// (after a serialization failure, a deadlock or [ErrRetry]), so it must have no
// effect outside tx. Cancellation of ctx counts only until the transaction
// begins; from then on it runs to its end.
//
// It answers errs.Busy when too many writes wait already, errs.Unavailable when
// the database is out of reach, errs.DiskFull when there is no room: in each
// case nothing was changed, except that after Unavailable during the commit the
// outcome is unknown, which is what idempotency keys are for (W14).
func (d *DB) Write(ctx context.Context, fn func(ctx context.Context, tx *Tx) error) error {
	release, err := d.queue.enter(ctx)
	if err != nil {
		return err
	}
	defer release()

	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), writeDeadline)
	defer cancel()
	for attempt := 1; ; attempt++ {
		err := d.writeOnce(ctx, fn)
		if err == nil || !retryable(err) {
			return err
		}
		if attempt == maxAttempts {
			busy := errs.Wrap(err, errs.Busy, "the database is busy; nothing was changed, try again in a moment")
			busy.RetryAfter = time.Second
			return busy
		}
		pause := rand.Int64N(int64(time.Millisecond) << min(attempt, 6))
		select {
		case <-time.After(time.Duration(pause)):
		case <-ctx.Done():
			return d.classify(ctx.Err())
		}
	}
}

func (d *DB) writeOnce(ctx context.Context, fn func(ctx context.Context, tx *Tx) error) error {
	tx, err := d.begin(ctx)
	if d.dropLost(err) {
		tx, err = d.begin(ctx)
	}
	if err != nil {
		return d.classify(err)
	}
	defer func() { _ = tx.Rollback() }() // frees the connection when fn fails or panics
	t := &Tx{db: d, tx: tx}
	if err := fn(ctx, t); err != nil {
		return err
	}
	if t.broken != nil {
		return t.broken
	}
	if err := tx.Commit(); err != nil {
		return d.classify(err)
	}
	for _, after := range t.after {
		after()
	}
	return nil
}
