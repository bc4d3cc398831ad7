package work

import (
	"context"
	"slices"

	"cairn/internal/activity"
	"cairn/internal/authz"
	"cairn/internal/errs"
	"cairn/internal/opt"
	"cairn/internal/worktime"
)

// Patch is a change of a task's fields; what isn't set stays. For short fields
// the last writer wins, each field for itself; the body names the version that
// the writer saw (W14).
type Patch struct {
	Title        opt.Of[string]
	Body         opt.Of[string]
	BodyVersion  int64
	DueDate      opt.Of[*worktime.Date]
	DueTime      opt.Of[*worktime.TimeOfDay]
	DueZone      opt.Of[*string]
	DueReason    *DueReason
	Labels       opt.Of[[]string]
	Checklist    opt.Of[[]ChecklistItem]
	Steps        []StepChange // of the checklist, each for itself
	WaitingFor   opt.Of[*WaitingFor]
	Outcome      opt.Of[*Outcome]
	Confidential opt.Of[bool]
	SourceURL    opt.Of[*string]
	OwnerID      opt.Of[string]
	Repeat       opt.Of[*string] // an RRULE; nil: it comes no more
}

// describes tells whether the patch has something that says what the task is.
func (p *Patch) describes() bool {
	return p.Title.Set || p.Body.Set || p.Labels.Set || p.Checklist.Set || len(p.Steps) > 0 || p.SourceURL.Set
}

// CurrentText comes with errs.EditConflict: what the text is now.
type CurrentText struct {
	Body        string `json:"body"`
	BodyVersion int64  `json:"body_version"`
}

// Edit changes a task's fields. Each field needs its own right; one that is
// refused refuses the whole edit.
func (s *Service) Edit(ctx context.Context, call authz.Call, id string, patch Patch) (Result, error) {
	var others []string
	if patch.OwnerID.Set {
		others = append(others, patch.OwnerID.To)
	}
	return s.change(ctx, call, id, authz.Comment, func(ctx context.Context, c *change) error {
		var happened []happening
		for _, edit := range []func(context.Context, Patch) (*happening, error){
			c.describe, c.editOutcome, c.editWaiting, c.editDue, c.editRepeat, c.hide, c.handOver,
		} {
			h, err := edit(ctx, patch)
			if err != nil {
				return err
			}
			if h != nil {
				happened = append(happened, *h)
			}
		}
		for _, h := range happened {
			if err := c.save(ctx, h.verb, h.data); err != nil {
				return err
			}
		}
		return c.noCircle(ctx)
	}, others...)
}

// happening is what a part of an edit has to say to the activity log.
type happening struct {
	verb string
	data any
}

// describedData is the activity data of an edit: which fields, not their words.
type describedData struct {
	Fields []string `json:"fields"`
}

// describe applies the fields that say what the task is.
func (c *change) describe(_ context.Context, patch Patch) (*happening, error) {
	t := c.task
	if !patch.describes() {
		return nil, nil // nothing was asked for
	}
	if err := authz.May(authz.Describe, c.relation, t.accepted()); err != nil {
		return nil, err
	}
	var changed []string
	touch := func(name string, different bool) {
		if different {
			changed = append(changed, name)
		}
	}
	if patch.Title.Set {
		title, err := checkTitle(patch.Title.To)
		if err != nil {
			return nil, err
		}
		touch("title", title != t.Title)
		t.Title = title
	}
	if patch.Body.Set && patch.Body.To != t.Body {
		if err := t.rewrite(patch.Body.To, patch.BodyVersion); err != nil {
			return nil, err
		}
		touch("body", true)
	}
	if patch.Labels.Set {
		labels, err := checkLabels(patch.Labels.To)
		if err != nil {
			return nil, err
		}
		touch("labels", !slices.Equal(labels, t.Labels))
		t.Labels = labels
	}
	items, err := patch.checklist(t.Checklist)
	if err != nil {
		return nil, err
	}
	touch("checklist", !slices.Equal(items, t.Checklist))
	t.Checklist = items
	if patch.SourceURL.Set && !same(patch.SourceURL.To, t.SourceURL) {
		if patch.SourceURL.To != nil {
			if err := checkURL("body.source_url", *patch.SourceURL.To); err != nil {
				return nil, err
			}
		}
		t.SourceURL = patch.SourceURL.To
		touch("source_url", true)
	}
	if len(changed) == 0 {
		return nil, nil // nothing changed
	}
	return &happening{"task.described", describedData{Fields: changed}}, nil
}

