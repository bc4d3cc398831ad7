package notify

import (
	"context"
	"time"

	"cairn/internal/db"
)

// AfterLate is when the digest after a late one comes.
func AfterLate(settings *Settings, hours Hours, slot Slot) (time.Time, bool) {
	regular := *settings
	regular.LateHour = nil
	after, ok := NextSlot(&regular, hours, slot.At, slot.At)
	return after.At, ok
}

// NextDigests is, for each of these people, when their next digest comes that
// tells what happens now; with until when it must be decided, where that is so:
// then a late digest counts. Who has none to be foreseen is left out. It may
// come earlier, for other reasons; never later.
func (s *Service) NextDigests(ctx context.Context, q db.Querier, decideBy map[string]*time.Time) (map[string]Slot, error) {
	ids := make([]string, 0, len(decideBy))
	for id := range decideBy {
		ids = append(ids, id)
	}
	hours, settings, err := s.HoursOf(ctx, q, ids...)
	if err != nil {
		return nil, err
	}
	now := s.clock.Now()
	next := make(map[string]Slot, len(ids))
	_, err = db.All(ctx, q, func(row db.Row) (struct{}, error) {
		var id string
		var past int64
		if err := row.Scan(&id, &past); err != nil {
			return struct{}{}, err
		}
		theirs, known := hours[id]
		if !known {
			return struct{}{}, nil
		}
		chosen := settings[id].Settings
		over := time.UnixMilli(past)
		for {
			slot, ok := NextSlot(&chosen, theirs, over, now)
			if !ok {
				return struct{}{}, nil
			}
			if by := decideBy[id]; slot.Late {
				after, ok := AfterLate(&chosen, theirs, slot)
				if by == nil || !ok || !by.Before(after) {
					over = theirs.At(slot.Date, slot.Hour)
					continue
				}
			}
			next[id] = slot
			return struct{}{}, nil
		}
	}, `SELECT person_id, past FROM digest_schedule WHERE person_id `+q.Dialect().Among("$1"), db.List(ids))
	return next, err
}
