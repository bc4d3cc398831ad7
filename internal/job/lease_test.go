package job

import (
	"context"
	"errors"
	"strconv"
	"strings"
	"testing"
	"time"

	"cairn/internal/db"
)

func TestFailedJobIsTriedAgainLaterAndLater(t *testing.T) {
	each(t, func(b bench) {
		fault := errors.New("no luck \xff\x00")
		q := b.queue(map[string]Handler{"try": func(context.Context, *Lease) error { return fault }})
		jobID := b.enqueue(q, Job{Kind: "try"})[0]
		wait := firstWait
		for failures := 1; failures < maxFailures; failures++ {
			b.drain(q, 1)
			status := b.checkStatus(q, jobID, Waiting, failures)
			if status.LastError != "no luck " {
				b.Errorf("the last error is %q", status.LastError)
			}
			again := time.UnixMilli(status.RunAt).Sub(b.clock.Now())
			if again < wait/2 || again > wait {
				b.Errorf("failure %d waits %v, want %v to %v", failures, again, wait/2, wait)
			}
			b.clock.Advance(again - time.Millisecond)
			b.drain(q, 0)
			b.clock.Advance(time.Millisecond)
			wait = min(2*wait, longestWait)
		}
		b.drain(q, 1)
		b.checkStatus(q, jobID, Dead, maxFailures)
	})
}

func TestMergingDoesNotShortenTheWaitOfAFailedJob(t *testing.T) {
	each(t, func(b bench) {
		q := b.queue(map[string]Handler{"try": func(context.Context, *Lease) error { return errors.New("no luck") }})
		jobID := b.enqueue(q, Job{Kind: "try", UniqueKey: "ana"})[0]
		b.drain(q, 1)
		if again := b.enqueue(q, Job{Kind: "try", UniqueKey: "ana"})[0]; again != jobID {
			b.Error("not merged")
		}
		b.drain(q, 0)
		b.checkStatus(q, jobID, Waiting, 1)
	})
}

func TestPanicIsAFailure(t *testing.T) {
	each(t, func(b bench) {
		q := b.queue(map[string]Handler{"try": func(context.Context, *Lease) error { panic("fault") }})
		jobID := b.enqueue(q, Job{Kind: "try"})[0]
		b.drain(q, 1)
		if status := b.checkStatus(q, jobID, Waiting, 1); !strings.HasPrefix(status.LastError, "panic: fault") {
			b.Errorf("the last error is %q", status.LastError)
		}
	})
}

func TestHopelessJobIsGivenUpAtOnce(t *testing.T) {
	each(t, func(b bench) {
		q := b.queue(map[string]Handler{"say": say(b.db)})
		jobID := b.enqueue(q, Job{Kind: "say", Payload: 7})[0] // no word
		b.drain(q, 1)
		b.checkStatus(q, jobID, Dead, 1)
	})
}

// chunks is a handler that does three chunks; before says what happens before
// each is written.
func chunks(database *db.DB, before func(chunk int, attempt int64) error) Handler {
	return func(ctx context.Context, lease *Lease) error {
		var next int
		if err := lease.Payload(&next); err != nil {
			return err
		}
		for ; next < 3; next++ {
			if err := before(next, lease.Attempt); err != nil {
				return err
			}
			if err := database.Write(ctx, func(ctx context.Context, tx *db.Tx) error {
				if err := effect(ctx, tx, strconv.Itoa(next)); err != nil {
					return err
				}
				if err := lease.Progress(ctx, tx, next+1, 3); err != nil {
					return err
				}
				return lease.Checkpoint(ctx, tx, next+1)
			}); err != nil {
				return err
			}
		}
		return nil
	}
}

func TestFailedJobGoesOnFromItsCheckpoint(t *testing.T) {
	each(t, func(b bench) {
		q := b.queue(map[string]Handler{"count": chunks(b.db, func(chunk int, attempt int64) error {
			if chunk == 1 && attempt < 3 || chunk == 2 && attempt == 3 {
				return errors.New("no luck")
			}
			return nil
		})})
		jobID := b.enqueue(q, Job{Kind: "count", Payload: 0})[0]
		for _, want := range []Status{
			{State: Waiting, Done: 1, Failures: 1},
			{State: Waiting, Done: 1, Failures: 2},
			{State: Waiting, Done: 2, Failures: 1}, // it got on meanwhile
			{State: Done, Done: 3, Failures: 0},
		} {
			b.drain(q, 1)
			status := b.checkStatus(q, jobID, want.State, want.Failures)
			if status.Done != want.Done || status.Steps != 3 {
				b.Errorf("%d of %d done, want %d of 3", status.Done, status.Steps, want.Done)
			}
			b.clock.Advance(time.Hour)
		}
		b.checkEffects("0", "1", "2")
	})
}

