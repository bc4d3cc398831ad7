package work

import (
	"context"
	"sync"
	"time"

	"cairn/internal/authz"
	"cairn/internal/db"
)

// A page across owners goes through all tasks in the order of their due dates and
// takes those that the reader may read. Who reads many of them has fifty at once;
// for who reads few, the whole workspace would be gone through. For these the
// tasks are found by the scopes that they read, and sorted. Both say the same.

// across chooses between the two by how much a person reads. It remembers that
// for a while: what is out of date costs time and changes no answer.
type across struct {
	scopes, tasks int // up to these a person reads few

	mu    sync.Mutex
	reads map[string]howMuch
}

type howMuch struct {
	few   bool
	until time.Time
}

const (
	fewScopes    = 500
	fewTasks     = 2000
	rememberFor  = time.Minute
	mostRemember = 10_000 // people
)

// readsFew reports whether a person reads few tasks.
func (s *Service) readsFew(ctx context.Context, personID string) (bool, error) {
	a, now := &s.across, s.clock.Now()
	a.mu.Lock()
	known := a.reads[personID]
	a.mu.Unlock()
	if now.Before(known.until) {
		return known.few, nil
	}
	few, err := s.atMost(ctx, authz.Scopes("$1"), personID, a.scopes)
	if err == nil && few {
		few, err = s.atMost(ctx, authz.Objects(authz.KindTask, "$1"), personID, a.tasks)
	}
	if err != nil {
		return false, err
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.reads == nil || len(a.reads) >= mostRemember {
		a.reads = map[string]howMuch{}
	}
	a.reads[personID] = howMuch{few, now.Add(rememberFor)}
	return few, nil
}

// atMost reports whether a query about a person has no more rows than that.
func (s *Service) atMost(ctx context.Context, query, personID string, rows int) (bool, error) {
	count, err := db.One(ctx, s.db, db.Value[int], `SELECT count(*) FROM (`+query+` LIMIT $2) found`, personID, rows+1)
	return count <= rows, err
}

// acrossPredicate is the SQL for who reads a task, with the reader as $1, for a
// page across owners.
func acrossPredicate(few bool) string {
	if few {
		return `t.id IN (` + authz.Objects(authz.KindTask, "$1") + `)`
	}
	return taskPredicateEach()
}
