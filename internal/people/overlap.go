package people

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"cairn/internal/authz"
	"cairn/internal/worktime"
)

// OverlapQuery says whose working time is wanted.
type OverlapQuery struct {
	IDs      []string
	From, To time.Time
	Length   time.Duration // of a live talk
	Most     int           // talks to propose
}

// Overlap is the working time of several people, and when they best talk.
type Overlap struct {
	From     time.Time           `json:"from"`
	To       time.Time           `json:"to"`
	Minutes  int                 `json:"minutes" doc:"How long the live talk is"`
	People   []PersonsTime       `json:"people"`
	Together []worktime.Interval `json:"together" doc:"When everybody works"`
	Fit      worktime.TalkFit    `json:"fit" enum:"inside,focus,stretch,none" doc:"Of which kind the talks are"`
	Note     string              `json:"note" doc:"The same in words"`
	Talks    []Talk              `json:"talks" doc:"The best first; each next one is borne by others where it can be"`
}

// PersonsTime is when one person works.
type PersonsTime struct {
	ID       string              `json:"id"`
	TimeZone string              `json:"time_zone"`
	Working  []worktime.Interval `json:"working" doc:"Without holidays and time off"`
	Focus    []worktime.Interval `json:"focus"`
	DaysOff  []DayOffTime        `json:"days_off"`
}

// DayOffTime is a day off, with the time that it takes.
type DayOffTime struct {
	worktime.DayOff
	worktime.Interval
}

// Talk is a time for a live talk.
type Talk struct {
	worktime.Interval
	Reason string     `json:"reason" doc:"Why this one, in words"`
	Parts  []TalkPart `json:"people"`
}

// TalkPart is what a talk asks of one person.
type TalkPart struct {
	ID string `json:"id"`
	worktime.TalkPart
}

// Overlap returns when several people work, when all of them do, and when they
// best talk (P3). Everybody in the workspace reads hours and time off.
func (s *Service) Overlap(ctx context.Context, actor authz.Actor, query OverlapQuery) (Overlap, error) {
	answer := Overlap{
		From: query.From.UTC(), To: query.To.UTC(), Minutes: int(query.Length / time.Minute),
		People: []PersonsTime{}, Together: []worktime.Interval{}, Talks: []Talk{},
	}
	names := map[string]string{}
	for _, id := range query.IDs {
		person, err := s.Get(ctx, actor, id)
		if err != nil {
			return Overlap{}, err
		}
		names[id] = person.Name
		answer.People = append(answer.People, PersonsTime{ID: id, TimeZone: person.TimeZone})
	}
	byID, err := s.Calendars(ctx, s.db, query.IDs)
	if err != nil {
		return Overlap{}, err
	}
	for i := range answer.People {
		if calendar := byID[answer.People[i].ID]; calendar != nil {
			answer.People[i].fill(calendar, query.From, query.To)
		}
	}
	// Whose turn it is must not depend on the order in which one asked.
	turns := slices.Sorted(slices.Values(query.IDs))
	calendars := make([]*worktime.Calendar, 0, len(turns))
	for _, id := range turns {
		if byID[id] == nil {
			return Overlap{}, noSuchPerson() // erased just now
		}
		calendars = append(calendars, byID[id])
	}
	answer.Together = append(answer.Together, worktime.Overlap(query.From, query.To, calendars...)...)
	talks, fit := worktime.Talks(query.From, query.To, query.Length, query.Most, calendars...)
	answer.Fit = fit
	for _, talk := range talks {
		made := Talk{Interval: talk.Interval, Reason: talkReason(talk.Parts, turns, names)}
		for i, part := range talk.Parts {
			made.Parts = append(made.Parts, TalkPart{turns[i], part})
		}
		answer.Talks = append(answer.Talks, made)
	}
	answer.Note = answer.note(query.Length, names)
	return answer, nil
}

