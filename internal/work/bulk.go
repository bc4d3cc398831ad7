package work

import (
	"context"
	"slices"

	"cairn/internal/activity"
	"cairn/internal/authz"
	"cairn/internal/db"
	"cairn/internal/errs"
)

// LockLists takes the locks of several worklists in the order in which nobody
// waits for another in a circle. A larger write that touches more than one list
// calls it before anything else.
func (s *Service) LockLists(ctx context.Context, tx *activity.Tx, personIDs []string) error {
	_, err := s.lockAll(ctx, tx, slices.Clone(personIDs)...)
	return err
}

// BySource reads the tasks with these source keys that a person may read, those
// they asked for first.
func (s *Service) BySource(ctx context.Context, q db.Querier, readerID string, keys []string) ([]Task, error) {
	return db.All(ctx, q, scanTask, `SELECT `+taskColumns+` FROM task t
		WHERE t.source_key `+q.Dialect().Among("$2")+` AND `+taskPredicate()+`
		ORDER BY CASE WHEN t.asked_by_id = $1 THEN 0 ELSE 1 END, t.id`, readerID, db.List(keys))
}

// HeldSlots counts the slots that are taken on worklists, by person and level.
func (s *Service) HeldSlots(ctx context.Context, q db.Querier, personIDs []string) (map[string]map[Level]int, error) {
	held := map[string]map[Level]int{}
	for _, id := range personIDs {
		held[id] = map[Level]int{}
	}
	_, err := db.All(ctx, q, func(row db.Row) (struct{}, error) {
		var owner string
		var level, count int
		err := row.Scan(&owner, &level, &count)
		if err == nil {
			held[owner][levelOf(level)] = count
		}
		return struct{}{}, err
	}, `SELECT owner_id, level, count(*) FROM task
		WHERE rank IS NOT NULL AND status IN ('todo', 'in_progress') AND owner_id `+q.Dialect().Among("$1")+`
		GROUP BY owner_id, level`, db.List(personIDs))
	return held, err
}

// SameDue reports whether two due dates are the same.
func SameDue(t Task, due Due) bool {
	if due.Date == nil {
		return t.DueDate == nil
	}
	return dueOf(&t).equal(&due)
}

// MayRedate refuses a due date that a file of tasks can't give to a task it was
// imported from before: imported tells that an admin imports it, who may do to
// the date what a manager may (W4, W8).
func MayRedate(t Task, relation authz.Relation, imported bool, due Due) error {
	if t.Status.Closed() {
		return errs.New(errs.StateConflict, "it is %s", t.Status.words())
	}
	if !imported || relation&authz.AskerOf == 0 {
		if err := authz.May(authz.Arrange, relation, true); err != nil {
			return err
		}
	}
	if relation&authz.OwnerOf == 0 && t.AgreedDueDate != nil && due.Date != nil && due.Date.Before(*t.AgreedDueDate) {
		return errs.New(errs.ProposeInstead, "%s was agreed; propose the earlier date, its owner decides", t.AgreedDueDate)
	}
	return nil
}

// RedateIn gives a task the due date that a file of tasks has for it now, as a
// part of a larger write.
func (s *Service) RedateIn(ctx context.Context, tx *activity.Tx, actor authz.Actor, taskID string, imported bool, due Due) (Task, error) {
	c, err := s.open(ctx, tx, actor, taskID)
	if err != nil {
		return Task{}, err
	}
	if err := MayRedate(*c.task, c.relation, imported, due); err != nil {
		return Task{}, err
	}
	reason := Reprioritized
	moved, err := c.moveDue(ctx, due, &reason)
	if err == nil && moved != nil {
		err = c.save(ctx, "task.due_moved", moved)
	}
	return *c.task, err
}
