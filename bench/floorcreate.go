package main

import (
	"context"
	"fmt"
	"net/http"
	"sync/atomic"
	"time"

	"cairn/internal/app"
	"cairn/internal/db"
	"cairn/internal/id"
	"cairn/internal/worktime"
)

// createFloor is how many creates a second the bare driver does: the very
// statements of a create, one durable transaction each, and nothing else. One
// without the counter shows what the order of revisions costs.
func (b *bench) createFloor(ctx context.Context, engine db.Dialect, workers int, counter bool) (load, error) {
	p, err := b.fresh(ctx, engine)
	if err != nil {
		return load{}, err
	}
	defer p.drop()
	tape := &tape{}
	var made created
	err = p.recorded(tape).open(ctx, func(house *app.House) error {
		c, err := b.listCompany(ctx, p, house)
		if err != nil {
			return err
		}
		made, err = recordCreate(ctx, tape, house, c.people[listOwner].id, b.dueDay())
		return err
	})
	if err != nil {
		return load{}, err
	}
	if err := p.settle(ctx); err != nil {
		return load{}, err
	}
	database, err := p.bare(ctx)
	if err != nil {
		return load{}, err
	}
	defer database.close()
	return drive(ctx, workers, b.lasts, made.again(ctx, database, counter))
}

// again is a worker that runs the create once more a step.
func (c *created) again(ctx context.Context, database bare, counter bool) worker {
	var all []statement
	counted := -1
	for _, s := range c.Statements {
		if s.counts() {
			if !counter {
				continue
			}
			counted = len(all)
		}
		all = append(all, s)
	}
	var serial atomic.Int64
	return func(int) (step, func(), error) {
		return func() (int, string, error) {
			n := serial.Add(1)
			taskID, key, rank, revision := id.New(), id.New(), fmt.Sprintf("zz%012d", n), c.Revision+n
			args := func(n int) []any {
				out := make([]any, len(all[n].Args))
				for i, arg := range all[n].Args {
					switch arg {
					case c.TaskID:
						out[i] = taskID
					case c.Key:
						out[i] = key
					case c.Rank:
						out[i] = rank
					case c.Revision:
						out[i] = revision
					default:
						out[i] = arg
					}
				}
				return out
			}
			got := func(n int, value any) {
				if n == counted {
					revision, _ = value.(int64)
				}
			}
			if err := database.transact(ctx, all, args, got); err != nil {
				return http.StatusInternalServerError, err.Error(), nil //nolint:nilerr // counted as a fault, and the floor goes on
			}
			return http.StatusCreated, "", nil
		}, func() {}, nil
	}
}

// dueDay is a date some weeks ahead.
func (b *bench) dueDay() worktime.Date {
	return worktime.LocalDate(time.UTC, time.Now().AddDate(0, 0, 21))
}
