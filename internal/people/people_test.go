package people

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"

	"cairn/internal/activity"
	"cairn/internal/authz"
	"cairn/internal/db"
	"cairn/internal/errs"
	"cairn/internal/opt"
	"cairn/internal/testkit"
	"cairn/internal/worktime"
)

func TestOneWorkspaceADatabase(t *testing.T) {
	onBoth(t, func(t *testing.T, r *rig) {
		_, err := r.CreateWorkspace(r.ctx, NewWorkspace{Name: "Two", Owner: "Two", Email: "two@example.com", TimeZone: "UTC"})
		r.refused(err, errs.StateConflict)
		owner, err := r.Get(r.ctx, r.owner.Actor, r.owner.PersonID)
		r.must(err)
		if owner.Role != authz.Owner || owner.Email != "olga@example.com" || !owner.Active || len(owner.WorkingHours.Mon) != 1 {
			t.Errorf("the owner is %+v", owner)
		}
	})
}

func TestA3_EverythingWrongIsNamedAtOnce(t *testing.T) {
	onBoth(t, func(t *testing.T, r *rig) {
		_, err := r.Create(r.ctx, r.owner, NewPerson{
			Name: " ", Email: "Ana <ana@example.com>", Title: "a\nb", Role: "boss", TimeZone: "Lisbon",
			HolidayRegion: "XX", HowToWork: strings.Repeat("x", maxHowToWork+1),
			Focus: worktime.Focus{{}},
		})
		r.refused(err, errs.Invalid)
		refusal, _ := errors.AsType[*errs.Error](err)
		var locations []string
		for _, field := range refusal.Fields {
			locations = append(locations, field.Location)
		}
		for _, want := range []string{"name", "email", "title", "role", "time_zone", "holiday_region", "how_to_work", "focus"} {
			if !slices.ContainsFunc(locations, func(l string) bool { return strings.HasPrefix(l, "body."+want) }) {
				t.Errorf("body.%s is not among %v", want, locations)
			}
		}
		_, err = r.Create(r.ctx, r.owner, NewPerson{Name: "O", Email: "OLGA@example.com", TimeZone: "UTC"})
		r.refused(err, errs.Duplicate)
		_, err = r.Create(r.ctx, r.owner, NewPerson{ID: r.owner.PersonID, Name: "O", Email: "o@example.com", TimeZone: "UTC"})
		r.refused(err, errs.Duplicate)
		_, err = r.Create(r.ctx, r.owner, NewPerson{Name: "O", Email: "o@example.com", TimeZone: "UTC", ManagerID: "nobody"})
		r.refused(err, errs.Invalid)
		_, err = r.Create(r.ctx, r.owner, NewPerson{Name: "O", Email: "o@example.com", TimeZone: "UTC", TeamIDs: []string{"none"}})
		r.refused(err, errs.Invalid)
	})
}

func TestOnePersonEditsThemselvesAndAdminsEverybody(t *testing.T) {
	onBoth(t, func(t *testing.T, r *rig) {
		ana, ben := r.person("ana", ""), r.person("ben", "")
		admin := r.personOf("admin", "", authz.Admin)
		own, err := r.Update(r.ctx, as(ana), ana.ID, PersonChange{
			Name: opt.To("Ána Maria"), TimeZone: opt.To("Asia/Tokyo"), Title: opt.To("Engineer"),
			WorkingHours: opt.To(worktime.Hours{Mon: []worktime.Span{{Start: 600, End: 900}}}),
		})
		r.must(err)
		if own.Name != "Ána Maria" || own.TimeZone != "Asia/Tokyo" || len(own.WorkingHours.Tue) != 0 || own.Revision <= ana.Revision {
			t.Errorf("ana is %+v", own)
		}
		for name, change := range map[string]PersonChange{
			"email": {Email: opt.To("a@example.com")}, "role": {Role: opt.To(authz.Admin)}, "manager": {ManagerID: opt.To(&ben.ID)},
		} {
			_, err = r.Update(r.ctx, as(ana), ana.ID, change)
			if !errs.Is(err, errs.Forbidden) {
				t.Errorf("ana changed her own %s: %v", name, err)
			}
		}
		_, err = r.Update(r.ctx, as(ben), ana.ID, PersonChange{Title: opt.To("x")})
		r.refused(err, errs.Forbidden)
		_, err = r.Update(r.ctx, as(admin), ana.ID, PersonChange{Title: opt.To("Head"), Email: opt.To("Anna@example.com")})
		r.must(err)
		_, err = r.Update(r.ctx, as(admin), ana.ID, PersonChange{Role: opt.To(authz.Owner)})
		r.refused(err, errs.Forbidden)
		_, err = r.Update(r.ctx, as(admin), r.owner.PersonID, PersonChange{Name: opt.To("Nobody")})
		r.refused(err, errs.Forbidden)
		_, err = r.Update(r.ctx, r.owner, r.owner.PersonID, PersonChange{Role: opt.To(authz.Member)})
		r.refused(err, errs.StateConflict) // the last owner
		weak := as(admin)
		weak.Grants = []authz.Grant{authz.GrantWrite}
		_, err = r.Update(r.ctx, weak, ana.ID, PersonChange{Title: opt.To("x")})
		r.refused(err, errs.Forbidden) // a token without the scope admin
		before, err := r.Get(r.ctx, as(ana).Actor, ana.ID)
		r.must(err)
		after, err := r.Update(r.ctx, as(ana), ana.ID, PersonChange{Title: opt.To(before.Title)})
		r.must(err)
		if after.Revision != before.Revision {
			t.Error("a change to the same value took a revision")
		}
	})
}

