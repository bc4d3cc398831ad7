package digest_test

import (
	"slices"
	"strings"
	"testing"

	"cairn/internal/authz"
	"cairn/internal/digest"
	"cairn/internal/errs"
	"cairn/internal/notify"
	"cairn/internal/opt"
	"cairn/internal/people"
	"cairn/internal/work"
)

// history is the last sentence about a task.
func (r *rig) history(task work.Task) string {
	r.Helper()
	events, err := r.work.History(r.Context(), r.ana.Actor, task.ID)
	r.ok(err)
	return events[len(events)-1].Sentence
}

func (r *rig) get(task work.Task) work.Task {
	r.Helper()
	got, err := r.work.Get(r.Context(), r.ana.Actor, task.ID)
	r.ok(err)
	return got
}

// accepted is a task that Max asked of Ana, who took it on.
func (r *rig) accepted(title, due string) work.Task {
	r.Helper()
	task := r.ask(r.max, r.ana, title, due)
	got, err := r.work.Accept(r.Context(), r.ana, task.ID, work.Place{})
	r.ok(err)
	return got.Task
}

func (r *rig) moveDate(task work.Task, to string) {
	r.Helper()
	reason := work.Slip
	_, err := r.work.Edit(r.Context(), r.ana, task.ID, work.Patch{DueDate: opt.To(r.date(to)), DueReason: &reason})
	r.ok(err)
}

// codes are what of Today is to be decided, as "code title".
func codes(entries []digest.Entry) string {
	lines := make([]string, len(entries))
	for i, e := range entries {
		lines[i] = strings.TrimPrefix(e.Code, "task.") + " " + e.Subject.Title
	}
	return strings.Join(lines, ", ")
}

// all are what is not dealt with.
func all(today digest.Today) []digest.Entry {
	return slices.Concat(today.Decide, today.Changed, today.GoodToKnow)
}

func TestW8_SilenceAgreesTwoWorkingDaysAfterTheAskerWasTold(t *testing.T) {
	each(t, func(r *rig) {
		task := r.accepted("report", "2026-11-26")
		r.until("11-24 12:00")
		r.moveDate(task, "2026-12-03") // Tuesday; Max is told on Wednesday at 9:00, unless something must be decided before
		r.until("11-25 18:00")
		told := r.digests(r.max)
		r.equal("agreed so far", r.get(task).AgreedDueDate, "2026-11-26")
		r.equal("whose word is missing", *r.get(task).AgreeByID, r.max.PersonID)
		r.until("11-26 16:00")
		r.equal("not yet: told on Wednesday morning ("+told+"), Wednesday and Thursday are not over", r.get(task).AgreedDueDate, "2026-11-26")
		r.until("11-26 18:00")
		got := r.get(task)
		r.equal("agreed by silence", got.AgreedDueDate, "2026-12-03")
		r.equal("nobody's word is missing", got.AgreeByID == nil, true)
		r.equal("history", r.history(task), "Max was told of the date and said nothing against it for two working days, so it is agreed")
		r.until("11-30 12:00")
		r.equal("Max has nothing to decide about it", codes(r.today(r.max).Decide), "")
	})
}

func TestW8_OnTimeIsByTheLastDateAgreedBeforeItPassed(t *testing.T) {
	each(t, func(r *rig) {
		agreed := r.accepted("agreed by silence", "2026-11-27")
		late := r.accepted("moved too late", "2026-11-25")
		r.until("11-23 12:00")
		r.moveDate(agreed, "2026-12-04")
		r.until("11-25 12:00")
		r.moveDate(late, "2026-12-04")
		r.until("12-02 12:00") // both are agreed by now
		for _, task := range []work.Task{agreed, late} {
			r.equal("agreed: "+task.Title, r.get(task).AgreedDueDate, "2026-12-04")
			_, err := r.work.Complete(r.Context(), r.ana, task.ID, &work.Outcome{Text: "there"})
			r.ok(err)
		}
		r.equal("in time", r.history(agreed), "Ana finished it")
		r.equal("agreed on after the old one had passed", r.history(late), "Ana finished it, after it was due")
	})
}

