package work

import (
	"strings"
	"testing"
	"time"

	"cairn/internal/errs"
	"cairn/internal/opt"
	"cairn/internal/people"
	"cairn/internal/worktime"

	"pgregory.net/rapid"
)

// offering is an offer of a date and a level, each where it isn't "".
func offering(due string, level Level, reason string) Offer {
	offer := Offer{Level: level, Reason: reason}
	switch due {
	case "":
	case "none":
		offer.Due = opt.To(Due{})
	default:
		offer.Due = opt.To(Due{Date: date(due)})
	}
	return offer
}

// last is the newest sentence of a task's history.
func (r *rig) last(task Task) string {
	r.t.Helper()
	all := r.sentences(r.ana, task.ID)
	return all[len(all)-1]
}

func TestW4_ACounterOfferIsAnsweredByTheAskerAndTakesTheTaskOn(t *testing.T) {
	each(t, func(t *testing.T, r *rig) {
		asked := r.ask(r.max, r.ana, "x", "2026-11-26")
		got, err := r.Propose(r.ctx, r.ana, asked.ID, offering("2026-11-30", High, "I ship on Friday"))
		r.ok(err)
		r.equal("history", r.last(asked), "Ana proposed Mon 30 Nov 2026 instead of Thu 26 Nov 2026, and high instead of medium")
		p := got.Proposal
		r.equal("whose word is missing", p.AnswerByID, r.max.PersonID)
		r.equal("nothing moved yet", string(got.Level)+" "+got.DueDate.String()+" "+string(got.Status), "medium 2026-11-26 triage")
		r.equal("the asker reads why", r.get(r.max, asked.ID).Proposal.Reason, "I ship on Friday")
		r.equal("silence is the asker's now", got.UnansweredAt == nil, true)

		for _, other := range []struct {
			code errs.Code
			err  error
		}{
			{errs.Forbidden, err2(r.AcceptProposal(r.ctx, r.ana, asked.ID, "", Place{}))},
			{errs.Forbidden, err2(r.AcceptProposal(r.ctx, r.ben, asked.ID, "", Place{}))},
			{errs.Forbidden, err2(r.DeclineProposal(r.ctx, r.ben, asked.ID, "", "no"))},
			{errs.StateConflict, err2(r.AcceptProposal(r.ctx, r.max, asked.ID, "another", Place{}))},
			{errs.StateConflict, err2(r.Propose(r.ctx, r.max, asked.ID, offering("2026-11-27", "", "")))},
			{errs.Forbidden, err2(r.WithdrawProposal(r.ctx, r.max, asked.ID))},
		} {
			r.refused(other.err, other.code)
		}
		taken, err := r.AcceptProposal(r.ctx, r.max, asked.ID, p.ID, Place{})
		r.ok(err)
		r.equal("the task", string(taken.Level)+" "+taken.DueDate.String()+" "+string(taken.Status), "high 2026-11-30 todo")
		r.equal("agreed", taken.AgreedDueDate, "2026-11-30")
		r.equal("nothing is open", taken.Proposal == nil, true)
		r.wantOrder(r.ana, "high:x")
		told := r.sentences(r.max, asked.ID)
		r.equal("history", strings.Join(told[len(told)-2:], " | "),
			"Max agreed to Ana's proposal, and it is on the list | Max moved the date from Thu 26 Nov 2026 to Mon 30 Nov 2026, before it had passed, as Ana proposed")
		_, err = r.AcceptProposal(r.ctx, r.max, asked.ID, p.ID, Place{})
		r.refused(err, errs.StateConflict)
	})
}

func err2(_ Result, err error) error { return err }

func TestW4_AnAcceptedCounterOfferFindsRoomWhereNobodyCanChoose(t *testing.T) {
	each(t, func(t *testing.T, r *rig) {
		r.add(r.ana, "mine", Urgent)
		asked := r.ask(r.max, r.ana, "x", "2026-11-26")
		_, err := r.Propose(r.ctx, r.ana, asked.ID, offering("", Urgent, ""))
		r.ok(err)
		taken, err := r.AcceptProposal(r.ctx, r.max, asked.ID, "", Place{Level: Low})
		r.ok(err)
		r.equal("told", told(taken), "lowered")
		r.wantOrder(r.ana, "urgent:mine high:x")
		r.equal("the date both know", taken.AgreedDueDate, "2026-11-26")
	})
}

