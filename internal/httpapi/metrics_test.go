package httpapi_test

import (
	"context"
	"strings"
	"testing"

	"cairn/internal/db"
)

func TestMetricsTellWhatFailsBehindTheScenes(t *testing.T) {
	each(t, func(r *rig) {
		_, session := r.setUp("Ana")
		if err := r.house.DB.Write(r.Context(), func(ctx context.Context, tx *db.Tx) error {
			_, err := db.Exec(ctx, tx, `INSERT INTO setback (work, id, failures, again_at) VALUES ('tasks', 'a', 3, 1), ('tasks', 'b', 1, 1)`)
			return err
		}); err != nil {
			r.Fatal(err)
		}
		told := string(r.send(session, "GET", "/:metrics", nil).body)
		for _, want := range []string{`cairn_set_back{work="tasks"} 2`, `cairn_set_back{work="digests"} 0`, `cairn_jobs{state="dead"} 0`, "cairn_jobs_late_seconds "} {
			if !strings.Contains(told, want) {
				r.Errorf("the metrics lack %q:\n%s", want, told)
			}
		}
	})
}
