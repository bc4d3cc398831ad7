// Package request is one ask to one or many people (W10): each gets a task of
// their own, due by their own clock, and the asker one roll-up.
//
//   - draft.go is what is asked, send.go makes the tasks, preview.go tells
//     beforehand what that does.
//   - rollup.go is what came of it, totals.go in sum, csv.go as a file; list.go is
//     what one asked.
//   - act.go is what the asker does later, answer.go what those asked do.
//   - joiners.go asks who joins before it is due.
//   - sumup.go tells the asker, once, what it came to.
//
// # In one transaction, or in several
//
// A request to up to 50 people is sent in one transaction, and so is what closes
// it. For more, the request and the list of people are one transaction, and a job
// makes the tasks, ten a transaction at most and fewer where that takes long; until the last one is made the request is
// `sending`, with how far it has come, and never told as sent. Closing is the
// same: `closing`, then `closed`. The job goes on where it was, whoever was killed.
//
// # Who reads what
//
// What was asked is read by the asker and those asked (scope request:ID). The
// answers are read by the asker, each by who gave it, and all of them by all who
// are asked where the request was sent open (scope answers:ID). The tasks are
// tasks like all others.
package request

import (
	"context"
	"errors"
	"time"

	"cairn/internal/activity"
	"cairn/internal/authz"
	"cairn/internal/clock"
	"cairn/internal/db"
	"cairn/internal/errs"
	"cairn/internal/id"
	"cairn/internal/job"
	"cairn/internal/notify"
	"cairn/internal/people"
	"cairn/internal/work"
	"cairn/internal/worktime"
)

// The kinds of the jobs; their handlers are Service.Run, Service.AskJoiners and
// Service.SumUpOne.
const (
	JobKind     = "request.go_on"
	JoinersKind = "request.joiners"
	SumUpKind   = "request.sum_up"
)

// People is what a request needs to know about persons.
type People interface {
	Brief(ctx context.Context, q db.Querier, id string) (people.Brief, error)
	Calendars(ctx context.Context, q db.Querier, ids []string) (map[string]*worktime.Calendar, error)
	Targeted(ctx context.Context, q db.Querier, byID string, t people.Targets) ([]people.Brief, error)
	StillTargeted(ctx context.Context, q db.Querier, byID string, t people.Targets) ([]people.Brief, error)
	AwayUntil(ctx context.Context, q db.Querier, ids []string) (map[string]worktime.Date, error)
}

// Work is what a request does to worklists.
type Work interface {
	LockLists(ctx context.Context, tx *activity.Tx, personIDs []string) error
	CreateIn(ctx context.Context, tx *activity.Tx, actorID string, draft work.Draft) (work.Result, error)
	CancelIn(ctx context.Context, tx *activity.Tx, actor authz.Actor, id string, reason work.CancelReason) error
	ImpactIn(ctx context.Context, q db.Querier, actor authz.Actor, ownerID string, proposed work.Proposed) (work.Impact, error)
	Answer(ctx context.Context, call authz.Call, id string, given *work.Answer) (work.Result, error)
	AnswerFor(ctx context.Context, q db.Querier, actor authz.Actor, t *work.Task) (*work.Answer, error)
	ProposeAnswer(ctx context.Context, call authz.Call, id string, answer work.Answer) (work.Result, error)
	Get(ctx context.Context, actor authz.Actor, id string) (work.Task, error)
	OfRequest(ctx context.Context, q db.Querier, taskIDs []string) (map[string]work.OfRequest, error)
	ToldOf(ctx context.Context, q db.Querier, requestIDs []string) ([]work.Told, error)
	DecideBy(ctx context.Context, q db.Querier, calendar *worktime.Calendar, due *time.Time) (*time.Time, error)
}

// Words is who passes on what people are told, and knows when that is.
type Words interface {
	Tell(ctx context.Context, tx *activity.Tx, words ...notify.Word) error
	NextDigests(ctx context.Context, q db.Querier, decideBy map[string]*time.Time) (map[string]notify.Slot, error)
}

// Jobs is where what takes longer waits.
type Jobs interface {
	Enqueue(ctx context.Context, tx *db.Tx, j job.Job) (string, error)
}

// Service asks.
type Service struct {
	db     *db.DB
	ledger *activity.Ledger
	people People
	work   Work
	jobs   Jobs
	words  Words // nil: nobody is told
	clock  clock.Clock

	// NewID makes the identifiers of tasks; id.New, but where the same is to be made
	// again. It is set before the service is used.
	NewID func() string

	perList int // people whose rows one transaction writes
}