func TestW14_LongTextNamesItsVersion(t *testing.T) {
	onBoth(t, func(t *testing.T, r *rig) {
		ana := r.person("ana", "")
		edit := func(text string, version int64) error {
			_, err := r.Update(r.ctx, as(ana), ana.ID, PersonChange{HowToWork: opt.To(text), HowToWorkVersion: opt.To(version)})
			return err
		}
		r.must(edit("first", 1))
		err := edit("second", 1)
		r.refused(err, errs.EditConflict)
		conflict, _ := errors.AsType[*errs.Error](err)
		details, _ := conflict.Details.(map[string]any)
		if details["how_to_work"] != "first" || details["how_to_work_version"] != int64(2) {
			t.Errorf("the conflict gives %v", details)
		}
		r.must(edit("second", 2))
		_, err = r.Update(r.ctx, as(ana), ana.ID, PersonChange{HowToWork: opt.To("third")})
		r.refused(err, errs.Invalid)
	})
}

func TestW14_SentTwiceHappensOnce(t *testing.T) {
	onBoth(t, func(t *testing.T, r *rig) {
		call := r.owner
		call.Key, call.Hash = "key-number-1", "h"
		first, err := r.Create(r.ctx, call, NewPerson{Name: "Ana", Email: "ana@example.com", TimeZone: "UTC"})
		r.must(err)
		second, err := r.Create(r.ctx, call, NewPerson{Name: "Ana", Email: "ana@example.com", TimeZone: "UTC"})
		r.must(err)
		if first.ID != second.ID {
			t.Errorf("sent twice: %s and %s", first.ID, second.ID)
		}
		call.Key = "key-number-2"
		_, err = r.Deactivate(r.ctx, call, first.ID)
		r.must(err)
		again, err := r.Deactivate(r.ctx, call, first.ID)
		r.must(err)
		if again.Active || again.ID != first.ID {
			t.Errorf("sent again: %+v", again)
		}
	})
}

func TestListGoesByNameInPages(t *testing.T) {
	onBoth(t, func(t *testing.T, r *rig) {
		for _, name := range []string{"Zoe", "ben", "Ärne", "arne", "100%"} {
			_, err := r.Create(r.ctx, r.owner, NewPerson{
				Name: name, Email: strings.Trim(strings.ToLower(name), "ä%") + "@" + strings.Repeat("x", len(name)) + ".example.com", TimeZone: "UTC",
			})
			r.must(err)
		}
		var names []string
		query := ListQuery{PageQuery: PageQuery{Limit: 2}}
		for {
			page, err := r.List(r.ctx, r.owner.Actor, query)
			r.must(err)
			for _, p := range page.Items {
				names = append(names, p.Name)
			}
			if page.NextCursor == nil {
				break
			}
			query.Cursor = *page.NextCursor
		}
		if got, want := strings.Join(names, " "), "100% Ärne arne ben Olga Zoe"; got != want {
			t.Errorf("the list is %q, want %q", got, want)
		}
		for search, want := range map[string]int{"ARN": 2, "arné": 2, "%": 1, "_": 0, "OLGA@": 1, "": 6} {
			page, err := r.List(r.ctx, r.owner.Actor, ListQuery{Search: search})
			r.must(err)
			if len(page.Items) != want {
				t.Errorf("%q finds %d, want %d", search, len(page.Items), want)
			}
		}
		_, err := r.List(r.ctx, r.owner.Actor, ListQuery{PageQuery: PageQuery{Cursor: "nonsense"}})
		r.refused(err, errs.Invalid)
	})
}

