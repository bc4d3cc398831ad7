package request

import (
	"fmt"
	"testing"
	"time"

	"cairn/internal/authz"
	"cairn/internal/db"
	"cairn/internal/people"
	"cairn/internal/work"
	"cairn/internal/worktime"
)

// told are the codes that somebody is told about, in the order of what happened,
// without what is settled.
func (r *rig) told(who authz.Call, codes ...string) int {
	r.t.Helper()
	n := 0
	for _, code := range codes {
		count, err := db.One(r.ctx, r.db, db.Value[int], `SELECT count(*) FROM notification WHERE person_id = $1 AND code = $2 AND settled = ''`, who.PersonID, code)
		r.ok(err)
		n += count
	}
	return n
}

func (r *rig) sumUpDue() {
	r.t.Helper()
	_, err := r.SumUpDue(r.ctx)
	r.ok(err)
	r.drain()
}

func TestW10_AtTheDueDateTheAskerIsToldOnce(t *testing.T) {
	each(t, func(t *testing.T, r *rig) {
		asked := r.send(r.ben, r.friday(work.AnswerNumber, people.Targets{Reports: true}))
		r.answer(r.ana, asked, number(1_000_000))
		r.answer(r.kenji, asked, number(420_000))
		r.drain()
		r.equal("told per answer", r.told(r.ben, "task.answered", "task.completed"), 0)
		for _, step := range []struct {
			at   string
			told int
		}{
			{"2026-11-27T08:31:00Z", 0}, // Tokyo's Friday is over
			{"2026-11-27T17:31:00Z", 0}, // Lisbon's
			{"2026-11-28T00:29:00Z", 0},
			{"2026-11-28T00:31:00Z", 1}, // Denver's: the last one
			{"2026-12-28T00:00:00Z", 1},
		} {
			at, err := time.Parse(time.RFC3339, step.at)
			r.ok(err)
			r.clock.Set(at)
			r.sumUpDue()
			r.equal("told by "+step.at, r.told(r.ben, summedUp), step.told)
		}
		r.answer(r.dana, asked, number(5))
		r.drain()
		r.equal("told again", r.told(r.ben, summedUp), 1)
		brought, err := r.Brought(r.ctx, r.db, r.ben.PersonID, []string{asked.ID})
		r.ok(err)
		b := brought[asked.ID]
		r.equal("comes to", fmt.Sprintf("%d %d %s %d", b.Totals.Answered, b.Totals.Asked, b.Totals.AnswerSum(), len(b.Waiting)), "3 3 1420005 0")
		hidden, err := r.Brought(r.ctx, r.db, r.ana.PersonID, []string{asked.ID})
		r.ok(err)
		if hidden[asked.ID].Totals != nil || len(hidden[asked.ID].Waiting) > 0 {
			t.Error("who was asked is told what the others answered")
		}
	})
}

func TestW10_WhenNobodyIsWaitedForTheAskerIsToldBefore(t *testing.T) {
	each(t, func(t *testing.T, r *rig) {
		draft := r.friday(work.AnswerDone, persons(r.ana, r.kenji))
		draft.Due = work.Due{}
		asked := r.send(r.ben, draft)
		r.answer(r.ana, asked, work.Answer{})
		r.drain()
		r.equal("told while Kenji is waited for", r.told(r.ben, summedUp), 0)
		_, err := r.tasks.Decline(r.ctx, r.kenji, *r.row(asked, r.kenji).TaskID, "It is not mine to do.")
		r.ok(err)
		r.drain()
		r.equal("told when nobody is", r.told(r.ben, summedUp), 1)
		// Whoever ends a request knows what it came to.
		ended := r.send(r.ben, r.friday(work.AnswerDone, persons(r.ana)))
		_, err = r.Withdraw(r.ctx, r.ben, ended.ID)
		r.ok(err)
		r.clock.Advance(10 * 24 * time.Hour)
		r.sumUpDue()
		r.equal("told of what was withdrawn", r.told(r.ben, summedUp), 1)
	})
}

func TestW10_TheQuestionHowItStandsIsSettledByTheOwnersWord(t *testing.T) {
	each(t, func(t *testing.T, r *rig) {
		asked := r.send(r.ben, r.friday(work.AnswerDone, persons(r.ana, r.kenji)))
		_, err := r.AskState(r.ctx, r.ben, asked.ID)
		r.ok(err)
		_, err = r.AskState(r.ctx, r.ben, asked.ID) // once a working day
		r.ok(err)
		r.equal("Ana is asked", r.told(r.ana, "task.state_asked"), 1)
		r.equal("Kenji is asked", r.told(r.kenji, "task.state_asked"), 1)
		_, err = r.tasks.AddComment(r.ctx, r.ana, *r.row(asked, r.ana).TaskID, work.NewComment{Body: "Half of it is there; the rest on Thursday."})
		r.ok(err)
		r.equal("Ana, who said something", r.told(r.ana, "task.state_asked"), 0)
		r.answer(r.kenji, asked, work.Answer{})
		r.equal("Kenji, who answered", r.told(r.kenji, "task.state_asked", "task.arrived"), 0)
	})
}

func TestW10_ThePreviewNamesTheDigestThatTells(t *testing.T) {
	each(t, func(t *testing.T, r *rig) {
		r.away(r.kenji, "2026-11-23", "2026-11-25")
		told, err := r.Preview(r.ctx, r.ben.Actor, r.friday(work.AnswerDone, persons(r.ana, r.kenji)))
		r.ok(err)
		for i, want := range []string{"2026-11-24 09:00", "2026-11-26 09:00"} { // in Lisbon; in Tokyo after time off
			zone, err := worktime.LoadZone("people.time_zone", told.People[i].TimeZone)
			r.ok(err)
			if told.People[i].DigestAt == nil {
				t.Fatal("no digest is named")
			}
			r.equal("the digest", told.People[i].DigestAt.In(zone).Format("2006-01-02 15:04"), want)
		}
		// What must be decided before the next morning is told this afternoon.
		draft := r.friday(work.AnswerDone, persons(r.ana))
		draft.Due = work.Due{Date: date("2026-11-23")}
		told, err = r.Preview(r.ctx, r.ben.Actor, draft)
		r.ok(err)
		r.equal("the late digest", told.People[0].DigestAt.Format("2006-01-02 15:04"), "2026-11-23 16:00")
	})
}
