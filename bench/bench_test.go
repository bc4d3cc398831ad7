package main

import (
	"context"
	"maps"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"cairn/internal/app"
	"cairn/internal/authz"
	"cairn/internal/db"
	"cairn/internal/id"
	"cairn/internal/testkit"

	"github.com/google/go-cmp/cmp"
)

// eachEngine runs a test over the company with a short list, on both engines.
func eachEngine(t *testing.T, fn func(ctx context.Context, p *place, house *app.House, c *company, tp *tape)) {
	t.Helper()
	testkit.EachPlace(t, func(t *testing.T, config db.Config) {
		b := &bench{tasks: 120, seed: 1}
		p := &place{config: config}
		if config.Address != "" {
			p.engine = db.Postgres
		}
		tp := &tape{}
		err := p.recorded(tp).open(t.Context(), func(house *app.House) error {
			c, err := b.listCompany(t.Context(), p, house)
			if err == nil {
				fn(t.Context(), p, house, c, tp)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	})
}

// TestGeneratedTasksLookLikeCreatedOnes holds that the tables which the bench
// fills are those that a create fills, with the same columns.
func TestGeneratedTasksLookLikeCreatedOnes(t *testing.T) {
	eachEngine(t, func(ctx context.Context, _ *place, house *app.House, c *company, _ *tape) {
		owner := c.people[listOwner].id
		call := authz.Call{Actor: authz.Actor{PersonID: owner}}
		result, err := house.Work.Create(ctx, call, draft(id.New(), (&bench{}).dueDay()))
		if err != nil {
			t.Fatal(err)
		}
		made, err := db.One(ctx, house.DB, db.Value[string],
			`SELECT id FROM task WHERE owner_id = $1 AND asked_by_id = $1 AND due_date IS NOT NULL AND id <> $2 LIMIT 1`, owner, result.ID)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(traces(t, house, result.ID), traces(t, house, made)); diff != "" {
			t.Errorf("a created task (-) and a generated one (+) leave other traces:\n%s", diff)
		}
	})
}

// traces are which columns of the task are set, its scopes and its activity.
func traces(t *testing.T, house *app.House, taskID string) map[string]string {
	t.Helper()
	found := map[string]string{}
	task, err := house.Work.Get(t.Context(), authz.Actor{PersonID: ownerOf(t, house, taskID)}, taskID)
	if err != nil {
		t.Fatal(err)
	}
	for name, set := range map[string]bool{
		"rank": task.Rank != nil, "due": task.DueAt != nil, "overdue": task.OverdueAt != nil, "zone": task.DueZone != nil,
		"labels": task.Labels != nil, "checklist": task.Checklist != nil, "outcome": task.Outcome != nil, "done": task.DoneAt != nil,
	} {
		if set {
			found[name] = "set"
		}
	}
	found["status"] = string(task.Status)
	for _, text := range []string{
		`SELECT scope FROM object_scope WHERE id = $1 AND state = 'in' ORDER BY scope`, `SELECT verb FROM activity WHERE object_id = $1`,
	} {
		values, err := db.All(t.Context(), house.DB, db.Value[string], text, taskID)
		if err != nil {
			t.Fatal(err)
		}
		found[text] = strings.Join(values, " ")
	}
	return found
}

func ownerOf(t *testing.T, house *app.House, taskID string) string {
	t.Helper()
	owner, err := db.One(t.Context(), house.DB, db.Value[string], `SELECT owner_id FROM task WHERE id = $1`, taskID)
	if err != nil {
		t.Fatal(err)
	}
	return owner
}

// TestFloorCreatesWhatCairnCreates replays a recorded create, and holds that it
// leaves a task, its traces and its revision behind.
func TestFloorCreatesWhatCairnCreates(t *testing.T) {
	eachEngine(t, func(ctx context.Context, p *place, house *app.House, c *company, tp *tape) {
		owner := c.people[listOwner].id
		made, err := recordCreate(ctx, tp, house, owner, (&bench{}).dueDay())
		if err != nil {
			t.Fatal(err)
		}
		tables := map[string]string{
			"task": "", "activity": "", "object_scope": "", "idempotency": "", "revisions": `SELECT revision FROM counter`,
		}
		before := counts(t, house, tables)
		database, err := p.bare(ctx)
		if err != nil {
			t.Fatal(err)
		}
		defer database.close()
		one, _, err := made.again(ctx, database, true)(0)
		if err != nil {
			t.Fatal(err)
		}
		const times = 3
		for range times {
			if status, note, err := one(); err != nil || status != http.StatusCreated {
				t.Fatalf("the floor's create: %d %s %v", status, note, err)
			}
		}
		after := counts(t, house, tables)
		for table, n := range map[string]int64{"task": 1, "activity": 1, "object_scope": 2, "idempotency": 1, "revisions": 1} {
			if got := after[table] - before[table]; got != n*times {
				t.Errorf("%d creates of the floor add %d to %s, want %d", times, got, table, n*times)
			}
		}
		if !slices.ContainsFunc(made.Statements, statement.counts) {
			t.Error("no statement of a create takes a revision by the name that the floor knows")
		}
	})
}

func counts(t *testing.T, house *app.House, tables map[string]string) map[string]int64 {
	t.Helper()
	found := map[string]int64{}
	for table, text := range maps.All(tables) {
		if text == "" {
			text = `SELECT count(*) FROM ` + table
		}
		n, err := db.One(t.Context(), house.DB, db.Value[int64], text)
		if err != nil {
			t.Fatal(err)
		}
		found[table] = n
	}
	return found
}

// TestFloorReadsThePage holds that the floor's items are those of the page.
func TestFloorReadsThePage(t *testing.T) {
	eachEngine(t, func(ctx context.Context, p *place, house *app.House, c *company, tp *tape) {
		query, page, err := recordPage(ctx, tp, house, c.people[listOwner].id)
		if err != nil {
			t.Fatal(err)
		}
		database, err := p.bare(ctx)
		if err != nil {
			t.Fatal(err)
		}
		defer database.close()
		args := make([]any, len(query.Args))
		for i, arg := range query.Args {
			args[i] = arg
		}
		var ids, want []string
		err = database.read(ctx, query.Text, args, func(row db.Row) error {
			task, err := scanTask(row)
			ids = append(ids, task.ID)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		for _, item := range page.Items {
			want = append(want, item.ID)
		}
		if !slices.Equal(ids[:len(want)], want) {
			t.Errorf("the floor reads %q, want %q", ids, want)
		}
	})
}

// TestWireSpeaksHTTP holds the client against the standard library's server:
// answers with a length, in chunks and without a body.
func TestWireSpeaksHTTP(t *testing.T) {
	long := strings.Repeat("stone ", 10_000)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/short":
			_, _ = w.Write([]byte("short"))
		case "/long":
			_, _ = w.Write([]byte(long))
		default:
			w.WriteHeader(http.StatusNoContent)
		}
	}))
	t.Cleanup(server.Close)
	w, err := dial(server.Listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	defer w.close()
	for range 2 {
		for path, want := range map[string]string{"/short": "short", "/long": long, "/none": ""} {
			status, body, err := w.do(request("GET", path, "", "", nil))
			if err != nil || string(body) != want || (status != 200) != (path == "/none") {
				t.Errorf("%s: %d, %d bytes, %v; want %d bytes", path, status, len(body), err, len(want))
			}
		}
	}
}

// TestPercentiles holds what p99 means.
func TestPercentiles(t *testing.T) {
	var l load
	for n := range 1000 {
		l.latency = append(l.latency, time.Duration(n))
	}
	if p50, p99 := l.at(0.5), l.at(0.99); p50 != 500 || p99 != 990 {
		t.Errorf("of 0 to 999, p50 is %d and p99 is %d; want 500 and 990", p50, p99)
	}
}

// TestChartOfTheLargeCompany holds that the branch has the size that the table
// says, and that nobody reports to themselves.
func TestChartOfTheLargeCompany(t *testing.T) {
	b := &bench{staff: 5000, branch: 1000}
	below := 0
	for n := 1; n < b.staff; n++ {
		manager := b.chart(n)
		if manager < 0 || manager >= n {
			t.Fatalf("person %d reports to %d", n, manager)
		}
		for manager > head {
			manager = b.chart(manager)
		}
		if manager == head {
			below++
		}
	}
	if below != b.branch {
		t.Errorf("%d people stand below the head of the branch, want %d", below, b.branch)
	}
}