func TestP4_DeactivationEndsAccessAndMovesReportsUp(t *testing.T) {
	onBoth(t, func(t *testing.T, r *rig) {
		cleo := r.person("cleo", "")
		ben := r.person("ben", cleo.ID)
		ana := r.person("ana", ben.ID)
		team, err := r.CreateTeam(r.ctx, r.owner, NewTeam{Name: "Sales", LeadID: ben.ID, PersonIDs: []string{ana.ID}})
		r.must(err)
		gone, err := r.Deactivate(r.ctx, r.owner, ben.ID)
		r.must(err)
		if gone.Active {
			t.Error("ben is active")
		}
		moved, err := r.Get(r.ctx, as(cleo).Actor, ana.ID)
		r.must(err)
		if moved.managerID() != cleo.ID {
			t.Errorf("ana's manager is %q, want cleo", moved.managerID())
		}
		left, err := r.Team(r.ctx, as(ana).Actor, team.ID)
		r.must(err)
		if left.LeadID != nil || !slices.Equal(left.PersonIDs, []string{ana.ID}) || left.Revision <= team.Revision {
			t.Errorf("the team is %+v", left)
		}
		_, err = r.Get(r.ctx, as(ben).Actor, ana.ID)
		r.refused(err, errs.NotFound)
		page, err := r.List(r.ctx, as(ben).Actor, ListQuery{})
		r.must(err)
		if len(page.Items) != 0 {
			t.Errorf("ben, who has left, reads %d people", len(page.Items))
		}
		r.compare("leaving")
		r.refused(r.manager(r.owner, ana.ID, ben.ID), errs.Invalid)
		_, err = r.Deactivate(r.ctx, r.owner, ben.ID)
		r.refused(err, errs.StateConflict)
		_, err = r.Deactivate(r.ctx, r.owner, r.owner.PersonID)
		r.refused(err, errs.StateConflict) // the last owner
		back, err := r.Reactivate(r.ctx, r.owner, ben.ID)
		r.must(err)
		if !back.Active || back.managerID() != cleo.ID || !slices.Equal(back.TeamIDs, []string{team.ID}) {
			t.Errorf("ben came back as %+v", back)
		}
		r.compare("coming back")
		for _, want := range []string{"left " + ben.ID + " " + cleo.ID, "manager " + ana.ID + " " + ben.ID + " " + cleo.ID, "created " + ana.ID} {
			if !slices.Contains(r.hooked, want) {
				t.Errorf("no hook was told %q", want)
			}
		}
	})
}

func TestTeams(t *testing.T) {
	onBoth(t, func(t *testing.T, r *rig) {
		ana, ben := r.person("ana", ""), r.person("ben", "")
		team, err := r.CreateTeam(r.ctx, r.owner, NewTeam{Name: "Sales", LeadID: ana.ID})
		r.must(err)
		if !slices.Equal(team.PersonIDs, []string{ana.ID}) {
			t.Errorf("the lead is not of the team: %+v", team)
		}
		_, err = r.CreateTeam(r.ctx, r.owner, NewTeam{Name: "SALES"})
		r.refused(err, errs.Duplicate)
		_, err = r.CreateTeam(r.ctx, as(ana), NewTeam{Name: "Mine"})
		r.refused(err, errs.Forbidden)
		_, err = r.CreateTeam(r.ctx, r.owner, NewTeam{Name: "Ghosts", PersonIDs: []string{"nobody"}})
		r.refused(err, errs.Invalid)
		_, err = r.UpdateTeam(r.ctx, r.owner, team.ID, TeamChange{PersonIDs: opt.To([]string{ben.ID})})
		r.refused(err, errs.Invalid) // the lead left out
		none := (*string)(nil)
		team, err = r.UpdateTeam(r.ctx, r.owner, team.ID, TeamChange{PersonIDs: opt.To([]string{ben.ID, ben.ID}), LeadID: opt.To(none), Name: opt.To("Sales EMEA")})
		r.must(err)
		if team.LeadID != nil || !slices.Equal(team.PersonIDs, []string{ben.ID}) || team.Name != "Sales EMEA" {
			t.Errorf("the team is %+v", team)
		}
		r.compare("the team changed")
		page, err := r.Teams(r.ctx, as(ana).Actor, PageQuery{})
		r.must(err)
		if len(page.Items) != 1 {
			t.Errorf("ana reads %d teams", len(page.Items))
		}
		r.must(r.DeleteTeam(r.ctx, r.owner, team.ID))
		_, err = r.Team(r.ctx, r.owner.Actor, team.ID)
		r.refused(err, errs.NotFound)
		r.compare("the team was deleted")
	})
}