func TestW4_ProposalsGoToAndFro(t *testing.T) {
	each(t, func(t *testing.T, r *rig) {
		asked := r.ask(r.max, r.ana, "x", "2026-11-26")
		_, err := r.Propose(r.ctx, r.ana, asked.ID, offering("none", "", ""))
		r.ok(err)
		_, err = r.CounterProposal(r.ctx, r.max, asked.ID, "", offering("2026-11-27", "", "Friday is the latest"))
		r.ok(err)
		r.equal("history", r.last(asked), "Max answered with a proposal: Fri 27 Nov 2026 instead of Thu 26 Nov 2026")
		r.equal("it is the owner's turn again", r.get(r.ana, asked.ID).UnansweredAt != nil, true)
		_, err = r.DeclineProposal(r.ctx, r.ana, asked.ID, "", "I can't")
		r.ok(err)
		declined := r.get(r.ana, asked.ID)
		r.equal("still to be decided on", declined.Status, Triage)
		r.equal("the words are in the thread", declined.CommentCount, 2)
		_, err = r.Propose(r.ctx, r.ana, asked.ID, offering("2026-11-30", "", ""))
		r.ok(err)
		_, err = r.Propose(r.ctx, r.ana, asked.ID, offering("2026-12-01", "", "Monday is full")) // one's own is replaced
		r.ok(err)
		withdrawn, err := r.WithdrawProposal(r.ctx, r.ana, asked.ID)
		r.ok(err)
		r.equal("nothing is open", withdrawn.Proposal == nil, true)
		_, err = r.Propose(r.ctx, r.max, asked.ID, offering("2026-11-25", High, ""))
		r.ok(err)
		taken, err := r.AcceptProposal(r.ctx, r.ana, asked.ID, "", Place{})
		r.ok(err)
		r.equal("the owner agreed to the terms", string(taken.Status)+" "+string(taken.Level)+" "+taken.AgreedDueDate.String(), "todo high 2026-11-25")
	})
}

func TestW4_AnAgreedDateIsMadeEarlierByProposal(t *testing.T) {
	each(t, func(t *testing.T, r *rig) {
		asked := r.ask(r.max, r.ana, "x", "2026-11-27")
		_, err := r.Accept(r.ctx, r.ana, asked.ID, Place{})
		r.ok(err)
		_, err = r.redue(r.ben, asked.ID, "2026-11-25", Reprioritized)
		if refusal := r.refused(err, errs.ProposeInstead); !strings.Contains(refusal.Message, "propose the earlier date") {
			t.Errorf("how else? %s", refusal.Message)
		}
		_, err = r.redue(r.max, asked.ID, "2026-11-25", Reprioritized)
		if refusal := r.refused(err, errs.ProposeInstead); !strings.Contains(refusal.Message, "propose another date") {
			t.Errorf("how else? %s", refusal.Message)
		}
		_, err = r.Propose(r.ctx, r.kai, asked.ID, offering("2026-11-25", "", ""))
		r.refused(err, errs.NotFound)
		_, err = r.Propose(r.ctx, r.vera, asked.ID, offering("2026-11-25", "", ""))
		r.refused(err, errs.Forbidden)
		_, err = r.Propose(r.ctx, r.ana, asked.ID, offering("2026-11-25", "", ""))
		r.refused(err, errs.StateConflict) // the owner moves it
		_, err = r.Propose(r.ctx, r.ben, asked.ID, offering("2026-11-25", "", ""))
		r.ok(err)
		_, err = r.CounterProposal(r.ctx, r.ana, asked.ID, "", offering("2026-11-26", "", ""))
		r.ok(err)
		r.equal("the manager answers", r.get(r.ana, asked.ID).Proposal.AnswerByID, r.ben.PersonID)
		agreed, err := r.AcceptProposal(r.ctx, r.ben, asked.ID, "", Place{})
		r.ok(err)
		r.equal("agreed", agreed.AgreedDueDate.String()+" "+string(*agreed.DueReason), "2026-11-26 reprioritized")
		r.equal("history", r.last(asked), "Ben moved the date from Fri 27 Nov 2026 to Thu 26 Nov 2026 (reprioritized), before it had passed, as Ana proposed")
	})
}

