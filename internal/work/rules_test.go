package work

import (
	"fmt"
	"strconv"
	"strings"
	"sync"
	"testing"

	"cairn/internal/authz"
	"cairn/internal/errs"
	"cairn/internal/id"
	"cairn/internal/opt"
)

func TestW4_WhoPutsATaskWhere(t *testing.T) {
	each(t, func(t *testing.T, r *rig) {
		for _, c := range []struct {
			by, owner authz.Call
			want      Status
		}{
			{r.ana, r.ana, Todo},    // one's own list
			{r.ben, r.ana, Todo},    // the direct manager
			{r.vera, r.ana, Triage}, // a manager above
			{r.kai, r.ana, Triage},
			{r.max, r.ana, Triage},
			{r.olga, r.ana, Triage}, // an admin
			{r.ana, r.ben, Triage},  // a report asks their manager
		} {
			task := r.ask(c.by, c.owner, "x", "")
			if task.Status != c.want || task.OwnerID != c.owner.PersonID || task.AskedByID != c.by.PersonID {
				t.Fatalf("%+v became %+v", c, task)
			}
		}
		// A task for another states its date, or that there is none.
		_, err := r.Create(r.ctx, r.max, Draft{Title: "x", OwnerID: r.ana.PersonID})
		r.equal("where", r.refused(err, errs.Invalid).Fields[0].Location, "body.due_date")
		_, err = r.Create(r.ctx, r.max, Draft{Title: "x", OwnerID: id.New(), Due: opt.To(Due{})})
		r.equal("where", r.refused(err, errs.Invalid).Fields[0].Location, "body.owner_id")
		// An import by an admin goes onto the list, and the history says so.
		imported, err := r.CreateInTx(Draft{Title: "from the old tool", OwnerID: r.ana.PersonID, Imported: true})
		r.ok(err)
		r.equal("status", imported.Status, Todo)
		r.equal("sentence", r.sentences(r.ana, imported.ID)[0], "Olga imported it onto Ana's list")
	})
}

func TestW12_WaitingForTasksMakesNoCircle(t *testing.T) {
	each(t, func(t *testing.T, r *rig) {
		tasks := make([]Task, 3)
		for i := range tasks {
			tasks[i] = r.add(r.ana, strconv.Itoa(i), Medium)
		}
		wait := func(call authz.Call, a, b int) error {
			_, err := r.Edit(r.ctx, call, tasks[a].ID, Patch{WaitingFor: opt.To(&WaitingFor{TaskIDs: []string{tasks[b].ID}})})
			return err
		}
		r.refused(wait(r.ana, 0, 0), errs.Invalid)
		r.ok(wait(r.ana, 0, 1))
		r.ok(wait(r.ana, 1, 2))
		r.refused(wait(r.ana, 2, 0), errs.Invalid)
		if r.get(r.ana, tasks[2].ID).WaitingFor != nil {
			t.Fatal("the refusal changed something")
		}
		hidden, err := r.Create(r.ctx, r.max, Draft{Title: "hidden"})
		r.ok(err)
		_, err = r.Block(r.ctx, r.ana, tasks[2].ID, WaitingFor{TaskIDs: []string{hidden.ID}})
		r.refused(err, errs.Invalid)
		// Done, it waits for nothing, and the circle is open.
		_, err = r.Complete(r.ctx, r.ana, tasks[1].ID, nil)
		r.ok(err)
		r.ok(wait(r.ana, 2, 0))

		// Two lists, each wait fine alone, both at once.
		r.team("t", r.ana, r.kai)
		for range 10 {
			a, b := r.add(r.ana, "a", Low), r.add(r.kai, "b", Low)
			var both sync.WaitGroup
			var errA, errB error
			both.Go(func() { _, errA = r.Block(r.ctx, r.ana, a.ID, WaitingFor{TaskIDs: []string{b.ID}}) })
			both.Go(func() { _, errB = r.Block(r.ctx, r.kai, b.ID, WaitingFor{TaskIDs: []string{a.ID}}) })
			both.Wait()
			if (errA == nil) == (errB == nil) {
				t.Fatalf("both or none: %v, %v", errA, errB)
			}
		}
	})
}

