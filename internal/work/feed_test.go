package work

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"cairn/internal/activity"
	"cairn/internal/authz"
	"cairn/internal/errs"
)

// replica is a client of the change feed, as the web app is one.
type replica struct {
	*rig

	reader authz.Call
	watch  []authz.Scope
	limit  int
	since  int64
	mark   string
	rows   map[string]row
}

type row struct {
	Revision int64
	Scopes   []authz.Scope
	JSON     string
}

func (w *world) replica(reader authz.Call, watch []authz.Scope) *replica {
	return &replica{rig: w.rig, reader: reader, watch: watch, limit: 1 + w.random.IntN(5), rows: map[string]row{}}
}

// page pulls one page, and what it says to load, and reports whether there is
// more.
func (c *replica) page() bool {
	c.t.Helper()
	page, err := c.feed.Changes(c.ctx, c.reader.Actor, activity.Query{Since: c.since, Mark: c.mark, Limit: c.limit, Watch: c.watch})
	c.ok(err)
	if page.More && page.Revision <= c.since {
		c.t.Fatalf("the feed stands still at %d", c.since)
	}
	load := map[authz.Scope]bool{}
	for _, item := range page.Items {
		switch item.Op {
		case activity.ScopeIn:
			load[authz.Scope(item.ID)] = true
		case activity.ScopeOut:
			delete(load, authz.Scope(item.ID))
			c.leave(authz.Scope(item.ID))
		default:
			c.take(item)
		}
	}
	for scope := range load {
		c.load(scope)
	}
	c.since, c.mark = page.Revision, page.Mark
	return page.More
}

func (c *replica) load(scope authz.Scope) {
	c.t.Helper()
	query := activity.Query{Only: scope, Limit: c.limit, Watch: c.watch}
	for more := true; more; {
		page, err := c.feed.Changes(c.ctx, c.reader.Actor, query)
		if errs.Is(err, errs.NotFound) {
			return // lost again meanwhile; the feed tells
		}
		c.ok(err)
		for _, item := range page.Items {
			c.take(item)
		}
		query.Since, more = page.Revision, page.More
	}
}

func (c *replica) take(item activity.Item) {
	c.t.Helper()
	name := string(item.Kind) + " " + item.ID
	if known, ok := c.rows[name]; ok && known.Revision > item.Revision {
		return
	}
	if item.Op != activity.Put {
		delete(c.rows, name)
		return
	}
	text, err := json.Marshal(item.Object)
	c.ok(err)
	c.rows[name] = row{item.Revision, item.Scopes, string(text)}
}

func (c *replica) leave(scope authz.Scope) {
	for name, r := range c.rows {
		r.Scopes = slices.DeleteFunc(slices.Clone(r.Scopes), func(s authz.Scope) bool { return s == scope })
		if c.rows[name] = r; len(r.Scopes) == 0 {
			delete(c.rows, name)
		}
	}
}

func (c *replica) pull() *replica {
	c.t.Helper()
	for c.page() {
	}
	return c
}

func (c *replica) compare(fresh *replica, after string) {
	c.t.Helper()
	for _, name := range slices.Sorted(maps.Keys(c.rows)) {
		if fresh.rows[name].JSON == "" {
			c.t.Fatalf("after %s\n%s keeps %s, which a fresh read has not: %v", after, c.reader.PersonID, name, c.rows[name])
		}
	}
	for _, name := range slices.Sorted(maps.Keys(fresh.rows)) {
		if got, want := fmt.Sprint(c.rows[name]), fmt.Sprint(fresh.rows[name]); got != want {
			c.t.Fatalf("after %s\n%s has of %s\n  %s\na fresh read\n  %s", after, c.reader.PersonID, name, got, want)
		}
	}
}

