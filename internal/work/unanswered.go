package work

import (
	"context"
	"time"

	"cairn/internal/db"
	"cairn/internal/worktime"
)

// answerDays are the owner's working days after which silence about a task in
// triage is told, if half the working time until it is due isn't over before
// (W4). The workspace sets how many they are.
func answerDays(ctx context.Context, q db.Querier) (int, error) {
	return db.One(ctx, q, db.Value[int], `SELECT answer_days FROM workspace`)
}

// DecideBy is until when a task that comes into somebody's triage now is to be
// decided on: before silence is told of, and before it is due. Nil: there is no
// such instant.
func (s *Service) DecideBy(ctx context.Context, q db.Querier, calendar *worktime.Calendar, due *time.Time) (*time.Time, error) {
	days, err := answerDays(ctx, q)
	if err != nil {
		return nil, err
	}
	by := unansweredAt(calendar, s.clock.Now(), due, days)
	if by == nil || due != nil && due.Before(*by) {
		by = due
	}
	return by, nil
}

// Unanswered reports whether the owner has been silent about a task in triage
// for so long that owner, manager and asker are told (W4). It is never accepted
// by that.
func (t *Task) Unanswered(now time.Time) bool {
	return t.Status == Triage && t.UnansweredAt != nil && !now.Before(*t.UnansweredAt)
}

// ownersTurn reports whether it is up to the owner to say something about the
// task in triage: not while they wait for the asker's word.
func (t *Task) ownersTurn() bool {
	return t.Status == Triage && t.forAnother() && t.Question == nil && (t.Proposal == nil || t.Proposal.AnswerByID == t.OwnerID)
}

// unansweredAt is when silence since an instant is told (W4): at the end of the
// last of these working days, or when half the working time left until the due instant is
// over, whichever comes first. Nil: the owner doesn't work.
func unansweredAt(calendar *worktime.Calendar, since time.Time, due *time.Time, days int) *time.Time {
	at, works := calendar.AfterWorkingDays(since, days)
	if due != nil {
		half, ok := calendar.Add(since, calendar.Between(since, *due)/2)
		if half.Equal(since) {
			half, ok = calendar.NextWorkingMinute(since) // no working time is left
		}
		if ok && (!works || half.Before(at)) {
			at, works = half, true
		}
	}
	if !works {
		return nil
	}
	at = at.UTC().Truncate(time.Millisecond)
	return &at
}

// wind keeps the clock of "unanswered" for a task in triage. It begins when the
// task comes to its owner, and again when the ball comes back to them; a snooze
// doesn't stop it.
func (c *change) wind(ctx context.Context) error {
	t, was := c.task, &c.was
	if t.Status != Triage {
		t.triageAt, t.SnoozedUntil, t.SnoozeEndsAt = nil, nil, nil
	}
	if !t.ownersTurn() {
		t.UnansweredAt, t.unansweredTold = nil, false
		return nil
	}
	fresh := t.triageAt == nil || !was.ownersTurn() || t.OwnerID != was.OwnerID
	if !fresh && sameInstant(t.DueAt, was.DueAt) {
		return nil
	}
	if fresh {
		t.triageAt, t.unansweredTold = c.now(), false
	}
	calendars, err := c.s.people.Calendars(ctx, c.tx, []string{t.OwnerID})
	if err != nil {
		return err
	}
	days, err := answerDays(ctx, c.tx)
	if err != nil {
		return err
	}
	t.UnansweredAt = unansweredAt(calendars[t.OwnerID], *t.triageAt, t.DueAt, days)
	t.unansweredTold = t.unansweredTold && t.Unanswered(*c.now())
	return nil
}

// beginOfDay is when the working hours of a date begin; where that is no working
// day any more, those of the next one. Nil: the owner doesn't work.
func beginOfDay(calendar *worktime.Calendar, date worktime.Date) *time.Time {
	at, works := calendar.NextWorkingMinute(calendar.At(date, 0))
	if works && calendar.DateOf(at).Before(date) { // the night shift of the day before is on
		at, works = calendar.NextWorkingMinute(calendar.EndOfDay(date.AddDays(-1)))
	}
	if !works {
		return nil
	}
	at = at.UTC()
	return &at
}
