package work

import (
	"context"
	"fmt"
	"time"

	"cairn/internal/activity"
	"cairn/internal/authz"
	"cairn/internal/db"
	"cairn/internal/errs"
	"cairn/internal/worktime"
)

// Due is when a task is due (W7): a date, maybe with a time, in the owner's zone
// and following them; or fixed in a zone of its own. No date: no due date.
type Due struct {
	_ struct{} `nullable:"true"`

	Date *worktime.Date      `json:"date"`
	Time *worktime.TimeOfDay `json:"time,omitempty"`
	Zone *string             `json:"zone,omitempty"`
}

// dueOf is the due date of a task; nil when it has none.
func dueOf(t *Task) *Due {
	if t.DueDate == nil {
		return nil
	}
	return &Due{Date: t.DueDate, Time: t.DueTime, Zone: t.DueZone}
}

func (d *Due) equal(other *Due) bool {
	if d == nil || other == nil {
		return d == other
	}
	return *d.Date == *other.Date && same(d.Time, other.Time) && same(d.Zone, other.Zone)
}

// orNone is nil for a due date without a date.
func (d *Due) orNone() *Due {
	if d.Date == nil {
		return nil
	}
	return d
}

func same[T comparable](a, b *T) bool {
	if a == nil || b == nil {
		return a == b
	}
	return *a == *b
}

func sameInstant(a, b *time.Time) bool {
	if a == nil || b == nil {
		return a == b
	}
	return a.Equal(*b)
}

// setDue gives the task a due date without asking who may: its instants, and
// who agrees to it by having set it (W8).
func (c *change) setDue(ctx context.Context, due Due) error {
	t := c.task
	t.DueDate, t.DueTime, t.DueZone, t.DueAt, t.OverdueAt = due.Date, due.Time, due.Zone, nil, nil
	t.ownerAgrees = c.byOwner()
	t.askerAgrees = c.relation&(authz.AskerOf|authz.ManagerOf) != 0
	if due.Date == nil {
		c.agree()
		return nil
	}
	calendar, err := c.refreshedDue(ctx)
	if err == nil {
		c.agree()
		c.warnOfDue(calendar)
	}
	return err
}

// refreshDue computes the task's instants anew where they can have changed: for
// another owner, or after it was closed for a while. What is overdue stays so.
func (c *change) refreshDue(ctx context.Context) error {
	t := c.task
	if t.DueDate == nil || t.OverdueAt != nil && !c.now().Before(*t.OverdueAt) {
		return nil
	}
	_, err := c.refreshedDue(ctx)
	return err
}

func (c *change) refreshedDue(ctx context.Context) (*worktime.Calendar, error) {
	calendars, err := c.s.people.Calendars(ctx, c.tx, []string{c.task.OwnerID})
	if err != nil {
		return nil, err
	}
	calendar := calendars[c.task.OwnerID]
	if err := computeDue(c.task, calendar); err != nil {
		return nil, err
	}
	return calendar, c.task.reschedule(calendar)
}

// computeDue sets the task's instants from its due date (W7).
func computeDue(t *Task, calendar *worktime.Calendar) error {
	at := calendar.DueInstant(*t.DueDate, t.DueTime)
	if t.DueZone != nil {
		zone, err := worktime.LoadZone("body.due_zone", *t.DueZone)
		if err != nil {
			return err
		}
		end := worktime.EndOfDate
		if t.DueTime != nil {
			end = *t.DueTime
		}
		at = worktime.Instant(zone, *t.DueDate, end)
	}
	at = at.UTC()
	t.DueAt, t.OverdueAt = &at, nil
	if overdue, ok := calendar.OverdueAt(at); ok {
		overdue = overdue.UTC()
		t.OverdueAt = &overdue
	}
	if t.promisedAt != nil && same(t.DueDate, t.AgreedDueDate) && t.AgreeByID == nil {
		t.promisedAt = t.OverdueAt // the promise follows the owner as the date does
	}
	return nil
}

// agree makes the date, or its removal, an agreed one once both sides have
// accepted it; until then the last one agreed stands. A date that one set for
// oneself is nobody's promise (W8).
func (c *change) agree() {
	t := c.task
	if t.forAnother() && t.ownerAgrees && t.askerAgrees {
		t.AgreedDueDate = t.DueDate
		t.promise(*c.now())
	}
}

