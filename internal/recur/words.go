package recur

import (
	"fmt"
	"strings"

	"github.com/teambition/rrule-go"
)

// Words is the rule in plain words where it is one of the usual ones, and as it is
// written in all other cases. The web app makes its own from the same rules.
func (r Rule) Words() string {
	words := r.endless()
	if !r.option.Until.IsZero() && words != r.text {
		words += " until " + r.option.Until.Format("2006-01-02")
	}
	return words
}

// endless is the rule in words, without its end.
func (r Rule) endless() string {
	o := r.option
	every := func(unit string) string {
		if o.Interval > 1 {
			return fmt.Sprintf("every %d %ss", o.Interval, unit)
		}
		return "every " + unit
	}
	plain := len(o.Byyearday)+len(o.Byweekno)+len(o.Bymonth) == 0 && o.Count == 0
	days, workdays := dayNames(o.Byweekday)
	switch {
	case !plain:
	case o.Freq == rrule.DAILY && len(o.Byweekday)+len(o.Bymonthday)+len(o.Bysetpos) == 0:
		return every("day")
	case o.Freq == rrule.WEEKLY && len(o.Bymonthday)+len(o.Bysetpos) == 0:
		switch {
		case workdays && o.Interval <= 1:
			return "every working day, Monday to Friday"
		case days == "":
			return every("week")
		case o.Interval > 1:
			return every("week") + " on " + days
		default:
			return "every " + days
		}
	case o.Freq == rrule.MONTHLY && workdays && len(o.Bymonthday) == 0 && len(o.Bysetpos) == 1 && o.Interval <= 1:
		switch o.Bysetpos[0] {
		case 1:
			return "the first working day of the month"
		case -1:
			return "the last working day of the month"
		}
	case o.Freq == rrule.MONTHLY && len(o.Bymonthday) == 1 && len(o.Byweekday)+len(o.Bysetpos) == 0:
		if o.Bymonthday[0] == -1 {
			return every("month") + " on the last day"
		}
		return every("month") + fmt.Sprintf(" on day %d", o.Bymonthday[0])
	case len(o.Byweekday)+len(o.Bymonthday)+len(o.Bysetpos) > 0:
	case o.Freq == rrule.MONTHLY:
		return every("month")
	case o.Freq == rrule.YEARLY:
		return every("year")
	}
	return r.text
}

func dayNames(days []rrule.Weekday) (names string, workdays bool) {
	all := [7]string{"Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"}
	found := make([]string, 0, len(days))
	var set [7]bool
	for _, d := range days {
		if d.N() != 0 {
			return "", false
		}
		set[d.Day()] = true
	}
	for i, name := range all {
		if set[i] {
			found = append(found, name)
		}
	}
	return strings.Join(found, ", "), len(found) == 5 && !set[5] && !set[6]
}
