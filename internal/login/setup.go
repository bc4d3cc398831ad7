package login

import (
	"context"

	"cairn/internal/activity"
	"cairn/internal/authz"
	"cairn/internal/db"
	"cairn/internal/errs"
	"cairn/internal/people"
)

// NeedsSetUp reports whether the workspace has yet to be created.
func (s *Service) NeedsSetUp(ctx context.Context) (bool, error) {
	_, err := s.people.WorkspaceIn(ctx, s.db)
	if errs.Is(err, errs.NotFound) {
		return true, nil
	}
	return false, err
}

// SetupToken makes the link by which whoever starts the server creates the
// workspace; "" when there is one. Only the link of the latest start is good.
// While the demo company is there, that is the one by which it was made: whoever
// has it waits for the company, over a start of the server too, to enter it.
func (s *Service) SetupToken(ctx context.Context) (string, error) {
	var link string
	err := s.db.Write(ctx, func(ctx context.Context, tx *db.Tx) error {
		link = ""
		workspace, err := s.people.WorkspaceIn(ctx, tx)
		if err != nil && !errs.Is(err, errs.NotFound) || err == nil && workspace.Demo {
			return err
		}
		if _, gone := db.Exec(ctx, tx, `DELETE FROM token WHERE kind = $1`, setup); gone != nil || err == nil {
			return gone
		}
		secret, _, err := s.issue(ctx, tx, token{kind: setup})
		link = s.link("setup", secret)
		return err
	})
	return link, err
}

// FirstRun is what is said when the workspace is created.
type FirstRun struct {
	Token     string
	Workspace string
	Name      string
	Email     string
	Password  string
	TimeZone  string
}

func (f FirstRun) workspace() people.NewWorkspace {
	return people.NewWorkspace{Name: f.Workspace, Owner: f.Name, Email: f.Email, TimeZone: f.TimeZone}
}

// SetUp creates the workspace with its owner by the first-run link, and opens
// the owner's session.
func (s *Service) SetUp(ctx context.Context, f FirstRun, userAgent string) (string, authz.Actor, error) {
	found, err := s.find(ctx, s.db, setup, f.Token)
	if err != nil {
		return "", authz.Actor{}, err
	}
	if err := checkPassword("body.password", f.Password, f.Name, f.Email, f.Workspace); err != nil {
		return "", authz.Actor{}, err
	}
	var secret string
	actor, err := s.createOwner(ctx, f, func(ctx context.Context, tx *activity.Tx, actor *authz.Actor) error {
		if err := spend(ctx, tx.Tx, found); err != nil {
			return err
		}
		var err error
		secret, err = s.openSession(ctx, tx, actor, userAgent)
		return err
	})
	return secret, actor, err
}

// CreateOwner creates the workspace with its owner on the command line of the
// server. Without a password it returns a link by which the owner sets one.
func (s *Service) CreateOwner(ctx context.Context, f FirstRun) (string, error) {
	var link string
	_, err := s.createOwner(ctx, f, func(ctx context.Context, tx *activity.Tx, actor *authz.Actor) error {
		if f.Password != "" {
			return nil
		}
		var err error
		link, err = s.resetLinkIn(ctx, tx, actor.PersonID)
		return err
	})
	return link, err
}

// createOwner creates the workspace and runs a last step in the same write. An
// empty password is none.
func (s *Service) createOwner(ctx context.Context, f FirstRun, last func(context.Context, *activity.Tx, *authz.Actor) error) (authz.Actor, error) {
	var hash string
	if f.Password != "" {
		err := checkPassword("body.password", f.Password, f.Name, f.Email, f.Workspace)
		if err == nil {
			hash, err = s.hasher.hash(ctx, f.Password)
		}
		if err != nil {
			return authz.Actor{}, err
		}
	}
	call := people.FirstCall()
	actor := call.Actor
	_, err := s.ledger.Write(ctx, call, func(ctx context.Context, tx *activity.Tx) error {
		if _, err := s.people.CreateWorkspaceIn(ctx, tx, f.workspace()); err != nil {
			return err
		}
		if hash != "" {
			if err := s.setPassword(ctx, tx.Tx, actor.PersonID, hash); err != nil {
				return err
			}
		}
		// The link of a server that runs beside the command line is void too.
		if err := last(ctx, tx, &actor); err != nil {
			return err
		}
		_, err := db.Exec(ctx, tx.Tx, `DELETE FROM token WHERE kind = $1`, setup)
		return err
	})
	return actor, err
}
