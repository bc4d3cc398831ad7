package people

import (
	"context"
	"fmt"
	"sync"

	"cairn/internal/activity"
	"cairn/internal/authz"
	"cairn/internal/db"
	"cairn/internal/id"
	"cairn/internal/worktime"
)

// calendars keeps what Calendars computed. A calendar is kept under the stamps
// of everything that it was computed from; these are read each time, so that no
// change, on whatever node, is missed. A stamp is never used twice, not even by
// a write that was undone.
type calendars struct {
	mu sync.Mutex
	of map[string]stamped
}

type stamped struct {
	stamp    string
	calendar *worktime.Calendar
}

// maxCalendars bounds the memory that calendars take.
const maxCalendars = 20_000

func (c *calendars) get(id, stamp string) (*worktime.Calendar, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	kept := c.of[id]
	return kept.calendar, kept.calendar != nil && kept.stamp == stamp
}

func (c *calendars) put(id, stamp string, calendar *worktime.Calendar) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.of == nil || len(c.of) >= maxCalendars {
		c.of = map[string]stamped{}
	}
	c.of[id] = stamped{stamp, calendar}
}

// Calendars returns the working time of persons, by id: zone, hours, focus,
// holidays of the region and of the workspace, and time off. It takes one
// query, and three more where something has changed, however many persons
// there are. Whoever is not there is left out.
func (s *Service) Calendars(ctx context.Context, q db.Querier, ids []string) (map[string]*worktime.Calendar, error) {
	stamps := make(map[string]string, len(ids))
	ask := s.askStamps(ids)
	if _, err := db.All(ctx, q, func(row db.Row) (struct{}, error) {
		var id, person, holidays string
		err := row.Scan(&id, &person, &holidays)
		stamps[id] = person + holidays
		return struct{}{}, err
	}, ask.Text, ask.Args...); err != nil {
		return nil, err
	}
	found := make(map[string]*worktime.Calendar, len(stamps))
	var missing []string
	for id, stamp := range stamps {
		if calendar, ok := s.calendars.get(id, stamp); ok {
			found[id] = calendar
		} else {
			missing = append(missing, id)
		}
	}
	if len(missing) == 0 {
		return found, nil
	}
	made, err := makeCalendars(ctx, q, missing)
	for id, calendar := range made {
		found[id] = calendar
		s.calendars.put(id, stamps[id], calendar)
	}
	return found, err
}

func (s *Service) askStamps(ids []string) db.Ask {
	return db.Ask{
		Text: `SELECT p.id, p.calendar_stamp, (SELECT holiday_stamp FROM org_chart) FROM person p WHERE p.id ` + s.db.Dialect().Among("$1"),
		Args: []any{db.List(ids)},
	}
}

// stampCalendar makes what is kept of a person's working time void; of
// everybody's where personID is "".
func stampCalendar(ctx context.Context, tx *activity.Tx, personID string) error {
	if personID == "" {
		_, err := db.Exec(ctx, tx.Tx, `UPDATE org_chart SET holiday_stamp = $1 WHERE id = 1`, id.New())
		return err
	}
	_, err := db.Exec(ctx, tx.Tx, `UPDATE person SET calendar_stamp = $2 WHERE id = $1`, personID, id.New())
	return err
}

// calendarChanged tells that the working time of a person, or with "" of
// anybody, has changed.
func (s *Service) calendarChanged(ctx context.Context, tx *activity.Tx, personID string) error {
	if err := stampCalendar(ctx, tx, personID); err != nil {
		return err
	}
	if s.hooks.CalendarChanged == nil {
		return nil
	}
	return s.hooks.CalendarChanged(ctx, tx, personID)
}

func makeCalendars(ctx context.Context, q db.Querier, ids []string) (map[string]*worktime.Calendar, error) {
	holidays, err := db.All(ctx, q, func(row db.Row) (worktime.Holiday, error) {
		var h worktime.Holiday
		return h, row.Scan(&h.Date, &h.Name, &h.Region)
	}, `SELECT date, name, region FROM holiday ORDER BY date, id`)
	if err != nil {
		return nil, err
	}
	off, err := timeOffOf(ctx, q, ids)
	if err != nil {
		return nil, err
	}
	type row struct {
		id       string
		zone     string
		settings worktime.Settings
	}
	rows, err := db.All(ctx, q, func(r db.Row) (row, error) {
		var p row
		var hours db.JSON[worktime.Hours]
		var focus db.JSON[worktime.Focus]
		err := r.Scan(&p.id, &p.zone, &hours, &focus, &p.settings.Region)
		p.settings.Hours, p.settings.Focus = hours.V, focus.V
		return p, err
	}, `SELECT id, time_zone, working_hours, focus, holiday_region FROM person WHERE id `+q.Dialect().Among("$1"), db.List(ids))
	if err != nil {
		return nil, err
	}
	made := make(map[string]*worktime.Calendar, len(rows))
	for _, p := range rows {
		p.settings.Holidays, p.settings.TimeOff = holidays, off[p.id]
		p.settings.Zone, err = worktime.LoadZone("time_zone", p.zone)
		if err == nil {
			made[p.id], err = worktime.New(p.settings)
		}
		if err != nil {
			return nil, fmt.Errorf("make the calendar of person %s: %w", p.id, err)
		}
	}
	return made, nil
}

func timeOffOf(ctx context.Context, q db.Querier, ids []string) (map[string][]worktime.TimeOff, error) {
	off := map[string][]worktime.TimeOff{}
	_, err := db.All(ctx, q, func(row db.Row) (struct{}, error) {
		var person string
		var o worktime.TimeOff
		err := row.Scan(&person, &o.StartsOn, &o.EndsOn)
		off[person] = append(off[person], o)
		return struct{}{}, err
	}, `SELECT person_id, starts_on, ends_on FROM time_off WHERE person_id `+q.Dialect().Among("$1"), db.List(ids))
	return off, err
}

// DaysOff returns the holidays and the time off of a person from a date to
// another, both included.
func (s *Service) DaysOff(ctx context.Context, actor authz.Actor, id string, from, until worktime.Date) ([]worktime.DayOff, error) {
	if _, err := s.Get(ctx, actor, id); err != nil {
		return nil, err
	}
	calendars, err := s.Calendars(ctx, s.db, []string{id})
	if err != nil || calendars[id] == nil {
		return nil, err
	}
	return calendars[id].DaysOff(from, until), nil
}
