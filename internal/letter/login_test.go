package letter_test

import (
	"strings"
	"testing"
	"time"

	"cairn/internal/authz"
	"cairn/internal/login"
	"cairn/internal/mail"
	"cairn/internal/opt"
	"cairn/internal/people"
)

// TestLettersAboutALogInGoByThemselves: whatever the person's hours and choices, and
// to the address that they are about.
func TestLettersAboutALogInGoByThemselves(t *testing.T) {
	each(t, func(r *rig) {
		r.clock.Advance(14 * time.Hour) // at night
		invited, err := r.Login.Invite(t.Context(), r.olga, login.NewInvitation{Name: "Kai <b>", Email: "kai@example.com"})
		r.ok(err)
		m := r.mailTo("kai@example.com")
		if m.Subject != "Olga invites you to Cairn" || m.MessageID != invited.ID+"@cairn.example.com" || m.Unsubscribe != "" || m.ReplyTo != "" {
			t.Errorf("the invitation is %+v", m)
		}
		r.says(m, "https://cairn.example.com/join#cairn_inv_", "works once, for 14 days", "let it lie")

		_, _, err = r.Login.AcceptInvitation(t.Context(), login.Acceptance{
			Token: afterHash(m), Password: "four words in a row", TimeZone: "Asia/Tokyo",
		}, "")
		r.ok(err)
		r.ok(r.Login.Forgotten(t.Context(), "kai@example.com", "192.0.2.1"))
		_, err = r.Jobs.Drain(t.Context())
		r.ok(err)
		r.says(r.mailTo("kai@example.com"), "https://cairn.example.com/reset#cairn_rst_", "within an hour", "nothing has changed")

		kai := authz.Call{Actor: authz.Actor{PersonID: invited.PersonID, Role: authz.Member}}
		_, err = r.Login.ChangeEmail(t.Context(), kai, "four words in a row", "kai.new@example.com")
		r.ok(err)
		m = r.mailTo("kai.new@example.com")
		r.says(m, "https://cairn.example.com/confirm#cairn_adr_", "with this address from now on", "nothing changes")
		r.ok(r.Login.ConfirmEmail(t.Context(), afterHash(m)))
		m = r.mailTo("kai@example.com")
		r.says(m, "https://cairn.example.com/undo#cairn_und_", "It was not me", "puts this address back")
		if strings.Contains(m.Page.Text(), "kai.new@") {
			t.Error("the address before is told the one after")
		}
	})
}

// TestP2_AnAddressThatAnAdminChangesIsToldOfIt, without a way back: the admin may
// have reason. An address with which nobody has logged in is told nothing.
func TestP2_AnAddressThatAnAdminChangesIsToldOfIt(t *testing.T) {
	each(t, func(r *rig) {
		invited, err := r.Login.Invite(t.Context(), r.olga, login.NewInvitation{Name: "Kai <b>", Email: "kia@example.com"})
		r.ok(err)
		r.mailTo("kia@example.com")
		readdress := func(to string) {
			t.Helper()
			_, err := r.People.Update(t.Context(), r.olga, invited.PersonID, people.PersonChange{Email: opt.To(to)})
			r.ok(err)
		}
		readdress("kai@example.com") // it was mistyped
		_, err = r.Login.Invite(t.Context(), r.olga, login.NewInvitation{Name: "Kai <b>", Email: "kai@example.com"})
		r.ok(err)
		m := r.mailTo("kai@example.com")
		_, _, err = r.Login.AcceptInvitation(t.Context(), login.Acceptance{
			Token: afterHash(m), Password: "four words in a row", TimeZone: "Asia/Tokyo",
		}, "")
		r.ok(err)
		readdress("kai.new@example.com")
		m = r.mailTo("kai@example.com")
		if m.Subject != "Your address at Cairn was changed" {
			t.Errorf("the subject is %q", m.Subject)
		}
		r.says(m, "now logs in to", "with another address", "Olga", "changed it, as an admin", "ask who changed it")
		if text := m.Page.Text(); strings.Contains(text, "kai.new@") || strings.Contains(text, "#cairn_") {
			t.Errorf("the address before is told more than it should:\n%s", text)
		}
	})
}

// says holds a mail to words in both of its forms.
func (r *rig) says(m *mail.Message, words ...string) {
	r.Helper()
	html, err := m.Page.HTML()
	r.ok(err)
	text := strings.Join(strings.Fields(m.Page.Text()), " ")
	for _, want := range words {
		if !strings.Contains(text, want) || !strings.Contains(html, want) {
			r.Errorf("the mail to %s lacks %q:\n%s\n%s", m.To.Email, want, m.Page.Text(), html)
		}
	}
}

// afterHash is the secret in a mail.
func afterHash(m *mail.Message) string {
	_, rest, _ := strings.Cut(m.Page.Text(), "#")
	secret, _, _ := strings.Cut(rest, "\n")
	return secret
}
