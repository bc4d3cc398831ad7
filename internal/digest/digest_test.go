package digest_test

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"cairn/internal/activity"
	"cairn/internal/authz"
	"cairn/internal/db"
	"cairn/internal/digest"
	"cairn/internal/errs"
	"cairn/internal/notify"
	"cairn/internal/opt"
	"cairn/internal/people"
	"cairn/internal/testkit"
	"cairn/internal/work"
	"cairn/internal/worktime"
)

func TestN5_OneDigestAtTheHourFoldedByThread(t *testing.T) {
	each(t, func(r *rig) {
		asked := r.ask(r.max, r.ana, "write the brief", "")
		given := r.ask(r.ben, r.ana, "check the numbers", "2026-12-01")
		for i := range 3 {
			r.comment(r.max, asked, fmt.Sprintf("word %d", i))
		}
		r.comment(r.ana, asked, "my own") // of which she is not told, and Max is
		r.until("11-24 08:45")
		r.equal("digests", r.digests(r.ana), "")
		next := r.today(r.ana).Next
		r.equal("next", next.At.Format("01-02 15:04 ")+string(next.Rule), "11-24 09:00 digest_hour")
		r.until("11-24 09:15")
		r.equal("digests", r.digests(r.ana), "11-24 09:00 digest_hour")
		r.equal("Max's", r.digests(r.max), "11-24 09:00 digest_hour")
		r.equal("Ben's", r.digests(r.ben), "")
		today := r.today(r.ana)
		r.equal("decide", shown(today.Decide), "arrived write the brief (arrived commented×3=word 2)")
		r.equal("changed", shown(today.Changed), "given check the numbers (given)")
		r.equal("Max's", shown(r.today(r.max).Changed), "commented write the brief (commented=my own)")
		r.equal("day", today.Decide[0].Words[0].On, "2026-11-23")
		// The same once more changes nothing, and nothing waits.
		r.drain()
		r.until("11-26 10:00")
		r.equal("digests", r.digests(r.ana), "11-24 09:00 digest_hour")
		whole, err := r.digest.Get(r.Context(), r.ana.Actor, today.Latest.ID)
		r.ok(err)
		r.equal("the digest", shown(whole.Decide)+shown(whole.Changed), shown(today.Decide)+shown(today.Changed))
		if !strings.HasSuffix(whole.MessageID, "@cairn.example.com") || whole.MessageID == "" {
			t.Fatalf("the message id is %q", whole.MessageID)
		}
		_, err = r.digest.Get(r.Context(), r.max.Actor, whole.ID)
		r.refused(err, errs.NotFound)
		// It came by the change feed, to its reader alone.
		for _, c := range []struct {
			reader authz.Call
			want   int
		}{{r.ana, 1}, {r.ben, 0}, {r.olga, 0}} {
			page, err := r.feed.Changes(r.Context(), c.reader.Actor, activity.Query{})
			r.ok(err)
			r.equal("items", len(page.Items), c.want)
		}
		_ = given
	})
}

func TestN4_NothingInTimeOffAndOneDigestAfterIt(t *testing.T) {
	each(t, func(r *rig) {
		_, err := r.people.AddTimeOff(r.Context(), r.ana, r.ana.PersonID, people.NewTimeOff{StartsOn: *r.date("2026-11-24"), EndsOn: *r.date("2026-11-30")})
		r.ok(err)
		var tasks []work.Task
		for i := range 10 {
			tasks = append(tasks, r.ask(r.max, r.ana, fmt.Sprintf("task %d", i), ""))
		}
		r.until("11-27 12:00")
		_, err = r.work.Cancel(r.Context(), r.max, tasks[0].ID, work.Withdrawn, "")
		r.ok(err)
		r.until("11-30 23:00")
		r.equal("digests", r.digests(r.ana), "")
		r.until("12-02 12:00")
		r.equal("digests", r.digests(r.ana), "12-01 09:00 after_time_off")
		today := r.today(r.ana)
		r.equal("to decide", fmt.Sprint(len(today.Decide), today.DecideMore), "7 2")
		r.equal("changed", shown(today.Changed), "canceled task 0 (canceled)")
		away := today.Latest.Away
		r.equal("away", fmt.Sprint(away.From, away.To, away.Days, away.Happened, away.NeedYou, away.NoLongerNeeded, away.Settled),
			"2026-11-24 2026-11-30 7 11 9 1 0")
		all, err := r.digest.Today(r.Context(), r.ana.Actor, true)
		r.ok(err)
		r.equal("all to decide", len(all.Decide), 9)
	})
}

