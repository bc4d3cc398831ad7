package imports

import (
	"crypto/sha256"
	"encoding/base32"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"cairn/internal/authz"
	"cairn/internal/work"
	"cairn/internal/worktime"
)

const maxTitle = 500 // characters, as of any task

// item is a row that was understood, or can't be imported.
type item struct {
	Row

	key      string // the row's identity
	due      work.Due
	level    work.Level // "" for the usual one
	mentions []string
	straight bool // onto the list, not into triage
}

// failed reports whether the row can't be imported.
func (i *item) failed() bool { return i.Result == NotImported }

func (i *item) refuse(err error) {
	i.Result, i.Why = NotImported, err.Error()
}

// understand makes items of the rows of a file.
func (p *plan) understand(file sheet, at columns) []item {
	items := make([]item, len(file.rows))
	seen := map[[2]string]int{}
	for n, row := range file.rows {
		i := &items[n]
		i.Row = Row{Line: row.number, Mentioned: []string{}, Notes: []string{}}
		if row.problem != "" {
			i.refuse(problem(row.problem))
			continue
		}
		title, owner := row.of(at.title), row.of(at.owner)
		i.Title = title
		identity := [2]string{title, owner}
		seen[identity]++
		i.key = sourceKey(identity, seen[identity])
		if err := p.read(i, row, at); err != nil {
			i.refuse(err)
		}
	}
	return items
}

// read understands one row.
func (p *plan) read(i *item, row line, at columns) error {
	switch length := utf8.RuneCountInString(i.Title); {
	case length == 0:
		return problem("has no title; write a few words")
	case length > maxTitle:
		return problemf("has a title of %d characters; shorten it to %d", length, maxTitle)
	}
	who, err := p.people.find(row.of(at.owner))
	if err != nil {
		return err
	}
	i.OwnerID, i.Owner, i.Mentioned = &who.owner.id, who.owner.name, names(who.mentioned)
	for _, mentioned := range who.mentioned {
		i.mentions = append(i.mentions, mentioned.id)
	}
	if who.note != "" {
		i.Notes = append(i.Notes, who.note)
	}
	relation := authz.RelationTo(p.actor.PersonID, who.owner.id, who.owner.managerID, p.actor.PersonID)
	i.straight = p.request.Imported || authz.May(authz.Arrange, relation, true) == nil
	due, err := readWhen(row.of(at.due), row.of(at.dueTime), p.request.Mapping.DueTimeZone)
	if err != nil {
		return err
	}
	if i.due = due.due(); i.due.Date != nil {
		i.Due = &i.due
	}
	i.level, err = readLevel(row.of(at.level))
	return err
}

func readLevel(text string) (work.Level, error) {
	switch level := work.Level(fold(text)); level {
	case "", work.Urgent, work.High, work.Medium, work.Low:
		return level, nil
	default:
		return "", problemf("has the level “%s”; write urgent, high, medium or low", text)
	}
}

// sourceKey is the key of a row. It is everybody's, so that two people don't
// import the same file twice.
func sourceKey(identity [2]string, nth int) string {
	sum := sha256.Sum256([]byte(strings.Join([]string{identity[0], identity[1], strconv.Itoa(nth)}, "\x00")))
	return "csv:" + strings.ToLower(base32.StdEncoding.WithPadding(base32.NoPadding).EncodeToString(sum[:]))
}

// owners lists whose lists the items go to.
func (p *plan) owners() []string {
	ids := []string{}
	for _, i := range p.items {
		if i.OwnerID != nil {
			ids = append(ids, *i.OwnerID)
		}
	}
	slices.Sort(ids)
	return slices.Compact(ids)
}

// place notes what the due date means on the owner's calendar (W7).
func (p *plan) place(i *item, now time.Time) error {
	if i.failed() || i.due.Date == nil {
		return nil
	}
	calendar := p.calendar[*i.OwnerID]
	date := *i.due.Date
	at := calendar.DueInstant(date, i.due.Time)
	if i.due.Zone != nil {
		zone, err := worktime.LoadZone("body.mapping.due_time_zone", *i.due.Zone)
		if err != nil {
			return err
		}
		at = worktime.Instant(zone, date, *i.due.Time)
		if date = calendar.LocalDate(at); date != *i.due.Date {
			i.Notes = append(i.Notes, fmt.Sprintf("that is %s, %s for %s (%s)",
				dayWords(date), worktime.LocalTime(calendar.Zone(), at), i.Owner, calendar.Zone()))
		}
	}
	i.DuePassed = at.Before(now)
	if reason, name, off := calendar.DayOff(date); off {
		why := "no working hours that day"
		switch reason {
		case worktime.OffHoliday:
			why = name
		case worktime.OffTimeOff:
			why = "time off"
		case worktime.OffWeekday:
		}
		i.Notes = append(i.Notes, fmt.Sprintf("%s is not a working day of %s (%s)", dayWords(date), i.Owner, why))
	}
	return nil
}

func dayWords(date worktime.Date) string {
	year, month, day := date.Civil()
	return time.Date(year, month, day, 0, 0, 0, 0, time.UTC).Format("Mon 2 Jan 2006")
}
