package inbox

import (
	"context"
	"errors"
	"strings"

	"cairn/internal/authz"
	"cairn/internal/db"
	"cairn/internal/delivery"
	"cairn/internal/errs"
	"cairn/internal/reply"
	"cairn/internal/worktime"
)

// mostWords is how often a day one person is answered about one task, whichever of
// its addresses they write to: each word back brings another one, and two machines
// that don't know of each other can't go on about it.
const mostWords = 3

// Word is the mail that says how to write an answer that is understood.
type Word struct {
	PersonID  string
	Title     string // of what was asked
	InReplyTo string // the Message-ID of what wasn't understood; may be empty
	ReplyTo   string // an address at which one can try again; empty where the task is closed
	TaskID    string
	Why       string
	Examples  []reply.Example
}

// WordBack composes the word about a message, as it is right when it is sent;
// delivery.ErrNothing where there is nothing to say any more.
func (s *Service) WordBack(ctx context.Context, id string) (Word, error) {
	type row struct{ personID, taskID, messageID, why string }
	found, err := db.One(ctx, s.db, func(r db.Row) (row, error) {
		var f row
		return f, r.Scan(&f.personID, &f.taskID, &f.messageID, &f.why)
	}, `SELECT m.person_id, m.task_id, m.message_id, m.why FROM mail_answer m JOIN person p ON p.id = m.person_id
		WHERE m.id = $1 AND m.why <> '' AND p.active`, id)
	if errors.Is(err, db.ErrNoRow) {
		return Word{}, delivery.ErrNothing
	}
	if err != nil {
		return Word{}, err
	}
	task, err := s.work.Get(ctx, authz.Actor{PersonID: found.personID, Role: authz.Member}, found.taskID)
	if errs.Is(err, errs.NotFound) {
		return Word{}, delivery.ErrNothing
	}
	if err != nil {
		return Word{}, err
	}
	word := Word{PersonID: found.personID, Title: task.Title, InReplyTo: found.messageID, TaskID: task.ID, Why: found.why}
	if task.Status.Closed() {
		return word, nil
	}
	q := question(&task, worktime.Wall{})
	word.Examples = reply.Examples(q.Kind, q.Choices)
	word.ReplyTo, err = s.AddressFor(ctx, found.personID, task.ID)
	return word, err
}

// headerSafe is a Message-ID that can stand in a header: one that can't is left
// out.
func headerSafe(messageID string) string {
	const longest = 250
	if len(messageID) > longest || strings.ContainsFunc(messageID, func(r rune) bool { return r <= ' ' || r > '~' || r == '<' || r == '>' }) {
		return ""
	}
	return messageID
}
