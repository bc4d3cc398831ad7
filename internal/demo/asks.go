package demo

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"cairn/internal/opt"
	"cairn/internal/people"
	"cairn/internal/request"
	"cairn/internal/work"
	"cairn/internal/worktime"
)

// The requests, in words/requests.md. Days are counted as in the scenes.
//
//   - forecast ruth -4 number due+2 to reports        name asker day kind due, then flags; to whom
//     Buoys that come live by March                     the title
//     ~ Rui closes the forecast on Monday               why
//     -3 camila = 18 | Six of them only if.             an answer, and its remark
//     -3 join aroha Harbour                             somebody comes into a team
type ask struct {
	id    string
	asker *person
	at    time.Time
	last  time.Time
	draft request.Draft
}

// asks plans the requests.
func (p *plan) asks() error {
	text, err := files.ReadFile("words/requests.md")
	if err != nil {
		return fmt.Errorf("demo: %w", err)
	}
	var a *ask
	n := 0
	for line := range strings.Lines(string(text)) {
		n++
		line = strings.TrimSpace(line)
		if line == "" || strings.HasPrefix(line, "# ") {
			continue
		}
		mark, rest, _ := strings.Cut(line, " ")
		var err error
		switch {
		case mark == "*":
			a, err = p.readAsk(strings.Fields(rest))
		case a == nil:
			err = fmt.Errorf("there is no request yet: %s", line)
		case a.draft.Title == "":
			a.draft.Title = line
		case mark == "~":
			a.draft.Why = rest
			p.send(a)
		default:
			err = p.reply(a, mark, rest)
		}
		if err != nil {
			return fmt.Errorf("words/requests.md, line %d: %w", n, err)
		}
	}
	return nil
}

// dayOf is a working day of somebody, counted from today.
func (p *plan) dayOf(one *person, days int) worktime.Date {
	day, _ := one.calendar.AddWorkingDays(one.calendar.LocalDate(p.options.Now), days)
	return day
}

func (p *plan) readAsk(head []string) (*ask, error) {
	const least = 6
	if len(head) < least {
		return nil, fmt.Errorf("a request needs a name, an asker, a day, a kind, a date and somebody to ask: %s", head)
	}
	days, err := strconv.Atoi(head[2])
	if err != nil || days >= 0 {
		return nil, fmt.Errorf("%s is no day of the past", head[2])
	}
	a := &ask{asker: p.person(head[1])}
	a.at = a.asker.after(a.asker.calendar.At(p.dayOf(a.asker, days), 0), p.between(0.1, 0.5))
	a.id, a.last = p.newID(a.at), a.at
	a.draft = request.Draft{ID: a.id, Kind: work.AnswerKind(head[3]), DueSaid: true}
	to := slices.Index(head, "to")
	if to < 0 {
		return nil, fmt.Errorf("nobody is asked: %s", head)
	}
	for _, word := range head[4:to] {
		if err := p.flag(a, word); err != nil {
			return nil, err
		}
	}
	for _, word := range head[to+1:] {
		p.whom(a, word)
	}
	return a, nil
}

func (p *plan) flag(a *ask, word string) error {
	if due, dated := strings.CutPrefix(word, "due"); dated {
		days, err := strconv.Atoi(due)
		if err != nil {
			return fmt.Errorf("%s is no number of days", due)
		}
		day := p.dayOf(a.asker, days)
		a.draft.Due = work.Due{Date: &day}
	}
	if enough, limited := strings.CutPrefix(word, "enough="); limited {
		a.draft.Enough, _ = strconv.Atoi(enough)
	}
	a.draft.Open = a.draft.Open || word == "open"
	a.draft.LateJoiners = a.draft.LateJoiners || word == "joiners"
	return nil
}

func (p *plan) whom(a *ask, word string) {
	team, isTeam := strings.CutPrefix(word, "team:")
	choices, isChoices := strings.CutPrefix(word, "choices=")
	switch {
	case isChoices:
		a.draft.Choices = strings.Split(choices, "|")
	case isTeam:
		a.draft.To.TeamIDs = append(a.draft.To.TeamIDs, p.teamIDs[team])
	case word == "reports":
		a.draft.To.Reports = true
	case word == "below":
		a.draft.To.EveryoneBelow = true
	default:
		a.draft.To.PersonIDs = append(a.draft.To.PersonIDs, p.person(word).id)
	}
}

func (p *plan) send(a *ask) {
	draft := a.draft
	p.titles[draft.Title] = true
	p.add(a.at, a.asker, func(ctx context.Context, b *builder) error {
		_, err := b.requests.Send(ctx, b.call(), draft)
		return err
	})
}

// reply plans one thing that comes of a request.
func (p *plan) reply(a *ask, day, what string) error {
	days, err := strconv.Atoi(day)
	if err != nil || days >= 0 {
		return fmt.Errorf("%s is no day of the past", day)
	}
	who, said, _ := strings.Cut(what, " = ")
	words := strings.Fields(who)
	by := a.asker
	if words[0] != "join" {
		by = p.person(words[0])
	}
	at := by.after(by.calendar.At(p.dayOf(by, days), 0), p.between(0.1, 0.9))
	if !at.After(a.last) {
		at = a.last.Add(time.Duration(p.between(20, 200) * float64(time.Minute)))
	}
	a.last = at
	if words[0] == "join" {
		p.joins(at, a, p.person(words[1]), words[2])
	} else {
		p.answer(at, a, by, said)
	}
	return nil
}

// joins plans that an admin takes somebody into a team, and that they are asked
// what the team was asked.
func (p *plan) joins(at time.Time, a *ask, one *person, team string) {
	rui := p.person("rui")
	p.add(at, rui, func(ctx context.Context, b *builder) error {
		now, err := b.people.Team(ctx, b.call().Actor, p.teamIDs[team])
		if err != nil {
			return err
		}
		if !slices.Contains(now.PersonIDs, one.id) {
			now.PersonIDs = append(now.PersonIDs, one.id)
		}
		if _, err := b.people.UpdateTeam(ctx, b.call(), now.ID, people.TeamChange{PersonIDs: opt.To(now.PersonIDs)}); err != nil {
			return err
		}
		return b.requests.CatchUp(ctx, a.id)
	})
}

func (p *plan) answer(at time.Time, a *ask, by *person, said string) {
	given := work.Answer{}
	main, remark, _ := strings.Cut(said, " | ")
	switch a.draft.Kind {
	case work.AnswerNumber:
		n, err := strconv.ParseFloat(main, 64)
		if err != nil {
			panic("demo: " + main + " is no number") // the tests read all words
		}
		given.Number, given.Text = &n, remark
	case work.AnswerChoice:
		given.Choice, given.Text = main, remark
	case work.AnswerText:
		given.Text = main
	case work.AnswerDone, work.AnswerSeen, work.AnswerLink:
	}
	p.add(at, by, func(ctx context.Context, b *builder) error {
		told, err := b.requests.Get(ctx, b.call().Actor, a.id, request.Page{})
		if err != nil {
			return err
		}
		for _, row := range told.People {
			if row.PersonID != by.id || row.TaskID == nil {
				continue
			}
			if _, err := b.requests.Answer(ctx, b.call(), *row.TaskID, &given); err != nil {
				return err
			}
		}
		return b.requests.CatchUp(ctx, a.id)
	})
}
