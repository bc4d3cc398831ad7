package people

import (
	"context"
	"errors"
	"slices"

	"cairn/internal/activity"
	"cairn/internal/authz"
	"cairn/internal/db"
	"cairn/internal/errs"
	"cairn/internal/id"
	"cairn/internal/worktime"
)

// NewPerson is what a person begins with. Only name, email and time zone are
// needed.
type NewPerson struct {
	ID            string // made where it is empty
	Name          string
	Email         string
	Title         string
	Role          authz.Role // member where it is empty
	TimeZone      string
	WorkingHours  *worktime.Hours // worktime.DefaultHours where it is nil
	Focus         worktime.Focus
	HolidayRegion string
	HowToWork     string
	ManagerID     string // "" for none
	TeamIDs       []string
}

// check collects what is wrong, and completes what was left out.
func (n *NewPerson) check(wrong *problems) {
	if n.ID != "" {
		wrong.take(id.Check("body.id", n.ID))
	}
	n.Name = wrong.name("body.name", n.Name)
	n.Email = wrong.email("body.email", n.Email)
	n.Title = wrong.line("body.title", n.Title, maxName)
	if n.Role == "" {
		n.Role = authz.Member
	}
	if !n.Role.Valid() {
		wrong.add("body.role", "must be owner, admin or member")
	}
	_, err := worktime.LoadZone("body.time_zone", n.TimeZone)
	wrong.take(err)
	if n.WorkingHours == nil {
		hours := worktime.DefaultHours()
		n.WorkingHours = &hours
	}
	wrong.take(n.WorkingHours.Check("body.working_hours"))
	wrong.take(n.Focus.Check("body.focus"))
	wrong.take(worktime.CheckRegion("body.holiday_region", n.HolidayRegion))
	wrong.howToWork("body.how_to_work", n.HowToWork)
}

// Create adds a person, for admins.
func (s *Service) Create(ctx context.Context, call authz.Call, n NewPerson) (Person, error) {
	if err := call.Administers(); err != nil {
		return Person{}, err
	}
	return s.writePerson(ctx, call, func(ctx context.Context, tx *activity.Tx) (Person, error) {
		return s.CreatePersonIn(ctx, tx, call.Actor, n)
	})
}

// writePerson runs a write that ends with one person, and answers with them; a
// write that was done before, with the person as they are now.
func (s *Service) writePerson(ctx context.Context, call authz.Call, fn func(context.Context, *activity.Tx) (Person, error)) (Person, error) {
	var person Person
	answer, err := s.ledger.Write(ctx, call, func(ctx context.Context, tx *activity.Tx) error {
		var err error
		person, err = fn(ctx, tx)
		return err
	})
	if err == nil && answer.Replayed {
		return s.Get(ctx, call.Actor, answer.ID)
	}
	return person, err
}

// CreatePersonIn adds a person as a part of a larger write. The caller has
// asked whether the actor may.
func (s *Service) CreatePersonIn(ctx context.Context, tx *activity.Tx, actor authz.Actor, n NewPerson) (Person, error) {
	ids, err := s.CreatePeopleIn(ctx, tx, actor, n)
	if err != nil {
		return Person{}, err
	}
	return personByID(ctx, tx, ids[0])
}

// CreatePeopleIn is CreatePersonIn for several, managers before their reports: what
// they read is looked up once.
func (s *Service) CreatePeopleIn(ctx context.Context, tx *activity.Tx, actor authz.Actor, all ...NewPerson) ([]string, error) {
	if err := lockChart(ctx, tx); err != nil {
		return nil, err
	}
	ids := make([]string, len(all))
	for i, n := range all {
		var err error
		if ids[i], err = s.create(ctx, tx, actor, n); err != nil {
			return nil, err
		}
	}
	return ids, s.grant(ctx, tx, ids)
}

