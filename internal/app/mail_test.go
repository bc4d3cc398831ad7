package app_test

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/url"
	"os"
	"strings"
	"testing"
	"time"

	"cairn/internal/app"
	"cairn/internal/authz"
	"cairn/internal/clock"
	"cairn/internal/db"
	"cairn/internal/opt"
	"cairn/internal/people"
	"cairn/internal/testkit"
	"cairn/internal/work"
)

// morning is a Monday, 08:00 where everybody of these tests is: an hour before
// their digests.
func morning() time.Time { return time.Date(2026, 11, 23, 8, 0, 0, 0, time.UTC) }

// canary stands in what one person of mailCompany is asked and nobody else reads.
const canary = "canary-4e1d"

// mailCompany writes what waits for the digests of so many people, who are told of
// one task each.
func mailCompany(t *testing.T, place db.Config, many int) {
	t.Helper()
	database, err := db.Open(t.Context(), place)
	if err != nil {
		t.Fatal(err)
	}
	house := app.Build(database, clock.NewFake(morning()), slog.New(slog.DiscardHandler), "http://127.0.0.1")
	must := func(err error) {
		if err != nil {
			t.Fatal(err)
		}
	}
	owner, err := house.People.CreateWorkspace(t.Context(), people.NewWorkspace{
		Name: "Cairn", Owner: "Olga", Email: "olga@example.com", TimeZone: "Europe/Lisbon",
	})
	must(err)
	olga := authz.Call{Actor: authz.Actor{PersonID: owner.ID, Role: authz.Owner}}
	for n := range many {
		who, err := house.People.Create(t.Context(), olga, people.NewPerson{
			Name: fmt.Sprintf("Person %d", n), Email: mailbox(n), TimeZone: "Europe/Lisbon",
		})
		must(err)
		title := fmt.Sprintf("Stone %d", n)
		if n == 0 {
			title += " " + canary
		}
		_, err = house.Work.Create(t.Context(), olga, work.Draft{Title: title, OwnerID: who.ID, Due: opt.To(work.Due{})})
		must(err)
	}
	_, err = house.Digest.Drain(t.Context())
	must(err)
	if err := database.Close(); err != nil {
		t.Fatal(err)
	}
}

func mailbox(n int) string { return fmt.Sprintf("person%d@example.com", n) }

// startMailing starts a server with a mail server, at an instant.
func startMailing(t *testing.T, place db.Config, smtp *testkit.MailServer, at time.Time) *process {
	t.Helper()
	t.Setenv(mailVariable, smtp.URL()+"\n"+at.Format(time.RFC3339))
	p := start(t, place)
	if err := os.Unsetenv(mailVariable); err != nil {
		t.Fatal(err)
	}
	return p
}

// TestN5_KilledWhileItMails: the server is killed in the middle of a digest run,
// again and again, once while the mail server has a mail and has not said so. No
// mail is lost; each kill makes at most one mail come twice, under its Message-ID.
func TestN5_KilledWhileItMails(t *testing.T) {
	const many, kills = 24, 4
	for name, find := range map[string]func(*testing.T) db.Config{
		"SQLite":     func(t *testing.T) db.Config { t.Helper(); return testkit.SQLitePlace(t) },
		"PostgreSQL": func(t *testing.T) db.Config { t.Helper(); return testkit.PostgresPlace(t) },
	} {
		t.Run(name, func(t *testing.T) {
			place, smtp := find(t), testkit.NewMailServer(t)
			mailCompany(t, place, many)
			at := morning().Add(time.Hour + time.Second)
			for n := range kills {
				if n%2 == 0 {
					smtp.Answer("hold", "yes") // taken, and not answered for
				}
				p := startMailing(t, place, smtp, at)
				smtp.Wait(len(smtp.Mails()) + 1 + n%2*n)
				p.kill()
				smtp.Answer("hold", "")
				at = at.Add(time.Minute) // past the leases of who was killed
			}
			p := startMailing(t, place, smtp, at)
			reached := func() map[string][]testkit.Mail {
				to := map[string][]testkit.Mail{}
				for _, m := range smtp.Mails() {
					to[m.To] = append(to[m.To], m)
				}
				return to
			}
			wait(t, "everybody has their mail", func() bool { return len(reached()) == many })
			p.stop()
			twice := 0
			for address, mails := range reached() {
				twice += len(mails) - 1
				for _, m := range mails {
					if m.Header.Get("Message-Id") != mails[0].Header.Get("Message-Id") {
						t.Errorf("%s got two different mails", address)
					}
					if strings.Contains(m.Raw, canary) != (address == mailbox(0)) {
						t.Errorf("the mail to %s has, or lacks, what is for the first person", address)
					}
				}
			}
			if twice > kills {
				t.Errorf("%d mails came twice by %d kills", twice, kills)
			}
			t.Logf("%d people, %d kills, %d mails came twice", many, kills, twice)
		})
	}
}

