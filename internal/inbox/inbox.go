// Package inbox receives what people answer by mail, and does what it says as the
// person who was asked. Whoever never logs in completes a request so.
//
//   - inbox.go makes the addresses to answer to ([Service.AddressFor]) and takes a
//     message ([Service.Take]); package reply reads it.
//   - act.go does what the words mean, through the same services as the app.
//   - unread.go answers what was not understood, at most three times a day about
//     one task and never to a machine (RFC 3834).
//   - smtp.go is the server that listens for SMTP or LMTP: it accepts mail for
//     addresses that are known, and relays nothing.
//
// An address is the right to answer one task as one person, no more: it reads
// nothing, and ends when the task is closed or the person leaves; for good, also
// where the task is opened again. Done twice, by a
// message that is delivered twice, nothing happens twice: its Message-ID is the
// key of what it does (rule W14).
package inbox

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"log/slog"
	"strings"
	"time"

	"cairn/internal/activity"
	"cairn/internal/authz"
	"cairn/internal/brake"
	"cairn/internal/clock"
	"cairn/internal/db"
	"cairn/internal/delivery"
	"cairn/internal/errs"
	"cairn/internal/id"
	"cairn/internal/login"
	"cairn/internal/reply"
	"cairn/internal/work"
	"cairn/internal/worktime"
)

// Tokens are the addresses' secrets.
type Tokens interface {
	CreateReply(ctx context.Context, personID, taskID string) (string, error)
	FindReply(ctx context.Context, secret string) (login.Reply, error)
}

// Work is what an answer does.
type Work interface {
	Get(ctx context.Context, actor authz.Actor, id string) (work.Task, error)
	ClosedSince(ctx context.Context, id string, since time.Time) (bool, error)
	Answer(ctx context.Context, call authz.Call, id string, given *work.Answer) (work.Result, error)
	Accept(ctx context.Context, call authz.Call, id string, place work.Place) (work.Result, error)
	Decline(ctx context.Context, call authz.Call, id, reason string) (work.Result, error)
	Complete(ctx context.Context, call authz.Call, id string, outcome *work.Outcome) (work.Result, error)
	Propose(ctx context.Context, call authz.Call, id string, offer work.Offer) (work.Result, error)
	AcceptProposal(ctx context.Context, call authz.Call, id, proposalID string, place work.Place) (work.Result, error)
	DeclineProposal(ctx context.Context, call authz.Call, id, proposalID, reason string) (work.Result, error)
	CounterProposal(ctx context.Context, call authz.Call, id, proposalID string, offer work.Offer) (work.Result, error)
	Edit(ctx context.Context, call authz.Call, id string, patch work.Patch) (work.Result, error)
	AddComment(ctx context.Context, call authz.Call, taskID string, comment work.NewComment) (work.Comment, error)
}

// People gives the calendars in which dates are read.
type People interface {
	Calendars(ctx context.Context, q db.Querier, ids []string) (map[string]*worktime.Calendar, error)
}

// Outbox takes the word back.
type Outbox interface {
	Add(ctx context.Context, tx *activity.Tx, p delivery.Parcel) error
}

// Service receives.
type Service struct {
	db     *db.DB
	ledger *activity.Ledger
	tokens Tokens
	work   Work
	people People
	outbox Outbox
	clock  clock.Clock
	log    *slog.Logger
	domain string // of the addresses; empty: nothing is received
	mails  brake.Brakes[string]
}

// New returns the service. Its addresses are reply+…@domain; without a domain
// there are none.
func New(database *db.DB, ledger *activity.Ledger, tokens Tokens, tasks Work, persons People, outbox Outbox, clk clock.Clock, log *slog.Logger, domain string) *Service {
	return &Service{
		db: database, ledger: ledger, tokens: tokens, work: tasks, people: persons, outbox: outbox, clock: clk, log: log,
		domain: strings.ToLower(domain),
	}
}

// prefix begins the local part of each address.
const prefix = "reply+"

// AddressFor makes an address at which one person answers one task; empty where no
// mail is received. Each mail gets its own.
func (s *Service) AddressFor(ctx context.Context, personID, taskID string) (string, error) {
	if s.domain == "" {
		return "", nil
	}
	secret, err := s.tokens.CreateReply(ctx, personID, taskID)
	if err != nil {
		return "", err
	}
	return prefix + secret + "@" + s.domain, nil
}

// Letterbox is a known address, with the task that it is about as its person reads
// it now.
type Letterbox struct {
	login.Reply

	task  work.Task
	ended bool // its question is answered: it only knows the message that did so, if that comes again
}

func (b *Letterbox) actor() authz.Actor {
	return authz.Actor{PersonID: b.PersonID, Role: b.Role, TokenID: b.TokenID, Grants: []authz.Grant{authz.GrantWrite}}
}

