package delivery

import (
	"context"
	"slices"

	"cairn/internal/db"
)

// What a dead mail server holds up must not arrive as a burst when it is back (N4):
// a digest that still waits when the next one is composed goes with that one. The
// later one carries it, or, where it has left already, the earlier one goes by
// itself: whoever decides holds the row of the later one.

// sameWay are the deliveries of a letter's person by its channel.
const sameWay = ` FROM delivery WHERE person_id = $1 AND channel = $2 AND carries = $3`

func (l *Letter) sameWay(more ...any) []any {
	return append([]any{l.PersonID, l.Channel, l.Carries}, more...)
}

const later = `SELECT id` + sameWay + ` AND id > $4 AND state = 'waiting'`

// heldUp tells whether a later digest waits, and which earlier ones go with this one.
func (s *Service) heldUp(ctx context.Context, l *Letter) (overtaken bool, with []string, err error) {
	if l.Carries != Digest {
		return false, nil, nil
	}
	waits, err := db.All(ctx, s.db, db.Value[string], later, l.sameWay(l.ID)...)
	if err != nil || len(waits) > 0 {
		return err == nil, nil, err
	}
	earlier, err := merged(ctx, s.db, l)
	for _, one := range earlier {
		with = append(with, one.objectID)
	}
	return false, with, err
}

// held is a digest that goes with a later one.
type held struct{ id, objectID string }

// merged are the digests since the last that was sent, or came to nothing, which
// are to go with this one.
func merged(ctx context.Context, q db.Querier, l *Letter) ([]held, error) {
	return db.All(ctx, q, func(row db.Row) (h held, err error) {
		err = row.Scan(&h.id, &h.objectID)
		return h, err
	}, `SELECT id, object_id`+sameWay+` AND id < $4 AND state = 'merged'
		AND id > (SELECT coalesce(max(id), '')`+sameWay+` AND id < $4 AND state IN ('sent', 'dropped')) ORDER BY id`, l.sameWay(l.ID)...)
}

// lockLater holds the row of a later digest that waits, if there is one still.
func (s *Service) lockLater(ctx context.Context, tx *db.Tx, l *Letter) (bool, error) {
	text := later + ` ORDER BY id DESC LIMIT 1`
	if tx.Dialect() == db.Postgres {
		text += ` FOR UPDATE`
	}
	found, err := db.All(ctx, tx, db.Value[string], text, l.sameWay(l.ID)...)
	return len(found) > 0, err
}

// letGo lets those go by themselves that were to go with this one and came after
// it was written.
func (s *Service) letGo(ctx context.Context, tx *db.Tx, l *Letter) error {
	if l.Carries != Digest {
		return nil
	}
	found, err := merged(ctx, tx, l)
	if err != nil {
		return err
	}
	now := s.clock.Now()
	for _, one := range found {
		if slices.Contains(l.Also, one.objectID) {
			continue
		}
		if _, err := db.Exec(ctx, tx, `UPDATE delivery SET state = 'waiting', next_at = $2, ended_at = NULL WHERE id = $1`,
			one.id, now.UnixMilli()); err != nil {
			return err
		}
		if _, err := s.queues[l.route()].Enqueue(ctx, tx, l.route().job(one.id, now)); err != nil {
			return err
		}
	}
	return nil
}
