package demo

import (
	"context"
	"errors"
	"time"

	"cairn/internal/authz"
	"cairn/internal/clock"
	"cairn/internal/db"
	"cairn/internal/errs"
	"cairn/internal/job"
	"cairn/internal/login"
	"cairn/internal/people"
)

// JobKind is the job that makes the demo on the first run.
const JobKind = "demo.make"

// payload is what the job needs to know: with the same, it goes on where it was
// when a node died over it.
type payload struct {
	Seed uint64    `json:"seed"`
	Now  time.Time `json:"now"`
}

// Seed is that of the demo which people see, unless they ask for another.
const Seed = 1

// Service makes the demo on the first run of a server, for whoever has its
// link.
type Service struct {
	db     *db.DB
	people *people.Service
	login  *login.Service
	jobs   *job.Queue
	clock  clock.Clock
	open   Open
}

// Open opens the database a second time, for writes that needn't be on the disk
// at once.
type Open func(ctx context.Context) (*db.DB, error)

// New returns the service.
func New(database *db.DB, persons *people.Service, logIn *login.Service, jobs *job.Queue, clk clock.Clock, open Open) *Service {
	return &Service{db: database, people: persons, login: logIn, jobs: jobs, clock: clk, open: open}
}

// State is how far the demo is.
type State string

// The states.
const (
	Making State = "making"
	Ready  State = "ready"
	Failed State = "failed"
)

// Progress tells how far the demo is.
type Progress struct {
	State State  `json:"state" enum:"making,ready,failed"`
	Done  int    `json:"done" doc:"Steps done"`
	Total int    `json:"total" doc:"Of so many; 0 until it is known"`
	Why   string `json:"why,omitempty" doc:"Why it failed"`
}

// Begin has the demo made. Asked again, it only tells how far it is, or lets a
// making that was given up go on where it was.
func (s *Service) Begin(ctx context.Context, secret string) (Progress, error) {
	if err := s.login.CheckSetup(ctx, secret); err != nil {
		return Progress{}, err
	}
	err := s.db.Write(ctx, func(ctx context.Context, tx *db.Tx) error {
		status, err := s.jobs.Latest(ctx, tx, JobKind)
		if err == nil && status.State != job.Dead {
			return nil // it is being made, or is there
		}
		if err != nil && !errs.Is(err, errs.NotFound) {
			return err
		}
		switch workspace, err := s.people.WorkspaceIn(ctx, tx); {
		case err == nil && !workspace.Demo:
			return errs.New(errs.StateConflict, "there is a workspace already; the demo is made on an empty server alone")
		case err == nil:
			again, err := s.jobs.Again(ctx, tx, JobKind)
			if err == nil && !again {
				return errs.New(errs.StateConflict, "the demo company is here already; log in to it as %s", LogIns()[0].Email)
			}
			return err
		case !errs.Is(err, errs.NotFound):
			return err
		}
		_, err = s.jobs.Enqueue(ctx, tx, job.Job{Kind: JobKind, UniqueKey: JobKind, Payload: payload{Seed: Seed, Now: s.clock.Now()}})
		return err
	})
	if err != nil {
		return Progress{}, err
	}
	return s.Progress(ctx, secret)
}

// Progress tells whoever has the link how far the demo is.
func (s *Service) Progress(ctx context.Context, secret string) (Progress, error) {
	if err := s.login.CheckSetup(ctx, secret); err != nil {
		return Progress{}, err
	}
	status, err := s.jobs.Latest(ctx, s.db, JobKind)
	if err != nil {
		return Progress{}, err
	}
	progress := Progress{State: Making, Done: status.Done, Total: status.Steps}
	switch status.State {
	case job.Done:
		progress.State = Ready
	case job.Dead:
		progress.State, progress.Why = Failed, status.LastError+howToMend
	case job.Waiting, job.Running:
	}
	return progress, nil
}

const howToMend = "\nTrying again goes on where it stopped. Should it stop there again, stop the server, empty its data folder, or its database, and start it."

// Enter spends the link and opens the session of the one whom to begin as.
func (s *Service) Enter(ctx context.Context, secret, userAgent string) (string, authz.Actor, error) {
	progress, err := s.Progress(ctx, secret)
	if err != nil {
		return "", authz.Actor{}, err
	}
	if progress.State != Ready {
		return "", authz.Actor{}, errs.New(errs.StateConflict, "the demo company is not ready yet; it takes half a minute")
	}
	return s.login.EnterDemo(ctx, secret, LogIns()[0].Email, userAgent)
}

// Run is the handler of the jobs of JobKind.
func (s *Service) Run(ctx context.Context, lease *job.Lease) error {
	var wanted payload
	if err := lease.Payload(&wanted); err != nil {
		return err
	}
	database, err := s.open(ctx)
	if err != nil {
		return err
	}
	defer func() { _ = database.Close() }()
	err = Make(ctx, database, Options{Seed: wanted.Seed, Now: wanted.Now}, true, func(done, total int) {
		// What can't be told now is told with the next steps.
		_ = s.db.Write(ctx, func(ctx context.Context, tx *db.Tx) error { return lease.Progress(ctx, tx, done, total) })
	})
	if refusal, ok := errors.AsType[*errs.Error](err); ok && refusal.Code.Final() {
		return job.Permanent(err) // somebody has made a workspace of their own meanwhile
	}
	return err
}
