package people

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"slices"

	"cairn/internal/activity"
	"cairn/internal/authz"
	"cairn/internal/db"
	"cairn/internal/errs"
	"cairn/internal/id"
	"cairn/internal/opt"
)

// Team is a named set of people with a lead, who is one of them. Those who have
// left are not shown. Its JSON is the API's.
type Team struct {
	ID        string   `json:"id"`
	Name      string   `json:"name"`
	LeadID    *string  `json:"lead_id"`
	PersonIDs []string `json:"person_ids"`
	Revision  int64    `json:"revision"`
}

const teamColumns = `t.id, t.name, t.lead_id,
	(SELECT string_agg(tp.person_id, ' ') FROM team_person tp JOIN person p ON p.id = tp.person_id AND p.active WHERE tp.team_id = t.id),
	t.revision`

func scanTeam(row db.Row) (Team, error) {
	var t Team
	var persons sql.NullString
	err := row.Scan(&t.ID, &t.Name, &t.LeadID, &persons, &t.Revision)
	t.PersonIDs = sortedFields(persons.String)
	return t, err
}

func teamByID(ctx context.Context, q db.Querier, id string) (Team, error) {
	team, err := db.One(ctx, q, scanTeam, `SELECT `+teamColumns+` FROM team t WHERE t.id = $1`, id)
	if errors.Is(err, db.ErrNoRow) {
		return Team{}, noSuchTeam()
	}
	return team, err
}

func teamsByID(ctx context.Context, q db.Querier, ids []string) ([]Team, error) {
	return db.All(ctx, q, scanTeam,
		`SELECT `+teamColumns+` FROM team t WHERE t.id IN `+q.Dialect().InList("$1"), db.List(ids))
}

func noSuchTeam() error { return errs.New(errs.NotFound, "there is no such team in this workspace") }

// Team returns a team.
func (s *Service) Team(ctx context.Context, actor authz.Actor, id string) (Team, error) {
	team, err := db.One(ctx, s.db, scanTeam,
		`SELECT `+teamColumns+` FROM team t WHERE t.id = $2 AND `+readsWorkspace("$1"), actor.PersonID, id)
	if errors.Is(err, db.ErrNoRow) {
		return Team{}, noSuchTeam()
	}
	return team, err
}

// Teams returns teams in the order in which they were made.
func (s *Service) Teams(ctx context.Context, actor authz.Actor, query PageQuery) (Page[Team], error) {
	var after string
	if err := query.keys(&after); err != nil {
		return Page[Team]{}, err
	}
	teams, err := db.All(ctx, s.db, scanTeam, `SELECT `+teamColumns+` FROM team t
		WHERE t.id > $2 AND `+readsWorkspace("$1")+` ORDER BY t.id LIMIT $3`, actor.PersonID, after, query.limit()+1)
	if err != nil {
		return Page[Team]{}, err
	}
	return pageOf(teams, query, func(t Team) []any { return []any{t.ID} }), nil
}

// NewTeam is what a team begins with. Its lead is one of its people, named
// among them or not.
type NewTeam struct {
	ID        string // made where it is empty
	Name      string
	LeadID    string // "" for none
	PersonIDs []string
}

// CreateTeam makes a team, for admins.
func (s *Service) CreateTeam(ctx context.Context, call authz.Call, n NewTeam) (Team, error) {
	if err := call.Administers(); err != nil {
		return Team{}, err
	}
	return s.writeTeam(ctx, call, func(ctx context.Context, tx *activity.Tx) (string, error) {
		return s.createTeam(ctx, tx, n)
	})
}

// writeTeam runs a write of a team under the chart's lock, and answers with the
// team.
func (s *Service) writeTeam(ctx context.Context, call authz.Call, fn func(context.Context, *activity.Tx) (string, error)) (Team, error) {
	var team Team
	answer, err := s.ledger.Write(ctx, call, func(ctx context.Context, tx *activity.Tx) error {
		if err := lockChart(ctx, tx); err != nil {
			return err
		}
		teamID, err := fn(ctx, tx)
		if err != nil {
			return err
		}
		team, err = teamByID(ctx, tx, teamID)
		return err
	})
	if err == nil && answer.Replayed {
		return s.Team(ctx, call.Actor, answer.ID)
	}
	return team, err
}

func (s *Service) createTeam(ctx context.Context, tx *activity.Tx, n NewTeam) (string, error) {
	var wrong problems
	if n.ID != "" {
		wrong.take(id.Check("body.id", n.ID))
	} else {
		n.ID = id.New()
	}
	n.Name = wrong.name("body.name", n.Name)
	if err := wrong.err(); err != nil {
		return "", err
	}
	if _, err := teamByID(ctx, tx, n.ID); !errs.Is(err, errs.NotFound) {
		return "", cmp.Or[error](err, errs.New(errs.Duplicate, "there is a team with this id already"))
	}
	if err := freeTeamName(ctx, tx, n.ID, n.Name); err != nil {
		return "", err
	}
	persons := unique(n.PersonIDs)
	if n.LeadID != "" && !slices.Contains(persons, n.LeadID) {
		persons = append(persons, n.LeadID)
	}
	if err := canJoin(ctx, tx, persons, persons); err != nil {
		return "", err
	}
	if err := insertTeam(ctx, tx, n.ID, n.Name, n.LeadID); err != nil {
		return "", err
	}
	if err := join(ctx, tx, n.ID, persons); err != nil {
		return "", err
	}
	return n.ID, s.grant(ctx, tx, persons)
}

