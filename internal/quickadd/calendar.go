package quickadd

import "time"

// calendar answers questions about days in the owner's time. A day is a
// time.Time at midnight UTC, whatever the zone.
type calendar struct {
	Calendar
}

// horizon is how far working days are looked for.
const horizon = 5 * 366

func dayOf(year int, month time.Month, day int) time.Time {
	return time.Date(year, month, day, 0, 0, 0, 0, time.UTC)
}

// realDay is the day, if the month has it.
func realDay(year int, month time.Month, day int) (time.Time, bool) {
	d := dayOf(year, month, day)
	return d, day > 0 && d.Day() == day && d.Month() == month
}

func (c calendar) today() time.Time {
	year, month, day := c.Now().Date()
	return dayOf(year, month, day)
}

// clock is the owner's wall clock as "15:04".
func (c calendar) clock() string { return c.Now().Format("15:04") }

func (c calendar) works(d time.Time) bool { return c.IsWorkingDay(d.Date()) }

// working counts n working days on from today, which is not counted itself.
func (c calendar) working(n int) (time.Time, bool) {
	d := c.today()
	for range horizon {
		if n == 0 {
			return d, true
		}
		d = d.AddDate(0, 0, 1)
		if c.works(d) {
			n--
		}
	}
	return time.Time{}, false
}

// months is today, n months later; the last day of a month that is too short.
func (c calendar) months(n int) time.Time {
	today := c.today()
	firstOf := dayOf(today.Year(), today.Month()+time.Month(n), 1)
	last := firstOf.AddDate(0, 1, -1).Day()
	return firstOf.AddDate(0, 0, min(today.Day(), last)-1)
}

// weekday is the next such day to come, today included.
func (c calendar) weekday(w time.Weekday) time.Time {
	today := c.today()
	return today.AddDate(0, 0, int(w-today.Weekday()+7)%7)
}

// weekdayOfNextWeek is that day in the week that begins next Monday.
func (c calendar) weekdayOfNextWeek(w time.Weekday) time.Time {
	monday, _ := c.period(week, 1)
	return monday.AddDate(0, 0, int(w+6)%7)
}

// nextDayOfMonth is the next day with this number to come, today included.
func (c calendar) nextDayOfMonth(day int) (time.Time, bool) {
	today := c.today()
	for i := range 12 {
		firstOf := dayOf(today.Year(), today.Month()+time.Month(i), 1)
		if d, ok := realDay(firstOf.Year(), firstOf.Month(), day); ok && !d.Before(today) {
			return d, true
		}
	}
	return time.Time{}, false
}

// nextDate is the next such date to come, today included; not ok when no year
// has it. A 29 February can be 8 years away.
func (c calendar) nextDate(month time.Month, day int) (time.Time, bool) {
	today := c.today()
	for i := range 9 {
		if d, ok := realDay(today.Year()+i, month, day); ok && !d.Before(today) {
			return d, true
		}
	}
	return time.Time{}, false
}

type unitOfTime int

const (
	week unitOfTime = iota
	month
	quarter
	year
)

// period gives the first and last day of the present week, month, quarter or
// year, or of the one that is ahead by so many.
func (c calendar) period(u unitOfTime, ahead int) (from, to time.Time) {
	today := c.today()
	y, m := today.Year(), today.Month()
	switch u {
	case week:
		from = today.AddDate(0, 0, 7*ahead-int(today.Weekday()+6)%7)
		return from, from.AddDate(0, 0, 6)
	case month:
		from = dayOf(y, m+time.Month(ahead), 1)
		return from, from.AddDate(0, 1, -1)
	case quarter:
		from = dayOf(y, m-(m-1)%3+time.Month(3*ahead), 1)
		return from, from.AddDate(0, 3, -1)
	default:
		from = dayOf(y+ahead, time.January, 1)
		return from, from.AddDate(1, 0, -1)
	}
}

// startOf is the first working day of a period; of one without any, its first
// day from Monday to Friday.
func (c calendar) startOf(u unitOfTime, ahead int) time.Time {
	from, to := c.period(u, ahead)
	if d, ok := find(from, to, 1, c.works); ok {
		return d
	}
	d, _ := find(from, to, 1, isMondayToFriday)
	return d
}

// endOf is the last working day of a period that has not passed. When the
// period has none left it is that of the one after it, and when that has none
// either, the last day from Monday to Friday that the first one has left, or
// its last day.
func (c calendar) endOf(u unitOfTime, ahead int) time.Time {
	from, to := c.period(u, ahead)
	if today := c.today(); from.Before(today) {
		from = today
	}
	if d, ok := find(to, from, -1, c.works); ok {
		return d
	}
	nextFrom, nextTo := c.period(u, ahead+1)
	if d, ok := find(nextTo, nextFrom, -1, c.works); ok {
		return d
	}
	if d, ok := find(to, from, -1, isMondayToFriday); ok {
		return d
	}
	return to
}

// find walks from one day to another and stops at the first that fits.
func find(from, to time.Time, step int, fits func(time.Time) bool) (time.Time, bool) {
	for d := from; ; d = d.AddDate(0, 0, step) {
		if fits(d) {
			return d, true
		}
		if d.Equal(to) {
			return time.Time{}, false
		}
	}
}

func isMondayToFriday(d time.Time) bool {
	return d.Weekday() != time.Saturday && d.Weekday() != time.Sunday
}
