package login

import (
	"context"
	"time"

	"cairn/internal/activity"
	"cairn/internal/authz"
	"cairn/internal/db"
	"cairn/internal/errs"
	"cairn/internal/people"
)

// resetHours is how long a link to set a new password is good.
const resetHours = 24

// CreateResetLink makes a link by which a person sets a new password, for
// admins. Earlier ones are void; the person sees that it was made (P2).
func (s *Service) CreateResetLink(ctx context.Context, call authz.Call, personID string) (string, error) {
	if err := call.Administers(); err != nil {
		return "", err
	}
	return s.resetLink(ctx, call, personID)
}

// ResetLinkFor makes such a link on the command line of the server.
func (s *Service) ResetLinkFor(ctx context.Context, email string) (string, error) {
	who, err := s.people.BriefByEmail(ctx, s.db, email)
	if err != nil {
		return "", err
	}
	return s.resetLink(ctx, commandLine(), who.ID)
}

func (s *Service) resetLink(ctx context.Context, call authz.Call, personID string) (string, error) {
	var link string
	answer, err := s.ledger.Write(ctx, call, func(ctx context.Context, tx *activity.Tx) error {
		who, err := s.people.Brief(ctx, tx, personID)
		if err != nil {
			return err
		}
		if !who.Active {
			return errs.New(errs.StateConflict, "%s has left; reactivate them first", who.Name)
		}
		role, err := db.One(ctx, tx, db.Value[authz.Role], `SELECT role FROM person WHERE id = $1`, personID)
		if err != nil {
			return err
		}
		if role == authz.Owner && call.Role != authz.Owner {
			return errs.New(errs.Forbidden, "only an owner makes a link to set the password of an owner")
		}
		link, err = s.resetLinkIn(ctx, tx, personID)
		return err
	})
	if err == nil && answer.Replayed {
		return "", shownOnce("this link", "make another", nil)
	}
	return link, err
}

func (s *Service) resetLinkIn(ctx context.Context, tx *activity.Tx, personID string) (string, error) {
	if err := revoke(ctx, tx.Tx, personID, reset); err != nil {
		return "", err
	}
	secret, _, err := s.issue(ctx, tx.Tx, token{
		kind: reset, personID: personID, expiresAt: expiry(s.clock.Now(), resetHours*time.Hour),
	})
	if err != nil {
		return "", err
	}
	_, err = tx.Record(ctx, activity.Change{
		Kind: authz.KindPerson, ID: personID, Verb: people.ResetLinkCreated, About: personID,
	})
	return s.link("reset", secret), err
}

// OpenReset tells whose password a link sets anew; errs.NotFound when it is not
// good any more.
func (s *Service) OpenReset(ctx context.Context, secret string) (Opened, error) {
	return s.open(ctx, reset, secret)
}

// UseReset sets a new password by a link, once, and ends all sessions and
// tokens of the person: whoever had them may not have been the person.
func (s *Service) UseReset(ctx context.Context, secret, password string) error {
	found, who, err := s.holder(ctx, reset, secret)
	if err != nil {
		return err
	}
	hash, err := s.hashFresh(ctx, "body.password", password, who)
	if err != nil {
		return err
	}
	call := authz.Call{Actor: authz.Actor{PersonID: who.ID, Role: found.role}}
	_, err = s.ledger.Write(ctx, call, func(ctx context.Context, tx *activity.Tx) error {
		if err := spend(ctx, tx.Tx, found); err != nil {
			return err
		}
		if err := s.setPassword(ctx, tx.Tx, who.ID, hash); err != nil {
			return err
		}
		// Who lost their mailbox's address to somebody else takes it back even now.
		if err := endAccessBut(ctx, tx, who.ID, ever); err != nil {
			return err
		}
		return s.recordReset(ctx, tx, who.ID)
	})
	return err
}

func (s *Service) recordReset(ctx context.Context, tx *activity.Tx, personID string) error {
	_, err := tx.Record(ctx, activity.Change{Kind: authz.KindPerson, ID: personID, Verb: people.PasswordReset, About: personID})
	return err
}
