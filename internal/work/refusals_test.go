package work

import (
	"context"
	"strings"
	"testing"

	"cairn/internal/activity"
	"cairn/internal/authz"
	"cairn/internal/errs"
	"cairn/internal/opt"
	"cairn/internal/worktime"
)

// refusal is something that is refused, and how.
type refusal struct {
	what     string
	err      error
	code     errs.Code
	location string // of the input, where it is at fault
}

func (r *rig) refusals(all ...refusal) {
	r.t.Helper()
	for _, c := range all {
		if !errs.Is(c.err, c.code) {
			r.t.Errorf("%s: %v, want %s", c.what, c.err, c.code)
			continue
		}
		refused := r.refused(c.err, c.code)
		if c.location != "" && (len(refused.Fields) == 0 || refused.Fields[0].Location != c.location) {
			r.t.Errorf("%s: refused at %+v, want %s", c.what, refused.Fields, c.location)
		}
		if refused.Message == "" {
			r.t.Errorf("%s: refused without a word", c.what)
		}
	}
}

// second is the error of a call that answers with something too.
func second[T any](_ T, err error) error { return err }

func TestW1_StepsThatAreImpossibleAreRefused(t *testing.T) {
	each(t, func(t *testing.T, r *rig) {
		ctx, ana := r.ctx, r.ana
		triage, todo, done := r.ask(r.max, ana, "t", ""), r.add(ana, "x", Low), r.add(ana, "d", Low)
		_, err := r.Complete(ctx, ana, done.ID, nil)
		r.ok(err)
		revision := r.get(ana, done.ID).Revision
		edit := func(id string, patch Patch) error { return second(r.Edit(ctx, ana, id, patch)) }
		const conflict = errs.StateConflict
		r.refusals(
			refusal{"stopping what was not begun", second(r.Stop(ctx, ana, todo.ID)), conflict, ""},
			refusal{"starting what is in triage", second(r.Start(ctx, ana, triage.ID)), conflict, ""},
			refusal{"declining what is on the list", second(r.Decline(ctx, ana, todo.ID, "no")), conflict, ""},
			refusal{"declining without a word", second(r.Decline(ctx, ana, triage.ID, " ")), errs.Invalid, "body.reason"},
			refusal{"accepting what is on the list", second(r.Accept(ctx, ana, todo.ID, Place{})), conflict, ""},
			refusal{"unblocking what is not blocked", second(r.Unblock(ctx, ana, todo.ID)), conflict, ""},
			refusal{"completing what is in triage", second(r.Complete(ctx, ana, triage.ID, nil)), conflict, ""},
			refusal{"canceling what is done", second(r.Cancel(ctx, ana, done.ID, NoLongerNeeded, "")), conflict, ""},
			refusal{"canceling for no known reason", second(r.Cancel(ctx, ana, todo.ID, "bored", "")), errs.Invalid, "body.reason"},
			refusal{"canceling as declined", second(r.Cancel(ctx, ana, todo.ID, Declined, "")), errs.Invalid, "body.reason"},
			refusal{"reopening what is open", second(r.Reopen(ctx, ana, todo.ID, Place{})), conflict, ""},
			refusal{"moving what is done", second(r.Move(ctx, ana, done.ID, Place{Level: High}, "")), conflict, ""},
			refusal{"handing over what is done", edit(done.ID, Patch{OwnerID: opt.To(r.kai.PersonID)}), conflict, ""},
			refusal{"making wait what is in triage", edit(triage.ID, Patch{WaitingFor: opt.To(&WaitingFor{Text: "rain"})}), conflict, ""},
			refusal{"making wait what is done", edit(done.ID, Patch{WaitingFor: opt.To(&WaitingFor{Text: "rain"})}), conflict, ""},
		)
		r.equal("what is done", r.get(ana, done.ID).Revision, revision)
	})
}