// create adds a person under the chart's lock, without grants.
func (s *Service) create(ctx context.Context, tx *activity.Tx, actor authz.Actor, n NewPerson) (string, error) {
	var wrong problems
	n.check(&wrong)
	if err := wrong.err(); err != nil {
		return "", err
	}
	if err := s.mayCreate(ctx, tx, actor, n); err != nil {
		return "", err
	}
	if n.ID == "" {
		n.ID = id.New()
	}
	change := activity.Change{Kind: authz.KindPerson, ID: n.ID, Verb: PersonCreated, Scopes: everywhere(), About: n.ID}
	if actor.PersonID == n.ID {
		change.About = "" // the owner, who creates the workspace
	}
	revision, err := tx.Record(ctx, change)
	if err != nil {
		return "", err
	}
	_, err = db.Exec(ctx, tx.Tx, `INSERT INTO person (id, name, sort_name, email, title, role, time_zone, working_hours, focus,
		holiday_region, calendar_stamp, how_to_work, how_to_work_version, manager_id, active, revision, created_at, updated_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $1, $11, 1, $12, true, $13, $14, $14)`,
		n.ID, n.Name, sortName(n.Name), n.Email, n.Title, n.Role, n.TimeZone, db.Text(*n.WorkingHours), db.Text(n.Focus),
		n.HolidayRegion, n.HowToWork, db.NullString(n.ManagerID), revision, tx.Now)
	if err != nil {
		return "", err
	}
	if s.hooks.PersonCreated != nil {
		if err := s.hooks.PersonCreated(ctx, tx, n.ID); err != nil {
			return "", err
		}
	}
	for _, teamID := range n.TeamIDs {
		if err := join(ctx, tx, teamID, []string{n.ID}); err != nil {
			return "", err
		}
		if err := recordTeam(ctx, tx, teamID); err != nil {
			return "", err
		}
	}
	return n.ID, nil
}

// mayCreate refuses a new person who would clash with what is there.
func (s *Service) mayCreate(ctx context.Context, tx *activity.Tx, actor authz.Actor, n NewPerson) error {
	if n.Role == authz.Owner && actor.Role != authz.Owner {
		return errs.New(errs.Forbidden, "only an owner makes somebody an owner")
	}
	switch existing, err := s.BriefByEmail(ctx, tx, n.Email); {
	case err == nil:
		return emailTaken(existing)
	case !errs.Is(err, errs.NotFound):
		return err
	}
	if n.ID != "" {
		switch _, err := s.Brief(ctx, tx, n.ID); {
		case err == nil:
			return errs.New(errs.Duplicate, "there is a person with this id already")
		case !errs.Is(err, errs.NotFound):
			return err
		}
	}
	if n.ManagerID != "" {
		if err := s.canManage(ctx, tx, n.ManagerID); err != nil {
			return err
		}
	}
	known, err := db.All(ctx, tx, db.Value[string], `SELECT id FROM team WHERE id IN `+tx.Dialect().InList("$1"), db.List(n.TeamIDs))
	if err != nil {
		return err
	}
	for i, team := range n.TeamIDs {
		if !slices.Contains(known, team) || slices.Contains(n.TeamIDs[:i], team) {
			return errs.InvalidField("body.team_ids", "there is no team with the id %q, or it stands here twice", team)
		}
	}
	return nil
}

// emailTaken refuses an address that somebody has.
func emailTaken(by Brief) error {
	refusal := errs.New(errs.Duplicate, "%s has this email address already", by.Name)
	if !by.Active {
		refusal.Message += ", and has left; reactivate them instead"
	}
	refusal.Fields = []errs.Field{{Location: "body.email", Message: refusal.Message}}
	return refusal.With(map[string]string{"person_id": by.ID})
}

// uniqueEmail turns the database's refusal of an address, which a write beside
// this one took, into ours.
func uniqueEmail(err error) error {
	if errors.Is(err, db.ErrUnique) {
		return errs.Wrap(err, errs.Duplicate, "somebody has this email address already")
	}
	return err
}
