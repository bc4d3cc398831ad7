package quickadd

import (
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode"
)

// settleRepeat decides the line's one rule.
func (p *lineParser) settleRepeat(units []unit) (again *unit) {
	for i := range units {
		u := &units[i]
		switch {
		case u.kind != KindRepeat:
		case u.bad != "":
			p.draft.problem(p.text(u.from, u.to), u.bad)
		default:
			again = p.stronger(again, u, "rule by which it comes again")
		}
	}
	return again
}

// settleDue decides the line's one due date among its due phrases; where none has
// a day, it is the first one of the rule by which it comes again.
func (p *lineParser) settleDue(units []unit, again *unit) {
	var day, clock, none *unit
	var dayEnds []*unit
	for i := range units {
		u := &units[i]
		switch {
		case u.kind == KindNoDate:
			none = u
		case u.kind != KindDue:
		case u.bad != "":
			p.draft.problem(p.text(u.from, u.to), u.bad)
		case u.hasDay:
			day = p.stronger(day, u, "due date")
		case u.clock != "":
			clock = p.stronger(clock, u, "time")
		default:
			dayEnds = append(dayEnds, u)
		}
	}
	var used []*unit
	due, at := time.Time{}, ""
	switch {
	case day != nil:
		due, at = day.day, day.clock
		used = append(used, day)
		if at == "" && clock != nil {
			at = clock.clock
			used = append(used, clock)
		}
		used = append(used, dayEnds...)
	case again != nil:
		due = p.dates.today()
		if clock != nil {
			at = clock.clock
			used = append(used, clock)
			if at < p.dates.clock() {
				due = due.AddDate(0, 0, 1)
			}
		}
		due = again.rule.first(due)
		used = append(used, dayEnds...)
	case clock != nil:
		due, at = p.nextTime(clock.clock), clock.clock
		used = append(append(used, clock), dayEnds...)
	case len(dayEnds) > 0:
		due = p.dates.today()
		used = dayEnds
	}
	if none != nil {
		p.take(none.from, none.to)
		switch {
		case again != nil:
			p.draft.problem(p.text(none.from, none.to), "What comes again has a date each time. Take one of the two out.")
		case used == nil:
			p.draft.NoDate = true
			p.understand(none.from, none.to, KindNoDate, "no due date")
		default:
			p.draft.problem(p.text(none.from, none.to), "The line also has a due date, which counts. Take one of the two out.")
		}
	}
	if used == nil && again == nil {
		return
	}
	p.draft.DueDate, p.draft.DueTime = due.Format(time.DateOnly), at
	meaning := longDate(due)
	if at != "" {
		meaning += ", " + at
	}
	for _, u := range used {
		p.take(u.from, u.to)
		p.understand(u.from, u.to, KindDue, meaning)
	}
	p.understandRepeat(again, due)
	today := p.dates.today()
	passed := due.Before(today) || due.Equal(today) && at != "" && at < p.dates.clock()
	if passed && len(used) > 0 {
		p.draft.problem(p.text(used[0].from, used[0].to), meaning+` has passed already. Write a later one, or "no date".`)
	}
}

// understandRepeat takes the rule out of the title, once its first date is known.
func (p *lineParser) understandRepeat(again *unit, first time.Time) {
	if again == nil {
		return
	}
	r, text := again.rule, p.text(again.from, again.to)
	p.draft.Repeat = r.String()
	p.take(again.from, again.to)
	p.understand(again.from, again.to, KindRepeat, r.words()+", first on "+longDate(first))
	if r.on > 28 {
		p.draft.problem(text, fmt.Sprintf(`Months without a day %d are passed over. Write "on the last day" for the end of each month.`, r.on))
	}
	if !r.until.IsZero() && r.until.Before(first) {
		p.draft.problem(text, "It ends before its first date, "+longDate(first)+". Write a later end.")
	}
}

// nextTime is the day of a time that is said without one: today, or the next
// working day when that time has passed today.
func (p *lineParser) nextTime(clock string) time.Time {
	today := p.dates.today()
	if clock >= p.dates.clock() {
		return today
	}
	if d, ok := p.dates.working(1); ok {
		return d
	}
	return today.AddDate(0, 0, 1)
}