func TestW2_PlacesThatAreNoneAreRefused(t *testing.T) {
	each(t, func(t *testing.T, r *rig) {
		triage, todo, kais := r.ask(r.max, r.ana, "t", ""), r.add(r.ana, "x", Low), r.add(r.kai, "k", Low)
		move := func(id string, place Place) error { return second(r.Move(r.ctx, r.ana, id, place, "")) }
		r.refusals(
			refusal{"beside a task in triage", move(todo.ID, Place{AfterID: triage.ID}), errs.StateConflict, ""},
			refusal{"beside a task of another list", move(todo.ID, Place{AfterID: kais.ID}), errs.StateConflict, ""},
			refusal{"beside itself", move(todo.ID, Place{BeforeID: todo.ID}), errs.Invalid, "body.before_id"},
			refusal{"a place in triage", move(triage.ID, Place{AfterID: todo.ID}), errs.StateConflict, ""},
			refusal{"nowhere in triage", move(triage.ID, Place{}), errs.StateConflict, ""},
			refusal{"no level", move(todo.ID, Place{Level: "P0"}), errs.Invalid, "body.level"},
		)
	})
}

func TestW3_OtherWaysOutOfAFullLevelAreRefused(t *testing.T) {
	each(t, func(t *testing.T, r *rig) {
		held, low := r.add(r.ana, "u", Urgent), r.add(r.ana, "l", Low)
		create := func(place Place) error {
			return second(r.Create(r.ctx, r.ana, Draft{Title: "x", Place: place}))
		}
		r.refusals(
			refusal{"nobody steps down", create(Place{Level: Urgent}), errs.SlotFull, ""},
			refusal{"one steps down who holds no slot there", create(Place{Level: Urgent, StepDown: []string{low.ID}}), errs.SlotFull, ""},
			refusal{"another wish for a full level", create(Place{Level: Urgent, OnFull: "higher"}), errs.Invalid, "body.on_full"},
		)
		r.equal("who held it", r.get(r.ana, held.ID).Level, Urgent)
	})
}

func TestW4_ATaskForAnotherSaysWhenOrThatItHasNoDate(t *testing.T) {
	each(t, func(t *testing.T, r *rig) {
		noon := worktime.TimeOfDay(12 * 60)
		_, err := r.people.Deactivate(r.ctx, r.olga, r.kai.PersonID)
		r.ok(err)
		create := func(draft Draft) error {
			draft.Title = "x"
			return second(r.Create(r.ctx, r.max, draft))
		}
		task := r.ask(r.max, r.ana, "x", "")
		r.refusals(
			refusal{"neither date nor none", create(Draft{OwnerID: r.ana.PersonID}), errs.Invalid, "body.due_date"},
			refusal{"a time without a date", create(Draft{Due: opt.To(Due{Time: &noon})}), errs.Invalid, "body.due_date"},
			refusal{"nobody", create(Draft{OwnerID: "nobody", Due: opt.To(Due{})}), errs.Invalid, "body.owner_id"},
			refusal{"somebody who has left", create(Draft{OwnerID: r.kai.PersonID, Due: opt.To(Due{})}), errs.Invalid, "body.owner_id"},
			refusal{"handed to somebody who has left", second(r.Edit(r.ctx, r.ana, task.ID, Patch{OwnerID: opt.To(r.kai.PersonID)})), errs.Invalid, "body.owner_id"},
		)
	})
}

func TestW8_DatesThatCanNotMoveAreRefused(t *testing.T) {
	each(t, func(t *testing.T, r *rig) {
		noon := worktime.TimeOfDay(12 * 60)
		task, dated := r.add(r.ana, "x", Low), r.ask(r.max, r.ana, "y", "2026-11-26")
		done := r.add(r.ana, "d", Low)
		_, err := r.Complete(r.ctx, r.ana, done.ID, nil)
		r.ok(err)
		_, err = r.Accept(r.ctx, r.ana, dated.ID, Place{})
		r.ok(err)
		redateIn := func(call authz.Call, due string) error {
			_, err := r.ledger.Write(r.ctx, call, func(ctx context.Context, tx *activity.Tx) error {
				return second(r.RedateIn(ctx, tx, call.Actor, dated.ID, false, Due{Date: date(due)}))
			})
			return err
		}
		r.refusals(
			refusal{"a time alone", second(r.Edit(r.ctx, r.ana, task.ID, Patch{DueTime: opt.To(&noon)})), errs.Invalid, "body.due_date"},
			refusal{"a date of what is done", second(r.redue(r.ana, done.ID, "2026-11-26", Slip)), errs.StateConflict, ""},
			refusal{"a word to the date of what is done", second(r.AgreeToDate(r.ctx, r.ana, done.ID)), errs.StateConflict, ""},
			refusal{"a word to no date", second(r.AgreeToDate(r.ctx, r.ana, task.ID)), errs.StateConflict, ""},
			refusal{"no reason", second(r.redue(r.ana, dated.ID, "2026-11-27", "")), errs.Invalid, "body.due_reason"},
			refusal{"another reason", second(r.redue(r.ana, dated.ID, "2026-11-27", "mood")), errs.Invalid, "body.due_reason"},
			refusal{"earlier than agreed, by a manager's file", redateIn(r.ben, "2026-11-25"), errs.ProposeInstead, ""},
		)
		r.equal("the date", r.get(r.ana, dated.ID).DueDate, date("2026-11-26"))
	})
}

