package request

import (
	"context"
	"encoding/json"
	"errors"
	"time"

	"cairn/internal/activity"
	"cairn/internal/authz"
	"cairn/internal/db"
	"cairn/internal/errs"
	"cairn/internal/people"
	"cairn/internal/recur"
	"cairn/internal/worktime"
)

const templateColumns = `q.id, q.asked_by_id, q.title, q.why, q.body, q.kind, q.choices, q.level, q.open, q.enough, q.late_joiners,
	q.targets, q.rule, q.from_date, q.send_time, q.due_after, q.state, q.next_dates, q.next_at, q.sent, q.last_request_id, q.problem,
	q.revision, q.created_at`

func scanTemplate(row db.Row) (Template, error) {
	var t Template
	var choices db.JSON[[]string]
	var targets db.JSON[people.Targets]
	var next db.JSON[[]worktime.Date]
	var nextAt *int64
	var createdAt int64
	err := row.Scan(&t.ID, &t.AskedByID, &t.Title, &t.Why, &t.Body, &t.Kind, &choices, &t.Level, &t.Open, &t.Enough, &t.LateJoiners,
		&targets, &t.Rule, &t.From, &t.SendTime, &t.DueAfter, &t.State, &next, &nextAt, &t.Sent, &t.LastID, &t.Problem, &t.Revision, &createdAt)
	if err != nil {
		return Template{}, err
	}
	t.Choices, t.To, t.Next, t.CreatedAt = choices.V, targets.V, next.V, time.UnixMilli(createdAt).UTC()
	if t.Choices == nil {
		t.Choices = []string{}
	}
	if t.Next == nil {
		t.Next = []worktime.Date{}
	}
	if nextAt != nil {
		at := time.UnixMilli(*nextAt).UTC()
		t.NextAt = &at
	}
	if rule, err := recur.Parse("rule", t.Rule); err == nil {
		t.Words = rule.Words()
	}
	return t, nil
}

func lockTemplate(ctx context.Context, tx *activity.Tx, id string) (Template, error) {
	text := `SELECT ` + templateColumns + ` FROM request_template q WHERE q.id = $1`
	if tx.Dialect() == db.Postgres {
		text += ` FOR UPDATE`
	}
	return db.One(ctx, tx, scanTemplate, text, id)
}

func (s *Service) template(ctx context.Context, q db.Querier, actor authz.Actor, id string) (Template, error) {
	t, err := db.One(ctx, q, scanTemplate, `SELECT `+templateColumns+` FROM request_template q WHERE q.id = $2 AND `+
		authz.Readable(authz.KindTemplate, "q.id", "$1"), actor.PersonID, id)
	if errors.Is(err, db.ErrNoRow) {
		return Template{}, errs.New(errs.NotFound, "there is no such repeating request of yours")
	}
	return t, err
}

// save records a change of a template and writes its row. It is its asker's alone.
func (t *Template) save(ctx context.Context, tx *activity.Tx, verb string, fresh bool) error {
	if fresh {
		if err := isNew(ctx, tx, t.ID); err != nil {
			return err
		}
	}
	revision, err := tx.Record(ctx, activity.Change{
		Kind: authz.KindTemplate, ID: t.ID, Verb: verb, Scopes: []authz.Scope{authz.Person(t.AskedByID)},
	})
	if err != nil {
		return err
	}
	t.Revision = revision
	tx.Answer(authz.KindTemplate, t.ID, revision)
	next, err := json.Marshal(t.Next)
	if err != nil {
		return err
	}
	var nextAt any
	if t.NextAt != nil {
		nextAt = t.NextAt.UnixMilli()
	}
	if !fresh {
		return db.Later(ctx, tx.Tx, `UPDATE request_template SET state = $2, next_dates = $3, next_at = $4, sent = $5, last_request_id = $6,
			problem = $7, revision = $8 WHERE id = $1`, t.ID, t.State, string(next), nextAt, t.Sent, t.LastID, t.Problem, revision)
	}
	return db.Later(ctx, tx.Tx, `INSERT INTO request_template (id, asked_by_id, title, why, body, kind, choices, level, open, enough,
		late_joiners, targets, rule, from_date, send_time, due_after, state, next_dates, next_at, sent, last_request_id, problem, revision, created_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24)`,
		t.ID, t.AskedByID, t.Title, t.Why, t.Body, t.Kind, db.List(t.Choices), t.Level, t.Open, t.Enough, t.LateJoiners, db.Text(t.To),
		t.Rule, t.From, t.SendTime, t.DueAfter, t.State, string(next), nextAt, t.Sent, t.LastID, t.Problem, revision, tx.Now)
}

// LoadTemplates reads templates for the change feed.
func (s *Service) LoadTemplates(ctx context.Context, q db.Querier, reader authz.Actor, ids []string) (map[string]any, error) {
	found, err := db.All(ctx, q, scanTemplate, `SELECT `+templateColumns+` FROM request_template q WHERE q.id `+q.Dialect().Among("$2")+` AND `+
		authz.Readable(authz.KindTemplate, "q.id", "$1"), reader.PersonID, db.List(ids))
	loaded := make(map[string]any, len(found))
	for _, t := range found {
		loaded[t.ID] = t
	}
	return loaded, err
}
