package job

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strconv"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"cairn/internal/db"
	"cairn/internal/errs"
)

// round is work by the clock on a table of its own: what is poisoned fails.
type round struct {
	bench

	back *Setbacks
	down error // of the database
	ran  map[string]int
}

func newRound(b bench, poisoned, healthy int) *round {
	b.Helper()
	r := &round{bench: b, back: NewSetbacks(b.db, b.clock, "digests"), ran: map[string]int{}}
	b.write(func(ctx context.Context, tx *db.Tx) error {
		if _, err := db.Exec(ctx, tx, `CREATE TABLE due (id TEXT NOT NULL PRIMARY KEY)`); err != nil {
			return err
		}
		for i := range poisoned + healthy {
			id := fmt.Sprintf("a poisoned %03d", i)
			if i >= poisoned {
				id = fmt.Sprintf("b healthy %03d", i)
			}
			if _, err := db.Exec(ctx, tx, `INSERT INTO due (id) VALUES ($1)`, id); err != nil {
				return err
			}
		}
		return nil
	})
	return r
}

func (r *round) due(ctx context.Context, most int) ([]string, error) {
	return db.All(ctx, r.db, db.Value[string], `SELECT id FROM due WHERE `+r.back.Without("due.id", "$1")+` ORDER BY id LIMIT $2`, r.clock.Now().UnixMilli(), most)
}

func (r *round) do(ctx context.Context, id string) error {
	r.ran[id]++
	switch {
	case r.down != nil:
		return r.down
	case strings.HasPrefix(id, "a poisoned 001"):
		panic("what Ana wrote")
	case strings.HasPrefix(id, "a"):
		return errors.New("can't read what Ana wrote")
	}
	return r.db.Write(ctx, func(ctx context.Context, tx *db.Tx) error {
		_, err := db.Exec(ctx, tx, `DELETE FROM due WHERE id = $1`, id)
		return err
	})
}

// steps are the two ways of a step: each by itself, and a few at once.
func (r *round) steps() map[string]Step {
	return map[string]Step{
		"each": r.back.StepEach(func(ctx context.Context) ([]string, error) { return r.due(ctx, 50) }, r.do),
		"few": r.back.Step(20, func(ctx context.Context, most int, taken *[]string) (err error) {
			if *taken, err = r.due(ctx, most); err != nil {
				return err
			}
			for _, id := range *taken {
				if err := r.do(ctx, id); err != nil {
					return err
				}
			}
			return nil
		}),
	}
}

// left is how much is due still, and how much of it is set back.
func (r *round) left() string {
	r.Helper()
	n, err := db.One(r.Context(), r.db, db.Value[int], `SELECT count(*) FROM due`)
	if err != nil {
		r.Fatal(err)
	}
	back, err := r.queue(nil).SetBack(r.Context())
	if err != nil {
		r.Fatal(err)
	}
	if len(back) == 0 {
		return strconv.Itoa(n)
	}
	return fmt.Sprintf("%d digests:%d", n, back["digests"])
}

func (r *round) checkLeft(what, want string) {
	r.Helper()
	if got := r.left(); got != want {
		r.Errorf("%s: left %s, want %s", what, got, want)
	}
}

