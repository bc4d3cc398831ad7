package login

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"cairn/internal/activity"
	"cairn/internal/authz"
	"cairn/internal/clock"
	"cairn/internal/db"
	"cairn/internal/errs"
	"cairn/internal/people"
	"cairn/internal/testkit"
)

const (
	base     = "https://cairn.example.com"
	password = "four words in a row"
	agent    = "A browser"
	address  = "192.0.2.1:5555"
)

// rig is a database on one engine, with the services and a clock that stands.
type rig struct {
	*Service

	t     testing.TB
	ctx   context.Context
	db    *db.DB
	clock *clock.Fake
	owner authz.Call
}

// onBoth runs a test on both engines, in a workspace with an owner.
func onBoth(t *testing.T, test func(t *testing.T, r *rig)) {
	onBothEmpty(t, func(t *testing.T, r *rig) {
		link, err := r.SetupToken(r.ctx)
		r.must(err)
		secret, _, err := r.SetUp(r.ctx, FirstRun{
			Token: tokenOf(link), Workspace: "Cairn", Name: "Olga", Email: "olga@example.com",
			Password: password, TimeZone: "Europe/Lisbon",
		}, agent)
		r.must(err)
		r.owner = r.as(secret)
		test(t, r)
	})
}

// onBothEmpty runs a test on both engines, before there is a workspace.
func onBothEmpty(t *testing.T, test func(t *testing.T, r *rig)) {
	testkit.Each(t, func(t *testing.T, database *db.DB) { test(t, newRig(t, database)) })
}

func newRig(t testing.TB, database *db.DB) *rig {
	t.Helper()
	ctx := t.Context()
	clk := clock.NewFake(time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC))
	ledger := activity.NewLedger(database, clk, activity.NewHub())
	persons := people.New(database, ledger, clk, people.Hooks{
		Deactivated: func(ctx context.Context, tx *activity.Tx, personID, _ string) error {
			return EndAccess(ctx, tx, personID)
		},
	})
	return &rig{Service: New(database, ledger, persons, clk, base+"/"), t: t, ctx: ctx, db: database, clock: clk}
}

func tokenOf(link string) string {
	_, token, _ := strings.Cut(link, "#")
	return token
}

// as authenticates with a secret.
func (r *rig) as(secret string) authz.Call {
	r.t.Helper()
	actor, err := r.Authenticate(r.ctx, secret)
	r.must(err)
	return authz.Call{Actor: actor}
}

// join invites somebody and accepts for them; it returns their session.
func (r *rig) join(name string, role authz.Role) (string, authz.Call) {
	r.t.Helper()
	invited, err := r.Invite(r.ctx, r.owner, NewInvitation{Email: name + "@example.com", Name: name, Role: role})
	r.must(err)
	secret, _, err := r.AcceptInvitation(r.ctx, Acceptance{
		Token: tokenOf(invited.Link), Password: password, TimeZone: "America/Denver",
	}, agent)
	r.must(err)
	return secret, r.as(secret)
}

// acts are the sentences that somebody reads of what admins did.
func (r *rig) acts(reader authz.Call) string {
	r.t.Helper()
	page, err := r.people.AdminActs(r.ctx, reader.Actor, people.ActsQuery{})
	r.must(err)
	var sentences []string
	for _, act := range page.Items {
		sentences = append(sentences, act.Sentence)
	}
	return strings.Join(sentences, "\n")
}

func (r *rig) must(err error) {
	r.t.Helper()
	if err != nil {
		r.t.Fatal(err)
	}
}

// refused fails the test unless err is a refusal with this code.
func (r *rig) refused(err error, code errs.Code) *errs.Error {
	r.t.Helper()
	if !errs.Is(err, code) {
		r.t.Fatalf("got %v, want a refusal with code %q", err, code)
	}
	refusal, _ := errors.AsType[*errs.Error](err)
	return refusal
}
