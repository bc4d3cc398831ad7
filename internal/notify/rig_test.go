package notify

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"cairn/internal/activity"
	"cairn/internal/authz"
	"cairn/internal/clock"
	"cairn/internal/db"
	"cairn/internal/errs"
	"cairn/internal/people"
	"cairn/internal/testkit"
)

func fieldOf(err error, location string) bool {
	refusal, ok := errors.AsType[*errs.Error](err)
	return ok && slices.ContainsFunc(refusal.Fields, func(f errs.Field) bool { return strings.HasPrefix(f.Location, location) })
}

// rig is a workspace on one engine with a few people in Lisbon, on Tuesday 24
// November 2026 at 09:30.
type rig struct {
	*Service

	testing.TB
	clock  *clock.Fake
	people *people.Service
	olga   authz.Call
}

func each(t *testing.T, test func(r *rig)) {
	testkit.Each(t, func(t *testing.T, database *db.DB) {
		r := &rig{TB: t, clock: clock.NewFake(time.Date(2026, 11, 24, 9, 30, 0, 0, time.UTC))}
		ledger := activity.NewLedger(database, r.clock, activity.NewHub())
		r.people = people.New(database, ledger, r.clock, people.Hooks{PersonCreated: PersonCreated, CalendarChanged: CalendarChanged})
		r.Service = New(database, ledger, r.people, r.clock)
		owner, err := r.people.CreateWorkspace(t.Context(), people.NewWorkspace{Name: "Cairn", Owner: "Olga", Email: "olga@example.com", TimeZone: "Europe/Lisbon"})
		r.ok(err)
		r.olga = authz.Call{Actor: authz.Actor{PersonID: owner.ID, Role: authz.Owner}}
		test(r)
	})
}

func (r *rig) ok(err error) {
	r.Helper()
	if err != nil {
		r.Fatal(err)
	}
}

func (r *rig) person(name string) authz.Call {
	r.Helper()
	p, err := r.people.Create(r.Context(), r.olga, people.NewPerson{Name: name, Email: name + "@example.com", TimeZone: "Europe/Lisbon"})
	r.ok(err)
	return authz.Call{Actor: authz.Actor{PersonID: p.ID, Role: p.Role}}
}

func (r *rig) interrupt(from, to authz.Call, cannotWait bool) (Interruption, error) {
	return r.Interrupt(r.Context(), from, to.PersonID, NewInterruption{Reason: "The site is down", CannotWait: cannotWait})
}
