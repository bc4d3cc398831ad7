package login

import (
	"strings"
	"testing"

	"cairn/internal/errs"
)

func TestP2_AnotherAddressHoldsOnceItIsConfirmedThere(t *testing.T) {
	mailing(t, func(t *testing.T, r *postbox) {
		_, ana := r.came("ana")
		r.came("ben")
		change := func(to string) Letter {
			r.clock.Advance(letterEvery)
			stands, err := r.ChangeEmail(r.ctx, ana, password, to)
			r.must(err)
			if !stands.ByMail || stands.Email == to || stands.Waiting == nil || stands.Waiting.Email != strings.ToLower(to) || stands.Waiting.Mailed == nil {
				t.Fatalf("asked for %s, it stands so: %+v", to, stands)
			}
			return r.only(strings.ToLower(to))
		}
		for to, code := range map[string]errs.Code{"nonsense": errs.Invalid, "ben@example.com": errs.Duplicate} {
			_, err := r.ChangeEmail(r.ctx, ana, password, to)
			if refusal := r.refused(err, code); refusal.Fields[0].Location != "body.email" {
				t.Errorf("%s is refused at %s", to, refusal.Fields[0].Location)
			}
		}
		first := change("first@example.com")
		second := change("Second@example.com")
		r.refused(r.ConfirmEmail(r.ctx, tokenOf(first.Link)), errs.NotFound) // another one waits
		if second.About != ConfirmAddress || !strings.HasPrefix(second.Link, base+"/confirm#") {
			t.Errorf("the letter says %+v", second)
		}
		// Nothing has changed yet, and it can be taken back, by an act or by one's password.
		_, _, err := r.LogIn(r.ctx, "ana@example.com", password, agent, address)
		r.must(err)
		r.must(r.KeepEmail(r.ctx, ana))
		r.refused(r.ConfirmEmail(r.ctx, tokenOf(second.Link)), errs.NotFound)
		third := change("third@example.com")
		r.must(r.ChangePassword(r.ctx, ana, password, fresh))
		r.must(r.ChangePassword(r.ctx, ana, fresh, password))
		r.refused(r.ConfirmEmail(r.ctx, tokenOf(third.Link)), errs.NotFound)
		late := change("late@example.com")
		r.clock.Advance(confirmFor)
		r.refused(r.ConfirmEmail(r.ctx, tokenOf(late.Link)), errs.NotFound)

		last := change("anna@example.com")
		opened, err := r.OpenReaddressing(r.ctx, tokenOf(last.Link))
		r.must(err)
		if opened != (Readdressing{Workspace: "Cairn", Name: "ana", Email: "anna@example.com"}) {
			t.Errorf("the link says %+v", opened)
		}
		r.must(r.ConfirmEmail(r.ctx, tokenOf(last.Link)))
		r.refused(r.ConfirmEmail(r.ctx, tokenOf(last.Link)), errs.NotFound)
		told := r.only("ana@example.com")
		if told.About != AddressChanged || !strings.HasPrefix(told.Link, base+"/undo#") {
			t.Errorf("the letter to the address before says %+v", told)
		}
		secret, _, err := r.LogIn(r.ctx, "anna@example.com", password, agent, address)
		r.must(err)
		if acts := r.acts(r.as(secret)); strings.Count(acts, "You changed your own email address.") != 1 {
			t.Errorf("ana reads\n%s", acts)
		}
	})
}

// TestAChangedAddressIsUndoneByWhoReadsMailThere: somebody at an open screen, who
// knows the password, takes an account over; its owner takes it back, whatever was
// done meanwhile, and whoever took it can't undo that.
func TestAChangedAddressIsUndoneByWhoReadsMailThere(t *testing.T) {
	mailing(t, func(t *testing.T, r *postbox) {
		_, ana := r.came("ana")
		move := func(to, from string) Letter {
			r.clock.Advance(letterEvery)
			_, err := r.ChangeEmail(r.ctx, ana, password, to)
			r.must(err)
			r.must(r.ConfirmEmail(r.ctx, tokenOf(r.only(to).Link)))
			return r.only(from)
		}
		owners := move("thief@example.com", "ana@example.com")
		thiefs := move("hideout@example.com", "thief@example.com")
		r.must(r.Forgotten(r.ctx, "hideout@example.com", address))
		r.must(r.UseReset(r.ctx, tokenOf(r.only("hideout@example.com").Link), "the thief has a password"))
		r.refused(r.UndoEmail(r.ctx, tokenOf(owners.Link), "short"), errs.Invalid)

		// The thief goes back one step; the owner goes back to the beginning.
		r.must(r.UndoEmail(r.ctx, tokenOf(thiefs.Link), "the thief has another one"))
		thief, _, err := r.LogIn(r.ctx, "thief@example.com", "the thief has another one", agent, address)
		r.must(err)
		opened, err := r.OpenReaddressing(r.ctx, tokenOf(owners.Link))
		r.must(err)
		if opened.Email != "ana@example.com" || !opened.Undo {
			t.Errorf("the link says %+v", opened)
		}
		r.must(r.UndoEmail(r.ctx, tokenOf(owners.Link), fresh))
		_, err = r.Authenticate(r.ctx, thief)
		r.refused(err, errs.Unauthenticated)
		_, _, err = r.LogIn(r.ctx, "ana@example.com", fresh, agent, address)
		r.must(err)
		r.refused(r.UndoEmail(r.ctx, tokenOf(owners.Link), fresh), errs.NotFound)

		// Undone first, the thief's way back leads nowhere.
		r.must(r.UseReset(r.ctx, r.askReset("ana@example.com"), password))
		owners, thiefs = move("thief@example.com", "ana@example.com"), move("hideout@example.com", "thief@example.com")
		r.must(r.UndoEmail(r.ctx, tokenOf(owners.Link), fresh))
		r.refused(r.UndoEmail(r.ctx, tokenOf(thiefs.Link), fresh), errs.NotFound)
		r.clock.Advance(wayBackFor)
		n, err := r.Sweep(r.ctx)
		r.must(err)
		if left := r.count(`SELECT count(*) FROM token WHERE kind IN ('address', 'undo', 'reset')`); left != 0 {
			t.Errorf("%d links are left after %d were swept", left, n)
		}
	})
}

// askReset is the secret of a link for a new password.
func (p *postbox) askReset(email string) string {
	p.t.Helper()
	p.clock.Advance(letterEvery)
	p.must(p.Forgotten(p.ctx, email, address))
	return tokenOf(p.only(email).Link)
}
