package login

import (
	"context"
	"errors"
	"time"

	"cairn/internal/activity"
	"cairn/internal/authz"
	"cairn/internal/db"
	"cairn/internal/errs"
	"cairn/internal/opt"
	"cairn/internal/people"
)

// InvitationInfo is an invitation that is open.
type InvitationInfo struct {
	ID        string    `json:"id"`
	PersonID  string    `json:"person_id"`
	Name      string    `json:"name"`
	Email     string    `json:"email"`
	CreatedAt time.Time `json:"created_at"`
	ExpiresAt time.Time `json:"expires_at"`
}

// NewInvitation is an invitation that was just made, with its secret.
type NewInvitation struct {
	InvitationInfo
	Secret string
}

// OpenInvitation is what an invitation says to whoever holds it.
type OpenInvitation struct {
	Workspace string `json:"workspace"`
	Name      string `json:"name"`
	Email     string `json:"email"`
}

// Invite makes a link by which a person sets their password. The person is
// added if the address is new, so that tasks can wait for them; an earlier link
// to them ends.
func (s *Service) Invite(ctx context.Context, call authz.Call, n people.NewPerson) (NewInvitation, error) {
	if err := call.Administers(); err != nil {
		return NewInvitation{}, err
	}
	call.Key = "" // the secret is shown once, and never again
	var t token
	var invited people.Brief
	_, err := s.ledger.Write(ctx, call, func(ctx context.Context, tx *activity.Tx) error {
		var err error
		if invited, err = s.invitee(ctx, tx, call, n); err != nil {
			return err
		}
		hash, err := passwordHash(ctx, tx, invited.ID)
		if err != nil {
			return err
		}
		if hash != "" {
			return errs.New(errs.Duplicate, "%s has joined already; make a password reset for them instead", invited.Name)
		}
		if _, err := db.Exec(ctx, tx.Tx, `DELETE FROM token WHERE person_id = $1 AND kind = 'invitation'`, invited.ID); err != nil {
			return err
		}
		t = newToken(kindInvitation, invited.ID, invited.Email, s.clock.Now(), invitationLasts)
		if err := t.insert(ctx, tx.Tx); err != nil {
			return err
		}
		return act(ctx, tx, authz.KindToken, t.id, people.Invited, invited.ID)
	})
	if err != nil {
		return NewInvitation{}, err
	}
	return NewInvitation{Secret: t.secret, InvitationInfo: InvitationInfo{
		ID: t.id, PersonID: invited.ID, Name: invited.Name, Email: invited.Email,
		CreatedAt: time.UnixMilli(t.createdAt).UTC(), ExpiresAt: time.UnixMilli(t.expiresAt.Int64).UTC(),
	}}, nil
}

// invitee finds the person by their address, or adds them.
func (s *Service) invitee(ctx context.Context, tx *activity.Tx, call authz.Call, n people.NewPerson) (people.Brief, error) {
	found, err := s.people.BriefByEmail(ctx, tx, n.Email)
	if !errs.Is(err, errs.NotFound) {
		if err == nil && !found.Active {
			return found, errs.New(errs.StateConflict, "%s has left; reactivate them first", found.Name)
		}
		return found, err
	}
	person, err := s.people.CreatePersonIn(ctx, tx, call.Actor, n)
	return people.Brief{ID: person.ID, Name: person.Name, Email: person.Email, Active: true}, err
}

// Invitations lists those that are open, for admins.
func (s *Service) Invitations(ctx context.Context, actor authz.Actor) ([]InvitationInfo, error) {
	if err := actor.Administers(); err != nil {
		return nil, err
	}
	return db.All(ctx, s.db, func(row db.Row) (InvitationInfo, error) {
		var i InvitationInfo
		var created, expires int64
		err := row.Scan(&i.ID, &i.PersonID, &i.Name, &i.Email, &created, &expires)
		i.CreatedAt, i.ExpiresAt = time.UnixMilli(created).UTC(), time.UnixMilli(expires).UTC()
		return i, err
	}, `SELECT t.id, p.id, p.name, p.email, t.created_at, t.expires_at FROM token t JOIN person p ON p.id = t.person_id
		WHERE t.kind = 'invitation' AND t.expires_at > $1 ORDER BY t.created_at DESC, t.id`, s.clock.Now().UnixMilli())
}

// RevokeInvitation takes an invitation back.
func (s *Service) RevokeInvitation(ctx context.Context, call authz.Call, invitationID string) error {
	if err := call.Administers(); err != nil {
		return err
	}
	_, err := s.ledger.Write(ctx, call, func(ctx context.Context, tx *activity.Tx) error {
		personID, err := db.One(ctx, tx, db.Value[string], `SELECT person_id FROM token WHERE id = $1 AND kind = 'invitation'`, invitationID)
		if errors.Is(err, db.ErrNoRow) {
			return errs.New(errs.NotFound, "there is no such invitation; it may have been accepted")
		}
		if err != nil {
			return err
		}
		if _, err := db.Exec(ctx, tx.Tx, `DELETE FROM token WHERE id = $1`, invitationID); err != nil {
			return err
		}
		return act(ctx, tx, authz.KindToken, invitationID, people.InvitationRevoked, personID)
	})
	return err
}

// OpenInvitation tells whom an invitation is for.
func (s *Service) OpenInvitation(ctx context.Context, secret string) (OpenInvitation, error) {
	t, err := s.find(ctx, s.db, kindInvitation, secret)
	if err != nil {
		return OpenInvitation{}, err
	}
	person, err := s.people.Brief(ctx, s.db, t.personID)
	if err != nil {
		return OpenInvitation{}, err
	}
	workspace, err := s.people.Workspace(ctx)
	return OpenInvitation{Workspace: workspace.Name, Name: person.Name, Email: person.Email}, err
}

// AcceptInvitation sets the person's name, zone and password, and begins their
// first session. The link works once.
func (s *Service) AcceptInvitation(ctx context.Context, secret, name, password, zone, device string) (Session, error) {
	t, err := s.find(ctx, s.db, kindInvitation, secret)
	if err != nil {
		return Session{}, err
	}
	if err := checkPassword("body.password", password, t.name, name); err != nil {
		return Session{}, err
	}
	hash := s.hasher.hash(password)
	self := authz.Call{Actor: authz.Actor{PersonID: t.personID, Role: authz.Member}}
	var session Session
	_, err = s.ledger.Write(ctx, self, func(ctx context.Context, tx *activity.Tx) error {
		if err := t.use(ctx, tx.Tx); err != nil {
			return err
		}
		change := people.PersonChange{TimeZone: opt.To(zone)}
		if name != "" {
			change.Name = opt.To(name)
		}
		if _, err := s.people.ChangePersonIn(ctx, tx, self.Actor, t.personID, change); err != nil {
			return err
		}
		if err := setPassword(ctx, tx, t.personID, hash); err != nil {
			return err
		}
		session, err = s.begin(ctx, tx.Tx, t.personID, device)
		return err
	})
	return session, err
}
