package imports

import (
	"context"
	"errors"
	"fmt"
	"time"

	"cairn/internal/activity"
	"cairn/internal/db"
	"cairn/internal/errs"
	"cairn/internal/job"
)

// stored is an import with what its readers don't see.
type stored struct {
	Import

	jobID string
	blank int
}

func insertImport(ctx context.Context, tx *activity.Tx, personID, jobID string, blank int, i Import, request Request) error {
	_, err := db.Exec(ctx, tx.Tx,
		`INSERT INTO import (id, person_id, state, job_id, done, total, request, why, blank, created_at)
		 VALUES ($1, $2, $3, $4, 0, $5, $6, '', $7, $8)`,
		i.ID, personID, i.State, jobID, i.Total, db.Text(request), blank, tx.Now)
	if errors.Is(err, db.ErrUnique) {
		return errs.Wrap(err, errs.Duplicate, "there is an import with this id already")
	}
	return err
}

func readImport(ctx context.Context, q db.Querier, personID, importID string) (stored, error) {
	found, err := db.One(ctx, q, func(row db.Row) (stored, error) {
		var s stored
		var createdAt int64
		err := row.Scan(&s.ID, &s.State, &s.jobID, &s.Done, &s.Total, &s.Why, &s.blank, &createdAt)
		s.CreatedAt = time.UnixMilli(createdAt).UTC()
		return s, err
	}, `SELECT id, state, job_id, done, total, why, blank, created_at FROM import WHERE id = $1 AND person_id = $2`, importID, personID)
	if errors.Is(err, db.ErrNoRow) {
		return stored{}, errs.New(errs.NotFound, "there is no such import of yours")
	}
	return found, err
}

// readRequest reads what an import is to do, and for whom. One that has ended,
// or was deleted, has nothing to do.
func readRequest(ctx context.Context, q db.Querier, importID string) (personID string, request Request, err error) {
	type row struct {
		personID string
		request  db.JSON[Request]
	}
	found, err := db.One(ctx, q, func(r db.Row) (row, error) {
		var found row
		return found, r.Scan(&found.personID, &found.request)
	}, `SELECT person_id, request FROM import WHERE id = $1 AND request IS NOT NULL`, importID)
	if errors.Is(err, db.ErrNoRow) {
		return "", Request{}, job.Permanent(fmt.Errorf("import %s has ended", importID))
	}
	return found.personID, found.request.V, err
}

// insertRows keeps what became of rows, and how far the import has come.
func insertRows(ctx context.Context, tx *activity.Tx, at payload, rows []Row) error {
	for n, row := range rows {
		if _, err := db.Exec(ctx, tx.Tx, `INSERT INTO import_row (import_id, n, report) VALUES ($1, $2, $3)`,
			at.ImportID, at.Next+n, db.Text(row)); err != nil {
			return err
		}
	}
	_, err := db.Exec(ctx, tx.Tx, `UPDATE import SET done = $2 WHERE id = $1`, at.ImportID, at.Next+len(rows))
	return err
}

func readRows(ctx context.Context, q db.Querier, importID string) ([]Row, error) {
	return db.All(ctx, q, func(row db.Row) (Row, error) {
		var report db.JSON[Row]
		err := row.Scan(&report)
		return report.V, err
	}, `SELECT report FROM import_row WHERE import_id = $1 ORDER BY n`, importID)
}

// end closes an import; the file is not kept.
func end(ctx context.Context, tx *db.Tx, importID string, state State, why string, now int64) error {
	_, err := db.Exec(ctx, tx, `UPDATE import SET state = $2, why = $3, ended_at = $4, request = NULL WHERE id = $1`,
		importID, state, why, now)
	return err
}

// sweep deletes a person's imports from before an instant.
func sweep(ctx context.Context, tx *activity.Tx, personID string, before int64) error {
	for _, text := range []string{
		`DELETE FROM import_row WHERE import_id IN (SELECT id FROM import WHERE person_id = $1 AND created_at < $2)`,
		`DELETE FROM import WHERE person_id = $1 AND created_at < $2`,
	} {
		if _, err := db.Exec(ctx, tx.Tx, text, personID, before); err != nil {
			return err
		}
	}
	return nil
}
