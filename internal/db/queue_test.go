package db

import (
	"context"
	"errors"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"cairn/internal/errs"
)

func TestQueueRefusesWhatIsBeyondItsBound(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		q := newQueue(1)
		leave, err := q.enter(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		var line sync.WaitGroup
		for range maxWaiting {
			line.Go(func() {
				leave, err := q.enter(t.Context())
				if err != nil {
					t.Errorf("one within the bound: %v", err)
					return
				}
				leave()
			})
		}
		synctest.Wait() // all of them wait now
		began := time.Now()
		refused := func() error { _, err := q.enter(t.Context()); return err }()
		checkBusy(t, refused)
		if waited := time.Since(began); waited != 0 {
			t.Errorf("refused after %v, want at once", waited)
		}
		leave()
		line.Wait()
		if leave, err := q.enter(t.Context()); err != nil {
			t.Errorf("once the line is gone: %v", err)
		} else {
			leave()
		}
	})
}

func TestQueueRefusesWhoHasWaitedTooLong(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		q := newQueue(2)
		for range 2 {
			if _, err := q.enter(t.Context()); err != nil {
				t.Fatal(err)
			}
		}
		began := time.Now()
		_, err := q.enter(t.Context())
		checkBusy(t, err)
		if waited := time.Since(began); waited != maxWait {
			t.Errorf("refused after %v, want %v", waited, maxWait)
		}
	})
}

func TestQueueLetsGoOfWhoGivesUp(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		q := newQueue(1)
		leave, err := q.enter(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		ctx, cancel := context.WithCancel(t.Context())
		var line sync.WaitGroup
		line.Go(func() {
			if _, err := q.enter(ctx); !errs.Is(err, errs.Unavailable) {
				t.Errorf("who gave up in the line: %v, want unavailable", err)
			}
		})
		synctest.Wait()
		cancel()
		line.Wait()
		leave()
		if _, err := q.enter(ctx); !errs.Is(err, errs.Unavailable) {
			t.Errorf("who gave up before: %v, want unavailable", err)
		}
		if len(q.waiting) != 0 || len(q.running) != 0 {
			t.Errorf("%d wait and %d run, want nobody", len(q.waiting), len(q.running))
		}
	})
}

func TestQueueIsInOrder(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		q := newQueue(1)
		leave, err := q.enter(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		var order []int
		var line sync.WaitGroup
		for i := range 20 {
			line.Go(func() {
				leave, err := q.enter(t.Context())
				if err != nil {
					t.Error(err)
					return
				}
				order = append(order, i)
				leave()
			})
			synctest.Wait()
		}
		leave()
		line.Wait()
		for i, came := range order {
			if came != i {
				t.Fatalf("came in the order %v", order)
			}
		}
	})
}

func checkBusy(t *testing.T, err error) {
	t.Helper()
	known, ok := errors.AsType[*errs.Error](err)
	if !ok || known.Code != errs.Busy {
		t.Fatalf("got %v, want busy", err)
	}
	if known.RetryAfter <= 0 {
		t.Error("busy without a time to come back")
	}
}
