package work

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"cairn/internal/activity"
	"cairn/internal/authz"
	"cairn/internal/db"
	"cairn/internal/errs"
	"cairn/internal/id"
	"cairn/internal/worktime"
)

// Comment is something said about a task. Others' comments carry the day, one's
// own the instant (N7).
type Comment struct {
	ID         string        `json:"id"`
	TaskID     string        `json:"task_id"`
	AuthorID   string        `json:"author_id"`
	Body       string        `json:"body" doc:"Markdown"`
	MentionIDs []string      `json:"mention_ids"`
	On         worktime.Date `json:"on" doc:"The day, in the reader's zone"`
	CreatedAt  *time.Time    `json:"created_at" doc:"Of one's own comments only"`
}

// NewComment is a comment to be added.
type NewComment struct {
	ID         string // made by the client; empty: made here
	Body       string
	MentionIDs []string
}

const maxMentions = 20

// AddComment says something in a task's thread. Whom the owner, the asker or
// the owner's direct manager mention, reads the task from then on, unless it is
// confidential.
func (s *Service) AddComment(ctx context.Context, call authz.Call, taskID string, comment NewComment) (Comment, error) {
	if comment.ID == "" {
		comment.ID = id.New()
	}
	if err := comment.check(); err != nil {
		return Comment{}, err
	}
	answer, err := s.ledger.Write(ctx, call, func(ctx context.Context, tx *activity.Tx) error {
		c, err := s.open(ctx, tx, call.Actor, taskID)
		if err != nil {
			return err
		}
		if err := authz.May(authz.Comment, c.relation, c.task.accepted()); err != nil {
			return err
		}
		if err := c.mention(ctx, comment.MentionIDs); err != nil {
			return err
		}
		c.task.CommentCount++
		if err := c.tripWire(ctx); err != nil {
			return err
		}
		ref := commentRef{CommentID: comment.ID, MentionIDs: comment.MentionIDs, Answers: c.answersQuestion()}
		if err := c.save(ctx, "task.commented", ref); err != nil {
			return err
		}
		tx.Answer(authz.KindComment, comment.ID, c.task.Revision)
		return c.insertComment(ctx, comment)
	})
	if err != nil {
		return Comment{}, err
	}
	return s.comment(ctx, call.Actor, answer.ID)
}

// say puts words into the thread as a part of another change, which saves the
// task.
func (c *change) say(ctx context.Context, words string) error {
	return c.sayAs(ctx, id.New(), words)
}

func (c *change) sayAs(ctx context.Context, commentID, words string) error {
	c.task.CommentCount++
	c.saidID = commentID
	return c.insertComment(ctx, NewComment{ID: commentID, Body: words})
}

// commentRef is the activity data of a comment.
type commentRef struct {
	CommentID string `json:"comment_id"`
	Answers   bool   `json:"answers,omitempty"` // the owner's question

	MentionIDs []string `json:"mention_ids,omitempty"`
}

func (n *NewComment) check() error {
	if err := id.Check("body.id", n.ID); err != nil {
		return err
	}
	if strings.TrimSpace(n.Body) == "" {
		return errs.InvalidField("body.body", "is empty; write a few words")
	}
	if len(n.MentionIDs) > maxMentions {
		return errs.InvalidField("body.mention_ids", "mentions %d people; keep to %d", len(n.MentionIDs), maxMentions)
	}
	return CheckBody("body.body", n.Body)
}

// mention brings people to the task, where the actor may: not to a confidential
// one, whose readers are named by rule.
func (c *change) mention(ctx context.Context, ids []string) error {
	const maySummon = authz.OwnerOf | authz.ManagerOf | authz.AskerOf
	for _, person := range ids {
		if _, err := c.s.people.Brief(ctx, c.tx, person); err != nil {
			return errs.InvalidField("body.mention_ids", "there is no person %s", person)
		}
		if c.task.Confidential || c.relation&maySummon == 0 || slices.Contains(c.task.mentionIDs, person) {
			continue
		}
		c.task.mentionIDs = append(slices.Clone(c.task.mentionIDs), person)
	}
	return nil
}

func (c *change) insertComment(ctx context.Context, comment NewComment) error {
	_, err := db.Exec(ctx, c.tx.Tx, `INSERT INTO comment (id, task_id, author_id, body, mentions, deleted, created_at)
		VALUES ($1, $2, $3, $4, $5, FALSE, $6)`,
		comment.ID, c.task.ID, c.tx.Actor, comment.Body, db.List(comment.MentionIDs), c.tx.Now)
	if errors.Is(err, db.ErrUnique) {
		return errs.Wrap(err, errs.Duplicate, "there is a comment with this id already")
	}
	return err
}

