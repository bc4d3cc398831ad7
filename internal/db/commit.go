package db

import (
	"context"
	"errors"
	"slices"
	"sync"
	"time"

	"cairn/internal/errs"

	"github.com/jackc/pgx/v5/pgconn"
)

// A durable commit takes longer than most writes, and others wait for it at a
// lock. Writes that wait at the same one anyway therefore share a transaction
// and its commit: each runs its function behind a savepoint, in the goroutine
// that called Write, and hands the transaction on to the next one in the line.
// When nobody is waiting any more, the last one commits, and all are told.
//
// Nobody is told anything before that, not even a refusal, which may rest on
// what another one of the batch has written. Where one fails, what it did is
// undone and the others go on; where the transaction itself is lost, each of
// them runs again by itself.

// The bounds of what shares a commit: whoever waits for it, waits for all.
const (
	maxBatch     = 64
	maxBatchTime = 10 * time.Millisecond
)

// errSpoiled is the outcome of a write whose transaction was lost by no fault of
// its own.
var errSpoiled = errors.New("db: a shared transaction was lost")

// batch is a transaction that several writes share.
type batch struct {
	tx    transaction
	since time.Time
	seats []*seat
	leave func() // gives its place in the queue back
}

// seat is one write's place in a line.
type seat struct {
	turn chan *batch // the transaction to go on with; nil: begin one
	tx   *Tx
	err  error      // why it failed, while others go on
	told chan error // the outcome
}

// lines are the writes that wait for each other, by what they wait for. A line is
// there as long as one of it is running.
type lines struct {
	mu      sync.Mutex
	of      map[string][]*seat
	waiting int
	longest time.Duration // that a batch goes on taking in others
}

// share runs fn in a transaction with others of its line.
func (d *DB) share(ctx context.Context, line string, fn func(ctx context.Context, tx *Tx) error) error {
	me := &seat{turn: make(chan *batch, 1), told: make(chan error, 1)}
	b, err := d.lines.enter(ctx, line, me)
	if err != nil {
		return err
	}
	if b == nil {
		leave, err := d.queue.enter(ctx)
		if err != nil {
			d.lines.pass(line)
			return err
		}
		b = &batch{leave: leave, since: time.Now()} //nolint:forbidigo // how long it takes, whatever the clock says
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), writeDeadline)
	defer cancel()
	if err := d.ride(ctx, line, b, me, fn); err != nil {
		return err
	}
	err = <-me.told
	if err == nil {
		me.tx.committed()
	}
	return err
}

// ride runs one write of a batch and sees to what comes next. It answers with an
// error where the write was alone and failed; else the outcome will be told.
func (d *DB) ride(ctx context.Context, line string, b *batch, me *seat, fn func(ctx context.Context, tx *Tx) error) error {
	settled := false
	defer func() {
		if !settled { // fn has panicked, and the transaction is undone
			d.finish(line, b, errSpoiled)
		}
	}()
	lost := false
	if len(b.seats) == 0 {
		var err error
		b.tx, me.tx, err = d.beginWith(ctx, fn)
		if err != nil {
			settled = true
			d.finish(line, b, nil)
			return err
		}
	} else {
		lost = d.join(ctx, b, me, fn) != nil
	}
	settled = true
	b.seats = append(b.seats, me)
	if lost {
		d.finish(line, b, errSpoiled)
		return nil
	}
	if len(b.seats) < maxBatch && time.Since(b.since) < d.lines.longest {
		if next := d.lines.next(line); next != nil {
			next.turn <- b
			return nil
		}
	}
	err := b.tx.commit(ctx)
	if err != nil && len(b.seats) > 1 && d.undone(err) {
		err = errSpoiled
	}
	d.finish(line, b, d.classify(err))
	return nil
}

// join runs fn behind a savepoint. Its failure is kept in its seat; an error is
// one of the whole transaction.
func (d *DB) join(ctx context.Context, b *batch, me *seat, fn func(ctx context.Context, tx *Tx) error) error {
	if err := b.tx.save(ctx); err != nil {
		return err
	}
	count := b.seats[0].tx.count
	before := *count
	me.tx, me.err = d.runIn(ctx, b.tx, count, fn)
	if errors.Is(me.err, errSpoiled) {
		return me.err // what one before it had left to run has failed
	}
	if me.err != nil {
		*count = before // its lock is given up too, where it was taken here
		return b.tx.undo(ctx)
	}
	return b.tx.keep(ctx)
}

// finish ends a batch, tells all of it the outcome, and lets the next one of the
// line begin.
func (d *DB) finish(line string, b *batch, outcome error) {
	if b.tx != nil {
		b.tx.rollback() // where it was not committed
	}
	b.leave()
	b.tell(outcome)
	d.lines.pass(line)
}

func (b *batch) tell(outcome error) {
	for _, s := range b.seats {
		if outcome == nil {
			s.told <- s.err
		} else {
			s.told <- outcome
		}
	}
}

// undone reports whether a commit that failed has certainly changed nothing.
func (d *DB) undone(err error) bool {
	if d.dialect == SQLite {
		return !errs.Is(d.classify(err), errs.Unavailable)
	}
	var e *pgconn.PgError
	return errors.Is(err, errNotCommitted) || errors.As(err, &e) && e.Code[:2] != "57" && e.Code[:2] != "08"
}

// enter waits until it is the seat's turn, and returns the transaction that it is
// handed, or nil where it is to begin one.
func (l *lines) enter(ctx context.Context, line string, me *seat) (*batch, error) {
	l.mu.Lock()
	_, busy := l.of[line]
	switch {
	case !busy:
		l.of[line] = nil
		l.mu.Unlock()
		return nil, nil //nolint:nilnil // nothing to go on with
	case l.waiting >= maxWaiting:
		l.mu.Unlock()
		return nil, tooManyWrites()
	}
	l.of[line] = append(l.of[line], me)
	l.waiting++
	l.mu.Unlock()
	timer := time.NewTimer(maxWait)
	defer timer.Stop()
	var gone error
	select {
	case b := <-me.turn:
		return b, nil
	case <-timer.C:
		gone = tooManyWrites()
	case <-ctx.Done():
		gone = givenUp(ctx.Err())
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	i := slices.Index(l.of[line], me)
	if i < 0 {
		return <-me.turn, nil // it is its turn just now
	}
	l.of[line] = slices.Delete(l.of[line], i, i+1)
	l.waiting--
	return nil, gone
}

// next takes the first one out of a line; nil where nobody waits.
func (l *lines) next(line string) *seat {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.nextLocked(line)
}

func (l *lines) nextLocked(line string) *seat {
	waiting := l.of[line]
	if len(waiting) == 0 {
		return nil
	}
	l.of[line] = waiting[1:]
	l.waiting--
	return waiting[0]
}

// pass lets the next one of a line begin, or ends the line.
func (l *lines) pass(line string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if next := l.nextLocked(line); next != nil {
		next.turn <- nil
		return
	}
	delete(l.of, line)
}
