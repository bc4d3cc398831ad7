package worktime

import (
	"cmp"
	"slices"
	"time"
)

// A live talk may begin at every quarter of an hour; every zone's clocks stand on
// one. What it asks of people is fair by these rules, and follows from the
// calendars alone:
//
//   - Comfortable is somebody's working day without its first and last hour (its
//     first and last quarter where it is shorter than four hours). A talk costs
//     them the minutes by which it reaches out of that.
//   - It reaches out of their hours by TalkStretch at most, and never into a date
//     on which they are away or have a holiday.
//   - Inside everyone's hours is better than in the focus time of somebody, and
//     that better than outside of somebody's hours. Only talks of the best of
//     these kinds that there is are offered.
//   - Of those the best is the one which takes the least from whom it takes most;
//     what the talks offered before it have taken counts too, so that the next
//     one is borne by another. Where two are the same by that, one apart from
//     those offered before is better, and then one of which more falls on a
//     certain person, a different one each week, in the order of the calendars.
//     Where they are still the same, the earlier is taken.

// TalkStretch is how far out of somebody's working hours a talk may reach;
// TalkApart is how far from each other they are offered where it costs nobody more.
const (
	TalkStretch = 4 * time.Hour
	TalkApart   = 8 * time.Hour
)

// In seconds: where talks may begin, and what is left of an hour on both sides
// of a comfortable day.
const (
	talkGrid   = 15 * 60
	talkMargin = 60 * 60
)

// TalkFit is the kind of the talks that are offered.
type TalkFit string

// The kinds, the best first.
const (
	FitInside  TalkFit = "inside"  // of everyone's working hours
	FitFocus   TalkFit = "focus"   // inside everyone's hours, in focus time of somebody
	FitStretch TalkFit = "stretch" // outside of somebody's hours
	FitNone    TalkFit = "none"    // there are none
)

// TalkPlace is where in somebody's day a talk lies.
type TalkPlace string

// The places.
const (
	PlaceMiddle TalkPlace = "middle" // comfortable
	PlaceEarly  TalkPlace = "early"  // in the first hour of their day
	PlaceLate   TalkPlace = "late"   // in the last
	PlaceBreak  TalkPlace = "break"  // between two of their spans
	PlaceBefore TalkPlace = "before" // before their hours
	PlaceAfter  TalkPlace = "after"  // after them
)

// TalkPart is what a talk asks of one person.
type TalkPart struct {
	Place   TalkPlace `json:"place" enum:"middle,early,late,break,before,after"`
	Focus   bool      `json:"focus" doc:"It lies in their focus time"`
	Outside int       `json:"outside_minutes" doc:"How far it reaches out of their working hours"`
	Cost    int       `json:"cost_minutes" doc:"How far it reaches out of the comfortable middle of their day"`
}

// Talk is a time for a live talk, with what it asks of each person in the order
// of the calendars.
type Talk struct {
	Interval
	Parts []TalkPart
}

// Talks finds times for a live talk of a length between two instants, at most so
// many, the best first (P3), and says of which kind they are.
func Talks(from, to time.Time, length time.Duration, most int, calendars ...*Calendar) ([]Talk, TalkFit) {
	if len(calendars) == 0 || length <= 0 {
		return nil, FitNone
	}
	talkers := make([]talker, len(calendars))
	for i, calendar := range calendars {
		talkers[i] = newTalker(calendar, from, to)
	}
	var found []Talk
	fit, seconds := FitNone, int64(length/time.Second)
	first := (from.Unix() + talkGrid - 1) / talkGrid * talkGrid
	for start := first; start+seconds <= to.Unix(); start += talkGrid {
		parts, kind := partsOf(talkers, start, start+seconds)
		if kind == FitNone || worse(kind, fit) {
			continue
		}
		if kind != fit {
			fit, found = kind, nil
		}
		found = append(found, Talk{Interval{time.Unix(start, 0).UTC(), time.Unix(start+seconds, 0).UTC()}, parts})
	}
	return fairest(found, most, len(calendars)), fit
}

func worse(a, b TalkFit) bool {
	order := []TalkFit{FitInside, FitFocus, FitStretch, FitNone}
	return slices.Index(order, a) > slices.Index(order, b)
}

func partsOf(talkers []talker, start, end int64) ([]TalkPart, TalkFit) {
	parts, fit := make([]TalkPart, len(talkers)), FitInside
	for i := range talkers {
		part, possible := talkers[i].part(start, end)
		if !possible {
			return nil, FitNone
		}
		if part.Outside > 0 {
			fit = FitStretch
		} else if part.Focus && fit == FitInside {
			fit = FitFocus
		}
		parts[i] = part
	}
	return parts, fit
}

// fairest takes one talk after another.
func fairest(talks []Talk, most, people int) []Talk {
	var taken []Talk
	borne := make([]int, people)
	for len(taken) < most {
		var best Talk
		var least talkWeight
		for _, talk := range talks {
			weight, free := weigh(talk, taken, borne)
			if free && (best.Parts == nil || weight.compare(least) < 0) {
				best, least = talk, weight
			}
		}
		if best.Parts == nil {
			break
		}
		taken = append(taken, best)
		for i, part := range best.Parts {
			borne[i] += part.Cost
		}
	}
	return taken
}

