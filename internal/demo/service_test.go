package demo_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"testing"
	"time"

	"cairn/internal/activity"
	"cairn/internal/clock"
	"cairn/internal/db"
	"cairn/internal/demo"
	"cairn/internal/errs"
	"cairn/internal/job"
	"cairn/internal/login"
	"cairn/internal/people"
	"cairn/internal/testkit"
)

// firstRun is a server on its first run, whose demo is made by a stand-in.
type firstRun struct {
	*demo.Service

	people *people.Service
	login  *login.Service
	jobs   *job.Queue
	clock  *clock.Fake
	secret string
}

func newFirstRun(t *testing.T, database *db.DB, run job.Handler) *firstRun {
	t.Helper()
	f := &firstRun{clock: clock.NewFake(saturday)}
	ledger := activity.NewLedger(database, f.clock, activity.NewHub())
	f.people = people.New(database, ledger, f.clock, people.Hooks{})
	f.login = login.New(database, ledger, f.people, f.clock, "https://cairn.example.com")
	f.jobs = job.New(database, f.clock, map[string]job.Handler{demo.JobKind: run}, slog.New(slog.DiscardHandler))
	f.Service = demo.New(database, f.people, f.login, f.jobs, f.clock, nil)
	link, err := f.login.SetupToken(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	_, f.secret, _ = strings.Cut(link, "#")
	return f
}

func (f *firstRun) begin(t *testing.T) demo.Progress {
	t.Helper()
	progress, err := f.Begin(t.Context(), f.secret)
	if err != nil {
		t.Fatal(err)
	}
	return progress
}

func (f *firstRun) drain(t *testing.T) demo.Progress {
	t.Helper()
	if _, err := f.jobs.Drain(t.Context()); err != nil {
		t.Fatal(err)
	}
	progress, err := f.Progress(t.Context(), f.secret)
	if err != nil {
		t.Fatal(err)
	}
	return progress
}

// A making that was given up in the middle, when the company's first people are
// there already, goes on when it is asked for again: it is the same company. A
// start of the server meanwhile leaves the link good.
func TestAMakingThatWasGivenUpGoesOn(t *testing.T) {
	t.Parallel()
	testkit.Each(t, func(t *testing.T, database *db.DB) {
		var f *firstRun
		var wanted []string
		f = newFirstRun(t, database, func(ctx context.Context, lease *job.Lease) error {
			var payload any
			if err := lease.Payload(&payload); err != nil {
				return err
			}
			if wanted = append(wanted, fmt.Sprint(payload)); len(wanted) > 1 {
				return nil
			}
			_, err := f.people.CreateWorkspace(ctx, people.NewWorkspace{
				Name: "Tern", Owner: "Inês", Email: "ines@tern.example", TimeZone: "Europe/Lisbon", Demo: true,
			})
			return job.Permanent(errors.Join(errors.New("killed"), err))
		})
		f.begin(t)
		failed := f.drain(t)
		if failed.State != demo.Failed || !strings.Contains(failed.Why, "killed") || !strings.Contains(failed.Why, "data folder") {
			t.Fatalf("%+v", failed)
		}
		link, err := f.login.SetupToken(t.Context())
		if err != nil || link != "" {
			t.Fatalf("a start beside the demo gives the link %q, %v", link, err)
		}
		f.clock.Advance(time.Hour)
		if again := f.begin(t); again.State != demo.Making {
			t.Fatalf("asked again: %+v", again)
		}
		if ready := f.drain(t); ready.State != demo.Ready {
			t.Fatalf("in the end: %+v", ready)
		}
		if len(wanted) != 2 || wanted[0] != wanted[1] {
			t.Errorf("the makings were of %q, and should be of one company", wanted)
		}
	})
}

// What cannot go on says what to do instead.
func TestADemoThatIsThereIsNamed(t *testing.T) {
	t.Parallel()
	for name, is := range map[string]struct {
		demo bool
		says string
	}{"the demo": {true, demo.LogIns()[0].Email}, "their own": {false, "empty server"}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f := newFirstRun(t, fresh(t), nil)
			if _, err := f.people.CreateWorkspace(t.Context(), people.NewWorkspace{
				Name: "W", Owner: "Ina", Email: "ina@example.com", TimeZone: "Europe/Lisbon", Demo: is.demo,
			}); err != nil {
				t.Fatal(err)
			}
			_, err := f.Begin(t.Context(), f.secret)
			if !errs.Is(err, errs.StateConflict) || !strings.Contains(err.Error(), is.says) {
				t.Errorf("got %v, want a refusal that says %q", err, is.says)
			}
		})
	}
}
