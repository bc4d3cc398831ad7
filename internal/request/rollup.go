package request

import (
	"context"
	"time"

	"cairn/internal/authz"
	"cairn/internal/db"
	"cairn/internal/work"
	"cairn/internal/worktime"
)

// RollUp is what came of a request, as one reader sees it: its asker all of it,
// and so do all who are asked where it was sent open; else each their own row,
// and no totals. Its JSON is the API's.
type RollUp struct {
	Request

	Totals     *Totals `json:"totals" doc:"For who reads all answers"`
	People     []Row   `json:"people" doc:"In the order of their names"`
	NextCursor *string `json:"next_cursor"`
}

// RowState is where one person's part of a request stands.
type RowState string

// The states of a row that are no statuses of its task.
const (
	NotSent        RowState = "not_sent" // the task is still to be made, or was not before it ended
	Gone           RowState = "gone"     // the task was deleted
	Declined       RowState = "declined"
	NoLongerNeeded RowState = "no_longer_needed"
)

// Row is one person's part of a request.
type Row struct {
	PersonID     string         `json:"person_id" doc:"Who was asked"`
	OwnerID      string         `json:"owner_id" doc:"Who has it now"`
	TaskID       *string        `json:"task_id" doc:"None while there is no task"`
	State        RowState       `json:"state" enum:"not_sent,triage,todo,in_progress,blocked,done,declined,no_longer_needed,gone"`
	Answer       *work.Answer   `json:"answer"`
	AnsweredOn   *worktime.Date `json:"answered_on" doc:"The day, in the reader's zone"`
	Proposed     *work.Answer   `json:"proposed" doc:"What the asker says was answered elsewhere; its owner has not confirmed it"`
	DueDate      *worktime.Date `json:"due_date"`
	DueAt        *time.Time     `json:"due_at"`
	Overdue      bool           `json:"overdue"`
	Unanswered   bool           `json:"unanswered" doc:"They have said nothing for so long that it is told (W4)"`
	AwayUntil    *worktime.Date `json:"away_until" doc:"The last day of a time off that they are in"`
	BackOn       *worktime.Date `json:"back_on" doc:"Their first working day after it"`
	StateAskedOn *worktime.Date `json:"state_asked_on" doc:"Their working day for which they were last asked how it stands"`
}

// Get reads a request with what came of it.
func (s *Service) Get(ctx context.Context, actor authz.Actor, id string, page Page) (RollUp, error) {
	var told RollUp
	err := s.db.Snapshot(ctx, func(q db.Querier) error {
		r, err := s.read(ctx, q, actor, id)
		if err != nil {
			return err
		}
		told, err = s.rollUp(ctx, q, actor, r, page)
		return err
	})
	return told, err
}

func (s *Service) rollUp(ctx context.Context, q db.Querier, actor authz.Actor, r Request, page Page) (RollUp, error) {
	told := RollUp{Request: r.asSeenBy(actor)}
	all := r.byAsker(actor) || r.Open
	if all {
		totals, err := s.totals(ctx, q, r)
		if err != nil {
			return RollUp{}, err
		}
		told.Totals = totals[r.ID]
	}
	var name, person string
	if err := page.keys(&name, &person); err != nil {
		return RollUp{}, err
	}
	limit := page.limit()
	rows, err := db.All(ctx, q, func(row db.Row) (struct {
		asked
		name string
	}, error,
	) {
		var a struct {
			asked
			name string
		}
		var on worktime.Date
		err := row.Scan(&a.personID, &a.taskID, &a.sent, &on, &a.name)
		if !on.IsZero() {
			a.stateAskedOn = &on
		}
		return a, err
	}, `SELECT `+askedColumns+`, p.sort_name FROM request_person p WHERE p.request_id = $1 AND (p.sort_name, p.person_id) > ($2, $3)
		AND ($4 OR EXISTS (SELECT 1 FROM task t WHERE t.id = p.task_id AND t.owner_id = $5))
		ORDER BY p.sort_name, p.person_id LIMIT $6`, r.ID, name, person, all, actor.PersonID, limit+1)
	if err != nil {
		return RollUp{}, err
	}
	if len(rows) > limit {
		rows = rows[:limit]
		told.NextCursor = encodeCursor(rows[limit-1].name, rows[limit-1].personID)
	}
	those := make([]asked, len(rows))
	for i, row := range rows {
		those[i] = row.asked
	}
	told.People, err = s.rows(ctx, q, actor, r, those)
	return told, err
}

