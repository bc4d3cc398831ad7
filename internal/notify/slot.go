package notify

import (
	"time"

	"cairn/internal/worktime"
)

// The rules by which a digest comes when it does.
const (
	AtHour       Rule = "digest_hour"   // one of the person's digest hours
	BeforeNext   Rule = "decide_before" // something must be decided before the next one
	AfterFocus   Rule = "after_focus"
	AfterQuiet   Rule = "after_quiet"
	AfterTimeOff Rule = "after_time_off"
	HeldUp       Rule = "held_up" // Cairn was not running at the hour
)

// Slot is when a digest may arrive, and why then.
type Slot struct {
	At   time.Time          `json:"at"`
	Date worktime.Date      `json:"date" doc:"Of the digest hour, in the person's zone"`
	Hour worktime.TimeOfDay `json:"hour" doc:"The digest hour"`
	Rule Rule               `json:"rule" enum:"digest_hour,decide_before,after_focus,after_quiet,after_time_off,held_up" doc:"Why it comes then"`
	Late bool               `json:"-"` // the late hour, which needs something to decide

	First bool `json:"-"` // of its day
}

// tolerance is how late a digest may be before it says so.
const tolerance = 5 * time.Minute

// graceHour is how long after the end of a working day a digest that was missed is
// still made up for, where its hour lies that late.
const graceHour = time.Hour

// NextSlot is when the next digest may arrive: for the first digest hour after the
// one that is past, at that hour or, where that is in a focus block or in quiet
// hours, at their end; for an hour that was missed, as soon as it may (N4). Digest
// hours are on working days, so that after time off there is one digest for all of
// it. Where there is no such hour within two years, it reports false.
func NextSlot(settings *Settings, hours Hours, past, now time.Time) (Slot, bool) {
	date := hours.LocalDate(past).AddDays(-1)
	last := hours.LocalDate(now).AddDays(2 * 366)
	for ; !date.After(last); date = date.AddDays(1) {
		if !hours.IsWorkingDay(date) {
			continue
		}
		for _, hour := range settings.hours() {
			nominal := hours.At(date, hour)
			if !nominal.After(past) {
				continue
			}
			at, waited := hours.free(nominal)
			heldUp := now.Sub(at) > tolerance
			if now.After(at) {
				var again Rule
				if at, again = hours.free(now); again != "" {
					waited, heldUp = again, false
				}
			}
			missed := now.Sub(nominal) > tolerance && now.After(later(hours.EndOfDay(date), nominal.Add(graceHour)))
			if missed || !hours.IsWorkingDay(hours.LocalDate(at)) {
				continue // it comes with the first one after
			}
			slot := Slot{At: at.UTC(), Date: date, Hour: hour, Rule: AtHour, Late: settings.LateHour != nil && hour == *settings.LateHour}
			slot.First = hours.LocalDate(past).Before(date)
			slot.Rule = slot.why(hours, waited, heldUp)
			return slot, true
		}
	}
	return Slot{}, false
}

func (s *Slot) why(hours Hours, waited Rule, heldUp bool) Rule {
	switch {
	case s.First && hours.wasAway(s.Date):
		return AfterTimeOff
	case heldUp:
		return HeldUp
	case waited == InFocus:
		return AfterFocus
	case waited == QuietHours:
		return AfterQuiet
	case s.Late:
		return BeforeNext
	}
	return AtHour
}

// hours are all digest hours of a day, in order.
func (s *Settings) hours() []worktime.TimeOfDay {
	if s.LateHour == nil {
		return s.DigestHours
	}
	all := make([]worktime.TimeOfDay, 0, len(s.DigestHours)+1)
	placed := false
	for _, hour := range s.DigestHours {
		if !placed && *s.LateHour < hour {
			all, placed = append(all, *s.LateHour), true
		}
		all = append(all, hour)
	}
	if !placed {
		all = append(all, *s.LateHour)
	}
	return all
}

// wasAway reports whether the person comes back from time off on a date.
func (h Hours) wasAway(date worktime.Date) bool { return h.daysAway(date).TimeOff > 0 }

// Absence is what lies between a working day and the one before it.
type Absence struct {
	From, To worktime.Date // the first and the last day off
	Days     int           // of them
	TimeOff  int           // of time off, among them
	Holidays int
}

// daysAway counts the days off right before a date.
func (h Hours) daysAway(date worktime.Date) Absence {
	const longest = 400
	a := Absence{To: date.AddDays(-1)}
	for day := date.AddDays(-1); a.Days < longest; day = day.AddDays(-1) {
		reason, _, off := h.DayOff(day)
		if !off {
			break
		}
		a.From = day
		a.Days++
		switch reason {
		case worktime.OffTimeOff:
			a.TimeOff++
		case worktime.OffHoliday:
			a.Holidays++
		case worktime.OffWeekday:
		}
	}
	return a
}

// Away is the absence that ends on a date, for the welcome back.
func (h Hours) Away(date worktime.Date) Absence { return h.daysAway(date) }

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}