func TestW4_SilenceIsToldToOwnerManagerAndAsker(t *testing.T) {
	each(t, func(r *rig) {
		task := r.ask(r.max, r.ana, "report", "")
		r.until("11-27 12:00")
		r.equal("the asker, to decide", codes(r.today(r.max).Decide), "unanswered report")
		r.equal("the owner, with what was to be decided anyway", shown(r.today(r.ana).Decide), "arrived report (arrived unanswered)")
		r.equal("the manager", codes(r.today(r.ben).Changed), "unanswered report")
		r.equal("history", r.history(task), "Ana had not answered by then")
		r.until("12-04 12:00")
		r.equal("once", len(r.today(r.max).Decide), 1)
		_, err := r.work.Accept(r.Context(), r.ana, task.ID, work.Place{})
		r.ok(err)
		r.equal("over for the asker", codes(r.today(r.max).Decide), "")
	})
}

// Ten working days after Max asked, the task is among Ana's first three.
func TestW9_TheAskerIsAskedWhetherItIsStillNeeded(t *testing.T) {
	each(t, func(r *rig) {
		task := r.accepted("report", "")
		r.until("12-04 12:00")
		r.equal("ten working days are not over", codes(r.today(r.max).Decide), "")
		r.until("12-08 12:00")
		r.equal("asked", codes(r.today(r.max).Decide), "still_needed report")
		entry := r.today(r.max).Decide[0]
		r.equal("by Cairn, and by which rule", entry.Words[len(entry.Words)-1].ActorID == nil && entry.Rule == notify.CairnAsks, true)
		r.equal("the owner sees how long ago", r.get(task).DoubtAt != nil, true)

		_, err := r.work.Keep(r.Context(), r.ana, task.ID)
		r.refused(err, errs.Forbidden)
		_, err = r.work.Keep(r.Context(), r.max, task.ID)
		r.ok(err)
		r.equal("answered, and what stood beside it does not come back", shown(all(r.today(r.max))), "")
		_, err = r.work.Unkeep(r.Context(), r.max, task.ID)
		r.ok(err)
		r.equal("a second thought: asked as before", codes(r.today(r.max).Decide), "still_needed report")
		r.equal("the owner sees how long ago again", r.get(task).DoubtAt != nil, true)
		_, err = r.work.Keep(r.Context(), r.max, task.ID)
		r.ok(err)
		r.equal("answered again", codes(r.today(r.max).Decide), "")
		r.equal("history", r.history(task), "Max said that it is still needed")
		r.until("12-29 12:00")
		r.equal("not after ten working days again", codes(r.today(r.max).Decide), "")
		r.until("01-06 12:00 2027")
		r.equal("after twenty", codes(r.today(r.max).Decide), "still_needed report")
	})
}

// What was answered before stays answered; and who heard of the answer that is
// taken back hears of it no more.
func TestW9_TakingBackThatItIsNeededAsksTheLastQuestionAlone(t *testing.T) {
	each(t, func(r *rig) {
		task := r.accepted("report", "")
		_, err := r.work.AskFirst(r.Context(), r.ana, task.ID)
		r.ok(err)
		r.until("11-24 12:00")
		_, err = r.work.Keep(r.Context(), r.max, task.ID)
		r.ok(err)
		r.until("12-23 12:00") // twenty working days later
		r.equal("asked", shown(r.today(r.max).Decide), "still_needed report (still_needed)")
		_, err = r.work.Keep(r.Context(), r.max, task.ID)
		r.ok(err)
		_, err = r.work.Unkeep(r.Context(), r.max, task.ID)
		r.ok(err)
		r.equal("that alone", shown(r.today(r.max).Decide), "still_needed report (still_needed)")
		r.until("12-24 12:00")
		r.equal("the owner", strings.Contains(codes(r.today(r.ana).GoodToKnow), "kept report"), false)
		_, err = r.work.Keep(r.Context(), r.max, task.ID)
		r.ok(err)
		r.equal("answered", codes(r.today(r.max).Decide), "")
	})
}

