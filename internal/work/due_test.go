package work

import (
	"fmt"
	"strconv"
	"strings"
	"testing"
	"time"

	"cairn/internal/authz"
	"cairn/internal/errs"
	"cairn/internal/opt"
	"cairn/internal/people"
	"cairn/internal/worktime"
)

func (r *rig) redue(call authz.Call, id, due string, reason DueReason) (Result, error) {
	patch := Patch{DueDate: opt.To[*worktime.Date](nil)}
	if due != "" {
		patch.DueDate.To = date(due)
	}
	if reason != "" {
		patch.DueReason = &reason
	}
	return r.Edit(r.ctx, call, id, patch)
}

func (r *rig) zone(person authz.Call, zone string) {
	r.t.Helper()
	_, err := r.people.Update(r.ctx, person, person.PersonID, people.PersonChange{TimeZone: opt.To(zone)})
	r.ok(err)
}

// recompute does what the job after a change of working time does, in chunks.
func (r *rig) recompute(person authz.Call, chunk int) {
	r.t.Helper()
	for after, first := "", true; first || after != ""; first = false {
		var err error
		after, err = r.RecomputeDue(r.ctx, person.PersonID, after, chunk)
		r.ok(err)
	}
}

func at(text string) time.Time {
	t, err := time.Parse(time.RFC3339, text)
	if err != nil {
		panic(err)
	}
	return t.UTC()
}

func TestW7_LocalFollowsTheOwnerFixedDoesNot(t *testing.T) {
	each(t, func(t *testing.T, r *rig) {
		local := make([]Task, 5)
		for i := range local {
			result, err := r.Create(r.ctx, r.ana, Draft{Title: strconv.Itoa(i), Due: opt.To(Due{Date: date("2026-11-27")})})
			r.ok(err)
			local[i] = result.Task
		}
		r.equal("end of Ana's Friday", *local[0].DueAt, at("2026-11-27T17:30:00Z"))
		r.equal("overdue from Ana's Monday", *local[0].OverdueAt, at("2026-11-30T09:00:00Z"))
		var two worktime.TimeOfDay
		err := two.UnmarshalText([]byte("02:00"))
		r.ok(err)
		utc := "UTC"
		fixed, err := r.Create(r.ctx, r.ana, Draft{Title: "freeze", Due: opt.To(Due{Date: date("2026-11-27"), Time: &two, Zone: &utc})})
		r.ok(err)
		r.equal("the freeze", *fixed.DueAt, at("2026-11-27T02:00:00Z"))

		r.zone(r.ana, "America/Denver")
		r.recompute(r.ana, 2)
		for _, task := range local {
			r.equal("in Denver", *r.get(r.ana, task.ID).DueAt, at("2026-11-28T00:30:00Z"))
		}
		moved := r.get(r.ana, fixed.ID)
		r.equal("the freeze in Denver", *moved.DueAt, at("2026-11-27T02:00:00Z"))
		r.equal("overdue when Denver works", *moved.OverdueAt, at("2026-11-27T16:00:00Z"))
		r.equal("sentence", r.sentences(r.ana, local[0].ID)[1], "The due time followed a change of Ana's hours or zone")
		// A second time changes nothing.
		before := r.get(r.ana, local[0].ID).Revision
		r.recompute(r.ana, 2)
		r.equal("revision", r.get(r.ana, local[0].ID).Revision, before)
	})
}

func TestW7_OverdueBeginsWithWorkAndIsFrozen(t *testing.T) {
	each(t, func(t *testing.T, r *rig) {
		late, err := r.Create(r.ctx, r.ben, Draft{Title: "late", OwnerID: r.ana.PersonID, Due: opt.To(Due{Date: date("2026-11-27")})})
		r.ok(err)
		early, err := r.Create(r.ctx, r.ana, Draft{Title: "on time", Due: opt.To(Due{Date: date("2026-11-27")})})
		r.ok(err)
		r.clock.Set(at("2026-11-29T12:00:00Z")) // Sunday: due has passed, overdue has not begun
		if task := r.get(r.ana, late.ID); task.Overdue(r.clock.Now()) {
			t.Fatal("overdue while the owner is off")
		}
		_, err = r.Complete(r.ctx, r.ana, early.ID, nil)
		r.ok(err)
		r.equal("done on Sunday", r.sentences(r.ana, early.ID)[1], "Ana finished it")
		r.clock.Set(at("2026-11-30T09:00:00Z"))
		if task := r.get(r.ana, late.ID); !task.Overdue(r.clock.Now()) {
			t.Fatal("not overdue in the first working minute")
		}
		r.zone(r.ana, "America/Denver") // where it is two in the night
		r.recompute(r.ana, 50)
		r.equal("frozen", *r.get(r.ana, late.ID).DueAt, at("2026-11-27T17:30:00Z"))
		// Handed to another it stays overdue.
		_, err = r.Edit(r.ctx, r.ben, late.ID, Patch{OwnerID: opt.To(r.kai.PersonID)})
		r.ok(err)
		r.equal("frozen with Kai", *r.get(r.kai, late.ID).OverdueAt, at("2026-11-30T09:00:00Z"))
		_, err = r.Complete(r.ctx, r.kai, late.ID, nil)
		r.ok(err)
		said := r.sentences(r.kai, late.ID)
		r.equal("done late", said[len(said)-1], "Kai finished it, after it was due")
	})
}

