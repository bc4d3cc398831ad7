package worktime

import (
	"database/sql/driver"
	"fmt"

	"cairn/internal/errs"
)

// TimeOfDay is what a clock on the wall shows, in minutes since midnight. It
// goes from 00:00 to 24:00; the latter, EndOfDate, is the end of a date.
type TimeOfDay int16

// EndOfDate is 24:00.
const EndOfDate TimeOfDay = 24 * 60

// ParseTime reads "HH:MM", from 00:00 to 24:00. The location names the place of
// the input in the refusal.
func ParseTime(location, s string) (TimeOfDay, error) {
	t, problem := parseTime(s)
	if problem != "" {
		return 0, errs.InvalidField(location, "%s", problem)
	}
	return t, nil
}

func parseTime(s string) (t TimeOfDay, problem string) {
	hour, okHour := digits(s, 0, 2)
	minute, okMinute := digits(s, 3, 5)
	if len(s) != 5 || s[2] != ':' || !okHour || !okMinute {
		return 0, fmt.Sprintf("%q is not a time: write it as HH:MM with 24 hours, such as 09:00 or 17:30", shorten(s))
	}
	if t = TimeOfDay(hour*60 + minute); minute > 59 || t > EndOfDate {
		return 0, fmt.Sprintf("%q is not a time: it goes from 00:00 to 23:59, and 24:00 is the end of a day", s)
	}
	return t, ""
}

// String returns "HH:MM".
func (t TimeOfDay) String() string { return fmt.Sprintf("%02d:%02d", t/60, t%60) }

// MarshalText gives "HH:MM".
func (t TimeOfDay) MarshalText() ([]byte, error) { return []byte(t.String()), nil }

// UnmarshalText reads "HH:MM".
func (t *TimeOfDay) UnmarshalText(text []byte) error {
	parsed, problem := parseTime(string(text))
	if problem != "" {
		return errs.New(errs.Invalid, "%s", problem)
	}
	*t = parsed
	return nil
}

// Value stores the time as text.
func (t TimeOfDay) Value() (driver.Value, error) { return t.String(), nil }

// Scan reads what Value stored. For a column that may be NULL use
// sql.Null[TimeOfDay].
func (t *TimeOfDay) Scan(src any) error {
	switch v := src.(type) {
	case string:
		return t.UnmarshalText([]byte(v))
	case []byte:
		return t.UnmarshalText(v)
	}
	return fmt.Errorf("worktime: a time can't be read from a %T", src)
}
