package people

import (
	"context"
	"errors"

	"cairn/internal/activity"
	"cairn/internal/authz"
	"cairn/internal/db"
	"cairn/internal/errs"
)

// lockChart takes the lock under which persons, teams and the reporting line
// change. It comes before everything that is read to decide such a change:
// checked without it, two moves that are fine alone could make a circle (P1).
func lockChart(ctx context.Context, tx *activity.Tx) error {
	_, err := db.Exec(ctx, tx.Tx, `UPDATE org_chart SET version = version + 1 WHERE id = 1`)
	return err
}

// LockChart takes that lock for a larger write, which then changes a person.
func LockChart(ctx context.Context, tx *activity.Tx) error { return lockChart(ctx, tx) }

// canManage refuses a manager who is not there, or has left.
func (s *Service) canManage(ctx context.Context, q db.Querier, managerID string) error {
	manager, err := s.Brief(ctx, q, managerID)
	if errs.Is(err, errs.NotFound) {
		return errs.InvalidField("body.manager_id", "there is no person with the id %q", managerID)
	}
	if err == nil && !manager.Active {
		return errs.InvalidField("body.manager_id", "%s has left and can't be a manager: choose somebody else, or reactivate them first", manager.Name)
	}
	return err
}

// mayMove refuses a new manager for a person: one who makes a circle (P1), and
// an actor who makes themselves the manager of a person who has one (P2). It is
// called under the chart's lock.
func (s *Service) mayMove(ctx context.Context, tx *activity.Tx, actor authz.Actor, person Person, managerID string) error {
	if managerID == "" {
		return nil
	}
	if managerID == person.ID {
		return errs.InvalidField("body.manager_id", "nobody is their own manager: choose somebody else, or null for none")
	}
	if err := s.canManage(ctx, tx, managerID); err != nil {
		return err
	}
	circle, err := db.One(ctx, tx, db.Value[bool], `
		WITH RECURSIVE up (id) AS (
			SELECT p.manager_id FROM person p WHERE p.id = $1
			UNION
			SELECT p.manager_id FROM person p JOIN up ON p.id = up.id WHERE p.manager_id IS NOT NULL
		) SELECT EXISTS (SELECT 1 FROM up WHERE id = $2)`, managerID, person.ID)
	if err != nil {
		return err
	}
	if circle {
		return errs.InvalidField("body.manager_id", "this would be a circle: this manager reports, directly or over others, to %s; move them first", person.Name)
	}
	return s.mayTakeOver(ctx, tx, actor, person, managerID)
}

// mayTakeOver refuses an actor who makes themselves the manager of a person who
// has a manager, or whose manager they took away just before (P2).
func (s *Service) mayTakeOver(ctx context.Context, q db.Querier, actor authz.Actor, person Person, managerID string) error {
	if managerID != actor.PersonID {
		return nil
	}
	refusal := errs.New(errs.Forbidden, "%s has a manager, and nobody makes themselves a manager in another's place; ask another admin to do it", person.Name)
	if person.ManagerID != nil {
		return refusal
	}
	last, err := db.One(ctx, q, db.Value[string],
		`SELECT actor_id FROM activity WHERE about_id = $1 AND verb = $2 ORDER BY revision DESC LIMIT 1`,
		person.ID, PersonManagerChanged)
	if errors.Is(err, db.ErrNoRow) || (err == nil && last != actor.PersonID) {
		return nil
	}
	if err != nil {
		return err
	}
	refusal.Message = "you took " + person.Name + "'s manager away yourself, so you can't take that place; ask another admin to do it"
	return refusal
}