func TestLeaseThatRanOutIsAnotherWorkers(t *testing.T) {
	each(t, func(b bench) {
		var late func()
		second := b.queue(map[string]Handler{"count": chunks(b.db, func(chunk int, _ int64) error {
			if chunk == 1 {
				late() // in the middle of the second's attempt
			}
			return nil
		})})
		first := b.queue(map[string]Handler{"count": func(ctx context.Context, lease *Lease) error {
			late = func() { b.checkLost(lease) }
			b.clock.Advance(leaseFor - time.Millisecond)
			b.drain(second, 0) // still leased
			lease.renew(ctx)
			b.clock.Advance(leaseFor - time.Millisecond)
			b.drain(second, 0) // renewed
			b.clock.Advance(time.Millisecond)
			b.drain(second, 1) // run out, and done by the second
			late()
			lease.renew(ctx)
			if !errors.Is(context.Cause(ctx), ErrLost) {
				b.Errorf("the handler's context ended with %v, want ErrLost", context.Cause(ctx))
			}
			return nil
		}})
		jobID := b.enqueue(first, Job{Kind: "count", Payload: 0})[0]
		b.drain(first, 1)
		b.checkEffects("0", "1", "2")
		b.checkStatus(first, jobID, Done, 0)
		if stats, err := first.Stats(b.Context()); err != nil || stats.Lost != 1 || stats.Succeeded != 0 {
			b.Errorf("stats %+v, %v", stats, err)
		}
	})
}

// checkLost checks that nothing can be written under a lease.
func (b bench) checkLost(lease *Lease) {
	b.Helper()
	for i, late := range []func(ctx context.Context, tx *db.Tx) error{
		func(ctx context.Context, tx *db.Tx) error { return lease.Checkpoint(ctx, tx, 9) },
		func(ctx context.Context, tx *db.Tx) error { return lease.Progress(ctx, tx, 9, 9) },
		lease.Finish,
		func(ctx context.Context, tx *db.Tx) error { _ = lease.Finish(ctx, tx); return nil }, // deaf to it
	} {
		if err := b.db.Write(b.Context(), func(ctx context.Context, tx *db.Tx) error {
			if err := effect(ctx, tx, "late"); err != nil {
				return err
			}
			return late(ctx, tx)
		}); !errors.Is(err, ErrLost) {
			b.Errorf("way %d of writing under a lost lease: %v, want ErrLost", i, err)
		}
	}
}

func TestLeaseThatCanNotBeRenewedEndsTheWork(t *testing.T) {
	each(t, func(b bench) {
		q := b.queue(map[string]Handler{"say": func(ctx context.Context, lease *Lease) error {
			out, cancel := context.WithCancel(ctx)
			cancel() // as if the database were out of reach
			b.clock.Advance(leaseFor - time.Millisecond)
			lease.renew(out)
			if ctx.Err() != nil {
				b.Error("ended before the lease ran out")
			}
			b.clock.Advance(time.Millisecond)
			lease.renew(out)
			return ctx.Err()
		}})
		jobID := b.enqueue(q, Job{Kind: "say"})[0]
		lease, err := q.take(b.Context(), nil)
		if err != nil || lease == nil {
			b.Fatalf("took %v, %v", lease, err)
		}
		q.run(b.Context(), lease)
		b.checkStatus(q, jobID, Running, 0) // for whoever takes it next
		if stats, err := q.Stats(b.Context()); err != nil || stats.Lost != 1 {
			b.Errorf("stats %+v, %v", stats, err)
		}
	})
}

func TestJobThatEndsItsWorkersIsGivenUp(t *testing.T) {
	each(t, func(b bench) {
		q := b.queue(map[string]Handler{"say": say(b.db)})
		jobID := b.enqueue(q, Job{Kind: "say", Payload: "never"}, Job{Kind: "say", Payload: "other", RunAt: noon.Add(time.Hour)})[0]
		for range maxFailures {
			lease, err := q.take(b.Context(), nil)
			if err != nil || lease == nil {
				b.Fatalf("took %v, %v", lease, err)
			}
			b.clock.Advance(leaseFor) // and it was never heard of again
		}
		b.clock.Set(noon.Add(time.Hour))
		b.drain(q, 1)
		b.checkStatus(q, jobID, Dead, maxFailures)
		b.checkEffects("other")
	})
}
