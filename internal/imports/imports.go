// Package imports brings in tasks from CSV files.
//
//   - csv.go reads a file into rows, when.go reads dates and times.
//   - owners.go finds the people whom a row's owner text means.
//   - request.go is what a person asks for, item.go what one row means.
//   - settle.go says what is to become of each row: imported, there already, …
//   - run.go does it, a few rows a transaction; report.go tells it.
//
// # Identity
//
// A row is known by its title, its owner text and which of several such rows
// it is, counted from the top of the file. From these follows the source key of
// the task that is made of it, so the same file imported again makes nothing
// twice: also when the owner map, or the dates, or the tasks' owners have
// changed meanwhile, and when the program was killed in the middle. A task that
// was deleted is made again; one that was declined or canceled is not.
//
// # What an admin's import may do
//
// It goes onto the lists, asked by who imports it, and the history says so (W4);
// for anybody else each row is put to its owner as any task is: straight onto
// one's own list and those of one's reports, into triage elsewhere. Nobody can
// choose who steps down from a slot, so a task that finds a level full stands
// first below it (W3), and the report says so.
package imports

import (
	"context"
	"time"

	"cairn/internal/activity"
	"cairn/internal/authz"
	"cairn/internal/clock"
	"cairn/internal/db"
	"cairn/internal/errs"
	"cairn/internal/id"
	"cairn/internal/job"
	"cairn/internal/people"
	"cairn/internal/work"
	"cairn/internal/worktime"
)

// JobKind is the kind of the jobs that import; their handler is Service.Run.
const JobKind = "imports.tasks"

// People is what an import needs to know about persons.
type People interface {
	Brief(ctx context.Context, q db.Querier, id string) (people.Brief, error)
	Calendars(ctx context.Context, q db.Querier, ids []string) (map[string]*worktime.Calendar, error)
	WorkspaceIn(ctx context.Context, q db.Querier) (people.Workspace, error)
}

// Work is what an import does to worklists.
type Work interface {
	CreateIn(ctx context.Context, tx *activity.Tx, actorID string, draft work.Draft) (work.Result, error)
	RedateIn(ctx context.Context, tx *activity.Tx, actor authz.Actor, taskID string, imported bool, due work.Due) (work.Task, error)
	LockLists(ctx context.Context, tx *activity.Tx, personIDs []string) error
	BySource(ctx context.Context, q db.Querier, readerID string, keys []string) ([]work.Task, error)
	HeldSlots(ctx context.Context, q db.Querier, personIDs []string) (map[string]map[work.Level]int, error)
}

// Jobs is where the work of an import waits.
type Jobs interface {
	Enqueue(ctx context.Context, tx *db.Tx, j job.Job) (string, error)
	Status(ctx context.Context, reader db.Querier, jobID string) (job.Status, error)
}

// Service imports.
type Service struct {
	db     *db.DB
	ledger *activity.Ledger
	people People
	work   Work
	jobs   Jobs
	clock  clock.Clock
}

// New returns the service. The queue's handler for JobKind is its Run.
func New(database *db.DB, ledger *activity.Ledger, persons People, tasks Work, jobs Jobs, clk clock.Clock) *Service {
	return &Service{db: database, ledger: ledger, people: persons, work: tasks, jobs: jobs, clock: clk}
}

// State is where an import stands.
type State string

// The states of an import.
const (
	Running State = "running"
	Done    State = "done"
	Failed  State = "failed"
)

// Import is a file that is being, or was, brought in. Its JSON is the API's.
type Import struct {
	ID        string    `json:"id" doc:"Empty for a dry run, which leaves nothing behind"`
	State     State     `json:"state" enum:"running,done,failed"`
	Done      int       `json:"done" doc:"Rows that are dealt with"`
	Total     int       `json:"total" doc:"Rows of the file, without empty ones"`
	Why       string    `json:"why" doc:"Why it failed; what is in the report was done"`
	Report    *Report   `json:"report" doc:"What became of each row; none while it runs"`
	CreatedAt time.Time `json:"created_at"`
}

// keepFor is how long a report can be read. It is deleted when its person
// imports again.
const keepFor = 30 * 24 * time.Hour

// Start checks a request and begins to import. A request that can't be followed
// is refused as a whole; rows that can't be imported are for the report.
func (s *Service) Start(ctx context.Context, call authz.Call, request Request) (Import, error) {
	if request.ID == "" {
		request.ID = id.New()
	}
	if err := id.Check("body.id", request.ID); err != nil {
		return Import{}, err
	}
	request.Imported = call.Administers() == nil
	p, err := s.plan(ctx, s.db, call.Actor, request)
	if err != nil {
		return Import{}, err
	}
	started := Import{ID: request.ID, State: Running, Total: len(p.items)}
	answer, err := s.ledger.Write(ctx, call, func(ctx context.Context, tx *activity.Tx) error {
		if err := sweep(ctx, tx, call.PersonID, tx.Now-keepFor.Milliseconds()); err != nil {
			return err
		}
		jobID, err := s.jobs.Enqueue(ctx, tx.Tx, job.Job{Kind: JobKind, Payload: payload{ImportID: request.ID}})
		if err != nil {
			return err
		}
		started.CreatedAt = time.UnixMilli(tx.Now).UTC()
		tx.Answer(authz.KindImport, request.ID, 0)
		return insertImport(ctx, tx, call.PersonID, jobID, p.blank, started, request)
	})
	if err != nil {
		return Import{}, err
	}
	if answer.Replayed {
		return s.Get(ctx, call.Actor, answer.ID)
	}
	return started, nil
}

// Preview tells what an import would do, and changes nothing.
func (s *Service) Preview(ctx context.Context, actor authz.Actor, request Request) (Import, error) {
	request.Imported = actor.Administers() == nil
	var told Import
	err := s.db.Snapshot(ctx, func(q db.Querier) error {
		p, err := s.plan(ctx, q, actor, request)
		if err != nil {
			return err
		}
		rows, err := s.foresee(ctx, q, p)
		if err != nil {
			return err
		}
		told = Import{State: Done, Done: len(rows), Total: len(rows), CreatedAt: s.clock.Now(), Report: newReport(rows, p.blank, true)}
		return nil
	})
	return told, err
}

// Get reads an import of the actor's own; nobody else's exists for them.
func (s *Service) Get(ctx context.Context, actor authz.Actor, importID string) (Import, error) {
	stored, err := readImport(ctx, s.db, actor.PersonID, importID)
	if err != nil {
		return Import{}, err
	}
	if stored.State == Running {
		status, err := s.jobs.Status(ctx, s.db, stored.jobID)
		if err == nil && status.State == job.Dead || errs.Is(err, errs.NotFound) {
			stored.State, stored.Why = Failed, "it could not go on; import the file again: what is there already is not imported twice"
		} else if err != nil {
			return Import{}, err
		}
	}
	if stored.State == Running {
		return stored.Import, nil
	}
	rows, err := readRows(ctx, s.db, importID)
	if err != nil {
		return Import{}, err
	}
	stored.Report = newReport(rows, stored.blank, false)
	return stored.Import, nil
}
