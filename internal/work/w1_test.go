package work

import (
	"testing"

	"cairn/internal/authz"
	"cairn/internal/errs"
	"cairn/internal/opt"
)

// A task has one owner, and goes through the statuses that W1 names.
func TestW1_StatusesFollowOneAnother(t *testing.T) {
	each(t, func(t *testing.T, r *rig) {
		task := r.ask(r.max, r.ana, "pricing", "2026-11-27")
		r.equal("status", task.Status, Triage)
		if task.Rank != nil {
			t.Fatal("a task in triage has no rank")
		}
		_, err := r.Start(r.ctx, r.ana, task.ID)
		r.refused(err, errs.StateConflict)
		_, err = r.Complete(r.ctx, r.ana, task.ID, nil)
		r.refused(err, errs.StateConflict)
		_, err = r.Unblock(r.ctx, r.ana, task.ID)
		r.refused(err, errs.StateConflict)

		steps := []struct {
			do   func() (Result, error)
			want Status
		}{
			{func() (Result, error) { return r.Accept(r.ctx, r.ana, task.ID, Place{}) }, Todo},
			{func() (Result, error) { return r.Start(r.ctx, r.ana, task.ID) }, InProgress},
			{func() (Result, error) { return r.Stop(r.ctx, r.ana, task.ID) }, Todo},
			{func() (Result, error) { return r.Start(r.ctx, r.ana, task.ID) }, InProgress},
			{func() (Result, error) { return r.Block(r.ctx, r.ana, task.ID, WaitingFor{Text: "the numbers"}) }, Blocked},
			{func() (Result, error) { return r.Unblock(r.ctx, r.ana, task.ID) }, InProgress},
			{func() (Result, error) { return r.Complete(r.ctx, r.ana, task.ID, &Outcome{Text: "live"}) }, Done},
			{func() (Result, error) { return r.Reopen(r.ctx, r.ana, task.ID, Place{}) }, InProgress},
			{func() (Result, error) { return r.Cancel(r.ctx, r.ana, task.ID, NoLongerNeeded, "") }, Canceled},
			{func() (Result, error) { return r.Reopen(r.ctx, r.ana, task.ID, Place{}) }, InProgress},
		}
		for i, step := range steps {
			result, err := step.do()
			r.ok(err)
			if result.Status != step.want {
				t.Fatalf("step %d: %s, want %s", i, result.Status, step.want)
			}
			if (result.Rank == nil) != result.Status.Closed() {
				t.Fatalf("step %d: rank %v at %s", i, result.Rank, result.Status)
			}
			if got := r.get(r.ana, task.ID); got.Revision != result.Revision || got.Status != result.Status {
				t.Fatalf("step %d: the answer is not what is stored", i)
			}
		}
		r.equal("sentences", r.sentences(r.max, task.ID), []string{
			"Max asked Ana for it, due Fri 27 Nov 2026", "Ana accepted it", "Ana started", "Ana put it back on the list", "Ana started",
			"Ana is waiting for something else first", "Ana is no longer waiting", "Ana finished it", "Ana took it up again",
			"Ana said it is no longer needed", "Ana took it up again",
		})
	})
}

func TestW1_BlockedNamesWhatItWaitsFor(t *testing.T) {
	each(t, func(t *testing.T, r *rig) {
		task := r.add(r.ana, "a", Medium)
		_, err := r.Block(r.ctx, r.ana, task.ID, WaitingFor{})
		r.refused(err, errs.Invalid)
		_, err = r.Block(r.ctx, r.ana, task.ID, WaitingFor{PersonID: &r.ben.PersonID})
		r.ok(err)
		_, err = r.Edit(r.ctx, r.ana, task.ID, Patch{WaitingFor: opt.To[*WaitingFor](nil)})
		r.refused(err, errs.Invalid)
		_, err = r.Edit(r.ctx, r.ana, task.ID, Patch{WaitingFor: opt.To(&WaitingFor{Text: "legal"})})
		r.ok(err)
		// Closing ends the wait.
		done, err := r.Complete(r.ctx, r.ana, task.ID, nil)
		r.ok(err)
		if done.WaitingFor != nil {
			t.Fatal("a done task waits for nothing")
		}
	})
}

