package request

import (
	"context"
	"math/big"
	"strconv"
	"strings"

	"cairn/internal/activity"
	"cairn/internal/authz"
	"cairn/internal/db"
	"cairn/internal/errs"
	"cairn/internal/opt"
	"cairn/internal/people"
	"cairn/internal/work"
	"cairn/internal/worktime"
)

// Answer answers the request that a task is a part of; no answer confirms the
// one that the asker proposed.
func (s *Service) Answer(ctx context.Context, call authz.Call, taskID string, given *work.Answer) (work.Result, error) {
	return s.work.Answer(ctx, call, taskID, given)
}

// Answered is what an answer, or a no, means to its request: the answers may be
// enough, or it was the last one.
func (s *Service) Answered(ctx context.Context, tx *activity.Tx, requestID string) error {
	if err := s.sumUpWhenLast(ctx, tx, requestID); err != nil {
		return err
	}
	limited, err := db.One(ctx, tx, db.Value[bool], `SELECT EXISTS (SELECT 1 FROM request WHERE id = $1 AND enough > 0 AND state = 'open')`, requestID)
	if err != nil || !limited {
		return err
	}
	return s.goOn(ctx, tx, requestID)
}

// Part is what a request is to somebody who reads one of its tasks.
type Part struct {
	_ struct{} `nullable:"true"`

	Answer       *work.Answer   `json:"answer" doc:"What was answered"`
	Proposed     *work.Answer   `json:"proposed" doc:"What the asker says was answered elsewhere"`
	StateAskedOn *worktime.Date `json:"state_asked_on" doc:"The working day for which the asker last asked how it stands"`
	PassedOn     []string       `json:"passed_on" doc:"The requests by which the owner passed it on"`
	Draft        *DraftAnswer   `json:"draft" doc:"What the answers below come to"`
	Reports      int            `json:"reports" doc:"To how many people the owner can pass it on"`
}

// DraftAnswer is an answer made of the answers to what was passed on.
type DraftAnswer struct {
	_ struct{} `nullable:"true"`

	work.Answer

	Answered int `json:"answered"`
	Asked    int `json:"asked"`
}

// PartOf tells what a reader of a task may know of its request. What is the
// owner's alone, the others don't get.
func (s *Service) PartOf(ctx context.Context, actor authz.Actor, task *work.Task) (*Part, error) {
	if task.Request == nil {
		return nil, nil
	}
	part := Part{PassedOn: []string{}}
	err := s.db.Snapshot(ctx, func(q db.Querier) error {
		answer, err := s.work.AnswerFor(ctx, q, actor, task)
		if err != nil {
			return err
		}
		if task.Status == work.Done {
			part.Answer = answer
		} else if task.Request.Proposed {
			part.Proposed = answer
		}
		if actor.PersonID != task.OwnerID && actor.PersonID != task.AskedByID {
			return nil
		}
		rows, err := db.All(ctx, q, scanAsked, `SELECT `+askedColumns+` FROM request_person p WHERE p.task_id = $1`, task.ID)
		if err != nil {
			return err
		}
		if len(rows) > 0 {
			part.StateAskedOn = rows[0].stateAskedOn
		}
		if actor.PersonID != task.OwnerID {
			return nil
		}
		return s.below(ctx, q, actor, task, &part)
	})
	return &part, err
}

// below adds what the owner has passed on, and can.
func (s *Service) below(ctx context.Context, q db.Querier, actor authz.Actor, task *work.Task, part *Part) error {
	reports, err := s.people.StillTargeted(ctx, q, actor.PersonID, people.Targets{Reports: true})
	if err != nil {
		return err
	}
	part.Reports = len(reports)
	passed, err := db.All(ctx, q, scanRequest, `SELECT `+requestColumns+` FROM request r
		WHERE r.parent_task_id = $1 AND r.asked_by_id = $2 ORDER BY r.id`, task.ID, actor.PersonID)
	if err != nil || len(passed) == 0 {
		return err
	}
	var rows []Row
	asked := 0
	for _, r := range passed {
		part.PassedOn = append(part.PassedOn, r.ID)
		asked += r.asked
		for page := (Page{}); ; {
			told, err := s.rollUp(ctx, q, actor, r, page)
			if err != nil {
				return err
			}
			rows = append(rows, told.People...)
			if told.NextCursor == nil {
				break
			}
			page.Cursor = *told.NextCursor
		}
	}
	part.Draft, err = s.draft(ctx, q, task.Request.Kind, rows)
	part.Draft.Asked = asked
	return err
}

