// Package recur reads the rules by which something comes again (RRULE of RFC
// 5545), and gives their dates. It knows dates alone: at which instant one begins
// or ends, in whose zone, is a calendar's to say, so no change of the clocks
// touches a rule.
package recur

import (
	"fmt"
	"strings"
	"time"

	"cairn/internal/errs"
	"cairn/internal/worktime"

	"github.com/teambition/rrule-go"
)

// The bounds of a rule.
const (
	maxLength   = 300 // characters
	maxCount    = 1000
	maxInterval = 400
)

// Rule is a rule that is fine.
type Rule struct {
	text   string
	option rrule.ROption
}

// Parse reads a rule, such as FREQ=WEEKLY;BYDAY=FR, and refuses what is none, is
// finer than a day, or never comes. The location names the place of the input.
func Parse(location, text string) (Rule, error) {
	rule, wrong := read(text)
	if wrong != "" {
		return Rule{}, errs.InvalidField(location, "%s", wrong)
	}
	return rule, nil
}

// read reads a rule, or says what is wrong with it.
func read(text string) (rule Rule, wrong string) {
	refuse := func(format string, args ...any) (Rule, string) { return rule, fmt.Sprintf(format, args...) }
	text = strings.ToUpper(strings.TrimSpace(text))
	text = strings.TrimPrefix(text, "RRULE:")
	switch {
	case text == "":
		return refuse("is empty; write a rule such as FREQ=WEEKLY;BYDAY=FR, or null for none")
	case len(text) > maxLength:
		return refuse("has %d characters; a rule has at most %d", len(text), maxLength)
	case strings.ContainsAny(text, "\r\n"):
		return refuse("has several lines; give the rule alone, such as FREQ=WEEKLY;BYDAY=FR")
	}
	for part := range strings.SplitSeq(text, ";") {
		name, _, _ := strings.Cut(part, "=")
		switch name {
		case "FREQ", "INTERVAL", "COUNT", "UNTIL", "WKST", "BYDAY", "BYMONTHDAY", "BYYEARDAY", "BYWEEKNO", "BYMONTH", "BYSETPOS":
		case "BYHOUR", "BYMINUTE", "BYSECOND":
			return refuse("names a time of day by %s; leave it out, and set the due time instead", name)
		default:
			return refuse("%q is no part of a rule here; write one such as FREQ=WEEKLY;BYDAY=FR", part)
		}
	}
	option, err := rrule.StrToROption(text)
	if err != nil {
		return refuse("can't be read as a rule of RFC 5545 (%s); write one such as FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1", err)
	}
	switch {
	case option.Freq > rrule.DAILY:
		return refuse("comes more often than once a day; use FREQ=DAILY, WEEKLY, MONTHLY or YEARLY")
	case option.Count < 0 || option.Count > maxCount:
		return refuse("counts %d times; give at most %d, or no COUNT for a rule without end", option.Count, maxCount)
	case option.Interval < 0 || option.Interval > maxInterval:
		return refuse("has an INTERVAL of %d; give 1 to %d", option.Interval, maxInterval)
	case strings.Contains(text, "INTERVAL=0"):
		return refuse("has an INTERVAL of 0; give 1 to %d", maxInterval)
	case strings.Contains(text, "COUNT=") && strings.Contains(text, "UNTIL="):
		return refuse("has both COUNT and UNTIL; keep one of them")
	}
	rule = Rule{text, *option}
	endless := rule
	endless.option.Until, endless.option.Count = time.Time{}, 0
	for _, year := range []int{2024, 2025, 2026, 2027} { // what begins in a leap year, and what doesn't
		dates, err := endless.From(worktime.NewDate(year, time.January, 1))
		if err != nil {
			return refuse("can't be followed (%s); write one such as FREQ=WEEKLY;BYDAY=FR", err)
		}
		if _, comes := dates.After(worktime.NewDate(year, time.January, 1)); comes {
			return rule, ""
		}
	}
	return refuse("never comes: no date is all that it asks for; look at its days and months again")
}

// String is the rule as it is kept.
func (r Rule) String() string { return r.text }

// Dates are those of a rule from a first one on.
type Dates struct{ rule *rrule.RRule }

// A rule is followed in a year far from now that has the same calendar: the
// calendar repeats itself each 400 years, and the years of the library end soon
// after. So a search that finds nothing ends soon too.
const (
	cycleDays = 146_097 // of 400 years
	cycles    = 19
)

// From gives the dates of the rule from a first date on, which is one of them
// where the rule has it.
func (r Rule) From(first worktime.Date) (Dates, error) {
	option := r.option
	option.Dtstart = far(first)
	if !option.Until.IsZero() {
		option.Until = far(worktime.LocalDate(time.UTC, option.Until))
	}
	rule, err := rrule.NewRRule(option)
	return Dates{rule}, err
}

func far(date worktime.Date) time.Time {
	year, month, dayOfMonth := date.Civil()
	return time.Date(year, month, dayOfMonth+cycles*cycleDays, 0, 0, 0, 0, time.UTC)
}

// After is the first date after another one; false: there is none.
func (d Dates) After(date worktime.Date) (worktime.Date, bool) {
	at := d.rule.After(far(date), false)
	if at.IsZero() {
		return worktime.Date{}, false
	}
	return worktime.LocalDate(time.UTC, at.AddDate(0, 0, -cycles*cycleDays)), true
}

// Next are the first dates after another one, at most so many.
func (d Dates) Next(date worktime.Date, most int) []worktime.Date {
	found := make([]worktime.Date, 0, most)
	for len(found) < most {
		next, ok := d.After(date)
		if !ok {
			break
		}
		found, date = append(found, next), next
	}
	return found
}
