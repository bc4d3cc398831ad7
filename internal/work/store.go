package work

import (
	"context"
	"database/sql"
	"errors"
	"strings"
	"time"

	"cairn/internal/authz"
	"cairn/internal/db"
	"cairn/internal/worktime"
)

const taskColumns = `t.id, t.title, t.body, t.body_version, t.owner_id, t.asked_by_id, t.status, t.level, t.rank,
	t.due_date, t.due_time, t.due_zone, t.due_at, t.overdue_at, t.due_reason, t.due_owner_agrees, t.due_asker_agrees,
	t.agreed_due_date, t.labels, t.checklist, t.waiting_for, t.outcome, t.cancel_reason, t.mention_ids, t.confidential,
	t.source_url, t.source_key, t.moved, t.comment_count, t.revision, t.created_at, t.updated_at, t.started_at, t.done_at,
	t.triage_at, t.unanswered_at, t.snoozed_until, t.snooze_ends_at, t.question, t.proposal, t.duplicate_of_id,
	t.request, t.answer, t.unanswered_told, t.promised_at, t.touched_at, t.needed_at, t.doubt_at, t.keeps, t.let_go_at,
	t.urgent_at, t.talk, t.repeat, t.wake_at`

// taskPredicate is who reads a task, with the reader as $1.
func taskPredicate() string { return authz.Readable(authz.KindTask, "t.id", "$1") }

// taskPredicateEach is taskPredicate for a few tasks of many: its brackets keep
// PostgreSQL from looking up, for their sake, all that the reader may read.
func taskPredicateEach() string { return "(SELECT " + taskPredicate() + ")" }

// taskColumnCount is how many columns taskColumns names.
const taskColumnCount = 54

func scanTask(row db.Row) (Task, error) {
	c, err := db.ReadColumns(row, taskColumnCount)
	if err != nil {
		return Task{}, err
	}
	t := Task{ID: c.Text(), Title: c.Text(), Body: c.Text(), BodyVersion: c.Int(), OwnerID: c.Text(), AskedByID: c.Text()}
	t.Status, t.Level, t.Rank = Status(c.Text()), levelIn(c), db.TextOrNull[string](c)
	t.DueDate, t.DueTime, t.DueZone = dateIn(c), timeIn(c), db.TextOrNull[string](c)
	t.DueAt, t.OverdueAt, t.DueReason = instantIn(c), instantIn(c), db.TextOrNull[DueReason](c)
	t.ownerAgrees, t.askerAgrees, t.AgreedDueDate = c.Bool(), c.Bool(), dateIn(c)
	t.Labels, t.Checklist = strings.Fields(c.Text()), db.ParsedList[ChecklistItem](c)
	t.WaitingFor, t.Outcome, t.CancelReason = db.Parsed[WaitingFor](c), db.Parsed[Outcome](c), db.TextOrNull[CancelReason](c)
	t.mentionIDs, t.Confidential = db.ParsedList[string](c), c.Bool()
	t.SourceURL, t.SourceKey, t.Moved = db.TextOrNull[string](c), db.TextOrNull[string](c), db.Parsed[Moved](c)
	t.CommentCount, t.Revision = int(c.Int()), c.Int()
	t.CreatedAt, t.UpdatedAt = time.UnixMilli(c.Int()).UTC(), time.UnixMilli(c.Int()).UTC()
	t.StartedAt, t.DoneAt = instantIn(c), instantIn(c)
	t.triageAt, t.UnansweredAt, t.SnoozedUntil, t.SnoozeEndsAt = instantIn(c), instantIn(c), dateIn(c), instantIn(c)
	t.Question, t.Proposal, t.DuplicateOfID = db.Parsed[Question](c), db.Parsed[Proposal](c), db.TextOrNull[string](c)
	t.Request, t.answer = db.Parsed[Asked](c), db.Parsed[Answer](c)
	t.unansweredTold, t.promisedAt, t.touchedAt = c.Bool(), instantIn(c), instantIn(c)
	t.NeededAt, t.DoubtAt, t.keeps, t.LetGoAt = instantIn(c), instantIn(c), int(c.Int()), instantIn(c)
	t.urgentAt, t.Talk, t.Repeat, t.wakeAt = instantIn(c), db.Parsed[Talk](c), db.Parsed[Repeat](c), instantIn(c)
	t.AgreeByID = t.agreeBy()
	return t, c.Err()
}

// readTask reads a task as one person may.
func readTask(ctx context.Context, q db.Querier, readerID, id string) (Task, error) {
	ask := askTask(readerID, id)
	task, err := db.One(ctx, q, scanTask, ask.Text, ask.Args...)
	if errors.Is(err, db.ErrNoRow) {
		return Task{}, noSuchTask()
	}
	return task, err
}

func askTask(readerID, id string) db.Ask {
	return db.Ask{Text: `SELECT ` + taskColumns + ` FROM task t WHERE t.id = $2 AND ` + taskPredicate(), Args: []any{readerID, id}}
}