func TestW12_WaitsThatAreNoneAreRefused(t *testing.T) {
	each(t, func(t *testing.T, r *rig) {
		task := r.add(r.ana, "x", Low)
		hidden, err := r.Create(r.ctx, r.kai, Draft{Title: "hidden", Confidential: true})
		r.ok(err)
		block := func(w WaitingFor) error { return second(r.Block(r.ctx, r.ana, task.ID, w)) }
		nobody := "nobody"
		many := strings.Fields(strings.Repeat("a b c d e f g h i j k ", 2) + "1 2 3 4 5 6 7 8 9 10")
		r.refusals(
			refusal{"nothing", block(WaitingFor{Text: " "}), errs.Invalid, "body.waiting_for"},
			refusal{"nobody", block(WaitingFor{PersonID: &nobody}), errs.Invalid, "body.waiting_for.person_id"},
			refusal{"itself", block(WaitingFor{TaskIDs: []string{task.ID}}), errs.Invalid, "body.waiting_for.task_ids"},
			refusal{"what one may not read", block(WaitingFor{TaskIDs: []string{hidden.ID}}), errs.Invalid, "body.waiting_for.task_ids"},
			refusal{"too many", block(WaitingFor{TaskIDs: many}), errs.Invalid, "body.waiting_for.task_ids"},
		)
		r.equal("status", r.get(r.ana, task.ID).Status, Todo)
	})
}

func TestW13_AnOutcomeIsOfWhatIsDone(t *testing.T) {
	each(t, func(t *testing.T, r *rig) {
		task := r.add(r.ana, "x", High)
		r.refusals(
			refusal{"of what is open", second(r.Edit(r.ctx, r.ana, task.ID, Patch{Outcome: opt.To(&Outcome{Text: "early"})})), errs.StateConflict, ""},
			refusal{"a link that is none", second(r.Complete(r.ctx, r.ana, task.ID, &Outcome{URL: "javascript:alert(1)"})), errs.Invalid, "body.outcome.url"},
			refusal{"by the manager", second(r.Complete(r.ctx, r.ben, task.ID, nil)), errs.Forbidden, ""},
		)
	})
}

func TestA3_WhatATaskSaysIsBounded(t *testing.T) {
	each(t, func(t *testing.T, r *rig) {
		create := func(draft Draft) error {
			if draft.Title == "" {
				draft.Title = "x"
			}
			return second(r.Create(r.ctx, r.ana, draft))
		}
		items := make([]ChecklistItem, maxChecklist+1)
		for i := range items {
			items[i].Text = "x"
		}
		numbered := strings.Fields(strings.Repeat("x", maxLabels+1))
		for i := range maxLabels + 1 {
			numbered = append(numbered, "l"+strings.Repeat("x", i))
		}
		twice := []ChecklistItem{{ID: "a", Text: "x"}, {ID: "a", Text: "y"}}
		r.refusals(
			refusal{"long title", create(Draft{Title: strings.Repeat("ö", maxLine+1)}), errs.Invalid, "body.title"},
			refusal{"broken title", create(Draft{Title: "\xff"}), errs.Invalid, "body.title"},
			refusal{"broken body", create(Draft{Body: "\xff"}), errs.Invalid, "body.body"},
			refusal{"long body", create(Draft{Body: strings.Repeat("x", 21<<10)}), errs.Invalid, "body.body"},
			refusal{"label with a blank", create(Draft{Labels: []string{"a b"}}), errs.Invalid, "body.labels"},
			refusal{"many labels", create(Draft{Labels: numbered}), errs.Invalid, "body.labels"},
			refusal{"long checklist", create(Draft{Checklist: items}), errs.Invalid, "body.checklist"},
			refusal{"entries of one id", create(Draft{Checklist: twice}), errs.Invalid, "body.checklist"},
			refusal{"source that is none", create(Draft{SourceURL: "file:///etc/passwd"}), errs.Invalid, "body.source_url"},
			refusal{"long source key", create(Draft{SourceKey: strings.Repeat("x", maxSourceKey+1)}), errs.Invalid, "body.source_key"},
			refusal{"id that is none", create(Draft{ID: "1"}), errs.Invalid, "body.id"},
			refusal{"long quick-add text", second(r.Parse(r.ctx, r.ana.Actor, strings.Repeat("x", maxParse+1), "")), errs.TooLarge, ""},
		)
		page, err := r.Worklist(r.ctx, r.ana.Actor, r.ana.PersonID, 50, "")
		r.ok(err)
		r.equal("tasks", len(page.Items), 0)
	})
}

