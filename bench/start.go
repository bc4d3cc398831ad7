package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"cairn/internal/app"
	"cairn/internal/db"
)

const (
	startPeople = 100
	starts      = 5
)

// starts measures how long the server takes to be ready on a database with many
// tasks.
func (b *bench) starts(ctx context.Context, engine db.Dialect) error {
	p, err := b.fresh(ctx, engine)
	if err != nil {
		return err
	}
	defer p.drop()
	err = p.open(ctx, func(house *app.House) error {
		c, err := shape{people: startPeople, manager: tree, teams: oneTeam}.settle(ctx, house)
		if err != nil {
			return err
		}
		return b.fill(ctx, p, house, c, all(c), max(b.started/startPeople, 1))
	})
	if err != nil {
		return err
	}
	if err := p.settle(ctx); err != nil {
		return err
	}
	var took []time.Duration
	for range starts {
		s, err := b.startCairn(ctx, p)
		if err != nil {
			return err
		}
		took = append(took, s.ready)
		if err := s.stop(); err != nil {
			return err
		}
	}
	slices.Sort(took)
	b.report.add(engine, line{
		what: fmt.Sprintf("start on %s tasks, until ready", thousands(b.started)),
		ours: fmt.Sprintf("%s (worst of %d: %s)", ms(took[starts/2]), starts, ms(took[starts-1])), bar: "< 300 ms",
		met: judged(took[starts/2] < 300*time.Millisecond),
	})
	return nil
}

// all are the places of everybody in the company.
func all(c *company) []int {
	places := make([]int, len(c.people))
	for n := range places {
		places[n] = n
	}
	return places
}

// million measures the page of the long list in a workspace with a hundred
// times as many tasks, against the same page without them.
func (b *bench) million(ctx context.Context, engine db.Dialect) error {
	p, err := b.fresh(ctx, engine)
	if err != nil {
		return err
	}
	defer p.drop()
	rates := make([]load, 2)
	var c *company
	err = p.open(ctx, func(house *app.House) error {
		var err error
		c, err = b.listCompany(ctx, p, house)
		return err
	})
	for i := range rates {
		if err == nil && i == 1 {
			err = p.open(ctx, func(house *app.House) error { return b.crowd(ctx, p, house, c) })
		}
		if err == nil {
			err = p.settle(ctx)
		}
		if err == nil {
			rates[i], err = b.pageOf(ctx, p, c)
		}
	}
	if err != nil {
		return err
	}
	slower := rates[0].rate() / rates[1].rate()
	b.report.add(engine, line{
		what: "the same page with " + thousands(b.crowded) + " tasks in the workspace", ours: b.sound(rates[1]),
		floor: perSecond(rates[0].rate()) + " without them", ratio: fmt.Sprintf("%.2f × the time", slower), bar: "≤ 1.3 × the time", met: judged(slower <= 1.3),
	})
	return nil
}

// crowd fills the lists of everybody else.
func (b *bench) crowd(ctx context.Context, p *place, house *app.House, c *company) error {
	var others []int
	for _, n := range all(c) {
		if n == listOwner {
			continue
		}
		others = append(others, n)
	}
	// They have some tasks: the new ones stand behind these.
	return b.fill(ctx, p, house, c, others, b.crowded/len(others))
}

// pageOf starts a server and drives the page of the long list.
func (b *bench) pageOf(ctx context.Context, p *place, c *company) (load, error) {
	s, err := b.startCairn(ctx, p)
	if err != nil {
		return load{}, err
	}
	l := &longList{b: b, p: p, s: s, c: c, owner: c.people[listOwner]}
	done, err := l.page(ctx)
	return done, errors.Join(err, s.stop())
}
