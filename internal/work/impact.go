package work

import (
	"context"

	"cairn/internal/authz"
	"cairn/internal/db"
	"cairn/internal/errs"
	"cairn/internal/worktime"
)

// Impact is what a task would do to a list (W5). The owner and their direct
// manager see all of it; everybody else the tasks that they can read, and the
// time off.
type Impact struct {
	ListRevision    int64          `json:"list_revision" doc:"Name it in the write that follows: a newer one is refused with the new impact"`
	Triage          bool           `json:"triage" doc:"It would go into triage, and the owner decides"`
	Level           Level          `json:"level" enum:"urgent,high,medium,low"`
	Place           int            `json:"place" doc:"On the list, from 1"`
	Of              int            `json:"of" doc:"How many tasks the list has then"`
	Slots           *FullLevel     `json:"slots" doc:"The level's slots and who holds them; none when the level has no slots"`
	Full            bool           `json:"full" doc:"No slot is free: somebody steps down, or the task stands lower"`
	PushedBack      []AffectedTask `json:"pushed_back" doc:"The first tasks that stand after it"`
	PushedBackCount int            `json:"pushed_back_count"`
	BecomesLate     []AffectedTask `json:"becomes_late" doc:"Tasks that would probably pass their due date by it"`
	TimeOff         []TimeOff      `json:"time_off" doc:"Of the owner, from today until the due date or for four weeks"`
	P85             *worktime.Date `json:"p85" doc:"When it would probably be done; none without enough history"`
	Chance          *float64       `json:"chance" doc:"Of being done by its due date, 0 to 1"`
}

// AffectedTask is a task that another one pushes back.
type AffectedTask struct {
	ID      string         `json:"id"`
	Title   string         `json:"title"`
	Level   Level          `json:"level"`
	DueDate *worktime.Date `json:"due_date"`
	P85     *worktime.Date `json:"p85" doc:"When it would probably be done then"`
}

// TimeOff is a stretch in which the owner is away.
type TimeOff struct {
	StartsOn worktime.Date `json:"starts_on"`
	EndsOn   worktime.Date `json:"ends_on"`
}

// Proposed is a task that might be added to a list, or raised on it.
type Proposed struct {
	TaskID string // an existing task of the list; empty: a new one
	Due    Due
	Place  Place
}

const (
	maxPushedBack = 10
	impactAhead   = 28 // days
)

// ImpactOn tells what adding or moving a task would do, before it is done.
func (s *Service) ImpactOn(ctx context.Context, actor authz.Actor, ownerID string, proposed Proposed) (Impact, error) {
	var impact Impact
	err := s.db.Snapshot(ctx, func(q db.Querier) error {
		var err error
		impact, err = s.impact(ctx, q, actor.PersonID, ownerID, proposed)
		return err
	})
	return impact, err
}

// line is a task of the list, as far as the impact needs it.
type line struct {
	AffectedTask
	rank     string
	slot     bool
	readable bool
}

func (s *Service) impact(ctx context.Context, q db.Querier, readerID, ownerID string, proposed Proposed) (Impact, error) {
	owner, err := s.people.Brief(ctx, q, ownerID)
	if err != nil {
		return Impact{}, err
	}
	lines, err := worklistLines(ctx, q, readerID, ownerID, proposed.TaskID)
	if err != nil {
		return Impact{}, err
	}
	version, err := db.One(ctx, q, db.Value[int64], `SELECT version FROM worklist WHERE person_id = $1`, ownerID)
	if err != nil {
		return Impact{}, err
	}
	relation := authz.RelationTo(readerID, ownerID, owner.ManagerID, "")
	level, at, err := landing(lines, proposed.Place)
	if err != nil {
		return Impact{}, err
	}
	impact := Impact{
		ListRevision: version, Triage: authz.May(authz.Arrange, relation, true) != nil,
		Level: level, Place: at + 1, Of: len(lines) + 1,
		PushedBack: []AffectedTask{}, PushedBackCount: len(lines) - at,
		BecomesLate: []AffectedTask{}, TimeOff: []TimeOff{},
	}
	if err := s.fillSlots(ctx, q, &impact, lines); err != nil {
		return Impact{}, err
	}
	for _, l := range lines[at:] {
		if l.readable && len(impact.PushedBack) < maxPushedBack {
			impact.PushedBack = append(impact.PushedBack, l.AffectedTask)
		}
	}
	all := relation&(authz.OwnerOf|authz.ManagerOf) != 0
	if !all {
		// The numbers would tell how much there is that one can't read.
		impact.PushedBackCount = len(impact.PushedBack)
		impact.Place, impact.Of = readableBefore(lines, at)+1, readableBefore(lines, len(lines))+1
	}
	if all {
		if err := s.fillForecast(ctx, q, ownerID, &impact, lines, at, proposed.Due.Date); err != nil {
			return Impact{}, err
		}
	}
	impact.TimeOff, err = s.awayUntil(ctx, q, ownerID, proposed.Due.Date)
	return impact, err
}

