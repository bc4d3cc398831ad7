package work

import (
	"strings"
	"testing"
	"time"
)

func TestListOfWhatWasClosed(t *testing.T) {
	each(t, func(t *testing.T, r *rig) {
		before, done, dropped := r.add(r.ana, "before", Medium), r.add(r.ana, "done", Medium), r.add(r.ana, "dropped", Medium)
		r.add(r.ana, "still open", Medium)
		_, err := r.Complete(r.ctx, r.ana, before.ID, nil)
		r.ok(err)
		r.clock.Set(r.clock.Now().Add(time.Hour))
		since := r.clock.Now()
		_, err = r.Complete(r.ctx, r.ana, done.ID, nil)
		r.ok(err)
		_, err = r.Cancel(r.ctx, r.ana, dropped.ID, NoLongerNeeded, "")
		r.ok(err)

		page, err := r.List(r.ctx, r.ben.Actor, Filter{OwnerID: r.ana.PersonID, ClosedAfter: since})
		r.ok(err)
		var titles []string
		for _, task := range page.Items {
			titles = append(titles, task.Title)
		}
		r.equal("closed since", strings.Join(titles, ", "), "done, dropped")
	})
}
