package people

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"cairn/internal/authz"
	"cairn/internal/db"
	"cairn/internal/testkit"
)

// company brings in a branch of n people, five to a manager, below p0; the
// owner is above nobody.
func company(b *testing.B, r *rig, n int) (top Brief) {
	b.Helper()
	var text strings.Builder
	text.WriteString("name,email,manager_email\n")
	for i := range n {
		manager := ""
		if i > 0 {
			manager = fmt.Sprintf("p%d@example.com", (i-1)/5)
		}
		fmt.Fprintf(&text, "P%d,p%d@example.com,%s\n", i, i, manager)
	}
	plan, err := r.ApplyImport(r.ctx, r.owner, []byte(text.String()), nil)
	r.must(err)
	if plan.Count(ResultCreated) != n {
		b.Fatalf("%d of %d people came in", plan.Count(ResultCreated), n)
	}
	top, err = r.BriefByEmail(r.ctx, r.db, "p0@example.com")
	r.must(err)
	return top
}

// eachEngine runs a benchmark on SQLite, and on PostgreSQL where there is one.
func eachEngine(b *testing.B, run func(b *testing.B, r *rig)) {
	b.Run("sqlite", func(b *testing.B) { run(b, newRig(b, testkit.Open(b, testkit.SQLitePlace(b)))) })
	if os.Getenv(testkit.PostgresVariable) != "" {
		b.Run("postgres", func(b *testing.B) { run(b, newRig(b, testkit.Open(b, testkit.PostgresPlace(b)))) })
	}
}

// A branch of 1,000 people moves between two managers, each four levels down.
func BenchmarkMoveABranchOf1000(b *testing.B) {
	eachEngine(b, func(b *testing.B, r *rig) {
		branch := company(b, r, 1000)
		var ends [2]string
		for side := range ends {
			for level := range 4 {
				ends[side] = r.person(fmt.Sprintf("m%d-%d", side, level), ends[side]).ID
			}
		}
		r.must(r.manager(r.owner, branch.ID, ends[0]))
		for i := 0; b.Loop(); i++ {
			r.must(r.manager(r.owner, branch.ID, ends[(i+1)%2]))
		}
		b.StopTimer()
		if !r.holds(ends[0], authz.Worklist(branch.ID)) && !r.holds(ends[1], authz.Worklist(branch.ID)) {
			b.Error("nobody reads the branch")
		}
	})
}

func BenchmarkImport1000People(b *testing.B) {
	eachEngine(b, func(b *testing.B, r *rig) {
		for b.Loop() {
			company(b, newRigLike(b, r), 1000)
		}
	})
}

// newRigLike opens an empty workspace on the same engine.
func newRigLike(b *testing.B, r *rig) *rig {
	b.Helper()
	if r.db.Dialect() == db.Postgres {
		return newRig(b, testkit.Open(b, testkit.PostgresPlace(b)))
	}
	return newRig(b, testkit.Open(b, testkit.SQLitePlace(b)))
}

// What package work asks before it writes a task.
func BenchmarkCalendarAndBrief(b *testing.B) {
	eachEngine(b, func(b *testing.B, r *rig) {
		top := company(b, r, 1000)
		for b.Loop() {
			_, err := r.Calendars(r.ctx, r.db, []string{top.ID})
			r.must(err)
			_, err = r.Brief(r.ctx, r.db, top.ID)
			r.must(err)
		}
	})
}

func BenchmarkListPageOf50(b *testing.B) {
	eachEngine(b, func(b *testing.B, r *rig) {
		company(b, r, 1000)
		for b.Loop() {
			_, err := r.List(r.ctx, r.owner.Actor, ListQuery{Search: "p1"})
			r.must(err)
		}
	})
}
