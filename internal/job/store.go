package job

import (
	"context"
	"database/sql"
	"errors"

	"cairn/internal/db"
)

// insert adds a job, or merges it into the waiting one with its key.
func insert(ctx context.Context, tx *db.Tx, newID string, j Job, payload string, now int64) (string, error) {
	return db.One(ctx, tx, db.Value[string],
		`INSERT INTO job (id, kind, unique_key, payload, state, run_at, attempt, failures, steps_done, steps, created_at)
		 VALUES ($1, $2, $3, $4, 'waiting', $5, 0, 0, 0, 0, $6)
		 ON CONFLICT (kind, unique_key) WHERE unique_key IS NOT NULL AND state = 'waiting'
		 DO UPDATE SET payload = excluded.payload, steps_done = 0, steps = 0,
		     run_at = CASE WHEN job.failures > 0 OR job.run_at < excluded.run_at THEN job.run_at ELSE excluded.run_at END
		 RETURNING id`,
		newID, j.Kind, db.NullString(j.UniqueKey), payload, j.RunAt.UnixMilli(), now)
}

const isDue = `state IN ('waiting', 'running') AND run_at <= $1 AND (state = 'waiting' OR lease_until <= $1)`

// anyDue looks without a lock: most looks find nothing.
func anyDue(ctx context.Context, q db.Querier, now int64, kinds string) (bool, error) {
	return db.One(ctx, q, db.Value[bool],
		`SELECT EXISTS (SELECT 1 FROM job WHERE `+isDue+` AND kind IN `+q.Dialect().InList("$2")+`)`, now, kinds)
}

// Who leases a job passes over those that another is just taking. SQLite has
// one writer, so nobody else is.
const (
	skipOnSQLite   = ``
	skipOnPostgres = ` FOR UPDATE SKIP LOCKED`
)

// takeDue leases the job that has been due longest, or returns nil. A job whose
// last lease ran out counts that as a failure: it may be what ended its worker.
func takeDue(ctx context.Context, tx *db.Tx, now, until int64, kinds string) (*Lease, error) {
	skip := skipOnSQLite
	if tx.Dialect() == db.Postgres {
		skip = skipOnPostgres
	}
	lease, err := db.One(ctx, tx, func(row db.Row) (*Lease, error) {
		l := &Lease{}
		return l, row.Scan(&l.ID, &l.Kind, &l.payload, &l.Attempt, &l.failures, &l.runAt)
	}, `UPDATE job SET state = 'running', attempt = attempt + 1, lease_until = $2,
	        failures = failures + CASE WHEN state = 'running' THEN 1 ELSE 0 END
	    WHERE id = (SELECT id FROM job WHERE `+isDue+` AND kind IN `+tx.Dialect().InList("$3")+`
	                ORDER BY run_at, id LIMIT 1`+skip+`)
	    RETURNING id, kind, payload, attempt, failures, run_at`, now, until, kinds)
	if errors.Is(err, db.ErrNoRow) {
		return nil, nil // nothing is due
	}
	return lease, err
}

// fence is the condition of every write under a lease.
const fence = ` WHERE id = $1 AND attempt = $2 AND state = 'running'`

// fenced runs an update under the lease, and fails the transaction when the
// lease is no longer the job's.
func (l *Lease) fenced(ctx context.Context, tx *db.Tx, set string, args ...any) error {
	changed, err := db.Exec(ctx, tx, `UPDATE job SET `+set+fence, append([]any{l.ID, l.Attempt}, args...)...)
	if err != nil {
		return err
	}
	if changed == 0 {
		return tx.Fail(ErrLost)
	}
	return nil
}

// putBack lets a job wait again. When another with its key came meanwhile, that
// one does its work, and this one has ended.
func (l *Lease) putBack(ctx context.Context, tx *db.Tx, runAt, now int64, failures int, lastError string) error {
	const superseded = `(unique_key IS NOT NULL AND EXISTS (SELECT 1 FROM job AS other
		WHERE other.kind = job.kind AND other.unique_key = job.unique_key AND other.state = 'waiting'))`
	err := l.fenced(ctx, tx,
		`state = CASE WHEN `+superseded+` THEN 'done' ELSE 'waiting' END,
		 ended_at = CASE WHEN `+superseded+` THEN CAST($4 AS BIGINT) END,
		 run_at = $3, lease_until = NULL, failures = $5, last_error = coalesce($6, last_error)`,
		runAt, now, failures, db.NullString(lastError))
	if errors.Is(err, db.ErrUnique) {
		return db.ErrRetry // the other came just now
	}
	return err
}

// end is the last word on a job.
func (l *Lease) end(ctx context.Context, tx *db.Tx, state State, now int64, failures int, lastError string) error {
	return l.fenced(ctx, tx,
		`state = $3, ended_at = $4, lease_until = NULL, failures = $5, last_error = coalesce($6, last_error)`,
		state, now, failures, db.NullString(lastError))
}

func readStatus(ctx context.Context, q db.Querier, jobID string) (Status, error) {
	return db.One(ctx, q, func(row db.Row) (Status, error) {
		var s Status
		var lastError sql.NullString
		err := row.Scan(&s.Kind, &s.State, &s.Done, &s.Steps, &s.RunAt, &s.Failures, &lastError)
		s.LastError = lastError.String
		return s, err
	}, `SELECT kind, state, steps_done, steps, run_at, failures, last_error FROM job WHERE id = $1`, jobID)
}

// readLatest reads the job of a kind that was added last.
func readLatest(ctx context.Context, q db.Querier, kind string) (string, error) {
	return db.One(ctx, q, db.Value[string],
		`SELECT id FROM job WHERE kind = $1 ORDER BY created_at DESC, id DESC LIMIT 1`, kind)
}

// revive makes the last job of a kind wait again when it is dead.
func revive(ctx context.Context, tx *db.Tx, kind string, now int64) (bool, error) {
	changed, err := db.Exec(ctx, tx, `UPDATE job SET state = 'waiting', run_at = $2, failures = 0, ended_at = NULL
		WHERE state = 'dead' AND id = (SELECT id FROM job WHERE kind = $1 ORDER BY created_at DESC, id DESC LIMIT 1)`, kind, now)
	return changed > 0, err
}

// readStats counts, and finds since when the oldest waiting job is due.
func readStats(ctx context.Context, q db.Querier) (stats Stats, oldest int64, err error) {
	stats, err = db.One(ctx, q, func(row db.Row) (Stats, error) {
		var s Stats
		return s, row.Scan(&s.Waiting, &s.Running, &s.Dead, &oldest)
	}, `SELECT (SELECT count(*) FROM job WHERE state IN ('waiting', 'running') AND state = 'waiting'),
	           (SELECT count(*) FROM job WHERE state IN ('waiting', 'running') AND state = 'running'),
	           (SELECT count(*) FROM job WHERE ended_at IS NOT NULL AND state = 'dead'),
	           coalesce((SELECT min(run_at) FROM job WHERE state IN ('waiting', 'running') AND state = 'waiting'), 0)`)
	return stats, oldest, err
}

// sweepChunk is how many rows one transaction deletes.
const sweepChunk = 500

func sweep(ctx context.Context, tx *db.Tx, doneBefore, deadBefore int64) (int64, error) {
	return db.Exec(ctx, tx,
		`DELETE FROM job WHERE id IN (SELECT id FROM job
		     WHERE ended_at < $1 AND (state = 'done' OR ended_at < $2) ORDER BY ended_at LIMIT $3)`,
		doneBefore, deadBefore, sweepChunk)
}
