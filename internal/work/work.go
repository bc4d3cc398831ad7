// Package work is the worklist: tasks with one owner, a priority level and a
// due date, in one total order a person.
//
//   - task.go is what a task is, store.go its SQL.
//   - list.go is a worklist under its lock, place.go its order: levels, ranks
//     and slots (rules W2, W3).
//   - create.go, triage.go, propose.go, move.go, progress.go, edit.go, due.go and handover.go
//     are what people do to a task; each is one write under the worklist's lock.
//   - impact.go and predict.go say beforehand what it does to the list (W5, W6).
//   - thread.go and history.go are the words about it.
//
// Who may do what is package authz's; this package asks it with the relation of
// the person to the task.
package work

import (
	"context"
	"errors"

	"cairn/internal/activity"
	"cairn/internal/authz"
	"cairn/internal/clock"
	"cairn/internal/db"
	"cairn/internal/errs"
	"cairn/internal/people"
	"cairn/internal/worktime"
)

// People is what the worklist needs to know about persons.
type People interface {
	Brief(ctx context.Context, q db.Querier, id string) (people.Brief, error)
	Calendars(ctx context.Context, q db.Querier, ids []string) (map[string]*worktime.Calendar, error)
	AskBrief(id string) db.Ask    // what Brief is going to ask
	AskCalendar(id string) db.Ask // what Calendars is going to ask about one person
}

// Service is everything that can be done with tasks.
type Service struct {
	db     *db.DB
	ledger *activity.Ledger
	people People
	clock  clock.Clock
	teller Teller // nil: nobody is told
	shown  shownTasks
	across across

	answered func(ctx context.Context, tx *activity.Tx, requestID string) error // a request's
}

// New returns the service, with who passes on to people what they are to be told;
// nobody where it is nil.
func New(database *db.DB, ledger *activity.Ledger, persons People, clk clock.Clock, teller Teller) *Service {
	return &Service{db: database, ledger: ledger, people: persons, clock: clk, teller: teller, across: across{scopes: someScopes, tasks: fewTasks}}
}

// change is one task under change: read under its worklist's lock, with how the
// actor stands to it.
type change struct {
	s        *Service
	tx       *activity.Tx
	task     *Task
	was      Task
	list     *list            // the owner's
	lists    map[string]*list // all that are locked, by owner
	relation authz.Relation
	notices  []Notice
	saidID   string // the comment that goes with the change

	takesBack bool // as if what is taken back had not been done: nobody has touched it
}

// Result is a task as a write left it.
type Result struct {
	Task
	Notices []Notice `json:"notices" doc:"What happened beside what was asked for"`
}

// Notice tells of something that a write did on its own.
type Notice struct {
	Code    string `json:"code"`
	Message string `json:"message"`
}

// change opens a task for a write, checks that the action is allowed, runs fn,
// and answers with the task as it is then. fn saves what it changes; the lists of
// the others named are locked too.
func (s *Service) change(ctx context.Context, call authz.Call, id string, action authz.Action, fn func(ctx context.Context, c *change) error, others ...string) (Result, error) {
	owner, err := ownerOf(ctx, s.db, id)
	if err != nil {
		return Result{}, err
	}
	beside, asks := owner, s.askToOpen(call.PersonID, owner, id)
	if len(others) > 0 {
		beside, asks = "", nil // it takes several locks, in their order
	}
	var result Result
	answer, err := s.ledger.WriteBeside(ctx, call, beside, func(ctx context.Context, tx *activity.Tx) error {
		c, err := s.openOn(ctx, tx, call.Actor, &owner, id, others...)
		if err != nil {
			return err
		}
		if err := authz.May(action, c.relation, c.task.accepted()); err != nil {
			return err
		}
		if err := fn(ctx, c); err != nil {
			return err
		}
		tx.Answer(authz.KindTask, c.task.ID, c.task.Revision)
		task, err := c.task.seenBy(ctx, tx, call.PersonID)
		result = Result{Task: task, Notices: c.said()}
		return err
	}, asks...)
	if err != nil {
		return Result{}, err
	}
	if answer.Replayed {
		return s.replayed(ctx, call.Actor, answer)
	}
	return result, nil
}

