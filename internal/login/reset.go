package login

import (
	"context"
	"strings"

	"cairn/internal/activity"
	"cairn/internal/authz"
	"cairn/internal/db"
	"cairn/internal/people"
)

// ResetLink makes a one-time link by which a person sets a new password. The
// person sees for good that it was made (P2).
func (s *Service) ResetLink(ctx context.Context, call authz.Call, personID string) (string, error) {
	if err := call.Administers(); err != nil {
		return "", err
	}
	return s.resetLink(ctx, call, personID)
}

// ResetLinkFor is ResetLink from the command line.
func (s *Service) ResetLinkFor(ctx context.Context, email string) (string, error) {
	person, err := s.people.BriefByEmail(ctx, s.db, strings.ToLower(strings.TrimSpace(email)))
	if err != nil {
		return "", err
	}
	return s.resetLink(ctx, authz.Call{}, person.ID)
}

func (s *Service) resetLink(ctx context.Context, call authz.Call, personID string) (string, error) {
	person, err := s.people.Brief(ctx, s.db, personID)
	if err != nil {
		return "", err
	}
	call.Key = "" // the secret is shown once, and never again
	t := newToken(kindReset, person.ID, person.Email, s.clock.Now(), resetLasts)
	_, err = s.ledger.Write(ctx, call, func(ctx context.Context, tx *activity.Tx) error {
		if _, err := db.Exec(ctx, tx.Tx, `DELETE FROM token WHERE person_id = $1 AND kind = 'reset'`, person.ID); err != nil {
			return err
		}
		if err := t.insert(ctx, tx.Tx); err != nil {
			return err
		}
		return act(ctx, tx, authz.KindToken, t.id, people.ResetLinkCreated, person.ID)
	})
	return t.secret, err
}

// UseReset sets a new password and ends all sessions and tokens of the person.
func (s *Service) UseReset(ctx context.Context, secret, password string) error {
	t, err := s.find(ctx, s.db, kindReset, secret)
	if err != nil {
		return err
	}
	if err := checkPassword("body.password", password, t.name, ""); err != nil {
		return err
	}
	hash := s.hasher.hash(password)
	self := authz.Call{Actor: authz.Actor{PersonID: t.personID}}
	_, err = s.ledger.Write(ctx, self, func(ctx context.Context, tx *activity.Tx) error {
		if err := t.use(ctx, tx.Tx); err != nil {
			return err
		}
		if err := setPassword(ctx, tx, t.personID, hash); err != nil {
			return err
		}
		if err := s.EndAccess(ctx, tx, t.personID); err != nil {
			return err
		}
		return act(ctx, tx, authz.KindToken, t.id, people.PasswordReset, t.personID)
	})
	return err
}