// The feed applied from any revision, in pages of any size, at any time between
// writes, gives what a fresh read gives.
func TestFeed_AppliedEqualsAFreshRead(t *testing.T) {
	each(t, func(t *testing.T, r *rig) {
		w := newWorld(r, 1)
		var watch []authz.Scope
		for _, p := range w.persons {
			watch = append(watch, authz.Worklist(p.PersonID))
		}
		replicas := []*replica{}
		for i, p := range w.persons {
			replicas = append(replicas, w.replica(p, watch[:i]), w.replica(p, nil))
		}
		for round := range 25 {
			var story []string
			for range 1 + w.random.IntN(8) {
				story = append(story, w.step())
				c := replicas[w.random.IntN(len(replicas))]
				c.page() // one page, and no more, before the next write
			}
			for i, c := range replicas {
				if w.chance(60) {
					continue // away for some rounds
				}
				fresh := w.replica(c.reader, c.watch).pull()
				c.pull().compare(fresh, fmt.Sprintf("round %d, replica %d: %q", round, i, story))
				w.wantSight(c.reader, fresh)
			}
		}
	})
}

// With eight writers at once, a reader who follows never misses a revision.
func TestFeed_SkipsNoRevision(t *testing.T) {
	each(t, func(t *testing.T, r *rig) {
		follower := &replica{rig: r, reader: r.ben, limit: 3, rows: map[string]row{}}
		follower.pull()
		var writers sync.WaitGroup
		stop := make(chan struct{})
		for range 8 {
			writers.Go(func() {
				for i := range 15 {
					owner := []authz.Call{r.ana, r.kai, r.ben}[i%3]
					if _, err := r.Create(r.ctx, owner, Draft{Title: "x"}); err != nil {
						t.Error(err)
					}
				}
			})
		}
		var reader sync.WaitGroup
		reader.Go(func() {
			for {
				select {
				case <-stop:
					return
				default:
					follower.page()
				}
			}
		})
		writers.Wait()
		close(stop)
		reader.Wait()
		follower.pull()
		tasks := 0
		for name := range follower.rows {
			if strings.HasPrefix(name, "task ") {
				tasks++
			}
		}
		r.equal("tasks that the follower has", tasks, 8*15)
	})
}

// What was closed long ago is read on demand, and is not in the feed.
func TestFeed_LeavesOutWhatIsSettled(t *testing.T) {
	each(t, func(t *testing.T, r *rig) {
		old, recent := r.add(r.ana, "old", Low), r.add(r.ana, "recent", Low)
		_, err := r.Complete(r.ctx, r.ana, old.ID, nil)
		r.ok(err)
		r.clock.Advance(settledAfter + time.Second)
		_, err = r.Complete(r.ctx, r.ana, recent.ID, nil)
		r.ok(err)
		fresh := (&replica{rig: r, reader: r.ana, limit: 50, rows: map[string]row{}}).pull()
		if _, there := fresh.rows["task "+old.ID]; there {
			t.Fatal("an old task is in the feed")
		}
		if _, there := fresh.rows["task "+recent.ID]; !there {
			t.Fatal("a recent one is not")
		}
		r.get(r.ana, old.ID)
		_, err = r.feed.Changes(r.ctx, r.ana.Actor, activity.Query{Since: 1 << 40})
		r.refused(err, errs.StartAgain)
		_, err = r.feed.Changes(r.ctx, r.max.Actor, activity.Query{Only: authz.Worklist(r.ana.PersonID)})
		r.refused(err, errs.NotFound)
		// A gone object is told as gone, with its identifier alone.
		r.ok(r.Delete(r.ctx, r.ana, recent.ID))
		page, err := r.feed.Changes(r.ctx, r.ana.Actor, activity.Query{Since: fresh.since})
		r.ok(err)
		text, err := json.Marshal(page.Items)
		r.ok(err)
		if len(page.Items) != 1 || page.Items[0].Op != activity.Gone || strings.Contains(string(text), "recent") {
			t.Fatalf("told of a deletion: %s", text)
		}
	})
}
