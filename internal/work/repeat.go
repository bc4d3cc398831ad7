package work

import (
	"context"
	"slices"
	"time"

	"cairn/internal/activity"
	"cairn/internal/authz"
	"cairn/internal/db"
	"cairn/internal/errs"
	"cairn/internal/id"
	"cairn/internal/recur"
	"cairn/internal/worktime"
)

// Repeat is by which rule a task comes again (W11). Only the open one of a series
// has times to come; when it is closed, the next one is made for the first time
// after that, so that there are never two open ones.
type Repeat struct {
	_ struct{} `nullable:"true"`

	Rule     string          `json:"rule" doc:"RRULE of RFC 5545, such as FREQ=WEEKLY;BYDAY=FR, by the dates of the owner's zone"`
	From     worktime.Date   `json:"from" doc:"The date that the rule counts from"`
	Missed   int             `json:"missed" doc:"How often its time passed again while it was open"`
	Through  worktime.Date   `json:"through" doc:"The last of its times that is counted: its own, or the last one missed"`
	Next     []worktime.Date `json:"next" doc:"The next three"`
	PassesAt *time.Time      `json:"passes_at" doc:"When the next one passes"`
	NextID   *string         `json:"next_id" doc:"Of a closed one: the task that came after it"`
}

const (
	nextShown = 3
	mostMiss  = 400 // times that are counted at once

	verbRepeats    = "task.repeats"
	verbRepeatEnds = "task.repeat_ended"
	verbCameRound  = "task.came_round"
	verbRecurred   = "task.recurred"
)

// RepeatPreview is what a rule says, and when something comes by it.
type RepeatPreview struct {
	Rule  string          `json:"rule" doc:"As it is kept"`
	Words string          `json:"words" doc:"In plain English where it is a usual one"`
	Next  []worktime.Date `json:"next" doc:"The first three dates"`
}

// PreviewRepeat tells what a rule comes to from a date on, by default today.
func (s *Service) PreviewRepeat(ctx context.Context, actor authz.Actor, text string, from *worktime.Date) (RepeatPreview, error) {
	rule, err := recur.Parse("query.rule", text)
	if err != nil {
		return RepeatPreview{}, err
	}
	if from == nil {
		zone, err := s.zone(ctx, actor.PersonID)
		if err != nil {
			return RepeatPreview{}, err
		}
		today := worktime.LocalDate(zone, s.clock.Now())
		from = &today
	}
	dates, err := rule.From(*from)
	if err != nil {
		return RepeatPreview{}, errs.InvalidField("query.rule", "can't be followed: %s", err)
	}
	return RepeatPreview{Rule: rule.String(), Words: rule.Words(), Next: dates.Next(from.AddDays(-1), nextShown)}, nil
}

// repeatData is the activity data of a rule that is set or ended.
type repeatData struct {
	Rule string `json:"rule,omitempty"`
}

// editRepeat sets or ends the repetition.
func (c *change) editRepeat(ctx context.Context, patch Patch) (*happening, error) {
	if !patch.Repeat.Set {
		return nil, nil // nothing was asked for
	}
	if err := authz.May(authz.Arrange, c.relation, true); err != nil {
		return nil, err
	}
	t := c.task
	if t.Status.Closed() {
		return nil, c.impossible("made to repeat")
	}
	if patch.Repeat.To == nil {
		if t.Repeat == nil {
			return nil, nil // it doesn't
		}
		t.Repeat = nil
		return &happening{verbRepeatEnds, nil}, nil
	}
	before := t.Repeat
	if err := c.setRepeat(ctx, *patch.Repeat.To); err != nil {
		return nil, err
	}
	if before != nil && before.Rule == t.Repeat.Rule {
		t.Repeat = before
		return nil, nil // nothing changed
	}
	return &happening{verbRepeats, repeatData{Rule: t.Repeat.Rule}}, nil
}

// setRepeat lets the task come again by a rule. One without a date gets the first
// date of the rule from today on.
func (c *change) setRepeat(ctx context.Context, text string) error {
	t := c.task
	rule, err := recur.Parse("body.repeat", text)
	if err != nil {
		return err
	}
	if t.Request != nil {
		return errs.InvalidField("body.repeat", "a request's task does not repeat by itself; who asks can repeat the request")
	}
	calendars, err := c.s.people.Calendars(ctx, c.tx, []string{t.OwnerID})
	if err != nil {
		return err
	}
	calendar := calendars[t.OwnerID]
	if t.DueDate == nil {
		today := calendar.LocalDate(*c.now())
		dates, err := rule.From(today)
		if err != nil {
			return err
		}
		first, ok := dates.After(today.AddDays(-1))
		if !ok {
			return errs.InvalidField("body.repeat", "has no date from today on; move its end, or leave it out")
		}
		if err := c.setDue(ctx, Due{Date: &first}); err != nil {
			return err
		}
	}
	t.Repeat = &Repeat{Rule: rule.String(), From: *t.DueDate, Through: *t.DueDate}
	return t.reschedule(calendar)
}