const commentColumns = `c.id, c.task_id, c.author_id, c.body, c.mentions, c.created_at`

// scanComment maps a comment as the reader may see its time.
func scanComment(readerID string, zone *time.Location) func(db.Row) (Comment, error) {
	return func(row db.Row) (Comment, error) {
		var c Comment
		var mentions db.JSON[[]string]
		var at int64
		if err := row.Scan(&c.ID, &c.TaskID, &c.AuthorID, &c.Body, &mentions, &at); err != nil {
			return c, err
		}
		c.MentionIDs = mentions.V
		c.On, c.CreatedAt = toldAs(readerID, c.AuthorID, zone, at)
		return c, nil
	}
}

// toldAs is when an act was, as a reader is told: the day for all, the instant
// for one's own (N7).
func toldAs(readerID, actorID string, zone *time.Location, ms int64) (worktime.Date, *time.Time) {
	at := time.UnixMilli(ms).UTC()
	day := worktime.LocalDate(zone, at)
	if readerID != actorID {
		return day, nil
	}
	return day, &at
}

// Thread lists a task's comments, oldest first.
func (s *Service) Thread(ctx context.Context, actor authz.Actor, taskID string) ([]Comment, error) {
	if _, err := readTask(ctx, s.db, actor.PersonID, taskID); err != nil {
		return nil, err
	}
	zone, err := s.zone(ctx, actor.PersonID)
	if err != nil {
		return nil, err
	}
	return db.All(ctx, s.db, scanComment(actor.PersonID, zone),
		`SELECT `+commentColumns+` FROM comment c WHERE c.task_id = $1 AND NOT c.deleted ORDER BY c.created_at, c.id`, taskID)
}

func (s *Service) comment(ctx context.Context, actor authz.Actor, commentID string) (Comment, error) {
	zone, err := s.zone(ctx, actor.PersonID)
	if err != nil {
		return Comment{}, err
	}
	found, err := db.One(ctx, s.db, scanComment(actor.PersonID, zone), `SELECT `+commentColumns+` FROM comment c
		WHERE c.id = $2 AND NOT c.deleted AND `+authz.Readable(authz.KindTask, "c.task_id", "$1"), actor.PersonID, commentID)
	if errors.Is(err, db.ErrNoRow) {
		return Comment{}, noSuchComment()
	}
	return found, err
}

// DeleteComment removes the words of one's own comment.
func (s *Service) DeleteComment(ctx context.Context, call authz.Call, commentID string) error {
	_, err := s.ledger.Write(ctx, call, func(ctx context.Context, tx *activity.Tx) error {
		found, err := db.One(ctx, tx, scanComment("", time.UTC),
			`SELECT `+commentColumns+` FROM comment c WHERE c.id = $1 AND NOT c.deleted`, commentID)
		if errors.Is(err, db.ErrNoRow) {
			return noSuchComment()
		}
		if err != nil {
			return err
		}
		c, err := s.open(ctx, tx, call.Actor, found.TaskID)
		if errs.Is(err, errs.NotFound) {
			return noSuchComment()
		}
		if err != nil {
			return err
		}
		if found.AuthorID != call.PersonID {
			return errs.New(errs.Forbidden, "only its author deletes a comment")
		}
		if _, err := db.Exec(ctx, tx.Tx, `UPDATE comment SET deleted = TRUE, body = '', mentions = '[]' WHERE id = $1`, commentID); err != nil {
			return err
		}
		c.task.CommentCount--
		c.forgetWords(commentID)
		if err := c.save(ctx, "task.comment_deleted", commentRef{CommentID: commentID}); err != nil {
			return err
		}
		tx.Answer(authz.KindComment, commentID, c.task.Revision)
		return nil
	})
	return err
}

func noSuchComment() error { return errs.New(errs.NotFound, "there is no such comment for you") }

// zone is the zone in which a person reads.
func (s *Service) zone(ctx context.Context, personID string) (*time.Location, error) {
	brief, err := s.people.Brief(ctx, s.db, personID)
	if err != nil {
		return nil, err
	}
	return worktime.LoadZone("time_zone", brief.TimeZone)
}