// replayed answers a write that was done before with the task as it is now, if
// the actor may still read it.
func (s *Service) replayed(ctx context.Context, actor authz.Actor, answer activity.Answer) (Result, error) {
	task, err := s.Get(ctx, actor, answer.ID)
	if errs.Is(err, errs.NotFound) {
		err = errs.New(errs.OutOfSight, "this was done when it was first sent; the task is out of your sight now")
	}
	return Result{Task: task, Notices: []Notice{}}, err
}

// ownerOf tells on whose list a task is; "" where there is no such task, of which
// the write will tell: it may have been done before, under the same key.
func ownerOf(ctx context.Context, q db.Querier, id string) (string, error) {
	owner, err := db.One(ctx, q, db.Value[string], `SELECT owner_id FROM task WHERE id = $1`, id)
	if errors.Is(err, db.ErrNoRow) {
		return "", nil
	}
	return owner, err
}

// open locks the task's worklist, and reads the task under the lock.
func (s *Service) open(ctx context.Context, tx *activity.Tx, actor authz.Actor, id string) (*change, error) {
	owner, err := ownerOf(ctx, tx, id)
	if err != nil {
		return nil, err
	}
	return s.openOn(ctx, tx, actor, &owner, id)
}

// askToOpen is what openOn asks of a task on one list.
func (s *Service) askToOpen(readerID, ownerID, id string) []db.Ask {
	return []db.Ask{askLock(s.db.Dialect(), ownerID), askTask(readerID, id), s.people.AskBrief(ownerID)}
}

// openOn is open for who has looked up the task's owner, and needs the lists of
// others too. Where it has another owner by now, that is noted, and the write runs
// again.
func (s *Service) openOn(ctx context.Context, tx *activity.Tx, actor authz.Actor, ownerID *string, id string, others ...string) (*change, error) {
	owner := *ownerID
	if owner == "" {
		return nil, noSuchTask()
	}
	lists, err := s.lockAll(ctx, tx, append([]string{owner}, others...)...)
	if errs.Is(err, errs.NotFound) {
		return nil, noSuchOwner() // the task's own owner has a list
	}
	if err != nil {
		return nil, err
	}
	task, err := readTask(ctx, tx, actor.PersonID, id)
	if err != nil {
		return nil, err
	}
	if task.OwnerID != owner {
		*ownerID = task.OwnerID
		return nil, db.ErrRetry // handed over before the lock was held
	}
	brief, err := s.people.Brief(ctx, tx, owner)
	if err != nil {
		return nil, err
	}
	return &change{
		s: s, tx: tx, task: &task, was: task, list: lists[owner], lists: lists,
		relation: authz.RelationTo(actor.PersonID, owner, brief.ManagerID, task.AskedByID),
	}, nil
}

// save writes the task's state with its revision and activity entry, and tells
// what has become of a proposal that the change leaves behind.
func (c *change) save(ctx context.Context, verb string, data any) error {
	fell := c.clear()
	c.touch()
	if err := c.wind(ctx); err != nil {
		return err
	}
	if err := c.resume(ctx); err != nil {
		return err
	}
	next, err := c.following(ctx)
	if err != nil {
		return err
	}
	if err := c.list.save(ctx, c.task, c.was, verb, data); err != nil {
		return err
	}
	if fell != nil {
		if err := c.list.save(ctx, c.task, c.was, "task.proposal_settled", *fell); err != nil {
			return err
		}
	}
	if next == nil {
		return nil
	}
	return c.insertNext(ctx, next)
}

func (c *change) notice(code, message string) {
	c.notices = append(c.notices, Notice{Code: code, Message: message})
}

func (c *change) said() []Notice {
	if c.notices == nil {
		return []Notice{}
	}
	return c.notices
}

func (c *change) byOwner() bool { return c.relation&authz.OwnerOf != 0 }

func noSuchTask() error { return errs.New(errs.NotFound, "there is no such task for you") }
