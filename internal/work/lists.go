package work

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	"cairn/internal/authz"
	"cairn/internal/db"
	"cairn/internal/errs"
	"cairn/internal/worktime"
)

// Get reads one task.
func (s *Service) Get(ctx context.Context, actor authz.Actor, id string) (Task, error) {
	task, err := readTask(ctx, s.db, actor.PersonID, id)
	if err != nil {
		return Task{}, err
	}
	return task.seenBy(ctx, s.db, actor.PersonID)
}

// WorklistPage is a part of a person's worklist, in its order.
type WorklistPage struct {
	Items        []Task        `json:"items"`
	NextCursor   *string       `json:"next_cursor"`
	ListRevision int64         `json:"list_revision" doc:"Changes with the order; a write may name it. 0 for who reads only some tasks of the list"`
	Slots        map[Level]int `json:"slots" doc:"How many tasks each level has place for"`

	texts [][]byte // the items in JSON, in the place of Items: see ShowWorklist
}

// The sizes of pages.
const (
	DefaultPage = 50
	MaxPage     = 200
)

// worklistCursor is the last task of a page.
type worklistCursor struct {
	Level int    `json:"l"`
	Rank  string `json:"r"`
}

// Worklist pages through a person's open tasks in their order (W2), as far as
// the actor may read them. Triage is not on the list yet.
func (s *Service) Worklist(ctx context.Context, actor authz.Actor, ownerID string, limit int, cursor string) (WorklistPage, error) {
	limit = pageSize(limit)
	var from worklistCursor
	if err := decodeCursor(cursor, &from); err != nil {
		return WorklistPage{}, err
	}
	type access struct {
		version      int64
		reads, all   bool // the list; the confidential tasks on it too
		urgent, high int
	}
	seen, err := db.One(ctx, s.db, func(row db.Row) (access, error) {
		var a access
		return a, row.Scan(&a.version, &a.urgent, &a.high, &a.reads, &a.all)
	}, `SELECT l.version, w.urgent_slots, w.high_slots,
		`+authz.Holds("'worklist:' || l.person_id", "$1")+`, `+authz.Holds("'confidential:' || l.person_id", "$1")+`
		FROM worklist l, workspace w WHERE l.person_id = $2`, actor.PersonID, ownerID)
	if errors.Is(err, db.ErrNoRow) {
		return WorklistPage{}, errs.New(errs.NotFound, "there is no such person")
	}
	if err != nil {
		return WorklistPage{}, err
	}
	page := WorklistPage{Slots: map[Level]int{Urgent: seen.urgent, High: seen.high}}
	if seen.reads {
		page.ListRevision = seen.version
	}
	// Every task of the list is in one of the owner's two scopes (Task.scopes): who
	// holds both needs no look at each row, and who holds the list's only one at
	// what is confidential.
	predicate := taskPredicate()
	switch {
	case seen.reads && seen.all:
		predicate = "$1 <> ''"
	case seen.reads:
		predicate = "(NOT t.confidential OR " + taskPredicateEach() + ")"
	}
	page.Items, err = db.All(ctx, s.db, scanTask, `SELECT `+taskColumns+` FROM task t
		WHERE t.owner_id = $2 AND t.rank IS NOT NULL AND (t.level, t.rank) > ($3, $4) AND `+predicate+`
		ORDER BY t.level, t.rank LIMIT $5`, actor.PersonID, ownerID, from.Level, from.Rank, limit+1)
	if err != nil {
		return WorklistPage{}, err
	}
	if len(page.Items) > limit {
		page.Items = page.Items[:limit]
		last := page.Items[limit-1]
		page.NextCursor = encodeCursor(worklistCursor{last.Level.order(), *last.Rank})
	}
	return page, asSeenBy(ctx, s.db, actor.PersonID, page.Items)
}

// Filter chooses tasks across lists.
type Filter struct {
	OwnerID   string
	AskedByID string
	Statuses  []Status
	Label     string
	DueBefore *worktime.Date // in the zone of each due date's own owner: by its stored date
	// ClosedAfter leaves only what has been closed, at this instant or later. A canceled task says only when it was
	// last touched.
	ClosedAfter time.Time
	Query       string // words of title or body, each as a beginning
	Limit       int
	Cursor      string

	Unanswered bool // in triage, and its owner has been silent for too long (W4)
}

// TaskPage is a part of a list of tasks.
type TaskPage struct {
	Items      []Task  `json:"items"`
	NextCursor *string `json:"next_cursor"`
}

// noDue sorts undated tasks last; it is the number in the index task_due.
const noDue = 9007199254740991

type dueCursor struct {
	Due int64  `json:"d"`
	ID  string `json:"i"`
}

