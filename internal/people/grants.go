package people

import (
	"context"
	"database/sql"
	"maps"
	"slices"
	"strings"

	"cairn/internal/activity"
	"cairn/internal/authz"
	"cairn/internal/db"
)

// grant makes the rows that say who reads what follow from persons, teams and
// the reporting line again, for these persons and everybody below them (P2).
//
// It derives the rows that there should be, compares them with those that there
// are, and writes the differences, in a number of statements that does not grow
// with the branch. A grant that ends stays as a row that is not active, so that
// the change feed can tell of it. grant comes last in a write, under the
// chart's lock: the grants bear the revision of the last record.
func (s *Service) grant(ctx context.Context, tx *activity.Tx, ids []string) error {
	if len(ids) == 0 {
		return nil
	}
	wanted, err := derive(ctx, tx, ids)
	if err != nil {
		return err
	}
	actual, err := readGrants(ctx, tx, wanted)
	if err != nil {
		return err
	}
	revision, err := db.One(ctx, tx, db.Value[int64], `SELECT revision FROM counter WHERE id = 1`)
	if err != nil {
		return err
	}
	ended, begun := differ(actual.members, wanted.members), differ(wanted.members, actual.members)
	if err := writeMembers(ctx, tx, revision, ended, begun); err != nil {
		return err
	}
	joined := begun
	touched := map[string]bool{}
	for _, member := range slices.Concat(ended, begun) {
		touched[member[1]] = true
	}
	tx.GrantsChanged(slices.Collect(maps.Keys(touched))...)
	ended, begun = differ(actual.audiences, wanted.audiences), differ(wanted.audiences, actual.audiences)
	if err := writeAudiences(ctx, tx, revision, wanted, ended, begun); err != nil {
		return err
	}
	if err := tellTeams(ctx, tx, slices.Concat(ended, begun)); err != nil {
		return err
	}
	if len(joined) == 0 || s.hooks.Joined == nil {
		return nil
	}
	return s.hooks.Joined(ctx, tx)
}

// pair is the key of a grant: group and person, or scope and group.
type pair [2]string

// grants are the rows of some persons and their branch. A member has no
// breadth.
type grants struct {
	ids       []string // the persons themselves
	branch    []string // they, and everybody below them
	scopes    []string // the scopes of the persons
	members   map[pair]authz.Breadth
	audiences map[pair]authz.Breadth
}

// derive says which rows there should be.
func derive(ctx context.Context, q db.Querier, ids []string) (grants, error) {
	g := grants{ids: ids, members: map[pair]authz.Breadth{}, audiences: map[pair]authz.Breadth{}}
	if err := g.deriveOwn(ctx, q); err != nil {
		return g, err
	}
	return g, g.deriveLines(ctx, q)
}

// deriveOwn adds the groups that a person is in by themselves, and who reads
// their scopes.
func (g *grants) deriveOwn(ctx context.Context, q db.Querier) error {
	_, err := db.All(ctx, q, func(row db.Row) (struct{}, error) {
		var id string
		var active bool
		var joined sql.NullString
		if err := row.Scan(&id, &active, &joined); err != nil {
			return struct{}{}, err
		}
		teams := sortedFields(joined.String)
		if active {
			g.members[pair{string(authz.Self(id)), id}] = 0
			g.members[pair{string(authz.Everyone), id}] = 0
			for _, team := range teams {
				g.members[pair{string(authz.Team(team)), id}] = 0
			}
		}
		for scope, readers := range authz.Audience(id, teams) {
			g.scopes = append(g.scopes, string(scope))
			for _, reads := range readers {
				g.audiences[pair{string(scope), string(reads.Group)}] = reads.Breadth
			}
		}
		return struct{}{}, nil
	}, `SELECT p.id, p.active, (SELECT string_agg(tp.team_id, ' ') FROM team_person tp WHERE tp.person_id = p.id)
	    FROM person p WHERE p.id IN `+q.Dialect().InList("$1"), db.List(g.ids))
	return err
}

// deriveLines adds the managers of the persons and of everybody below them.
func (g *grants) deriveLines(ctx context.Context, q db.Querier) error {
	managers := map[string]string{} // of the branch and of the line above it
	_, err := db.All(ctx, q, func(row db.Row) (struct{}, error) {
		var id string
		var manager sql.NullString
		var below bool
		err := row.Scan(&id, &manager, &below)
		managers[id] = manager.String
		if below {
			g.branch = append(g.branch, id)
		}
		return struct{}{}, err
	}, `WITH RECURSIVE below (id) AS (
			SELECT p.id FROM person p WHERE p.id IN `+q.Dialect().InList("$1")+`
			UNION
			SELECT p.id FROM person p JOIN below b ON p.manager_id = b.id
		), above (id) AS (
			SELECT p.manager_id FROM person p WHERE p.id IN `+q.Dialect().InList("$1")+` AND p.manager_id IS NOT NULL
			UNION
			SELECT p.manager_id FROM person p JOIN above a ON p.id = a.id WHERE p.manager_id IS NOT NULL
		)
		SELECT p.id, p.manager_id, true FROM person p JOIN below b ON b.id = p.id
		UNION ALL
		SELECT p.id, p.manager_id, false FROM person p JOIN above a ON a.id = p.id`, db.List(g.ids))
	if err != nil {
		return err
	}
	for _, person := range g.branch {
		direct := managers[person]
		if direct != "" {
			g.members[pair{string(authz.Direct(person)), direct}] = 0
		}
		for manager := direct; manager != ""; manager = managers[manager] {
			key := pair{string(authz.Line(person)), manager}
			if _, again := g.members[key]; again {
				break // a circle, which P1 forbids; a write must end all the same
			}
			g.members[key] = 0
		}
	}
	return nil
}