func TestN4_LateHourOnlyForWhatMustBeDecidedBefore(t *testing.T) {
	each(t, func(r *rig) {
		r.ask(r.max, r.ana, "next week", "2026-12-04")
		r.until("11-23 16:15")
		r.equal("digests", r.digests(r.ana), "")
		// Due at 18:00 on Tuesday, when the digest of Wednesday is too late.
		r.until("11-24 10:00")
		r.ask(r.max, r.ana, "tonight", "2026-11-24")
		r.equal("next", r.today(r.ana).Next.Rule, notify.BeforeNext)
		r.until("11-24 16:15")
		r.equal("digests", r.digests(r.ana), "11-24 09:00 digest_hour, 11-24 16:00 decide_before")
		r.equal("first", r.today(r.ana).Decide[0].Subject.Title, "tonight")
		// Who wants none at the late hour has none.
		_, err := r.notify.UpdateSettings(r.Context(), r.max, notify.SettingsChange{LateHour: opt.To[*worktime.TimeOfDay](nil)})
		r.ok(err)
		r.ask(r.ana, r.max, "tonight", "2026-11-24")
		r.until("11-25 10:00")
		r.equal("Max's", r.digests(r.max), "11-25 09:00 digest_hour")
	})
}

func TestN4_SettingsAndZonesMoveTheNextDigest(t *testing.T) {
	each(t, func(r *rig) {
		r.ask(r.max, r.rui, "a", "") // Monday 23:00 in Auckland
		r.until("11-23 21:00")
		r.equal("Rui's", r.digests(r.rui), "11-23 20:00 digest_hour")
		// At noon on Tuesday he moves to Honolulu, where it is Monday 13:00.
		r.until("11-23 23:00")
		r.ask(r.max, r.rui, "b", "")
		_, err := r.people.Update(r.Context(), r.rui, r.rui.PersonID, people.PersonChange{TimeZone: opt.To("Pacific/Honolulu")})
		r.ok(err)
		r.until("11-24 18:45")
		r.equal("Rui's", r.digests(r.rui), "11-23 20:00 digest_hour")
		r.until("11-24 19:15")
		r.equal("Rui's", r.digests(r.rui), "11-23 20:00 digest_hour, 11-24 19:00 digest_hour")
		// A focus block and other hours, chosen while something waits.
		r.ask(r.max, r.ana, "c", "")
		_, err = r.people.Update(r.Context(), r.ana, r.ana.PersonID, people.PersonChange{Focus: opt.To(worktime.Focus{
			{Days: []worktime.Weekday{worktime.Weekday(time.Wednesday)}, Start: 8 * 60, End: 11 * 60},
		})})
		r.ok(err)
		_, err = r.notify.UpdateSettings(r.Context(), r.max, notify.SettingsChange{DigestHours: opt.To([]worktime.TimeOfDay{8 * 60})})
		r.ok(err)
		r.ask(r.ben, r.max, "d", "")
		r.until("11-25 12:00")
		r.equal("Ana's", r.digests(r.ana), "11-25 11:00 after_focus")
		r.equal("Max's", r.digests(r.max), "11-25 08:00 digest_hour")
	})
}

