package people

import (
	"context"
	"fmt"
	"sync"
	"testing"
	"time"

	"cairn/internal/activity"
	"cairn/internal/authz"
	"cairn/internal/clock"
	"cairn/internal/db"
	"cairn/internal/errs"
	"cairn/internal/opt"
	"cairn/internal/testkit"
)

// rig is a workspace on one engine, with its owner.
type rig struct {
	*Service

	t     testing.TB
	ctx   context.Context
	db    *db.DB
	clock *clock.Fake
	owner authz.Call
	hub   *activity.Hub
	feed  *activity.Feed

	told   sync.Mutex
	hooked []string // what the hooks were told
}

// onBoth runs a test on both engines.
func onBoth(t *testing.T, test func(t *testing.T, r *rig)) {
	testkit.Each(t, func(t *testing.T, database *db.DB) { test(t, newRig(t, database)) })
}

func newRig(t testing.TB, database *db.DB) *rig {
	t.Helper()
	r := emptyRig(t, database)
	owner, err := r.CreateWorkspace(r.ctx, NewWorkspace{Name: "Cairn", Owner: "Olga", Email: "olga@example.com", TimeZone: "Europe/Lisbon"})
	if err != nil {
		t.Fatal(err)
	}
	r.owner = authz.Call{Actor: authz.Actor{PersonID: owner.ID, Role: authz.Owner}}
	return r
}

// emptyRig is a database before the workspace was created.
func emptyRig(t testing.TB, database *db.DB) *rig {
	t.Helper()
	ctx := t.Context()
	r := &rig{
		t: t, ctx: ctx, db: database, hub: activity.NewHub(),
		clock: clock.NewFake(time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)),
	}
	tell := func(format string, args ...any) error {
		r.told.Lock()
		defer r.told.Unlock()
		r.hooked = append(r.hooked, fmt.Sprintf(format, args...))
		return nil
	}
	r.Service = New(database, activity.NewLedger(database, r.clock, r.hub), r.clock, Hooks{
		PersonCreated:   func(_ context.Context, _ *activity.Tx, p string) error { return tell("created %s", p) },
		CalendarChanged: func(_ context.Context, _ *activity.Tx, p string) error { return tell("calendar %s", p) },
		ManagerChanged: func(_ context.Context, _ *activity.Tx, p, from, to string) error {
			return tell("manager %s %s %s", p, from, to)
		},
		Deactivated: func(_ context.Context, _ *activity.Tx, p, m string) error { return tell("left %s %s", p, m) },
	})
	r.feed = activity.NewFeed(database, r.Loaders(), activity.Naming{})
	return r
}

// person adds somebody, below a manager or "".
func (r *rig) person(name, managerID string) Person {
	r.t.Helper()
	return r.personOf(name, managerID, authz.Member)
}

func (r *rig) personOf(name, managerID string, role authz.Role) Person {
	r.t.Helper()
	p, err := r.Create(r.ctx, r.owner, NewPerson{
		Name: name, Email: name + "@example.com", TimeZone: "Europe/Lisbon", ManagerID: managerID, Role: role,
	})
	if err != nil {
		r.t.Fatalf("create %s: %v", name, err)
	}
	return p
}

// as is a call by a person.
func as(p Person) authz.Call {
	return authz.Call{Actor: authz.Actor{PersonID: p.ID, Role: p.Role}}
}

// holds asks the database whether a person reads a scope.
func (r *rig) holds(reader string, scope authz.Scope) bool {
	r.t.Helper()
	held, err := db.One(r.ctx, r.db, db.Value[bool], `SELECT `+authz.Holds("$1", "$2"), scope, reader)
	if err != nil {
		r.t.Fatal(err)
	}
	return held
}

func (r *rig) must(err error) {
	r.t.Helper()
	if err != nil {
		r.t.Fatal(err)
	}
}

// refused fails the test unless err is a refusal with this code.
func (r *rig) refused(err error, code errs.Code) {
	r.t.Helper()
	if !errs.Is(err, code) {
		r.t.Fatalf("got %v, want a refusal with code %q", err, code)
	}
}

// manager sets a person's manager; "" is none.
func (r *rig) manager(call authz.Call, personID, managerID string) error {
	_, err := r.Update(r.ctx, call, personID, PersonChange{ManagerID: opt.To(&managerID)})
	return err
}

func feedSince(revision int64) activity.Query { return activity.Query{Since: revision} }
