package notify

import (
	"context"
	"testing"
	"time"

	"cairn/internal/activity"
	"cairn/internal/authz"
	"cairn/internal/errs"
	"cairn/internal/id"
	"cairn/internal/opt"
	"cairn/internal/people"
	"cairn/internal/worktime"
)

func TestN6_TheLedgerCountsWhatItsRowsSay(t *testing.T) {
	each(t, func(r *rig) {
		ana, ben, kai := r.person("ana"), r.person("ben"), r.person("kai")
		focus := worktime.Focus{{Days: weekdays(), Start: 10 * 60, End: 12 * 60}}
		_, err := r.people.Update(r.Context(), ana, ana.PersonID, people.PersonChange{Focus: opt.To(focus)})
		r.ok(err)
		tell := func(from authz.Call, thread string, deliberate bool) {
			r.Helper()
			_, err := r.ledger.Write(r.Context(), from, func(ctx context.Context, tx *activity.Tx) error {
				word := Word{To: ana.PersonID, Code: "task.commented", Section: Changed, Kind: authz.KindTask, ObjectID: thread, Deliberate: deliberate}
				if err := r.Tell(ctx, tx, word); err != nil {
					return err
				}
				_, err := tx.Record(ctx, activity.Change{Kind: authz.KindTask, ID: id.New(), Verb: "task.commented"})
				return err
			})
			r.ok(err)
		}
		// Ben says four things in one thread within 30 minutes, then another one; Kai
		// one. By a rule, in the evening, or to oneself it counts nothing.
		for range 4 {
			tell(ben, "a", true)
			r.clock.Advance(9 * time.Minute)
		}
		tell(ben, "a", true)
		tell(ben, "b", true)
		tell(kai, "a", true)
		tell(kai, "c", false)
		tell(ana, "a", true)
		tell(authz.Call{}, "d", true)
		r.clock.Set(time.Date(2026, 11, 24, 20, 0, 0, 0, time.UTC))
		tell(kai, "e", true)
		// One interruption in a focus block, one beside.
		for _, hour := range []int{11, 14} {
			r.clock.Set(time.Date(2026, 11, 25, hour, 0, 0, 0, time.UTC))
			_, err := r.interrupt(ben, ana, true)
			r.ok(err)
		}
		r.clock.Set(time.Date(2026, 11, 27, 18, 0, 0, 0, time.UTC))
		of := Kept{From: day(r, "2026-11-23"), To: day(r, "2026-11-29"), Parameters: DefaultParameters()}
		// They came on Tuesday: Monday's block was nobody's.
		kept, err := r.FocusKept(r.Context(), ana.Actor, of)
		r.ok(err)
		if kept.Avoided != 4 || kept.Blocks != 4 || kept.Unbroken != 3 || kept.Interruptions != 2 || kept.CannotWait != 2 {
			r.Fatalf("%+v", kept)
		}
		acts := 0
		for _, row := range kept.AvoidedRows {
			acts += row.Acts
		}
		if len(kept.AvoidedRows) != kept.Avoided || acts != 7 {
			r.Fatalf("%+v", kept.AvoidedRows)
		}
		if back := kept.GivenBack; back.LowMinutes != 1 || back.HighMinutes != 93 {
			r.Fatalf("%+v", back)
		}
		of.Parameters.HighMinutes = 10
		kept, err = r.FocusKept(r.Context(), ana.Actor, of)
		r.ok(err)
		if kept.GivenBack.HighMinutes != 40 {
			r.Fatalf("%+v", kept.GivenBack)
		}
		// Each figure opens to its rows, and the weeks add up to it.
		broken, received, inWeeks := 0, 0, KeptWeek{}
		for _, row := range kept.BlockRows {
			broken += min(row.Broken, 1)
		}
		for _, row := range kept.InterruptionRows {
			if row.RecipientID == ana.PersonID {
				received++
			}
		}
		for _, week := range kept.Weeks {
			inWeeks.Blocks += week.Blocks
			inWeeks.Unbroken += week.Unbroken
			inWeeks.Interruptions += week.Interruptions
			inWeeks.Avoided += week.Avoided
		}
		if len(kept.BlockRows) != kept.Blocks || broken != kept.Blocks-kept.Unbroken || received != kept.Interruptions {
			r.Fatalf("%+v", kept)
		}
		if want := (KeptWeek{Blocks: 4, Unbroken: 3, Interruptions: 2, Avoided: 4}); inWeeks != want || kept.Weeks[0].From != of.From {
			r.Fatalf("%+v", kept.Weeks)
		}
		// A block that goes on is not counted yet.
		r.clock.Set(time.Date(2026, 11, 30, 11, 0, 0, 0, time.UTC))
		of.To = day(r, "2026-11-30")
		kept, err = r.FocusKept(r.Context(), ana.Actor, of)
		r.ok(err)
		if kept.Blocks != 4 || len(kept.BlockRows) != 4 {
			r.Fatalf("while one goes on: %+v", kept.BlockRows)
		}
		r.clock.Set(time.Date(2026, 11, 30, 12, 0, 0, 0, time.UTC))
		kept, err = r.FocusKept(r.Context(), ana.Actor, of)
		r.ok(err)
		if kept.Blocks != 5 {
			r.Fatalf("when it is over: %+v", kept.BlockRows)
		}
		of.To = day(r, "2026-11-29")
		// A team's is for its people, without rows.
		team, err := r.people.CreateTeam(r.Context(), r.olga, people.NewTeam{Name: "Trail", PersonIDs: []string{ana.PersonID, ben.PersonID}})
		r.ok(err)
		of.TeamID = team.ID
		kept, err = r.FocusKept(r.Context(), ben.Actor, of)
		r.ok(err)
		if kept.People != 2 || kept.Avoided != 4 || kept.Blocks != 4 || kept.Made != 2 || len(kept.AvoidedRows)+len(kept.BlockRows)+len(kept.InterruptionRows) != 0 || len(kept.Weeks) != 1 {
			r.Fatalf("%+v", kept)
		}
		if _, err = r.FocusKept(r.Context(), kai.Actor, of); !errs.Is(err, errs.NotFound) {
			r.Fatal(err)
		}
		of.TeamID = ""
		kept, err = r.FocusKept(r.Context(), ben.Actor, of)
		r.ok(err)
		if kept.Avoided != 0 || kept.Interruptions != 0 || kept.Made != 2 || len(kept.InterruptionRows) != 2 {
			r.Fatalf("Ben's own: %+v", kept)
		}
	})
}