// reschedule computes the times to come anew: after another date of the task, or
// of its owner's hours.
func (t *Task) reschedule(calendar *worktime.Calendar) error {
	if t.Repeat == nil || t.Status.Closed() {
		return nil
	}
	again := *t.Repeat
	if t.DueDate != nil && (again.Missed == 0 || t.DueDate.After(again.Through)) {
		again.Through = *t.DueDate
	}
	dates, err := again.dates()
	if err != nil {
		return err
	}
	again.Next, again.PassesAt, again.NextID = dates.Next(again.Through, nextShown), nil, nil
	if len(again.Next) > 0 {
		at, err := t.instantOn(calendar, again.Next[0])
		if err != nil {
			return err
		}
		again.PassesAt = &at
	}
	t.Repeat = &again
	return nil
}

func (r *Repeat) dates() (recur.Dates, error) {
	rule, err := recur.Parse("repeat", r.Rule)
	if err != nil {
		return recur.Dates{}, err
	}
	return rule.From(r.From)
}

// instantOn is when the task would be due on a date.
func (t *Task) instantOn(calendar *worktime.Calendar, date worktime.Date) (time.Time, error) {
	on := Task{DueDate: &date, DueTime: t.DueTime, DueZone: t.DueZone}
	err := computeDue(&on, calendar)
	if err != nil {
		return time.Time{}, err
	}
	return *on.DueAt, nil
}

// comeRound counts the times that pass while the task is open.
func (c *change) comeRound(ctx context.Context) (*happening, *time.Time, error) {
	t := c.task
	if t.Repeat == nil || t.Repeat.PassesAt == nil {
		return nil, nil, nil
	}
	if t.Repeat.PassesAt.After(*c.now()) {
		return nil, t.Repeat.PassesAt, nil
	}
	calendar, err := c.ownersCalendar(ctx)
	if err != nil {
		return nil, nil, err
	}
	for range mostMiss {
		if t.Repeat.PassesAt == nil || t.Repeat.PassesAt.After(*c.now()) {
			break
		}
		again := *t.Repeat
		again.Missed++
		again.Through = again.Next[0]
		t.Repeat = &again
		if err := t.reschedule(calendar); err != nil {
			return nil, nil, err
		}
	}
	return &happening{verbCameRound, nil}, t.Repeat.PassesAt, nil
}

func (c *change) ownersCalendar(ctx context.Context) (*worktime.Calendar, error) {
	calendars, err := c.s.people.Calendars(ctx, c.tx, []string{c.task.OwnerID})
	return calendars[c.task.OwnerID], err
}

// continues reports whether the task is being closed in a way after which its
// series goes on: done, or not needed this time.
func (c *change) continues() bool {
	t := c.task
	if t.Repeat == nil || t.Repeat.NextID != nil || c.was.Status.Closed() || !t.Status.Closed() {
		return false
	}
	return t.CancelReason == nil || *t.CancelReason == NoLongerNeeded || *t.CancelReason == Duplicate
}

// following is the next task of the series of one that is being closed, for the
// first time after now; nil where the rule has ended. The one being closed names
// it from now on.
func (c *change) following(ctx context.Context) (*change, error) {
	if !c.continues() {
		return nil, nil //nolint:nilnil // none
	}
	t := c.task
	calendar, err := c.ownersCalendar(ctx)
	if err != nil {
		return nil, err
	}
	dates, err := t.Repeat.dates()
	if err != nil {
		return nil, err
	}
	date, ok := dates.After(t.Repeat.Through)
	for ok {
		at, err := t.instantOn(calendar, date)
		if err != nil {
			return nil, err
		}
		if at.After(*c.now()) {
			break
		}
		date, ok = dates.After(date)
	}
	if !ok {
		c.notice("repeat_ended", "it was the last one: its rule has no further date")
		return nil, nil //nolint:nilnil // none
	}
	n := t.again(id.New(), date, *c.now())
	if err := computeDue(&n, calendar); err != nil {
		return nil, err
	}
	if err := n.reschedule(calendar); err != nil {
		return nil, err
	}
	closed := *t.Repeat
	closed.NextID, closed.Next, closed.PassesAt = &n.ID, []worktime.Date{}, nil
	t.Repeat = &closed
	return &change{s: c.s, tx: c.tx, task: &n, was: n, list: c.list, lists: c.lists, relation: c.relation}, nil
}

