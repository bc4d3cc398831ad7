package demo_test

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"cairn/internal/activity"
	"cairn/internal/clock"
	"cairn/internal/db"
	"cairn/internal/demo"
	"cairn/internal/testkit"
)

// A Saturday, so that "today" is nobody's working day.
var saturday = time.Date(2026, 11, 21, 9, 0, 0, 0, time.UTC)

func fresh(t *testing.T) *db.DB {
	t.Helper()
	database := testkit.Open(t, db.Config{Folder: t.TempDir(), Relaxed: true})
	if err := database.Migrate(t.Context()); err != nil {
		t.Fatal(err)
	}
	return database
}

func small(now time.Time) demo.Options { return demo.Options{Seed: 3, Now: now, Weeks: 7} }

// rows are all rows of the demo, but for what is drawn anew each time on
// purpose: secrets, and the ids of a reason that was given with a decision.
func rows(t *testing.T, database *db.DB) map[string][]string {
	t.Helper()
	all := map[string][]string{}
	for table, query := range map[string]string{
		"workspace": `SELECT name || ' ' || CAST(revision AS TEXT) FROM workspace`,
		"person":    `SELECT id || name || email || working_hours || focus || how_to_work || CAST(revision AS TEXT) FROM person WHERE email NOT LIKE 'matias%' ORDER BY id`,
		"team":      `SELECT id || name || CAST(revision AS TEXT) FROM team ORDER BY id`,
		"time_off":  `SELECT id || starts_on || ends_on || note FROM time_off ORDER BY id`,
		"holiday":   `SELECT id || date || name FROM holiday ORDER BY id`,
		"task": `SELECT id || title || body || owner_id || asked_by_id || status || CAST(level AS TEXT) || coalesce(rank, '') ||
			coalesce(due_date, '') || coalesce(CAST(due_at AS TEXT), '') || coalesce(agreed_due_date, '') || labels || checklist ||
			coalesce(waiting_for, '') || coalesce(outcome, '') || coalesce(moved, '') || CAST(revision AS TEXT) || CAST(updated_at AS TEXT)
			FROM task ORDER BY id`,
		"comment":      `SELECT task_id || author_id || body || mentions || CAST(created_at AS TEXT) FROM comment ORDER BY created_at, task_id`,
		"request":      `SELECT id || title || state || coalesce(ended, '') || CAST(asked AS TEXT) || CASE WHEN summed_up THEN 'summed up' ELSE '' END || CAST(revision AS TEXT) FROM request ORDER BY id`,
		"asked":        `SELECT request_id || person_id || task_id FROM request_person ORDER BY request_id, person_id`,
		"interruption": `SELECT id || sender_id || recipient_id || reason || rating || CAST(at AS TEXT) FROM interruption ORDER BY id`,
		"word":         `SELECT CAST(seq AS TEXT) || person_id || code || settled || CAST(at AS TEXT) FROM notification ORDER BY seq`,
		"digest":       `SELECT person_id || CAST(first_seq AS TEXT) || CAST(last_seq AS TEXT) || local_date || rule FROM digest ORDER BY person_id, first_seq`,
		"activity":     `SELECT CAST(revision AS TEXT) || CAST(at AS TEXT) || actor_id || verb FROM activity ORDER BY revision`,
	} {
		found, err := db.All(t.Context(), database, db.Value[sql.NullString], query)
		if err != nil {
			t.Fatalf("%s: %v", table, err)
		}
		for _, row := range found {
			all[table] = append(all[table], row.String)
		}
	}
	return all
}

func TestTheSameTwiceAndOnBothEngines(t *testing.T) {
	t.Parallel()
	first := fresh(t)
	if err := demo.Make(t.Context(), first, small(saturday), false, nil); err != nil {
		t.Fatal(err)
	}
	want := rows(t, first)
	if len(want["person"]) != 24 || len(want["team"]) != 5 || len(want["task"]) < 250 {
		t.Fatalf("%d people, %d teams, %d tasks", len(want["person"]), len(want["team"]), len(want["task"]))
	}
	testkit.Each(t, func(t *testing.T, database *db.DB) {
		if err := demo.Make(t.Context(), database, small(saturday), false, nil); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, rows(t, database)); diff != "" {
			t.Error(diff)
		}
	})
}

