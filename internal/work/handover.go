package work

import (
	"context"

	"cairn/internal/activity"
	"cairn/internal/authz"
	"cairn/internal/db"
	"cairn/internal/errs"
	"cairn/internal/people"
)

// handedOver is the activity data of a change of owner.
type handedOver struct {
	FromID string `json:"from_id"`
	ToID   string `json:"to_id"`
}

// handOver gives the task to another owner: straight onto the list where the
// actor may arrange that one, else into its triage.
func (c *change) handOver(ctx context.Context, patch Patch) (*happening, error) {
	t := c.task
	if !patch.OwnerID.Set {
		return nil, nil // nothing was asked for
	}
	if err := c.mayHandOver(); err != nil {
		return nil, err
	}
	if patch.OwnerID.To == t.OwnerID {
		return nil, nil // nothing changed
	}
	if t.Status.Closed() {
		return nil, c.impossible("handed over")
	}
	to, err := c.s.people.Brief(ctx, c.tx, patch.OwnerID.To)
	if err != nil {
		return nil, err
	}
	if !to.Active {
		return nil, noSuchOwner()
	}
	if err := c.giveTo(ctx, to); err != nil {
		return nil, err
	}
	happened := &happening{"task.handed_over", handedOver{FromID: c.was.OwnerID, ToID: to.ID}}
	if authz.May(authz.Arrange, c.relation, true) == nil {
		t.Status = Todo
		err = c.put(ctx, Place{OnFull: Lower})
	}
	return happened, err
}

// mayHandOver refuses who may not give the task to somebody else. Its asker may
// once it is unanswered (W4).
func (c *change) mayHandOver() error {
	err := authz.May(authz.HandOver, c.relation, true)
	if err == nil || c.relation&authz.AskerOf == 0 {
		return err
	}
	if c.task.Unanswered(*c.now()) {
		return nil
	}
	return errs.New(errs.Forbidden, "its owner and their direct manager hand it on; you can ask somebody else once it is unanswered, or withdraw it")
}

func noSuchOwner() error {
	return errs.InvalidField("body.owner_id", "there is no active person with this id")
}

// giveTo puts the task into another person's triage: their zone, and their word
// on the date. What is overdue stays so (W7).
func (c *change) giveTo(ctx context.Context, to people.Brief) error {
	if err := c.list.reordered(ctx); err != nil {
		return err
	}
	if err := c.waitFor(ctx, WaitingFor{}); err != nil {
		return err
	}
	t := c.task
	c.list = c.lists[to.ID]
	c.relation = authz.RelationTo(c.tx.Actor, to.ID, to.ManagerID, t.AskedByID)
	t.OwnerID, t.Status, t.Rank, t.Moved, t.StartedAt, t.AgreedDueDate, t.promisedAt = to.ID, Triage, nil, nil, nil, nil, nil
	t.Talk = nil // it was between two others
	t.ownerAgrees = c.byOwner()
	t.askerAgrees = t.askerAgrees || c.relation&(authz.ManagerOf|authz.AskerOf) != 0
	if err := c.refreshDue(ctx); err != nil {
		return err
	}
	c.agree()
	if t.SourceKey != nil {
		taken, err := db.One(ctx, c.tx, db.Value[bool],
			`SELECT EXISTS (SELECT 1 FROM task WHERE owner_id = $1 AND asked_by_id = $2 AND source_key = $3)`, to.ID, t.AskedByID, *t.SourceKey)
		if err != nil {
			return err
		}
		if taken {
			t.SourceKey = nil // a later import finds the one that was theirs before
		}
	}
	return nil
}

// HandUp puts the open tasks of a person who has left into their manager's
// triage, or the first active person's above; where there is none, into the
// asker's, and what they had asked of themselves stays (P4). It does up to
// `most` tasks after the given id, and returns the last one that it looked at,
// "" when there are no more. Done again it changes nothing.
func (s *Service) HandUp(ctx context.Context, personID, managerID, afterID string, most int) (string, error) {
	last := ""
	_, err := s.ledger.Write(ctx, authz.Call{}, func(ctx context.Context, tx *activity.Tx) error {
		last = ""
		manager, err := s.activeAbove(ctx, tx, managerID)
		if err != nil {
			return err
		}
		lists, err := s.lockHeirs(ctx, tx, personID, manager.ID, afterID, most)
		if err != nil {
			return err
		}
		left, err := s.people.Brief(ctx, tx, personID)
		if err != nil || left.Active {
			return err // they are back
		}
		tasks, err := openTasks(ctx, tx, personID, afterID, most)
		if err != nil {
			return err
		}
		if len(tasks) == most {
			last = tasks[len(tasks)-1].ID
		}
		for _, t := range tasks {
			if err := s.handUp(ctx, tx, lists, t, manager); err != nil {
				return err
			}
		}
		return nil
	})
	return last, err
}

// handUp gives one task of a person who has left to the manager, or to its
// asker.
func (s *Service) handUp(ctx context.Context, tx *activity.Tx, lists map[string]*list, t Task, to people.Brief) error {
	if to.ID == "" {
		if !t.forAnother() {
			return nil
		}
		asker, err := s.people.Brief(ctx, tx, t.AskedByID)
		if err != nil || !asker.Active {
			return err
		}
		to = asker
	}
	if lists[to.ID] == nil {
		return db.ErrRetry // asked for after the locks were taken
	}
	c := &change{s: s, tx: tx, task: &t, was: t, list: lists[t.OwnerID], lists: lists}
	if err := c.giveTo(ctx, to); err != nil {
		return err
	}
	return c.save(ctx, "task.handed_up", handedOver{FromID: c.was.OwnerID, ToID: to.ID})
}

// activeAbove is the manager, or the first active person above them; nobody,
// with an empty id, when there is none.
func (s *Service) activeAbove(ctx context.Context, q db.Querier, managerID string) (people.Brief, error) {
	for managerID != "" {
		manager, err := s.people.Brief(ctx, q, managerID)
		if err != nil || manager.Active {
			return manager, err
		}
		managerID = manager.ManagerID
	}
	return people.Brief{}, nil
}

// lockHeirs locks the list of a person who has left, and those that their tasks
// may go to.
func (s *Service) lockHeirs(ctx context.Context, tx *activity.Tx, personID, managerID, afterID string, most int) (map[string]*list, error) {
	if managerID != "" {
		return s.lockAll(ctx, tx, personID, managerID)
	}
	tasks, err := openTasks(ctx, tx, personID, afterID, most)
	if err != nil {
		return nil, err
	}
	owners := []string{personID}
	for _, t := range tasks {
		owners = append(owners, t.AskedByID)
	}
	return s.lockAll(ctx, tx, owners...)
}
