package people

import (
	"slices"
	"testing"

	"cairn/internal/authz"
	"cairn/internal/errs"
	"cairn/internal/opt"
	"cairn/internal/worktime"
)

func TestP1_ManagersThatAreNoneAreRefused(t *testing.T) {
	onBoth(t, func(t *testing.T, r *rig) {
		ana, left := r.person("ana", ""), r.person("left", "")
		_, err := r.Deactivate(r.ctx, r.owner, left.ID)
		r.must(err)
		for what, managerID := range map[string]string{"nobody": "nobody", "who has left": left.ID, "oneself": ana.ID} {
			if err := r.manager(r.owner, ana.ID, managerID); !errs.Is(err, errs.Invalid) {
				t.Errorf("reporting to %s: %v", what, err)
			}
			if managerID == ana.ID {
				continue // who comes in is somebody else
			}
			_, err := r.Create(r.ctx, r.owner, NewPerson{Name: "New", Email: "new@example.com", TimeZone: "UTC", ManagerID: managerID})
			if !errs.Is(err, errs.Invalid) {
				t.Errorf("coming in below %s: %v", what, err)
			}
		}
		r.refused(r.manager(as(ana), ana.ID, r.owner.PersonID), errs.Forbidden)
	})
}

func TestP2_WhatIsTheOwnersAdminsDoNot(t *testing.T) {
	onBoth(t, func(t *testing.T, r *rig) {
		ana := r.person("ana", "")
		admin := as(r.personOf("admin", "", authz.Admin))
		second := r.personOf("second", "", authz.Owner)
		for what, act := range map[string]func() error{
			"makes an owner": func() error {
				_, err := r.Create(r.ctx, admin, NewPerson{Name: "O", Email: "o@example.com", TimeZone: "UTC", Role: authz.Owner})
				return err
			},
			"makes somebody an owner": func() error {
				_, err := r.Update(r.ctx, admin, ana.ID, PersonChange{Role: opt.To(authz.Owner)})
				return err
			},
			"makes an owner a member": func() error {
				_, err := r.Update(r.ctx, admin, second.ID, PersonChange{Role: opt.To(authz.Member)})
				return err
			},
			"changes an owner's address": func() error {
				_, err := r.Update(r.ctx, admin, second.ID, PersonChange{Email: opt.To("mine@example.com")})
				return err
			},
			"deactivates an owner": func() error {
				_, err := r.Deactivate(r.ctx, admin, second.ID)
				return err
			},
			"brings an owner back": func() error {
				_, err := r.Deactivate(r.ctx, r.owner, second.ID)
				r.must(err)
				_, err = r.Reactivate(r.ctx, admin, second.ID)
				_, back := r.Reactivate(r.ctx, r.owner, second.ID)
				r.must(back)
				return err
			},
		} {
			if err := act(); !errs.Is(err, errs.Forbidden) {
				t.Errorf("an admin %s: %v", what, err)
			}
		}
		kept, err := r.Get(r.ctx, r.owner.Actor, second.ID)
		r.must(err)
		if kept.Role != authz.Owner || !kept.Active || kept.Email != "second@example.com" {
			t.Errorf("the owner is %+v", kept)
		}
	})
}

func TestP3_TimeOffThatIsNoneIsRefused(t *testing.T) {
	onBoth(t, func(t *testing.T, r *rig) {
		ana, ben := r.person("ana", ""), r.person("ben", "")
		day := worktime.NewDate(2026, 12, 1)
		off, err := r.AddTimeOff(r.ctx, as(ana), ana.ID, NewTimeOff{StartsOn: day, EndsOn: day})
		r.must(err)
		holiday, err := r.AddHoliday(r.ctx, r.owner, NewHoliday{Date: day, Name: "Eve"})
		r.must(err)
		add := func(n NewTimeOff) error {
			_, err := r.AddTimeOff(r.ctx, as(ana), ana.ID, n)
			return err
		}
		_, others := r.AddTimeOff(r.ctx, as(ben), ana.ID, NewTimeOff{StartsOn: day, EndsOn: day})
		_, nobodys := r.AddTimeOff(r.ctx, r.owner, "nobody", NewTimeOff{StartsOn: day, EndsOn: day})
		_, members := r.AddHoliday(r.ctx, as(ana), NewHoliday{Date: day, Name: "Mine"})
		_, twice := r.AddHoliday(r.ctx, r.owner, NewHoliday{ID: holiday.ID, Date: day, Name: "Eve"})
		_, without := r.AddHoliday(r.ctx, r.owner, NewHoliday{Name: "Never"})
		for _, c := range []struct {
			what string
			err  error
			code errs.Code
		}{
			{"that ends before it begins", add(NewTimeOff{StartsOn: day, EndsOn: day.AddDays(-1)}), errs.Invalid},
			{"of no days", add(NewTimeOff{}), errs.Invalid},
			{"of more than three years", add(NewTimeOff{StartsOn: day, EndsOn: day.AddDays(maxDaysOff)}), errs.Invalid},
			{"under an id that is taken", add(NewTimeOff{ID: off.ID, StartsOn: day, EndsOn: day}), errs.Duplicate},
			{"of another", others, errs.Forbidden},
			{"of nobody", nobodys, errs.NotFound},
			{"taken from another", r.RemoveTimeOff(r.ctx, as(ben), off.ID), errs.Forbidden},
			{"for all, by a member", members, errs.Forbidden},
			{"for all, twice", twice, errs.Duplicate},
			{"for all, on no day", without, errs.Invalid},
			{"for all, removed by a member", r.RemoveHoliday(r.ctx, as(ana), holiday.ID), errs.Forbidden},
		} {
			if !errs.Is(c.err, c.code) {
				t.Errorf("time off %s: %v, want %s", c.what, c.err, c.code)
			}
		}
		page, err := r.TimeOff(r.ctx, as(ana).Actor, ana.ID, PageQuery{})
		r.must(err)
		if len(page.Items) != 1 {
			t.Errorf("%d times off, want the first alone", len(page.Items))
		}
	})
}

func TestP4_LeavingThatIsNoneIsRefused(t *testing.T) {
	onBoth(t, func(t *testing.T, r *rig) {
		ana, ben := r.person("ana", ""), r.person("ben", "")
		deactivate := func(by authz.Call, id string) error { _, err := r.Deactivate(r.ctx, by, id); return err }
		reactivate := func(by authz.Call, id string) error { _, err := r.Reactivate(r.ctx, by, id); return err }
		r.refused(deactivate(as(ana), ben.ID), errs.Forbidden)
		r.refused(deactivate(as(ana), ana.ID), errs.Forbidden)
		r.refused(deactivate(r.owner, "nobody"), errs.NotFound)
		r.refused(deactivate(r.owner, r.owner.PersonID), errs.StateConflict) // the last owner
		r.refused(reactivate(r.owner, ana.ID), errs.StateConflict)           // has not left
		r.must(deactivate(r.owner, ben.ID))
		r.refused(deactivate(r.owner, ben.ID), errs.StateConflict)
		r.refused(reactivate(as(ana), ben.ID), errs.Forbidden)
		r.must(reactivate(r.owner, ben.ID))
		r.refused(reactivate(r.owner, ben.ID), errs.StateConflict)
		everybody, err := r.List(r.ctx, r.owner.Actor, ListQuery{})
		r.must(err)
		if slices.ContainsFunc(everybody.Items, func(p Person) bool { return !p.Active }) {
			t.Error("somebody has left after all")
		}
	})
}
