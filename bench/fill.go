package main

import (
	"context"
	"fmt"
	"strings"
	"time"

	"cairn/internal/app"
	"cairn/internal/db"

	"github.com/jackc/pgx/v5"
)

// fill puts count tasks onto the list of each of some people, and brings the
// revision counter up to them.
func (b *bench) fill(ctx context.Context, p *place, house *app.House, c *company, owners []int, count int) error {
	last, err := db.One(ctx, house.DB, db.Value[int64], `SELECT revision FROM counter WHERE id = 1`)
	if err != nil {
		return err
	}
	g := generator{random: b.random(uint64(last)), now: time.Now(), revision: last}
	into, end, err := bulk(ctx, p, house.DB)
	if err != nil {
		return err
	}
	defer end()
	var waiting batch
	for _, n := range owners {
		owner, asker := c.people[n].id, c.people[max(c.people[n].manager, 0)].id
		after, err := db.One(ctx, house.DB, db.Value[string], `SELECT coalesce(max(rank), '') FROM task WHERE owner_id = $1`, owner)
		if err != nil {
			return err
		}
		calendars, err := house.People.Calendars(ctx, house.DB, []string{owner})
		if err != nil {
			return err
		}
		for left := count; left > 0; left -= tasksAtOnce {
			var made []rows
			if made, after, err = g.tasks(owner, asker, after, calendars[owner], min(left, tasksAtOnce)); err != nil {
				return err
			}
			if waiting.add(made); waiting.tasks() < tasksAtOnce {
				continue
			}
			if err := into(waiting.take()); err != nil {
				return fmt.Errorf("fill the lists up to person %d: %w", n, err)
			}
		}
	}
	if err := into(waiting.take()); err != nil {
		return fmt.Errorf("fill the last lists: %w", err)
	}
	return house.DB.Write(ctx, func(ctx context.Context, tx *db.Tx) error {
		_, err := db.Exec(ctx, tx, `UPDATE counter SET revision = $1 WHERE id = 1`, g.revision)
		return err
	})
}

// tasksAtOnce keeps a transaction small.
const tasksAtOnce = 5_000

// batch is rows of several lists that are written together: a copy for each list
// would take longer than what it copies.
type batch []rows

func (b *batch) add(made []rows) {
	if len(*b) == 0 {
		*b = made
		return
	}
	for i, r := range made {
		(*b)[i].values = append((*b)[i].values, r.values...)
	}
}

func (b *batch) tasks() int { return len((*b)[0].values) }

func (b *batch) take() []rows {
	all := *b
	*b = nil
	return all
}

// bulk is the quickest way of an engine to take many rows.
func bulk(ctx context.Context, p *place, database *db.DB) (into func([]rows) error, end func(), err error) {
	if p.engine == db.SQLite {
		return func(all []rows) error { return insert(ctx, database, all) }, func() {}, nil
	}
	conn, err := pgx.Connect(ctx, p.config.Address)
	if err != nil {
		return nil, nil, fmt.Errorf("connect to PostgreSQL: %w", err)
	}
	return func(all []rows) error {
		for _, r := range all {
			if _, err := conn.CopyFrom(ctx, pgx.Identifier{r.table}, r.columns, pgx.CopyFromRows(r.values)); err != nil {
				return fmt.Errorf("copy into %s: %w", r.table, err)
			}
		}
		return nil
	}, func() { _ = conn.Close(context.WithoutCancel(ctx)) }, nil
}

func insert(ctx context.Context, database *db.DB, all []rows) error {
	return database.Write(ctx, func(ctx context.Context, tx *db.Tx) error {
		for _, r := range all {
			params := make([]string, len(r.columns))
			for i := range params {
				params[i] = fmt.Sprintf("$%d", i+1)
			}
			text := "INSERT INTO " + r.table + " (" + strings.Join(r.columns, ", ") + ") VALUES (" + strings.Join(params, ", ") + ")"
			for _, values := range r.values {
				if _, err := db.Exec(ctx, tx, text, values...); err != nil {
					return err
				}
			}
		}
		return nil
	})
}
