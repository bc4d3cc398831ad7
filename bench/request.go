package main

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"sync"
	"time"

	"cairn/internal/app"
	"cairn/internal/authz"
	"cairn/internal/db"
	"cairn/internal/id"
	"cairn/internal/people"
	asking "cairn/internal/request"
	"cairn/internal/work"
)

// longestHold is how long a write may keep all others waiting.
const longestHold = 50 * time.Millisecond

// lookEvery is how often the asker looks how far a request is.
const lookEvery = 100 * time.Millisecond

// request measures one ask to everybody in the large company, sent and taken back
// by a job, while somebody else writes to their own list all the time.
func (b *bench) request(ctx context.Context, engine db.Dialect) error {
	p, err := b.fresh(ctx, engine)
	if err != nil {
		return err
	}
	defer p.drop()
	return p.open(ctx, func(house *app.House) error {
		c, err := shape{people: b.staff, manager: tree, teams: oneTeam}.settle(ctx, house)
		if err != nil {
			return err
		}
		if err := errors.Join(b.fill(ctx, p, house, c, all(c), wordsEach), p.settle(ctx)); err != nil {
			return err
		}
		jobs, stop := context.WithCancel(ctx)
		var running sync.WaitGroup
		running.Go(func() { house.Jobs.Run(jobs) })
		defer running.Wait()
		defer stop()
		asker := authz.Call{Actor: authz.Actor{PersonID: c.people[0].id, Role: authz.Owner}}
		day := b.dueDay()
		told := asking.RollUp{}
		asked := fmt.Sprintf("a request to %s people", thousands(b.staff-1))
		if err := b.beside(ctx, engine, house, c, asked+", sent", func() (looks int, err error) {
			told, err = house.Request.Send(ctx, asker, asking.Draft{
				Title: "Forecast update", Why: "finance closes it on Monday", Kind: work.AnswerNumber,
				To: people.Targets{EveryoneBelow: true}, Due: work.Due{Date: &day}, DueSaid: true,
			})
			if err != nil {
				return 0, err
			}
			return watch(ctx, house, asker, told.ID, asking.Open)
		}); err != nil {
			return err
		}
		return b.beside(ctx, engine, house, c, asked+", taken back", func() (looks int, err error) {
			if _, err := house.Request.Withdraw(ctx, asker, told.ID); err != nil {
				return 0, err
			}
			return watch(ctx, house, asker, told.ID, asking.Closed)
		})
	})
}

// beside does something while the last person of the company writes to their own
// list, one task after the other, and tells how long both took.
func (b *bench) beside(ctx context.Context, engine db.Dialect, house *app.House, c *company, what string, do func() (looks int, err error)) error {
	call := authz.Call{Actor: authz.Actor{PersonID: c.people[len(c.people)-1].id}}
	day := b.dueDay()
	writes := func(ctx context.Context, lasts time.Duration) (load, error) {
		return drive(ctx, 1, lasts, func(int) (step, func(), error) {
			return func() (int, string, error) {
				_, err := house.Work.Create(context.WithoutCancel(ctx), call, draft(id.New(), day))
				return http.StatusCreated, "", err
			}, func() {}, nil
		})
	}
	alone, err := writes(ctx, b.lasts)
	if err != nil {
		return err
	}
	var others load
	meanwhile, over := context.WithCancel(ctx)
	var writing sync.WaitGroup
	writing.Go(func() { others, _ = writes(meanwhile, time.Hour) })
	began := time.Now()
	looks, err := do()
	took := time.Since(began)
	over()
	writing.Wait()
	if err != nil {
		return err
	}
	if others.faults > 0 {
		return fmt.Errorf("a write beside it failed: %s", others.first)
	}
	b.report.add(engine, line{what: what, ours: fmt.Sprintf("%.1f s, told in %d steps", took.Seconds(), looks)})
	b.report.add(engine, line{
		what: what + ": the slowest of others' writes meanwhile", ours: fmt.Sprintf("%s (p99 %s)", ms(others.at(1)), ms(others.at(0.99))),
		floor: fmt.Sprintf("%s (p99 %s) alone", ms(alone.at(1)), ms(alone.at(0.99))), bar: "< 50 ms", met: judged(others.at(1) < longestHold),
	})
	return nil
}

// watch looks at a request until it has come to a state, and counts how often it
// was further than before.
func watch(ctx context.Context, house *app.House, asker authz.Call, requestID string, until asking.State) (looks int, err error) {
	last := -1
	for ctx.Err() == nil {
		told, err := house.Request.Get(ctx, asker.Actor, requestID, asking.Page{})
		if err != nil {
			return 0, err
		}
		if now := told.Totals.Sent + told.Totals.NotNeeded; now > last {
			last, looks = now, looks+1
		}
		if told.State == until {
			return looks, nil
		}
		select {
		case <-ctx.Done():
		case <-time.After(lookEvery):
		}
	}
	return 0, ctx.Err()
}
