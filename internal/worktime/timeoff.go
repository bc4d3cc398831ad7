package worktime

import (
	"slices"

	"cairn/internal/errs"
)

// TimeOff is a stretch of dates in which a person is away, the last included.
type TimeOff struct {
	StartsOn Date `json:"starts_on"`
	EndsOn   Date `json:"ends_on"`
}

// Check refuses a stretch that has no first or last date or ends before it
// starts. The location names the place of the input.
func (o TimeOff) Check(location string) error {
	switch {
	case o.StartsOn.IsZero():
		return errs.InvalidField(location+".starts_on", "is needed: the first date off, such as 2026-12-24")
	case o.EndsOn.IsZero():
		return errs.InvalidField(location+".ends_on", "is needed: the last date off; for a single day the same as starts_on")
	case o.EndsOn.Before(o.StartsOn):
		return errs.InvalidField(location+".ends_on", "%s is before the first date off, %s: let it end on that date or later", o.EndsOn, o.StartsOn)
	}
	return nil
}

// merged sorts stretches and joins those that touch, so that at most one holds
// a date.
func merged(stretches []TimeOff) []TimeOff {
	sorted := slices.Clone(stretches)
	slices.SortFunc(sorted, func(a, b TimeOff) int { return a.StartsOn.Compare(b.StartsOn) })
	out := sorted[:0]
	for _, o := range sorted {
		if last := len(out) - 1; last >= 0 && !o.StartsOn.After(out[last].EndsOn.AddDays(1)) {
			if o.EndsOn.After(out[last].EndsOn) {
				out[last].EndsOn = o.EndsOn
			}
			continue
		}
		out = append(out, o)
	}
	return out
}

// stretchOn finds the stretch of a merged list that holds a date.
func stretchOn(list []TimeOff, date Date) (TimeOff, bool) {
	i, found := slices.BinarySearchFunc(list, date, func(o TimeOff, date Date) int {
		switch {
		case o.EndsOn.Before(date):
			return -1
		case o.StartsOn.After(date):
			return 1
		}
		return 0
	})
	if !found {
		return TimeOff{}, false
	}
	return list[i], true
}
