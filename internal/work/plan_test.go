package work

import (
	"context"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"

	"cairn/internal/activity"
	"cairn/internal/authz"
	"cairn/internal/db"
	"cairn/internal/testkit"
)

// What is asked all the time goes by an index, on both engines, however large the
// workspace is: nothing is gone through as a whole, and no list is sorted.
func TestPlan_HotStatementsGoByAnIndex(t *testing.T) {
	testkit.EachPlace(t, func(t *testing.T, place db.Config) {
		tape := &planTape{}
		place.Recorder = tape.record
		database := testkit.Open(t, place)
		r := newRig(t, database)
		r.crowd()
		for name, run := range r.hot() {
			for _, s := range tape.during(run) {
				lines := r.plan(s)
				if shows(s.Text) && !slices.ContainsFunc(lines, func(line string) bool { return strings.Contains(line, "task_rank") }) {
					t.Errorf("%s: the order of the list is not used in\n%s", name, strings.Join(lines, "\n"))
				}
				if name == "tasks of who reads few" && strings.Contains(strings.Join(lines, " "), "task_due") {
					t.Errorf("%s: all tasks are gone through in\n%s", name, strings.Join(lines, "\n"))
				}
				for _, line := range lines {
					if fault := faultOf(s.Text, line); fault != "" {
						t.Errorf("%s: %s in\n%s\nof\n%s", name, fault, strings.Join(lines, "\n"), s.Text)
					}
				}
			}
		}
	})
}

// hot are the things that people do all the time.
func (r *rig) hot() map[string]func() {
	task := r.must(r.Create(r.ctx, r.ana, Draft{Title: "one"}))
	var since int64
	page, err := r.feed.Changes(r.ctx, r.ana.Actor, activity.Query{})
	r.ok(err)
	since = page.Revision
	read := func(_ any, err error) { r.ok(err) }
	return map[string]func(){
		"a task":                  func() { read(r.Get(r.ctx, r.ana.Actor, task.ID)) },
		"a worklist":              func() { read(r.Worklist(r.ctx, r.ana.Actor, "p0", 50, "")) },
		"a worklist, shown":       func() { read(r.ShowWorklist(r.ctx, r.ana.Actor, r.ana.PersonID, 50, "")) },
		"a worklist, once more":   func() { read(r.ShowWorklist(r.ctx, r.ana.Actor, r.ana.PersonID, 50, "")) },
		"a worklist, of a report": func() { read(r.ShowWorklist(r.ctx, r.ben.Actor, r.ana.PersonID, 50, "")) },
		"tasks of who reads few": func() {
			r.across.reads, r.across.scopes, r.across.tasks = nil, someScopes, fewTasks
			read(r.List(r.ctx, r.max.Actor, Filter{}))
		},
		"tasks of who reads some lists": func() {
			r.across.reads, r.across.scopes, r.across.tasks = nil, someScopes, 0
			read(r.List(r.ctx, authz.Actor{PersonID: "p500"}, Filter{}))
		},
		"tasks of who reads many": func() {
			r.across.reads, r.across.scopes, r.across.tasks = nil, 0, 0
			read(r.List(r.ctx, authz.Actor{PersonID: "p500"}, Filter{}))
		},
		"tasks of an owner":   func() { read(r.List(r.ctx, r.ana.Actor, Filter{OwnerID: r.ana.PersonID, Statuses: []Status{Triage}})) },
		"what I asked for":    func() { read(r.List(r.ctx, r.ana.Actor, Filter{AskedByID: r.ana.PersonID, Statuses: []Status{Todo}})) },
		"the latest changes":  func() { read(r.feed.Changes(r.ctx, r.ana.Actor, activity.Query{Since: since})) },
		"a create":            func() { read(r.Create(r.ctx, r.keyed(r.ana), Draft{Title: "two"})) },
		"a create in a level": func() { read(r.Create(r.ctx, r.keyed(r.ana), Draft{Title: "three", Place: Place{Level: High}})) },
		"a start and a done": func() {
			read(r.Start(r.ctx, r.keyed(r.ana), task.ID))
			read(r.Move(r.ctx, r.keyed(r.ana), task.ID, Place{Level: High}, ""))
			read(r.Complete(r.ctx, r.keyed(r.ana), task.ID, nil))
		},
	}
}

