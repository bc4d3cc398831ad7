package cli

import (
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"cairn/internal/clock"
	"cairn/internal/people"
	"cairn/internal/worktime"
)

type overlapCmd struct {
	People  []string `arg:"" help:"Their email addresses."`
	From    string   `help:"The first day, such as 2026-12-01; today without it." placeholder:"DATE"`
	Days    int      `help:"How many days from then on." default:"7"`
	Minutes int      `help:"How long the live talk is to be." default:"30"`
	Alone   bool     `help:"Without yourself."`
}

// Help teaches.
func (*overlapCmd) Help() string {
	return `Says when you and these people all work, and the times for a live talk that are
fairest to everybody. Times are yours; beside them stand those of the others.

Examples:
  cairn overlap kenji@example.com
  cairn overlap ana@example.com kenji@example.com --minutes 45 --days 14
  cairn overlap ana@example.com ben@example.com --alone --json`
}

// Run tells when they overlap.
func (c *overlapCmd) Run(r *runner) error {
	client, err := r.client()
	if err != nil {
		return err
	}
	mine, err := r.me(client)
	if err != nil {
		return err
	}
	zone, err := worktime.LoadZone("time_zone", mine.TimeZone)
	if err != nil {
		return err
	}
	from := worktime.LocalDate(zone, clock.System{}.Now())
	if c.From != "" {
		if from, err = worktime.ParseDate("--from", c.From); err != nil {
			return usagef("--from %s", err)
		}
	}
	var ids []string
	persons := map[string]people.Person{}
	if !c.Alone {
		ids, persons[mine.ID] = append(ids, mine.ID), mine
	}
	for _, email := range c.People {
		person, err := r.personByEmail(client, email)
		if err != nil {
			return err
		}
		if !slices.Contains(ids, person.ID) {
			ids = append(ids, person.ID)
		}
		persons[person.ID] = person
	}
	start := worktime.Instant(zone, from, 0)
	if now := (clock.System{}).Now(); start.Before(now) {
		start = now // what is over is no time for a talk
	}
	query := url.Values{
		"ids": {strings.Join(ids, ",")}, "minutes": {strconv.Itoa(c.Minutes)},
		"from": {start.UTC().Format(time.RFC3339)}, "to": {worktime.Instant(zone, from.AddDays(c.Days), 0).UTC().Format(time.RFC3339)},
	}
	var overlap people.Overlap
	if err := client.Get(r.ctx, "/people/overlap", query, &overlap); err != nil {
		return err
	}
	if r.json {
		return r.value(overlap)
	}
	c.tell(r, &overlap, zone, mine.ID, persons)
	return nil
}

func (c *overlapCmd) tell(r *runner, overlap *people.Overlap, zone *time.Location, myID string, persons map[string]people.Person) {
	together := map[string][]string{}
	var days []string
	for _, span := range overlap.Together {
		day := span.Start.In(zone).Format("Mon 2 Jan")
		if len(together[day]) == 0 {
			days = append(days, day)
		}
		together[day] = append(together[day], span.Start.In(zone).Format("15:04")+"–"+span.End.In(zone).Format("15:04"))
	}
	if len(days) == 0 {
		r.sayf("There is no time in which all of you work.\n")
	} else {
		r.sayf("All of you work:\n")
	}
	for _, day := range days {
		r.sayf("    %-10s  %s\n", day, strings.Join(together[day], ", "))
	}
	r.sayf("%s\n", overlap.Note)
	for _, talk := range overlap.Talks {
		var theirs []string
		for _, part := range talk.Parts {
			person := persons[part.ID]
			there, err := worktime.LoadZone("time_zone", person.TimeZone)
			if err != nil || part.ID == myID {
				continue
			}
			theirs = append(theirs, person.Name+" "+talk.Start.In(there).Format("Mon 15:04"))
		}
		r.sayf("    %s   %s\n", talk.Start.In(zone).Format("Mon 2 Jan 15:04"), strings.Join(theirs, " · "))
		r.sayf("        %s\n", talk.Reason)
	}
}