func TestW4_AProposedLevelNeedsASlotThatItsOwnerFrees(t *testing.T) {
	each(t, func(t *testing.T, r *rig) {
		mine := r.add(r.ana, "mine", Urgent)
		asked := r.ask(r.max, r.ana, "x", "2026-11-27")
		_, err := r.Accept(r.ctx, r.ana, asked.ID, Place{})
		r.ok(err)
		_, err = r.Propose(r.ctx, r.max, asked.ID, offering("", Urgent, ""))
		r.ok(err)
		_, err = r.AcceptProposal(r.ctx, r.ana, asked.ID, "", Place{})
		r.refused(err, errs.SlotFull)
		_, err = r.AcceptProposal(r.ctx, r.ana, asked.ID, "", Place{StepDown: []string{mine.ID}})
		r.ok(err)
		r.wantOrder(r.ana, "urgent:x high:mine")
		r.equal("history", r.last(asked), "Ana agreed to Max's proposal")
	})
}

func TestW4_AProposalThatIsLeftBehindIsSettledWithAWord(t *testing.T) {
	each(t, func(t *testing.T, r *rig) {
		for name, settle := range map[string]func(id string) error{
			"the task was accepted as it was": func(id string) error { return err2(r.Accept(r.ctx, r.ana, id, Place{})) },
			"the task was closed":             func(id string) error { return err2(r.Cancel(r.ctx, r.max, id, Withdrawn, "")) },
			"the date was moved":              func(id string) error { return err2(r.redue(r.ben, id, "2026-12-02", Scope)) },
			"the level was changed": func(id string) error {
				return err2(r.Move(r.ctx, r.ben, id, Place{Level: Low}, ""))
			},
			"the task has another owner": func(id string) error {
				return err2(r.Edit(r.ctx, r.ben, id, Patch{OwnerID: opt.To(r.kai.PersonID)}))
			},
		} {
			asked := r.ask(r.max, r.ana, name, "2026-11-26")
			_, err := r.Propose(r.ctx, r.ana, asked.ID, offering("2026-11-30", High, ""))
			r.ok(err)
			r.ok(settle(asked.ID))
			all := r.sentences(r.max, asked.ID)
			r.equal("history", all[len(all)-1], "Ana's proposal fell away: "+name)
			r.equal("nothing is open", r.get(r.max, asked.ID).Proposal == nil, true)
		}
	})
}

func TestW4_WhatCanNotBeProposed(t *testing.T) {
	each(t, func(t *testing.T, r *rig) {
		asked := r.ask(r.max, r.ana, "x", "2026-11-26")
		own := r.add(r.ana, "own", Medium)
		bad := "Nowhere/Town"
		for what, offer := range map[string]Offer{
			"nothing":          {},
			"as it is":         offering("2026-11-26", Medium, ""),
			"a passed date":    offering("2026-11-20", "", ""),
			"no such level":    {Level: "asap"},
			"no such zone":     {Due: opt.To(Due{Date: date("2026-12-01"), Zone: &bad})},
			"no such reason":   {Level: High, DueReason: new(DueReason)},
			"too many words":   offering("2026-11-30", "", strings.Repeat("x", 501)),
			"a zone, no date":  {Due: opt.To(Due{Zone: &bad})},
			"no date, as it's": offering("2026-11-26", "", ""),
		} {
			if _, err := r.Propose(r.ctx, r.ana, asked.ID, offer); !errs.Is(err, errs.Invalid) {
				t.Errorf("%s: %v", what, err)
			}
		}
		_, err := r.Propose(r.ctx, r.ana, own.ID, offering("2026-11-30", "", ""))
		r.refused(err, errs.StateConflict)
		_, err = r.Decline(r.ctx, r.ana, asked.ID, "no")
		r.ok(err)
		_, err = r.Propose(r.ctx, r.max, asked.ID, offering("2026-11-30", "", ""))
		r.refused(err, errs.StateConflict)

		weekend := r.ask(r.max, r.ana, "y", "2026-11-26")
		told1, err := r.Propose(r.ctx, r.ana, weekend.ID, offering("2026-11-29", "", ""))
		r.ok(err)
		r.equal("warned", told(told1), "due_day_off")
	})
}

