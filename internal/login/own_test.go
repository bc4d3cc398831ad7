package login

import (
	"strings"
	"testing"
	"time"

	"cairn/internal/authz"
	"cairn/internal/errs"
	"cairn/internal/opt"
	"cairn/internal/people"
)

func TestOwnPasswordIsGuessedNoFasterThanAtTheLogIn(t *testing.T) {
	onBoth(t, func(t *testing.T, r *rig) {
		_, ana := r.join("ana", authz.Member)
		for range accountBurst {
			r.refused(r.ChangePassword(r.ctx, ana, "wrong", "entirely other words"), errs.Invalid)
		}
		r.refused(r.ChangePassword(r.ctx, ana, password, "entirely other words"), errs.TooMany)
		_, err := r.ChangeEmail(r.ctx, ana, password, "anna@example.com")
		r.refused(err, errs.TooMany)
		r.clock.Advance(accountEvery)
		r.must(r.ChangePassword(r.ctx, ana, password, "entirely other words"))
	})
}

func TestTheOldestSessionEndsBeyondTheMost(t *testing.T) {
	onBoth(t, func(t *testing.T, r *rig) {
		first, ana := r.join("ana", authz.Member)
		other, _ := r.join("ben", authz.Member)
		var second, last string
		for i := range maxSessions {
			r.clock.Advance(time.Minute)
			secret, _, err := r.LogIn(r.ctx, "ana@example.com", password, agent, address)
			r.must(err)
			if i == 0 {
				second = secret
			}
			last = secret
		}
		_, err := r.Authenticate(r.ctx, first)
		r.refused(err, errs.Unauthenticated)
		for _, secret := range []string{second, last, other} {
			_, err = r.Authenticate(r.ctx, secret)
			r.must(err)
		}
		list, err := r.Sessions(r.ctx, ana.Actor)
		r.must(err)
		if len(list) != maxSessions {
			t.Errorf("%d sessions", len(list))
		}
	})
}

func TestP2_AnAddressIsChangedByAnAdminOrByOnesPassword(t *testing.T) {
	onBoth(t, func(t *testing.T, r *rig) {
		_, ana := r.join("ana", authz.Member)
		_, admin := r.join("admin", authz.Admin)
		email := func(to string) people.PersonChange { return people.PersonChange{Email: opt.To(to)} }

		// By oneself, with the password alone, whatever one's role.
		for _, who := range []authz.Call{ana, admin, r.owner} {
			_, err := r.people.Update(r.ctx, who, who.PersonID, email("mine@example.com"))
			r.refused(err, errs.Forbidden)
		}
		_, err := r.ChangeEmail(r.ctx, ana, "wrong", "anna@example.com")
		if refusal := r.refused(err, errs.Invalid); refusal.Fields[0].Location != "body.current" {
			t.Errorf("refused at %s", refusal.Fields[0].Location)
		}
		for to, code := range map[string]errs.Code{"nonsense": errs.Invalid, "ADMIN@example.com": errs.Duplicate} {
			_, err = r.ChangeEmail(r.ctx, ana, password, to)
			if refusal := r.refused(err, code); refusal.Fields[0].Location != "body.email" {
				t.Errorf("%s is refused at %s", to, refusal.Fields[0].Location)
			}
		}
		changed, err := r.ChangeEmail(r.ctx, ana, password, "Anna@example.com")
		r.must(err)
		if changed.Email != "anna@example.com" {
			t.Errorf("the address is %s", changed.Email)
		}
		_, _, err = r.LogIn(r.ctx, "ana@example.com", password, agent, address)
		r.refused(err, errs.BadCredentials)
		_, _, err = r.LogIn(r.ctx, "anna@example.com", password, agent, address)
		r.must(err)

		// By an admin, at once, and shown to the person for ever; of an owner by owners only.
		_, err = r.people.Update(r.ctx, admin, ana.PersonID, email("ana.silva@example.com"))
		r.must(err)
		_, err = r.people.Update(r.ctx, admin, r.owner.PersonID, email("taken@example.com"))
		r.refused(err, errs.Forbidden)
		acts := r.acts(ana)
		for _, sentence := range []string{"You changed your own email address.", "admin changed your email address."} {
			if !strings.Contains(acts, sentence) {
				t.Errorf("ana does not read %q in:\n%s", sentence, acts)
			}
		}
	})
}
