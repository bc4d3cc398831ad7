package job

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"sync"
	"time"

	"cairn/internal/db"
)

// ErrLost says that the lease ran out and the job is another worker's, or has
// ended: nothing more may be written for it.
var ErrLost = errors.New("job: the lease is lost")

// errStopping is why handlers end when the program stops.
var errStopping = errors.New("job: the program stops")

// Permanent marks an error that trying again can't mend: the job is dead.
func Permanent(err error) error { return permanent{err} }

type permanent struct{ error }

// Unwrap gives the error to errors.Is and errors.As.
func (p permanent) Unwrap() error { return p.error }

// Lease is a worker's hold on a job, for one attempt. It is used by the
// handler's goroutine.
type Lease struct {
	ID      string
	Kind    string
	Attempt int64 // the fencing token

	queue    *Queue
	payload  string
	failures int
	runAt    int64 // epoch milliseconds
	ended    bool  // Finish is committed
	cancel   context.CancelCauseFunc
	stopping <-chan struct{}

	mu    sync.Mutex
	until time.Time // when it runs out
}

// Payload reads the job's payload, that of the last checkpoint.
func (l *Lease) Payload(into any) error {
	if err := json.Unmarshal([]byte(l.payload), into); err != nil {
		return Permanent(fmt.Errorf("job %s: read the payload: %w", l.Kind, err))
	}
	return nil
}

// Checkpoint ends a chunk of work, in one transaction with its effects: whoever
// works on the job from now on has this payload. It renews the lease, and past
// failures no longer count. When the lease is lost it is ErrLost, and the
// transaction fails.
func (l *Lease) Checkpoint(ctx context.Context, tx *db.Tx, payload any) error {
	text, err := json.Marshal(payload)
	if err != nil {
		return tx.Fail(fmt.Errorf("job %s: write the payload: %w", l.Kind, err))
	}
	until := l.queue.clock.Now().Add(leaseFor)
	if err := l.fenced(ctx, tx, `payload = $3, lease_until = $4, failures = 0`, string(text), until.UnixMilli()); err != nil {
		return err
	}
	tx.AfterCommit(func() {
		l.payload, l.failures = string(text), 0
		l.extended(until)
		select {
		case <-l.stopping: // here is a good place to stop
			l.cancel(errStopping)
		default:
		}
	})
	return nil
}

// Progress tells whoever waits for the job how much of it is done. It belongs
// into the transaction of the chunk, and fails like Checkpoint.
func (l *Lease) Progress(ctx context.Context, tx *db.Tx, done, steps int) error {
	return l.fenced(ctx, tx, `steps_done = $3, steps = $4`, done, steps)
}

// Finish ends the job in one transaction with its last effects. It fails like
// Checkpoint. A handler that returns nil without it has its job ended after its
// effects, and done again when the worker dies in between.
func (l *Lease) Finish(ctx context.Context, tx *db.Tx) error {
	if err := l.end(ctx, tx, Done, l.queue.clock.Now().UnixMilli(), 0, ""); err != nil {
		return err
	}
	tx.AfterCommit(func() { l.ended = true })
	return nil
}

func (l *Lease) extended(until time.Time) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if until.After(l.until) {
		l.until = until
	}
}

func (l *Lease) hasRunOut(now time.Time) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return !now.Before(l.until)
}

// renew extends the lease. When it is lost, or can't be renewed until it has
// run out, it ends the handler's context.
func (l *Lease) renew(ctx context.Context) {
	until := l.queue.clock.Now().Add(leaseFor)
	err := l.queue.db.Write(ctx, func(ctx context.Context, tx *db.Tx) error {
		return l.fenced(ctx, tx, `lease_until = $3`, until.UnixMilli())
	})
	switch {
	case err == nil:
		l.extended(until)
	case errors.Is(err, ErrLost), l.hasRunOut(l.queue.clock.Now()):
		l.cancel(ErrLost)
	}
}

// keep renews the lease until stop is called, which returns when that is over.
func (l *Lease) keep(ctx context.Context) (stop func()) {
	ctx, cancel := context.WithCancel(ctx)
	var keeper sync.WaitGroup
	keeper.Go(func() {
		tick := time.NewTicker(leaseFor / 3)
		defer tick.Stop()
		for {
			select {
			case <-tick.C:
				l.renew(ctx)
			case <-ctx.Done():
				return
			}
		}
	})
	return func() { cancel(); keeper.Wait() }
}

// pause is how long a job waits after so many failures in a row: twice as long
// each time, and somewhere in the later half of that, so that what failed
// together does not come back together.
func pause(failures int) time.Duration {
	most := longestWait
	if doubled := failures - 1; doubled < 12 { // 2¹² s is beyond the longest
		most = firstWait << doubled
	}
	return most/2 + rand.N(most/2+1)
}