func TestW4_AQuestionWaitsForTheAskersAnswer(t *testing.T) {
	each(t, func(t *testing.T, r *rig) {
		asked := r.ask(r.max, r.ana, "x", "")
		_, err := r.Ask(r.ctx, r.ben, asked.ID, NewComment{Body: "which?"})
		r.refused(err, errs.Forbidden)
		_, err = r.Ask(r.ctx, r.ana, asked.ID, NewComment{Body: " "})
		r.refused(err, errs.Invalid)
		waiting, err := r.Ask(r.ctx, r.ana, asked.ID, NewComment{Body: "Which region?"})
		r.ok(err)
		r.equal("asked", waiting.Question.Words, "Which region?")
		r.equal("silence is not the owner's", waiting.UnansweredAt == nil, true)
		r.equal("history", r.last(asked), "Ana asked Max a question")
		_, err = r.AddComment(r.ctx, r.ben, asked.ID, NewComment{Body: "I think all"})
		r.ok(err)
		r.equal("the manager's word is no answer", r.get(r.ana, asked.ID).Question != nil, true)
		r.clock.Advance(10 * 24 * time.Hour)
		_, err = r.AddComment(r.ctx, r.max, asked.ID, NewComment{Body: "All of them"})
		r.ok(err)
		answered := r.get(r.ana, asked.ID)
		r.equal("answered", answered.Question == nil, true)
		r.equal("history", r.last(asked), "Max answered the question")
		r.equal("the owner's days begin anew", answered.UnansweredAt.After(r.clock.Now()), true)

		again, err := r.Ask(r.ctx, r.ana, asked.ID, NewComment{Body: "Really?"})
		r.ok(err)
		r.ok(r.DeleteComment(r.ctx, r.ana, again.Question.CommentID))
		r.equal("taken back", r.get(r.ana, asked.ID).Question == nil, true)
		_, err = r.Ask(r.ctx, r.ana, asked.ID, NewComment{Body: "Once more?"})
		r.ok(err)
		accepted, err := r.Accept(r.ctx, r.ana, asked.ID, Place{})
		r.ok(err)
		r.equal("decided without", accepted.Question == nil, true)
		own := r.add(r.ana, "own", Medium)
		_, err = r.Ask(r.ctx, r.ana, own.ID, NewComment{Body: "Why?"})
		r.refused(err, errs.StateConflict)
	})
}