// stronger decides between what won so far and what stands further to the
// right, and says so where the two are equal.
func (p *lineParser) stronger(won, u *unit, what string) *unit {
	if won == nil {
		return u
	}
	if won.strength == u.strength {
		p.draft.problem(p.text(won.from, won.to), fmt.Sprintf("The line has more than one %s; %q counts. Take the other out, or put it in quotes.", what, p.text(u.from, u.to)))
	}
	if won.strength > u.strength {
		return won
	}
	return u
}

// settleLevel decides the level: one with "!" wins, else the last.
func (p *lineParser) settleLevel(units []unit) {
	var level *unit
	all := make([]unit, 0, len(units))
	for _, u := range units {
		if u.kind == KindLevel {
			all = append(all, u)
		}
	}
	for i, w := range p.words {
		if s, ok := markedLevel(w); ok {
			all = append(all, unit{from: i, to: i + 1, level: s, strength: marked})
		}
	}
	for i := range all {
		level = p.stronger(level, &all[i], "level")
	}
	if level == nil {
		return
	}
	p.draft.Level = level.level
	p.take(level.from, level.to)
	p.understand(level.from, level.to, KindLevel, level.level)
}

// markedLevel reads "!high".
func markedLevel(w word) (string, bool) {
	s, ok := strings.CutPrefix(w.low, "!")
	return s, ok && !w.literal && isLevel(s)
}

const maxLabel = 50

// settleLabels takes every "#label" out of the title.
func (p *lineParser) settleLabels() {
	for i, w := range p.words {
		label, ok := labelName(w)
		if !ok {
			continue
		}
		if len([]rune(label)) > maxLabel {
			p.draft.problem(w.core, fmt.Sprintf("A label has at most %d letters.", maxLabel))
			continue
		}
		p.take(i, i+1)
		p.understand(i, i+1, KindLabel, "label "+label)
		if !slices.Contains(p.draft.Labels, label) {
			p.draft.Labels = append(p.draft.Labels, label)
		}
	}
}

// labelName reads "#launch". It has a letter, so "#12" stays in the sentence.
func labelName(w word) (string, bool) {
	label, ok := strings.CutPrefix(w.low, "#")
	if !ok || w.literal || !strings.ContainsFunc(label, unicode.IsLetter) {
		return "", false
	}
	for _, r := range label {
		if !isWordRune(r) && !unicode.Is(unicode.Mn, r) && r != '-' && r != '_' {
			return "", false
		}
	}
	return label, true
}

// settleSource makes the first URL of the line the task's source.
func (p *lineParser) settleSource() {
	for i, w := range p.words {
		if u, ok := sourceOf(w); ok {
			p.draft.SourceURL = w.core
			p.understand(i, i+1, KindSource, "source "+u)
			return
		}
	}
}

// sourceOf reads a URL and gives its host.
func sourceOf(w word) (host string, ok bool) {
	if w.literal {
		return "", false
	}
	u, ok := webURL(w.core)
	if !ok {
		return "", false
	}
	return strings.ToLower(u.Hostname()), true
}

// isSigil reports whether a word is recognised by itself, wherever it stands.
func (p *lineParser) isSigil(i int) bool {
	w := p.words[i]
	_, level := markedLevel(w)
	_, label := labelName(w)
	_, name := mentionName(w)
	_, source := sourceOf(w)
	return level || label || name || source
}

// takeEdges takes names and the source out of the title where the sentence
// doesn't need them: at its beginning, and in the trailing run.
func (p *lineParser) takeEdges(mentions []mention) {
	edge := map[int]bool{}
	for _, m := range mentions {
		edge[m.word] = true
	}
	for i, w := range p.words {
		if _, ok := sourceOf(w); ok {
			edge[i] = w.core == p.draft.SourceURL
		}
	}
	for i := 0; i < len(p.words) && (p.taken[i] || edge[i]); i++ {
		p.taken[i] = true
	}
	for i := p.run; i < len(p.words); i++ {
		p.taken[i] = p.taken[i] || edge[i]
	}
}
