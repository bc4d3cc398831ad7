package people

import (
	"slices"
	"strings"
	"testing"
	"time"

	"cairn/internal/authz"
	"cairn/internal/errs"
	"cairn/internal/opt"
	"cairn/internal/worktime"
)

func TestP3_CalendarsHoldTimeOffAndHolidays(t *testing.T) {
	onBoth(t, func(t *testing.T, r *rig) {
		ana, ben := r.person("ana", ""), r.person("ben", "")
		_, err := r.Calendars(r.ctx, r.db, []string{ana.ID, ben.ID})
		r.must(err) // they are kept, and none of what follows may be missed
		_, err = r.Update(r.ctx, as(ana), ana.ID, PersonChange{HolidayRegion: opt.To("PT")})
		r.must(err)
		date := func(text string) worktime.Date {
			d, err := worktime.ParseDate("", text)
			r.must(err)
			return d
		}
		off, err := r.AddTimeOff(r.ctx, as(ana), ana.ID, NewTimeOff{StartsOn: date("2026-11-24"), EndsOn: date("2026-11-25"), Note: "surgery"})
		r.must(err)
		_, err = r.AddTimeOff(r.ctx, as(ben), ana.ID, NewTimeOff{StartsOn: date("2026-11-24"), EndsOn: date("2026-11-25")})
		r.refused(err, errs.Forbidden)
		_, err = r.AddTimeOff(r.ctx, as(ana), ana.ID, NewTimeOff{StartsOn: date("2026-11-24"), EndsOn: date("2026-11-23")})
		r.refused(err, errs.Invalid)
		holiday, err := r.AddHoliday(r.ctx, r.owner, NewHoliday{Date: date("2026-11-27"), Name: "Founding day"})
		r.must(err)
		_, err = r.AddHoliday(r.ctx, as(ana), NewHoliday{Date: date("2026-11-27"), Name: "x"})
		r.refused(err, errs.Forbidden)

		calendars, err := r.Calendars(r.ctx, r.db, []string{ana.ID, ben.ID, "nobody"})
		r.must(err)
		if len(calendars) != 2 {
			t.Fatalf("%d calendars", len(calendars))
		}
		for _, c := range []struct {
			id, date string
			works    bool
		}{
			{ana.ID, "2026-11-24", false}, {ben.ID, "2026-11-24", true}, {ana.ID, "2026-11-27", false}, {ben.ID, "2026-11-27", false},
			{ana.ID, "2026-12-08", false}, {ben.ID, "2026-12-08", true}, // a holiday in Portugal
		} {
			if got := calendars[c.id].IsWorkingDay(date(c.date)); got != c.works {
				t.Errorf("%s works on %s: %v", c.id, c.date, got)
			}
		}
		mine, err := r.TimeOff(r.ctx, as(ana).Actor, ana.ID, PageQuery{})
		r.must(err)
		theirs, err := r.TimeOff(r.ctx, r.owner.Actor, ana.ID, PageQuery{})
		r.must(err)
		if len(mine.Items) != 1 || mine.Items[0].Note != "surgery" || len(theirs.Items) != 1 || theirs.Items[0].Note != "" {
			t.Errorf("ana reads %+v, an owner %+v", mine.Items, theirs.Items)
		}
		loaded, err := r.Loaders()[authz.KindTimeOff](r.ctx, r.db, r.owner.Actor, []string{off.ID})
		r.must(err)
		if got, ok := loaded[off.ID].(TimeOff); !ok || got.Note != "" {
			t.Errorf("the feed gives an owner %+v", loaded)
		}
		r.refused(r.RemoveTimeOff(r.ctx, as(ben), off.ID), errs.Forbidden)
		r.must(r.RemoveTimeOff(r.ctx, as(ana), off.ID))
		r.must(r.RemoveHoliday(r.ctx, r.owner, holiday.ID))
		r.refused(r.RemoveHoliday(r.ctx, r.owner, holiday.ID), errs.NotFound)
		_, err = r.Calendars(r.ctx, r.db, []string{ana.ID}) // kept again
		r.must(err)
		monday := worktime.Focus{{Days: []worktime.Weekday{worktime.Weekday(time.Monday)}, Start: 540, End: 660}}
		_, err = r.Update(r.ctx, as(ana), ana.ID, PersonChange{Focus: opt.To(monday)})
		r.must(err)
		calendars, err = r.Calendars(r.ctx, r.db, []string{ana.ID})
		r.must(err)
		if c := calendars[ana.ID]; !c.IsWorkingDay(date("2026-11-24")) || !c.IsWorkingDay(date("2026-11-27")) || !c.InFocus(r.clock.Now()) {
			t.Error("ana's calendar has not followed her changes")
		}
		for _, want := range []string{"calendar " + ana.ID, "calendar "} {
			if !slices.Contains(r.hooked, want) {
				t.Errorf("no hook was told %q", want)
			}
		}
	})
}

