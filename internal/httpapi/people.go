package httpapi

import (
	"context"

	"cairn/internal/authz"
	"cairn/internal/errs"
	"cairn/internal/people"
	"cairn/internal/worktime"
)

// Paging is which part of a list is wanted. (Exported, because huma looks only
// into exported structs for parameters.)
type Paging struct {
	Limit  int    `query:"limit" minimum:"1" maximum:"200" default:"50"`
	Cursor string `query:"cursor"`
}

func (p Paging) query() people.PageQuery { return people.PageQuery{Limit: p.Limit, Cursor: p.Cursor} }

type listPeople struct {
	Paging
	Query string `query:"q" doc:"A part of a name or of an email address"`
}

func (a *API) getPeople(ctx context.Context, actor authz.Actor, in *listPeople) (people.Page[people.Person], error) {
	return a.people.List(ctx, actor, people.ListQuery{PageQuery: in.query(), Search: in.Query})
}

// newPerson is who is added, by an admin or by an invitation.
type newPerson struct {
	ID            string          `json:"id,omitempty" doc:"A UUID of version 7 that the client made"`
	Name          string          `json:"name"`
	Email         string          `json:"email"`
	Title         string          `json:"title,omitempty"`
	Role          authz.Role      `json:"role,omitempty" enum:"owner,admin,member"`
	TimeZone      string          `json:"time_zone,omitempty" doc:"An IANA name; by default the zone of who adds them"`
	WorkingHours  *worktime.Hours `json:"working_hours,omitempty"`
	Focus         worktime.Focus  `json:"focus,omitempty"`
	HolidayRegion string          `json:"holiday_region,omitempty"`
	HowToWork     string          `json:"how_to_work,omitempty"`
	ManagerID     *string         `json:"manager_id,omitempty"`
	TeamIDs       []string        `json:"team_ids,omitempty"`
}

func (n newPerson) person() people.NewPerson {
	manager := ""
	if n.ManagerID != nil {
		manager = *n.ManagerID
	}
	return people.NewPerson{
		ID: n.ID, Name: n.Name, Email: n.Email, Title: n.Title, Role: n.Role, TimeZone: n.TimeZone,
		WorkingHours: n.WorkingHours, Focus: n.Focus, HolidayRegion: n.HolidayRegion, HowToWork: n.HowToWork,
		ManagerID: manager, TeamIDs: n.TeamIDs,
	}
}

type postPerson struct{ Body newPerson }

func (a *API) postPerson(ctx context.Context, call authz.Call, in *postPerson) (people.Person, error) {
	person := in.Body.person()
	if person.TimeZone == "" {
		me, err := a.people.Get(ctx, call.Actor, call.PersonID)
		if err != nil {
			return people.Person{}, err
		}
		person.TimeZone = me.TimeZone
	}
	return a.people.Create(ctx, call, person)
}

// wholePerson is a person with what only their own page needs.
type wholePerson struct {
	people.Person
	HowToWorkHTML string `json:"how_to_work_html" doc:"How to work with them, rendered and sanitized"`
}

func (a *API) whole(person people.Person, err error) (wholePerson, error) {
	if err != nil {
		return wholePerson{}, err
	}
	return wholePerson{Person: person, HowToWorkHTML: a.markdown.Render(person.HowToWork)}, nil
}

func (a *API) getPerson(ctx context.Context, actor authz.Actor, in *byID) (wholePerson, error) {
	return a.whole(a.people.Get(ctx, actor, in.ID))
}

type patchPerson struct {
	ID   string `path:"id"`
	Body people.PersonChange
}

func (a *API) patchPerson(ctx context.Context, call authz.Call, in *patchPerson) (wholePerson, error) {
	return a.whole(a.people.Update(ctx, call, in.ID, in.Body))
}

func (a *API) deactivate(ctx context.Context, call authz.Call, in *byID) (people.Person, error) {
	return a.people.Deactivate(ctx, call, in.ID)
}

func (a *API) reactivate(ctx context.Context, call authz.Call, in *byID) (people.Person, error) {
	return a.people.Reactivate(ctx, call, in.ID)
}

type personsList struct {
	Paging
	ID string `path:"id"`
}

func (a *API) getTimeOff(ctx context.Context, actor authz.Actor, in *personsList) (people.Page[people.TimeOff], error) {
	return a.people.TimeOff(ctx, actor, in.ID, in.query())
}

type postTimeOff struct {
	ID   string `path:"id"`
	Body struct {
		ID       string        `json:"id,omitempty"`
		StartsOn worktime.Date `json:"starts_on"`
		EndsOn   worktime.Date `json:"ends_on" doc:"Included"`
		Note     string        `json:"note,omitempty" doc:"For the person alone"`
	}
}

