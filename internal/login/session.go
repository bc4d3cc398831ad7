package login

import (
	"context"
	"errors"
	"strings"
	"time"
	"unicode/utf8"

	"cairn/internal/activity"
	"cairn/internal/authz"
	"cairn/internal/db"
	"cairn/internal/errs"
	"cairn/internal/people"
)

// Session is one browser in which a person is logged in. Its JSON is the API's.
type Session struct {
	ID        string    `json:"id"`
	Name      string    `json:"name" doc:"The browser's own words"`
	Current   bool      `json:"current" doc:"The one that asks"`
	CreatedAt time.Time `json:"created_at"`
	ExpiresAt time.Time `json:"expires_at"`
}

// maxAgent is how much of the browser's words is kept, in bytes.
const maxAgent = 200

// LogIn checks a password and opens a session. It returns the session's secret
// for the cookie. Whatever is wrong, the answer is errs.BadCredentials, at the
// same cost; errs.TooMany says when to try again.
func (s *Service) LogIn(ctx context.Context, email, password, userAgent, remoteAddr string) (string, authz.Actor, error) {
	email = nameable(email)
	if err := s.brakes.try(email, remoteAddr); err != nil {
		return "", authz.Actor{}, err
	}
	type account struct {
		actor authz.Actor
		hash  string
	}
	found, err := db.One(ctx, s.db, func(row db.Row) (account, error) {
		var a account
		return a, row.Scan(&a.actor.PersonID, &a.actor.Role, &a.hash)
	}, `SELECT p.id, p.role, w.hash FROM person p JOIN password w ON w.person_id = p.id WHERE p.email = $1 AND p.active`, email)
	nobody := errors.Is(err, db.ErrNoRow)
	if nobody {
		found.hash = nobodysHash()
	} else if err != nil {
		return "", authz.Actor{}, err
	}
	right, err := s.hasher.verify(ctx, found.hash, clip(password))
	if err != nil {
		return "", authz.Actor{}, err
	}
	if nobody || !right {
		return "", authz.Actor{}, badCredentials()
	}
	s.brakes.succeeded(email, remoteAddr)
	var secret string
	_, err = s.ledger.Write(ctx, authz.Call{Actor: found.actor}, func(ctx context.Context, tx *activity.Tx) error {
		if err := stillHas(ctx, tx.Tx, found.actor.PersonID, found.hash); err != nil {
			return err
		}
		var err error
		secret, err = s.openSession(ctx, tx, &found.actor, userAgent)
		return err
	})
	return secret, found.actor, err
}

// stillHas refuses a log-in whose password was replaced, or whose person has left,
// while it was checked: that ended all sessions, and this would be one more. It
// holds the rows on PostgreSQL, so that neither comes before the commit.
func stillHas(ctx context.Context, tx *db.Tx, personID, hash string) error {
	text := `SELECT 1 FROM password w JOIN person p ON p.id = w.person_id WHERE p.id = $1 AND w.hash = $2 AND p.active`
	if tx.Dialect() == db.Postgres {
		text += ` FOR SHARE`
	}
	_, err := db.One(ctx, tx, db.Value[int], text, personID, hash)
	if errors.Is(err, db.ErrNoRow) {
		return badCredentials()
	}
	return err
}

func badCredentials() error {
	return errs.New(errs.BadCredentials, "the email address or the password is not right")
}

// clip bounds what is hashed. No password that long was ever accepted, and a
// cut one is not right.
func clip(password string) string {
	const most = (maxPassword + 1) * utf8.UTFMax
	return password[:min(len(password), most)]
}

// nameable is an address as it is looked up, and kept in mind by the brakes. None that
// long was ever accepted, and a cut one is nobody's.
func nameable(email string) string {
	email = strings.ToLower(strings.TrimSpace(email))
	return strings.ToValidUTF8(email[:min(len(email), 2*longestAddress)], "")
}

// maxSessions is how many sessions a person has at once.
const maxSessions = 50

// openSession makes a session for an actor and puts it into the actor. Beyond
// maxSessions the oldest one ends.
func (s *Service) openSession(ctx context.Context, tx *activity.Tx, actor *authz.Actor, userAgent string) (string, error) {
	agent := strings.ToValidUTF8(userAgent[:min(len(userAgent), maxAgent)], "")
	secret, opened, err := s.issue(ctx, tx.Tx, token{
		kind: session, personID: actor.PersonID, name: strings.ReplaceAll(agent, "\x00", ""),
		expiresAt: expiry(s.clock.Now(), sessionIdle),
	})
	if err != nil {
		return "", err
	}
	actor.TokenID = opened.id
	ended, err := db.Exec(ctx, tx.Tx, `DELETE FROM token WHERE person_id = $1 AND kind = $2 AND id <> $3 AND id NOT IN
		(SELECT id FROM token WHERE person_id = $1 AND kind = $2 AND id <> $3 ORDER BY created_at DESC, id DESC LIMIT $4)`,
		actor.PersonID, session, opened.id, maxSessions-1)
	if ended > 0 {
		tx.GrantsChanged(actor.PersonID) // its event streams end
	}
	return secret, err
}

