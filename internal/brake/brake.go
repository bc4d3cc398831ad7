// Package brake slows down whoever does something too often: so much is free at
// once, and then one each so often. What it knows of may be lost at any time.
package brake

import (
	"net"
	"net/netip"
	"sync"
	"time"

	"golang.org/x/time/rate"
)

// Brakes count by key. The zero value is ready; it is safe for concurrent use.
type Brakes[K comparable] struct {
	mu      sync.Mutex
	buckets map[K]*rate.Limiter
}

// most bounds the memory that it can take.
const most = 50_000

// Take counts one more of a key and returns 0, or counts nothing and returns how
// long it is too early. A key has its burst and its pace from the first time.
func (b *Brakes[K]) Take(now time.Time, key K, burst int, every time.Duration) (wait time.Duration) {
	b.mu.Lock()
	defer b.mu.Unlock()
	reservation := b.bucket(now, key, burst, every).ReserveN(now, 1)
	if wait = reservation.DelayFrom(now); wait > 0 {
		reservation.CancelAt(now)
	}
	return wait
}

// Open makes a key known, and counts nothing.
func (b *Brakes[K]) Open(now time.Time, key K, burst int, every time.Duration) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.bucket(now, key, burst, every)
}

// Knows reports whether a key is known.
func (b *Brakes[K]) Knows(key K) bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.buckets[key] != nil
}

func (b *Brakes[K]) bucket(now time.Time, key K, burst int, every time.Duration) *rate.Limiter {
	if known, ok := b.buckets[key]; ok {
		return known
	}
	if b.buckets == nil {
		b.buckets = map[K]*rate.Limiter{}
	}
	if len(b.buckets) >= most {
		b.makeRoom(now)
	}
	fresh := rate.NewLimiter(rate.Every(every), burst)
	b.buckets[key] = fresh
	return fresh
}

// makeRoom forgets the buckets that are full, which is as if they had never been,
// and if these are few, some others.
func (b *Brakes[K]) makeRoom(now time.Time) {
	for key, bucket := range b.buckets {
		if bucket.TokensAt(now) >= float64(bucket.Burst()) {
			delete(b.buckets, key)
		}
	}
	for key := range b.buckets {
		if len(b.buckets) < most*3/4 {
			return
		}
		delete(b.buckets, key)
	}
}

// Network is the part of an address, with a port or without, that one subscriber
// has: all of an IPv4 address, and the first half of an IPv6 one.
func Network(address string) string {
	host, _, err := net.SplitHostPort(address)
	if err != nil {
		host = address
	}
	ip, err := netip.ParseAddr(host)
	if err != nil {
		return host
	}
	ip = ip.Unmap().WithZone("")
	if ip.Is6() {
		if prefix, err := ip.Prefix(64); err == nil {
			return prefix.String()
		}
	}
	return ip.String()
}