func TestP3_OverlapTellsWhenPeopleWorkAndTalk(t *testing.T) {
	onBoth(t, func(t *testing.T, r *rig) {
		ana, ben := r.person("ana", ""), r.person("ben", "")
		for id, zone := range map[string]string{ana.ID: "Europe/Lisbon", ben.ID: "America/Denver"} {
			_, err := r.Update(r.ctx, r.owner, id, PersonChange{TimeZone: opt.To(zone), HolidayRegion: opt.To("")})
			r.must(err)
		}
		away, err := worktime.ParseDate("", "2026-11-25")
		r.must(err)
		_, err = r.AddTimeOff(r.ctx, as(ana), ana.ID, NewTimeOff{StartsOn: away, EndsOn: away, Note: "surgery"})
		r.must(err)
		ask := func(day string, ids ...string) Overlap {
			from, err := time.Parse(time.RFC3339, day+"T00:00:00Z")
			r.must(err)
			answer, err := r.Overlap(r.ctx, r.owner.Actor, OverlapQuery{IDs: ids, From: from, To: from.Add(24 * time.Hour), Length: 30 * time.Minute, Most: 2})
			r.must(err)
			return answer
		}
		tuesday, turned := ask("2026-11-24", ana.ID, ben.ID), ask("2026-11-24", ben.ID, ana.ID)
		if len(tuesday.Together) != 1 || tuesday.Together[0].Duration() != 90*time.Minute || tuesday.Fit != worktime.FitInside || len(tuesday.Talks) != 2 {
			t.Fatalf("on Tuesday %+v", tuesday)
		}
		first := tuesday.Talks[0]
		if want := "end of the day for " + ana.Name + ", early for " + ben.Name; first.Start.Format("15:04") != "16:30" || first.Reason != want {
			t.Errorf("the best is %s: %s, want 16:30: %s", first.Start, first.Reason, want)
		}
		if !turned.Talks[0].Start.Equal(first.Start) || turned.People[0].ID != ben.ID {
			t.Errorf("asked in the other order: %+v", turned)
		}
		wednesday := ask("2026-11-25", ana.ID, ben.ID)
		if off := wednesday.People[0].DaysOff; len(off) != 1 || off[0].Why != worktime.OffTimeOff || off[0].Duration() != 24*time.Hour || len(wednesday.People[0].Working) != 0 {
			t.Errorf("Ana's Wednesday: %+v", wednesday.People[0])
		}
		if want := "Not in this time: " + ana.Name + " is off."; len(wednesday.Talks) != 0 || wednesday.Note != want {
			t.Errorf("on Wednesday %q, want %q", wednesday.Note, want)
		}
		_, err = r.Update(r.ctx, r.owner, ben.ID, PersonChange{TimeZone: opt.To("America/Los_Angeles")})
		r.must(err)
		stretched := ask("2026-11-24", ana.ID, ben.ID)
		if stretched.Fit != worktime.FitInside {
			t.Errorf("half an hour is left: %+v", stretched)
		}
		_, err = r.Update(r.ctx, r.owner, ben.ID, PersonChange{TimeZone: opt.To("Pacific/Honolulu")})
		r.must(err)
		stretched = ask("2026-11-24", ana.ID, ben.ID)
		want := ana.Name + " stays 1 hour longer, " + ben.Name + " begins 1 hour early"
		if stretched.Fit != worktime.FitStretch || stretched.Talks[0].Reason != want || stretched.Note == "" {
			t.Errorf("it asks %+v, want %q", stretched, want)
		}
		_, err = r.Overlap(r.ctx, r.owner.Actor, OverlapQuery{IDs: []string{"nobody"}, Length: time.Hour})
		r.refused(err, errs.NotFound)
	})
}

