package activity

import (
	"context"
	"errors"
	"strconv"
	"testing"
	"testing/synctest"
	"time"

	"cairn/internal/authz"
)

func woken(s *Stream) bool {
	select {
	case <-s.Wake():
		return true
	default:
		return false
	}
}

func TestHub_WakesOnlyWhoFollows(t *testing.T) {
	hub := NewHub()
	ana := hub.Subscribe("ana", []authz.Scope{authz.Worklist("ana")})
	ben := hub.Subscribe("ben", []authz.Scope{authz.Worklist("ana"), authz.Worklist("ben")})
	zoe := hub.Subscribe("zoe", []authz.Scope{authz.Worklist("zoe")})
	hub.changed([]authz.Scope{authz.Worklist("ana"), authz.Worklist("ana")}, nil)
	hub.changed([]authz.Scope{authz.Worklist("ana")}, nil)
	if !woken(ana) || !woken(ben) || woken(zoe) {
		t.Fatal("not those who follow were woken")
	}
	if woken(ana) {
		t.Fatal("two changes woke twice")
	}
	// A change of grants wakes the person, who looks up their scopes again.
	hub.changed(nil, []string{"zoe"})
	if !woken(zoe) || !zoe.GrantsMoved() || zoe.GrantsMoved() || ana.GrantsMoved() {
		t.Fatal("the change of grants is not told once, to whom it concerns")
	}
	zoe.Follow([]authz.Scope{authz.Worklist("ana")})
	hub.changed([]authz.Scope{authz.Worklist("zoe")}, nil)
	if woken(zoe) {
		t.Fatal("woken by what is followed no more")
	}
	for _, s := range []*Stream{ana, ben, zoe} {
		s.Close()
	}
	if hub.Streams() != 0 || len(hub.byScope) != 0 || len(hub.byPerson) != 0 {
		t.Fatal("closed streams are still held")
	}
}

// wire joins hubs as one database joins nodes; it can fail.
type wire struct {
	other   *Hub
	fails   int
	longest int
}

func (w *wire) Tell(_ context.Context, message string) error {
	w.longest = max(w.longest, len(message))
	if w.fails > 0 {
		w.fails--
		return errors.New("not now")
	}
	w.other.heard(message)
	return nil
}

func (w *wire) Listen(ctx context.Context, _ func(string)) { <-ctx.Done() }

func TestHub_TellsTheOtherNodes(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		here, there := NewHub(), NewHub()
		line := &wire{other: there}
		ctx, stop := context.WithCancel(t.Context())
		done := make(chan struct{})
		go func() { here.Run(ctx, line); close(done) }()
		ana, zoe := there.Subscribe("ana", []authz.Scope{authz.Worklist("ana")}), there.Subscribe("zoe", nil)
		pass := func() { time.Sleep(2 * hintEvery); synctest.Wait() } // in the bubble's time

		here.changed([]authz.Scope{authz.Worklist("ana")}, nil)
		pass()
		if !woken(ana) || woken(zoe) {
			t.Fatal("the hint did not reach whom it concerns")
		}
		// A hint that is lost becomes "anything may have changed".
		line.fails = 1
		here.changed([]authz.Scope{authz.Worklist("kai")}, nil)
		pass()
		if !woken(ana) || !woken(zoe) || !zoe.GrantsMoved() {
			t.Fatal("after a lost hint not everybody looks")
		}
		// So does one that would be too long.
		for i := range 3 * maxHinted {
			here.changed([]authz.Scope{authz.Worklist(strconv.Itoa(i))}, nil)
		}
		pass()
		if !woken(zoe) || line.longest > 8000 {
			t.Fatalf("a burst woke not everybody, or took %d bytes", line.longest)
		}
		there.heard("garbage")
		if !woken(ana) {
			t.Fatal("a message that can't be read counts as a change")
		}
		stop()
		<-done
	})
}
