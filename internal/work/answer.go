package work

import (
	"context"
	"math"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"cairn/internal/activity"
	"cairn/internal/authz"
	"cairn/internal/db"
	"cairn/internal/errs"
)

// AnswerKind is what a request wants to hear (W10).
type AnswerKind string

// The kinds of answer: that it is done, that it was seen (tapped, never
// tracked), words, a link, a number, one of some choices.
const (
	AnswerDone   AnswerKind = "done"
	AnswerSeen   AnswerKind = "seen"
	AnswerText   AnswerKind = "text"
	AnswerLink   AnswerKind = "link"
	AnswerNumber AnswerKind = "number"
	AnswerChoice AnswerKind = "choice"
)

// Valid reports whether there is such a kind.
func (k AnswerKind) Valid() bool {
	return slices.Contains([]AnswerKind{AnswerDone, AnswerSeen, AnswerText, AnswerLink, AnswerNumber, AnswerChoice}, k)
}

// Asked is what a request asks, as each of its tasks carries it. Whoever reads
// the task reads this; the answer is another matter (see AnswerFor).
type Asked struct {
	_ struct{} `nullable:"true"`

	ID       string     `json:"id" doc:"Of the request"`
	Why      string     `json:"why"`
	Kind     AnswerKind `json:"kind" enum:"done,seen,text,link,number,choice"`
	Choices  []string   `json:"choices"`
	Open     bool       `json:"open" doc:"All who are asked see all answers"`
	Proposed bool       `json:"proposed" doc:"Who asked says that it was answered elsewhere, with what; its owner confirms it"`
}

// Answer is what a person answers to a request. Which fields there are follows
// from its kind; the text is a remark where it isn't the answer.
type Answer struct {
	_ struct{} `nullable:"true"`

	Text   string   `json:"text"`
	URL    string   `json:"url"`
	Number *float64 `json:"number"`
	Choice string   `json:"choice"`
}

const maxAnswer = 4000 // characters

// check cleans an answer, and refuses what doesn't answer the question.
func (a *Answer) check(asked *Asked) error {
	a.Text = strings.TrimSpace(strings.ReplaceAll(a.Text, "\r\n", "\n"))
	if strings.ContainsRune(a.Text, 0) || !utf8.ValidString(a.Text) {
		return errs.InvalidField("body.text", "must be valid UTF-8 without NUL characters")
	}
	if n := utf8.RuneCountInString(a.Text); n > maxAnswer {
		return errs.InvalidField("body.text", "has %d characters; shorten it to %d, or answer with a link", n, maxAnswer)
	}
	if err := checkURL("body.url", a.URL); err != nil {
		return err
	}
	if a.Number != nil && (math.IsNaN(*a.Number) || math.IsInf(*a.Number, 0)) {
		return errs.InvalidField("body.number", "must be a number")
	}
	return a.checkKind(asked)
}

func (a *Answer) checkKind(asked *Asked) error {
	if asked.Kind != AnswerNumber {
		a.Number = nil
	}
	if asked.Kind != AnswerChoice {
		a.Choice = ""
	}
	switch asked.Kind {
	case AnswerText:
		if a.Text == "" {
			return errs.InvalidField("body.text", "this asks for words; write your answer")
		}
	case AnswerLink:
		if a.URL == "" {
			return errs.InvalidField("body.url", "this asks for a link; give it as https://…")
		}
	case AnswerNumber:
		if a.Number == nil {
			return errs.InvalidField("body.number", "this asks for a number; give it without a unit, such as 1250 or 0.5")
		}
	case AnswerChoice:
		if !slices.Contains(asked.Choices, a.Choice) {
			return errs.InvalidField("body.choice", "this asks to choose one of: %s", strings.Join(asked.Choices, ", "))
		}
	case AnswerDone, AnswerSeen:
	}
	return nil
}

