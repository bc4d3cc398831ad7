package app_test

import (
	"fmt"
	"maps"
	"sync"
	"testing"

	"cairn/internal/testkit"
)

// follower is a reader at one node who reads the changes whenever they are
// poked, and never otherwise: what no poke tells of, they don't see.
type follower struct {
	*person

	mu    sync.Mutex
	sight map[string]string // status by title
	ended sync.WaitGroup
	since int64
}

// followAt lets a reader follow a list at a node, until the node ends.
func followAt(reader *person, base, list string) *follower {
	reader.Helper()
	at := *reader
	at.base = base
	f := &follower{person: &at, sight: map[string]string{}}
	pokes := f.follow("worklist:" + list)
	look := func() {
		var news map[string]task
		news, f.since = f.changes(f.since, "worklist:"+list)
		f.mu.Lock()
		defer f.mu.Unlock()
		for _, t := range news {
			f.sight[t.Title] = t.Status
		}
	}
	look() // after the stream stands, so that nothing falls between
	f.ended.Go(func() {
		for range pokes {
			look()
		}
	})
	return f
}

func (f *follower) sees(expected map[string]string) bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	return maps.Equal(f.sight, expected)
}

// TestA4_ThreeNodesOneKilled has people write at three nodes of one database; one
// node is killed among them. Nothing acknowledged is lost or done twice, the
// writers go on elsewhere, and who follows at the other nodes is poked for every
// change, also for those of the node that is gone.
func TestA4_ThreeNodesOneKilled(t *testing.T) {
	place := testkit.PostgresPlace(t)
	nodes := []*process{start(t, place), start(t, place), start(t, place)}
	me := firstPerson(t, nodes[0].base, nodes[2].setUp) // the newest link is the one that opens
	reader := me.peer()
	followers := []*follower{followAt(reader, nodes[0].base, me.id), followAt(reader, nodes[2].base, me.id)}

	var writing sync.WaitGroup
	diaries := make([]*diary, len(nodes))
	for n, node := range nodes {
		writer := *me
		writer.base = node.base
		stop := make(chan struct{})
		writing.Go(func() {
			diaries[n] = write(&writer, 2, fmt.Sprintf("node %d", n), stop, func(acknowledged int) {
				switch {
				case n == 1 && acknowledged == 20:
					node.kill()
				case n != 1 && acknowledged == 60:
					close(stop)
				}
			})
		})
	}
	writing.Wait()

	expected := map[string]string{}
	for _, d := range diaries {
		d.compare(me, expected)
	}
	all, _ := me.changes(0, "")
	check(me, reader, expected, all)
	for _, f := range followers {
		wait(t, "every change has reached those who follow", func() bool { return f.sees(expected) })
	}
	nodes[0].stop()
	nodes[2].stop()
	for _, f := range followers {
		f.ended.Wait()
	}
}
