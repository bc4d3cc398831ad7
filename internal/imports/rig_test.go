package imports

import (
	"context"
	"log/slog"
	"os"
	"testing"
	"time"

	"cairn/internal/activity"
	"cairn/internal/authz"
	"cairn/internal/clock"
	"cairn/internal/db"
	"cairn/internal/errs"
	"cairn/internal/job"
	"cairn/internal/people"
	"cairn/internal/testkit"
	"cairn/internal/work"
)

// rig is a workspace on one engine: Olga owns it, Ben manages Ana, Mia manages
// nobody.
type rig struct {
	*testing.T

	*Service

	db     *db.DB
	clock  *clock.Fake
	people *people.Service
	tasks  *work.Service
	queue  *job.Queue

	handlers map[string]job.Handler
	ids      map[string]string // by first name
	olga     authz.Call
}

func each(t *testing.T, test func(r *rig)) {
	testkit.Each(t, func(t *testing.T, database *db.DB) { test(newRig(t, database)) })
}

func newRig(t *testing.T, database *db.DB) *rig {
	t.Helper()
	r := &rig{
		T: t, db: database, clock: clock.NewFake(time.Date(2025, 1, 10, 9, 0, 0, 0, time.UTC)),
		handlers: map[string]job.Handler{}, ids: map[string]string{},
	}
	ledger := activity.NewLedger(database, r.clock, activity.NewHub())
	r.people = people.New(database, ledger, r.clock, people.Hooks{PersonCreated: work.PersonCreated})
	r.tasks = work.New(database, ledger, r.people, r.clock, nil)
	r.queue = job.New(database, r.clock, r.handlers, slog.New(slog.DiscardHandler))
	r.Service = New(database, ledger, r.people, r.tasks, r.queue, r.clock)
	r.handlers[JobKind] = r.Service.Run
	owner, err := r.people.CreateWorkspace(t.Context(), people.NewWorkspace{
		Name: "Cairn", Owner: "Olga Olsen", Email: "olga@example.com", TimeZone: "Europe/Lisbon",
	})
	r.must(err)
	r.ids["Olga"] = owner.ID
	r.olga = r.as("Olga", authz.Owner)
	r.person("Ben", "Ben Berg", "America/Denver", "")
	r.person("Ana", "Ana Alves", "Europe/Lisbon", "Ben")
	r.person("Mia", "Mia Moss", "Asia/Kolkata", "")
	return r
}

func (r *rig) must(err error) {
	r.Helper()
	if err != nil {
		r.Fatal(err)
	}
}

func (r *rig) person(first, name, zone, manager string) {
	r.Helper()
	p, err := r.people.Create(r.Context(), r.olga, people.NewPerson{
		Name: name, Email: first + "@example.com", TimeZone: zone, ManagerID: r.ids[manager],
	})
	r.must(err)
	r.ids[first] = p.ID
}

func (r *rig) as(first string, role authz.Role) authz.Call {
	return authz.Call{Actor: authz.Actor{PersonID: r.ids[first], Role: role}}
}

// imported runs an import to its end. What was foreseen must be what becomes.
func (r *rig) imported(call authz.Call, request Request) Report {
	r.Helper()
	foreseen, err := r.Preview(r.Context(), call.Actor, request)
	r.must(err)
	started, err := r.Start(r.Context(), call, request)
	r.must(err)
	r.drain()
	done, err := r.Get(r.Context(), call.Actor, started.ID)
	r.must(err)
	if done.State != Done || done.Done != done.Total || done.Report == nil {
		r.Fatalf("the import is %s, %d of %d: %s", done.State, done.Done, done.Total, done.Why)
	}
	r.same(*foreseen.Report, *done.Report)
	return *done.Report
}

// same holds a dry run against the import that followed it.
func (r *rig) same(foreseen, done Report) {
	r.Helper()
	if foreseen.Summary != done.Summary {
		r.Errorf("foreseen %+v, became %+v", foreseen.Summary, done.Summary)
	}
	for i, row := range done.Rows {
		row.TaskID = foreseen.Rows[i].TaskID
		if got, want := db.Text(row), db.Text(foreseen.Rows[i]); got != want {
			r.Errorf("line %d\nforeseen %s\n  became %s", row.Line, want, got)
		}
	}
}

func (r *rig) drain() {
	r.Helper()
	_, err := r.queue.Drain(r.Context())
	r.must(err)
}

func (r *rig) task(row Row) work.Task {
	r.Helper()
	task, err := r.tasks.Get(r.Context(), r.olga.Actor, *row.TaskID)
	r.must(err)
	return task
}

// count is how many tasks there are.
func (r *rig) count() int {
	r.Helper()
	n, err := db.One(r.Context(), r.db, db.Value[int], `SELECT count(*) FROM task`)
	r.must(err)
	return n
}

// refused is the code and message of a request that is refused.
func (r *rig) refused(call authz.Call, request Request) *errs.Error {
	r.Helper()
	_, err := r.Start(r.Context(), call, request)
	refusal, ok := err.(*errs.Error) //nolint:errorlint // nothing wraps it
	if !ok {
		r.Fatalf("not refused: %v", err)
	}
	return refusal
}

func file(r *rig, path string) string {
	text, err := os.ReadFile(path)
	r.must(err)
	return string(text)
}

func plain(csv string) Request {
	return Request{CSV: csv, Mapping: Mapping{Title: "what", Owner: "who", Due: "due"}}
}

// stopAfter lets the import's job do so many chunks, and then stops the queue.
func (r *rig) stopAfter(chunks int) {
	r.Helper()
	ctx, cancel := context.WithCancel(r.Context())
	defer cancel()
	r.handlers[JobKind] = func(work context.Context, lease *job.Lease) error {
		for range chunks - 1 {
			r.must(r.step(work, lease))
		}
		cancel()
		return r.Service.Run(work, lease)
	}
	r.queue.Run(ctx)
	r.handlers[JobKind] = r.Service.Run
}

// step brings in one chunk.
func (r *rig) step(ctx context.Context, lease *job.Lease) error {
	var at payload
	r.must(lease.Payload(&at))
	personID, request, err := readRequest(ctx, r.db, at.ImportID)
	r.must(err)
	p, err := r.plan(ctx, r.db, authz.Actor{PersonID: personID}, request)
	r.must(err)
	_, err = r.chunk(ctx, lease, p, at)
	return err
}
