package work

import (
	"context"
	"time"

	"cairn/internal/authz"
	"cairn/internal/db"
	"cairn/internal/errs"
	"cairn/internal/forecast"
	"cairn/internal/worktime"
)

// ForecastPage is the forecast of a worklist, by place (W6). The client looks
// the places up as the order changes.
type ForecastPage struct {
	Enough bool            `json:"enough" doc:"False: not enough history, and no numbers"`
	Places []ForecastPlace `json:"places"`
}

// ForecastPlace says when the task at a place is probably done.
type ForecastPlace struct {
	Place int             `json:"place" doc:"Counts from 1"`
	P50   *worktime.Date  `json:"p50" doc:"As likely done by then as not; none: beyond the horizon of 260 working days"`
	P85   *worktime.Date  `json:"p85"`
	Days  []worktime.Date `json:"days" doc:"By 5, 10 … 95 percent, as far as they are within the horizon"`
}

// maxForecastPlaces is how far down a list anybody looks for a date.
const maxForecastPlaces = 200

// Forecast gives the table of a person's worklist to them and their direct
// manager (W6).
func (s *Service) Forecast(ctx context.Context, actor authz.Actor, ownerID string) (ForecastPage, error) {
	brief, err := s.people.Brief(ctx, s.db, ownerID)
	if err != nil {
		return ForecastPage{}, err
	}
	if actor.PersonID != ownerID && actor.PersonID != brief.ManagerID {
		return ForecastPage{}, errs.New(errs.Forbidden, "a forecast is for the owner of the list and their direct manager")
	}
	open, err := db.One(ctx, s.db, db.Value[int], `SELECT count(*) FROM task WHERE owner_id = $1 AND rank IS NOT NULL`, ownerID)
	if err != nil {
		return ForecastPage{}, err
	}
	predicted, err := s.predict(ctx, s.db, ownerID, min(open+1, maxForecastPlaces))
	if err != nil {
		return ForecastPage{}, err
	}
	page := ForecastPage{Enough: predicted.enough, Places: []ForecastPlace{}}
	if !predicted.enough {
		return page, nil
	}
	for place := 1; place <= predicted.table.Places(); place++ {
		line := ForecastPlace{
			Place: place, Days: []worktime.Date{},
			P50: predicted.date(predicted.table.P50(place)), P85: predicted.date(predicted.table.P85(place)),
		}
		for _, day := range predicted.table.Days(place) {
			if date := predicted.date(day); date != nil {
				line.Days = append(line.Days, *date)
			}
		}
		page.Places = append(page.Places, line)
	}
	return page, nil
}

// prediction is a forecast with the dates of its working days.
type prediction struct {
	enough   bool
	table    forecast.Forecast
	calendar *worktime.Calendar
	today    worktime.Date
	dates    []worktime.Date // of working day 1, 2, …; grown as they are asked for
}

// predict makes the forecast of a person's list from what they completed on
// their last working days.
func (s *Service) predict(ctx context.Context, q db.Querier, ownerID string, places int) (*prediction, error) {
	calendars, err := s.people.Calendars(ctx, q, []string{ownerID})
	if err != nil {
		return nil, err
	}
	calendar := calendars[ownerID]
	p := &prediction{calendar: calendar, today: calendar.LocalDate(s.clock.Now())}
	first, ok := calendar.AddWorkingDays(p.today, -forecast.History)
	if !ok {
		return p, nil
	}
	done, err := db.All(ctx, q, db.Value[int64], `SELECT done_at FROM task WHERE owner_id = $1 AND done_at >= $2 ORDER BY done_at`,
		ownerID, calendar.At(first, 0).UnixMilli())
	if err != nil {
		return nil, err
	}
	daily := make([]int, forecast.History)
	for _, ms := range done {
		// Day 0 is the first of the window; what was done on a day off counts to
		// the working day before it, and today's is not a whole day yet.
		day := calendar.WorkingDaysBetween(first, calendar.DateOf(time.UnixMilli(ms)))
		if day < forecast.History {
			daily[day]++
		}
	}
	seed := forecast.Seed{PersonID: ownerID, LocalDate: p.today.String()}
	p.table, p.enough = forecast.Table(daily, seed, places)
	return p, nil
}

// date is the date of a working day ahead, today being the first if there is
// still working time in it; nil beyond the horizon.
func (p *prediction) date(day int) *worktime.Date {
	if day > forecast.Horizon {
		return nil
	}
	for len(p.dates) < day {
		var next worktime.Date
		var ok bool
		switch {
		case len(p.dates) > 0:
			next, ok = p.calendar.AddWorkingDays(p.dates[len(p.dates)-1], 1)
		case p.calendar.IsWorkingDay(p.today):
			next, ok = p.today, true
		default:
			next, ok = p.calendar.AddWorkingDays(p.today, 1)
		}
		if !ok {
			return nil
		}
		p.dates = append(p.dates, next)
	}
	return &p.dates[day-1]
}

// chance is the share of futures in which the task at a place is done by a
// date.
func (p *prediction) chance(place int, by worktime.Date) float64 {
	days := p.calendar.WorkingDaysBetween(p.today, by)
	if p.calendar.IsWorkingDay(p.today) && !by.Before(p.today) {
		days++
	}
	return p.table.Chance(place, days)
}
