package people

import (
	"cmp"
	"context"
	"errors"

	"cairn/internal/activity"
	"cairn/internal/authz"
	"cairn/internal/db"
	"cairn/internal/errs"
	"cairn/internal/id"
	"cairn/internal/worktime"
)

// Holiday is a day off that the workspace has added. Its JSON is the API's.
type Holiday struct {
	ID       string        `json:"id"`
	Date     worktime.Date `json:"date"`
	Name     string        `json:"name"`
	Region   string        `json:"region" doc:"Where it holds; empty for everywhere"`
	Revision int64         `json:"revision"`
}

const holidayColumns = `h.id, h.date, h.name, h.region, h.revision`

func scanHoliday(row db.Row) (Holiday, error) {
	var h Holiday
	return h, row.Scan(&h.ID, &h.Date, &h.Name, &h.Region, &h.Revision)
}

func holidaysByID(ctx context.Context, q db.Querier, ids []string) ([]Holiday, error) {
	return db.All(ctx, q, scanHoliday,
		`SELECT `+holidayColumns+` FROM holiday h WHERE h.id IN `+q.Dialect().InList("$1"), db.List(ids))
}

// Holidays returns the workspace's own holidays by date.
func (s *Service) Holidays(ctx context.Context, actor authz.Actor, query PageQuery) (Page[Holiday], error) {
	var date, after string
	if err := query.keys(&date, &after); err != nil {
		return Page[Holiday]{}, err
	}
	items, err := db.All(ctx, s.db, scanHoliday, `SELECT `+holidayColumns+` FROM holiday h
		WHERE (h.date, h.id) > ($2, $3) AND `+readsWorkspace("$1")+` ORDER BY h.date, h.id LIMIT $4`,
		actor.PersonID, date, after, query.limit()+1)
	if err != nil {
		return Page[Holiday]{}, err
	}
	return pageOf(items, query, func(h Holiday) []any { return []any{h.Date, h.ID} }), nil
}

// NewHoliday is a holiday to be added.
type NewHoliday struct {
	ID     string // made where it is empty
	Date   worktime.Date
	Name   string
	Region string // "" for everywhere
}

func (n *NewHoliday) check() error {
	var wrong problems
	if n.ID != "" {
		wrong.take(id.Check("body.id", n.ID))
	} else {
		n.ID = id.New()
	}
	if n.Date.IsZero() {
		wrong.add("body.date", "a date is needed, such as 2026-12-24")
	}
	n.Name = wrong.name("body.name", n.Name)
	wrong.take(worktime.CheckRegion("body.region", n.Region))
	return wrong.err()
}

// AddHoliday adds a holiday, for admins.
func (s *Service) AddHoliday(ctx context.Context, call authz.Call, n NewHoliday) (Holiday, error) {
	if err := call.Administers(); err != nil {
		return Holiday{}, err
	}
	answer, err := s.ledger.Write(ctx, call, func(ctx context.Context, tx *activity.Tx) error {
		if err := n.check(); err != nil {
			return err
		}
		if _, err := holidayByID(ctx, tx, n.ID); !errs.Is(err, errs.NotFound) {
			return cmp.Or[error](err, errs.New(errs.Duplicate, "there is a holiday with this id already"))
		}
		if _, err := db.Exec(ctx, tx.Tx,
			`INSERT INTO holiday (id, date, name, region, revision) VALUES ($1, $2, $3, $4, 0)`,
			n.ID, n.Date, n.Name, n.Region); err != nil {
			return err
		}
		if err := s.calendarChanged(ctx, tx, ""); err != nil {
			return err
		}
		revision, err := tx.Record(ctx, activity.Change{
			Kind: authz.KindHoliday, ID: n.ID, Verb: HolidayAdded, Scopes: everywhere(), About: aboutWorkspace,
		})
		if err != nil {
			return err
		}
		_, err = db.Exec(ctx, tx.Tx, `UPDATE holiday SET revision = $2 WHERE id = $1`, n.ID, revision)
		return err
	})
	if err != nil {
		return Holiday{}, err
	}
	return holidayByID(ctx, s.db, answer.ID)
}

func holidayByID(ctx context.Context, q db.Querier, id string) (Holiday, error) {
	holiday, err := db.One(ctx, q, scanHoliday, `SELECT `+holidayColumns+` FROM holiday h WHERE h.id = $1`, id)
	if errors.Is(err, db.ErrNoRow) {
		return Holiday{}, errs.New(errs.NotFound, "there is no such holiday")
	}
	return holiday, err
}

// RemoveHoliday removes a holiday, for admins.
func (s *Service) RemoveHoliday(ctx context.Context, call authz.Call, id string) error {
	if err := call.Administers(); err != nil {
		return err
	}
	_, err := s.ledger.Write(ctx, call, func(ctx context.Context, tx *activity.Tx) error {
		removed, err := db.Exec(ctx, tx.Tx, `DELETE FROM holiday WHERE id = $1`, id)
		if err != nil {
			return err
		}
		if removed == 0 {
			return errs.New(errs.NotFound, "there is no such holiday")
		}
		if err := s.calendarChanged(ctx, tx, ""); err != nil {
			return err
		}
		_, err = tx.Record(ctx, activity.Change{
			Kind: authz.KindHoliday, ID: id, Verb: HolidayRemoved, Was: everywhere(), About: aboutWorkspace,
		})
		return err
	})
	return err
}