func TestW7_WarnsOfDaysOff(t *testing.T) {
	each(t, func(_ *testing.T, r *rig) {
		_, err := r.people.AddTimeOff(r.ctx, r.ana, r.ana.PersonID, people.NewTimeOff{StartsOn: *date("2026-12-01"), EndsOn: *date("2026-12-04")})
		r.ok(err)
		for due, want := range map[string]string{
			"2026-11-28": "2026-11-28 is not a working day of the owner (no working hours that day)",
			"2026-12-02": "2026-12-02 is not a working day of the owner (time off)",
			"2026-11-20": "2026-11-20 has passed already",
			"2026-11-27": "",
		} {
			result, err := r.Create(r.ctx, r.ana, Draft{Title: "x", Due: opt.To(Due{Date: date(due)})})
			r.ok(err)
			var said []string
			for _, n := range result.Notices {
				said = append(said, n.Message)
			}
			r.equal("warning for "+due, strings.Join(said, "; "), want)
		}
	})
}

func TestW8_EveryMoveIsKept(t *testing.T) {
	each(t, func(_ *testing.T, r *rig) {
		task := r.ask(r.max, r.ana, "deck", "2026-11-26")
		_, err := r.Accept(r.ctx, r.ana, task.ID, Place{})
		r.ok(err)
		r.equal("agreed by accepting", r.get(r.ana, task.ID).AgreedDueDate, date("2026-11-26"))
		// The owner moves it at once, and says why; it is agreed when the asker says so.
		_, err = r.redue(r.ana, task.ID, "2026-11-30", "")
		r.refused(err, errs.Invalid)
		moved, err := r.redue(r.ana, task.ID, "2026-11-30", Scope)
		r.ok(err)
		r.equal("due", moved.DueDate, date("2026-11-30"))
		r.equal("still agreed", moved.AgreedDueDate, date("2026-11-26"))
		r.equal("reason", *moved.DueReason, Scope)
		agreed, err := r.AgreeToDate(r.ctx, r.max, task.ID)
		r.ok(err)
		r.equal("agreed now", agreed.AgreedDueDate, date("2026-11-30"))
		// Others make an agreed date earlier only as a proposal; later they may.
		_, err = r.redue(r.ben, task.ID, "2026-11-27", Reprioritized)
		r.refused(err, errs.ProposeInstead)
		_, err = r.redue(r.max, task.ID, "2026-12-01", Reprioritized)
		r.refused(err, errs.ProposeInstead)
		_, err = r.redue(r.ben, task.ID, "2026-12-01", Reprioritized)
		r.ok(err)
		// After it was overdue.
		r.clock.Set(at("2026-12-03T10:00:00Z"))
		_, err = r.redue(r.ana, task.ID, "2026-12-04", Slip)
		r.ok(err)
		_, err = r.redue(r.ana, task.ID, "", Waiting)
		r.ok(err)
		r.equal("agreed stays without a date", r.get(r.ana, task.ID).AgreedDueDate, date("2026-11-30"))
		r.equal("history", strings.Join(r.sentences(r.max, task.ID)[2:], "\n"), strings.Join([]string{
			"Ana moved the date from Thu 26 Nov 2026 to Mon 30 Nov 2026 (scope), before it had passed",
			"Max agreed to the date",
			"Ben moved the date from Mon 30 Nov 2026 to Tue 1 Dec 2026 (reprioritized), before it had passed",
			"Ana moved the date from Tue 1 Dec 2026 to Fri 4 Dec 2026 (slip), after it had passed",
			"Ana removed the date Fri 4 Dec 2026 (waiting), before it had passed",
		}, "\n"))
	})
}

