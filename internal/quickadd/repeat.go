package quickadd

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
)

// rule is by which a task comes again.
type rule struct {
	freq  string         // as an RRULE has it
	each  int            // every so many of it
	days  []time.Weekday // of the week, from Monday on
	on    int            // the day of the month; -1 is its last; 0: none is said
	work  int            // its first (1) or last (-1) working day
	until time.Time
}

// mostApart is how many days, weeks, months or years are between two at most.
const mostApart = 400

// repeat reads "every friday", "every 2 weeks on mon and thu", "on the 1st of every
// month" and the like, with "until 1 march" behind it.
func (p *lineParser) repeat(i int) unit {
	k := i
	if p.low(i, true) == "on" {
		k++
	}
	r, to := p.every(k, k == i)
	if to == 0 {
		r, to = p.dayOfEveryMonth(k, k == i)
	}
	if to == 0 {
		return unit{}
	}
	u := unit{from: i, to: to, kind: KindRepeat, strength: trailing}
	if s := p.low(to, false); (s == "until" || s == "till") && p.low(to+1, false) != "" {
		if d := p.date(to+1, true); d.n > 0 {
			u.to, u.bad, r.until = to+1+d.n, d.bad, d.day
		}
	}
	if r.each > mostApart {
		u.bad = fmt.Sprintf("A task comes again after %d days, weeks, months or years at most.", mostApart)
	}
	u.rule = r
	return u
}

// every reads what begins with "every" or "each", and gives where it ends; 0 when
// it is no rule.
func (p *lineParser) every(i int, first bool) (r rule, to int) {
	if s := p.low(i, first); s != "every" && s != "each" {
		return r, 0
	}
	r.each = 1
	k := i + 1
	s, counted := p.low(k, false), false
	if s == "other" {
		r.each = 2
		k++
	} else if n, ok := smallNumber(s); ok && n > 0 && s != "a" && s != "an" {
		r.each, counted = n, true
		k++
	}
	if !counted {
		if n := p.weekdays(k, &r); n > 0 {
			return r, k + n
		}
		if n := p.workday(k); n > 0 && r.each == 1 {
			r.freq, r.days = weekly, weekdayOrder[:5]
			return r, k + n
		}
	}
	s = p.low(k, false)
	if counted {
		s = strings.TrimSuffix(s, "s")
	}
	k++
	switch s {
	case "day":
		r.freq = daily
	case "week":
		r.freq = weekly
		if p.low(k, false) == "on" {
			if n := p.weekdays(k+1, &r); n > 0 {
				k += 1 + n
			}
		}
	case "month", "quarter":
		r.freq = monthly
		if s == "quarter" {
			r.each *= 3
		}
		if p.low(k, false) == "on" {
			if n := p.monthDay(k+1, false, &r); n > 0 {
				k += 1 + n
			}
		}
	case "year":
		r.freq = yearly
	default:
		return r, 0
	}
	return r, k
}

// dayOfEveryMonth reads "the 1st of every month", and gives where it ends.
func (p *lineParser) dayOfEveryMonth(i int, first bool) (r rule, to int) {
	n := p.monthDay(i, first, &r)
	if n == 0 || p.low(i+n, false) != "of" || p.low(i+n+2, false) != "month" {
		return r, 0
	}
	if s := p.low(i+n+1, false); s != "every" && s != "each" {
		return r, 0
	}
	r.freq, r.each = monthly, 1
	return r, i + n + 3
}

// weekdays reads "friday", "mon, wed and fri" into a rule, and returns of how many
// words.
func (p *lineParser) weekdays(k int, r *rule) (n int) {
	var said [7]bool
	for at := k; ; at++ {
		w, ok := weekdayNamed(p.low(at, false))
		if !ok {
			break
		}
		said[w], n = true, at+1-k
		if s := p.low(at+1, false); s == "and" || s == "&" {
			at++
		} else if p.words[at].after != "," {
			break
		}
	}
	if n == 0 {
		return 0
	}
	r.freq = weekly
	for _, w := range weekdayOrder {
		if said[w] {
			r.days = append(r.days, w)
		}
	}
	return n
}

