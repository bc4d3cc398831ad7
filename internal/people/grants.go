package people

import (
	"context"
	"database/sql"
	"slices"
	"strings"

	"cairn/internal/activity"
	"cairn/internal/authz"
	"cairn/internal/db"
)

// grant makes the rows that say who reads what follow from persons, teams and
// the reporting line again, for these persons and everybody below them (P2).
// It derives the rows that should be, ends those that should not be, and
// begins those that are missing, in a number of statements that does not grow
// with the branch. It comes after the rows and the records of the change: the
// grants bear the revision of its last record.
func (s *Service) grant(ctx context.Context, tx *activity.Tx, ids []string) error {
	revision, err := db.One(ctx, tx, db.Value[int64], `SELECT revision FROM counter WHERE id = 1`)
	if err != nil {
		return err
	}
	wanted, err := derive(ctx, tx, ids)
	if err != nil {
		return err
	}
	touched := map[string]bool{}
	for _, step := range []func(context.Context, *activity.Tx, int64, derived) ([]string, error){
		syncMembers, syncAudiences, syncLines,
	} {
		people, err := step(ctx, tx, revision, wanted)
		if err != nil {
			return err
		}
		for _, person := range people {
			touched[person] = true
		}
	}
	for person := range touched {
		tx.GrantsChanged(person)
	}
	return nil
}

// derived is what follows from some persons' own rows.
type derived struct {
	ids       []string
	scopes    []string // those that are about these persons
	members   [][]any  // group, person: the groups that one is in by oneself
	audiences [][]any  // scope, group, breadth
}

func derive(ctx context.Context, q db.Querier, ids []string) (derived, error) {
	type row struct {
		id     string
		active bool
		teams  []string
	}
	rows, err := db.All(ctx, q, func(r db.Row) (row, error) {
		var p row
		var teams sql.NullString
		err := r.Scan(&p.id, &p.active, &teams)
		p.teams = sortedFields(teams.String)
		return p, err
	}, `SELECT p.id, p.active, (SELECT string_agg(tp.team_id, ' ') FROM team_person tp WHERE tp.person_id = p.id)
	    FROM person p WHERE p.id IN `+q.Dialect().InList("$1"), db.List(ids))
	d := derived{ids: ids, members: [][]any{}, audiences: [][]any{}}
	for _, p := range rows {
		if p.active {
			d.members = append(d.members, []any{authz.Self(p.id), p.id}, []any{authz.Everyone, p.id})
			for _, team := range p.teams {
				d.members = append(d.members, []any{authz.Team(team), p.id})
			}
		}
		for scope, readers := range authz.Audience(p.id, p.teams) {
			d.scopes = append(d.scopes, string(scope))
			for _, reads := range readers {
				d.audiences = append(d.audiences, []any{scope, reads.Group, reads.Breadth})
			}
		}
	}
	return d, err
}

// elements is the SQL of a table with the elements, as `value`, of a parameter
// that holds a JSON array.
func elements(dialect db.Dialect, param string) string {
	if dialect == db.Postgres {
		return "jsonb_array_elements(" + param + "::jsonb)"
	}
	return "json_each(" + param + ")"
}

// syncMembers sets in which groups of their own, of everybody and of teams the
// persons are. It returns those for whom that is new.
func syncMembers(ctx context.Context, tx *activity.Tx, revision int64, d derived) ([]string, error) {
	ended, err := db.All(ctx, tx, db.Value[string], `
		UPDATE member SET active = false, revision = $1
		WHERE active AND person_id IN `+tx.Dialect().InList("$2")+`
		  AND (grp = '`+string(authz.Everyone)+`' OR grp LIKE '`+string(authz.Self(""))+`%' OR grp LIKE '`+string(authz.Team(""))+`%')
		  AND (grp, person_id) NOT IN (SELECT value->>0, value->>1 FROM `+elements(tx.Dialect(), "$3")+`)
		RETURNING person_id`, revision, db.List(d.ids), db.Text(d.members))
	if err != nil {
		return nil, err
	}
	begun, err := db.All(ctx, tx, db.Value[string], `
		INSERT INTO member (grp, person_id, active, revision)
		SELECT value->>0, value->>1, true, CAST($1 AS BIGINT) FROM `+elements(tx.Dialect(), "$2")+` WHERE true
		ON CONFLICT (grp, person_id) DO UPDATE SET active = true, revision = excluded.revision WHERE NOT member.active
		RETURNING person_id`, revision, db.Text(d.members))
	return append(ended, begun...), err
}

