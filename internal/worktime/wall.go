package worktime

import "time"

// Wall is somebody's clock on the wall, with their calendar beside it: dates that
// people write ("friday", "in 3 working days") are read against it. The zero Wall is
// nobody's: no day is a working day.
type Wall struct {
	Calendar *Calendar
	At       time.Time
}

// Now is the instant as that clock shows it.
func (w Wall) Now() time.Time {
	if w.Calendar == nil {
		return w.At
	}
	return w.At.In(w.Calendar.Zone())
}

// IsWorkingDay reports whether they work on a date.
func (w Wall) IsWorkingDay(year int, month time.Month, day int) bool {
	return w.Calendar != nil && w.Calendar.IsWorkingDay(NewDate(year, month, day))
}