func (r *rig) must(result Result, err error) Result {
	r.t.Helper()
	r.ok(err)
	return result
}

// crowd puts 1,000 people with a list of twenty tasks each around those of the rig.
func (r *rig) crowd() {
	r.t.Helper()
	const people, tasks = 1000, 20_000
	r.ok(r.db.Write(r.ctx, func(ctx context.Context, tx *db.Tx) error {
		for _, fill := range []struct {
			count int
			text  string
		}{
			{people, `INSERT INTO person (id, name, sort_name, email, title, role, time_zone, working_hours, focus, holiday_region,
				calendar_stamp, how_to_work, how_to_work_version, active, revision, created_at, updated_at)
				SELECT 'p' || i, 'P', 'p', 'p' || i, '', 'member', 'UTC', '{}', '[]', '', 'p' || i, '', 1, true, 1, 1, 1 FROM n`},
			{people, `INSERT INTO worklist (person_id, version) SELECT 'p' || i, 1 FROM n`},
			{people, `INSERT INTO audience (scope, grp, breadth, active, revision) SELECT 'worklist:p' || i, 'self:p' || i, 0, true, 1 FROM n`},
			{people, `INSERT INTO audience (scope, grp, breadth, active, revision) SELECT 'worklist:p' || i, 'direct:p' || i, 0, true, 1 FROM n`},
			{people, `INSERT INTO audience (scope, grp, breadth, active, revision) SELECT 'worklist:p' || i, 'team:' || i, 2, true, 1 FROM n`},
			{people, `INSERT INTO member (grp, person_id, active, revision) SELECT 'self:p' || i, 'p' || i, true, 1 FROM n`},
			{people, `INSERT INTO member (grp, person_id, active, revision) SELECT 'direct:p' || i, 'p0', true, 1 FROM n`},
			{people, `INSERT INTO member (grp, person_id, active, revision) SELECT 'team:' || i, 'p' || i, true, 1 FROM n`},
			{tasks, `INSERT INTO task (id, title, body, body_version, owner_id, asked_by_id, status, level, rank, due_owner_agrees,
				due_asker_agrees, labels, checklist, mention_ids, confidential, comment_count, revision, created_at, updated_at, due_at)
				SELECT 't' || i, 'one of many', '', 1, 'p' || (i % 1000), 'p' || (i % 1000), 'todo', 3, 'r' || i, false, true, '', '[]',
				'[]', false, 0, i, 1, 1, (i * 7919) % 100003 FROM n`},
			{tasks, `INSERT INTO object_scope (kind, id, scope, revision, state)
				SELECT 'task', 't' || i, 'worklist:p' || (i % 1000), i, 'in' FROM n`},
			{tasks, `INSERT INTO activity (revision, at, actor_id, verb, kind, object_id)
				SELECT 1000000 + i, 1, 'p', 'task.created', 'task', 't' || i FROM n`},
			{tasks / 5, `INSERT INTO task (id, title, body, body_version, owner_id, asked_by_id, status, level, rank, due_owner_agrees,
				due_asker_agrees, labels, checklist, mention_ids, confidential, comment_count, revision, created_at, updated_at)
				SELECT 'a' || i, 'one of many', '', 1, '` + r.ana.PersonID + `', '` + r.ana.PersonID + `', 'todo', 4, 'r' || i, false, true,
				'', '[]', '[]', false, 0, i, 1, 1 FROM n`},
			{people, `INSERT INTO idempotency (person_id, key, hash, code, kind, object_id, revision, created_at)
				SELECT 'p' || i, 'k', '', '', '', '', 1, 1 FROM n`},
		} {
			text := `WITH RECURSIVE n (i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < $1 - 1) ` + fill.text
			if _, err := db.Exec(ctx, tx, text, fill.count); err != nil {
				return err
			}
		}
		if tx.Dialect() == db.SQLite {
			return nil
		}
		_, err := db.Exec(ctx, tx, `ANALYZE`) // PostgreSQL does so by itself within a minute
		return err
	}))
}

