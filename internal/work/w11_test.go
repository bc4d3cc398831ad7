package work

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"cairn/internal/db"
	"cairn/internal/errs"
	"cairn/internal/opt"
	"cairn/internal/people"
	"cairn/internal/testkit"
	"cairn/internal/worktime"

	"pgregory.net/rapid"
)

const fridays = "FREQ=WEEKLY;BYDAY=FR"

// repeating is a task on Ana's list that comes again, first on a Friday.
func (r *rig) repeating(rule string) Task {
	r.t.Helper()
	got, err := r.Create(r.ctx, r.ana, Draft{Title: "Weekly numbers", Repeat: rule, Place: Place{Level: High}})
	r.ok(err)
	return got.Task
}

// open are the open tasks of Ana's list.
func (r *rig) open() []Task {
	r.t.Helper()
	page, err := r.Worklist(r.ctx, r.ana.Actor, r.ana.PersonID, 200, "")
	r.ok(err)
	return page.Items
}

func (r *rig) until(text string) {
	r.t.Helper()
	to, err := time.Parse("2006-01-02 15:04", text)
	r.ok(err)
	r.clock.Advance(to.Sub(r.clock.Now()))
	r.ok(r.Drain(r.ctx))
}

func TestW11_TheNextOneComesWhenTheLastOneIsClosed(t *testing.T) {
	each(t, func(t *testing.T, r *rig) {
		first := r.repeating(fridays)
		r.equal("its first date", first.DueDate, "2026-11-27")
		r.equal("the next three", first.Repeat.Next, "[2026-12-04 2026-12-11 2026-12-18]")
		done, err := r.Complete(r.ctx, r.ana, first.ID, nil)
		r.ok(err)
		r.equal("it says so", told(done), "repeated")
		list := r.open()
		r.equal("one is open", len(list), 1)
		next := list[0]
		r.equal("the next date, though closed before the first", next.DueDate, "2026-12-04")
		r.equal("what it says", next.Title+" "+string(next.Level)+" "+string(next.Status), "Weekly numbers high todo")
		r.equal("the closed one names it", *r.get(r.ana, first.ID).Repeat.NextID, next.ID)
		r.equal("history", r.last(next), "It came again, since the one before was closed, due Fri 4 Dec 2026")
	})
}

func TestW11_TimesThatPassAreCountedOnTheOpenOne(t *testing.T) {
	each(t, func(t *testing.T, r *rig) {
		first := r.repeating(fridays)
		r.until("2026-12-12 10:00") // the 4th and the 11th have passed
		got := r.get(r.ana, first.ID)
		r.equal("missed", got.Repeat.Missed, 2)
		r.equal("its own date stays", got.DueDate, "2026-11-27")
		r.equal("next", got.Repeat.Next[0], "2026-12-18")
		_, err := r.Complete(r.ctx, r.ana, first.ID, nil)
		r.ok(err)
		r.equal("the first time after that", r.open()[0].DueDate, "2026-12-18")
		r.equal("counted anew", r.open()[0].Repeat.Missed, 0)
	})
}

func TestW11_ADateThatIsTodayStillCountsUntilItsInstant(t *testing.T) {
	each(t, func(t *testing.T, r *rig) {
		first := r.repeating(fridays)
		r.until("2026-12-04 09:00") // Friday morning; its day ends at 17:30
		_, err := r.Complete(r.ctx, r.ana, first.ID, nil)
		r.ok(err)
		r.equal("today's", r.open()[0].DueDate, "2026-12-04")
		r.until("2026-12-04 18:00")
		_, err = r.Complete(r.ctx, r.ana, r.open()[0].ID, nil)
		r.ok(err)
		r.equal("the week after", r.open()[0].DueDate, "2026-12-11")
	})
}

func TestW11_UndoRemovesAnUntouchedNextOneAndIsElseRefused(t *testing.T) {
	each(t, func(t *testing.T, r *rig) {
		first := r.repeating(fridays)
		_, err := r.Complete(r.ctx, r.ana, first.ID, nil)
		r.ok(err)
		next := r.open()[0]
		back, err := r.Reopen(r.ctx, r.ana, first.ID, Place{})
		r.ok(err)
		r.equal("one is open", len(r.open()), 1)
		r.equal("with its times to come", fmt.Sprint(back.Repeat.Next, back.Repeat.NextID == nil), "[2026-12-04 2026-12-11 2026-12-18] true")
		_, err = r.Get(r.ctx, r.ana.Actor, next.ID)
		r.refused(err, errs.NotFound)

		_, err = r.Complete(r.ctx, r.ana, first.ID, nil)
		r.ok(err)
		next = r.open()[0]
		_, err = r.AddComment(r.ctx, r.ben, next.ID, NewComment{Body: "Mind the new sheet"})
		r.ok(err)
		_, err = r.Reopen(r.ctx, r.ana, first.ID, Place{})
		refusal := r.refused(err, errs.StateConflict)
		r.equal("and how to mend it", strings.Contains(refusal.Message, "go on there"), true)
		r.equal("still one", len(r.open()), 1)
	})
}

