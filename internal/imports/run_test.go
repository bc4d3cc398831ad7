package imports

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"cairn/internal/authz"
	"cairn/internal/db"
	"cairn/internal/errs"
	"cairn/internal/id"
	"cairn/internal/people"
)

// TestKubernetesRelease brings in the timeline of a real release, by the files
// of examples/kubernetes-release.
func TestKubernetesRelease(t *testing.T) {
	const example = "../../examples/kubernetes-release/"
	each(t, func(r *rig) {
		persons, err := readSheet("people", file(r, example+"people.csv"), "name", "email", "time_zone")
		r.must(err)
		for _, row := range persons.rows {
			name, address, zone := row.fields[0], row.fields[1], row.fields[3]
			p, err := r.people.Create(r.Context(), r.olga, people.NewPerson{Name: name, Email: address, TimeZone: zone})
			r.must(err)
			r.ids[name] = p.ID
		}
		request := Request{
			CSV: file(r, example+"timeline.csv"), OwnerMap: file(r, example+"owners.csv"),
			Mapping: Mapping{Title: "what", Owner: "who", Due: "due_date", DueTime: "due_time_utc", DueTimeZone: "UTC"},
		}
		first := r.imported(r.olga, request)
		want := Summary{Rows: 36, Imported: 35, NotImported: 1}
		if first.Summary != want {
			r.Errorf("summary %+v, want %+v", first.Summary, want)
		}
		var told []string
		for i, line := range toldRows(first) {
			if row := first.Rows[i]; row.Why != "" || len(row.Notes) > 0 {
				told = append(told, line)
			}
		}
		for _, want := range []string{
			"14 imported Maya Lindqvist medium Mon 3 Mar 2025 (“Comms / Release Signal”: Maya Lindqvist owns it, mentioned: Kwame Mensah)",
			"24 not_imported; has no owner; name one there, or import with a default owner",
			"25 imported Yuki Tanaka medium Mon 7 Apr 2025 (“Enhancement Owner / SIG Leads”: Yuki Tanaka owns it, mentioned: Camila Rojas)",
			"32 imported Maya Lindqvist medium Fri 11 Apr 2025, 02:00 UTC (“Comms / Docs”: Maya Lindqvist owns it, mentioned: Sita Gurung) (that is Thu 10 Apr 2025, 20:00 for Maya Lindqvist (America/Denver))",
			"16 imported Maya Lindqvist medium Wed 5 Mar 2025, 02:00 UTC (that is Tue 4 Mar 2025, 19:00 for Maya Lindqvist (America/Denver))",
		} {
			if !strings.Contains(strings.Join(told, "\n"), want) {
				r.Errorf("the report does not tell %q, but\n%s", want, strings.Join(told, "\n"))
			}
		}
		freeze := r.task(first.Rows[16]) // Code Freeze, whose owner is in Sydney
		if at := freeze.DueAt.Format(time.RFC3339); at != "2025-03-21T02:00:00Z" || *freeze.DueZone != "UTC" {
			r.Errorf("Code Freeze is due %s, fixed in %v", at, freeze.DueZone)
		}
		before := r.count()
		if again := r.imported(r.olga, request); again.Summary != (Summary{Rows: 36, Existing: 35, NotImported: 1}) || r.count() != before {
			r.Errorf("again: %+v, %d tasks, before %d", again.Summary, r.count(), before)
		}
	})
}

// many is a file of so many rows.
func many(rows int) string {
	var b strings.Builder
	b.WriteString("what,who,due\n")
	for n := range rows {
		fmt.Fprintf(&b, "Task %d,Ana Alves,2025-02-%02d\n", n, n%28+1)
	}
	return b.String()
}

func TestImportGoesOnWhereItStopped(t *testing.T) {
	each(t, func(r *rig) {
		const rows = 4*perChunk + 7
		started, err := r.Start(r.Context(), r.olga, plain(many(rows)))
		r.must(err)
		r.stopAfter(2)
		got, err := r.Get(r.Context(), r.olga.Actor, started.ID)
		r.must(err)
		if got.State != Running || got.Done != 2*perChunk || got.Total != rows || got.Report != nil || r.count() != 2*perChunk {
			r.Fatalf("stopped: %s, %d of %d, %d tasks", got.State, got.Done, got.Total, r.count())
		}
		r.drain()
		got, err = r.Get(r.Context(), r.olga.Actor, started.ID)
		r.must(err)
		if got.State != Done || got.Done != rows || r.count() != rows || len(got.Report.Rows) != rows || got.Report.Summary.Imported != rows {
			r.Errorf("at the end: %s, %d of %d, %d tasks, %+v", got.State, got.Done, got.Total, r.count(), got.Report.Summary)
		}
		kept, err := db.One(r.Context(), r.db, db.Value[bool], `SELECT request IS NOT NULL FROM import WHERE id = $1`, started.ID)
		r.must(err)
		if kept {
			r.Error("the file is kept after the end")
		}
	})
}

