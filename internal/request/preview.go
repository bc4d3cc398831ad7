package request

import (
	"context"
	"time"

	"cairn/internal/authz"
	"cairn/internal/db"
	"cairn/internal/people"
	"cairn/internal/work"
	"cairn/internal/worktime"
)

// Preview is what sending a request would do. Nothing is written.
type Preview struct {
	People       []PreviewRow `json:"people" doc:"The first of them, in the order of their names"`
	Asked        int          `json:"asked" doc:"How many people it would go to"`
	Away         int          `json:"away" doc:"How many of them are away now"`
	Interrupting int          `json:"interrupting" doc:"How many would be interrupted"`
	AtOnce       bool         `json:"at_once" doc:"In one transaction; else by a job, with progress"`
}

// PreviewRow is what a request would be to one person.
type PreviewRow struct {
	PersonID        string              `json:"person_id"`
	TimeZone        string              `json:"time_zone"`
	Level           work.Level          `json:"level" enum:"urgent,high,medium,low"`
	Place           int                 `json:"place" doc:"On their list, from 1, once they accept it; among the tasks that you may read"`
	Of              int                 `json:"of"`
	PushedBack      []work.AffectedTask `json:"pushed_back"`
	PushedBackCount int                 `json:"pushed_back_count"`
	BecomesLate     []work.AffectedTask `json:"becomes_late"`
	DueAt           *time.Time          `json:"due_at"`
	DueDayOff       bool                `json:"due_day_off" doc:"It is no working day of theirs"`
	AwayUntil       *worktime.Date      `json:"away_until" doc:"The last day of a time off that they are in"`
	BackOn          *worktime.Date      `json:"back_on" doc:"Their first working day after it"`
	DigestAt        *time.Time          `json:"digest_at" doc:"When the digest comes that tells them; null: none is to be foreseen"`
	TimeOff         []work.TimeOff      `json:"time_off" doc:"From today until it is due, or for four weeks"`
}

// mostPreviewed is how many people a preview tells of one by one.
const mostPreviewed = 50

// Preview tells what sending a request would do.
func (s *Service) Preview(ctx context.Context, actor authz.Actor, draft Draft) (Preview, error) {
	if draft.Title == "" {
		draft.Title = "…" // it may be looked at before there are words
	}
	if draft.Why == "" {
		draft.Why = "…"
	}
	if err := draft.check(); err != nil {
		return Preview{}, err
	}
	told := Preview{People: []PreviewRow{}}
	err := s.db.Snapshot(ctx, func(q db.Querier) error {
		persons, err := s.people.Targeted(ctx, q, actor.PersonID, draft.To)
		if err != nil {
			return err
		}
		if len(persons) == 0 {
			return nobody(draft.To, actor.PersonID)
		}
		ids := idsOf(persons)
		away, err := s.people.AwayUntil(ctx, q, ids)
		if err != nil {
			return err
		}
		told.Asked, told.Away, told.AtOnce = len(persons), len(away), len(persons) <= atOnce
		first := persons[:min(len(persons), mostPreviewed)]
		calendars, err := s.people.Calendars(ctx, q, idsOf(first))
		if err != nil {
			return err
		}
		for _, person := range first {
			row, err := s.previewRow(ctx, q, actor, draft, person, calendars[person.ID])
			if err != nil {
				return err
			}
			if until, off := away[person.ID]; off {
				row.AwayUntil = &until
				if on, ok := calendars[person.ID].AddWorkingDays(until, 1); ok {
					row.BackOn = &on
				}
			}
			told.People = append(told.People, row)
		}
		return s.whenTold(ctx, q, told.People, calendars)
	})
	return told, err
}

// whenTold adds when their digests come that would tell them.
func (s *Service) whenTold(ctx context.Context, q db.Querier, rows []PreviewRow, calendars map[string]*worktime.Calendar) error {
	if s.words == nil {
		return nil
	}
	decideBy := make(map[string]*time.Time, len(rows))
	for _, row := range rows {
		by, err := s.work.DecideBy(ctx, q, calendars[row.PersonID], row.DueAt)
		if err != nil {
			return err
		}
		decideBy[row.PersonID] = by
	}
	next, err := s.words.NextDigests(ctx, q, decideBy)
	if err != nil {
		return err
	}
	for i := range rows {
		if slot, ok := next[rows[i].PersonID]; ok {
			rows[i].DigestAt = &slot.At
		}
	}
	return nil
}

func (s *Service) previewRow(ctx context.Context, q db.Querier, actor authz.Actor, draft Draft, person people.Brief, calendar *worktime.Calendar) (PreviewRow, error) {
	impact, err := s.work.ImpactIn(ctx, q, actor, person.ID, work.Proposed{Due: draft.Due, Place: work.Place{Level: draft.Level}})
	if err != nil {
		return PreviewRow{}, err
	}
	row := PreviewRow{
		PersonID: person.ID, TimeZone: person.TimeZone, Level: impact.Level, Place: impact.Place, Of: impact.Of,
		PushedBack: impact.PushedBack, PushedBackCount: impact.PushedBackCount, BecomesLate: impact.BecomesLate, TimeOff: impact.TimeOff,
	}
	if draft.Due.Date != nil {
		at := calendar.DueInstant(*draft.Due.Date, draft.Due.Time).UTC()
		row.DueAt, row.DueDayOff = &at, !calendar.IsWorkingDay(*draft.Due.Date)
	}
	return row, nil
}