func TestWordsOfAThreadAreTheirAuthors(t *testing.T) {
	each(t, func(t *testing.T, r *rig) {
		task := r.add(r.ana, "x", Low)
		said, err := r.AddComment(r.ctx, r.ben, task.ID, NewComment{Body: "a word"})
		r.ok(err)
		comment := func(c NewComment) error { return second(r.AddComment(r.ctx, r.ana, task.ID, c)) }
		r.refusals(
			refusal{"no words", comment(NewComment{Body: " \n"}), errs.Invalid, "body.body"},
			refusal{"an id that is taken", comment(NewComment{ID: said.ID, Body: "x"}), errs.Duplicate, ""},
			refusal{"too many mentions", comment(NewComment{Body: "x", MentionIDs: make([]string, maxMentions+1)}), errs.Invalid, "body.mention_ids"},
			refusal{"deleted by another", r.DeleteComment(r.ctx, r.ana, said.ID), errs.Forbidden, ""},
			refusal{"deleted by who doesn't read it", r.DeleteComment(r.ctx, r.max, said.ID), errs.NotFound, ""},
			refusal{"deleted where there is none", r.DeleteComment(r.ctx, r.max, task.ID), errs.NotFound, ""},
		)
		r.ok(r.DeleteComment(r.ctx, r.ben, said.ID))
		r.refusals(refusal{"deleted twice", r.DeleteComment(r.ctx, r.ben, said.ID), errs.NotFound, ""})
	})
}

func TestW5_WhatTheListHasOutrunIsRefused(t *testing.T) {
	each(t, func(t *testing.T, r *rig) {
		ana := r.ana
		first, next, closed := r.add(ana, "a", Medium), r.add(ana, "b", Medium), r.add(ana, "c", Medium)
		asked := r.ask(r.max, ana, "t", "")
		_, err := r.Cancel(r.ctx, ana, closed.ID, NoLongerNeeded, "")
		r.ok(err)
		page, err := r.Worklist(r.ctx, ana.Actor, ana.PersonID, 1, "")
		r.ok(err)
		old := Place{BeforeID: first.ID, Seen: page.ListRevision}
		_, err = r.Move(r.ctx, ana, next.ID, Place{BeforeID: first.ID}, "")
		r.ok(err)
		order := r.order(ana)
		for _, c := range []refusal{
			{"adding", second(r.Create(r.ctx, ana, Draft{Title: "x", Place: old})), errs.ListChanged, ""},
			{"raising", second(r.Move(r.ctx, ana, next.ID, old, "")), errs.ListChanged, ""},
			{"accepting", second(r.Accept(r.ctx, ana, asked.ID, old)), errs.ListChanged, ""},
			{"reopening", second(r.Reopen(r.ctx, ana, closed.ID, old)), errs.ListChanged, ""},
		} {
			r.refusals(c)
			if now, ok := r.refused(c.err, errs.ListChanged).Details.(Impact); !ok || now.ListRevision <= page.ListRevision {
				t.Errorf("%s: the refusal tells of %+v, and not of the list as it is", c.what, now)
			}
		}
		show := func(reader authz.Call, proposed Proposed) error {
			return second(r.ImpactOn(r.ctx, reader.Actor, ana.PersonID, proposed))
		}
		r.refusals(
			refusal{"on nobody's list", second(r.ImpactOn(r.ctx, ana.Actor, "nobody", Proposed{})), errs.NotFound, ""},
			refusal{"at no level", show(ana, Proposed{Place: Place{Level: "P0"}}), errs.Invalid, "body.level"},
			refusal{"beside what is not on the list", show(ana, Proposed{Place: Place{AfterID: closed.ID}}), errs.StateConflict, ""},
			refusal{"of a task that one may not read", show(r.max, Proposed{TaskID: first.ID}), errs.NotFound, ""},
		)
		r.wantOrder(ana, order)
	})
}

