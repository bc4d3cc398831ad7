package db

import (
	"cmp"
	"context"
	"errors"
	"math/rand/v2"
	"time"

	"cairn/internal/errs"
)

// transaction is what an engine gives to write in. rollback after commit does
// nothing.
type transaction interface {
	query(ctx context.Context, text string, args []any) (rows, error)
	exec(ctx context.Context, text string, args []any) (int64, error)
	later(ctx context.Context, text string, args []any) error // maybe with the next one
	begun() bool                                              // the database knows of it
	save(ctx context.Context) error                           // marks where undo goes back to
	keep(ctx context.Context) error                           // forgets the mark
	undo(ctx context.Context) error
	commit(ctx context.Context) error
	rollback()
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
	count  *counter
	broken error
	after  []func()
}

// counter is what a transaction knows of the revision counter: nothing, or that
// it holds its lock and that this is where it stands.
type counter struct{ at int64 }

// NextRevision takes the next revision. The first one takes the lock of the
// counter, which orders all writes by their commits: it comes after everything
// that the write reads and checks. From then on nobody else moves the counter,
// and nobody needs to ask it.
func (t *Tx) NextRevision(ctx context.Context) (int64, error) {
	if t.count.at > 0 {
		t.count.at++
		return t.count.at, Later(ctx, t, `UPDATE counter SET revision = $1 WHERE id = 1`, t.count.at)
	}
	at, err := One(ctx, t, Value[int64], `UPDATE counter SET revision = revision + 1 WHERE id = 1 RETURNING revision`)
	t.count.at = at
	return at, err
}

// Dialect says which engine this is.
func (t *Tx) Dialect() Dialect { return t.db.dialect }

func (t *Tx) query(ctx context.Context, text string, args []any) (rows, error) {
	if t.broken != nil {
		return nil, t.broken
	}
	t.db.record(text, args)
	found, err := t.tx.query(ctx, text, args)
	return found, t.failed(err)
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

func (t *Tx) exec(ctx context.Context, text string, args []any) (int64, error) {
	if t.broken != nil {
		return 0, t.broken
	}
	t.db.record(text, args)
	changed, err := t.tx.exec(ctx, text, args)
	return changed, t.failed(err)
}

func (t *Tx) later(ctx context.Context, text string, args []any) error {
	if t.broken != nil {
		return t.broken
	}
	t.db.record(text, args)
	return t.failed(t.db.changedMeanwhile(t.tx.later(ctx, text, args)))
}

// changedMeanwhile is the error of a statement that ran later than it was asked
// for: one that is not unique makes the write run again.
func (d *DB) changedMeanwhile(err error) error {
	if errors.Is(d.classify(err), ErrUnique) {
		return errors.Join(ErrRetry, err)
	}
	return err
}

// ErrRetry makes Write run its function again in a new transaction: what it
// read was changed by another before it held the lock.
var ErrRetry = errs.New(errs.Busy, "changed meanwhile")

const maxAttempts = 12

// Write runs fn in one transaction and commits it. fn may run several times
// (after a serialization failure, a deadlock or [ErrRetry], or because another
// write that shared its commit spoiled it), so it must have no effect outside
// tx. Cancellation of ctx counts only until the transaction begins; from then on
// it runs to its end.
//
// It answers errs.Busy when too many writes wait already, errs.Unavailable when
// the database is out of reach, errs.DiskFull when there is no room: in each
// case nothing was changed, except that after Unavailable during the commit the
// outcome is unknown, which is what idempotency keys are for (W14).
func (d *DB) Write(ctx context.Context, fn func(ctx context.Context, tx *Tx) error) error {
	return d.WriteBeside(ctx, "", fn)
}

// WriteBeside is Write for what takes no lock but one of its own, the same for
// all writes beside the same, and then that of the revision counter. Such writes
// may share one commit (see commit.go): on PostgreSQL those that wait for
// the same lock anyway, on SQLite, which has a single lock, all writes. That
// something is named wrongly costs time, and changes no outcome.
func (d *DB) WriteBeside(ctx context.Context, beside string, fn func(ctx context.Context, tx *Tx) error) error {
	if err := ctx.Err(); err != nil {
		return givenUp(err)
	}
	var err error
	switch {
	case ctx.Value(unshared{}) != nil:
		err = d.writeAlone(ctx, fn)
	case d.dialect == SQLite:
		err = d.share(ctx, "", fn)
	case beside != "":
		err = d.share(ctx, beside, fn)
	default:
		err = d.writeAlone(ctx, fn)
	}
	ctx = context.WithoutCancel(ctx) // it has begun, or err says that it never will
	if errors.Is(err, errSpoiled) {
		err = d.writeAlone(ctx, fn)
	}
	for attempt := 1; err != nil && retryable(err); attempt++ {
		if attempt == maxAttempts {
			busy := errs.Wrap(err, errs.Busy, "the database is busy; nothing was changed, try again in a moment")
			busy.RetryAfter = time.Second
			return busy
		}
		<-time.After(time.Duration(rand.Int64N(int64(time.Millisecond) << min(attempt, 6))))
		err = d.writeAlone(ctx, fn)
	}
	return err
}

// unshared marks the context of a write that shares its commit with no other.
type unshared struct{}

// Unshared has each write with this context share its commit with no other: for
// what takes longer than most, since all who share a commit wait for each other.
func Unshared(ctx context.Context) context.Context {
	return context.WithValue(ctx, unshared{}, true)
}

// writeAlone runs fn in a transaction that it shares with no other.
func (d *DB) writeAlone(ctx context.Context, fn func(ctx context.Context, tx *Tx) error) error {
	leave, err := d.queue.enter(ctx)
	if err != nil {
		return err
	}
	defer leave()
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), writeDeadline)
	defer cancel()
	tx, t, err := d.beginWith(ctx, fn)
	if err != nil {
		return err
	}
	defer tx.rollback() // where the commit fails
	if err := tx.commit(ctx); err != nil {
		return d.classify(err)
	}
	t.committed()
	return nil
}

// beginWith begins a transaction and runs fn in it. The transaction is open
// where there is no error.
func (d *DB) beginWith(ctx context.Context, fn func(ctx context.Context, tx *Tx) error) (transaction, *Tx, error) {
	for again := false; ; again = true {
		tx, err := d.begin(ctx)
		if !again && d.dropLost(err) {
			continue
		}
		if err != nil {
			return nil, nil, d.classify(err)
		}
		t, err := d.runIn(ctx, tx, &counter{}, fn)
		if err == nil {
			return tx, t, nil
		}
		begun := tx.begun()
		tx.rollback()
		if !again && !begun && d.dropLost(err) {
			continue // lost before it began: it may begin on another connection
		}
		return nil, nil, err
	}
}

// runIn runs fn in a transaction. Where fn panics, the transaction is undone.
func (d *DB) runIn(ctx context.Context, tx transaction, count *counter, fn func(ctx context.Context, tx *Tx) error) (*Tx, error) {
	t := &Tx{db: d, tx: tx, count: count}
	ended := false
	defer func() {
		if !ended {
			tx.rollback()
		}
	}()
	err := fn(ctx, t)
	ended = true
	return t, cmp.Or(err, t.broken)
}

// committed calls those who wanted to know.
func (t *Tx) committed() {
	for _, after := range t.after {
		after()
	}
}
