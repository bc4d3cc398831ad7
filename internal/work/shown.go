package work

import (
	"context"
	"strconv"
	"sync"

	"cairn/internal/authz"
	"cairn/internal/db"
)

// A worklist is read far more often than it changes, and reading and writing out
// fifty wide rows is most of what a page costs. What a task looks like in JSON
// depends on nothing but its row, and each change of the row gives it a revision
// of its own: so the text of a row is kept under its revision. Which rows a page
// has, and who may read them, is asked of the database every time; and a task that
// names others, which not every reader sees, is written out for each reader.

// shownTask is a task as a page shows it.
type shownTask struct {
	revision  int64
	updatedAt int64 // beside the revision: a database put back from a copy gives revisions anew
	level     int
	rank      string
	text      []byte
	names     *Task // in the place of the text, where it names other tasks
	size      int   // in memory, about
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
	shown := shownTask{revision: t.Revision, updatedAt: t.UpdatedAt.UnixMilli(), level: t.Level.order(), rank: *t.Rank}
	text := t.appendJSON(nil)
	shown.size = shownCost + len(text)
	if len(t.named()) > 0 {
		own := *t // alone: the page that it was read with is not kept with it
		shown.names = &own
	} else {
		shown.text = text
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
	s.freshSize += shown.size
}

// ShowWorklist is Worklist for who only sends the page on: it has the same JSON,
// and no Items.
func (s *Service) ShowWorklist(ctx context.Context, actor authz.Actor, ownerID string, limit int, cursor string) (WorklistPage, error) {
	limit = pageSize(limit)
	var from worklistCursor
	if err := decodeCursor(cursor, &from); err != nil {
		return WorklistPage{}, err
	}
	rows, err := db.All(ctx, s.db, scanShown, shownQuery(limit+1), actor.PersonID, ownerID, from.Level, from.Rank)
	if err != nil {
		return WorklistPage{}, err
	}
	tasks, err := s.showTasks(ctx, rows[:min(len(rows), limit)])
	if err == nil {
		err = tellNames(ctx, s.db, actor.PersonID, tasks)
	}
	if err != nil {
		return WorklistPage{}, err
	}
	if len(tasks) == 0 { // nobody, or nothing for the actor, or it changed meanwhile
		return s.Worklist(ctx, actor, ownerID, limit, cursor)
	}
	page := WorklistPage{Slots: map[Level]int{Urgent: rows[0].urgent, High: rows[0].high}, texts: make([][]byte, len(tasks))}
	if rows[0].holdsList {
		page.ListRevision = rows[0].version
	}
	for i, task := range tasks {
		page.texts[i] = task.text
	}
	if len(rows) > limit {
		last := tasks[len(tasks)-1]
		page.NextCursor = encodeCursor(worklistCursor{last.level, last.rank})
	}
	return page, nil
}

// showTasks gives the tasks of a page as it shows them; none where one of them has
// changed since the rows were read: who may read it now is not known.
func (s *Service) showTasks(ctx context.Context, rows []shownRow) ([]shownTask, error) {
	shown := make([]shownTask, len(rows))
	missing := map[string]int{}
	var ids []string
	for i, row := range rows {
		var ok bool
		if shown[i], ok = s.shown.get(row.id, row.revision, row.updatedAt); !ok {
			missing[row.id] = i
			ids = append(ids, row.id)
		}
	}
	if len(ids) == 0 {
		return shown, nil
	}
	read, err := db.All(ctx, s.db, scanTask,
		`SELECT `+taskColumns+` FROM task t WHERE t.id `+s.db.Dialect().Among("$1"), db.List(ids))
	if err != nil || len(read) < len(ids) {
		return nil, err
	}
	for i := range read {
		at := missing[read[i].ID]
		if read[i].Revision != rows[at].revision {
			return nil, nil
		}
		shown[at] = s.shown.put(&read[i])
	}
	return shown, nil
}

// tellNames writes out the tasks that name others, as the reader sees them.
func tellNames(ctx context.Context, q db.Querier, readerID string, shown []shownTask) error {
	var at []int
	var tasks []Task
	for i, task := range shown {
		if task.names != nil {
			at, tasks = append(at, i), append(tasks, *task.names)
		}
	}
	if err := asSeenBy(ctx, q, readerID, tasks); err != nil {
		return err
	}
	for i := range tasks {
		shown[at[i]].text = tasks[i].appendJSON(nil)
	}
	return nil
}

// shownRow is what a page asks about each of its tasks, and with each of them about
// the list.
type shownRow struct {
	id                  string
	revision, updatedAt int64
	version             int64
	urgent, high        int
	holdsList           bool
}

func scanShown(row db.Row) (shownRow, error) {
	c, err := db.ReadColumns(row, 7)
	if err != nil {
		return shownRow{}, err
	}
	r := shownRow{id: c.Text(), revision: c.Int(), updatedAt: c.Int(), version: c.Int()}
	r.urgent, r.high, r.holdsList = int(c.Int()), int(c.Int()), c.Bool()
	return r, c.Err()
}

// shownQuery asks which tasks a page of a worklist has. As in Worklist, who holds
// the owner's scopes needs no look at each task's own. The limit is in the text
// for the plan's sake.
func shownQuery(limit int) string {
	list, confidential := authz.Holds("'worklist:' || $2", "$1"), authz.Holds("'confidential:' || $2", "$1")
	return `SELECT t.id, t.revision, t.updated_at, l.version, w.urgent_slots, w.high_slots, ` + list + `
		FROM task t, worklist l, workspace w
		WHERE t.owner_id = $2 AND l.person_id = $2 AND t.rank IS NOT NULL AND (t.level, t.rank) > ($3, $4)
		  AND (` + list + ` AND (NOT t.confidential OR ` + confidential + `) OR ` + taskPredicateEach() + `)
		ORDER BY t.level, t.rank LIMIT ` + strconv.Itoa(limit)
}