func (p *PersonsTime) fill(calendar *worktime.Calendar, from, to time.Time) {
	p.Working = append([]worktime.Interval{}, slices.Collect(calendar.Intervals(from, to))...)
	p.Focus = append([]worktime.Interval{}, slices.Collect(calendar.FocusIntervals(from, to))...)
	p.DaysOff = []DayOffTime{}
	for _, day := range calendar.DaysOff(calendar.LocalDate(from), calendar.LocalDate(to.Add(-1))) {
		p.DaysOff = append(p.DaysOff, DayOffTime{day, calendar.DateInterval(day.Date)})
	}
}

// note says in a sentence what the talks are, or why there are none.
func (o *Overlap) note(length time.Duration, names map[string]string) string {
	long := hoursAndMinutes(int(length / time.Minute))
	switch o.Fit {
	case worktime.FitInside:
		return "Inside everyone's working hours."
	case worktime.FitFocus:
		return "Everyone works then, but only in somebody's focus time."
	case worktime.FitStretch:
		return fmt.Sprintf("There are no %s in which everyone works; these take the least from anybody.", long)
	case worktime.FitNone:
	}
	var away []string
	for _, person := range o.People {
		if len(person.Working) == 0 || len(person.DaysOff) > 0 {
			away = append(away, names[person.ID])
		}
	}
	if len(away) > 0 {
		return "Not in this time: " + listed(away) + " " + areOff(len(away)) + "."
	}
	return fmt.Sprintf("There are no %s within %d hours of everyone's working day. Talk in two groups, or in writing.",
		long, int(worktime.TalkStretch/time.Hour))
}

func areOff(n int) string {
	if n == 1 {
		return "is off"
	}
	return "are off"
}

// talkReason says what a talk asks, and of whom.
func talkReason(parts []worktime.TalkPart, ids []string, names map[string]string) string {
	var stretches, focus, late, early []string
	for i, part := range parts {
		name := names[ids[i]]
		switch part.Place {
		case worktime.PlaceBefore:
			stretches = append(stretches, name+" begins "+hoursAndMinutes(part.Outside)+" early")
		case worktime.PlaceAfter:
			stretches = append(stretches, name+" stays "+hoursAndMinutes(part.Outside)+" longer")
		case worktime.PlaceBreak:
			stretches = append(stretches, name+" gives up "+hoursAndMinutes(part.Outside)+" between working hours")
		case worktime.PlaceEarly:
			early = append(early, name)
		case worktime.PlaceLate:
			late = append(late, name)
		case worktime.PlaceMiddle:
		}
		if part.Focus {
			focus = append(focus, name)
		}
	}
	reasons := stretches
	if len(stretches) == 0 {
		if len(late) > 0 {
			reasons = append(reasons, "end of the day for "+listed(late))
		}
		if len(early) > 0 {
			reasons = append(reasons, "early for "+listed(early))
		}
	}
	if len(focus) > 0 {
		reasons = append(reasons, "in the focus time of "+listed(focus))
	}
	if len(reasons) == 0 {
		return "inside everyone's hours"
	}
	return strings.Join(reasons, ", ")
}

// listed names a few, and counts the others.
func listed(names []string) string {
	const most = 4
	if len(names) > most {
		return strings.Join(names[:most-1], ", ") + fmt.Sprintf(" and %d more", len(names)-most+1)
	}
	if last := len(names) - 1; last > 0 {
		return strings.Join(names[:last], ", ") + " and " + names[last]
	}
	return names[0]
}

func hoursAndMinutes(minutes int) string {
	switch hours, rest := minutes/60, minutes%60; {
	case hours == 0:
		return fmt.Sprintf("%d minutes", rest)
	case rest == 0 && hours == 1:
		return "1 hour"
	case rest == 0:
		return fmt.Sprintf("%d hours", hours)
	default:
		return fmt.Sprintf("%d h %d min", hours, rest)
	}
}
