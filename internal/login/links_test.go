package login

import (
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"cairn/internal/authz"
	"cairn/internal/errs"
	"cairn/internal/opt"
	"cairn/internal/people"
)

func TestInvitationIsSingleUseAndBoundToTheAddress(t *testing.T) {
	onBoth(t, func(t *testing.T, r *rig) {
		invite := func() string {
			made, err := r.Invite(r.ctx, r.owner, NewInvitation{Email: "Ana@example.com", Name: "Ana"})
			r.must(err)
			return tokenOf(made.Link)
		}
		old, link := invite(), invite()
		_, err := r.OpenInvitation(r.ctx, old)
		r.refused(err, errs.NotFound) // a newer one was made
		opened, err := r.OpenInvitation(r.ctx, link)
		r.must(err)
		if opened != (Opened{Workspace: "Cairn", Name: "Ana", Email: "ana@example.com", By: "Olga"}) {
			t.Errorf("the invitation says %+v", opened)
		}
		who, err := r.people.BriefByEmail(r.ctx, r.db, "ana@example.com")
		r.must(err)
		_, err = r.people.Update(r.ctx, r.owner, who.ID, people.PersonChange{Email: opt.To("anna@example.com")})
		r.must(err)
		_, err = r.OpenInvitation(r.ctx, link)
		r.refused(err, errs.NotFound) // the address is another
		_, err = r.people.Update(r.ctx, r.owner, who.ID, people.PersonChange{Email: opt.To("ana@example.com")})
		r.must(err)

		acceptance := Acceptance{Token: link, Name: "Ana Maria", Password: password, TimeZone: "Nowhere"}
		_, _, err = r.AcceptInvitation(r.ctx, acceptance, agent)
		r.refused(err, errs.Invalid)
		acceptance.TimeZone = "Asia/Tokyo"
		var together sync.WaitGroup
		var accepted atomic.Int32
		for range 2 {
			together.Go(func() {
				if _, _, err := r.AcceptInvitation(r.ctx, acceptance, agent); err == nil {
					accepted.Add(1)
				}
			})
		}
		together.Wait()
		if accepted.Load() != 1 {
			t.Errorf("accepted %d times at once, want 1", accepted.Load())
		}
		person, err := r.people.Get(r.ctx, r.owner.Actor, who.ID)
		r.must(err)
		if person.Name != "Ana Maria" || person.TimeZone != "Asia/Tokyo" {
			t.Errorf("ana is %q in %s", person.Name, person.TimeZone)
		}
		_, err = r.Invite(r.ctx, r.owner, NewInvitation{Email: "ana@example.com", Name: "Ana"})
		r.refused(err, errs.StateConflict)
	})
}

func TestInvitationExpiresAndIsTakenBack(t *testing.T) {
	onBoth(t, func(t *testing.T, r *rig) {
		made, err := r.Invite(r.ctx, r.owner, NewInvitation{Email: "ana@example.com", Name: "Ana"})
		r.must(err)
		list, err := r.Invitations(r.ctx, r.owner.Actor)
		r.must(err)
		if len(list) != 1 || list[0].Link != "" || list[0].ID != made.ID {
			t.Errorf("the open invitations are %+v", list)
		}
		r.clock.Advance(invitationDays * 24 * time.Hour)
		_, err = r.OpenInvitation(r.ctx, tokenOf(made.Link))
		r.refused(err, errs.NotFound)
		made, err = r.Invite(r.ctx, r.owner, NewInvitation{Email: "ana@example.com", Name: "Ana"})
		r.must(err)
		r.must(r.RevokeInvitation(r.ctx, r.owner, made.ID))
		_, err = r.OpenInvitation(r.ctx, tokenOf(made.Link))
		r.refused(err, errs.NotFound)
	})
}

func TestOnlyAdminsInviteAndReset(t *testing.T) {
	onBoth(t, func(t *testing.T, r *rig) {
		_, member := r.join("member", authz.Member)
		_, admin := r.join("admin", authz.Admin)
		_, err := r.Invite(r.ctx, member, NewInvitation{Email: "x@example.com", Name: "X"})
		r.refused(err, errs.Forbidden)
		_, err = r.Invitations(r.ctx, member.Actor)
		r.refused(err, errs.Forbidden)
		_, err = r.CreateResetLink(r.ctx, member, admin.PersonID)
		r.refused(err, errs.Forbidden)
		_, err = r.CreateResetLink(r.ctx, admin, r.owner.PersonID)
		r.refused(err, errs.Forbidden) // an admin does not become an owner that way
		_, err = r.Invite(r.ctx, admin, NewInvitation{Email: "x@example.com", Name: "X", Role: authz.Owner})
		r.refused(err, errs.Forbidden)
	})
}

func TestP2_ResetEndsEverythingAndIsShownToThePerson(t *testing.T) {
	onBoth(t, func(t *testing.T, r *rig) {
		secret, ana := r.join("ana", authz.Member)
		made, err := r.CreateToken(r.ctx, ana, NewToken{Name: "script", Scopes: []authz.Grant{authz.GrantRead}})
		r.must(err)
		old, err := r.CreateResetLink(r.ctx, r.owner, ana.PersonID)
		r.must(err)
		link, err := r.ResetLinkFor(r.ctx, "ana@example.com")
		r.must(err)
		const fresh = "entirely other words"
		_, err = r.OpenReset(r.ctx, tokenOf(old))
		r.refused(err, errs.NotFound)
		opened, err := r.OpenReset(r.ctx, tokenOf(link))
		r.must(err)
		if opened != (Opened{Workspace: "Cairn", Name: "ana", Email: "ana@example.com"}) {
			t.Errorf("the link says %+v", opened)
		}
		r.refused(r.UseReset(r.ctx, tokenOf(old), fresh), errs.NotFound) // a newer one was made
		r.refused(r.UseReset(r.ctx, tokenOf(link), "short"), errs.Invalid)
		r.must(r.UseReset(r.ctx, tokenOf(link), fresh))
		r.refused(r.UseReset(r.ctx, tokenOf(link), fresh), errs.NotFound)
		for _, gone := range []string{secret, made.Secret} {
			_, err = r.Authenticate(r.ctx, gone)
			r.refused(err, errs.Unauthenticated)
		}
		secret, _, err = r.LogIn(r.ctx, "ana@example.com", fresh, agent, address)
		r.must(err)
		acts := r.acts(r.as(secret))
		for _, sentence := range []string{
			"Olga made a link with which your password can be set anew.",
			"Whoever runs the server made a link with which your password can be set anew.",
			"all sessions and tokens were ended.",
			"Olga invited you.",
		} {
			if !strings.Contains(acts, sentence) {
				t.Errorf("ana does not read %q in:\n%s", sentence, acts)
			}
		}
		link, err = r.CreateResetLink(r.ctx, r.owner, ana.PersonID)
		r.must(err)
		r.clock.Advance(resetHours * time.Hour)
		r.refused(r.UseReset(r.ctx, tokenOf(link), fresh), errs.NotFound)
	})
}
