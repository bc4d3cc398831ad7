package digest

import (
	"context"
	"log/slog"
	"time"

	"cairn/internal/activity"
	"cairn/internal/authz"
	"cairn/internal/db"
)

// How the runner goes about its work.
const (
	chunk = 20          // people in one transaction, to stay well under 50 ms
	poll  = time.Second // how often it looks who is due
)

// Run composes the digests that are due until ctx ends. Any number of nodes may
// do so: each takes people that no other is at. After a chunk it rests as long as
// that took, so that it never has more than its share.
func (s *Service) Run(ctx context.Context, log *slog.Logger) {
	tick := time.NewTicker(poll)
	defer tick.Stop()
	trouble := false
	for {
		began := time.Now() //nolint:forbidigo // how long it takes, whatever the clock says
		done, err := s.step(ctx)
		if err != nil && ctx.Err() == nil && !trouble {
			log.WarnContext(ctx, "digests stand still", "error", err)
		}
		trouble = err != nil
		rest := tick.C
		if done > 0 && err == nil {
			rest = time.After(time.Since(began))
		}
		select {
		case <-ctx.Done():
			return
		case <-rest:
		}
	}
}

// Drain composes all that is due, and returns how many people it looked at: for
// tests with a clock of theirs.
func (s *Service) Drain(ctx context.Context) (int, error) {
	for all := 0; ; {
		done, err := s.step(ctx)
		all += done
		if err != nil || done == 0 {
			return all, err
		}
	}
}

// step does a few people whose hour has come, in one transaction.
func (s *Service) step(ctx context.Context) (int, error) {
	due, err := db.One(ctx, s.db, db.Value[bool], `SELECT EXISTS (SELECT 1 FROM digest_schedule WHERE next_at <= $1)`, s.clock.Now().UnixMilli())
	if err != nil || !due {
		return 0, err
	}
	done := 0
	_, err = s.ledger.Write(ctx, authz.Call{}, func(ctx context.Context, tx *activity.Tx) error {
		done = 0
		people, err := takeDue(ctx, tx.Tx, tx.Now, chunk)
		if err != nil || len(people) == 0 {
			return err
		}
		ids := make([]string, len(people))
		for i, p := range people {
			ids[i] = p.personID
		}
		hours, settings, err := s.notify.HoursOf(ctx, tx, ids...)
		if err != nil {
			return err
		}
		questions, err := s.tasks.Questions(ctx, tx, ids)
		if err != nil {
			return err
		}
		asked, err := s.notify.Choose(ctx, tx, questions, hours, time.UnixMilli(tx.Now).UTC())
		if err != nil {
			return err
		}
		plans := make([]plan, len(people))
		for i, p := range people {
			chosen := settings[p.personID].Settings
			if plans[i], err = s.compose(ctx, tx, p, hours[p.personID], &chosen, asked[p.personID]); err != nil {
				return err
			}
		}
		for i := range plans {
			if err := s.write(ctx, tx, &plans[i]); err != nil {
				return err
			}
		}
		done = len(people)
		return nil
	})
	return done, err
}
