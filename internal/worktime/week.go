package worktime

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"cairn/internal/errs"
)

// Weekday is a day of the week, written "mon" to "sun".
type Weekday time.Weekday

// weekdays are the keys in the order in which people read a week.
func weekdays() []Weekday {
	return []Weekday{
		Weekday(time.Monday), Weekday(time.Tuesday), Weekday(time.Wednesday), Weekday(time.Thursday),
		Weekday(time.Friday), Weekday(time.Saturday), Weekday(time.Sunday),
	}
}

// String returns "mon" to "sun".
func (w Weekday) String() string {
	return [...]string{"sun", "mon", "tue", "wed", "thu", "fri", "sat"}[((w%7)+7)%7]
}

// MarshalText gives "mon" to "sun".
func (w Weekday) MarshalText() ([]byte, error) { return []byte(w.String()), nil }

// UnmarshalText reads "mon" to "sun".
func (w *Weekday) UnmarshalText(text []byte) error {
	day, problem := parseWeekday(string(text))
	if problem != "" {
		return errs.New(errs.Invalid, "%s", problem)
	}
	*w = day
	return nil
}

func parseWeekday(s string) (day Weekday, problem string) {
	for _, day := range weekdays() {
		if day.String() == s {
			return day, ""
		}
	}
	return 0, fmt.Sprintf("%q is not a day of the week: write mon, tue, wed, thu, fri, sat or sun", shorten(s))
}

// Span is a stretch of a day. One whose End is not after its Start runs past
// midnight, and belongs to the day it begins on.
type Span struct {
	Start TimeOfDay `json:"start"`
	End   TimeOfDay `json:"end"`
}

// minutes returns the span in minutes since the midnight before it; end is over
// 1,440 when it runs past the next.
func (s Span) minutes() (start, end int) {
	start, end = int(s.Start), int(s.End)
	if end <= start {
		end += int(EndOfDate)
	}
	return start, end
}

// check says what is wrong with the span by itself.
func (s Span) check(location string) []errs.Field {
	var fields []errs.Field
	if s.Start < 0 || s.Start >= EndOfDate {
		fields = append(fields, errs.Field{Location: location + ".start", Message: "must be from 00:00 to 23:59; what begins at 24:00 begins at 00:00 of the next day"})
	}
	if s.End < 0 || s.End > EndOfDate {
		fields = append(fields, errs.Field{Location: location + ".end", Message: "must be from 00:00 to 24:00"})
	}
	return fields
}

// week has the spans that begin on each weekday, Sunday first, sorted.
type week [7][]Span

func (w *week) add(day Weekday, span Span) {
	w[day] = append(w[day], span)
	slices.SortFunc(w[day], func(a, b Span) int { return cmp.Compare(a.Start, b.Start) })
}

func (w *week) empty() bool {
	return !slices.ContainsFunc(w[:], func(spans []Span) bool { return len(spans) > 0 })
}

// located is a span of a week, with the place in the input it came from.
type located struct {
	day      Weekday
	span     Span
	location string
}

// checkWeek returns what is wrong with each span, or, when all are right by
// themselves, which of them overlap: within a day, past midnight, and from the
// end of Sunday into Monday.
func checkWeek(spans []located) []errs.Field {
	var fields []errs.Field
	for _, s := range spans {
		fields = append(fields, s.span.check(s.location)...)
	}
	if len(fields) > 0 || len(spans) < 2 {
		return fields
	}
	from := func(s located) int {
		start, _ := s.span.minutes()
		return (int(s.day)+6)%7*int(EndOfDate) + start
	}
	to := func(s located) int {
		start, end := s.span.minutes()
		return from(s) + end - start
	}
	sorted := slices.Clone(spans)
	slices.SortStableFunc(sorted, func(a, b located) int { return cmp.Compare(from(a), from(b)) })
	for i, s := range sorted {
		next, wrap := sorted[(i+1)%len(sorted)], 0
		if i+1 == len(sorted) {
			wrap = 7 * int(EndOfDate)
		}
		if to(s) > from(next)+wrap {
			fields = append(fields, errs.Field{Location: next.location, Message: fmt.Sprintf(
				"overlaps %s %s–%s: let one end before the other begins, or make them one", s.day, s.span.Start, s.span.End)})
		}
	}
	return fields
}

// refuse makes one refusal of all that is wrong, nil when nothing is.
func refuse(fields []errs.Field) error {
	if len(fields) == 0 {
		return nil
	}
	refusal := errs.New(errs.Invalid, "%s", fields[0].Message)
	refusal.Fields = fields
	return refusal
}
