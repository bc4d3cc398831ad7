package work

import (
	"fmt"
	"strconv"
	"sync"
	"testing"

	"cairn/internal/authz"
	"cairn/internal/db"
	"cairn/internal/errs"
	"cairn/internal/id"
	"cairn/internal/opt"
)

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
		r.refused(err, errs.Forbidden) // the same words as there are, too
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
			task := r.add(from, strconv.Itoa(i), Medium)
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
