package mail

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/url"
	"strconv"
	"time"

	gomail "github.com/wneessen/go-mail"
)

// Server is an SMTP server that takes our mails. It is safe for concurrent use.
type Server struct {
	from    Address
	host    string
	address string // host:port
	here    bool   // on this machine
	smtps   bool   // the connection begins encrypted

	user, password string // no user: it takes mails without

	sender *gomail.Client
}

// patience is how long the server may take for a mail, from the first word on.
const patience = time.Minute

// NewServer reads where the server is, smtp://user:password@host:port or smtps://,
// and whom mails are from. With smtps the connection begins encrypted; with smtp
// it becomes so, where the server offers it, and has to before a password is told.
// A server on this machine is spoken to as it is.
func NewServer(address, from string) (*Server, error) {
	at, err := url.Parse(address)
	if err != nil || at.Hostname() == "" || at.Path != "" || at.RawQuery != "" || at.Scheme != "smtp" && at.Scheme != "smtps" {
		// Without the cause, which may quote the password.
		return nil, errors.New("--smtp-url must be smtp://user:password@host:port, or smtps://…; signs such as @ or / in the password are written as %40, %2F")
	}
	if from == "" {
		return nil, errors.New("--smtp-url needs --mail-from, the address that mails come from, such as 'Cairn <cairn@example.com>'")
	}
	s := &Server{host: at.Hostname(), smtps: at.Scheme == "smtps", user: at.User.Username()}
	s.password, _ = at.User.Password()
	if (s.user == "") != (s.password == "") {
		return nil, errors.New("--smtp-url has a user name without a password, or a password without a user name; give both, or neither")
	}
	s.here = s.host == "localhost" || net.ParseIP(s.host).IsLoopback()
	port := 587
	if s.smtps {
		port = 465
	}
	if at.Port() != "" {
		if port, err = strconv.Atoi(at.Port()); err != nil || port < 1 || port > 65535 {
			return nil, errors.New("--smtp-url has a port that is none")
		}
	}
	s.address = net.JoinHostPort(s.host, strconv.Itoa(port))
	if s.from, err = ParseAddress(from); err != nil {
		return nil, fmt.Errorf("--mail-from must be an address, such as 'Cairn <cairn@example.com>': %w", err)
	}
	if s.from.Name == "" {
		s.from.Name = "Cairn"
	}
	// What it would say before and after the mail could fail after the server has
	// taken it.
	if s.sender, err = gomail.NewClient(s.host, gomail.WithTimeout(patience), gomail.WithoutNoop(), gomail.WithoutRset()); err != nil {
		return nil, errors.New("--smtp-url names a server that can't be used")
	}
	return s, nil
}

// Name is where the server is, without the password.
func (s *Server) Name() string { return s.address }

// From is whom mails are from.
func (s *Server) From() Address { return s.from }

// Failure is why a mail was not taken, in words that are safe to log and to show:
// what the server answers may quote from the mail, so its words are left out.
type Failure struct {
	Words     string
	Permanent bool // it would be refused again
	Cause     error
}

// Error gives the safe words.
func (f *Failure) Error() string { return f.Words }

// Unwrap gives the cause to errors.Is and errors.As.
func (f *Failure) Unwrap() error { return f.Cause }

// Send hands a mail to the server, and returns nil once that has taken it. A
// refusal is a *Failure.
func (s *Server) Send(ctx context.Context, m *Message) error {
	message, err := s.compose(m)
	if err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	connection, err := s.dial(ctx)
	if err != nil {
		return err
	}
	defer func() { _ = connection.Close() }()
	// Whoever waits for an answer hears that it is over.
	defer context.AfterFunc(ctx, func() { _ = connection.Close() })()
	client, err := s.enter(connection)
	if err != nil {
		return err
	}
	if err = s.sender.SendWithSMTPClient(client, message); err != nil && !message.IsDelivered() {
		return refused(ctx, err)
	}
	_ = client.Quit() // the mail is taken, however the server says goodbye
	return nil
}

// refused says why a mail was not taken by a server that let us in.
func refused(ctx context.Context, err error) error {
	failed, ok := errors.AsType[*gomail.SendError](err)
	if !ok || failed.ErrorCode() == 0 {
		return broken(ctx, "the connection to the mail server broke off", err)
	}
	code := failed.ErrorCode()
	said := strconv.Itoa(code)
	if failed.EnhancedStatusCode() != "" {
		said += " " + failed.EnhancedStatusCode()
	}
	switch {
	case code >= 500 && failed.Reason == gomail.ErrSMTPRcptTo:
		return &Failure{Words: "the mail server refuses the address (" + said + ")", Permanent: true, Cause: err}
	case code >= 500 && (failed.Reason == gomail.ErrSMTPData || failed.Reason == gomail.ErrSMTPDataClose):
		return &Failure{Words: "the mail server refuses the mail (" + said + ")", Permanent: true, Cause: err}
	case code == wantsLogIn:
		return &Failure{Words: "the mail server wants a user name and a password; give them in --smtp-url (" + said + ")", Cause: err}
	case code >= 500:
		// Whom mails are from, or that we may send at all: an admin mends it.
		return &Failure{Words: "the mail server does not take mails from us (" + said + ")", Cause: err}
	default:
		return &Failure{Words: "the mail server asks to come back later (" + said + ")", Cause: err}
	}
}

// wantsLogIn is what a server answers to who has not logged in (RFC 4954).
const wantsLogIn = 530
