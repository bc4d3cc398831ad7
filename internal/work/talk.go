package work

import (
	"context"
	"slices"
	"time"

	"cairn/internal/authz"
	"cairn/internal/db"
	"cairn/internal/errs"
	"cairn/internal/worktime"
)

// The trip-wire (C7): where two people write past each other, or wait for each
// other without hours in common, Cairn proposes a short talk. It books nothing;
// what came of the talk is written on the task.

// Talk is why a talk is proposed, and with whom the owner would have it.
type Talk struct {
	_ struct{} `nullable:"true"`

	WithID string    `json:"with_id" doc:"The other one; the owner of the task is the first"`
	Why    string    `json:"why" enum:"round_trips,no_overlap"`
	At     time.Time `json:"at"`
}

// with is whom the owner is to talk with; nil where no talk is proposed.
func (t *Talk) with() *string {
	if t == nil {
		return nil
	}
	return &t.WithID
}

const (
	talkTrips = 3 // there and back in a thread
	apartDays = 2 // working days of waiting, for somebody whose hours are never the owner's
	lookAhead = 14 * day

	verbTalked   = "task.talked"
	verbNoTalk   = "task.talk_not_needed"
	whyTrips     = "round_trips"
	whyNoOverlap = "no_overlap"
)

// Talked ends the proposal of a talk: with what came of it, which stands in the
// thread; without words, that none is needed.
func (s *Service) Talked(ctx context.Context, call authz.Call, id, outcome string) (Result, error) {
	outcome, err := CheckLine("body.outcome", outcome, false)
	if err != nil {
		return Result{}, err
	}
	return s.change(ctx, call, id, authz.Comment, func(ctx context.Context, c *change) error {
		t := c.task
		if t.Talk != nil && call.PersonID != t.OwnerID && call.PersonID != t.Talk.WithID {
			return errs.New(errs.Forbidden, "only the two whom the talk was proposed to say what came of it; write a comment instead")
		}
		if t.Talk == nil && outcome == "" {
			return nil // nothing is proposed any more
		}
		verb := verbNoTalk
		t.Talk = nil
		if outcome != "" {
			verb = verbTalked
			if err := c.say(ctx, outcome); err != nil {
				return err
			}
		}
		return c.save(ctx, verb, commentRef{CommentID: c.saidID})
	})
}

// tripWire proposes a talk where the comment that is being written is the end of
// the third round trip between the owner and another.
func (c *change) tripWire(ctx context.Context) error {
	t := c.task
	if t.Talk != nil || t.Status.Closed() {
		return nil
	}
	authors, err := db.All(ctx, c.tx, db.Value[string], `SELECT c.author_id FROM comment c WHERE c.task_id = $1 AND NOT c.deleted
		AND c.created_at > (SELECT coalesce(max(a.at), 0) FROM activity a WHERE a.object_id = $1 AND a.verb IN ('`+verbTalked+`', '`+verbNoTalk+`'))
		ORDER BY c.created_at, c.id`, t.ID)
	if err != nil {
		return err
	}
	if with := tripsWith(t.OwnerID, append(authors, c.tx.Actor)); with != "" {
		t.Talk = &Talk{WithID: with, Why: whyTrips, At: *c.now()}
	}
	return nil
}

// tripsWith is with whom the owner has gone there and back three times, at the
// end of what was written; "" where with nobody.
func tripsWith(owner string, authors []string) string {
	turns, last, other := 0, "", ""
	for _, author := range slices.Backward(authors) {
		if author != owner && other == "" {
			other = author
		}
		if author != owner && author != other {
			break // a third one took part
		}
		if author != last {
			turns, last = turns+1, author
		}
		if turns == 2*talkTrips {
			return other
		}
	}
	return ""
}

// proposeTalk proposes a talk where the task has waited for two working days for
// somebody with whom its owner has no working hours in common.
func (c *change) proposeTalk(ctx context.Context) (*happening, *time.Time, error) {
	t := c.task
	if t.Status != Blocked || t.Talk != nil {
		return nil, nil, nil
	}
	with, err := c.waitsForWhom(ctx)
	if err != nil || with == "" || with == t.OwnerID {
		return nil, nil, err
	}
	type last struct{ blocked, talked int64 }
	at, err := db.One(ctx, c.tx, func(row db.Row) (last, error) {
		var l last
		return l, row.Scan(&l.blocked, &l.talked)
	}, `SELECT coalesce(max(CASE WHEN verb IN ('task.blocked', 'task.waiting_changed') THEN at END), 0),
			coalesce(max(CASE WHEN verb IN ('`+verbTalked+`', '`+verbNoTalk+`') THEN at END), 0)
		FROM activity WHERE object_id = $1`, t.ID)
	if err != nil || at.talked >= at.blocked {
		return nil, nil, err
	}
	calendars, err := c.s.people.Calendars(ctx, c.tx, []string{t.OwnerID, with})
	if err != nil {
		return nil, nil, err
	}
	owner, other := calendars[t.OwnerID], calendars[with]
	if owner == nil || other == nil {
		return nil, nil, nil
	}
	due, ok := owner.AfterWorkingDays(time.UnixMilli(at.blocked).UTC(), apartDays)
	now := *c.now()
	switch {
	case !ok:
		return nil, nil, nil
	case due.After(now):
		return nil, &due, nil
	case len(worktime.Overlap(now, now.Add(lookAhead), owner, other)) > 0:
		tomorrow := now.Add(day) // hours change
		return nil, &tomorrow, nil
	}
	t.Talk = &Talk{WithID: with, Why: whyNoOverlap, At: now}
	return &happening{"task.talk_proposed", talkData{Why: whyNoOverlap, PersonID: with}}, nil, nil
}

// talkData is the activity data of a proposed talk.
type talkData struct {
	Why      string `json:"why"`
	PersonID string `json:"person_id"`
}

// waitsForWhom is the person that a blocked task waits for: the one named, or the
// owner of the first open task that it waits for.
func (c *change) waitsForWhom(ctx context.Context) (string, error) {
	if person := c.task.WaitingFor.person(); person != "" {
		return person, nil
	}
	found, err := db.All(ctx, c.tx, db.Value[string], `SELECT o.owner_id FROM task_wait w JOIN task o ON o.id = w.waits_for_id
		WHERE w.task_id = $1 AND o.owner_id <> $2 AND o.status NOT IN ('done', 'canceled') ORDER BY o.id LIMIT 1`, c.task.ID, c.task.OwnerID)
	if err != nil || len(found) == 0 {
		return "", err
	}
	return found[0], nil
}
