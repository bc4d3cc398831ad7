package work

import (
	"context"
	"errors"

	"cairn/internal/authz"
	"cairn/internal/db"
	"cairn/internal/errs"
)

// verbUndecided is the owner's second thought: what they accepted or declined is to
// be decided again.
const verbUndecided = "task.undecided"

// Undecide takes back what the owner decided about a task, while nothing else has
// happened to it since: it is in triage again, as if nothing had been said. The
// words of a no are gone from the thread.
func (s *Service) Undecide(ctx context.Context, call authz.Call, id string) (Result, error) {
	return s.change(ctx, call, id, authz.Decide, func(ctx context.Context, c *change) error {
		t := c.task
		type act struct {
			verb string
			data commentRef
		}
		last, err := db.One(ctx, c.tx, func(row db.Row) (act, error) {
			var a act
			var data db.JSON[commentRef]
			err := row.Scan(&a.verb, &data)
			a.data = data.V
			return a, err
		}, `SELECT verb, data FROM activity WHERE object_id = $1 ORDER BY revision DESC LIMIT 1`, t.ID)
		if err != nil && !errors.Is(err, db.ErrNoRow) {
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
