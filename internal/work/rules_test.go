package work

import (
	"encoding/json"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"cairn/internal/activity"
	"cairn/internal/authz"
	"cairn/internal/db"
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
			tasks[i] = r.add(r.ana, fmt.Sprint(i), Medium)
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
		r.refused(err, errs.NotFound)
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

func TestN7_OthersActsByTheDay(t *testing.T) {
	each(t, func(t *testing.T, r *rig) {
		task := r.ask(r.ben, r.ana, "x", "")
		_, err := r.AddComment(r.ctx, r.ana, task.ID, NewComment{Body: "mine"})
		r.ok(err)
		for _, reader := range []authz.Call{r.ana, r.ben} {
			events, err := r.History(r.ctx, reader.Actor, task.ID)
			r.ok(err)
			thread, err := r.Thread(r.ctx, reader.Actor, task.ID)
			r.ok(err)
			for _, e := range events {
				if (e.At != nil) != (e.ActorID == reader.PersonID) || e.On != *date("2026-11-23") {
					t.Fatalf("told of %+v", e)
				}
			}
			for _, c := range thread {
				if (c.CreatedAt != nil) != (c.AuthorID == reader.PersonID) {
					t.Fatalf("told of %+v", c)
				}
			}
		}
		// Who doesn't read a list can't tell from its revision when it changes.
		page, err := r.Worklist(r.ctx, r.max.Actor, r.ana.PersonID, 0, "")
		r.ok(err)
		r.equal("list revision", page.ListRevision, 0)
	})
}

func TestP2_AFormerManagerLosesTheListAtOnce(t *testing.T) {
	each(t, func(_ *testing.T, r *rig) {
		own, asked := r.add(r.ana, "own", Medium), r.ask(r.ben, r.ana, "asked", "")
		confidential, err := r.Create(r.ctx, r.ana, Draft{Title: "secret", Confidential: true})
		r.ok(err)
		for _, task := range []Task{own, asked, confidential.Task} {
			r.get(r.ben, task.ID)
		}
		r.manager(r.ana, &r.vera)
		for _, task := range []Task{own, confidential.Task} {
			_, err := r.Get(r.ctx, r.ben.Actor, task.ID)
			r.refused(err, errs.NotFound)
			_, err = r.Move(r.ctx, r.ben, task.ID, Place{Level: Low}, "x")
			r.refused(err, errs.NotFound)
			r.get(r.vera, task.ID)
		}
		// What he asked for he still reads, and may withdraw, and no more.
		r.get(r.ben, asked.ID)
		_, err = r.Move(r.ctx, r.ben, asked.ID, Place{Level: Low}, "x")
		r.refused(err, errs.ProposeInstead)
		_, err = r.ImpactOn(r.ctx, r.ben.Actor, r.ana.PersonID, Proposed{})
		r.ok(err)
		_, err = r.Forecast(r.ctx, r.ben.Actor, r.ana.PersonID)
		r.refused(err, errs.Forbidden)
		page, err := r.Worklist(r.ctx, r.ben.Actor, r.ana.PersonID, 0, "")
		r.ok(err)
		r.equal("what is left of the list", len(page.Items), 1)
		_, err = r.Cancel(r.ctx, r.ben, asked.ID, Withdrawn, "")
		r.ok(err)
	})
}

// Until accepted the asker describes the task; then they propose.
func TestTable_WhoDoesWhat(t *testing.T) {
	each(t, func(t *testing.T, r *rig) {
		task := r.ask(r.max, r.ana, "x", "2026-11-27")
		title := Patch{Title: opt.To("clearer")}
		_, err := r.Edit(r.ctx, r.max, task.ID, title)
		r.ok(err)
		_, err = r.redue(r.max, task.ID, "2026-11-30", "")
		r.refused(err, errs.ProposeInstead)
		_, err = r.Accept(r.ctx, r.ana, task.ID, Place{})
		r.ok(err)
		title.Title.To = "clearer still"
		_, err = r.Edit(r.ctx, r.max, task.ID, title)
		r.refused(err, errs.ProposeInstead)
		_, err = r.Edit(r.ctx, r.ben, task.ID, title)
		r.ok(err)
		r.team("t", r.ana, r.kai)
		_, err = r.Edit(r.ctx, r.kai, task.ID, title)
		r.ok(err) // the same words: nothing to refuse
		_, err = r.Edit(r.ctx, r.kai, task.ID, Patch{Title: opt.To("no")})
		r.refused(err, errs.Forbidden)
		_, err = r.Cancel(r.ctx, r.kai, task.ID, NoLongerNeeded, "")
		r.refused(err, errs.Forbidden)
		_, err = r.AddComment(r.ctx, r.kai, task.ID, NewComment{Body: "I may speak", MentionIDs: []string{r.olga.PersonID}})
		r.ok(err)
		_, err = r.Get(r.ctx, r.olga.Actor, task.ID)
		r.refused(err, errs.NotFound) // a reader's mention brings nobody
		_, err = r.AddComment(r.ctx, r.max, task.ID, NewComment{Body: "look", MentionIDs: []string{r.olga.PersonID}})
		r.ok(err)
		r.get(r.olga, task.ID)
		// Confidential: owner, asker, direct manager; lifted by the owner alone.
		_, err = r.Edit(r.ctx, r.max, task.ID, Patch{Confidential: opt.To(true)})
		r.ok(err)
		for _, other := range []authz.Call{r.olga, r.kai, r.vera} {
			_, err = r.Get(r.ctx, other.Actor, task.ID)
			r.refused(err, errs.NotFound)
		}
		_, err = r.Edit(r.ctx, r.ben, task.ID, Patch{Confidential: opt.To(false)})
		r.refused(err, errs.Forbidden)
		// Handing over: to a report straight, to others into triage.
		_, err = r.Edit(r.ctx, r.max, task.ID, Patch{OwnerID: opt.To(r.kai.PersonID)})
		r.refused(err, errs.Forbidden)
		given, err := r.Edit(r.ctx, r.ben, task.ID, Patch{OwnerID: opt.To(r.kai.PersonID)})
		r.ok(err)
		r.equal("on Kai's list", given.Status, Todo)
		given, err = r.Edit(r.ctx, r.kai, task.ID, Patch{OwnerID: opt.To(r.ana.PersonID)})
		r.ok(err)
		r.equal("in Ana's triage", given.Status, Triage)
		_, err = r.Edit(r.ctx, r.ana, task.ID, Patch{OwnerID: opt.To(id.New())})
		r.refused(err, errs.Invalid)
		if r.get(r.max, task.ID).OwnerID != r.ana.PersonID {
			t.Fatal("the asker lost the task")
		}
	})
}

// Hand-overs that cross end both, and quickly.
func TestTable_HandOversThatCross(t *testing.T) {
	each(t, func(t *testing.T, r *rig) {
		var wait sync.WaitGroup
		failed := make([]error, 20)
		for i := range failed {
			from, to := r.ana, r.kai
			if i%2 == 0 {
				from, to = to, from
			}
			task := r.add(from, fmt.Sprint(i), Medium)
			wait.Go(func() {
				_, failed[i] = r.Edit(r.ctx, r.ben, task.ID, Patch{OwnerID: opt.To(to.PersonID)})
			})
		}
		wait.Wait()
		for _, err := range failed {
			r.ok(err)
		}
		r.equal("tasks", len(r.seats(r.ana.PersonID))+len(r.seats(r.kai.PersonID)), 20)
	})
}

const canary = "zebrafinch"

func TestP4_DeletedWordsAreGone(t *testing.T) {
	each(t, func(t *testing.T, r *rig) {
		result, err := r.Create(r.ctx, r.max, Draft{
			Title: canary, Body: canary, OwnerID: r.ana.PersonID, Due: opt.To(Due{Date: date("2026-11-27")}),
			Labels: []string{canary}, Checklist: []ChecklistItem{{Text: canary}}, SourceURL: "https://" + canary + ".example", SourceKey: canary,
		})
		r.ok(err)
		taskID := result.ID
		scope := Scope
		for _, do := range []func() error{
			func() error { _, err := r.Accept(r.ctx, r.ana, taskID, Place{}); return err },
			func() error { _, err := r.AddComment(r.ctx, r.max, taskID, NewComment{Body: canary}); return err },
			func() error { _, err := r.Block(r.ctx, r.ana, taskID, WaitingFor{Text: canary}); return err },
			func() error { _, err := r.Unblock(r.ctx, r.ana, taskID); return err },
			func() error { _, err := r.Move(r.ctx, r.ben, taskID, Place{Level: High}, canary); return err },
			func() error {
				_, err := r.Edit(r.ctx, r.ana, taskID, Patch{Title: opt.To(canary + "2"), DueDate: opt.To(date("2026-11-30")), DueReason: &scope})
				return err
			},
			func() error { _, err := r.Complete(r.ctx, r.ana, taskID, &Outcome{Text: canary}); return err },
			func() error { _, err := r.Reopen(r.ctx, r.ana, taskID, Place{}); return err },
			func() error { _, err := r.Cancel(r.ctx, r.ana, taskID, NoLongerNeeded, canary); return err },
		} {
			r.ok(do())
		}
		r.refused(r.Delete(r.ctx, r.max, taskID), errs.Forbidden) // it was accepted
		r.refused(r.Delete(r.ctx, r.ben, taskID), errs.Forbidden)
		r.ok(r.Delete(r.ctx, r.keyed(r.ana), taskID))

		for _, table := range []string{"task", "comment", "task_wait", "activity", "idempotency", "object_scope"} {
			count, err := db.One(r.ctx, r.db, db.Value[int], `SELECT count(*) FROM `+table+` t WHERE `+wholeRow(r.db.Dialect(), table)+` LIKE '%`+canary+`%'`)
			r.ok(err)
			r.equal("rows of "+table+" with words of the task", count, 0)
		}
		entries, err := db.One(r.ctx, r.db, db.Value[int], `SELECT count(*) FROM activity WHERE object_id = $1`, taskID)
		r.ok(err)
		if entries < 10 {
			t.Fatal("the tombstone's codes are gone")
		}
		page, err := r.List(r.ctx, r.ana.Actor, Filter{Query: canary})
		r.ok(err)
		r.equal("found", len(page.Items), 0)
	})
}

// wholeRow is the SQL of a row as one text.
func wholeRow(dialect db.Dialect, table string) string {
	if dialect == db.Postgres {
		return "CAST(t AS TEXT)"
	}
	columns := map[string]string{
		"task": "title, body, labels, checklist, waiting_for, outcome, source_url, source_key, moved", "comment": "body",
		"task_wait": "task_id", "activity": "data, verb, object_id", "idempotency": "key, object_id", "object_scope": "id, scope",
	}
	return "concat(" + columns[table] + ")"
}

func TestP4_TasksOfALeaverGoUp(t *testing.T) {
	each(t, func(t *testing.T, r *rig) {
		var open []Task
		for i := range 5 {
			open = append(open, r.add(r.ana, fmt.Sprint("own ", i), Medium))
		}
		asked := r.ask(r.max, r.ana, "asked", "2026-11-27")
		done := r.add(r.ana, "done", Low)
		_, err := r.Complete(r.ctx, r.ana, done.ID, nil)
		r.ok(err)
		_, err = r.Start(r.ctx, r.ana, open[0].ID)
		r.ok(err)
		_, err = r.people.Deactivate(r.ctx, r.olga, r.ben.PersonID) // Ana's manager is Vera now
		r.ok(err)
		_, err = r.people.Deactivate(r.ctx, r.olga, r.ana.PersonID)
		r.ok(err)
		handUp := func(person, manager string) {
			for after, first := "", true; first || after != ""; first = false {
				after, err = r.HandUp(r.ctx, person, manager, after, 2)
				r.ok(err)
			}
		}
		handUp(r.ana.PersonID, r.ben.PersonID) // as of an older word: Ben has left too
		for _, task := range append(open, asked) {
			got := r.get(r.vera, task.ID)
			if got.OwnerID != r.vera.PersonID || got.Status != Triage || got.Rank != nil || got.StartedAt != nil {
				t.Fatalf("%s: %+v", task.Title, got)
			}
		}
		r.equal("sentence", r.sentences(r.vera, open[0].ID)[2], "It went from Ana, who left, to Vera")
		before := r.get(r.vera, asked.ID).Revision
		handUp(r.ana.PersonID, r.ben.PersonID)
		r.equal("again", r.get(r.vera, asked.ID).Revision, before)
		r.equal("done stays", len(r.seats(r.ana.PersonID)), 0)

		// Without a manager: to the asker, and one's own stays.
		own, asked := r.add(r.max, "own", Medium), r.ask(r.kai, r.max, "asked", "")
		_, err = r.people.Deactivate(r.ctx, r.olga, r.max.PersonID)
		r.ok(err)
		handUp(r.max.PersonID, "")
		r.equal("to the asker", r.get(r.kai, asked.ID).OwnerID, r.kai.PersonID)
		r.equal("stays", r.seats(r.max.PersonID)[0].id, own.ID)
		// Back before the job came: nothing is taken away.
		_, err = r.people.Reactivate(r.ctx, r.olga, r.max.PersonID)
		r.ok(err)
		handUp(r.max.PersonID, r.vera.PersonID)
		r.equal("still theirs", r.get(r.max, own.ID).OwnerID, r.max.PersonID)
	})
}

// With eight writers at once, a reader who follows never misses a revision.
func TestFeed_SkipsNoRevision(t *testing.T) {
	each(t, func(t *testing.T, r *rig) {
		follower := &replica{rig: r, reader: r.ben, limit: 3, rows: map[string]row{}}
		follower.pull()
		var writers sync.WaitGroup
		stop := make(chan struct{})
		for range 8 {
			writers.Go(func() {
				for i := range 15 {
					owner := []authz.Call{r.ana, r.kai, r.ben}[i%3]
					if _, err := r.Create(r.ctx, owner, Draft{Title: "x"}); err != nil {
						t.Error(err)
					}
				}
			})
		}
		var reader sync.WaitGroup
		reader.Go(func() {
			for {
				select {
				case <-stop:
					return
				default:
					follower.page()
				}
			}
		})
		writers.Wait()
		close(stop)
		reader.Wait()
		follower.pull()
		tasks := 0
		for name := range follower.rows {
			if strings.HasPrefix(name, "task ") {
				tasks++
			}
		}
		r.equal("tasks that the follower has", tasks, 8*15)
	})
}

// What was closed long ago is read on demand, and is not in the feed.
func TestFeed_LeavesOutWhatIsSettled(t *testing.T) {
	each(t, func(t *testing.T, r *rig) {
		old, recent := r.add(r.ana, "old", Low), r.add(r.ana, "recent", Low)
		_, err := r.Complete(r.ctx, r.ana, old.ID, nil)
		r.ok(err)
		r.clock.Advance(settledAfter + time.Second)
		_, err = r.Complete(r.ctx, r.ana, recent.ID, nil)
		r.ok(err)
		fresh := (&replica{rig: r, reader: r.ana, limit: 50, rows: map[string]row{}}).pull()
		if _, there := fresh.rows["task "+old.ID]; there {
			t.Fatal("an old task is in the feed")
		}
		if _, there := fresh.rows["task "+recent.ID]; !there {
			t.Fatal("a recent one is not")
		}
		r.get(r.ana, old.ID)
		_, err = r.feed.Changes(r.ctx, r.ana.Actor, activity.Query{Since: 1 << 40})
		r.refused(err, errs.StartAgain)
		_, err = r.feed.Changes(r.ctx, r.max.Actor, activity.Query{Only: authz.Worklist(r.ana.PersonID)})
		r.refused(err, errs.NotFound)
		// A gone object is told as gone, with its identifier alone.
		r.ok(r.Delete(r.ctx, r.ana, recent.ID))
		page, err := r.feed.Changes(r.ctx, r.ana.Actor, activity.Query{Since: fresh.since})
		r.ok(err)
		text, err := json.Marshal(page.Items)
		r.ok(err)
		if len(page.Items) != 1 || page.Items[0].Op != activity.Gone || strings.Contains(string(text), "recent") {
			t.Fatalf("told of a deletion: %s", text)
		}
	})
}
