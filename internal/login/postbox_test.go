package login

import (
	"context"
	"log/slog"
	"testing"

	"cairn/internal/activity"
	"cairn/internal/authz"
	"cairn/internal/db"
	"cairn/internal/delivery"
	"cairn/internal/job"
)

// postbox is a mail server whose letters the test reads.
type postbox struct {
	*rig

	delivery *delivery.Service
	letters  []Letter
	lost     bool // it takes letters, and the word of it gets lost
}

// mailing runs a test on both engines, where mails go out.
func mailing(t *testing.T, test func(t *testing.T, r *postbox)) {
	onBoth(t, func(t *testing.T, r *rig) {
		log := slog.New(slog.DiscardHandler)
		p := &postbox{rig: r, delivery: delivery.New(r.db, activity.NewLedger(r.db, r.clock, activity.NewHub()), r.clock, log)}
		p.delivery.Attach(delivery.Email, p)
		p.Outbox = p.delivery
		p.Jobs = job.New(r.db, r.clock, map[string]job.Handler{ForgottenJob: p.AnswerForgotten}, log)
		test(t, p)
	})
}

// Send takes a letter.
func (p *postbox) Send(ctx context.Context, l delivery.Letter) error {
	letter, err := p.Letter(ctx, l.ObjectID)
	if err != nil {
		return delivery.ErrNothing
	}
	p.letters = append(p.letters, letter)
	if p.lost {
		return delivery.TryAgain(nil, "the connection to the mail server broke off")
	}
	return nil
}

// post does what is due, and returns the letters that come of it.
func (p *postbox) post() []Letter {
	p.t.Helper()
	_, err := p.Jobs.Drain(p.ctx)
	p.must(err)
	p.letters = nil
	_, err = p.delivery.Drain(p.ctx)
	p.must(err)
	return p.letters
}

// only is the one letter that is posted, to an address.
func (p *postbox) only(to string) Letter {
	p.t.Helper()
	letters := p.post()
	if len(letters) != 1 || letters[0].To != to {
		p.t.Fatalf("posted %+v, want one to %s", letters, to)
	}
	return letters[0]
}

func (p *postbox) none() {
	p.t.Helper()
	if letters := p.post(); len(letters) > 0 {
		p.t.Fatalf("posted %+v", letters)
	}
}

// came lets somebody join, without letters.
func (p *postbox) came(name string) (string, authz.Call) {
	p.t.Helper()
	session, call := p.join(name, authz.Member)
	p.none() // the invitation is accepted
	return session, call
}

func (p *postbox) texts(query string) []string {
	p.t.Helper()
	found, err := db.All(p.ctx, p.db, db.Value[string], query)
	p.must(err)
	return found
}
