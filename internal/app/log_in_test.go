package app_test

import (
	"fmt"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"

	"cairn/internal/db"
	"cairn/internal/testkit"
)

// TestWhatALogInNeedsComesByMail goes by the real program and a real mail server:
// invited by mail, a password forgotten, the address changed and changed back.
func TestWhatALogInNeedsComesByMail(t *testing.T) {
	for name, find := range map[string]func(*testing.T) db.Config{
		"SQLite":     func(t *testing.T) db.Config { t.Helper(); return testkit.SQLitePlace(t) },
		"PostgreSQL": func(t *testing.T) db.Config { t.Helper(); return testkit.PostgresPlace(t) },
	} {
		t.Run(name, func(t *testing.T) {
			smtp := testkit.NewMailServer(t)
			p := startMailing(t, find(t), smtp, morning())
			ana := firstPerson(t, p.base, p.setUp)
			ana.token = ""
			anybody := func() *person { return &person{TB: t, client: ana.client, base: p.base} }
			logIn := func(email, password string) (*person, int) {
				who := anybody()
				return who, who.send("POST", "/session", "", fields{"email": email, "password": password}).status
			}

			ana.must("POST", "/invitations", fields{"name": "Ben", "email": "ben@example.com"}, nil)
			invited := smtp.Wait(1)[0]
			if invited.To != "ben@example.com" || invited.Header.Get("Message-Id") == "" || !strings.Contains(invited.HTML, secretIn(t, invited, "join")) {
				t.Errorf("the invitation goes to %s:\n%s", invited.To, invited.Raw)
			}
			ben := anybody()
			ben.must("POST", "/invitations/accept", fields{"token": secretIn(t, invited, "join"), "name": "Ben", "password": password, "time_zone": "UTC"}, nil)

			for _, email := range []string{"nobody@example.com", "ben@example.com"} {
				if got := anybody().send("POST", "/password-resets/ask", "", fields{"email": email}); got.status != http.StatusNoContent || len(got.body) > 0 {
					t.Errorf("%s is answered %d %s", email, got.status, got.body)
				}
			}
			forgotten := smtp.Wait(2)[1]
			const fresh = "another stone by the path"
			anybody().must("POST", "/password-resets/use", fields{"token": secretIn(t, forgotten, "reset"), "password": fresh}, nil)
			if got := ben.send("GET", "/me", "", nil); got.status != http.StatusUnauthorized {
				t.Errorf("the session before lives on: %d", got.status)
			}
			ben, status := logIn("ben@example.com", fresh)
			if status != http.StatusCreated {
				t.Fatalf("the new password is answered %d", status)
			}

			ben.must("POST", "/me/email", fields{"current": fresh, "email": "benjamin@example.com"}, nil)
			confirm := smtp.Wait(3)[2]
			if confirm.To != "benjamin@example.com" {
				t.Errorf("the letter to confirm goes to %s", confirm.To)
			}
			if _, status := logIn("benjamin@example.com", fresh); status != http.StatusUnauthorized {
				t.Errorf("an address that is not confirmed is answered %d", status)
			}
			anybody().must("POST", "/email-changes/confirm", fields{"token": secretIn(t, confirm, "confirm")}, nil)
			told := smtp.Wait(4)[3]
			if told.To != "ben@example.com" {
				t.Errorf("the address before is told at %s", told.To)
			}
			if _, status := logIn("benjamin@example.com", fresh); status != http.StatusCreated {
				t.Errorf("the confirmed address is answered %d", status)
			}
			anybody().must("POST", "/email-changes/undo", fields{"token": secretIn(t, told, "undo"), "password": password}, nil)
			if _, status := logIn("ben@example.com", password); status != http.StatusCreated {
				t.Errorf("the address before is answered %d", status)
			}
			if got := ben.send("GET", "/me", "", nil); got.status != http.StatusUnauthorized {
				t.Errorf("a session lives on over the undoing: %d", got.status)
			}

			// By an admin: told at the address before, by whom, and with no way in.
			people := struct{ Items []fields }{}
			ana.must("GET", "/people", nil, &people)
			at := slices.IndexFunc(people.Items, func(who fields) bool { return who["email"] == "ben@example.com" })
			ana.must("PATCH", fmt.Sprintf("/people/%s", people.Items[at]["id"]), fields{"email": "bennett@example.com"}, nil)
			byAdmin := smtp.Wait(5)[4]
			if byAdmin.To != "ben@example.com" || !strings.Contains(byAdmin.Text, "Ana changed it, as an admin.") || strings.Contains(byAdmin.Raw, "cairn_") ||
				strings.Contains(byAdmin.Raw, "bennett") {
				t.Errorf("the address before is told at %s:\n%s", byAdmin.To, byAdmin.Raw)
			}
			p.stop()
			if mails := smtp.Mails(); len(mails) != 5 {
				t.Errorf("%d mails went out", len(mails))
			}
		})
	}
}

// secretIn is the secret of the link to a page in a mail.
func secretIn(t *testing.T, m testkit.Mail, page string) string {
	t.Helper()
	found := regexp.MustCompile(`/` + page + `#(\S+)`).FindStringSubmatch(m.Text)
	if found == nil {
		t.Fatalf("the mail to %s has no link to %s:\n%s", m.To, page, m.Text)
	}
	return found[1]
}
