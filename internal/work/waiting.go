package work

import (
	"context"
	"errors"
	"slices"

	"cairn/internal/db"
	"cairn/internal/errs"
)

const maxWaitsFor = 20

// waitFor sets what the task waits for; an empty value ends the wait. Tasks it
// names must be readable by the owner, and must not wait for this one (W12).
func (c *change) waitFor(ctx context.Context, waiting WaitingFor) error {
	var err error
	if waiting.Text, err = checkLine("body.waiting_for.text", waiting.Text, maxLine, false); err != nil {
		return err
	}
	slices.Sort(waiting.TaskIDs)
	waiting.TaskIDs = slices.Compact(waiting.TaskIDs)
	if len(waiting.TaskIDs) > maxWaitsFor {
		return errs.InvalidField("body.waiting_for.task_ids", "names %d tasks; keep to %d", len(waiting.TaskIDs), maxWaitsFor)
	}
	if waiting.PersonID != nil {
		if _, err := c.s.people.Brief(ctx, c.tx, *waiting.PersonID); err != nil {
			return errs.InvalidField("body.waiting_for.person_id", "there is no such person")
		}
	}
	for _, id := range waiting.TaskIDs {
		if err := c.mayWaitFor(ctx, id); err != nil {
			return err
		}
	}
	if _, err := db.Exec(ctx, c.tx.Tx, `DELETE FROM task_wait WHERE task_id = $1`, c.task.ID); err != nil {
		return err
	}
	for _, id := range waiting.TaskIDs {
		if _, err := db.Exec(ctx, c.tx.Tx, `INSERT INTO task_wait (task_id, waits_for_id) VALUES ($1, $2)`, c.task.ID, id); err != nil {
			return err
		}
	}
	c.task.WaitingFor = nil
	if waiting.Text != "" || waiting.PersonID != nil || len(waiting.TaskIDs) > 0 {
		if waiting.TaskIDs == nil {
			waiting.TaskIDs = []string{}
		}
		c.task.WaitingFor = &waiting
	}
	return nil
}

func (c *change) mayWaitFor(ctx context.Context, id string) error {
	if _, err := readTask(ctx, c.tx, c.tx.Actor, id); err != nil {
		return errs.InvalidField("body.waiting_for.task_ids", "there is no task %s for you", id)
	}
	_, err := db.One(ctx, c.tx, db.Value[string], `WITH RECURSIVE ahead (id) AS (
			SELECT CAST($1 AS TEXT)
			UNION
			SELECT w.waits_for_id FROM task_wait w JOIN ahead a ON w.task_id = a.id
		) SELECT id FROM ahead WHERE id = $2`, id, c.task.ID)
	if errors.Is(err, db.ErrNoRow) {
		return nil
	}
	if err != nil {
		return err
	}
	return errs.InvalidField("body.waiting_for.task_ids", "the task %s waits for this one already; two tasks can't wait for each other", id)
}

// waitingRefs is the activity data of a wait: whom and which tasks, no words.
type waitingRefs struct {
	PersonID *string  `json:"person_id,omitempty"`
	TaskIDs  []string `json:"task_ids,omitempty"`
}

func waitingData(w *WaitingFor) any {
	if w == nil {
		return nil
	}
	return waitingRefs{PersonID: w.PersonID, TaskIDs: w.TaskIDs}
}