// agreeBy is whose word is still missing until the date, or its removal, is an
// agreed one (W8). In triage the owner gives theirs by accepting.
func (t *Task) agreeBy() *string {
	none := t.DueDate == nil && t.AgreedDueDate == nil
	switch {
	case t.Status.Closed() || !t.forAnother() || none || t.ownerAgrees && t.askerAgrees:
		return nil
	case t.ownerAgrees:
		return nonEmpty(t.AskedByID)
	case t.accepted():
		return nonEmpty(t.OwnerID)
	default:
		return nil
	}
}

// warnOfDue tells of a date on which the owner doesn't work, and of one that
// has passed (W7).
func (c *change) warnOfDue(calendar *worktime.Calendar) {
	date := *c.task.DueDate
	if reason, name, off := calendar.DayOff(date); off {
		why := "no working hours that day"
		switch reason {
		case worktime.OffHoliday:
			why = name
		case worktime.OffTimeOff:
			why = "time off"
		case worktime.OffWeekday:
		}
		c.notice("due_day_off", fmt.Sprintf("%s is not a working day of the owner (%s)", date, why))
	}
	if c.task.DueAt.UnixMilli() < c.tx.Now {
		c.notice("due_passed", fmt.Sprintf("%s has passed already", date))
	}
}

// dueMoved is the activity data of a changed due date (W8).
type dueMoved struct {
	From   *Due      `json:"from"`
	To     *Due      `json:"to"`
	Reason DueReason `json:"reason,omitempty"`
	Passed bool      `json:"passed,omitempty"` // the old one had passed

	ProposedByID string `json:"proposed_by_id,omitempty"`
}

// moveDue changes the due date as a person does it (W8): visibly, with a
// reason where another counts on it.
func (c *change) moveDue(ctx context.Context, due Due, reason *DueReason) (*dueMoved, error) {
	t, before := c.task, dueOf(c.task)
	after := &due
	if due.Date == nil {
		after = nil
		if due.Time != nil || due.Zone != nil {
			return nil, errs.InvalidField("body.due_date", "a due time or zone needs a due date")
		}
	}
	if before.equal(after) {
		return nil, nil // nothing moved
	}
	if !c.byOwner() && t.AgreedDueDate != nil && after.before(&Due{Date: t.AgreedDueDate, Time: t.agreedTime()}) {
		return nil, errs.New(errs.ProposeInstead, "%s was agreed; propose the earlier date, its owner decides", t.AgreedDueDate)
	}
	moved := &dueMoved{From: before, To: after, Passed: t.Overdue(*c.now())}
	t.DueReason = nil
	if before != nil && t.forAnother() && t.accepted() {
		if reason == nil || !reason.valid() {
			return nil, errs.InvalidField("body.due_reason", "say why the date moves: scope, slip, waiting or reprioritized")
		}
		moved.Reason, t.DueReason = *reason, reason
	}
	return moved, c.setDue(ctx, due)
}

// before reports whether a date is earlier than another; none is later than any,
// and a whole day later than any time of it.
func (d *Due) before(other *Due) bool {
	if d == nil {
		return false
	}
	if *d.Date != *other.Date {
		return d.Date.Before(*other.Date)
	}
	return d.Time != nil && (other.Time == nil || *d.Time < *other.Time)
}

// agreedTime is the time that was agreed with the agreed date, as far as it is
// known: while the task still has that date.
func (t *Task) agreedTime() *worktime.TimeOfDay {
	if same(t.DueDate, t.AgreedDueDate) {
		return t.DueTime
	}
	return nil
}

func (r DueReason) valid() bool {
	return r == Scope || r == Slip || r == Waiting || r == Reprioritized
}

// AgreeToDate is the other side's word to a date that was moved (W8).
func (s *Service) AgreeToDate(ctx context.Context, call authz.Call, id string) (Result, error) {
	return s.change(ctx, call, id, authz.AgreeToDate, func(ctx context.Context, c *change) error {
		t := c.task
		if t.Status.Closed() {
			return c.impossible("given another date")
		}
		if !t.forAnother() || t.DueDate == nil && t.AgreedDueDate == nil {
			return errs.New(errs.StateConflict, "there is no date here that two people agree on")
		}
		owner, asker := t.ownerAgrees || c.byOwner(), t.askerAgrees || c.relation&authz.AskerOf != 0
		if owner == t.ownerAgrees && asker == t.askerAgrees {
			return nil // said already
		}
		t.ownerAgrees, t.askerAgrees = owner, asker
		c.agree()
		return c.save(ctx, "task.date_agreed", dateAgreed{To: dueOf(t)})
	})
}

