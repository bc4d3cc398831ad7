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
