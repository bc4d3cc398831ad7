package demo

import (
	"cmp"
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"time"

	"cairn/internal/worktime"
)

// step is one thing that somebody does, at its instant.
type step struct {
	at time.Time
	by *person
	do func(ctx context.Context, b *builder) error
}

// plan is what is going to happen, before any of it has.
type plan struct {
	options Options
	begin   time.Time     // when the company set up its workspace
	day     worktime.Date // today
	dice    *rand.Rand
	people  []*person
	steps   []step
	titles  map[string]bool // that are taken
	teamIDs map[string]string
}

func newPlan(options Options) *plan {
	if options.Weeks == 0 {
		options.Weeks = weeks
	}
	options.Now = options.Now.UTC().Truncate(time.Minute)
	p := &plan{
		options: options, begin: options.Now.Add(-time.Duration(options.Weeks) * 7 * 24 * time.Hour),
		day: worktime.LocalDate(time.UTC, options.Now), people: company(), titles: map[string]bool{}, teamIDs: map[string]string{},
		dice: rand.New(rand.NewPCG(options.Seed, 7)),
	}
	for _, one := range p.people {
		one.id = p.newID(time.UnixMilli(0))
	}
	return p
}

// person finds somebody by their key; there is nobody else.
func (p *plan) person(key string) *person {
	i := slices.IndexFunc(p.people, func(one *person) bool { return one.key == key })
	if i < 0 {
		panic("demo: nobody is called " + key) // the tests read all words
	}
	return p.people[i]
}

// calendars gives everybody their working time, by which the plan is made.
func (p *plan) calendars() error {
	for _, one := range p.people {
		zone, err := worktime.LoadZone("zone", one.zone)
		if err != nil {
			return err
		}
		settings := worktime.Settings{Zone: zone, Hours: one.hours, Focus: one.focus, Region: one.region}
		for _, off := range away {
			if off.who == one.key {
				settings.TimeOff = append(settings.TimeOff, worktime.TimeOff{StartsOn: p.day.AddDays(off.from), EndsOn: p.day.AddDays(off.to)})
			}
		}
		for _, day := range p.ownHolidays() {
			settings.Holidays = append(settings.Holidays, worktime.Holiday{Date: day.date, Name: day.name})
		}
		if one.calendar, err = worktime.New(settings); err != nil {
			return err
		}
	}
	return nil
}

// ownHoliday is a day off that the company has added.
type ownHoliday struct {
	date worktime.Date
	name string
}

func (p *plan) ownHolidays() []ownHoliday {
	year, _, _ := p.day.Civil()
	return []ownHoliday{
		{worktime.NewDate(year, time.December, 31), "Last tide of the year"},
		{p.day.AddDays(20), "Day of the boats"},
		{p.day.AddDays(-164), "World Ocean Day, out on the water"},
	}
}

// add plans a step; one that would be after now does not happen.
func (p *plan) add(at time.Time, by *person, do func(ctx context.Context, b *builder) error) {
	if at.After(p.options.Now) {
		return
	}
	p.steps = append(p.steps, step{at, by, do})
}

// inOrder sorts the steps by their instants, and makes those differ: of two
// words in a thread it is plain which came first.
func (p *plan) inOrder() {
	slices.SortStableFunc(p.steps, func(a, b step) int { return cmp.Compare(a.at.UnixMilli(), b.at.UnixMilli()) })
	for i := 1; i < len(p.steps); i++ {
		if before := p.steps[i-1].at; !p.steps[i].at.After(before) {
			p.steps[i].at = before.Add(time.Millisecond)
		}
	}
}

// newID makes an identifier out of the dice: a UUID of version 7.
func (p *plan) newID(at time.Time) string { return newID(p.dice, at) }

func newID(dice *rand.Rand, at time.Time) string {
	ms, high, low := uint64(at.UnixMilli()), dice.Uint64(), dice.Uint64()
	return fmt.Sprintf("%08x-%04x-7%03x-%04x-%012x", ms>>16&0xffffffff, ms&0xffff, high&0xfff, high>>16&0x3fff|0x8000, low&0xffffffffffff)
}

// chance is true that often.
func (p *plan) chance(of float64) bool { return p.dice.Float64() < of }

// between draws a number.
func (p *plan) between(low, high float64) float64 { return low + (high-low)*p.dice.Float64() }

// oneOf draws from a list that isn't empty.
func oneOf[T any](p *plan, list []T) T { return list[p.dice.IntN(len(list))] }

// workday is how much working time stands for a day of work.
const workday = 7 * time.Hour

// after is the instant in a person's working time that many days of work later.
func (one *person) after(t time.Time, days float64) time.Time {
	at, ok := one.calendar.Add(t, time.Duration(days*float64(workday)))
	if ok {
		at, ok = one.calendar.NextWorkingMinute(at)
	}
	if !ok {
		return t.Add(24 * time.Hour) // never: everybody works
	}
	return at.Truncate(time.Second)
}

// soon is the first instant at which a person may say something about what
// happened at t.
func (p *plan) soon(one *person, t time.Time) time.Time {
	return one.after(t, p.between(0.03, 0.6))
}
