// Package job does, soon after a write, what the write caused: any node may
// take it up, and any node may die at any instant.
//
// A job is a row of the database, written in the transaction of its cause
// ([Queue.Enqueue]). A worker leases it: the lease has an end, is renewed while
// the [Handler] runs, and is known by its attempt. When a worker dies, the lease
// runs out and another worker takes the job with the next attempt; whatever the
// first one would still write is refused, because its attempt is over.
//
// So that the effects of a job are there exactly once, they are written in one
// transaction with the words that they are done:
//
//	func (s *Service) send(ctx context.Context, lease *job.Lease) error {
//		return s.db.Write(ctx, func(ctx context.Context, tx *db.Tx) error {
//			… // the effects
//			return lease.Finish(ctx, tx)
//		})
//	}
//
// Long work goes on in chunks of under 50 ms, each a transaction that ends with
// [Lease.Checkpoint], which keeps the payload for whoever goes on from there. An
// effect outside the database (a mail) happens at least once.
//
// What no write causes but the clock alone, such as digests, is done by a [Step];
// what it can't do is left for later by [Setbacks].
package job

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"maps"
	"slices"
	"sync/atomic"
	"time"

	"cairn/internal/clock"
	"cairn/internal/db"
	"cairn/internal/errs"
	"cairn/internal/id"
)

// Job is work to be done.
type Job struct {
	Kind string // names the handler

	// UniqueKey, where there is one, says that jobs of this kind and key stand
	// for each other: while one waits, another is merged into it. The merged one
	// has the later payload and the earlier time; a job that waits because it
	// failed goes on waiting as long. A job that runs is not merged into, since
	// it may have read what was before.
	UniqueKey string

	Payload any       // what the handler needs, as JSON
	RunAt   time.Time // not before this instant; zero: at once
}

// Handler does the jobs of one kind. It returns nil when the job is done. After
// an error the job is tried again, later and later, and in the end given up;
// after [Permanent] it is given up at once.
//
// The context ends when the lease is lost or the program stops; the handler
// then returns the error it met, and the job goes on elsewhere or later.
type Handler func(ctx context.Context, lease *Lease) error

// State is where a job stands.
type State string

// The states of a job.
const (
	Waiting State = "waiting"
	Running State = "running"
	Done    State = "done"
	Dead    State = "dead" // given up; LastError says why
)

// How the queue goes about its work.
const (
	leaseFor    = 30 * time.Second // renewed each third of it
	workers     = 4                // per node; people's requests come first
	poll        = time.Second      // how often other nodes' jobs and due ones are looked for
	grace       = 10 * time.Second // for handlers without checkpoints, when the program stops
	maxFailures = 20               // in a row; with the waits between them, half a day
	firstWait   = time.Second
	longestWait = time.Hour
	keepDone    = 24 * time.Hour
	keepDead    = 30 * 24 * time.Hour
	sweepEvery  = time.Hour
)

// Queue keeps the jobs and works them off. It is safe for concurrent use.
type Queue struct {
	db       *db.DB
	clock    clock.Clock
	handlers map[string]Handler
	log      *slog.Logger
	workers  int           // on this node
	nudges   chan struct{} // something is due on this node

	succeeded, failed, lost atomic.Int64
}

// New returns a queue over a database. Handlers, by kind, may be added to the
// map until Run is called; jobs of other kinds are left to other nodes.
func New(database *db.DB, clk clock.Clock, handlers map[string]Handler, logger *slog.Logger) *Queue {
	return &Queue{db: database, clock: clk, handlers: handlers, log: logger, workers: workers, nudges: make(chan struct{}, 1)}
}

// OneByOne lets each node do its jobs one after the other, before Run is called: a
// crash then breaks off one at most.
func (q *Queue) OneByOne() *Queue {
	q.workers = 1
	return q
}

