package digest

import (
	"context"
	"log/slog"
	"time"

	"cairn/internal/activity"
	"cairn/internal/authz"
	"cairn/internal/db"
	"cairn/internal/job"
)

// How the runner goes about its work.
const (
	chunk = 20          // people in one transaction, to stay well under 50 ms
	poll  = time.Second // how often it looks who is due
)

// Run composes the digests that are due until ctx ends. Any number of nodes may
// do so: each takes people that no other is at.
func (s *Service) Run(ctx context.Context, log *slog.Logger) {
	s.step().Run(ctx, log, "digests", poll)
}

// Drain composes all that is due, and returns how many people it looked at: for
// who has a clock of their own.
func (s *Service) Drain(ctx context.Context) (int, error) { return s.step().Drain(ctx) }

// step does a few people whose hour has come, in one transaction; somebody with
// whom it fails holds up none of the others.
func (s *Service) step() job.Step {
	back := job.NewSetbacks(s.db, s.clock, "digests")
	return back.Step(chunk, func(ctx context.Context, most int, taken *[]string) error {
		isDue := `s.next_at <= $1 AND ` + back.Without("s.person_id", "$1")
		due, err := db.One(ctx, s.db, db.Value[bool], `SELECT EXISTS (SELECT 1 FROM digest_schedule s WHERE `+isDue+`)`, s.clock.Now().UnixMilli())
		if err != nil || !due {
			return err
		}
		_, err = s.ledger.Write(db.Unshared(ctx), authz.Call{}, func(ctx context.Context, tx *activity.Tx) error {
			people, err := takeDue(ctx, tx.Tx, isDue, tx.Now, most)
			ids := make([]string, len(people))
			for i, p := range people {
				ids[i] = p.personID
			}
			*taken = ids
			if err != nil || len(people) == 0 {
				return err
			}
			return s.composeAll(ctx, tx, people, ids)
		})
		return err
	})
}

// composeAll does what is due for some people.
func (s *Service) composeAll(ctx context.Context, tx *activity.Tx, people []schedule, ids []string) error {
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
	waiting, err := waitingFor(ctx, tx, ids...)
	if err != nil {
		return err
	}
	plans := make([]plan, len(people))
	for i, p := range people {
		chosen := settings[p.personID].Settings
		if plans[i], err = s.compose(ctx, tx, p, hours[p.personID], &chosen, waiting[p.personID], asked[p.personID]); err != nil {
			return err
		}
	}
	for i := range plans {
		if err := s.write(ctx, tx, &plans[i]); err != nil {
			return err
		}
	}
	return nil
}
