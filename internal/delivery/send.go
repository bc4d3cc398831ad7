package delivery

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"runtime/debug"
	"time"

	"cairn/internal/db"
	"cairn/internal/job"
)

// How letters are tried again. With twice the wait after each failure the last
// attempt comes about a day after the first.
const (
	firstWait    = 30 * time.Second
	longestWait  = 4 * time.Hour
	mostAttempts = 14
	sendFor      = 2 * time.Minute // one attempt, whatever the sender's own limits
)

const letterColumns = `id, person_id, channel, carries, object_id, message_id, state, attempts, made_at`

// stored is a letter with where it stands.
type stored struct {
	Letter

	state State
}

func scanLetter(row db.Row) (stored, error) {
	var l stored
	var made int64
	err := row.Scan(&l.ID, &l.PersonID, &l.Channel, &l.Carries, &l.ObjectID, &l.MessageID, &l.state, &l.Attempt, &made)
	l.Attempt++
	l.MadeAt = time.UnixMilli(made).UTC()
	return l, err
}

// deliver makes one attempt. Between the other side's word that it has the letter
// and the commit that says so, a crash leads to one more.
func (s *Service) deliver(ctx context.Context, lease *job.Lease, sender Sender) error {
	var p payload
	if err := lease.Payload(&p); err != nil {
		return err
	}
	letter, err := db.One(ctx, s.db, scanLetter, `SELECT `+letterColumns+` FROM delivery WHERE id = $1`, p.DeliveryID)
	if errors.Is(err, db.ErrNoRow) {
		return nil
	}
	if err != nil || letter.state != Waiting {
		return err
	}
	var overtaken bool
	if overtaken, letter.Also, err = s.heldUp(ctx, &letter.Letter); err != nil {
		return err
	}
	var r result
	if overtaken {
		r = result{state: Merged, attempts: letter.Attempt - 1}
	} else {
		err = s.hand(ctx, sender, letter.Letter)
		if err != nil && ctx.Err() != nil {
			return err // the program stops, or the lease is lost: it says nothing of the letter
		}
		r = s.resultOf(letter, err)
	}
	return s.db.Write(context.WithoutCancel(ctx), func(ctx context.Context, tx *db.Tx) error {
		return s.note(ctx, tx, lease, letter, r)
	})
}

// hand gives a letter to its sender. A panic is an error like others.
func (s *Service) hand(ctx context.Context, sender Sender, letter Letter) (err error) {
	ctx, cancel := context.WithTimeout(ctx, sendFor)
	defer cancel()
	defer func() {
		if fault := recover(); fault != nil {
			s.log.ErrorContext(ctx, "a sender failed", "channel", letter.Channel, "delivery", letter.ID, "stack", string(debug.Stack()))
			err = TryAgain(fmt.Errorf("panic: %T", fault), "a fault in Cairn; its log has more")
		}
	}()
	return sender.Send(ctx, letter)
}

// result is what came of an attempt.
type result struct {
	state    State
	attempts int
	nextAt   time.Time // while it waits
	words    string
}

func (s *Service) resultOf(letter stored, err error) result {
	now := s.clock.Now()
	r := result{state: Waiting, attempts: letter.Attempt}
	log := s.log.With("channel", letter.Channel, "delivery", letter.ID, "attempt", letter.Attempt)
	failure, known := errors.AsType[*Failure](err)
	later, wait := errors.AsType[notBefore](err)
	switch {
	case err == nil:
		r.state = Sent
		return r
	case errors.Is(err, ErrNothing):
		r.state = Dropped
		return r
	case wait:
		r.attempts, r.nextAt = letter.Attempt-1, later.at
		return r
	case known:
		r.words = failure.Words
	default:
		log.Warn("a letter could not be made", "error", err)
		r.words = "a fault in Cairn; its log has more"
	}
	if known && failure.Permanent || letter.Attempt >= mostAttempts {
		r.state = Dead
		log.Error("a letter is given up", "why", r.words)
		return r
	}
	r.nextAt = now.Add(pause(letter.Attempt))
	log.Warn("a letter was not delivered", "why", r.words, "again", r.nextAt)
	return r
}