func TestW8_AManagersDateIsAgreedWhenStarted(t *testing.T) {
	each(t, func(t *testing.T, r *rig) {
		task := r.ask(r.ben, r.ana, "x", "2026-11-27")
		r.equal("status", task.Status, Todo)
		if task.AgreedDueDate != nil {
			t.Fatal("agreed before the owner said a word")
		}
		started, err := r.Start(r.ctx, r.ana, task.ID)
		r.ok(err)
		r.equal("agreed", started.AgreedDueDate, date("2026-11-27"))
		// One's own dates are nobody's promise.
		own, err := r.Create(r.ctx, r.ana, Draft{Title: "own", Due: opt.To(Due{Date: date("2026-11-27")})})
		r.ok(err)
		_, err = r.Start(r.ctx, r.ana, own.ID)
		r.ok(err)
		if r.get(r.ana, own.ID).AgreedDueDate != nil {
			t.Fatal("a date set for oneself is agreed")
		}
		_, err = r.redue(r.ana, own.ID, "2026-12-01", "")
		r.ok(err)
		_, err = r.AgreeToDate(r.ctx, r.ana, own.ID)
		r.refused(err, errs.StateConflict)
	})
}

func TestW6_ForecastFromTheOwnersHistory(t *testing.T) {
	each(t, func(t *testing.T, r *rig) {
		page, err := r.Forecast(r.ctx, r.ana.Actor, r.ana.PersonID)
		r.ok(err)
		if page.Enough || len(page.Places) != 0 {
			t.Fatal("numbers without history")
		}
		// One done each working day of four weeks.
		for day := at("2026-10-26T11:00:00Z"); day.Before(at("2026-11-21T00:00:00Z")); day = day.AddDate(0, 0, 1) {
			if day.Weekday() == time.Saturday || day.Weekday() == time.Sunday {
				continue
			}
			r.clock.Set(day)
			task := r.add(r.ana, "done", Low)
			_, err := r.Complete(r.ctx, r.ana, task.ID, nil)
			r.ok(err)
		}
		r.clock.Set(monday())
		for i := range 5 {
			r.add(r.ana, strconv.Itoa(i), Medium)
		}
		page, err = r.Forecast(r.ctx, r.ben.Actor, r.ana.PersonID)
		r.ok(err)
		r.equal("places", len(page.Places), 6)
		for i, place := range page.Places {
			if !page.Enough || place.P50 == nil || place.P85 == nil || place.P85.Before(*place.P50) || len(place.Days) != 19 ||
				i > 0 && place.P50.Before(*page.Places[i-1].P50) {
				t.Fatalf("place %d: %+v", i+1, place)
			}
			if day := place.P50.Weekday(); day == time.Saturday || day == time.Sunday {
				t.Fatalf("%s is no working day", place.P50)
			}
		}
		again, err := r.Forecast(r.ctx, r.ana.Actor, r.ana.PersonID)
		r.ok(err)
		r.equal("the same all day", again, page)
		for _, other := range []authz.Call{r.vera, r.kai, r.max} {
			_, err = r.Forecast(r.ctx, other.Actor, r.ana.PersonID)
			r.refused(err, errs.Forbidden)
		}
		// The impact has the same numbers, for the same two people.
		impact, err := r.ImpactOn(r.ctx, r.ben.Actor, r.ana.PersonID, Proposed{Due: Due{Date: date("2026-12-31")}})
		r.ok(err)
		r.equal("p85", impact.P85, page.Places[5].P85)
		if impact.Chance == nil || *impact.Chance < 0.85 {
			t.Fatalf("chance %v", impact.Chance)
		}
		impact, err = r.ImpactOn(r.ctx, r.max.Actor, r.ana.PersonID, Proposed{Due: Due{Date: date("2026-12-31")}})
		r.ok(err)
		if impact.P85 != nil || impact.Chance != nil {
			t.Fatal("a stranger is told a forecast")
		}
	})
}

