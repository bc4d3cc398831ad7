package request

import (
	"context"
	"errors"
	"time"

	"cairn/internal/activity"
	"cairn/internal/authz"
	"cairn/internal/db"
	"cairn/internal/errs"
	"cairn/internal/id"
	"cairn/internal/job"
	"cairn/internal/people"
	"cairn/internal/recur"
	"cairn/internal/work"
	"cairn/internal/worktime"
)

// A request as a template is sent again by a rule (RRULE), on its dates in the
// asker's own time. Each sending is one transaction with the words that it is
// done, so that it happens once, whoever is killed; a date that passed while
// nothing ran is not made up for by several at once.

// Template is a request that is sent again and again. Its JSON is the API's.
type Template struct {
	ID          string             `json:"id"`
	AskedByID   string             `json:"asked_by_id"`
	Title       string             `json:"title"`
	Why         string             `json:"why"`
	Body        string             `json:"body" doc:"Markdown"`
	Kind        work.AnswerKind    `json:"kind" enum:"done,seen,text,link,number,choice"`
	Choices     []string           `json:"choices"`
	Level       work.Level         `json:"level" enum:"urgent,high,medium,low"`
	Open        bool               `json:"open"`
	Enough      int                `json:"enough"`
	LateJoiners bool               `json:"late_joiners"`
	To          people.Targets     `json:"to"`
	Rule        string             `json:"rule" doc:"RRULE of RFC 5545, by the dates of the asker's zone"`
	Words       string             `json:"words" doc:"The rule in plain English where it is a usual one"`
	From        worktime.Date      `json:"from"`
	SendTime    worktime.TimeOfDay `json:"send_time" doc:"In the asker's zone"`
	DueAfter    *int               `json:"due_after_days" doc:"Due so many days after it is sent, in each one's own zone; null: no date"`
	State       TemplateState      `json:"state" enum:"active,paused,ended"`
	Next        []worktime.Date    `json:"next" doc:"When it is sent next, three dates at most"`
	NextAt      *time.Time         `json:"next_at"`
	Sent        int                `json:"sent" doc:"How often it was sent"`
	LastID      *string            `json:"last_request_id" doc:"The request that was sent last"`
	Problem     string             `json:"problem" doc:"Why it was not sent the last time; empty: it was"`
	Revision    int64              `json:"revision"`
	CreatedAt   time.Time          `json:"created_at"`
}

// TemplateState is whether a template is sent.
type TemplateState string

// The states.
const (
	Active     TemplateState = "active"
	Paused     TemplateState = "paused"
	EndedState TemplateState = "ended"
)

// NewTemplate is a request with its rule.
type NewTemplate struct {
	Draft

	Rule     string
	From     *worktime.Date // nil: today
	SendTime *worktime.TimeOfDay
	DueAfter *int
}

// TemplateJob is the kind of the jobs that send templates; their handler is
// Service.SendTemplate.
const TemplateJob = "request.template"

const (
	maxDueAfter  = 366
	maxTemplates = 100 // that one person has running
	nextTemplate = 3
	morning      = worktime.TimeOfDay(8 * 60)
)

// AddTemplate keeps a request to be sent by a rule, for the first time on the
// first of its dates that is still to come.
func (s *Service) AddTemplate(ctx context.Context, call authz.Call, n NewTemplate) (Template, error) {
	rule, err := n.check()
	if err != nil {
		return Template{}, err
	}
	answer, err := s.ledger.Write(ctx, call, func(ctx context.Context, tx *activity.Tx) error {
		if err := s.mayRepeat(ctx, tx, call.PersonID, n.To); err != nil {
			return err
		}
		calendar, err := s.calendarOf(ctx, tx, call.PersonID)
		if err != nil {
			return err
		}
		t := n.template(call.PersonID, rule, tx.Now)
		t.From = calendar.LocalDate(time.UnixMilli(tx.Now))
		if n.From != nil {
			t.From = *n.From
		}
		if err := t.schedule(calendar, t.From.AddDays(-1), time.UnixMilli(tx.Now)); err != nil {
			return err
		}
		if t.NextAt == nil {
			return errs.InvalidField("body.rule", "has no date to come; move its end, or leave it out")
		}
		if err := t.save(ctx, tx, "template.made", true); err != nil {
			return err
		}
		return s.wakeTemplate(ctx, tx, &t)
	})
	if err != nil {
		return Template{}, err
	}
	return s.template(ctx, s.db, call.Actor, answer.ID)
}

