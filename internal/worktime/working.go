package worktime

import (
	"iter"
	"time"
)

// Interval is the time from Start until before End.
type Interval struct {
	Start time.Time `json:"start"`
	End   time.Time `json:"end"`
}

// Duration returns how long the interval is.
func (i Interval) Duration() time.Duration { return i.End.Sub(i.Start) }

// working begins a walk over the person's working time.
func (c *Calendar) working(w *walk, from time.Time) {
	w.daysOff = true
	w.start(c, &c.hours, from.Unix())
}

// NextWorkingMinute returns the first instant at which the person works, the
// given one or later: t itself when they work at t, the beginning of their next
// working hours else. It reports false when there is none within HorizonDays.
func (c *Calendar) NextWorkingMinute(t time.Time) (time.Time, bool) {
	var w walk
	c.working(&w, t)
	for s, ok := w.take(); ok; s, ok = w.take() {
		if end := time.Unix(s.end, 0); end.After(t) {
			return later(t, time.Unix(s.start, 0)).UTC(), true
		}
	}
	return time.Time{}, false
}

// OverdueAt returns the instant from which something due at an instant is
// overdue (W7): the owner's first working instant at or after it, so that it
// never begins while they are off. It reports false where the owner does not
// work within HorizonDays: then it is not going to be overdue.
func (c *Calendar) OverdueAt(due time.Time) (time.Time, bool) { return c.NextWorkingMinute(due) }

// Working reports whether the person works at an instant.
func (c *Calendar) Working(t time.Time) bool {
	next, ok := c.NextWorkingMinute(t)
	return ok && next.Equal(t)
}

// Between returns the working time from a to b; it is negative where b is before
// a. So Between(a, b) + Between(b, c) is Between(a, c). Of a longer distance than
// HorizonDays only that much is counted.
func (c *Calendar) Between(a, b time.Time) time.Duration {
	if b.Before(a) {
		return -c.Between(b, a)
	}
	var sum time.Duration
	for interval := range c.Intervals(a, b) {
		sum += interval.Duration()
	}
	return sum
}

// Add returns the earliest instant that has working time d between from and
// itself; from itself where d is not positive. It reports false when there is
// not so much working time within HorizonDays.
func (c *Calendar) Add(from time.Time, d time.Duration) (time.Time, bool) {
	if d <= 0 {
		return from.UTC(), true
	}
	var w walk
	c.working(&w, from)
	for s, ok := w.take(); ok; s, ok = w.take() {
		start := later(from, time.Unix(s.start, 0))
		length := time.Unix(s.end, 0).Sub(start)
		if length >= d {
			return start.Add(d).UTC(), true
		}
		if length > 0 {
			d -= length
		}
	}
	return time.Time{}, false
}

// Intervals gives the working time from an instant to another, in order, cut
// off at both, at most for HorizonDays. Hours that touch make one interval.
func (c *Calendar) Intervals(from, to time.Time) iter.Seq[Interval] {
	return c.clipped(&c.hours, true, from, to)
}

// FocusIntervals gives the focus time from an instant to another, as Intervals
// does. Focus blocks stand on all their days, days off included.
func (c *Calendar) FocusIntervals(from, to time.Time) iter.Seq[Interval] {
	return c.clipped(&c.focus, false, from, to)
}

func (c *Calendar) clipped(week *week, daysOff bool, from, to time.Time) iter.Seq[Interval] {
	return func(yield func(Interval) bool) {
		w := walk{daysOff: daysOff}
		w.start(c, week, from.Unix())
		var held Interval // not given yet, because the next piece may touch it
		for s, ok := w.take(); ok && time.Unix(s.start, 0).Before(to); s, ok = w.take() {
			start, end := later(from, time.Unix(s.start, 0)), earlier(to, time.Unix(s.end, 0))
			switch {
			case !start.Before(end):
			case held.End.Equal(start):
				held.End = end.UTC()
			default:
				if !held.End.IsZero() && !yield(held) {
					return
				}
				held = Interval{start.UTC(), end.UTC()}
			}
		}
		if !held.End.IsZero() {
			yield(held)
		}
	}
}

// InFocus reports whether an instant lies in a focus block (N4).
func (c *Calendar) InFocus(t time.Time) bool {
	_, in := c.FocusUntil(t)
	return in
}

// FocusUntil returns when the focus time that an instant lies in ends, and
// false when it lies in none. Blocks that touch end together; ones without a
// pause do not end within HorizonDays, and give that far.
func (c *Calendar) FocusUntil(t time.Time) (time.Time, bool) {
	for interval := range c.FocusIntervals(t, t.AddDate(0, 0, HorizonDays)) {
		return interval.End, interval.Start.Equal(t)
	}
	return time.Time{}, false
}

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

func earlier(a, b time.Time) time.Time {
	if a.Before(b) {
		return a
	}
	return b
}