// List pages through the tasks that the actor may read, the first due first.
func (s *Service) List(ctx context.Context, actor authz.Actor, filter Filter) (TaskPage, error) {
	limit := pageSize(filter.Limit)
	var from dueCursor
	if err := decodeCursor(filter.Cursor, &from); err != nil {
		return TaskPage{}, err
	}
	predicate := taskPredicate()
	if filter.OwnerID == "" && filter.AskedByID == "" && strings.TrimSpace(filter.Query) == "" {
		var err error
		if predicate, err = s.acrossPredicate(ctx, actor.PersonID); err != nil {
			return TaskPage{}, err
		}
	}
	where := []string{predicate}
	args := []any{actor.PersonID}
	add := func(condition string, value any) {
		args = append(args, value)
		where = append(where, fmt.Sprintf(condition, fmt.Sprintf("$%d", len(args))))
	}
	if filter.OwnerID != "" {
		add("t.owner_id = %s", filter.OwnerID)
	}
	if filter.AskedByID != "" {
		add("t.asked_by_id = %s", filter.AskedByID)
	}
	if len(filter.Statuses) > 0 {
		statuses := make([]string, len(filter.Statuses))
		for i, status := range filter.Statuses {
			statuses[i] = string(status)
		}
		add("t.status "+s.db.Dialect().Among("%s"), db.List(statuses))
	}
	if filter.Label != "" {
		add("' ' || t.labels || ' ' LIKE '%%' || %s || '%%' ESCAPE '!'", " "+likeEscaper().Replace(strings.ToLower(filter.Label))+" ")
	}
	if filter.DueBefore != nil {
		add("t.due_date < %s", filter.DueBefore)
	}
	if !filter.ClosedAfter.IsZero() {
		add("t.status IN ('done', 'canceled') AND coalesce(t.done_at, t.updated_at) >= %s", filter.ClosedAfter.UnixMilli())
	}
	if filter.Unanswered {
		add("t.status = 'triage' AND t.unanswered_at <= %s", s.clock.Now().UnixMilli())
	}
	if words := searchWords(filter.Query); len(words) > 0 {
		condition, value := textSearch(s.db.Dialect(), words)
		add(condition, value)
	} else if strings.TrimSpace(filter.Query) != "" {
		return TaskPage{Items: []Task{}}, nil
	}
	if filter.Cursor != "" {
		add("(coalesce(t.due_at, 9007199254740991), t.id) > (%s,", from.Due)
		args = append(args, from.ID)
		where[len(where)-1] += fmt.Sprintf(" $%d)", len(args))
	}
	// Which tasks, and in which order, is found out before their wide rows are read.
	const order = ` ORDER BY coalesce(t.due_at, 9007199254740991), t.id`
	items, err := db.All(ctx, s.db, scanTask, `SELECT `+taskColumns+` FROM task t WHERE t.id IN (
		SELECT t.id FROM task t WHERE `+strings.Join(where, " AND ")+order+fmt.Sprintf(` LIMIT %d)`, limit+1)+order, args...)
	if err != nil {
		return TaskPage{}, err
	}
	page := TaskPage{Items: items}
	if len(items) > limit {
		page.Items = items[:limit]
		last := items[limit-1]
		at := int64(noDue)
		if last.DueAt != nil {
			at = last.DueAt.UnixMilli()
		}
		page.NextCursor = encodeCursor(dueCursor{at, last.ID})
	}
	return page, asSeenBy(ctx, s.db, actor.PersonID, page.Items)
}

// settledAfter is how long a closed task stays in the change feed: what was
// closed before is read on demand.
const settledAfter = 30 * 24 * time.Hour

// Load reads tasks for the change feed, without those closed long ago.
func (s *Service) Load(ctx context.Context, q db.Querier, reader authz.Actor, ids []string) (map[string]any, error) {
	tasks, err := db.All(ctx, q, scanTask, `SELECT `+taskColumns+` FROM task t WHERE t.id `+q.Dialect().Among("$2")+`
		AND (t.rank IS NOT NULL OR t.status = 'triage' OR t.updated_at >= $3) AND `+taskPredicate(),
		reader.PersonID, db.List(ids), s.clock.Now().Add(-settledAfter).UnixMilli())
	if err == nil {
		err = asSeenBy(ctx, q, reader.PersonID, tasks)
	}
	loaded := make(map[string]any, len(tasks))
	for _, t := range tasks {
		loaded[t.ID] = t
	}
	return loaded, err
}

// likeEscaper makes a text stand for itself in LIKE … ESCAPE '!'.
func likeEscaper() *strings.Replacer { return strings.NewReplacer("!", "!!", "%", "!%", "_", "!_") }

func pageSize(limit int) int {
	if limit <= 0 {
		return DefaultPage
	}
	return min(limit, MaxPage)
}

func encodeCursor(value any) *string {
	text, _ := json.Marshal(value) // strings and numbers always marshal
	cursor := base64.RawURLEncoding.EncodeToString(text)
	return &cursor
}

func decodeCursor(cursor string, into any) error {
	if cursor == "" {
		return nil
	}
	text, err := base64.RawURLEncoding.DecodeString(cursor)
	if err == nil {
		err = json.Unmarshal(text, into)
	}
	if err != nil {
		return errs.InvalidField("query.cursor", "is not a cursor of this list; leave it out to begin at the first page")
	}
	return nil
}
