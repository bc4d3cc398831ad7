package work

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"

	"cairn/internal/activity"
	"cairn/internal/authz"
	"cairn/internal/db"
)

// A task that one may read can name others that one may not. What one may not
// see does not exist, so every task that leaves this package for a reader names
// only what they may read (A1). When that changes, because the one that is named
// changed its readers or a reader their place, the feed tells the task again.

// Naming is for the feed: the tasks that name others.
func Naming() activity.Naming {
	return activity.Naming{Kind: authz.KindTask, IDs: `SELECT task_id FROM task_wait UNION ALL SELECT id FROM task WHERE moved IS NOT NULL`}
}

// naming are the tasks that name this one: those that wait for it, its
// duplicates, and those of its list that a manager moved away from behind it.
func naming(ctx context.Context, q db.Querier, id, ownerID string) ([]string, error) {
	return db.All(ctx, q, db.Value[string],
		`SELECT task_id FROM task_wait WHERE waits_for_id = $1
		 UNION SELECT id FROM task WHERE duplicate_of_id = $1
		 UNION SELECT id FROM task WHERE owner_id = $2 AND rank IS NOT NULL AND moved LIKE '%' || $1 || '%'`, id, ownerID)
}

// asSeenBy leaves out of tasks what they name and the reader may not read.
func asSeenBy(ctx context.Context, q db.Querier, readerID string, tasks []Task) error {
	var named []string
	for i := range tasks {
		named = append(named, tasks[i].named()...)
	}
	seen, err := seenOf(ctx, q, readerID, named)
	if err != nil || len(named) == 0 {
		return err
	}
	for i := range tasks {
		tasks[i].keepNamed(seen)
	}
	return nil
}

// seenBy is the task as a reader is told of it.
func (t *Task) seenBy(ctx context.Context, q db.Querier, readerID string) (Task, error) {
	one := []Task{*t}
	err := asSeenBy(ctx, q, readerID, one)
	return one[0], err
}

// named are the ids of the other tasks that a task names.
func (t *Task) named() []string {
	ids := t.WaitingFor.taskIDs()
	if t.Moved != nil && t.Moved.AfterID != nil {
		ids = append(slices.Clip(ids), *t.Moved.AfterID)
	}
	if t.DuplicateOfID != nil {
		ids = append(slices.Clip(ids), *t.DuplicateOfID)
	}
	return ids
}

// keepNamed takes every other id out. What the task shares with a copy of it
// stays as it is.
func (t *Task) keepNamed(seen map[string]bool) {
	if t.WaitingFor != nil {
		waiting := *t.WaitingFor
		waiting.TaskIDs = onlySeen(waiting.TaskIDs, seen)
		t.WaitingFor = &waiting
	}
	if t.Moved != nil && t.Moved.AfterID != nil && !seen[*t.Moved.AfterID] {
		moved := *t.Moved
		moved.AfterID = nil
		t.Moved = &moved
	}
	if t.DuplicateOfID != nil && !seen[*t.DuplicateOfID] {
		t.DuplicateOfID = nil
	}
}

func onlySeen(ids []string, seen map[string]bool) []string {
	kept := make([]string, 0, len(ids))
	for _, id := range ids {
		if seen[id] {
			kept = append(kept, id)
		}
	}
	return kept
}

// seenOf tells which of these tasks a person may read.
func seenOf(ctx context.Context, q db.Querier, readerID string, ids []string) (map[string]bool, error) {
	seen := make(map[string]bool, len(ids))
	if len(ids) == 0 {
		return seen, nil
	}
	_, err := db.All(ctx, q, func(row db.Row) (struct{}, error) {
		var id string
		err := row.Scan(&id)
		seen[id] = true
		return struct{}{}, err
	}, `SELECT t.id FROM task t WHERE t.id `+q.Dialect().Among("$2")+` AND `+taskPredicate(), readerID, db.List(ids))
	return seen, err
}

// namesIn are the ids of other tasks in the data of an activity entry.
type namesIn struct {
	TaskIDs []string `json:"task_ids"`
	ForID   string   `json:"for_id"`
	OfID    string   `json:"duplicate_of_id"`
}

// eventsAsSeenBy leaves out of the data of a history what the reader may not
// read.
func eventsAsSeenBy(ctx context.Context, q db.Querier, readerID string, events []Event) error {
	var named []string
	naming := map[int]namesIn{}
	for i := range events {
		if events[i].Data == nil {
			continue
		}
		var names namesIn
		if err := json.Unmarshal(events[i].Data, &names); err != nil {
			return fmt.Errorf("activity %d: %w", events[i].Revision, err)
		}
		if names.TaskIDs != nil || names.ForID != "" || names.OfID != "" {
			naming[i] = names
			named = append(named, append(names.TaskIDs, names.ForID, names.OfID)...)
		}
	}
	seen, err := seenOf(ctx, q, readerID, named)
	if err != nil {
		return err
	}
	for i, names := range naming {
		var data map[string]any
		if err := json.Unmarshal(events[i].Data, &data); err != nil {
			return fmt.Errorf("activity %d: %w", events[i].Revision, err)
		}
		if names.TaskIDs != nil {
			data["task_ids"] = onlySeen(names.TaskIDs, seen)
		}
		if !seen[names.ForID] {
			delete(data, "for_id")
		}
		if !seen[names.OfID] {
			delete(data, "duplicate_of_id")
		}
		if events[i].Data, err = json.Marshal(data); err != nil {
			return fmt.Errorf("activity %d: %w", events[i].Revision, err)
		}
	}
	return nil
}