func TestN5_TheMinuteInWhichSomebodyJoinsIsStillTheirs(t *testing.T) {
	each(t, func(r *rig) {
		r.clock.Advance(20 * time.Second)
		kai := r.person("Kai", "Europe/Lisbon", "")
		r.ask(r.max, kai, "a", "")
		at := func(minute worktime.TimeOfDay) {
			r.clock.Advance(10 * time.Second)
			_, err := r.notify.UpdateSettings(r.Context(), kai, notify.SettingsChange{
				DigestHours: opt.To([]worktime.TimeOfDay{minute}), LateHour: opt.To[*worktime.TimeOfDay](nil),
			})
			r.ok(err)
			r.drain()
		}
		at(9*60 + 59)
		r.equal("the minute before", r.digests(kai), "")
		at(10 * 60)
		r.equal("their first", r.digests(kai), "11-23 10:00 digest_hour")
		r.ask(r.max, kai, "b", "")
		at(10 * 60)
		r.equal("once", r.digests(kai), "11-23 10:00 digest_hour")
	})
}

func TestN5_NotTwiceAndNotMissingWhenTheClockJumps(t *testing.T) {
	each(t, func(r *rig) {
		r.ask(r.max, r.ana, "a", "")
		r.until("11-24 08:15")
		r.clock.Advance(time.Hour)
		r.drain()
		r.clock.Advance(-time.Hour)
		r.drain()
		r.ask(r.max, r.ana, "b", "")
		r.until("11-25 10:00")
		r.equal("digests", r.digests(r.ana), "11-24 09:15 held_up, 11-25 09:00 digest_hour")
		// Nobody was running for two days.
		r.ask(r.max, r.ana, "c", "")
		r.clock.Set(time.Date(2026, 11, 27, 10, 0, 0, 0, time.UTC))
		r.drain()
		r.equal("digests", r.digests(r.ana), "11-24 09:15 held_up, 11-25 09:00 digest_hour, 11-27 10:00 held_up")
		r.equal("to decide", shown(r.today(r.ana).Decide), "arrived a (arrived unanswered); arrived b (arrived unanswered); arrived c (arrived)")
	})
}

func TestN5_ThreeNodesComposeEachOnce(t *testing.T) {
	testkit.EachPlace(t, func(t *testing.T, place db.Config) {
		r := newRig(t, testkit.Open(t, place))
		var all []authz.Call
		for i := range 30 {
			person := r.person(fmt.Sprintf("p%d", i), "Europe/Lisbon", "")
			all = append(all, person)
			r.ask(r.max, person, "one", "")
			r.ask(r.ben, person, "two", "")
		}
		r.clock.Set(time.Date(2026, 11, 24, 9, 0, 0, 0, time.UTC))
		nodes := []*node{r.node, newNode(testkit.Open(t, place), r.clock), newNode(testkit.Open(t, place), r.clock)}
		var running sync.WaitGroup
		for _, n := range nodes {
			running.Go(func() {
				if _, err := n.digest.Drain(t.Context()); err != nil {
					t.Error(err)
				}
			})
		}
		running.Wait()
		for _, person := range all {
			r.equal("digests", r.digests(person), "11-24 09:00 digest_hour")
			r.equal("entries", len(r.today(person).Decide), 2)
		}
	})
}

func TestN5_AnEmptyDigestIsNotWritten(t *testing.T) {
	each(t, func(r *rig) {
		// Decided before it could be told, deleted, or only what is kept quiet.
		_, err := r.notify.UpdateSettings(r.Context(), r.max, notify.SettingsChange{Quiet: opt.To([]notify.Section{notify.GoodToKnow})})
		r.ok(err)
		decided := r.ask(r.max, r.ana, "decided", "")
		_, err = r.work.Accept(r.Context(), r.ana, decided.ID, work.Place{})
		r.ok(err)
		gone := r.ask(r.max, r.ana, "gone", "")
		r.ok(r.work.Delete(r.Context(), r.max, gone.ID))
		r.until("11-25 10:00")
		r.equal("Ana's", r.digests(r.ana), "")
		r.equal("Max's", r.digests(r.max), "")
		// What is quiet comes along with the next one.
		r.comment(r.ana, decided, "begun")
		r.until("11-26 10:00")
		r.equal("Max's", r.digests(r.max), "11-26 09:00 digest_hour")
		r.equal("changed", shown(r.today(r.max).Changed), "commented decided (accepted commented=begun)")
	})
}