func TestW6_AForecastIsForTwo(t *testing.T) {
	each(t, func(_ *testing.T, r *rig) {
		r.team("pair", r.ana, r.kai) // who reads her list reads no forecast by that
		forecast := func(reader authz.Call) error {
			return second(r.Forecast(r.ctx, reader.Actor, r.ana.PersonID))
		}
		r.refusals(
			refusal{"for a teammate", forecast(r.kai), errs.Forbidden, ""},
			refusal{"for the manager's manager", forecast(r.vera), errs.Forbidden, ""},
			refusal{"for an admin", forecast(r.olga), errs.Forbidden, ""},
			refusal{"of nobody", second(r.Forecast(r.ctx, r.ana.Actor, "nobody")), errs.NotFound, ""},
		)
		r.ok(forecast(r.ana))
		r.manager(r.ana, &r.vera)
		r.refusals(refusal{"for who was her manager", forecast(r.ben), errs.Forbidden, ""})
		r.ok(forecast(r.vera))
	})
}

func TestW7_DatesThatAreNoneAreRefused(t *testing.T) {
	each(t, func(t *testing.T, r *rig) {
		noon := worktime.TimeOfDay(12 * 60)
		utc, nowhere := "UTC", "Nowhere/At_All"
		task := r.add(r.ana, "x", Low)
		create := func(due Due) error {
			return second(r.Create(r.ctx, r.ana, Draft{Title: "y", Due: opt.To(due)}))
		}
		edit := func(patch Patch) error { return second(r.Edit(r.ctx, r.ana, task.ID, patch)) }
		r.refusals(
			refusal{"a time of no day", create(Due{Time: &noon}), errs.Invalid, "body.due_date"},
			refusal{"a zone of no day", create(Due{Zone: &utc}), errs.Invalid, "body.due_date"},
			refusal{"a zone that there is not", create(Due{Date: date("2026-11-26"), Zone: &nowhere}), errs.Invalid, "body.due_zone"},
			refusal{"a time for a task without a day", edit(Patch{DueTime: opt.To(&noon)}), errs.Invalid, "body.due_date"},
			refusal{"a zone for a task without a day", edit(Patch{DueZone: opt.To(&utc)}), errs.Invalid, "body.due_date"},
		)
		if due := r.get(r.ana, task.ID).DueAt; due != nil {
			t.Errorf("the refused date is there: %v", due)
		}
		r.wantOrder(r.ana, "low:x")
	})
}

func TestW15_MovesThatAreNotTheManagersAreRefused(t *testing.T) {
	each(t, func(t *testing.T, r *rig) {
		begun, next := r.add(r.ana, "a", Medium), r.add(r.ana, "b", Medium)
		_, err := r.Start(r.ctx, r.ana, begun.ID)
		r.ok(err)
		r.team("pair", r.ana, r.kai)
		asked := r.ask(r.max, r.ana, "t", "")
		_, err = r.Accept(r.ctx, r.ana, asked.ID, Place{})
		r.ok(err)
		order := r.order(r.ana)
		past := func(by authz.Call, reason string) error {
			return second(r.Move(r.ctx, by, next.ID, Place{BeforeID: begun.ID}, reason))
		}
		r.refusals(
			refusal{"past what is begun, without a word", past(r.ben, ""), errs.ReasonNeeded, ""},
			refusal{"past what is begun, with blanks", past(r.ben, "  "), errs.ReasonNeeded, ""},
			refusal{"with more than a line", past(r.ben, strings.Repeat("x", maxLine+1)), errs.Invalid, "body.reason"},
			refusal{"by a teammate", past(r.kai, "please"), errs.Forbidden, ""},
			refusal{"by the manager's manager", past(r.vera, "please"), errs.Forbidden, ""},
			refusal{"by the asker", second(r.Move(r.ctx, r.max, asked.ID, Place{Level: High}, "please")), errs.ProposeInstead, ""},
			refusal{"into a slot, without a word", second(r.Move(r.ctx, r.ben, next.ID, Place{Level: Urgent}, "")), errs.ReasonNeeded, ""},
			refusal{"put back what nobody moved", second(r.PutBack(r.ctx, r.ana, next.ID, nil)), errs.StateConflict, ""},
		)
		r.wantOrder(r.ana, order)
	})
}
