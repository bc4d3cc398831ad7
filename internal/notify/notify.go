// Package notify is word of things: what people are told, by which lane, and
// when. Nothing in it interrupts anybody but an interruption that somebody
// stands for with a reason and a budget.
//
//   - word.go is what one person is told ([Word]), and [Service.Tell], which
//     writes it in the transaction of what happened.
//   - lane.go decides the lane, once, when the thing happens (rule N1).
//   - settings.go is what each person has chosen; slot.go computes from it when
//     their next digest may arrive (N4).
//   - interrupt.go is interruptions with their budgets and ratings (N2, N3).
//   - ledger.go counts what was made and avoided (N6).
//
// Package digest composes what waits here.
package notify

import (
	"context"
	"time"

	"cairn/internal/activity"
	"cairn/internal/authz"
	"cairn/internal/clock"
	"cairn/internal/db"
	"cairn/internal/people"
	"cairn/internal/worktime"
)

// People is what this package needs to know about persons.
type People interface {
	Brief(ctx context.Context, q db.Querier, id string) (people.Brief, error)
	Calendars(ctx context.Context, q db.Querier, ids []string) (map[string]*worktime.Calendar, error)
}

// Service is everything about what people are told.
type Service struct {
	db     *db.DB
	ledger *activity.Ledger
	people People
	clock  clock.Clock

	// Interrupted is called in the transaction of an interruption, with the channels
	// that its recipient has chosen for interruptions; nil: none goes out.
	Interrupted func(ctx context.Context, tx *activity.Tx, interruption Interruption, channels []Channel) error
}

// New returns the service.
func New(database *db.DB, ledger *activity.Ledger, persons People, clk clock.Clock) *Service {
	return &Service{db: database, ledger: ledger, people: persons, clock: clk}
}

// Loaders read the objects of this package for the change feed.
func (s *Service) Loaders() map[authz.Kind]activity.Loader {
	return map[authz.Kind]activity.Loader{authz.KindSettings: s.loadSettings, authz.KindInterruption: s.loadInterruptions}
}

// PersonCreated gives a new person their digests, in the transaction that makes
// them. Digest hours are whole minutes: the one in which somebody comes is still
// theirs.
func PersonCreated(ctx context.Context, tx *activity.Tx, personID string) error {
	past := time.UnixMilli(tx.Now).Truncate(time.Minute).Add(-time.Millisecond)
	_, err := db.Exec(ctx, tx.Tx, `INSERT INTO digest_schedule (person_id, next_at, past) VALUES ($1, 0, $2)`, personID, past.UnixMilli())
	return err
}

// CalendarChanged has it computed anew when a person's next digest may arrive, or
// with "" everybody's.
func CalendarChanged(ctx context.Context, tx *activity.Tx, personID string) error {
	if personID == "" {
		_, err := db.Exec(ctx, tx.Tx, `UPDATE digest_schedule SET next_at = 0 WHERE next_at > 0`)
		return err
	}
	_, err := db.Exec(ctx, tx.Tx, `UPDATE digest_schedule SET next_at = 0 WHERE person_id = $1`, personID)
	return err
}
