package people

import (
	"context"
	"errors"
	"slices"
	"strconv"
	"strings"

	"cairn/internal/authz"
	"cairn/internal/db"
	"cairn/internal/errs"
	"cairn/internal/worktime"
)

// Result is what becomes, or became, of a line of an import.
type Result string

// The results of a line.
const (
	ResultCreated   Result = "created"
	ResultChanged   Result = "changed"
	ResultUnchanged Result = "unchanged"
	ResultProblem   Result = "problem" // nothing is done; Why says what to mend
)

// PlanRow is the report on one line.
type PlanRow struct {
	Line   int      `json:"line"`
	Name   string   `json:"name"`
	Email  string   `json:"email"`
	Result Result   `json:"result"`
	Fields []string `json:"fields"` // what changes, by column
	Sets   PlanSets `json:"sets"`
	Why    string   `json:"why,omitempty"`
}

// PlanSets is what a line sets: all that a new person begins with, and of others what
// changes.
type PlanSets struct {
	Title         string   `json:"title,omitempty"`
	Manager       string   `json:"manager,omitempty" doc:"Their name"`
	Teams         []string `json:"teams,omitempty" doc:"Those that they join"`
	TimeZone      string   `json:"time_zone,omitempty"`
	HolidayRegion string   `json:"holiday_region,omitempty"`
}

// Plan is the report on an import, before or after it is done.
type Plan struct {
	Rows    []PlanRow `json:"rows"`
	Ignored []string  `json:"ignored_columns"`
}

// Count tells how many lines have a result.
func (p Plan) Count(result Result) int {
	n := 0
	for _, row := range p.Rows {
		if row.Result == result {
			n++
		}
	}
	return n
}

// PlanImport tells what an import would do, line by line, and changes nothing.
// For admins. An empty value leaves what is there as it is.
func (s *Service) PlanImport(ctx context.Context, actor authz.Actor, data []byte) (Plan, error) {
	p, err := s.plan(ctx, actor, data)
	if err != nil {
		return Plan{}, err
	}
	return p.report(), nil
}

// planner holds a file against the people who are there.
type planner struct {
	actor   authz.Actor
	ignored []string
	rows    []*plannedRow
	byEmail map[string]*plannedRow // the first line of each address
	there   map[string]Person      // by address
	byID    map[string]Person
	teams   map[string]string // ids by sortName
	zone    string            // of who imports, for people without one
}

// plannedRow is a line with what becomes of it.
type plannedRow struct {
	CSVRow

	fields []string
	joins  []string // names of teams
	why    []string
	result Result
}

func (r *plannedRow) problem(text string) {
	r.why = append(r.why, text)
	r.result = ResultProblem
}

func (s *Service) plan(ctx context.Context, actor authz.Actor, data []byte) (*planner, error) {
	if err := actor.Administers(); err != nil {
		return nil, err
	}
	file, err := ParsePeopleCSV(data)
	if err != nil {
		return nil, err
	}
	p := &planner{
		actor: actor, ignored: file.Ignored, zone: "UTC",
		byEmail: map[string]*plannedRow{}, there: map[string]Person{}, byID: map[string]Person{},
	}
	if err := s.db.Snapshot(ctx, func(q db.Querier) error { return p.read(ctx, q) }); err != nil {
		return nil, err
	}
	for _, row := range file.Rows {
		p.rows = append(p.rows, p.planRow(row))
	}
	p.checkManagers()
	p.settle()
	return p, nil
}

func (p *planner) read(ctx context.Context, q db.Querier) error {
	persons, err := db.All(ctx, q, scanPerson, `SELECT `+personColumns+` FROM person p`)
	if err != nil {
		return err
	}
	for _, person := range persons {
		p.there[person.Email], p.byID[person.ID] = person, person
	}
	if importer, ok := p.byID[p.actor.PersonID]; ok {
		p.zone = importer.TimeZone
	}
	p.teams, err = teamNames(ctx, q)
	return err
}

