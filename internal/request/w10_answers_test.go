package request

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"cairn/internal/activity"
	"cairn/internal/authz"
	"cairn/internal/errs"
	"cairn/internal/opt"
	"cairn/internal/people"
	"cairn/internal/work"
)

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
