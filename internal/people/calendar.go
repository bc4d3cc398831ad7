package people

import (
	"context"
	"fmt"
	"time"

	"cairn/internal/authz"
	"cairn/internal/db"
	"cairn/internal/worktime"
)

// Calendars returns the working time of persons, by id: zone, hours, focus,
// holidays of the region and of the workspace, and time off. It takes three
// queries, however many persons there are. Whoever is not there is left out.
func (s *Service) Calendars(ctx context.Context, q db.Querier, ids []string) (map[string]*worktime.Calendar, error) {
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
	}, `SELECT id, time_zone, working_hours, focus, holiday_region FROM person WHERE id IN `+q.Dialect().InList("$1"), db.List(ids))
	if err != nil {
		return nil, err
	}
	calendars := make(map[string]*worktime.Calendar, len(rows))
	for _, p := range rows {
		p.settings.Holidays, p.settings.TimeOff = holidays, off[p.id]
		p.settings.Zone, err = worktime.LoadZone("time_zone", p.zone)
		if err == nil {
			calendars[p.id], err = worktime.New(p.settings)
		}
		if err != nil {
			return nil, fmt.Errorf("make the calendar of person %s: %w", p.id, err)
		}
	}
	return calendars, nil
}

func timeOffOf(ctx context.Context, q db.Querier, ids []string) (map[string][]worktime.TimeOff, error) {
	off := map[string][]worktime.TimeOff{}
	_, err := db.All(ctx, q, func(row db.Row) (struct{}, error) {
		var person string
		var o worktime.TimeOff
		err := row.Scan(&person, &o.StartsOn, &o.EndsOn)
		off[person] = append(off[person], o)
		return struct{}{}, err
	}, `SELECT person_id, starts_on, ends_on FROM time_off WHERE person_id IN `+q.Dialect().InList("$1"), db.List(ids))
	return off, err
}

// Overlap returns when several people all work, between two instants (P3).
func (s *Service) Overlap(ctx context.Context, actor authz.Actor, ids []string, from, to time.Time) ([]worktime.Interval, error) {
	calendars := make([]*worktime.Calendar, 0, len(ids))
	for _, id := range ids {
		if _, err := s.Get(ctx, actor, id); err != nil {
			return nil, err
		}
	}
	byID, err := s.Calendars(ctx, s.db, ids)
	if err != nil {
		return nil, err
	}
	for _, calendar := range byID {
		calendars = append(calendars, calendar)
	}
	return worktime.Overlap(from, to, calendars...), nil
}