// planRow looks at a line by itself.
func (p *planner) planRow(row CSVRow) *plannedRow {
	planned := &plannedRow{CSVRow: row, result: ResultUnchanged}
	var wrong problems
	planned.Name = wrong.name("name", row.Name)
	wrong.email("email", row.Email)
	planned.Title = wrong.line("title", row.Title, maxName)
	if row.TimeZone != "" {
		_, err := worktime.LoadZone("time_zone", row.TimeZone)
		wrong.take(err)
	}
	wrong.take(worktime.CheckRegion("holiday_region", row.HolidayRegion))
	for _, team := range row.Teams {
		wrong.name("team", team)
	}
	for _, field := range wrong.fields {
		planned.problem(field.Location + ": " + field.Message)
	}
	if first, twice := p.byEmail[row.Email]; twice {
		planned.problem("email: line " + strconv.Itoa(first.Line) + " has this address already")
	} else {
		p.byEmail[row.Email] = planned
	}
	if person, exists := p.there[row.Email]; exists {
		p.compare(planned, person)
	} else if planned.result != ResultProblem {
		planned.result, planned.joins = ResultCreated, row.Teams
	}
	return planned
}

// compare finds what a line changes of a person, but for the manager.
func (p *planner) compare(row *plannedRow, person Person) {
	if !person.Active {
		row.problem("email: " + person.Name + " has left; reactivate them first")
	}
	for _, f := range []struct{ name, is, wanted string }{
		{"name", person.Name, row.Name},
		{"title", person.Title, row.Title},
		{"time_zone", person.TimeZone, row.TimeZone},
		{"holiday_region", person.HolidayRegion, row.HolidayRegion},
	} {
		if f.wanted != "" && f.wanted != f.is {
			row.fields = append(row.fields, f.name)
		}
	}
	if manager := p.managerNow(person); row.ManagerEmail != "" && row.ManagerEmail != manager {
		row.fields = append(row.fields, "manager_email")
		taken := p.there[row.ManagerEmail]
		if manager != "" && taken.ID != "" && taken.ID == p.actor.PersonID {
			row.problem("manager_email: " + person.Name + " has a manager, and nobody makes themselves a manager in another's place; ask another admin to do it")
		}
	}
	for _, team := range row.Teams {
		id, exists := p.teams[sortName(team)]
		if exists && slices.Contains(person.TeamIDs, id) {
			continue
		}
		if exists && person.ID == p.actor.PersonID {
			row.problem("team: nobody adds themselves to a team that exists; ask another admin to add you to " + team)
		}
		row.joins = append(row.joins, team)
	}
	if len(row.joins) > 0 {
		row.fields = append(row.fields, "team")
	}
	if len(row.fields) > 0 && person.Role == authz.Owner && p.actor.Role != authz.Owner {
		row.problem("email: only an owner changes the profile of an owner")
	}
	if row.result != ResultProblem && len(row.fields) > 0 {
		row.result = ResultChanged
	}
}

// managerNow is the address of a person's manager, or "".
func (p *planner) managerNow(person Person) string { return p.byID[person.managerID()].Email }

// checkManagers finds managers who are not there.
func (p *planner) checkManagers() {
	for _, row := range p.rows {
		if row.ManagerEmail == "" {
			continue
		}
		manager, exists := p.there[row.ManagerEmail]
		switch _, inFile := p.byEmail[row.ManagerEmail]; {
		case row.ManagerEmail == row.Email:
			row.problem("manager_email: nobody is their own manager: leave it empty for none")
		case !exists && !inFile:
			row.problem("manager_email: there is nobody with the address " + row.ManagerEmail + ", here or in the file")
		case exists && !manager.Active:
			row.problem("manager_email: " + manager.Name + " has left and can't be a manager")
		}
	}
}

// settle finds the lines that can't be done because of others, until none is
// left: new people whose manager can't be created, and circles (P1).
func (p *planner) settle() {
	for more := true; more; {
		more = p.orphans() || p.circles()
	}
}

func (p *planner) orphans() bool {
	found := false
	for _, row := range p.rows {
		manager, inFile := p.byEmail[row.ManagerEmail]
		if row.result == ResultProblem || row.ManagerEmail == "" || !inFile || manager.result != ResultProblem {
			continue
		}
		if _, exists := p.there[row.ManagerEmail]; !exists {
			row.problem("manager_email: their manager, on line " + strconv.Itoa(manager.Line) + ", can't be added")
			found = true
		}
	}
	return found
}

