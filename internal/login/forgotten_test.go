package login

import (
	"slices"
	"strings"
	"testing"
	"time"

	"cairn/internal/authz"
	"cairn/internal/delivery"
	"cairn/internal/errs"
	"cairn/internal/opt"
	"cairn/internal/people"
)

const fresh = "entirely other words"

func TestAnInvitationIsSentAndItsLinkIsOneWithTheCopiedOne(t *testing.T) {
	mailing(t, func(t *testing.T, r *postbox) {
		invite := func(byMail opt.Of[bool]) Invitation {
			made, err := r.Invite(r.ctx, r.owner, NewInvitation{Email: "ana@example.com", Name: "Ana", ByMail: byMail})
			r.must(err)
			return made
		}
		first := invite(opt.Of[bool]{})
		if first.Mailed == nil || first.Mailed.State != delivery.Waiting {
			t.Errorf("the invitation says it is mailed: %+v", first.Mailed)
		}
		letter := r.only("ana@example.com")
		if letter.About != Inviting || letter.By != "Olga" || letter.Workspace != "Cairn" || !strings.HasPrefix(letter.Link, base+"/join#") || letter.Link == first.Link {
			t.Errorf("the letter says %+v", letter)
		}
		for _, link := range []string{first.Link, letter.Link} {
			_, err := r.OpenInvitation(r.ctx, tokenOf(link))
			r.must(err)
			if slices.ContainsFunc(r.texts(`SELECT hash || name || prefix FROM token`), func(row string) bool { return strings.Contains(row, tokenOf(link)) }) {
				t.Error("a secret is stored")
			}
		}
		list, err := r.Invitations(r.ctx, r.owner.Actor)
		r.must(err)
		if len(list) != 1 || list[0].Mailed == nil || list[0].Mailed.State != delivery.Sent {
			t.Errorf("the open invitations are %+v", list)
		}

		// Sent again: what came before is void.
		second := invite(opt.To(true))
		again := r.only("ana@example.com")
		for _, link := range []string{first.Link, letter.Link} {
			_, err := r.OpenInvitation(r.ctx, tokenOf(link))
			r.refused(err, errs.NotFound)
		}
		_, _, err = r.AcceptInvitation(r.ctx, Acceptance{Token: tokenOf(again.Link), Password: password, TimeZone: "Asia/Tokyo"}, agent)
		r.must(err)
		_, err = r.OpenInvitation(r.ctx, tokenOf(second.Link))
		r.refused(err, errs.NotFound)
	})
}

func TestAnInvitationIsSentOnlyWhereItIsWantedAndStillGood(t *testing.T) {
	mailing(t, func(t *testing.T, r *postbox) {
		made, err := r.Invite(r.ctx, r.owner, NewInvitation{Email: "ana@example.com", Name: "Ana", ByMail: opt.To(false)})
		r.must(err)
		if made.Mailed != nil {
			t.Errorf("mailed: %+v", made.Mailed)
		}
		r.none()
		made, err = r.Invite(r.ctx, r.owner, NewInvitation{Email: "ana@example.com", Name: "Ana"})
		r.must(err)
		r.must(r.RevokeInvitation(r.ctx, r.owner, made.ID))
		r.none() // taken back before it went

		// The word of it gets lost: it is sent again, and what came first is good too.
		_, err = r.Invite(r.ctx, r.owner, NewInvitation{Email: "ana@example.com", Name: "Ana"})
		r.must(err)
		r.lost = true
		first := r.only("ana@example.com")
		r.lost = false
		list, err := r.Invitations(r.ctx, r.owner.Actor)
		r.must(err)
		if len(list) != 1 || list[0].Mailed.State != delivery.Waiting || list[0].Mailed.Why == "" {
			t.Errorf("the open invitations are %+v", list)
		}
		r.clock.Advance(time.Hour)
		r.only("ana@example.com")
		_, err = r.OpenInvitation(r.ctx, tokenOf(first.Link))
		r.must(err)
		r.must(r.RevokeInvitation(r.ctx, r.owner, list[0].ID))
		_, err = r.OpenInvitation(r.ctx, tokenOf(first.Link))
		r.refused(err, errs.NotFound)

		r.Outbox = nil
		_, err = r.Invite(r.ctx, r.owner, NewInvitation{Email: "ben@example.com", Name: "Ben", ByMail: opt.To(true)})
		r.refused(err, errs.StateConflict)
		made, err = r.Invite(r.ctx, r.owner, NewInvitation{Email: "ben@example.com", Name: "Ben"})
		r.must(err)
		if made.Mailed != nil || made.Link == "" {
			t.Errorf("without mail an invitation is %+v", made)
		}
	})
}

