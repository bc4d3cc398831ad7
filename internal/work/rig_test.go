package work

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"strings"
	"testing"
	"time"

	"cairn/internal/activity"
	"cairn/internal/authz"
	"cairn/internal/clock"
	"cairn/internal/db"
	"cairn/internal/errs"
	"cairn/internal/opt"
	"cairn/internal/people"
	"cairn/internal/testkit"
	"cairn/internal/worktime"
)

// rig is a workspace on one engine. Olga owns it; Ben manages Ana and Kai; Vera
// manages Ben; Max is nobody's report and in no team.
type rig struct {
	*Service

	t      testing.TB
	ctx    context.Context
	db     *db.DB
	clock  *clock.Fake
	people *people.Service
	feed   *activity.Feed
	keys   int

	olga, vera, ben, ana, kai, max authz.Call
}

// monday is when every test begins: Monday 23 November 2026, 10:00 in Lisbon.
func monday() time.Time { return time.Date(2026, 11, 23, 10, 0, 0, 0, time.UTC) }

// each runs a test on both engines, with a fresh workspace.
func each(t *testing.T, test func(t *testing.T, r *rig)) {
	testkit.Each(t, func(t *testing.T, database *db.DB) { test(t, newRig(t, database)) })
}

func newRig(t testing.TB, database *db.DB) *rig {
	t.Helper()
	r := &rig{t: t, ctx: t.Context(), clock: clock.NewFake(monday())}
	r.serve(database)
	owner, err := r.people.CreateWorkspace(r.ctx, people.NewWorkspace{Name: "Cairn", Owner: "Olga", Email: "olga@example.com", TimeZone: "Europe/Lisbon"})
	r.ok(err)
	r.olga = authz.Call{Actor: authz.Actor{PersonID: owner.ID, Role: authz.Owner}}
	r.vera = r.person("Vera", "")
	r.ben = r.person("Ben", r.vera.PersonID)
	r.ana = r.person("Ana", r.ben.PersonID)
	r.kai = r.person("Kai", r.ben.PersonID)
	r.max = r.person("Max", "")
	return r
}

// serve lets the services work on a database.
func (r *rig) serve(database *db.DB) {
	r.db = database
	ledger := activity.NewLedger(database, r.clock, activity.NewHub())
	r.people = people.New(database, ledger, r.clock, people.Hooks{PersonCreated: PersonCreated})
	r.Service = New(database, ledger, r.people, r.clock, nil)
	loaders := r.people.Loaders()
	maps.Copy(loaders, map[authz.Kind]activity.Loader{authz.KindTask: r.Load})
	r.feed = activity.NewFeed(database, loaders, Naming())
}

func (r *rig) person(name, managerID string) authz.Call {
	r.t.Helper()
	p, err := r.people.Create(r.ctx, r.olga, people.NewPerson{
		Name: name, Email: strings.ToLower(name) + "@example.com", TimeZone: "Europe/Lisbon", ManagerID: managerID,
	})
	r.ok(err)
	return authz.Call{Actor: authz.Actor{PersonID: p.ID, Role: p.Role}}
}

func (r *rig) ok(err error) {
	r.t.Helper()
	if err != nil {
		r.t.Fatal(err)
	}
}

// refused fails unless the error has the code, and gives it back.
func (r *rig) refused(err error, code errs.Code) *errs.Error {
	r.t.Helper()
	if !errs.Is(err, code) {
		r.t.Fatalf("got %v, want a refusal %s", err, code)
	}
	refusal, _ := errors.AsType[*errs.Error](err)
	return refusal
}

// keyed is a call under a fresh idempotency key.
func (r *rig) keyed(call authz.Call) authz.Call {
	r.keys++
	call.Key, call.Hash = fmt.Sprintf("key-%d", r.keys), "h"
	return call
}

// add puts a task onto one's own list.
func (r *rig) add(call authz.Call, title string, level Level) Task {
	r.t.Helper()
	result, err := r.Create(r.ctx, call, Draft{Title: title, Place: Place{Level: level}})
	r.ok(err)
	return result.Task
}

// ask asks another for a task, due on a date or, with "", without.
func (r *rig) ask(call, owner authz.Call, title, due string) Task {
	r.t.Helper()
	draft := Draft{Title: title, OwnerID: owner.PersonID, Due: opt.To(Due{})}
	if due != "" {
		draft.Due.To.Date = date(due)
	}
	result, err := r.Create(r.ctx, call, draft)
	r.ok(err)
	return result.Task
}

func date(text string) *worktime.Date {
	d, err := worktime.ParseDate("", text)
	if err != nil {
		panic(err)
	}
	return &d
}

func (r *rig) get(call authz.Call, id string) Task {
	r.t.Helper()
	task, err := r.Get(r.ctx, call.Actor, id)
	r.ok(err)
	return task
}

// order is a worklist as "level:title" words, read page by page as its owner.
func (r *rig) order(owner authz.Call) string {
	r.t.Helper()
	var words []string
	cursor := ""
	for {
		page, err := r.Worklist(r.ctx, owner.Actor, owner.PersonID, 3, cursor)
		r.ok(err)
		for _, t := range page.Items {
			words = append(words, string(t.Level)+":"+t.Title)
		}
		if page.NextCursor == nil {
			return strings.Join(words, " ")
		}
		cursor = *page.NextCursor
	}
}

func (r *rig) wantOrder(owner authz.Call, want string) {
	r.t.Helper()
	if got := r.order(owner); got != want {
		r.t.Fatalf("the list is\n  %s\nand should be\n  %s", got, want)
	}
}

// told are the codes of what a write did beside what was asked.
func told(result Result) string {
	codes := make([]string, len(result.Notices))
	for i, n := range result.Notices {
		codes[i] = n.Code
	}
	return strings.Join(codes, " ")
}

func (r *rig) equal(what string, got, want any) {
	r.t.Helper()
	if fmt.Sprint(got) != fmt.Sprint(want) {
		r.t.Fatalf("%s is %v, and should be %v", what, got, want)
	}
}

// sentences is a task's history as its reader is told it.
func (r *rig) sentences(reader authz.Call, id string) []string {
	r.t.Helper()
	events, err := r.History(r.ctx, reader.Actor, id)
	r.ok(err)
	told := make([]string, len(events))
	for i, e := range events {
		told[i] = e.Sentence
	}
	return told
}

func (r *rig) manager(person authz.Call, manager *authz.Call) {
	r.t.Helper()
	change := people.PersonChange{ManagerID: opt.To[*string](nil)}
	if manager != nil {
		change.ManagerID.To = &manager.PersonID
	}
	_, err := r.people.Update(r.ctx, r.olga, person.PersonID, change)
	r.ok(err)
}

func (r *rig) setWorkspace(change people.WorkspaceChange) {
	r.t.Helper()
	_, err := r.people.UpdateWorkspace(r.ctx, r.olga, change)
	r.ok(err)
}

func (r *rig) team(name string, members ...authz.Call) people.Team {
	r.t.Helper()
	ids := make([]string, len(members))
	for i, m := range members {
		ids[i] = m.PersonID
	}
	team, err := r.people.CreateTeam(r.ctx, r.olga, people.NewTeam{Name: name, PersonIDs: ids})
	r.ok(err)
	return team
}

// CreateInTx creates as an import by Olga does.
func (r *rig) CreateInTx(draft Draft) (result Result, err error) {
	_, err = r.ledger.Write(r.ctx, r.olga, func(ctx context.Context, tx *activity.Tx) error {
		var err error
		result, err = r.CreateIn(ctx, tx, r.olga.PersonID, draft)
		return err
	})
	return result, err
}