// TestAMailServersFaultsHoldUpNothingElse: it is dead, then it defers, then one
// mailbox does not exist; people work meanwhile, and whoever can be reached is.
func TestAMailServersFaultsHoldUpNothingElse(t *testing.T) {
	place, smtp := testkit.SQLitePlace(t), testkit.NewMailServer(t)
	mailCompany(t, place, 3)
	smtp.Answer("rcpt-"+mailbox(1), "550 5.1.1 nobody of this name")
	smtp.Answer("rcpt-"+mailbox(2), "hang")
	at := morning().Add(time.Hour + time.Second)
	p := startMailing(t, place, smtp, at)
	smtp.WaitHanging(1)
	if mails := smtp.Wait(1); mails[0].To != mailbox(0) || !strings.Contains(mails[0].Text, "Stone 0") {
		t.Errorf("the mail is to %s:\n%s", mails[0].To, mails[0].Text)
	}
	response, err := newClient(t).Get(p.base + "/readyz")
	if err != nil {
		t.Fatal(err)
	}
	_ = response.Body.Close()
	if response.StatusCode != http.StatusOK {
		t.Errorf("the server is not ready: %d", response.StatusCode)
	}
	p.kill()
	smtp.Answer("rcpt-"+mailbox(2), "")
	p = startMailing(t, place, smtp, at.Add(time.Minute))
	smtp.Wait(2)
	p.stop()
	for _, m := range smtp.Mails() {
		if m.To == mailbox(1) {
			t.Error("a mailbox that does not exist got a mail")
		}
	}
	database := testkit.Open(t, place)
	dead, err := db.All(t.Context(), database, db.Value[string], `SELECT last_error FROM delivery WHERE state = 'dead'`)
	if err != nil || len(dead) != 1 || !strings.Contains(dead[0], "refuses the address (550") {
		t.Errorf("dead letters: %q, %v", dead, err)
	}
}

// TestTheLinkThatEndsMailsAsksAndThenEndsThem: as a browser opens it, and as a mail
// program posts to it (RFC 8058), without a log-in.
func TestTheLinkThatEndsMailsAsksAndThenEndsThem(t *testing.T) {
	place, smtp := testkit.SQLitePlace(t), testkit.NewMailServer(t)
	mailCompany(t, place, 1)
	p := startMailing(t, place, smtp, morning().Add(time.Hour+time.Second))
	m := smtp.Wait(1)[0]
	link, err := url.Parse(strings.Trim(m.Header.Get("List-Unsubscribe"), "<>"))
	if err != nil || m.Header.Get("List-Unsubscribe-Post") != "List-Unsubscribe=One-Click" {
		t.Fatalf("the link is %s: %v", link, err)
	}
	client := newClient(t)
	ask := func(method, body string, headers ...string) (int, string) {
		request, err := http.NewRequestWithContext(t.Context(), method, p.base+link.Path, strings.NewReader(body))
		if err != nil {
			t.Fatal(err)
		}
		request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		for i := 0; i < len(headers); i += 2 {
			request.Header.Set(headers[i], headers[i+1])
		}
		response, err := client.Do(request)
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = response.Body.Close() }()
		if policy := response.Header.Get("Content-Security-Policy"); !strings.Contains(policy, "default-src 'none'") || strings.Contains(policy, "unsafe") {
			t.Errorf("the policy is %s", policy)
		}
		text, err := io.ReadAll(response.Body)
		if err != nil {
			t.Fatal(err)
		}
		return response.StatusCode, string(text)
	}
	byMail := func() bool {
		database, err := db.Open(t.Context(), place)
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = database.Close() }()
		ended, err := db.One(context.WithoutCancel(t.Context()), database, db.Value[bool], `SELECT EXISTS (SELECT 1 FROM notification_settings)`)
		if err != nil {
			t.Fatal(err)
		}
		return !ended
	}
	if status, page := ask("GET", ""); status != 200 || !strings.Contains(page, "No digests by email any more?") || !byMail() {
		t.Errorf("opening it answers %d, mails still come: %t\n%s", status, byMail(), page)
	}
	if status, _ := ask("POST", "", "Sec-Fetch-Site", "cross-site"); status != http.StatusForbidden || !byMail() {
		t.Errorf("another site's form is answered %d", status)
	}
	if status, page := ask("POST", "List-Unsubscribe=One-Click"); status != 200 || !strings.Contains(page, "No digests come by email any more") || byMail() {
		t.Errorf("ending them answers %d, mails still come: %t\n%s", status, byMail(), page)
	}
	link.Path += "x"
	if status, page := ask("POST", ""); status != http.StatusNotFound || !strings.Contains(page, "This link does not work") {
		t.Errorf("a wrong link answers %d\n%s", status, page)
	}
	p.stop()
}

func TestMailOptionsAreReadBeforeAnythingIsServed(t *testing.T) {
	for _, c := range []struct{ smtp, from, says string }{
		{"", "cairn@example.com", "--mail-from needs --smtp-url"},
		{"smtp://u:secret@mail.example.com", "", "needs --mail-from"},
		{"mail.example.com", "cairn@example.com", "--smtp-url must be"},
	} {
		err := app.Serve(t.Context(), app.Options{Addr: "127.0.0.1:0", Folder: t.TempDir(), SMTP: c.smtp, MailFrom: c.from},
			io.Discard, slog.New(slog.DiscardHandler), nil)
		if err == nil || !strings.Contains(err.Error(), c.says) || strings.Contains(err.Error(), "secret") {
			t.Errorf("%q from %q: %v", c.smtp, c.from, err)
		}
	}
}
