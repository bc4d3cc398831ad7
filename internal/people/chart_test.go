package people

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"cairn/internal/authz"
	"cairn/internal/db"
	"cairn/internal/errs"
	"cairn/internal/opt"
)

func TestP1_CircleIsRefused(t *testing.T) {
	onBoth(t, func(t *testing.T, r *rig) {
		top := r.person("top", "")
		middle := r.person("middle", top.ID)
		below := r.person("below", middle.ID)
		r.refused(r.manager(r.owner, top.ID, below.ID), errs.Invalid)
		r.refused(r.manager(r.owner, top.ID, middle.ID), errs.Invalid)
		r.refused(r.manager(r.owner, top.ID, top.ID), errs.Invalid)
		r.must(r.manager(r.owner, below.ID, top.ID))
		r.must(r.manager(r.owner, middle.ID, below.ID))
		r.forest()
		r.compare("moves")
	})
}

// Changes that are fine one by one and a circle together: never both.
func TestP1_ForestUnderConcurrentChanges(t *testing.T) {
	onBoth(t, func(t *testing.T, r *rig) {
		var ring []string
		for i := range 4 {
			ring = append(ring, r.person(fmt.Sprintf("p%d", i), "").ID)
		}
		for round := range 15 {
			var together sync.WaitGroup
			var done, refused atomic.Int32
			for i, person := range ring {
				manager := ring[(i+1)%len(ring)]
				if round%3 == 2 {
					manager = ring[rand.IntN(len(ring))]
				}
				together.Go(func() {
					switch err := r.manager(r.owner, person, manager); {
					case err == nil:
						done.Add(1)
					case errs.Is(err, errs.Invalid):
						refused.Add(1)
					default:
						t.Errorf("move: %v", err)
					}
				})
			}
			together.Wait()
			if round%3 != 2 && done.Load() != 3 {
				t.Errorf("of a ring of 4 moves %d were made, want 3", done.Load())
			}
			r.forest()
			for _, person := range ring {
				r.must(r.manager(r.owner, person, ""))
			}
		}
		r.compare("rings")
	})
}

func TestP2_NobodyTakesAReportByTheirOwnAct(t *testing.T) {
	onBoth(t, func(t *testing.T, r *rig) {
		admin, other := r.personOf("admin", "", authz.Admin), r.personOf("other", "", authz.Admin)
		ben := r.person("ben", "")
		ana := r.person("ana", ben.ID)
		free := r.person("free", "")

		r.refused(r.manager(as(admin), ana.ID, admin.ID), errs.Forbidden)
		r.must(r.manager(as(admin), free.ID, admin.ID)) // had none
		r.must(r.manager(as(admin), ana.ID, ""))
		r.refused(r.manager(as(admin), ana.ID, admin.ID), errs.Forbidden) // nor in two steps
		if r.holds(admin.ID, authz.Confidential(ana.ID)) {
			t.Error("the admin reads confidential tasks of a person whose manager they are not")
		}
		r.must(r.manager(as(other), ana.ID, admin.ID)) // another may
		if !r.holds(admin.ID, authz.Confidential(ana.ID)) {
			t.Error("the new manager does not read")
		}
	})
}

func TestP2_NobodyJoinsATeamByTheirOwnAct(t *testing.T) {
	onBoth(t, func(t *testing.T, r *rig) {
		admin, ana := r.personOf("admin", "", authz.Admin), r.person("ana", "")
		team, err := r.CreateTeam(r.ctx, r.owner, NewTeam{Name: "Sales", PersonIDs: []string{ana.ID}})
		r.must(err)
		_, err = r.UpdateTeam(r.ctx, as(admin), team.ID, TeamChange{PersonIDs: opt.To([]string{ana.ID, admin.ID})})
		r.refused(err, errs.Forbidden)
		_, err = r.UpdateTeam(r.ctx, as(admin), team.ID, TeamChange{LeadID: opt.To(&admin.ID)})
		r.refused(err, errs.Forbidden)
		_, err = r.UpdateTeam(r.ctx, r.owner, team.ID, TeamChange{LeadID: opt.To(&admin.ID)})
		r.must(err)
		if !r.holds(admin.ID, authz.Worklist(ana.ID)) {
			t.Error("somebody added by another does not read the team's lists")
		}
	})
}

func TestP2_AccessFollowsTheLineAtOnce(t *testing.T) {
	onBoth(t, func(t *testing.T, r *rig) {
		cleo, ben := r.person("cleo", ""), r.person("ben", "")
		ana := r.person("ana", ben.ID)
		if !r.holds(ben.ID, authz.Worklist(ana.ID)) || r.holds(cleo.ID, authz.Worklist(ana.ID)) {
			t.Fatal("at first ben reads, and cleo does not")
		}
		r.must(r.manager(r.owner, ana.ID, cleo.ID))
		if r.holds(ben.ID, authz.Worklist(ana.ID)) || !r.holds(cleo.ID, authz.Worklist(ana.ID)) {
			t.Error("after the move cleo reads, and ben does not")
		}
		ended, err := db.One(r.ctx, r.db, func(row db.Row) (struct {
			active   bool
			revision int64
		}, error) {
			var v struct {
				active   bool
				revision int64
			}
			return v, row.Scan(&v.active, &v.revision)
		}, `SELECT active, revision FROM member WHERE grp = $1 AND person_id = $2`, authz.Direct(ana.ID), ben.ID)
		r.must(err)
		person, err := r.Get(r.ctx, r.owner.Actor, ana.ID)
		r.must(err)
		if ended.active || ended.revision != person.Revision {
			t.Errorf("the ended grant is %+v, want inactive at revision %d", ended, person.Revision)
		}
		r.told.Lock()
		defer r.told.Unlock()
		if last := r.hooked[len(r.hooked)-1]; last != strings.Join([]string{"manager", ana.ID, ben.ID, cleo.ID}, " ") {
			t.Errorf("the hook was told %q", last)
		}
	})
}

// The change feed tells of what begins and ends to be read.
func TestP2_FeedTellsOfGrants(t *testing.T) {
	onBoth(t, func(t *testing.T, r *rig) {
		cleo, ben := r.person("cleo", ""), r.person("ben", "")
		ana := r.person("ana", ben.ID)
		stream := r.hub.Subscribe(ben.ID, nil)
		defer stream.Close()
		since := func(p Person, revision int64) map[string]string {
			page, err := r.feed.Changes(r.ctx, as(p).Actor, feedSince(revision))
			r.must(err)
			ops := map[string]string{}
			for _, item := range page.Items {
				ops[item.ID] = string(item.Op)
			}
			return ops
		}
		before, err := r.Get(r.ctx, r.owner.Actor, ana.ID)
		r.must(err)
		r.must(r.manager(r.owner, ana.ID, cleo.ID))
		list := string(authz.Worklist(ana.ID))
		if got := since(ben, before.Revision)[list]; got != "scope_out" {
			t.Errorf("ben hears %q of ana's list, want scope_out", got)
		}
		if got := since(cleo, before.Revision)[list]; got != "scope_in" {
			t.Errorf("cleo hears %q of ana's list, want scope_in", got)
		}
		if !stream.GrantsMoved() {
			t.Error("ben's stream was not told that his grants moved")
		}
		_, err = r.UpdateWorkspace(r.ctx, r.owner, WorkspaceChange{Visibility: opt.To("pair")})
		r.must(err)
		if got := since(cleo, before.Revision)[list]; got != "scope_in" {
			t.Errorf("ana's manager hears %q of her list after it was narrowed, want scope_in", got)
		}
	})
}
