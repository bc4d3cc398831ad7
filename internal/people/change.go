package people

import (
	"context"
	"reflect"
	"slices"

	"cairn/internal/activity"
	"cairn/internal/authz"
	"cairn/internal/db"
	"cairn/internal/errs"
	"cairn/internal/opt"
	"cairn/internal/worktime"
)

// PersonChange is what is to become of a person; what is not set stays.
type PersonChange struct {
	Name             opt.Of[string]         `json:"name,omitzero"`
	Title            opt.Of[string]         `json:"title,omitzero"`
	TimeZone         opt.Of[string]         `json:"time_zone,omitzero"`
	WorkingHours     opt.Of[worktime.Hours] `json:"working_hours,omitzero"`
	Focus            opt.Of[worktime.Focus] `json:"focus,omitzero"`
	HolidayRegion    opt.Of[string]         `json:"holiday_region,omitzero"`
	HowToWork        opt.Of[string]         `json:"how_to_work,omitzero"`
	HowToWorkVersion opt.Of[int64]          `json:"how_to_work_version,omitzero"` // the version that the edit saw

	// For admins.
	Email     opt.Of[string]     `json:"email,omitzero"`
	Role      opt.Of[authz.Role] `json:"role,omitzero"`
	ManagerID opt.Of[*string]    `json:"manager_id,omitzero"`

	proven bool // the person has just given their password
}

// administers tells whether the change has something that only admins change.
func (c PersonChange) administers() bool { return c.Email.Set || c.Role.Set || c.ManagerID.Set }

// Update changes a person: oneself, or for admins anybody. A how_to_work that
// was changed since the version it names is refused with errs.EditConflict and
// the current text (W14).
func (s *Service) Update(ctx context.Context, call authz.Call, id string, change PersonChange) (Person, error) {
	var person Person
	answer, err := s.ledger.Write(ctx, call, func(ctx context.Context, tx *activity.Tx) error {
		var err error
		person, err = s.ChangePersonIn(ctx, tx, call.Actor, id, change)
		return err
	})
	if err == nil && answer.Replayed {
		return s.Get(ctx, call.Actor, id)
	}
	return person, err
}

// ChangePersonIn is Update as a part of a larger write.
func (s *Service) ChangePersonIn(ctx context.Context, tx *activity.Tx, actor authz.Actor, id string, change PersonChange) (Person, error) {
	if actor.PersonID != id || change.administers() {
		if err := mayEdit(actor, id); err != nil {
			return Person{}, err
		}
	}
	if change.administers() {
		if err := lockChart(ctx, tx); err != nil {
			return Person{}, err
		}
	}
	moved, err := s.change(ctx, tx, actor, id, change)
	if err != nil {
		return Person{}, err
	}
	if moved.line {
		if err := s.grant(ctx, tx, []string{id}); err != nil {
			return Person{}, err
		}
	}
	return personByID(ctx, tx, id)
}

// ChangeOwnEmail changes the actor's own address. Whoever calls it has checked
// their password.
func (s *Service) ChangeOwnEmail(ctx context.Context, call authz.Call, email string) (Person, error) {
	return s.writePerson(ctx, call, func(ctx context.Context, tx *activity.Tx) (Person, error) {
		if err := LockChart(ctx, tx); err != nil {
			return Person{}, err
		}
		if err := s.ChangeOwnEmailIn(ctx, tx, call.Actor, email); err != nil {
			return Person{}, err
		}
		return personByID(ctx, tx, call.PersonID)
	})
}

// ChangeOwnEmailIn is ChangeOwnEmail as a part of a larger write, which begins with
// LockChart.
func (s *Service) ChangeOwnEmailIn(ctx context.Context, tx *activity.Tx, actor authz.Actor, email string) error {
	_, err := s.change(ctx, tx, actor, actor.PersonID, PersonChange{Email: opt.To(email), proven: true})
	return err
}

// CheckOwnEmail refuses an address that a person can't have, and returns it as it is
// stored, and whether it is another than theirs.
func (s *Service) CheckOwnEmail(ctx context.Context, q db.Querier, personID, email string) (checked string, another bool, err error) {
	var wrong problems
	checked = wrong.email("body.email", email)
	if err := wrong.err(); err != nil {
		return "", false, err
	}
	switch existing, err := s.BriefByEmail(ctx, q, checked); {
	case errs.Is(err, errs.NotFound):
		return checked, true, nil
	case err != nil:
		return "", false, err
	case existing.ID != personID:
		return "", false, emailTaken(existing)
	}
	return checked, false, nil
}

func mayEdit(actor authz.Actor, id string) error {
	err := actor.Administers()
	if err == nil || actor.Role.Administers() {
		return err
	}
	if actor.PersonID == id {
		return errs.New(errs.Forbidden, "only an admin changes the role and the manager; ask one. Your email address you change in Settings, with your password")
	}
	return errs.New(errs.Forbidden, "only the person and an admin of the workspace change a profile")
}

// changed tells what a change came to.
type changed struct {
	fields []string // their names in the API, in the order of PersonChange
	line   bool     // the manager is among them
}

