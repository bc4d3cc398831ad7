package imports

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"

	"cairn/internal/work"
	"cairn/internal/worktime"
)

// The forms of dates that can be read in one way only. Dates with dots have the
// day first wherever they are written; those with slashes or dashes are read
// when only one of their numbers can be the month.
var (
	isoDate = regexp.MustCompile(`^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T ](\d{1,2}):(\d\d)(?::(\d\d)(?:[.,]\d+)?)?)? ?([zZ]|UTC|[+-]\d\d:?\d\d)?$`)
	numbers = regexp.MustCompile(`^(\d{1,2})([-/.])(\d{1,2})[-/.](\d{4}|\d\d)$`)
	dayName = regexp.MustCompile(`(?i)^(\d{1,2})(?:st|nd|rd|th)?[ -](?:of )?([a-z]+)\.?,?[ -](\d{4}|\d\d)$`)
	nameDay = regexp.MustCompile(`(?i)^([a-z]+)\.?[ -](\d{1,2})(?:st|nd|rd|th)?,?[ -](\d{4})$`)
	weekday = regexp.MustCompile(`(?i)^(mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?[.,]* +(.+)$`)
	serial  = regexp.MustCompile(`^\d{5}(?:\.\d+)?$`)
	clock12 = regexp.MustCompile(`(?i)^(\d{1,2})(?::(\d\d)(?::\d\d)?)? ?([ap])\.?m\.?$`)
	clock24 = regexp.MustCompile(`^(\d{1,2}):(\d\d)(?::\d\d(?:[.,]\d+)?)?$`)
	zoned   = regexp.MustCompile(`^(.*?\d.*?) ?(Z|UTC|GMT|[A-Z]{3,5})$`)
)

// when is what a row says about its due date.
type when struct {
	date worktime.Date
	at   *worktime.TimeOfDay
	zone string // "" for the owner's
}

// due is the due date for the worklist; a time in a zone of its own is fixed.
func (w when) due() work.Due {
	if w.date.IsZero() {
		return work.Due{}
	}
	due := work.Due{Date: &w.date, Time: w.at}
	if w.at != nil && w.zone != "" {
		due.Zone = &w.zone
	}
	return due
}

// readWhen reads a date and a time, each of which may be empty. A time without
// a zone of its own is in the given one; "" is the owner's.
func readWhen(date, clock, zone string) (when, error) {
	date, clock = oneLine(date), oneLine(clock)
	if date == "" {
		if clock != "" {
			return when{}, problemf("has the time %q and no date; give it one", clock)
		}
		return when{}, nil
	}
	w, err := readDate(date)
	if err != nil || clock == "" {
		if w.at != nil && w.zone == "" {
			w.zone = zone
		}
		return w, err
	}
	if w.at != nil {
		return when{}, problemf("has one time in %q and another in %q; leave one out", date, clock)
	}
	w.zone = zone
	if match := zoned.FindStringSubmatch(clock); match != nil && clock12.FindString(clock) == "" {
		if name := match[2]; name != "Z" && name != "UTC" && name != "GMT" {
			return when{}, problemf("has a time in %q, which is no zone with one meaning; write the time in UTC, such as 02:00 UTC", name)
		}
		clock, w.zone = match[1], "UTC"
	}
	at, err := readClock(clock)
	w.at = &at
	return w, err
}

// readDate reads a day, and the time with it where it is a timestamp. Midnight
// without a zone is how spreadsheets write a day alone.
func readDate(text string) (when, error) {
	rest, named := text, ""
	if match := weekday.FindStringSubmatch(text); match != nil {
		named, rest = strings.ToLower(match[1][:3]), match[2]
	}
	w, err := readDay(rest, text)
	if err != nil {
		return when{}, err
	}
	if is := w.date.Weekday().String(); named != "" && strings.ToLower(is[:3]) != named {
		return when{}, problemf("has the date %q, and %s is a %s; correct one of the two", text, w.date, is)
	}
	return w, nil
}

func readDay(text, whole string) (when, error) {
	if match := isoDate.FindStringSubmatch(text); match != nil {
		return readISO(match, whole)
	}
	if match := numbers.FindStringSubmatch(text); match != nil {
		return readNumbers(match, whole)
	}
	if match := dayName.FindStringSubmatch(text); match != nil {
		return readNamed(match[3], match[2], match[1], whole)
	}
	if match := nameDay.FindStringSubmatch(text); match != nil {
		return readNamed(match[3], match[1], match[2], whole)
	}
	if serial.MatchString(text) {
		return when{}, problemf("has %q for a date, which is a spreadsheet's own number for it; show the column as 2026-12-01 there, and save it again", whole)
	}
	return when{}, problemf("has the date %q, which can't be read; write it as 2026-12-01", whole)
}

