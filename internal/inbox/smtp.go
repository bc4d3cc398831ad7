package inbox

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"strings"
	"time"

	"cairn/internal/brake"
	"cairn/internal/errs"

	"github.com/emersion/go-smtp"
	"golang.org/x/net/netutil"
)

// The limits of the server.
const (
	maxMessage    = 10 << 20 // bytes: a short answer with a large signature
	maxRecipients = 10
	maxSessions   = 50
	patience      = time.Minute // for each line, and for each answer
	closing       = 5 * time.Second
)

// Listener is where mail comes in.
type Listener struct {
	net.Listener

	lmtp bool
}

// Listen opens where mail comes in: HOST:PORT for SMTP, lmtp://HOST:PORT or
// lmtp:///path/of/a/socket for LMTP behind another mail server.
func Listen(ctx context.Context, where string) (*Listener, error) {
	network, address := "tcp", where
	lmtp := false
	if rest, ok := strings.CutPrefix(where, "lmtp://"); ok {
		lmtp, address = true, rest
		if strings.HasPrefix(rest, "/") {
			network = "unix"
		}
	}
	if network == "tcp" {
		if _, _, err := net.SplitHostPort(address); err != nil {
			return nil, fmt.Errorf("--mail-listen must be HOST:PORT, lmtp://HOST:PORT or lmtp:///path/of/a/socket: %w", err)
		}
	}
	listener, err := (&net.ListenConfig{}).Listen(ctx, network, address)
	if err != nil {
		return nil, fmt.Errorf("listen for mail on %s (another program may have it; choose with --mail-listen): %w", where, err)
	}
	return &Listener{Listener: netutil.LimitListener(listener, maxSessions), lmtp: lmtp}, nil
}

// Serve receives mail until ctx ends. With a TLS configuration STARTTLS is offered.
func (s *Service) Serve(ctx context.Context, listener *Listener, secure *tls.Config) error {
	server := smtp.NewServer(&backend{Service: s, ctx: ctx, ours: listener.lmtp})
	server.Domain = s.domain
	server.LMTP = listener.lmtp
	server.TLSConfig = secure
	server.MaxMessageBytes = maxMessage
	server.MaxRecipients = maxRecipients
	server.ReadTimeout, server.WriteTimeout = patience, patience
	server.ErrorLog = slog.NewLogLogger(s.log.Handler(), slog.LevelDebug)
	served := make(chan error, 1)
	go func() { served <- server.Serve(listener) }()
	select {
	case err := <-served:
		return fmt.Errorf("receive mail: %w", err)
	case <-ctx.Done():
	}
	ending, cancel := context.WithTimeout(context.WithoutCancel(ctx), closing)
	defer cancel()
	if err := server.Shutdown(ending); err != nil {
		_ = server.Close() // whoever is in the middle of a message sends it again
	}
	return <-served
}

// backend makes the sessions.
type backend struct {
	*Service

	ctx  context.Context //nolint:containedctx // of the server, for the library's calls without one
	ours bool            // who brings mail is our own mail server, and brings everybody's
}

// NewSession begins to listen to a peer.
func (b *backend) NewSession(conn *smtp.Conn) (smtp.Session, error) {
	return &session{backend: b, peer: conn.Conn().RemoteAddr()}, nil
}

// session is one peer that brings mail.
type session struct {
	*backend

	peer   net.Addr
	sender string
	to     []string
}

// Reset forgets the message under way.
func (c *session) Reset() { c.sender, c.to = "", nil }

// Logout ends.
func (c *session) Logout() error { return nil }

// How fast one peer may bring mails. A mail server that brings all of a company's
// tries again later by itself.
const (
	mailBurst = 200
	mailEvery = time.Second / 2
)

// Mail begins a message.
func (c *session) Mail(from string, _ *smtp.MailOptions) error {
	if !c.ours && c.mails.Take(c.clock.Now(), brake.Network(c.peer.String()), mailBurst, mailEvery) > 0 {
		return &smtp.SMTPError{Code: 450, EnhancedCode: smtp.EnhancedCode{4, 7, 1}, Message: "too much at once; try again in a little while"}
	}
	c.sender = from
	return nil
}

// Rcpt takes a message for an address that is known, and for none else.
func (c *session) Rcpt(to string, _ *smtp.RcptOptions) error {
	if _, err := c.find(to); err != nil {
		return err
	}
	c.to = append(c.to, to)
	return nil
}

// Data takes the message.
func (c *session) Data(r io.Reader) error {
	content, err := io.ReadAll(r)
	if err != nil {
		return err
	}
	for _, to := range c.to {
		if err := c.take(to, content); err != nil {
			return err
		}
	}
	return nil
}

// LMTPData takes the message, with a word about each address.
func (c *session) LMTPData(r io.Reader, status smtp.StatusCollector) error {
	content, err := io.ReadAll(r)
	if err != nil {
		return err
	}
	for _, to := range c.to {
		status.SetStatus(to, c.take(to, content))
	}
	return nil
}

// take looks the address up again: a peer may take its time between naming it and
// the end of the message.
func (c *session) take(to string, content []byte) error {
	box, err := c.find(to)
	if err != nil {
		return err
	}
	err = c.Take(c.ctx, box, c.sender, content)
	if errs.Is(err, errs.Invalid) {
		return &smtp.SMTPError{Code: 554, EnhancedCode: smtp.EnhancedCode{5, 6, 0}, Message: messageOf(err)}
	}
	if err != nil {
		return c.later(err)
	}
	return nil
}

func (c *session) find(to string) (*Letterbox, error) {
	box, err := c.Find(c.ctx, to)
	if errs.Is(err, errs.NotFound) {
		return nil, &smtp.SMTPError{Code: 550, EnhancedCode: smtp.EnhancedCode{5, 1, 1}, Message: messageOf(err)}
	}
	if err != nil {
		return nil, c.later(err)
	}
	return box, nil
}

// later has the message sent again: what is in the way is ours, and will pass.
func (c *session) later(err error) error {
	if errs.Is(err, errs.Internal) && !errors.Is(err, context.Canceled) {
		c.log.ErrorContext(c.ctx, "a mail was not taken", "error", err)
	}
	return &smtp.SMTPError{Code: 451, EnhancedCode: smtp.EnhancedCode{4, 3, 0}, Message: "not now; try again in a little while"}
}
