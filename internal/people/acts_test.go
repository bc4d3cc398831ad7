package people

import (
	"slices"
	"strings"
	"testing"

	"cairn/internal/authz"
	"cairn/internal/opt"
)

func TestP2_AdminActsAreShownToWhomTheyConcern(t *testing.T) {
	onBoth(t, func(t *testing.T, r *rig) {
		ben := r.person("ben", "")
		ana := r.person("ana", ben.ID)
		_, err := r.Update(r.ctx, r.owner, ana.ID, PersonChange{Title: opt.To("Head"), Email: opt.To("anna@example.com"), Role: opt.To(authz.Admin)})
		r.must(err)
		_, err = r.Update(r.ctx, as(ben), ben.ID, PersonChange{Title: opt.To("Ben's own")})
		r.must(err)
		ana.Role = authz.Member
		_, err = r.CreateTeam(r.ctx, r.owner, NewTeam{Name: "Sales", PersonIDs: []string{ana.ID}})
		r.must(err)
		r.must(r.manager(r.owner, ana.ID, ""))
		page, err := r.AdminActs(r.ctx, as(ana).Actor, ActsQuery{PageQuery: PageQuery{Limit: 200}})
		r.must(err)
		var got []string
		for _, act := range page.Items {
			got = append(got, act.Sentence)
			if act.On.String() != "2026-11-23" {
				t.Errorf("the day is %s", act.On)
			}
		}
		want := []string{
			"Olga changed your manager from ben to nobody.",
			"Olga added you to the team Sales.",
			"Olga changed your profile: title.",
			"Olga changed your role from member to admin.",
			"Olga changed your email address.",
			"Olga added you to the workspace.",
		}
		if !slices.Equal(got, want) {
			t.Errorf("ana reads:\n%s\nwant:\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
		}
		others, err := r.AdminActs(r.ctx, as(ana).Actor, ActsQuery{About: ben.ID})
		r.must(err)
		if len(others.Items) != 0 {
			t.Errorf("ana reads %d acts about ben", len(others.Items))
		}
		count := 0
		query := ActsQuery{PageQuery: PageQuery{Limit: 3}}
		for {
			all, err := r.AdminActs(r.ctx, r.owner.Actor, query)
			r.must(err)
			count += len(all.Items)
			if all.NextCursor == nil {
				break
			}
			query.Cursor = *all.NextCursor
		}
		if count != len(want)+3 { // and: created the workspace, added ben, made the team
			t.Errorf("admins read %d acts, want %d", count, len(want)+3)
		}
	})
}

func TestAdminActsSayWhatOfATeamChanged(t *testing.T) {
	onBoth(t, func(t *testing.T, r *rig) {
		ana := r.person("ana", "")
		team, err := r.CreateTeam(r.ctx, r.owner, NewTeam{Name: "Core", PersonIDs: []string{ana.ID}})
		r.must(err)
		before, err := r.AdminActs(r.ctx, r.owner.Actor, ActsQuery{PageQuery: PageQuery{Limit: 200}})
		r.must(err)
		_, err = r.Deactivate(r.ctx, r.owner, ana.ID)
		r.must(err)
		_, err = r.Reactivate(r.ctx, r.owner, ana.ID)
		r.must(err)
		_, err = r.UpdateTeam(r.ctx, r.owner, team.ID, TeamChange{PersonIDs: opt.To([]string{})})
		r.must(err)
		_, err = r.UpdateTeam(r.ctx, r.owner, team.ID, TeamChange{Name: opt.To("Kernel"), LeadID: opt.To(&ana.ID)})
		r.must(err)
		page, err := r.AdminActs(r.ctx, r.owner.Actor, ActsQuery{PageQuery: PageQuery{Limit: 200}})
		r.must(err)
		var got []string
		for _, act := range page.Items[:len(page.Items)-len(before.Items)] {
			got = append(got, act.Sentence)
		}
		want := []string{
			"You added ana to the team Kernel.",
			"You changed the team Kernel: name, lead.",
			"You took ana out of the team Kernel.",
			"You gave ana access again.",
			"You ended ana's access; open work and reports go to nobody.",
		}
		if !slices.Equal(got, want) {
			t.Errorf("an admin reads:\n%s\nwant:\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
		}
	})
}

func TestN7_OnesOwnAdminActsHaveATimeOthersADay(t *testing.T) {
	onBoth(t, func(t *testing.T, r *rig) {
		ana := r.person("ana", "")
		for _, reader := range []authz.Call{r.owner, as(ana)} {
			page, err := r.AdminActs(r.ctx, reader.Actor, ActsQuery{About: ana.ID})
			r.must(err)
			if len(page.Items) == 0 {
				t.Fatal("nothing is told about ana")
			}
			for _, act := range page.Items {
				if own := act.ActorID == reader.PersonID; own != (act.Time != "") {
					t.Errorf("%q, own: %t, has the time %q", act.Sentence, own, act.Time)
				}
			}
		}
	})
}

func TestAPasswordSetByALinkIsToldWithWhose(t *testing.T) {
	ana := "ana"
	act := AdminAct{Verb: PasswordReset, ActorID: ana, AboutID: &ana}
	names := map[string]string{ana: "Ana Sousa"}
	for reader, want := range map[string]string{
		ana:    "Your password was set anew by a link; all sessions and tokens were ended.",
		"olga": "Ana Sousa's password was set anew by a link; all sessions and tokens were ended.",
		"":     "Ana Sousa's password was set anew by a link; all sessions and tokens were ended.",
	} {
		if got := sentence(act, reader, names); got != want {
			t.Errorf("to %q: %s", reader, got)
		}
	}
}