// resume computes the times to come of a task that is open again.
func (c *change) resume(ctx context.Context) error {
	if c.task.Repeat == nil || !c.was.Status.Closed() {
		return nil
	}
	calendar, err := c.ownersCalendar(ctx)
	if err != nil {
		return err
	}
	return c.task.reschedule(calendar)
}

// again is the task as it comes again: what it says, not what was done.
func (t *Task) again(newID string, date worktime.Date, now time.Time) Task {
	items := slices.Clone(t.Checklist)
	for i := range items {
		items[i].Done = false
	}
	return Task{
		ID: newID, Title: t.Title, Body: t.Body, BodyVersion: 1, OwnerID: t.OwnerID, AskedByID: t.AskedByID, Status: Todo, Level: t.Level,
		DueDate: &date, DueTime: t.DueTime, DueZone: t.DueZone, Labels: t.Labels, Checklist: items, Confidential: t.Confidential,
		SourceURL: t.SourceURL, mentionIDs: slices.Clone(t.mentionIDs), CreatedAt: now, UpdatedAt: now,
		ownerAgrees: t.ownerAgrees, askerAgrees: t.askerAgrees,
		Repeat: &Repeat{Rule: t.Repeat.Rule, From: t.Repeat.From, Through: date},
	}
}

// insertNext puts the next task of a series onto the list, last in its level; at
// the top of the next one with room where nobody is there to choose who gives way
// (W3).
func (c *change) insertNext(ctx context.Context, next *change) error {
	next.agree()
	if err := next.put(ctx, Place{OnFull: Lower}); err != nil {
		return err
	}
	c.notices = append(c.notices, next.notices...)
	_, err := next.insertAs(ctx, verbRecurred)
	if err == nil {
		c.notice("repeated", next.task.DueDate.String()+" is its next date; it is on the list")
	}
	return err
}

// takeNextBack removes the task that came after one which is reopened, where
// nobody has touched it; else the reopening is refused (W11).
func (c *change) takeNextBack(ctx context.Context) error {
	t := c.task
	if t.Repeat == nil || t.Repeat.NextID == nil {
		return nil
	}
	found, err := db.All(ctx, c.tx, scanTask, `SELECT `+taskColumns+` FROM task t WHERE t.id = $1`, *t.Repeat.NextID)
	if err != nil {
		return err
	}
	open := *t.Repeat
	open.NextID = nil
	t.Repeat = &open
	if len(found) == 0 {
		return nil // it was deleted
	}
	next := &found[0]
	touched, err := db.One(ctx, c.tx, db.Value[bool], `SELECT EXISTS (SELECT 1 FROM activity WHERE object_id = $1 AND verb NOT IN
		('`+verbRecurred+`', '`+verbRespaced+`', '`+verbRetimed+`', '`+verbDoubted+`', '`+verbCameRound+`', 'task.due_recomputed'))`, next.ID)
	if err != nil {
		return err
	}
	if touched || next.Status != Todo || next.OwnerID != t.OwnerID {
		return errs.New(errs.StateConflict,
			"it has come again since, due %s, and somebody has worked on that one; go on there, or delete that one first", next.DueDate).
			With(map[string]string{"next_id": next.ID})
	}
	return c.list.remove(ctx, next)
}

// remove deletes a task and all words about it.
func (l *list) remove(ctx context.Context, t *Task) error {
	revision, err := l.tx.Record(ctx, activity.Change{Kind: authz.KindTask, ID: t.ID, Verb: "task.deleted", Was: t.scopes()})
	if err != nil {
		return err
	}
	if err := l.tellNaming(ctx, *t, revision); err != nil {
		return err
	}
	l.tx.Answer(authz.KindTask, t.ID, revision)
	// The log keeps identifiers and codes; every word goes.
	for _, text := range []string{
		`DELETE FROM comment WHERE task_id = $1`,
		`DELETE FROM task_wait WHERE task_id = $1 OR waits_for_id = $1`,
		`DELETE FROM task WHERE id = $1`,
	} {
		if err := db.Later(ctx, l.tx.Tx, text, t.ID); err != nil {
			return err
		}
	}
	return l.reordered(ctx)
}
