package app_test

import (
	"bytes"
	"context"
	"io"
	"log/slog"
	netsmtp "net/smtp"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"cairn/internal/app"
	"cairn/internal/authz"
	"cairn/internal/clock"
	"cairn/internal/db"
	"cairn/internal/people"
	"cairn/internal/request"
	"cairn/internal/testkit"
	"cairn/internal/work"
	"cairn/internal/worktime"
)

// asked is a workspace in which Olga has asked Ana for a number, by a request; Ana
// has no password.
func asked(t *testing.T, place db.Config) (olga authz.Actor, requestID string) {
	t.Helper()
	database, err := db.Open(t.Context(), place)
	if err != nil {
		t.Fatal(err)
	}
	house := app.Build(database, clock.NewFake(morning()), slog.New(slog.DiscardHandler), "http://127.0.0.1")
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	owner, err := house.People.CreateWorkspace(t.Context(), people.NewWorkspace{
		Name: "Cairn", Owner: "Olga", Email: "olga@example.com", TimeZone: "Europe/Lisbon",
	})
	must(err)
	olga = authz.Actor{PersonID: owner.ID, Role: authz.Owner}
	ana, err := house.People.Create(t.Context(), authz.Call{Actor: olga}, people.NewPerson{Name: "Ana", Email: "ana@example.com", TimeZone: "Europe/Lisbon"})
	must(err)
	friday, err := worktime.ParseDate("", "2026-11-27")
	must(err)
	told, err := house.Request.Send(t.Context(), authz.Call{Actor: olga}, request.Draft{
		Title: "Headcount", Why: "finance closes Monday", Kind: work.AnswerNumber,
		To: people.Targets{PersonIDs: []string{ana.ID}}, Due: work.Due{Date: &friday}, DueSaid: true,
	})
	must(err)
	_, err = house.Digest.Drain(t.Context())
	must(err)
	must(database.Close())
	return olga, told.ID
}

// said is what a server says to whoever starts it.
type said struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (s *said) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.text.Write(p)
}

func (s *said) find(pattern string) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	found := regexp.MustCompile(pattern).FindStringSubmatch(s.text.String())
	if found == nil {
		return ""
	}
	return found[1]
}

// TestW10_SomebodyWhoNeverLogsInCompletesARequest: the digest comes by mail, the
// first answer is not understood, the word back says how to write it, and the reply
// to that completes the request. Mails go and come by real SMTP.
func TestW10_SomebodyWhoNeverLogsInCompletesARequest(t *testing.T) {
	testkit.EachPlace(t, func(t *testing.T, place db.Config) {
		smtp := testkit.NewMailServer(t)
		olga, requestID := asked(t, place)
		ctx, stop := context.WithCancel(t.Context())
		out, ready, ended := &said{}, make(chan struct{}), make(chan error, 1)
		go func() {
			ended <- app.Serve(ctx, app.Options{
				Addr: "127.0.0.1:0", Folder: place.Folder, Database: place.Address, SMTP: smtp.URL(), MailFrom: "Cairn <cairn@example.com>",
				MailListen: "127.0.0.1:0", ReplyDomain: "cairn.example.com", Clock: clock.StartingAt(morning().Add(time.Hour + time.Second)),
			}, out, slog.New(slog.DiscardHandler), func(string) { close(ready) })
		}()
		select {
		case <-ready:
		case err := <-ended:
			t.Fatal(err)
		}
		door := out.find(`received at (\S+)`)
		answer := func(m testkit.Mail, words string) {
			t.Helper()
			to := m.Header.Get("Reply-To")
			to = strings.Trim(to, "<>")
			if !strings.HasPrefix(to, "reply+") {
				t.Fatalf("the mail has the address %q to answer to:\n%s", to, m.Raw)
			}
			message := "From: Ana <ana@example.com>\r\nTo: " + to + "\r\nSubject: Re: " + m.Header.Get("Subject") + "\r\nMessage-ID: <" + words +
				"@example.com>\r\nIn-Reply-To: " + m.Header.Get("Message-Id") + "\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n" + words +
				"\r\n\r\nOn Mon, Nov 23, 2026 at 9:00 AM Cairn <cairn@example.com> wrote:\r\n> " + strings.ReplaceAll(m.Text, "\n", "\n> ") + "\r\n"
			if err := netsmtp.SendMail(door, nil, "ana@example.com", []string{to}, []byte(message)); err != nil {
				t.Fatal(err)
			}
		}
		answer(smtp.Wait(1)[0], "1.250")
		back := smtp.Wait(2)[1]
		if back.To != "ana@example.com" || !strings.Contains(back.Text, "1250 or as 1.25") || !strings.Contains(back.Text, "Headcount") {
			t.Errorf("the word back to %s says:\n%s", back.To, back.Text)
		}
		if auto := back.Header.Get("Auto-Submitted"); auto != "auto-replied" || back.Header.Get("In-Reply-To") != "<1.250@example.com>" {
			t.Errorf("the word back is Auto-Submitted: %s, In-Reply-To: %s", auto, back.Header.Get("In-Reply-To"))
		}
		answer(back, "1250")
		stop()
		if err := <-ended; err != nil {
			t.Error(err)
		}
		database := testkit.Open(t, place)
		house := app.Build(database, clock.NewFake(morning()), slog.New(slog.DiscardHandler), "http://127.0.0.1")
		told, err := house.Request.Get(t.Context(), olga, requestID, request.Page{})
		if err != nil {
			t.Fatal(err)
		}
		row := told.People[0]
		if row.State != "done" || row.Answer == nil || row.Answer.Number == nil || *row.Answer.Number != 1250 {
			t.Errorf("the answer that Olga sees is %q, %+v", row.State, row.Answer)
		}
		if told.Totals == nil || told.State != request.Closed && told.State != request.Open {
			t.Errorf("the roll-up is %+v", told)
		}
	})
}

func TestReceivingOptionsAreReadBeforeAnythingIsServed(t *testing.T) {
	for _, c := range []struct{ listen, domain, says string }{
		{"127.0.0.1:2525", "", "--mail-listen needs --reply-domain"},
		{"", "a@b", "--reply-domain must be a name"},
		{"nowhere", "cairn.example.com", "--mail-listen must be"},
		{"lmtp://nowhere", "cairn.example.com", "--mail-listen must be"},
	} {
		err := app.Serve(t.Context(), app.Options{Addr: "127.0.0.1:0", Folder: t.TempDir(), MailListen: c.listen, ReplyDomain: c.domain},
			io.Discard, slog.New(slog.DiscardHandler), nil)
		if err == nil || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%q for %q: %v", c.listen, c.domain, err)
		}
	}
}