func TestW4_ASnoozeEndsWithAWorkingDayAndStopsNoClock(t *testing.T) {
	each(t, func(t *testing.T, r *rig) {
		asked := r.ask(r.max, r.ana, "x", "")
		before := *asked.UnansweredAt
		put, err := r.Snooze(r.ctx, r.ana, asked.ID, date("2026-11-26"))
		r.ok(err)
		r.equal("until the day begins", *put.SnoozeEndsAt, at("2026-11-26T09:00:00Z"))
		r.equal("the clock goes on", *put.UnansweredAt, before)
		r.equal("history", r.last(asked), "Ana put it off until Thu 26 Nov 2026")
		for _, day := range []string{"2026-11-23", "2026-11-20", "2026-11-28", "2027-11-23"} {
			_, err := r.Snooze(r.ctx, r.ana, asked.ID, date(day))
			refusal := r.refused(err, errs.Invalid)
			if day == "2026-11-28" && !strings.Contains(refusal.Message, "2026-11-30") {
				t.Errorf("which day then? %s", refusal.Message)
			}
		}
		_, err = r.Snooze(r.ctx, r.ben, asked.ID, date("2026-11-26"))
		r.refused(err, errs.Forbidden)

		_, err = r.people.AddTimeOff(r.ctx, r.ana, r.ana.PersonID, people.NewTimeOff{StartsOn: *date("2026-11-26"), EndsOn: *date("2026-11-27")})
		r.ok(err)
		r.recompute(r.ana, 50)
		moved := r.get(r.ana, asked.ID)
		r.equal("off that day: the next one", *moved.SnoozeEndsAt, at("2026-11-30T09:00:00Z"))
		r.equal("days off don't count", moved.UnansweredAt.After(before), true)
		r.equal("history has no more of it", r.last(asked), "Ana put it off until Thu 26 Nov 2026")

		back, err := r.Snooze(r.ctx, r.ana, asked.ID, nil)
		r.ok(err)
		r.equal("back at once", back.SnoozedUntil == nil && back.SnoozeEndsAt == nil, true)
		_, err = r.Snooze(r.ctx, r.ana, asked.ID, date("2026-12-01"))
		r.ok(err)
		accepted, err := r.Accept(r.ctx, r.ana, asked.ID, Place{})
		r.ok(err)
		r.equal("accepted", accepted.SnoozedUntil == nil && accepted.UnansweredAt == nil, true)
		_, err = r.Snooze(r.ctx, r.ana, asked.ID, date("2026-12-02"))
		r.refused(err, errs.StateConflict)
	})
}

func TestW4_ADuplicateNamesTheTaskThatStays(t *testing.T) {
	each(t, func(t *testing.T, r *rig) {
		stays := r.ask(r.max, r.ana, "stays", "2026-11-26")
		hidden, err := r.Create(r.ctx, r.ana, Draft{Title: "hidden", Confidential: true})
		r.ok(err)
		twice := r.ask(r.max, r.ana, "twice", "2026-11-26")
		for _, of := range []string{twice.ID, "nothing"} {
			_, err = r.CancelAsDuplicate(r.ctx, r.ana, twice.ID, of, "")
			r.refused(err, errs.Invalid)
		}
		_, err = r.CancelAsDuplicate(r.ctx, r.max, twice.ID, hidden.ID, "")
		r.refused(err, errs.Invalid)
		gone, err := r.CancelAsDuplicate(r.ctx, r.ana, twice.ID, stays.ID, "We have it already")
		r.ok(err)
		r.equal("the asker is led to it", *r.get(r.max, gone.ID).DuplicateOfID, stays.ID)
		_, err = r.CancelAsDuplicate(r.ctx, r.ana, stays.ID, gone.ID, "")
		r.refused(err, errs.Invalid) // what stays is open

		other := r.ask(r.max, r.ana, "other", "2026-11-26")
		_, err = r.CancelAsDuplicate(r.ctx, r.ana, other.ID, hidden.ID, "")
		r.ok(err)
		r.equal("not told of what one may not read", r.get(r.max, other.ID).DuplicateOfID == nil, true)
		events, err := r.History(r.ctx, r.max.Actor, other.ID)
		r.ok(err)
		for _, e := range events {
			if strings.Contains(string(e.Data), hidden.ID) {
				t.Errorf("the history names it: %s", e.Data)
			}
		}
		again, err := r.Reopen(r.ctx, r.max, gone.ID, Place{})
		r.ok(err)
		r.equal("asked for again", again.DuplicateOfID == nil && again.UnansweredAt != nil, true)
	})
}

