package work

import (
	"sync"
	"testing"

	"cairn/internal/errs"
	"cairn/internal/opt"
	"cairn/internal/people"
)

func TestW3_SlotsRefuseAndSwap(t *testing.T) {
	each(t, func(t *testing.T, r *rig) {
		a := r.add(r.ana, "a", Urgent)
		_, err := r.Create(r.ctx, r.ana, Draft{Title: "b", Place: Place{Level: Urgent}})
		full, _ := r.refused(err, errs.SlotFull).Details.(FullLevel)
		r.equal("full level", full, FullLevel{Level: Urgent, Slots: 1, Occupants: []Occupant{{a.ID, "a"}}})
		// The refusal changed nothing.
		r.wantOrder(r.ana, "urgent:a")

		// The same call names who steps down.
		b, err := r.Create(r.ctx, r.ana, Draft{Title: "b", Place: Place{Level: Urgent, StepDown: []string{a.ID}}})
		r.ok(err)
		r.equal("notices", told(b), "stepped_down")
		r.wantOrder(r.ana, "urgent:b high:a")

		// One per full level: urgent is full, and so is high.
		r.add(r.ana, "c", High)
		d := r.add(r.ana, "d", High)
		_, err = r.Create(r.ctx, r.ana, Draft{Title: "e", Place: Place{Level: Urgent, StepDown: []string{b.ID}}})
		full, _ = r.refused(err, errs.SlotFull).Details.(FullLevel)
		r.equal("the level that is full too", full.Level, High)
		r.equal("its occupants", len(full.Occupants), 3)
		_, err = r.Create(r.ctx, r.ana, Draft{Title: "e", Place: Place{Level: Urgent, StepDown: []string{b.ID, d.ID}}})
		r.ok(err)
		r.wantOrder(r.ana, "urgent:e high:b high:a high:c medium:d")
		r.equal("d's history", r.sentences(r.ana, d.ID), []string{"Ana put it on their list", "It stepped down from high to medium to make room"})

		// One that changes places with the occupant needs no third.
		_, err = r.Move(r.ctx, r.ana, a.ID, Place{Level: Urgent, StepDown: []string{}}, "")
		r.refused(err, errs.SlotFull)
		e := r.firstOf(Urgent)
		_, err = r.Move(r.ctx, r.ana, a.ID, Place{Level: Urgent, StepDown: []string{e}}, "")
		r.ok(err)
		r.wantOrder(r.ana, "urgent:a high:e high:b high:c medium:d")
	})
}

// firstOf is the id of the task that stands first in a level of Ana's list.
func (r *rig) firstOf(level Level) string {
	r.t.Helper()
	page, err := r.Worklist(r.ctx, r.ana.Actor, r.ana.PersonID, 200, "")
	r.ok(err)
	for _, t := range page.Items {
		if t.Level == level {
			return t.ID
		}
	}
	return ""
}

func TestW3_LowerTakesTheNextLevelWithRoom(t *testing.T) {
	each(t, func(_ *testing.T, r *rig) {
		r.add(r.ana, "a", Urgent)
		r.add(r.ana, "h", High)
		result, err := r.Create(r.ctx, r.ana, Draft{Title: "b", Place: Place{Level: Urgent, OnFull: Lower}})
		r.ok(err)
		r.equal("notices", told(result), "lowered")
		r.equal("words", result.Notices[0].Message, "urgent was full, so it stands first in high")
		r.wantOrder(r.ana, "urgent:a high:b high:h")
		r.add(r.ana, "i", High)
		r.add(r.ana, "m", Medium)
		result, err = r.Create(r.ctx, r.ana, Draft{Title: "c", Place: Place{Level: Urgent, OnFull: Lower}})
		r.ok(err)
		r.equal("level", result.Level, Medium)
		r.wantOrder(r.ana, "urgent:a high:b high:h high:i medium:c medium:m")

		// An import has nobody to ask: it never is refused.
		imported, err := r.CreateInTx(Draft{Title: "imported", OwnerID: r.ana.PersonID, Imported: true, Place: Place{Level: Urgent}})
		r.ok(err)
		r.equal("level of the import", imported.Level, Medium)

		// A refused raise leaves the task in place.
		m := r.firstOf(Medium)
		_, err = r.Move(r.ctx, r.ana, m, Place{Level: Urgent}, "")
		r.refused(err, errs.SlotFull)
		r.equal("level", r.get(r.ana, m).Level, Medium)
	})
}

