// Package channel is the ways out beside mail: a person's own webhook, and the
// notices of their browsers.
//
//   - channel.go is what both have in common: whether and when a letter of package
//     delivery goes out, and the few words that it comes to.
//   - webhook.go keeps each person's address at a chat, hook.go calls it: with
//     counts and a link, and with content only where its person has said that
//     nobody else reads there.
//   - device.go keeps the browsers that show notices, push.go reaches them (RFC
//     8291, RFC 8292).
//
// All addresses are such as people gave: they are called through package outward.
package channel

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"strings"
	"time"

	"cairn/internal/activity"
	"cairn/internal/authz"
	"cairn/internal/brake"
	"cairn/internal/clock"
	"cairn/internal/db"
	"cairn/internal/delivery"
	"cairn/internal/errs"
	"cairn/internal/notify"
	"cairn/internal/outward"
	"cairn/internal/people"
)

// Told is what a digest tells that is not dealt with yet.
type Told struct {
	Counts []string // such as "3 to decide"
	Lines  []string // a sentence for each, as its person may read it now
}

// Digests reads a digest when it is sent, with earlier ones that were held up.
type Digests func(ctx context.Context, personID, digestID string, also ...string) (Told, error)

// People tells who somebody is.
type People interface {
	Brief(ctx context.Context, q db.Querier, id string) (people.Brief, error)
}

// Service is both channels.
type Service struct {
	db      *db.DB
	ledger  *activity.Ledger
	notify  *notify.Service
	digests Digests
	people  People
	clock   clock.Clock
	baseURL string
	check   outward.Check
	client  *http.Client
	tries   brake.Brakes[string] // by person
}

// New returns the channels; what they link to begins with baseURL. Check says
// which addresses may be called, and the client calls no others.
func New(database *db.DB, ledger *activity.Ledger, words *notify.Service, digests Digests, persons People,
	clk clock.Clock, baseURL string, check outward.Check, client *http.Client,
) *Service {
	return &Service{
		db: database, ledger: ledger, notify: words, digests: digests, people: persons, clock: clk,
		baseURL: strings.TrimSuffix(baseURL, "/"), check: check, client: client,
	}
}

// WaysOut are a person's own ways out. Its JSON is the API's, for that person
// alone.
type WaysOut struct {
	Webhook   *Webhook `json:"webhook" doc:"Null: none"`
	Devices   []Device `json:"devices" doc:"The browsers that show notices"`
	PublicKey string   `json:"public_key" doc:"What a browser subscribes with (VAPID)"`
}

// Of tells the actor's own ways out.
func (s *Service) Of(ctx context.Context, actor authz.Actor) (WaysOut, error) {
	var mine WaysOut
	err := s.db.Snapshot(ctx, func(q db.Querier) error {
		keys, err := readKeys(ctx, q)
		if err != nil && !errors.Is(err, db.ErrNoRow) {
			return err
		}
		mine.PublicKey = keys.public
		if mine.Webhook, err = webhookOf(ctx, q, actor.PersonID); err != nil {
			return err
		}
		mine.Devices, err = devicesOf(ctx, q, actor.PersonID)
		return err
	})
	return mine, err
}

// message is what a letter comes to.
type message struct {
	words   string   // a sentence with counts, without content
	content []string // a line for each thing, where content may go out
	urgent  bool     // it is an interruption
}

// compose reads what a letter says now; delivery.ErrNothing where that is nothing,
// or its person doesn't want it by this channel any more.
func (s *Service) compose(ctx context.Context, letter delivery.Letter, channel notify.Channel) (message, error) {
	who, err := s.people.Brief(ctx, s.db, letter.PersonID)
	if err != nil {
		return message{}, delivery.OrNothing(err)
	}
	settings, hours, err := s.notify.Chosen(ctx, letter.PersonID)
	if err != nil {
		return message{}, err
	}
	chosen := settings.Channels.Digest
	if letter.Carries == delivery.Interruption {
		chosen = settings.Channels.Interrupt
	}
	if !who.Active || !slices.Contains(chosen, channel) {
		return message{}, delivery.ErrNothing
	}
	var m message
	cannotWait := false
	switch letter.Carries {
	case delivery.Digest:
		m, err = s.digest(ctx, letter)
	case delivery.Interruption:
		m, cannotWait, err = s.interruption(ctx, letter)
	default:
		return m, delivery.ErrNothing
	}
	if err != nil {
		return m, delivery.OrNothing(err)
	}
	if until := hours.HeldUntil(letter.MadeAt, s.clock.Now()); !cannotWait && !until.IsZero() {
		return m, delivery.NotBefore(until)
	}
	return m, nil
}

func (s *Service) digest(ctx context.Context, letter delivery.Letter) (message, error) {
	told, err := s.digests(ctx, letter.PersonID, letter.ObjectID, letter.Also...)
	if err != nil {
		return message{}, err
	}
	if len(told.Counts) == 0 {
		return message{}, delivery.ErrNothing
	}
	return message{words: "Your digest: " + strings.Join(told.Counts, ", "), content: told.Lines}, nil
}

func (s *Service) interruption(ctx context.Context, letter delivery.Letter) (m message, cannotWait bool, err error) {
	i, err := s.notify.Interruption(ctx, letter.PersonID, letter.ObjectID)
	if err != nil {
		return m, false, err
	}
	if i.Rating != nil {
		return m, false, delivery.ErrNothing // it has reached them already
	}
	sender, err := s.people.Brief(ctx, s.db, i.SenderID)
	if err != nil {
		return m, false, err
	}
	return message{
		words: "Somebody needs you now, and gave a reason", content: []string{sender.Name + " writes: " + i.Reason}, urgent: true,
	}, i.CannotWait, nil
}

// How often somebody may have a message sent to try their channel.
const (
	tryBurst = 5
	tryEvery = 10 * time.Second
)

// mayTry slows down whoever tries again and again: what is called is not ours.
func (s *Service) mayTry(personID string) error {
	wait := s.tries.Take(s.clock.Now(), personID, tryBurst, tryEvery)
	if wait == 0 {
		return nil
	}
	slow := errs.New(errs.TooMany, "that was tried often just now; wait a little and try again")
	slow.RetryAfter = wait
	return slow
}