func TestW4_TheAskerAsksSomebodyElseOnceItIsUnanswered(t *testing.T) {
	each(t, func(t *testing.T, r *rig) {
		asked := r.ask(r.max, r.ana, "x", "")
		r.equal("three working days", *asked.UnansweredAt, at("2026-11-26T17:30:00Z"))
		elsewhere := Patch{OwnerID: opt.To(r.kai.PersonID)}
		_, err := r.Edit(r.ctx, r.max, asked.ID, elsewhere)
		r.refused(err, errs.Forbidden)
		list := func(of Filter) int {
			of.Unanswered = true
			page, err := r.List(r.ctx, r.max.Actor, of)
			r.ok(err)
			return len(page.Items)
		}
		r.equal("not yet", list(Filter{AskedByID: r.max.PersonID}), 0)
		r.clock.Set(at("2026-11-26T17:30:00Z"))
		r.equal("now", list(Filter{AskedByID: r.max.PersonID}), 1)
		r.equal("across owners", list(Filter{}), 1)
		r.equal("never accepted by that", r.get(r.ana, asked.ID).Status, Triage)
		moved, err := r.Edit(r.ctx, r.max, asked.ID, elsewhere)
		r.ok(err)
		r.equal("asked of Kai, whose days begin", string(moved.Status)+" "+moved.UnansweredAt.String(), "triage "+at("2026-12-01T17:30:00Z").String())
		r.equal("history", r.sentences(r.max, asked.ID)[1], "Max handed it from Ana to Kai")
		r.equal("nothing left", list(Filter{AskedByID: r.max.PersonID}), 0)
	})
}

func TestW4_FromTriageStraightToOnesOwnReport(t *testing.T) {
	each(t, func(t *testing.T, r *rig) {
		asked := r.ask(r.max, r.ben, "x", "2026-11-26")
		given, err := r.Edit(r.ctx, r.ben, asked.ID, Patch{OwnerID: opt.To(r.ana.PersonID)})
		r.ok(err)
		r.equal("on Ana's list", given.Status, Todo)
		elsewhere := r.ask(r.max, r.ben, "y", "2026-11-26")
		proposed, err := r.Edit(r.ctx, r.ben, elsewhere.ID, Patch{OwnerID: opt.To(r.olga.PersonID)})
		r.ok(err)
		r.equal("in Olga's triage", proposed.Status, Triage)
	})
}

// TestW4_UnansweredIsTheLessOfThreeDaysAndHalfTheTimeLeft compares the instant
// with what the rule says, minute by minute of working time.
func TestW4_UnansweredIsTheLessOfThreeDaysAndHalfTheTimeLeft(t *testing.T) {
	const answerDays = 3
	zones := []string{"Europe/Lisbon", "Asia/Kathmandu", "Pacific/Auckland", "Pacific/Honolulu", "America/St_Johns"}
	rapid.Check(t, func(t *rapid.T) {
		zone, err := worktime.LoadZone("", rapid.SampledFrom(zones).Draw(t, "zone"))
		if err != nil {
			t.Fatal(err)
		}
		calendar, err := worktime.New(worktime.Settings{Zone: zone, Hours: worktime.DefaultHours()})
		if err != nil {
			t.Fatal(err)
		}
		since := time.UnixMilli(rapid.Int64Range(1_700_000_000_000, 1_800_000_000_000).Draw(t, "since")).UTC()
		var due *time.Time
		if rapid.Bool().Draw(t, "has a date") {
			at := since.Add(time.Duration(rapid.Int64Range(-48*60, 40*24*60).Draw(t, "minutes")) * time.Minute)
			due = &at
		}
		got := unansweredAt(calendar, since, due, answerDays)
		if got == nil || got.Before(since) {
			t.Fatalf("%v since %v", got, since)
		}
		whole := 0 // working days that begin and end between
		for date := calendar.LocalDate(since); !calendar.LocalDate(*got).Before(date); date = date.AddDays(1) {
			begin := beginOfDay(calendar, date)
			if calendar.IsWorkingDay(date) && !begin.Before(since) && !calendar.EndOfDay(date).After(*got) {
				whole++
			}
		}
		if whole > answerDays {
			t.Errorf("%d whole working days passed", whole)
		}
		if due == nil {
			if whole != answerDays || !calendar.EndOfDay(calendar.DateOf(got.Add(-time.Second))).Equal(*got) {
				t.Errorf("after %d days, at %v", whole, got)
			}
			return
		}
		left, used := max(0, calendar.Between(since, *due)), calendar.Between(since, *got)
		if used > left/2 {
			t.Errorf("%v of %v are over", used, left)
		}
		if whole < answerDays && left/2-used >= time.Millisecond {
			t.Errorf("told after %v of %v, and %d days", used, left, whole)
		}
		if left == 0 && !calendar.Working(*got) {
			t.Errorf("told outside working time")
		}
	})
}