// talkWeight is by what talks are compared, the most important first.
type talkWeight struct{ focus, most, sum, near, others int }

func (w talkWeight) compare(o talkWeight) int {
	return cmp.Or(cmp.Compare(w.focus, o.focus), cmp.Compare(w.most, o.most), cmp.Compare(w.sum, o.sum),
		cmp.Compare(w.near, o.near), cmp.Compare(w.others, o.others))
}

// weigh tells what a talk would make of what everybody has borne already; false
// where it overlaps one that is taken.
func weigh(talk Talk, taken []Talk, borne []int) (w talkWeight, free bool) {
	for _, other := range taken {
		if talk.Start.Before(other.End) && other.Start.Before(talk.End) {
			return w, false
		}
		if talk.Start.Sub(other.Start).Abs() < TalkApart {
			w.near = 1
		}
	}
	for i, part := range talk.Parts {
		w.most = max(w.most, borne[i]+part.Cost)
		w.sum += part.Cost
		if part.Focus {
			w.focus++
		}
	}
	// Weeks begin on Monday; 1970 began on a Thursday.
	week := int((talk.Start.Unix()/secondsPerDay + 3) / 7)
	w.others = w.sum - talk.Parts[week%len(talk.Parts)].Cost
	return w, true
}

// talker is one person while a talk is looked for.
type talker struct {
	days              []talkDay
	work, focus, free []stretch // each in order; free are the dates of which nothing may be taken
}

// talkDay is the working day of one date, from its first hours to its last.
type talkDay struct {
	stretch
	calm stretch
}

func newTalker(c *Calendar, from, to time.Time) talker {
	t := talker{}
	for interval := range c.Intervals(from, to) {
		t.work = append(t.work, stretch{interval.Start.Unix(), interval.End.Unix()})
	}
	for interval := range c.FocusIntervals(from, to) {
		t.focus = append(t.focus, stretch{interval.Start.Unix(), interval.End.Unix()})
	}
	clock := wallClock{zone: c.zone}
	// A night shift of two dates ago may still be on, as in walk.start; the day
	// after the last one may begin within the stretch.
	for date := c.LocalDate(from).AddDays(-2); !date.After(c.LocalDate(to).AddDays(1)); date = date.AddDays(1) {
		why, _, off := c.dayOff(&clock, date)
		if off && why != OffWeekday {
			t.free = append(t.free, stretch{clock.begin(date), clock.begin(date.AddDays(1))})
		}
		if off {
			continue
		}
		begin, _ := clock.resolve(date.wall() + int64(c.hours[date.Weekday()][0].Start)*60)
		end := c.endOfDay(&clock, date)
		if margin := min(talkMargin, (end-begin)/4); begin < end {
			t.days = append(t.days, talkDay{stretch{begin, end}, stretch{begin + margin, end - margin}})
		}
	}
	return t
}

// part tells what a talk asks of the person, and false where it can't be asked.
func (t *talker) part(start, end int64) (part TalkPart, possible bool) {
	works := covered(t.work, start, end)
	if works < end-start && covered(t.free, start, end) > 0 {
		return part, false
	}
	for _, day := range t.days {
		before, after := max(0, day.start-start), max(0, end-day.end)
		if reach := int64(TalkStretch / time.Second); before > reach || after > reach {
			continue
		}
		asked := day.asks(start, end, works, before+after)
		if !possible || asked.Cost < part.Cost {
			part, possible = asked, true
		}
	}
	part.Focus = covered(t.focus, start, end) > 0
	return part, possible
}

// asks tells what a talk that has so many seconds of the person's working time,
// and reaches so far out of the day, asks of that day.
func (d talkDay) asks(start, end, works, outside int64) TalkPart {
	early, late := max(0, d.calm.start-start), max(0, end-d.calm.end)
	cost, place := early+late, PlaceMiddle
	switch inside := works == end-start; {
	case !inside && outside == 0:
		outside = end - start - works
		cost, place = max(cost, talkMargin)+outside, PlaceBreak
	case early > late && (inside || start < d.start):
		place = PlaceEarly
		if !inside {
			place = PlaceBefore
		}
	case late > 0:
		place = PlaceLate
		if !inside {
			place = PlaceAfter
		}
	}
	if works == end-start {
		outside = 0
	}
	return TalkPart{Place: place, Outside: minutesUp(outside), Cost: minutesUp(cost)}
}

func minutesUp(seconds int64) int { return int((seconds + 59) / 60) }

// covered counts the seconds from start to end that lie in a list of stretches
// in order.
func covered(list []stretch, start, end int64) (sum int64) {
	at, _ := slices.BinarySearchFunc(list, start, func(s stretch, start int64) int { return cmp.Compare(s.end, start) })
	for _, s := range list[at:] {
		if s.start >= end {
			break
		}
		sum += max(0, min(end, s.end)-max(start, s.start))
	}
	return sum
}
