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
		c.task.Status = Todo
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
		c.task.Status = Blocked
		if err := c.list.reordered(ctx); err != nil {
			return err
		}
		return c.save(ctx, "task.blocked", waitingData(c.task.WaitingFor))
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
		t.Status = Todo
		if t.StartedAt != nil {
			t.Status = InProgress
		}
		if err := c.waitFor(ctx, WaitingFor{}); err != nil {
			return err
		}
		was, rank := t.Level, t.Rank
		if err := c.put(ctx, Place{OnFull: Lower}); err != nil {
			return err
		}
		if t.Level == was {
			t.Rank = rank // there was room: it never lost its place
		}
		return c.save(ctx, "task.unblocked", moveData{From: was, To: t.Level})
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
		if outcome == nil && t.asksForOutcome() {
			outcome = &Outcome{Skipped: true}
		}
		t.Outcome = outcome
		if outcome != nil && outcome.Skipped && !t.asksForOutcome() {
			t.Outcome = nil
		}
		c.close(Done)
		if err := c.list.reordered(ctx); err != nil {
			return err
		}
		return c.save(ctx, "task.completed", doneData{Late: t.DueAt != nil && t.OverdueAt != nil && !c.now().Before(*t.OverdueAt)})
	})
}

// check cleans an outcome; one without words or link was skipped.
func (o *Outcome) check() error {
	if o == nil {
		return nil
	}
	var err error
	if o.Text, err = checkLine("body.outcome.text", o.Text, maxLine, false); err != nil {
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
	text, err := checkLine("body.text", text, maxLine, false)
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
		if text != "" {
			if err := c.say(ctx, text); err != nil {
				return err
			}
		}
		c.close(Canceled)
		c.task.CancelReason = &reason
		if err := c.list.reordered(ctx); err != nil {
			return err
		}
		return c.save(ctx, "task.canceled", cancelData{Reason: reason})
	})
}

// cancelData is the activity data of a canceled task.
type cancelData struct {
	Reason CancelReason `json:"reason"`
}

// Reopen takes a closed task back: onto the list, or into triage when it was
// declined. The asker may take back what was let go.
func (s *Service) Reopen(ctx context.Context, call authz.Call, id string, place Place) (Result, error) {
	return s.change(ctx, call, id, authz.Cancel, func(ctx context.Context, c *change) error {
		t := c.task
		if !t.Status.Closed() {
			return c.impossible("reopened")
		}
		if t.Status == Done && !c.byOwner() {
			return authz.May(authz.Progress, c.relation, true)
		}
		straight := c.relation&(authz.OwnerOf|authz.ManagerOf) != 0
		declined := t.CancelReason != nil && *t.CancelReason == Declined
		t.CancelReason, t.DoneAt, t.Outcome = nil, nil, nil
		if !straight || declined && !c.byOwner() {
			t.Status = Triage
			return c.save(ctx, "task.reopened", nil)
		}
		t.Status = Todo
		if t.StartedAt != nil {
			t.Status = InProgress
		}
		if err := c.put(ctx, place); err != nil {
			return err
		}
		return c.save(ctx, "task.reopened", moveData{To: t.Level})
	})
}

func (s *Service) progress(ctx context.Context, call authz.Call, id string, fn func(ctx context.Context, c *change) error) (Result, error) {
	return s.change(ctx, call, id, authz.Progress, fn)
}

// close takes the task off the list.
func (c *change) close(status Status) {
	t := c.task
	t.Status, t.Rank, t.Moved = status, nil, nil
	t.DoneAt = nil
	if status == Done {
		t.DoneAt = c.now()
	}
}

func (c *change) now() *time.Time {
	at := time.UnixMilli(c.tx.Now).UTC()
	return &at
}