// rows tells of people whom a request asks, as the reader may know.
func (s *Service) rows(ctx context.Context, q db.Querier, actor authz.Actor, r Request, those []asked) ([]Row, error) {
	taskIDs := make([]string, len(those))
	for i, a := range those {
		taskIDs[i] = a.taskID
	}
	tasks, err := s.work.OfRequest(ctx, q, taskIDs)
	if err != nil {
		return nil, err
	}
	zone, err := s.zone(ctx, q, actor.PersonID)
	if err != nil {
		return nil, err
	}
	rows := make([]Row, len(those))
	var waited []string // whose answers are waited for
	for i, a := range those {
		task, there := tasks[a.taskID]
		rows[i] = s.row(actor, r, a, task, there, zone)
		if there && !task.Status.Closed() {
			waited = append(waited, task.OwnerID)
		}
	}
	return rows, s.away(ctx, q, rows, waited)
}

func (s *Service) row(actor authz.Actor, r Request, a asked, task work.OfRequest, there bool, zone *time.Location) Row {
	row := Row{PersonID: a.personID, OwnerID: a.personID, State: NotSent}
	switch {
	case !there && a.sent:
		row.State = Gone
		return row
	case !there:
		return row
	}
	row.OwnerID, row.State, row.StateAskedOn = task.OwnerID, rowState(task.Status, task.CancelReason), a.stateAskedOn
	own := r.byAsker(actor) || task.OwnerID == actor.PersonID
	if !own && task.Confidential {
		return row // that there is one, and no word of it
	}
	row.TaskID, row.DueDate, row.DueAt, row.Overdue = &task.ID, task.DueDate, task.DueAt, task.Overdue(s.clock.Now())
	row.Unanswered = task.Unanswered(s.clock.Now())
	switch {
	case task.Status == work.Done:
		row.Answer = task.Answer
		if task.DoneAt != nil {
			on := worktime.LocalDate(zone, *task.DoneAt)
			row.AnsweredOn = &on
		}
	case own && task.Request != nil && task.Request.Proposed && !task.Status.Closed():
		row.Proposed = task.Answer
	}
	return row
}

func rowState(status work.Status, reason *work.CancelReason) RowState {
	if status != work.Canceled {
		return RowState(status)
	}
	if reason != nil && *reason == work.Declined {
		return Declined
	}
	return NoLongerNeeded
}

func (s *Service) zone(ctx context.Context, q db.Querier, personID string) (*time.Location, error) {
	reader, err := s.people.Brief(ctx, q, personID)
	if err != nil {
		return nil, err
	}
	return worktime.LoadZone("", reader.TimeZone)
}

// away adds until when those who are waited for are away.
func (s *Service) away(ctx context.Context, q db.Querier, rows []Row, waited []string) error {
	until, back, err := s.awayUntil(ctx, q, waited)
	if err != nil {
		return err
	}
	for i := range rows {
		if last, ok := until[rows[i].OwnerID]; ok {
			rows[i].AwayUntil = &last
			if on, ok := back[rows[i].OwnerID]; ok {
				rows[i].BackOn = &on
			}
		}
	}
	return nil
}

// awayUntil tells who of these people is in time off now, until when, and which
// is their first working day after it.
func (s *Service) awayUntil(ctx context.Context, q db.Querier, personIDs []string) (until, back map[string]worktime.Date, err error) {
	if len(personIDs) == 0 {
		return nil, nil, nil
	}
	if until, err = s.people.AwayUntil(ctx, q, personIDs); err != nil || len(until) == 0 {
		return nil, nil, err
	}
	ids := make([]string, 0, len(until))
	for id := range until {
		ids = append(ids, id)
	}
	calendars, err := s.people.Calendars(ctx, q, ids)
	if err != nil {
		return nil, nil, err
	}
	back = make(map[string]worktime.Date, len(ids))
	for _, id := range ids {
		if on, ok := calendars[id].AddWorkingDays(until[id], 1); ok {
			back[id] = on
		}
	}
	return until, back, nil
}