func TestA1_ADigestShowsOnlyWhatItsReaderMayRead(t *testing.T) {
	each(t, func(r *rig) {
		task := r.ask(r.max, r.ana, "canary", "")
		_, err := r.work.Accept(r.Context(), r.ana, task.ID, work.Place{})
		r.ok(err)
		_, err = r.work.AddComment(r.Context(), r.ana, task.ID, work.NewComment{Body: "secret", MentionIDs: []string{r.rui.PersonID}})
		r.ok(err)
		other := r.ask(r.max, r.rui, "plain", "")
		hide := func(to bool) {
			_, err := r.work.Edit(r.Context(), r.ana, task.ID, work.Patch{Confidential: opt.To(to)})
			r.ok(err)
		}
		hide(true) // before his digest is composed
		r.until("11-24 12:00")
		r.equal("Rui's", shown(r.today(r.rui).Decide)+shown(r.today(r.rui).Changed), "arrived plain (arrived)")
		hide(false)
		r.comment(r.ana, task, "open again")
		r.until("11-25 12:00")
		today := r.today(r.rui)
		r.equal("Rui's", shown(today.Changed), "mentioned canary (mentioned=secret commented=open again)")
		hide(true) // after it was composed
		today = r.today(r.rui)
		whole, err := r.digest.Get(r.Context(), r.rui.Actor, today.Latest.ID)
		r.ok(err)
		r.equal("Rui's", shown(today.Decide)+shown(today.Changed)+shown(today.GoodToKnow)+shown(whole.Changed)+shown(whole.GoodToKnow), "arrived plain (arrived)")
		_ = other
	})
}

func TestW12_CanStartIsInTheNextDigest(t *testing.T) {
	each(t, func(r *rig) {
		first, second := r.ask(r.ana, r.ana, "first", ""), r.ask(r.ana, r.ana, "second", "")
		waiting := r.ask(r.ben, r.ben, "waiting", "")
		_, err := r.work.Block(r.Context(), r.ben, waiting.ID, work.WaitingFor{TaskIDs: []string{first.ID, second.ID}})
		r.ok(err)
		_, err = r.work.Complete(r.Context(), r.ana, first.ID, nil)
		r.ok(err)
		r.until("11-24 10:00")
		r.equal("Ben's", r.digests(r.ben), "")
		r.equal("Ana's", shown(r.today(r.ana).Changed), "waited_for first (waited_for); waited_for second (waited_for)")
		_, err = r.work.Complete(r.Context(), r.ana, second.ID, nil)
		r.ok(err)
		r.until("11-25 10:00")
		r.equal("Ben's", shown(r.today(r.ben).Changed), "can_start waiting (can_start)")
		r.equal("which", r.today(r.ben).Changed[0].Words[0].Data.TaskID, second.ID)
	})
}

func TestW15_AManagersMoveIsInTheNextDigestWithTheReason(t *testing.T) {
	each(t, func(r *rig) {
		task := r.ask(r.ana, r.ana, "mine", "")
		_, err := r.work.Move(r.Context(), r.ben, task.ID, work.Place{Level: work.High}, "the board asks")
		r.ok(err)
		r.until("11-24 10:00")
		e := r.today(r.ana).Changed[0]
		r.equal("changed", shown([]digest.Entry{e}), "moved mine (moved=the board asks)")
		r.equal("who and what", fmt.Sprint(*e.Words[0].ActorID == r.ben.PersonID, e.Words[0].Data.From, e.Words[0].Data.To, e.Words[0].Data.ByManager), "truemediumhightrue")
	})
}