// check cleans what is to be sent, and refuses what can be refused without looking
// anybody up.
func (n *NewTemplate) check() (recur.Rule, error) {
	n.DueSaid = true
	if err := n.Draft.check(); err != nil {
		return recur.Rule{}, err
	}
	if n.DueAfter != nil && (*n.DueAfter < 0 || *n.DueAfter > maxDueAfter) {
		return recur.Rule{}, errs.InvalidField("body.due_after_days", "must be 0 to %d days after it is sent, or null for no date", maxDueAfter)
	}
	if n.SendTime == nil {
		at := morning
		n.SendTime = &at
	}
	if *n.SendTime < 0 || *n.SendTime >= worktime.EndOfDate {
		return recur.Rule{}, errs.InvalidField("body.send_time", "must be from 00:00 to 23:59")
	}
	return recur.Parse("body.rule", n.Rule)
}

// mayRepeat refuses what would reach nobody, and one more of too many.
func (s *Service) mayRepeat(ctx context.Context, tx *activity.Tx, askerID string, to people.Targets) error {
	persons, err := s.people.Targeted(ctx, tx, askerID, to)
	if err != nil {
		return err
	}
	if len(persons) == 0 {
		return nobody(to, askerID)
	}
	running, err := db.One(ctx, tx, db.Value[int], `SELECT count(*) FROM request_template WHERE asked_by_id = $1 AND state <> 'ended'`, askerID)
	if err != nil {
		return err
	}
	if running >= maxTemplates {
		return errs.New(errs.StateConflict, "you have %d requests that repeat; end one first", running)
	}
	return nil
}

func (n *NewTemplate) template(askerID string, rule recur.Rule, now int64) Template {
	return Template{
		ID: n.ID, AskedByID: askerID, Title: n.Title, Why: n.Why, Body: n.Body, Kind: n.Kind, Choices: n.Choices, Level: n.Level,
		Open: n.Open, Enough: n.Enough, LateJoiners: n.LateJoiners, To: n.To, Rule: rule.String(), SendTime: *n.SendTime, DueAfter: n.DueAfter,
		State: Active, CreatedAt: time.UnixMilli(now).UTC(),
	}
}

// schedule sets the dates to come: those after a date whose instant is not over.
func (t *Template) schedule(calendar *worktime.Calendar, after worktime.Date, now time.Time) error {
	t.Next, t.NextAt = []worktime.Date{}, nil
	if t.State == EndedState {
		return nil
	}
	rule, err := recur.Parse("rule", t.Rule)
	if err != nil {
		return err
	}
	dates, err := rule.From(t.From)
	if err != nil {
		return err
	}
	// What is before today is over, and needs no look at each of its dates.
	if yesterday := calendar.LocalDate(now).AddDays(-1); after.Before(yesterday) {
		after = yesterday
	}
	for {
		date, ok := dates.After(after)
		if !ok {
			return nil
		}
		at := calendar.At(date, t.SendTime).UTC()
		if at.After(now) {
			t.Next, t.NextAt = append([]worktime.Date{date}, dates.Next(date, nextTemplate-1)...), &at
			return nil
		}
		after = date
	}
}

func (s *Service) calendarOf(ctx context.Context, q db.Querier, personID string) (*worktime.Calendar, error) {
	calendars, err := s.people.Calendars(ctx, q, []string{personID})
	if err != nil {
		return nil, err
	}
	if calendars[personID] == nil {
		return nil, errs.New(errs.NotFound, "there is no such person")
	}
	return calendars[personID], nil
}

// wakeTemplate has a job send a template when its time comes.
func (s *Service) wakeTemplate(ctx context.Context, tx *activity.Tx, t *Template) error {
	if t.State != Active || t.NextAt == nil {
		return nil
	}
	_, err := s.jobs.Enqueue(ctx, tx.Tx, job.Job{Kind: TemplateJob, UniqueKey: t.ID, Payload: payload{t.ID}, RunAt: *t.NextAt})
	return err
}

// SendTemplate is the handler of the jobs of TemplateJob: where the time of a
// template has come, it sends the request and sets the next time, in one
// transaction.
func (s *Service) SendTemplate(ctx context.Context, lease *job.Lease) error {
	var p payload
	if err := lease.Payload(&p); err != nil {
		return err
	}
	before, err := db.One(ctx, s.db, scanTemplate, `SELECT `+templateColumns+` FROM request_template q WHERE q.id = $1`, p.RequestID)
	if errors.Is(err, db.ErrNoRow) {
		return job.Permanent(err)
	}
	if err != nil {
		return err
	}
	asker := authz.Actor{PersonID: before.AskedByID}
	attempt := func(problem error) error {
		_, err := s.ledger.Write(ctx, authz.Call{Actor: asker}, func(ctx context.Context, tx *activity.Tx) error {
			t, err := lockTemplate(ctx, tx, p.RequestID)
			if err != nil {
				return err
			}
			if err := s.sendDue(ctx, tx, asker, &t, problem); err != nil {
				return err
			}
			return lease.Finish(ctx, tx.Tx)
		})
		return err
	}
	err = attempt(nil)
	if refusal, ok := errors.AsType[*errs.Error](err); ok && refusal.Code.Final() {
		return attempt(refusal) // nobody is there to mend it: it says so, and waits for its next date
	}
	return err
}

