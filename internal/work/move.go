package work

import (
	"context"

	"cairn/internal/authz"
	"cairn/internal/db"
	"cairn/internal/errs"
)

// Move puts a task to another place of its list (W2). A manager who moves it
// past one in progress, or into or out of a slot, says why (W15).
func (s *Service) Move(ctx context.Context, call authz.Call, id string, place Place, reason string) (Result, error) {
	if err := place.check(); err != nil {
		return Result{}, err
	}
	reason, err := CheckLine("body.reason", reason, false)
	if err != nil {
		return Result{}, err
	}
	return s.change(ctx, call, id, authz.Arrange, func(ctx context.Context, c *change) error {
		t := c.task
		if t.Status == Triage {
			return c.changeLevelInTriage(ctx, place)
		}
		if t.Rank == nil {
			return c.impossible("moved")
		}
		if err := c.seen(ctx, place); err != nil {
			return err
		}
		if !c.byOwner() && t.Moved != nil && t.Moved.PutBack {
			return errs.New(errs.StateConflict, "the owner put this task back; agree with them in the thread, they can move it")
		}
		from, err := c.standing(ctx)
		if err != nil {
			return err
		}
		if err := c.put(ctx, place); err != nil {
			return err
		}
		if c.byOwner() {
			t.Moved = nil
		} else if err := c.explain(ctx, from, reason); err != nil {
			return err
		}
		return c.save(ctx, "task.moved", moveData{From: from.level, To: t.Level})
	})
}

// changeLevelInTriage lets the owner see to the level before accepting: in
// triage there is no place yet.
func (c *change) changeLevelInTriage(ctx context.Context, place Place) error {
	if place.BeforeID != "" || place.AfterID != "" || place.Level == "" {
		return errs.New(errs.StateConflict, "a task in triage has no place on the list yet; accept it first")
	}
	from := c.task.Level
	c.task.Level = place.Level
	return c.save(ctx, "task.moved", moveData{From: from, To: place.Level})
}

// standing is where a task stands before a move.
type standing struct {
	level   Level
	rank    string
	afterID *string
	slot    bool
}

func (c *change) standing(ctx context.Context) (standing, error) {
	t := c.task
	before, err := db.All(ctx, c.tx, db.Value[string],
		`SELECT id FROM task WHERE owner_id = $1 AND level = $2 AND rank < $3 ORDER BY rank DESC LIMIT 1`,
		t.OwnerID, t.Level.order(), *t.Rank)
	if err != nil {
		return standing{}, err
	}
	at := standing{level: t.Level, rank: *t.Rank, slot: t.holdsSlot() && c.list.slots[t.Level] > 0}
	if len(before) > 0 {
		at.afterID = &before[0]
	}
	return at, nil
}

// explain keeps a manager's move so that the owner can put it back, and asks
// for the reason where the move weighs on what the owner is doing (W15).
func (c *change) explain(ctx context.Context, from standing, reason string) error {
	t := c.task
	slot := t.holdsSlot() && c.list.slots[t.Level] > 0
	weighs := slot != from.slot || slot && t.Level != from.level
	if !weighs {
		passed, err := db.One(ctx, c.tx, db.Value[int64], `SELECT count(*) FROM task
			WHERE owner_id = $1 AND status = 'in_progress' AND rank IS NOT NULL AND id <> $2
			AND ((level, rank) > ($3, $4)) <> ((level, rank) > ($5, $6))`,
			t.OwnerID, t.ID, from.level.order(), from.rank, t.Level.order(), *t.Rank)
		if err != nil {
			return err
		}
		weighs = passed > 0
	}
	if weighs && reason == "" {
		return errs.New(errs.ReasonNeeded, "this passes a task in progress, or changes who holds a slot; say why in a line (reason)")
	}
	moved := &Moved{ByID: c.tx.Actor, Reason: reason, At: *c.now(), Level: from.level, AfterID: from.afterID}
	if t.Moved != nil {
		// Moved again before the owner saw it: their own place is still the first one.
		moved.Level, moved.AfterID = t.Moved.Level, t.Moved.AfterID
	}
	t.Moved = moved
	return nil
}

// PutBack undoes a manager's move: the task goes back to where the owner had
// it, and stays there until the two agree (W15).
func (s *Service) PutBack(ctx context.Context, call authz.Call, id string, stepDown []string) (Result, error) {
	return s.change(ctx, call, id, authz.PutBack, func(ctx context.Context, c *change) error {
		t := c.task
		if t.Moved == nil || t.Moved.PutBack || t.Rank == nil {
			return errs.New(errs.StateConflict, "nobody else has moved this task, so there is nothing to put back")
		}
		from := t.Level
		place := Place{Level: t.Moved.Level, StepDown: stepDown}
		if after := t.Moved.AfterID; after != nil {
			if level, _, err := c.list.position(ctx, *after); err == nil && level == place.Level {
				place = Place{AfterID: *after, StepDown: stepDown}
			}
		} else if first, err := c.first(ctx, place.Level); err != nil {
			return err
		} else if first != "" {
			place = Place{BeforeID: first, StepDown: stepDown}
		}
		if err := c.put(ctx, place); err != nil {
			return err
		}
		moved := *t.Moved
		moved.PutBack = true
		t.Moved = &moved
		return c.save(ctx, "task.put_back", moveData{From: from, To: t.Level, ByID: moved.ByID})
	})
}

// first is the task that stands first in a level, other than this one.
func (c *change) first(ctx context.Context, level Level) (string, error) {
	found, err := db.All(ctx, c.tx, db.Value[string],
		`SELECT id FROM task WHERE owner_id = $1 AND level = $2 AND rank IS NOT NULL AND id <> $3 ORDER BY rank LIMIT 1`,
		c.task.OwnerID, level.order(), c.task.ID)
	if err != nil || len(found) == 0 {
		return "", err
	}
	return found[0], nil
}
