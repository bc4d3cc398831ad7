package app

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"regexp"

	"cairn/internal/channel"
	"cairn/internal/delivery"
	"cairn/internal/inbox"
	"cairn/internal/outward"
)

// hostname is a name as it stands behind the @ of an address.
var hostname = regexp.MustCompile(`(?i)^[a-z0-9]([a-z0-9.-]{0,250}[a-z0-9])?$`)

// checkReplies refuses what can't be meant about receiving mail. Of several nodes
// one may receive; all of them write the addresses to answer to.
func (o Options) checkReplies() error {
	switch {
	case o.MailListen != "" && o.ReplyDomain == "":
		return errors.New("--mail-listen needs --reply-domain, what stands behind the @ of the addresses to answer to, such as cairn.example.com")
	case o.ReplyDomain != "" && !hostname.MatchString(o.ReplyDomain):
		return errors.New("--reply-domain must be a name such as cairn.example.com, without an @")
	}
	return nil
}

// openInbox lets people answer by mail, before anything runs; without a domain
// they can't.
func (h *House) openInbox(domain string) {
	h.Inbox = inbox.New(h.DB, h.Ledger, h.Login, h.Work, h.People, h.Delivery, h.clock, h.log, domain)
	h.Letter.Unread = h.Inbox.WordBack
	if domain != "" {
		h.Letter.Replies = h.Inbox
	}
}

// openChannels are the ways out that each person sets up for themselves.
func (h *House) openChannels(baseURL string) {
	h.Channel = channel.New(h.DB, h.Ledger, h.Notify, h.told, h.People, h.clock, baseURL, outward.Public, outward.Client(outward.Public, nil))
	h.Delivery.Attach(delivery.Webhook, channel.Hook{Service: h.Channel})
	h.Delivery.Attach(delivery.Push, channel.Push{Service: h.Channel})
}

// mailDoor opens where mail comes in; nil where none does.
func (o Options) mailDoor(ctx context.Context, out io.Writer) (*inbox.Listener, *tls.Config, error) {
	if o.MailListen == "" {
		return nil, nil, nil
	}
	var secure *tls.Config
	if o.TLSCert != "" {
		pair, err := tls.LoadX509KeyPair(o.TLSCert, o.TLSKey)
		if err != nil {
			return nil, nil, fmt.Errorf("read the certificate: %w", err)
		}
		secure = &tls.Config{Certificates: []tls.Certificate{pair}, MinVersion: tls.VersionTLS12}
	}
	listener, err := inbox.Listen(ctx, o.MailListen)
	if err != nil {
		return nil, nil, err
	}
	_, err = fmt.Fprintf(out, "Mail to reply+…@%s is received at %s\n", o.ReplyDomain, listener.Addr())
	return listener, secure, err
}
