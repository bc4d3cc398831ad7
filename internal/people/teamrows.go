package people

import (
	"context"
	"slices"

	"cairn/internal/activity"
	"cairn/internal/authz"
	"cairn/internal/db"
	"cairn/internal/errs"
)

// insertTeam makes a team without people.
func insertTeam(ctx context.Context, tx *activity.Tx, teamID, name, leadID string) error {
	revision, err := tx.Record(ctx, activity.Change{
		Kind: authz.KindTeam, ID: teamID, Verb: TeamCreated, Scopes: everywhere(), About: aboutWorkspace,
	})
	if err != nil {
		return err
	}
	_, err = db.Exec(ctx, tx.Tx,
		`INSERT INTO team (id, name, lead_id, revision, created_at, updated_at) VALUES ($1, $2, $3, $4, $5, $5)`,
		teamID, name, db.NullString(leadID), revision, tx.Now)
	return err
}

// join adds persons to a team, with an entry that each of them sees.
func join(ctx context.Context, tx *activity.Tx, teamID string, persons []string) error {
	for _, person := range persons {
		if _, err := db.Exec(ctx, tx.Tx,
			`INSERT INTO team_person (team_id, person_id) VALUES ($1, $2) ON CONFLICT (team_id, person_id) DO NOTHING`,
			teamID, person); err != nil {
			return err
		}
		if err := recordPerson(ctx, tx, person, PersonJoinedTeam, person, Data{TeamID: teamID}); err != nil {
			return err
		}
	}
	return nil
}

// part takes persons out of a team, with an entry that each of them sees.
func part(ctx context.Context, tx *activity.Tx, teamID string, persons []string) error {
	for _, person := range persons {
		if _, err := db.Exec(ctx, tx.Tx,
			`DELETE FROM team_person WHERE team_id = $1 AND person_id = $2`, teamID, person); err != nil {
			return err
		}
		if err := recordPerson(ctx, tx, person, PersonLeftTeam, person, Data{TeamID: teamID}); err != nil {
			return err
		}
	}
	return nil
}

// recordTeam records a change of a team and gives its row the revision. An act
// of administration it is where the team's own fields change: who comes and goes
// is told of each of them already.
func recordTeam(ctx context.Context, tx *activity.Tx, teamID string, fields ...string) error {
	change := activity.Change{Kind: authz.KindTeam, ID: teamID, Verb: TeamChanged, Scopes: everywhere()}
	if len(fields) > 0 {
		change.About, change.Data = aboutWorkspace, Data{Fields: fields}
	}
	revision, err := tx.Record(ctx, change)
	if err != nil {
		return err
	}
	_, err = db.Exec(ctx, tx.Tx, `UPDATE team SET revision = $2, updated_at = $3 WHERE id = $1`, teamID, revision, tx.Now)
	return err
}

// canJoin refuses persons who are not there or have left, and a team that
// would be too large to be one.
func canJoin(ctx context.Context, q db.Querier, joining, all []string) error {
	if len(all) > maxTeam {
		return errs.InvalidField("body.person_ids", "a team has at most %d people; everybody in the workspace reads what is shared with it anyway", maxTeam)
	}
	active, err := db.All(ctx, q, db.Value[string],
		`SELECT id FROM person WHERE active AND id IN `+q.Dialect().InList("$1"), db.List(joining))
	if err != nil {
		return err
	}
	if missing := without(joining, active); len(missing) > 0 {
		return errs.InvalidField("body.person_ids", "there is no person with the id %q here, or they have left", missing[0])
	}
	return nil
}

// freeTeamName refuses the name of another team, however it is written.
func freeTeamName(ctx context.Context, q db.Querier, teamID, name string) error {
	names, err := teamNames(ctx, q)
	if err != nil {
		return err
	}
	if existing, taken := names[sortName(name)]; taken && existing != teamID {
		return &errs.Error{
			Code: errs.Duplicate, Message: "there is a team of this name already",
			Fields: []errs.Field{{Location: "body.name", Message: "there is a team of this name already: choose another"}},
		}
	}
	return nil
}

// teamNames gives the ids of the teams by sortName.
func teamNames(ctx context.Context, q db.Querier) (map[string]string, error) {
	ids := map[string]string{}
	_, err := db.All(ctx, q, func(row db.Row) (struct{}, error) {
		var id, name string
		err := row.Scan(&id, &name)
		ids[sortName(name)] = id
		return struct{}{}, err
	}, `SELECT id, name FROM team`)
	return ids, err
}

// without gives the elements of one list that another does not have.
func without(list, other []string) []string {
	return slices.DeleteFunc(slices.Clone(list), func(s string) bool { return slices.Contains(other, s) })
}

func unique(list []string) []string {
	list = slices.Clone(list)
	slices.Sort(list)
	return slices.Compact(list)
}