// TestStep_WhatFailsHoldsUpNothingElse: sixty that fail stand before one that does
// not, and a step takes fewer than sixty.
func TestStep_WhatFailsHoldsUpNothingElse(t *testing.T) {
	for _, way := range []string{"each", "few"} {
		t.Run(way, func(t *testing.T) {
			each(t, func(b bench) {
				r := newRound(b, 60, 1)
				step := r.steps()[way]
				if _, err := step.Drain(b.Context()); err == nil || !strings.Contains(err.Error(), "a poisoned 059 is set back") {
					b.Errorf("nobody is told of what failed: %v", err)
				}
				r.checkLeft("after the first round", "60 digests:60")
				tried := r.ran["a poisoned 000"]
				if _, err := step.Drain(b.Context()); err != nil || r.ran["a poisoned 000"] != tried {
					b.Errorf("it is tried again at once: %v", err)
				}
				b.clock.Advance(time.Minute)
				if _, err := step.Drain(b.Context()); err == nil || r.ran["a poisoned 000"] == tried {
					b.Errorf("it is not tried again: %v", err)
				}
				b.write(func(ctx context.Context, tx *db.Tx) error { // somebody mends them
					_, err := db.Exec(ctx, tx, `UPDATE due SET id = 'b' || id WHERE id <> 'a poisoned 002'`)
					return err
				})
				if _, err := step.Drain(b.Context()); err != nil {
					b.Error(err)
				}
				r.checkLeft("mended", "1 digests:60")
				b.clock.Advance(3 * time.Hour)
				if _, err := step.Drain(b.Context()); err == nil {
					b.Error("the last one is not tried again")
				}
				if err := r.queue(nil).Sweep(b.Context()); err != nil {
					b.Fatal(err)
				}
				r.checkLeft("what is not due any more is forgotten", "1 digests:1")
			})
		})
	}
}

// TestStep_DoneAtLastIsForgotten: what is done after all is set back no more.
func TestStep_DoneAtLastIsForgotten(t *testing.T) {
	for _, way := range []string{"each", "few"} {
		t.Run(way, func(t *testing.T) {
			each(t, func(b bench) {
				r := newRound(b, 0, 30)
				step := r.steps()[way]
				id := "b healthy 003"
				if err := r.back.note(b.Context(), &setBacks{}, id, errors.New("once")); err != nil {
					b.Fatal(err)
				}
				if _, err := step.Drain(b.Context()); err != nil {
					b.Error(err)
				}
				r.checkLeft("while it is set back", "1 digests:1")
				b.clock.Advance(time.Minute)
				if _, err := step.Drain(b.Context()); err != nil {
					b.Error(err)
				}
				r.checkLeft("done at last", "0")
			})
		})
	}
}

// TestStep_DatabaseOutOfReachIsNobodysSetback: the step stands still, and nothing is put off.
func TestStep_DatabaseOutOfReachIsNobodysSetback(t *testing.T) {
	for _, way := range []string{"each", "few"} {
		t.Run(way, func(t *testing.T) {
			each(t, func(b bench) {
				r := newRound(b, 0, 30)
				r.down = errs.New(errs.Unavailable, "the database is out of reach")
				if done, err := r.steps()[way](b.Context()); done != 0 || !errs.Is(err, errs.Unavailable) {
					b.Errorf("it did %d: %v", done, err)
				}
				r.checkLeft("nothing is set back", "30")
				if len(r.ran) != 1 {
					b.Errorf("it went on to %d others", len(r.ran)-1)
				}
			})
		})
	}
}

// TestStep_TellsWhatWasSetBackAndNoneOfItsWords: the log has the id, and kinds of errors.
func TestStep_TellsWhatWasSetBackAndNoneOfItsWords(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		causes := []error{
			errors.New("can't read what Ana wrote"),
			&panicked{"what Ana wrote", "goroutine 1"},
			fmt.Errorf("task: %w", errs.New(errs.SlotFull, "what Ana wrote is there")),
		}
		ctx, stop := context.WithCancel(t.Context())
		var log bytes.Buffer
		steps := 0
		Step(func(context.Context) (int, error) {
			if steps++; steps == 3 {
				stop()
				return 0, nil
			}
			met := &setBacks{}
			for i, cause := range causes {
				met.all = append(met.all, setBack{id: fmt.Sprintf("task-%d", i), failures: 2, cause: cause})
			}
			return len(causes), met
		}).Run(ctx, slog.New(slog.NewTextHandler(&log, nil)), "the clock of tasks", time.Hour)
		told := log.String()
		for _, want := range []string{`what="the clock of tasks"`, "id=task-0", "failures=2", "why=*errors.errorString", "panic: string", "why=slot_full"} {
			if !strings.Contains(told, want) {
				t.Errorf("the log lacks %q:\n%s", want, told)
			}
		}
		if strings.Contains(told, "Ana") || strings.Contains(told, "stands still") {
			t.Errorf("the log has what somebody wrote, or that all stands still:\n%s", told)
		}
	})
}
