package worktime

import (
	"fmt"
	"time"

	"cairn/internal/errs"
)

// HorizonDays is how far a search for working time looks ahead: four years. A
// person who does not work within them counts as never working.
const HorizonDays = 4*365 + 1

// Settings say when a person works.
type Settings struct {
	Zone     *time.Location // from LoadZone
	Hours    Hours
	Focus    Focus
	Region   string    // of public holidays, one of Regions; "" for none
	Holidays []Holiday // the workspace's own, of all regions
	TimeOff  []TimeOff // in any order, may overlap
}

// Calendar is the working time of one person. It does not change, and is safe
// for concurrent use.
type Calendar struct {
	zone   *time.Location
	hours  week
	focus  week
	public map[Date]string // of the region; shared between calendars
	own    map[Date]string
	off    []TimeOff // merged
}

// New makes a Calendar. It refuses what the Check of each part refuses.
func New(s Settings) (*Calendar, error) {
	if s.Zone == nil || s.Zone == time.Local {
		return nil, errs.InvalidField("time_zone", "a time zone is needed, such as Europe/Lisbon")
	}
	if err := s.Hours.Check("working_hours"); err != nil {
		return nil, err
	}
	if err := s.Focus.Check("focus"); err != nil {
		return nil, err
	}
	if err := CheckRegion("holiday_region", s.Region); err != nil {
		return nil, err
	}
	for i, off := range s.TimeOff {
		if err := off.Check(fmt.Sprintf("time_off[%d]", i)); err != nil {
			return nil, err
		}
	}
	c := &Calendar{zone: s.Zone, hours: s.Hours.week(), focus: s.Focus.week(), off: merged(s.TimeOff)}
	if s.Region != "" {
		c.public = publicHolidays()[s.Region]()
	}
	for _, holiday := range s.Holidays {
		if holiday.holdsIn(s.Region) {
			if c.own == nil {
				c.own = make(map[Date]string)
			}
			c.own[holiday.Date] = holiday.Name
		}
	}
	return c, nil
}

// Zone returns the person's zone.
func (c *Calendar) Zone() *time.Location { return c.zone }

// DayOffReason says why nobody works on a date.
type DayOffReason string

// The reasons, the one that tells most first: where several hold, DayOff gives
// the first.
const (
	OffTimeOff DayOffReason = "time_off" // the person is away
	OffHoliday DayOffReason = "holiday"  // of the region or the workspace; DayOff names it
	OffWeekday DayOffReason = "weekday"  // no working hours on this day of the week
)

// workspaceHoliday is how DaysOff tells the workspace's own holidays from those
// of the region.
const workspaceHoliday = "workspace_holiday"

// DayOff reports whether the person does not work on a date, and why. The name
// is the holiday's, and empty for other reasons.
func (c *Calendar) DayOff(date Date) (reason DayOffReason, name string, off bool) {
	clock := wallClock{zone: c.zone}
	return c.dayOff(&clock, date)
}

func (c *Calendar) dayOff(clock *wallClock, date Date) (reason DayOffReason, name string, off bool) {
	if _, away := stretchOn(c.off, date); away {
		return OffTimeOff, "", true
	}
	if name, ok := c.own[date]; ok {
		return OffHoliday, name, true
	}
	if name, ok := c.public[date]; ok {
		return OffHoliday, name, true
	}
	if len(c.hours[date.Weekday()]) == 0 || !clock.happens(date) {
		return OffWeekday, "", true
	}
	return "", "", false
}

// IsWorkingDay reports whether the person has working hours that begin on a date.
func (c *Calendar) IsWorkingDay(date Date) bool {
	_, _, off := c.DayOff(date)
	return !off
}

// At returns when the person's clocks show this date and time (RFC 5545, see
// the package comment).
func (c *Calendar) At(date Date, at TimeOfDay) time.Time { return Instant(c.zone, date, at) }

// LocalDate returns the date that the person's clocks show at an instant.
func (c *Calendar) LocalDate(t time.Time) Date { return LocalDate(c.zone, t) }

// EndOfDay returns the instant of a local due date (W7): the end of the last
// working hours that begin on that weekday, the next morning for a night shift;
// local midnight at the end of the date where there are none. Holidays and time
// off do not move it: they warn when the date is set, and delay OverdueAt.
func (c *Calendar) EndOfDay(date Date) time.Time {
	clock := wallClock{zone: c.zone}
	return time.Unix(c.endOfDay(&clock, date), 0).UTC()
}

func (c *Calendar) endOfDay(clock *wallClock, date Date) int64 {
	spans := c.hours[date.Weekday()]
	if len(spans) == 0 || !clock.happens(date) {
		return clock.begin(date.AddDays(1))
	}
	_, minutes := spans[len(spans)-1].minutes()
	end, _ := clock.resolve(date.wall() + int64(minutes)*60)
	return end
}

// DueInstant returns the instant of a due date in the person's zone (W7): at
// the given time, or at the end of their day where at is nil.
func (c *Calendar) DueInstant(date Date, at *TimeOfDay) time.Time {
	if at == nil {
		return c.EndOfDay(date)
	}
	return c.At(date, *at)
}
