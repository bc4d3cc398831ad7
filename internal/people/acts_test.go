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
