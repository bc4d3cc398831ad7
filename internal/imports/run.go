package imports

import (
	"context"
	"errors"

	"cairn/internal/activity"
	"cairn/internal/authz"
	"cairn/internal/db"
	"cairn/internal/errs"
	"cairn/internal/id"
	"cairn/internal/job"
	"cairn/internal/opt"
	"cairn/internal/work"
)

// perChunk is how many rows one transaction brings in: people's own writes wait
// for it, so it stays under 50 ms.
const perChunk = 25

// payload is what the job of an import needs to know.
type payload struct {
	ImportID string `json:"import_id"`
	Next     int    `json:"next"` // the first row that is not dealt with yet
}

// Run is the handler of the jobs of JobKind. What it has done and how far it has
// come are one transaction, so it goes on where it was, whoever was killed.
func (s *Service) Run(ctx context.Context, lease *job.Lease) error {
	var at payload
	if err := lease.Payload(&at); err != nil {
		return err
	}
	personID, request, err := readRequest(ctx, s.db, at.ImportID)
	if err != nil {
		return err
	}
	importer, err := s.people.Brief(ctx, s.db, personID)
	if err != nil {
		return err
	}
	if !importer.Active {
		return s.fail(ctx, lease, at.ImportID, importer.Name+", who began it, has left")
	}
	p, err := s.plan(ctx, s.db, authz.Actor{PersonID: personID}, request)
	if refusal, ok := errors.AsType[*errs.Error](err); ok && refusal.Code.Final() {
		return s.fail(ctx, lease, at.ImportID, refusal.Message) // it was right when it began
	}
	for ended := false; err == nil && !ended; ended = at.Next == len(p.items) {
		at, err = s.chunk(ctx, lease, p, at)
	}
	return err
}

// chunk brings in the next rows, and returns where to go on.
func (s *Service) chunk(ctx context.Context, lease *job.Lease, p *plan, at payload) (payload, error) {
	next := payload{ImportID: at.ImportID, Next: min(at.Next+perChunk, len(p.items))}
	items := p.items[at.Next:next.Next]
	_, err := s.ledger.Write(ctx, authz.Call{Actor: p.actor}, func(ctx context.Context, tx *activity.Tx) error {
		before, err := s.lock(ctx, tx, p, items)
		if err != nil {
			return err
		}
		rows := make([]Row, len(items))
		for n := range items {
			i := items[n] // a copy: the function may run again
			if err := s.bring(ctx, tx, p, &i, before); err != nil {
				return err
			}
			rows[n] = i.Row
		}
		if err := insertRows(ctx, tx, at, rows); err != nil {
			return err
		}
		if next.Next < len(p.items) {
			return lease.Checkpoint(ctx, tx.Tx, next)
		}
		if err := end(ctx, tx.Tx, at.ImportID, Done, "", tx.Now); err != nil {
			return err
		}
		return lease.Finish(ctx, tx.Tx)
	})
	return next, err
}

// lock takes the locks of all worklists that the rows touch, and the importer's:
// two imports of one person go one after the other, row by row.
func (s *Service) lock(ctx context.Context, tx *activity.Tx, p *plan, items []item) (earlier, error) {
	before, err := s.lookUp(ctx, tx, p, items)
	if err != nil {
		return before, err
	}
	lists := []string{p.actor.PersonID}
	for n := range items {
		if task, ok := before[items[n].key]; ok {
			lists = append(lists, task.OwnerID)
		} else if items[n].OwnerID != nil {
			lists = append(lists, *items[n].OwnerID)
		}
	}
	if err := s.work.LockLists(ctx, tx, lists); err != nil {
		return before, err
	}
	return s.lookUp(ctx, tx, p, items)
}

// bring makes a task of a row, or gives its date to the one that is there. What
// is refused is told in the row.
func (s *Service) bring(ctx context.Context, tx *activity.Tx, p *plan, i *item, before earlier) error {
	if i.failed() {
		return nil
	}
	if task, ok := before[i.key]; ok {
		p.compare(i, task)
		if i.Result != Updated {
			return nil
		}
		_, err := s.work.RedateIn(ctx, tx, p.actor, task.ID, p.request.Imported, i.due)
		return err
	}
	made, err := s.work.CreateIn(ctx, tx, p.actor.PersonID, work.Draft{
		ID: id.New(), Title: i.Title, OwnerID: *i.OwnerID, Due: opt.To(i.due), SourceKey: i.key, MentionIDs: i.mentions,
		Place: work.Place{Level: i.level, OnFull: work.Lower}, Imported: p.request.Imported,
	})
	if refusal, ok := errors.AsType[*errs.Error](err); ok && refusal.Code.Final() {
		i.refuse(problem(refusal.Message))
		return nil
	}
	if err != nil {
		return err
	}
	i.TaskID = &made.ID
	i.made(made.Status, made.Level)
	return nil
}

// fail ends an import that can't go on.
func (s *Service) fail(ctx context.Context, lease *job.Lease, importID, why string) error {
	return s.db.Write(ctx, func(ctx context.Context, tx *db.Tx) error {
		if err := end(ctx, tx, importID, Failed, why, s.clock.Now().UnixMilli()); err != nil {
			return err
		}
		return lease.Finish(ctx, tx)
	})
}
