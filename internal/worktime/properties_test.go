package worktime_test

import (
	"slices"
	"testing"
	"time"

	"cairn/internal/worktime"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func TestW7_InstantIsWhatTheClocksShow(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		zone := drawZone(t)
		near := drawMoment(t, zone)
		d := worktime.LocalDate(zone, near).AddDays(rapid.IntRange(-1, 1).Draw(t, "day"))
		at := worktime.TimeOfDay(rapid.IntRange(0, 24*60).Draw(t, "time"))
		year, month, day := d.Civil()
		want := resolve(zone, time.Date(year, month, day, 0, int(at), 0, 0, time.UTC))
		if got := worktime.Instant(zone, d, at); !got.Equal(want) {
			t.Fatalf("%s %s %s is %s, the clocks show it at %s", zone, d, at, got, want.UTC())
		}
	})
}

func TestP3_WorkingTimeEqualsTheModelMinuteByMinute(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		zone := drawZone(t)
		from := drawMoment(t, zone)
		settings := drawSettings(t, zone, from)
		c, m := build(t, settings), newModel(settings)
		to := from.Add(time.Duration(rapid.IntRange(1, 40*60).Draw(t, "minutes")) * time.Minute)

		want := minutesOf(from, to, m.working)
		if diff := cmp.Diff(want, slices.Collect(c.Intervals(from, to))); diff != "" {
			t.Fatalf("intervals in %s (-model +got):\n%s", zone, diff)
		}
		var sum time.Duration
		for _, interval := range want {
			sum += interval.Duration()
		}
		if got := c.Between(from, to); got != sum {
			t.Fatalf("Between is %s, want %s", got, sum)
		}
		for at := from; at.Before(to); at = at.Add(17 * time.Minute) {
			day, working := m.dayOf(at)
			if c.Working(at) != working {
				t.Fatalf("Working(%s) is %t", at, !working)
			}
			if working && c.DateOf(at) != day {
				t.Fatalf("DateOf(%s) is %s, want %s", at, c.DateOf(at), day)
			}
			if !working && c.DateOf(at) != worktime.LocalDate(zone, at) {
				t.Fatalf("DateOf(%s) outside working hours is %s", at, c.DateOf(at))
			}
		}
	})
}

func TestW7_OverdueBeginsWithTheFirstWorkingInstant(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		zone := drawZone(t)
		due := drawMoment(t, zone).Add(time.Duration(rapid.IntRange(0, 59_999).Draw(t, "ms")) * time.Millisecond)
		c := build(t, drawSettings(t, zone, due))
		at, ok := c.OverdueAt(due)
		if !ok {
			t.Fatal("nobody works only a minute in four years here")
		}
		if at.Before(due) || c.Between(due, at) != 0 || !c.Working(at) {
			t.Fatalf("overdue at %s for %s: %s of work between, working then: %t", at, due, c.Between(due, at), c.Working(at))
		}
	})
}

func TestP3_BetweenIsAdditive(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		zone := drawZone(t)
		near := drawMoment(t, zone)
		c := build(t, drawSettings(t, zone, near))
		moment := func(label string) time.Time {
			return near.Add(time.Duration(rapid.Int64Range(-int64(20*24*time.Hour), int64(20*24*time.Hour)).Draw(t, label)))
		}
		x, y, z := moment("x"), moment("y"), moment("z")
		if c.Between(x, y)+c.Between(y, z) != c.Between(x, z) {
			t.Fatalf("%s + %s is not %s", c.Between(x, y), c.Between(y, z), c.Between(x, z))
		}
		if got := c.Between(x, y); got.Abs() > y.Sub(x).Abs() {
			t.Fatalf("%s of work in %s", got, y.Sub(x))
		}
	})
}

func TestP3_AddUndoesBetween(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		zone := drawZone(t)
		from := drawMoment(t, zone).Add(time.Duration(rapid.IntRange(0, 1_000_000).Draw(t, "µs")) * time.Microsecond)
		c := build(t, drawSettings(t, zone, from))
		d := time.Duration(rapid.Int64Range(1, int64(4*time.Hour)).Draw(t, "working time"))
		at, ok := c.Add(from, d)
		if !ok {
			// The least that random hours have is a minute a week, four years long.
			if got := c.Between(from, from.AddDate(0, 0, worktime.HorizonDays)); got >= d {
				t.Fatalf("Add gave up on %s with %s at hand", d, got)
			}
			return
		}
		if got := c.Between(from, at); got != d {
			t.Fatalf("between %s and %s lie %s, want %s", from, at, got, d)
		}
		if got := c.Between(from, at.Add(-1)); got != d-1 {
			t.Fatalf("%s is not the earliest instant: %s a nanosecond before", at, got)
		}
	})
}

