package quickadd

import (
	"fmt"
	"strings"
	"time"
)

// How strongly a due phrase stands: behind "on" inside the sentence, in the
// trailing run, behind by, due, until or till anywhere.
const (
	weak = iota
	trailing
	marked
)

// unit is something recognised at words[from:to] that needs the rest of the
// line to be settled: a due phrase, "no date", a rule, or a level.
type unit struct {
	from, to int
	kind     Kind
	strength int
	level    string
	hasDay   bool
	day      time.Time
	clock    string // "15:00"
	dayEnd   bool   // eod
	rule     rule
	bad      string // why the phrase can't be used
}

// findUnits finds the trailing run, and what counts before it.
func (p *lineParser) findUnits() []unit {
	at := make([]unit, len(p.words)) // what begins at a word, inside the run
	p.run = len(p.words)
	reaches := make([]bool, len(p.words)+1)
	reaches[len(p.words)] = true
	for i := len(p.words) - 1; i >= 0; i-- {
		if p.isSigil(i) {
			at[i] = unit{from: i, to: i + 1}
		} else {
			at[i] = p.unitAt(i)
		}
		if to := at[i].to; to > 0 && reaches[to] {
			reaches[i] = true
			p.run = i
		}
	}
	var units []unit
	for i := 0; i < p.run; i++ {
		if u := p.inSentence(i); u.to > 0 && u.to <= p.run {
			units = append(units, u)
			i = u.to - 1
		}
	}
	for i := p.run; i < len(p.words); i = at[i].to {
		if at[i].kind != "" {
			units = append(units, at[i])
		}
	}
	return units
}

// unitAt reads the longest unit that words of the trailing run can make at i.
func (p *lineParser) unitAt(i int) unit {
	bound := i > 0 && p.words[i-1].after == "" && bindsNext(p.words[i-1].low)
	if u := p.repeat(i); u.to > 0 && !bound {
		return u
	}
	if u := p.due(i); u.to > 0 && (u.strength == marked || !bound) {
		return u
	}
	if bound {
		return unit{}
	}
	s := p.low(i, true)
	switch {
	case s == "no" && p.low(i+1, false) == "date":
		return unit{from: i, to: i + 2, kind: KindNoDate}
	case s == "no" && p.low(i+1, false) == "due" && p.low(i+2, false) == "date":
		return unit{from: i, to: i + 3, kind: KindNoDate}
	case isLevel(s):
		to := i + 1
		if p.low(to, false) == "priority" && p.words[i].after == "" {
			to++
		}
		return unit{from: i, to: to, kind: KindLevel, level: s, strength: trailing}
	}
	return unit{}
}

// inSentence reads what counts before the trailing run.
func (p *lineParser) inSentence(i int) unit {
	switch p.low(i, true) {
	case "by", "due", "until", "till":
		return p.due(i)
	case "on":
		if p.repeat(i).to > 0 {
			return unit{}
		}
		u := p.due(i)
		u.strength = weak
		return u
	}
	return unit{}
}

// due reads a due phrase: markers, then a date, a time and "eod" in any order.
func (p *lineParser) due(i int) unit {
	u := unit{from: i, kind: KindDue, strength: trailing}
	marks, last := p.markers(i)
	needsDay := last == "on" || last == "for"
	if marks > 0 && !needsDay {
		u.strength = marked
	}
	first := i + marks
	j := first
	for u.bad == "" {
		k := j
		s := p.low(k, k == first)
		if s == "at" || k > first && (s == "on" || s == "by") {
			k++
		}
		n := p.part(&u, k, partContext{first: k == first, at: s == "at", marked: marks > 0 && last != "for"})
		if n == 0 {
			break
		}
		j = k + n
	}
	if j == first || needsDay && !u.hasDay && u.bad == "" {
		return unit{}
	}
	u.to = j
	return u
}

// markers reads "due", "by", "on" and the like, also "due by" and "due:", and
// gives their number and the last of them.
func (p *lineParser) markers(i int) (n int, last string) {
	for n < 2 {
		s := p.low(i+n, true)
		switch s {
		case "due":
			if n > 0 {
				return n, last
			}
		case "by", "until", "till", "on", "for":
			if n > 0 && last != "due" {
				return n, last
			}
		default:
			return n, last
		}
		switch p.words[i+n].after {
		case "":
		case ":":
			return n + 1, s
		default:
			return n, last
		}
		n, last = n+1, s
	}
	return n, last
}

// partContext says where in a due phrase a part stands.
type partContext struct {
	first  bool // right behind the markers
	at     bool // behind "at"
	marked bool // the phrase has a marker, so that shorter forms count
}

// part reads one more part of a due phrase at word k into u, and returns of
// how many words.
func (p *lineParser) part(u *unit, k int, c partContext) int {
	if p.low(k, c.first) == "" {
		return 0
	}
	if n := p.dayEnd(k); n > 0 && !u.dayEnd {
		u.dayEnd = true
		return n
	}
	if clock, n := p.clockTime(k); n > 0 && u.clock == "" {
		u.clock = clock
		return n
	}
	if u.hasDay || c.at && !p.beginsEndOf(k) {
		return 0
	}
	d := p.date(k, c.marked)
	if d.n > 0 {
		u.hasDay, u.day, u.bad = d.bad == "", d.day, d.bad
	}
	return d.n
}

func (p *lineParser) beginsEndOf(i int) bool {
	s := p.low(i, true)
	return s == "end" || s == "the" && p.low(i+1, false) == "end"
}

// dayEnd reads "eod", "cob", "end of day".
func (p *lineParser) dayEnd(i int) int {
	switch p.low(i, true) {
	case "eod", "cob":
		return 1
	case "the":
		if p.low(i+1, false) == "end" && p.low(i+2, false) == "of" {
			if n := p.dayWord(i + 3); n > 0 {
				return 3 + n
			}
		}
	case "end":
		if p.low(i+1, false) == "of" {
			if n := p.dayWord(i + 2); n > 0 {
				return 2 + n
			}
		}
	}
	return 0
}

func (p *lineParser) dayWord(i int) int {
	switch s := p.low(i, false); {
	case s == "day":
		return 1
	case s == "the" && p.low(i+1, false) == "day":
		return 2
	}
	return 0
}

// clockTime reads "15:00", "3pm", "3:30 pm", "noon", "midnight".
func (p *lineParser) clockTime(i int) (clock string, n int) {
	s := p.low(i, true)
	switch s {
	case "noon":
		return "12:00", 1
	case "midnight":
		return "23:59", 1
	}
	half, n := "", 1
	for _, ending := range []string{"am", "pm", "a.m", "p.m"} {
		if cut, ok := strings.CutSuffix(s, ending); ok {
			s, half = cut, ending[:1]
		} else if p.low(i+1, false) == ending && half == "" && p.words[i].after == "" {
			half, n = ending[:1], 2
		}
	}
	hourText, minuteText, hasMinutes := strings.Cut(s, ":")
	if !hasMinutes && half != "" {
		hourText, minuteText, hasMinutes = strings.Cut(s, ".")
	}
	hour, ok := number(hourText, 2)
	if !ok || !hasMinutes && half == "" {
		return "", 0
	}
	minute := 0
	if hasMinutes {
		if minute, ok = number(minuteText, 2); !ok || len(minuteText) != 2 || minute > 59 {
			return "", 0
		}
	}
	if half != "" {
		if hour < 1 || hour > 12 {
			return "", 0
		}
		hour %= 12
		if half == "p" {
			hour += 12
		}
	}
	if hour > 23 {
		return "", 0
	}
	return fmt.Sprintf("%02d:%02d", hour, minute), n
}
