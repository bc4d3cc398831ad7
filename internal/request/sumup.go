package request

import (
	"context"
	"log/slog"
	"time"

	"cairn/internal/activity"
	"cairn/internal/authz"
	"cairn/internal/db"
	"cairn/internal/job"
	"cairn/internal/notify"
	"cairn/internal/work"
	"cairn/internal/worktime"
)

// summedUp is the code of what the asker is told, once: what a request came to.
// It is told when it is due for the last of those asked, or as soon as nobody is
// waited for any more.
const summedUp = "request.summed_up"

// whenToSumUp sets when to look for the first time: when the asker's own date is
// over. By then the tasks say when it is due for the last one.
func (s *Service) whenToSumUp(ctx context.Context, q db.Querier, r *Request) error {
	if r.DueDate == nil {
		return nil
	}
	calendars, err := s.people.Calendars(ctx, q, []string{r.AskedByID})
	if err != nil {
		return err
	}
	at := calendars[r.AskedByID].DueInstant(*r.DueDate, r.DueTime).UTC()
	r.sumUpAt = &at
	return nil
}

// sumUpWhenLast has a job tell the asker what it came to, when nobody is waited for
// any more: here the request can't be locked, since the lock that orders all writes
// is held already.
func (s *Service) sumUpWhenLast(ctx context.Context, tx *activity.Tx, requestID string) error {
	last, err := db.One(ctx, tx, db.Value[bool], `SELECT EXISTS (SELECT 1 FROM request r WHERE r.id = $1 AND r.state = 'open' AND NOT r.summed_up
		AND NOT EXISTS (SELECT 1 FROM task t WHERE t.request_id = r.id AND t.status IN ('triage', 'todo', 'in_progress', 'blocked')))`, requestID)
	if err != nil || !last {
		return err
	}
	_, err = s.jobs.Enqueue(ctx, tx.Tx, job.Job{Kind: SumUpKind, UniqueKey: requestID, Payload: payload{requestID}})
	return err
}

// SumUpOne is the handler of the jobs of SumUpKind.
func (s *Service) SumUpOne(ctx context.Context, lease *job.Lease) error {
	var p payload
	if err := lease.Payload(&p); err != nil {
		return err
	}
	return s.sumUpNow(ctx, p.RequestID, lease)
}

// sumUpNow tells the asker, if nobody is waited for any more.
func (s *Service) sumUpNow(ctx context.Context, requestID string, lease held) error {
	_, err := s.ledger.Write(ctx, authz.Call{}, func(ctx context.Context, tx *activity.Tx) error {
		r, err := lock(ctx, tx, requestID)
		if err != nil {
			return err
		}
		waited, err := waitedFor(ctx, tx, r.ID)
		if err != nil {
			return err
		}
		if s.words != nil && r.State == Open && !r.summedUp && len(waited) == 0 {
			if err := s.sumUp(ctx, tx, &r); err != nil {
				return err
			}
		}
		return lease.Finish(ctx, tx.Tx)
	})
	return err
}

// sumUp tells the asker, once.
func (s *Service) sumUp(ctx context.Context, tx *activity.Tx, r *Request) error {
	r.sumUpAt, r.summedUp = nil, true
	if err := s.words.Tell(ctx, tx, notify.Word{
		To: r.AskedByID, Code: summedUp, Section: notify.Changed, Kind: authz.KindRequest, ObjectID: r.ID,
	}); err != nil {
		return err
	}
	return r.save(ctx, tx, summedUp)
}

// How the requests that are due are looked for.
const (
	duePoll  = 5 * time.Second
	dueChunk = 20
)

// SumUp tells askers what their requests came to, as these fall due, until ctx
// ends. Any number of nodes may do so.
func (s *Service) SumUp(ctx context.Context, log *slog.Logger) {
	s.sumUpSome().Run(ctx, log, "summaries of requests", duePoll)
}

// SumUpDue sums up what is due now, and returns how many requests it looked at.
func (s *Service) SumUpDue(ctx context.Context) (int, error) { return s.sumUpSome().Drain(ctx) }

