package worktime

import "time"

// DateOf returns the working day that an instant belongs to: the date on which
// the night shift that is on at t began, and the local date in all other cases.
func (c *Calendar) DateOf(t time.Time) Date {
	today := c.LocalDate(t)
	clock := wallClock{zone: c.zone}
	// A shift of two dates ago is still on where the zone skipped yesterday.
	for back := 1; back <= 2; back++ {
		date := today.AddDays(-back)
		spans := c.hours[date.Weekday()]
		if len(spans) == 0 {
			continue
		}
		if _, end := spans[len(spans)-1].minutes(); end <= int(EndOfDate) {
			continue
		}
		start, _ := clock.resolve(date.wall() + int64(spans[len(spans)-1].Start)*60)
		if start <= t.Unix() && t.Unix() < c.endOfDay(&clock, date) {
			if _, _, off := c.dayOff(&clock, date); !off {
				return date
			}
		}
	}
	return today
}

// DayOff is a date on which a person does not work, though their week has it or
// could have: not one without hours.
type DayOff struct {
	Date Date         `json:"date"`
	Why  DayOffReason `json:"why" enum:"holiday,time_off,workspace_holiday"`
	Name string       `json:"name" doc:"The holiday's; empty for time off"`
}

// DateInterval returns the time in which the person's clocks show a date; it is
// empty where their zone skipped it.
func (c *Calendar) DateInterval(date Date) Interval {
	clock := wallClock{zone: c.zone}
	return Interval{time.Unix(clock.begin(date), 0).UTC(), time.Unix(clock.begin(date.AddDays(1)), 0).UTC()}
}

// DaysOff gives the holidays and the time off from a date to another one, both
// included, in order, each date once with what DayOff says of it.
func (c *Calendar) DaysOff(from, until Date) []DayOff {
	days := []DayOff{}
	clock := wallClock{zone: c.zone}
	for date := from; !date.After(until); date = date.AddDays(1) {
		why, name, off := c.dayOff(&clock, date)
		if !off || why == OffWeekday {
			continue
		}
		if _, own := c.own[date]; own && why == OffHoliday {
			why = workspaceHoliday
		}
		days = append(days, DayOff{date, why, name})
	}
	return days
}

// AddWorkingDays returns the n-th working day after a date, before it where n is
// negative, and the date itself where n is 0. It reports false when there are
// not so many within HorizonDays.
func (c *Calendar) AddWorkingDays(date Date, n int) (Date, bool) {
	if n == 0 {
		return date, true
	}
	step := 1
	if n < 0 {
		step = -1
	}
	clock := wallClock{zone: c.zone}
	for range HorizonDays {
		date = date.AddDays(step)
		if _, _, off := c.dayOff(&clock, date); !off {
			if n -= step; n == 0 {
				return date, true
			}
		}
	}
	return Date{}, false
}

// WorkingDaysBetween counts the working days after a date up to another one, the
// latter included; 0 where it is not later. It looks at no more than HorizonDays
// dates. So WorkingDaysBetween(d, e) is n when e is the n-th working day after d.
func (c *Calendar) WorkingDaysBetween(after, until Date) int {
	clock := wallClock{zone: c.zone}
	n := 0
	for range min(after.DaysUntil(until), HorizonDays) {
		after = after.AddDays(1)
		if _, _, off := c.dayOff(&clock, after); !off {
			n++
		}
	}
	return n
}

// AfterWorkingDays returns when n whole working days have passed since an
// instant (the silences and reminders of W3, W4, W8 and W9): the end of the n-th
// working day that begins at or after it. The day in which it falls is not
// counted unless it had not begun. For n of 0 or less it is the instant itself.
// It reports false when there are not so many days within HorizonDays.
func (c *Calendar) AfterWorkingDays(t time.Time, n int) (time.Time, bool) {
	if n <= 0 {
		return t.UTC(), true
	}
	clock := wallClock{zone: c.zone}
	date := c.LocalDate(t)
	for range HorizonDays {
		if _, _, off := c.dayOff(&clock, date); !off {
			begin, _ := clock.resolve(date.wall() + int64(c.hours[date.Weekday()][0].Start)*60)
			if !time.Unix(begin, 0).Before(t) {
				n--
			}
			if n == 0 {
				return time.Unix(c.endOfDay(&clock, date), 0).UTC(), true
			}
		}
		date = date.AddDays(1)
	}
	return time.Time{}, false
}