// Enqueue adds a job in the caller's transaction, and returns its id, or that
// of the waiting job it was merged into. On this node it is taken up as soon as
// the transaction is committed, on others within a second. Whoever adds several
// with keys adds them in the order of their keys, so that two such writes don't
// wait for each other.
func (q *Queue) Enqueue(ctx context.Context, tx *db.Tx, j Job) (string, error) {
	payload, err := json.Marshal(j.Payload)
	if err != nil {
		return "", fmt.Errorf("job %s: write the payload: %w", j.Kind, err)
	}
	now := q.clock.Now()
	if j.RunAt.IsZero() {
		j.RunAt = now
	}
	jobID, err := insert(ctx, tx, id.New(), j, string(payload), now.UnixMilli())
	if err != nil {
		return "", err
	}
	if !j.RunAt.After(now) {
		tx.AfterCommit(q.nudge)
	}
	return jobID, nil
}

func (q *Queue) nudge() {
	select {
	case q.nudges <- struct{}{}:
	default: // one is pending already
	}
}

// Status says how far a job has come.
type Status struct {
	Kind      string
	State     State
	Done      int    // how many steps are done
	Steps     int    // of how many; both 0 until the handler says
	RunAt     int64  // epoch milliseconds; for a waiting job, when it is due
	Failures  int    // since the job last got on
	LastError string // for the log and the administrator
}

// Status reads how far a job has come; errs.NotFound when there is no such job,
// or it was done long ago.
func (q *Queue) Status(ctx context.Context, reader db.Querier, jobID string) (Status, error) {
	status, err := readStatus(ctx, reader, jobID)
	if errors.Is(err, db.ErrNoRow) {
		return Status{}, errs.New(errs.NotFound, "there is no such job")
	}
	return status, err
}

// Latest reads how far the last job of a kind has come; errs.NotFound when
// there was none lately.
func (q *Queue) Latest(ctx context.Context, reader db.Querier, kind string) (Status, error) {
	jobID, err := readLatest(ctx, reader, kind)
	if errors.Is(err, db.ErrNoRow) {
		return Status{}, errs.New(errs.NotFound, "there is no such job")
	}
	if err != nil {
		return Status{}, err
	}
	return q.Status(ctx, reader, jobID)
}

// Again lets a dead job of this kind be tried once more, from where it was, and
// reports whether there was one.
func (q *Queue) Again(ctx context.Context, tx *db.Tx, kind string) (bool, error) {
	revived, err := revive(ctx, tx, kind, q.clock.Now().UnixMilli())
	if revived {
		tx.AfterCommit(q.nudge)
	}
	return revived, err
}

// Stats are the figures for operating the queue.
type Stats struct {
	Waiting, Running, Dead  int64         // in the database, of all nodes
	Late                    time.Duration // how long the oldest due job has waited
	Succeeded, Failed, Lost int64         // runs on this node since it started
}

// Stats counts.
func (q *Queue) Stats(ctx context.Context) (Stats, error) {
	stats, oldest, err := readStats(ctx, q.db)
	if err != nil {
		return Stats{}, err
	}
	if now := q.clock.Now().UnixMilli(); oldest != 0 && oldest < now {
		stats.Late = time.Duration(now-oldest) * time.Millisecond
	}
	stats.Succeeded, stats.Failed, stats.Lost = q.succeeded.Load(), q.failed.Load(), q.lost.Load()
	return stats, nil
}

// Sweep deletes jobs that ended long ago, and setbacks of what is not due any more.
func (q *Queue) Sweep(ctx context.Context) error {
	now := q.clock.Now()
	if err := q.forgetSetbacks(ctx); err != nil {
		return err
	}
	for {
		var swept int64
		if err := q.db.Write(ctx, func(ctx context.Context, tx *db.Tx) (err error) {
			swept, err = sweep(ctx, tx, now.Add(-keepDone).UnixMilli(), now.Add(-keepDead).UnixMilli())
			return err
		}); err != nil {
			return err
		}
		if swept < sweepChunk {
			return nil
		}
	}
}

func (q *Queue) kinds() string { return db.List(slices.Sorted(maps.Keys(q.handlers))) }
