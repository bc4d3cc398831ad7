package digest_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"cairn/internal/db"
)

// TestN5_DigestsThatFailHoldUpNoOther: the settings of sixty people can't be read,
// and twenty are composed at a time.
func TestN5_DigestsThatFailHoldUpNoOther(t *testing.T) {
	each(t, func(r *rig) {
		spoiled := make([]string, 60)
		for i := range spoiled {
			spoiled[i] = r.person(fmt.Sprint("A", i), "Europe/Lisbon", "").PersonID
		}
		r.ask(r.max, r.ana, "well", "")
		r.clock.Set(time.Date(2026, 11, 24, 9, 0, 0, 0, time.UTC))
		spoil := func(settings string) {
			r.Helper()
			r.ok(r.db.Write(r.Context(), func(ctx context.Context, tx *db.Tx) error {
				_, err := db.Exec(ctx, tx, `INSERT INTO notification_settings (person_id, settings, revision) SELECT id, $2, 0 FROM person WHERE id `+
					tx.Dialect().Among("$1")+` ON CONFLICT (person_id) DO UPDATE SET settings = excluded.settings`, db.List(spoiled), settings)
				return err
			}))
		}
		spoil(`{"a secret`)
		if _, err := r.digest.Drain(r.Context()); err == nil || strings.Count(err.Error(), "is set back") != len(spoiled) {
			t.Errorf("what failed is told as %v", err)
		}
		r.equal("Ana's digests", r.digests(r.ana), "11-24 09:00 digest_hour")
		_, err := r.digest.Drain(r.Context())
		r.ok(err)

		spoil(`{}`)
		r.clock.Advance(time.Minute)
		_, err = r.digest.Drain(r.Context())
		r.ok(err)
		back, err := db.One(r.Context(), r.db, db.Value[int], `SELECT count(*) FROM setback`)
		r.ok(err)
		r.equal("set back", back, 0)
	})
}