// words is the answer on one line.
func (a *Answer) words() string {
	parts := []string{a.Choice}
	if a.Number != nil {
		parts = append(parts, FormatNumber(*a.Number))
	}
	parts = append(parts, a.Text)
	line := strings.Join(strings.Fields(strings.Join(parts, " ")), " ")
	if utf8.RuneCountInString(line) > maxLine {
		line = string([]rune(line)[:maxLine-1]) + "…"
	}
	return line
}

// FormatNumber is a number as one types it: no exponent, no digits too many.
func FormatNumber(n float64) string { return strconv.FormatFloat(n, 'f', -1, 64) }

// answer is an outcome as the answer to a request.
func (o *Outcome) answer() *Answer {
	if o == nil {
		return &Answer{}
	}
	return &Answer{Text: o.Text, URL: o.URL}
}

func (t *Task) requestID() *string {
	if t.Request == nil {
		return nil
	}
	return &t.Request.ID
}

// OnAnswer sets what happens, in the transaction of an answer or of a no, for its
// request.
// It is called once, before the service is used.
func (s *Service) OnAnswer(fn func(ctx context.Context, tx *activity.Tx, requestID string) error) {
	s.answered = fn
}

// Answer answers the request that a task is a part of, and finishes the task by
// it: also from triage, for who answers has decided. No answer confirms the one
// that the asker proposed.
func (s *Service) Answer(ctx context.Context, call authz.Call, id string, given *Answer) (Result, error) {
	return s.change(ctx, call, id, authz.Progress, func(ctx context.Context, c *change) error {
		if c.task.Request == nil {
			return errs.New(errs.StateConflict, "nobody asked for an answer here; finish it, with its outcome")
		}
		if given == nil {
			if !c.task.Request.Proposed || c.task.answer == nil {
				return errs.InvalidField("body", "has no answer in it")
			}
			given = c.task.answer
		}
		return c.answer(ctx, given)
	})
}

// answer closes the task with an answer. Where it was sent open, the answer is
// the task's outcome too; else nobody reads it but the two (W10).
func (c *change) answer(ctx context.Context, given *Answer) error {
	t := c.task
	if t.Status.Closed() {
		return c.impossible("answered")
	}
	answer := *given
	if err := answer.check(t.Request); err != nil {
		return err
	}
	asked := *t.Request
	asked.Proposed = false
	t.Request, t.answer, t.Outcome = &asked, &answer, nil
	if outcome := (Outcome{Text: answer.words(), URL: answer.URL}); asked.Open && outcome != (Outcome{}) {
		t.Outcome = &outcome
	}
	if t.Status == Triage {
		t.ownerAgrees = true
		c.agree()
	}
	late := t.late(*c.now())
	if err := c.close(ctx, Done); err != nil {
		return err
	}
	if err := c.list.reordered(ctx); err != nil {
		return err
	}
	if err := c.save(ctx, "task.answered", doneData{Late: late}); err != nil {
		return err
	}
	if c.s.answered == nil {
		return nil
	}
	return c.s.answered(ctx, c.tx, asked.ID)
}

// ProposeAnswer is the asker's word that it was answered elsewhere, with what.
// Its owner confirms it, or answers otherwise.
func (s *Service) ProposeAnswer(ctx context.Context, call authz.Call, id string, answer Answer) (Result, error) {
	return s.change(ctx, call, id, authz.Oversee, func(ctx context.Context, c *change) error {
		t := c.task
		if t.Request == nil || t.Status.Closed() {
			return c.impossible("answered")
		}
		if err := answer.check(t.Request); err != nil {
			return err
		}
		asked := *t.Request
		asked.Proposed = true
		t.Request, t.answer = &asked, &answer
		return c.save(ctx, "task.answer_proposed", nil)
	})
}

