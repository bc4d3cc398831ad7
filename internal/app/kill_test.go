package app_test

import (
	"context"
	"fmt"
	"maps"
	"sync"
	"testing"

	"cairn/internal/db"
	"cairn/internal/testkit"
)

// diary is what several writers did, in the order of each.
type diary struct {
	mu   sync.Mutex
	acts [][]*act // by writer
	seen int      // acknowledged in all
}

func (d *diary) note(writer int, a *act) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.acts[writer] = append(d.acts[writer], a)
}

func (d *diary) acknowledge() int {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.seen++
	return d.seen
}

// write lets writers write until stop is closed or the server is gone, and calls
// each with the number of writes acknowledged by then. What is answered after
// stop was closed counts as not acknowledged.
func write(p *person, writers int, label string, stop <-chan struct{}, each func(acknowledged int)) *diary {
	d := &diary{acts: make([][]*act, writers)}
	var all sync.WaitGroup
	for writer := range writers {
		all.Go(func() {
			for n := 0; ; n++ {
				for _, a := range nextActs(n, fmt.Sprintf("%s writer %d task %d", label, writer, n)) {
					select {
					case <-stop:
						return
					default:
					}
					d.note(writer, a)
					got := a.do(p)
					select {
					case <-stop: // what is answered from now on counts for nothing
						a.acknowledged = false
						return
					default:
					}
					if got.status == 0 {
						return // nobody answers
					}
					if !a.acknowledged {
						p.Errorf("%s %s: %d %s", a.method, a.path, got.status, got.body)
						return
					}
					each(d.acknowledge())
				}
			}
		})
	}
	all.Wait()
	return d
}

// compare sends every write again: those that were acknowledged change nothing
// more, those that were not are done now or were done before. It returns what
// must be on the list, by title.
func (d *diary) compare(p *person, expected map[string]string) {
	p.Helper()
	_, before := p.changes(0, "")
	for _, acts := range d.acts {
		for _, a := range acts {
			if a.acknowledged {
				d.again(p, a, expected)
			}
		}
	}
	if changed, _ := p.changes(before, ""); len(changed) > 0 {
		p.Errorf("what was acknowledged and is sent again happens again: %v", changed)
	}
	for _, acts := range d.acts {
		for _, a := range acts {
			if !a.acknowledged {
				d.again(p, a, expected)
			}
		}
	}
}

func (d *diary) again(p *person, a *act, expected map[string]string) {
	p.Helper()
	got := a.do(p)
	var t task
	if got.status != 200 && got.status != 201 {
		p.Errorf("%s %s %v, acknowledged: %t; sent again: %d %s", a.method, a.path, a.body, a.acknowledged, got.status, got.body)
		return
	}
	got.into(p, &t)
	expected[t.Title] = t.Status
}

// check compares the list with what must be on it, and with what another reader
// follows.
func check(p, reader *person, expected map[string]string, followed map[string]task) {
	p.Helper()
	listed := p.worklist(p.id)
	open := 0
	for _, status := range expected {
		if status != "done" {
			open++
		}
	}
	if len(listed) != open {
		p.Errorf("the list has %d tasks, want %d", len(listed), open)
	}
	for _, t := range listed {
		if expected[t.Title] != t.Status {
			p.Errorf("%s is %s on the list, want %s", t.Title, t.Status, expected[t.Title])
		}
	}
	if len(followed) != len(expected) {
		p.Errorf("the feed told the other reader of %d tasks, want %d", len(followed), len(expected))
	}
	for _, t := range followed {
		if expected[t.Title] != t.Status {
			reader.Errorf("%s is %s in the feed, want %s", t.Title, t.Status, expected[t.Title])
		}
	}
}

// TestA4_NothingAcknowledgedIsLostWhenTheServerIsKilled is the whole of it, end to
// end: people put tasks on a list, a server is killed among them, another is
// started, and what was acknowledged is there once, in one order, for a reader
// who only follows as well (A4).
func TestA4_NothingAcknowledgedIsLostWhenTheServerIsKilled(t *testing.T) {
	testkit.EachPlace(t, func(t *testing.T, place db.Config) {
		server := start(t, place)
		me := firstPerson(t, server.base, server.setUp)
		reader := me.peer()
		expected, followed := map[string]string{}, map[string]task{}
		watch, since := "worklist:"+me.id, int64(0)
		for round := range rounds() {
			last := 1 + round*7%40
			written := write(me, 4, fmt.Sprintf("round %d", round), nil, func(acknowledged int) {
				if acknowledged == last {
					server.kill()
				}
			})
			if place.Address == "" && round%5 == 0 {
				checkFile(t, place)
			}
			server = start(t, place)
			me.base, reader.base = server.base, server.base
			written.compare(me, expected)
			var news map[string]task
			news, since = reader.changes(since, watch)
			maps.Copy(followed, news)
		}
		check(me, reader, expected, followed)
		server.stop()
		if place.Address == "" {
			checkFile(t, place)
		}
	})
}

// checkFile has SQLite look through its file.
func checkFile(t testing.TB, place db.Config) {
	t.Helper()
	database, err := db.Open(t.Context(), place)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = database.Close() }()
	said, err := db.All(t.Context(), database, db.Value[string], `PRAGMA integrity_check`)
	if err != nil || len(said) != 1 || said[0] != "ok" {
		t.Errorf("integrity check: %q, %v", said, err)
	}
	lost, err := db.All(t.Context(), database, func(row db.Row) (string, error) {
		var table string
		var other any
		return table, row.Scan(&table, &other, &other, &other)
	}, `PRAGMA foreign_key_check`)
	if err != nil || len(lost) != 0 {
		t.Errorf("foreign keys: %q, %v", lost, err)
	}
}

// TestEndingLosesNothing tells the server to end among the writers.
func TestEndingLosesNothing(t *testing.T) {
	testkit.EachPlace(t, func(t *testing.T, place db.Config) {
		server := start(t, place)
		me := firstPerson(t, server.base, server.setUp)
		ended := make(chan struct{})
		written := write(me, 8, "before the end", nil, func(acknowledged int) {
			if acknowledged == 60 {
				go func() {
					defer close(ended)
					server.stop()
				}()
			}
		})
		<-ended
		server = start(t, place)
		me.base = server.base
		expected := map[string]string{}
		written.compare(me, expected)
		followed, _ := me.changes(0, "")
		check(me, me, expected, followed)
		server.stop()
	})
}

// TestAnotherProcessPokesTheServersStreams writes into the file of a running
// server, as its commands do.
func TestAnotherProcessPokesTheServersStreams(t *testing.T) {
	testkit.EachPlace(t, func(t *testing.T, place db.Config) {
		server := start(t, place)
		me := firstPerson(t, server.base, server.setUp)
		stream := me.follow("")
		database := testkit.Open(t, place)
		for range 3 {
			if err := database.Write(t.Context(), func(ctx context.Context, tx *db.Tx) error {
				_, err := db.Exec(ctx, tx, `UPDATE counter SET revision = revision + 1`)
				return err
			}); err != nil {
				t.Fatal(err)
			}
			if place.Address != "" { // a node tells the others itself
				if err := database.Tell(t.Context(), `{"a":true}`); err != nil {
					t.Fatal(err)
				}
			}
			<-stream
		}
		server.stop()
		for range stream {
		}
	})
}
