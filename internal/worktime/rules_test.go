package worktime_test

import (
	"slices"
	"testing"
	"time"

	"cairn/internal/worktime"
)

func TestW7_EndOfDay(t *testing.T) {
	night := worktime.Hours{Fri: []worktime.Span{{Start: 22 * 60, End: 6 * 60}}}
	split := worktime.Hours{Tue: []worktime.Span{{Start: 14 * 60, End: 19 * 60}, {Start: 8 * 60, End: 12 * 60}}}
	for _, c := range []struct {
		why, zone, date, want string
		hours                 worktime.Hours
	}{
		{"winter", "Europe/Lisbon", "2026-12-01", "2026-12-01T17:30:00Z", worktime.DefaultHours()},
		{"summer", "Europe/Lisbon", "2026-07-01", "2026-07-01T16:30:00Z", worktime.DefaultHours()},
		{"a public holiday does not move it", "Europe/Lisbon", "2026-12-25", "2026-12-25T17:30:00Z", worktime.DefaultHours()},
		{"no hours: midnight", "America/Denver", "2026-11-21", "2026-11-22T07:00:00Z", worktime.DefaultHours()},
		{"no hours, clocks change at that midnight", "America/Havana", "2026-03-07", "2026-03-08T05:00:00Z", worktime.DefaultHours()},
		{"night shift: the next morning", "America/Denver", "2026-11-20", "2026-11-21T13:00:00Z", night},
		{"the end of a night shift has no hours of its own", "America/Denver", "2026-11-21", "2026-11-22T07:00:00Z", night},
		{"night shift over the end of summer time", "America/Denver", "2026-10-30", "2026-10-31T12:00:00Z", night},
		{"the last of several", "Asia/Kathmandu", "2026-11-24", "2026-11-24T13:15:00Z", split},
		{"a date that never was", "Pacific/Apia", "2011-12-30", "2011-12-30T10:00:00Z", worktime.DefaultHours()},
	} {
		cal := calendar(t, worktime.Settings{Zone: zone(t, c.zone), Hours: c.hours, Region: "PT"})
		if got := cal.EndOfDay(date(t, c.date)); !got.Equal(instant(t, c.want)) {
			t.Errorf("%s: %s, want %s", c.why, got, c.want)
		}
		if got := cal.DueInstant(date(t, c.date), nil); !got.Equal(instant(t, c.want)) {
			t.Errorf("%s: due %s", c.why, got)
		}
	}
	at := clockTime(t, "12:15")
	cal := calendar(t, worktime.Settings{Zone: zone(t, "Europe/Lisbon"), Hours: worktime.DefaultHours()})
	if got := cal.DueInstant(date(t, "2026-07-01"), &at); !got.Equal(instant(t, "2026-07-01T11:15:00Z")) {
		t.Errorf("due at a time: %s", got)
	}
}

func TestW7_OverdueNeverBeginsWhileTheOwnerIsOff(t *testing.T) {
	ana := calendar(t, worktime.Settings{
		Zone: zone(t, "Europe/Lisbon"), Hours: worktime.DefaultHours(), Region: "PT",
		Holidays: []worktime.Holiday{{Date: date(t, "2026-11-30"), Name: "Founders' Day"}, {Date: date(t, "2026-12-02"), Name: "not hers", Region: "US"}},
		TimeOff:  []worktime.TimeOff{{StartsOn: date(t, "2026-12-23"), EndsOn: date(t, "2027-01-03")}, {StartsOn: date(t, "2026-12-21"), EndsOn: date(t, "2026-12-22")}},
	})
	for _, c := range []struct{ why, due, want string }{
		{"end of Thursday: Friday", "2026-11-19T17:30:00Z", "2026-11-20T09:00:00Z"},
		{"end of Friday: not at the weekend, nor on Founders' Day, nor 1 December", "2026-11-27T17:30:00Z", "2026-12-02T09:00:00Z"},
		{"in working hours: at once", "2026-11-20T12:00:00.250Z", "2026-11-20T12:00:00.25Z"},
		{"before the day begins", "2026-11-20T03:00:00Z", "2026-11-20T09:00:00Z"},
		{"time off", "2026-12-22T12:00:00Z", "2027-01-04T09:00:00Z"},
	} {
		if got, ok := ana.OverdueAt(instant(t, c.due)); !ok || !got.Equal(instant(t, c.want)) {
			t.Errorf("%s: %s %t, want %s", c.why, got, ok, c.want)
		}
	}
}

