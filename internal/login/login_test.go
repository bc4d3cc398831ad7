package login

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"strings"
	"testing"
	"time"

	"cairn/internal/activity"
	"cairn/internal/authz"
	"cairn/internal/db"
	"cairn/internal/errs"
	"cairn/internal/testkit"
	"cairn/internal/worktime"
)

func TestFirstRun(t *testing.T) {
	onBothEmpty(t, func(t *testing.T, r *rig) {
		old, err := r.SetupToken(r.ctx)
		r.must(err)
		link, err := r.SetupToken(r.ctx)
		r.must(err)
		if !strings.HasPrefix(link, base+"/setup#cairn_set_") {
			t.Errorf("the link is %q", link)
		}
		first := FirstRun{
			Token: tokenOf(old), Workspace: "Cairn", Name: "Olga", Email: "olga@example.com", Password: password, TimeZone: "Europe/Lisbon",
		}
		_, _, err = r.SetUp(r.ctx, first, agent)
		r.refused(err, errs.NotFound) // the older link is void
		first.Token = tokenOf(link)
		wrong := first
		wrong.Password = ""
		_, _, err = r.SetUp(r.ctx, wrong, agent)
		r.refused(err, errs.Invalid)
		wrong = first
		wrong.Email, wrong.TimeZone = "olga", "Lisbon"
		_, _, err = r.SetUp(r.ctx, wrong, agent)
		r.refused(err, errs.Invalid)
		secret, actor, err := r.SetUp(r.ctx, first, agent)
		r.must(err)
		if got := r.as(secret); got.PersonID != actor.PersonID || got.Role != authz.Owner || got.Grants != nil {
			t.Errorf("the owner's session stands for %+v", got.Actor)
		}
		_, _, err = r.SetUp(r.ctx, first, agent)
		r.refused(err, errs.NotFound)
		again, err := r.SetupToken(r.ctx)
		r.must(err)
		needed, err := r.NeedsSetUp(r.ctx)
		r.must(err)
		if again != "" || needed {
			t.Errorf("a workspace that exists needs set-up: %q, %v", again, needed)
		}
		_, err = r.CreateOwner(r.ctx, FirstRun{Workspace: "Two", Name: "Two", Email: "two@example.com", TimeZone: "UTC"})
		r.refused(err, errs.StateConflict)
	})
}

func TestOwnerFromTheCommandLine(t *testing.T) {
	onBothEmpty(t, func(t *testing.T, r *rig) {
		link, err := r.CreateOwner(r.ctx, FirstRun{Workspace: "Cairn", Name: "Olga", Email: "Olga@Example.com", TimeZone: "UTC"})
		r.must(err)
		r.must(r.UseReset(r.ctx, tokenOf(link), password))
		secret, _, err := r.LogIn(r.ctx, "olga@example.com", password, agent, address)
		r.must(err)
		made, err := r.CreateTokenFor(r.ctx, "olga@example.com", NewToken{Name: "backup", Scopes: []authz.Grant{authz.GrantRead}})
		r.must(err)
		if got := r.as(made.Secret); len(got.Grants) != 1 || !got.Allows(authz.GrantRead) || got.Allows(authz.GrantWrite) {
			t.Errorf("the token stands for %+v", got.Actor)
		}
		if acts := r.acts(r.as(secret)); !strings.Contains(acts, "Whoever runs the server made an API token for you.") {
			t.Errorf("the owner reads:\n%s", acts)
		}
	})
}

// One hash is computed whether there is such a person or not, and one answer
// given: nothing tells who is here.
func TestLogInAnswersAlikeForWhoIsNotThere(t *testing.T) {
	onBoth(t, func(t *testing.T, r *rig) {
		_, left := r.join("left", authz.Member)
		_, err := r.people.Deactivate(r.ctx, r.owner, left.PersonID)
		r.must(err)
		_, err = r.Invite(r.ctx, r.owner, NewInvitation{Email: "invited@example.com", Name: "Invited"})
		r.must(err)
		var answers []string
		for _, try := range []struct{ email, password string }{
			{"olga@example.com", "not the password"},
			{"nobody@example.com", "not the password"},
			{"left@example.com", password},
			{"invited@example.com", ""},
			{"olga@example.com", strings.Repeat("x", 100_000)},
		} {
			before := r.hasher.hashed.Load()
			_, _, err := r.LogIn(r.ctx, try.email, try.password, agent, address)
			r.refused(err, errs.BadCredentials)
			if hashes := r.hasher.hashed.Load() - before; hashes != 1 {
				t.Errorf("%s: %d hashes were computed, want 1", try.email, hashes)
			}
			answers = append(answers, err.Error())
		}
		for _, answer := range answers {
			if answer != answers[0] {
				t.Errorf("answers differ: %q and %q", answer, answers[0])
			}
		}
		secret, _, err := r.LogIn(r.ctx, " OLGA@example.com", password, agent, address)
		r.must(err)
		r.as(secret)
	})
}

