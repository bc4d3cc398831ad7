package work

import (
	"context"
	"slices"

	"cairn/internal/authz"
	"cairn/internal/db"
	"cairn/internal/errs"
	"cairn/internal/worktime"
)

// Impact is what a task would do to a list (W5). The owner and their direct
// manager see all of it; everybody else the tasks that they can read, and the
// time off.
type Impact struct {
	ListRevision    int64          `json:"list_revision" doc:"Name it in the write that follows: a newer one is refused with the new impact; 0 where the task goes into triage"`
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
	TaskID string // an existing task, on the list or not; empty: a new one
	New    bool   // there is no task with the id yet
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

// ImpactIn is ImpactOn within a larger read.
func (s *Service) ImpactIn(ctx context.Context, q db.Querier, actor authz.Actor, ownerID string, proposed Proposed) (Impact, error) {
	return s.impact(ctx, q, actor.PersonID, ownerID, proposed)
}

// line is a task of the list, as far as the impact needs it.
type line struct {
	AffectedTask
	slot     bool
	readable bool
}

func (s *Service) impact(ctx context.Context, q db.Querier, readerID, ownerID string, proposed Proposed) (Impact, error) {
	owner, err := s.people.Brief(ctx, q, ownerID)
	if err != nil {
		return Impact{}, err
	}
	v, err := viewList(ctx, q, readerID, ownerID, &proposed)
	if err != nil {
		return Impact{}, err
	}
	level, at, err := v.landing(proposed.Place)
	if err != nil {
		return Impact{}, err
	}
	relation := authz.RelationTo(readerID, ownerID, owner.ManagerID, "")
	all := relation&(authz.OwnerOf|authz.ManagerOf) != 0
	impact := Impact{
		ListRevision: v.version, Triage: authz.May(authz.Arrange, relation, true) != nil, Level: level,
		PushedBack: []AffectedTask{}, BecomesLate: []AffectedTask{}, TimeOff: []TimeOff{},
	}
	if !all {
		// What one can't read doesn't exist for one: it is not counted either (A1),
		// and how often a list is reordered would tell when its owner is there (N7).
		impact.ListRevision = 0
		at = len(readable(v.lines[:at]))
		v.from = len(readable(v.lines[:v.from]))
		v.lines = readable(v.lines)
	}
	impact.Place, impact.Of = at+1, len(v.lines)+1
	pushed := v.lines[min(at, v.from):v.from]
	impact.PushedBackCount = len(pushed)
	for _, l := range pushed[:min(len(pushed), maxPushedBack)] {
		impact.PushedBack = append(impact.PushedBack, l.AffectedTask)
	}
	if !impact.Triage {
		v.fillSlots(&impact)
	}
	if all {
		if err := s.fillForecast(ctx, q, ownerID, &impact, v, proposed.Due.Date); err != nil {
			return Impact{}, err
		}
	}
	impact.TimeOff, err = s.awayUntil(ctx, q, ownerID, proposed.Due.Date)
	return impact, err
}

// view is a worklist without the task that is proposed for it.
type view struct {
	version int64
	slots   map[Level]int
	lines   []line
	task    *line // the one proposed, where it is on the list already
	from    int   // how many tasks stand before that one; for a new one, all
}

// viewList reads a list, and completes what is proposed from the task that it
// is about.
func viewList(ctx context.Context, q db.Querier, readerID, ownerID string, proposed *Proposed) (view, error) {
	v, err := db.One(ctx, q, func(row db.Row) (view, error) {
		var v view
		var urgent, high int
		err := row.Scan(&v.version, &urgent, &high)
		v.slots = map[Level]int{Urgent: urgent, High: high}
		return v, err
	}, `SELECT l.version, w.urgent_slots, w.high_slots FROM worklist l, workspace w WHERE l.person_id = $1`, ownerID)
	if err != nil {
		return view{}, err
	}
	lines, err := db.All(ctx, q, scanLine, `SELECT t.id, t.title, t.level, t.due_date, t.status, `+taskPredicate()+`
		FROM task t WHERE t.owner_id = $2 AND t.rank IS NOT NULL ORDER BY t.level, t.rank`, readerID, ownerID)
	if err != nil {
		return view{}, err
	}
	v.lines, v.from = lines, len(lines)
	if i := slices.IndexFunc(lines, func(l line) bool { return l.ID == proposed.TaskID && l.readable }); i >= 0 {
		v.task, v.from = &lines[i], i
		v.lines = slices.Concat(lines[:i], lines[i+1:])
	}
	return v, v.complete(ctx, q, readerID, proposed)
}

// complete takes level and due date of an existing task where none are proposed.
func (v *view) complete(ctx context.Context, q db.Querier, readerID string, proposed *Proposed) error {
	if proposed.TaskID == "" || proposed.New {
		return nil
	}
	task, err := readTask(ctx, q, readerID, proposed.TaskID)
	if err != nil {
		return err
	}
	if proposed.Place.Level == "" && proposed.Place.BeforeID == "" && proposed.Place.AfterID == "" {
		proposed.Place.Level = task.Level
	}
	if due := dueOf(&task); proposed.Due.Date == nil && due != nil {
		proposed.Due = *due
	}
	return nil
}

func scanLine(row db.Row) (line, error) {
	var l line
	var order int
	var due worktime.Date
	var status Status
	err := row.Scan(&l.ID, &l.Title, &order, &due, &status, &l.readable)
	if err == nil {
		l.Level, l.DueDate, l.slot = levelOf(order), datePointer(due), status == Todo || status == InProgress
	}
	return l, err
}

func readable(lines []line) []line {
	return slices.DeleteFunc(slices.Clone(lines), func(l line) bool { return !l.readable })
}

// landing is the level and the index at which a task would stand. A neighbour
// that the reader can't read is as good as none.
func (v *view) landing(place Place) (Level, int, error) {
	for i, l := range v.lines {
		if !l.readable {
			continue
		}
		switch l.ID {
		case place.BeforeID:
			return l.Level, i, nil
		case place.AfterID:
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
	for at < len(v.lines) && v.lines[at].Level.order() <= level.order() {
		at++
	}
	return level, at, nil
}

// fillSlots adds who holds the slots of the level.
func (v *view) fillSlots(impact *Impact) {
	slots := v.slots[impact.Level]
	if slots == 0 {
		return
	}
	held := FullLevel{Level: impact.Level, Slots: slots, Occupants: []Occupant{}}
	for _, l := range v.lines {
		if l.Level == impact.Level && l.slot {
			held.Occupants = append(held.Occupants, Occupant{ID: l.ID, Title: l.Title})
		}
	}
	keeps := v.task != nil && v.task.slot && v.task.Level == impact.Level
	impact.Slots, impact.Full = &held, !keeps && len(held.Occupants) >= slots
}

// fillForecast adds when the task would be done, and which tasks it makes late.
func (s *Service) fillForecast(ctx context.Context, q db.Querier, ownerID string, impact *Impact, v view, due *worktime.Date) error {
	predicted, err := s.predict(ctx, q, ownerID, min(impact.Of, maxForecastPlaces))
	if err != nil || !predicted.enough {
		return err
	}
	places := predicted.table.Places()
	p85 := func(place int) *worktime.Date { return predicted.date(predicted.table.P85(place)) }
	if impact.Place <= places {
		impact.P85 = p85(impact.Place)
		if due != nil {
			chance := predicted.chance(impact.Place, *due)
			impact.Chance = &chance
		}
	}
	for place := impact.Place; place <= v.from && place < places; place++ {
		l := v.lines[place-1]
		if l.DueDate == nil {
			continue
		}
		before, after := p85(place), p85(place+1)
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
	proposed := Proposed{TaskID: c.task.ID, New: c.task.Revision == 0, Place: place}
	if due := dueOf(c.task); due != nil {
		proposed.Due = *due
	}
	impact, err := c.s.impact(ctx, c.tx, c.tx.Actor, c.list.ownerID, proposed)
	if err != nil {
		return err
	}
	return errs.New(errs.ListChanged, "the list has changed since you looked; see what it does now, and send it again with the new list_revision").With(impact)
}