func TestW13_OutcomeIsAskedForOrSkipped(t *testing.T) {
	each(t, func(t *testing.T, r *rig) {
		skipped := Outcome{Skipped: true}
		for _, c := range []struct {
			task Task
			with *Outcome
			want *Outcome
		}{
			{r.add(r.ana, "small", Low), nil, nil},
			{r.add(r.ana, "small, skipped", Low), &Outcome{Skipped: true}, nil},
			{r.add(r.ana, "small, told", Low), &Outcome{Text: " fine "}, &Outcome{Text: "fine"}},
			{r.add(r.ana, "high", High), nil, &skipped},
			{r.ask(r.ben, r.ana, "requested", ""), nil, &skipped},
			{r.ask(r.ben, r.ana, "requested", ""), &Outcome{URL: "https://example.com/x"}, &Outcome{URL: "https://example.com/x"}},
		} {
			done, err := r.Complete(r.ctx, r.ana, c.task.ID, c.with)
			r.ok(err)
			if (done.Outcome == nil) != (c.want == nil) || c.want != nil && *done.Outcome != *c.want {
				t.Fatalf("%s: %+v, want %+v", c.task.Title, done.Outcome, c.want)
			}
		}
		task := r.ask(r.ben, r.ana, "x", "")
		_, err := r.Complete(r.ctx, r.ben, task.ID, nil)
		r.refused(err, errs.Forbidden) // output is the owner's word
		_, err = r.Complete(r.ctx, r.ana, task.ID, &Outcome{URL: "javascript:alert(1)"})
		r.refused(err, errs.Invalid)
		_, err = r.Complete(r.ctx, r.ana, task.ID, nil)
		r.ok(err)
		later, err := r.Edit(r.ctx, r.ana, task.ID, Patch{Outcome: opt.To(&Outcome{Text: "told later"})})
		r.ok(err)
		r.equal("outcome", later.Outcome.Text, "told later")
	})
}

func TestW14_SentTwiceHappensOnce(t *testing.T) {
	each(t, func(t *testing.T, r *rig) {
		call := r.keyed(r.ana)
		first, err := r.Create(r.ctx, call, Draft{Title: "once"})
		r.ok(err)
		_, err = r.Edit(r.ctx, r.ana, first.ID, Patch{Title: opt.To("renamed")})
		r.ok(err)
		again, err := r.Create(r.ctx, call, Draft{Title: "once"})
		r.ok(err)
		r.equal("the replay is the object as it is now", again.ID+again.Title, first.ID+"renamed")
		r.wantOrder(r.ana, "medium:renamed")
		// Another body under the same key.
		other := call
		other.Hash = "other"
		_, err = r.Create(r.ctx, other, Draft{Title: "two"})
		r.refused(err, errs.KeyReused)
		// The key belongs to a person.
		kais := call
		kais.Actor = r.kai.Actor
		_, err = r.Create(r.ctx, kais, Draft{Title: "Kai's"})
		r.ok(err)

		// Comments and deletions too.
		call = r.keyed(r.ana)
		said, err := r.AddComment(r.ctx, call, first.ID, NewComment{Body: "words"})
		r.ok(err)
		same, err := r.AddComment(r.ctx, call, first.ID, NewComment{Body: "words"})
		r.ok(err)
		r.equal("comment", same.ID, said.ID)
		r.equal("comments", r.get(r.ana, first.ID).CommentCount, 1)
		call = r.keyed(r.ana)
		r.ok(r.Delete(r.ctx, call, first.ID))
		r.ok(r.Delete(r.ctx, call, first.ID))
		r.refused(r.Delete(r.ctx, r.ana, first.ID), errs.NotFound)

		// A refusal is remembered, also when it would go through now.
		r.add(r.ana, "u", Urgent)
		call = r.keyed(r.ana)
		_, err = r.Create(r.ctx, call, Draft{Title: "v", Place: Place{Level: Urgent}})
		r.refused(err, errs.SlotFull)
		_, err = r.Complete(r.ctx, r.ana, r.firstOf(Urgent), nil)
		r.ok(err)
		_, err = r.Create(r.ctx, call, Draft{Title: "v", Place: Place{Level: Urgent}})
		r.refused(err, errs.SlotFull)
		_, err = r.Create(r.ctx, r.keyed(r.ana), Draft{Title: "v", Place: Place{Level: Urgent}})
		r.ok(err)

		// A replay shows nothing that may not be read any more.
		mine := r.ask(r.max, r.ana, "asked", "")
		call = r.keyed(r.ana)
		_, err = r.Edit(r.ctx, call, mine.ID, Patch{OwnerID: opt.To(r.olga.PersonID)})
		r.ok(err)
		_, err = r.Edit(r.ctx, call, mine.ID, Patch{OwnerID: opt.To(r.olga.PersonID)})
		r.refused(err, errs.OutOfSight)
		_, err = r.Create(r.ctx, r.ana, Draft{ID: first.ID, Title: "an id of old"})
		r.refused(err, errs.Duplicate)
	})
}

// The same write, sent many times at once, happens once.
func TestW14_SentAtOnceHappensOnce(t *testing.T) {
	each(t, func(t *testing.T, r *rig) {
		task := r.add(r.ana, "x", Medium)
		draft := Draft{ID: id.New(), Title: "new"}
		create, say := r.keyed(r.ana), r.keyed(r.ana)
		var wait sync.WaitGroup
		failed := make([]error, 16)
		for i := range failed {
			wait.Go(func() {
				if i%2 == 0 {
					_, failed[i] = r.Create(r.ctx, create, draft)
				} else {
					_, failed[i] = r.AddComment(r.ctx, say, task.ID, NewComment{Body: "words"})
				}
			})
		}
		wait.Wait()
		for _, err := range failed {
			r.ok(err)
		}
		r.equal("comments", r.get(r.ana, task.ID).CommentCount, 1)
		r.wantOrder(r.ana, "medium:x medium:new")
	})
}

