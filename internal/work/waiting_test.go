package work

import (
	"fmt"
	"strings"
	"testing"

	"cairn/internal/authz"
	"cairn/internal/errs"
	"cairn/internal/opt"
	"cairn/internal/people"
	"cairn/internal/worktime"
)

func (l Local) String() string { return l.Date.String() + " " + l.Time.String() + " " + l.Zone }

// handovers are those that somebody reads of a task, in words.
func (r *rig) handovers(reader string, read Task) string {
	r.t.Helper()
	var words strings.Builder
	actor := r.ana.Actor
	actor.PersonID = reader
	found, err := r.Handovers(r.ctx, actor, &read)
	r.ok(err)
	for _, h := range found {
		fmt.Fprintf(&words, "%s → %s; ", h.FromAt, h.ToAt)
	}
	return words.String()
}

// TestW12_TheHandOverAcrossZonesIsTold: it is Monday 10:00 in Lisbon; Kai works
// in Denver.
func TestW12_TheHandOverAcrossZonesIsTold(t *testing.T) {
	each(t, func(t *testing.T, r *rig) {
		zone := func(person string, change people.PersonChange) {
			_, err := r.people.Update(r.ctx, r.olga, person, change)
			r.ok(err)
		}
		zone(r.kai.PersonID, people.PersonChange{TimeZone: opt.To("America/Denver")})
		zone(r.max.PersonID, people.PersonChange{TimeZone: opt.To("Asia/Tokyo"), WorkingHours: opt.To(worktime.Hours{Fri: []worktime.Span{{Start: 9 * 60, End: worktime.EndOfDate}}})})
		r.team("pair", r.ana, r.kai, r.max)
		due := func(owner, text string) Task {
			call := r.ana
			call.PersonID = owner
			draft := Draft{Title: "before", OwnerID: owner}
			if text != "" {
				draft.Due = opt.To(Due{Date: date(text)})
			}
			made, err := r.Create(r.ctx, call, draft)
			r.ok(err)
			return made.Task
		}
		thursday, undated := due(r.ana.PersonID, "2026-11-26"), due(r.ana.PersonID, "")
		midnight := due(r.max.PersonID, "2026-11-27")
		hidden, err := r.Create(r.ctx, r.ana, Draft{Title: "hidden", Confidential: true, MentionIDs: nil})
		r.ok(err)
		own, after := r.add(r.kai, "own", Low), r.add(r.kai, "after", Low)

		waits := func(ids ...string) Task {
			t.Helper()
			edited, err := r.Edit(r.ctx, r.kai, after.ID, Patch{WaitingFor: opt.To(&WaitingFor{TaskIDs: ids})})
			r.ok(err)
			return edited.Task
		}
		r.equal("waits for nothing", r.handovers(r.kai.PersonID, after), "")
		r.equal("Ana's Thursday evening", r.handovers(r.kai.PersonID, waits(thursday.ID)), "2026-11-26 17:30 Europe/Lisbon → 2026-11-26 10:30 America/Denver; ")
		r.equal("no date: the end of her day", r.handovers(r.kai.PersonID, waits(undated.ID)), "2026-11-23 17:30 Europe/Lisbon → 2026-11-23 10:30 America/Denver; ")
		r.equal("one's own task", r.handovers(r.kai.PersonID, waits(own.ID)), "")
		r.equal("midnight ends the day; the last one comes last", r.handovers(r.kai.PersonID, waits(midnight.ID, undated.ID)),
			"2026-11-23 17:30 Europe/Lisbon → 2026-11-23 10:30 America/Denver; 2026-11-27 24:00 Asia/Tokyo → 2026-11-27 09:00 America/Denver; ")

		// Overdue, at a weekend: the end of Monday.
		waits(thursday.ID)
		r.clock.Set(at("2026-11-28T12:00:00Z"))
		r.equal("overdue", r.handovers(r.kai.PersonID, r.get(r.kai, after.ID)), "2026-11-30 17:30 Europe/Lisbon → 2026-11-30 10:30 America/Denver; ")
		_, err = r.Complete(r.ctx, r.ana, thursday.ID, nil)
		r.ok(err)
		r.equal("done", r.handovers(r.kai.PersonID, r.get(r.kai, after.ID)), "")

		// What the reader may not read does not exist for them.
		secret := after
		secret.WaitingFor = &WaitingFor{TaskIDs: []string{hidden.ID}}
		r.equal("hidden", r.handovers(r.kai.PersonID, secret), "")
		if r.handovers(r.ana.PersonID, secret) == "" {
			t.Error("its owner is told nothing")
		}
	})
}

// TestW12_WhoeverIsWaitedForReadsWhatWaits, as long as it waits for them: not when
// the wait is over or goes to another, and never while it is confidential.
func TestW12_WhoeverIsWaitedForReadsWhatWaits(t *testing.T) {
	each(t, func(t *testing.T, r *rig) {
		task := r.add(r.ana, "budget", Medium)
		reads := func(who authz.Call) bool {
			_, err := r.Get(r.ctx, who.Actor, task.ID)
			page, listErr := r.List(r.ctx, who.Actor, Filter{OwnerID: r.ana.PersonID})
			r.ok(listErr)
			if listed := len(page.Items) == 1; listed != (err == nil) {
				t.Errorf("it is listed: %v, and read: %v", listed, err)
			}
			return err == nil
		}
		edit := func(patch Patch) {
			t.Helper()
			_, err := r.Edit(r.ctx, r.ana, task.ID, patch)
			r.ok(err)
		}
		r.equal("before", reads(r.max), false)
		_, err := r.Block(r.ctx, r.ana, task.ID, WaitingFor{PersonID: &r.max.PersonID})
		r.ok(err)
		r.equal("while it waits", reads(r.max), true)
		_, err = r.AddComment(r.ctx, r.max, task.ID, NewComment{Body: "on Friday"})
		r.ok(err)
		_, err = r.Complete(r.ctx, r.max, task.ID, nil)
		r.refused(err, errs.Forbidden) // reading is all
		edit(Patch{Confidential: opt.To(true)})
		r.equal("while it is confidential", reads(r.max), false)
		edit(Patch{Confidential: opt.To(false)})
		r.equal("revealed", reads(r.max), true)
		edit(Patch{WaitingFor: opt.To(&WaitingFor{PersonID: &r.vera.PersonID})})
		r.equal("when it waits for another", reads(r.max), false)
		edit(Patch{WaitingFor: opt.To(&WaitingFor{PersonID: &r.max.PersonID})})
		_, err = r.Unblock(r.ctx, r.ana, task.ID)
		r.ok(err)
		r.equal("when the wait is over", reads(r.max), false)
	})
}
