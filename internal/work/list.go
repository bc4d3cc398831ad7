package work

import (
	"context"
	"errors"
	"slices"
	"time"

	"cairn/internal/activity"
	"cairn/internal/authz"
	"cairn/internal/db"
	"cairn/internal/errs"
	"cairn/internal/rank"
)

// list is a worklist under its lock: whoever holds it is alone in changing the
// order and the tasks on it.
type list struct {
	tx      *activity.Tx
	ownerID string
	version int64 // the list revision (W5)
	slots   map[Level]int
	teller  Teller // nil: nobody is told
}

// lock takes the lock of a person's worklist.
func (s *Service) lock(ctx context.Context, tx *activity.Tx, ownerID string) (*list, error) {
	ask := askLock(tx.Dialect(), ownerID)
	l, err := db.One(ctx, tx, func(row db.Row) (*list, error) {
		var version int64
		var urgent, high int
		err := row.Scan(&version, &urgent, &high)
		return &list{tx: tx, ownerID: ownerID, teller: s.teller, version: version, slots: map[Level]int{Urgent: urgent, High: high}}, err
	}, ask.Text, ask.Args...)
	if errors.Is(err, db.ErrNoRow) {
		return nil, errs.New(errs.NotFound, "there is no such person")
	}
	return l, err
}

// askLock locks the row on PostgreSQL. On SQLite whoever writes is alone.
func askLock(dialect db.Dialect, ownerID string) db.Ask {
	text := `SELECT l.version, w.urgent_slots, w.high_slots FROM worklist l, workspace w WHERE l.person_id = $1`
	if dialect == db.Postgres {
		text += ` FOR NO KEY UPDATE OF l`
	}
	return db.Ask{Text: text, Args: []any{ownerID}}
}

// lockAll takes the locks of several lists, by their owners. Every write takes
// them in the order of the ids, so that no two wait for each other.
func (s *Service) lockAll(ctx context.Context, tx *activity.Tx, ownerIDs ...string) (map[string]*list, error) {
	slices.Sort(ownerIDs)
	lists := make(map[string]*list, len(ownerIDs))
	for _, id := range slices.Compact(ownerIDs) {
		l, err := s.lock(ctx, tx, id)
		if err != nil {
			return nil, err
		}
		lists[id] = l
	}
	return lists, nil
}

// reordered counts a change of the order, which makes impacts shown before it
// out of date.
func (l *list) reordered(ctx context.Context) error {
	l.version++
	return db.Later(ctx, l.tx.Tx, `UPDATE worklist SET version = $2 WHERE person_id = $1`, l.ownerID, l.version)
}

// save records a change of a task and writes its row.
func (l *list) save(ctx context.Context, t *Task, was Task, verb string, data any) error {
	t.UpdatedAt = time.UnixMilli(l.tx.Now).UTC()
	t.AgreeByID = t.agreeBy()
	t.keepTime(&was, t.UpdatedAt)
	if err := l.tell(ctx, event{verb: verb, was: &was, now: t, data: data}); err != nil {
		return err
	}
	revision, err := l.tx.Record(ctx, activity.Change{
		Kind: authz.KindTask, ID: t.ID, Verb: verb, Scopes: t.scopes(), Was: was.scopes(), Data: data,
	})
	if err != nil {
		return err
	}
	t.Revision = revision
	if err := l.requestFollows(ctx, t, was, revision); err != nil {
		return err
	}
	if before := was.scopes(); !slices.Equal(before, t.scopes()) {
		if err := l.tellNaming(ctx, was, revision); err != nil {
			return err
		}
	}
	if t.Title != was.Title || t.BodyVersion != was.BodyVersion {
		if err := updateWords(ctx, l.tx.Tx, t); err != nil {
			return err
		}
	}
	return updateState(ctx, l.tx.Tx, t)
}

// tellNaming has the tasks told again that name one whose readers have changed.
func (l *list) tellNaming(ctx context.Context, t Task, revision int64) error {
	ids, err := naming(ctx, l.tx, t.ID, t.OwnerID)
	if err != nil {
		return err
	}
	return l.tx.TellAgain(ctx, authz.KindTask, ids, revision)
}

// These are in no history: the order stayed as it was, instants of triage followed
// a change of the owner's hours or zone, and a word about the need for it is due.
const (
	verbRespaced = "task.respaced"
	verbRetimed  = "task.retimed"
	verbDoubted  = "task.doubted"
)

// respace gives all tasks of a level fresh, short ranks in the same order, once
// thousands of moves into one gap have used it up. The fresh ranks come after
// all present ones, so that none is there twice on the way.
func (l *list) respace(ctx context.Context, level Level) error {
	tasks, err := db.All(ctx, l.tx, scanTask, `SELECT `+taskColumns+` FROM task t
		WHERE t.owner_id = $1 AND t.level = $2 AND t.rank IS NOT NULL ORDER BY t.rank`, l.ownerID, level.order())
	if err != nil || len(tasks) == 0 {
		return err
	}
	fresh, err := rank.NBetween(*tasks[len(tasks)-1].Rank, "", len(tasks))
	if err != nil {
		return err
	}
	for i, t := range tasks {
		was := t
		t.Rank = &fresh[i]
		if err := l.save(ctx, &t, was, verbRespaced, nil); err != nil {
			return err
		}
	}
	return nil
}
