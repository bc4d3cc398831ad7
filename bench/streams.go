package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"cairn/internal/id"
)

// stream is an open event stream of one person.
type stream struct {
	w      *wire
	pokes  atomic.Int64
	told   func(at time.Time) // called with each poke but the first
	opened chan error
}

// streamBuffer is small, because there are thousands.
const streamBuffer = 512

func openStream(address, token string, told func(at time.Time)) (*stream, error) {
	w, err := dialSized(address, streamBuffer)
	if err != nil {
		return nil, err
	}
	s := &stream{w: w, told: told, opened: make(chan error, 1)}
	if _, err := w.conn.Write(request("GET", "/api/v1/stream", token, "", nil)); err != nil {
		return nil, errors.Join(err, w.conn.Close())
	}
	return s, nil
}

// listen reads pokes until the connection ends. The first one comes by itself,
// and says that the stream is open.
func (s *stream) listen() {
	for {
		text, err := s.w.in.ReadSlice('\n')
		if err != nil {
			s.opened <- fmt.Errorf("the stream ended: %w", err)
			return
		}
		if !bytes.HasPrefix(text, []byte("event: poke")) {
			continue
		}
		if s.pokes.Add(1) == 1 {
			s.opened <- nil
			continue
		}
		s.told(time.Now())
	}
}

// crowdOf opens streams, waits until all of them follow, and returns what closes
// them. told is called with the place of the person and the time of each poke.
func (l *largeCompany) crowdOf(ctx context.Context, count int, told func(n int, at time.Time)) (func(), error) {
	var open []*stream
	var listening sync.WaitGroup
	end := func() {
		for _, s := range open {
			s.w.close()
		}
		listening.Wait()
	}
	const atOnce = 100 // of them are on their way
	for n := range count {
		s, err := openStream(l.s.address, l.c.people[n%len(l.c.people)].token, func(at time.Time) { told(n, at) })
		if err != nil {
			end()
			return nil, err
		}
		open = append(open, s)
		listening.Go(s.listen)
		if n < atOnce {
			continue
		}
		if err := open[n-atOnce].isOpen(ctx); err != nil {
			end()
			return nil, err
		}
	}
	for _, s := range open[max(0, count-atOnce):] {
		if err := s.isOpen(ctx); err != nil {
			end()
			return nil, err
		}
	}
	return end, nil
}

func (s *stream) isOpen(ctx context.Context) error {
	select {
	case err := <-s.opened:
		return err
	case <-ctx.Done():
		return ctx.Err()
	case <-time.After(wireDeadline):
		return errors.New("the stream does not open")
	}
}

// delivery measures how long a change is on its way to a stream.
type delivery struct {
	mu      sync.Mutex
	sent    map[int]time.Time // by the place of who waits for a poke
	latency []time.Duration
}

func (d *delivery) expect(n int, at time.Time) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.sent == nil {
		d.sent = map[int]time.Time{}
	}
	if _, waits := d.sent[n]; !waits {
		d.sent[n] = at
	}
}

func (d *delivery) told(n int, at time.Time) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if sent, waits := d.sent[n]; waits {
		delete(d.sent, n)
		d.latency = append(d.latency, at.Sub(sent))
	}
}

// settled waits until everybody was told, and answers with how long it took
// and with how many were not.
func (d *delivery) settled(ctx context.Context, patience time.Duration) (load, int) {
	until := time.Now().Add(patience)
	for {
		d.mu.Lock()
		left := len(d.sent)
		if left == 0 || time.Now().After(until) || ctx.Err() != nil {
			l := load{latency: d.latency}
			d.latency, d.sent = nil, nil
			d.mu.Unlock()
			slices.Sort(l.latency)
			return l, left
		}
		d.mu.Unlock()
		time.Sleep(time.Millisecond)
	}
}

