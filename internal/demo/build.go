package demo

import (
	"context"
	"fmt"
	"strconv"
	"time"

	"cairn/internal/activity"
	"cairn/internal/authz"
	"cairn/internal/clock"
	"cairn/internal/db"
	"cairn/internal/login"
	"cairn/internal/notify"
	"cairn/internal/people"
	"cairn/internal/work"
)

// builder does the steps of a plan on a database. Its clock stands at the
// instant of the step. It has services of its own over it: what they would have
// done later, by jobs, has no cause here, because everybody's working time is
// known before the first task.
type builder struct {
	clock  *clock.Fake
	ledger *activity.Ledger
	people *people.Service
	login  *login.Service
	work   *work.Service
	words  *lately

	by   *person
	keys bool
	step int
	sub  int
}

func newBuilder(database *db.DB, now time.Time, keys bool) *builder {
	b := &builder{clock: clock.NewFake(time.Unix(0, 0)), keys: keys}
	b.ledger = activity.NewLedger(database, b.clock, activity.NewHub())
	b.ledger.KeepKeysBy(clock.NewFake(now)) // a start of the server sweeps those of a year ago
	b.people = people.New(database, b.ledger, b.clock, people.Hooks{PersonCreated: personCreated})
	b.login = login.New(database, b.ledger, b.people, b.clock, "")
	b.words = &lately{words: notify.New(database, b.ledger, b.people, b.clock), clock: b.clock}
	b.work = work.New(database, b.ledger, b.people, b.clock, b.words)
	return b
}

// tellEvery is how many steps lie between two words about the progress.
const tellEvery = 50

func (b *builder) do(ctx context.Context, p *plan, progress func(done, total int)) error {
	if n := len(p.steps); n > 0 {
		b.words.from = p.steps[n-1].at.Add(-toldFor)
	}
	for i, step := range p.steps {
		if err := ctx.Err(); err != nil {
			return err
		}
		if progress != nil && i%tellEvery == 0 {
			progress(i, len(p.steps))
		}
		b.clock.Set(step.at)
		b.by, b.step, b.sub = step.by, i, 0
		if err := step.do(ctx, b); err != nil {
			return fmt.Errorf("make the demo: step %d of %d, by %s: %w", i, len(p.steps), step.by.key, err)
		}
	}
	if progress != nil {
		progress(len(p.steps), len(p.steps))
	}
	return nil
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
const toldFor = 3 * 24 * time.Hour

// lately tells of what happens from some instant on.
type lately struct {
	words *notify.Service
	clock clock.Clock
	from  time.Time
}

// Tell passes the words on, when it is time.
func (l *lately) Tell(ctx context.Context, tx *activity.Tx, words ...notify.Word) error {
	if l.clock.Now().Before(l.from) {
		return nil
	}
	return l.words.Tell(ctx, tx, words...)
}

// personCreated gives a new person a list and digests.
func personCreated(ctx context.Context, tx *activity.Tx, personID string) error {
	if err := work.PersonCreated(ctx, tx, personID); err != nil {
		return err
	}
	return notify.PersonCreated(ctx, tx, personID)
}
