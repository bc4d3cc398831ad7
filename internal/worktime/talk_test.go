package worktime_test

import (
	"slices"
	"testing"
	"time"

	"cairn/internal/worktime"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

const halfHour = 30 * time.Minute

// dearest is what a talk takes from whom it takes most.
func dearest(talk worktime.Talk) int {
	most := 0
	for _, part := range talk.Parts {
		most = max(most, part.Cost)
	}
	return most
}

func TestP3_TalksAreInsideHoursOrNamedOtherwise(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		from := drawMoment(t, drawZone(t))
		to := from.Add(time.Duration(rapid.IntRange(0, 60).Draw(t, "hours")) * time.Hour)
		length := time.Duration(rapid.SampledFrom([]int{15, 30, 45, 90}).Draw(t, "minutes")) * time.Minute
		var calendars []*worktime.Calendar
		var models []*model
		for range rapid.IntRange(1, 3).Draw(t, "people") {
			settings := drawSettings(t, drawZone(t), from)
			calendars, models = append(calendars, build(t, settings)), append(models, newModel(settings))
		}
		talks, fit := worktime.Talks(from, to, length, 4, calendars...)
		if (fit == worktime.FitNone) != (len(talks) == 0) {
			t.Fatalf("%d talks of the kind %s", len(talks), fit)
		}
		// There is one inside everyone's hours exactly when the overlap has room for it.
		room := slices.ContainsFunc(worktime.Overlap(from, to, calendars...), func(i worktime.Interval) bool {
			start := i.Start.Add(15*time.Minute - 1).Truncate(15 * time.Minute)
			return !start.Add(length).After(i.End)
		})
		if inside := fit == worktime.FitInside || fit == worktime.FitFocus; inside != room {
			t.Fatalf("%s, though room in the overlap is %t", fit, room)
		}
		for n, talk := range talks {
			if talk.Start.Before(from) || talk.End.After(to) || talk.Duration() != length || talk.Start.Unix()%900 != 0 {
				t.Fatalf("%v is no quarter of an hour from %s to %s", talk.Interval, from, to)
			}
			for _, other := range talks[:n] {
				if talk.Start.Before(other.End) && other.Start.Before(talk.End) {
					t.Fatalf("%v and %v at once", talk.Interval, other.Interval)
				}
			}
			for i, part := range talk.Parts {
				works, free := 0, false
				for at := talk.Start; at.Before(talk.End); at = at.Add(time.Minute) {
					if models[i].working(at) {
						works++
					}
					free = free || models[i].off(worktime.LocalDate(models[i].settings.Zone, at))
				}
				inside := works == int(length/time.Minute)
				if inside != (part.Outside == 0) || part.Outside > int(worktime.TalkStretch/time.Minute)*2 || part.Cost < part.Outside {
					t.Fatalf("%v: works %d minutes of it, and it says %+v", talk.Interval, works, part)
				}
				if free && !inside {
					t.Fatalf("%v lies in a day off", talk.Interval)
				}
				if fit == worktime.FitInside && (part.Outside > 0 || part.Focus) {
					t.Fatalf("%v is no talk inside everyone's hours: %+v", talk.Interval, part)
				}
			}
		}
	})
}

// TestP3_NoTalkAsksLess compares with every other time that there is.
func TestP3_NoTalkAsksLess(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		from := drawMoment(t, drawZone(t)).Truncate(15 * time.Minute)
		to := from.Add(36 * time.Hour)
		var calendars []*worktime.Calendar
		for range rapid.IntRange(1, 3).Draw(t, "people") {
			calendars = append(calendars, build(t, drawSettings(t, drawZone(t), from)))
		}
		talks, fit := worktime.Talks(from, to, halfHour, 1, calendars...)
		order := []worktime.TalkFit{worktime.FitInside, worktime.FitFocus, worktime.FitStretch, worktime.FitNone}
		inside := fit == worktime.FitInside
		for start := from; !start.Add(halfHour).After(to); start = start.Add(15 * time.Minute) {
			other, kind := worktime.Talks(start, start.Add(halfHour), halfHour, 1, calendars...)
			if slices.Index(order, kind) < slices.Index(order, fit) {
				t.Fatalf("%s is of a better kind, %s, than %s", start, kind, fit)
			}
			if inside && kind == fit && dearest(other[0]) < dearest(talks[0]) {
				t.Fatalf("%v takes %d from somebody, %v only %d", talks[0].Interval, dearest(talks[0]), start, dearest(other[0]))
			}
		}
		slices.Reverse(calendars)
		turned, same := worktime.Talks(from, to, halfHour, 1, calendars...)
		if same != fit || len(talks) > 0 && dearest(turned[0]) != dearest(talks[0]) && inside {
			t.Fatalf("the order of the people decides over more than whose turn it is: %v, %v", talks, turned)
		}
	})
}