func TestWorkspaceSettings(t *testing.T) {
	onBoth(t, func(t *testing.T, r *rig) {
		_, err := r.UpdateWorkspace(r.ctx, as(r.person("ana", "")), WorkspaceChange{UrgentSlots: opt.To(2)})
		r.refused(err, errs.Forbidden)
		_, err = r.UpdateWorkspace(r.ctx, r.owner, WorkspaceChange{UrgentSlots: opt.To(0), Visibility: opt.To("all")})
		r.refused(err, errs.Invalid)
		changed, err := r.UpdateWorkspace(r.ctx, r.owner, WorkspaceChange{UrgentSlots: opt.To(2), Visibility: opt.To("line"), Name: opt.To("Cairn & Co")})
		r.must(err)
		read, err := r.Workspace(r.ctx)
		r.must(err)
		if read != changed || read.Visibility != "line" || read.UrgentSlots != 2 {
			t.Errorf("the workspace is %+v, was answered %+v", read, changed)
		}
	})
}

// A list shows a person exactly when reading them is allowed: to everybody who
// has not left, and to nobody else.
func TestA2_ListAndReadAgree(t *testing.T) {
	onBoth(t, func(t *testing.T, r *rig) {
		ana, ben := r.person("ana", ""), r.person("ben", "")
		_, err := r.Deactivate(r.ctx, r.owner, ben.ID)
		r.must(err)
		for _, reader := range []authz.Actor{as(ana).Actor, as(ben).Actor, r.owner.Actor, {PersonID: "nobody"}} {
			page, err := r.List(r.ctx, reader, ListQuery{})
			r.must(err)
			for _, id := range []string{ana.ID, ben.ID, r.owner.PersonID} {
				_, err := r.Get(r.ctx, reader, id)
				listed := slices.ContainsFunc(page.Items, func(p Person) bool { return p.ID == id })
				if allowed := err == nil; listed != allowed {
					t.Errorf("%s: listed %v, read %v", reader.PersonID, listed, allowed)
				}
			}
		}
	})
}

// Nothing in the schema tells when a person was here.
func TestN7_NoPresence(t *testing.T) {
	r := newRig(t, testkit.Open(t, testkit.SQLitePlace(t)))
	columns, err := db.All(r.ctx, r.db, db.Value[string],
		`SELECT lower(c.name) FROM sqlite_schema s, pragma_table_info(s.name) c WHERE s.type = 'table'`)
	r.must(err)
	for _, column := range columns {
		for _, word := range []string{"seen", "online", "presence", "last_active", "last_login", "heartbeat", "typing"} {
			if strings.Contains(column, word) {
				t.Errorf("column %q tells of presence", column)
			}
		}
	}
}

// The feed, from nothing, gives what a fresh read gives.
func TestFeedGivesPeople(t *testing.T) {
	onBoth(t, func(t *testing.T, r *rig) {
		ana := r.person("ana", r.owner.PersonID)
		_, err := r.CreateTeam(r.ctx, r.owner, NewTeam{Name: "Sales", PersonIDs: []string{ana.ID}})
		r.must(err)
		page, err := r.feed.Changes(r.ctx, as(ana).Actor, feedSince(0))
		r.must(err)
		kinds := map[authz.Kind]int{}
		for _, item := range page.Items {
			if item.Op == activity.Put {
				kinds[item.Kind]++
			}
			if p, ok := item.Object.(Person); ok && p.Revision != item.Revision {
				t.Errorf("%s has revision %d, the feed says %d", p.Name, p.Revision, item.Revision)
			}
		}
		if kinds[authz.KindPerson] != 2 || kinds[authz.KindTeam] != 1 || kinds[authz.KindWorkspace] != 1 {
			t.Errorf("the feed gives %v", kinds)
		}
	})
}

func TestHookThatFailsUndoesTheWrite(t *testing.T) {
	onBoth(t, func(t *testing.T, r *rig) {
		r.hooks.PersonCreated = func(context.Context, *activity.Tx, string) error {
			return errs.New(errs.StateConflict, "no")
		}
		_, err := r.Create(r.ctx, r.owner, NewPerson{Name: "Ana", Email: "ana@example.com", TimeZone: "UTC"})
		r.refused(err, errs.StateConflict)
		_, err = r.BriefByEmail(r.ctx, r.db, "ana@example.com")
		r.refused(err, errs.NotFound)
	})
}