// TestBrokenOff breaks the making off again and again, and each time the server
// starts anew and sweeps; in the end everything is there once.
func TestBrokenOff(t *testing.T) {
	t.Parallel()
	long := demo.Options{Seed: 3, Now: saturday, Weeks: 10} // longer than keys are kept
	whole, broken := fresh(t), fresh(t)
	if err := demo.Make(t.Context(), whole, long, true, nil); err != nil {
		t.Fatal(err)
	}
	for stop := 100; stop < 1000; stop += 450 {
		ctx, cancel := context.WithCancel(t.Context())
		err := demo.Make(ctx, broken, long, true, func(done, _ int) {
			if done >= stop {
				cancel()
			}
		})
		if !errors.Is(err, context.Canceled) {
			t.Fatalf("broken off at %d: %v", stop, err)
		}
		cancel()
		if err := activity.NewLedger(broken, clock.NewFake(saturday), activity.NewHub()).Sweep(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	if err := demo.Make(t.Context(), broken, long, true, nil); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(rows(t, whole), rows(t, broken)); diff != "" {
		t.Error(diff)
	}
}

// TestAnyDay makes the company on other days and by other seeds: the rules
// refuse nothing that people in it do, and nothing is in the future.
func TestAnyDay(t *testing.T) {
	t.Parallel()
	for n, now := range []time.Time{
		saturday.AddDate(0, 0, 2), saturday.AddDate(0, 0, 4).Add(14 * time.Hour), saturday.AddDate(0, 1, 10).Add(-7 * time.Hour),
		time.Date(2027, 3, 28, 1, 30, 0, 0, time.UTC), time.Date(2028, 2, 29, 23, 59, 0, 0, time.UTC),
	} {
		t.Run(now.Format(time.DateTime), func(t *testing.T) {
			t.Parallel()
			database := fresh(t)
			if err := demo.Make(t.Context(), database, demo.Options{Seed: uint64(n), Now: now, Weeks: 9}, false, nil); err != nil {
				t.Fatal(err)
			}
			late, err := db.One(t.Context(), database, db.Value[int], `SELECT count(*) FROM activity WHERE at > $1`, now.Add(time.Minute).UnixMilli())
			if err != nil || late > 0 {
				t.Errorf("%d things happened after now (%v)", late, err)
			}
		})
	}
}

// TestTheYear looks at the company as people see it: nothing twice, something
// of everything, and lists that are neither empty nor endless.
func TestTheYear(t *testing.T) {
	t.Parallel()
	database := fresh(t)
	if err := demo.Make(t.Context(), database, demo.Options{Seed: demo.Seed, Now: saturday}, false, nil); err != nil {
		t.Fatal(err)
	}
	count := func(query string) int {
		n, err := db.One(t.Context(), database, db.Value[int], query)
		if err != nil {
			t.Fatalf("%s: %v", query, err)
		}
		return n
	}
	for what, is := range map[string]bool{
		"no title stands for two tasks": count(`SELECT count(*) FROM (SELECT title FROM task WHERE request_id IS NULL GROUP BY title HAVING count(*) > 1) x`) == 0,
		"no brace was left unfilled": count(`SELECT count(*) FROM task WHERE title LIKE '%{%' OR body LIKE '%{%' OR outcome LIKE '%{"%{%'`)+
			count(`SELECT count(*) FROM comment WHERE body LIKE '%{%'`) == 0,
		"over two thousand tasks are done":     count(`SELECT count(*) FROM task WHERE status = 'done'`) > 2000,
		"some were not needed":                 count(`SELECT count(*) FROM task WHERE cancel_reason = 'no_longer_needed'`) > 50,
		"some were declined":                   count(`SELECT count(*) FROM task WHERE cancel_reason = 'declined'`) > 20,
		"people answered each other":           count(`SELECT count(*) FROM comment`) > 1000,
		"dates were moved":                     count(`SELECT count(*) FROM activity WHERE verb = 'task.due_moved'`) > 100,
		"managers moved tasks":                 count(`SELECT count(*) FROM activity WHERE verb = 'task.moved'`) > 20,
		"something waits":                      count(`SELECT count(*) FROM task WHERE status = 'blocked'`) >= 3,
		"a move can be put back":               count(`SELECT count(*) FROM task WHERE moved IS NOT NULL AND rank IS NOT NULL`) > 0,
		"four wait for Ruth's word":            count(`SELECT count(*) FROM task t JOIN person p ON p.id = t.owner_id WHERE p.email LIKE 'ruth@%' AND t.status = 'triage'`) == 4,
		"four wait for Beatriz's word":         count(`SELECT count(*) FROM task t JOIN person p ON p.id = t.owner_id WHERE p.email LIKE 'bea@%' AND t.status = 'triage'`) == 4,
		"nine zones":                           count(`SELECT count(DISTINCT time_zone) FROM person`) == 9,
		"Ruth's urgent place is taken":         count(`SELECT count(*) FROM task t JOIN person p ON p.id = t.owner_id WHERE p.email LIKE 'ruth@%' AND t.level = 1 AND t.rank IS NOT NULL`) == 1,
		"Beatriz's three high ones are taken":  count(`SELECT count(*) FROM task t JOIN person p ON p.id = t.owner_id WHERE p.email LIKE 'bea@%' AND t.level = 2 AND t.rank IS NOT NULL`) == 3,
		"nobody has a list without an end":     count(`SELECT max(n) FROM (SELECT count(*) AS n FROM task WHERE rank IS NOT NULL GROUP BY owner_id) x`) <= 40,
		"everybody logs in with the password":  count(`SELECT count(*) FROM password`) == 24,
		"a request waits for some":             count(`SELECT count(*) FROM request r WHERE r.state = 'open' AND NOT r.summed_up`) >= 2,
		"one has answers enough":               count(`SELECT count(*) FROM request WHERE ended = 'enough' AND enough = 2`) == 1,
		"one has a late joiner":                count(`SELECT count(*) FROM request_person p JOIN request r ON r.id = p.request_id WHERE r.late_joiners`) == 4,
		"some were answered by all":            count(`SELECT count(*) FROM request r WHERE r.summed_up AND r.ended IS NULL`) >= 2,
		"digests came all year":                count(`SELECT count(*) FROM digest`) > 1000,
		"none of them is in the future":        count(`SELECT count(*) FROM digest WHERE composed_at > `+strconv.FormatInt(saturday.UnixMilli(), 10)) == 0,
		"Beatriz has something new on Today":   count(`SELECT count(*) FROM notification n JOIN person p ON p.id = n.person_id WHERE p.email LIKE 'bea@%' AND n.digest_id IS NOT NULL AND n.settled = ''`) >= 3,
		"some were interrupted":                count(`SELECT count(*) FROM interruption`) > 300,
		"most of that was rated":               count(`SELECT count(*) FROM interruption WHERE rating <> ''`) > 150,
		"much waited for a digest":             count(`SELECT count(*) FROM notification WHERE avoided`) > 2000,
		"no job waits that would change it":    count(`SELECT count(*) FROM job`) == 0,
		"nobody is asked for two things twice": count(`SELECT count(*) FROM idempotency`) == 0,
	} {
		if !is {
			t.Errorf("not so: %s", what)
		}
	}
	readLedgers(t, database).addUp(52)
	if got := fmt.Sprint(demo.LogIns()); !strings.Contains(got, "ruth@") || !strings.Contains(got, "bea@") {
		t.Error(got)
	}
}
