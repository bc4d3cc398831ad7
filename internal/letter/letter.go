// Package letter makes the mails of what a digest or an interruption tells, and
// hands them to the mail server: it is the email channel of package delivery.
//
//   - letter.go is the channel: to whom, when, by which headers.
//   - digest.go and interruption.go fill the page; login.go, that of invitations and
//     whatever else has to do with a log-in.
//   - links.go is where a mail leads: to pages that ask, since opening a link
//     changes nothing, and to the one that ends the mails.
//
// A mail is written when it is sent, from what its person may read then (A1), and
// leaves out what they have dealt with on Today meanwhile.
package letter

import (
	"context"
	"errors"
	"slices"
	"strings"

	"cairn/internal/clock"
	"cairn/internal/db"
	"cairn/internal/delivery"
	"cairn/internal/digest"
	"cairn/internal/inbox"
	"cairn/internal/login"
	"cairn/internal/mail"
	"cairn/internal/notify"
	"cairn/internal/people"
	"cairn/internal/work"
)

// Post takes mails.
type Post interface {
	Send(ctx context.Context, m *mail.Message) error
}

// Replies are addresses at which a task is answered by mail.
type Replies interface {
	// AddressFor is where the person's answer about the task goes; empty: it can't
	// be answered by mail.
	AddressFor(ctx context.Context, personID, taskID string) (string, error)
}

// Tasks are what an interruption may be about.
type Tasks interface {
	Seen(ctx context.Context, q db.Querier, readerID string, ids []string) ([]work.Task, error)
}

// Service is the email channel.
type Service struct {
	db       *db.DB
	people   *people.Service
	notify   *notify.Service
	digest   *digest.Service
	tasks    Tasks
	delivery *delivery.Service
	clock    clock.Clock
	baseURL  string
	post     Post // nil: no server is set up

	// Replies, where it is set before the service is used, lets people answer by
	// mail.
	Replies Replies

	// LogIn composes what is told about a log-in, with a link for this one attempt to
	// send it.
	LogIn func(ctx context.Context, id string) (login.Letter, error)

	// Unread composes the word about an answer by mail that was not understood; nil
	// where none is received.
	Unread func(ctx context.Context, id string) (inbox.Word, error)
}

// New returns the channel; what it links to begins with baseURL. It is closed
// until it is opened.
func New(database *db.DB, persons *people.Service, words *notify.Service, digests *digest.Service, tasks Tasks,
	deliveries *delivery.Service, clk clock.Clock, baseURL string,
) *Service {
	return &Service{
		db: database, people: persons, notify: words, digest: digests, tasks: tasks, delivery: deliveries, clock: clk,
		baseURL: strings.TrimSuffix(baseURL, "/"),
	}
}

// Open lets mails out, before the service is used.
func (s *Service) Open(post Post) {
	s.post = post
	s.delivery.Attach(delivery.Email, s)
}

// Send writes the mail of a letter and hands it to the server.
func (s *Service) Send(ctx context.Context, letter delivery.Letter) error {
	if letter.Carries == delivery.Invitation || letter.Carries == delivery.LogIn {
		return s.sendLogIn(ctx, letter)
	}
	who, err := s.people.Brief(ctx, s.db, letter.PersonID)
	if err != nil {
		return delivery.OrNothing(err)
	}
	settings, hours, err := s.notify.Chosen(ctx, letter.PersonID)
	if err != nil {
		return err
	}
	if !who.Active || !wanted(settings, letter.Carries) {
		return delivery.ErrNothing
	}
	message := &mail.Message{To: mail.Address{Name: who.Name, Email: who.Email}, MessageID: letter.MessageID, Date: letter.MadeAt}
	var urgent bool
	switch letter.Carries {
	case delivery.Digest:
		err = s.digestInto(ctx, message, letter)
	case delivery.Interruption:
		urgent, err = s.interruptionInto(ctx, message, letter)
	case delivery.Unread:
		urgent, err = true, s.unreadInto(ctx, message, letter) // they have just written
	default:
		return delivery.ErrNothing
	}
	if err != nil {
		return delivery.OrNothing(err)
	}
	if until := hours.HeldUntil(letter.MadeAt, s.clock.Now()); !urgent && !until.IsZero() {
		return delivery.NotBefore(until)
	}
	return failure(s.post.Send(ctx, message))
}

// wanted reports whether the person has mails of this sort still.
func wanted(settings notify.Settings, carries delivery.Carries) bool {
	channels := settings.Channels.Digest
	switch carries {
	case delivery.Interruption:
		channels = settings.Channels.Interrupt
	case delivery.Unread, delivery.Invitation, delivery.LogIn:
		return true // they have asked for it, or can't come in without it
	case delivery.Digest:
	}
	return slices.Contains(channels, notify.Email)
}

// failure says of a mail that was not taken whether to try again.
func failure(err error) error {
	failed, ok := errors.AsType[*mail.Failure](err)
	switch {
	case !ok:
		return err
	case failed.Permanent:
		return delivery.Refused(failed, "%s", failed.Words)
	}
	return delivery.TryAgain(failed, "%s", failed.Words)
}