// To ask again is no answer: the days of silence count from the first time that Max
// was asked.
func TestW9_AskingAgainDoesNotBeginTheDaysOfSilenceAnew(t *testing.T) {
	each(t, func(r *rig) {
		task := r.accepted("report", "")
		for _, day := range []string{"12-04 12:00", "12-09 12:00"} { // Max is asked at nine on Monday, and on Thursday
			r.until(day)
			_, err := r.work.AskFirst(r.Context(), r.ana, task.ID)
			r.ok(err)
		}
		r.until("12-11 16:00")
		r.equal("not yet", r.get(task).LetGoAt == nil, true)
		r.until("12-12 12:00")
		r.equal("Ana may let it go", r.get(task).LetGoAt != nil, true)
	})
}

// Max is back from time off earlier than he had said, so his ten working days are
// over earlier too.
func TestW9_TheDaysOfTheAskerAreReckonedAnewWhenTheyChange(t *testing.T) {
	each(t, func(r *rig) {
		task := r.accepted("report", "")
		off, err := r.people.AddTimeOff(r.Context(), r.max, r.max.PersonID, people.NewTimeOff{StartsOn: *r.date("2026-11-30"), EndsOn: *r.date("2026-12-18")})
		r.ok(err)
		r.until("12-03 12:00")
		r.ok(r.people.RemoveTimeOff(r.Context(), r.max, off.ID))
		_, err = r.work.RecomputeDue(r.Context(), r.max.PersonID, "", 50)
		r.ok(err)
		r.until("12-07 16:00")
		r.equal("not yet", r.get(task).DoubtAt == nil, true)
		r.until("12-08 12:00")
		r.equal("asked", codes(r.today(r.max).Decide), "still_needed report")
	})
}

func TestW9_BelowTheFirstThreeOnlyWhenNobodyTouchedItForThreeWeeks(t *testing.T) {
	each(t, func(r *rig) {
		for _, title := range []string{"one", "two", "three"} {
			_, err := r.work.Create(r.Context(), r.ana, work.Draft{Title: title, Place: work.Place{Level: work.High}})
			r.ok(err)
		}
		r.accepted("report", "")
		r.until("12-10 12:00")
		r.equal("fourth on the list", codes(r.today(r.max).Decide), "")
		r.until("12-15 12:00")
		r.equal("21 days", codes(r.today(r.max).Decide), "")
		// It holds nobody up, and so comes along with a digest that there is anyway.
		r.ask(r.ben, r.max, "a question", "")
		r.until("12-16 12:00")
		r.equal("with the next digest", codes(r.today(r.max).Decide), "arrived a question, still_needed report")
	})
}

func TestW9_UnansweredForFiveWorkingDaysTheOwnerMayLetItGoAndTheAskerReopens(t *testing.T) {
	each(t, func(r *rig) {
		task := r.accepted("report", "")
		r.until("12-08 12:00") // Max was told on the 8th, 9:00
		r.until("12-14 16:00")
		r.equal("five whole working days are not over", r.get(task).LetGoAt == nil, true)
		r.until("12-14 18:00")
		r.equal("silent for long enough", r.get(task).LetGoAt != nil, true)
		r.until("12-15 12:00")
		r.equal("the owner is told", codes(r.today(r.ana).Changed), "may_let_go report")
		_, err := r.work.Cancel(r.Context(), r.ana, task.ID, work.NoLongerNeeded, "")
		r.ok(err)
		r.equal("dealt with", codes(r.today(r.ana).Changed), "")
		_, err = r.work.Reopen(r.Context(), r.ana, task.ID, work.Place{})
		r.ok(err)
		r.equal("a second thought", codes(r.today(r.ana).Changed), "may_let_go report")
		_, err = r.work.Cancel(r.Context(), r.ana, task.ID, work.NoLongerNeeded, "")
		r.ok(err)
		r.equal("history", r.history(task), "Ana let it go, since nobody had said that it is still needed")
		r.until("12-16 12:00")
		r.equal("the asker is told", codes(r.today(r.max).Changed), "let_go report")
		got, err := r.work.Reopen(r.Context(), r.max, task.ID, work.Place{})
		r.ok(err)
		r.equal("asked for again", got.Status, work.Triage)
	})
}

