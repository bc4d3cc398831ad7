package login

import (
	"net"
	"net/netip"
	"sync"
	"time"

	"cairn/internal/clock"
	"cairn/internal/errs"

	"golang.org/x/time/rate"
)

// How fast log-ins may be tried: a burst, and then one each so often.
const (
	accountBurst = 10
	accountEvery = 10 * time.Second
	addressBurst = 100
	addressEvery = time.Second
	knownBurst   = 10
	knownEvery   = 5 * time.Second
)

// How fast letters may be asked for, which go to an account or to an address that
// somebody names.
const (
	letterBurst        = 3
	letterEvery        = 5 * time.Minute
	letterAddressBurst = 20
	letterAddressEvery = 30 * time.Second
)

// maxBuckets bounds the memory that guessing can take.
const maxBuckets = 50_000

// brakes slow down whoever tries log-ins: per account and per network address.
// Nobody is ever locked out: whoever has logged in to an account from an
// address has a bucket of their own there, which those who guess at the account
// from elsewhere can't empty. All of it may be lost at any time.
type brakes struct {
	clock clock.Clock

	mu      sync.Mutex
	buckets map[bucketKey]*rate.Limiter
}

// bucketKey names a bucket: by account, by address, or by both for those who
// have logged in.
type bucketKey struct{ account, address string }

func newBrakes(clk clock.Clock) *brakes {
	return &brakes{clock: clk, buckets: map[bucketKey]*rate.Limiter{}}
}

// try counts a try, or refuses it with errs.TooMany.
func (b *brakes) try(account, remoteAddr string) error {
	address := network(remoteAddr)
	b.mu.Lock()
	defer b.mu.Unlock()
	if known, ok := b.buckets[bucketKey{account, address}]; ok {
		return b.take(known)
	}
	if err := b.take(b.bucket(bucketKey{address: address}, addressEvery, addressBurst)); err != nil {
		return err
	}
	return b.take(b.bucket(bucketKey{account: account}, accountEvery, accountBurst))
}

// tryOwn counts a try at the password of somebody who is logged in already.
func (b *brakes) tryOwn(personID string) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.take(b.bucket(bucketKey{account: personID, address: "own"}, accountEvery, accountBurst))
}

// ask counts an ask for a letter to an account, whether there is one or not. Those
// that others ask for keep nobody from the account: they go to its owner.
func (b *brakes) ask(account, remoteAddr string) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	if err := b.take(b.bucket(bucketKey{account: letters, address: network(remoteAddr)}, letterAddressEvery, letterAddressBurst)); err != nil {
		return err
	}
	return b.take(b.bucket(bucketKey{account: account, address: letters}, letterEvery, letterBurst))
}

// askOwn counts an ask for a letter by somebody who is logged in.
func (b *brakes) askOwn(personID string) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.take(b.bucket(bucketKey{account: personID, address: letters}, letterEvery, letterBurst))
}

// letters marks the buckets of asks for letters: no address and no account is it.
const letters = "letters"

// succeeded remembers that this account is used from this address.
func (b *brakes) succeeded(account, remoteAddr string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.bucket(bucketKey{account, network(remoteAddr)}, knownEvery, knownBurst)
}

func (b *brakes) take(bucket *rate.Limiter) error {
	now := b.clock.Now()
	reservation := bucket.ReserveN(now, 1)
	wait := reservation.DelayFrom(now)
	if wait == 0 {
		return nil
	}
	reservation.CancelAt(now)
	slow := errs.New(errs.TooMany, "too many tries one after the other; wait a little and try again")
	slow.RetryAfter = wait
	return slow
}

func (b *brakes) bucket(key bucketKey, every time.Duration, burst int) *rate.Limiter {
	if bucket, ok := b.buckets[key]; ok {
		return bucket
	}
	if len(b.buckets) >= maxBuckets {
		b.makeRoom()
	}
	bucket := rate.NewLimiter(rate.Every(every), burst)
	b.buckets[key] = bucket
	return bucket
}

// makeRoom forgets the buckets that are full, which is as if they had never
// been, and if these are few, some others.
func (b *brakes) makeRoom() {
	now := b.clock.Now()
	for key, bucket := range b.buckets {
		if bucket.TokensAt(now) >= float64(bucket.Burst()) {
			delete(b.buckets, key)
		}
	}
	for key := range b.buckets {
		if len(b.buckets) < maxBuckets*3/4 {
			return
		}
		delete(b.buckets, key)
	}
}

// network is the part of an address that one subscriber has: all of an IPv4
// address, and the first half of an IPv6 one.
func network(remoteAddr string) string {
	host, _, err := net.SplitHostPort(remoteAddr)
	if err != nil {
		host = remoteAddr
	}
	address, err := netip.ParseAddr(host)
	if err != nil {
		return host
	}
	address = address.Unmap().WithZone("")
	if address.Is6() {
		if prefix, err := address.Prefix(64); err == nil {
			return prefix.String()
		}
	}
	return address.String()
}