func TestW14_LongTextsNameTheVersionTheySaw(t *testing.T) {
	each(t, func(_ *testing.T, r *rig) {
		task := r.add(r.ana, "x", Medium)
		saw := r.get(r.ana, task.ID).BodyVersion
		_, err := r.Edit(r.ctx, r.ben, task.ID, Patch{Body: opt.To("Ben's"), BodyVersion: saw})
		r.ok(err)
		_, err = r.Edit(r.ctx, r.ana, task.ID, Patch{Title: opt.To("y"), Body: opt.To("Ana's"), BodyVersion: saw})
		r.equal("the current text", r.refused(err, errs.EditConflict).Details, CurrentText{"Ben's", saw + 1})
		r.equal("title", r.get(r.ana, task.ID).Title, "x")
		// The last writer wins, each field for itself.
		_, err = r.Edit(r.ctx, r.ana, task.ID, Patch{Title: opt.To("Ana's title")})
		r.ok(err)
		_, err = r.Edit(r.ctx, r.ben, task.ID, Patch{Labels: opt.To([]string{"Launch", "#a"})})
		r.ok(err)
		got := r.get(r.ana, task.ID)
		r.equal("fields", fmt.Sprint(got.Title, got.Labels, got.Body), "Ana's title[a launch]Ben's")
		// The same text again is no conflict.
		_, err = r.Edit(r.ctx, r.ana, task.ID, Patch{Body: opt.To("Ben's"), BodyVersion: saw})
		r.ok(err)
	})
}

func TestW15_AManagersMoveSaysWhyAndCanBePutBack(t *testing.T) {
	each(t, func(t *testing.T, r *rig) {
		a, b, c := r.add(r.ana, "a", Medium), r.add(r.ana, "b", Medium), r.add(r.ana, "c", Medium)
		// Among tasks that wait for their turn: no reason needed.
		_, err := r.Move(r.ctx, r.ben, c.ID, Place{BeforeID: b.ID}, "")
		r.ok(err)
		_, err = r.Start(r.ctx, r.ana, a.ID)
		r.ok(err)
		// Past one in progress, and into a slot: why?
		_, err = r.Move(r.ctx, r.ben, b.ID, Place{BeforeID: a.ID}, "")
		r.refused(err, errs.ReasonNeeded)
		_, err = r.Move(r.ctx, r.ben, b.ID, Place{Level: High}, "")
		r.refused(err, errs.ReasonNeeded)
		r.wantOrder(r.ana, "medium:a medium:c medium:b")
		moved, err := r.Move(r.ctx, r.ben, b.ID, Place{Level: High}, "the board asks")
		r.ok(err)
		r.equal("moved", fmt.Sprint(moved.Moved.ByID, moved.Moved.Reason, moved.Moved.Level), r.ben.PersonID+"the board asks"+"medium")
		// Moved twice before the owner sees it: back means to their own place.
		_, err = r.Move(r.ctx, r.ben, b.ID, Place{Level: Urgent}, "now")
		r.ok(err)
		_, err = r.Move(r.ctx, r.max, b.ID, Place{Level: Low}, "")
		r.refused(err, errs.NotFound)
		_, err = r.PutBack(r.ctx, r.ben, b.ID, nil)
		r.refused(err, errs.Forbidden)
		back, err := r.PutBack(r.ctx, r.ana, b.ID, nil)
		r.ok(err)
		if !back.Moved.PutBack {
			t.Fatal("not marked")
		}
		r.wantOrder(r.ana, "medium:a medium:c medium:b")
		_, err = r.PutBack(r.ctx, r.ana, b.ID, nil)
		r.refused(err, errs.StateConflict)
		// It stands until the two agree: the manager can't, the owner can.
		_, err = r.Move(r.ctx, r.ben, b.ID, Place{Level: High}, "again")
		r.refused(err, errs.StateConflict)
		_, err = r.Move(r.ctx, r.ana, b.ID, Place{Level: High}, "")
		r.ok(err)
		_, err = r.Move(r.ctx, r.ben, b.ID, Place{Level: Urgent}, "thanks")
		r.ok(err)
		said := r.sentences(r.ana, b.ID)
		r.equal("history", strings.Join(said[1:4], "; "), "Ben moved it from medium to high; Ben moved it from high to urgent; Ana put it back after Ben's move")
		// A task that was put back can't be made to step down either.
		_, err = r.PutBack(r.ctx, r.ana, b.ID, nil)
		r.ok(err)
		for _, title := range []string{"h2", "h3"} {
			r.add(r.ana, title, High)
		}
		_, err = r.Move(r.ctx, r.ben, a.ID, Place{Level: High, StepDown: []string{b.ID}}, "x")
		r.refused(err, errs.StateConflict)
	})
}