// Find tells what an address is for; errs.NotFound where it is for nothing, or not
// any more.
func (s *Service) Find(ctx context.Context, address string) (*Letterbox, error) {
	unknown := errs.New(errs.NotFound, "there is no such address to answer to; look whether it is whole, or answer in Cairn")
	local, domain, found := strings.Cut(strings.ToLower(address), "@")
	secret, ours := strings.CutPrefix(local, prefix)
	if !found || !ours || s.domain == "" || domain != s.domain {
		return nil, unknown
	}
	token, err := s.tokens.FindReply(ctx, secret)
	if errs.Is(err, errs.NotFound) {
		return nil, unknown
	}
	if err != nil {
		return nil, err
	}
	box := &Letterbox{Reply: token}
	box.task, err = s.work.Get(ctx, authz.Actor{PersonID: box.PersonID, Role: box.Role}, box.TaskID)
	if errs.Is(err, errs.NotFound) {
		return nil, unknown
	}
	if err != nil {
		return nil, err
	}
	if box.ended, err = s.work.ClosedSince(ctx, box.TaskID, box.MadeAt); err != nil || !box.ended {
		return box, err
	}
	// The mail that closed it may come once more, when our word that we have it was
	// lost.
	answered, err := s.answered(ctx, box)
	if err != nil {
		return nil, err
	}
	if !answered {
		return nil, errs.New(errs.NotFound, "what this was about is closed; nothing more is to be answered")
	}
	return box, nil
}

// again is how long after its answer an address still takes the same message.
const again = 24 * time.Hour

func (s *Service) answered(ctx context.Context, box *Letterbox) (bool, error) {
	return db.One(ctx, s.db, db.Value[bool], `SELECT EXISTS (SELECT 1 FROM mail_answer
		WHERE task_id = $1 AND person_id = $2 AND at > $3 AND token_id = $4 AND why = '')`,
		box.TaskID, box.PersonID, s.clock.Now().Add(-again).UnixMilli(), box.TokenID)
}

// Take does what a message says, at an address. It returns an error only where the
// message should be sent again later; what can't be read or done is answered by a
// mail of its own.
func (s *Service) Take(ctx context.Context, box *Letterbox, sender string, content []byte) error {
	mail, err := reply.Read(bytes.NewReader(content))
	if err != nil {
		return errs.Wrap(err, errs.Invalid, "this message can't be read; send it as plain text")
	}
	if mail.Machine || sender == "" {
		return nil // a bounce, an out-of-office note: no answer, and never answered
	}
	sum := sha256.New()
	sum.Write([]byte(box.TokenID + "\x00" + mail.MessageID))
	if mail.MessageID == "" {
		sum.Write(content)
	}
	hash := hex.EncodeToString(sum.Sum(nil))
	known, err := db.One(ctx, s.db, db.Value[bool], `SELECT EXISTS (SELECT 1 FROM mail_answer WHERE hash = $1)`, hash)
	if err != nil || known {
		return err
	}
	why := ""
	if err := s.do(ctx, box, mail.Words, hash); err != nil {
		if why = refusal(err); why == "" {
			return err
		}
	}
	return s.note(ctx, box, mail.MessageID, hash, why)
}

// refusal is what a person is told of an error; empty where it will pass by itself.
func refusal(err error) string {
	if unread, ok := errors.AsType[*reply.Unread](err); ok {
		return unread.Why
	}
	switch code := errs.CodeOf(err); code {
	case errs.Internal, errs.Busy, errs.Unavailable, errs.DiskFull, errs.TooMany:
		return ""
	case errs.NotFound:
		return "what it is about is not there for you any more"
	case errs.KeyReused:
		return "it came under the Message-ID of another message; send it anew"
	default:
		return messageOf(err)
	}
}

// keep is how long it is known which messages came.
const keep = 60 * 24 * time.Hour

// Sweep forgets messages that came long ago.
func (s *Service) Sweep(ctx context.Context) error {
	return s.db.Write(ctx, func(ctx context.Context, tx *db.Tx) error {
		_, err := db.Exec(ctx, tx, `DELETE FROM mail_answer WHERE id IN (SELECT id FROM mail_answer WHERE at < $1 LIMIT 1000)`,
			s.clock.Now().Add(-keep).UnixMilli())
		return err
	})
}

// note keeps that a message came, and has what was not understood answered.
func (s *Service) note(ctx context.Context, box *Letterbox, messageID, hash, why string) error {
	const aDay = 24 * time.Hour
	_, err := s.ledger.Write(ctx, authz.Call{}, func(ctx context.Context, tx *activity.Tx) error {
		answer := why != ""
		if answer {
			before, err := db.One(ctx, tx, db.Value[int], `SELECT count(*) FROM mail_answer
				WHERE task_id = $1 AND person_id = $2 AND at > $3 AND why <> ''`, box.TaskID, box.PersonID, tx.Now-aDay.Milliseconds())
			if err != nil {
				return err
			}
			answer = before < mostWords
		}
		made := id.New()
		rows, err := db.Exec(ctx, tx.Tx, `INSERT INTO mail_answer (id, hash, token_id, person_id, task_id, message_id, why, at)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (hash) DO NOTHING`,
			made, hash, box.TokenID, box.PersonID, box.TaskID, headerSafe(messageID), why, tx.Now)
		if err != nil || rows == 0 || !answer {
			return err
		}
		return s.outbox.Add(ctx, tx, delivery.Parcel{
			PersonID: box.PersonID, Channels: []delivery.Channel{delivery.Email}, Carries: delivery.Unread, ObjectID: made,
			MessageID: made + "@" + s.domain,
		})
	})
	return err
}