// readISO reads 2026-12-01, alone or as a timestamp.
func readISO(match []string, whole string) (when, error) {
	date, err := civil(match[1], match[2], match[3], whole)
	if err != nil || match[4] == "" {
		return when{date: date}, err
	}
	at, err := readClock(match[4] + ":" + match[5])
	if err != nil {
		return when{}, err
	}
	offset := match[7]
	if offset == "" {
		if at == 0 {
			return when{date: date}, nil
		}
		return when{date: date, at: &at}, nil
	}
	w := inUTC(date, at, offset)
	if year, _, _ := w.date.Civil(); year < 1 || year > 9999 {
		return when{}, problemf("has the date %q, and there is no such day", whole)
	}
	return w, nil
}

// inUTC is a time with an offset, which is a fixed instant.
func inUTC(date worktime.Date, at worktime.TimeOfDay, offset string) when {
	minutes := 0
	if digits := strings.ReplaceAll(offset, ":", ""); len(digits) == 5 {
		hour, _ := strconv.Atoi(digits[1:3]) // digits, by the pattern
		minute, _ := strconv.Atoi(digits[3:])
		minutes = hour*60 + minute
		if digits[0] == '-' {
			minutes = -minutes
		}
	}
	year, month, day := date.Civil()
	instant := time.Date(year, month, day, 0, int(at)-minutes, 0, 0, time.UTC)
	utc := worktime.LocalTime(time.UTC, instant)
	return when{date: worktime.LocalDate(time.UTC, instant), at: &utc, zone: "UTC"}
}

// readNumbers reads 31.12.2026, and with slashes or dashes what can be read in
// one way only.
func readNumbers(match []string, whole string) (when, error) {
	first, second, year := match[1], match[3], match[4]
	if len(year) == 2 {
		return when{}, problemf("has the date %q; write the year with four digits", whole)
	}
	a, _ := strconv.Atoi(first) // digits, by the pattern
	b, _ := strconv.Atoi(second)
	if match[2] == "." || a > 12 || a == b {
		date, err := civil(year, second, first, whole)
		return when{date: date}, err
	}
	if b > 12 {
		date, err := civil(year, first, second, whole)
		return when{date: date}, err
	}
	return when{}, problemf("has the date %q, which may be %s %d or %s %d; write it as %s-%02d-%02d or %s-%02d-%02d",
		whole, time.Month(b), a, time.Month(a), b, year, b, a, year, a, b)
}

func readNamed(year, month, day, whole string) (when, error) {
	if len(year) == 2 {
		return when{}, problemf("has the date %q; write the year with four digits", whole)
	}
	for m := time.January; m <= time.December; m++ {
		name, given := strings.ToLower(m.String()), strings.ToLower(month)
		if len(given) >= 3 && strings.HasPrefix(name, given) || given == "sept" && m == time.September {
			date, err := civil(year, strconv.Itoa(int(m)), day, whole)
			return when{date: date}, err
		}
	}
	return when{}, problemf("has the date %q, and %q is no month in English; write it as 2026-12-01", whole, month)
}

func civil(year, month, day, whole string) (worktime.Date, error) {
	date, err := worktime.ParseDate("", fmt.Sprintf("%s-%02s-%02s", year, month, day))
	if err != nil {
		return worktime.Date{}, problemf("has the date %q, and there is no such day", whole)
	}
	return date, nil
}

// readClock reads 17:30, 5:30 pm and 5pm.
func readClock(text string) (worktime.TimeOfDay, error) {
	hour, minute := "", "00"
	if match := clock24.FindStringSubmatch(text); match != nil {
		hour, minute = match[1], match[2]
	} else if match := clock12.FindStringSubmatch(text); match != nil {
		h, _ := strconv.Atoi(match[1]) // digits, by the pattern
		if h >= 1 && h <= 12 {
			if h %= 12; strings.EqualFold(match[3], "p") {
				h += 12
			}
			hour = strconv.Itoa(h)
		}
		if match[2] != "" {
			minute = match[2]
		}
	}
	at, err := worktime.ParseTime("", fmt.Sprintf("%02s:%s", hour, minute))
	if hour == "" || err != nil {
		return 0, problemf("has the time %q, which can't be read; write it as 17:30", text)
	}
	return at, nil
}

// problem is why one row can't be imported, and how to mend it.
type problem string

// Error gives the words, which follow the number of the line.
func (p problem) Error() string { return string(p) }

func problemf(format string, args ...any) error { return problem(fmt.Sprintf(format, args...)) }