func TestW11_EndedRulesWithdrawalAndAnEndOfRepeating(t *testing.T) {
	each(t, func(t *testing.T, r *rig) {
		last := r.repeating("FREQ=DAILY;COUNT=1")
		done, err := r.Complete(r.ctx, r.ana, last.ID, nil)
		r.ok(err)
		r.equal("it was the last one", told(done), "repeat_ended")
		r.equal("none is open", len(r.open()), 0)

		skipped := r.repeating(fridays)
		_, err = r.Cancel(r.ctx, r.ana, skipped.ID, NoLongerNeeded, "")
		r.ok(err)
		r.equal("not this time: the next one comes", len(r.open()), 1)
		_, err = r.Edit(r.ctx, r.ana, r.open()[0].ID, Patch{Repeat: opt.To[*string](nil)})
		r.ok(err)
		_, err = r.Complete(r.ctx, r.ana, r.open()[0].ID, nil)
		r.ok(err)
		r.equal("it repeats no more", len(r.open()), 0)

		asked, err := r.Create(r.ctx, r.ben, Draft{Title: "x", OwnerID: r.ana.PersonID, Due: opt.To(Due{}), Repeat: fridays})
		r.ok(err)
		_, err = r.Cancel(r.ctx, r.ben, asked.ID, Withdrawn, "")
		r.ok(err)
		r.equal("what is taken back comes no more", len(r.open()), 0)
	})
}

func TestW11_WhereALevelIsFullItStandsFirstInTheNextOneAndSaysSo(t *testing.T) {
	each(t, func(t *testing.T, r *rig) {
		first := r.repeating(fridays)
		r.add(r.ana, "a", High)
		r.add(r.ana, "b", High)
		_, err := r.Block(r.ctx, r.ana, first.ID, WaitingFor{Text: "the sheet"}) // gives up its slot
		r.ok(err)
		r.add(r.ana, "c", High)
		r.add(r.ana, "low", Medium)
		done, err := r.Complete(r.ctx, r.ana, first.ID, nil)
		r.ok(err)
		r.equal("it says so", told(done), "lowered repeated")
		r.wantOrder(r.ana, "high:a high:b high:c medium:Weekly numbers medium:low")
	})
}

func TestW11_NonsenseIsRefusedAndChangesNothing(t *testing.T) {
	each(t, func(t *testing.T, r *rig) {
		for _, rule := range []string{"every friday", "FREQ=HOURLY", "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", "FREQ=DAILY;UNTIL=20200101"} {
			_, err := r.Create(r.ctx, r.ana, Draft{Title: "x", Repeat: rule})
			refusal := r.refused(err, errs.Invalid)
			r.equal("where", refusal.Fields[0].Location, "body.repeat")
		}
		r.equal("nothing", len(r.open()), 0)
		task := r.ask(r.max, r.ana, "x", "")
		_, err := r.Edit(r.ctx, r.max, task.ID, Patch{Repeat: opt.To(new(string))})
		r.refused(err, errs.ProposeInstead)
	})
}

// The rule is in the owner's zone: its dates are theirs, also when the clocks
// change, and when they move.
func TestW11_DatesAreTheOwnersAlsoOverAChangeOfTheClocks(t *testing.T) {
	each(t, func(t *testing.T, r *rig) {
		zone := "America/New_York"
		_, err := r.people.Update(r.ctx, r.ana, r.ana.PersonID, people.PersonChange{TimeZone: opt.To(zone)})
		r.ok(err)
		r.until("2027-03-12 12:00") // the Friday before the clocks change
		first := r.repeating("FREQ=DAILY")
		r.equal("today", first.DueDate, "2027-03-12")
		var ends []string
		for range 4 {
			task := r.open()[0]
			ends = append(ends, task.DueAt.Format("01-02 15:04"))
			_, err := r.Complete(r.ctx, r.ana, task.ID, nil)
			r.ok(err)
		}
		r.equal("the end of each of her days", ends, "[03-12 22:30 03-14 05:00 03-15 04:00 03-15 21:30]")
	})
}

