package main

import (
	"bytes"
	"context"
	"fmt"
	"math/rand/v2"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"

	"cairn/internal/db"
	"cairn/internal/id"
)

// The mixed load: requests come at their time, whether those before have been
// answered or not, as people do.
const (
	mixedRate        = 300 // requests a second
	mixedConnections = 64
)

// task is one that is on a list, for moves and completions.
type task struct{ owner, id string }

// mixed drives what people do all day, and measures each request from the time
// at which it was due.
func (l *largeCompany) mixed(ctx context.Context, d *delivery, streams int) error {
	tasks, err := l.tasks(ctx)
	if err != nil {
		return err
	}
	due := make(chan time.Time, mixedRate*10)
	parts := make([]load, mixedConnections)
	var workers sync.WaitGroup
	for n := range parts {
		w, err := dial(l.s.address)
		if err != nil {
			return err
		}
		m := &mix{l: l, tasks: tasks, delivery: d, streams: streams, random: l.b.random(uint64(n))}
		workers.Go(func() {
			defer w.close()
			m.work(w, due, &parts[n])
		})
	}
	begun := time.Now()
	l.pace(ctx, begun, due)
	close(due)
	workers.Wait()
	total := load{elapsed: time.Since(begun)}
	for _, part := range parts {
		total.done += part.done
		total.faults += part.faults
		total.refused += part.refused
		total.latency = append(total.latency, part.latency...)
		if total.first == "" {
			total.first = part.first
		}
	}
	slices.Sort(total.latency)
	told, lost := d.settled(ctx, 5*time.Second)
	what := fmt.Sprintf("%d mixed requests/s for %s, %s people, %s streams", mixedRate, l.b.mixed, thousands(l.b.staff), thousands(streams))
	l.b.report.add(l.p.engine, line{
		what: what + ": p50 / p99", ours: ms(total.at(0.5)) + " / " + ms(total.at(0.99)) + ", " + l.b.sound(total), bar: "p99 < 150 ms, 0 errors",
		met: judged(total.at(0.99) < 150*time.Millisecond && total.faults == 0),
	})
	l.b.report.add(l.p.engine, line{
		what: "delivery of its changes: p50 / p99", ours: fmt.Sprintf("%s / %s, %d lost", ms(told.at(0.5)), ms(told.at(0.99)), lost),
		bar: "p99 < 1 s, 0 lost", met: judged(lost == 0 && told.at(0.99) < time.Second),
	})
	return ctx.Err()
}

// pace lets a request come every few milliseconds.
func (l *largeCompany) pace(ctx context.Context, begun time.Time, due chan<- time.Time) {
	for n := 0; ; n++ {
		at := begun.Add(time.Duration(n) * time.Second / mixedRate)
		if at.Sub(begun) > l.b.mixed {
			return
		}
		select {
		case <-ctx.Done():
			return
		case <-time.After(time.Until(at)):
		}
		due <- at
	}
}

// tasks are those that stand at medium on the lists of people with a token.
func (l *largeCompany) tasks(ctx context.Context) ([]task, error) {
	var tasks []task
	err := l.p.inspect(ctx, func(database *db.DB) error {
		var err error
		tasks, err = db.All(ctx, database, func(row db.Row) (task, error) {
			var t task
			return t, row.Scan(&t.owner, &t.id)
		}, `SELECT owner_id, id FROM task WHERE level = 3 AND rank IS NOT NULL AND asked_by_id = owner_id`)
		return err
	})
	return tasks, err
}

// mix is one connection's share of the load.
type mix struct {
	l        *largeCompany
	tasks    []task
	delivery *delivery
	streams  int
	random   *rand.Rand
}

func (m *mix) work(w *wire, due <-chan time.Time, part *load) {
	places := map[string]int{}
	for n, p := range m.l.c.people {
		places[p.id] = n
	}
	for at := range due {
		out, writer := m.next(places)
		if writer >= 0 && writer < m.streams {
			m.delivery.expect(writer, time.Now())
		}
		status, body, err := w.do(out)
		part.latency = append(part.latency, time.Since(at))
		switch {
		case err != nil:
			part.faults++
			part.note(err.Error())
			return
		case status >= 500:
			part.faults++
			part.note(fmt.Sprintf("%d %s", status, body))
		case status == http.StatusConflict && bytes.Contains(body, []byte(`"details":{"status":"done"}`)):
			part.done++ // chosen once more: what is done can't be moved, nor done again
			m.delivery.forget(writer)
		case status >= 400:
			part.refused++
			part.note(fmt.Sprintf("%d %s to %s", status, body, firstLine(out)))
			m.delivery.forget(writer)
		default:
			part.done++
		}
	}
}

func firstLine(request []byte) string {
	line, _, _ := strings.Cut(string(request), "\r\n")
	return line
}

// next makes a request, and tells the place of the person whose list it
// changes, -1 for none.
func (m *mix) next(places map[string]int) (out []byte, writer int) {
	n := m.random.IntN(len(m.l.c.people))
	person := m.l.c.people[n]
	chosen := m.tasks[m.random.IntN(len(m.tasks))]
	owner := places[chosen.owner]
	switch part := m.random.IntN(100); {
	case part < 45:
		return request("GET", "/api/v1/people/"+person.id+"/worklist?limit=50", person.token, "", nil), -1
	case part < 60:
		return request("GET", "/api/v1/tasks/"+chosen.id, m.l.c.people[owner].token, "", nil), -1
	case part < 75:
		return request("GET", "/api/v1/changes?since=0&limit=50", person.token, "", nil), -1
	case part < 80:
		return request("GET", "/api/v1/tasks?limit=50&owner="+person.id, person.token, "", nil), -1
	case part < 90:
		return m.l.b.newTask(person.token), n
	case part < 95:
		return request("POST", "/api/v1/tasks/"+chosen.id+"/move", m.l.c.people[owner].token, id.New(), []byte(`{"level":"medium"}`)), owner
	default:
		return request("POST", "/api/v1/tasks/"+chosen.id+"/complete", m.l.c.people[owner].token, id.New(), []byte(`{}`)), owner
	}
}

// forget ends the wait for a change that was refused.
func (d *delivery) forget(n int) {
	d.mu.Lock()
	defer d.mu.Unlock()
	delete(d.sent, n)
}
