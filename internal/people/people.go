// Package people is the workspace and the persons in it: teams, the reporting
// line, working hours, time off and holidays, and, following from these, who
// holds which scope.
//
//   - person.go is what a person is; create.go, change.go and leave.go are what
//     happens to one; check.go says which values are right.
//   - chart.go keeps the reporting line a forest (P1); team.go keeps the teams.
//   - grants.go derives from both who reads what, in the same transaction (P2).
//   - calendar.go gives the working time of persons to the packages above.
//   - acts.go tells admins, and whom it concerns, what admins have done.
//   - csv.go, plan.go and import.go bring persons in from a file.
//
// Every write is one activity.Ledger.Write. Its locks are taken in this order:
// the org chart, persons, whatever the hooks lock, and the revision counter.
// Everybody in the workspace reads every profile; nothing anywhere tells when a
// person was last here (N7).
package people

import (
	"context"

	"cairn/internal/activity"
	"cairn/internal/authz"
	"cairn/internal/clock"
	"cairn/internal/db"
)

// Hooks are what packages above do in the transaction in which a person
// changes. They see the person's new row, and the grants as they were before.
// A nil hook does nothing.
type Hooks struct {
	// PersonCreated is called for a new person.
	PersonCreated func(ctx context.Context, tx *activity.Tx, personID string) error
	// CalendarChanged is called when the working time of a person, or with ""
	// of anybody, may have changed: zone, hours, region, time off, holidays.
	CalendarChanged func(ctx context.Context, tx *activity.Tx, personID string) error
	// ManagerChanged is called when a person has another manager; "" is none.
	ManagerChanged func(ctx context.Context, tx *activity.Tx, personID, oldManager, newManager string) error
	// Deactivated is called when a person leaves; managerID, or "", is who
	// takes over what they leave (P4).
	Deactivated func(ctx context.Context, tx *activity.Tx, personID, managerID string) error
	// Readdressed is called when another has changed the address of a person, with
	// the one before.
	Readdressed func(ctx context.Context, tx *activity.Tx, personID, was string) error
	// Joined is called when somebody has come into a team or below a manager.
	Joined func(ctx context.Context, tx *activity.Tx) error
}

// Service is everything that can be done with people.
type Service struct {
	db     *db.DB
	ledger *activity.Ledger
	clock  clock.Clock
	hooks  Hooks

	calendars calendars
}

// New returns the service.
func New(database *db.DB, ledger *activity.Ledger, clk clock.Clock, hooks Hooks) *Service {
	return &Service{db: database, ledger: ledger, clock: clk, hooks: hooks}
}

// Loaders read the objects of this package for the change feed.
func (s *Service) Loaders() map[authz.Kind]activity.Loader {
	return map[authz.Kind]activity.Loader{
		authz.KindPerson:    loader(personsByID, func(p Person) string { return p.ID }),
		authz.KindTeam:      loader(teamsByID, func(t Team) string { return t.ID }),
		authz.KindTimeOff:   loadTimeOff,
		authz.KindHoliday:   loader(holidaysByID, func(h Holiday) string { return h.ID }),
		authz.KindWorkspace: s.loadWorkspace,
	}
}

// loader makes a Loader of objects that look the same to everybody.
func loader[T any](read func(context.Context, db.Querier, []string) ([]T, error), idOf func(T) string) activity.Loader {
	return func(ctx context.Context, q db.Querier, _ authz.Actor, ids []string) (map[string]any, error) {
		items, err := read(ctx, q, ids)
		if err != nil {
			return nil, err
		}
		objects := make(map[string]any, len(items))
		for _, item := range items {
			objects[idOf(item)] = item
		}
		return objects, nil
	}
}

// everywhere is where all objects of this package are: everybody reads them.
func everywhere() []authz.Scope { return []authz.Scope{authz.Workspace} }

// readsWorkspace is the SQL for "this person reads what everybody reads":
// whoever has left does not.
func readsWorkspace(personID string) string {
	return authz.Holds("'"+string(authz.Workspace)+"'", personID)
}
