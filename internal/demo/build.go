package demo

import (
	"context"
	"fmt"
	"math/rand/v2"
	"strconv"
	"time"

	"cairn/internal/activity"
	"cairn/internal/authz"
	"cairn/internal/clock"
	"cairn/internal/db"
	"cairn/internal/digest"
	"cairn/internal/job"
	"cairn/internal/login"
	"cairn/internal/notify"
	"cairn/internal/people"
	"cairn/internal/request"
	"cairn/internal/work"
)

// builder does the steps of a plan on a database. Its clock stands at the
// instant of the step. It has services of its own over it: what they would have
// done later, by jobs, has no cause here, because everybody's working time is
// known before the first task.
type builder struct {
	db       *db.DB
	clock    *clock.Fake
	ledger   *activity.Ledger
	people   *people.Service
	login    *login.Service
	work     *work.Service
	words    *lately
	requests *request.Service
	composer *digest.Service
	seed     uint64
	composed time.Time // up to when the digests of the last days are composed

	by   *person
	keys bool
	step int
	sub  int
	made int // identifiers, in this step
}

func newBuilder(database *db.DB, now time.Time, keys bool) *builder {
	b := &builder{db: database, clock: clock.NewFake(time.Unix(0, 0)), keys: keys}
	b.ledger = activity.NewLedger(database, b.clock, activity.NewHub())
	b.ledger.KeepKeysBy(clock.NewFake(now)) // a start of the server sweeps those of a year ago
	b.people = people.New(database, b.ledger, b.clock, people.Hooks{PersonCreated: personCreated})
	b.login = login.New(database, b.ledger, b.people, b.clock, "")
	b.words = &lately{words: notify.New(database, b.ledger, b.people, b.clock), people: map[string]*person{}, now: b.clock.Now}
	b.work = work.New(database, b.ledger, b.people, b.clock, b.words)
	b.requests = request.New(database, b.ledger, b.people, b.work, noJobs{}, b.words, b.clock)
	b.requests.NewID = b.newID
	b.work.OnAnswer(b.requests.Answered)
	b.composer = digest.New(database, b.ledger, b.words.words, b.work, b.clock, domain, digest.Hooks{})
	return b
}

// tellEvery is how many steps lie between two words about the progress.
const tellEvery = 50

func (b *builder) do(ctx context.Context, p *plan, progress func(done, total int)) error {
	if n := len(p.steps); n > 0 {
		b.words.from = p.steps[n-1].at.Add(-toldFor)
	}
	b.seed = p.options.Seed
	for _, one := range p.people {
		b.words.people[one.id] = one
	}
	for i, step := range p.steps {
		if err := ctx.Err(); err != nil {
			return err
		}
		if progress != nil && i%tellEvery == 0 {
			progress(i, len(p.steps))
		}
		if err := b.compose(ctx, step.at); err != nil {
			return err
		}
		b.clock.Set(step.at)
		b.by, b.step, b.sub, b.made = step.by, i, 0, 0
		if err := step.do(ctx, b); err != nil {
			return fmt.Errorf("make the demo: step %d of %d, by %s: %w", i, len(p.steps), step.by.key, err)
		}
	}
	if progress != nil {
		progress(len(p.steps), len(p.steps))
	}
	return b.compose(ctx, p.options.Now)
}

// compose does what the server does while the last days pass: at each full hour it
// composes the digests that are due. Those of the year before are made when the
// last days begin.
func (b *builder) compose(ctx context.Context, until time.Time) error {
	if until.Before(b.words.from) {
		return nil
	}
	if b.composed.IsZero() {
		b.composed = b.words.from.Truncate(time.Hour)
		b.clock.Set(b.words.from)
		if err := b.digests(ctx); err != nil {
			return err
		}
	}
	for next := b.composed.Add(time.Hour); !next.After(until); next = next.Add(time.Hour) {
		b.composed = next
		b.clock.Set(next)
		if _, err := b.requests.SumUpDue(ctx); err != nil {
			return err
		}
		if _, err := b.composer.Drain(ctx); err != nil {
			return err
		}
	}
	return nil
}

// noJobs is a queue for who does at once what jobs would do.
type noJobs struct{}

// Enqueue leaves the job out.
func (noJobs) Enqueue(context.Context, *db.Tx, job.Job) (string, error) { return "", nil }

// newID makes identifiers that the same seed makes again.
func (b *builder) newID() string {
	b.made++
	return newID(rand.New(rand.NewPCG(b.seed, uint64(b.step)<<16|uint64(b.made))), b.clock.Now())
}

// call is a write by whoever does the step. With keys it happens once, however
// often the demo is built (W14).
func (b *builder) call() authz.Call {
	call := authz.Call{Actor: authz.Actor{PersonID: b.by.id, Role: b.by.role}}
	if call.Role == "" {
		call.Role = authz.Member
	}
	if b.keys {
		b.sub++
		call.Key = "demo-" + strconv.Itoa(b.step) + "-" + strconv.Itoa(b.sub)
	}
	return call
}

// toldFor is of how long before the end of the year people are told: what was
// before that, they have dealt with.
const toldFor = 7 * 24 * time.Hour

// personCreated gives a new person a list and digests.
func personCreated(ctx context.Context, tx *activity.Tx, personID string) error {
	if err := work.PersonCreated(ctx, tx, personID); err != nil {
		return err
	}
	return notify.PersonCreated(ctx, tx, personID)
}
