package work

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"cairn/internal/db"
	"cairn/internal/errs"
	"cairn/internal/rank"
)

// Place says where on its owner's list a task goes.
type Place struct {
	Level    Level    // empty: that of the neighbour, else the task's own
	BeforeID string   // stand before this task of the list
	AfterID  string   // or after this one; with neither: last in the level
	StepDown []string // who gives up a slot, one a full level (W3)
	OnFull   OnFull   // what to do when no slot is free
	Seen     int64    // the list revision that the impact was shown for (W5); 0: none
}

// check refuses what is wrong on any list.
func (p *Place) check() error {
	switch {
	case p.Level != "" && p.Level.order() == 0:
		return errs.InvalidField("body.level", "must be urgent, high, medium or low")
	case p.OnFull != Refuse && p.OnFull != Lower:
		return errs.InvalidField("body.on_full", "must be lower, or left out")
	case p.BeforeID != "" && p.AfterID != "":
		return errs.InvalidField("body.after_id", "give before_id or after_id, not both")
	}
	return nil
}

// OnFull is what happens to a task that finds its level full.
type OnFull string

// By default the write is refused with the occupants named; Lower puts the
// task at the top of the next level with room.
const (
	Refuse OnFull = ""
	Lower  OnFull = "lower"
)

// Occupant is a task that holds a slot.
type Occupant struct {
	ID    string `json:"id"`
	Title string `json:"title"`
}

// FullLevel tells, with errs.SlotFull, who holds the slots of a level.
type FullLevel struct {
	_ struct{} `nullable:"true"`

	Level     Level      `json:"level"`
	Slots     int        `json:"slots"`
	Occupants []Occupant `json:"occupants"`
}

// settle finds the level and rank for a task, and who steps down for it. The
// caller saves the task, after stepDown has made the room. It reports the levels
// that the task itself was lowered from.
//
// A task that holds a slot of the level already keeps it, also where the level
// holds more than its slots since the workspace lowered their number.
func (l *list) settle(ctx context.Context, t *Task, was Task, place Place) (down []Task, lowered []Level, err error) {
	level, err := l.levelFor(ctx, t, place)
	if err != nil {
		return nil, nil, err
	}
	keeps := was.OwnerID == l.ownerID && was.Rank != nil && was.Level == level && was.holdsSlot()
	top := false
	for !keeps && t.holdsSlot() && l.slots[level] > 0 {
		occupants, err := l.occupants(ctx, level, t.ID)
		if err != nil {
			return nil, nil, err
		}
		if len(occupants) < l.slots[level] {
			break
		}
		if i := slices.IndexFunc(occupants, func(o Task) bool { return slices.Contains(place.StepDown, o.ID) }); i >= 0 {
			chain, err := l.chain(ctx, occupants[i], t.ID, place.StepDown)
			if err != nil {
				return nil, nil, err
			}
			down = chain
			break
		}
		if place.OnFull != Lower {
			return nil, nil, full(level, l.slots[level], occupants)
		}
		lowered = append(lowered, level)
		level, top = levelOf(level.order()+1), true
	}
	if top {
		place.BeforeID, place.AfterID = "", ""
	}
	t.Level = level
	t.Rank, err = l.rankAt(ctx, t.ID, level, place, top)
	return down, lowered, err
}

// chain lists who steps down when one task does: the next level may be full
// too, and then the same call has said who gives way there.
func (l *list) chain(ctx context.Context, first Task, forID string, stepDown []string) ([]Task, error) {
	down := []Task{first}
	for level := levelOf(first.Level.order() + 1); l.slots[level] > 0; level = levelOf(level.order() + 1) {
		occupants, err := l.occupants(ctx, level, forID)
		if err != nil {
			return nil, err
		}
		if len(occupants) < l.slots[level] {
			break
		}
		i := slices.IndexFunc(occupants, func(o Task) bool { return slices.Contains(stepDown, o.ID) })
		if i < 0 {
			return nil, full(level, l.slots[level], occupants)
		}
		down = append(down, occupants[i])
	}
	return down, nil
}

// stepDown moves tasks to the top of the level below, the lowest first, so that
// no level holds more than its slots on the way.
func (l *list) stepDown(ctx context.Context, down []Task, forID string) error {
	for _, t := range slices.Backward(down) {
		if t.Moved != nil && t.Moved.PutBack && l.tx.Actor != l.ownerID {
			return errs.New(errs.StateConflict, "the owner put “%s” back; agree with them in the thread, they can lower it", t.Title)
		}
		was := t
		t.Level = levelOf(t.Level.order() + 1)
		place, err := l.rankAt(ctx, t.ID, t.Level, Place{}, true)
		if err != nil {
			return err
		}
		t.Rank = place
		data := moveData{From: was.Level, To: t.Level, ForID: forID}
		if err := l.save(ctx, &t, was, "task.stepped_down", data); err != nil {
			return err
		}
	}
	return nil
}

// levelFor is the level that a place asks for.
func (l *list) levelFor(ctx context.Context, t *Task, place Place) (Level, error) {
	neighbour := place.BeforeID + place.AfterID
	if neighbour == "" {
		if place.Level == "" {
			return t.Level, nil
		}
		return place.Level, nil
	}
	level, _, err := l.position(ctx, neighbour)
	if err != nil {
		return "", err
	}
	if place.Level != "" && place.Level != level {
		return "", errs.New(errs.StateConflict, "the task named as neighbour is at %s; leave the level out, or name a neighbour at %s", level, place.Level)
	}
	return level, nil
}

