package work

import (
	"context"
	"time"

	"cairn/internal/authz"
	"cairn/internal/errs"
)

// Start says that the owner is at it. The date that a manager set is agreed by
// that (W8).
func (s *Service) Start(ctx context.Context, call authz.Call, id string) (Result, error) {
	return s.progress(ctx, call, id, func(ctx context.Context, c *change) error {
		if c.task.Status != Todo {
			return c.impossible("started")
		}
		c.task.Status = InProgress
		c.task.StartedAt = c.now()
		c.task.ownerAgrees = true
		c.agree()
		return c.save(ctx, "task.started", nil)
	})
}

// Stop puts a task in progress back to where it waits for its turn.
func (s *Service) Stop(ctx context.Context, call authz.Call, id string) (Result, error) {
	return s.progress(ctx, call, id, func(ctx context.Context, c *change) error {
		if c.task.Status != InProgress {
			return c.impossible("stopped")
		}
		c.task.Status, c.task.StartedAt = Todo, nil
		return c.save(ctx, "task.stopped", nil)
	})
}

// Block says what or whom the task waits for. It gives up its slot (W1, W3).
func (s *Service) Block(ctx context.Context, call authz.Call, id string, waiting WaitingFor) (Result, error) {
	return s.progress(ctx, call, id, func(ctx context.Context, c *change) error {
		if c.task.Status != Todo && c.task.Status != InProgress {
			return c.impossible("blocked")
		}
		if err := c.waitFor(ctx, waiting); err != nil {
			return err
		}
		if c.task.WaitingFor == nil {
			return errs.InvalidField("body.waiting_for", "say what, whom or which tasks it waits for")
		}
		c.task.Status = Blocked
		if err := c.list.reordered(ctx); err != nil {
			return err
		}
		if err := c.save(ctx, "task.blocked", waitingData(c.task.WaitingFor)); err != nil {
			return err
		}
		return c.noCircle(ctx)
	})
}

// Unblock says that the wait is over. Where the level is full meanwhile, the
// task stands first below it, and says so (W3).
func (s *Service) Unblock(ctx context.Context, call authz.Call, id string) (Result, error) {
	return s.progress(ctx, call, id, func(ctx context.Context, c *change) error {
		t := c.task
		if t.Status != Blocked {
			return c.impossible("unblocked")
		}
		from := t.Level
		t.Status = t.openStatus()
		if t.Talk != nil && t.Talk.Why == whyNoOverlap {
			t.Talk = nil
		}
		if err := c.waitFor(ctx, WaitingFor{}); err != nil {
			return err
		}
		room, err := c.list.room(ctx, from, t.ID)
		if err != nil {
			return err
		}
		if room {
			err = c.list.reordered(ctx) // it never lost its place, and takes a slot again
		} else {
			err = c.put(ctx, Place{OnFull: Lower})
		}
		if err != nil {
			return err
		}
		return c.save(ctx, "task.unblocked", moveData{From: from, To: t.Level})
	})
}

// Complete says that the task is done, with its outcome. Where one is asked for
// and left out, that is kept too (W13).
func (s *Service) Complete(ctx context.Context, call authz.Call, id string, outcome *Outcome) (Result, error) {
	if err := outcome.check(); err != nil {
		return Result{}, err
	}
	return s.progress(ctx, call, id, func(ctx context.Context, c *change) error {
		t := c.task
		if t.Status == Triage || t.Status.Closed() {
			return c.impossible("done")
		}
		if t.Request != nil {
			return c.answer(ctx, outcome.answer())
		}
		t.Outcome = outcome
		switch asked := t.asksForOutcome(); {
		case outcome == nil && asked:
			t.Outcome = &Outcome{Skipped: true}
		case outcome != nil && outcome.Skipped && !asked:
			t.Outcome = nil
		}
		late := t.late(*c.now())
		if err := c.close(ctx, Done); err != nil {
			return err
		}
		if err := c.list.reordered(ctx); err != nil {
			return err
		}
		return c.save(ctx, "task.completed", doneData{Late: late})
	})
}