// LogOut ends the session that the actor uses.
func (s *Service) LogOut(ctx context.Context, actor authz.Actor) error {
	_, err := s.ledger.Write(ctx, authz.Call{Actor: actor}, func(ctx context.Context, tx *activity.Tx) error {
		tx.GrantsChanged(actor.PersonID) // its event streams end
		_, err := db.Exec(ctx, tx.Tx, `DELETE FROM token WHERE id = $1 AND kind = $2`, actor.TokenID, session)
		return err
	})
	return err
}

// Sessions lists the actor's own sessions, the latest first.
func (s *Service) Sessions(ctx context.Context, actor authz.Actor) ([]Session, error) {
	return db.All(ctx, s.db, func(row db.Row) (Session, error) {
		t, err := scanToken(row)
		listed := Session{ID: t.id, Name: t.name, Current: t.id == actor.TokenID, CreatedAt: time.UnixMilli(t.createdAt).UTC()}
		if t.expiresAt != nil {
			listed.ExpiresAt = time.UnixMilli(*t.expiresAt).UTC()
		}
		return listed, err
	}, `SELECT `+tokenColumns+` FROM token t JOIN person p ON p.id = t.person_id
	    WHERE t.person_id = $1 AND t.kind = $2 AND t.expires_at > $3 ORDER BY t.created_at DESC, t.id`,
		actor.PersonID, session, s.clock.Now().UnixMilli())
}

// EndSession ends one of the actor's own sessions.
func (s *Service) EndSession(ctx context.Context, call authz.Call, id string) error {
	return s.endOwn(ctx, call, session, id, "there is no such session of yours")
}

// endOwn deletes a secret of the actor's own.
func (s *Service) endOwn(ctx context.Context, call authz.Call, k kind, id, absent string) error {
	_, err := s.ledger.Write(ctx, call, func(ctx context.Context, tx *activity.Tx) error {
		ended, err := db.Exec(ctx, tx.Tx,
			`DELETE FROM token WHERE id = $1 AND person_id = $2 AND kind = $3`, id, call.PersonID, k)
		if err == nil && ended == 0 {
			return errs.New(errs.NotFound, "%s", absent)
		}
		tx.GrantsChanged(call.PersonID) // its event streams end
		if err != nil || k != api {
			return err
		}
		_, err = tx.Record(ctx, activity.Change{Kind: authz.KindToken, ID: id, Verb: people.TokenRevoked})
		return err
	})
	return err
}

// ChangePassword replaces the actor's password and ends their other sessions.
func (s *Service) ChangePassword(ctx context.Context, call authz.Call, current, fresh string) error {
	who, err := s.people.Brief(ctx, s.db, call.PersonID)
	if err != nil {
		return err
	}
	if err := s.checkFresh(ctx, "body.new", fresh, who); err != nil {
		return err
	}
	old, err := s.prove(ctx, call.PersonID, "body.current", current)
	if err != nil {
		return err
	}
	hash, err := s.hasher.hash(ctx, fresh)
	if err != nil {
		return err
	}
	_, err = s.ledger.Write(ctx, unkept(call), func(ctx context.Context, tx *activity.Tx) error {
		changed, err := db.Exec(ctx, tx.Tx, `UPDATE password SET hash = $2, updated_at = $3 WHERE person_id = $1 AND hash = $4`,
			call.PersonID, hash, tx.Now, old)
		if err != nil {
			return err
		}
		if changed == 0 {
			return errs.New(errs.StateConflict, "the password was changed meanwhile; log in again")
		}
		if _, err := db.Exec(ctx, tx.Tx, `DELETE FROM token WHERE person_id = $1 AND kind IN ('session', 'reset', 'address') AND id <> $2`,
			call.PersonID, call.TokenID); err != nil {
			return err
		}
		tx.GrantsChanged(call.PersonID) // the others' event streams end
		_, err = tx.Record(ctx, activity.Change{Kind: authz.KindPerson, ID: call.PersonID, Verb: people.PasswordChanged})
		return err
	})
	return err
}

// prove checks the password of somebody who is logged in already, and returns
// its hash. The location names where a wrong one stands.
func (s *Service) prove(ctx context.Context, personID, location, password string) (string, error) {
	// Somebody at an unlocked screen guesses no faster than anybody else.
	if err := s.brakes.tryOwn(personID); err != nil {
		return "", err
	}
	hash, err := db.One(ctx, s.db, db.Value[string], `SELECT hash FROM password WHERE person_id = $1`, personID)
	if errors.Is(err, db.ErrNoRow) {
		hash = nobodysHash()
	} else if err != nil {
		return "", err
	}
	right, err := s.hasher.verify(ctx, hash, clip(password))
	if err == nil && !right {
		err = errs.InvalidField(location, "the current password is not right")
	}
	return hash, err
}

// unkept is a call without its idempotency key. Beside the key the ledger keeps a
// hash of the request, which is quick to compute: of a request with a password in
// it, it would be as good as the password.
func unkept(call authz.Call) authz.Call {
	call.Key, call.Hash = "", ""
	return call
}
