// Package outward is how Cairn calls addresses that people give it: the webhook of
// their chat, the service of their browser. Such an address may be meant to reach
// what only the server can, so it is looked at where nothing can come between: in
// the dialer, after the name was resolved, for the very address that is dialed.
//
// No redirect is followed, no proxy of the environment is used, and time and
// answers are capped.
package outward

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"strings"
	"syscall"
	"time"
)

// Check refuses the addresses that are not to be called; nil: it may be.
type Check func(address netip.Addr) error

// ErrRefused says that an address is not one of the public internet.
var ErrRefused = errors.New("the address lies in a network that only this server reaches")

// The limits of a call.
const (
	dialFor  = 5 * time.Second
	callFor  = 15 * time.Second
	maxReply = 64 << 10 // bytes
)

// Public allows addresses of the public internet alone.
func Public(address netip.Addr) error {
	address = address.WithZone("")
	if address.Is4In6() {
		address = address.Unmap()
	}
	if inner, ok := embedded(address); ok {
		if err := Public(inner); err != nil {
			return err
		}
	}
	if !address.IsValid() || !address.IsGlobalUnicast() || address.IsPrivate() || address.IsLoopback() || address.IsLinkLocalUnicast() {
		return ErrRefused
	}
	for _, network := range special() {
		if network.Contains(address) {
			return ErrRefused
		}
	}
	return nil
}

// special are the networks that are not of the public internet (RFC 6890 and the
// registries that follow it), beyond those that net/netip knows.
func special() []netip.Prefix {
	var networks []netip.Prefix
	for _, text := range []string{
		"0.0.0.0/8", "100.64.0.0/10", "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "198.18.0.0/15", "198.51.100.0/24",
		"203.0.113.0/24", "240.0.0.0/4",
		"::/96", "64:ff9b:1::/48", "100::/64", "100:0:0:1::/64", "2001::/23", "2001:db8::/32", "3fff::/20", "5f00::/16", "fec0::/10",
	} {
		networks = append(networks, netip.MustParsePrefix(text))
	}
	return networks
}

// embedded is the IPv4 address that an IPv6 one leads to, by NAT64 or 6to4.
func embedded(address netip.Addr) (netip.Addr, bool) {
	bytes := address.As16()
	switch {
	case !address.Is6():
	case netip.MustParsePrefix("64:ff9b::/96").Contains(address):
		return netip.AddrFrom4([4]byte(bytes[12:16])), true
	case netip.MustParsePrefix("2002::/16").Contains(address):
		return netip.AddrFrom4([4]byte(bytes[2:6])), true
	}
	return netip.Addr{}, false
}

// Client makes the client for such calls. Resolver is nil but in tests.
func Client(check Check, resolver *net.Resolver) *http.Client {
	dialer := &net.Dialer{
		Timeout: dialFor, Resolver: resolver,
		ControlContext: func(_ context.Context, network, address string, _ syscall.RawConn) error {
			target, err := netip.ParseAddrPort(address)
			if err != nil || !strings.HasPrefix(network, "tcp") {
				return ErrRefused
			}
			return check(target.Addr())
		},
	}
	return &http.Client{
		Timeout:       callFor,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		Transport: &http.Transport{
			DialContext: dialer.DialContext, DisableKeepAlives: true, MaxResponseHeaderBytes: maxReply,
			TLSHandshakeTimeout: dialFor, ResponseHeaderTimeout: callFor, ForceAttemptHTTP2: true,
		},
	}
}

// Drain reads what is worth reading of an answer.
func Drain(response *http.Response) []byte {
	told, _ := io.ReadAll(io.LimitReader(response.Body, maxReply))
	return told
}

// CheckURL refuses what can't be such an address: it must be https, without a
// password, and not the bare number of a network that is refused anyway.
func CheckURL(text string, check Check) error {
	address, err := url.Parse(text)
	switch {
	case err != nil || address.Host == "" || address.Hostname() == "":
		return errors.New("must be a whole address, such as https://chat.example.com/hooks/…")
	case address.Scheme != "https":
		return errors.New("must begin with https://")
	case address.User != nil:
		return errors.New("must have no name and password in it")
	}
	if ip, err := netip.ParseAddr(address.Hostname()); err == nil {
		if err := check(ip); err != nil {
			return fmt.Errorf("can't be called: %w", err)
		}
	}
	return nil
}