// planTape keeps the statements that read or lock.
type planTape struct {
	mu         sync.Mutex
	statements []db.Ask
}

func (t *planTape) record(text string, args []any) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if !strings.HasPrefix(strings.TrimSpace(text), "INSERT") {
		t.statements = append(t.statements, db.Ask{Text: text, Args: slices.Clone(args)})
	}
}

func (t *planTape) during(run func()) []db.Ask {
	t.mu.Lock()
	t.statements = nil
	t.mu.Unlock()
	run()
	t.mu.Lock()
	defer t.mu.Unlock()
	return slices.Clone(t.statements)
}

// plan is how an engine goes about a statement, a line a step.
// plan is how the engine goes about a statement: on PostgreSQL whatever its
// arguments are, as it does for who reads.
func (r *rig) plan(s db.Ask) []string {
	r.t.Helper()
	if r.db.Dialect() == db.SQLite {
		lines, err := db.All(r.ctx, r.db, func(row db.Row) (string, error) {
			c, err := db.ReadColumns(row, 4) // the last is the step
			if err != nil {
				return "", err
			}
			for range 3 {
				c.Int()
			}
			return c.Text(), c.Err()
		}, "EXPLAIN QUERY PLAN "+s.Text, s.Args...)
		r.ok(err)
		return lines
	}
	execute := "EXPLAIN EXECUTE plan"
	if len(s.Args) > 0 {
		execute += "(NULL" + strings.Repeat(", NULL", len(s.Args)-1) + ")"
	}
	var lines []string
	r.ok(r.db.Write(r.ctx, func(ctx context.Context, tx *db.Tx) error {
		for _, text := range []string{"SET LOCAL plan_cache_mode = force_generic_plan", "PREPARE plan AS " + s.Text} {
			if _, err := db.Exec(ctx, tx, text); err != nil {
				return err
			}
		}
		var err error
		if lines, err = db.All(ctx, tx, db.Value[string], execute); err != nil {
			return err
		}
		_, err = db.Exec(ctx, tx, "DEALLOCATE plan")
		return err
	}))
	return lines
}

// shows reports whether a statement is that of a page of a worklist.
func shows(text string) bool { return strings.HasPrefix(text, "SELECT t.id, t.revision") }

// faultOf tells what is wrong with a step of a plan; "" where nothing is. Tables
// of one row may be gone through, and pages across owners go by due date: through
// the index for who reads many, by sorting for who reads few.
func faultOf(text, line string) string {
	acrossOwners := strings.Contains(text, "ORDER BY coalesce(t.due_at")
	if strings.HasSuffix(line, "USING PRIMARY KEY (kind=?)") {
		return "all objects of a kind are gone through"
	}
	scan := regexp.MustCompile(`(?:^SCAN|Seq Scan on) (\S+)( USING (?:COVERING )?INDEX task_due)?`).FindStringSubmatch(line)
	switch {
	case scan != nil && acrossOwners && scan[2] != "":
		return ""
	case scan != nil && !slices.Contains([]string{"workspace", "w", "org_chart", "counter", "json_each", "CONSTANT", "found", "s", "(subquery-1)", "ahead"}, scan[1]):
		return "all of a table is gone through"
	case shows(text) && (strings.Contains(line, "Sort Key: t.") || strings.Contains(line, "TEMP B-TREE")):
		return "a list is sorted"
	}
	return ""
}
