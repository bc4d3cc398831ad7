package request

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"cairn/internal/activity"
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

// The answers of each kind; the numbers are summed as they were typed.
func TestW10_KindsOfAnswerAndTheirSums(t *testing.T) {
	each(t, func(t *testing.T, r *rig) {
		asked := r.send(r.ben, r.friday(work.AnswerNumber, people.Targets{Reports: true}))
		r.answer(r.ana, asked, number(0.1))
		r.answer(r.kenji, asked, number(0.2))
		_, err := r.Answer(r.ctx, r.dana, *r.row(asked, r.dana).TaskID, &work.Answer{Text: "much"})
		r.refused(err, errs.Invalid)
		told := r.get(r.ben, asked.ID)
		r.equal("sum", *told.Totals.Sum, 0.3)
		r.equal("answered", told.Totals.Answered, 2)
		row := r.row(told, r.ana)
		r.equal("state", row.State, "done")
		r.equal("answer", *row.Answer.Number, 0.1)
		r.equal("on", row.AnsweredOn, "2026-11-23")

		choice := r.friday(work.AnswerChoice, persons(r.ana, r.kenji, r.dana))
		choice.Choices = []string{"Lisbon", "Tokyo"}
		asked = r.send(r.ben, choice)
		_, err = r.Answer(r.ctx, r.ana, *r.row(asked, r.ana).TaskID, &work.Answer{Choice: "Denver"})
		r.refused(err, errs.Invalid)
		r.answer(r.ana, asked, work.Answer{Choice: "Tokyo"})
		r.answer(r.kenji, asked, work.Answer{Choice: "Tokyo"})
		r.equal("choices", r.get(r.ben, asked.ID).Totals.Choices, "[{Lisbon 0} {Tokyo 2}]")

		link := r.send(r.ben, r.friday(work.AnswerLink, persons(r.ana)))
		_, err = r.Answer(r.ctx, r.ana, *r.row(link, r.ana).TaskID, &work.Answer{URL: "javascript:alert(1)"})
		r.refused(err, errs.Invalid)
		r.answer(r.ana, link, work.Answer{URL: "https://example.com/forecast"})
		seen := r.send(r.ben, r.friday(work.AnswerSeen, persons(r.ana)))
		r.answer(r.ana, seen, work.Answer{})
		text := r.send(r.ben, r.friday(work.AnswerText, persons(r.ana)))
		_, err = r.tasks.Complete(r.ctx, r.ana, *r.row(text, r.ana).TaskID, nil) // not without the answer
		r.refused(err, errs.StateConflict)                                       // in triage
		r.answer(r.ana, text, work.Answer{Text: "All on course"})
		_, err = r.Answer(r.ctx, r.ana, *r.row(text, r.ana).TaskID, &work.Answer{Text: "Again"})
		r.refused(err, errs.StateConflict)
	})
}

