// Package delivery is the outbox of what leaves Cairn: mails, and whatever other
// way out a person has chosen.
//
//   - delivery.go writes a row for each thing and channel, in the transaction in
//     which the thing is composed ([Service.Add]): once.
//   - send.go hands it to the channel's [Sender] by the job queue: at least once,
//     under the same Message-ID, at most once more for each crash (rule N5).
//   - burst.go makes one letter of digests that were held up one after the other.
//   - dead.go is what could not be delivered, for admins, without what it carried.
//   - token.go makes the tokens that a link in a mail carries.
//
// Each channel has queues of its own, so that a mail server that hangs holds up no
// other channel and none of the jobs; and interruptions another one than digests,
// behind which they would wait. Each queue delivers one letter at a time: a crash
// makes one come twice at most.
package delivery

import (
	"context"
	"log/slog"
	"sync"
	"time"

	"cairn/internal/activity"
	"cairn/internal/clock"
	"cairn/internal/db"
	"cairn/internal/id"
	"cairn/internal/job"
)

// Channel is a way out of Cairn.
type Channel string

// The channels.
const (
	Email   Channel = "email"
	Webhook Channel = "webhook"
	Push    Channel = "push"
)

// Carries says what sort of thing is delivered.
type Carries string

// The sorts.
const (
	Digest       Carries = "digest"
	Interruption Carries = "interruption"
	Unread       Carries = "unread"     // the word that an answer by mail was not understood
	Invitation   Carries = "invitation" // the link by which somebody joins
	LogIn        Carries = "log_in"     // what else has to do with their log-in
)

// State is where a delivery stands.
type State string

// The states.
const (
	Waiting State = "waiting"
	Sent    State = "sent"
	Dropped State = "dropped" // there was nothing left to say, or nobody to say it to
	Dead    State = "dead"    // given up; an admin may have it tried again
	Merged  State = "merged"  // it was held up until the next digest, and goes with that one
)

// Letter is one thing on its way to one person. What it says is read when it is
// sent, by who may read it then.
type Letter struct {
	ID        string // of the delivery; the same at each attempt
	PersonID  string
	Channel   Channel
	Carries   Carries
	ObjectID  string   // of the digest or the interruption
	Also      []string // earlier digests that were held up, and go with this one (N4)
	MessageID string   // without angle brackets; the same at each attempt
	Attempt   int      // from 1
	MadeAt    time.Time
}

// Sender takes letters out by one channel.
//
// Send returns nil once the other side has accepted the letter. It answers
// [Refused] when trying again is of no use, [NotBefore] when the person may not
// be reached yet, and [ErrNothing] when there is nothing left to say. After any
// other error the letter is tried again, later and later, for about a day. It is
// used by several goroutines, and gives up when ctx ends.
type Sender interface {
	Send(ctx context.Context, letter Letter) error
}

// route is what has a queue.
type route struct {
	channel Channel
	carries Carries
}

func (l *Letter) route() route { return route{l.Channel, l.Carries} }

// kind is that of its jobs.
func (r route) kind() string { return "delivery." + string(r.channel) + "." + string(r.carries) }

// Service delivers. Senders are attached before it is used.
type Service struct {
	db      *db.DB
	ledger  *activity.Ledger
	clock   clock.Clock
	log     *slog.Logger
	senders map[Channel]Sender
	queues  map[route]*job.Queue
}

// New returns the service, without any channel.
func New(database *db.DB, ledger *activity.Ledger, clk clock.Clock, log *slog.Logger) *Service {
	return &Service{
		db: database, ledger: ledger, clock: clk, log: log, senders: map[Channel]Sender{}, queues: map[route]*job.Queue{},
	}
}

// Attach opens a channel. It is called before the service is used.
func (s *Service) Attach(channel Channel, sender Sender) {
	s.senders[channel] = sender
	carried := []Carries{Digest, Interruption}
	if channel == Email {
		carried = append(carried, Unread, Invitation, LogIn)
	}
	for _, carries := range carried {
		way := route{channel, carries}
		s.queues[way] = job.New(s.db, s.clock, map[string]job.Handler{
			way.kind(): func(ctx context.Context, lease *job.Lease) error { return s.deliver(ctx, lease, sender) },
		}, s.log).OneByOne()
	}
}

// Open reports whether a channel is set up.
func (s *Service) Open(channel Channel) bool { return s.senders[channel] != nil }

// Parcel is what is to be delivered to a person, by the channels that they have
// chosen.
type Parcel struct {
	PersonID  string
	Channels  []Channel // those that aren't set up are left out
	Carries   Carries
	ObjectID  string
	MessageID string
}

// payload is that of a channel's jobs.
type payload struct {
	DeliveryID string `json:"delivery_id"`
}

// Add writes what is to be delivered, in the transaction of its cause. It may come
// after the lock of the revision counter: it reads nothing.
func (s *Service) Add(ctx context.Context, tx *activity.Tx, p Parcel) error {
	for _, channel := range p.Channels {
		way := route{channel, p.Carries}
		queue := s.queues[way]
		if queue == nil {
			continue
		}
		made := id.New()
		if err := db.Later(ctx, tx.Tx, `INSERT INTO delivery (id, person_id, channel, carries, object_id, message_id, state, attempts,
			next_at, last_error, made_at) VALUES ($1, $2, $3, $4, $5, $6, 'waiting', 0, $7, '', $7)`,
			made, p.PersonID, channel, p.Carries, p.ObjectID, p.MessageID, tx.Now); err != nil {
			return err
		}
		if _, err := queue.Enqueue(ctx, tx.Tx, way.job(made, time.UnixMilli(tx.Now))); err != nil {
			return err
		}
	}
	return nil
}

func (r route) job(deliveryID string, at time.Time) job.Job {
	return job.Job{Kind: r.kind(), UniqueKey: deliveryID, Payload: payload{deliveryID}, RunAt: at}
}

// Run delivers until ctx ends. Any number of nodes may do so.
func (s *Service) Run(ctx context.Context) {
	var running sync.WaitGroup
	for _, queue := range s.queues {
		running.Go(func() { queue.Run(ctx) })
	}
	running.Wait()
}

// Drain delivers what is due, one after the other, and returns how many attempts
// that took: for tests with a clock of theirs.
func (s *Service) Drain(ctx context.Context) (int, error) {
	all := 0
	for _, queue := range s.queues {
		ran, err := queue.Drain(ctx)
		all += ran
		if err != nil {
			return all, err
		}
	}
	return all, nil
}