func TestP3_TheBestTalkFollowsDaylightSavingInBothHemispheres(t *testing.T) {
	of := func(name string) *worktime.Calendar {
		return calendar(t, worktime.Settings{Zone: zone(t, name), Hours: worktime.DefaultHours()})
	}
	for _, c := range []struct {
		why, one, other, day, want string
		fit                        worktime.TalkFit
		parts                      []worktime.TalkPart
	}{
		{"both winter", "Europe/Lisbon", "America/Denver", "2026-03-04", "2026-03-04T16:30:00Z", worktime.FitInside,
			[]worktime.TalkPart{{Place: "late", Cost: 30}, {Place: "early", Cost: 30}}},
		{"Denver has changed: there is more room", "Europe/Lisbon", "America/Denver", "2026-03-11", "2026-03-11T16:00:00Z", worktime.FitInside,
			[]worktime.TalkPart{{Place: "middle"}, {Place: "middle"}}},
		{"both summer", "Europe/Lisbon", "America/Denver", "2026-07-01", "2026-07-01T15:30:00Z", worktime.FitInside,
			[]worktime.TalkPart{{Place: "late", Cost: 30}, {Place: "early", Cost: 30}}},
		{"Berlin in winter, Sydney in summer time", "Europe/Berlin", "Australia/Sydney", "2026-01-14", "2026-01-14T07:00:00Z", worktime.FitStretch,
			[]worktime.TalkPart{{Place: "before", Outside: 60, Cost: 120}, {Place: "after", Outside: 60, Cost: 120}}},
		{"Berlin in summer, Sydney in standard time: their days touch", "Europe/Berlin", "Australia/Sydney", "2026-07-15", "2026-07-15T07:00:00Z", worktime.FitInside,
			[]worktime.TalkPart{{Place: "early", Cost: 60}, {Place: "late", Cost: 60}}},
		{"a quarter of an hour off", "Asia/Kathmandu", "Europe/Berlin", "2026-01-14", "2026-01-14T09:00:00Z", worktime.FitInside,
			[]worktime.TalkPart{{Place: "middle"}, {Place: "middle"}}},
		{"half an hour of daylight saving", "Australia/Lord_Howe", "Asia/Kolkata", "2026-01-14", "2026-01-14T04:30:00Z", worktime.FitInside,
			[]worktime.TalkPart{{Place: "middle"}, {Place: "middle"}}},
		{"Lord Howe in winter", "Australia/Lord_Howe", "Asia/Kolkata", "2026-07-15", "2026-07-15T04:30:00Z", worktime.FitInside,
			[]worktime.TalkPart{{Place: "middle"}, {Place: "middle"}}},
	} {
		one := of(c.one)
		from := one.At(date(t, c.day), 0)
		talks, fit := worktime.Talks(from, from.Add(24*time.Hour), halfHour, 1, one, of(c.other))
		if len(talks) != 1 || !talks[0].Start.Equal(instant(t, c.want)) || fit != c.fit {
			t.Errorf("%s: %v %s, want %s %s", c.why, talks, fit, c.want, c.fit)
			continue
		}
		if diff := cmp.Diff(c.parts, talks[0].Parts); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.why, diff)
		}
	}
}

func TestP3_TalksOutsideOfHoursAreBorneInTurn(t *testing.T) {
	// Eight hours and three quarters lie between their days, so that it can't be halved.
	hours := worktime.DefaultHours()
	for _, day := range []*[]worktime.Span{&hours.Mon, &hours.Tue, &hours.Wed, &hours.Thu, &hours.Fri} {
		*day = []worktime.Span{{Start: 9*60 + 15, End: 17*60 + 30}}
	}
	ana := calendar(t, worktime.Settings{Zone: zone(t, "Europe/Lisbon"), Hours: worktime.DefaultHours()})
	kiri := calendar(t, worktime.Settings{Zone: zone(t, "Pacific/Auckland"), Hours: hours})
	monday := instant(t, "2026-01-12T00:00:00Z")
	talks, fit := worktime.Talks(monday, monday.AddDate(0, 0, 7), halfHour, 4, ana, kiri)
	if fit != worktime.FitStretch || len(talks) != 4 {
		t.Fatalf("%v %s", talks, fit)
	}
	var borne [2]int
	for n, talk := range talks {
		for i, part := range talk.Parts {
			borne[i] += part.Cost
		}
		if n%2 == 1 && borne[0] != borne[1] {
			t.Errorf("after %d talks one has borne %d minutes, the other %d", n+1, borne[0], borne[1])
		}
	}
	// Whose turn it is to begin with changes from week to week.
	again, _ := worktime.Talks(monday.AddDate(0, 0, 7), monday.AddDate(0, 0, 14), halfHour, 1, ana, kiri)
	if more := func(talk worktime.Talk) bool { return talk.Parts[0].Cost > talk.Parts[1].Cost }; more(talks[0]) == more(again[0]) {
		t.Errorf("the same one bears more in both weeks: %v, %v", talks[0], again[0])
	}
}

