package people

import "testing"

func TestSmoke(t *testing.T) {
	onBoth(t, func(t *testing.T, r *rig) {
		ben := r.person("ben", "")
		ana := r.person("ana", ben.ID)
		if _, err := r.CreateTeam(r.ctx, r.owner, NewTeam{Name: "Sales", LeadID: ben.ID, PersonIDs: []string{ana.ID}}); err != nil {
			t.Fatal(err)
		}
		if _, err := r.Deactivate(r.ctx, r.owner, ben.ID); err != nil {
			t.Fatal(err)
		}
		acts, err := r.AdminActs(r.ctx, r.owner.Actor, ActsQuery{})
		if err != nil {
			t.Fatal(err)
		}
		for _, a := range acts.Items {
			t.Log(a.On, a.Sentence)
		}
		if _, err := r.Calendars(r.ctx, r.db, []string{ana.ID}); err != nil {
			t.Fatal(err)
		}
		p, err := r.List(r.ctx, r.owner.Actor, ListQuery{Search: "A"})
		if err != nil {
			t.Fatal(err)
		}
		t.Log(len(p.Items), r.hooked)
	})
}
