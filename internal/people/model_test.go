package people

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"cairn/internal/authz"
	"cairn/internal/db"
	"cairn/internal/opt"
)

// model is who reads what, said a second time, in Go, from nothing but the
// persons and teams.
type model struct {
	breadth authz.Breadth
	manager map[string]string
	active  map[string]bool
	teams   map[string][]string
}

func (r *rig) model() model {
	r.t.Helper()
	m := model{manager: map[string]string{}, active: map[string]bool{}, teams: map[string][]string{}}
	persons, err := db.All(r.ctx, r.db, scanPerson, `SELECT `+personColumns+` FROM person p`)
	r.must(err)
	for _, p := range persons {
		m.manager[p.ID], m.active[p.ID], m.teams[p.ID] = p.managerID(), p.Active, p.TeamIDs
	}
	workspace, err := r.Workspace(r.ctx)
	r.must(err)
	m.breadth, _ = authz.ParseBreadth(workspace.Visibility)
	return m
}

// above tells whether a manager is above a person.
func (m model) above(manager, person string) bool {
	for next := m.manager[person]; next != ""; next = m.manager[next] {
		if next == manager {
			return true
		}
	}
	return false
}

func (m model) holds(reader string, scope authz.Scope) bool {
	if !m.active[reader] {
		return false
	}
	sort, person, _ := strings.Cut(string(scope), ":")
	switch sort {
	case "workspace":
		return true
	case "person":
		return reader == person
	case "confidential":
		return reader == person || m.manager[person] == reader
	}
	shared := slices.ContainsFunc(m.teams[reader], func(team string) bool { return slices.Contains(m.teams[person], team) })
	return reader == person || m.manager[person] == reader ||
		m.breadth >= authz.Managers && m.above(reader, person) ||
		m.breadth >= authz.Teams && shared ||
		m.breadth >= authz.All
}

// compare fails when the database and the model differ anywhere.
func (r *rig) compare(after string) {
	r.t.Helper()
	m := r.model()
	scopes := []string{string(authz.Workspace)}
	for person := range m.manager {
		scopes = append(scopes, string(authz.Worklist(person)), string(authz.Confidential(person)), string(authz.Person(person)))
	}
	held := map[string]bool{}
	_, err := db.All(r.ctx, r.db, func(row db.Row) (struct{}, error) {
		var reader, scope string
		err := row.Scan(&reader, &scope)
		held[reader+" "+scope] = true
		return struct{}{}, err
	}, `SELECT p.id, s.value FROM person p, `+textElements(r.db.Dialect(), "$1")+` s WHERE `+authz.Holds("s.value", "p.id"), db.List(scopes))
	r.must(err)
	for reader := range m.manager {
		for _, scope := range scopes {
			if want := m.holds(reader, authz.Scope(scope)); held[reader+" "+scope] != want {
				r.t.Fatalf("after %s: %s holds %s = %v, the model says %v", after, reader, scope, !want, want)
			}
		}
	}
}

func textElements(dialect db.Dialect, param string) string {
	if dialect == db.Postgres {
		return "jsonb_array_elements_text(" + param + "::jsonb)"
	}
	return "json_each(" + param + ")"
}

// Over random changes of the org chart, the SQL that decides who reads a scope
// says what the model says (P2, A2), and every line stays a forest (P1).
func TestP2_GrantsFollowTheOrgChart(t *testing.T) {
	onBoth(t, func(t *testing.T, r *rig) {
		for seed := range uint64(3) {
			random := rand.New(rand.NewPCG(seed, 7))
			org := &randomOrg{r: r, random: random, seed: seed}
			for range 8 {
				org.hire()
			}
			for range 3 {
				org.founds()
			}
			for range 70 {
				r.compare(org.step())
			}
		}
	})
}

// randomOrg makes random changes, of which some are refused.
type randomOrg struct {
	r       *rig
	random  *rand.Rand
	seed    uint64
	persons []string
	teams   []string
}

func (o *randomOrg) any(of []string) string { return of[o.random.IntN(len(of))] }

func (o *randomOrg) hire() {
	manager := ""
	if len(o.persons) > 0 && o.random.IntN(4) > 0 && o.r.model().active[o.persons[0]] {
		manager = o.persons[0]
	}
	o.persons = append(o.persons, o.r.person(fmt.Sprintf("p%d-%d", o.seed, len(o.persons)), manager).ID)
}

func (o *randomOrg) founds() {
	team, err := o.r.CreateTeam(o.r.ctx, o.r.owner, NewTeam{Name: fmt.Sprintf("t%d-%d", o.seed, len(o.teams))})
	o.r.must(err)
	o.teams = append(o.teams, team.ID)
}

// step makes one change and tells what it was.
func (o *randomOrg) step() string {
	r, person := o.r, o.any(o.persons)
	var what string
	var err error
	switch dice := o.random.IntN(100); {
	case dice < 50:
		manager := o.any(append([]string{""}, o.persons...))
		what, err = "move "+person+" below "+manager, r.manager(r.owner, person, manager)
	case dice < 72:
		team := o.any(o.teams)
		before, getErr := r.Team(r.ctx, r.owner.Actor, team)
		r.must(getErr)
		persons := append(slices.Clone(before.PersonIDs), person)
		if slices.Contains(before.PersonIDs, person) {
			persons = without(before.PersonIDs, []string{person})
		}
		what = fmt.Sprintf("team %s of %v", team, persons)
		_, err = r.UpdateTeam(r.ctx, r.owner, team, TeamChange{PersonIDs: opt.To(persons)})
	case dice < 80:
		what = "deactivate " + person
		_, err = r.Deactivate(r.ctx, r.owner, person)
	case dice < 88:
		what = "reactivate " + person
		_, err = r.Reactivate(r.ctx, r.owner, person)
	case dice < 94:
		visibility := o.any([]string{"pair", "line", "team", "workspace"})
		what = "visibility " + visibility
		_, err = r.UpdateWorkspace(r.ctx, r.owner, WorkspaceChange{Visibility: opt.To(visibility)})
	case dice < 97:
		what = "delete a team"
		i := o.random.IntN(len(o.teams))
		if len(o.teams) > 1 {
			err = r.DeleteTeam(r.ctx, r.owner, o.teams[i])
			o.teams = slices.Delete(o.teams, i, i+1)
		}
	default:
		what = "hire"
		o.hire()
	}
	return fmt.Sprintf("seed %d: %s (%v)", o.seed, what, err)
}

// forest fails when somebody is above themselves.
func (r *rig) forest() {
	r.t.Helper()
	m := r.model()
	for _, person := range slices.Sorted(maps.Keys(m.manager)) {
		steps := 0
		for next := m.manager[person]; next != ""; next = m.manager[next] {
			if steps++; next == person || steps > len(m.manager) {
				r.t.Fatalf("%s is in a circle", person)
			}
		}
	}
}
