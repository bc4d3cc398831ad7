package login

import (
	"context"
	"strings"
	"time"

	"cairn/internal/activity"
	"cairn/internal/authz"
	"cairn/internal/db"
	"cairn/internal/errs"
)

// Session is a session that has just begun. Its secret goes into the cookie.
type Session struct {
	Secret string
	Actor  authz.Actor
}

// SessionInfo is a session as its owner sees it in Settings.
type SessionInfo struct {
	ID        string    `json:"id"`
	Device    string    `json:"device" doc:"The browser, in its own words"`
	Current   bool      `json:"current"`
	CreatedAt time.Time `json:"created_at"`
	ExpiresAt time.Time `json:"expires_at"`
}

const maxDevice = 200

// LogIn begins a session. Whether there is such an account can't be told from
// the answer, nor from how long it takes.
func (s *Service) LogIn(ctx context.Context, email, password, device, address string) (Session, error) {
	email = strings.ToLower(strings.TrimSpace(email))
	if wait := s.brakes.wait("account "+email, "address "+address); wait > 0 {
		return Session{}, slowDown(wait)
	}
	person, err := s.people.BriefByEmail(ctx, s.db, email)
	if err != nil && !errs.Is(err, errs.NotFound) {
		return Session{}, err
	}
	hash := ""
	if err == nil && person.Active {
		if hash, err = passwordHash(ctx, s.db, person.ID); err != nil {
			return Session{}, err
		}
	}
	if !s.hasher.matches(password, hash) {
		return Session{}, errs.New(errs.BadCredentials, "the address or the password is wrong; an admin can make a link for a new password")
	}
	var session Session
	err = s.db.Write(ctx, func(ctx context.Context, tx *db.Tx) error {
		var err error
		session, err = s.begin(ctx, tx, person.ID, device)
		return err
	})
	return session, err
}

// begin makes a session in a transaction.
func (s *Service) begin(ctx context.Context, tx *db.Tx, personID, device string) (Session, error) {
	role, err := db.One(ctx, tx, db.Value[authz.Role], `SELECT role FROM person WHERE id = $1`, personID)
	if err != nil {
		return Session{}, err
	}
	if len(device) > maxDevice {
		device = strings.ToValidUTF8(device[:maxDevice], "")
	}
	t := newToken(kindSession, personID, device, s.clock.Now(), SessionLasts)
	if err := t.insert(ctx, tx); err != nil {
		return Session{}, err
	}
	return Session{Secret: t.secret, Actor: authz.Actor{PersonID: personID, Role: role, TokenID: t.id}}, nil
}

// Sessions lists one's own sessions, the latest first.
func (s *Service) Sessions(ctx context.Context, actor authz.Actor) ([]SessionInfo, error) {
	return db.All(ctx, s.db, func(row db.Row) (SessionInfo, error) {
		var info SessionInfo
		var created, expires int64
		err := row.Scan(&info.ID, &info.Device, &created, &expires)
		info.Current = info.ID == actor.TokenID
		info.CreatedAt, info.ExpiresAt = time.UnixMilli(created).UTC(), time.UnixMilli(expires).UTC()
		return info, err
	}, `SELECT id, name, created_at, expires_at FROM token
		WHERE person_id = $1 AND kind = 'session' AND expires_at > $2 ORDER BY created_at DESC, id`,
		actor.PersonID, s.clock.Now().UnixMilli())
}

// EndSession ends one of one's own sessions.
func (s *Service) EndSession(ctx context.Context, call authz.Call, sessionID string) error {
	return s.revoke(ctx, call, kindSession, sessionID, func(context.Context, *activity.Tx) error { return nil })
}

// revoke deletes one of one's own tokens, and wakes the streams that it opened.
func (s *Service) revoke(ctx context.Context, call authz.Call, k kind, tokenID string, then func(ctx context.Context, tx *activity.Tx) error) error {
	_, err := s.ledger.Write(ctx, call, func(ctx context.Context, tx *activity.Tx) error {
		n, err := db.Exec(ctx, tx.Tx, `DELETE FROM token WHERE id = $1 AND person_id = $2 AND kind = $3`, tokenID, call.PersonID, k)
		if err != nil {
			return err
		}
		if n == 0 {
			return errs.New(errs.NotFound, "there is no such session or token of yours")
		}
		tx.GrantsChanged(call.PersonID)
		return then(ctx, tx)
	})
	return err
}
