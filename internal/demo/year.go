package demo

import (
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

	"cairn/internal/work"
	"cairn/internal/worktime"
)

// year thinks up what everybody was given to do, week by week, until now.
func (p *plan) year(w words) {
	for _, owner := range p.people {
		var theirs []family
		for _, f := range w.families {
			if slices.Contains(f.owners, owner.key) {
				theirs = append(theirs, f)
			}
		}
		at := p.begin.Add(3 * time.Hour)
		for {
			// The gaps between what comes in are as uneven as they are in life.
			at = at.Add(time.Duration(-math.Log(1-p.dice.Float64()) / owner.load * float64(7*24*time.Hour)))
			if at.After(p.options.Now) {
				break
			}
			if idea, ok := p.idea(w, theirs, owner, at); ok {
				p.live(w, idea)
			}
		}
	}
}

// idea is a family with its braces filled, for one owner at one moment.
type idea struct {
	family

	fill  func(string) string
	owner *person
	asker *person
	at    time.Time
}

// idea finds something whose title was not there before.
func (p *plan) idea(w words, theirs []family, owner *person, at time.Time) (idea, bool) {
	for range 40 {
		f := oneOf(p, theirs)
		values := []string{}
		for _, name := range braces(f.said()) {
			values = append(values, "{"+name+"}", p.fill(w, name, at))
		}
		replacer := strings.NewReplacer(values...)
		if (f.level == work.Urgent || f.level == work.High) && p.lately(at, owner) {
			continue
		}
		found := idea{family: f, fill: replacer.Replace, owner: owner, asker: owner, at: at}
		if title := found.fill(f.title); p.titles[title] {
			continue
		}
		p.titles[found.fill(f.title)] = true
		if askers := slices.DeleteFunc(slices.Clone(f.askers), func(key string) bool { return key == owner.key }); len(askers) > 0 {
			found.asker = p.person(oneOf(p, askers))
		}
		return found, true
	}
	return idea{}, false // they have done all of it: a quiet week
}

// lately tells of days in which the slots of those whom one tries the demo as
// are left to the scenes.
func (p *plan) lately(at time.Time, owner *person) bool {
	return p.options.Now.Sub(at) < 35*24*time.Hour && slices.ContainsFunc(tried, func(key string) bool { return key == owner.key })
}

// tried are those on whose lists the scenes are.
var tried = []string{"ruth", "bea", "camila", "ewan", "arjun", "nikhil", "leila", "hemi", "katrin"}

func (p *plan) fill(w words, name string, at time.Time) string {
	year, month, _ := worktime.LocalDate(time.UTC, at).Civil()
	switch name {
	case "month":
		return month.String()
	case "quarter":
		return []string{"winter", "spring", "summer", "autumn"}[int(month)%12/3]
	case "year":
		return strconv.Itoa(year)
	default:
		return oneOf(p, w.pools[name])
	}
}

// How long a task lies on the list before it is begun, in days of work. What is
// low has time.
func (p *plan) patience(level work.Level) float64 {
	switch level {
	case work.Urgent:
		return p.between(0, 0.2)
	case work.High:
		return p.between(0.2, 4)
	case work.Medium:
		return p.between(3, 20)
	default:
		return p.between(10, 48)
	}
}

// How often things happen to a task.
const (
	oftenTalked    = 0.5
	oftenMoved     = 0.3
	oftenWaits     = 0.5 // of those whose family knows what for
	oftenNoNeed    = 0.2 // the same
	oftenDeclined  = 0.05
	oftenRaised    = 0.04
	oftenUndated   = 0.2
	oftenOwnDated  = 0.5
	oftenNoOutcome = 0.12
	oftenListed    = 0.85
)

// backlog is how long ago the present lists begin: they are a little fuller than
// those of the past, as it always seems.
const backlog = 25 * 24 * time.Hour

