package work

import (
	"context"
	"sync"

	"cairn/internal/authz"
	"cairn/internal/db"
)

// A worklist is read far more often than it changes, and reading and writing out
// fifty wide rows is most of what a page costs. What a task looks like in JSON
// depends on nothing but its row, and each change of the row gives it a revision
// of its own: so the text of a row is kept under its revision. Which rows a page
// has, and who may read them, is asked of the database every time.

// shownTask is a task as a page shows it.
type shownTask struct {
	revision  int64
	updatedAt int64 // beside the revision: a database put back from a copy gives revisions anew
	level     int
	rank      string
	text      []byte
}

// shownTasks keeps what was shown lately, by task. What was not asked for while
// half of the room was filled anew is forgotten.
type shownTasks struct {
	mu        sync.Mutex
	fresh     map[string]shownTask
	old       map[string]shownTask
	freshSize int
}

const (
	shownRoom = 16 << 20 // bytes, about
	shownCost = 200      // of an entry beside its text
)

func (s *shownTasks) get(id string, revision, updatedAt int64) (shownTask, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	kept, ok := s.fresh[id]
	if !ok {
		if kept, ok = s.old[id]; ok {
			s.putLocked(id, kept)
		}
	}
	return kept, ok && kept.revision == revision && kept.updatedAt == updatedAt
}

func (s *shownTasks) put(t *Task) shownTask {
	shown := shownTask{
		revision: t.Revision, updatedAt: t.UpdatedAt.UnixMilli(), level: t.Level.order(), rank: *t.Rank, text: t.appendJSON(nil),
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.putLocked(t.ID, shown)
	return shown
}

func (s *shownTasks) putLocked(id string, shown shownTask) {
	if s.freshSize > shownRoom/2 || s.fresh == nil {
		s.old, s.fresh, s.freshSize = s.fresh, map[string]shownTask{}, 0
	}
	s.fresh[id] = shown
	s.freshSize += len(shown.text) + shownCost
}

// ShowWorklist is Worklist for who only sends the page on: it has the same JSON,
// and no Items.
func (s *Service) ShowWorklist(ctx context.Context, actor authz.Actor, ownerID string, limit int, cursor string) (WorklistPage, error) {
	limit = pageSize(limit)
	var from worklistCursor
	if err := decodeCursor(cursor, &from); err != nil {
		return WorklistPage{}, err
	}
	type row struct {
		id                    string
		revision, updatedAt   int64
		version, urgent, high int64
		holdsList             bool
	}
	rows, err := db.All(ctx, s.db, func(r db.Row) (row, error) {
		c, err := db.ReadColumns(r, 7)
		if err != nil {
			return row{}, err
		}
		return row{c.Text(), c.Int(), c.Int(), c.Int(), c.Int(), c.Int(), c.Bool()}, c.Err()
	}, shownQuery(), actor.PersonID, ownerID, from.Level, from.Rank, limit+1)
	if err != nil {
		return WorklistPage{}, err
	}
	if len(rows) == 0 {
		return s.Worklist(ctx, actor, ownerID, limit, cursor) // nobody, nothing, or nothing for the actor
	}
	first := rows[0]
	page := WorklistPage{Slots: map[Level]int{Urgent: int(first.urgent), High: int(first.high)}}
	if first.holdsList {
		page.ListRevision = first.version
	}
	more := len(rows) > limit
	shown := make([]shownTask, min(len(rows), limit))
	missing := map[string]int{}
	for i := range shown {
		var ok bool
		if shown[i], ok = s.shown.get(rows[i].id, rows[i].revision, rows[i].updatedAt); !ok {
			missing[rows[i].id] = i
		}
	}
	if len(missing) > 0 {
		ids := make([]string, 0, len(missing))
		for id := range missing {
			ids = append(ids, id)
		}
		tasks, err := db.All(ctx, s.db, scanTask, `SELECT `+taskColumns+` FROM task t WHERE t.id IN `+s.db.Dialect().InList("$1"), db.List(ids))
		if err != nil {
			return WorklistPage{}, err
		}
		for i := range tasks {
			t := &tasks[i]
			at := missing[t.ID]
			if t.Revision != rows[at].revision || t.Rank == nil {
				break // changed meanwhile: who may read it now is not known
			}
			shown[at] = s.shown.put(t)
			delete(missing, t.ID)
		}
		if len(missing) > 0 {
			return s.Worklist(ctx, actor, ownerID, limit, cursor)
		}
	}
	page.texts = make([][]byte, len(shown))
	for i := range shown {
		page.texts[i] = shown[i].text
	}
	if more {
		last := shown[len(shown)-1]
		page.NextCursor = encodeCursor(worklistCursor{last.level, last.rank})
	}
	return page, nil
}

// shownQuery asks which tasks a page of a worklist has. As in Worklist, who holds
// the owner's scopes needs no look at each task's own.
func shownQuery() string {
	list, confidential := authz.Holds("'worklist:' || $2", "$1"), authz.Holds("'confidential:' || $2", "$1")
	return `SELECT t.id, t.revision, t.updated_at, l.version, w.urgent_slots, w.high_slots, ` + list + `
		FROM task t, worklist l, workspace w
		WHERE t.owner_id = $2 AND l.person_id = $2 AND t.rank IS NOT NULL AND (t.level, t.rank) > ($3, $4)
		  AND (` + list + ` AND (NOT t.confidential OR ` + confidential + `) OR ` + taskPredicate() + `)
		ORDER BY t.level, t.rank LIMIT $5`
}