func TestW7_WhoNeverWorksIsNeverOverdue(t *testing.T) {
	now := instant(t, "2026-11-20T12:00:00Z")
	away := []worktime.TimeOff{{StartsOn: date(t, "2026-01-01"), EndsOn: date(t, "2040-12-31")}}
	for why, s := range map[string]worktime.Settings{
		"no hours":       {Zone: zone(t, "Europe/Lisbon")},
		"away for years": {Zone: zone(t, "Europe/Lisbon"), Hours: worktime.DefaultHours(), TimeOff: away},
	} {
		c := calendar(t, s)
		if at, ok := c.OverdueAt(now); ok {
			t.Errorf("%s: overdue at %s", why, at)
		}
		if at, ok := c.Add(now, time.Minute); ok {
			t.Errorf("%s: works until %s", why, at)
		}
		if at, ok := c.AfterWorkingDays(now, 1); ok {
			t.Errorf("%s: a working day has passed at %s", why, at)
		}
		if d, ok := c.AddWorkingDays(date(t, "2026-11-20"), 1); ok {
			t.Errorf("%s: works on %s", why, d)
		}
		if d := c.Between(now, now.AddDate(9, 0, 0)); d != 0 {
			t.Errorf("%s: works for %s", why, d)
		}
	}
}

func TestW7_DaysOffAreNamed(t *testing.T) {
	c := calendar(t, worktime.Settings{
		Zone: zone(t, "Europe/Lisbon"), Hours: worktime.DefaultHours(), Region: "PT",
		Holidays: []worktime.Holiday{{Date: date(t, "2026-06-24"), Name: "São João", Region: "PT"}},
		TimeOff:  []worktime.TimeOff{{StartsOn: date(t, "2026-12-24"), EndsOn: date(t, "2026-12-28")}},
	})
	for day, want := range map[string][2]string{
		"2026-11-20": {"", ""}, "2026-11-21": {"weekday", ""}, "2026-12-08": {"holiday", "Imaculada Conceição"},
		"2026-06-24": {"holiday", "São João"}, "2026-12-25": {"time_off", ""}, "2026-12-27": {"time_off", ""}, "2026-12-29": {"", ""},
	} {
		reason, name, off := c.DayOff(date(t, day))
		if string(reason) != want[0] || name != want[1] || off != (want[0] != "") || c.IsWorkingDay(date(t, day)) == off {
			t.Errorf("%s: %q %q %t", day, reason, name, off)
		}
	}
}

func TestW7_NightShiftsBelongToTheDayTheyBeginOn(t *testing.T) {
	c := calendar(t, worktime.Settings{
		Zone: zone(t, "America/Denver"), Hours: worktime.Hours{Thu: []worktime.Span{{Start: 22 * 60, End: 6 * 60}}, Fri: []worktime.Span{{Start: 22 * 60, End: 6 * 60}}},
		TimeOff: []worktime.TimeOff{{StartsOn: date(t, "2026-11-20"), EndsOn: date(t, "2026-11-20")}},
	})
	inThursdays := instant(t, "2026-11-20T11:00:00Z") // Friday 04:00
	if !c.Working(inThursdays) || c.DateOf(inThursdays).String() != "2026-11-19" {
		t.Errorf("time off on Friday ends Thursday's shift; it is counted to %s", c.DateOf(inThursdays))
	}
	inFridays := instant(t, "2026-11-21T11:00:00Z") // Saturday 04:00
	if c.Working(inFridays) || c.DateOf(inFridays).String() != "2026-11-21" {
		t.Errorf("time off on Friday leaves Friday's shift; %s", c.DateOf(inFridays))
	}
}

