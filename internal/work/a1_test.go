package work

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"

	"cairn/internal/authz"
	"cairn/internal/errs"
	"cairn/internal/opt"
)

// everythingTold is all that a reader is told of a list and a task on it.
func (r *rig) everythingTold(reader authz.Call, owner authz.Call, id string) []byte {
	r.t.Helper()
	var all bytes.Buffer
	add := func(value any, err error) {
		r.ok(err)
		r.ok(json.NewEncoder(&all).Encode(value))
	}
	task, err := r.Get(r.ctx, reader.Actor, id)
	add(task, err)
	worklist, err := r.Worklist(r.ctx, reader.Actor, owner.PersonID, 50, "")
	add(worklist, err)
	list, err := r.List(r.ctx, reader.Actor, Filter{})
	add(list, err)
	loaded, err := r.Load(r.ctx, r.db, reader.Actor, []string{id})
	add(loaded, err)
	history, err := r.History(r.ctx, reader.Actor, id)
	add(history, err)
	handovers, err := r.Handovers(r.ctx, reader.Actor, &task)
	add(handovers, err)
	return all.Bytes()
}

// TestA1_ATaskNamesNoOtherThatTheReaderMayNotRead looks for the ids of hidden
// tasks in all that is told of one that names them: what it waits for, what it
// stood after before a manager's move, for whom it stepped down.
func TestA1_ATaskNamesNoOtherThatTheReaderMayNotRead(t *testing.T) {
	each(t, func(t *testing.T, r *rig) {
		r.team("pair", r.ana, r.kai)
		hidden, err := r.Create(r.ctx, r.ana, Draft{Title: "hidden", Confidential: true})
		r.ok(err)
		task, open := r.add(r.ana, "task", Medium), r.add(r.ana, "open", Medium)
		_, err = r.Move(r.ctx, r.ben, task.ID, Place{Level: Urgent}, "now")
		r.ok(err)
		raised, err := r.Move(r.ctx, r.ana, hidden.ID, Place{Level: Urgent, StepDown: []string{task.ID}}, "")
		r.ok(err)
		r.equal("stepped down", told(raised), "stepped_down")
		blocked, err := r.Block(r.ctx, r.ana, task.ID, WaitingFor{TaskIDs: []string{hidden.ID, open.ID}})
		r.ok(err)
		r.equal("for the owner", len(blocked.WaitingFor.TaskIDs), 2)

		for _, reader := range []authz.Call{r.ana, r.ben} {
			if got := bytes.Count(r.everythingTold(reader, r.ana, task.ID), []byte(hidden.ID)); got < 10 {
				t.Errorf("who may read both is told of the other %d times", got)
			}
		}
		read := r.get(r.kai, task.ID)
		r.equal("for a teammate", read.WaitingFor.TaskIDs, []string{open.ID})
		if read.Moved == nil || read.Moved.AfterID != nil {
			t.Errorf("moved: %+v", read.Moved)
		}
		for _, reader := range []authz.Call{r.kai, r.vera} {
			if all := r.everythingTold(reader, r.ana, task.ID); bytes.Contains(all, []byte(hidden.ID)) || bytes.Contains(all, []byte("hidden")) {
				t.Errorf("told of what is hidden: %s", all)
			}
		}
		// What a reader is not told stays: their write takes nothing away.
		_, err = r.AddComment(r.ctx, r.kai, task.ID, NewComment{Body: "soon"})
		r.ok(err)
		_, err = r.Edit(r.ctx, r.ana, task.ID, Patch{Title: opt.To("task 2")})
		r.ok(err)
		r.equal("it still waits for", len(r.get(r.ana, task.ID).WaitingFor.TaskIDs), 2)
		r.ok(r.Delete(r.ctx, r.ana, hidden.ID))
		r.equal("what was deleted is named to nobody", r.get(r.ana, task.ID).WaitingFor.TaskIDs, []string{open.ID})
	})
}