// TestALogInDoesNotOutliveItsPassword: while one is checked, the password is
// replaced, which ends all sessions, or the person leaves.
func TestALogInDoesNotOutliveItsPassword(t *testing.T) {
	onBoth(t, func(t *testing.T, r *rig) {
		for name, end := range map[string]func(tx *activity.Tx, personID string) error{
			"replaced": func(tx *activity.Tx, personID string) error {
				return errors.Join(r.setPassword(r.ctx, tx.Tx, personID, nobodysHash()), EndAccess(r.ctx, tx, personID))
			},
			"gone": func(tx *activity.Tx, personID string) error {
				_, err := db.Exec(r.ctx, tx.Tx, `UPDATE person SET active = FALSE WHERE id = $1`, personID)
				return errors.Join(err, EndAccess(r.ctx, tx, personID))
			},
		} {
			_, ana := r.join(name, authz.Member)
			leave := r.fill()
			ended := make(chan error, 1)
			go func() {
				_, _, err := r.LogIn(r.ctx, name+"@example.com", password, agent, address)
				ended <- err
			}()
			for len(r.hasher.waiting) <= hashesAtOnce {
				runtime.Gosched() // until it has read the hash, and waits for its turn
			}
			_, err := r.ledger.Write(r.ctx, authz.Call{}, func(_ context.Context, tx *activity.Tx) error { return end(tx, ana.PersonID) })
			r.must(err)
			leave()
			r.refused(<-ended, errs.BadCredentials)
			sessions, err := r.Sessions(r.ctx, ana.Actor)
			r.must(err)
			if len(sessions) != 0 {
				t.Errorf("%s: %d sessions are open", name, len(sessions))
			}
		}
	})
}

// fill takes all places for hashing; what it returns gives them back.
func (r *rig) fill() (leave func()) {
	r.t.Helper()
	var all []func()
	for range hashesAtOnce {
		one, err := r.hasher.enter(r.ctx)
		r.must(err)
		all = append(all, one)
	}
	return func() {
		for _, one := range all {
			one()
		}
	}
}

func TestGuessingIsSlowedDownAndNobodyIsLockedOut(t *testing.T) {
	onBoth(t, func(t *testing.T, r *rig) {
		_, _, err := r.LogIn(r.ctx, "olga@example.com", password, agent, address)
		r.must(err)
		slowed := func(email string) error {
			var err error
			for i := range 2 * accountBurst {
				_, _, err = r.LogIn(r.ctx, email, "guess", agent, fmt.Sprintf("198.51.100.%d:1", i))
				if errs.Is(err, errs.TooMany) {
					return err
				}
			}
			return err
		}
		// The same, whether the account exists.
		for _, email := range []string{"olga@example.com", "nobody@example.com"} {
			err := slowed(email)
			r.refused(err, errs.TooMany)
			if refusal, ok := errors.AsType[*errs.Error](err); !ok || refusal.RetryAfter <= 0 {
				t.Errorf("%s: the refusal %v does not say when to come back", email, err)
			}
		}
		// Olga, at her own place, gets in.
		_, _, err = r.LogIn(r.ctx, "olga@example.com", password, agent, address)
		r.must(err)
		// And from anywhere after a while.
		r.clock.Advance(2 * accountEvery)
		_, _, err = r.LogIn(r.ctx, "olga@example.com", password, agent, "203.0.113.9:1")
		r.must(err)
	})
}

func TestGuessingFromOneAddressIsSlowedDown(t *testing.T) {
	r := newBrakes(newRig(t, testkit.Open(t, testkit.SQLitePlace(t))).clock)
	var err error
	for i := range addressBurst + 1 {
		err = r.try(fmt.Sprintf("p%d@example.com", i), fmt.Sprintf("[2001:db8::%x]:1", i))
	}
	if !errs.Is(err, errs.TooMany) {
		t.Errorf("%d accounts were tried from one network, and the last answer was %v", addressBurst+1, err)
	}
}

