package request

import (
	"context"
	"database/sql"
	"fmt"
	"strings"
	"time"

	"cairn/internal/activity"
	"cairn/internal/authz"
	"cairn/internal/db"
	"cairn/internal/people"
	"cairn/internal/worktime"
)

const requestColumns = `r.id, r.asked_by_id, r.title, r.why, r.body, r.kind, r.choices, r.due_date, r.due_time, r.level, r.open,
	r.enough, r.late_joiners, r.targets, r.state, r.ended, r.parent_task_id, r.asked, r.sum_up_at, r.summed_up, r.revision, r.created_at, r.updated_at`

func scanRequest(row db.Row) (Request, error) {
	var r Request
	var choices db.JSON[[]string]
	var targets db.JSON[people.Targets]
	var due worktime.Date
	var at sql.Null[worktime.TimeOfDay]
	var createdAt, updatedAt int64
	var sumUpAt *int64
	err := row.Scan(&r.ID, &r.AskedByID, &r.Title, &r.Why, &r.Body, &r.Kind, &choices, &due, &at, &r.Level, &r.Open,
		&r.Enough, &r.LateJoiners, &targets, &r.State, &r.Ended, &r.ParentTaskID, &r.asked, &sumUpAt, &r.summedUp, &r.Revision, &createdAt, &updatedAt)
	if err != nil {
		return Request{}, err
	}
	r.Choices, r.To = choices.V, targets.V
	if r.Choices == nil {
		r.Choices = []string{}
	}
	if !due.IsZero() {
		r.DueDate = &due
	}
	if at.Valid {
		r.DueTime = &at.V
	}
	if sumUpAt != nil {
		at := time.UnixMilli(*sumUpAt).UTC()
		r.sumUpAt = &at
	}
	r.CreatedAt, r.UpdatedAt = time.UnixMilli(createdAt).UTC(), time.UnixMilli(updatedAt).UTC()
	return r, nil
}

// insert records a new request and writes its row.
func (r *Request) insert(ctx context.Context, tx *activity.Tx) error {
	var err error
	if r.Revision, err = tx.Record(ctx, activity.Change{Kind: authz.KindRequest, ID: r.ID, Verb: "request.made", Scopes: r.scopes()}); err != nil {
		return err
	}
	return db.Later(ctx, tx.Tx, `INSERT INTO request (id, asked_by_id, title, why, body, kind, choices, due_date, due_time, level, open,
		enough, late_joiners, targets, state, ended, parent_task_id, asked, sum_up_at, summed_up, unlisted, revision, created_at, updated_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $21, $22, $23, $19, $20, $20)`,
		r.ID, r.AskedByID, r.Title, r.Why, r.Body, r.Kind, db.List(r.Choices), r.DueDate, r.DueTime, r.Level, r.Open,
		r.Enough, r.LateJoiners, db.Text(r.To), r.State, r.Ended, r.ParentTaskID, r.asked, r.Revision, tx.Now,
		millisOf(r.sumUpAt), r.summedUp, db.List(r.unlisted))
}

// save records a change of a request and writes what can change of it.
func (r *Request) save(ctx context.Context, tx *activity.Tx, verb string) error {
	var err error
	if r.Revision, err = tx.Record(ctx, activity.Change{Kind: authz.KindRequest, ID: r.ID, Verb: verb, Scopes: r.scopes()}); err != nil {
		return err
	}
	r.UpdatedAt = time.UnixMilli(tx.Now).UTC()
	return db.Later(ctx, tx.Tx, `UPDATE request SET state = $2, ended = $3, asked = $4, revision = $5, updated_at = $6,
		sum_up_at = $7, summed_up = $8 WHERE id = $1`,
		r.ID, r.State, r.Ended, r.asked, r.Revision, tx.Now, millisOf(r.sumUpAt), r.summedUp)
}

func millisOf(at *time.Time) *int64 {
	if at == nil {
		return nil
	}
	millis := at.UnixMilli()
	return &millis
}