// live plans the life of one task.
func (p *plan) live(w words, i idea) {
	made := i.asker.after(i.at, 0)
	t := p.put(made, i)
	at := made
	if i.asker != i.owner && i.asker.key != i.owner.manager {
		at = p.soon(i.owner, made.Add(time.Minute))
		if p.chance(oftenDeclined) {
			p.decline(at, t, oneOf(p, w.generic["decline"]))
			return
		}
		p.accept(at, t)
	}
	if len(i.noNeed) > 0 && p.chance(oftenNoNeed) {
		by := oneOf(p, []*person{i.owner, i.asker})
		p.cancel(by.after(at, p.between(1, 6)), by, t, i.fill(oneOf(p, i.noNeed)))
		return
	}
	accepted := at
	patience := p.patience(i.level)
	if p.options.Now.Sub(at) < backlog {
		patience *= 1.7
	}
	if at = i.owner.after(at, patience); !p.lately(at, i.owner) && p.chance(oftenRaised) {
		p.raise(accepted.Add(time.Hour), at, t, oneOf(p, w.generic["raise"]))
	}
	done := i.owner.after(at, i.days*p.between(0.5, 1.7))
	p.start(at, t)
	p.converse(i, t, at, done)
	done = p.movesAndWaits(w, i, t, at, done)
	if len(t.checklist) > 0 {
		p.tick(at.Add(done.Sub(at)/2), t, p.dice.IntN(len(t.checklist)))
	}
	if len(i.noNeed) == 0 && p.chance(oftenNoOutcome/4) {
		p.cancel(done, i.owner, t, oneOf(p, w.generic["noneed"]))
		return
	}
	if len(t.checklist) > 0 && p.chance(oftenListed) {
		p.tick(done.Add(-2*time.Minute), t, len(t.checklist))
	}
	p.complete(done, t, p.outcome(i))
}

// outcome is what came of it; nil where it was left out.
func (p *plan) outcome(i idea) *work.Outcome {
	if len(i.outcomes) == 0 || p.chance(oftenNoOutcome) {
		return nil
	}
	said, address, linked := strings.Cut(i.fill(oneOf(p, i.outcomes)), " | ")
	outcome := &work.Outcome{Text: said}
	if linked {
		outcome.URL = "https://example.com/" + slug(address)
	}
	return outcome
}

// converse spreads a conversation, or the beginning of one, over the work.
func (p *plan) converse(i idea, t *task, from, to time.Time) {
	talk := oneOf(p, i.talks)
	if len(talk) == 0 || !p.chance(oftenTalked) {
		return
	}
	at := from
	for _, said := range talk[:1+p.dice.IntN(len(talk))] {
		by := p.speaker(said.who, t)
		at = by.after(at.Add(time.Duration(float64(to.Sub(from))*p.between(0.1, 0.3))), 0)
		if at.After(to.Add(48 * time.Hour)) {
			return
		}
		p.say(at, by, t, i.fill(said.words))
	}
}

// speaker is who says something: the owner, the asker, the owner's manager, or
// somebody by their key.
func (p *plan) speaker(who string, t *task) *person {
	manager := t.owner
	if t.owner.manager != "" {
		manager = p.person(t.owner.manager)
	}
	switch who {
	case "o":
		return t.owner
	case "m":
		return manager
	case "a":
		if t.asker == t.owner {
			return manager
		}
		return t.asker
	default:
		return p.person(who)
	}
}

// movesAndWaits moves the date where the work won't be done by it, and lets the
// task wait for somebody. It returns when it is done then.
func (p *plan) movesAndWaits(w words, i idea, t *task, from, done time.Time) time.Time {
	middle := i.owner.after(from.Add(done.Sub(from)/3), 0)
	if len(i.waits) > 0 && p.chance(oftenWaits) {
		wait := oneOf(p, i.waits)
		p.block(middle, t, work.WaitingFor{Text: wait.words, PersonID: &p.person(wait.who).id})
		over := i.owner.after(middle, float64(wait.days))
		p.unblock(over, t)
		done, middle = i.owner.after(done, float64(wait.days)), over.Add(10*time.Minute)
	}
	if t.due.IsZero() {
		return done
	}
	late := t.due.Before(i.owner.calendar.LocalDate(done))
	if !late && !p.chance(oftenMoved/3) || late && !p.chance(3*oftenMoved) {
		return done
	}
	reason := oneOf(p, []work.DueReason{work.Slip, work.Slip, work.Scope, work.Waiting, work.Reprioritized})
	how := move{reason, 2 + p.dice.IntN(4), oneOf(p, w.generic[string(reason)])}
	if len(i.moves) > 0 {
		how = oneOf(p, i.moves)
	}
	to, _ := i.owner.calendar.AddWorkingDays(t.due, how.days)
	if day := i.owner.calendar.LocalDate(done); to.Before(day) {
		to = day
	}
	p.moveDue(middle, t, to, how.reason, i.fill(how.words))
	if i.asker != i.owner {
		if agreed := p.soon(i.asker, middle.Add(time.Hour)); agreed.Before(done) {
			p.agree(agreed, t)
		}
	}
	return done
}
