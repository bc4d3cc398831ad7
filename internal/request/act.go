package request

import (
	"context"
	"slices"

	"cairn/internal/activity"
	"cairn/internal/authz"
	"cairn/internal/db"
	"cairn/internal/errs"
	"cairn/internal/notify"
	"cairn/internal/work"
	"cairn/internal/worktime"
)

// Withdraw takes a request back: what is open of it is withdrawn.
func (s *Service) Withdraw(ctx context.Context, call authz.Call, id string) (RollUp, error) {
	return s.end(ctx, call, id, Withdrawn)
}

// Finish ends a request early, with the answers that there are: the rest is no
// longer needed.
func (s *Service) Finish(ctx context.Context, call authz.Call, id string) (RollUp, error) {
	return s.end(ctx, call, id, Enough)
}

func (s *Service) end(ctx context.Context, call authz.Call, id string, why Ended) (RollUp, error) {
	return s.act(ctx, call, id, func(ctx context.Context, tx *activity.Tx, r *Request) error {
		if r.ended() {
			return errs.New(errs.StateConflict, "this request has ended already; look at it again")
		}
		r.State, r.Ended = Closing, &why
		open, err := openOwners(ctx, tx, r.ID, atOnce+1)
		if err != nil {
			return err
		}
		unlisted, err := unlisted(ctx, tx, r.ID)
		if err != nil {
			return err
		}
		if len(open) <= atOnce && len(unlisted) == 0 {
			_, err := s.closeSome(ctx, tx, call.Actor, r, atOnce+1)
			return err
		}
		if err := r.save(ctx, tx, "request.ended"); err != nil {
			return err
		}
		return s.goOn(ctx, tx, r.ID)
	})
}

// act does something to a request that only its asker may, and answers with what
// it is then.
func (s *Service) act(ctx context.Context, call authz.Call, id string, fn func(ctx context.Context, tx *activity.Tx, r *Request) error) (RollUp, error) {
	answer, err := s.ledger.Write(ctx, call, func(ctx context.Context, tx *activity.Tx) error {
		if _, err := s.read(ctx, tx, call.Actor, id); err != nil {
			return err
		}
		r, err := lock(ctx, tx, id)
		if err != nil {
			return err
		}
		if err := r.oversee(call.Actor); err != nil {
			return err
		}
		if err := fn(ctx, tx, &r); err != nil {
			return err
		}
		tx.Answer(authz.KindRequest, r.ID, r.Revision)
		return nil
	})
	if err != nil {
		return RollUp{}, err
	}
	return s.Get(ctx, call.Actor, answer.ID, Page{})
}

// StateAsked is what came of asking how it stands.
type StateAsked struct {
	Asked   int `json:"asked" doc:"Whose next digest asks how it stands"`
	Already int `json:"already" doc:"Who was asked for that working day of theirs before"`
}

// AskState asks those who have not answered how it stands. It is in their next
// digest, at most once a working day of theirs, and never by itself.
func (s *Service) AskState(ctx context.Context, call authz.Call, id string) (StateAsked, error) {
	var told StateAsked
	_, err := s.act(ctx, call, id, func(ctx context.Context, tx *activity.Tx, r *Request) error {
		told = StateAsked{}
		if r.ended() {
			return errs.New(errs.StateConflict, "this request has ended; nobody is waited for any more")
		}
		waited, err := waitedFor(ctx, tx, r.ID)
		if err != nil {
			return err
		}
		owners := make([]string, len(waited))
		for i, w := range waited {
			owners[i] = w.ownerID
		}
		calendars, err := s.people.Calendars(ctx, tx, owners)
		if err != nil {
			return err
		}
		byDay := map[worktime.Date][]string{}
		for _, w := range waited {
			on := s.workingDay(calendars[w.ownerID])
			if w.stateAskedOn != nil && !w.stateAskedOn.Before(on) {
				told.Already++
				continue
			}
			told.Asked++
			byDay[on] = append(byDay[on], w.personID)
		}
		if told.Asked == 0 {
			return nil
		}
		if err := s.askAbout(ctx, tx, waited, byDay); err != nil {
			return err
		}
		if err := r.save(ctx, tx, "request.state_asked"); err != nil {
			return err
		}
		for on, personIDs := range byDay {
			if err := db.Later(ctx, tx.Tx, `UPDATE request_person SET state_asked_on = $2 WHERE request_id = $1 AND person_id `+
				tx.Dialect().Among("$3"), r.ID, on, db.List(personIDs)); err != nil {
				return err
			}
		}
		return nil
	})
	return told, err
}

// askAbout puts the question to those who are asked for one of these days.
func (s *Service) askAbout(ctx context.Context, tx *activity.Tx, waited []waited, byDay map[worktime.Date][]string) error {
	if s.words == nil {
		return nil
	}
	var words []notify.Word
	for _, w := range waited {
		for _, personIDs := range byDay {
			if !slices.Contains(personIDs, w.personID) {
				continue
			}
			words = append(words, notify.Word{
				To: w.ownerID, Code: notify.StateAsked, Section: notify.ToDecide, Kind: authz.KindTask, ObjectID: w.taskID, Deliberate: true,
			})
		}
	}
	return s.words.Tell(ctx, tx, words...)
}

// workingDay is a person's day, or the next one that they work.
func (s *Service) workingDay(calendar *worktime.Calendar) worktime.Date {
	today := calendar.LocalDate(s.clock.Now())
	if calendar.IsWorkingDay(today) {
		return today
	}
	if next, ok := calendar.AddWorkingDays(today, 1); ok {
		return next
	}
	return today
}

// waited is somebody who has not answered, and who has their task now.
type waited struct {
	asked

	ownerID string
}

func waitedFor(ctx context.Context, q db.Querier, requestID string) ([]waited, error) {
	return db.All(ctx, q, func(row db.Row) (waited, error) {
		var w waited
		var on worktime.Date
		err := row.Scan(&w.personID, &w.taskID, &w.sent, &on, &w.ownerID)
		if !on.IsZero() {
			w.stateAskedOn = &on
		}
		return w, err
	}, `SELECT `+askedColumns+`, t.owner_id FROM request_person p JOIN task t ON t.id = p.task_id
		WHERE p.request_id = $1 AND t.status IN ('triage', 'todo', 'in_progress', 'blocked') ORDER BY p.person_id`, requestID)
}

// Elsewhere says that one of those asked has answered elsewhere, with what. They
// confirm it with one key, or answer otherwise.
func (s *Service) Elsewhere(ctx context.Context, call authz.Call, id, personID string, answer work.Answer) (RollUp, error) {
	r, err := s.read(ctx, s.db, call.Actor, id)
	if err != nil {
		return RollUp{}, err
	}
	if err := r.oversee(call.Actor); err != nil {
		return RollUp{}, err
	}
	rows, err := db.All(ctx, s.db, scanAsked, `SELECT `+askedColumns+` FROM request_person p WHERE p.request_id = $1 AND p.person_id = $2 AND p.sent`, id, personID)
	if err != nil {
		return RollUp{}, err
	}
	if len(rows) == 0 {
		return RollUp{}, errs.InvalidField("body.person_id", "is nobody who was asked")
	}
	if _, err := s.work.ProposeAnswer(ctx, call, rows[0].taskID, answer); err != nil {
		return RollUp{}, err
	}
	return s.Get(ctx, call.Actor, id, Page{})
}
