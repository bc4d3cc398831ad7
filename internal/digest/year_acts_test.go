package digest_test

import (
	"fmt"
	"time"

	"cairn/internal/errs"
	"cairn/internal/notify"
	"cairn/internal/opt"
	"cairn/internal/people"
	"cairn/internal/work"
	"cairn/internal/worktime"
)

// act is one of the things of a year, and how often it happens.
type act struct {
	often int
	do    func(c *company, l *life)
}

func acts() []act {
	return []act{
		{220, (*company).say},
		{36, (*company).getOn},
		{12, (*company).moveDate},
		{10, (*company).confirm},
		{6, (*company).talk},
		{8, (*company).finishRound},
		{8, (*company).interrupt},
		{30, (*company).goAway},
		{15, (*company).moveZone},
		{15, (*company).blockFocus},
		{30, (*company).chooseHours},
		{3, (*company).outage},
		{3, (*company).clockOff},
	}
}

// happen has one of them happen to somebody.
func (c *company) happen() {
	all := 0
	for _, a := range acts() {
		all += a.often
	}
	l, n := c.lives[c.random.IntN(len(c.lives))], c.random.IntN(all)
	for _, a := range acts() {
		if n -= a.often; n < 0 {
			a.do(c, l)
			return
		}
	}
}

func (c *company) anybodyBut(l *life) *life {
	for {
		if other := c.lives[c.random.IntN(len(c.lives))]; other != l {
			return other
		}
	}
}

func (c *company) today() worktime.Date { return worktime.LocalDate(time.UTC, c.clock.Now()) }

// owe notes a word that somebody is to be told.
func (c *company) owe(to *life) {
	c.words++
	to.owed++
}

// errandFor has somebody ask a person for something.
func (c *company) errandFor(l *life) {
	l.asker = c.anybodyBut(l)
	due := ""
	if c.random.IntN(2) == 0 {
		due = c.today().AddDays(3 + c.random.IntN(30)).String()
	}
	l.errand = c.ask(l.asker.Call, l.Call, fmt.Sprintf("errand %d", c.words), due)
	c.owe(l)
}

// repeat gives somebody a task of their own that comes again and again.
func (c *company) repeat(l *life, n int) {
	l.every = 1 + n%8/4*6 // each day, or each week
	rule := map[int]string{1: "FREQ=DAILY", 7: "FREQ=WEEKLY"}[l.every]
	made, err := c.work.Create(c.Context(), l.Call, work.Draft{
		Title: fmt.Sprintf("round %d", n), Repeat: rule, Due: opt.To(work.Due{Date: new(c.today().AddDays(1))}),
	})
	c.ok(err)
	l.round = made.ID
}

// read is a task of somebody's as it is now.
func (c *company) read(l *life, id string) work.Task {
	c.Helper()
	task, err := c.work.Get(c.Context(), l.Actor, id)
	c.ok(err)
	return task
}

// say has one of the two say something about an errand.
func (c *company) say(l *life) {
	from, to := l, l.asker
	if c.random.IntN(2) == 0 {
		from, to = to, from
	}
	c.comment(from.Call, l.errand, "a word")
	c.owe(to)
}

// getOn has the owner of an errand get on with it.
func (c *company) getOn(l *life) {
	task := c.read(l, l.errand.ID)
	levels := []work.Level{work.Urgent, work.High, work.Medium, work.Low}
	var err error
	switch n := c.random.IntN(6); {
	case task.Status == work.Triage:
		_, err = c.work.Accept(c.Context(), l.Call, task.ID, work.Place{Level: levels[c.random.IntN(len(levels))], OnFull: work.Lower})
	case task.LetGoAt != nil:
		_, err = c.work.Cancel(c.Context(), l.Call, task.ID, work.NoLongerNeeded, "")
		c.errandFor(l)
	case task.Status == work.Blocked:
		_, err = c.work.Unblock(c.Context(), l.Call, task.ID)
	case n < 2:
		_, err = c.work.Complete(c.Context(), l.Call, task.ID, &work.Outcome{Text: "there"})
		c.errandFor(l)
	case n < 4:
		_, err = c.work.Block(c.Context(), l.Call, task.ID, work.WaitingFor{PersonID: &l.asker.PersonID})
	case task.Status == work.Todo:
		_, err = c.work.Start(c.Context(), l.Call, task.ID)
	}
	c.ok(err)
}