func worklistLines(ctx context.Context, q db.Querier, readerID, ownerID, exceptID string) ([]line, error) {
	return db.All(ctx, q, func(row db.Row) (line, error) {
		var l line
		var order int
		var due worktime.Date
		var status Status
		err := row.Scan(&l.ID, &l.Title, &order, &l.rank, &due, &status, &l.readable)
		if err == nil {
			l.Level, l.DueDate, l.slot = levelOf(order), datePointer(due), status == Todo || status == InProgress
		}
		return l, err
	}, `SELECT t.id, t.title, t.level, t.rank, t.due_date, t.status, `+taskPredicate()+`
		FROM task t WHERE t.owner_id = $2 AND t.rank IS NOT NULL AND t.id <> $3 ORDER BY t.level, t.rank`,
		readerID, ownerID, exceptID)
}

// landing is the level and the index at which a task would stand.
func landing(lines []line, place Place) (Level, int, error) {
	for i, l := range lines {
		switch {
		case !l.readable: // not there for this person (A1)
		case l.ID == place.BeforeID:
			return l.Level, i, nil
		case l.ID == place.AfterID:
			return l.Level, i + 1, nil
		}
	}
	if place.BeforeID+place.AfterID != "" {
		return "", 0, errs.New(errs.StateConflict, "the task named as neighbour is not on this list any more; look at the list again")
	}
	level := place.Level
	if level == "" {
		level = Medium
	}
	if level.order() == 0 {
		return "", 0, errs.InvalidField("body.level", "must be urgent, high, medium or low")
	}
	at := 0
	for at < len(lines) && lines[at].Level.order() <= level.order() {
		at++
	}
	return level, at, nil
}

func readableBefore(lines []line, at int) int {
	n := 0
	for _, l := range lines[:at] {
		if l.readable {
			n++
		}
	}
	return n
}

func (s *Service) fillSlots(ctx context.Context, q db.Querier, impact *Impact, lines []line) error {
	workspace, err := s.people.WorkspaceIn(ctx, q)
	if err != nil {
		return err
	}
	slots := map[Level]int{Urgent: workspace.UrgentSlots, High: workspace.HighSlots}[impact.Level]
	if slots == 0 || impact.Triage {
		return nil
	}
	held := FullLevel{Level: impact.Level, Slots: slots, Occupants: []Occupant{}}
	taken := 0
	for _, l := range lines {
		if l.Level != impact.Level || !l.slot {
			continue
		}
		taken++
		if l.readable {
			held.Occupants = append(held.Occupants, Occupant{ID: l.ID, Title: l.Title})
		}
	}
	impact.Slots, impact.Full = &held, taken >= slots
	return nil
}

// fillForecast adds when the task would be done, and which tasks it makes late.
func (s *Service) fillForecast(ctx context.Context, q db.Querier, ownerID string, impact *Impact, lines []line, at int, due *worktime.Date) error {
	predicted, err := s.predict(ctx, q, ownerID, min(len(lines)+1, maxForecastPlaces))
	if err != nil || !predicted.enough {
		return err
	}
	p85 := func(place int) *worktime.Date { return predicted.date(predicted.table.P85(place)) }
	if impact.Place <= predicted.table.Places() {
		impact.P85 = p85(impact.Place)
		if due != nil {
			chance := predicted.chance(impact.Place, *due)
			impact.Chance = &chance
		}
	}
	for i := at; i < len(lines) && i+2 <= predicted.table.Places(); i++ {
		l := lines[i]
		if l.DueDate == nil {
			continue
		}
		before, after := p85(i+1), p85(i+2)
		if before != nil && !before.After(*l.DueDate) && (after == nil || after.After(*l.DueDate)) {
			l.P85 = after
			impact.BecomesLate = append(impact.BecomesLate, l.AffectedTask)
		}
	}
	return nil
}

func (s *Service) awayUntil(ctx context.Context, q db.Querier, ownerID string, due *worktime.Date) ([]TimeOff, error) {
	calendars, err := s.people.Calendars(ctx, q, []string{ownerID})
	if err != nil {
		return nil, err
	}
	today := calendars[ownerID].LocalDate(s.clock.Now())
	until := today.AddDays(impactAhead)
	if due != nil {
		until = *due
	}
	return db.All(ctx, q, func(row db.Row) (TimeOff, error) {
		var off TimeOff
		return off, row.Scan(&off.StartsOn, &off.EndsOn)
	}, `SELECT starts_on, ends_on FROM time_off WHERE person_id = $1 AND ends_on >= $2 AND starts_on <= $3 ORDER BY starts_on`,
		ownerID, today, until)
}

// seen refuses a write whose impact was shown for an older order of the list,
// with the impact as it is now (W5).
func (c *change) seen(ctx context.Context, place Place) error {
	if place.Seen == 0 || place.Seen == c.list.version {
		return nil
	}
	proposed := Proposed{TaskID: c.task.ID, Place: place}
	if due := dueOf(c.task); due != nil {
		proposed.Due = *due
	}
	impact, err := c.s.impact(ctx, c.tx, c.tx.Actor, c.list.ownerID, proposed)
	if err != nil {
		return err
	}
	return errs.New(errs.ListChanged, "the list has changed since you looked; see what it does now, and send it again with the new list_revision").With(impact)
}