func TestTwoImportsAtOnceMakeEachTaskOnce(t *testing.T) {
	each(t, func(r *rig) {
		const rows = 2 * perChunk
		for _, owner := range []string{"ana", "mia"} { // the same rows, to different people
			request := plain(strings.ReplaceAll(many(rows), "Ana Alves", "Lead"))
			request.OwnerMap = "owner,email\nLead," + owner + "@example.com\n"
			_, err := r.Start(r.Context(), r.olga, request)
			r.must(err)
		}
		other := *r
		done := make(chan error)
		go func() {
			_, err := other.queue.Drain(r.Context())
			done <- err
		}()
		r.drain()
		r.must(<-done)
		if n := r.count(); n != rows {
			r.Errorf("%d tasks, want %d", n, rows)
		}
	})
}

func TestImportsAreTheirPersonsOwn(t *testing.T) {
	each(t, func(r *rig) {
		ben := r.as("Ben", authz.Member)
		ben.Key, ben.Hash = "0123456789", "hash"
		started, err := r.Start(r.Context(), ben, plain(many(1)))
		r.must(err)
		again, err := r.Start(r.Context(), ben, plain(many(1))) // sent twice (W14)
		r.must(err)
		if again.ID != started.ID {
			r.Errorf("sent twice, it is the import %s, and %s", started.ID, again.ID)
		}
		if _, err := r.Get(r.Context(), r.olga.Actor, started.ID); !errs.Is(err, errs.NotFound) {
			r.Errorf("another reads it: %v", err)
		}
		request := plain(many(1))
		request.ID = started.ID
		if refusal := r.refused(r.olga, request); refusal.Code != errs.Duplicate {
			r.Errorf("another begins one with its id: %v", refusal)
		}
		r.drain()
		r.clock.Advance(keepFor + time.Second)
		_, err = r.Start(r.Context(), r.as("Ben", authz.Member), plain(many(1)))
		r.must(err)
		if _, err := r.Get(r.Context(), ben.Actor, started.ID); !errs.Is(err, errs.NotFound) {
			r.Errorf("an old report is kept: %v", err)
		}
	})
}

func TestImportThatCannotGoOn(t *testing.T) {
	each(t, func(r *rig) {
		request := plain(many(perChunk + 1))
		request.DefaultOwnerID = r.ids["Mia"]
		started, err := r.Start(r.Context(), r.olga, request)
		r.must(err)
		r.stopAfter(1)
		_, err = r.people.Deactivate(r.Context(), r.olga, r.ids["Mia"])
		r.must(err)
		r.drain()
		got, err := r.Get(r.Context(), r.olga.Actor, started.ID)
		r.must(err)
		if got.State != Failed || got.Why != "there is no active person with this id" || got.Report.Summary.Imported != perChunk {
			r.Errorf("%s: %s, %+v", got.State, got.Why, got.Report.Summary)
		}

		begun, err := r.Start(r.Context(), r.as("Ana", authz.Member), plain(many(1)))
		r.must(err)
		_, err = r.people.Deactivate(r.Context(), r.olga, r.ids["Ana"])
		r.must(err)
		r.drain()
		got, err = r.Get(r.Context(), r.as("Ana", authz.Member).Actor, begun.ID)
		r.must(err)
		if got.State != Failed || got.Why != "Ana Alves, who began it, has left" {
			r.Errorf("%s: %s", got.State, got.Why)
		}
	})
}

func TestImportOfNothing(t *testing.T) {
	each(t, func(r *rig) {
		report := r.imported(r.olga, plain("what,who,due\n,,\n"))
		if report.Summary != (Summary{Blank: 1}) {
			r.Errorf("summary %+v", report.Summary)
		}
		// A dry run leaves nothing behind.
		told, err := r.Preview(r.Context(), r.olga.Actor, Request{ID: id.New(), CSV: many(1), Mapping: plain("").Mapping})
		r.must(err)
		if told.ID != "" || told.State != Done || !told.Report.DryRun || r.count() != 0 {
			r.Errorf("dry run: %+v, %d tasks", told, r.count())
		}
	})
}
