package request

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"cairn/internal/authz"
	"cairn/internal/errs"
	"cairn/internal/id"
	"cairn/internal/opt"
	"cairn/internal/people"
	"cairn/internal/work"
)

// Ben asks his reports; each gets a task in triage, due by their own Friday.
func TestW10_EachGetsATaskInTriageDueByTheirFriday(t *testing.T) {
	each(t, func(t *testing.T, r *rig) {
		told := r.send(r.ben, r.friday(work.AnswerNumber, people.Targets{Reports: true}))
		r.equal("people asked", len(told.People), 3)
		r.equal("totals", fmt.Sprint(told.Totals.Asked, told.Totals.Sent, told.Totals.Undecided), "3 3 3")
		r.equal("state", told.State, Open)
		for who, due := range map[*authz.Call]string{&r.ana: "2026-11-27T17:30Z", &r.kenji: "2026-11-27T08:30Z", &r.dana: "2026-11-28T00:30Z"} {
			row := r.row(told, *who)
			task := r.task(*who, *row.TaskID)
			r.equal("status", task.Status, work.Triage) // their manager asks, and still: every request (W4)
			r.equal("due", task.DueAt.Format("2006-01-02T15:04Z"), due)
			r.equal("why", task.Request.Why, "finance closes the forecast Monday")
			r.equal("kind", task.Request.Kind, work.AnswerNumber)
		}
	})
}

func TestW10_ToPeopleTeamsReportsAndEveryoneBelow(t *testing.T) {
	each(t, func(t *testing.T, r *rig) {
		team, err := r.people.CreateTeam(r.ctx, r.olga, people.NewTeam{Name: "Sales", PersonIDs: []string{r.ana.PersonID, r.max.PersonID, r.ben.PersonID}})
		r.ok(err)
		names := func(told RollUp) string {
			var names []string
			for _, row := range told.People {
				brief, err := r.people.Brief(r.ctx, r.db, row.PersonID)
				r.ok(err)
				names = append(names, brief.Name)
			}
			return strings.Join(names, " ")
		}
		for want, to := range map[string]people.Targets{
			"Ana Max":            {TeamIDs: []string{team.ID}, PersonIDs: []string{r.ana.PersonID, r.ben.PersonID}}, // each once, and not who asks
			"Ana Dana Kenji":     {Reports: true},
			"Ana Dana Kenji Lea": {EveryoneBelow: true},
			"Lea":                persons(r.lea),
		} {
			r.equal("asked", names(r.send(r.ben, r.friday(work.AnswerSeen, to))), want)
		}
	})
}

func TestW10_ARequestThatReachesNobodyIsRefused(t *testing.T) {
	each(t, func(t *testing.T, r *rig) {
		gone := r.person("Gone", "Europe/Lisbon", "")
		_, err := r.people.Deactivate(r.ctx, r.olga, gone.PersonID)
		r.ok(err)
		empty, err := r.people.CreateTeam(r.ctx, r.olga, people.NewTeam{Name: "Nobody", PersonIDs: []string{gone.PersonID}})
		if err != nil { // a team takes no person who has left
			empty, err = r.people.CreateTeam(r.ctx, r.olga, people.NewTeam{Name: "Nobody"})
			r.ok(err)
		}
		for want, to := range map[string]people.Targets{
			"names nobody":                     {},
			"you ask nobody but yourself":      persons(r.ana),
			"nobody reports to you":            {Reports: true},
			"the teams have nobody else":       {TeamIDs: []string{empty.ID}},
			"Gone is not active any more":      persons(gone),
			"there is no person with the id":   {PersonIDs: []string{id.New()}},
			"there is no team with the id":     {TeamIDs: []string{id.New()}},
			"keep to 500, and name teams":      {PersonIDs: many(501)},
			"the teams have nobody else in th": {TeamIDs: []string{empty.ID}, PersonIDs: []string{r.ana.PersonID}},
		} {
			_, err := r.Send(r.ctx, r.ana, r.friday(work.AnswerDone, to))
			if words := r.refused(err, errs.Invalid); !strings.Contains(words, want) {
				t.Errorf("%+v: %q, want %q", to, words, want)
			}
			_, err = r.Preview(r.ctx, r.ana.Actor, r.friday(work.AnswerDone, to))
			r.refused(err, errs.Invalid)
		}
		r.equal("requests", r.count("request"), 0)
		r.equal("tasks", r.count("task"), 0)
	})
}

func many(n int) []string {
	ids := make([]string, n)
	for i := range ids {
		ids[i] = id.New()
	}
	return ids
}