func (s *Service) sendDue(ctx context.Context, tx *activity.Tx, asker authz.Actor, t *Template, problem error) error {
	now := time.UnixMilli(tx.Now).UTC()
	if t.State != Active || t.NextAt == nil {
		return nil
	}
	calendar, err := s.calendarOf(ctx, tx, t.AskedByID)
	if err != nil {
		return err
	}
	brief, err := s.people.Brief(ctx, tx, t.AskedByID)
	if err != nil {
		return err
	}
	on := t.Next[0]
	at := calendar.At(on, t.SendTime).UTC()
	switch {
	case !brief.Active:
		t.State = EndedState
		if err := t.schedule(calendar, on, now); err != nil {
			return err
		}
		return t.save(ctx, tx, "template.ended", false)
	case at.After(now): // the asker has moved
		t.NextAt = &at
		if err := t.save(ctx, tx, "template.retimed", false); err != nil {
			return err
		}
		return s.wakeTemplate(ctx, tx, t)
	}
	t.Problem = ""
	if problem != nil {
		t.Problem = problem.Error()
	} else {
		r := t.request(calendar.LocalDate(now))
		persons, err := s.people.Targeted(ctx, tx, t.AskedByID, t.To)
		if err != nil {
			return err
		}
		if err := s.send(ctx, tx, asker, r, persons); err != nil {
			return err
		}
		t.LastID, t.Sent = &r.ID, t.Sent+1
	}
	if err := t.schedule(calendar, on, now); err != nil {
		return err
	}
	if t.NextAt == nil {
		t.State = EndedState
	}
	if err := t.save(ctx, tx, "template.sent", false); err != nil {
		return err
	}
	return s.wakeTemplate(ctx, tx, t)
}

// request is what the template asks when it is sent on a date.
func (t *Template) request(on worktime.Date) Request {
	r := Request{
		ID: id.New(), AskedByID: t.AskedByID, Title: t.Title, Why: t.Why, Body: t.Body, Kind: t.Kind, Choices: t.Choices, Level: t.Level,
		Open: t.Open, Enough: t.Enough, LateJoiners: t.LateJoiners, To: t.To, State: Sending,
	}
	if t.DueAfter != nil {
		due := on.AddDays(*t.DueAfter)
		r.DueDate = &due
	}
	return r
}

// SetTemplate pauses a template, lets it go on, or ends it.
func (s *Service) SetTemplate(ctx context.Context, call authz.Call, templateID string, state TemplateState) (Template, error) {
	answer, err := s.ledger.Write(ctx, call, func(ctx context.Context, tx *activity.Tx) error {
		if _, err := s.template(ctx, tx, call.Actor, templateID); err != nil {
			return err
		}
		t, err := lockTemplate(ctx, tx, templateID)
		if err != nil {
			return err
		}
		if t.State == EndedState && state != EndedState {
			return errs.New(errs.StateConflict, "it has ended; make a new one")
		}
		if t.State == state {
			tx.Answer(authz.KindTemplate, t.ID, t.Revision)
			return nil
		}
		calendar, err := s.calendarOf(ctx, tx, t.AskedByID)
		if err != nil {
			return err
		}
		t.State = state
		if err := t.schedule(calendar, t.From.AddDays(-1), time.UnixMilli(tx.Now)); err != nil {
			return err
		}
		if err := t.save(ctx, tx, "template."+string(state), false); err != nil {
			return err
		}
		return s.wakeTemplate(ctx, tx, &t)
	})
	if err != nil {
		return Template{}, err
	}
	return s.template(ctx, s.db, call.Actor, answer.ID)
}

// Templates lists the templates of the actor, those that run first.
func (s *Service) Templates(ctx context.Context, actor authz.Actor) ([]Template, error) {
	return db.All(ctx, s.db, scanTemplate, `SELECT `+templateColumns+` FROM request_template q
		WHERE q.asked_by_id = $1 AND `+authz.Readable(authz.KindTemplate, "q.id", "$1")+`
		ORDER BY q.state = 'ended', coalesce(q.next_at, 9007199254740991), q.id LIMIT 200`, actor.PersonID)
}

// FollowCalendar has the templates of a person looked at again, whose zone has
// changed.
func (s *Service) FollowCalendar(ctx context.Context, tx *activity.Tx, personID string) error {
	ids, err := db.All(ctx, tx, db.Value[string], `SELECT id FROM request_template WHERE asked_by_id = $1 AND state = 'active' ORDER BY id`, personID)
	if err != nil {
		return err
	}
	for _, templateID := range ids {
		if _, err := s.jobs.Enqueue(ctx, tx.Tx, job.Job{Kind: TemplateJob, UniqueKey: templateID, Payload: payload{templateID}}); err != nil {
			return err
		}
	}
	return nil
}
