// Package clock says what time it is. Every package that needs the time is
// given a Clock, so that tests decide it (docs/ARCHITECTURE.md, "Time").
package clock

import (
	"sync"
	"time"
)

// Clock tells the current instant.
type Clock interface {
	Now() time.Time
}

// System is the machine's clock, in UTC and whole milliseconds: what is stored
// is what was compared.
type System struct{}

// Now returns the present instant.
func (System) Now() time.Time { return time.Now().UTC().Truncate(time.Millisecond) }

// StartingAt is a clock that shows an instant now and goes on from it.
func StartingAt(at time.Time) Clock { return shifted{time.Until(at)} }

type shifted struct{ by time.Duration }

// Now returns the present instant, shifted.
func (s shifted) Now() time.Time { return time.Now().Add(s.by).UTC().Truncate(time.Millisecond) }

// Fake is a clock that stands still until it is told to move. It is safe for
// concurrent use.
type Fake struct {
	mu  sync.Mutex
	now time.Time
}

// NewFake returns a clock that stands at now.
func NewFake(now time.Time) *Fake {
	return &Fake{now: now.UTC().Truncate(time.Millisecond)}
}

// Now returns the instant at which the clock stands.
func (f *Fake) Now() time.Time {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.now
}

// Advance moves the clock by d, which may be negative.
func (f *Fake) Advance(d time.Duration) { f.Set(f.Now().Add(d)) }

// Set puts the clock at an instant.
func (f *Fake) Set(now time.Time) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.now = now.UTC().Truncate(time.Millisecond)
}
