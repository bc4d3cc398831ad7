package work

import (
	"context"
	"time"

	"cairn/internal/authz"
	"cairn/internal/db"
	"cairn/internal/errs"
)

// Second thoughts.
const (
	verbUndecided = "task.undecided" // what the owner accepted or declined is to be decided again
	verbUnkept    = "task.unkept"    // whoever said that it is still needed, or urgent, takes that back
)

// act is something that happened to a task, with its data.
type act[T any] struct {
	verb, actor string
	data        T
}

// lastAct is what happened to the task last; it has no verb where nothing has.
func lastAct[T any](ctx context.Context, c *change) (act[T], error) {
	found, err := db.All(ctx, c.tx, func(row db.Row) (act[T], error) {
		var a act[T]
		var data db.JSON[T]
		err := row.Scan(&a.verb, &a.actor, &data)
		a.data = data.V
		return a, err
	}, `SELECT verb, actor_id, data FROM activity WHERE object_id = $1 ORDER BY revision DESC LIMIT 1`, c.task.ID)
	if err != nil || len(found) == 0 {
		return act[T]{}, err
	}
	return found[0], nil
}

// Undecide takes back what the owner decided about a task, while nothing else has
// happened to it since: it is in triage again, as if nothing had been said. The
// words of a no are gone from the thread.
func (s *Service) Undecide(ctx context.Context, call authz.Call, id string) (Result, error) {
	return s.change(ctx, call, id, authz.Decide, func(ctx context.Context, c *change) error {
		t := c.task
		last, err := lastAct[commentRef](ctx, c)
		if err != nil {
			return err
		}
		switch {
		case last.verb == "task.accepted" && t.Status == Todo:
		case last.verb == "task.declined" && t.Status == Canceled:
			if _, err := db.Exec(ctx, c.tx.Tx, `UPDATE comment SET deleted = TRUE, body = '', mentions = '[]' WHERE id = $1 AND NOT deleted`,
				last.data.CommentID); err != nil {
				return err
			}
			t.CommentCount--
			t.CancelReason = nil
			if err := c.refreshDue(ctx); err != nil {
				return err
			}
		default:
			return errs.New(errs.StateConflict, "more has happened to it since; propose something else, or hand it back in its thread")
		}
		t.Status, t.Rank, t.Moved, t.ownerAgrees, t.AgreedDueDate = Triage, nil, nil, false, nil
		if err := c.list.reordered(ctx); err != nil {
			return err
		}
		return c.save(ctx, verbUndecided, nil)
	})
}

// Unkeep takes back that a task is still needed, or still urgent, while nothing
// else has happened to it since: its asker's silence counts as it did before, and
// whoever was asked is asked still.
func (s *Service) Unkeep(ctx context.Context, call authz.Call, id string) (Result, error) {
	return s.change(ctx, call, id, authz.Confirm, func(ctx context.Context, c *change) error {
		last, err := lastAct[keptData](ctx, c)
		switch {
		case err != nil:
			return err
		case last.verb != verbKept && last.verb != verbKeptUrgent:
			return errs.New(errs.StateConflict, "more has happened to it since; say in its thread how it is now, or end it as no longer needed")
		case last.actor != c.tx.Actor:
			return errs.New(errs.Forbidden, "only who said it takes it back; say in its thread what you think")
		}
		t := c.task
		t.touchedAt, t.NeededAt, t.DoubtAt, t.LetGoAt = last.data.TouchedAt, last.data.NeededAt, last.data.DoubtAt, last.data.LetGoAt
		t.keeps, t.urgentAt = last.data.Keeps, last.data.UrgentAt
		c.takesBack = true
		return c.save(ctx, verbUnkept, nil)
	})
}

// keptData is the activity data of a task that somebody still needs, or finds
// urgent: how long nobody had said so.
type keptData struct {
	TouchedAt *time.Time `json:"touched_at,omitempty"`
	NeededAt  *time.Time `json:"needed_at,omitempty"`
	DoubtAt   *time.Time `json:"doubt_at,omitempty"`
	LetGoAt   *time.Time `json:"let_go_at,omitempty"`
	UrgentAt  *time.Time `json:"urgent_at,omitempty"`
	Keeps     int        `json:"keeps,omitempty"`
}

func (t *Task) unkept() keptData {
	return keptData{TouchedAt: t.touchedAt, NeededAt: t.NeededAt, DoubtAt: t.DoubtAt, LetGoAt: t.LetGoAt, UrgentAt: t.urgentAt, Keeps: t.keeps}
}
