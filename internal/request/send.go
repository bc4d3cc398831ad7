package request

import (
	"context"
	"errors"
	"maps"
	"slices"

	"cairn/internal/activity"
	"cairn/internal/authz"
	"cairn/internal/db"
	"cairn/internal/errs"
	"cairn/internal/job"
	"cairn/internal/opt"
	"cairn/internal/people"
	"cairn/internal/work"
)

const (
	atOnce   = 50 // people whom one transaction asks
	perChunk = 10 // people a transaction of the job at most: others' writes wait for it
)

// payload is what the job of a request needs to know: the rest is in its rows.
type payload struct {
	RequestID string `json:"request_id"`
}

// Send asks: at once in one transaction up to 50 people, more by a job.
func (s *Service) Send(ctx context.Context, call authz.Call, draft Draft) (RollUp, error) {
	if err := draft.check(); err != nil {
		return RollUp{}, err
	}
	answer, err := s.ledger.Write(ctx, call, func(ctx context.Context, tx *activity.Tx) error {
		persons, err := s.people.Targeted(ctx, tx, call.PersonID, draft.To)
		if err != nil {
			return err
		}
		return s.send(ctx, tx, call.Actor, draft.request(call.PersonID), persons)
	})
	if err != nil {
		return RollUp{}, err
	}
	return s.Get(ctx, call.Actor, answer.ID, Page{})
}

func (s *Service) send(ctx context.Context, tx *activity.Tx, actor authz.Actor, r Request, persons []people.Brief) error {
	if len(persons) == 0 {
		return nobody(r.To, actor.PersonID)
	}
	if r.Enough >= len(persons) {
		r.Enough = 0 // all of them, then
	}
	if err := isNew(ctx, tx, r.ID); err != nil {
		return err
	}
	now := len(persons) <= atOnce
	if now {
		if err := s.work.LockLists(ctx, tx, idsOf(persons)); err != nil {
			return err
		}
		r.State = Open
	}
	r.asked = len(persons)
	if !now && len(persons) > s.perList {
		persons, r.unlisted = persons[:s.perList], idsOf(persons[s.perList:])
	}
	if err := s.whenToSumUp(ctx, tx, &r); err != nil {
		return err
	}
	if err := r.insert(ctx, tx); err != nil {
		return err
	}
	if err := tx.Open(ctx, authz.Answers(r.ID), r.Revision, actor.PersonID); err != nil {
		return err
	}
	taskIDs, err := s.list(ctx, tx, r.ID, persons)
	if err != nil {
		return err
	}
	if !now {
		tx.Answer(authz.KindRequest, r.ID, r.Revision)
		return s.goOn(ctx, tx, r.ID)
	}
	rows := make([]asked, len(persons))
	for i, person := range persons {
		rows[i] = asked{personID: person.ID, taskID: taskIDs[i]}
	}
	_, err = s.make(ctx, tx, &r, rows)
	tx.Answer(authz.KindRequest, r.ID, r.Revision)
	return err
}

// list writes the rows of people, and gives the ids of the tasks that they will
// have.
func (s *Service) list(ctx context.Context, tx *activity.Tx, requestID string, persons []people.Brief) ([]string, error) {
	taskIDs := make([]string, len(persons))
	for i := range taskIDs {
		taskIDs[i] = s.NewID()
	}
	return taskIDs, insertAsked(ctx, tx, requestID, persons, taskIDs)
}

// listSome writes the rows of some of those who have none yet. It reports whether
// there were any.
func (s *Service) listSome(ctx context.Context, tx *activity.Tx, r *Request) (bool, error) {
	ids, err := unlisted(ctx, tx, r.ID)
	if err != nil || len(ids) == 0 {
		return false, err
	}
	some := ids[:min(len(ids), s.perList)]
	persons, err := s.people.StillTargeted(ctx, tx, r.AskedByID, people.Targets{PersonIDs: some})
	if err != nil {
		return false, err
	}
	if leftOut := len(some) - len(persons); leftOut > 0 {
		r.asked -= leftOut
		if err := r.save(ctx, tx, "request.left_out"); err != nil {
			return false, err
		}
	}
	if _, err := s.list(ctx, tx, r.ID, persons); err != nil {
		return false, err
	}
	return true, db.Later(ctx, tx.Tx, `UPDATE request SET unlisted = $2 WHERE id = $1`, r.ID, db.List(ids[len(some):]))
}