func (s *Service) sumUpSome() job.Step {
	back := job.NewSetbacks(s.db, s.clock, "requests")
	return back.Step(dueChunk, func(ctx context.Context, most int, taken *[]string) error {
		isDue := `r.sum_up_at <= $1 AND ` + back.Without("r.id", "$1")
		due, err := db.One(ctx, s.db, db.Value[bool], `SELECT EXISTS (SELECT 1 FROM request r WHERE `+isDue+`)`, s.clock.Now().UnixMilli())
		if err != nil || !due || s.words == nil {
			return err
		}
		_, err = s.ledger.Write(ctx, authz.Call{}, func(ctx context.Context, tx *activity.Tx) error {
			text := `SELECT r.id FROM request r WHERE ` + isDue + ` ORDER BY r.sum_up_at, r.id LIMIT $2`
			if tx.Dialect() == db.Postgres {
				text += ` FOR UPDATE OF r SKIP LOCKED`
			}
			ids, err := db.All(ctx, tx, db.Value[string], text, tx.Now, most)
			if err != nil {
				return err
			}
			*taken = ids
			found, err := db.All(ctx, tx, scanRequest, `SELECT `+requestColumns+` FROM request r WHERE r.id `+tx.Dialect().Among("$1")+` ORDER BY r.sum_up_at, r.id`, db.List(ids))
			if err != nil {
				return err
			}
			for _, r := range found {
				if err := s.sumUpIfDue(ctx, tx, &r); err != nil {
					return err
				}
			}
			return nil
		})
		return err
	})
}

// sumUpIfDue looks whether a request is due for the last of those it asks: else it
// is looked at again then.
func (s *Service) sumUpIfDue(ctx context.Context, tx *activity.Tx, r *Request) error {
	latest, err := db.One(ctx, tx, db.Value[*int64], `SELECT max(t.due_at) FROM task t WHERE t.request_id = $1 AND t.due_date = $2`, r.ID, r.DueDate)
	if err != nil {
		return err
	}
	again := time.UnixMilli(tx.Now)
	switch {
	case latest != nil && *latest > tx.Now:
		again = time.UnixMilli(*latest)
	case r.State == Sending || r.State == Closing:
		again = again.Add(time.Minute)
	case r.ended() && r.Ended != nil: // the asker ended it, and knows
		_, err := db.Exec(ctx, tx.Tx, `UPDATE request SET sum_up_at = NULL, summed_up = true WHERE id = $1`, r.ID)
		return err
	default:
		return s.sumUp(ctx, tx, r)
	}
	_, err = db.Exec(ctx, tx.Tx, `UPDATE request SET sum_up_at = $2 WHERE id = $1`, r.ID, again.UnixMilli())
	return err
}

// Brought is what a request came to, for the digests of who reads all answers.
type Brought struct {
	Request

	Totals  *Totals
	Waiting []Row // whose answers are waited for: a few, by name
	More    int   // of them
}

// mostWaiting is how many people a summary names.
const mostWaiting = 3

// Brought reads what requests came to, those that a reader may read.
func (s *Service) Brought(ctx context.Context, q db.Querier, readerID string, ids []string) (map[string]Brought, error) {
	found, err := db.All(ctx, q, scanRequest, `SELECT `+requestColumns+` FROM request r WHERE r.id `+q.Dialect().Among("$2")+` AND `+
		authz.Readable(authz.KindRequest, "r.id", "$1"), readerID, db.List(ids))
	if err != nil {
		return nil, err
	}
	totals, err := s.totals(ctx, q, found...)
	if err != nil {
		return nil, err
	}
	reader := authz.Actor{PersonID: readerID}
	brought := make(map[string]Brought, len(found))
	for _, r := range found {
		b := Brought{Request: r.asSeenBy(reader)}
		if r.byAsker(reader) || r.Open {
			b.Totals = totals[r.ID]
			if err := s.waiting(ctx, q, reader, r, &b); err != nil {
				return nil, err
			}
		}
		brought[r.ID] = b
	}
	return brought, nil
}

// waiting names those whose answers are waited for.
func (s *Service) waiting(ctx context.Context, q db.Querier, reader authz.Actor, r Request, b *Brought) error {
	waited, err := waitedFor(ctx, q, r.ID)
	if err != nil {
		return err
	}
	b.More = max(len(waited)-mostWaiting, 0)
	those := make([]asked, 0, mostWaiting)
	for _, w := range waited[:min(len(waited), mostWaiting)] {
		those = append(those, w.asked)
	}
	b.Waiting, err = s.rows(ctx, q, reader, r, those)
	return err
}

// AnswerSum is the sum as one types it.
func (t *Totals) AnswerSum() string {
	if t == nil || t.Sum == nil {
		return ""
	}
	return work.FormatNumber(*t.Sum)
}

// DueOrBack is the day on which an answer is to be looked for: when somebody is
// back, or when it is due.
func (row *Row) DueOrBack() *worktime.Date {
	if row.BackOn != nil {
		return row.BackOn
	}
	return row.DueDate
}