func TestSessions(t *testing.T) {
	onBoth(t, func(t *testing.T, r *rig) {
		first, ana := r.join("ana", authz.Member)
		second, _, err := r.LogIn(r.ctx, "ana@example.com", password, "Another", address)
		r.must(err)
		list, err := r.Sessions(r.ctx, ana.Actor)
		r.must(err)
		if len(list) != 2 || list[0].Current == list[1].Current {
			t.Fatalf("ana's sessions are %+v", list)
		}
		r.refused(r.EndSession(r.ctx, r.owner, r.as(second).TokenID), errs.NotFound) // not Olga's
		r.must(r.EndSession(r.ctx, ana, r.as(second).TokenID))
		_, err = r.Authenticate(r.ctx, second)
		r.refused(err, errs.Unauthenticated)
		r.must(r.LogOut(r.ctx, ana.Actor))
		_, err = r.Authenticate(r.ctx, first)
		r.refused(err, errs.Unauthenticated)
		for _, secret := range []string{"", "cairn_ses_", "cairn_ses_" + strings.Repeat("A", secretChars), strings.Repeat("x", 1000)} {
			_, err = r.Authenticate(r.ctx, secret)
			r.refused(err, errs.Unauthenticated)
		}
	})
}

// A session lives on while it is used, and the database does not tell on which
// day that was.
func TestN7_SessionDoesNotTellWhenItWasUsed(t *testing.T) {
	onBoth(t, func(t *testing.T, r *rig) {
		secret, ana := r.join("ana", authz.Member)
		row := func() string {
			text, err := db.One(r.ctx, r.db, db.Value[string],
				`SELECT coalesce(last_used_on, '') || ' ' || CAST(expires_at AS TEXT) FROM token WHERE id = $1`, ana.TokenID)
			r.must(err)
			return text
		}
		before := row()
		for range 6 {
			r.clock.Advance(24 * time.Hour)
			r.as(secret)
		}
		if after := row(); after != before {
			t.Errorf("six days of use turned %q into %q", before, after)
		}
		for range 5 {
			r.clock.Advance(20 * 24 * time.Hour)
			r.as(secret)
		}
		if text := row(); text[0] != ' ' {
			t.Errorf("the session keeps a day: %q", text)
		}
		r.clock.Advance(sessionIdle)
		_, err := r.Authenticate(r.ctx, secret)
		r.refused(err, errs.Unauthenticated)
		swept, err := r.Sweep(r.ctx)
		r.must(err)
		if swept != 2 { // Olga's has expired as well
			t.Errorf("%d secrets were swept, want 2", swept)
		}
	})
}

// However much it is used, a session ends.
func TestSessionEndsAfterHalfAYear(t *testing.T) {
	onBoth(t, func(t *testing.T, r *rig) {
		secret, _ := r.join("ana", authz.Member)
		for range 17 {
			r.clock.Advance(10 * 24 * time.Hour)
			r.as(secret)
		}
		r.clock.Advance(10 * 24 * time.Hour)
		_, err := r.Authenticate(r.ctx, secret)
		r.refused(err, errs.Unauthenticated)
	})
}

func TestChangePasswordEndsOtherSessions(t *testing.T) {
	onBoth(t, func(t *testing.T, r *rig) {
		first, ana := r.join("ana", authz.Member)
		second, _, err := r.LogIn(r.ctx, "ana@example.com", password, agent, address)
		r.must(err)
		const fresh = "entirely other words"
		if refusal := r.refused(r.ChangePassword(r.ctx, ana, "wrong", fresh), errs.Invalid); refusal.Fields[0].Location != "body.current" {
			t.Errorf("refused at %s", refusal.Fields[0].Location)
		}
		r.refused(r.ChangePassword(r.ctx, ana, password, "short"), errs.Invalid)
		r.refused(r.ChangePassword(r.ctx, ana, password, "ana@example.com"), errs.Invalid)
		r.must(r.ChangePassword(r.ctx, ana, password, fresh))
		r.as(first)
		_, err = r.Authenticate(r.ctx, second)
		r.refused(err, errs.Unauthenticated)
		_, _, err = r.LogIn(r.ctx, "ana@example.com", password, agent, address)
		r.refused(err, errs.BadCredentials)
		_, _, err = r.LogIn(r.ctx, "ana@example.com", fresh, agent, address)
		r.must(err)
	})
}

