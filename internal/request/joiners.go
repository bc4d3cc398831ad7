package request

import (
	"context"

	"cairn/internal/activity"
	"cairn/internal/authz"
	"cairn/internal/db"
	"cairn/internal/job"
	"cairn/internal/people"
)

// A person who comes into a team, or below a manager, is asked what those were
// asked before, where the request says so and it is not due for them yet.

const joining = `r.late_joiners AND r.state IN ('open', 'sending')`

// Joined is for package people: somebody has come in somewhere.
func (s *Service) Joined(ctx context.Context, tx *activity.Tx) error {
	wanted, err := db.One(ctx, tx, db.Value[bool], `SELECT EXISTS (SELECT 1 FROM request r WHERE `+joining+`)`)
	if err != nil || !wanted {
		return err
	}
	_, err = s.jobs.Enqueue(ctx, tx.Tx, job.Job{Kind: JoinersKind, UniqueKey: "all", Payload: payload{}})
	return err
}

// AskJoiners is the handler of the jobs of JoinersKind. It goes through the
// requests that take people who join, one a transaction.
func (s *Service) AskJoiners(ctx context.Context, lease *job.Lease) error {
	var at payload
	if err := lease.Payload(&at); err != nil {
		return err
	}
	for {
		next, err := db.All(ctx, s.db, scanRequest, `SELECT `+requestColumns+` FROM request r WHERE `+joining+` AND r.id > $1 ORDER BY r.id LIMIT 1`, at.RequestID)
		if err != nil {
			return err
		}
		if len(next) == 0 {
			return s.db.Write(ctx, lease.Finish)
		}
		at.RequestID = next[0].ID
		_, err = s.ledger.Write(ctx, authz.Call{Actor: authz.Actor{PersonID: next[0].AskedByID}}, func(ctx context.Context, tx *activity.Tx) error {
			if err := s.askJoiners(ctx, tx, at.RequestID); err != nil {
				return err
			}
			return lease.Checkpoint(ctx, tx.Tx, at)
		})
		if err != nil {
			return err
		}
	}
}

func (s *Service) askJoiners(ctx context.Context, tx *activity.Tx, requestID string) error {
	r, err := lock(ctx, tx, requestID)
	if err != nil || r.ended() {
		return err
	}
	persons, err := s.people.StillTargeted(ctx, tx, r.AskedByID, r.To)
	if err != nil {
		return err
	}
	known, err := db.All(ctx, tx, scanAsked, `SELECT `+askedColumns+` FROM request_person p WHERE p.request_id = $1`, r.ID)
	if err != nil {
		return err
	}
	there := make(map[string]bool, len(known))
	for _, a := range known {
		there[a.personID] = true
	}
	toBeListed, err := unlisted(ctx, tx, r.ID)
	if err != nil {
		return err
	}
	for _, personID := range toBeListed {
		there[personID] = true
	}
	var fresh []people.Brief
	for _, person := range persons {
		if !there[person.ID] {
			fresh = append(fresh, person)
		}
	}
	if fresh, err = s.notYetDue(ctx, tx, &r, fresh); err != nil || len(fresh) == 0 {
		return err
	}
	taskIDs := make([]string, len(fresh))
	for i := range taskIDs {
		taskIDs[i] = s.NewID()
	}
	r.asked += len(fresh)
	if err := r.save(ctx, tx, "request.joined"); err != nil {
		return err
	}
	if err := insertAsked(ctx, tx, r.ID, fresh, taskIDs); err != nil {
		return err
	}
	return s.goOn(ctx, tx, r.ID)
}

// notYetDue are those of the people for whom a request isn't due yet.
func (s *Service) notYetDue(ctx context.Context, q db.Querier, r *Request, persons []people.Brief) ([]people.Brief, error) {
	if r.DueDate == nil || len(persons) == 0 {
		return persons, nil
	}
	calendars, err := s.people.Calendars(ctx, q, idsOf(persons))
	if err != nil {
		return nil, err
	}
	kept := make([]people.Brief, 0, len(persons))
	for _, person := range persons {
		if calendars[person.ID].DueInstant(*r.DueDate, r.DueTime).After(s.clock.Now()) {
			kept = append(kept, person)
		}
	}
	return kept, nil
}