// Whoever works with the other side of the world gets three times for a talk
// through the whole year, and is told whose hours they leave. What they cost is
// borne by both, and where either one's evening would do, not always by the same.
func TestC7_ThreeFairTimesForATalkWhereverTheTwoAre(t *testing.T) {
	onBoth(t, func(t *testing.T, r *rig) {
		moved := func(name, zone string) Person {
			p := r.person(name, "")
			p, err := r.Update(r.ctx, r.owner, p.ID, PersonChange{TimeZone: opt.To(zone), HolidayRegion: opt.To("")})
			r.must(err)
			return p
		}
		lisbon, wellington := moved("Inês", "Europe/Lisbon"), moved("Wiremu", "Pacific/Auckland")
		honolulu := moved("Leilani", "Pacific/Honolulu")
		for _, c := range []struct {
			one, other Person
			week       string
			fit        worktime.TalkFit
			days       int // from each of which one asks
			evenings   int // of the two, how many give up one
		}{
			{wellington, honolulu, "2027-01-11", worktime.FitInside, 7, 0},
			{wellington, honolulu, "2027-07-12", worktime.FitInside, 7, 0},
			{lisbon, wellington, "2027-01-11", worktime.FitStretch, 7, 1}, // her evening is his early morning
			{lisbon, wellington, "2027-03-29", worktime.FitStretch, 1, 2}, // in the one week of twelve hours either one's
			{lisbon, wellington, "2027-07-12", worktime.FitStretch, 7, 1}, // his evening
		} {
			monday, err := time.Parse(time.DateOnly, c.week)
			r.must(err)
			for day := range c.days {
				from := monday.AddDate(0, 0, day)
				told, err := r.Overlap(r.ctx, r.owner.Actor, OverlapQuery{
					IDs: []string{c.one.ID, c.other.ID}, From: from, To: from.AddDate(0, 0, 7), Length: 15 * time.Minute, Most: 3,
				})
				r.must(err)
				if told.Fit != c.fit || len(told.Talks) != 3 {
					t.Fatalf("%s and %s from %s: %d talks, %s", c.one.Name, c.other.Name, from, len(told.Talks), told.Fit)
				}
				borne, evenings := map[string]int{}, map[string]bool{}
				for _, talk := range told.Talks {
					for _, part := range talk.Parts {
						borne[part.ID] += part.Cost
						if part.Place == worktime.PlaceAfter {
							evenings[part.ID] = true
						}
						name := map[string]string{c.one.ID: c.one.Name, c.other.ID: c.other.Name}[part.ID]
						if part.Outside > 0 && !strings.Contains(talk.Reason, name+" ") {
							t.Errorf("%s does not say that it leaves the hours of %s: %s", talk.Start, name, talk.Reason)
						}
					}
				}
				if apart := borne[c.one.ID] - borne[c.other.ID]; max(apart, -apart) > 15 || len(evenings) != c.evenings {
					t.Errorf("%s and %s from %s: %d and %d minutes, %d evenings", c.one.Name, c.other.Name, from,
						borne[c.one.ID], borne[c.other.ID], len(evenings))
				}
			}
		}
	})
}
