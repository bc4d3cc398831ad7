package work

import (
	"context"
	"sync"
	"time"

	"cairn/internal/authz"
	"cairn/internal/db"
)

// A page across owners goes through all tasks in the order of their due dates and
// takes those that the reader may read. Who reads many lists has fifty tasks at
// once. Who reads some goes by more tasks on the way, and finds out beforehand
// which lists these are. For who reads few tasks the whole workspace would be gone
// through: theirs are found by the scopes that they read, and sorted. All three say
// the same.

// across chooses between them by how much a person reads. It remembers that for a
// while: what is out of date costs time and changes no answer.
type across struct {
	scopes, tasks int // up to these a person reads some lists, and few tasks

	mu    sync.Mutex
	reads map[string]howMuch
}

type howMuch struct {
	predicate string
	until     time.Time
}

const (
	someScopes   = 2000
	fewTasks     = 2000
	rememberFor  = time.Minute
	mostRemember = 10_000 // people
)

// acrossPredicate is the SQL for who reads a task, with the reader as $1, for a
// page across owners.
func (s *Service) acrossPredicate(ctx context.Context, readerID string) (string, error) {
	a, now := &s.across, s.clock.Now()
	a.mu.Lock()
	known := a.reads[readerID]
	a.mu.Unlock()
	if now.Before(known.until) {
		return known.predicate, nil
	}
	predicate, oneOf := taskPredicateEach(), s.db.Dialect().OneOf
	some, err := s.atMost(ctx, authz.Scopes("$1"), readerID, a.scopes)
	if err == nil && some {
		// A task that is not confidential is in the scope of its owner's list.
		predicate = `('worklist:' || t.owner_id IN (` + authz.Scopes("$1") + `) AND NOT t.confidential` +
			` OR t.id IN (` + authz.ObjectsBeyondLists(authz.KindTask, "$1", oneOf) + `))`
		var few bool
		objects := authz.Objects(authz.KindTask, "$1", oneOf)
		if few, err = s.atMost(ctx, objects, readerID, a.tasks); few {
			predicate = `t.id IN (` + objects + `)`
		}
	}
	if err != nil {
		return "", err
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.reads == nil || len(a.reads) >= mostRemember {
		a.reads = map[string]howMuch{}
	}
	a.reads[readerID] = howMuch{predicate, now.Add(rememberFor)}
	return predicate, nil
}

// atMost reports whether a query about a person has no more rows than that.
func (s *Service) atMost(ctx context.Context, query, personID string, rows int) (bool, error) {
	count, err := db.One(ctx, s.db, db.Value[int], `SELECT count(*) FROM (`+query+` LIMIT $2) found`, personID, rows+1)
	return count <= rows, err
}
