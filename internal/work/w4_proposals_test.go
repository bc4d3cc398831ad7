package work

import (
	"strings"
	"testing"

	"cairn/internal/errs"
	"cairn/internal/opt"
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
