package login

import (
	"sync"
	"time"

	"cairn/internal/clock"
	"cairn/internal/errs"

	"golang.org/x/time/rate"
)

// Guesses are slowed down, per account and per address, and never locked out:
// a lock would let anybody keep a person from their work.
const (
	guessesAtOnce = 10
	guessEvery    = 6 * time.Second
	maxRemembered = 10_000
)

// brakes remember who has guessed lately. They live in memory: a restart
// forgives, which costs an attacker more than it gives.
type brakes struct {
	clock clock.Clock
	mu    sync.Mutex
	of    map[string]*rate.Limiter
}

func newBrakes(clk clock.Clock) *brakes { return &brakes{clock: clk, of: map[string]*rate.Limiter{}} }

// wait takes a try for each of the keys, and says how long to wait when one has
// none left; then none is taken.
func (b *brakes) wait(keys ...string) time.Duration {
	b.mu.Lock()
	defer b.mu.Unlock()
	now := b.clock.Now()
	var longest time.Duration
	taken := make([]*rate.Reservation, 0, len(keys))
	for _, key := range keys {
		reservation := b.limiter(key, now).ReserveN(now, 1)
		taken = append(taken, reservation)
		longest = max(longest, reservation.DelayFrom(now))
	}
	if longest > 0 {
		for _, reservation := range taken {
			reservation.CancelAt(now)
		}
	}
	return longest
}

func (b *brakes) limiter(key string, now time.Time) *rate.Limiter {
	if limiter, ok := b.of[key]; ok {
		return limiter
	}
	if len(b.of) >= maxRemembered {
		for old, limiter := range b.of {
			if limiter.TokensAt(now) >= guessesAtOnce {
				delete(b.of, old)
			}
		}
	}
	limiter := rate.NewLimiter(rate.Every(guessEvery), guessesAtOnce)
	b.of[key] = limiter
	return limiter
}

func slowDown(wait time.Duration) error {
	e := errs.New(errs.TooMany, "too many tries; wait a little and try again")
	e.RetryAfter = max(wait, time.Second)
	return e
}
