// Package login is how a person proves who they are: passwords, and secrets of
// one sort for everything else.
//
//   - Sessions, API tokens, invitations, password resets and the first-run link
//     are rows of one table: the hash of a random secret, whose it is, what it
//     is good for and until when (secret.go).
//   - [Service.Authenticate] turns the secret of a session or an API token into
//     the actor of a request; it runs before every request, in one query.
//   - password.go hashes passwords, slow.go slows down whoever guesses them.
//   - session.go, token.go, invitation.go, reset.go, address.go and setup.go are
//     what one can do with each kind.
//   - letter.go is what of these goes out by mail; forgotten.go answers whoever
//     has forgotten their password.
//
// Whoever is wrong is told nothing: a log-in that fails costs and answers the
// same whether there is such a person or not. Nothing is stored of when a
// person was here; the use of an API token is kept by the day, for its owner
// alone (N7). What an admin does to somebody's access is shown to
// that person for ever (P2); see people.AdminActs.
package login

import (
	"context"
	"errors"
	"strings"
	"sync"
	"time"

	"cairn/internal/activity"
	"cairn/internal/authz"
	"cairn/internal/clock"
	"cairn/internal/db"
	"cairn/internal/errs"
	"cairn/internal/job"
	"cairn/internal/people"
)

// Service is everything about proving who one is. It is safe for concurrent
// use.
type Service struct {
	db      *db.DB
	ledger  *activity.Ledger
	people  *people.Service
	clock   clock.Clock
	baseURL string
	hasher  *hasher
	brakes  *brakes

	// Outbox takes letters and Jobs answer forgotten passwords, where they are set
	// before the service is used; without them nothing goes out by mail.
	Outbox Outbox
	Jobs   *job.Queue

	mu     sync.Mutex
	today  string          // the day that marked is about
	marked map[string]bool // tokens whose use today this process has noted
}

// New returns the service. The links that it makes begin with baseURL.
func New(database *db.DB, ledger *activity.Ledger, persons *people.Service, clk clock.Clock, baseURL string) *Service {
	return &Service{
		db: database, ledger: ledger, people: persons, clock: clk,
		baseURL: strings.TrimRight(baseURL, "/"),
		hasher:  newHasher(),
		brakes:  newBrakes(clk),
		marked:  map[string]bool{},
	}
}

// A session ends when it was not used for sessionIdle, and after sessionMost
// however much it was used. Its end is put off by a week at a time: the finer
// the steps, the more it would tell of when its person was last here (N7).
const (
	sessionIdle = 30 * 24 * time.Hour
	sessionMost = 180 * 24 * time.Hour
	sessionStep = 7 * 24 * time.Hour
)

// Authenticate returns the actor that a session or API token stands for;
// errs.Unauthenticated when it is unknown, has ended, or its person has left.
func (s *Service) Authenticate(ctx context.Context, secret string) (authz.Actor, error) {
	if k := kindOf(secret); k != session && k != api {
		return authz.Actor{}, unauthenticated()
	}
	now := s.clock.Now()
	token, err := db.One(ctx, s.db, scanToken,
		`SELECT `+tokenColumns+` FROM token t JOIN person p ON p.id = t.person_id
		 WHERE t.hash = $1 AND t.kind IN ('session', 'api') AND p.active`, hashOf(secret))
	if errors.Is(err, db.ErrNoRow) || (err == nil && token.expired(now)) {
		return authz.Actor{}, unauthenticated()
	}
	if err != nil {
		return authz.Actor{}, err
	}
	actor := authz.Actor{PersonID: token.personID, Role: token.role, TokenID: token.id}
	if token.kind == api {
		actor.Grants = token.grants()
	}
	s.noteUse(ctx, token, now)
	return actor, nil
}

func unauthenticated() error {
	return errs.New(errs.Unauthenticated, "log in: there is no session or token with this request, or it has ended")
}

// noteUse keeps the day on which an API token was used, for its owner, and lets
// a session live on, of whose use nothing else is kept (N7). It writes at most
// once a day. Where nothing can be written (a full disk), people go on reading.
func (s *Service) noteUse(ctx context.Context, token token, now time.Time) {
	day := now.Format(time.DateOnly)
	text, value := `UPDATE token SET last_used_on = $2 WHERE id = $1`, any(day)
	switch {
	case token.kind == session:
		until := min(now.Add(sessionIdle).UnixMilli(), token.createdAt+sessionMost.Milliseconds())
		if token.expiresAt == nil || until-*token.expiresAt < sessionStep.Milliseconds() {
			return
		}
		text, value = `UPDATE token SET expires_at = $2 WHERE id = $1`, until
	case token.lastUsedOn == day:
		return
	}
	if !s.firstToday(token.id, day) {
		return
	}
	_ = s.db.Write(ctx, func(ctx context.Context, tx *db.Tx) error {
		_, err := db.Exec(ctx, tx, text, token.id, value)
		return err
	})
}

// firstToday reports whether this process sees a token for the first time on a
// day, so that requests at the same time don't all write.
func (s *Service) firstToday(tokenID, day string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.today != day {
		s.today = day
		clear(s.marked)
	}
	first := !s.marked[tokenID]
	s.marked[tokenID] = true
	return first
}

// EndAccess ends all sessions, tokens and links of a person, in the write that
// deactivates them (P4).
func EndAccess(ctx context.Context, tx *activity.Tx, personID string) error {
	tx.GrantsChanged(personID) // their event streams end
	_, err := db.Exec(ctx, tx.Tx, `DELETE FROM token WHERE person_id = $1`, personID)
	return err
}

// sweepChunk keeps the writes of Sweep short.
const sweepChunk = 500

// Sweep deletes the secrets that have expired, and returns how many they were.
func (s *Service) Sweep(ctx context.Context) (int64, error) {
	var all int64
	for {
		var swept int64
		err := s.db.Write(ctx, func(ctx context.Context, tx *db.Tx) error {
			var err error
			swept, err = db.Exec(ctx, tx,
				`DELETE FROM token WHERE id IN (SELECT id FROM token WHERE expires_at <= $1 LIMIT $2)`,
				s.clock.Now().UnixMilli(), sweepChunk)
			return err
		})
		all += swept
		if err != nil || swept == 0 {
			return all, err
		}
	}
}
