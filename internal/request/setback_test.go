package request

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"cairn/internal/db"
	"cairn/internal/work"
)

// TestW10_SummariesThatFailHoldUpNoOther: sixty requests can't be read, and twenty
// are summed up at a time.
func TestW10_SummariesThatFailHoldUpNoOther(t *testing.T) {
	each(t, func(t *testing.T, r *rig) {
		draft := r.friday(work.AnswerDone, persons(r.ana))
		ids := make([]string, 60)
		for i := range ids {
			draft.Title = fmt.Sprint("spoiled ", i)
			ids[i] = r.send(r.ben, draft).ID
		}
		well := r.send(r.dana, draft)
		spoil := func(choices string, last int64, ids ...string) {
			r.ok(r.db.Write(r.ctx, func(ctx context.Context, tx *db.Tx) error {
				_, err := db.Exec(ctx, tx, `UPDATE request SET choices = $2, sum_up_at = sum_up_at - $3 WHERE id `+tx.Dialect().Among("$1"), db.List(ids), choices, last)
				return err
			}))
		}
		spoil(`{"a secret`, 1, ids...)
		r.clock.Set(monday().Add(14 * 24 * time.Hour))
		if _, err := r.SumUpDue(r.ctx); err == nil || strings.Count(err.Error(), "is set back") != len(ids) {
			t.Errorf("what failed is told as %v", err)
		}
		r.equal("told of the one that is well", r.told(r.dana, summedUp), 1)
		r.equal("told of the others", r.told(r.ben, summedUp), 0)
		_, err := r.SumUpDue(r.ctx)
		r.ok(err)

		spoil(`[]`, 0, ids[7])
		r.clock.Advance(time.Minute)
		if _, err := r.SumUpDue(r.ctx); err == nil || strings.Count(err.Error(), "is set back") != len(ids)-1 {
			t.Errorf("what failed again is told as %v", err)
		}
		r.equal("told of the one that was mended", r.told(r.ben, summedUp), 1)
		r.equal("and still read", r.get(r.dana, well.ID).ID, well.ID)
	})
}
