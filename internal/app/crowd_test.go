package app_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"sync/atomic"
	"testing"

	"cairn/internal/app"
	"cairn/internal/db"
	"cairn/internal/id"
	"cairn/internal/testkit"
)

// serve runs a server in this process, until the test ends.
func serve(t testing.TB, place db.Config) (base, secret string) {
	t.Helper()
	ctx, cancel := context.WithCancel(context.WithoutCancel(t.Context()))
	ready, ended := make(chan string, 1), make(chan error, 1)
	var out bytes.Buffer
	go func() {
		ended <- app.Serve(ctx, app.Options{Addr: "127.0.0.1:0", Folder: place.Folder, Database: place.Address}, &out,
			slog.New(slog.NewTextHandler(t.Output(), &slog.HandlerOptions{Level: slog.LevelWarn})), func(addr string) { ready <- addr })
	}()
	t.Cleanup(func() {
		cancel()
		if err := <-ended; err != nil && !errors.Is(err, context.Canceled) {
			t.Errorf("the server ended with %v", err)
		}
	})
	select {
	case addr := <-ready:
		_, after, _ := bytes.Cut(out.Bytes(), []byte("#"))
		before, _, _ := bytes.Cut(after, []byte("\n"))
		return "http://" + addr, string(before)
	case err := <-ended:
		ended <- err
		t.Fatal(err)
		return "", ""
	}
}

// TestManyWritersOnOneList has 16 clients add, raise, move and complete on one
// list, while others read it: no answer is a fault, every reader sees one order
// and no level with more tasks than it has slots, and nothing acknowledged is
// missing (W2, W3).
func TestManyWritersOnOneList(t *testing.T) {
	testkit.EachPlace(t, func(t *testing.T, at db.Config) {
		base, secret := serve(t, at)
		me := firstPerson(t, base, secret)
		var faults atomic.Int64
		send := func(path string, body any) reply {
			got := me.send("POST", path, id.New(), body)
			if got.status == 0 || got.status >= 500 {
				faults.Add(1)
				t.Errorf("POST %s: %d %s", path, got.status, got.body)
			}
			return got
		}
		const writers, each = 16, 12
		var mu sync.Mutex
		expected := map[string]string{}
		var writing sync.WaitGroup
		for writer := range writers {
			writing.Go(func() {
				last := ""
				for n := range each {
					title := fmt.Sprintf("writer %d task %d", writer, n)
					level := []string{"urgent", "high", "medium", "low"}[(writer+n)%4]
					var made task
					got := send("/tasks", fields{"title": title, "level": level, "on_full": "lower"})
					if got.status != 201 {
						t.Errorf("%d %s", got.status, got.body)
						return
					}
					got.into(t, &made)
					status := "todo"
					send("/tasks/"+made.ID+"/move", fields{"level": []string{"high", "urgent"}[n%2]}) // often refused: it is full
					if last != "" {
						send("/tasks/"+made.ID+"/move", fields{"after_id": last, "on_full": "lower"})
					}
					switch n % 4 {
					case 1:
						if send("/tasks/"+made.ID+"/complete", nil).status == 200 {
							status = "done"
						}
					case 2:
						if send("/tasks/"+made.ID+"/start", nil).status == 200 {
							status = "in_progress"
						}
					case 3:
						send("/tasks/"+made.ID+"/block", fields{"waiting_for": fields{"text": "Rain"}})
						send("/tasks/"+made.ID+"/unblock", nil)
					}
					last = made.ID
					mu.Lock()
					expected[title] = status
					mu.Unlock()
				}
			})
		}
		done := make(chan struct{})
		var reading sync.WaitGroup
		for range 2 {
			reading.Go(func() {
				for {
					select {
					case <-done:
						return
					default:
						slots(t, me.firstPage())
					}
				}
			})
		}
		writing.Wait()
		close(done)
		reading.Wait()
		followed, _ := me.changes(0, "")
		check(me, me, expected, followed)
		slots(t, me.worklist(me.id))
		if n := faults.Load(); n > 0 {
			t.Errorf("%d of the answers were faults", n)
		}
	})
}

// firstPage reads the first tasks of one's own list: the urgent and high ones
// are among them.
func (p *person) firstPage() []task {
	var page struct{ Items []task }
	got := p.send("GET", "/people/"+p.id+"/worklist?limit=20", "", nil)
	if got.status != 200 {
		p.Errorf("the list: %d %s", got.status, got.body)
		return nil
	}
	got.into(p, &page)
	return page.Items
}

// slots holds that no level has more tasks than slots.
func slots(t testing.TB, list []task) {
	t.Helper()
	held := map[string]int{}
	for i, one := range list {
		if one.Status == "todo" || one.Status == "in_progress" {
			held[one.Level]++
		}
		if i > 0 && place(list[i-1]) >= place(one) {
			t.Errorf("%s stands before %s", place(list[i-1]), place(one))
		}
	}
	if held["urgent"] > 1 || held["high"] > 3 {
		t.Errorf("%d urgent and %d high tasks at once", held["urgent"], held["high"])
	}
}