func TestW3_BlockedHoldsNoSlotAndTriageNeither(t *testing.T) {
	each(t, func(_ *testing.T, r *rig) {
		a := r.add(r.ana, "a", Urgent)
		_, err := r.Block(r.ctx, r.ana, a.ID, WaitingFor{Text: "legal"})
		r.ok(err)
		r.add(r.ana, "b", Urgent)
		r.wantOrder(r.ana, "urgent:a urgent:b")
		asked, err := r.Create(r.ctx, r.max, Draft{Title: "asked", OwnerID: r.ana.PersonID, Due: opt.To(Due{}), Place: Place{Level: Urgent}})
		r.ok(err)
		r.equal("level in triage", asked.Level, Urgent)
		r.equal("status", asked.Status, Triage)

		// Unblocked into a full level: first below it, and it says so.
		r.add(r.ana, "h", High)
		back, err := r.Unblock(r.ctx, r.ana, a.ID)
		r.ok(err)
		r.equal("notices", told(back), "lowered")
		r.wantOrder(r.ana, "urgent:b high:a high:h")
		r.equal("sentence", r.sentences(r.ana, a.ID)[2], "Ana is no longer waiting; urgent was full, so it stands first in high")

		// With room it keeps its place.
		_, err = r.Block(r.ctx, r.ana, a.ID, WaitingFor{Text: "legal"})
		r.ok(err)
		back, err = r.Unblock(r.ctx, r.ana, a.ID)
		r.ok(err)
		r.equal("notices", told(back), "")
		r.wantOrder(r.ana, "urgent:b high:a high:h")

		// Accepting takes a slot, and so is asked which one gives way.
		_, err = r.Accept(r.ctx, r.ana, asked.ID, Place{})
		r.refused(err, errs.SlotFull)
		_, err = r.Accept(r.ctx, r.ana, asked.ID, Place{Level: Low})
		r.ok(err)
		r.wantOrder(r.ana, "urgent:b high:a high:h low:asked")
	})
}

func TestW3_LoweredNumbersEvictNobody(t *testing.T) {
	each(t, func(_ *testing.T, r *rig) {
		a, b, c := r.add(r.ana, "a", High), r.add(r.ana, "b", High), r.add(r.ana, "c", High)
		r.setWorkspace(people.WorkspaceChange{HighSlots: opt.To(1)})
		r.wantOrder(r.ana, "high:a high:b high:c")
		// They move among themselves, start, and stay.
		_, err := r.Move(r.ctx, r.ana, c.ID, Place{BeforeID: a.ID}, "")
		r.ok(err)
		_, err = r.Start(r.ctx, r.ana, b.ID)
		r.ok(err)
		r.wantOrder(r.ana, "high:c high:a high:b")
		// Nothing comes in, but in exchange for one that is there.
		d := r.add(r.ana, "d", Medium)
		_, err = r.Move(r.ctx, r.ana, d.ID, Place{Level: High}, "")
		r.refused(err, errs.SlotFull)
		_, err = r.Move(r.ctx, r.ana, d.ID, Place{Level: High, StepDown: []string{a.ID}}, "")
		r.ok(err)
		r.wantOrder(r.ana, "high:c high:b high:d medium:a")
		// Once one has left, its place is gone.
		_, err = r.Complete(r.ctx, r.ana, b.ID, nil)
		r.ok(err)
		_, err = r.Reopen(r.ctx, r.ana, b.ID, Place{})
		r.refused(err, errs.SlotFull)
		_, err = r.Reopen(r.ctx, r.ana, b.ID, Place{OnFull: Lower})
		r.ok(err)
		r.wantOrder(r.ana, "high:c high:d medium:b medium:a")
	})
}

// Whoever comes first has the slot; nobody gets an error of another kind.
func TestW3_SlotsTakenAtOnce(t *testing.T) {
	each(t, func(t *testing.T, r *rig) {
		var wait sync.WaitGroup
		errors := make([]error, 16)
		for i := range errors {
			wait.Go(func() {
				level := []Level{Urgent, High}[i%2]
				_, errors[i] = r.Create(r.ctx, r.ana, Draft{Title: "x", Place: Place{Level: level}})
			})
		}
		wait.Wait()
		taken := 0
		for _, err := range errors {
			switch {
			case err == nil:
				taken++
			case !errs.Is(err, errs.SlotFull):
				t.Fatal(err)
			}
		}
		r.equal("slots taken", taken, 1+3)
	})
}
