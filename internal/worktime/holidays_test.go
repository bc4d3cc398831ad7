package worktime_test

import (
	"slices"
	"sync"
	"testing"

	"cairn/internal/worktime"
)

func TestP3_HolidaysByRegion(t *testing.T) {
	for _, c := range []struct{ region, date, name string }{
		{"PT", "2026-04-03", "Sexta-Feira Santa"}, {"PT", "2026-06-04", "Corpo de Deus"}, {"PT", "2026-12-01", "Restauração da Independência"},
		{"PT", "2014-12-01", ""}, {"PT", "2026-02-16", ""},
		{"US", "2026-11-26", "Thanksgiving Day"}, {"US", "2026-07-04", "Independence Day"}, {"US", "2026-07-03", "Independence Day (observed)"},
		{"US", "2021-12-31", "New Year's Day (observed)"},
		{"GB", "2026-12-28", "Boxing Day (observed)"}, {"DE", "2026-10-03", "Tag der Deutschen Einheit"}, {"DE", "2026-06-04", ""}, {"DE-BY", "2026-06-04", "Fronleichnam"},
		{"FR", "2026-07-14", "Fête Nationale"}, {"IN", "2026-01-26", "Republic Day"}, {"JP", "2026-03-20", "Vernal Equinox Day"},
		{"BR", "2026-09-07", "Independência do Brasil"}, {"AU-VIC", "2026-11-03", "Melbourne Cup"}, {"", "2026-12-25", ""}, {"XX", "2026-12-25", ""},
	} {
		name, ok := worktime.PublicHoliday(c.region, date(t, c.date))
		if name != c.name || ok != (c.name != "") {
			t.Errorf("%s %s: %q, want %q", c.region, c.date, name, c.name)
		}
	}
}

func TestP3_EveryRegionHasHolidaysEachYear(t *testing.T) {
	codes := map[string]bool{}
	var all sync.WaitGroup
	for _, region := range worktime.Regions() {
		if codes[region.Code] || region.Name == "" {
			t.Errorf("%+v is there twice or has no name", region)
		}
		codes[region.Code] = true
		all.Go(func() { // at once, as requests come
			for year := 2000; year < 2100; year++ {
				n := 0
				for d := worktime.NewDate(year, 1, 1); d.Before(worktime.NewDate(year+1, 1, 1)); d = d.AddDays(1) {
					if name, ok := worktime.PublicHoliday(region.Code, d); ok && name != "" {
						n++
					}
				}
				if n < 3 || n > 30 {
					t.Errorf("%s has %d holidays in %d", region.Code, n, year)
				}
			}
		})
	}
	all.Wait()
	for _, code := range []string{"US", "GB", "DE", "PT", "FR", "ES", "NL", "IT", "CA", "AU-NSW", "NZ", "JP", "IN", "BR", "PL", "SE"} {
		if !codes[code] || worktime.CheckRegion("r", code) != nil {
			t.Errorf("%s is missing", code)
		}
	}
	if !slices.IsSortedFunc(worktime.Regions(), func(a, b worktime.Region) int {
		if a.Name < b.Name {
			return -1
		}
		return 1
	}) {
		t.Error("regions are not sorted by name")
	}
	if worktime.CheckRegion("body.holiday_region", "") != nil {
		t.Error("no region is refused")
	}
	refused(t, worktime.CheckRegion("body.holiday_region", "EU"), "body.holiday_region", "choose one from the list")
}

func TestP3_OwnHolidaysOfTheWorkspace(t *testing.T) {
	for _, c := range []struct {
		holiday, person string
		off             bool
	}{{"", "", true}, {"", "PT", true}, {"DE", "DE-BY", true}, {"DE-BY", "DE", false}, {"PT", "", false}, {"D", "DE", false}} {
		cal := calendar(t, worktime.Settings{
			Zone: zone(t, "Europe/Lisbon"), Hours: worktime.DefaultHours(), Region: c.person,
			Holidays: []worktime.Holiday{{Date: date(t, "2026-11-20"), Name: "Founders' Day", Region: c.holiday}},
		})
		if _, name, off := cal.DayOff(date(t, "2026-11-20")); off != c.off || off != (name == "Founders' Day") {
			t.Errorf("a holiday in %q for a person in %q: %t %q", c.holiday, c.person, off, name)
		}
	}
}