func TestW10_WhatIsWrongIsToldWhereItStands(t *testing.T) {
	each(t, func(t *testing.T, r *rig) {
		for where, change := range map[string]func(d *Draft){
			"body.title":    func(d *Draft) { d.Title = " " },
			"body.why":      func(d *Draft) { d.Why = "" },
			"body.due_date": func(d *Draft) { d.DueSaid = false },
			"body.kind":     func(d *Draft) { d.Kind = "poem" },
			"body.choices":  func(d *Draft) { d.Kind, d.Choices = work.AnswerChoice, []string{"yes", "yes"} },
			"body.enough":   func(d *Draft) { d.Enough = -1 },
			"body.level":    func(d *Draft) { d.Level = "p0" },
			"body.id":       func(d *Draft) { d.ID = "x" },
		} {
			draft := r.friday(work.AnswerDone, persons(r.ana))
			change(&draft)
			_, err := r.Send(r.ctx, r.ben, draft)
			r.refused(err, errs.Invalid)
			if refusal, _ := errors.AsType[*errs.Error](err); refusal.Fields[0].Location != where {
				t.Errorf("%s: told at %s", where, refusal.Fields[0].Location)
			}
		}
	})
}

// Sent twice under one key it happens once (W14), whatever came of it meanwhile.
func TestW10_SentTwiceHappensOnce(t *testing.T) {
	each(t, func(t *testing.T, r *rig) {
		call := r.ben
		call.Key, call.Hash = "the-key-of-this", "h"
		draft := r.friday(work.AnswerDone, people.Targets{Reports: true})
		first, err := r.Send(r.ctx, call, draft)
		r.ok(err)
		again, err := r.Send(r.ctx, call, draft)
		r.ok(err)
		r.equal("the request", again.ID, first.ID)
		r.equal("tasks", r.count("task"), 3)
	})
}

func TestW10_FinishEarlyAndWithdraw(t *testing.T) {
	each(t, func(t *testing.T, r *rig) {
		asked := r.send(r.ben, r.friday(work.AnswerText, people.Targets{Reports: true}))
		r.answer(r.ana, asked, work.Answer{Text: "one"})
		_, err := r.Finish(r.ctx, r.vera, asked.ID)
		r.refused(err, errs.NotFound) // the manager above reads the tasks, not the request
		_, err = r.Finish(r.ctx, r.ana, asked.ID)
		r.refused(err, errs.Forbidden)
		told, err := r.Finish(r.ctx, r.ben, asked.ID)
		r.ok(err)
		r.equal("state", told.State, Closed)
		r.equal("Ana", r.row(told, r.ana).State, "done")
		r.equal("Dana", *r.task(r.dana, *r.row(told, r.dana).TaskID).CancelReason, work.NoLongerNeeded)
		_, err = r.Withdraw(r.ctx, r.ben, asked.ID)
		r.refused(err, errs.StateConflict)

		asked = r.send(r.ben, r.friday(work.AnswerText, persons(r.ana)))
		_, err = r.Withdraw(r.ctx, r.ben, asked.ID)
		r.ok(err)
		r.equal("withdrawn", *r.task(r.ana, *r.row(asked, r.ana).TaskID).CancelReason, work.Withdrawn)
	})
}

func TestW10_WhoJoinsBeforeItIsDueIsAskedIfTheRequestSaysSo(t *testing.T) {
	each(t, func(t *testing.T, r *rig) {
		team, err := r.people.CreateTeam(r.ctx, r.olga, people.NewTeam{Name: "Sales", PersonIDs: []string{r.ana.PersonID}})
		r.ok(err)
		join := func(who ...authz.Call) {
			t.Helper()
			_, err := r.people.UpdateTeam(r.ctx, r.olga, team.ID, people.TeamChange{PersonIDs: opt.To(persons(append(who, r.ana)...).PersonIDs)})
			r.ok(err)
			r.drain()
		}
		without := r.send(r.ben, r.friday(work.AnswerDone, people.Targets{TeamIDs: []string{team.ID}}))
		draft := r.friday(work.AnswerDone, people.Targets{TeamIDs: []string{team.ID}})
		draft.LateJoiners = true
		with := r.send(r.ben, draft)
		join(r.max, r.ben) // not who asks
		r.equal("asked without", r.get(r.ben, without.ID).Totals.Asked, 1)
		told := r.get(r.ben, with.ID)
		r.equal("asked with", told.Totals.Asked, 2)
		r.equal("Max", r.row(told, r.max).State, "triage")
		r.clock.Advance(5 * 24 * time.Hour) // Saturday
		join(r.max, r.lea)
		r.equal("asked after it was due", r.get(r.ben, with.ID).Totals.Asked, 2)

		below := r.friday(work.AnswerDone, people.Targets{Reports: true})
		below.LateJoiners, below.Due = true, work.Due{}
		told = r.send(r.ben, below)
		_, err = r.people.Update(r.ctx, r.olga, r.max.PersonID, people.PersonChange{ManagerID: opt.To(&r.ben.PersonID)})
		r.ok(err)
		r.drain()
		r.equal("a new report", r.row(r.get(r.ben, told.ID), r.max).State, "triage")
	})
}

