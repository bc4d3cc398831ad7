package people

import (
	"context"
	"database/sql"
	"errors"
	"slices"
	"strings"
	"time"

	"cairn/internal/authz"
	"cairn/internal/db"
	"cairn/internal/errs"
	"cairn/internal/worktime"
)

// Person is somebody in the workspace. Its JSON is the API's.
type Person struct {
	ID               string         `json:"id"`
	Name             string         `json:"name"`
	Email            string         `json:"email" doc:"In lower case"`
	Title            string         `json:"title"`
	Role             authz.Role     `json:"role" enum:"owner,admin,member"`
	TimeZone         string         `json:"time_zone" doc:"An IANA name"`
	WorkingHours     worktime.Hours `json:"working_hours" doc:"By weekday, in the person's zone"`
	Focus            worktime.Focus `json:"focus" doc:"Blocks in which nothing may reach the person but an interruption"`
	HolidayRegion    string         `json:"holiday_region" doc:"Whose public holidays are days off; empty for none"`
	HowToWork        string         `json:"how_to_work" doc:"How to work with me, in Markdown"`
	HowToWorkVersion int64          `json:"how_to_work_version" doc:"Names the text that an edit saw"`
	ManagerID        *string        `json:"manager_id" doc:"The direct manager; null for none"`
	TeamIDs          []string       `json:"team_ids"`
	Active           bool           `json:"active" doc:"False once the person has left"`
	Revision         int64          `json:"revision"`
	CreatedAt        time.Time      `json:"created_at"`
	UpdatedAt        time.Time      `json:"updated_at"`
}

// managerID is the direct manager, or "".
func (p Person) managerID() string {
	if p.ManagerID == nil {
		return ""
	}
	return *p.ManagerID
}

// Brief is what other packages need to know about a person.
type Brief struct {
	ID        string
	Name      string
	Email     string
	ManagerID string // "" for none
	Active    bool
	TimeZone  string
}

const personColumns = `p.id, p.name, p.email, p.title, p.role, p.time_zone, p.working_hours, p.focus, p.holiday_region,
	p.how_to_work, p.how_to_work_version, p.manager_id,
	(SELECT string_agg(tp.team_id, ' ') FROM team_person tp WHERE tp.person_id = p.id),
	p.active, p.revision, p.created_at, p.updated_at`

func scanPerson(row db.Row) (Person, error) {
	var (
		p                    Person
		hours                db.JSON[worktime.Hours]
		focus                db.JSON[worktime.Focus]
		teams                sql.NullString
		createdAt, updatedAt int64
	)
	err := row.Scan(&p.ID, &p.Name, &p.Email, &p.Title, &p.Role, &p.TimeZone, &hours, &focus, &p.HolidayRegion,
		&p.HowToWork, &p.HowToWorkVersion, &p.ManagerID, &teams, &p.Active, &p.Revision, &createdAt, &updatedAt)
	if err != nil {
		return Person{}, err
	}
	p.WorkingHours, p.Focus = hours.V, focus.V
	p.TeamIDs = sortedFields(teams.String)
	p.CreatedAt, p.UpdatedAt = time.UnixMilli(createdAt).UTC(), time.UnixMilli(updatedAt).UTC()
	return p, nil
}

// sortedFields splits ids that were joined by blanks, in no order, by the
// database. It never gives nil.
func sortedFields(joined string) []string {
	ids := strings.Fields(joined)
	slices.Sort(ids)
	return ids
}

// personByID reads a person; errs.NotFound when there is none.
func personByID(ctx context.Context, q db.Querier, id string) (Person, error) {
	person, err := db.One(ctx, q, scanPerson, `SELECT `+personColumns+` FROM person p WHERE p.id = $1`, id)
	if errors.Is(err, db.ErrNoRow) {
		return Person{}, noSuchPerson()
	}
	return person, err
}

func personsByID(ctx context.Context, q db.Querier, ids []string) ([]Person, error) {
	return db.All(ctx, q, scanPerson,
		`SELECT `+personColumns+` FROM person p WHERE p.id `+q.Dialect().Among("$1"), db.List(ids))
}