// check cleans an outcome; one without words or link was skipped.
func (o *Outcome) check() error {
	if o == nil {
		return nil
	}
	var err error
	if o.Text, err = CheckLine("body.outcome.text", o.Text, false); err != nil {
		return err
	}
	o.Skipped = o.Text == "" && o.URL == ""
	return checkURL("body.outcome.url", o.URL)
}

// asksForOutcome reports whether the record wants to know what came of the
// task (W13).
func (t *Task) asksForOutcome() bool {
	return t.forAnother() || t.Level == Urgent || t.Level == High
}

// doneData is the activity data of a done task.
type doneData struct {
	Late bool `json:"late,omitempty"`
}

// Cancel ends a task whose need is gone, or that exists twice, or that its
// asker takes back (W1). Words about it go into the thread.
func (s *Service) Cancel(ctx context.Context, call authz.Call, id string, reason CancelReason, text string) (Result, error) {
	return s.cancel(ctx, call, id, reason, text, "")
}

// CancelAsDuplicate ends a task that exists twice, and names the one that stays.
func (s *Service) CancelAsDuplicate(ctx context.Context, call authz.Call, id, ofID, text string) (Result, error) {
	return s.cancel(ctx, call, id, Duplicate, text, ofID)
}

func (s *Service) cancel(ctx context.Context, call authz.Call, id string, reason CancelReason, text, duplicateOf string) (Result, error) {
	text, err := CheckLine("body.text", text, false)
	if err != nil {
		return Result{}, err
	}
	switch reason {
	case NoLongerNeeded, Duplicate, Withdrawn:
	case Declined:
		return Result{}, errs.InvalidField("body.reason", "a task in triage is declined by decline, with words")
	default:
		return Result{}, errs.InvalidField("body.reason", "must be no_longer_needed, duplicate or withdrawn")
	}
	return s.change(ctx, call, id, authz.Cancel, func(ctx context.Context, c *change) error {
		if c.task.Status.Closed() {
			return c.impossible("canceled")
		}
		if reason == Withdrawn && c.relation&authz.AskerOf == 0 {
			return errs.New(errs.Forbidden, "only who asked for it withdraws a task; no_longer_needed says the need is gone")
		}
		if err := c.duplicate(ctx, duplicateOf); err != nil {
			return err
		}
		if text != "" {
			if err := c.say(ctx, text); err != nil {
				return err
			}
		}
		c.task.CancelReason = &reason
		data := cancelData{
			Reason: reason, DuplicateOfID: duplicateOf, LetGo: c.letsGo(reason), TakenOn: c.task.Status != Triage,
			NeededAt: c.task.NeededAt, DoubtAt: c.task.DoubtAt, LetGoAt: c.task.LetGoAt,
		}
		if err := c.close(ctx, Canceled); err != nil {
			return err
		}
		if err := c.list.reordered(ctx); err != nil {
			return err
		}
		return c.save(ctx, "task.canceled", data)
	})
}

// duplicate notes which task stays where this one exists twice: one that the
// actor reads, and that has not gone itself.
func (c *change) duplicate(ctx context.Context, ofID string) error {
	if ofID == "" {
		return nil
	}
	if ofID == c.task.ID {
		return errs.InvalidField("body.duplicate_of_id", "is this task; name the other one, which stays")
	}
	stays, err := readTask(ctx, c.tx, c.tx.Actor, ofID)
	if errs.Is(err, errs.NotFound) {
		return errs.InvalidField("body.duplicate_of_id", "there is no task %s for you", ofID)
	}
	if err != nil {
		return err
	}
	if stays.Status == Canceled {
		return errs.InvalidField("body.duplicate_of_id", "“%s” was canceled; name the task that stays", stays.Title)
	}
	c.task.DuplicateOfID = &ofID
	return nil
}

// cancelData is the activity data of a canceled task.
type cancelData struct {
	Reason        CancelReason `json:"reason"`
	DuplicateOfID string       `json:"duplicate_of_id,omitempty"`
	LetGo         bool         `json:"let_go,omitempty"`   // nobody had answered whether it is still needed (W9)
	TakenOn       bool         `json:"taken_on,omitempty"` // the owner had it on their list
	NeededAt      *time.Time   `json:"needed_at,omitempty"`
	DoubtAt       *time.Time   `json:"doubt_at,omitempty"`
	LetGoAt       *time.Time   `json:"let_go_at,omitempty"`
}