// draft makes an answer of answers: numbers are summed, links and words
// collected, choices counted.
func (s *Service) draft(ctx context.Context, q db.Querier, kind work.AnswerKind, rows []Row) (*DraftAnswer, error) {
	draft := &DraftAnswer{}
	var sum *big.Rat
	var lines []string
	counts := map[string]int{}
	var choices []string
	for _, row := range rows {
		a := row.Answer
		if a == nil {
			continue
		}
		draft.Answered++
		person, err := s.people.Brief(ctx, q, row.OwnerID)
		if err != nil {
			return nil, err
		}
		switch {
		case kind == work.AnswerNumber && a.Number != nil:
			sum = add(sum, *a.Number)
		case kind == work.AnswerChoice:
			if counts[a.Choice]++; counts[a.Choice] == 1 {
				choices = append(choices, a.Choice)
			}
		}
		if kind == work.AnswerLink && draft.URL == "" {
			draft.URL = a.URL
		}
		if said := strings.TrimSpace(a.URL + " " + a.Text); said != "" {
			lines = append(lines, person.Name+": "+said)
		}
	}
	if sum != nil {
		exact, _ := sum.Float64()
		draft.Number = &exact
	}
	for _, choice := range choices {
		lines = append(lines, choice+": "+strconv.Itoa(counts[choice]))
	}
	draft.Text = strings.Join(lines, "\n")
	return draft, nil
}

// PassOn is how a request goes on to one's own reports.
type PassOn struct {
	ID        string
	PersonIDs []string // of the reports; none: all
	Why       string   // as it came, where it is empty
	Due       opt.Of[work.Due]
}

// PassOn asks the owner's own reports what the owner was asked. Their answers
// become the draft of the owner's.
func (s *Service) PassOn(ctx context.Context, call authz.Call, taskID string, on PassOn) (RollUp, error) {
	task, err := s.work.Get(ctx, call.Actor, taskID)
	if err != nil {
		return RollUp{}, err
	}
	if err := authz.May(authz.Progress, authz.RelationTo(call.PersonID, task.OwnerID, "", task.AskedByID), true); err != nil {
		return RollUp{}, err
	}
	if task.Request == nil {
		return RollUp{}, errs.New(errs.StateConflict, "this is no request; ask for it by one of your own")
	}
	answer, err := s.ledger.Write(ctx, call, func(ctx context.Context, tx *activity.Tx) error {
		if task.Status.Closed() {
			return errs.New(errs.StateConflict, "it is closed; look at it again")
		}
		to, persons, err := s.passedTo(ctx, tx, call.PersonID, on.PersonIDs)
		if err != nil {
			return err
		}
		draft := Draft{
			ID: on.ID, Title: task.Title, Why: on.Why, Body: task.Body, To: to, Kind: task.Request.Kind, Choices: task.Request.Choices,
			Due: work.Due{Date: task.DueDate, Time: task.DueTime}, DueSaid: true, Level: task.Level, ParentTaskID: task.ID,
		}
		if draft.Why == "" {
			draft.Why = task.Request.Why
		}
		if on.Due.Set {
			draft.Due = on.Due.To
		}
		if err := draft.check(); err != nil {
			return err
		}
		return s.send(ctx, tx, call.Actor, draft.request(call.PersonID), persons)
	})
	if err != nil {
		return RollUp{}, err
	}
	return s.Get(ctx, call.Actor, answer.ID, Page{})
}

// passedTo are the reports whom a request is passed on to.
func (s *Service) passedTo(ctx context.Context, q db.Querier, ownerID string, personIDs []string) (people.Targets, []people.Brief, error) {
	reports, err := s.people.StillTargeted(ctx, q, ownerID, people.Targets{Reports: true})
	if err != nil {
		return people.Targets{}, nil, err
	}
	if len(reports) == 0 {
		return people.Targets{}, nil, errs.New(errs.StateConflict, "nobody reports to you; answer it yourself, or decline it with a reason")
	}
	if len(personIDs) == 0 {
		return people.Targets{Reports: true}, reports, nil
	}
	chosen := make([]people.Brief, 0, len(personIDs))
	for _, id := range unique(personIDs) {
		found := false
		for _, report := range reports {
			if report.ID == id {
				chosen, found = append(chosen, report), true
			}
		}
		if !found {
			return people.Targets{}, nil, errs.InvalidField("body.person_ids", "a request is passed on to one's own reports; %s is none of yours", id)
		}
	}
	return people.Targets{PersonIDs: unique(personIDs)}, chosen, nil
}