// workday reads "weekday", "working day", and returns of how many words.
func (p *lineParser) workday(k int) int {
	switch p.low(k, false) {
	case "weekday", "workday":
		return 1
	case "working", "business", "work":
		if p.low(k+1, false) == "day" {
			return 2
		}
	}
	return 0
}

// monthDay reads "the 15th", "the last day", "the first working day" into a rule,
// and returns of how many words.
func (p *lineParser) monthDay(k int, first bool, r *rule) int {
	n := 0
	if p.low(k, first) == "the" {
		n, first = 1, false
	}
	s := p.low(k+n, first)
	if s == "first" || s == "last" {
		place := 1
		if s == "last" {
			place = -1
		}
		if m := p.workday(k + n + 1); m > 0 {
			r.work = place
			return n + 1 + m
		}
		if p.low(k+n+1, false) == "day" {
			r.on = place
			return n + 2
		}
		return 0
	}
	day, ok := dayNumber(s)
	if !ok || isDigit(rune(s[len(s)-1])) {
		return 0
	}
	r.on = day
	return n + 1
}

// How often, as an RRULE has it.
const (
	daily   = "DAILY"
	weekly  = "WEEKLY"
	monthly = "MONTHLY"
	yearly  = "YEARLY"
)

var weekdayOrder = [7]time.Weekday{time.Monday, time.Tuesday, time.Wednesday, time.Thursday, time.Friday, time.Saturday, time.Sunday}

// String is the rule as RFC 5545 writes it.
func (r rule) String() string {
	text := "FREQ=" + r.freq
	if r.each > 1 {
		text += ";INTERVAL=" + strconv.Itoa(r.each)
	}
	switch {
	case r.work != 0:
		text += ";BYDAY=MO,TU,WE,TH,FR;BYSETPOS=" + strconv.Itoa(r.work)
	case r.on != 0:
		text += ";BYMONTHDAY=" + strconv.Itoa(r.on)
	case len(r.days) > 0:
		codes := make([]string, len(r.days))
		for i, w := range r.days {
			codes[i] = strings.ToUpper(w.String()[:2])
		}
		text += ";BYDAY=" + strings.Join(codes, ",")
	}
	if !r.until.IsZero() {
		text += ";UNTIL=" + r.until.Format("20060102")
	}
	return text
}

// words is the rule in plain English.
func (r rule) words() string {
	unit := map[string]string{daily: "day", weekly: "week", monthly: "month", yearly: "year"}[r.freq]
	words := "every " + unit
	if r.each > 1 {
		words = fmt.Sprintf("every %d %ss", r.each, unit)
	}
	names := make([]string, len(r.days))
	for i, w := range r.days {
		names[i] = w.String()
	}
	switch {
	case r.work > 0:
		words += " on the first working day"
	case r.work < 0:
		words += " on the last working day"
	case r.on < 0:
		words += " on the last day"
	case r.on > 0:
		words += " on day " + strconv.Itoa(r.on)
	case len(names) > 0 && r.each > 1:
		words += " on " + strings.Join(names, ", ")
	case slices.Equal(r.days, weekdayOrder[:5]):
		words = "every working day, Monday to Friday"
	case len(names) > 0:
		words = "every " + strings.Join(names, ", ")
	}
	if !r.until.IsZero() {
		words += " until " + longDate(r.until)
	}
	return words
}

// has reports whether a day can be one of the rule's, whichever its first is.
func (r rule) has(d time.Time) bool {
	last := dayOf(d.Year(), d.Month()+1, 0).Day()
	switch {
	case r.work > 0:
		return isMondayToFriday(d) && (d.Day() == 1 || d.Weekday() == time.Monday && d.Day() <= 3)
	case r.work < 0:
		return isMondayToFriday(d) && (d.Day() == last || d.Weekday() == time.Friday && d.Day() >= last-2)
	case r.on < 0:
		return d.Day() == last
	case r.on > 0:
		return d.Day() == r.on
	case len(r.days) > 0:
		return slices.Contains(r.days, d.Weekday())
	default:
		return true
	}
}

// first is the first of the rule's days from a day on.
func (r rule) first(from time.Time) time.Time {
	for !r.has(from) {
		from = from.AddDate(0, 0, 1)
	}
	return from
}

func longDate(d time.Time) string { return d.Format("Mon 2 Jan 2006") }
