package worktime

import (
	"slices"
	"time"
)

// Overlap returns the intervals from an instant to another in which everybody
// works (P3), in order. The order of the calendars does not matter; without any
// there is no overlap.
func Overlap(from, to time.Time, calendars ...*Calendar) []Interval {
	if len(calendars) == 0 {
		return nil
	}
	common := slices.Collect(calendars[0].Intervals(from, to))
	for _, calendar := range calendars[1:] {
		common = intersect(common, slices.Collect(calendar.Intervals(from, to)))
	}
	return common
}

// intersect returns what two lists of intervals share; each is in order and its
// intervals don't touch, and so is the result.
func intersect(a, b []Interval) []Interval {
	var out []Interval
	for len(a) > 0 && len(b) > 0 {
		start, end := later(a[0].Start, b[0].Start), earlier(a[0].End, b[0].End)
		if start.Before(end) {
			out = append(out, Interval{start, end})
		}
		if a[0].End.Before(b[0].End) {
			a = a[1:]
		} else {
			b = b[1:]
		}
	}
	return out
}
