package worktime

import (
	"cmp"
	"slices"
	"strings"
	"sync"
	"time"

	"cairn/internal/errs"

	"github.com/rickar/cal/v2"
)

// Region is a place with public holidays of its own, to choose from.
type Region struct {
	Code string `json:"code"` // ISO 3166: "PT", "DE-BY"
	Name string `json:"name"`
}

// Holiday is a day off that a workspace has added. An empty Region means
// everywhere, "DE" means all of Germany.
type Holiday struct {
	Date   Date   `json:"date"`
	Name   string `json:"name"`
	Region string `json:"region"`
}

// Holidays are known for these years; dates outside have none.
const (
	firstHolidayYear = 2000
	lastHolidayYear  = 2099
)

// publicHolidays gives the holidays by date of each known region. The map is
// made once and never written again; a region's dates are computed when they
// are first asked for.
var publicHolidays = sync.OnceValue(func() map[string]func() map[Date]string {
	// The library computes midnights in this zone, the machine's unless it is
	// told otherwise; where clocks change at midnight they fall on the day before.
	cal.DefaultLoc = time.UTC
	var one sync.Mutex // some of the library's rules write to variables they share
	index := make(map[string]func() map[Date]string)
	for _, r := range allRegions() {
		index[r.code] = sync.OnceValue(func() map[Date]string {
			one.Lock()
			defer one.Unlock()
			return compute(r.holidays)
		})
	}
	return index
})

// compute gives the names of holidays by date. One that is observed on another
// day than its own (a Monday for a Sunday) takes both days.
func compute(holidays []*cal.Holiday) map[Date]string {
	names := make(map[Date]string)
	add := func(t time.Time, name string) {
		if date := NewDate(t.Date()); names[date] == "" && !t.IsZero() {
			names[date] = name
		}
	}
	// A holiday of one year may be observed in the year before or after.
	for year := firstHolidayYear - 1; year <= lastHolidayYear+1; year++ {
		var moved []time.Time
		var movedNames []string
		for _, holiday := range holidays {
			actual, observed := holiday.Calc(year)
			add(actual, holiday.Name)
			if !observed.Equal(actual) {
				moved, movedNames = append(moved, observed), append(movedNames, holiday.Name+" (observed)")
			}
		}
		for i, t := range moved {
			add(t, movedNames[i])
		}
	}
	return names
}

// Regions lists the regions to choose from, sorted by name.
func Regions() []Region {
	all := allRegions()
	list := make([]Region, len(all))
	for i, r := range all {
		list[i] = Region{Code: r.code, Name: r.name}
	}
	slices.SortFunc(list, func(a, b Region) int { return cmp.Compare(a.Name, b.Name) })
	return list
}

// CheckRegion refuses a region whose holidays are not known. An empty one is
// right: it has none. The location names the place of the input.
func CheckRegion(location, code string) error {
	if _, ok := publicHolidays()[code]; !ok && code != "" {
		return errs.InvalidField(location, "%q is not a region whose holidays are known: choose one from the list, such as PT or DE-BY, or leave it empty and add your own holidays", shorten(code))
	}
	return nil
}

// PublicHoliday returns the name of the public holiday that a region has on a
// date.
func PublicHoliday(region string, date Date) (name string, ok bool) {
	byDate, known := publicHolidays()[region]
	if !known {
		return "", false
	}
	name, ok = byDate()[date]
	return name, ok
}

// holdsIn reports whether the holiday is one for people in a region.
func (h Holiday) holdsIn(region string) bool {
	return h.Region == "" || h.Region == region || strings.HasPrefix(region, h.Region+"-")
}
