package job

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"testing"
	"time"

	"go.uber.org/goleak"

	"cairn/internal/clock"
	"cairn/internal/db"
	"cairn/internal/errs"
	"cairn/internal/testkit"
)

// TestMain is also the worker process that TestKilledWorkers ends.
func TestMain(m *testing.M) {
	if place := os.Getenv(workerVariable); place != "" {
		os.Exit(workerProcess(place))
	}
	goleak.VerifyTestMain(m)
}

var noon = time.Date(2026, 12, 1, 12, 0, 0, 0, time.UTC)

// bench is a database with a clock and, in the effect table, what handlers did.
type bench struct {
	*testing.T
	db    *db.DB
	clock *clock.Fake
}

func newBench(t *testing.T, database *db.DB) bench {
	t.Helper()
	b := bench{T: t, db: database, clock: clock.NewFake(noon)}
	b.write(func(ctx context.Context, tx *db.Tx) error {
		_, err := db.Exec(ctx, tx, `CREATE TABLE effect (word TEXT NOT NULL)`)
		return err
	})
	return b
}

func (b bench) queue(handlers map[string]Handler) *Queue {
	return New(b.db, b.clock, handlers, slog.New(slog.DiscardHandler))
}

func (b bench) write(fn func(ctx context.Context, tx *db.Tx) error) {
	b.Helper()
	if err := b.db.Write(b.Context(), fn); err != nil {
		b.Fatal(err)
	}
}

func (b bench) enqueue(q *Queue, jobs ...Job) (ids []string) {
	b.Helper()
	b.write(func(ctx context.Context, tx *db.Tx) error {
		ids = nil
		for _, j := range jobs {
			jobID, err := q.Enqueue(ctx, tx, j)
			if err != nil {
				return err
			}
			ids = append(ids, jobID)
		}
		return nil
	})
	return ids
}

// drain works off what is due and checks how many runs that took.
func (b bench) drain(q *Queue, want int) {
	b.Helper()
	ran, err := q.Drain(b.Context())
	if err != nil {
		b.Fatal(err)
	}
	if ran != want {
		b.Errorf("%d jobs ran, want %d", ran, want)
	}
}

func (b bench) checkStatus(q *Queue, jobID string, state State, failures int) Status {
	b.Helper()
	status, err := q.Status(b.Context(), b.db, jobID)
	if err != nil {
		b.Fatal(err)
	}
	if status.State != state || status.Failures != failures {
		b.Errorf("the job is %s after %d failures, want %s after %d", status.State, status.Failures, state, failures)
	}
	return status
}

// checkEffects compares what was written, in the order of the words.
func (b bench) checkEffects(want ...string) {
	b.Helper()
	got, err := db.All(b.Context(), b.db, db.Value[string], `SELECT word FROM effect ORDER BY word`)
	if err != nil {
		b.Fatal(err)
	}
	if fmt.Sprint(got) != fmt.Sprint(want) {
		b.Errorf("the effects are %v, want %v", got, want)
	}
}

func effect(ctx context.Context, tx *db.Tx, word string) error {
	_, err := db.Exec(ctx, tx, `INSERT INTO effect (word) VALUES ($1)`, word)
	return err
}

// say is a handler that writes its payload, once.
func say(database *db.DB) Handler {
	return func(ctx context.Context, lease *Lease) error {
		var word string
		if err := lease.Payload(&word); err != nil {
			return err
		}
		return database.Write(ctx, func(ctx context.Context, tx *db.Tx) error {
			if err := effect(ctx, tx, word); err != nil {
				return err
			}
			return lease.Finish(ctx, tx)
		})
	}
}

func each(t *testing.T, run func(b bench)) {
	t.Helper()
	testkit.Each(t, func(t *testing.T, database *db.DB) { run(newBench(t, database)) })
}

func TestJobsRunWhenDueAndInOrder(t *testing.T) {
	each(t, func(b bench) {
		var order []string
		q := b.queue(map[string]Handler{"say": func(_ context.Context, lease *Lease) error {
			var word string
			err := lease.Payload(&word)
			order = append(order, word)
			return err
		}})
		ids := b.enqueue(q,
			Job{Kind: "say", Payload: "third", RunAt: noon.Add(time.Minute)},
			Job{Kind: "say", Payload: "second"},
			Job{Kind: "say", Payload: "first", RunAt: noon.Add(-time.Minute)},
			Job{Kind: "unknown here", Payload: "never"})
		b.drain(q, 2)
		b.clock.Advance(time.Minute - time.Millisecond)
		b.drain(q, 0)
		b.clock.Advance(time.Millisecond)
		b.drain(q, 1)
		if fmt.Sprint(order) != "[first second third]" {
			b.Errorf("ran in the order %v", order)
		}
		b.checkStatus(q, ids[0], Done, 0)
		b.checkStatus(q, ids[3], Waiting, 0)
		if _, err := q.Status(b.Context(), b.db, "none"); !errs.Is(err, errs.NotFound) {
			b.Errorf("the status of no job: %v", err)
		}
	})
}

