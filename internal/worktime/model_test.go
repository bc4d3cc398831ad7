package worktime_test

import (
	"cmp"
	"slices"
	"testing"
	"time"

	"cairn/internal/worktime"

	"pgregory.net/rapid"
)

// testZones have daylight saving in both hemispheres, a shift of half an hour,
// odd offsets, a date that never was, one that came late, and an inverted shift.
var testZones = []string{
	"America/Denver", "Europe/Lisbon", "Australia/Sydney", "Australia/Lord_Howe", "Asia/Kathmandu", "Asia/Kolkata",
	"Pacific/Chatham", "Pacific/Apia", "Africa/Casablanca", "America/Havana", "America/Santiago", "America/Nuuk", "UTC",
}

func zone(t testing.TB, name string) *time.Location {
	t.Helper()
	z, err := worktime.LoadZone("time_zone", name)
	if err != nil {
		t.Fatal(err)
	}
	return z
}

func date(t testing.TB, s string) worktime.Date {
	t.Helper()
	d, err := worktime.ParseDate("date", s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func clockTime(t testing.TB, s string) worktime.TimeOfDay {
	t.Helper()
	at, err := worktime.ParseTime("time", s)
	if err != nil {
		t.Fatal(err)
	}
	return at
}

func instant(t testing.TB, s string) time.Time {
	t.Helper()
	at, err := time.Parse(time.RFC3339, s)
	if err != nil {
		t.Fatal(err)
	}
	return at
}

func calendar(t testing.TB, s worktime.Settings) *worktime.Calendar {
	t.Helper()
	c, err := worktime.New(s)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// model is the working time of Settings worked out the slow way: minute by
// minute, looking only at what the zone's clocks show.
type model struct {
	settings worktime.Settings
	resolved map[int64]time.Time
}

func newModel(s worktime.Settings) *model {
	return &model{settings: s, resolved: map[int64]time.Time{}}
}

func shown(zone *time.Location, t time.Time) time.Time {
	local := t.In(zone)
	return time.Date(local.Year(), local.Month(), local.Day(), local.Hour(), local.Minute(), local.Second(), 0, time.UTC)
}

// resolve looks for the first minute at which the clocks show a wall time; where
// none does, it takes the offset of the last minute before they are past it.
func resolve(zone *time.Location, wall time.Time) time.Time {
	for t := wall.Add(-26 * time.Hour); ; t = t.Add(time.Minute) {
		if now := shown(zone, t); now.Equal(wall) {
			return t
		} else if now.After(wall) {
			before := t.Add(-time.Minute)
			return wall.Add(before.Sub(shown(zone, before)))
		}
	}
}

func (m *model) at(d worktime.Date, minutes int) time.Time {
	year, month, day := d.Civil()
	wall := time.Date(year, month, day, 0, minutes, 0, 0, time.UTC)
	if t, ok := m.resolved[wall.Unix()]; ok {
		return t
	}
	t := resolve(m.settings.Zone, wall)
	m.resolved[wall.Unix()] = t
	return t
}

func (m *model) happens(d worktime.Date) bool {
	return shown(m.settings.Zone, m.at(d, 12*60)).Day() == m.at(d, 12*60).In(m.settings.Zone).Day() &&
		worktime.LocalDate(m.settings.Zone, m.at(d, 12*60)) == d
}

func (m *model) off(d worktime.Date) bool {
	for _, o := range m.settings.TimeOff {
		if o.StartsOn.Compare(d) <= 0 && d.Compare(o.EndsOn) <= 0 {
			return true
		}
	}
	for _, h := range m.settings.Holidays {
		if h.Date == d {
			return true
		}
	}
	return !m.happens(d)
}

// dayOf returns the date whose hours are on at an instant.
func (m *model) dayOf(t time.Time) (worktime.Date, bool) {
	today := worktime.LocalDate(m.settings.Zone, t)
	for back := -1; back <= 2; back++ {
		d := today.AddDays(-back)
		if m.off(d) {
			continue
		}
		for _, span := range m.settings.Hours.On(worktime.Weekday(d.Weekday())) {
			end := int(span.End)
			if span.End <= span.Start {
				end += 24 * 60
			}
			if !t.Before(m.at(d, int(span.Start))) && t.Before(m.at(d, end)) {
				return d, true
			}
		}
	}
	return worktime.Date{}, false
}

func (m *model) working(t time.Time) bool {
	_, ok := m.dayOf(t)
	return ok
}

// minutesOf makes the intervals of the minutes for which working is true.
func minutesOf(from, to time.Time, working func(time.Time) bool) []worktime.Interval {
	var out []worktime.Interval
	for t := from; t.Before(to); t = t.Add(time.Minute) {
		if !working(t) {
			continue
		}
		end := t.Add(time.Minute)
		if last := len(out) - 1; last >= 0 && out[last].End.Equal(t) {
			out[last].End = end
		} else {
			out = append(out, worktime.Interval{Start: t, End: end})
		}
	}
	return out
}

func drawZone(t *rapid.T) *time.Location {
	z, err := worktime.LoadZone("time_zone", rapid.SampledFrom(testZones).Draw(t, "zone"))
	if err != nil {
		t.Fatal(err)
	}
	return z
}

// drawHours cuts the week at random minutes, so spans run past midnight and into
// clock changes, or takes one of the common weeks.
func drawHours(t *rapid.T) worktime.Hours {
	every := func(spans ...worktime.Span) worktime.Hours {
		return worktime.Hours{Mon: spans, Tue: spans, Wed: spans, Thu: spans, Fri: spans, Sat: spans, Sun: spans}
	}
	switch rapid.IntRange(0, 7).Draw(t, "kind of hours") {
	case 0:
		return worktime.DefaultHours()
	case 1:
		return every(worktime.Span{Start: 22 * 60, End: 6 * 60})
	case 2:
		return every(worktime.Span{Start: 90, End: 135}, worktime.Span{Start: 140, End: 160}, worktime.Span{Start: 165, End: 215})
	case 3:
		return every(worktime.Span{Start: 0, End: worktime.EndOfDate})
	case 4:
		return every(worktime.Span{Start: 0, End: 40}, worktime.Span{Start: 23*60 + 15, End: worktime.EndOfDate})
	}
	cuts := rapid.SliceOfNDistinct(rapid.IntRange(0, 7*24*60-1), 2, 24, rapid.ID[int]).Draw(t, "cuts")
	slices.SortFunc(cuts, cmp.Compare)
	byDay := make([][]worktime.Span, 7)
	for i := 0; i+1 < len(cuts); i += 2 {
		day, start := cuts[i]/(24*60), cuts[i]%(24*60)
		end := min(cuts[i+1]-day*24*60, start+24*60)
		if end > 24*60 {
			end -= 24 * 60
		}
		byDay[day] = append(byDay[day], worktime.Span{Start: worktime.TimeOfDay(start), End: worktime.TimeOfDay(end)})
	}
	return worktime.Hours{Mon: byDay[0], Tue: byDay[1], Wed: byDay[2], Thu: byDay[3], Fri: byDay[4], Sat: byDay[5], Sun: byDay[6]}
}

// drawMoment takes an instant from 2005 to 2035, mostly within two days of a
// clock change.
func drawMoment(t *rapid.T, zone *time.Location) time.Time {
	from := time.Date(2005, 1, 1, 0, 0, 0, 0, time.UTC)
	at := from.Add(time.Duration(rapid.IntRange(0, 30*365*24*60).Draw(t, "minute")) * time.Minute)
	if zone.String() == "Pacific/Apia" && rapid.Bool().Draw(t, "date line") {
		at = time.Date(2011, 12, 1, 0, 0, 0, 0, time.UTC)
	}
	if _, change := at.In(zone).ZoneBounds(); !change.IsZero() && rapid.IntRange(0, 3).Draw(t, "near a change") > 0 {
		at = change.UTC().Add(time.Duration(rapid.IntRange(-48*60, 48*60).Draw(t, "distance")) * time.Minute)
	}
	return at.Truncate(time.Minute)
}

// drawSettings has hours, and now and then time off and a holiday near an
// instant.
func drawSettings(t *rapid.T, zone *time.Location, near time.Time) worktime.Settings {
	s := worktime.Settings{Zone: zone, Hours: drawHours(t)}
	today := worktime.LocalDate(zone, near)
	for range rapid.IntRange(0, 2).Draw(t, "times off") {
		first := today.AddDays(rapid.IntRange(-3, 5).Draw(t, "first day off"))
		s.TimeOff = append(s.TimeOff, worktime.TimeOff{StartsOn: first, EndsOn: first.AddDays(rapid.IntRange(0, 3).Draw(t, "more days off"))})
	}
	if rapid.Bool().Draw(t, "holiday") {
		s.Holidays = []worktime.Holiday{{Date: today.AddDays(rapid.IntRange(-2, 3).Draw(t, "holiday on")), Name: "Founders' Day"}}
	}
	return s
}

func build(t *rapid.T, s worktime.Settings) *worktime.Calendar {
	c, err := worktime.New(s)
	if err != nil {
		t.Fatal(err)
	}
	return c
}