// TeamChange is what is to become of a team; what is not set stays.
type TeamChange struct {
	Name      opt.Of[string]   `json:"name,omitzero"`
	LeadID    opt.Of[*string]  `json:"lead_id,omitzero"`
	PersonIDs opt.Of[[]string] `json:"person_ids,omitzero"`
}

// UpdateTeam changes a team, for admins. Nobody adds themselves (P2).
func (s *Service) UpdateTeam(ctx context.Context, call authz.Call, teamID string, change TeamChange) (Team, error) {
	if err := call.Administers(); err != nil {
		return Team{}, err
	}
	return s.writeTeam(ctx, call, func(ctx context.Context, tx *activity.Tx) (string, error) {
		was, err := teamByID(ctx, tx, teamID)
		if err != nil {
			return "", err
		}
		return teamID, s.changeTeam(ctx, tx, call.Actor, was, change)
	})
}

func (s *Service) changeTeam(ctx context.Context, tx *activity.Tx, actor authz.Actor, was Team, change TeamChange) error {
	team, err := change.checked(was)
	if err != nil {
		return err
	}
	if err := freeTeamName(ctx, tx, team.ID, team.Name); err != nil {
		return err
	}
	joining, leaving := without(team.PersonIDs, was.PersonIDs), without(was.PersonIDs, team.PersonIDs)
	if slices.Contains(joining, actor.PersonID) {
		return errs.New(errs.Forbidden, "nobody adds themselves to a team that exists; ask another admin to add you")
	}
	if err := canJoin(ctx, tx, joining, team.PersonIDs); err != nil {
		return err
	}
	sameLead := (was.LeadID == nil) == (team.LeadID == nil) && (was.LeadID == nil || *was.LeadID == *team.LeadID)
	var fields []string
	if team.Name != was.Name {
		fields = append(fields, "name")
	}
	if !sameLead {
		fields = append(fields, "lead")
	}
	if len(fields)+len(joining)+len(leaving) == 0 {
		return nil
	}
	if _, err := db.Exec(ctx, tx.Tx, `UPDATE team SET name = $2, lead_id = $3 WHERE id = $1`, team.ID, team.Name, team.LeadID); err != nil {
		return err
	}
	if err := recordTeam(ctx, tx, team.ID, fields...); err != nil {
		return err
	}
	if err := join(ctx, tx, team.ID, joining); err != nil {
		return err
	}
	if err := part(ctx, tx, team.ID, leaving); err != nil {
		return err
	}
	return s.grant(ctx, tx, slices.Concat(joining, leaving))
}

// checked returns the team with the change. A lead who is named joins; one who
// would lead from outside is refused.
func (c TeamChange) checked(t Team) (Team, error) {
	var wrong problems
	if c.Name.Set {
		t.Name = wrong.name("body.name", c.Name.To)
	}
	if c.PersonIDs.Set {
		t.PersonIDs = unique(c.PersonIDs.To)
	}
	if c.LeadID.Set {
		t.LeadID = c.LeadID.To
		if t.LeadID != nil && *t.LeadID == "" {
			t.LeadID = nil
		}
		if t.LeadID != nil && !slices.Contains(t.PersonIDs, *t.LeadID) {
			t.PersonIDs = append(slices.Clone(t.PersonIDs), *t.LeadID)
		}
	}
	if t.LeadID != nil && !slices.Contains(t.PersonIDs, *t.LeadID) {
		wrong.add("body.person_ids", "the lead is one of the team's people: leave them in, or name another lead_id")
	}
	return t, wrong.err()
}

// DeleteTeam ends a team, for admins.
func (s *Service) DeleteTeam(ctx context.Context, call authz.Call, teamID string) error {
	if err := call.Administers(); err != nil {
		return err
	}
	_, err := s.ledger.Write(ctx, call, func(ctx context.Context, tx *activity.Tx) error {
		if err := lockChart(ctx, tx); err != nil {
			return err
		}
		if _, err := teamByID(ctx, tx, teamID); err != nil {
			return err
		}
		persons, err := db.All(ctx, tx, db.Value[string], `SELECT person_id FROM team_person WHERE team_id = $1`, teamID)
		if err != nil {
			return err
		}
		if _, err := tx.Record(ctx, activity.Change{
			Kind: authz.KindTeam, ID: teamID, Verb: TeamDeleted, Was: everywhere(), About: aboutWorkspace,
		}); err != nil {
			return err
		}
		if err := part(ctx, tx, teamID, persons); err != nil {
			return err
		}
		if _, err := db.Exec(ctx, tx.Tx, `DELETE FROM team WHERE id = $1`, teamID); err != nil {
			return err
		}
		return s.grant(ctx, tx, persons)
	})
	return err
}
