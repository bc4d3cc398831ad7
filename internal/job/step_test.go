package job

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

// TestStep_RestsAsLongAsItTook holds the pace of what the clock causes, and that
// one trouble is one line of the log.
func TestStep_RestsAsLongAsItTook(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		const pause = time.Second
		type took struct {
			time time.Duration
			done int
			err  error
		}
		down := errors.New("the database is down")
		script := []took{
			{20 * time.Millisecond, 50, nil}, {300 * time.Millisecond, 50, nil}, {time.Millisecond, 0, nil},
			{0, 3, down}, {0, 0, down}, {10 * time.Millisecond, 1, nil}, {0, 0, down},
		}
		ctx, stop := context.WithCancel(t.Context())
		var log bytes.Buffer
		var began []time.Duration
		start := time.Now()
		Step(func(context.Context) (int, error) {
			now := script[len(began)]
			began = append(began, time.Since(start))
			time.Sleep(now.time)
			if len(began) == len(script) {
				stop()
			}
			return now.done, now.err
		}).Run(ctx, slog.New(slog.NewTextHandler(&log, nil)), "digests", pause)

		want := []time.Duration{0}
		for _, s := range script[:len(script)-1] {
			rest := pause
			if s.done > 0 && s.err == nil {
				rest = s.time
			}
			want = append(want, want[len(want)-1]+s.time+rest)
		}
		if !slices.Equal(began, want) {
			t.Errorf("the steps began after %v, and should have after %v", began, want)
		}
		if warned, well := strings.Count(log.String(), "stands still"), strings.Count(log.String(), "goes on"); warned != 1 || well != 1 {
			t.Errorf("one trouble was told of %d times, and its end %d times:\n%s", warned, well, log.String())
		}
	})
}

func TestStep_DrainsUntilNothingIsDue(t *testing.T) {
	left := 120
	some := Step(func(context.Context) (int, error) {
		done := min(left, 50)
		left -= done
		return done, nil
	})
	if done, err := some.Drain(t.Context()); done != 120 || err != nil {
		t.Errorf("it did %d: %v", done, err)
	}
	broken := errors.New("broken")
	failing := Step(func(context.Context) (int, error) { return 2, broken })
	if done, err := failing.Drain(t.Context()); done != 2 || !errors.Is(err, broken) {
		t.Errorf("it did %d: %v", done, err)
	}
}
