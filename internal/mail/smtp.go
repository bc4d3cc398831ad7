package mail

import (
	"context"
	"errors"
	"fmt"
	"net"
	netmail "net/mail"
	"net/url"
	"strconv"
	"strings"
	"time"

	gomail "github.com/wneessen/go-mail"
)

// Server is an SMTP server that takes our mails. It is safe for concurrent use.
type Server struct {
	from    Address
	host    string
	port    int
	options []gomail.Option
}

// patience is how long the server may take to greet, and how long to take a mail.
const patience = 30 * time.Second

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
	s := &Server{host: at.Hostname(), port: 587}
	if at.Scheme == "smtps" {
		s.port = 465
	}
	if at.Port() != "" {
		if s.port, err = strconv.Atoi(at.Port()); err != nil || s.port < 1 || s.port > 65535 {
			return nil, errors.New("--smtp-url has a port that is none")
		}
	}
	if s.from, err = ParseAddress(from); err != nil {
		return nil, fmt.Errorf("--mail-from must be an address, such as 'Cairn <cairn@example.com>': %w", err)
	}
	if s.from.Name == "" {
		s.from.Name = "Cairn"
	}
	s.options = []gomail.Option{
		gomail.WithPort(s.port), gomail.WithTimeout(patience),
		// Either could fail after the server has taken the mail.
		gomail.WithoutNoop(), gomail.WithoutRset(),
	}
	here := s.host == "localhost" || net.ParseIP(s.host).IsLoopback()
	policy, auth := gomail.TLSOpportunistic, gomail.SMTPAuthAutoDiscover
	password, named := at.User.Password()
	switch {
	case here:
		policy, auth = gomail.NoTLS, gomail.SMTPAuthPlainNoEnc
	case named:
		policy = gomail.TLSMandatory
	}
	s.options = append(s.options, gomail.WithTLSPolicy(policy))
	if at.Scheme == "smtps" {
		s.options = append(s.options, gomail.WithSSL())
	}
	if named {
		s.options = append(s.options, gomail.WithSMTPAuth(auth), gomail.WithUsername(at.User.Username()), gomail.WithPassword(password))
	}
	if _, err := gomail.NewClient(s.host, s.options...); err != nil {
		return nil, errors.New("--smtp-url names a server that can't be used")
	}
	return s, nil
}

// Name is where the server is, without the password.
func (s *Server) Name() string { return net.JoinHostPort(s.host, strconv.Itoa(s.port)) }

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

const (
	longestSubject = 150
	longestName    = 100
)

// Send hands a mail to the server, and returns nil once that has taken it. A
// refusal is a *Failure.
func (s *Server) Send(ctx context.Context, m *Message) error {
	message, err := s.compose(m)
	if err != nil {
		return err
	}
	client, err := gomail.NewClient(s.host, s.options...)
	if err != nil {
		return &Failure{Words: "the mail server's settings can't be used", Cause: err}
	}
	connection, err := client.DialToSMTPClientWithContext(ctx)
	if err != nil {
		return unreachable(err)
	}
	stop := context.AfterFunc(ctx, func() { _ = connection.UpdateDeadline(-time.Second) })
	defer stop()
	err = client.SendWithSMTPClient(connection, message)
	// The mail is taken, however the server says goodbye.
	_ = client.CloseWithSMTPClient(connection)
	if err == nil || message.IsDelivered() {
		return nil
	}
	return refused(err)
}

func (s *Server) compose(m *Message) (*gomail.Msg, error) {
	html, err := m.Page.HTML()
	if err != nil {
		return nil, &Failure{Words: "the mail could not be written; that is a fault in Cairn", Cause: err}
	}
	message := gomail.NewMsg(gomail.WithNoDefaultUserAgent())
	// An address is what it is before a name stands beside it.
	to, err := netmail.ParseAddress("<" + m.To.Email + ">")
	if err != nil {
		return nil, &Failure{Words: "the address can't be written to", Permanent: true, Cause: err}
	}
	to.Name = short(asTyped(OneLine(m.To.Name)), longestName)
	message.ToMailAddress(to)
	message.FromMailAddress(&netmail.Address{Name: OneLine(s.from.Name), Address: s.from.Email})
	if m.ReplyTo != "" {
		if err := message.ReplyTo(m.ReplyTo); err != nil {
			return nil, &Failure{Words: "the address for answers can't be used", Cause: err}
		}
	}
	message.Subject(short(asTyped(OneLine(m.Subject)), longestSubject))
	message.SetMessageIDWithValue(m.MessageID)
	message.SetDateWithValue(m.Date)
	// No machine is to answer; RFC 3834.
	if answered := strings.Trim(OneLine(m.InReplyTo), "<> "); answered != "" && !strings.ContainsAny(answered, "<> ") {
		message.SetGenHeader("Auto-Submitted", "auto-replied")
		message.SetGenHeaderPreformatted("In-Reply-To", "<"+answered+">")
		message.SetGenHeaderPreformatted("References", "<"+answered+">")
	} else {
		message.SetGenHeader("Auto-Submitted", "auto-generated")
	}
	message.SetGenHeader("X-Auto-Response-Suppress", "All")
	if m.Unsubscribe != "" {
		message.SetGenHeaderPreformatted("List-Unsubscribe", "<"+m.Unsubscribe+">")
		message.SetGenHeaderPreformatted("List-Unsubscribe-Post", "List-Unsubscribe=One-Click")
	}
	message.SetBodyString(gomail.TypeTextPlain, m.Page.Text())
	message.AddAlternativeString(gomail.TypeTextHTML, html)
	return message, nil
}

// asTyped keeps what looks like an encoded word (RFC 2047) from being decoded.
func asTyped(text string) string { return strings.ReplaceAll(text, "=?", "= ?") }

func unreachable(err error) error {
	words := "the mail server is out of reach"
	if timeout, ok := errors.AsType[net.Error](err); ok && timeout.Timeout() || errors.Is(err, context.DeadlineExceeded) {
		words = "the mail server does not answer in time"
	} else if code := codeOf(err); code != 0 {
		words = fmt.Sprintf("the mail server does not let us in (%d)", code)
	}
	return &Failure{Words: words, Cause: err}
}

func refused(err error) error {
	failed, ok := errors.AsType[*gomail.SendError](err)
	if !ok {
		return unreachable(err)
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
	case code >= 500:
		// Whom mails are from, or that we may send at all: an admin mends it.
		return &Failure{Words: "the mail server does not take mails from us (" + said + ")", Cause: err}
	case code >= 400:
		return &Failure{Words: "the mail server asks to come back later (" + said + ")", Cause: err}
	}
	return &Failure{Words: "the connection to the mail server broke off", Cause: err}
}

// codeOf is the server's answer to who we are, 0 where it is none.
func codeOf(err error) int {
	for ; err != nil; err = errors.Unwrap(err) {
		if code, numErr := strconv.Atoi(short3(err.Error())); numErr == nil && code >= 400 && code < 600 {
			return code
		}
	}
	return 0
}

func short3(text string) string { return text[:min(3, len(text))] }
