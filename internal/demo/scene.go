package demo

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"cairn/internal/work"
	"cairn/internal/worktime"
)

// The scenes are the tasks of the present days, each written out, in
// words/today.md. Days are counted in the working days of whoever acts, back
// from today; -0 is today, or the last day on which they worked.
//
//   - poster bea < marg -9 !medium due+11 story    name owner < asker day !level due labels
//     Poster for the growers' day                     the title
//     ~ Six words at most.                            the body; \n begins a line
//   - Read it aloud                                 the checklist: done
//   - Print it                                      and open
//     -8 accept                                       what happens then: accept, start,
//     -4 diego: It rains sideways there.              words,
//     -3 due+6 waiting: I need an answer.             another date and why,
//     -3 block bea task wet: The drawings             a wait for somebody, and for a task,
//     -1 move ruth before build: It goes first.       a move by the manager,
//     -3 decline: It could, but no.                   or a no
type scene struct {
	p     *plan
	tasks map[string]*task
	t     *task
	d     draft
	day   string
	done  int
	name  string
	last  time.Time
}

// today plans the scenes.
func (p *plan) today() error {
	text, err := files.ReadFile("words/today.md")
	if err != nil {
		return fmt.Errorf("demo: %w", err)
	}
	s := &scene{p: p, tasks: map[string]*task{}}
	n := 0
	for line := range strings.Lines(string(text)) {
		n++
		line = strings.TrimSpace(line)
		if line == "" || strings.HasPrefix(line, "# ") {
			continue
		}
		if err := s.read(line); err != nil {
			return fmt.Errorf("words/today.md, line %d: %w", n, err)
		}
	}
	s.put()
	p.doors()
	return nil
}

func (s *scene) read(line string) error {
	mark, rest, _ := strings.Cut(line, " ")
	switch {
	case mark == "*":
		s.put()
		return s.readHeader(rest)
	case s.d.title == "":
		s.d.title = line
	case mark == "~":
		s.d.body = strings.ReplaceAll(rest, `\n`, "\n")
	case mark == "+":
		s.done++
		s.d.checklist = append(s.d.checklist, rest)
	case mark == "-":
		s.d.checklist = append(s.d.checklist, rest)
	default:
		s.put()
		return s.act(mark, rest)
	}
	return nil
}

func (s *scene) readHeader(header string) error {
	head := strings.Fields(header)
	if len(head) < 6 {
		return fmt.Errorf("a task needs a name, an owner, an asker, a day and a level: %s", header)
	}
	s.t, s.done, s.last = nil, 0, time.Time{}
	s.name, s.day = head[0], head[4]
	s.d = draft{owner: s.p.person(head[1]), asker: s.p.person(head[3]), level: work.Level(head[5][1:])}
	for _, word := range head[6:] {
		due, dated := strings.CutPrefix(word, "due")
		switch {
		case dated:
			day, err := s.dueDay(due)
			if err != nil {
				return err
			}
			s.d.due = day
		case strings.Contains(word, ":"):
			s.d.dueTime = word
		case word == "UTC":
			s.d.dueZone = word
		case word == "confidential":
			s.d.confidential = true
		case word != "no-date":
			s.d.labels = append(s.d.labels, word)
		}
	}
	return nil
}

// dueDay is a date some working days of the owner away: +4, -2.
func (s *scene) dueDay(text string) (worktime.Date, error) {
	n, err := strconv.Atoi(text)
	if err != nil {
		return worktime.Date{}, fmt.Errorf("%s is no number of days", text)
	}
	calendar := s.d.owner.calendar
	day, _ := calendar.AddWorkingDays(calendar.LocalDate(s.p.options.Now), n)
	return day, nil
}

// put plans that the task is put on its list, once all about it is read.
func (s *scene) put() {
	if s.d.title == "" || s.t != nil {
		return
	}
	at, err := s.when(s.day, s.d.asker)
	if err != nil {
		panic("demo: " + err.Error()) // the tests read all words
	}
	s.t = s.p.create(at, s.d)
	s.tasks[s.name] = s.t
	s.p.titles[s.d.title] = true
	if s.done > 0 {
		ticked := s.d.owner.after(at, 1.2)
		if s.t.asker != s.t.owner && s.t.asker.key != s.t.owner.manager {
			ticked = s.d.owner.after(at, 2)
		}
		s.p.tick(ticked, s.t, s.done)
	}
}

// when is an instant on a day of somebody's, later than what the task saw
// before, and not after now.
func (s *scene) when(day string, by *person) (time.Time, error) {
	n, err := strconv.Atoi(day)
	if err != nil || n > 0 {
		return time.Time{}, fmt.Errorf("%s is no day of the past", day)
	}
	now := s.p.options.Now
	date := by.calendar.LocalDate(now)
	if n < 0 || !by.calendar.IsWorkingDay(date) {
		date, _ = by.calendar.AddWorkingDays(date, min(n, -1))
	}
	at := by.after(by.calendar.At(date, 0), s.p.between(0.05, 0.6))
	if at.After(now) && n == 0 {
		date, _ = by.calendar.AddWorkingDays(date, -1)
		at = by.after(by.calendar.At(date, 0), s.p.between(0.5, 0.9))
	}
	if !at.After(s.last) {
		at = s.last.Add(time.Duration(s.p.between(3, 25) * float64(time.Minute)))
	}
	if at.After(now) {
		at = now
	}
	s.last = at
	return at, nil
}

// act plans one thing that happens to the task.
func (s *scene) act(day, what string) error {
	p, t := s.p, s.t
	head, said, _ := strings.Cut(what, ": ")
	how := strings.Fields(head)
	by := t.owner
	switch {
	case how[0] == "move":
		by = p.person(how[1])
	case len(how) == 1 && said != "" && how[0] != "decline":
		by = p.person(how[0])
	}
	at, err := s.when(day, by)
	if err != nil {
		return err
	}
	due, moves := strings.CutPrefix(how[0], "due")
	switch {
	case how[0] == "accept":
		p.accept(at, t)
	case how[0] == "start":
		p.start(at, t)
	case how[0] == "decline":
		p.decline(at, t, said)
	case how[0] == "block":
		s.block(at, how, said)
	case how[0] == "move":
		p.move(at, by, t, work.Place{BeforeID: s.tasks[how[3]].id}, said)
	case moves:
		to, err := s.dueDay(due)
		if err != nil {
			return err
		}
		p.moveDue(at, t, to, work.DueReason(how[1]), said)
	default:
		p.say(at, by, t, said)
	}
	return nil
}

func (s *scene) block(at time.Time, how []string, said string) {
	waiting := work.WaitingFor{Text: said, PersonID: &s.p.person(how[1]).id}
	if len(how) > 3 {
		waiting.TaskIDs = []string{s.tasks[how[3]].id}
	}
	s.p.block(at, s.t, waiting)
}