func TestJobIsThereOnlyWhenItsCauseIs(t *testing.T) {
	each(t, func(b bench) {
		q := b.queue(map[string]Handler{"say": say(b.db)})
		refusal := errors.New("refused")
		if err := b.db.Write(b.Context(), func(ctx context.Context, tx *db.Tx) error {
			_, err := q.Enqueue(ctx, tx, Job{Kind: "say", Payload: "never"})
			return errors.Join(err, refusal)
		}); !errors.Is(err, refusal) {
			b.Fatal(err)
		}
		if len(q.nudges) != 0 {
			b.Error("woken by what was not written")
		}
		b.drain(q, 0)
		if err := b.db.Write(b.Context(), func(ctx context.Context, tx *db.Tx) error {
			_, err := q.Enqueue(ctx, tx, Job{Kind: "say", Payload: func() {}})
			return err
		}); err == nil {
			b.Error("a payload that is no JSON was taken")
		}
	})
}

func TestWaitingJobsOfOneKeyAreOne(t *testing.T) {
	each(t, func(b bench) {
		q := b.queue(map[string]Handler{"say": say(b.db), "shout": say(b.db)})
		later := noon.Add(time.Hour)
		ids := b.enqueue(q,
			Job{Kind: "say", UniqueKey: "ana", Payload: "a", RunAt: later},
			Job{Kind: "say", UniqueKey: "ana", Payload: "b", RunAt: noon.Add(time.Minute)},
			Job{Kind: "say", UniqueKey: "ana", Payload: "c", RunAt: later},
			Job{Kind: "say", UniqueKey: "ben", Payload: "d"},
			Job{Kind: "shout", UniqueKey: "ana", Payload: "e"},
			Job{Kind: "say", Payload: "f"},
			Job{Kind: "say", Payload: "f"})
		if ids[0] != ids[1] || ids[1] != ids[2] {
			b.Errorf("the merged jobs are %v", ids[:3])
		}
		b.drain(q, 4)
		b.clock.Advance(time.Minute)
		b.drain(q, 1)
		b.checkEffects("c", "d", "e", "f", "f")
		again := b.enqueue(q, Job{Kind: "say", UniqueKey: "ana", Payload: "g"})
		if again[0] == ids[0] {
			b.Error("merged into a job that was done")
		}
		b.drain(q, 1)
	})
}

func TestJobOfAKeyThatRunsIsNotMergedInto(t *testing.T) {
	each(t, func(b bench) {
		var q *Queue
		var first, second string
		runs := 0
		q = b.queue(map[string]Handler{"say": func(context.Context, *Lease) error {
			if runs++; runs == 1 {
				second = b.enqueue(q, Job{Kind: "say", UniqueKey: "ana", Payload: 2, RunAt: noon.Add(time.Second)})[0]
				return errors.New("failed while another came")
			}
			return nil
		}})
		first = b.enqueue(q, Job{Kind: "say", UniqueKey: "ana", Payload: 1})[0]
		b.drain(q, 1)
		if first == second {
			b.Fatal("merged into a running job")
		}
		b.checkStatus(q, first, Done, 1) // the second does its work
		b.checkStatus(q, second, Waiting, 0)
		b.clock.Advance(time.Hour)
		b.drain(q, 1)
		b.checkStatus(q, second, Done, 0)
	})
}

func TestSweepKeepsWhatIsRecentAndWhatWaits(t *testing.T) {
	each(t, func(b bench) {
		q := b.queue(map[string]Handler{
			"good": func(context.Context, *Lease) error { return nil },
			"bad":  func(context.Context, *Lease) error { return Permanent(errors.New("hopeless")) },
		})
		jobs := []Job{{Kind: "bad"}, {Kind: "good", RunAt: noon.Add(365 * 24 * time.Hour)}}
		for range sweepChunk + 1 {
			jobs = append(jobs, Job{Kind: "good"})
		}
		b.enqueue(q, jobs...)
		b.drain(q, sweepChunk+2)
		count := func(want int) {
			b.Helper()
			if err := q.Sweep(b.Context()); err != nil {
				b.Fatal(err)
			}
			n, err := db.One(b.Context(), b.db, db.Value[int], `SELECT count(*) FROM job`)
			if err != nil || n != want {
				b.Errorf("%d jobs are kept, %v, want %d", n, err, want)
			}
		}
		b.clock.Advance(keepDone)
		count(sweepChunk + 3)
		b.clock.Advance(time.Millisecond)
		count(2)
		b.clock.Advance(keepDead)
		count(1)
	})
}

func TestStatsCount(t *testing.T) {
	each(t, func(b bench) {
		q := b.queue(map[string]Handler{
			"good": func(context.Context, *Lease) error { return nil },
			"bad":  func(context.Context, *Lease) error { return Permanent(errors.New("hopeless")) },
			"shy":  func(context.Context, *Lease) error { return errors.New("not yet") },
		})
		b.enqueue(q, Job{Kind: "good"}, Job{Kind: "bad"}, Job{Kind: "shy"}, Job{Kind: "other", RunAt: noon.Add(-time.Minute)})
		b.drain(q, 3)
		got, err := q.Stats(b.Context())
		want := Stats{Waiting: 2, Dead: 1, Late: time.Minute, Succeeded: 1, Failed: 2}
		if err != nil || got != want {
			b.Errorf("got %+v, %v, want %+v", got, err, want)
		}
	})
}
