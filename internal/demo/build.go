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

	by   *person
	keys bool
	step int
	sub  int
}

func newBuilder(database *db.DB, now time.Time, keys bool) *builder {
	b := &builder{clock: clock.NewFake(time.Unix(0, 0)), keys: keys}
	b.ledger = activity.NewLedger(database, b.clock, activity.NewHub())
	b.ledger.KeepKeysBy(clock.NewFake(now)) // a start of the server sweeps those of a year ago
	b.people = people.New(database, b.ledger, b.clock, people.Hooks{PersonCreated: work.PersonCreated})
	b.login = login.New(database, b.ledger, b.people, b.clock, "")
	b.work = work.New(database, b.ledger, b.people, b.clock)
	return b
}

// tellEvery is how many steps lie between two words about the progress.
const tellEvery = 50

func (b *builder) do(ctx context.Context, p *plan, progress func(done, total int)) error {
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