func TestW10_FinishingTheTaskAnswersOrAsksForTheAnswer(t *testing.T) {
	each(t, func(t *testing.T, r *rig) {
		for kind, allowed := range map[work.AnswerKind]bool{work.AnswerDone: true, work.AnswerSeen: true, work.AnswerNumber: false, work.AnswerText: false} {
			told := r.send(r.ben, r.friday(kind, persons(r.ana)))
			taskID := *r.row(told, r.ana).TaskID
			_, err := r.tasks.Accept(r.ctx, r.ana, taskID, work.Place{})
			r.ok(err)
			_, err = r.tasks.Complete(r.ctx, r.ana, taskID, nil)
			if !allowed {
				r.refused(err, errs.Invalid)
				continue
			}
			r.ok(err)
			r.equal("answered", r.get(r.ben, told.ID).Totals.Answered, 1)
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

func TestW10_TheRollUpSaysWhoIsAwayAndUntilWhen(t *testing.T) {
	each(t, func(t *testing.T, r *rig) {
		r.away(r.kenji, "2026-11-23", "2026-11-29")
		told := r.send(r.ben, r.friday(work.AnswerDone, people.Targets{Reports: true}))
		row := r.row(told, r.kenji)
		r.equal("away until", row.AwayUntil, "2026-11-29")
		r.equal("back on", row.BackOn, "2026-11-30")
		if r.row(told, r.ana).AwayUntil != nil {
			t.Error("Ana is not away")
		}
		_, err := r.tasks.Decline(r.ctx, r.ana, *r.row(told, r.ana).TaskID, "Not my region")
		r.ok(err)
		told = r.get(r.ben, told.ID)
		r.equal("Ana", r.row(told, r.ana).State, Declined)
		r.equal("declined", told.Totals.Declined, 1)
	})
}

func TestW10_EnoughAnswersEndIt(t *testing.T) {
	each(t, func(t *testing.T, r *rig) {
		draft := r.friday(work.AnswerText, people.Targets{Reports: true})
		draft.Enough = 2
		asked := r.send(r.ben, draft)
		r.answer(r.ana, asked, work.Answer{Text: "one"})
		r.drain()
		r.equal("after one", r.get(r.ben, asked.ID).State, Open)
		r.answer(r.dana, asked, work.Answer{Text: "two"})
		r.drain()
		told := r.get(r.ben, asked.ID)
		r.equal("after two", told.State, Closed)
		r.equal("because of", *told.Ended, Enough)
		r.equal("Kenji", r.row(told, r.kenji).State, NoLongerNeeded)
		task := r.task(r.kenji, *r.row(asked, r.kenji).TaskID)
		r.equal("his task", *task.CancelReason, work.NoLongerNeeded)
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

// Asking how it stands reaches each at most once a working day of theirs.
func TestW10_TheStateIsAskedForOnceAWorkingDay(t *testing.T) {
	each(t, func(t *testing.T, r *rig) {
		asked := r.send(r.ben, r.friday(work.AnswerDone, people.Targets{Reports: true}))
		r.answer(r.dana, asked, work.Answer{})
		ask := func(want string) {
			t.Helper()
			told, err := r.AskState(r.ctx, r.ben, asked.ID)
			r.ok(err)
			r.equal("asked, already", fmt.Sprint(told.Asked, told.Already), want)
		}
		ask("2 0") // Dana has answered
		ask("0 2")
		r.clock.Advance(8 * time.Hour) // Monday evening in Lisbon, Tuesday in Tokyo
		ask("1 1")
		r.equal("Kenji is asked for", r.row(r.get(r.ben, asked.ID), r.kenji).StateAskedOn, "2026-11-24")
		r.clock.Advance(4 * 24 * time.Hour) // Friday evening, Saturday in Tokyo
		ask("2 0")
		r.equal("Kenji is asked for", r.row(r.get(r.ben, asked.ID), r.kenji).StateAskedOn, "2026-11-30")
		r.clock.Advance(24 * time.Hour) // the weekend: nobody works, so nobody is asked for it
		ask("1 1")
		r.clock.Advance(24 * time.Hour)
		ask("0 2")
		part, err := r.PartOf(r.ctx, r.ana.Actor, new(r.task(r.ana, *r.row(asked, r.ana).TaskID)))
		r.ok(err)
		r.equal("Ana reads", part.StateAskedOn, "2026-11-30")
	})
}

func TestW10_AnsweredElsewhereIsConfirmedByItsOwner(t *testing.T) {
	each(t, func(t *testing.T, r *rig) {
		asked := r.send(r.ben, r.friday(work.AnswerNumber, people.Targets{Reports: true}))
		_, err := r.Elsewhere(r.ctx, r.ana, asked.ID, r.ana.PersonID, number(1))
		r.refused(err, errs.Forbidden)
		_, err = r.Elsewhere(r.ctx, r.ben, asked.ID, r.max.PersonID, number(1))
		r.refused(err, errs.Invalid)
		told, err := r.Elsewhere(r.ctx, r.ben, asked.ID, r.ana.PersonID, number(12))
		r.ok(err)
		r.equal("state", r.row(told, r.ana).State, "triage") // it is the owner's word
		if told.Totals.Answered != 0 || told.Totals.Sum != nil {
			t.Error("what is only proposed is no answer")
		}
		taskID := *r.row(told, r.ana).TaskID
		task := r.task(r.ana, taskID)
		part, err := r.PartOf(r.ctx, r.ana.Actor, &task)
		r.ok(err)
		r.equal("proposed to Ana", *part.Proposed.Number, 12)
		_, err = r.Answer(r.ctx, r.ana, taskID, nil)
		r.ok(err)
		r.equal("sum", *r.get(r.ben, asked.ID).Totals.Sum, 12)
		_, err = r.Answer(r.ctx, r.kenji, *r.row(told, r.kenji).TaskID, nil)
		r.refused(err, errs.Invalid)
	})
}

// Vera asks Ben; he passes it on to his reports; their numbers are the draft of his.
func TestW10_PassedOnAnswersAreTheDraftAbove(t *testing.T) {
	each(t, func(t *testing.T, r *rig) {
		asked := r.send(r.vera, r.friday(work.AnswerNumber, people.Targets{Reports: true}))
		taskID := *r.row(asked, r.ben).TaskID
		_, err := r.PassOn(r.ctx, r.vera, taskID, PassOn{})
		r.refused(err, errs.Forbidden)
		_, err = r.PassOn(r.ctx, r.ben, taskID, PassOn{PersonIDs: []string{r.max.PersonID}})
		r.refused(err, errs.Invalid)
		below, err := r.PassOn(r.ctx, r.ben, taskID, PassOn{Due: opt.To(work.Due{Date: date("2026-11-26")})})
		r.ok(err)
		r.equal("asked below", len(below.People), 3)
		r.equal("why", below.Why, "finance closes the forecast Monday")
		r.equal("due", below.DueDate, "2026-11-26")
		r.answer(r.ana, below, number(1.5))
		r.answer(r.kenji, below, number(2))
		part, err := r.PartOf(r.ctx, r.ben.Actor, new(r.task(r.ben, taskID)))
		r.ok(err)
		r.equal("draft", *part.Draft.Number, 3.5)
		r.equal("of", fmt.Sprint(part.Draft.Answered, part.Draft.Asked), "2 3")
		above, err := r.PartOf(r.ctx, r.vera.Actor, new(r.task(r.vera, taskID)))
		r.ok(err)
		if above.Draft != nil {
			t.Error("the draft is Ben's alone until he sends it")
		}

		links := r.send(r.vera, r.friday(work.AnswerLink, persons(r.ben)))
		below, err = r.PassOn(r.ctx, r.ben, *r.row(links, r.ben).TaskID, PassOn{PersonIDs: []string{r.ana.PersonID, r.kenji.PersonID}})
		r.ok(err)
		r.answer(r.ana, below, work.Answer{URL: "https://example.com/a"})
		r.answer(r.kenji, below, work.Answer{URL: "https://example.com/k", Text: "draft"})
		part, err = r.PartOf(r.ctx, r.ben.Actor, new(r.task(r.ben, *r.row(links, r.ben).TaskID)))
		r.ok(err)
		r.equal("links", part.Draft.Text, "Ana: https://example.com/a\nKenji: https://example.com/k draft")
		_, err = r.PassOn(r.ctx, r.ana, *r.row(below, r.ana).TaskID, PassOn{})
		r.refused(err, errs.StateConflict) // done
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

// Who sees what: the asker all answers; each who is asked their own, and all of
// them if it was sent open; nobody else any.
func TestW10_WhoSeesTheAnswers(t *testing.T) {
	each(t, func(t *testing.T, r *rig) {
		_, err := r.people.CreateTeam(r.ctx, r.olga, people.NewTeam{Name: "All", PersonIDs: persons(r.ana, r.kenji, r.lea, r.max).PersonIDs})
		r.ok(err)
		for _, open := range []bool{false, true} {
			draft := r.friday(work.AnswerText, persons(r.ana, r.kenji))
			draft.Open = open
			asked := r.send(r.vera, draft)
			r.answer(r.ana, asked, work.Answer{Text: "the canary"})
			taskID := *r.row(asked, r.ana).TaskID
			for _, who := range []struct {
				call         authz.Call
				reads, knows bool
			}{
				{r.vera, true, true}, {r.ana, true, true}, {r.kenji, true, open},
				{r.ben, false, open}, // Ana's manager reads her task: with the outcome, where it is open
				{r.lea, false, open}, // so does her team
				{r.max, false, open}, {r.olga, false, false},
			} {
				var everything bytes.Buffer
				told, err := r.Get(r.ctx, who.call.Actor, asked.ID, Page{})
				if who.reads {
					r.ok(err)
				} else {
					r.refused(err, errs.NotFound)
				}
				_ = json.NewEncoder(&everything).Encode(told)
				if task, err := r.tasks.Get(r.ctx, who.call.Actor, taskID); err == nil {
					part, err := r.PartOf(r.ctx, who.call.Actor, &task)
					r.ok(err)
					_ = json.NewEncoder(&everything).Encode([]any{task, part})
				}
				list, err := r.List(r.ctx, who.call.Actor, All, Page{})
				r.ok(err)
				_ = json.NewEncoder(&everything).Encode(list)
				page, err := r.feed.Changes(r.ctx, who.call.Actor, activity.Query{Watch: []authz.Scope{
					authz.Request(asked.ID), authz.Answers(asked.ID), authz.Worklist(r.ana.PersonID), authz.Person(r.vera.PersonID),
				}})
				r.ok(err)
				_ = json.NewEncoder(&everything).Encode(page)
				if err := r.WriteCSV(r.ctx, who.call.Actor, asked.ID, &everything); err != nil {
					r.refused(err, errs.NotFound)
				}
				if got := strings.Contains(everything.String(), "the canary"); got != who.knows {
					t.Errorf("open %t: %s is told the answer: %t, want %t", open, who.call.PersonID, got, who.knows)
				}
				if who.call.PersonID == r.kenji.PersonID {
					r.equal("rows for Kenji", len(told.People), map[bool]int{false: 1, true: 2}[open])
					r.equal("totals for Kenji", told.Totals != nil, open)
					r.equal("whom it was for", told.To.Empty(), true)
				}
			}
		}
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

func TestW10_TheFileOfAnswersHasNoFormulas(t *testing.T) {
	each(t, func(t *testing.T, r *rig) {
		evil := r.person("=cmd|' /C calc'!A0", "Europe/Lisbon", r.ben.PersonID)
		asked := r.send(r.ben, r.friday(work.AnswerText, persons(evil, r.ana)))
		r.answer(evil, asked, work.Answer{Text: "=HYPERLINK(\"https://evil.example\")"})
		r.answer(r.ana, asked, work.Answer{Text: "+1 for it, \"really\"\nyes"})
		var file bytes.Buffer
		r.ok(r.WriteCSV(r.ctx, r.ben.Actor, asked.ID, &file))
		for _, want := range []string{`'=cmd|' /C calc'!A0`, `"'=HYPERLINK(""https://evil.example"")"`, "\"'+1 for it, \"\"really\"\"\nyes\""} {
			if !strings.Contains(file.String(), want) {
				t.Errorf("the file lacks %s:\n%s", want, file.String())
			}
		}
		numbers := r.send(r.ben, r.friday(work.AnswerNumber, persons(r.ana)))
		r.answer(r.ana, numbers, number(-5))
		file.Reset()
		r.ok(r.WriteCSV(r.ctx, r.ben.Actor, numbers.ID, &file))
		if !strings.Contains(file.String(), "done,-5,") {
			t.Errorf("a number stays a number:\n%s", file.String())
		}
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