// moveDate has the owner of an errand move its date (W8).
func (c *company) moveDate(l *life) {
	if task := c.read(l, l.errand.ID); task.Status == work.Triage {
		return
	}
	slip := work.Slip
	_, err := c.work.Edit(c.Context(), l.Call, l.errand.ID, work.Patch{
		DueDate: opt.To(new(c.today().AddDays(2 + c.random.IntN(40)))), DueReason: &slip,
	})
	c.ok(err)
}

// confirm has the asker say that an errand is still needed, or its owner ask (W9).
func (c *company) confirm(l *life) {
	var err error
	if c.random.IntN(3) == 0 {
		_, err = c.work.AskFirst(c.Context(), l.Call, l.errand.ID)
	} else {
		_, err = c.work.Keep(c.Context(), l.asker.Call, l.errand.ID)
	}
	c.ok(err)
}

// talk ends the proposal of a talk, where there is one (C7).
func (c *company) talk(l *life) {
	if c.read(l, l.errand.ID).Talk == nil {
		return
	}
	_, err := c.work.Talked(c.Context(), l.Call, l.errand.ID, "")
	c.ok(err)
}

// finishRound finishes a task that comes again (W11).
func (c *company) finishRound(l *life) {
	if l.round == "" {
		return
	}
	done, err := c.work.Complete(c.Context(), l.Call, l.round, nil)
	c.ok(err)
	l.round = *done.Repeat.NextID
}

// interrupt has somebody interrupt a person: what is refused waits.
func (c *company) interrupt(l *life) {
	_, err := c.notify.Interrupt(c.Context(), c.anybodyBut(l).Call, l.PersonID, notify.NewInterruption{
		Reason: "the server is down", CannotWait: c.random.IntN(3) == 0,
	})
	if !errs.Is(err, errs.NotNow) {
		c.ok(err)
	}
}

func (c *company) goAway(l *life) {
	starts := c.today().AddDays(c.random.IntN(10))
	_, err := c.people.AddTimeOff(c.Context(), l.Call, l.PersonID, people.NewTimeOff{StartsOn: starts, EndsOn: starts.AddDays(c.random.IntN(12))})
	c.ok(err)
	c.changed(l)
}

func (c *company) moveZone(l *life) {
	_, err := c.people.Update(c.Context(), l.Call, l.PersonID, people.PersonChange{TimeZone: opt.To(zones()[c.random.IntN(len(zones()))])})
	c.ok(err)
	c.changed(l)
}

func (c *company) blockFocus(l *life) {
	start := worktime.TimeOfDay(c.random.IntN(23) * 60)
	focus := worktime.Focus{{Days: []worktime.Weekday{worktime.Weekday(c.random.IntN(7))}, Start: start, End: start + 3*60}}
	if focus[0].End > worktime.EndOfDate {
		focus[0].End -= worktime.EndOfDate
	}
	_, err := c.people.Update(c.Context(), l.Call, l.PersonID, people.PersonChange{Focus: opt.To(focus)})
	c.ok(err)
	c.changed(l)
}

func (c *company) chooseHours(l *life) {
	hour := worktime.TimeOfDay(c.random.IntN(14) * 60)
	quiet := worktime.Focus{{Days: []worktime.Weekday{worktime.Weekday(c.random.IntN(7))}, Start: 18 * 60, End: 20 * 60}}
	_, err := c.notify.UpdateSettings(c.Context(), l.Call, notify.SettingsChange{DigestHours: opt.To([]worktime.TimeOfDay{hour}), QuietHours: opt.To(quiet)})
	c.ok(err)
	c.changed(l)
}

// changed does what follows when somebody's hours have changed.
func (c *company) changed(l *life) {
	c.settle(l)
	l.changed = c.clock.Now()
	for after := ""; ; {
		var err error
		if after, err = c.work.RecomputeDue(c.Context(), l.PersonID, after, 50); err != nil || after == "" {
			c.ok(err)
			return
		}
	}
}

// outage has nobody run for some hours.
func (c *company) outage(*life) {
	c.clock.Advance(time.Duration(c.random.IntN(12)) * time.Hour)
	c.jumped = c.clock.Now()
}

// clockOff sets the clock an hour off, and back.
func (c *company) clockOff(*life) {
	by := time.Hour
	if c.random.IntN(2) == 0 {
		by = -by
	}
	c.clock.Advance(by)
	c.jumped = c.clock.Now()
	c.compose()
	c.clock.Advance(-by)
	c.jumped = c.clock.Now().Add(time.Hour)
}
