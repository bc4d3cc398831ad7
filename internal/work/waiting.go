package work

import (
	"context"
	"slices"

	"cairn/internal/db"
	"cairn/internal/errs"
)

const maxWaitsFor = 20

// waitFor sets what the task waits for; an empty value ends the wait, unless the
// task is blocked by it. Tasks it names must be readable by the actor. The
// caller calls noCircle after saving.
func (c *change) waitFor(ctx context.Context, waiting WaitingFor) error {
	var err error
	if waiting.Text, err = checkLine("body.waiting_for.text", waiting.Text, false); err != nil {
		return err
	}
	waiting.TaskIDs = slices.Compact(slices.Sorted(slices.Values(waiting.TaskIDs)))
	if len(waiting.TaskIDs) > maxWaitsFor {
		return errs.InvalidField("body.waiting_for.task_ids", "names %d tasks; keep to %d", len(waiting.TaskIDs), maxWaitsFor)
	}
	if waiting.PersonID != nil {
		if _, err := c.s.people.Brief(ctx, c.tx, *waiting.PersonID); err != nil {
			return errs.InvalidField("body.waiting_for.person_id", "there is no such person")
		}
	}
	for _, id := range waiting.TaskIDs {
		if _, err := readTask(ctx, c.tx, c.tx.Actor, id); err != nil {
			return errs.InvalidField("body.waiting_for.task_ids", "there is no task %s for you", id)
		}
	}
	if c.task.WaitingFor != nil {
		if _, err := db.Exec(ctx, c.tx.Tx, `DELETE FROM task_wait WHERE task_id = $1`, c.task.ID); err != nil {
			return err
		}
	}
	for _, id := range waiting.TaskIDs {
		if _, err := db.Exec(ctx, c.tx.Tx, `INSERT INTO task_wait (task_id, waits_for_id) VALUES ($1, $2)`, c.task.ID, id); err != nil {
			return err
		}
	}
	c.task.WaitingFor = nil
	if !waiting.empty() {
		waiting.TaskIDs = append([]string{}, waiting.TaskIDs...)
		c.task.WaitingFor = &waiting
	}
	return nil
}

func (w *WaitingFor) empty() bool { return w.Text == "" && w.PersonID == nil && len(w.TaskIDs) == 0 }

// noCircle refuses tasks that wait for each other (W12). It comes after the
// save, whose lock on the revision counter no other write holds at the same
// time: two waits that are fine alone can't make a circle together.
func (c *change) noCircle(ctx context.Context) error {
	if len(c.task.WaitingFor.taskIDs()) == 0 {
		return nil
	}
	circle, err := db.One(ctx, c.tx, db.Value[bool], `WITH RECURSIVE ahead (id) AS (
			SELECT waits_for_id FROM task_wait WHERE task_id = $1
			UNION
			SELECT w.waits_for_id FROM task_wait w JOIN ahead a ON w.task_id = a.id
		) SELECT EXISTS (SELECT 1 FROM ahead WHERE id = $1)`, c.task.ID)
	if err == nil && circle {
		return errs.InvalidField("body.waiting_for.task_ids", "one of these tasks waits for this one already; two tasks can't wait for each other")
	}
	return err
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