func TestP4_DeactivationEndsAccessAtOnce(t *testing.T) {
	onBoth(t, func(t *testing.T, r *rig) {
		secret, ana := r.join("ana", authz.Member)
		made, err := r.CreateToken(r.ctx, ana, NewToken{Name: "script", Scopes: authz.Grants()[:2]})
		r.must(err)
		_, err = r.people.Deactivate(r.ctx, r.owner, ana.PersonID)
		r.must(err)
		for _, gone := range []string{secret, made.Secret} {
			_, err = r.Authenticate(r.ctx, gone)
			r.refused(err, errs.Unauthenticated)
		}
		_, err = r.people.Reactivate(r.ctx, r.owner, ana.PersonID)
		r.must(err)
		for _, gone := range []string{secret, made.Secret} {
			_, err = r.Authenticate(r.ctx, gone)
			r.refused(err, errs.Unauthenticated) // for good
		}
		_, _, err = r.LogIn(r.ctx, "ana@example.com", password, agent, address)
		r.must(err)
	})
}

func TestTokens(t *testing.T) {
	onBoth(t, func(t *testing.T, r *rig) {
		_, ana := r.join("ana", authz.Member)
		ana.Key, ana.Hash = "the-same-key", "h"
		last, err := worktime.ParseDate("", "2026-11-23")
		r.must(err)
		wanted := NewToken{Name: "script", Scopes: []authz.Grant{authz.GrantRead, authz.GrantWrite}, ExpiresOn: last}
		made, err := r.CreateToken(r.ctx, ana, wanted)
		r.must(err)
		_, err = r.CreateToken(r.ctx, ana, wanted)
		again, ok := r.refused(err, errs.ShownOnce).Details.(Token)
		if !ok || again.ID != made.ID || again.Secret != "" || !strings.HasPrefix(made.Secret, made.Prefix) {
			t.Errorf("sent again: %+v after %+v", again, made)
		}
		ana.Key = ""
		// To the end of the day in Denver, seven hours behind.
		if want := time.Date(2026, 11, 24, 7, 0, 0, 0, time.UTC); made.ExpiresAt == nil || !made.ExpiresAt.Equal(want) {
			t.Errorf("the token expires at %v, want %v", made.ExpiresAt, want)
		}
		token := r.as(made.Secret)
		_, err = r.CreateToken(r.ctx, token, NewToken{Name: "more", Scopes: []authz.Grant{authz.GrantAdmin}})
		r.refused(err, errs.Forbidden)
		_, err = r.CreateToken(r.ctx, ana, NewToken{Name: "", Scopes: []authz.Grant{authz.GrantAdmin, "all"}})
		r.refused(err, errs.Invalid)
		if refusal, ok := errors.AsType[*errs.Error](err); !ok || len(refusal.Fields) != 3 {
			t.Errorf("the refusal is %v, want three fields", err)
		}
		list, err := r.Tokens(r.ctx, ana.Actor)
		r.must(err)
		if len(list) != 1 || list[0].Secret != "" || list[0].LastUsedOn == nil {
			t.Errorf("ana's tokens are %+v", list)
		}
		r.refused(r.RevokeToken(r.ctx, r.owner, made.ID), errs.NotFound)
		r.must(r.RevokeToken(r.ctx, ana, made.ID))
		_, err = r.Authenticate(r.ctx, made.Secret)
		r.refused(err, errs.Unauthenticated)
	})
}

func TestSecretsAreStoredHashed(t *testing.T) {
	onBoth(t, func(t *testing.T, r *rig) {
		secret, _ := r.join("ana", authz.Member)
		stored, err := db.All(r.ctx, r.db, db.Value[string], `SELECT hash || prefix || name FROM token UNION ALL SELECT hash FROM password`)
		r.must(err)
		for _, row := range stored {
			if strings.Contains(row, secret[14:]) || strings.Contains(row, password) {
				t.Errorf("a row holds a secret: %s", row)
			}
		}
	})
}

func TestAtMostTwoHashesAtOnce(t *testing.T) {
	h := newHasher()
	if cap(h.running) != 2 {
		t.Fatalf("%d hashes may run at once, want 2", cap(h.running))
	}
	hash, err := h.hash(t.Context(), password)
	if err != nil || !strings.HasPrefix(hash, "$argon2id$v=19$m=19456,t=2,p=1$") {
		t.Fatalf("the hash is %q, %v", hash, err)
	}
	for range hashesAtOnce {
		leave, err := h.enter(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		defer leave()
	}
	for range hashesWaiting - hashesAtOnce {
		h.waiting <- struct{}{}
	}
	if _, err := h.hash(t.Context(), password); !errs.Is(err, errs.Busy) {
		t.Errorf("with too many waiting: %v, want to be told to come back", err)
	}
}
