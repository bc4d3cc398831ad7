package db

import (
	"context"
	"time"
)

// Queued is how many writes wait for a place.
func Queued(d *DB) int { return len(d.queue.waiting) }

// Waiting is how many writes stand in lines.
func Waiting(d *DB) int {
	d.lines.mu.Lock()
	defer d.lines.mu.Unlock()
	return d.lines.waiting
}

// CountCommits counts the commits from now on, of batches however long they take.
func CountCommits(d *DB) *int {
	commits := new(int)
	d.lines.longest = time.Hour
	begin := d.begin
	d.begin = func(ctx context.Context) (transaction, error) {
		tx, err := begin(ctx)
		return counted{tx, commits}, err
	}
	return commits
}

type counted struct {
	transaction

	commits *int
}

func (c counted) commit(ctx context.Context) error {
	*c.commits++
	return c.transaction.commit(ctx)
}