func TestW8_WhenAMovedDateWasTold(t *testing.T) {
	each(t, func(r *rig) {
		task := r.ask(r.max, r.ana, "brief", "2026-12-01")
		_, err := r.work.Accept(r.Context(), r.ana, task.ID, work.Place{})
		r.ok(err)
		slip := work.Slip
		_, err = r.work.Edit(r.Context(), r.ana, task.ID, work.Patch{DueDate: opt.To(r.date("2026-12-03")), DueReason: &slip})
		r.ok(err)
		told := func() string {
			at, ok, err := notify.ToldAt(r.Context(), r.db, r.max.PersonID, notify.ThreadOf(authz.KindTask, task.ID), "task.date_to_agree")
			r.ok(err)
			return fmt.Sprint(at.Format("01-02 15:04"), ok)
		}
		r.equal("told", told(), "01-01 00:00false")
		r.until("11-24 10:00")
		r.equal("told", told(), "11-24 09:00true")
		r.equal("to decide", shown(r.today(r.max).Decide), "date_to_agree brief (accepted date_to_agree)")
		// Agreeing settles it, wherever it is done.
		_, err = r.work.AgreeToDate(r.Context(), r.max, task.ID)
		r.ok(err)
		r.equal("to decide", shown(r.today(r.max).Decide), "")
		r.equal("left of what stood beside it", shown(all(r.today(r.max))), "")
	})
}

func TestToday_SettlesByHandAndElsewhere(t *testing.T) {
	each(t, func(r *rig) {
		a, b := r.ask(r.max, r.ana, "a", ""), r.ask(r.max, r.ana, "b", "")
		r.until("11-24 10:00")
		before := r.today(r.ana)
		_, err := r.work.Accept(r.Context(), r.ana, a.ID, work.Place{})
		r.ok(err)
		today := r.today(r.ana)
		r.equal("decide", shown(today.Decide), "arrived b (arrived)")
		r.equal("settled", shown(today.Settled)+string(today.Settled[0].Settled), "arrived a (arrived)elsewhere")
		today, err = r.digest.Settle(r.Context(), r.ana, seenOf(today.Decide...), false)
		r.ok(err)
		r.equal("decide", shown(today.Decide), "")
		r.equal("settled", len(today.Settled), 2)
		today, err = r.digest.Settle(r.Context(), r.ana, seenOf(before.Decide...), true)
		r.ok(err)
		r.equal("undone, but not what is decided", shown(today.Decide), "arrived b (arrived)")
		// What came later than it was seen, is not settled with it.
		seen := seenOf(today.Decide...)
		r.comment(r.max, b, "well?")
		r.until("11-25 10:00")
		today, err = r.digest.Settle(r.Context(), r.ana, seen, false)
		r.ok(err)
		r.equal("what is new stays", shown(today.Changed), "commented b (commented=well?)")
		// Another's entries are not there.
		_, err = r.digest.Settle(r.Context(), r.max, seen, false)
		r.refused(err, errs.Invalid)
		_, err = r.digest.Settle(r.Context(), r.ana, nil, false)
		r.refused(err, errs.Invalid)
	})
}

// A digest that is being composed when the program is killed is not there, and is
// composed again; its words are in no other.
func TestN5_KilledWhileComposing(t *testing.T) {
	testkit.Each(t, func(t *testing.T, database *db.DB) {
		r := newRig(t, database)
		r.ask(r.max, r.ana, "a", "")
		r.clock.Set(time.Date(2026, 11, 24, 9, 0, 0, 0, time.UTC))
		ctx, kill := context.WithCancel(t.Context())
		ledger := activity.NewLedger(database, r.clock, activity.NewHub())
		dying := digest.New(database, ledger, r.notify, r.work, r.clock, "x", digest.Hooks{
			Composed: func(context.Context, *activity.Tx, digest.Digest, []notify.Channel) error {
				kill()
				return ctx.Err()
			},
		})
		if _, err := dying.Drain(ctx); err == nil {
			t.Fatal("it was not killed")
		}
		r.equal("digests", r.digests(r.ana), "")
		r.drain()
		r.equal("digests", r.digests(r.ana), "11-24 09:00 digest_hour")
	})
}