// note writes down what came of it, and ends this job; a next attempt has its own.
func (s *Service) note(ctx context.Context, tx *db.Tx, lease *job.Lease, letter stored, r result) error {
	var nextAt, endedAt any
	if r.state == Waiting {
		nextAt = r.nextAt.UnixMilli()
	} else {
		endedAt = s.clock.Now().UnixMilli()
	}
	if r.state == Merged {
		still, err := s.lockLater(ctx, tx, &letter.Letter)
		if err != nil {
			return err
		}
		if !still {
			// The later one has left meanwhile: this one is sent by itself.
			r.state, r.nextAt = Waiting, s.clock.Now()
			nextAt, endedAt = r.nextAt.UnixMilli(), nil
		}
	}
	if _, err := db.Exec(ctx, tx, `UPDATE delivery SET state = $2, attempts = $3, next_at = $4, last_error = $5, ended_at = $6
		WHERE id = $1 AND state = 'waiting'`, letter.ID, r.state, r.attempts, nextAt, r.words, endedAt); err != nil {
		return err
	}
	if err := lease.Finish(ctx, tx); err != nil {
		return err
	}
	if r.state == Sent || r.state == Dropped {
		return s.letGo(ctx, tx, &letter.Letter)
	}
	if r.state != Waiting {
		return nil
	}
	_, err := s.queues[letter.route()].Enqueue(ctx, tx, letter.route().job(letter.ID, r.nextAt))
	return err
}

// pause is how long a letter waits after so many failures: twice as long each
// time, and somewhere in the later half of that, so that what failed together
// does not come back together.
func pause(failures int) time.Duration {
	most := longestWait
	if doubled := failures - 1; doubled < 9 { // 30 s · 2⁹ is beyond the longest
		most = firstWait << doubled
	}
	return most/2 + rand.N(most/2+1) //nolint:gosec // no secret
}

// How long it is known what was delivered, and what was not.
const (
	keepSent = 30 * 24 * time.Hour
	keepDead = 90 * 24 * time.Hour
	strayed  = 10 * time.Minute
	atOnce   = 500 // rows in one transaction
)

// Sweep forgets what was delivered long ago, and takes up what waits and has no
// job, because that was given up in the middle of it.
func (s *Service) Sweep(ctx context.Context) error {
	now := s.clock.Now()
	for {
		var swept int64
		if err := s.db.Write(ctx, func(ctx context.Context, tx *db.Tx) (err error) {
			swept, err = db.Exec(ctx, tx, `DELETE FROM delivery WHERE id IN (SELECT id FROM delivery
				WHERE ended_at < $1 AND (state <> 'dead' OR ended_at < $2) ORDER BY ended_at, id LIMIT $3)`,
				now.Add(-keepSent).UnixMilli(), now.Add(-keepDead).UnixMilli(), atOnce)
			return err
		}); err != nil {
			return err
		}
		if swept < atOnce {
			break
		}
	}
	return s.db.Write(ctx, func(ctx context.Context, tx *db.Tx) error {
		found, err := db.All(ctx, tx, scanLetter, `SELECT `+letterColumns+` FROM delivery d WHERE d.state = 'waiting' AND d.next_at < $1
			AND NOT EXISTS (SELECT 1 FROM job j WHERE j.unique_key = d.id AND j.state IN ('waiting', 'running'))
			ORDER BY d.id LIMIT $2`, now.Add(-strayed).UnixMilli(), atOnce)
		if err != nil {
			return err
		}
		for _, letter := range found {
			if queue := s.queues[letter.route()]; queue != nil {
				if _, err := queue.Enqueue(ctx, tx, letter.route().job(letter.ID, now)); err != nil {
					return err
				}
			}
		}
		return nil
	})
}