func TestP3_TheNextTalkIsNotMuchWorseForBeingFurtherAway(t *testing.T) {
	ana := calendar(t, worktime.Settings{Zone: zone(t, "Europe/Lisbon"), Hours: worktime.DefaultHours()})
	ben := calendar(t, worktime.Settings{Zone: zone(t, "Pacific/Honolulu"), Hours: worktime.DefaultHours()})
	from := instant(t, "2027-03-02T00:00:00Z")
	talks, _ := worktime.Talks(from, from.Add(24*time.Hour), halfHour, 3, ana, ben)
	starts := make([]string, len(talks))
	for i, talk := range talks {
		starts[i] = talk.Start.Format("15:04")
	}
	// At 06:00 both would be three hours out of their day.
	slices.Sort(starts[1:])
	if diff := cmp.Diff([]string{"18:00", "17:30", "18:30"}, starts); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestP3_NoTalkInTimeOffOrTheMiddleOfTheNight(t *testing.T) {
	ana := worktime.Settings{Zone: zone(t, "Europe/Lisbon"), Hours: worktime.DefaultHours(), Region: "PT"}
	ana.TimeOff = []worktime.TimeOff{{StartsOn: date(t, "2026-11-25"), EndsOn: date(t, "2026-11-25")}}
	night := worktime.Settings{Zone: zone(t, "America/Denver"), Hours: worktime.Hours{Tue: []worktime.Span{{Start: 22 * 60, End: 6 * 60}}}}
	day := func(s string) (time.Time, time.Time) {
		from := instant(t, s+"T00:00:00Z")
		return from, from.Add(24 * time.Hour)
	}
	for _, c := range []struct {
		why, day, want string
		people         []worktime.Settings
		fit            worktime.TalkFit
	}{
		{"away", "2026-11-25", "", []worktime.Settings{ana}, worktime.FitNone},
		{"a holiday", "2026-12-01", "", []worktime.Settings{ana}, worktime.FitNone},
		{"Sunday", "2026-11-22", "", []worktime.Settings{ana}, worktime.FitNone},
		{"the night shift ends in her morning", "2026-11-18", "2026-11-18T10:00:00Z", []worktime.Settings{ana, night}, worktime.FitInside},
		{"the day after it she is away", "2026-11-25", "", []worktime.Settings{ana, night}, worktime.FitNone},
		{"half the world apart", "2026-11-24", "", []worktime.Settings{
			{Zone: zone(t, "Europe/Lisbon"), Hours: worktime.Hours{Tue: []worktime.Span{{Start: 9 * 60, End: 10 * 60}}}},
			{Zone: zone(t, "Europe/Lisbon"), Hours: worktime.Hours{Tue: []worktime.Span{{Start: 20 * 60, End: 21 * 60}}}},
		}, worktime.FitNone},
	} {
		calendars := make([]*worktime.Calendar, len(c.people))
		for i, settings := range c.people {
			calendars[i] = calendar(t, settings)
		}
		from, to := day(c.day)
		talks, fit := worktime.Talks(from, to, halfHour, 1, calendars...)
		if fit != c.fit || (c.want == "") != (len(talks) == 0) || len(talks) > 0 && !talks[0].Start.Equal(instant(t, c.want)) {
			t.Errorf("%s: %v %s, want %s %s", c.why, talks, fit, c.want, c.fit)
		}
	}
}

func TestP3_TalksKeepOutOfFocusTimeWhereTheyCan(t *testing.T) {
	weekdays := []worktime.Weekday{worktime.Weekday(time.Monday)}
	focused := worktime.Settings{Zone: zone(t, "Europe/Lisbon"), Hours: worktime.DefaultHours(), Focus: worktime.Focus{{Days: weekdays, Start: 9 * 60, End: 14 * 60}}}
	ana := calendar(t, focused)
	from := instant(t, "2026-11-23T00:00:00Z")
	talks, fit := worktime.Talks(from, from.Add(24*time.Hour), halfHour, 1, ana)
	if fit != worktime.FitInside || !talks[0].Start.Equal(instant(t, "2026-11-23T14:00:00Z")) {
		t.Errorf("%v %s", talks, fit)
	}
	talks, fit = worktime.Talks(from, from.Add(12*time.Hour), halfHour, 1, ana)
	if fit != worktime.FitFocus || !talks[0].Parts[0].Focus {
		t.Errorf("with nothing else left: %v %s", talks, fit)
	}
}

func BenchmarkTalks(b *testing.B) {
	var calendars []*worktime.Calendar
	for _, name := range testZones[:6] {
		calendars = append(calendars, calendar(b, worktime.Settings{Zone: zone(b, name), Hours: worktime.DefaultHours(), Region: "US"}))
	}
	from := instant(b, "2026-11-20T00:00:00Z")
	for b.Loop() {
		worktime.Talks(from, from.AddDate(0, 0, 62), halfHour, 3, calendars...)
	}
}