func noSuchPerson() error {
	return errs.New(errs.NotFound, "there is no such person in this workspace")
}

// Get returns a person.
func (s *Service) Get(ctx context.Context, actor authz.Actor, id string) (Person, error) {
	person, err := db.One(ctx, s.db, scanPerson,
		`SELECT `+personColumns+` FROM person p WHERE p.id = $2 AND `+readsWorkspace("$1"), actor.PersonID, id)
	if errors.Is(err, db.ErrNoRow) {
		return Person{}, noSuchPerson()
	}
	return person, err
}

// ListQuery says which persons are wanted.
type ListQuery struct {
	PageQuery

	Search string // a part of the name or of the email address
}

// List returns persons in the order of their names, those who have left among
// them.
func (s *Service) List(ctx context.Context, actor authz.Actor, query ListQuery) (Page[Person], error) {
	var name, id string
	if err := query.keys(&name, &id); err != nil {
		return Page[Person]{}, err
	}
	part := strings.TrimSpace(query.Search)
	people, err := db.All(ctx, s.db, scanPerson, `SELECT `+personColumns+` FROM person p
		WHERE (p.sort_name, p.id) > ($2, $3)
		  AND (p.sort_name LIKE $4 ESCAPE '\' OR p.email LIKE $5 ESCAPE '\')
		  AND `+readsWorkspace("$1")+`
		ORDER BY p.sort_name, p.id LIMIT $6`,
		actor.PersonID, name, id, likeContains(sortName(part)), likeContains(strings.ToLower(part)), query.limit()+1)
	if err != nil {
		return Page[Person]{}, err
	}
	return pageOf(people, query.PageQuery, func(p Person) []any { return []any{sortName(p.Name), p.ID} }), nil
}

// Brief returns what other packages need to know about a person;
// errs.NotFound when there is none.
func (s *Service) Brief(ctx context.Context, q db.Querier, id string) (Brief, error) {
	return oneBrief(ctx, q, "p.id", id)
}

// BriefByEmail finds a person by their email address; errs.NotFound when there
// is none.
func (s *Service) BriefByEmail(ctx context.Context, q db.Querier, email string) (Brief, error) {
	return oneBrief(ctx, q, "p.email", strings.ToLower(strings.TrimSpace(email)))
}

func oneBrief(ctx context.Context, q db.Querier, column, value string) (Brief, error) {
	ask := askBrief(column, value)
	brief, err := db.One(ctx, q, func(row db.Row) (Brief, error) {
		var b Brief
		var manager sql.NullString
		err := row.Scan(&b.ID, &b.Name, &b.Email, &manager, &b.Active, &b.TimeZone)
		b.ManagerID = manager.String
		return b, err
	}, ask.Text, ask.Args...)
	if errors.Is(err, db.ErrNoRow) {
		return Brief{}, noSuchPerson()
	}
	return brief, err
}

func askBrief(column, value string) db.Ask {
	return db.Ask{
		Text: `SELECT p.id, p.name, p.email, p.manager_id, p.active, p.time_zone FROM person p WHERE ` + column + ` = $1`,
		Args: []any{value},
	}
}

// AskBrief is what Brief is going to ask, for db.Ahead.
func (s *Service) AskBrief(id string) db.Ask { return askBrief("p.id", id) }

// AskCalendar is what Calendars is going to ask about one person, for db.Ahead.
func (s *Service) AskCalendar(id string) db.Ask { return s.askStamps([]string{id}) }

// Reports lists the direct reports of a person who have not left, by name.
func (s *Service) Reports(ctx context.Context, q db.Querier, personID string) ([]string, error) {
	return db.All(ctx, q, db.Value[string],
		`SELECT p.id FROM person p WHERE p.manager_id = $1 AND p.active ORDER BY p.sort_name, p.id`, personID)
}

// MyReports returns the ids of the actor's direct reports, by name.
func (s *Service) MyReports(ctx context.Context, actor authz.Actor) ([]string, error) {
	return s.Reports(ctx, s.db, actor.PersonID)
}