// managers is who would be whose manager, by address.
func (p *planner) managers() map[string]string {
	managers := make(map[string]string, len(p.there)+len(p.rows))
	for email, person := range p.there {
		managers[email] = p.managerNow(person)
	}
	for _, row := range p.rows {
		if row.result != ResultProblem && row.ManagerEmail != "" {
			managers[row.Email] = row.ManagerEmail
		}
	}
	return managers
}

// circles makes a problem of every line in a circle of managers.
func (p *planner) circles() bool {
	managers := p.managers()
	const walked, done = 1, 2
	state := map[string]int{}
	found := false
	for start := range managers {
		var path []string
		next := start
		for ; next != "" && state[next] == 0; next = managers[next] {
			state[next] = walked
			path = append(path, next)
		}
		if next != "" && state[next] == walked {
			p.circle(path[slices.Index(path, next):])
			found = true
		}
		for _, email := range path {
			state[email] = done
		}
	}
	return found
}

func (p *planner) circle(emails []string) {
	var lines []string
	var rows []*plannedRow
	for _, email := range emails {
		if row, ok := p.byEmail[email]; ok && row.result != ResultProblem {
			rows = append(rows, row)
		}
	}
	slices.SortFunc(rows, func(a, b *plannedRow) int { return a.Line - b.Line })
	for _, row := range rows {
		lines = append(lines, strconv.Itoa(row.Line))
	}
	why := "manager_email: this makes a circle of managers, with what is here already"
	if len(lines) > 1 {
		why = "manager_email: the lines " + strings.Join(lines, ", ") + " make a circle of managers"
	}
	for _, row := range rows {
		row.problem(why)
	}
}

// inOrder gives the lines to be done, managers before their reports: each move
// then finds the line above it as it is going to be, and makes no circle on the
// way.
func (p *planner) inOrder() []*plannedRow {
	managers := p.managers()
	depths := map[string]int{"": 0}
	var depth func(email string) int
	depth = func(email string) int {
		if d, known := depths[email]; known {
			return d
		}
		d := depth(managers[email]) + 1
		depths[email] = d
		return d
	}
	var rows []*plannedRow
	for _, row := range p.rows {
		if row.result == ResultCreated || row.result == ResultChanged {
			rows = append(rows, row)
		}
	}
	slices.SortStableFunc(rows, func(a, b *plannedRow) int { return depth(a.Email) - depth(b.Email) })
	return rows
}

func (p *planner) report() Plan {
	plan := Plan{Rows: make([]PlanRow, len(p.rows)), Ignored: append([]string{}, p.ignored...)}
	for i, row := range p.rows {
		plan.Rows[i] = PlanRow{
			Line: row.Line, Name: row.Name, Email: row.Email, Result: row.result,
			Fields: append([]string{}, row.fields...), Sets: p.sets(row), Why: strings.Join(row.why, "; "),
		}
	}
	return plan
}

// sets tells what a line that is done sets, with the manager by name.
func (p *planner) sets(row *plannedRow) PlanSets {
	if row.result != ResultCreated && row.result != ResultChanged {
		return PlanSets{}
	}
	set := func(field, value string) string {
		if row.result == ResultChanged && !slices.Contains(row.fields, field) {
			return ""
		}
		return value
	}
	manager := row.ManagerEmail
	if above, exists := p.there[manager]; exists {
		manager = above.Name
	} else if above, inFile := p.byEmail[manager]; inFile {
		manager = above.Name
	}
	sets := PlanSets{
		Title: set("title", row.Title), Manager: set("manager_email", manager), Teams: row.joins,
		TimeZone: set("time_zone", row.TimeZone), HolidayRegion: set("holiday_region", row.HolidayRegion),
	}
	if row.result == ResultCreated && sets.TimeZone == "" {
		sets.TimeZone = p.zone
	}
	return sets
}

// refusalOf returns the words of a refusal that a line can bear, and false for
// any other failure.
func refusalOf(err error) (string, bool) {
	var refusal *errs.Error
	if !errors.As(err, &refusal) || !refusal.Code.Final() {
		return "", false
	}
	return refusal.Message, true
}
