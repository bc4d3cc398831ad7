package inbox

import (
	"context"
	"errors"
	"strings"
	"unicode/utf8"

	"cairn/internal/authz"
	"cairn/internal/errs"
	"cairn/internal/markdown"
	"cairn/internal/opt"
	"cairn/internal/reply"
	"cairn/internal/work"
	"cairn/internal/worktime"
)

// do does what words mean to what the address is about. The key makes each step of
// it happen once.
func (s *Service) do(ctx context.Context, box *Letterbox, words, key string) error {
	if box.ended {
		return &reply.Unread{Why: "what this address was for is answered; what has been asked since came with an address of its own"}
	}
	calendars, err := s.people.Calendars(ctx, s.db, []string{box.task.OwnerID})
	if err != nil {
		return err
	}
	said, err := reply.Understand(words, question(&box.task, worktime.Wall{Calendar: calendars[box.task.OwnerID], At: s.clock.Now()}))
	if err != nil {
		return err
	}
	if len(said.Words) > markdown.MaxBytes {
		// A later step would refuse it, when the first one is done already.
		return &reply.Unread{Why: "it is too long; say it in fewer words, and link to the rest"}
	}
	a := act{Service: s, ctx: ctx, box: box, task: &box.task, said: said, key: key}
	switch said.Act {
	case reply.Answers:
		return a.answer()
	case reply.Finishes:
		return a.finish()
	case reply.Agrees:
		return a.agree()
	case reply.Declines:
		return a.decline()
	default:
		return a.propose()
	}
}

// question is what a task asks, as package reply reads answers to it.
func question(task *work.Task, calendar worktime.Wall) reply.Question {
	q := reply.Question{Calendar: calendar}
	if task.Request != nil {
		q.Kind, q.Choices = reply.Kind(task.Request.Kind), task.Request.Choices
	}
	return q
}

// act is one answer being done.
type act struct {
	*Service

	ctx  context.Context //nolint:containedctx // one answer, within one call
	box  *Letterbox
	task *work.Task
	said reply.Said
	key  string
}

// call is a write of the answer; each has a step of its own.
func (a *act) call(step string) authz.Call {
	return authz.Call{Actor: a.box.actor(), Key: "mail-" + a.key[:48] + step, Hash: a.key}
}

func (a *act) owns() bool { return a.task.OwnerID == a.box.PersonID }

// offered is the proposal that waits for this person's word.
func (a *act) offered() *work.Proposal {
	if p := a.task.Proposal; p != nil && p.AnswerByID == a.box.PersonID {
		return p
	}
	return nil
}

func (a *act) answer() error {
	given := &work.Answer{Text: a.said.Words, URL: a.said.URL, Choice: a.said.Choice}
	if a.task.Request.Kind == work.AnswerNumber {
		given.Number = &a.said.Number
	}
	_, err := a.work.Answer(a.ctx, a.call(""), a.task.ID, given)
	return err
}

// finish says that a task is done; one that is still to be decided on is taken on
// by that.
func (a *act) finish() error {
	if a.task.Status == work.Triage {
		if _, err := a.work.Accept(a.ctx, a.call("-accept"), a.task.ID, work.Place{OnFull: work.Lower}); err != nil {
			return err
		}
	}
	var outcome *work.Outcome
	if a.said.Words != "" {
		outcome = &work.Outcome{Text: clip(a.said.Words)}
	}
	_, err := a.work.Complete(a.ctx, a.call(""), a.task.ID, outcome)
	return err
}

func (a *act) agree() error {
	place := work.Place{OnFull: work.Lower} // nobody is there to choose
	var err error
	switch p := a.offered(); {
	case p != nil:
		_, err = a.work.AcceptProposal(a.ctx, a.call(""), a.task.ID, p.ID, place)
	case a.owns() && a.task.Request != nil && a.task.Request.Proposed:
		_, err = a.work.Answer(a.ctx, a.call(""), a.task.ID, nil)
	case a.owns() && a.task.Status == work.Triage:
		_, err = a.work.Accept(a.ctx, a.call(""), a.task.ID, place)
	default:
		return &reply.Unread{Why: "you have taken it on already, and nothing else waits for a yes"}
	}
	if err != nil || a.said.Words == "" {
		return err
	}
	_, err = a.work.AddComment(a.ctx, a.call("-words"), a.task.ID, work.NewComment{Body: a.said.Words})
	return err
}

func (a *act) decline() error {
	var err error
	switch p := a.offered(); {
	case p != nil:
		_, err = a.work.DeclineProposal(a.ctx, a.call(""), a.task.ID, p.ID, a.said.Words)
	case a.owns() && a.task.Status != work.Triage:
		return &reply.Unread{Why: "you have taken it on, so it can't be declined any more; propose another date, or talk to whoever asked"}
	default:
		_, err = a.work.Decline(a.ctx, a.call(""), a.task.ID, a.said.Words)
	}
	return err
}

// propose offers another date. On a list of one's own the date is moved at once,
// and whoever asked is told (W8).
func (a *act) propose() error {
	date, err := worktime.ParseDate("date", a.said.Date)
	if err != nil {
		return err
	}
	due := work.Due{Date: &date}
	if a.said.Time != "" {
		var at worktime.TimeOfDay
		if err := at.UnmarshalText([]byte(a.said.Time)); err != nil {
			return err
		}
		due.Time = &at
	}
	slip := work.Slip
	offer := work.Offer{Due: opt.To(due), Reason: clip(a.said.Words)}
	switch p := a.offered(); {
	case p != nil:
		_, err = a.work.CounterProposal(a.ctx, a.call(""), a.task.ID, p.ID, offer)
	case a.owns() && a.task.Status != work.Triage:
		patch := work.Patch{DueDate: opt.To(due.Date), DueTime: opt.To(due.Time), DueReason: &slip}
		if _, err = a.work.Edit(a.ctx, a.call(""), a.task.ID, patch); err == nil && a.said.Words != "" {
			_, err = a.work.AddComment(a.ctx, a.call("-words"), a.task.ID, work.NewComment{Body: a.said.Words})
		}
	default:
		_, err = a.work.Propose(a.ctx, a.call(""), a.task.ID, offer)
	}
	return err
}

// messageOf is what is wrong, for the person who wrote.
func messageOf(err error) string {
	if refused, ok := errors.AsType[*errs.Error](err); ok {
		return refused.Message
	}
	return "it could not be done"
}

// longest is how much of a remark stands on one line, in characters.
const longest = 300

// clip makes one line of words; what is too long ends in dots.
func clip(words string) string {
	line := strings.Join(strings.Fields(words), " ")
	if utf8.RuneCountInString(line) > longest {
		line = string([]rune(line)[:longest-1]) + "…"
	}
	return line
}
