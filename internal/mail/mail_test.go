package mail_test

import (
	"context"
	"errors"
	"mime"
	"strings"
	"testing"
	"time"

	"cairn/internal/mail"
	"cairn/internal/testkit"
)

func message(to, title string) *mail.Message {
	return &mail.Message{
		To: mail.Address{Name: title, Email: to}, Subject: "About " + title, MessageID: "one@cairn.test",
		Date: time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC), Unsubscribe: "https://cairn.test/mails/digest/1/2",
		Page: mail.Page{Title: title, Sections: []mail.Section{{
			Title: "To decide", Entries: []mail.Entry{{Said: []mail.Piece{{Text: title, Name: true}, {Text: " asks"}}, Quote: title}},
		}}, Links: []mail.Link{{Text: "Settings", URL: "https://cairn.test/settings"}}},
	}
}

func server(t *testing.T, address string) *mail.Server {
	t.Helper()
	s, err := mail.NewServer(address, "Cairn <cairn@cairn.test>")
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestAMailArrivesWhole(t *testing.T) {
	smtp := testkit.NewMailServer(t)
	if err := server(t, smtp.URL()).Send(t.Context(), message("ana@example.com", "Ana Sá")); err != nil {
		t.Fatal(err)
	}
	m := smtp.Wait(1)[0]
	for header, want := range map[string]string{
		"Message-Id": "<one@cairn.test>", "From": `"Cairn" <cairn@cairn.test>`, "Auto-Submitted": "auto-generated",
		"List-Unsubscribe": "<https://cairn.test/mails/digest/1/2>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
		"Date": "Mon, 23 Nov 2026 09:00:00 +0000",
	} {
		if got := m.Header.Get(header); got != want {
			t.Errorf("%s is %q, want %q", header, got, want)
		}
	}
	if to, err := m.Header.AddressList("To"); err != nil || to[0].Name != "Ana Sá" || to[0].Address != "ana@example.com" {
		t.Errorf("it is to %v: %v", to, err)
	}
	if !strings.Contains(m.Text, "Ana Sá asks") || !strings.Contains(m.HTML, `<bdi class="name">Ana Sá</bdi> asks`) {
		t.Errorf("it says\n%s\n%s", m.Text, m.HTML)
	}
}

// TestNoNameAndNoTitleMakesAHeader: whatever stands in them, the mail has the
// headers that it has, and goes to whom it is for.
func TestNoNameAndNoTitleMakesAHeader(t *testing.T) {
	smtp := testkit.NewMailServer(t)
	post := server(t, smtp.URL())
	plain := message("ana@example.com", "Ana")
	if err := post.Send(t.Context(), plain); err != nil {
		t.Fatal(err)
	}
	usual := smtp.Wait(1)[0]
	for n, evil := range []string{
		"Ana\r\nBcc: eve@example.com", "Ana\nX-Evil: yes\n\nbody", "Ana\rX-Evil: yes", "Ana\u2028X-Evil: yes", "Ana\x00X-Evil: yes",
		`Ana" <eve@example.com>, "`, "=?utf-8?q?Ana=0d=0aX-Evil:_yes?=", strings.Repeat("Ana\r\nX-Evil: yes ", 100), "Ana\x85X-Evil: yes", "<script>alert(1)</script>",
	} {
		if err := post.Send(t.Context(), message("ana@example.com", evil)); err != nil {
			t.Errorf("%q: %v", evil, err)
			continue
		}
		m := smtp.Wait(n + 2)[n+1]
		for header := range m.Header {
			if usual.Header[header] == nil {
				t.Errorf("%q makes a header %s", evil, header)
			}
		}
		if to, err := m.Header.AddressList("To"); err != nil || len(to) != 1 || to[0].Address != "ana@example.com" || m.To != "ana@example.com" {
			t.Errorf("%q goes to %v: %v", evil, to, err)
		}
		subject, err := new(mime.WordDecoder).DecodeHeader(m.Header.Get("Subject"))
		if err != nil || !strings.HasPrefix(subject, "About ") || strings.ContainsAny(subject, "\r\n\x00") {
			t.Errorf("%q makes the subject %q: %v", evil, subject, err)
		}
		if strings.Contains(m.HTML, "<script") {
			t.Errorf("%q is in the page", evil)
		}
	}
}

func TestAServersRefusalIsToldInSafeWords(t *testing.T) {
	for _, c := range []struct {
		name, what, reply, words string
		permanent                bool
	}{
		{"no mailbox", "rcpt-ana@example.com", "550 5.1.1 no ana here, says canary", "the mail server refuses the address (550)", true},
		{"busy", "rcpt", "451 4.3.0 canary later", "the mail server asks to come back later (451)", false},
		{"mailbox full", "rcpt", "452 4.2.2 canary full", "the mail server asks to come back later (452)", false},
		{"spam", "data", "554 5.7.1 canary is spam", "the mail server refuses the mail (554)", true},
		{"greylisted", "data", "450 4.7.1 canary", "the mail server asks to come back later (450)", false},
	} {
		t.Run(c.name, func(t *testing.T) {
			smtp := testkit.NewMailServer(t)
			smtp.Answer(c.what, c.reply)
			err := server(t, smtp.URL()).Send(t.Context(), message("ana@example.com", "canary"))
			failed, ok := errors.AsType[*mail.Failure](err)
			if !ok || strings.Contains(failed.Words, "canary") || failed.Permanent != c.permanent {
				t.Fatalf("got %v", err)
			}
			if failed.Words != c.words {
				t.Errorf("it says %q, want %q", failed.Words, c.words)
			}
		})
	}
}

func TestAServerThatIsAwayOrSilentIsGivenUpInTime(t *testing.T) {
	smtp := testkit.NewMailServer(t)
	post := server(t, smtp.URL())

	smtp.Answer("rcpt", "hang")
	ctx, cancel := context.WithCancel(t.Context())
	failed := make(chan error, 1)
	go func() { failed <- post.Send(ctx, message("ana@example.com", "Ana")) }()
	smtp.WaitHanging(1)
	cancel()
	if err := <-failed; err == nil {
		t.Error("a mail that nobody answered for is sent")
	}

	smtp.Stop()
	err := post.Send(t.Context(), message("ana@example.com", "Ana"))
	if away, ok := errors.AsType[*mail.Failure](err); !ok || away.Permanent || away.Words != "the mail server is out of reach" {
		t.Errorf("got %v", err)
	}

	smtp.Start()
	smtp.Answer("rcpt", "")
	if err := post.Send(t.Context(), message("ana@example.com", "Ana")); err != nil {
		t.Error(err)
	}
}

func TestWhereMailsGoIsReadWithCare(t *testing.T) {
	for _, c := range []struct{ address, from, name string }{
		{"smtp://mail.example.com", "cairn@example.com", "mail.example.com:587"},
		{"smtps://u:p@mail.example.com", "Cairn <cairn@example.com>", "mail.example.com:465"},
		{"smtp://127.0.0.1:2525", "cairn@example.com", "127.0.0.1:2525"},
		{"smtp://[::1]:25", "cairn@example.com", "[::1]:25"},
		{"smtp://u@mail.example.com", "cairn@example.com", ""},
		{"smtp://:secret@mail.example.com", "cairn@example.com", ""},
		{"smtp://u:secret@mail.example.com:99999", "cairn@example.com", ""},
		{"http://u:secret@mail.example.com", "cairn@example.com", ""},
		{"smtp://u:secret@", "cairn@example.com", ""},
		{"smtp://u:sec/ret@mail.example.com", "cairn@example.com", ""},
		{"smtp://u:secret@mail.example.com", "", ""},
		{"smtp://u:secret@mail.example.com", "nobody", ""},
	} {
		s, err := mail.NewServer(c.address, c.from)
		switch {
		case c.name == "" && err == nil:
			t.Errorf("%s from %q is taken", c.address, c.from)
		case c.name == "" && strings.Contains(err.Error(), "sec"):
			t.Errorf("%s: the password is told: %v", c.address, err)
		case c.name != "" && (err != nil || s.Name() != c.name):
			t.Errorf("%s is %v: %v", c.address, s, err)
		}
	}
}

func TestPlainTextStaysReadable(t *testing.T) {
	page := message("ana@example.com", "Ana").Page
	page.Sections[0].Entries[0].Quote = strings.Repeat("word ", 40) + strings.Repeat("x", 100)
	for line := range strings.SplitSeq(page.Text(), "\n") {
		if len([]rune(line)) > 72 && strings.Contains(strings.TrimSpace(strings.TrimPrefix(strings.TrimSpace(line), ">")), " ") {
			t.Errorf("this line is long: %q", line)
		}
	}
}
