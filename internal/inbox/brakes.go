package inbox

import (
	"net"
	"net/netip"
	"sync"
	"time"

	"cairn/internal/clock"

	"golang.org/x/time/rate"
)

// How fast one peer may knock: mails, and addresses that are unknown. A mail server
// that brings all of a company's mail comes from one address, and tries again later
// by itself.
const (
	mailBurst    = 200
	mailEvery    = time.Second / 2
	unknownBurst = 20
	unknownEvery = 10 * time.Second
	mostPeers    = 10_000
)

// brakes slow down whoever sends too much, or guesses.
type brakes struct {
	clock clock.Clock

	mu    sync.Mutex
	peers map[string]*peer
}

type peer struct{ mails, unknown *rate.Limiter }

func newBrakes(clk clock.Clock) *brakes { return &brakes{clock: clk, peers: map[string]*peer{}} }

// mail counts a message, and reports whether it is one too many.
func (b *brakes) mail(from net.Addr) bool { return !b.of(from).mails.AllowN(b.clock.Now(), 1) }

// unknown counts an address that is unknown.
func (b *brakes) unknown(from net.Addr) { b.of(from).unknown.AllowN(b.clock.Now(), 1) }

// guesses reports whether a peer has named too many of these.
func (b *brakes) guesses(from net.Addr) bool { return b.of(from).unknown.TokensAt(b.clock.Now()) < 1 }

func (b *brakes) of(from net.Addr) *peer {
	name := network(from)
	b.mu.Lock()
	defer b.mu.Unlock()
	if known, ok := b.peers[name]; ok {
		return known
	}
	if len(b.peers) >= mostPeers {
		clear(b.peers) // as if none had come yet
	}
	fresh := &peer{rate.NewLimiter(rate.Every(mailEvery), mailBurst), rate.NewLimiter(rate.Every(unknownEvery), unknownBurst)}
	b.peers[name] = fresh
	return fresh
}

// network is the part of an address that one subscriber has.
func network(from net.Addr) string {
	address, err := netip.ParseAddrPort(from.String())
	if err != nil {
		return from.Network() // a socket of this machine
	}
	ip := address.Addr().Unmap().WithZone("")
	if ip.Is6() {
		if prefix, err := ip.Prefix(64); err == nil {
			return prefix.String()
		}
	}
	return ip.String()
}