// lock reads a request under its lock; on SQLite whoever writes is alone.
func lock(ctx context.Context, tx *activity.Tx, id string) (Request, error) {
	text := `SELECT ` + requestColumns + ` FROM request r WHERE r.id = $1`
	if tx.Dialect() == db.Postgres {
		text += ` FOR UPDATE`
	}
	return db.One(ctx, tx, scanRequest, text, id)
}

// asked is one of those whom a request asks.
type asked struct {
	personID     string
	taskID       string
	sent         bool
	stateAskedOn *worktime.Date
}

func scanAsked(row db.Row) (asked, error) {
	var a asked
	var on worktime.Date
	err := row.Scan(&a.personID, &a.taskID, &a.sent, &on)
	if !on.IsZero() {
		a.stateAskedOn = &on
	}
	return a, err
}

const askedColumns = `p.person_id, p.task_id, p.sent, p.state_asked_on`

// perInsert is how many people one statement writes.
const perInsert = 400

func insertAsked(ctx context.Context, tx *activity.Tx, requestID string, persons []people.Brief, taskIDs []string) error {
	for len(persons) > 0 {
		n := min(len(persons), perInsert)
		args := []any{requestID}
		rows := make([]string, n)
		for i, person := range persons[:n] {
			args = append(args, person.ID, people.SortName(person.Name), taskIDs[i])
			rows[i] = fmt.Sprintf("($1, $%d, $%d, $%d, false)", len(args)-2, len(args)-1, len(args))
		}
		if err := db.Later(ctx, tx.Tx, `INSERT INTO request_person (request_id, person_id, sort_name, task_id, sent) VALUES `+
			strings.Join(rows, ", "), args...); err != nil {
			return err
		}
		persons, taskIDs = persons[n:], taskIDs[n:]
	}
	return nil
}

// unlisted are those whom a request asks and who have no row of their own yet.
func unlisted(ctx context.Context, q db.Querier, requestID string) ([]string, error) {
	ids, err := db.One(ctx, q, func(row db.Row) (db.JSON[[]string], error) {
		var ids db.JSON[[]string]
		return ids, row.Scan(&ids)
	}, `SELECT unlisted FROM request WHERE id = $1`, requestID)
	return ids.V, err
}

// unsent are those who have no task yet.
func unsent(ctx context.Context, q db.Querier, requestID string, most int) ([]asked, error) {
	return db.All(ctx, q, scanAsked, `SELECT `+askedColumns+` FROM request_person p
		WHERE p.request_id = $1 AND NOT p.sent ORDER BY p.sort_name, p.person_id LIMIT $2`, requestID, most)
}

func markSent(ctx context.Context, tx *activity.Tx, requestID string, personIDs []string) error {
	return db.Later(ctx, tx.Tx, `UPDATE request_person SET sent = true WHERE request_id = $1 AND person_id `+tx.Dialect().Among("$2"),
		requestID, db.List(personIDs))
}

// leaveOut takes somebody out who can't be asked any more.
func leaveOut(ctx context.Context, tx *activity.Tx, requestID, personID string) error {
	return db.Later(ctx, tx.Tx, `DELETE FROM request_person WHERE request_id = $1 AND person_id = $2`, requestID, personID)
}

// openOwners are the tasks of a request that are open still, and whose they are.
func openOwners(ctx context.Context, q db.Querier, requestID string, most int) (map[string]string, error) {
	owners := map[string]string{}
	_, err := db.All(ctx, q, func(row db.Row) (struct{}, error) {
		var taskID, ownerID string
		err := row.Scan(&taskID, &ownerID)
		owners[taskID] = ownerID
		return struct{}{}, err
	}, `SELECT t.id, t.owner_id FROM task t WHERE t.request_id = $1 AND t.status IN ('triage', 'todo', 'in_progress', 'blocked')
		LIMIT $2`, requestID, most)
	return owners, err
}

func countAnswers(ctx context.Context, q db.Querier, requestID string) (int, error) {
	return db.One(ctx, q, db.Value[int], `SELECT count(*) FROM task t WHERE t.request_id = $1 AND t.status = 'done'`, requestID)
}
