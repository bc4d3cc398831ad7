package work

import (
	"context"
	"time"

	"cairn/internal/authz"
	"cairn/internal/db"
)

// Seen reads tasks by id, those that a reader may read, for what tells of them.
func (s *Service) Seen(ctx context.Context, q db.Querier, readerID string, ids []string) ([]Task, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	tasks, err := db.All(ctx, q, scanTask, `SELECT `+taskColumns+` FROM task t WHERE t.id `+q.Dialect().Among("$2")+
		` AND `+taskPredicateEach(), readerID, db.List(ids))
	if err != nil {
		return nil, err
	}
	return tasks, asSeenBy(ctx, q, readerID, tasks)
}

// ClosedSince reports whether a task is closed, or was at some time since an
// instant, though it may be open again.
func (s *Service) ClosedSince(ctx context.Context, id string, since time.Time) (bool, error) {
	return db.One(ctx, s.db, db.Value[bool], `SELECT EXISTS (SELECT 1 FROM task WHERE id = $1 AND status IN ('done', 'canceled'))
		OR EXISTS (SELECT 1 FROM activity WHERE object_id = $1 AND at >= $2 AND verb IN ('task.completed', 'task.answered', 'task.canceled', 'task.declined'))`,
		id, since.UnixMilli())
}

// Said reads the words of comments by id, those that a reader may read.
func (s *Service) Said(ctx context.Context, q db.Querier, readerID string, commentIDs []string) (map[string]string, error) {
	said := make(map[string]string, len(commentIDs))
	if len(commentIDs) == 0 {
		return said, nil
	}
	_, err := db.All(ctx, q, func(row db.Row) (struct{}, error) {
		var id, body string
		err := row.Scan(&id, &body)
		said[id] = body
		return struct{}{}, err
	}, `SELECT c.id, c.body FROM comment c WHERE c.id `+q.Dialect().Among("$2")+` AND NOT c.deleted
		AND (SELECT `+authz.Readable(authz.KindTask, "c.task_id", "$1")+`)`, readerID, db.List(commentIDs))
	return said, err
}
