package login

import (
	"context"

	"cairn/internal/activity"
	"cairn/internal/db"
	"cairn/internal/errs"
	"cairn/internal/people"
)

// NewOwner is the workspace and its owner, as they begin.
type NewOwner struct {
	Workspace string
	Name      string
	Email     string
	Password  string
	TimeZone  string
}

// SetupNeeded reports whether there is no workspace yet.
func (s *Service) SetupNeeded(ctx context.Context) (bool, error) {
	n, err := db.One(ctx, s.db, db.Value[int64], `SELECT count(*) FROM workspace`)
	return n == 0, err
}

// SetupToken makes the secret of the first-run link, "" when there is a
// workspace already. Links printed before end.
func (s *Service) SetupToken(ctx context.Context) (string, error) {
	needed, err := s.SetupNeeded(ctx)
	if err != nil || !needed {
		return "", err
	}
	t := newToken(kindSetup, "", "first run", s.clock.Now(), 0)
	err = s.db.Write(ctx, func(ctx context.Context, tx *db.Tx) error {
		if _, err := db.Exec(ctx, tx, `DELETE FROM token WHERE kind = 'setup'`); err != nil {
			return err
		}
		return t.insert(ctx, tx)
	})
	return t.secret, err
}

// SetUp makes the workspace and its owner by the first-run link, and begins the
// owner's first session.
func (s *Service) SetUp(ctx context.Context, secret string, n NewOwner, device string) (Session, error) {
	if needed, err := s.SetupNeeded(ctx); err != nil {
		return Session{}, err
	} else if !needed {
		return Session{}, errs.New(errs.StateConflict, "the workspace exists already; ask one of its admins for an invitation")
	}
	t, err := s.find(ctx, s.db, kindSetup, secret)
	if err != nil {
		return Session{}, err
	}
	var session Session
	err = s.createOwner(ctx, n, func(ctx context.Context, tx *activity.Tx, ownerID string) error {
		if err := t.use(ctx, tx.Tx); err != nil {
			return err
		}
		var err error
		session, err = s.begin(ctx, tx.Tx, ownerID, device)
		return err
	})
	return session, err
}

// CreateOwner makes the workspace and its owner from the command line.
func (s *Service) CreateOwner(ctx context.Context, n NewOwner) error {
	return s.createOwner(ctx, n, func(ctx context.Context, tx *activity.Tx, _ string) error {
		_, err := db.Exec(ctx, tx.Tx, `DELETE FROM token WHERE kind = 'setup'`)
		return err
	})
}

func (s *Service) createOwner(ctx context.Context, n NewOwner, then func(ctx context.Context, tx *activity.Tx, ownerID string) error) error {
	if err := checkPassword("body.password", n.Password, n.Email, n.Name); err != nil {
		return err
	}
	hash := s.hasher.hash(n.Password)
	_, err := s.ledger.Write(ctx, people.FirstCall(), func(ctx context.Context, tx *activity.Tx) error {
		owner, err := s.people.CreateWorkspaceIn(ctx, tx, people.NewWorkspace{
			Name: n.Workspace, Owner: n.Name, Email: n.Email, TimeZone: n.TimeZone,
		})
		if err != nil {
			return err
		}
		if err := setPassword(ctx, tx, owner.ID, hash); err != nil {
			return err
		}
		return then(ctx, tx, owner.ID)
	})
	return err
}
