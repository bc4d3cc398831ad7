package work

import (
	"context"

	"cairn/internal/authz"
	"cairn/internal/errs"
	"cairn/internal/id"
	"cairn/internal/worktime"
)

// Accept takes a task in triage onto the owner's list (W1). The date that came
// with it is agreed by that (W8).
func (s *Service) Accept(ctx context.Context, call authz.Call, id string, place Place) (Result, error) {
	if err := place.check(); err != nil {
		return Result{}, err
	}
	return s.change(ctx, call, id, authz.Decide, func(ctx context.Context, c *change) error {
		if c.task.Status != Triage {
			return c.impossible("accepted")
		}
		if err := c.seen(ctx, place); err != nil {
			return err
		}
		c.task.Status = Todo
		c.task.ownerAgrees = true
		c.agree()
		if err := c.put(ctx, place); err != nil {
			return err
		}
		return c.save(ctx, "task.accepted", moveData{To: c.task.Level})
	})
}

// Decline gives a task in triage back, with a reason in words, which stands in
// its thread.
func (s *Service) Decline(ctx context.Context, call authz.Call, id, reason string) (Result, error) {
	reason, err := CheckLine("body.reason", reason, true)
	if err != nil {
		return Result{}, err
	}
	return s.change(ctx, call, id, authz.Decide, func(ctx context.Context, c *change) error {
		if c.task.Status != Triage {
			return c.impossible("declined")
		}
		if err := c.say(ctx, reason); err != nil {
			return err
		}
		declined := Declined
		c.task.CancelReason = &declined
		if err := c.close(ctx, Canceled); err != nil {
			return err
		}
		if err := c.save(ctx, "task.declined", commentRef{CommentID: c.saidID}); err != nil {
			return err
		}
		if c.task.Request == nil || c.s.answered == nil {
			return nil
		}
		return c.s.answered(ctx, c.tx, c.task.Request.ID)
	})
}

// Question is what the owner asks the asker before they decide (W4). The words
// stand in the thread, and so does the answer.
type Question struct {
	_ struct{} `nullable:"true"`

	ByID      string `json:"by_id"`
	CommentID string `json:"comment_id"`
	Words     string `json:"words"`
}

// Ask puts a question to the asker: the task waits for their answer, which is
// their next comment.
func (s *Service) Ask(ctx context.Context, call authz.Call, taskID string, question NewComment) (Result, error) {
	if question.ID == "" {
		question.ID = id.New()
	}
	var err error
	if question.Body, err = CheckLine("body.words", question.Body, true); err != nil {
		return Result{}, err
	}
	if err := question.check(); err != nil {
		return Result{}, err
	}
	return s.change(ctx, call, taskID, authz.Decide, func(ctx context.Context, c *change) error {
		t := c.task
		if t.Status.Closed() {
			return c.impossible("asked about")
		}
		if !t.forAnother() {
			return errs.New(errs.StateConflict, "nobody else asked for it, so there is nobody to answer; write a comment")
		}
		if err := c.canAnswer(ctx, t.AskedByID); err != nil {
			return err
		}
		if err := c.sayAs(ctx, question.ID, question.Body); err != nil {
			return err
		}
		t.Question = &Question{ByID: c.tx.Actor, CommentID: question.ID, Words: question.Body}
		return c.save(ctx, "task.asked", askedData{CommentID: question.ID, ToID: t.AskedByID})
	})
}

// askedData is the activity data of a question.
type askedData struct {
	CommentID string `json:"comment_id"`
	ToID      string `json:"to_id"`
}

// answersQuestion reports whether a comment is the answer to the owner's
// question, which is answered by that.
func (c *change) answersQuestion() bool {
	if c.task.Question == nil || c.relation&authz.AskerOf == 0 {
		return false
	}
	c.task.Question = nil
	return true
}

// forgetWords takes the words of a deleted comment off the task: a question is
// taken back by that, a proposal stands without them.
func (c *change) forgetWords(commentID string) {
	t := c.task
	if t.Question != nil && t.Question.CommentID == commentID {
		t.Question = nil
	}
	if p := t.Proposal; p != nil && p.CommentID != nil && *p.CommentID == commentID {
		silent := *p
		silent.Reason, silent.CommentID = "", nil
		t.Proposal = &silent
	}
}

// snoozeDays is how far a task in triage can be put off.
const snoozeDays = 60

// Snooze takes a task in triage out of sight until a working day of its owner
// begins; nil takes it back at once. The clock of "unanswered" goes on (W4).
func (s *Service) Snooze(ctx context.Context, call authz.Call, taskID string, until *worktime.Date) (Result, error) {
	return s.change(ctx, call, taskID, authz.Decide, func(ctx context.Context, c *change) error {
		t := c.task
		if t.Status != Triage {
			return c.impossible("put off")
		}
		if until == nil {
			if t.SnoozedUntil == nil {
				return nil // it is not put off
			}
			t.SnoozedUntil, t.SnoozeEndsAt = nil, nil
			return c.save(ctx, "task.unsnoozed", nil)
		}
		calendars, err := s.people.Calendars(ctx, c.tx, []string{t.OwnerID})
		if err != nil {
			return err
		}
		calendar := calendars[t.OwnerID]
		if err := checkSnooze(calendar, calendar.LocalDate(*c.now()), *until); err != nil {
			return err
		}
		t.SnoozedUntil, t.SnoozeEndsAt = until, beginOfDay(calendar, *until)
		return c.save(ctx, "task.snoozed", snoozedData{Until: *until})
	})
}

func checkSnooze(calendar *worktime.Calendar, today, until worktime.Date) error {
	switch {
	case !until.After(today):
		return errs.InvalidField("body.until", "%s is not after today; name a later working day", until)
	case today.DaysUntil(until) > snoozeDays:
		return errs.InvalidField("body.until", "%s is over %d days away; propose a later date, or decline", until, snoozeDays)
	case !calendar.IsWorkingDay(until):
		if next, ok := calendar.AddWorkingDays(until, 1); ok {
			return errs.InvalidField("body.until", "%s is not a working day of yours; the next one is %s", until, next)
		}
		return errs.InvalidField("body.until", "%s is not a working day of yours", until)
	}
	return nil
}

// snoozedData is the activity data of a task that was put off.
type snoozedData struct {
	Until worktime.Date `json:"until"`
}

// impossible refuses a step that the task's status doesn't allow (W1).
func (c *change) impossible(what string) error {
	return errs.New(errs.StateConflict, "a task that is %s can't be %s; look at it again", c.task.Status.words(), what).
		With(map[string]Status{"status": c.task.Status})
}

func (s Status) words() string {
	switch s {
	case Triage:
		return "still to be decided on"
	case Todo:
		return "on the list"
	case InProgress:
		return "in progress"
	case Blocked:
		return "waiting"
	case Done:
		return "done"
	case Canceled:
		return "canceled"
	default:
		return string(s)
	}
}