// Never two open ones, whatever is closed, reopened, deleted or handed over, and
// however time passes.
func TestW11_NeverTwoOpenOnes(t *testing.T) {
	testkit.Each(t, func(t *testing.T, database *db.DB) {
		r := newRig(t, database)
		rapid.Check(t, func(rt *rapid.T) {
			first := r.repeating(rapid.SampledFrom([]string{fridays, "FREQ=DAILY", "FREQ=MONTHLY;BYMONTHDAY=31"}).Draw(rt, "rule"))
			series := []string{first.ID}
			for range rapid.IntRange(1, 12).Draw(rt, "steps") {
				id := rapid.SampledFrom(series).Draw(rt, "task")
				place := Place{OnFull: Lower}
				var err error
				switch rapid.IntRange(0, 6).Draw(rt, "what") {
				case 0:
					_, err = r.Complete(r.ctx, r.ana, id, nil)
				case 1:
					_, err = r.Cancel(r.ctx, r.ana, id, NoLongerNeeded, "")
				case 2, 3:
					_, err = r.Reopen(r.ctx, r.ana, id, place)
				case 4:
					_, err = r.AddComment(r.ctx, r.ana, id, NewComment{Body: "a word"})
				case 5:
					_, err = r.Start(r.ctx, r.ana, id)
				case 6:
					r.clock.Advance(time.Duration(rapid.IntRange(1, 10).Draw(rt, "days")) * day)
					err = r.Drain(r.ctx)
				}
				if err != nil && !errs.Is(err, errs.StateConflict) && !errs.Is(err, errs.NotFound) {
					rt.Fatal(err)
				}
				if task, err := r.Get(r.ctx, r.ana.Actor, id); err == nil && task.Repeat != nil && task.Repeat.NextID != nil {
					series = append(series, *task.Repeat.NextID)
				}
				open := 0
				for _, t := range r.open() {
					if t.Title == "Weekly numbers" {
						open++
					}
				}
				if open > 1 {
					rt.Fatalf("%d are open", open)
				}
			}
			for _, t := range r.open() {
				if err := r.Delete(r.ctx, r.ana, t.ID); err != nil {
					rt.Fatal(err)
				}
			}
		})
	})
}

// TestW11_QuickAddSaysHowOftenItComesAgain: what the line was understood as is what
// the task does.
func TestW11_QuickAddSaysHowOftenItComesAgain(t *testing.T) {
	each(t, func(t *testing.T, r *rig) {
		for text, want := range map[string]string{
			"pay every friday 3pm":                       "pay 2026-11-27 15:00, then 2026-12-04",
			"pay every weekday":                          "pay 2026-11-23, then 2026-11-24",
			"pay every weekday 9am":                      "pay 2026-11-24 09:00, then 2026-11-25",
			"pay every 2 weeks":                          "pay 2026-11-23, then 2026-12-07",
			"pay every other week on wed and fri":        "pay 2026-11-25, then 2026-11-27",
			"pay on the 1st of every month":              "pay 2026-12-01, then 2027-01-01",
			"pay every month on the last working day":    "pay 2026-11-30, then 2026-12-31",
			"pay every month on the 31st":                "pay 2026-12-31, then 2027-01-31",
			"pay every 3 months by 4 dec":                "pay 2026-12-04, then 2027-03-04",
			"pay every friday until 4 dec":               "pay 2026-11-27, then 2026-12-04",
			"pay every friday till 27 nov":               "pay 2026-11-27, then nothing",
			"pay each year on 29 feb":                    "pay 2028-02-29, then 2032-02-29",
			"pay every month on the first day":           "pay 2026-12-01, then 2027-01-01",
			"pay on the first working day of each month": "pay 2026-12-01, then 2027-01-01",
		} {
			drafts, err := r.Parse(r.ctx, r.ana.Actor, text, "")
			r.ok(err)
			d := drafts[0]
			draft := Draft{Title: d.Title, Repeat: d.Repeat, Due: opt.To(Due{Date: date(d.DueDate)})}
			if d.DueTime != "" {
				at, err := worktime.ParseTime("", d.DueTime)
				r.ok(err)
				draft.Due.To.Time = &at
			}
			made, err := r.Create(r.ctx, r.ana, draft)
			r.ok(err)
			task, then := made.Task, "nothing"
			if len(task.Repeat.Next) > 0 {
				then = task.Repeat.Next[0].String()
			}
			got := strings.TrimSpace(fmt.Sprint(task.Title, " ", task.DueDate, " ", d.DueTime))
			r.equal(text, got+", then "+then, want)
		}
	})
}