func TestW5_ImpactBeforeAdding(t *testing.T) {
	each(t, func(t *testing.T, r *rig) {
		h := r.add(r.ana, "h", High)
		a, b, c := r.add(r.ana, "a", Medium), r.add(r.ana, "b", Medium), r.add(r.ana, "c", Medium)
		hidden, err := r.Create(r.ctx, r.ana, Draft{Title: "hidden", Confidential: true})
		r.ok(err)
		r.team("pair", r.ana, r.kai)
		_, err = r.people.AddTimeOff(r.ctx, r.ana, r.ana.PersonID, people.NewTimeOff{StartsOn: *date("2026-12-01"), EndsOn: *date("2026-12-04"), Note: "secret"})
		r.ok(err)

		impact, err := r.ImpactOn(r.ctx, r.ben.Actor, r.ana.PersonID, Proposed{Place: Place{BeforeID: b.ID}})
		r.ok(err)
		r.equal("place", fmt.Sprint(impact.Place, " of ", impact.Of), "3 of 6")
		r.equal("pushed back", names(impact.PushedBack), "b c hidden")
		r.equal("time off", impact.TimeOff, []TimeOff{{*date("2026-12-01"), *date("2026-12-04")}})
		// Raising a task pushes back those that it passes, and nobody else.
		impact, err = r.ImpactOn(r.ctx, r.ana.Actor, r.ana.PersonID, Proposed{TaskID: c.ID, Place: Place{Level: High}})
		r.ok(err)
		r.equal("place", fmt.Sprint(impact.Place, " of ", impact.Of), "2 of 5")
		r.equal("pushed back", names(impact.PushedBack), "a b")
		r.equal("occupants", impact.Slots.Occupants, []Occupant{{h.ID, "h"}})
		r.equal("count", impact.PushedBackCount, 2)
		impact, err = r.ImpactOn(r.ctx, r.ana.Actor, r.ana.PersonID, Proposed{TaskID: a.ID, Place: Place{Level: Low}})
		r.ok(err)
		r.equal("lowering pushes nobody back", impact.PushedBackCount, 0)

		// A teammate is told of what they read; a stranger of the time off alone.
		impact, err = r.ImpactOn(r.ctx, r.kai.Actor, r.ana.PersonID, Proposed{Place: Place{BeforeID: b.ID}})
		r.ok(err)
		r.equal("for Kai", fmt.Sprint(impact.Place, " of ", impact.Of, " ", names(impact.PushedBack), " ", impact.PushedBackCount, impact.Triage, impact.ListRevision), "3 of 5 b c 2 true 0")
		_, err = r.ImpactOn(r.ctx, r.kai.Actor, r.ana.PersonID, Proposed{Place: Place{BeforeID: hidden.ID}})
		r.refused(err, errs.StateConflict)
		impact, err = r.ImpactOn(r.ctx, r.max.Actor, r.ana.PersonID, Proposed{Place: Place{Level: High}})
		r.ok(err)
		r.equal("for Max", fmt.Sprint(impact.Place, " of ", impact.Of, impact.PushedBackCount, impact.Slots == nil, impact.Full, len(impact.TimeOff)), "1 of 1 0 true false 1")
		_, err = r.ImpactOn(r.ctx, r.max.Actor, r.ana.PersonID, Proposed{TaskID: a.ID})
		r.refused(err, errs.NotFound)

		// A write that names an older list is refused with what it would do now.
		page, err := r.Worklist(r.ctx, r.ben.Actor, r.ana.PersonID, 1, "")
		r.ok(err)
		_, err = r.Complete(r.ctx, r.ana, a.ID, nil)
		r.ok(err)
		_, err = r.Create(r.ctx, r.ben, Draft{Title: "n", OwnerID: r.ana.PersonID, Due: opt.To(Due{}), Place: Place{BeforeID: b.ID, Seen: page.ListRevision}})
		fresh, ok := r.refused(err, errs.ListChanged).Details.(Impact)
		if !ok || fresh.Place != 2 || fresh.ListRevision == page.ListRevision {
			t.Fatalf("the impact now: %+v", fresh)
		}
		_, err = r.Create(r.ctx, r.ben, Draft{Title: "n", OwnerID: r.ana.PersonID, Due: opt.To(Due{}), Place: Place{BeforeID: b.ID, Seen: fresh.ListRevision}})
		r.ok(err)
		// A change of words does not matter.
		page, err = r.Worklist(r.ctx, r.ben.Actor, r.ana.PersonID, 1, "")
		r.ok(err)
		_, err = r.Edit(r.ctx, r.ana, b.ID, Patch{Title: opt.To("b2")})
		r.ok(err)
		_, err = r.Move(r.ctx, r.ana, c.ID, Place{BeforeID: b.ID, Seen: page.ListRevision}, "")
		r.ok(err)
	})
}

func names(tasks []AffectedTask) string {
	titles := make([]string, len(tasks))
	for i, task := range tasks {
		titles[i] = task.Title
	}
	return strings.Join(titles, " ")
}