func TestA1_ASourceKeyTellsNothingOfHiddenTasks(t *testing.T) {
	each(t, func(t *testing.T, r *rig) {
		create := func(call authz.Call, confidential bool) (Result, error) {
			return r.Create(r.ctx, call, Draft{Title: "x", OwnerID: r.ana.PersonID, Due: opt.To(Due{}), SourceKey: "crm:1", Confidential: confidential})
		}
		first, err := create(r.ana, true)
		r.ok(err)
		_, err = create(r.ben, false) // her manager reads it
		refusal := r.refused(err, errs.Duplicate)
		if details, ok := refusal.Details.(map[string]string); !ok || details["task_id"] != first.ID || refusal.Fields[0].Location != "body.source_key" {
			t.Errorf("refused with %+v", refusal)
		}
		second, err := create(r.max, true) // and Max does not
		r.ok(err)
		if second.SourceKey == nil || *second.SourceKey != "crm:1" {
			t.Errorf("the answer tells of the other task: %v", second.SourceKey)
		}
		_, err = create(r.max, false)
		r.refused(err, errs.Duplicate)
		_, err = create(r.kai, false)
		r.ok(err)
	})
}

// TestAPatchThatChangesNothingNeedsTheSameRight: what one may not do, one may
// not do with no effect either; the answer would tell what is there.
func TestAPatchThatChangesNothingNeedsTheSameRight(t *testing.T) {
	each(t, func(t *testing.T, r *rig) {
		r.team("pair", r.ana, r.kai)
		task := r.ask(r.max, r.ana, "x", "2026-11-26")
		_, err := r.Accept(r.ctx, r.ana, task.ID, Place{})
		r.ok(err)
		revision := r.get(r.ana, task.ID).Revision
		for name, patch := range map[string]Patch{
			"title": {Title: opt.To("x")}, "body": {Body: opt.To("")}, "labels": {Labels: opt.To([]string{})}, "checklist": {Checklist: opt.To([]ChecklistItem{})},
			"steps":  {Steps: []StepChange{{ID: "a", Gone: true}}},
			"source": {SourceURL: opt.To[*string](nil)}, "date": {DueDate: opt.To(date("2026-11-26"))}, "owner": {OwnerID: opt.To(r.ana.PersonID)},
			"confidential": {Confidential: opt.To(false)},
		} {
			for _, who := range []authz.Call{r.kai, r.max} {
				_, err := r.Edit(r.ctx, who, task.ID, patch)
				if !errs.Is(err, errs.Forbidden) && !errs.Is(err, errs.ProposeInstead) {
					t.Errorf("%s by %s: %v", name, who.PersonID, err)
				}
			}
			unchanged, err := r.Edit(r.ctx, r.ana, task.ID, patch)
			r.ok(err)
			r.equal(name, unchanged.Revision, revision)
		}
	})
}

// TestA1_WhatATaskNamesFollowsWhatMayBeRead: a reader who follows a task learns
// that one which it names came into their sight, and left it, by whichever way.
func TestA1_WhatATaskNamesFollowsWhatMayBeRead(t *testing.T) {
	each(t, func(t *testing.T, r *rig) {
		other := r.add(r.max, "other", Low)
		task, err := r.Create(r.ctx, r.ana, Draft{Title: "task"})
		r.ok(err)
		_, err = r.AddComment(r.ctx, r.max, other.ID, NewComment{Body: "see", MentionIDs: []string{r.ana.PersonID}})
		r.ok(err)
		_, err = r.Block(r.ctx, r.ana, task.ID, WaitingFor{TaskIDs: []string{other.ID}})
		r.ok(err)
		follower := (&replica{rig: r, reader: r.ben, limit: 50, rows: map[string]row{}}).pull()
		told := func(when string, want bool) {
			t.Helper()
			kept := follower.pull().rows["task "+task.ID]
			if kept.JSON == "" {
				t.Fatalf("%s the task itself is gone", when)
			}
			if got := strings.Contains(kept.JSON, other.ID); got != want {
				t.Errorf("%s the follower is told what it waits for: %v, want %v", when, got, want)
			}
			follower.compare((&replica{rig: r, reader: r.ben, limit: 50, rows: map[string]row{}}).pull(), when)
		}
		told("unread,", false)
		_, err = r.AddComment(r.ctx, r.max, other.ID, NewComment{Body: "see", MentionIDs: []string{r.ben.PersonID}})
		r.ok(err)
		told("mentioned,", true)
		hide := func(confidential bool) {
			_, err := r.Edit(r.ctx, r.max, other.ID, Patch{Confidential: opt.To(confidential)})
			r.ok(err)
		}
		hide(true)
		told("hidden,", false)
		r.manager(r.max, &r.ben)
		told("become the manager,", true)
		r.manager(r.max, nil)
		told("no longer the manager,", false)
		hide(false)
		told("revealed,", true)
		r.ok(r.Delete(r.ctx, r.max, other.ID))
		told("deleted,", false)
	})
}
