package work

import (
	"context"
	"log/slog"
	"time"

	"cairn/internal/activity"
	"cairn/internal/authz"
	"cairn/internal/db"
	"cairn/internal/job"
)

// What the clock does to a task when nobody touches it: silence that is told
// (W4), or agrees (W8), or lets go (W9), times that pass (W11), a wait that needs
// a talk (C7). Each task keeps the first instant at which one of these may be; it
// may be too early, never too late, for it is then computed exactly.

// What happens by the clock, as the activity has it, one question of a person, and
// the answers to these.
const (
	verbUnanswered = "task.unanswered"
	verbMayLetGo   = "task.may_let_go"
	verbNeedAsked  = "task.need_asked"
	verbKept       = "task.kept"
	verbKeptUrgent = "task.kept_urgent"
)

// How the runner goes about its work.
const (
	wakeChunk = 50          // tasks that it looks up at a time
	wakePoll  = time.Second // how often it looks
	day       = 24 * time.Hour
)

// Run does what the clock has to do until ctx ends. Any number of nodes may do
// so: a task is looked at under its list's lock.
func (s *Service) Run(ctx context.Context, log *slog.Logger) {
	s.step().Run(ctx, log, "the clock of tasks", wakePoll)
}

// Drain does all that the clock has to do now: for tests with a clock of theirs.
func (s *Service) Drain(ctx context.Context) error {
	_, err := s.step().Drain(ctx)
	return err
}

// step wakes a few tasks, each in a transaction of its own; one that fails holds
// up none of the others.
func (s *Service) step() job.Step {
	back := job.NewSetbacks(s.db, s.clock, "tasks")
	return back.StepEach(func(ctx context.Context) ([]string, error) {
		return db.All(ctx, s.db, db.Value[string],
			`SELECT t.id FROM task t WHERE t.wake_at <= $1 AND `+back.Without("t.id", "$1")+` ORDER BY t.wake_at, t.id LIMIT $2`,
			s.clock.Now().UnixMilli(), wakeChunk)
	}, s.wake)
}

// wake does to one task what the clock has to do.
func (s *Service) wake(ctx context.Context, id string) error {
	owner, err := ownerOf(ctx, s.db, id)
	if err != nil || owner == "" {
		return err
	}
	_, err = s.ledger.Write(ctx, authz.Call{}, func(ctx context.Context, tx *activity.Tx) error {
		held, err := s.lock(ctx, tx, owner)
		if err != nil {
			return err
		}
		found, err := db.All(ctx, tx, scanTask, `SELECT `+taskColumns+` FROM task t WHERE t.id = $1`, id)
		if err != nil || len(found) == 0 {
			return err // it is gone
		}
		t := found[0]
		if t.OwnerID != owner {
			owner = t.OwnerID
			return db.ErrRetry // handed over before the lock was held
		}
		if t.wakeAt == nil || t.wakeAt.UnixMilli() > tx.Now {
			return nil // another node was here
		}
		c := &change{s: s, tx: tx, task: &t, was: t, list: held}
		return c.wake(ctx)
	})
	return err
}

// clockwork is one thing that the clock may have to do: it changes the task, and
// gives what happened; or only says when to look again.
type clockwork func(ctx context.Context) (happened *happening, again *time.Time, err error)

func (c *change) wake(ctx context.Context) error {
	var next *time.Time
	for _, work := range []clockwork{c.tellUnanswered, c.agreeBySilence, c.doubt, c.offerToLetGo, c.comeRound, c.proposeTalk} {
		if c.task.Status.Closed() {
			break
		}
		happened, again, err := work(ctx)
		if err != nil {
			return err
		}
		next = sooner(next, again)
		if happened == nil {
			continue
		}
		if err := c.save(ctx, happened.verb, happened.data); err != nil {
			return err
		}
		c.was = *c.task
	}
	// What was saved has set the earliest instants; these are the right ones.
	return db.Later(ctx, c.tx.Tx, `UPDATE task SET wake_at = $2 WHERE id = $1`, c.task.ID, millis(next))
}

// soonest is the first instant at which the clock may have something to do with
// the task, as far as that is known without anybody's calendar.
func (t *Task) soonest(now time.Time) *time.Time {
	if t.Status.Closed() {
		return nil
	}
	var at *time.Time
	if !t.unansweredTold {
		at = sooner(at, t.UnansweredAt)
	}
	if t.silenceAgrees() {
		at = sooner(at, after(now, agreeDays))
	}
	switch {
	case t.NeededAt == nil:
	case t.DoubtAt == nil:
		at = sooner(at, after(*t.NeededAt, doubtDays<<t.keeps))
	case t.LetGoAt == nil:
		at = sooner(at, after(*t.DoubtAt, letGoDays))
	}
	if t.Repeat != nil {
		at = sooner(at, t.Repeat.PassesAt)
	}
	if t.Talk == nil && t.Status == Blocked {
		at = sooner(at, after(now, apartDays))
	}
	return at
}

// after is before so many whole working days have passed since an instant,
// whoever's they are: the first of them may be the day itself.
func after(since time.Time, days int) *time.Time {
	at := since.Add(time.Duration(days-1) * day)
	return &at
}

// sooner is the earlier of two instants; none is later than any.
func sooner(a, b *time.Time) *time.Time {
	if a == nil || b != nil && b.Before(*a) {
		return b
	}
	return a
}

// keepTime notes, with each change of a task, since when it is urgent, and when
// the clock has to look at it.
func (t *Task) keepTime(was *Task, now time.Time) {
	switch {
	case t.Level != Urgent || !t.holdsSlot():
		t.urgentAt = nil
	case t.urgentAt == nil:
		t.urgentAt = &now
	}
	t.wakeAt = t.soonest(now)
	if t.wakeAt != nil {
		t.wakeAt = sooner(t.wakeAt, was.wakeAt)
	}
}
