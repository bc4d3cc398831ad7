package login

import (
	"time"

	"cairn/internal/brake"
	"cairn/internal/clock"
	"cairn/internal/errs"
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

// brakes slow down whoever tries log-ins: per account and per network address.
// Nobody is ever locked out: whoever has logged in to an account from an
// address has a bucket of their own there, which those who guess at the account
// from elsewhere can't empty.
type brakes struct {
	clock   clock.Clock
	buckets brake.Brakes[bucketKey]
}

// bucketKey names a bucket: by account, by address, or by both for those who
// have logged in.
type bucketKey struct{ account, address string }

func newBrakes(clk clock.Clock) *brakes { return &brakes{clock: clk} }

// try counts a try, or refuses it with errs.TooMany.
func (b *brakes) try(account, remoteAddr string) error {
	address := brake.Network(remoteAddr)
	if known := (bucketKey{account, address}); b.buckets.Knows(known) {
		return b.take(known, knownBurst, knownEvery)
	}
	if err := b.take(bucketKey{address: address}, addressBurst, addressEvery); err != nil {
		return err
	}
	return b.take(bucketKey{account: account}, accountBurst, accountEvery)
}

// tryOwn counts a try at the password of somebody who is logged in already.
func (b *brakes) tryOwn(personID string) error {
	return b.take(bucketKey{account: personID, address: "own"}, accountBurst, accountEvery)
}

// ask counts an ask for a letter to an account, whether there is one or not. Those
// that others ask for keep nobody from the account: they go to its owner.
func (b *brakes) ask(account, remoteAddr string) error {
	if err := b.take(bucketKey{account: letters, address: brake.Network(remoteAddr)}, letterAddressBurst, letterAddressEvery); err != nil {
		return err
	}
	return b.askOwn(account)
}

// askOwn counts an ask for a letter by somebody who is logged in.
func (b *brakes) askOwn(personID string) error {
	return b.take(bucketKey{account: personID, address: letters}, letterBurst, letterEvery)
}

// letters marks the buckets of asks for letters: no address and no account is it.
const letters = "letters"

// succeeded remembers that this account is used from this address.
func (b *brakes) succeeded(account, remoteAddr string) {
	b.buckets.Open(b.clock.Now(), bucketKey{account, brake.Network(remoteAddr)}, knownBurst, knownEvery)
}

func (b *brakes) take(key bucketKey, burst int, every time.Duration) error {
	wait := b.buckets.Take(b.clock.Now(), key, burst, every)
	if wait == 0 {
		return nil
	}
	slow := errs.New(errs.TooMany, "too many tries one after the other; wait a little and try again")
	slow.RetryAfter = wait
	return slow
}
