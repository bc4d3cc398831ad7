package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"cairn/internal/app"
	"cairn/internal/db"
	"cairn/internal/id"
)

// The reporting line of the large company. Two people report to the first one;
// the head of the branch that moves reports to one of them.
const (
	chief = iota
	oneManager
	otherManager
	head
)

// tasksEach is how many tasks stand on each list of the large company.
const tasksEach = 20

// teamsOfReader is how many teams the person is in who reads lists through many
// groups.
const teamsOfReader = 20

// reader is a person without reports, in many teams: the last of the branch.
func (b *bench) reader() int { return head + b.branch }

func (b *bench) chart(n int) int {
	switch {
	case n == chief:
		return -1
	case n == oneManager || n == otherManager:
		return chief
	case n == head:
		return oneManager
	case n <= head+b.branch:
		return head + (n-head-1)/wide
	default: // a tree below the other manager
		if n = (n - head - b.branch - 1) / wide; n == 0 {
			return otherManager
		}
		return head + b.branch + n
	}
}

func (b *bench) largeTeams(n int) []int {
	teams := oneTeam(n)
	if n == b.reader() {
		for team := range teamsOfReader {
			// Far from their own, and one person of each.
			teams = append(teams, (n/teamSize+7*(team+1))%(b.staff/teamSize))
		}
		slices.Sort(teams)
		teams = slices.Compact(teams)
	}
	return teams
}

// company measures what depends on how many people there are.
func (b *bench) company(ctx context.Context, engine db.Dialect) error {
	if b.staff < head+b.branch+teamSize {
		return fmt.Errorf("a company of %d has no room for a branch of %d", b.staff, b.branch)
	}
	p, err := b.fresh(ctx, engine)
	if err != nil {
		return err
	}
	defer p.drop()
	begun := time.Now()
	tokens := b.reader() + 1
	if b.mixed > 0 {
		tokens = b.staff
	}
	var c *company
	err = p.open(ctx, func(house *app.House) error {
		var err error
		s := shape{people: b.staff, manager: b.chart, teams: b.largeTeams, tokens: max(tokens, min(b.streams, b.staff))}
		if c, err = s.settle(ctx, house); err != nil {
			return err
		}
		return b.fill(ctx, p, house, c, all(c), tasksEach)
	})
	if err == nil {
		err = p.settle(ctx)
	}
	if err != nil {
		return err
	}
	b.report.sayf("made a company of %s in %s", thousands(b.staff), time.Since(begun).Round(time.Second))
	s, err := b.startCairn(ctx, p)
	if err != nil {
		return err
	}
	l := &largeCompany{b: b, p: p, s: s, c: c}
	return errors.Join(l.measure(ctx), l.s.stop())
}

// largeCompany is the server with many people, under measurement.
type largeCompany struct {
	b *bench
	p *place
	s *server
	c *company
}

func (l *largeCompany) measure(ctx context.Context) error {
	if err := l.across(ctx); err != nil {
		return err
	}
	if err := l.move(ctx); err != nil {
		return err
	}
	if l.b.streams == 0 && l.b.mixed == 0 {
		return nil
	}
	// What the server has read before is not to be in the memory of the streams.
	if err := l.s.stop(); err != nil {
		return err
	}
	s, err := l.b.startCairn(ctx, l.p)
	if err != nil {
		return err
	}
	l.s = s
	return l.follow(ctx)
}

// across measures the first page across owners, in the order of the due dates.
func (l *largeCompany) across(ctx context.Context) error {
	tasks := thousands(l.b.staff * tasksEach)
	for _, who := range []struct {
		n    int
		what string
	}{
		{chief, fmt.Sprintf("a reader of %s lists", thousands(l.b.staff))},
		{l.b.reader(), fmt.Sprintf("a reader in %d teams", len(l.b.largeTeams(l.b.reader())))},
	} {
		get := request("GET", "/api/v1/tasks?limit=50", l.c.people[who.n].token, "", nil)
		for _, workers := range []int{1, sixteen} {
			done, err := drive(ctx, workers, l.b.lasts, requests(l.s.address, func(int, int) []byte { return get }))
			if err != nil {
				return err
			}
			l.b.report.add(l.p.engine, line{
				what: fmt.Sprintf("page of 50 by due date across %s tasks, %s, c=%d", tasks, who.what, workers),
				ours: fmt.Sprintf("%s, p50 %s, p99 %s", l.b.sound(done), ms(done.at(0.5)), ms(done.at(0.99))), met: noBar,
			})
		}
	}
	return nil
}

// branchMoves is how often the branch goes to the other manager and back.
const branchMoves = 10

// move gives the branch to another manager, again and again.
func (l *largeCompany) move(ctx context.Context) error {
	w, err := dial(l.s.address)
	if err != nil {
		return err
	}
	defer w.close()
	var took []time.Duration
	for n := range branchMoves {
		to := l.c.people[[]int{otherManager, oneManager}[n%2]]
		body := fmt.Sprintf(`{"manager_id":%q}`, to.id)
		begun := time.Now()
		status, answer, err := w.do(request("PATCH", "/api/v1/people/"+l.c.people[head].id, l.c.people[chief].token, id.New(), []byte(body)))
		if err != nil || status != 200 {
			return fmt.Errorf("move the branch: %d %.300s %w", status, answer, err)
		}
		took = append(took, time.Since(begun))
		if ctx.Err() != nil {
			return ctx.Err()
		}
	}
	slices.Sort(took)
	l.b.report.add(l.p.engine, line{
		what: fmt.Sprintf("moving a branch of %s people in a company of %s", thousands(l.b.branch), thousands(l.b.staff)),
		ours: fmt.Sprintf("%s (worst of %d: %s)", ms(took[len(took)/2]), len(took), ms(took[len(took)-1])),
	})
	return nil
}