// rewrite replaces the body, if it still is the version that was edited.
func (t *Task) rewrite(body string, edited int64) error {
	if err := CheckBody("body.body", body); err != nil {
		return err
	}
	if edited != t.BodyVersion {
		return errs.New(errs.EditConflict, "the text was changed meanwhile; merge yours into the current one and send it with its body_version").
			With(CurrentText{Body: t.Body, BodyVersion: t.BodyVersion})
	}
	t.Body, t.BodyVersion = body, t.BodyVersion+1
	return nil
}

// editOutcome adds or corrects the outcome of a done task.
func (c *change) editOutcome(_ context.Context, patch Patch) (*happening, error) {
	if !patch.Outcome.Set {
		return nil, nil // nothing was asked for
	}
	if err := authz.May(authz.Progress, c.relation, true); err != nil {
		return nil, err
	}
	if c.task.Status != Done {
		return nil, errs.New(errs.StateConflict, "an outcome belongs to a task that is done")
	}
	outcome := patch.Outcome.To
	if err := outcome.check(); err != nil {
		return nil, err
	}
	c.task.Outcome = outcome
	return &happening{"task.outcome_told", nil}, nil
}

func (c *change) editWaiting(ctx context.Context, patch Patch) (*happening, error) {
	if !patch.WaitingFor.Set {
		return nil, nil // nothing was asked for
	}
	if err := authz.May(authz.Progress, c.relation, true); err != nil {
		return nil, err
	}
	if c.task.Rank == nil {
		return nil, c.impossible("made to wait")
	}
	waiting := WaitingFor{}
	if patch.WaitingFor.To != nil {
		waiting = *patch.WaitingFor.To
	}
	if c.task.Status == Blocked && waiting.empty() {
		return nil, errs.InvalidField("body.waiting_for", "a task that is waiting says for what or whom; unblock it when the wait is over")
	}
	if err := c.waitFor(ctx, waiting); err != nil {
		return nil, err
	}
	return &happening{"task.waiting_changed", waitingData(c.task.WaitingFor)}, nil
}

func (c *change) editDue(ctx context.Context, patch Patch) (*happening, error) {
	if !patch.DueDate.Set && !patch.DueTime.Set && !patch.DueZone.Set {
		return nil, nil // nothing was asked for
	}
	t := c.task
	due := Due{Date: t.DueDate, Time: t.DueTime, Zone: t.DueZone}
	if patch.DueDate.Set {
		due.Date = patch.DueDate.To
	}
	if patch.DueTime.Set {
		due.Time = patch.DueTime.To
	}
	if patch.DueZone.Set {
		due.Zone = patch.DueZone.To
	}
	if due.Date == nil && !patch.DueTime.Set && !patch.DueZone.Set {
		due.Time, due.Zone = nil, nil
	}
	if err := authz.May(authz.Arrange, c.relation, true); err != nil {
		return nil, err
	}
	if t.Status.Closed() {
		return nil, c.impossible("given another date")
	}
	moved, err := c.moveDue(ctx, due, patch.DueReason)
	if err != nil || moved == nil {
		return nil, err
	}
	return &happening{"task.due_moved", moved}, nil
}

func (c *change) hide(_ context.Context, patch Patch) (*happening, error) {
	if !patch.Confidential.Set {
		return nil, nil // nothing was asked for
	}
	action, verb := authz.Hide, "task.hidden"
	if !patch.Confidential.To {
		action, verb = authz.Reveal, "task.revealed"
	}
	if err := authz.May(action, c.relation, true); err != nil {
		return nil, err
	}
	if patch.Confidential.To == c.task.Confidential {
		return nil, nil // nothing changed
	}
	c.task.Confidential = patch.Confidential.To
	return &happening{verb, nil}, nil
}

// Delete removes a task and all words about it. Its tombstone stays in the
// activity log, as codes (P4).
func (s *Service) Delete(ctx context.Context, call authz.Call, id string) error {
	_, err := s.ledger.Write(ctx, call, func(ctx context.Context, tx *activity.Tx) error {
		c, err := s.open(ctx, tx, call.Actor, id)
		if err != nil {
			return err
		}
		if err := authz.May(authz.Delete, c.relation, c.task.accepted()); err != nil {
			return err
		}
		if !c.byOwner() && c.task.accepted() {
			return errs.New(errs.Forbidden, "its owner has taken the task on; cancel it instead, then what was done stays on record")
		}
		return c.list.remove(ctx, c.task)
	})
	return err
}