// New returns the service, with who passes on what people are to be told; nobody
// where it is nil.
func New(database *db.DB, ledger *activity.Ledger, persons People, tasks Work, jobs Jobs, words Words, clk clock.Clock) *Service {
	return &Service{db: database, ledger: ledger, people: persons, work: tasks, jobs: jobs, words: words, clock: clk, NewID: id.New, perList: 400}
}

// State is where a request stands.
type State string

// The states of a request. It is open while anybody may still answer.
const (
	Sending State = "sending"
	Open    State = "open"
	Closing State = "closing"
	Closed  State = "closed"
)

// Ended is why a request ended before all had answered.
type Ended string

// The reasons.
const (
	Enough    Ended = "enough"
	Withdrawn Ended = "withdrawn"
)

// Request is what was asked. Its JSON is the API's.
type Request struct {
	ID           string              `json:"id"`
	AskedByID    string              `json:"asked_by_id"`
	Title        string              `json:"title"`
	Why          string              `json:"why" doc:"In one line"`
	Body         string              `json:"body" doc:"Markdown"`
	Kind         work.AnswerKind     `json:"kind" enum:"done,seen,text,link,number,choice"`
	Choices      []string            `json:"choices"`
	DueDate      *worktime.Date      `json:"due_date" doc:"In each one's own time zone"`
	DueTime      *worktime.TimeOfDay `json:"due_time"`
	Level        work.Level          `json:"level" enum:"urgent,high,medium,low"`
	Open         bool                `json:"open" doc:"All who are asked see all answers"`
	Enough       int                 `json:"enough" doc:"So many answers are enough; 0: all are wanted"`
	LateJoiners  bool                `json:"late_joiners" doc:"Who comes into what was named before it is due is asked too"`
	To           people.Targets      `json:"to" doc:"Whom was named; for the asker alone"`
	State        State               `json:"state" enum:"sending,open,closing,closed"`
	Ended        *Ended              `json:"ended" enum:"enough,withdrawn" doc:"Why it ended before all had answered"`
	ParentTaskID *string             `json:"parent_task_id" doc:"The task that it was passed on from; for the asker alone"`
	Revision     int64               `json:"revision"`
	CreatedAt    time.Time           `json:"created_at"`
	UpdatedAt    time.Time           `json:"updated_at"`

	asked    int
	unlisted []string   // of a new one: who gets their row later
	sumUpAt  *time.Time // when to look whether the asker is to be told what it came to; nil: never by a date
	summedUp bool       // they have been told
}

// scopes are where what was asked is seen.
func (r *Request) scopes() []authz.Scope {
	return []authz.Scope{authz.Person(r.AskedByID), authz.Request(r.ID)}
}

// ended reports whether nothing is to be done for it any more.
func (r *Request) ended() bool { return r.State == Closed || r.State == Closing }

// byAsker reports whether the actor asked.
func (r *Request) byAsker(actor authz.Actor) bool { return r.AskedByID == actor.PersonID }

// oversee refuses whoever did not ask.
func (r *Request) oversee(actor authz.Actor) error {
	return authz.May(authz.Oversee, authz.RelationTo(actor.PersonID, "", "", r.AskedByID), true)
}

// asSeenBy is what was asked as a reader is told it: to whom else is not theirs
// to know.
func (r *Request) asSeenBy(actor authz.Actor) Request {
	seen := *r
	if !r.byAsker(actor) {
		seen.To, seen.ParentTaskID = people.Targets{}, nil
	}
	return seen
}

func noSuchRequest() error { return errs.New(errs.NotFound, "there is no such request for you") }

// read reads a request as one person may.
func (s *Service) read(ctx context.Context, q db.Querier, actor authz.Actor, id string) (Request, error) {
	r, err := db.One(ctx, q, scanRequest, `SELECT `+requestColumns+` FROM request r WHERE r.id = $2 AND `+
		authz.Readable(authz.KindRequest, "r.id", "$1"), actor.PersonID, id)
	if errors.Is(err, db.ErrNoRow) {
		return Request{}, noSuchRequest()
	}
	return r, err
}

// Load reads requests for the change feed.
func (s *Service) Load(ctx context.Context, q db.Querier, reader authz.Actor, ids []string) (map[string]any, error) {
	found, err := db.All(ctx, q, scanRequest, `SELECT `+requestColumns+` FROM request r WHERE r.id `+q.Dialect().Among("$2")+` AND `+
		authz.Readable(authz.KindRequest, "r.id", "$1"), reader.PersonID, db.List(ids))
	loaded := make(map[string]any, len(found))
	for _, r := range found {
		loaded[r.ID] = r.asSeenBy(reader)
	}
	return loaded, err
}