func isNew(ctx context.Context, q db.Querier, requestID string) error {
	taken, err := db.One(ctx, q, db.Value[bool], `SELECT EXISTS (SELECT 1 FROM activity WHERE object_id = $1)`, requestID)
	if err == nil && taken {
		return errs.New(errs.Duplicate, "there is or was something with this id already; make a new one")
	}
	return err
}

func idsOf(persons []people.Brief) []string {
	ids := make([]string, len(persons))
	for i, p := range persons {
		ids[i] = p.ID
	}
	return ids
}

func dueOf(r *Request) opt.Of[work.Due] { return opt.To(work.Due{Date: r.DueDate, Time: r.DueTime}) }

// make makes the tasks of people whose lists are locked, and lets them read what
// is asked. It returns how many were left out, because they have left meanwhile.
func (s *Service) make(ctx context.Context, tx *activity.Tx, r *Request, rows []asked) (leftOut int, err error) {
	sent := make([]string, 0, len(rows))
	for _, row := range rows {
		_, err := s.work.CreateIn(ctx, tx, r.AskedByID, r.task(row.taskID, row.personID))
		if refusal, ok := errors.AsType[*errs.Error](err); ok && refusal.Code.Final() {
			leftOut++
			if err := leaveOut(ctx, tx, r.ID, row.personID); err != nil {
				return 0, err
			}
			continue
		}
		if err != nil {
			return 0, err
		}
		sent = append(sent, row.personID)
	}
	if err := tx.Open(ctx, authz.Request(r.ID), r.Revision, sent...); err != nil {
		return 0, err
	}
	if r.Open {
		if err := tx.Open(ctx, authz.Answers(r.ID), r.Revision, sent...); err != nil {
			return 0, err
		}
	}
	return leftOut, markSent(ctx, tx, r.ID, sent)
}

// goOn has the job look at a request.
func (s *Service) goOn(ctx context.Context, tx *activity.Tx, requestID string) error {
	_, err := s.jobs.Enqueue(ctx, tx.Tx, job.Job{Kind: JobKind, UniqueKey: requestID, Payload: payload{requestID}})
	return err
}

// Run is the handler of the jobs of JobKind: it does what is left to do for a
// request, as its rows say, and so goes on where it was, whoever was killed.
func (s *Service) Run(ctx context.Context, lease *job.Lease) error {
	var p payload
	if err := lease.Payload(&p); err != nil {
		return err
	}
	r, err := db.One(ctx, s.db, scanRequest, `SELECT `+requestColumns+` FROM request r WHERE r.id = $1`, p.RequestID)
	if errors.Is(err, db.ErrNoRow) {
		return job.Permanent(err)
	}
	pace := job.NewPace(perChunk)
	for done := false; err == nil && !done; {
		err = pace.Take(ctx, func(most int) (err error) {
			done, err = s.step(ctx, lease, p, authz.Actor{PersonID: r.AskedByID}, most)
			return err
		})
	}
	return err
}

// held is the lease of a job, as far as a step needs it.
type held interface {
	Finish(ctx context.Context, tx *db.Tx) error
	Checkpoint(ctx context.Context, tx *db.Tx, payload any) error
}

// unheld stands for the lease where there is no job.
type unheld struct{}

func (unheld) Finish(context.Context, *db.Tx) error          { return nil }
func (unheld) Checkpoint(context.Context, *db.Tx, any) error { return nil }

