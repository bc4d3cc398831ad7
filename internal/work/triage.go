package work

import (
	"context"

	"cairn/internal/authz"
	"cairn/internal/errs"
)

// Accept takes a task in triage onto the owner's list (W1). The date that came
// with it is agreed by that (W8).
func (s *Service) Accept(ctx context.Context, call authz.Call, id string, place Place) (Result, error) {
	if err := place.check(); err != nil {
		return Result{}, err
	}
	return s.change(ctx, call, id, authz.Decide, func(ctx context.Context, c *change) error {
		if c.task.Status != Triage {
			return c.impossible("accepted")
		}
		if err := c.seen(ctx, place); err != nil {
			return err
		}
		c.task.Status = Todo
		c.task.ownerAgrees = true
		c.agree()
		if err := c.put(ctx, place); err != nil {
			return err
		}
		return c.save(ctx, "task.accepted", moveData{To: c.task.Level})
	})
}

// Decline gives a task in triage back, with a reason in words, which stands in
// its thread.
func (s *Service) Decline(ctx context.Context, call authz.Call, id, reason string) (Result, error) {
	reason, err := CheckLine("body.reason", reason, true)
	if err != nil {
		return Result{}, err
	}
	return s.change(ctx, call, id, authz.Decide, func(ctx context.Context, c *change) error {
		if c.task.Status != Triage {
			return c.impossible("declined")
		}
		if err := c.say(ctx, reason); err != nil {
			return err
		}
		declined := Declined
		c.task.CancelReason = &declined
		if err := c.close(ctx, Canceled); err != nil {
			return err
		}
		return c.save(ctx, "task.declined", nil)
	})
}

// impossible refuses a step that the task's status doesn't allow (W1).
func (c *change) impossible(what string) error {
	return errs.New(errs.StateConflict, "a task that is %s can't be %s; look at it again", c.task.Status.words(), what).
		With(map[string]Status{"status": c.task.Status})
}

func (s Status) words() string {
	switch s {
	case Triage:
		return "still to be decided on"
	case Todo:
		return "on the list"
	case InProgress:
		return "in progress"
	case Blocked:
		return "waiting"
	case Done:
		return "done"
	case Canceled:
		return "canceled"
	default:
		return string(s)
	}
}
