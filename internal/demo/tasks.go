package demo

import (
	"context"
	"slices"
	"strings"
	"time"

	"cairn/internal/opt"
	"cairn/internal/work"
	"cairn/internal/worktime"
)

// task is one in the plan.
type task struct {
	id           string
	owner, asker *person
	due          worktime.Date
	checklist    []work.ChecklistItem
	brought      []string // who reads it because they are mentioned from the beginning
}

// reads tells whether somebody reads a task without being mentioned.
func (p *plan) reads(one *person, t *task) bool {
	if one == t.owner || one == t.asker || one.team == t.owner.team {
		return true
	}
	for above := t.owner.manager; above != ""; above = p.person(above).manager {
		if above == one.key {
			return true
		}
	}
	return false
}

// draft is what is put on a list.
type draft struct {
	owner, asker *person
	title, body  string
	level        work.Level
	labels       []string
	checklist    []string
	due          worktime.Date // zero: none
	dueTime      string
	dueZone      string
	confidential bool
	source       string
}

// create plans that a task is put on a list.
func (p *plan) create(at time.Time, d draft) *task {
	t := &task{id: p.newID(at), owner: d.owner, asker: d.asker, due: d.due}
	body, mentioned := p.address(d.body)
	t.brought = mentioned
	for _, text := range d.checklist {
		text, mentioned := p.address(text)
		t.brought = append(t.brought, mentioned...)
		t.checklist = append(t.checklist, work.ChecklistItem{ID: p.newID(at), Text: text})
	}
	wanted := work.Draft{
		ID: t.id, Title: d.title, Body: body, OwnerID: d.owner.id, Labels: d.labels, Checklist: t.checklist, Confidential: d.confidential,
		SourceURL: d.source, Due: opt.To(work.Due{}), Place: work.Place{Level: d.level, OnFull: work.Lower},
	}
	if !d.due.IsZero() {
		due := work.Due{Date: &d.due}
		if d.dueTime != "" {
			at := span(d.dueTime + "-" + d.dueTime).Start
			due.Time = &at
		}
		if d.dueZone != "" {
			due.Zone = &d.dueZone
		}
		wanted.Due = opt.To(due)
	}
	p.add(at, d.asker, func(ctx context.Context, b *builder) error {
		wanted.MentionIDs = t.brought // whoever speaks later was named when it began
		_, err := b.work.Create(ctx, b.call(), wanted)
		return err
	})
	return t
}

// put plans that an idea is put on its owner's list.
func (p *plan) put(at time.Time, i idea) *task {
	d := draft{
		owner: i.owner, asker: i.asker, title: i.fill(i.title), body: i.fill(i.body), level: i.level,
		labels: i.labels, checklist: i.checklist,
	}
	dated := oftenOwnDated
	if i.asker != i.owner {
		dated = 1 - oftenUndated
	}
	if p.chance(dated) {
		slack := map[work.Level]float64{work.Urgent: 1, work.High: 5, work.Medium: 19, work.Low: 45}[i.level]
		d.due, _ = i.owner.calendar.AddWorkingDays(i.owner.calendar.LocalDate(at), int(i.days+p.between(0.6, 1.3)*slack))
	}
	return p.create(at, d)
}

// address turns @key in a text into the name that people read, and gives who
// is meant.
func (p *plan) address(text string) (string, []string) {
	var ids []string
	for _, one := range p.people {
		if strings.Contains(text, "@"+one.key) {
			first, _, _ := strings.Cut(one.name, " ")
			text = strings.ReplaceAll(text, "@"+one.key, "@"+first)
			ids = append(ids, one.id)
		}
	}
	return text, ids
}

func (p *plan) say(at time.Time, by *person, t *task, words string) {
	comment := work.NewComment{ID: p.newID(at)}
	comment.Body, comment.MentionIDs = p.address(words)
	if !p.reads(by, t) && !slices.Contains(t.brought, by.id) {
		t.brought = append(t.brought, by.id)
	}
	p.add(at, by, func(ctx context.Context, b *builder) error {
		_, err := b.work.AddComment(ctx, b.call(), t.id, comment)
		return err
	})
}

func (p *plan) accept(at time.Time, t *task) {
	p.add(at, t.owner, func(ctx context.Context, b *builder) error {
		_, err := b.work.Accept(ctx, b.call(), t.id, work.Place{OnFull: work.Lower})
		return err
	})
}

func (p *plan) decline(at time.Time, t *task, words string) {
	p.add(at, t.owner, func(ctx context.Context, b *builder) error {
		_, err := b.work.Decline(ctx, b.call(), t.id, words)
		return err
	})
}

func (p *plan) start(at time.Time, t *task) {
	p.add(at, t.owner, func(ctx context.Context, b *builder) error {
		_, err := b.work.Start(ctx, b.call(), t.id)
		return err
	})
}

func (p *plan) block(at time.Time, t *task, waiting work.WaitingFor) {
	p.add(at, t.owner, func(ctx context.Context, b *builder) error {
		_, err := b.work.Block(ctx, b.call(), t.id, waiting)
		return err
	})
}

func (p *plan) unblock(at time.Time, t *task) {
	p.add(at, t.owner, func(ctx context.Context, b *builder) error {
		_, err := b.work.Unblock(ctx, b.call(), t.id)
		return err
	})
}

// tick plans that the first entries of the checklist are done.
func (p *plan) tick(at time.Time, t *task, done int) {
	if done == 0 {
		return
	}
	items := slices.Clone(t.checklist)
	for i := range done {
		items[i].Done = true
	}
	p.add(at, t.owner, func(ctx context.Context, b *builder) error {
		_, err := b.work.Edit(ctx, b.call(), t.id, work.Patch{Checklist: opt.To(items)})
		return err
	})
}

func (p *plan) complete(at time.Time, t *task, outcome *work.Outcome) {
	p.add(at, t.owner, func(ctx context.Context, b *builder) error {
		_, err := b.work.Complete(ctx, b.call(), t.id, outcome)
		return err
	})
}

func (p *plan) cancel(at time.Time, by *person, t *task, words string) {
	p.add(at, by, func(ctx context.Context, b *builder) error {
		_, err := b.work.Cancel(ctx, b.call(), t.id, work.NoLongerNeeded, words)
		return err
	})
}

// raise plans that the manager moves a task up before it is begun, and says
// why.
func (p *plan) raise(from, until time.Time, t *task, why string) {
	if t.owner.manager == "" {
		return
	}
	manager := p.person(t.owner.manager)
	if at := manager.after(from, 0); at.Before(until) {
		p.move(at, manager, t, work.Place{Level: work.High, OnFull: work.Lower}, why)
	}
}

func (p *plan) move(at time.Time, by *person, t *task, place work.Place, why string) {
	p.add(at, by, func(ctx context.Context, b *builder) error {
		_, err := b.work.Move(ctx, b.call(), t.id, place, why)
		return err
	})
}

func (p *plan) moveDue(at time.Time, t *task, to worktime.Date, reason work.DueReason, words string) {
	t.due = to
	p.say(at.Add(-time.Minute), t.owner, t, words)
	p.add(at, t.owner, func(ctx context.Context, b *builder) error {
		_, err := b.work.Edit(ctx, b.call(), t.id, work.Patch{DueDate: opt.To(&to), DueReason: &reason})
		return err
	})
}

func (p *plan) agree(at time.Time, t *task) {
	p.add(at, t.asker, func(ctx context.Context, b *builder) error {
		_, err := b.work.AgreeToDate(ctx, b.call(), t.id)
		return err
	})
}