// To many, a job asks, and says how far it is; nothing half sent is told as sent.
func TestW10_ToManyPeopleByAJobWithProgress(t *testing.T) {
	each(t, func(t *testing.T, r *rig) {
		for n := range 70 {
			r.person(fmt.Sprintf("Report %02d", n), "Asia/Kolkata", r.max.PersonID)
		}
		told := r.send(r.max, r.friday(work.AnswerNumber, people.Targets{Reports: true}))
		r.equal("state", told.State, Sending)
		r.equal("asked, sent", fmt.Sprint(told.Totals.Asked, told.Totals.Sent), "70 0")
		r.equal("rows", told.People[0].State, NotSent)
		r.drain()
		told = r.get(r.max, told.ID)
		r.equal("state", told.State, Open)
		r.equal("asked, sent", fmt.Sprint(told.Totals.Asked, told.Totals.Sent), "70 70")
		r.equal("a person's first row", told.People[0].State, "triage")
		page, err := r.Get(r.ctx, r.max.Actor, told.ID, Page{Limit: 40})
		r.ok(err)
		rest, err := r.Get(r.ctx, r.max.Actor, told.ID, Page{Limit: 40, Cursor: *page.NextCursor})
		r.ok(err)
		r.equal("two pages", fmt.Sprint(len(page.People), len(rest.People), rest.NextCursor == nil), "40 30 true")
		told, err = r.Withdraw(r.ctx, r.max, told.ID)
		r.ok(err)
		r.equal("state", told.State, Closing)
		r.drain()
		told = r.get(r.max, told.ID)
		r.equal("state", told.State, Closed)
		r.equal("closed", told.Totals.NotNeeded, 70)
	})
}

// A task that is handed over takes the request with it.
func TestW10_HandedOverTheRequestGoesAlong(t *testing.T) {
	each(t, func(t *testing.T, r *rig) {
		asked := r.send(r.vera, r.friday(work.AnswerText, persons(r.ana)))
		taskID := *r.row(asked, r.ana).TaskID
		_, err := r.tasks.Edit(r.ctx, r.ana, taskID, work.Patch{OwnerID: opt.To(r.max.PersonID)})
		r.ok(err)
		row := r.row(r.get(r.vera, asked.ID), r.ana)
		r.equal("who has it", row.OwnerID, r.max.PersonID)
		r.equal("Max reads", len(r.get(r.max, asked.ID).People), 1)
		_, err = r.Get(r.ctx, r.ana.Actor, asked.ID, Page{})
		r.refused(err, errs.NotFound)
		_, err = r.Answer(r.ctx, r.max, taskID, &work.Answer{Text: "here"})
		r.ok(err)
		r.equal("answer", r.row(r.get(r.vera, asked.ID), r.ana).Answer.Text, "here")
	})
}

func TestW10_WhatIAskedOpenAndClosed(t *testing.T) {
	each(t, func(t *testing.T, r *rig) {
		var last RollUp
		for range 3 {
			last = r.send(r.ben, r.friday(work.AnswerDone, persons(r.ana)))
		}
		r.answer(r.ana, last, work.Answer{})
		list := func(which Which, page Page) List {
			t.Helper()
			list, err := r.List(r.ctx, r.ben.Actor, which, page)
			r.ok(err)
			return list
		}
		r.equal("open", len(list(OnlyOpen, Page{}).Items), 2)
		closed := list(OnlyClosed, Page{}).Items
		r.equal("closed", len(closed), 1)
		r.equal("its totals", closed[0].Totals.Answered, 1)
		first := list(All, Page{Limit: 2})
		r.equal("the newest first", first.Items[0].ID, last.ID)
		r.equal("two pages", len(list(All, Page{Limit: 2, Cursor: *first.NextCursor}).Items), 1)
		r.equal("Ana asked", len(func() []Summary { l, err := r.List(r.ctx, r.ana.Actor, All, Page{}); r.ok(err); return l.Items }()), 0)
	})
}

// The preview tells what sending would do, and writes nothing.
func TestW10_ThePreviewWritesNothing(t *testing.T) {
	each(t, func(t *testing.T, r *rig) {
		r.own(r.ana, "Her first")
		secret := r.own(r.kenji, "His first")
		r.away(r.kenji, "2026-11-23", "2026-11-29")
		before := r.count("activity")
		draft := r.friday(work.AnswerNumber, people.Targets{Reports: true})
		draft.Level = work.High
		told, err := r.Preview(r.ctx, r.ben.Actor, draft)
		r.ok(err)
		r.equal("written", r.count("activity")-before, 0)
		r.equal("totals", fmt.Sprint(told.Asked, told.Away, told.Interrupting, told.AtOnce), "3 1 0 true")
		ana := told.People[0]
		r.equal("Ana's place", fmt.Sprint(ana.Place, ana.Of, ana.PushedBackCount), "1 2 1")
		r.equal("due for Ana", ana.DueAt.Format(time.RFC3339), "2026-11-27T17:30:00Z")
		kenji := told.People[2]
		r.equal("Kenji is back", kenji.BackOn, "2026-11-30")
		r.equal("due on a day off", kenji.DueDayOff, true)
		// Max reads none of Kenji's list, and is told of none of it (W5, A1).
		draft.To = persons(r.kenji)
		told, err = r.Preview(r.ctx, r.max.Actor, draft)
		r.ok(err)
		text, err := json.Marshal(told)
		r.ok(err)
		if strings.Contains(string(text), secret.Title) || told.People[0].PushedBackCount != 0 {
			t.Errorf("Max is told of what he can't read: %s", text)
		}
	})
}