// AnswerFor is the answer that a reader of the task may read: its owner and who
// asked, and all who are asked where the request was sent open.
func (s *Service) AnswerFor(ctx context.Context, q db.Querier, actor authz.Actor, t *Task) (*Answer, error) {
	if t.Request == nil || t.answer == nil || actor.PersonID == t.OwnerID || actor.PersonID == t.AskedByID {
		return t.answer, nil
	}
	if !t.Request.Open || t.Confidential || t.Status != Done {
		return nil, nil
	}
	reads, err := db.One(ctx, q, db.Value[bool], `SELECT `+authz.Holds("'"+string(authz.Answers(""))+"' || $2", "$1"), actor.PersonID, t.Request.ID)
	if err != nil || !reads {
		return nil, err
	}
	return t.answer, nil
}

// CancelIn closes an open task of a request as a part of a larger write, which
// holds its list's lock. What is closed, or gone, stays as it is.
func (s *Service) CancelIn(ctx context.Context, tx *activity.Tx, actor authz.Actor, id string, reason CancelReason) error {
	c, err := s.open(ctx, tx, actor, id)
	if errs.Is(err, errs.NotFound) {
		return nil
	}
	if err != nil || c.task.Status.Closed() {
		return err
	}
	if err := authz.May(authz.Cancel, c.relation, c.task.accepted()); err != nil {
		return err
	}
	c.task.CancelReason = &reason
	if err := c.close(ctx, Canceled); err != nil {
		return err
	}
	if err := c.list.reordered(ctx); err != nil {
		return err
	}
	return c.save(ctx, "task.canceled", cancelData{Reason: reason})
}

// requestFollows lets the new owner of a request's task read the request, and
// the one before no longer.
func (l *list) requestFollows(ctx context.Context, t *Task, was Task, revision int64) error {
	if t.Request == nil || t.OwnerID == was.OwnerID {
		return nil
	}
	scopes := []authz.Scope{authz.Request(t.Request.ID)}
	if t.Request.Open {
		scopes = append(scopes, authz.Answers(t.Request.ID))
	}
	for _, scope := range scopes {
		if was.OwnerID != t.AskedByID {
			if err := l.tx.Shut(ctx, scope, revision, was.OwnerID); err != nil {
				return err
			}
		}
		if err := l.tx.Open(ctx, scope, revision, t.OwnerID); err != nil {
			return err
		}
	}
	return nil
}

// OfRequest is a task of a request, with its answer, for package request, which
// decides who is told what of it.
type OfRequest struct {
	Task

	Answer *Answer
}

// OfRequest reads these tasks, for package request.
func (s *Service) OfRequest(ctx context.Context, q db.Querier, taskIDs []string) (map[string]OfRequest, error) {
	tasks, err := db.All(ctx, q, scanTask, `SELECT `+taskColumns+` FROM task t WHERE t.id `+q.Dialect().Among("$1"), db.List(taskIDs))
	found := make(map[string]OfRequest, len(tasks))
	for _, t := range tasks {
		found[t.ID] = OfRequest{Task: t, Answer: t.answer}
	}
	return found, err
}

// Told is what a request's tasks come to.
type Told struct {
	RequestID string
	Status    Status
	Reason    *CancelReason
	Overdue   bool
	Answer    *Answer
}

// ToldOf reads what all tasks of some requests come to, for package request.
func (s *Service) ToldOf(ctx context.Context, q db.Querier, requestIDs []string) ([]Told, error) {
	now := s.clock.Now().UnixMilli()
	return db.All(ctx, q, func(row db.Row) (Told, error) {
		var told Told
		var answer db.JSON[*Answer]
		err := row.Scan(&told.RequestID, &told.Status, &told.Reason, &told.Overdue, &answer)
		told.Answer = answer.V
		return told, err
	}, `SELECT t.request_id, t.status, t.cancel_reason, t.overdue_at IS NOT NULL AND t.overdue_at <= $2, t.answer
		FROM task t WHERE t.request_id `+q.Dialect().Among("$1"), db.List(requestIDs), now)
}