// What was stopped has not been started: blocking it must not start it.
func TestW1_UnblockedIsWhatItWas(t *testing.T) {
	each(t, func(_ *testing.T, r *rig) {
		task := r.add(r.ana, "a", Medium)
		for _, step := range []func() (Result, error){
			func() (Result, error) { return r.Start(r.ctx, r.ana, task.ID) },
			func() (Result, error) { return r.Stop(r.ctx, r.ana, task.ID) },
			func() (Result, error) { return r.Block(r.ctx, r.ana, task.ID, WaitingFor{Text: "x"}) },
			func() (Result, error) { return r.Unblock(r.ctx, r.ana, task.ID) },
		} {
			_, err := step()
			r.ok(err)
		}
		r.equal("status", r.get(r.ana, task.ID).Status, Todo)
	})
}

// Each reason of W1, who may give it, and where the task goes when reopened.
func TestW1_ReasonsAndReopening(t *testing.T) {
	each(t, func(t *testing.T, r *rig) {
		decline := func(id string) {
			_, err := r.Decline(r.ctx, r.ana, id, "no room")
			r.ok(err)
			r.equal("reason", *r.get(r.ana, id).CancelReason, Declined)
		}
		cancel := func(call authz.Call, reason CancelReason) func(string) {
			return func(id string) {
				_, err := r.Cancel(r.ctx, call, id, reason, "in words")
				r.ok(err)
			}
		}
		accepted := func(closing func(string)) func(string) {
			return func(id string) {
				_, err := r.Accept(r.ctx, r.ana, id, Place{})
				r.ok(err)
				closing(id)
			}
		}
		for _, c := range []struct {
			name  string
			close func(id string)
			by    authz.Call
			want  Status
		}{
			{"declined, owner", decline, r.ana, Todo},
			{"declined, asker", decline, r.max, Triage},
			{"declined, manager", decline, r.ben, Triage},
			{"withdrawn, asker", cancel(r.max, Withdrawn), r.max, Triage},
			{"withdrawn, owner", cancel(r.max, Withdrawn), r.ana, Todo},
			{"accepted and withdrawn, asker", accepted(cancel(r.max, Withdrawn)), r.max, Triage},
			{"no longer needed, asker", accepted(cancel(r.ana, NoLongerNeeded)), r.max, Triage},
			{"duplicate, manager", accepted(cancel(r.ben, Duplicate)), r.ben, Todo},
		} {
			task := r.ask(r.max, r.ana, c.name, "")
			c.close(task.ID)
			if got := r.get(r.ana, task.ID); got.Status != Canceled || got.Rank != nil {
				t.Fatalf("%s: closed as %s", c.name, got.Status)
			}
			result, err := r.Reopen(r.ctx, c.by, task.ID, Place{})
			r.ok(err)
			if result.Status != c.want || result.CancelReason != nil || (result.Rank == nil) != (c.want == Triage) {
				t.Fatalf("%s: reopened as %s with reason %v and rank %v, want %s", c.name, result.Status, result.CancelReason, result.Rank, c.want)
			}
		}
		task := r.ask(r.max, r.ana, "x", "")
		_, err := r.Cancel(r.ctx, r.ana, task.ID, Withdrawn, "")
		r.refused(err, errs.Forbidden)
		_, err = r.Cancel(r.ctx, r.ana, task.ID, Declined, "")
		r.refused(err, errs.Invalid)
		_, err = r.Decline(r.ctx, r.ana, task.ID, " ")
		r.refused(err, errs.Invalid)
		_, err = r.Decline(r.ctx, r.ben, task.ID, "no")
		r.refused(err, errs.Forbidden)
		// A manager can't reopen what the owner finished.
		own := r.add(r.ana, "own", Low)
		_, err = r.Complete(r.ctx, r.ana, own.ID, nil)
		r.ok(err)
		_, err = r.Reopen(r.ctx, r.ben, own.ID, Place{})
		r.refused(err, errs.Forbidden)
	})
}