// CatchUp does at once what jobs would do for a request: ask who has joined, send
// it, end it, tell what it came to. It is for who has no jobs; done again it does
// nothing.
func (s *Service) CatchUp(ctx context.Context, requestID string) error {
	r, err := db.One(ctx, s.db, scanRequest, `SELECT `+requestColumns+` FROM request r WHERE r.id = $1`, requestID)
	if err != nil {
		return err
	}
	asker := authz.Actor{PersonID: r.AskedByID}
	if r.LateJoiners && !r.ended() {
		if _, err := s.ledger.Write(ctx, authz.Call{Actor: asker}, func(ctx context.Context, tx *activity.Tx) error {
			return s.askJoiners(ctx, tx, requestID)
		}); err != nil {
			return err
		}
	}
	for done := false; !done; {
		if done, err = s.step(ctx, unheld{}, payload{requestID}, asker, perChunk); err != nil {
			return err
		}
	}
	return s.sumUpNow(ctx, requestID, unheld{})
}

// step does a part of what is left, in a transaction of its own.
func (s *Service) step(ctx context.Context, lease held, p payload, asker authz.Actor, most int) (done bool, err error) {
	_, err = s.ledger.Write(db.Unshared(ctx), authz.Call{Actor: asker}, func(ctx context.Context, tx *activity.Tx) error {
		done = false
		r, err := lock(ctx, tx, p.RequestID)
		if err != nil {
			return err
		}
		listed, err := s.listSome(ctx, tx, &r)
		switch {
		case err != nil:
			return err
		case listed:
		case r.State == Closing:
			done, err = s.closeSome(ctx, tx, asker, &r, most)
		case r.State == Closed:
			done = true
		default:
			done, err = s.sendSome(ctx, tx, asker, &r, most)
		}
		if err != nil {
			return err
		}
		if done {
			return lease.Finish(ctx, tx.Tx)
		}
		return lease.Checkpoint(ctx, tx.Tx, p)
	})
	return done, err
}

// sendSome asks some of those who are not asked yet. When there are none, it
// looks whether there are answers enough.
func (s *Service) sendSome(ctx context.Context, tx *activity.Tx, asker authz.Actor, r *Request, most int) (done bool, err error) {
	rows, err := unsent(ctx, tx, r.ID, most)
	if err != nil {
		return false, err
	}
	if len(rows) > 0 {
		ids := make([]string, len(rows))
		for i, row := range rows {
			ids[i] = row.personID
		}
		if err := s.work.LockLists(ctx, tx, ids); err != nil {
			return false, err
		}
		leftOut, err := s.make(ctx, tx, r, rows)
		r.asked -= leftOut
		if err != nil || leftOut == 0 {
			return false, err
		}
		return false, r.save(ctx, tx, "request.left_out")
	}
	if r.Enough > 0 {
		answers, err := countAnswers(ctx, tx, r.ID)
		if err != nil {
			return false, err
		}
		if answers >= r.Enough {
			enough := Enough
			r.State, r.Ended = Closing, &enough
			return s.closeSome(ctx, tx, asker, r, most)
		}
	}
	if r.State == Open {
		return true, nil
	}
	r.State = Open
	return true, r.save(ctx, tx, "request.sent")
}

// closeSome closes some of the tasks that are open still; with the last of them
// the request is closed.
func (s *Service) closeSome(ctx context.Context, tx *activity.Tx, asker authz.Actor, r *Request, most int) (done bool, err error) {
	owners, err := openOwners(ctx, tx, r.ID, most)
	if err != nil {
		return false, err
	}
	lists := make([]string, 0, len(owners))
	for _, owner := range owners {
		lists = append(lists, owner)
	}
	if err := s.work.LockLists(ctx, tx, lists); err != nil {
		return false, err
	}
	reason := work.NoLongerNeeded
	if r.Ended != nil && *r.Ended == Withdrawn {
		reason = work.Withdrawn
	}
	for _, taskID := range slices.Sorted(maps.Keys(owners)) {
		if err := s.work.CancelIn(ctx, tx, asker, taskID, reason); err != nil {
			return false, err
		}
	}
	if len(owners) == most {
		return false, r.save(ctx, tx, "request.closing")
	}
	r.State = Closed
	return true, r.save(ctx, tx, "request.closed")
}