// readGrants reads which rows there are, of those that wanted is about.
func readGrants(ctx context.Context, q db.Querier, wanted grants) (grants, error) {
	g := grants{members: map[pair]authz.Breadth{}, audiences: map[pair]authz.Breadth{}}
	into := func(rows map[pair]authz.Breadth) func(db.Row) (struct{}, error) {
		return func(row db.Row) (struct{}, error) {
			var key pair
			var breadth authz.Breadth
			err := row.Scan(&key[0], &key[1], &breadth)
			rows[key] = breadth
			return struct{}{}, err
		}
	}
	own := `(grp = '` + string(authz.Everyone) + `' OR grp LIKE '` + string(authz.Self("")) + `%' OR grp LIKE '` + string(authz.Team("")) + `%')`
	if _, err := db.All(ctx, q, into(g.members),
		`SELECT grp, person_id, 0 FROM member WHERE active AND `+own+` AND person_id IN `+q.Dialect().InList("$1"),
		db.List(wanted.ids)); err != nil {
		return g, err
	}
	groups := make([]string, 0, 2*len(wanted.branch))
	for _, person := range wanted.branch {
		groups = append(groups, string(authz.Direct(person)), string(authz.Line(person)))
	}
	if _, err := db.All(ctx, q, into(g.members),
		`SELECT grp, person_id, 0 FROM member WHERE active AND grp IN `+q.Dialect().InList("$1"), db.List(groups)); err != nil {
		return g, err
	}
	_, err := db.All(ctx, q, into(g.audiences),
		`SELECT scope, grp, breadth FROM audience WHERE active AND scope IN `+q.Dialect().InList("$1"), db.List(wanted.scopes))
	return g, err
}

// differ lists, in order, the keys that one side has and the other has not.
func differ(one, other map[pair]authz.Breadth) []pair {
	var keys []pair
	for key := range one {
		if _, both := other[key]; !both {
			keys = append(keys, key)
		}
	}
	slices.SortFunc(keys, func(a, b pair) int { return slices.Compare(a[:], b[:]) })
	return keys
}

// elements is the SQL of a table with the elements, as `value`, of a parameter
// that holds a JSON array.
func elements(dialect db.Dialect, param string) string {
	if dialect == db.Postgres {
		return "jsonb_array_elements(" + param + "::jsonb)"
	}
	return "json_each(" + param + ")"
}

func writeMembers(ctx context.Context, tx *activity.Tx, revision int64, ended, begun []pair) error {
	if len(ended) > 0 {
		if _, err := db.Exec(ctx, tx.Tx, `UPDATE member SET active = false, revision = $1
			WHERE (grp, person_id) IN (SELECT value->>0, value->>1 FROM `+elements(tx.Dialect(), "$2")+`)`,
			revision, db.Text(ended)); err != nil {
			return err
		}
	}
	if len(begun) == 0 {
		return nil
	}
	_, err := db.Exec(ctx, tx.Tx, `INSERT INTO member (grp, person_id, active, revision)
		SELECT value->>0, value->>1, true, CAST($1 AS BIGINT) FROM `+elements(tx.Dialect(), "$2")+` WHERE true
		ON CONFLICT (grp, person_id) DO UPDATE SET active = true, revision = excluded.revision`,
		revision, db.Text(begun))
	return err
}

func writeAudiences(ctx context.Context, tx *activity.Tx, revision int64, wanted grants, ended, begun []pair) error {
	if len(ended) > 0 {
		if _, err := db.Exec(ctx, tx.Tx, `UPDATE audience SET active = false, revision = $1
			WHERE (scope, grp) IN (SELECT value->>0, value->>1 FROM `+elements(tx.Dialect(), "$2")+`)`,
			revision, db.Text(ended)); err != nil {
			return err
		}
	}
	if len(begun) == 0 {
		return nil
	}
	rows := make([][]any, len(begun))
	for i, key := range begun {
		rows[i] = []any{key[0], key[1], wanted.audiences[key]}
	}
	_, err := db.Exec(ctx, tx.Tx, `INSERT INTO audience (scope, grp, breadth, active, revision)
		SELECT value->>0, value->>1, CAST(value->>2 AS BIGINT), true, CAST($1 AS BIGINT)
		FROM `+elements(tx.Dialect(), "$2")+` WHERE true
		ON CONFLICT (scope, grp) DO UPDATE SET breadth = excluded.breadth, active = true, revision = excluded.revision`,
		revision, db.Text(rows))
	return err
}

// tellTeams wakes the people of the teams that began or ceased to read a scope.
func tellTeams(ctx context.Context, tx *activity.Tx, audiences []pair) error {
	teams := map[string]bool{}
	for _, audience := range audiences {
		if strings.HasPrefix(audience[1], string(authz.Team(""))) {
			teams[audience[1]] = true
		}
	}
	if len(teams) == 0 {
		return nil
	}
	people, err := db.All(ctx, tx, db.Value[string],
		`SELECT DISTINCT person_id FROM member WHERE active AND grp IN `+tx.Dialect().InList("$1"),
		db.List(slices.Collect(maps.Keys(teams))))
	tx.GrantsChanged(people...)
	return err
}