func insertTask(ctx context.Context, tx *db.Tx, t *Task) error {
	return db.Later(ctx, tx, `INSERT INTO task (id, title, body, body_version, owner_id, asked_by_id, status, level, rank,
		due_date, due_time, due_zone, due_at, overdue_at, due_reason, due_owner_agrees, due_asker_agrees,
		agreed_due_date, labels, checklist, waiting_for, outcome, cancel_reason, mention_ids, confidential,
		source_url, source_key, moved, comment_count, revision, created_at, updated_at, started_at, done_at,
		triage_at, unanswered_at, snoozed_until, snooze_ends_at, question, proposal, duplicate_of_id,
		request_id, request, answer, unanswered_told, promised_at, touched_at, needed_at, doubt_at, keeps, let_go_at,
		urgent_at, talk, talk_with_id, repeat, wake_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20,
		$21, $22, $23, $24, $25, $26, $27, $28, $29, $30, $31, $32, $33, $34, $35, $36, $37, $38, $39, $40, $41, $42, $43, $44,
		$45, $46, $47, $48, $49, $50, $51, $52, $53, $54, $55, $56)`,
		t.ID, t.Title, t.Body, t.BodyVersion, t.OwnerID, t.AskedByID, t.Status, t.Level.order(), t.Rank,
		t.DueDate, t.DueTime, t.DueZone, millis(t.DueAt), millis(t.OverdueAt), t.DueReason, t.ownerAgrees, t.askerAgrees,
		t.AgreedDueDate, strings.Join(t.Labels, " "), listText(t.Checklist), db.Text(t.WaitingFor), db.Text(t.Outcome), t.CancelReason,
		db.List(t.mentionIDs), t.Confidential, t.SourceURL, t.SourceKey, db.Text(t.Moved), t.CommentCount,
		t.Revision, t.CreatedAt.UnixMilli(), t.UpdatedAt.UnixMilli(), millis(t.StartedAt), millis(t.DoneAt),
		millis(t.triageAt), millis(t.UnansweredAt), t.SnoozedUntil, millis(t.SnoozeEndsAt), db.Text(t.Question), db.Text(t.Proposal), t.DuplicateOfID,
		t.requestID(), db.Text(t.Request), db.Text(t.answer), t.unansweredTold, millis(t.promisedAt), millis(t.touchedAt),
		millis(t.NeededAt), millis(t.DoubtAt), t.keeps, millis(t.LetGoAt), millis(t.urgentAt), db.Text(t.Talk), t.Talk.with(),
		db.Text(t.Repeat), millis(t.wakeAt))
}

// updateState writes everything but the task's words, which have an index of
// their own to keep.
func updateState(ctx context.Context, tx *db.Tx, t *Task) error {
	return db.Later(ctx, tx, `UPDATE task SET owner_id = $2, status = $3, level = $4, rank = $5,
		due_date = $6, due_time = $7, due_zone = $8, due_at = $9, overdue_at = $10, due_reason = $11,
		due_owner_agrees = $12, due_asker_agrees = $13, agreed_due_date = $14, labels = $15, checklist = $16,
		waiting_for = $17, outcome = $18, cancel_reason = $19, mention_ids = $20, confidential = $21,
		source_url = $22, moved = $23, comment_count = $24, revision = $25, updated_at = $26, started_at = $27, done_at = $28,
		source_key = $29, triage_at = $30, unanswered_at = $31, snoozed_until = $32, snooze_ends_at = $33, question = $34,
		proposal = $35, duplicate_of_id = $36, request = $37, answer = $38, unanswered_told = $39, promised_at = $40,
		touched_at = $41, needed_at = $42, doubt_at = $43, keeps = $44, let_go_at = $45, urgent_at = $46, talk = $47,
		talk_with_id = $48, repeat = $49, wake_at = $50
		WHERE id = $1`,
		t.ID, t.OwnerID, t.Status, t.Level.order(), t.Rank, t.DueDate, t.DueTime, t.DueZone, millis(t.DueAt), millis(t.OverdueAt),
		t.DueReason, t.ownerAgrees, t.askerAgrees, t.AgreedDueDate, strings.Join(t.Labels, " "), listText(t.Checklist),
		db.Text(t.WaitingFor), db.Text(t.Outcome), t.CancelReason, db.List(t.mentionIDs), t.Confidential,
		t.SourceURL, db.Text(t.Moved), t.CommentCount, t.Revision, t.UpdatedAt.UnixMilli(), millis(t.StartedAt), millis(t.DoneAt),
		t.SourceKey, millis(t.triageAt), millis(t.UnansweredAt), t.SnoozedUntil, millis(t.SnoozeEndsAt), db.Text(t.Question),
		db.Text(t.Proposal), t.DuplicateOfID, db.Text(t.Request), db.Text(t.answer), t.unansweredTold, millis(t.promisedAt),
		millis(t.touchedAt), millis(t.NeededAt), millis(t.DoubtAt), t.keeps, millis(t.LetGoAt), millis(t.urgentAt),
		db.Text(t.Talk), t.Talk.with(), db.Text(t.Repeat), millis(t.wakeAt))
}

func updateWords(ctx context.Context, tx *db.Tx, t *Task) error {
	return db.Later(ctx, tx, `UPDATE task SET title = $2, body = $3, body_version = $4 WHERE id = $1`,
		t.ID, t.Title, t.Body, t.BodyVersion)
}

func listText(items []ChecklistItem) any {
	if items == nil {
		return "[]"
	}
	return db.Text(items)
}

func levelIn(c *db.Columns) Level {
	order := int(c.Int())
	if c.Err() != nil {
		return ""
	}
	return levelOf(order)
}

func dateIn(c *db.Columns) *worktime.Date { return datePointer(db.Scanned[worktime.Date](c)) }

func datePointer(d worktime.Date) *worktime.Date {
	if d.IsZero() {
		return nil
	}
	return &d
}

func timeIn(c *db.Columns) *worktime.TimeOfDay {
	at := db.Scanned[sql.Null[worktime.TimeOfDay]](c)
	if !at.Valid {
		return nil
	}
	return &at.V
}

func instantIn(c *db.Columns) *time.Time {
	ms, ok := c.IntOrNull()
	if !ok {
		return nil
	}
	at := time.UnixMilli(ms).UTC()
	return &at
}

func millis(at *time.Time) sql.NullInt64 {
	if at == nil {
		return sql.NullInt64{}
	}
	return sql.NullInt64{Int64: at.UnixMilli(), Valid: true}
}
