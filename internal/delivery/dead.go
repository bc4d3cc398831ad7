package delivery

import (
	"context"
	"time"

	"cairn/internal/activity"
	"cairn/internal/authz"
	"cairn/internal/db"
	"cairn/internal/errs"
	"cairn/internal/worktime"
)

// DeadLetter is what could not be delivered, as admins see it: to whom and why,
// and nothing of what it carries. Its JSON is the API's.
type DeadLetter struct {
	ID       string        `json:"id"`
	PersonID string        `json:"person_id"`
	Carries  Carries       `json:"carries" enum:"digest,interruption,unread,invitation,log_in"`
	Channel  Channel       `json:"channel" enum:"email,webhook,push"`
	On       worktime.Date `json:"on" doc:"The day on which it was given up (UTC)"`
	Attempts int           `json:"attempts"`
	Why      string        `json:"why" doc:"In words that tell nothing of what it carries"`
}

// Overview is how it goes with what leaves Cairn.
type Overview struct {
	Waiting int64        `json:"waiting" doc:"On their way"`
	Failing int64        `json:"failing" doc:"Of those, how many were tried in vain"`
	Trouble string       `json:"trouble" doc:"Why the last of them was not delivered; empty: none was tried in vain"`
	Dead    []DeadLetter `json:"dead" doc:"Given up, the latest first; two hundred at most"`
}

const mostDead = 200

// Overview tells admins how it goes with one channel.
func (s *Service) Overview(ctx context.Context, actor authz.Actor, channel Channel) (Overview, error) {
	if err := actor.Administers(); err != nil {
		return Overview{}, err
	}
	var o Overview
	err := s.db.Snapshot(ctx, func(q db.Querier) error {
		_, err := db.One(ctx, q, func(row db.Row) (struct{}, error) {
			return struct{}{}, row.Scan(&o.Waiting, &o.Failing)
		}, `SELECT count(*), count(*) FILTER (WHERE attempts > 0) FROM delivery WHERE state = 'waiting' AND channel = $1`, channel)
		if err != nil {
			return err
		}
		troubles, err := db.All(ctx, q, db.Value[string], `SELECT last_error FROM delivery
			WHERE state = 'waiting' AND channel = $1 AND attempts > 0 ORDER BY next_at DESC, id DESC LIMIT 1`, channel)
		if err != nil {
			return err
		}
		for _, trouble := range troubles {
			o.Trouble = trouble
		}
		o.Dead, err = db.All(ctx, q, scanDead, `SELECT id, person_id, carries, channel, ended_at, attempts, last_error FROM delivery
			WHERE ended_at IS NOT NULL AND state = 'dead' AND channel = $1 ORDER BY ended_at DESC, id DESC LIMIT $2`, channel, mostDead)
		return err
	})
	return o, err
}

func scanDead(row db.Row) (DeadLetter, error) {
	var d DeadLetter
	var at int64
	err := row.Scan(&d.ID, &d.PersonID, &d.Carries, &d.Channel, &at, &d.Attempts, &d.Why)
	d.On = worktime.LocalDate(time.UTC, time.UnixMilli(at))
	return d, err
}

// Retry has a dead letter tried again, as if it were new.
func (s *Service) Retry(ctx context.Context, call authz.Call, deliveryID string) error {
	return s.decide(ctx, call, deliveryID, "delivery.retried", func(ctx context.Context, tx *activity.Tx, way route) error {
		queue := s.queues[way]
		if queue == nil {
			return errs.New(errs.StateConflict, "this way out is not set up on the server any more; set it up, or discard the letter")
		}
		if err := db.Later(ctx, tx.Tx, `UPDATE delivery SET state = 'waiting', attempts = 0, next_at = $2, ended_at = NULL
			WHERE id = $1`, deliveryID, tx.Now); err != nil {
			return err
		}
		_, err := queue.Enqueue(ctx, tx.Tx, way.job(deliveryID, time.UnixMilli(tx.Now)))
		return err
	})
}

// Discard takes a dead letter out of the list. What it told is on Today.
func (s *Service) Discard(ctx context.Context, call authz.Call, deliveryID string) error {
	return s.decide(ctx, call, deliveryID, "delivery.discarded", func(ctx context.Context, tx *activity.Tx, _ route) error {
		return db.Later(ctx, tx.Tx, `UPDATE delivery SET state = 'dropped' WHERE id = $1`, deliveryID)
	})
}

func (s *Service) decide(ctx context.Context, call authz.Call, deliveryID, verb string,
	then func(ctx context.Context, tx *activity.Tx, way route) error,
) error {
	if err := call.Administers(); err != nil {
		return err
	}
	_, err := s.ledger.Write(ctx, call, func(ctx context.Context, tx *activity.Tx) error {
		text := `SELECT channel, carries FROM delivery WHERE id = $1 AND state = 'dead'`
		if tx.Dialect() == db.Postgres {
			text += ` FOR UPDATE`
		}
		found, err := db.All(ctx, tx, func(row db.Row) (way route, err error) {
			err = row.Scan(&way.channel, &way.carries)
			return way, err
		}, text, deliveryID)
		if err != nil {
			return err
		}
		if len(found) == 0 {
			return errs.New(errs.NotFound, "there is no such dead letter; it was tried again or discarded meanwhile")
		}
		if _, err := tx.Record(ctx, activity.Change{Kind: authz.KindDelivery, ID: deliveryID, Verb: verb}); err != nil {
			return err
		}
		return then(ctx, tx, found[0])
	})
	return err
}
