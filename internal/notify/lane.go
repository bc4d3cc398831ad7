package notify

import (
	"time"

	"cairn/internal/worktime"
)

// Lane is the way by which a person is told of something.
type Lane string

// The lanes.
const (
	Interrupt Lane = "interrupt" // at once
	Digest    Lane = "digest"    // in the next digest, and the reason for one
	Quiet     Lane = "quiet"     // in the next digest that there is anyway
)

// Rule is the code of the rule that decided on a lane, or on a time.
type Rule string

// The rules that decide on a lane.
const (
	OwnAct        Rule = "own_act"       // nobody is told of what they did
	CannotWait    Rule = "cannot_wait"   // its sender says so
	AskedNow      Rule = "asked_now"     // an interruption within hours and budgets
	TimeOff       Rule = "time_off"      // the recipient is away
	InFocus       Rule = "in_focus"      // in a focus block
	QuietHours    Rule = "quiet_hours"   // in hours that they keep quiet
	OutsideHours  Rule = "outside_hours" // they don't work now
	SenderBudget  Rule = "sender_budget" // the sender's interruptions of this person are used up
	TotalBudget   Rule = "total_budget"  // the recipient's from everybody are
	SectionQuiet  Rule = "section_quiet" // the recipient keeps this section quiet
	DigestDefault Rule = "default"       // whatever is no interruption
)

// Happening is what Decide looks at of what happened.
type Happening struct {
	ActorID     string
	RecipientID string
	Section     Section

	Interruption bool
	CannotWait   bool
	FromSender   int // interruptions of this recipient by this sender in the last seven days
	FromAll      int // by everybody
}

// Decision is a lane with the rule that decided; no lane: nobody is told.
type Decision struct {
	Lane Lane
	Rule Rule
}

// Decide decides by which lane somebody is told of something (N1). It is decided
// once, when the thing happens.
func Decide(h Happening, settings Settings, hours Hours, now time.Time) Decision {
	if h.ActorID == h.RecipientID {
		return Decision{"", OwnAct}
	}
	if !h.Interruption {
		if settings.laneOf(h.Section) == Quiet {
			return Decision{Quiet, SectionQuiet}
		}
		return Decision{Digest, DigestDefault}
	}
	if h.CannotWait {
		return Decision{Interrupt, CannotWait}
	}
	if rule, closed := hours.closed(now); closed {
		return Decision{Digest, rule}
	}
	switch {
	case h.FromSender >= settings.PerSender:
		return Decision{Digest, SenderBudget}
	case h.FromAll >= settings.PerWeek:
		return Decision{Digest, TotalBudget}
	}
	return Decision{Interrupt, AskedNow}
}

// Hours are a person's working time with the hours that they keep quiet.
type Hours struct {
	*worktime.Calendar

	quiet *worktime.Calendar // its focus blocks are the quiet hours
}

// hoursOf puts them together.
func hoursOf(calendar *worktime.Calendar, settings Settings) (Hours, error) {
	if len(settings.QuietHours) == 0 {
		return Hours{Calendar: calendar}, nil
	}
	quiet, err := worktime.New(worktime.Settings{Zone: calendar.Zone(), Focus: settings.QuietHours})
	return Hours{calendar, quiet}, err
}

// closed tells by which rule nothing may reach the person now but what cannot
// wait.
func (h Hours) closed(now time.Time) (Rule, bool) {
	if reason, _, off := h.DayOff(h.DateOf(now)); off && reason == worktime.OffTimeOff {
		return TimeOff, true
	}
	switch {
	case !h.Working(now):
		return OutsideHours, true
	case h.inQuiet(now):
		return QuietHours, true
	case h.InFocus(now):
		return InFocus, true
	}
	return "", false
}

func (h Hours) inQuiet(t time.Time) bool { return h.quiet != nil && h.quiet.InFocus(t) }

// opensAt is when an interruption is within hours again, and whether that is to be
// foreseen.
func (h Hours) opensAt(now time.Time) (time.Time, bool) {
	const tries = 100
	at := now
	for range tries {
		work, ok := h.NextWorkingMinute(at)
		if !ok {
			return time.Time{}, false
		}
		free, _ := h.free(work)
		if free.Equal(work) {
			return work, true
		}
		at = free
	}
	return time.Time{}, false
}

// free is the first instant from t on that is in no focus block and no quiet
// hour, with the rule that it waited for last.
func (h Hours) free(t time.Time) (time.Time, Rule) {
	const tries = 50 // blocks and quiet hours that take turns without a gap
	rule := Rule("")
	for range tries {
		until, in := h.FocusUntil(t)
		if in {
			t, rule = until, InFocus
			continue
		}
		if h.quiet != nil {
			if until, in = h.quiet.FocusUntil(t); in {
				t, rule = until, QuietHours
				continue
			}
		}
		break
	}
	return t, rule
}
