package people

import (
	"context"

	"cairn/internal/activity"
	"cairn/internal/authz"
	"cairn/internal/db"
	"cairn/internal/errs"
)

// Deactivate ends a person's access at once, moves their reports up one, and
// has the packages above hand on what they leave (P4). Their teams keep their
// place, for the day they come back.
func (s *Service) Deactivate(ctx context.Context, call authz.Call, id string) (Person, error) {
	if err := call.Administers(); err != nil {
		return Person{}, err
	}
	return s.writePerson(ctx, call, func(ctx context.Context, tx *activity.Tx) (Person, error) {
		if err := lockChart(ctx, tx); err != nil {
			return Person{}, err
		}
		person, err := lockPerson(ctx, tx, id)
		if err != nil {
			return Person{}, err
		}
		if err := mayLeave(ctx, tx, call.Actor, person); err != nil {
			return Person{}, err
		}
		return s.leave(ctx, tx, person)
	})
}

func mayLeave(ctx context.Context, q db.Querier, actor authz.Actor, person Person) error {
	if !person.Active {
		return errs.New(errs.StateConflict, "%s has left already", person.Name)
	}
	if person.Role == authz.Owner && actor.Role != authz.Owner {
		return errs.New(errs.Forbidden, "only an owner deactivates an owner")
	}
	return notLastOwner(ctx, q, person)
}

func (s *Service) leave(ctx context.Context, tx *activity.Tx, person Person) (Person, error) {
	reports, err := db.All(ctx, tx, db.Value[string],
		`UPDATE person SET manager_id = $2 WHERE manager_id = $1 RETURNING id`, person.ID, person.ManagerID)
	if err != nil {
		return Person{}, err
	}
	if _, err := db.Exec(ctx, tx.Tx, `UPDATE person SET active = false WHERE id = $1`, person.ID); err != nil {
		return Person{}, err
	}
	if _, err := db.Exec(ctx, tx.Tx, `UPDATE team SET lead_id = NULL WHERE lead_id = $1`, person.ID); err != nil {
		return Person{}, err
	}
	if s.hooks.Deactivated != nil {
		if err := s.hooks.Deactivated(ctx, tx, person.ID, person.managerID()); err != nil {
			return Person{}, err
		}
	}
	if s.hooks.ManagerChanged != nil {
		for _, report := range reports {
			if err := s.hooks.ManagerChanged(ctx, tx, report, person.ID, person.managerID()); err != nil {
				return Person{}, err
			}
		}
	}
	if err := recordPerson(ctx, tx, person.ID, PersonDeactivated, person.ID, Data{To: person.managerID()}); err != nil {
		return Person{}, err
	}
	for _, report := range reports {
		moved := Data{From: person.ID, To: person.managerID()}
		if err := recordPerson(ctx, tx, report, PersonManagerChanged, report, moved); err != nil {
			return Person{}, err
		}
	}
	return s.settle(ctx, tx, person, append(reports, person.ID))
}

// settle completes a person's leaving or coming back: their teams show it, and
// the grants follow.
func (s *Service) settle(ctx context.Context, tx *activity.Tx, person Person, ids []string) (Person, error) {
	for _, team := range person.TeamIDs {
		if err := recordTeam(ctx, tx, team); err != nil {
			return Person{}, err
		}
	}
	if err := s.grant(ctx, tx, ids); err != nil {
		return Person{}, err
	}
	return personByID(ctx, tx, person.ID)
}

// Reactivate gives a person who had left their access, teams and manager back;
// not their reports, who have others now.
func (s *Service) Reactivate(ctx context.Context, call authz.Call, id string) (Person, error) {
	if err := call.Administers(); err != nil {
		return Person{}, err
	}
	return s.writePerson(ctx, call, func(ctx context.Context, tx *activity.Tx) (Person, error) {
		if err := lockChart(ctx, tx); err != nil {
			return Person{}, err
		}
		person, err := lockPerson(ctx, tx, id)
		if err != nil {
			return Person{}, err
		}
		if person.Active {
			return Person{}, errs.New(errs.StateConflict, "%s has not left", person.Name)
		}
		if person.Role == authz.Owner && call.Role != authz.Owner {
			return Person{}, errs.New(errs.Forbidden, "only an owner brings an owner back")
		}
		if _, err := db.Exec(ctx, tx.Tx, `UPDATE person SET active = true WHERE id = $1`, id); err != nil {
			return Person{}, err
		}
		if err := recordPerson(ctx, tx, id, PersonReactivated, id, Data{}); err != nil {
			return Person{}, err
		}
		return s.settle(ctx, tx, person, []string{id})
	})
}
