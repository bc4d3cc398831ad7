package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"cairn/internal/app"
	"cairn/internal/db"
	"cairn/internal/id"
)

// The people of the company whose list is long: its owner has a manager and a
// team.
const (
	listPeople  = 40
	listOwner   = 10
	othersTasks = 50
)

// listCompany makes the company of most measurements: forty people, one of them
// with the long list.
func (b *bench) listCompany(ctx context.Context, p *place, house *app.House) (*company, error) {
	c, err := shape{people: listPeople, manager: tree, teams: oneTeam, tokens: listPeople}.settle(ctx, house)
	if err != nil {
		return nil, err
	}
	if err := b.fill(ctx, p, house, c, []int{listOwner}, b.tasks); err != nil {
		return nil, err
	}
	var others []int
	for n := range c.people {
		if n != listOwner {
			others = append(others, n)
		}
	}
	return c, b.fill(ctx, p, house, c, others, othersTasks)
}

// list measures everything about one long list.
func (b *bench) list(ctx context.Context, engine db.Dialect) error {
	p, err := b.fresh(ctx, engine)
	if err != nil {
		return err
	}
	defer p.drop()
	tape := &tape{}
	var c *company
	var query statement
	err = p.recorded(tape).open(ctx, func(house *app.House) error {
		var err error
		if c, err = b.listCompany(ctx, p, house); err != nil {
			return err
		}
		query, _, err = recordPage(ctx, tape, house, c.people[listOwner].id)
		return err
	})
	if err != nil {
		return err
	}
	if err := p.settle(ctx); err != nil {
		return err
	}
	s, err := b.startCairn(ctx, p)
	if err != nil {
		return err
	}
	l := &longList{b: b, p: p, s: s, c: c, owner: c.people[listOwner]}
	err = l.measure(ctx, query)
	return errors.Join(err, s.stop())
}

// longList is the server with the long list, under measurement.
type longList struct {
	b     *bench
	p     *place
	s     *server
	c     *company
	owner person
}

func (l *longList) measure(ctx context.Context, query statement) error {
	rate, err := l.page(ctx)
	if err != nil {
		return err
	}
	if err := l.judgePage(ctx, query, rate); err != nil {
		return err
	}
	for _, measure := range []func(context.Context) error{l.walk, l.creates, l.completes, l.moves, l.memory} {
		if err := measure(ctx); err != nil {
			return err
		}
	}
	return nil
}

func (l *longList) pagePath() string { return "/api/v1/people/" + l.owner.id + "/worklist?limit=50" }

// page drives the first page of the list.
func (l *longList) page(ctx context.Context) (load, error) {
	get := request("GET", l.pagePath(), l.owner.token, "", nil)
	next := func(int, int) []byte { return get }
	if _, err := drive(ctx, sixteen, l.b.warm(), requests(l.s.address, next)); err != nil {
		return load{}, err
	}
	return drive(ctx, sixteen, l.b.lasts, requests(l.s.address, next))
}

// judgePage measures the floor of the page, and compares.
func (l *longList) judgePage(ctx context.Context, query statement, ours load) error {
	w, err := dial(l.s.address)
	if err != nil {
		return err
	}
	defer w.close()
	_, body, err := w.do(request("GET", l.pagePath(), l.owner.token, "", nil))
	if err != nil {
		return err
	}
	floor, err := l.b.pageFloor(ctx, l.p, query, body)
	if err != nil {
		return err
	}
	bar, least := "≥ 4,000/s and ≥ 0.5", 4000.0
	if l.p.engine == db.Postgres {
		bar, least = "≥ 2,000/s and ≥ 0.5", 2000.0
	}
	l.b.report.add(l.p.engine, line{
		what: fmt.Sprintf("page of 50 of %s, c=16 (%d KB)", thousands(l.b.tasks), len(body)/1000), ours: l.b.sound(ours),
		floor: perSecond(floor.rate()), ratio: ratio(ours.rate(), floor.rate()), bar: bar,
		met: judged(ours.rate() >= least && ours.rate() >= 0.5*floor.rate() && ours.faults == 0),
	})
	return nil
}

// pageFloor measures bare net/http answering with the same bytes.
func (b *bench) pageFloor(ctx context.Context, p *place, query statement, ours []byte) (load, error) {
	tail, err := pageTail(ours)
	if err != nil {
		return load{}, err
	}
	settings, err := json.Marshal(pageFloor{
		Engine: p.engine, Folder: p.config.Folder, Address: p.config.Address, Query: query, Tail: tail,
	})
	if err != nil {
		return load{}, err
	}
	s, err := start(ctx, b.self, nil, []string{floorVariable + "=" + string(settings)})
	if err != nil {
		return load{}, err
	}
	get := request("GET", "/page", "", "", nil)
	if err := sameBytes(s, get, ours); err != nil {
		return load{}, errors.Join(err, s.stop())
	}
	next := func(int, int) []byte { return get }
	floor, err := drive(ctx, sixteen, b.warm(), requests(s.address, next))
	if err == nil {
		floor, err = drive(ctx, sixteen, b.lasts, requests(s.address, next))
	}
	return floor, errors.Join(err, s.stop())
}

// sameBytes holds that the floor does the same work.
func sameBytes(s *server, get, ours []byte) error {
	w, err := dial(s.address)
	if err != nil {
		return err
	}
	defer w.close()
	status, body, err := w.do(get)
	if err == nil && string(body) != string(ours) {
		err = fmt.Errorf("the floor answers %d with other bytes than Cairn:\n%s\n%s", status, body, ours)
	}
	return err
}

// walk reads the whole list by cursor, page after page.
func (l *longList) walk(ctx context.Context) error {
	w, err := dial(l.s.address)
	if err != nil {
		return err
	}
	defer w.close()
	seen, pages, cursor := map[string]bool{}, 0, ""
	begun := time.Now()
	for ctx.Err() == nil {
		status, body, err := w.do(request("GET", l.pagePath()+cursor, l.owner.token, "", nil))
		if err != nil {
			return err
		}
		var page struct {
			Items []struct {
				ID string `json:"id"`
			} `json:"items"`
			Next *string `json:"next_cursor"`
		}
		if err := json.Unmarshal(body, &page); err != nil || status != 200 {
			return fmt.Errorf("page %d: %d %.200s", pages, status, body)
		}
		for _, item := range page.Items {
			seen[item.ID] = true
		}
		pages++
		if page.Next == nil {
			break
		}
		cursor = "&cursor=" + *page.Next
	}
	took := time.Since(begun)
	l.b.report.add(l.p.engine, line{
		what: fmt.Sprintf("the whole list by cursor, c=1, %d pages", pages),
		ours: fmt.Sprintf("%s, %s a page", ms(took), ms(took/time.Duration(pages))), bar: "every task once", met: judged(len(seen) == l.b.tasks),
	})
	return nil
}

// newTask is the request of a create.
func (b *bench) newTask(token string) []byte {
	body := fmt.Sprintf(`{"id":%q,"title":"Review the pricing page","level":"medium","due_date":%q}`, id.New(), b.dueDay())
	return request("POST", "/api/v1/tasks", token, id.New(), []byte(body))
}