// change changes a person without grants, under the chart's lock where the
// change administers.
func (s *Service) change(ctx context.Context, tx *activity.Tx, actor authz.Actor, id string, change PersonChange) (changed, error) {
	was, err := lockPerson(ctx, tx, id)
	if err != nil {
		return changed{}, err
	}
	if was.Role == authz.Owner && actor.Role != authz.Owner {
		return changed{}, errs.New(errs.Forbidden, "only an owner changes the profile of an owner")
	}
	person, err := s.apply(ctx, tx, actor, was, change)
	if err != nil {
		return changed{}, err
	}
	fields := differences(was, person)
	if len(fields) == 0 {
		return changed{}, nil
	}
	if err := update(ctx, tx, person); err != nil {
		return changed{}, uniqueEmail(err)
	}
	if err := s.tellChange(ctx, tx, was, person, fields); err != nil {
		return changed{}, err
	}
	if person.Email != was.Email && actor.PersonID != id && s.hooks.Readdressed != nil {
		if err := s.hooks.Readdressed(ctx, tx, id, was.Email); err != nil {
			return changed{}, err
		}
	}
	return changed{fields: fields, line: slices.Contains(fields, "manager_id")}, recordChange(ctx, tx, actor, was, person, fields)
}

// lockPerson locks a person's row by a write that changes nothing, and reads it:
// of two changes of different fields none is lost.
func lockPerson(ctx context.Context, tx *activity.Tx, id string) (Person, error) {
	if _, err := db.Exec(ctx, tx.Tx, `UPDATE person SET updated_at = updated_at WHERE id = $1`, id); err != nil {
		return Person{}, err
	}
	return personByID(ctx, tx, id)
}

// apply checks a change and returns the person as they would be.
func (s *Service) apply(ctx context.Context, tx *activity.Tx, actor authz.Actor, was Person, change PersonChange) (Person, error) {
	p, err := change.checked(was)
	if err != nil {
		return p, err
	}
	if change.HowToWork.Set && p.HowToWork != was.HowToWork {
		if change.HowToWorkVersion.To != was.HowToWorkVersion {
			return p, errs.New(errs.EditConflict, "this text was changed meanwhile; bring both together and send how_to_work_version %d with it", was.HowToWorkVersion).
				With(map[string]any{"how_to_work": was.HowToWork, "how_to_work_version": was.HowToWorkVersion})
		}
		p.HowToWorkVersion++
	}
	if p.Email != was.Email {
		if actor.PersonID == was.ID && !change.proven {
			refusal := errs.New(errs.Forbidden, "your own address is changed in Settings with your password (POST /me/email), or by another admin")
			refusal.Fields = []errs.Field{{Location: "body.email", Message: refusal.Message}}
			return p, refusal
		}
		switch existing, err := s.BriefByEmail(ctx, tx, p.Email); {
		case err == nil:
			return p, emailTaken(existing)
		case !errs.Is(err, errs.NotFound):
			return p, err
		}
	}
	if p.Role != was.Role {
		if err := mayChangeRole(ctx, tx, actor, was, p.Role); err != nil {
			return p, err
		}
	}
	if p.managerID() != was.managerID() {
		err = s.mayMove(ctx, tx, actor, was, p.managerID())
	}
	return p, err
}

// checked returns the person with the change, or everything wrong with it.
func (c PersonChange) checked(p Person) (Person, error) {
	var wrong problems
	if c.Name.Set {
		p.Name = wrong.name("body.name", c.Name.To)
	}
	if c.Title.Set {
		p.Title = wrong.line("body.title", c.Title.To, maxName)
	}
	if c.TimeZone.Set {
		_, err := worktime.LoadZone("body.time_zone", c.TimeZone.To)
		wrong.take(err)
		p.TimeZone = c.TimeZone.To
	}
	if c.WorkingHours.Set {
		wrong.take(c.WorkingHours.To.Check("body.working_hours"))
		p.WorkingHours = c.WorkingHours.To
	}
	if c.Focus.Set {
		wrong.take(c.Focus.To.Check("body.focus"))
		p.Focus = c.Focus.To
	}
	if c.HolidayRegion.Set {
		wrong.take(worktime.CheckRegion("body.holiday_region", c.HolidayRegion.To))
		p.HolidayRegion = c.HolidayRegion.To
	}
	if c.HowToWork.Set {
		wrong.howToWork("body.how_to_work", c.HowToWork.To)
		if !c.HowToWorkVersion.Set {
			wrong.add("body.how_to_work_version", "is needed with how_to_work: the version that you changed")
		}
		p.HowToWork = c.HowToWork.To
	}
	if c.Email.Set {
		p.Email = wrong.email("body.email", c.Email.To)
	}
	if c.Role.Set {
		if !c.Role.To.Valid() {
			wrong.add("body.role", "must be owner, admin or member")
		}
		p.Role = c.Role.To
	}
	if c.ManagerID.Set {
		p.ManagerID = c.ManagerID.To
		if p.managerID() == "" {
			p.ManagerID = nil
		}
	}
	return p, wrong.err()
}