// secondThought is what the actor had canceled it with, where they take that back
// before anything else has happened; nil where they don't.
func (c *change) secondThought(ctx context.Context) (*cancelData, error) {
	last, err := lastAct[cancelData](ctx, c)
	if err != nil || last.verb != "task.canceled" || last.actor != c.tx.Actor {
		return nil, err
	}
	return &last.data, nil
}

// Reopen takes a closed task back: onto the list when its owner or their direct
// manager does it, else into triage, except as a second thought of who canceled it.
// What the owner declined, others reopen into triage only. What is done, the owner
// alone reopens.
func (s *Service) Reopen(ctx context.Context, call authz.Call, id string, place Place) (Result, error) {
	if err := place.check(); err != nil {
		return Result{}, err
	}
	return s.change(ctx, call, id, authz.Cancel, func(ctx context.Context, c *change) error {
		t := c.task
		if !t.Status.Closed() {
			return c.impossible("reopened")
		}
		if t.Status == Done {
			if err := authz.May(authz.Progress, c.relation, true); err != nil {
				return err
			}
		}
		if err := c.takeNextBack(ctx); err != nil {
			return err
		}
		place, ontoList, err := c.whereBack(ctx, place)
		if err != nil {
			return err
		}
		t.CancelReason, t.DuplicateOfID, t.DoneAt, t.Outcome, t.answer = nil, nil, nil, nil, nil
		if err := c.refreshDue(ctx); err != nil {
			return err
		}
		if !ontoList {
			t.Status, t.StartedAt, t.ownerAgrees = Triage, nil, false
			return c.save(ctx, "task.reopened", reopenedData{Triage: true})
		}
		if err := c.seen(ctx, place); err != nil {
			return err
		}
		t.Status = t.openStatus()
		if c.byOwner() {
			t.ownerAgrees = true
			c.agree()
		}
		if err := c.put(ctx, place); err != nil {
			return err
		}
		return c.save(ctx, "task.reopened", reopenedData{To: t.Level})
	})
}

// whereBack is where a closed task comes back to, and whether that is on the list.
// A second thought brings back, too, how long nobody had said that it is needed.
func (c *change) whereBack(ctx context.Context, place Place) (Place, bool, error) {
	t := c.task
	declined := t.CancelReason != nil && *t.CancelReason == Declined
	arranges := authz.May(authz.Arrange, c.relation, true) == nil
	back, err := c.secondThought(ctx)
	if err != nil {
		return place, false, err
	}
	if back != nil && back.TakenOn && back.Reason == NoLongerNeeded && !arranges {
		arranges, place = true, Place{OnFull: Lower} // where on the list is not theirs to say
	}
	if back != nil && c.relation&authz.AskerOf == 0 {
		t.NeededAt, t.DoubtAt, t.LetGoAt = back.NeededAt, back.DoubtAt, back.LetGoAt
	}
	return place, arranges && (!declined || c.byOwner()), nil
}

// reopenedData is the activity data of a reopened task.
type reopenedData struct {
	Triage bool  `json:"triage,omitempty"`
	To     Level `json:"to,omitempty"`
}

func (s *Service) progress(ctx context.Context, call authz.Call, id string, fn func(ctx context.Context, c *change) error) (Result, error) {
	return s.change(ctx, call, id, authz.Progress, fn)
}

// openStatus is the status of a task that comes back onto the list.
func (t *Task) openStatus() Status {
	if t.StartedAt != nil {
		return InProgress
	}
	return Todo
}

// close takes the task off the list. It waits for nothing any more.
func (c *change) close(ctx context.Context, status Status) error {
	t := c.task
	t.Status, t.Rank, t.Moved, t.DoneAt, t.Talk = status, nil, nil, nil, nil
	if status == Done {
		t.DoneAt = c.now()
	}
	if t.WaitingFor == nil {
		return nil
	}
	return c.waitFor(ctx, WaitingFor{})
}

func (c *change) now() *time.Time {
	at := time.UnixMilli(c.tx.Now).UTC()
	return &at
}