// follow measures event streams: what they cost idle, how soon a change is
// told, and the mixed load beside them.
func (l *largeCompany) follow(ctx context.Context) error {
	before, err := l.s.memory()
	if err != nil {
		return err
	}
	d := &delivery{}
	count := max(l.b.streams, 1)
	begun := time.Now()
	end, err := l.crowdOf(ctx, count, d.told)
	if err != nil {
		return err
	}
	defer end()
	l.b.report.sayf("opened %s streams in %s", thousands(count), time.Since(begun).Round(time.Millisecond))
	if err := l.idle(ctx, count, before); err != nil {
		return err
	}
	if err := l.deliver(ctx, d, count); err != nil {
		return err
	}
	if l.b.mixed > 0 {
		return l.mixed(ctx, d, count)
	}
	return nil
}

// idle waits beyond a heartbeat, so that its cost is in the figure.
func (l *largeCompany) idle(ctx context.Context, count int, before memory) error {
	spent, err := l.s.processorTime()
	if err != nil {
		return err
	}
	const rest = 30 * time.Second
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-time.After(rest):
	}
	m, err := l.s.memory()
	if err != nil {
		return err
	}
	now, err := l.s.processorTime()
	if err != nil {
		return err
	}
	l.b.report.add(l.p.engine, line{
		what: thousands(count) + " idle event streams: memory (RSS)",
		ours: fmt.Sprintf("%s (%s without the mapped database, %s before), %.1f %% of a processor",
			megabytes(m.resident), megabytes(m.anonymous), megabytes(before.resident), 100*float64(now-spent)/float64(rest)),
		bar: "< 300 MB", met: judged(m.resident < 300e6),
	})
	return nil
}

// deliver measures how soon a change is told: to one of many, and to all.
func (l *largeCompany) deliver(ctx context.Context, d *delivery, count int) error {
	w, err := dial(l.s.address)
	if err != nil {
		return err
	}
	defer w.close()
	const changes = 200
	// Who has no reports is told of their own list alone, and each once: a
	// stream that was poked a moment ago waits for the second to end.
	alone := l.withoutReports(count)
	for _, n := range alone[:min(changes, len(alone))] {
		d.expect(n, time.Now())
		if status, body, err := w.do(l.b.newTask(l.c.people[n].token)); err != nil || status != 201 {
			return fmt.Errorf("create: %d %.300s %w", status, body, err)
		}
	}
	one, lost := d.settled(ctx, 5*time.Second)
	l.b.report.add(l.p.engine, line{
		what: fmt.Sprintf("a change told to its owner among %s streams: p50 / p99", thousands(count)),
		ours: fmt.Sprintf("%s / %s, %d lost", ms(one.at(0.5)), ms(one.at(0.99)), lost), bar: "p99 < 1 s, 0 lost",
		met: judged(lost == 0 && one.at(0.99) < time.Second),
	})
	time.Sleep(2 * time.Second) // a stream is poked once a second
	at := time.Now()
	for n := range count {
		d.expect(n, at)
	}
	body := fmt.Sprintf(`{"name":"Cairngorm %s"}`, id.New())
	if status, answer, err := w.do(request("PATCH", "/api/v1/workspace", l.c.people[chief].token, id.New(), []byte(body))); err != nil || status != 200 {
		return fmt.Errorf("rename the workspace: %d %.300s %w", status, answer, err)
	}
	everybody, lost := d.settled(ctx, 10*time.Second)
	l.b.report.add(l.p.engine, line{
		what: fmt.Sprintf("a change told to all %s streams: p50 / p99", thousands(count)),
		ours: fmt.Sprintf("%s / %s, %d lost", ms(everybody.at(0.5)), ms(everybody.at(0.99)), lost), bar: "p99 < 1 s, 0 lost",
		met: judged(lost == 0 && everybody.at(0.99) < time.Second),
	})
	return nil
}

// withoutReports are the places of people with a stream who manage nobody.
func (l *largeCompany) withoutReports(count int) []int {
	manages := map[int]bool{}
	for _, p := range l.c.people {
		manages[p.manager] = true
	}
	var alone []int
	for n := range l.c.people[:min(count, len(l.c.people))] {
		if !manages[n] {
			alone = append(alone, n)
		}
	}
	return alone
}