// position reads where a task of this list stands.
func (l *list) position(ctx context.Context, id string) (Level, string, error) {
	type at struct {
		order int
		rank  string
	}
	found, err := db.One(ctx, l.tx, func(row db.Row) (at, error) {
		var a at
		return a, row.Scan(&a.order, &a.rank)
	}, `SELECT level, rank FROM task WHERE id = $1 AND owner_id = $2 AND rank IS NOT NULL`, id, l.ownerID)
	if errors.Is(err, db.ErrNoRow) {
		return "", "", errs.New(errs.StateConflict, "the task named as neighbour is not on this list any more; look at the list again")
	}
	if err != nil {
		return "", "", err
	}
	return levelOf(found.order), found.rank, nil
}

// rankAt makes the rank for a place in a level: before or after a neighbour, at
// the top, or last. The task itself doesn't count as its own neighbour.
func (l *list) rankAt(ctx context.Context, id string, level Level, place Place, top bool) (*string, error) {
	if id == place.BeforeID || id == place.AfterID {
		return nil, errs.InvalidField("body.before_id", "a task can't stand before or after itself")
	}
	before, after, err := l.gap(ctx, id, level, place, top)
	if err != nil {
		return nil, err
	}
	between, err := rank.Between(before, after)
	if errors.Is(err, rank.ErrTooLong) {
		if err := l.respace(ctx, level); err != nil {
			return nil, err
		}
		return l.rankAt(ctx, id, level, place, top)
	}
	if err != nil {
		return nil, fmt.Errorf("rank between %q and %q: %w", before, after, err)
	}
	return &between, nil
}

const lastRank = `SELECT coalesce(max(rank), '') FROM task WHERE owner_id = $1 AND level = $2 AND rank IS NOT NULL AND id <> $3`

// askLast is what gap asks for the last place of a level.
func askLast(ownerID string, level Level, id string) db.Ask {
	return db.Ask{Text: lastRank, Args: []any{ownerID, level.order(), id}}
}

// gap finds the ranks on either side of a place; "" where there is none.
func (l *list) gap(ctx context.Context, id string, level Level, place Place, top bool) (before, after string, err error) {
	const (
		last = lastRank
		next = `SELECT coalesce(min(rank), '') FROM task WHERE owner_id = $1 AND level = $2 AND rank > $4 AND id <> $3`
	)
	find := func(query string, args ...any) (string, error) {
		return db.One(ctx, l.tx, db.Value[string], query, append([]any{l.ownerID, level.order(), id}, args...)...)
	}
	switch {
	case place.BeforeID != "":
		if _, after, err = l.position(ctx, place.BeforeID); err == nil {
			before, err = find(last+` AND rank < $4`, after)
		}
	case place.AfterID != "":
		if _, before, err = l.position(ctx, place.AfterID); err == nil {
			after, err = find(next, before)
		}
	case top:
		after, err = find(next, "")
	default:
		before, err = find(last)
	}
	return before, after, err
}

// room reports whether a level has a slot for a task.
func (l *list) room(ctx context.Context, level Level, forID string) (bool, error) {
	if l.slots[level] == 0 {
		return true, nil
	}
	occupants, err := l.occupants(ctx, level, forID)
	return len(occupants) < l.slots[level], err
}

// occupants are the tasks that hold slots of a level, other than one.
func (l *list) occupants(ctx context.Context, level Level, exceptID string) ([]Task, error) {
	ask := askOccupants(l.ownerID, level, exceptID)
	return db.All(ctx, l.tx, scanTask, ask.Text, ask.Args...)
}

func askOccupants(ownerID string, level Level, exceptID string) db.Ask {
	return db.Ask{Text: `SELECT ` + taskColumns + ` FROM task t
		WHERE t.owner_id = $1 AND t.level = $2 AND t.rank IS NOT NULL AND t.status IN ('todo', 'in_progress') AND t.id <> $3
		ORDER BY t.rank`, Args: []any{ownerID, level.order(), exceptID}}
}

func full(level Level, slots int, occupants []Task) error {
	named := make([]Occupant, len(occupants))
	for i, o := range occupants {
		named[i] = Occupant{ID: o.ID, Title: o.Title}
	}
	held := "its one slot is taken"
	if slots > 1 {
		held = fmt.Sprintf("its %d slots are taken", slots)
	}
	return errs.New(errs.SlotFull, "%s is full: %s; say in step_down_ids which task gives way, or send on_full: \"lower\"", level, held).
		With(FullLevel{Level: level, Slots: slots, Occupants: named})
}

// put settles the task at a place, makes the room, and tells what happened on
// the way. The caller saves the task.
func (c *change) put(ctx context.Context, place Place) error {
	down, lowered, err := c.list.settle(ctx, c.task, c.was, place)
	if err != nil {
		return err
	}
	if len(lowered) > 0 {
		c.notice("lowered", fmt.Sprintf("%s was full, so it stands first in %s", lowered[0], c.task.Level))
	}
	if err := c.list.stepDown(ctx, down, c.task.ID); err != nil {
		return err
	}
	for _, t := range down {
		c.notice("stepped_down", fmt.Sprintf("“%s” stepped down to %s", t.Title, levelOf(t.Level.order()+1)))
	}
	return c.list.reordered(ctx)
}

// moveData is the activity data of a change of place.
type moveData struct {
	From  Level  `json:"from,omitempty"`
	To    Level  `json:"to,omitempty"`
	ForID string `json:"for_id,omitempty"`
	ByID  string `json:"by_id,omitempty"`
}
