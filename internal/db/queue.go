package db

import (
	"context"
	"time"

	"cairn/internal/errs"
)

// The bounds of the line before the writer. Beyond either a write is told to
// come back, at once, rather than being kept until its caller gives up.
const (
	maxWaiting = 1024
	maxWait    = 2 * time.Second
)

// queue lets at most `places` writes run at a time, and bounds those waiting.
type queue struct {
	waiting chan struct{}
	running chan struct{}
	maxWait time.Duration
}

func newQueue(places int) *queue {
	return &queue{
		waiting: make(chan struct{}, maxWaiting),
		running: make(chan struct{}, places),
		maxWait: maxWait,
	}
}

// enter waits for a place and returns what gives it back.
func (q *queue) enter(ctx context.Context) (func(), error) {
	if err := ctx.Err(); err != nil {
		return nil, givenUp(err)
	}
	leave := func() { <-q.running }
	select {
	case q.running <- struct{}{}:
		return leave, nil
	default:
	}
	select {
	case q.waiting <- struct{}{}:
		defer func() { <-q.waiting }()
	default:
		return nil, tooManyWrites()
	}
	timer := time.NewTimer(q.maxWait)
	defer timer.Stop()
	select {
	case q.running <- struct{}{}:
		return leave, nil
	case <-timer.C:
		return nil, tooManyWrites()
	case <-ctx.Done():
		return nil, givenUp(ctx.Err())
	}
}

func tooManyWrites() error {
	e := errs.New(errs.Busy, "more is being written than the database can take; nothing was changed, try again in a moment")
	e.RetryAfter = time.Second
	return e
}

func givenUp(cause error) error {
	e := errs.Wrap(cause, errs.Unavailable, "the request was given up before anything was written")
	e.RetryAfter = time.Second
	return e
}
