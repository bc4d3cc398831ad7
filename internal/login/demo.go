package login

import (
	"context"

	"cairn/internal/activity"
	"cairn/internal/authz"
	"cairn/internal/db"
	"cairn/internal/errs"
)

// ShareDemoPassword gives everybody in the demo company one password. In any
// other workspace it is refused.
func (s *Service) ShareDemoPassword(ctx context.Context, password string) error {
	hash, err := s.hasher.hash(ctx, password)
	if err != nil {
		return err
	}
	return s.db.Write(ctx, func(ctx context.Context, tx *db.Tx) error {
		workspace, err := s.people.WorkspaceIn(ctx, tx)
		if err != nil {
			return err
		}
		if !workspace.Demo {
			return errs.New(errs.Forbidden, "only the people of the demo company share a password")
		}
		ids, err := db.All(ctx, tx, db.Value[string], `SELECT id FROM person ORDER BY id`)
		for _, id := range ids {
			if err := s.setPassword(ctx, tx, id, hash); err != nil {
				return err
			}
		}
		return err
	})
}

// CheckSetup refuses a secret that is not that of the first-run link.
func (s *Service) CheckSetup(ctx context.Context, secret string) error {
	_, err := s.find(ctx, s.db, setup, secret)
	return err
}

// EnterDemo spends the first-run link to open a session of somebody in the demo
// company.
func (s *Service) EnterDemo(ctx context.Context, secret, email, userAgent string) (string, authz.Actor, error) {
	found, err := s.find(ctx, s.db, setup, secret)
	if err != nil {
		return "", authz.Actor{}, err
	}
	var opened string
	actor := authz.Actor{}
	_, err = s.ledger.Write(ctx, authz.Call{}, func(ctx context.Context, tx *activity.Tx) error {
		workspace, err := s.people.WorkspaceIn(ctx, tx)
		if err != nil {
			return err
		}
		if !workspace.Demo {
			return errs.New(errs.StateConflict, "this is somebody's own workspace; log in to it")
		}
		actor, err = db.One(ctx, tx, func(row db.Row) (authz.Actor, error) {
			var a authz.Actor
			return a, row.Scan(&a.PersonID, &a.Role)
		}, `SELECT id, role FROM person WHERE email = $1`, email)
		if err != nil {
			return err
		}
		if err := spend(ctx, tx.Tx, found); err != nil {
			return err
		}
		opened, err = s.openSession(ctx, tx, &actor, userAgent)
		return err
	})
	return opened, actor, err
}
