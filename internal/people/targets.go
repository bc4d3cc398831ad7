package people

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"cairn/internal/db"
	"cairn/internal/errs"
	"cairn/internal/worktime"
)

// Targets name people: one by one, by team, or by the reporting line of whoever
// names them. Its JSON is the API's.
type Targets struct {
	PersonIDs     []string `json:"person_ids,omitempty"`
	TeamIDs       []string `json:"team_ids,omitempty"`
	Reports       bool     `json:"reports,omitempty" doc:"My direct reports"`
	EveryoneBelow bool     `json:"everyone_below,omitempty" doc:"My reports, theirs, and so on"`
}

// Empty reports whether nobody is named.
func (t Targets) Empty() bool {
	return len(t.PersonIDs)+len(t.TeamIDs) == 0 && !t.Reports && !t.EveryoneBelow
}

// Targeted lists the active people that are meant, each once, in the order of
// their names. Whoever names them is not among them. A person or team that isn't
// there, and a person who is named and has left, is refused.
func (s *Service) Targeted(ctx context.Context, q db.Querier, byID string, t Targets) ([]Brief, error) {
	for _, personID := range t.PersonIDs {
		named, err := s.Brief(ctx, q, personID)
		if errs.Is(err, errs.NotFound) {
			return nil, errs.InvalidField("body.to.person_ids", "there is no person with the id %s", personID)
		}
		if err != nil {
			return nil, err
		}
		if !named.Active {
			return nil, errs.InvalidField("body.to.person_ids", "%s is not active any more; leave them out", named.Name)
		}
	}
	for _, teamID := range t.TeamIDs {
		_, err := db.One(ctx, q, db.Value[string], `SELECT id FROM team WHERE id = $1`, teamID)
		if errors.Is(err, db.ErrNoRow) {
			return nil, errs.InvalidField("body.to.team_ids", "there is no team with the id %s", teamID)
		}
		if err != nil {
			return nil, err
		}
	}
	return s.targeted(ctx, q, byID, t)
}

// StillTargeted is Targeted for what was named a while ago: who and what isn't
// there any more is passed over.
func (s *Service) StillTargeted(ctx context.Context, q db.Querier, byID string, t Targets) ([]Brief, error) {
	return s.targeted(ctx, q, byID, t)
}

func (s *Service) targeted(ctx context.Context, q db.Querier, byID string, t Targets) ([]Brief, error) {
	return db.All(ctx, q, func(row db.Row) (Brief, error) {
		var b Brief
		var manager sql.NullString
		err := row.Scan(&b.ID, &b.Name, &b.Email, &manager, &b.Active, &b.TimeZone)
		b.ManagerID = manager.String
		return b, err
	}, `WITH RECURSIVE below (id) AS (
			SELECT p.id FROM person p WHERE p.manager_id = $1
			UNION
			SELECT p.id FROM person p JOIN below b ON p.manager_id = b.id
		)
		SELECT p.id, p.name, p.email, p.manager_id, p.active, p.time_zone FROM person p
		WHERE p.active AND p.id <> $1 AND (p.id `+q.Dialect().Among("$2")+`
			OR p.id IN (SELECT tp.person_id FROM team_person tp WHERE tp.team_id `+q.Dialect().Among("$3")+`)
			OR $4 AND p.manager_id = $1
			OR $5 AND p.id IN (SELECT b.id FROM below b))
		ORDER BY p.sort_name, p.id`,
		byID, db.List(t.PersonIDs), db.List(t.TeamIDs), t.Reports, t.EveryoneBelow)
}

// AwayUntil tells who of these people is in time off today, by their own
// calendar, and its last day.
func (s *Service) AwayUntil(ctx context.Context, q db.Querier, ids []string) (map[string]worktime.Date, error) {
	today := worktime.LocalDate(time.UTC, s.clock.Now())
	until := map[string]worktime.Date{}
	type off struct {
		personID, zone string
		worktime.TimeOff
	}
	offs, err := db.All(ctx, q, func(row db.Row) (off, error) {
		var o off
		return o, row.Scan(&o.personID, &o.zone, &o.StartsOn, &o.EndsOn)
	}, `SELECT o.person_id, p.time_zone, o.starts_on, o.ends_on FROM time_off o JOIN person p ON p.id = o.person_id
		WHERE o.starts_on <= $2 AND o.ends_on >= $3 AND o.person_id `+q.Dialect().Among("$1")+` ORDER BY o.person_id, o.ends_on`,
		db.List(ids), today.AddDays(1), today.AddDays(-1))
	if err != nil {
		return nil, err
	}
	for _, o := range offs {
		zone, err := worktime.LoadZone("", o.zone)
		if err != nil {
			return nil, err
		}
		if local := worktime.LocalDate(zone, s.clock.Now()); !o.StartsOn.After(local) && !o.EndsOn.Before(local) {
			until[o.personID] = o.EndsOn
		}
	}
	return until, nil
}
