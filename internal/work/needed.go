package work

import (
	"context"
	"time"

	"cairn/internal/authz"
	"cairn/internal/errs"
	"cairn/internal/notify"
)

// Still needed? (W9) What another asked for is asked about when nobody has said
// for long that it is needed. The question is Cairn's own (asks.go), or the
// owner's before they start; silence lets the owner let it go.

const (
	doubtDays     = 10 // working days of the asker without a word of theirs
	untouchedDays = 21 // days without an act of owner or asker
	letGoDays     = 5  // working days of the asker without an answer
	maxKeeps      = 4  // after which the interval doubles no more
)

// touch notes that the owner or the asker did something to the task. Any act of
// the asker says that it is needed.
func (c *change) touch() {
	if c.takesBack {
		return
	}
	t, now := c.task, c.now()
	byAsker := c.tx.Actor != "" && c.tx.Actor == t.AskedByID
	if byAsker || c.tx.Actor != "" && c.tx.Actor == t.OwnerID || t.touchedAt == nil {
		t.touchedAt = now
	}
	switch {
	case t.Status.Closed() || !t.forAnother():
		t.NeededAt, t.DoubtAt, t.LetGoAt = nil, nil, nil
	case byAsker || t.NeededAt == nil:
		t.NeededAt, t.DoubtAt, t.LetGoAt = now, nil, nil
	}
}

// Keep is the asker's word that a task is still needed; the next question comes
// after twice as long.
func (s *Service) Keep(ctx context.Context, call authz.Call, id string) (Result, error) {
	return s.change(ctx, call, id, authz.Confirm, func(ctx context.Context, c *change) error {
		t := c.task
		if t.Status.Closed() {
			return c.impossible("kept")
		}
		if !t.forAnother() || c.relation&authz.AskerOf == 0 {
			return errs.New(errs.Forbidden, "only who asked for it says that it is still needed")
		}
		before := t.unkept()
		t.keeps = min(t.keeps+1, maxKeeps)
		return c.save(ctx, verbKept, before)
	})
}

// AskFirst is the owner's question to the asker, before they start: is it still
// needed?
func (s *Service) AskFirst(ctx context.Context, call authz.Call, id string) (Result, error) {
	return s.change(ctx, call, id, authz.Decide, func(ctx context.Context, c *change) error {
		t := c.task
		if t.Status.Closed() {
			return c.impossible("asked about")
		}
		if !t.forAnother() {
			return errs.New(errs.StateConflict, "you set it yourself, so nobody else can say whether it is needed")
		}
		if err := c.canAnswer(ctx, t.AskedByID); err != nil {
			return err
		}
		return c.save(ctx, verbNeedAsked, nil)
	})
}

// KeepUrgent is the word of owner or asker that a task is still urgent (W3).
func (s *Service) KeepUrgent(ctx context.Context, call authz.Call, id string) (Result, error) {
	return s.change(ctx, call, id, authz.Confirm, func(ctx context.Context, c *change) error {
		t := c.task
		if t.Level != Urgent || !t.holdsSlot() {
			return errs.New(errs.StateConflict, "it is not urgent on the list any more; look at it again")
		}
		before := t.unkept()
		t.urgentAt = c.now()
		return c.save(ctx, verbKeptUrgent, before)
	})
}

// doubt notes when the asker has been silent for so long that the task is asked
// about.
func (c *change) doubt(ctx context.Context) (*happening, *time.Time, error) {
	t := c.task
	if t.NeededAt == nil || t.DoubtAt != nil {
		return nil, nil, nil
	}
	at, err := c.askersDays(ctx, *t.NeededAt, doubtDays<<t.keeps)
	if err != nil || at == nil || at.After(*c.now()) {
		return nil, at, err
	}
	t.DoubtAt = at
	return &happening{verbDoubted, nil}, nil, nil
}

// offerToLetGo notes when the question whether the task is needed has been
// unanswered for five working days after it was told.
func (c *change) offerToLetGo(ctx context.Context) (*happening, *time.Time, error) {
	t := c.task
	if t.NeededAt == nil || t.DoubtAt == nil || t.LetGoAt != nil {
		return nil, nil, nil
	}
	told, ok, err := notify.FirstToldAt(ctx, c.tx, t.AskedByID, notify.ThreadOf(authz.KindTask, t.ID), *t.NeededAt, codeStillNeeded, verbNeedAsked)
	if err != nil {
		return nil, nil, err
	}
	if !ok { // nobody was asked yet
		return nil, after(*c.now(), letGoDays), nil
	}
	silent, err := c.askersDays(ctx, told, letGoDays)
	if err != nil || silent == nil || silent.After(*c.now()) {
		return nil, silent, err
	}
	t.LetGoAt = silent
	return &happening{verbMayLetGo, nil}, nil, nil
}

// askersDays is when so many whole working days of the asker have passed since an
// instant; nil: they don't work.
func (c *change) askersDays(ctx context.Context, since time.Time, days int) (*time.Time, error) {
	calendars, err := c.s.people.Calendars(ctx, c.tx, []string{c.task.AskedByID})
	if err != nil {
		return nil, err
	}
	calendar := calendars[c.task.AskedByID]
	if calendar == nil {
		return nil, nil //nolint:nilnil // they don't work
	}
	at, ok := calendar.AfterWorkingDays(since, days)
	if !ok {
		return nil, nil //nolint:nilnil // as above
	}
	return &at, nil
}

// letsGo reports whether the owner ends the task because nobody answered whether
// it is needed.
func (c *change) letsGo(reason CancelReason) bool {
	at := c.task.LetGoAt
	return reason == NoLongerNeeded && c.byOwner() && at != nil && !c.now().Before(*at)
}
