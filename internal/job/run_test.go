package job

import (
	"context"
	"fmt"
	"log/slog"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"cairn/internal/clock"
	"cairn/internal/db"
	"cairn/internal/testkit"
)

// run starts a queue and returns what stops it.
func (b bench) run(q *Queue) (stop func()) {
	ctx, cancel := context.WithCancel(b.Context())
	var running sync.WaitGroup
	running.Go(func() { q.Run(ctx) })
	stop = sync.OnceFunc(func() { cancel(); running.Wait() })
	b.Cleanup(stop)
	return stop
}

func TestEnqueueWakesThisNode(t *testing.T) {
	each(t, func(b bench) {
		began := make(chan struct{})
		q := b.queue(map[string]Handler{"say": func(context.Context, *Lease) error { close(began); return nil }})
		stop := b.run(q)
		b.enqueue(q, Job{Kind: "say"})
		<-began
		stop()
		b.drain(q, 0)
	})
}

func TestStoppingWaitsForWhatIsNearlyDone(t *testing.T) {
	each(t, func(b bench) {
		began, goOn := make(chan struct{}), make(chan struct{})
		q := b.queue(map[string]Handler{"slow": func(ctx context.Context, _ *Lease) error {
			close(began)
			<-goOn
			return b.db.Write(ctx, func(ctx context.Context, tx *db.Tx) error { return effect(ctx, tx, "done") })
		}})
		jobID := b.enqueue(q, Job{Kind: "slow"})[0]
		stop := b.run(q)
		<-began
		var stopped sync.WaitGroup
		stopped.Go(stop)
		close(goOn)
		stopped.Wait()
		b.checkStatus(q, jobID, Done, 0)
		b.checkEffects("done")
	})
}

func TestStoppingEndsLongWorkAtItsNextCheckpoint(t *testing.T) {
	each(t, func(b bench) {
		ctx, cancel := context.WithCancel(b.Context())
		q := b.queue(nil)
		q.handlers = map[string]Handler{"count": chunks(b.db, func(chunk int, _ int64) error {
			if chunk == 1 {
				cancel()
			}
			return nil
		})}
		jobID := b.enqueue(q, Job{Kind: "count", Payload: 0})[0]
		q.Run(ctx)
		// The second chunk was written, the third was not begun, and the job
		// waits for whoever comes next, without having failed.
		b.checkEffects("0", "1")
		b.checkStatus(q, jobID, Waiting, 0)
		b.drain(q, 1)
		b.checkEffects("0", "1", "2")
		b.checkStatus(q, jobID, Done, 0)
	})
}

func TestTwoNodesDoEachJobOnce(t *testing.T) {
	const many = 500
	testkit.EachPlace(t, func(t *testing.T, place db.Config) {
		b := newBench(t, testkit.Open(t, place))
		var done atomic.Int64
		all := make(chan struct{})
		node := func() *Queue {
			database := testkit.Open(t, place)
			return New(database, clock.System{}, map[string]Handler{"say": func(ctx context.Context, lease *Lease) error {
				err := say(database)(ctx, lease)
				if err == nil && done.Add(1) == many {
					close(all)
				}
				return err
			}}, slog.New(slog.DiscardHandler))
		}
		first, second := node(), node()
		var jobs []Job
		var want []string
		for i := range many {
			word := fmt.Sprintf("%03d", i)
			want = append(want, word)
			jobs = append(jobs, Job{Kind: "say", UniqueKey: word, Payload: word})
		}
		began := time.Now()
		for chunk := range slices.Chunk(jobs, 25) {
			b.enqueue(first, chunk...)
		}
		stops := []func(){b.run(first), b.run(second)}
		<-all
		took := time.Since(began)
		for _, stop := range stops {
			stop()
		}
		b.checkEffects(want...)
		one, err := first.Stats(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		two, err := second.Stats(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if one.Succeeded+two.Succeeded != many || one.Waiting+one.Running+one.Dead != 0 {
			t.Errorf("the nodes say %+v and %+v", one, two)
		}
		t.Logf("%d jobs in %v: %d by one node, %d by the other", many, took, one.Succeeded, two.Succeeded)
	})
}

// TestKeyedJobsMissNoCause lets many writers change what jobs of few keys look
// at: the last run of each key sees the last change.
func TestKeyedJobsMissNoCause(t *testing.T) {
	each(t, func(b bench) {
		b.write(func(ctx context.Context, tx *db.Tx) error {
			if _, err := db.Exec(ctx, tx, `CREATE TABLE thing (name TEXT NOT NULL PRIMARY KEY, changes BIGINT NOT NULL, seen BIGINT NOT NULL)`); err != nil {
				return err
			}
			_, err := db.Exec(ctx, tx, `INSERT INTO thing (name, changes, seen) VALUES ('ana', 0, 0), ('ben', 0, 0)`)
			return err
		})
		q := b.queue(map[string]Handler{"look": func(ctx context.Context, lease *Lease) error {
			var name string
			if err := lease.Payload(&name); err != nil {
				return err
			}
			changes, err := db.One(ctx, b.db, db.Value[int64], `SELECT changes FROM thing WHERE name = $1`, name)
			if err != nil {
				return err
			}
			return b.db.Write(ctx, func(ctx context.Context, tx *db.Tx) error {
				_, err := db.Exec(ctx, tx, `UPDATE thing SET seen = $2 WHERE name = $1 AND seen < $2`, name, changes)
				return err
			})
		}})
		stop := b.run(q)
		var writers sync.WaitGroup
		for i := range 8 {
			name := []string{"ana", "ben"}[i%2]
			writers.Go(func() {
				for range 25 {
					if err := b.db.Write(b.Context(), func(ctx context.Context, tx *db.Tx) error {
						if _, err := db.Exec(ctx, tx, `UPDATE thing SET changes = changes + 1 WHERE name = $1`, name); err != nil {
							return err
						}
						_, err := q.Enqueue(ctx, tx, Job{Kind: "look", UniqueKey: name, Payload: name})
						return err
					}); err != nil {
						b.Error(err)
					}
				}
			})
		}
		writers.Wait()
		stop()
		if _, err := q.Drain(b.Context()); err != nil {
			b.Fatal(err)
		}
		fine, err := db.One(b.Context(), b.db, db.Value[int], `SELECT count(*) FROM thing WHERE changes = 100 AND seen = 100`)
		if err != nil || fine != 2 {
			b.Errorf("%d of 2 were seen as they are, %v", fine, err)
		}
	})
}
