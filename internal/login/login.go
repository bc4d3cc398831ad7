// Package login proves who somebody is: passwords, and one table of hashed
// tokens for sessions, API tokens, invitations, password resets and the
// first-run link.
//
//   - password.go hashes and checks passwords, at most two at a time.
//   - token.go makes secrets and finds them again; only their hashes are stored.
//   - session.go logs in and out; guess.go slows guesses down.
//   - apitoken.go, invitation.go, reset.go and setup.go are what the other kinds
//     of tokens are for.
//
// Nothing here tells when anybody was last active (N7): a session is seen by
// its owner alone, and a token's use is kept by the day.
package login

import (
	"context"
	"time"

	"cairn/internal/activity"
	"cairn/internal/authz"
	"cairn/internal/clock"
	"cairn/internal/db"
	"cairn/internal/errs"
	"cairn/internal/people"
)

// Service is everything about credentials.
type Service struct {
	db     *db.DB
	ledger *activity.Ledger
	people *people.Service
	clock  clock.Clock
	hasher *hasher
	brakes *brakes
}

// New returns the service.
func New(database *db.DB, ledger *activity.Ledger, persons *people.Service, clk clock.Clock) *Service {
	return &Service{db: database, ledger: ledger, people: persons, clock: clk, hasher: newHasher(), brakes: newBrakes(clk)}
}

// How long each kind of token lasts.
const (
	SessionLasts    = 30 * 24 * time.Hour
	invitationLasts = 14 * 24 * time.Hour
	resetLasts      = 24 * time.Hour
)

// EndAccess ends all sessions, tokens and open links of a person, in the
// transaction in which they leave (P4).
func (s *Service) EndAccess(ctx context.Context, tx *activity.Tx, personID string) error {
	tx.GrantsChanged(personID)
	_, err := db.Exec(ctx, tx.Tx, `DELETE FROM token WHERE person_id = $1`, personID)
	return err
}

// act records something that concerns a person's credentials, so that the
// person sees it for good when another did it (P2).
func act(ctx context.Context, tx *activity.Tx, kind authz.Kind, id, verb, about string) error {
	revision, err := tx.Record(ctx, activity.Change{Kind: kind, ID: id, Verb: verb, About: about})
	tx.Answer(kind, id, revision)
	return err
}

// Sweep forgets tokens that have run out.
func (s *Service) Sweep(ctx context.Context) error {
	return s.db.Write(ctx, func(ctx context.Context, tx *db.Tx) error {
		_, err := db.Exec(ctx, tx, `DELETE FROM token WHERE expires_at < $1`, s.clock.Now().UnixMilli())
		return err
	})
}

func linkIsOver() error {
	return errs.New(errs.NotFound, "this link has been used, has run out or was taken back; ask for a new one")
}