// RecomputeDue brings the stored instants of a person's open tasks up to date
// after a change of their zone, hours, holidays or time off (W7), and has the clock
// look again at what they asked of others. It does up to
// `most` tasks after the given id, and returns the last one it looked at, ""
// when there are no more. What is overdue already stays as it is.
func (s *Service) RecomputeDue(ctx context.Context, ownerID, afterID string, most int) (string, error) {
	if afterID == "" {
		if err := s.wakeAsked(ctx, ownerID); err != nil {
			return "", err
		}
	}
	last := ""
	_, err := s.ledger.Write(ctx, authz.Call{}, func(ctx context.Context, tx *activity.Tx) error {
		last = ""
		held, err := s.lock(ctx, tx, ownerID)
		if err != nil {
			return err
		}
		tasks, err := openTasks(ctx, tx, ownerID, afterID, most)
		if err != nil || len(tasks) == 0 {
			return err
		}
		calendars, err := s.people.Calendars(ctx, tx, []string{ownerID})
		if err != nil {
			return err
		}
		days, err := answerDays(ctx, tx)
		if err != nil {
			return err
		}
		if len(tasks) == most {
			last = tasks[len(tasks)-1].ID
		}
		now := time.UnixMilli(tx.Now).UTC()
		for _, t := range tasks {
			was := t
			verb, err := t.retime(calendars[ownerID], now, days)
			if err != nil {
				return err
			}
			if verb == "" {
				continue
			}
			if err := held.save(ctx, &t, was, verb, nil); err != nil {
				return err
			}
		}
		return nil
	})
	return last, err
}

// wakeAsked has the clock look at the tasks that a person asked of others: the
// silences that count by their working days may be over earlier now.
func (s *Service) wakeAsked(ctx context.Context, askerID string) error {
	now := s.clock.Now().UnixMilli()
	return s.db.Write(ctx, func(ctx context.Context, tx *db.Tx) error {
		_, err := db.Exec(ctx, tx, `UPDATE task SET wake_at = $2 WHERE asked_by_id = $1 AND owner_id <> $1
			AND status IN ('triage', 'todo', 'in_progress', 'blocked') AND wake_at > $2`, askerID, now)
		return err
	})
}

// retime computes the task's instants anew, and gives the verb of what changed;
// "" where nothing did.
func (t *Task) retime(calendar *worktime.Calendar, now time.Time, days int) (verb string, err error) {
	was := *t
	if t.DueDate != nil && !t.Overdue(now) {
		if err := computeDue(t, calendar); err != nil {
			return "", err
		}
	}
	if t.ownersTurn() && t.triageAt != nil && !t.Unanswered(now) {
		t.UnansweredAt = unansweredAt(calendar, *t.triageAt, t.DueAt, days)
	}
	if t.SnoozedUntil != nil {
		t.SnoozeEndsAt = beginOfDay(calendar, *t.SnoozedUntil)
	}
	if err := t.reschedule(calendar); err != nil {
		return "", err
	}
	switch {
	case !sameInstant(t.DueAt, was.DueAt) || !sameInstant(t.OverdueAt, was.OverdueAt):
		return "task.due_recomputed", nil
	case t.Repeat != nil && !sameInstant(t.Repeat.PassesAt, was.Repeat.PassesAt):
		return verbRetimed, nil
	case !sameInstant(t.UnansweredAt, was.UnansweredAt) || !sameInstant(t.SnoozeEndsAt, was.SnoozeEndsAt):
		return verbRetimed, nil
	default:
		return "", nil
	}
}

// NextWithDue is the next person, in the order of the ids, who has open tasks with
// a due date or in triage; "" when there is none.
func (s *Service) NextWithDue(ctx context.Context, afterID string) (string, error) {
	found, err := db.All(ctx, s.db, db.Value[string], `SELECT p.id FROM person p WHERE p.active AND p.id > $1 AND EXISTS (
			SELECT 1 FROM task t WHERE t.owner_id = p.id AND t.status IN ('triage', 'todo', 'in_progress', 'blocked')
			AND (t.due_date IS NOT NULL OR t.status = 'triage'))
		ORDER BY p.id LIMIT 1`, afterID)
	if err != nil || len(found) == 0 {
		return "", err
	}
	return found[0], nil
}

// openTasks reads a person's open tasks in the order of their ids.
func openTasks(ctx context.Context, q db.Querier, ownerID, afterID string, most int) ([]Task, error) {
	return db.All(ctx, q, scanTask, `SELECT `+taskColumns+` FROM task t
		WHERE t.owner_id = $1 AND t.status IN ('triage', 'todo', 'in_progress', 'blocked') AND t.id > $2
		ORDER BY t.id LIMIT $3`, ownerID, afterID, most)
}