func TestW4_SilenceIsCountedInTheOwnersWorkingTime(t *testing.T) {
	c := calendar(t, worktime.Settings{Zone: zone(t, "Europe/Lisbon"), Hours: worktime.DefaultHours(), Region: "PT"})
	for _, w := range []struct{ why, asked, want string }{
		{"the day it is asked on is not whole", "2026-11-16T10:00:00Z", "2026-11-19T17:30:00Z"},
		{"before it begins it is", "2026-11-16T08:00:00Z", "2026-11-18T17:30:00Z"},
		{"at the weekend", "2026-11-21T10:00:00Z", "2026-11-25T17:30:00Z"},
		{"a holiday between", "2026-11-30T10:00:00Z", "2026-12-04T17:30:00Z"},
	} {
		if got, ok := c.AfterWorkingDays(instant(t, w.asked), 3); !ok || !got.Equal(instant(t, w.want)) {
			t.Errorf("%s: %s, want %s", w.why, got, w.want)
		}
	}
	asked, due := instant(t, "2026-11-20T16:30:00Z"), c.EndOfDay(date(t, "2026-11-23"))
	half, ok := c.Add(asked, c.Between(asked, due)/2)
	if want := instant(t, "2026-11-23T12:45:00Z"); !ok || !half.Equal(want) {
		t.Errorf("half the working time left is over at %s, want %s", half, want)
	}
	if got, ok := c.Add(asked, 0); !ok || !got.Equal(asked) {
		t.Errorf("no working time after %s is %s", asked, got)
	}
}

func TestN4_FocusTime(t *testing.T) {
	days := []worktime.Weekday{worktime.Weekday(time.Monday), worktime.Weekday(time.Sunday)}
	c := calendar(t, worktime.Settings{Zone: zone(t, "Europe/Lisbon"), Focus: worktime.Focus{
		{Days: days, Start: 9 * 60, End: 11 * 60}, {Days: days[:1], Start: 11 * 60, End: 12 * 60}, {Days: days[1:], Start: 23 * 60, End: 60},
	}})
	for at, until := range map[string]string{
		"2026-11-23T08:59:59Z": "", "2026-11-23T09:00:00Z": "2026-11-23T12:00:00Z", "2026-11-23T11:59:59.9Z": "2026-11-23T12:00:00Z",
		"2026-11-23T12:00:00Z": "", "2026-11-23T00:30:00Z": "2026-11-23T01:00:00Z", "2026-11-24T10:00:00Z": "",
	} {
		end, in := c.FocusUntil(instant(t, at))
		if in != (until != "") || c.InFocus(instant(t, at)) != in || in && !end.Equal(instant(t, until)) {
			t.Errorf("%s: in focus until %s: %t, want %q", at, end, in, until)
		}
	}
	week := slices.Collect(c.FocusIntervals(instant(t, "2026-11-22T00:00:00Z"), instant(t, "2026-11-24T00:00:00Z")))
	if len(week) != 3 {
		t.Errorf("focus of a Sunday and Monday: %v", week)
	}
}

func TestP3_OverlapMovesWithDaylightSaving(t *testing.T) {
	ana := calendar(t, worktime.Settings{Zone: zone(t, "Europe/Lisbon"), Hours: worktime.DefaultHours()})
	ben := calendar(t, worktime.Settings{Zone: zone(t, "America/Denver"), Hours: worktime.DefaultHours()})
	for day, want := range map[string]time.Duration{
		"2026-03-04": 90 * time.Minute,  // both winter: 7 hours apart
		"2026-03-11": 150 * time.Minute, // Denver has changed, Lisbon not yet
		"2026-04-01": 90 * time.Minute,
		"2026-10-28": 150 * time.Minute, // Lisbon has changed back, Denver not yet
	} {
		from := ana.At(date(t, day), 0)
		var sum time.Duration
		for _, interval := range worktime.Overlap(from, from.Add(24*time.Hour), ana, ben) {
			sum += interval.Duration()
		}
		if sum != want {
			t.Errorf("%s: %s in common, want %s", day, sum, want)
		}
	}
	if got := worktime.Overlap(time.Unix(0, 0), time.Unix(1e6, 0)); got != nil {
		t.Errorf("nobody has %v in common", got)
	}
}

func BenchmarkOverdueAt(b *testing.B) {
	c := calendar(b, worktime.Settings{Zone: zone(b, "America/Denver"), Hours: worktime.DefaultHours(), Region: "US"})
	day := date(b, "2026-11-20")
	for i := 0; b.Loop(); i++ {
		if _, ok := c.OverdueAt(c.EndOfDay(day.AddDays(i % 365))); !ok {
			b.Fatal("never at work")
		}
	}
}

func BenchmarkEndOfDay(b *testing.B) {
	c := calendar(b, worktime.Settings{Zone: zone(b, "America/Denver"), Hours: worktime.DefaultHours(), Region: "US"})
	day := date(b, "2026-11-20")
	for i := 0; b.Loop(); i++ {
		c.EndOfDay(day.AddDays(i % 365))
	}
}
