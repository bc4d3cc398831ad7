package mail

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"net"
	"net/textproto"
	"os"
	"slices"
	"strings"

	"github.com/wneessen/go-mail/smtp"
)

// dial connects to the server, encrypted where that is how it begins.
func (s *Server) dial(ctx context.Context) (net.Conn, error) {
	plain, err := (&net.Dialer{}).DialContext(ctx, "tcp", s.address)
	if unknown, ok := errors.AsType[*net.DNSError](err); ok && unknown.IsNotFound {
		return nil, &Failure{Words: "there is no mail server of that name; look at --smtp-url", Cause: err}
	}
	if err != nil {
		return nil, broken(ctx, "the mail server is out of reach", err)
	}
	if !s.smtps {
		return plain, nil
	}
	secure := tls.Client(plain, s.encryption())
	if err := secure.HandshakeContext(ctx); err != nil {
		_ = plain.Close()
		return nil, unencrypted(err)
	}
	return secure, nil
}

func (s *Server) encryption() *tls.Config {
	return &tls.Config{ServerName: s.host, MinVersion: tls.VersionTLS12}
}

// enter is all that comes before the mail: the greeting, encryption, and the
// log-in. What goes wrong is told by the step, with how to mend it.
func (s *Server) enter(connection net.Conn) (*smtp.Client, error) {
	client, err := smtp.NewClient(connection, s.host)
	if err == nil {
		err = client.Hello(self())
	}
	switch code := codeOf(err); {
	case code != 0:
		return nil, &Failure{Words: fmt.Sprintf("the mail server does not let us in (%d)", code), Cause: err}
	case err != nil && s.smtps:
		return nil, &Failure{Words: "the mail server does not greet us", Cause: err}
	case err != nil:
		return nil, &Failure{Words: "the mail server does not greet us; where its port begins encrypted, as 465 does, write smtps:// in --smtp-url", Cause: err}
	}
	offered, _ := client.Extension("STARTTLS")
	switch {
	case s.smtps || s.here:
	case offered:
		if err := client.StartTLS(s.encryption()); err != nil {
			return nil, unencrypted(err)
		}
	case s.user != "":
		return nil, &Failure{Words: "the mail server offers no encryption (STARTTLS), without which it is not told the password; " +
			"write smtps:// in --smtp-url, or another port"}
	}
	if s.user == "" {
		return client, nil
	}
	return client, s.logIn(client)
}

// self is the name of this machine, as it greets others.
func self() string {
	if name, err := os.Hostname(); err == nil && name != "" {
		return name
	}
	return "localhost"
}

func (s *Server) logIn(client *smtp.Client) error {
	var way smtp.Auth
	_, offered := client.Extension("AUTH")
	switch ways := strings.Fields(strings.ToUpper(offered)); {
	case slices.Contains(ways, "PLAIN"):
		way = smtp.PlainAuth("", s.user, s.password, s.host, s.here)
	case slices.Contains(ways, "LOGIN"):
		way = smtp.LoginAuth(s.user, s.password, s.host, s.here)
	case slices.Contains(ways, "SCRAM-SHA-256"):
		way = smtp.ScramSHA256Auth(s.user, s.password)
	case slices.Contains(ways, "CRAM-MD5"):
		way = smtp.CRAMMD5Auth(s.user, s.password)
	default:
		return &Failure{Words: "the mail server takes no user name and password here; leave them out of --smtp-url, " +
			"or take the port at which mails are handed in, often 587"}
	}
	err := client.Auth(way)
	switch code := codeOf(err); {
	case err == nil:
		return nil
	case code >= 500:
		return &Failure{Words: fmt.Sprintf("the mail server refuses the user name or the password (%d); mend them in --smtp-url", code), Cause: err}
	case code >= 400:
		return &Failure{Words: fmt.Sprintf("the mail server asks to come back later (%d)", code), Cause: err}
	}
	return &Failure{Words: "the mail server broke off the log-in", Cause: err}
}

// codeOf is the server's answer, 0 where it gave none.
func codeOf(err error) int {
	if answer, ok := errors.AsType[*textproto.Error](err); ok {
		return answer.Code
	}
	return 0
}

// unencrypted says why a connection could not be encrypted.
func unencrypted(err error) error {
	const mend = "; give the server a certificate for the name in --smtp-url, or name the file of who signed it in SSL_CERT_FILE"
	if _, ok := errors.AsType[*tls.CertificateVerificationError](err); ok {
		why := "it is signed by nobody whom this machine knows"
		if _, ok := errors.AsType[x509.HostnameError](err); ok {
			why = "it is for another name"
		} else if invalid, ok := errors.AsType[x509.CertificateInvalidError](err); ok && invalid.Reason == x509.Expired {
			why = "it has expired, or does not hold yet"
		}
		return &Failure{Words: "the mail server's certificate is not trusted: " + why + mend, Cause: err}
	}
	if _, ok := errors.AsType[tls.RecordHeaderError](err); ok {
		return &Failure{Words: "the mail server's port does not begin encrypted; write smtp:// in --smtp-url, or another port", Cause: err}
	}
	return &Failure{Words: "no encrypted connection to the mail server comes about", Cause: err}
}

// broken is a failure without an answer: because of the time, or as the words say.
func broken(ctx context.Context, words string, err error) error {
	if errors.Is(context.Cause(ctx), context.DeadlineExceeded) {
		words = "the mail server does not answer in time"
	}
	return &Failure{Words: words, Cause: err}
}