func TestW9_NeverForWhatOneSetOneself(t *testing.T) {
	each(t, func(r *rig) {
		own, err := r.work.Create(r.Context(), r.ana, work.Draft{Title: "mine"})
		r.ok(err)
		r.until("01-15 12:00 2027")
		r.equal("nothing", codes(r.today(r.ana).Decide), "")
		r.equal("no doubt", r.get(own.Task).DoubtAt == nil && r.get(own.Task).NeededAt == nil, true)
		_, err = r.work.AskFirst(r.Context(), r.ana, own.ID)
		r.refused(err, errs.StateConflict)
	})
}

func TestW9_TheOwnerAsksFirstAndTheAskerAnswersWithOneKey(t *testing.T) {
	each(t, func(r *rig) {
		task := r.accepted("report", "")
		_, err := r.work.AskFirst(r.Context(), r.ana, task.ID)
		r.ok(err)
		r.until("11-24 12:00")
		r.equal("asked by the owner", codes(r.today(r.max).Decide), "need_asked report")
		_, err = r.work.Keep(r.Context(), r.max, task.ID)
		r.ok(err)
		r.until("11-25 12:00")
		r.equal("answered", codes(r.today(r.max).Decide), "")
		r.equal("the owner hears of it", strings.Contains(codes(r.today(r.ana).GoodToKnow), "kept report"), true)
	})
}

func TestN8_ThreeQuestionsADayWhatHoldsUpAnotherFirst(t *testing.T) {
	each(t, func(r *rig) {
		for _, title := range []string{"a", "b", "c", "d", "e"} {
			r.accepted(title, "")
		}
		r.until("12-15 12:00")
		asked := codes(r.today(r.max).Decide)
		r.equal("three, those that Ana comes to next", asked, "still_needed a, still_needed b, still_needed c")
	})
}

func TestN8_AKindIgnoredTwiceIsSilentForThirtyDays(t *testing.T) {
	each(t, func(r *rig) {
		one := r.accepted("one", "")
		r.until("12-08 12:00")
		today := r.today(r.max)
		_, err := r.digest.Settle(r.Context(), r.max, seenOf(today.Decide...), false)
		r.ok(err)
		r.ok(r.done(one))
		two := r.accepted("two", "")
		r.until("12-23 12:00")
		r.equal("the second", codes(r.today(r.max).Decide), "still_needed two")
		_, err = r.digest.Settle(r.Context(), r.max, seenOf(r.today(r.max).Decide...), false)
		r.ok(err)
		r.ok(r.done(two))
		r.accepted("three", "")
		r.until("01-20 12:00 2027")
		r.equal("silent", codes(r.today(r.max).Decide), "")
		r.until("01-25 12:00 2027")
		r.equal("after thirty days", codes(r.today(r.max).Decide), "still_needed three")
	})
}

func (r *rig) done(task work.Task) error {
	_, err := r.work.Complete(r.Context(), r.ana, task.ID, nil)
	return err
}

func TestW3_AfterThreeWorkingDaysOwnerAndAskerAreAskedWhetherItIsStillUrgent(t *testing.T) {
	each(t, func(r *rig) {
		task := r.accepted("report", "")
		_, err := r.work.Move(r.Context(), r.ana, task.ID, work.Place{Level: work.Urgent}, "")
		r.ok(err)
		r.until("11-26 17:00")
		r.ask(r.ben, r.ana, "another", "")
		r.ask(r.ben, r.max, "another", "")
		r.until("11-27 12:00")
		r.equal("the owner", strings.Contains(codes(r.today(r.ana).Decide), "still_urgent report"), true)
		r.equal("the asker", strings.Contains(codes(r.today(r.max).Decide), "still_urgent report"), true)
		_, err = r.work.KeepUrgent(r.Context(), r.max, task.ID)
		r.ok(err)
		r.equal("answered for both", strings.Contains(codes(r.today(r.ana).Decide)+codes(r.today(r.max).Decide), "urgent"), false)
		_, err = r.work.Unkeep(r.Context(), r.max, task.ID)
		r.ok(err)
		for _, who := range []authz.Call{r.ana, r.max} {
			r.equal("asked as before", strings.Contains(codes(r.today(who).Decide), "still_urgent report"), true)
		}
		_, err = r.work.KeepUrgent(r.Context(), r.max, task.ID)
		r.ok(err)
		r.equal("answered again", strings.Contains(codes(r.today(r.ana).Decide)+codes(r.today(r.max).Decide), "urgent"), false)
		_, err = r.work.KeepUrgent(r.Context(), r.ben, task.ID)
		r.refused(err, errs.Forbidden)
	})
}

