package work

import (
	"context"
	"testing"
	"time"

	"cairn/internal/activity"
	"cairn/internal/db"
	"cairn/internal/errs"
	"cairn/internal/testkit"
)

// After a backup was put back the counter soon passes what readers had seen of
// the history that is lost. They are told to start again all the same; who had
// seen no more than the backup holds reads on.
func TestFeed_StartsAgainAfterABackupWasPutBack(t *testing.T) {
	testkit.EachPlace(t, func(t *testing.T, place db.Config) {
		before, err := db.Open(t.Context(), place)
		if err != nil {
			t.Fatal(err)
		}
		r := newRig(t, before)
		r.add(r.ana, "kept", Low)
		early := (&replica{rig: r, reader: r.ana, limit: 50, rows: map[string]row{}}).pull()
		r.add(r.kai, "kept too", Low)
		r.ok(before.Close())
		backup := testkit.Copy(t, place)

		r.serve(testkit.Open(t, place))
		r.add(r.ana, "lost", Low)
		late := (&replica{rig: r, reader: r.ana, limit: 50, rows: map[string]row{}}).pull()

		r.serve(testkit.Open(t, backup))
		r.clock.Advance(time.Minute)
		for range 3 {
			r.add(r.ana, "after", Low)
		}
		_, err = r.feed.Changes(r.ctx, r.ana.Actor, activity.Query{Since: late.since, Mark: late.mark})
		r.refused(err, errs.StartAgain)
		fresh := (&replica{rig: r, reader: r.ana, limit: 50, rows: map[string]row{}}).pull()
		early.pull().compare(fresh, "a backup that holds all that the reader had seen")
	})
}

// Nothing new leaves the cursor as it was, and a mark that nobody gave out is none.
func TestFeed_KeepsItsMarkWhileNothingHappens(t *testing.T) {
	each(t, func(t *testing.T, r *rig) {
		r.add(r.ana, "one", Low)
		reader := (&replica{rig: r, reader: r.ana, limit: 50, rows: map[string]row{}}).pull()
		since, mark := reader.since, reader.mark
		if mark == "" {
			t.Fatal("a page with items has no mark")
		}
		reader.pull()
		r.equal("the cursor", []any{reader.since, reader.mark}, []any{since, mark})
		_, err := r.feed.Changes(r.ctx, r.ana.Actor, activity.Query{Since: since, Mark: "made up"})
		r.refused(err, errs.StartAgain)
		// A client that keeps no mark is served as before.
		_, err = r.feed.Changes(r.ctx, r.ana.Actor, activity.Query{Since: since})
		r.ok(err)
	})
}

// Whoever is given a mark knows who did what, and could try instants until one
// fits: only the database itself can tell that one does.
func TestN7_AMarkHoldsNoInstant(t *testing.T) {
	each(t, func(t *testing.T, r *rig) {
		r.add(r.ana, "one", Low)
		reader := (&replica{rig: r, reader: r.ana, limit: 50, rows: map[string]row{}}).pull()
		r.ok(r.db.Write(r.ctx, func(ctx context.Context, tx *db.Tx) error {
			_, err := db.Exec(ctx, tx, `UPDATE counter SET salt = 'of another database'`)
			return err
		}))
		_, err := r.feed.Changes(r.ctx, r.ana.Actor, activity.Query{Since: reader.since, Mark: reader.mark})
		r.refused(err, errs.StartAgain)
	})
}
