package job

import (
	"context"
	"errors"
	"fmt"
	"runtime/debug"
	"strings"
	"sync"
	"time"

	"cairn/internal/db"
)

// Run works jobs off until ctx ends. Then it leases no more, and waits for
// those that run: they go on to their next checkpoint or their end, and in any
// case are cancelled after ten seconds. What is not done by then waits again.
func (q *Queue) Run(ctx context.Context) {
	work, cancel := context.WithCancelCause(context.WithoutCancel(ctx))
	defer cancel(nil)
	var running sync.WaitGroup
	q.dispatch(ctx, func(lease *Lease, over func()) {
		running.Go(func() {
			defer over()
			q.run(work, lease)
		})
	})
	timer := time.AfterFunc(grace, func() { cancel(errStopping) })
	defer timer.Stop()
	running.Wait()
}

// dispatch leases jobs as long as there are workers, and starts them.
func (q *Queue) dispatch(ctx context.Context, start func(lease *Lease, over func())) {
	places := make(chan struct{}, q.workers)
	over := func() { <-places }
	look := time.NewTicker(poll)
	defer look.Stop()
	var swept time.Time
	var trouble error
	for {
		select {
		case places <- struct{}{}:
		case <-ctx.Done():
			return
		}
		lease, err := q.take(ctx, ctx.Done())
		switch {
		case ctx.Err() != nil:
		case err != nil && trouble == nil:
			q.log.Warn("jobs stand still", "error", err)
		case err == nil && trouble != nil:
			q.log.Info("jobs go on")
		}
		trouble = err
		if lease != nil {
			start(lease, over)
			continue
		}
		over()
		if now := q.clock.Now(); err == nil && now.Sub(swept) >= sweepEvery {
			swept = now
			if err := q.Sweep(ctx); err != nil && ctx.Err() == nil {
				q.log.Warn("sweep old jobs", "error", err)
			}
		}
		select {
		case <-q.nudges:
		case <-look.C:
		case <-ctx.Done():
			return
		}
	}
}

// Drain does the jobs that are due, one after the other, until none is, and
// returns how many it ran: for commands, and for tests with a clock of theirs.
func (q *Queue) Drain(ctx context.Context) (int, error) {
	for ran := 0; ; ran++ {
		lease, err := q.take(ctx, ctx.Done())
		if err != nil || lease == nil {
			return ran, err
		}
		q.run(ctx, lease)
	}
}

// take leases a job that is due; nil when there is none.
func (q *Queue) take(ctx context.Context, stopping <-chan struct{}) (*Lease, error) {
	kinds := q.kinds()
	due, err := anyDue(ctx, q.db, q.clock.Now().UnixMilli(), kinds)
	if err != nil || !due {
		return nil, err
	}
	var lease *Lease
	var until time.Time
	err = q.db.Write(ctx, func(ctx context.Context, tx *db.Tx) error {
		for {
			now := q.clock.Now()
			until = now.Add(leaseFor)
			lease, err = takeDue(ctx, tx, now.UnixMilli(), until.UnixMilli(), kinds)
			if err != nil || lease == nil || lease.failures < maxFailures {
				return err
			}
			const why = "the worker ended in the middle of it, again and again"
			if err := lease.end(ctx, tx, Dead, now.UnixMilli(), lease.failures, why); err != nil {
				return err
			}
			dead := lease
			tx.AfterCommit(func() { q.log.Error("job given up", "job", dead.ID, "kind", dead.Kind, "error", why) })
		}
	})
	if err != nil || lease == nil {
		return nil, err
	}
	lease.queue, lease.until, lease.stopping = q, until, stopping
	return lease, nil
}

// run does a leased job and writes down how it went.
func (q *Queue) run(ctx context.Context, lease *Lease) {
	work, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	lease.cancel = cancel
	release := lease.keep(work)
	err := q.call(work, lease)
	release()

	why := context.Cause(work)
	now := q.clock.Now()
	logger := q.log.With("job", lease.ID, "kind", lease.Kind, "attempt", lease.Attempt)
	var hopeless permanent
	var last func(ctx context.Context, tx *db.Tx) error
	switch {
	case lease.ended:
		q.succeeded.Add(1)
		if err != nil {
			logger.Warn("job failed after its end", "error", err)
		}
		return
	case errors.Is(err, ErrLost), errors.Is(why, ErrLost):
		q.lost.Add(1)
		logger.Warn("job lost to another worker", "error", err)
		return
	case err == nil:
		q.succeeded.Add(1)
		last = func(ctx context.Context, tx *db.Tx) error { return lease.end(ctx, tx, Done, now.UnixMilli(), 0, "") }
	case why != nil: // the program stops, which is not the job's failure
		last = func(ctx context.Context, tx *db.Tx) error {
			return lease.putBack(ctx, tx, lease.runAt, now.UnixMilli(), lease.failures, "")
		}
	case errors.As(err, &hopeless), lease.failures+1 >= maxFailures:
		q.failed.Add(1)
		logger.Error("job given up", "error", err)
		last = func(ctx context.Context, tx *db.Tx) error {
			return lease.end(ctx, tx, Dead, now.UnixMilli(), lease.failures+1, short(err))
		}
	default:
		q.failed.Add(1)
		again := now.Add(pause(lease.failures + 1))
		logger.Warn("job failed", "error", err, "again", again)
		last = func(ctx context.Context, tx *db.Tx) error {
			return lease.putBack(ctx, tx, again.UnixMilli(), now.UnixMilli(), lease.failures+1, short(err))
		}
	}
	if err := q.db.Write(context.WithoutCancel(ctx), last); err != nil {
		// The lease will run out, and the job be taken up again.
		logger.Warn("the job's outcome could not be written", "error", err)
	}
}

// call runs the handler; a panic is an error like others.
func (q *Queue) call(ctx context.Context, lease *Lease) (err error) {
	defer func() {
		if fault := recover(); fault != nil {
			err = fmt.Errorf("panic: %v\n%s", fault, debug.Stack())
		}
	}()
	return q.handlers[lease.Kind](ctx, lease)
}

// short keeps an error's text to what is worth a row.
func short(err error) string {
	const most = 2000
	text := err.Error()
	text = text[:min(len(text), most)]
	return strings.ReplaceAll(strings.ToValidUTF8(text, ""), "\x00", "") // PostgreSQL takes neither
}
