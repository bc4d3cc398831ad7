package mail_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"cairn/internal/mail"
	"cairn/internal/testkit"
)

const secret = "canary-of-the-password"

// logIn has a server take mails from Ana alone.
var logIn = []string{"--log-in", "ana:" + secret}

// far is a server that is not on this machine, as far as its name says.
func far(t *testing.T, scheme, who, host string, at *testkit.MailServer) *mail.Server {
	t.Helper()
	s := server(t, fmt.Sprintf("%s://%s%s:%d", scheme, who, host, at.Port))
	s.At(fmt.Sprintf("127.0.0.1:%d", at.Port))
	return s
}

func TestAMailGoesEncrypted(t *testing.T) {
	for _, c := range []struct {
		name, scheme, who string
		how               []string
	}{
		{"from the beginning", "smtps", "ana:" + secret + "@", append(logIn, "--implicit")},
		{"from STARTTLS on", "smtp", "ana:" + secret + "@", append(logIn, "--starttls")},
		{"from the beginning, without a log-in", "smtps", "", []string{"--implicit"}},
		{"from STARTTLS on, without a log-in", "smtp", "", []string{"--starttls"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			smtp := testkit.NewSecureMailServer(t, trusted, c.how...)
			if err := far(t, c.scheme, c.who, "mail.test", smtp).Send(t.Context(), message("ana@example.com", "Ana")); err != nil {
				t.Fatal(err)
			}
			smtp.Wait(1)
		})
	}
}

// TestWhatKeepsAMailBackIsToldWithHowToMendIt, and never with the password.
func TestWhatKeepsAMailBackIsToldWithHowToMendIt(t *testing.T) {
	unknown, err := testkit.NewCertificate(time.Now().Add(-time.Minute), "mail.test")
	if err != nil {
		t.Fatal(err)
	}
	expired, err := testkit.NewCertificate(time.Now().Add(-24*time.Hour), "mail.test")
	if err != nil {
		t.Fatal(err)
	}
	ana, eve := "ana:"+secret+"@", "ana:another-"+secret+"@"
	for _, c := range []struct {
		name, scheme, who, host string
		certificate             testkit.Certificate
		how                     []string
		words                   []string
	}{
		{"a wrong password", "smtps", eve, "mail.test", trusted, append(logIn, "--implicit"), []string{"refuses the user name or the password (535)", "--smtp-url"}},
		{"a wrong password, after STARTTLS", "smtp", eve, "mail.test", trusted, append(logIn, "--starttls"), []string{"refuses the user name or the password (535)"}},
		{"no encryption", "smtp", ana, "mail.test", trusted, nil, []string{"offers no encryption (STARTTLS)", "smtps://"}},
		{"no log-in", "smtps", ana, "mail.test", trusted, []string{"--implicit"}, []string{"takes no user name and password", "leave them out"}},
		{"a log-in is wanted", "smtps", "", "mail.test", trusted, append(logIn, "--implicit"), []string{"wants a user name and a password", "(530"}},
		{"an unknown certificate", "smtps", ana, "mail.test", unknown, append(logIn, "--implicit"), []string{"not trusted", "signed by nobody", "SSL_CERT_FILE"}},
		{"an unknown certificate, after STARTTLS", "smtp", "", "mail.test", unknown, []string{"--starttls"}, []string{"not trusted", "signed by nobody"}},
		{"a certificate for another name", "smtps", ana, "mail.example.com", trusted, append(logIn, "--implicit"), []string{"not trusted", "for another name"}},
		{"an old certificate", "smtps", ana, "mail.test", expired, append(logIn, "--implicit"), []string{"not trusted", "expired"}},
		{"a port that begins plain", "smtps", ana, "mail.test", trusted, append(logIn, "--starttls"), []string{"does not begin encrypted", "smtp://"}},
		{"a port that begins encrypted", "smtp", ana, "mail.test", trusted, append(logIn, "--implicit"), []string{"does not greet us", "smtps://"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			smtp := testkit.NewSecureMailServer(t, c.certificate, c.how...)
			ctx, cancel := context.WithTimeout(t.Context(), 3*time.Second) // the last one waits for us as we wait for it
			defer cancel()
			err := far(t, c.scheme, c.who, c.host, smtp).Send(ctx, message("ana@example.com", "Ana"))
			failed, ok := errors.AsType[*mail.Failure](err)
			if !ok || failed.Permanent {
				t.Fatalf("got %v", err)
			}
			for _, words := range c.words {
				if !strings.Contains(failed.Words, words) {
					t.Errorf("it says %q, want %q in it", failed.Words, words)
				}
			}
			for ; err != nil; err = errors.Unwrap(err) {
				if strings.Contains(err.Error(), secret) {
					t.Errorf("the password is in %q", err)
				}
			}
			if mails := smtp.Mails(); len(mails) != 0 {
				t.Errorf("the server has taken %d mails", len(mails))
			}
		})
	}
}
