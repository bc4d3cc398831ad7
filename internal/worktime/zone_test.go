package worktime_test

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"cairn/internal/errs"
	"cairn/internal/worktime"
)

func TestEveryZoneOfThePickerLoads(t *testing.T) {
	names := worktime.Zones()
	for _, name := range names {
		if z := zone(t, name); z.String() != name {
			t.Errorf("%s is named %s", name, z)
		}
	}
	for _, name := range []string{"Europe/Lisbon", "America/Denver", "Asia/Kolkata", "Europe/Kyiv", "UTC"} {
		if !slices.Contains(names, name) {
			t.Errorf("%s is not in the picker", name)
		}
	}
	if !slices.IsSorted(names) || len(names) < 400 {
		t.Errorf("%d zones, sorted: %t", len(names), slices.IsSorted(names))
	}
	if len(worktime.DataVersion()) != 16 {
		t.Errorf("data version %q", worktime.DataVersion())
	}
}

func TestZonesThatDifferByMachineAreRefused(t *testing.T) {
	for _, name := range []string{"", "Local", "Factory", "europe/lisbon", "../etc/passwd", "Mars/Olympus", strings.Repeat("ü", 99)} {
		_, err := worktime.LoadZone("body.time_zone", name)
		refused(t, err, "body.time_zone", "Europe/Lisbon")
	}
	if old := zone(t, "Asia/Calcutta"); old.String() != "Asia/Calcutta" {
		t.Errorf("the old name gives %s", old)
	}
}

// refused checks that an error is about each place and that its message helps.
func refused(t *testing.T, err error, location, hint string) {
	t.Helper()
	if !errs.Is(err, errs.Invalid) {
		t.Fatalf("%v is not a refusal", err)
	}
	e, _ := errors.AsType[*errs.Error](err)
	for _, f := range e.Fields {
		if f.Location == location && strings.Contains(f.Message, hint) {
			return
		}
	}
	t.Fatalf("no %q at %s in %+v", hint, location, e.Fields)
}

func TestW7_GapsAndOverlapsFollowRFC5545(t *testing.T) {
	for _, c := range []struct{ why, zone, date, at, want string }{
		{"gap: the offset before it", "America/Denver", "2026-03-08", "02:30", "2026-03-08T09:30:00Z"},
		{"overlap: the first", "America/Denver", "2026-11-01", "01:30", "2026-11-01T07:30:00Z"},
		{"southern gap", "Australia/Sydney", "2026-10-04", "02:30", "2026-10-03T16:30:00Z"},
		{"southern overlap", "Australia/Sydney", "2026-04-05", "02:30", "2026-04-04T15:30:00Z"},
		{"gap of half an hour", "Australia/Lord_Howe", "2026-10-04", "02:10", "2026-10-03T15:40:00Z"},
		{"overlap of half an hour", "Australia/Lord_Howe", "2026-04-05", "01:45", "2026-04-04T14:45:00Z"},
		{"midnight in a gap", "America/Havana", "2026-03-08", "00:00", "2026-03-08T05:00:00Z"},
		{"end of the day before it", "America/Havana", "2026-03-07", "24:00", "2026-03-08T05:00:00Z"},
		{"a date that never was", "Pacific/Apia", "2011-12-30", "09:00", "2011-12-30T19:00:00Z"},
		{"quarter of an hour", "Asia/Kathmandu", "2026-06-01", "09:00", "2026-06-01T03:15:00Z"},
		{"inverted saving in Ramadan", "Africa/Casablanca", "2026-03-01", "09:00", "2026-03-01T09:00:00Z"},
		{"last day of a leap year", "America/Denver", "2028-12-31", "17:30", "2029-01-01T00:30:00Z"},
		{"last day of a leap year in the south", "Australia/Sydney", "2028-12-31", "17:30", "2028-12-31T06:30:00Z"},
	} {
		got := worktime.Instant(zone(t, c.zone), date(t, c.date), clockTime(t, c.at))
		if !got.Equal(instant(t, c.want)) {
			t.Errorf("%s: %s %s in %s is %s, want %s", c.why, c.date, c.at, c.zone, got, c.want)
		}
	}
}

func TestLocalDateAndTime(t *testing.T) {
	at := instant(t, "2026-12-31T23:30:59Z")
	if d := worktime.LocalDate(zone(t, "Asia/Kathmandu"), at); d.String() != "2027-01-01" {
		t.Errorf("date %s", d)
	}
	if clock := worktime.LocalTime(zone(t, "Asia/Kathmandu"), at); clock.String() != "05:15" {
		t.Errorf("time %s", clock)
	}
	if d := worktime.LocalDate(time.UTC, time.Unix(-1, 0)); d.String() != "1969-12-31" {
		t.Errorf("before 1970: %s", d)
	}
}
