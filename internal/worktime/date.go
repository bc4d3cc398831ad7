package worktime

import (
	"database/sql/driver"
	"fmt"
	"strings"
	"time"

	"cairn/internal/errs"
)

// Date is a day of the calendar without a zone, from 0001-01-01 to 9999-12-31.
// It is comparable and may be a map key. The zero Date is no date: it is null
// in JSON and NULL in the database.
type Date struct {
	days int32 // 0001-01-01 is 1
}

const unixEpochDays = 719163 // 1970-01-01 as Date.days

const secondsPerDay = 86400

// NewDate returns the date of a year, month and day; a day or month outside its
// range carries over, as in time.Date.
func NewDate(year int, month time.Month, day int) Date {
	return dateOfWall(time.Date(year, month, day, 0, 0, 0, 0, time.UTC).Unix())
}

// ParseDate reads "YYYY-MM-DD" and nothing else. The location names the place
// of the input in the refusal.
func ParseDate(location, s string) (Date, error) {
	date, problem := parseDate(s)
	if problem != "" {
		return Date{}, errs.InvalidField(location, "%s", problem)
	}
	return date, nil
}

func parseDate(s string) (date Date, problem string) {
	year, okYear := digits(s, 0, 4)
	month, okMonth := digits(s, 5, 7)
	day, okDay := digits(s, 8, 10)
	if len(s) != 10 || s[4] != '-' || s[7] != '-' || !okYear || !okMonth || !okDay || year == 0 {
		return Date{}, fmt.Sprintf("%q is not a date: write it as YYYY-MM-DD, such as 2026-12-01", shorten(s))
	}
	if month < 1 || month > 12 {
		return Date{}, fmt.Sprintf("%q is not a date: the month is from 01 to 12", s)
	}
	if last := time.Date(year, time.Month(month)+1, 0, 0, 0, 0, 0, time.UTC).Day(); day < 1 || day > last {
		return Date{}, fmt.Sprintf("%q is not a date: %s %d has the days 01 to %d", s, time.Month(month), year, last)
	}
	return NewDate(year, time.Month(month), day), ""
}

// digits reads the decimal number s[from:to], and reports false where s is
// shorter or has anything else there.
func digits(s string, from, to int) (n int, ok bool) {
	if len(s) < to {
		return 0, false
	}
	for _, c := range []byte(s[from:to]) {
		if c < '0' || c > '9' {
			return 0, false
		}
		n = n*10 + int(c-'0')
	}
	return n, true
}

// dateOfWall returns the date on which a wall time falls (see wallClock).
func dateOfWall(wall int64) Date {
	days := wall / secondsPerDay
	if wall%secondsPerDay < 0 {
		days--
	}
	return Date{int32(days + unixEpochDays)}
}

// wall is the wall time of the date's midnight.
func (d Date) wall() int64 { return (int64(d.days) - unixEpochDays) * secondsPerDay }

// IsZero reports whether d is no date.
func (d Date) IsZero() bool { return d.days == 0 }

// Civil returns the year, month and day.
func (d Date) Civil() (year int, month time.Month, day int) {
	return time.Unix(d.wall(), 0).UTC().Date()
}

// Weekday returns the day of the week.
func (d Date) Weekday() time.Weekday { return time.Weekday((d.days%7 + 7) % 7) }

// AddDays returns the date n days later, or earlier where n is negative.
func (d Date) AddDays(n int) Date { return Date{d.days + int32(n)} }

// DaysUntil returns how many days later the other date is.
func (d Date) DaysUntil(other Date) int { return int(other.days) - int(d.days) }

// Compare returns -1, 0 or +1 as d is before, at or after the other date.
func (d Date) Compare(other Date) int {
	switch {
	case d.days < other.days:
		return -1
	case d.days > other.days:
		return 1
	}
	return 0
}

// Before reports whether d is before the other date.
func (d Date) Before(other Date) bool { return d.days < other.days }

// After reports whether d is after the other date.
func (d Date) After(other Date) bool { return d.days > other.days }

// String returns "YYYY-MM-DD", or "" for no date.
func (d Date) String() string {
	if d.IsZero() {
		return ""
	}
	text, _ := d.AppendText(make([]byte, 0, len(time.DateOnly))) // never fails
	return string(text)
}

// AppendText appends "YYYY-MM-DD".
func (d Date) AppendText(b []byte) ([]byte, error) {
	if d.IsZero() {
		return b, nil
	}
	year, month, day := d.Civil()
	return append(b, byte('0'+year/1000), byte('0'+year/100%10), byte('0'+year/10%10), byte('0'+year%10), '-',
		byte('0'+month/10), byte('0'+month%10), '-', byte('0'+day/10), byte('0'+day%10)), nil
}

// MarshalText gives "YYYY-MM-DD".
func (d Date) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

// UnmarshalText reads "YYYY-MM-DD".
func (d *Date) UnmarshalText(text []byte) error {
	date, problem := parseDate(string(text))
	if problem != "" {
		return errs.New(errs.Invalid, "%s", problem)
	}
	*d = date
	return nil
}

// MarshalJSON gives "YYYY-MM-DD" in quotes, or null for no date.
func (d Date) MarshalJSON() ([]byte, error) {
	if d.IsZero() {
		return []byte("null"), nil
	}
	return []byte(`"` + d.String() + `"`), nil
}

// UnmarshalJSON reads "YYYY-MM-DD" in quotes; null is no date.
func (d *Date) UnmarshalJSON(data []byte) error {
	if string(data) == "null" {
		*d = Date{}
		return nil
	}
	text, ok := strings.CutPrefix(string(data), `"`)
	text, closed := strings.CutSuffix(text, `"`)
	if !ok || !closed {
		return errs.New(errs.Invalid, "a date is a text such as \"2026-12-01\"")
	}
	return d.UnmarshalText([]byte(text))
}

// Value stores the date as text, and no date as NULL.
func (d Date) Value() (driver.Value, error) {
	if d.IsZero() {
		return nil, nil
	}
	return d.String(), nil
}

// Scan reads what Value stored.
func (d *Date) Scan(src any) error {
	switch v := src.(type) {
	case nil:
		*d = Date{}
		return nil
	case string:
		return d.UnmarshalText([]byte(v))
	case []byte:
		return d.UnmarshalText(v)
	}
	return fmt.Errorf("worktime: a date can't be read from a %T", src)
}