// TestAForgottenPasswordTellsNobodyWhoIsHere: until the answer is given the same is
// done for every address; what differs, a job does.
func TestAForgottenPasswordTellsNobodyWhoIsHere(t *testing.T) {
	mailing(t, func(t *testing.T, r *postbox) {
		r.came("ana")
		_, gone := r.came("gone")
		_, err := r.people.Deactivate(r.ctx, r.owner, gone.PersonID)
		r.must(err)
		_, err = r.Invite(r.ctx, r.owner, NewInvitation{Email: "new@example.com", Name: "New", ByMail: opt.To(false)})
		r.must(err)
		rows := func() [4]int {
			return [4]int{
				r.count(`SELECT count(*) FROM job`), r.count(`SELECT count(*) FROM token`),
				r.count(`SELECT count(*) FROM delivery`), r.count(`SELECT revision FROM counter`),
			}
		}
		for _, email := range []string{"nobody@example.com", "gone@example.com", "new@example.com", " Ana@Example.com", "no address at all"} {
			before, hashed := rows(), r.hasher.hashed.Load()
			r.must(r.Forgotten(r.ctx, email, address))
			after := rows()
			if after[0] != before[0]+1 || [3]int(after[1:]) != [3]int(before[1:]) || r.hasher.hashed.Load() != hashed {
				t.Errorf("%q: rows %v became %v, and %d hashes were computed", email, before, after, r.hasher.hashed.Load()-hashed)
			}
		}
		letter := r.only("ana@example.com")
		if letter.About != NewPassword || !strings.HasPrefix(letter.Link, base+"/reset#") {
			t.Errorf("the letter says %+v", letter)
		}
		for _, payload := range r.texts(`SELECT payload FROM job WHERE kind = '` + ForgottenJob + `'`) {
			if strings.Contains(payload, "@") {
				t.Errorf("a job keeps %s", payload)
			}
		}
	})
}

func TestAForgottenPasswordIsSetOnceWithinTheHourAndEndsEverything(t *testing.T) {
	mailing(t, func(t *testing.T, r *postbox) {
		secret, ana := r.came("ana")
		made, err := r.CreateToken(r.ctx, ana, NewToken{Name: "script", Scopes: []authz.Grant{authz.GrantRead}})
		r.must(err)
		ask := func() string {
			r.clock.Advance(letterEvery)
			r.must(r.Forgotten(r.ctx, "ana@example.com", address))
			return tokenOf(r.only("ana@example.com").Link)
		}
		late := ask()
		r.clock.Advance(forgottenFor)
		r.refused(r.UseReset(r.ctx, late, fresh), errs.NotFound)

		first, second := ask(), ask() // somebody else's asking voids nothing
		r.must(r.UseReset(r.ctx, first, fresh))
		for _, spent := range []string{first, second} {
			r.refused(r.UseReset(r.ctx, spent, fresh), errs.NotFound)
		}
		for _, ended := range []string{secret, made.Secret} {
			_, err = r.Authenticate(r.ctx, ended)
			r.refused(err, errs.Unauthenticated)
		}
		secret, _, err = r.LogIn(r.ctx, "ana@example.com", fresh, agent, address)
		r.must(err)
		if acts := r.acts(r.as(secret)); !strings.Contains(acts, "all sessions and tokens were ended.") {
			t.Errorf("ana reads\n%s", acts)
		}

		// It is bound to the address: another mailbox's owner does not use it.
		bound := ask()
		_, err = r.people.Update(r.ctx, r.owner, ana.PersonID, people.PersonChange{Email: opt.To("anna@example.com")})
		r.must(err)
		r.refused(r.UseReset(r.ctx, bound, fresh), errs.NotFound)

		// What can't be sent in time is not sent at all.
		r.clock.Advance(letterEvery)
		r.must(r.Forgotten(r.ctx, "anna@example.com", address))
		_, err = r.Jobs.Drain(r.ctx)
		r.must(err)
		r.clock.Advance(forgottenFor)
		r.none()
	})
}

func TestAskingForLettersIsSlowedAndLocksNobodyOut(t *testing.T) {
	mailing(t, func(t *testing.T, r *postbox) {
		r.came("ana")
		for _, email := range []string{"ana@example.com", "nobody@example.com"} {
			for range letterBurst {
				r.must(r.Forgotten(r.ctx, email, address))
			}
			refusal := r.refused(r.Forgotten(r.ctx, email, "198.51.100.7:1"), errs.TooMany)
			if refusal.RetryAfter <= 0 || refusal.RetryAfter > letterEvery {
				t.Errorf("%s: come back after %s", email, refusal.RetryAfter)
			}
		}
		if letters := r.post(); len(letters) != letterBurst {
			t.Fatalf("%d letters", len(letters))
		}
		// What others asked for is good in her hands, and she logs in meanwhile.
		_, _, err := r.LogIn(r.ctx, "ana@example.com", password, agent, address)
		r.must(err)
		r.must(r.UseReset(r.ctx, tokenOf(r.letters[0].Link), fresh))
		r.clock.Advance(letterEvery)
		r.must(r.Forgotten(r.ctx, "ana@example.com", address))

		r.clock.Advance(time.Hour)
		for n := range letterAddressBurst {
			r.must(r.Forgotten(r.ctx, strings.Repeat("x", n+1)+"@example.com", address))
		}
		r.refused(r.Forgotten(r.ctx, "other@example.com", address), errs.TooMany)
		r.must(r.Forgotten(r.ctx, "other@example.com", "198.51.100.7:1"))
		r.Outbox = nil
		r.refused(r.Forgotten(r.ctx, "ana@example.com", address), errs.StateConflict)
	})
}
