package work

import (
	"slices"

	"cairn/internal/errs"
)

// StepChange is a change of one step of a checklist. Two people who tick and add at
// the same time, one of them offline, both keep what they did: nobody sends the
// whole list over what the other wrote.
type StepChange struct {
	ID     string  // of a step; one that is not there is added, where Text says what it is
	Text   *string // nil: as it is
	Done   *bool   // nil: as it is
	Gone   bool    // it is taken out
	Before string  // where it is added: the step that it stands before; the end, where that is not there
}

// checklist is the one that stands there, or the one of the patch, after the changes
// of its steps.
func (p *Patch) checklist(items []ChecklistItem) ([]ChecklistItem, error) {
	if !p.Checklist.Set && len(p.Steps) == 0 {
		return items, nil
	}
	if p.Checklist.Set {
		items = p.Checklist.To
	}
	if len(p.Steps) > maxChecklist {
		return nil, errs.InvalidField("body.steps", "has %d changes; send at most %d at once", len(p.Steps), maxChecklist)
	}
	items, err := stepped(items, p.Steps)
	if err != nil {
		return nil, err
	}
	return checkChecklist(items)
}

// stepped is a checklist after changes of its steps. What somebody else has taken
// out stays out: only whoever names its text puts it in.
func stepped(items []ChecklistItem, changes []StepChange) ([]ChecklistItem, error) {
	items = slices.Clone(items)
	for _, c := range changes {
		if c.ID == "" {
			return nil, errs.InvalidField("body.steps", "name the id of each step; a new one gets a UUID of yours")
		}
		at := slices.IndexFunc(items, func(item ChecklistItem) bool { return item.ID == c.ID })
		switch {
		case c.Gone && at >= 0:
			items = slices.Delete(items, at, at+1)
			continue
		case c.Gone || at < 0 && c.Text == nil:
			continue
		case at < 0:
			at = slices.IndexFunc(items, func(item ChecklistItem) bool { return item.ID == c.Before })
			if at < 0 {
				at = len(items)
			}
			items = slices.Insert(items, at, ChecklistItem{ID: c.ID})
		}
		if c.Text != nil {
			items[at].Text = *c.Text
		}
		if c.Done != nil {
			items[at].Done = *c.Done
		}
	}
	return items, nil
}
