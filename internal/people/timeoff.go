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

// TimeOff is a stretch of dates in which a person is away, the last included.
// Its JSON is the API's.
type TimeOff struct {
	ID       string        `json:"id"`
	PersonID string        `json:"person_id"`
	StartsOn worktime.Date `json:"starts_on"`
	EndsOn   worktime.Date `json:"ends_on"`
	Note     string        `json:"note,omitempty" doc:"For the person alone"`
	Revision int64         `json:"revision"`
}

// timeOffColumns show the note to the reader in $1 alone if it is theirs.
const timeOffColumns = `o.id, o.person_id, o.starts_on, o.ends_on, CASE WHEN o.person_id = $1 THEN o.note ELSE '' END, o.revision`

func scanTimeOff(row db.Row) (TimeOff, error) {
	var o TimeOff
	return o, row.Scan(&o.ID, &o.PersonID, &o.StartsOn, &o.EndsOn, &o.Note, &o.Revision)
}

func loadTimeOff(ctx context.Context, q db.Querier, reader authz.Actor, ids []string) (map[string]any, error) {
	items, err := db.All(ctx, q, scanTimeOff,
		`SELECT `+timeOffColumns+` FROM time_off o WHERE o.id IN `+q.Dialect().InList("$2"), reader.PersonID, db.List(ids))
	objects := make(map[string]any, len(items))
	for _, o := range items {
		objects[o.ID] = o
	}
	return objects, err
}

// TimeOff returns the time off of a person, the latest first.
func (s *Service) TimeOff(ctx context.Context, actor authz.Actor, personID string, query PageQuery) (Page[TimeOff], error) {
	if _, err := s.Get(ctx, actor, personID); err != nil {
		return Page[TimeOff]{}, err
	}
	startsOn, after := "9999-12-31", "g" // after every id, whatever the collation
	if err := query.keys(&startsOn, &after); err != nil {
		return Page[TimeOff]{}, err
	}
	items, err := db.All(ctx, s.db, scanTimeOff, `SELECT `+timeOffColumns+` FROM time_off o
		WHERE o.person_id = $2 AND (o.starts_on, o.id) < ($3, $4) AND `+readsWorkspace("$1")+`
		ORDER BY o.starts_on DESC, o.id DESC LIMIT $5`, actor.PersonID, personID, startsOn, after, query.limit()+1)
	if err != nil {
		return Page[TimeOff]{}, err
	}
	return pageOf(items, query, func(o TimeOff) []any { return []any{o.StartsOn, o.ID} }), nil
}

// NewTimeOff is a time off to be added.
type NewTimeOff struct {
	ID       string // made where it is empty
	StartsOn worktime.Date
	EndsOn   worktime.Date
	Note     string
}

func (n *NewTimeOff) check() error {
	var wrong problems
	if n.ID != "" {
		wrong.take(id.Check("body.id", n.ID))
	} else {
		n.ID = id.New()
	}
	err := worktime.TimeOff{StartsOn: n.StartsOn, EndsOn: n.EndsOn}.Check("body")
	wrong.take(err)
	if err == nil && n.StartsOn.DaysUntil(n.EndsOn) >= maxDaysOff {
		wrong.add("body.ends_on", "a time off has at most %d days: add a second one after it", maxDaysOff)
	}
	n.Note = wrong.line("body.note", n.Note, maxNote)
	return wrong.err()
}

// mayKeepTimeOff refuses whoever is neither the person nor an admin.
func mayKeepTimeOff(actor authz.Actor, personID string) error {
	if actor.PersonID == personID || actor.Administers() == nil {
		return nil
	}
	return errs.New(errs.Forbidden, "only the person and an admin of the workspace keep a person's time off")
}

// AddTimeOff adds a time off: one's own, or for admins anybody's.
func (s *Service) AddTimeOff(ctx context.Context, call authz.Call, personID string, n NewTimeOff) (TimeOff, error) {
	if err := mayKeepTimeOff(call.Actor, personID); err != nil {
		return TimeOff{}, err
	}
	answer, err := s.ledger.Write(ctx, call, func(ctx context.Context, tx *activity.Tx) error {
		if err := n.check(); err != nil {
			return err
		}
		if _, err := s.Brief(ctx, tx, personID); err != nil {
			return err
		}
		_, err := db.One(ctx, tx, db.Value[string], `SELECT id FROM time_off WHERE id = $1`, n.ID)
		if !errors.Is(err, db.ErrNoRow) {
			return cmp.Or[error](err, errs.New(errs.Duplicate, "there is a time off with this id already"))
		}
		if _, err := db.Exec(ctx, tx.Tx,
			`INSERT INTO time_off (id, person_id, starts_on, ends_on, note, revision) VALUES ($1, $2, $3, $4, $5, 0)`,
			n.ID, personID, n.StartsOn, n.EndsOn, n.Note); err != nil {
			return err
		}
		if err := s.calendarChanged(ctx, tx, personID); err != nil {
			return err
		}
		revision, err := tx.Record(ctx, timeOffChange(call.Actor, TimeOffAdded, n.ID, personID, everywhere()))
		if err != nil {
			return err
		}
		_, err = db.Exec(ctx, tx.Tx, `UPDATE time_off SET revision = $2 WHERE id = $1`, n.ID, revision)
		return err
	})
	if err != nil {
		return TimeOff{}, err
	}
	return s.timeOffByID(ctx, s.db, call.Actor, answer.ID)
}

func (s *Service) timeOffByID(ctx context.Context, q db.Querier, reader authz.Actor, id string) (TimeOff, error) {
	item, err := db.One(ctx, q, scanTimeOff, `SELECT `+timeOffColumns+` FROM time_off o WHERE o.id = $2`, reader.PersonID, id)
	if errors.Is(err, db.ErrNoRow) {
		return TimeOff{}, errs.New(errs.NotFound, "there is no such time off")
	}
	return item, err
}

// timeOffChange is the record of a change of a time off, which concerns the
// person where somebody else made it.
func timeOffChange(actor authz.Actor, verb, id, personID string, scopes []authz.Scope) activity.Change {
	change := activity.Change{
		Kind: authz.KindTimeOff, ID: id, Verb: verb, Scopes: scopes, Was: everywhere(), About: personID,
	}
	if actor.PersonID == personID {
		change.About = ""
	}
	return change
}

// RemoveTimeOff removes a time off: one's own, or for admins anybody's.
func (s *Service) RemoveTimeOff(ctx context.Context, call authz.Call, id string) error {
	_, err := s.ledger.Write(ctx, call, func(ctx context.Context, tx *activity.Tx) error {
		item, err := s.timeOffByID(ctx, tx, call.Actor, id)
		if err != nil {
			return err
		}
		if err := mayKeepTimeOff(call.Actor, item.PersonID); err != nil {
			return err
		}
		removed, err := db.Exec(ctx, tx.Tx, `DELETE FROM time_off WHERE id = $1`, id)
		if err != nil {
			return err
		}
		if removed == 0 {
			return db.ErrRetry // removed by another since it was read
		}
		if err := s.calendarChanged(ctx, tx, item.PersonID); err != nil {
			return err
		}
		_, err = tx.Record(ctx, timeOffChange(call.Actor, TimeOffRemoved, id, item.PersonID, nil))
		return err
	})
	return err
}