// syncAudiences sets which groups read the persons' scopes. It returns the
// people of the teams that begin or end to.
func syncAudiences(ctx context.Context, tx *activity.Tx, revision int64, d derived) ([]string, error) {
	ended, err := db.All(ctx, tx, db.Value[string], `
		UPDATE audience SET active = false, revision = $1
		WHERE active AND scope IN `+tx.Dialect().InList("$2")+`
		  AND (scope, grp) NOT IN (SELECT value->>0, value->>1 FROM `+elements(tx.Dialect(), "$3")+`)
		RETURNING grp`, revision, db.List(d.scopes), db.Text(d.audiences))
	if err != nil {
		return nil, err
	}
	begun, err := db.All(ctx, tx, db.Value[string], `
		INSERT INTO audience (scope, grp, breadth, active, revision)
		SELECT value->>0, value->>1, CAST(value->>2 AS BIGINT), true, CAST($1 AS BIGINT)
		FROM `+elements(tx.Dialect(), "$2")+` WHERE true
		ON CONFLICT (scope, grp) DO UPDATE SET active = true, revision = excluded.revision WHERE NOT audience.active
		RETURNING grp`, revision, db.Text(d.audiences))
	if err != nil {
		return nil, err
	}
	teams := slices.DeleteFunc(append(ended, begun...), func(group string) bool {
		return !strings.HasPrefix(group, string(authz.Team("")))
	})
	if len(teams) == 0 {
		return nil, nil
	}
	return db.All(ctx, tx, db.Value[string],
		`SELECT DISTINCT person_id FROM member WHERE active AND grp IN `+tx.Dialect().InList("$1"), db.List(teams))
}

// syncLines sets who is the direct manager, and who are the managers above, of
// the persons and of everybody below them. It returns the managers for whom
// that is new.
func syncLines(ctx context.Context, tx *activity.Tx, revision int64, d derived) ([]string, error) {
	ended, err := db.All(ctx, tx, db.Value[string], lines(tx.Dialect())+`
		UPDATE member SET active = false, revision = $2
		WHERE active AND grp IN (SELECT '`+string(authz.Line(""))+`' || id FROM branch UNION ALL SELECT '`+string(authz.Direct(""))+`' || id FROM branch)
		  AND (grp, person_id) NOT IN (SELECT grp, person_id FROM wanted)
		RETURNING person_id`, db.List(d.ids), revision)
	if err != nil {
		return nil, err
	}
	begun, err := db.All(ctx, tx, db.Value[string], lines(tx.Dialect())+`
		INSERT INTO member (grp, person_id, active, revision)
		SELECT grp, person_id, true, CAST($2 AS BIGINT) FROM wanted WHERE true
		ON CONFLICT (grp, person_id) DO UPDATE SET active = true, revision = excluded.revision WHERE NOT member.active
		RETURNING person_id`, db.List(d.ids), revision)
	return append(ended, begun...), err
}

// lines is the SQL of two tables: branch has the persons in $1 and everybody
// below them, wanted has who is in the groups of their managers.
func lines(dialect db.Dialect) string {
	return `WITH RECURSIVE branch (id) AS (
			SELECT p.id FROM person p WHERE p.id IN ` + dialect.InList("$1") + `
			UNION
			SELECT p.id FROM person p JOIN branch b ON p.manager_id = b.id
		), above (id, manager_id) AS (
			SELECT p.id, p.manager_id FROM person p JOIN branch b ON p.id = b.id WHERE p.manager_id IS NOT NULL
			UNION ALL
			SELECT a.id, m.manager_id FROM above a JOIN person m ON m.id = a.manager_id WHERE m.manager_id IS NOT NULL
		), wanted (grp, person_id) AS (
			SELECT '` + string(authz.Line("")) + `' || id, manager_id FROM above
			UNION ALL
			SELECT '` + string(authz.Direct("")) + `' || p.id, p.manager_id FROM person p JOIN branch b ON p.id = b.id WHERE p.manager_id IS NOT NULL
		)`
}