func (a *API) postTimeOff(ctx context.Context, call authz.Call, in *postTimeOff) (people.TimeOff, error) {
	b := in.Body
	return a.people.AddTimeOff(ctx, call, in.ID, people.NewTimeOff{ID: b.ID, StartsOn: b.StartsOn, EndsOn: b.EndsOn, Note: b.Note})
}

func (a *API) deleteTimeOff(ctx context.Context, call authz.Call, in *byID) error {
	return a.people.RemoveTimeOff(ctx, call, in.ID)
}

type daysOffOf struct {
	ID   string `path:"id"`
	From string `query:"from" required:"true" format:"date"`
	To   string `query:"to" required:"true" format:"date" doc:"Included"`
}

const maxDaysOff = 400

func (a *API) getDaysOff(ctx context.Context, actor authz.Actor, in *daysOffOf) (page[worktime.DayOff], error) {
	from, err := worktime.ParseDate("query.from", in.From)
	if err != nil {
		return page[worktime.DayOff]{}, err
	}
	to, err := worktime.ParseDate("query.to", in.To)
	if err != nil {
		return page[worktime.DayOff]{}, err
	}
	if to.Before(from) || from.DaysUntil(to) >= maxDaysOff {
		return page[worktime.DayOff]{}, errs.InvalidField("query.to", "must not be before from, and at most %d days are told at once", maxDaysOff)
	}
	return whole(a.people.DaysOff(ctx, actor, in.ID, from, to))
}

func (a *API) getTeams(ctx context.Context, actor authz.Actor, in *Paging) (people.Page[people.Team], error) {
	return a.people.Teams(ctx, actor, in.query())
}

type postTeam struct {
	Body struct {
		ID        string   `json:"id,omitempty"`
		Name      string   `json:"name"`
		LeadID    *string  `json:"lead_id,omitempty"`
		PersonIDs []string `json:"person_ids,omitempty"`
	}
}

func (a *API) postTeam(ctx context.Context, call authz.Call, in *postTeam) (people.Team, error) {
	team := people.NewTeam{ID: in.Body.ID, Name: in.Body.Name, PersonIDs: in.Body.PersonIDs}
	if in.Body.LeadID != nil {
		team.LeadID = *in.Body.LeadID
	}
	return a.people.CreateTeam(ctx, call, team)
}

func (a *API) getTeam(ctx context.Context, actor authz.Actor, in *byID) (people.Team, error) {
	return a.people.Team(ctx, actor, in.ID)
}

type patchTeam struct {
	ID   string `path:"id"`
	Body people.TeamChange
}

func (a *API) patchTeam(ctx context.Context, call authz.Call, in *patchTeam) (people.Team, error) {
	return a.people.UpdateTeam(ctx, call, in.ID, in.Body)
}

func (a *API) deleteTeam(ctx context.Context, call authz.Call, in *byID) error {
	return a.people.DeleteTeam(ctx, call, in.ID)
}

func (a *API) getWorkspace(ctx context.Context, _ authz.Actor, _ *empty) (people.Workspace, error) {
	return a.people.Workspace(ctx)
}

type patchWorkspace struct{ Body people.WorkspaceChange }

func (a *API) patchWorkspace(ctx context.Context, call authz.Call, in *patchWorkspace) (people.Workspace, error) {
	return a.people.UpdateWorkspace(ctx, call, in.Body)
}

func (a *API) getHolidays(ctx context.Context, actor authz.Actor, in *Paging) (people.Page[people.Holiday], error) {
	return a.people.Holidays(ctx, actor, in.query())
}

type postHoliday struct {
	Body struct {
		ID     string        `json:"id,omitempty"`
		Date   worktime.Date `json:"date"`
		Name   string        `json:"name"`
		Region string        `json:"region,omitempty" doc:"Empty: everywhere"`
	}
}

func (a *API) postHoliday(ctx context.Context, call authz.Call, in *postHoliday) (people.Holiday, error) {
	b := in.Body
	return a.people.AddHoliday(ctx, call, people.NewHoliday{ID: b.ID, Date: b.Date, Name: b.Name, Region: b.Region})
}

func (a *API) deleteHoliday(ctx context.Context, call authz.Call, in *byID) error {
	return a.people.RemoveHoliday(ctx, call, in.ID)
}

// choices are the zones and regions that a person can have.
type choices struct {
	Zones   []string          `json:"zones"`
	Regions []worktime.Region `json:"regions"`
}

func (a *API) getZones(context.Context, authz.Actor, *empty) (choices, error) {
	return choices{Zones: worktime.Zones(), Regions: worktime.Regions()}, nil
}

type adminActs struct {
	Paging
	About string `query:"about" doc:"A person"`
}

func (a *API) getAdminActs(ctx context.Context, actor authz.Actor, in *adminActs) (people.Page[people.AdminAct], error) {
	return a.people.AdminActs(ctx, actor, people.ActsQuery{PageQuery: in.query(), About: in.About})
}