func TestW7_TheDayEndsInsideItsDate(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		zone := drawZone(t)
		near := drawMoment(t, zone)
		settings := drawSettings(t, zone, near)
		c, m := build(t, settings), newModel(settings)
		d := c.LocalDate(near)
		end := c.EndOfDay(d)
		spans := settings.Hours.On(worktime.Weekday(d.Weekday()))
		last := worktime.LocalDate(zone, end.Add(-1))
		if len(spans) > 0 && spans[len(spans)-1].End <= spans[len(spans)-1].Start {
			if last != d && last != d.AddDays(1) && m.happens(d.AddDays(1)) {
				t.Fatalf("the night shift of %s in %s ends on %s", d, zone, last)
			}
			return
		}
		if last != d {
			t.Fatalf("%s in %s ends on %s (%s)", d, zone, last, end)
		}
		if len(spans) == 0 && worktime.LocalDate(zone, end) == d {
			t.Fatalf("%s has no hours and ends at %s, before its midnight", d, end)
		}
	})
}

func TestP3_OverlapIsSymmetricAndEqualsTheModel(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		zones := []*time.Location{drawZone(t), drawZone(t), drawZone(t)}
		from := drawMoment(t, zones[0])
		to := from.Add(30 * time.Hour)
		var calendars []*worktime.Calendar
		var models []*model
		for _, zone := range zones[:rapid.IntRange(1, 3).Draw(t, "people")] {
			settings := drawSettings(t, zone, from)
			calendars, models = append(calendars, build(t, settings)), append(models, newModel(settings))
		}
		want := minutesOf(from, to, func(at time.Time) bool {
			return !slices.ContainsFunc(models, func(m *model) bool { return !m.working(at) })
		})
		got := worktime.Overlap(from, to, calendars...)
		if diff := cmp.Diff(want, got); diff != "" {
			t.Fatalf("overlap (-model +got):\n%s", diff)
		}
		slices.Reverse(calendars)
		if diff := cmp.Diff(got, worktime.Overlap(from, to, calendars...)); diff != "" {
			t.Fatalf("overlap depends on the order:\n%s", diff)
		}
	})
}

func TestW7_WorkingDaysAreCountedOneByOne(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		zone := drawZone(t)
		near := drawMoment(t, zone)
		c := build(t, drawSettings(t, zone, near))
		d := c.LocalDate(near)
		n := rapid.IntRange(1, 30).Draw(t, "n")
		later, ok := c.AddWorkingDays(d, n)
		if !ok || !c.IsWorkingDay(later) || c.WorkingDaysBetween(d, later) != n {
			t.Fatalf("%d working days after %s: %s %t, counted back %d", n, d, later, ok, c.WorkingDaysBetween(d, later))
		}
		earlier, ok := c.AddWorkingDays(d, -n)
		if !ok || !c.IsWorkingDay(earlier) || c.WorkingDaysBetween(earlier.AddDays(-1), d.AddDays(-1)) != n {
			t.Fatalf("%d working days before %s: %s %t", n, d, earlier, ok)
		}
		after, ok := c.AfterWorkingDays(near, n)
		if !ok || c.Between(near, after) <= 0 {
			t.Fatalf("%d working days after %s: %s %t", n, near, after, ok)
		}
	})
}

func TestDateCountsLikeTheCalendar(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		start := time.Date(1, 1, 1, 0, 0, 0, 0, time.UTC).AddDate(0, 0, rapid.IntRange(0, 3_600_000).Draw(t, "day"))
		n := rapid.IntRange(-10_000, 10_000).Draw(t, "n")
		d := worktime.NewDate(start.Date())
		moved := start.AddDate(0, 0, n)
		if d.AddDays(n) != worktime.NewDate(moved.Date()) || d.DaysUntil(d.AddDays(n)) != n || d.Weekday() != start.Weekday() {
			t.Fatalf("%s and %d days", d, n)
		}
		if d.String() != start.Format(time.DateOnly) {
			t.Fatalf("%s is written %s", start, d)
		}
		if back, err := worktime.ParseDate("date", d.String()); err != nil || back != d {
			t.Fatalf("%s is read as %s: %v", d, back, err)
		}
	})
}
