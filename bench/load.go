package main

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"sync/atomic"
	"time"
)

// load is what came of driving something from several workers.
type load struct {
	done     int           // answered as they should be
	faults   int           // answered with 5xx, or not at all
	refused  int           // answered otherwise
	first    string        // the first answer that was not as it should be
	elapsed  time.Duration // from the first to the last
	latency  []time.Duration
	exhausts bool // there was no more to do before the time was over
}

func (l *load) rate() float64 { return float64(l.done) / l.elapsed.Seconds() }

// at is the latency that a share of the requests stayed within.
func (l *load) at(share float64) time.Duration {
	if len(l.latency) == 0 {
		return 0
	}
	i := int(share * float64(len(l.latency)))
	return l.latency[min(i, len(l.latency)-1)]
}

// step does one thing once. It reports the HTTP status, or 0 and an error.
type step func() (status int, note string, err error)

// worker makes the step of one worker; it is called once a worker. A step that
// answers errDone ends its worker.
type worker func(n int) (step, func(), error)

// drive runs workers side by side for a time, each one step after the other.
func drive(ctx context.Context, workers int, lasts time.Duration, begin worker) (load, error) {
	steps := make([]step, workers)
	for n := range steps {
		one, end, err := begin(n)
		if err != nil {
			return load{}, err
		}
		defer end()
		steps[n] = one
	}
	parts := make([]load, workers)
	var group sync.WaitGroup
	begun := time.Now()
	until := begun.Add(lasts)
	for n := range steps {
		group.Go(func() { parts[n].run(ctx, steps[n], until) })
	}
	group.Wait()
	total := load{elapsed: time.Since(begun)}
	for i := range parts {
		part := &parts[i]
		total.done += part.done
		total.faults += part.faults
		total.refused += part.refused
		total.exhausts = total.exhausts || part.exhausts
		if total.first == "" {
			total.first = part.first
		}
		total.latency = append(total.latency, part.latency...)
	}
	slices.Sort(total.latency)
	return total, ctx.Err()
}

func (l *load) run(ctx context.Context, one step, until time.Time) {
	for ctx.Err() == nil {
		begun := time.Now()
		if begun.After(until) {
			return
		}
		status, note, err := one()
		if status == noMore {
			l.exhausts = true
			return
		}
		l.latency = append(l.latency, time.Since(begun))
		switch {
		case err != nil:
			l.faults++
			l.note(err.Error())
			return // the connection is gone
		case status >= 500:
			l.faults++
			l.note(fmt.Sprintf("%d %s", status, note))
		case status >= 300:
			l.refused++
			l.note(fmt.Sprintf("%d %s", status, note))
		default:
			l.done++
		}
	}
}

// noMore is the status of a step that found nothing left to do.
const noMore = -1

func (l *load) note(text string) {
	if l.first == "" {
		l.first = text
	}
}

// requests is a worker that sends what next gives it, over one connection. A
// nil request means there is no more to do.
func requests(address string, next func(worker, i int) []byte) worker {
	return func(n int) (step, func(), error) {
		w, err := dial(address)
		if err != nil {
			return nil, nil, err
		}
		i := 0
		return func() (int, string, error) {
			out := next(n, i)
			i++
			if out == nil {
				return noMore, "", nil
			}
			status, body, err := w.do(out)
			note := ""
			if err == nil && status >= 300 {
				note = string(body)
			}
			return status, note, err
		}, w.close, nil
	}
}

// each hands out the items of a list, one after the other, to all workers.
func each[T any](items []T, ask func(item T) []byte) func(worker, i int) []byte {
	var next atomic.Int64
	return func(int, int) []byte {
		n := int(next.Add(1)) - 1
		if n >= len(items) {
			return nil
		}
		return ask(items[n])
	}
}
