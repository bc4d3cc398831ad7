package work

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"cairn/internal/db"
)

// spoil makes a text of a row that nobody can read any more, as a fault would.
func (r *rig) spoil(ids ...string) {
	r.t.Helper()
	r.ok(r.db.Write(r.ctx, func(ctx context.Context, tx *db.Tx) error {
		_, err := db.Exec(ctx, tx, `UPDATE task SET repeat = '{"a secret' WHERE id `+tx.Dialect().Among("$1"), db.List(ids))
		return err
	}))
}

// TestW4_TasksWhoseWakeUpFailsHoldUpNoOther: sixty stand before one that is well,
// and fifty are taken at a time.
func TestW4_TasksWhoseWakeUpFailsHoldUpNoOther(t *testing.T) {
	each(t, func(t *testing.T, r *rig) {
		ids := make([]string, 60)
		for i := range ids {
			ids[i] = r.ask(r.max, r.ana, fmt.Sprint("spoiled ", i), "").ID
		}
		r.clock.Advance(time.Minute)
		well := r.ask(r.max, r.kai, "well", "")
		r.spoil(ids...)
		told := func(id string) bool {
			found, err := db.All(r.ctx, r.db, db.Value[string], `SELECT verb FROM activity WHERE object_id = $1 AND verb = '`+verbUnanswered+`'`, id)
			r.ok(err)
			return len(found) > 0
		}
		r.clock.Set(at("2026-11-26T17:35:00Z"))
		if err := r.Drain(r.ctx); err == nil || strings.Count(err.Error(), "is set back") != len(ids) {
			t.Errorf("what failed is told as %v", err)
		}
		r.equal("told of the one that is well", told(well.ID), true)
		r.ok(r.Drain(r.ctx))

		r.ok(r.db.Write(r.ctx, func(ctx context.Context, tx *db.Tx) error {
			_, err := db.Exec(ctx, tx, `UPDATE task SET repeat = NULL WHERE id = $1`, ids[7])
			return err
		}))
		r.clock.Advance(time.Minute)
		if err := r.Drain(r.ctx); err == nil || strings.Count(err.Error(), "is set back") != len(ids)-1 {
			t.Errorf("what failed again is told as %v", err)
		}
		r.equal("told of the one that was mended", told(ids[7]), true)
		back, err := db.One(r.ctx, r.db, db.Value[int], `SELECT count(*) FROM setback`)
		r.ok(err)
		r.equal("set back", back, len(ids)-1)
	})
}