func TestC7_ThreeRoundTripsProposeATalkToTheTwo(t *testing.T) {
	each(t, func(r *rig) {
		task := r.accepted("report", "")
		for range 2 {
			r.comment(r.max, task, "this?")
			r.comment(r.ana, task, "that?")
		}
		r.comment(r.max, task, "this, then")
		r.equal("not yet", r.get(task).Talk == nil, true)
		r.comment(r.ben, task, "I am here too")
		r.comment(r.ana, task, "what?")
		r.equal("a third one took part", r.get(task).Talk == nil, true)
		for range 3 {
			r.comment(r.max, task, "this?")
			r.comment(r.ana, task, "that?")
		}
		r.equal("proposed", r.get(task).Talk.Why, "round_trips")
		r.until("11-24 12:00")
		r.equal("the owner", strings.Contains(shown(r.today(r.ana).Decide), "talk report"), true)
		r.equal("the other", strings.Contains(shown(r.today(r.max).Decide), "talk report"), true)
		r.equal("nobody else", strings.Contains(shown(r.today(r.ben).Decide), "talk report"), false)
		_, err := r.work.Talked(r.Context(), r.ben, task.ID, "we did")
		r.refused(err, errs.Forbidden)
		_, err = r.work.Talked(r.Context(), r.max, task.ID, "We go with the second draft")
		r.ok(err)
		thread, err := r.work.Thread(r.Context(), r.ana.Actor, task.ID)
		r.ok(err)
		r.equal("it stands on the task", thread[len(thread)-1].Body, "We go with the second draft")
		r.equal("and is over", r.get(task).Talk == nil && !strings.Contains(shown(all(r.today(r.ana))), "talk"), true)
		r.equal("who said so has dealt with what stood beside it", shown(all(r.today(r.max))), "")
		r.equal("the other has not", strings.Contains(shown(all(r.today(r.ana))), "commented×"), true)
		r.comment(r.max, task, "one more word")
		r.equal("the count begins anew", r.get(task).Talk == nil, true)
	})
}

func TestC7_BlockedWithoutHoursInCommonProposesATalkAfterTwoWorkingDays(t *testing.T) {
	each(t, func(r *rig) {
		task := r.accepted("report", "")
		_, err := r.work.Block(r.Context(), r.ana, task.ID, work.WaitingFor{PersonID: &r.rui.PersonID}) // in Auckland
		r.ok(err)
		near := r.accepted("near", "")
		_, err = r.work.Block(r.Context(), r.ana, near.ID, work.WaitingFor{PersonID: &r.max.PersonID})
		r.ok(err)
		r.until("11-25 12:00")
		r.equal("two working days are not over", r.get(task).Talk == nil, true)
		r.until("11-26 12:00")
		r.equal("proposed", r.get(task).Talk != nil && r.get(task).Talk.WithID == r.rui.PersonID, true)
		r.equal("history", r.history(task), "A talk with Rui was proposed: no working hours in common")
		r.equal("not with somebody whose hours meet", r.get(near).Talk == nil, true)
		_, err = r.work.Talked(r.Context(), r.ana, task.ID, "")
		r.ok(err)
		r.until("12-10 12:00")
		r.equal("said not to be needed", r.get(task).Talk == nil, true)
	})
}
