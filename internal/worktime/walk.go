package worktime

import (
	"cmp"
	"slices"
)

// stretch is an interval in Unix time: [start, end).
type stretch struct{ start, end int64 }

// walk lays out a week over the calendar, date by date, and gives the stretches
// in order, none overlapping another. One that runs past midnight may come in
// pieces that touch.
//
// Wall times that a clock change skips come out later than ones after them, and
// a night shift reaches into the next date. So what is laid out is given only up
// to the beginning of the next date to lay out: nothing from there on can be
// earlier.
type walk struct {
	calendar *Calendar
	week     *week
	daysOff  bool // leave out what begins on a day off
	clock    wallClock
	next     Date  // the next date to lay out
	begin    int64 // its first instant
	last     Date  // the last date to lay out
	waiting  []stretch
	room     [8]stretch // waiting's first array
}

// start begins a walk that gives every stretch from those which end after the
// given instant on, for at most HorizonDays dates.
func (w *walk) start(c *Calendar, week *week, unix int64) {
	w.calendar, w.week, w.clock.zone = c, week, c.zone
	w.clock.load(unix)
	today := dateOfWall(unix + w.clock.offset)
	// A shift of two dates ago is still on where the zone skipped yesterday.
	w.next = today.AddDays(-2)
	w.last = today.AddDays(HorizonDays)
	if week.empty() {
		w.last = Date{}
	}
	w.waiting = w.room[:0]
	w.begin = w.clock.begin(w.next)
}

// take gives the next stretch, and false when there is none up to the horizon.
func (w *walk) take() (stretch, bool) {
	for {
		if len(w.waiting) > 0 && w.waiting[0].start < w.begin {
			first := &w.waiting[0]
			given := stretch{first.start, min(first.end, w.begin)}
			if first.start = given.end; first.start == first.end {
				w.waiting = slices.Delete(w.waiting, 0, 1)
			}
			return given, true
		}
		if w.next.After(w.last) {
			return stretch{}, false
		}
		w.layOut()
	}
}

// layOut adds what begins on the next date.
func (w *walk) layOut() {
	date := w.next
	after := date.AddDays(1)
	if w.daysOff {
		if away, ok := stretchOn(w.calendar.off, date); ok {
			after = away.EndsOn.AddDays(1)
		}
	}
	begin := w.begin
	w.next, w.begin = after, w.clock.begin(after)
	spans := w.week[date.Weekday()]
	if len(spans) == 0 || begin == w.begin {
		return
	}
	if w.daysOff {
		if _, _, off := w.calendar.dayOff(&w.clock, date); off {
			return
		}
	}
	for _, span := range spans {
		from, to := span.minutes()
		start, _ := w.clock.resolve(date.wall() + int64(from)*60)
		end, _ := w.clock.resolve(date.wall() + int64(to)*60)
		if start < end {
			w.add(stretch{start, end})
		}
	}
}

func (w *walk) add(s stretch) {
	if last := len(w.waiting) - 1; last < 0 || w.waiting[last].end < s.start {
		w.waiting = append(w.waiting, s)
		return
	}
	w.waiting = join(append(w.waiting, s))
}

// join sorts stretches and makes one of those that touch.
func join(list []stretch) []stretch {
	slices.SortFunc(list, func(a, b stretch) int { return cmp.Compare(a.start, b.start) })
	out := list[:1]
	for _, s := range list[1:] {
		if last := &out[len(out)-1]; s.start <= last.end {
			last.end = max(last.end, s.end)
			continue
		}
		out = append(out, s)
	}
	return out
}
