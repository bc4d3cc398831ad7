package work

import (
	"testing"
	"time"

	"cairn/internal/errs"
	"cairn/internal/opt"
	"cairn/internal/people"
)

func TestW4_TheWorkspaceSaysHowManyDaysThereAreToAnswer(t *testing.T) {
	each(t, func(t *testing.T, r *rig) {
		before := r.ask(r.max, r.ana, "x", "")
		_, err := r.people.UpdateWorkspace(r.ctx, r.olga, people.WorkspaceChange{AnswerDays: opt.To(1)})
		r.ok(err)
		asked := r.ask(r.max, r.ana, "y", "")
		r.equal("one working day", *asked.UnansweredAt, at("2026-11-24T17:30:00Z"))
		r.equal("what was asked before", *r.get(r.ana, before.ID).UnansweredAt, at("2026-11-26T17:30:00Z"))
	})
}

func TestW4_AnAcceptedTaskIsTakenBackUntilMoreHasHappened(t *testing.T) {
	each(t, func(t *testing.T, r *rig) {
		asked := r.ask(r.max, r.ana, "x", "2026-11-26")
		_, err := r.Accept(r.ctx, r.ana, asked.ID, Place{})
		r.ok(err)
		r.refused(err2(r.Undecide(r.ctx, r.max, asked.ID)), errs.Forbidden)
		got, err := r.Undecide(r.ctx, r.ana, asked.ID)
		r.ok(err)
		r.equal("status", got.Status, Triage)
		r.equal("place", got.Rank == nil, true)
		r.equal("no date is agreed", got.AgreedDueDate == nil, true)
		r.equal("silence is counted again", got.UnansweredAt != nil, true)
		r.equal("history", r.last(asked), "Ana took that back, and decides again")
		r.wantOrder(r.ana, "")

		_, err = r.Accept(r.ctx, r.ana, asked.ID, Place{})
		r.ok(err)
		_, err = r.Start(r.ctx, r.ana, asked.ID)
		r.ok(err)
		r.refused(err2(r.Undecide(r.ctx, r.ana, asked.ID)), errs.StateConflict)
	})
}

func TestW4_ANoIsTakenBackWithItsWords(t *testing.T) {
	each(t, func(t *testing.T, r *rig) {
		asked := r.ask(r.max, r.ana, "x", "2026-11-26")
		_, err := r.Decline(r.ctx, r.ana, asked.ID, "Somebody else should.")
		r.ok(err)
		got, err := r.Undecide(r.ctx, r.ana, asked.ID)
		r.ok(err)
		r.equal("status", got.Status, Triage)
		r.equal("why it was canceled", got.CancelReason == nil, true)
		thread, err := r.Thread(r.ctx, r.max.Actor, asked.ID)
		r.ok(err)
		r.equal("words in the thread", len(thread), 0)
		r.equal("counted", got.CommentCount, 0)
		_, err = r.Undecide(r.ctx, r.ana, asked.ID)
		r.refused(err, errs.StateConflict)
	})
}

func TestW9_WhoSaidTooSoonThatItIsNotNeededTakesThatBackAsItWas(t *testing.T) {
	each(t, func(t *testing.T, r *rig) {
		asked := r.ask(r.max, r.ana, "x", "")
		_, err := r.Accept(r.ctx, r.ana, asked.ID, Place{})
		r.ok(err)
		r.add(r.ana, "y", Medium)
		_, err = r.Cancel(r.ctx, r.max, asked.ID, NoLongerNeeded, "")
		r.ok(err)
		got, err := r.Reopen(r.ctx, r.max, asked.ID, Place{Level: Urgent})
		r.ok(err)
		r.equal("taken on already", got.Status, Todo)
		r.wantOrder(r.ana, "medium:y medium:x")

		// Not what somebody else said, nor what had not been taken on.
		_, err = r.Cancel(r.ctx, r.ana, asked.ID, NoLongerNeeded, "")
		r.ok(err)
		got, err = r.Reopen(r.ctx, r.max, asked.ID, Place{})
		r.ok(err)
		r.equal("asked for again", got.Status, Triage)
		_, err = r.Cancel(r.ctx, r.max, asked.ID, Withdrawn, "")
		r.ok(err)
		got, err = r.Reopen(r.ctx, r.max, asked.ID, Place{})
		r.ok(err)
		r.equal("it was in triage", got.Status, Triage)
	})
}

func TestW9_ThatItIsStillNeededIsTakenBackUntilMoreHasHappened(t *testing.T) {
	each(t, func(t *testing.T, r *rig) {
		asked := r.ask(r.max, r.ana, "x", "")
		_, err := r.Accept(r.ctx, r.ana, asked.ID, Place{})
		r.ok(err)
		before := r.get(r.max, asked.ID)
		r.clock.Advance(time.Hour)
		_, err = r.Keep(r.ctx, r.max, asked.ID)
		r.ok(err)
		r.refused(err2(r.Unkeep(r.ctx, r.ana, asked.ID)), errs.Forbidden)
		r.refused(err2(r.Unkeep(r.ctx, r.ben, asked.ID)), errs.Forbidden)
		got, err := r.Unkeep(r.ctx, r.max, asked.ID)
		r.ok(err)
		r.equal("as it was", *got.NeededAt, *before.NeededAt)
		r.equal("history", r.last(asked), "Max took that back")
		events, err := r.History(r.ctx, r.ana.Actor, asked.ID)
		r.ok(err)
		r.equal("when others acted", events[len(events)-2].Data == nil, true)
		r.refused(err2(r.Unkeep(r.ctx, r.max, asked.ID)), errs.StateConflict)

		_, err = r.Keep(r.ctx, r.max, asked.ID)
		r.ok(err)
		_, err = r.Start(r.ctx, r.ana, asked.ID)
		r.ok(err)
		r.refused(err2(r.Unkeep(r.ctx, r.max, asked.ID)), errs.StateConflict)
	})
}