// mayChangeRole keeps owners the business of owners, and a workspace from
// losing its last one. It is called under the chart's lock.
func mayChangeRole(ctx context.Context, q db.Querier, actor authz.Actor, was Person, to authz.Role) error {
	if (was.Role == authz.Owner || to == authz.Owner) && actor.Role != authz.Owner {
		return errs.New(errs.Forbidden, "only an owner makes somebody an owner, or ends that")
	}
	return notLastOwner(ctx, q, was)
}

func notLastOwner(ctx context.Context, q db.Querier, was Person) error {
	if was.Role != authz.Owner || !was.Active {
		return nil
	}
	others, err := db.One(ctx, q, db.Value[int],
		`SELECT count(*) FROM person WHERE role = $1 AND active AND id <> $2`, authz.Owner, was.ID)
	if err == nil && others == 0 {
		return errs.New(errs.StateConflict, "%s is the last owner of the workspace; make somebody else an owner first", was.Name)
	}
	return err
}

// differences names the fields that two states of a person differ in.
func differences(was, is Person) []string {
	var fields []string
	for _, f := range []struct {
		name      string
		different bool
	}{
		{"name", was.Name != is.Name},
		{"title", was.Title != is.Title},
		{"time_zone", was.TimeZone != is.TimeZone},
		{"working_hours", !sameJSON(was.WorkingHours, is.WorkingHours)},
		{"focus", !sameJSON(was.Focus, is.Focus)},
		{"holiday_region", was.HolidayRegion != is.HolidayRegion},
		{"how_to_work", was.HowToWork != is.HowToWork},
		{"email", was.Email != is.Email},
		{"role", was.Role != is.Role},
		{"manager_id", was.managerID() != is.managerID()},
	} {
		if f.different {
			fields = append(fields, f.name)
		}
	}
	return fields
}

// sameJSON compares values for which nil and empty are the same.
func sameJSON(a, b any) bool { return reflect.DeepEqual(db.Text(a), db.Text(b)) }

func update(ctx context.Context, tx *activity.Tx, p Person) error {
	_, err := db.Exec(ctx, tx.Tx, `UPDATE person SET name = $2, sort_name = $3, email = $4, title = $5, role = $6, time_zone = $7,
		working_hours = $8, focus = $9, holiday_region = $10, how_to_work = $11, how_to_work_version = $12, manager_id = $13
		WHERE id = $1`,
		p.ID, p.Name, sortName(p.Name), p.Email, p.Title, p.Role, p.TimeZone, db.Text(p.WorkingHours), db.Text(p.Focus),
		p.HolidayRegion, p.HowToWork, p.HowToWorkVersion, p.ManagerID)
	return err
}

// tellChange calls the hooks that a change concerns.
func (s *Service) tellChange(ctx context.Context, tx *activity.Tx, was, is Person, fields []string) error {
	concerns := func(names ...string) bool {
		return slices.ContainsFunc(names, func(name string) bool { return slices.Contains(fields, name) })
	}
	if concerns("time_zone", "working_hours", "holiday_region") {
		if err := s.calendarChanged(ctx, tx, is.ID); err != nil {
			return err
		}
	} else if concerns("focus") { // not working time, but in the calendar
		if err := stampCalendar(ctx, tx, is.ID); err != nil {
			return err
		}
	}
	if concerns("manager_id") && s.hooks.ManagerChanged != nil {
		return s.hooks.ManagerChanged(ctx, tx, is.ID, was.managerID(), is.managerID())
	}
	return nil
}

// recordChange records what changed, with an entry of its own for what the
// person is to see for ever (P2): email, role, manager.
func recordChange(ctx context.Context, tx *activity.Tx, actor authz.Actor, was, is Person, fields []string) error {
	record := func(verb, about string, data Data) error {
		return recordPerson(ctx, tx, is.ID, verb, about, data)
	}
	for _, field := range fields {
		var err error
		switch field {
		case "email":
			err = record(PersonEmailChanged, is.ID, Data{})
		case "role":
			err = record(PersonRoleChanged, is.ID, Data{From: string(was.Role), To: string(is.Role)})
		case "manager_id":
			err = record(PersonManagerChanged, is.ID, Data{From: was.managerID(), To: is.managerID()})
		}
		if err != nil {
			return err
		}
	}
	plain := slices.DeleteFunc(slices.Clone(fields), func(field string) bool {
		return field == "email" || field == "role" || field == "manager_id"
	})
	if len(plain) == 0 {
		return nil
	}
	about := is.ID
	if actor.PersonID == is.ID {
		about = ""
	}
	return record(PersonChanged, about, Data{Fields: plain})
}

// recordPerson records a change of a person and gives their row its revision.
func recordPerson(ctx context.Context, tx *activity.Tx, id, verb, about string, data Data) error {
	revision, err := tx.Record(ctx, activity.Change{
		Kind: authz.KindPerson, ID: id, Verb: verb, Scopes: everywhere(), About: about, Data: data,
	})
	if err != nil {
		return err
	}
	_, err = db.Exec(ctx, tx.Tx, `UPDATE person SET revision = $2, updated_at = $3 WHERE id = $1`, id, revision, tx.Now)
	return err
}
