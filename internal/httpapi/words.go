package httpapi

import (
	"context"

	"cairn/internal/authz"
	"cairn/internal/markdown"
	"cairn/internal/work"
)

type words struct {
	Body struct {
		Text string `json:"text" doc:"Markdown, up to 20 KB"`
	}
}

type renderedWords struct {
	HTML string `json:"html" doc:"Rendered and sanitized, as it will be once it is saved"`
}

// postMarkdown keeps nothing: the page shows words as the server renders them,
// and never renders any itself.
func (a *API) postMarkdown(_ context.Context, _ authz.Actor, in *words) (renderedWords, error) {
	if err := markdown.Check("body.text", in.Body.Text); err != nil {
		return renderedWords{}, err
	}
	return renderedWords{HTML: a.markdown.Render(in.Body.Text)}, nil
}

// The parts of a task as a client sends them: where the answer always has every
// field, here what is said is enough.

type waitingFor struct {
	_ struct{} `nullable:"true"`

	Text     string   `json:"text,omitempty"`
	PersonID *string  `json:"person_id" required:"false"`
	TaskIDs  []string `json:"task_ids,omitempty"`
}

func (w *waitingFor) work() *work.WaitingFor {
	if w == nil {
		return nil
	}
	return &work.WaitingFor{Text: w.Text, PersonID: w.PersonID, TaskIDs: w.TaskIDs}
}

type outcome struct {
	_ struct{} `nullable:"true"`

	Text    string `json:"text,omitempty"`
	URL     string `json:"url,omitempty"`
	Skipped bool   `json:"skipped,omitempty" doc:"Said by leaving out text and url"`
}

func (o *outcome) work() *work.Outcome {
	if o == nil {
		return nil
	}
	return &work.Outcome{Text: o.Text, URL: o.URL, Skipped: o.Skipped}
}

type checklistItem struct {
	ID   string `json:"id,omitempty" doc:"None: one is made"`
	Text string `json:"text"`
	Done bool   `json:"done,omitempty"`
}

// checklist keeps nil apart from an empty list: PATCH does.
func checklist(items []checklistItem) []work.ChecklistItem {
	if items == nil {
		return nil
	}
	all := make([]work.ChecklistItem, len(items))
	for i, item := range items {
		all[i] = work.ChecklistItem(item)
	}
	return all
}

type stepChange struct {
	ID     string  `json:"id" doc:"Of a step; one that is not there is added, if text says what it is"`
	Text   *string `json:"text,omitempty"`
	Done   *bool   `json:"done,omitempty"`
	Gone   bool    `json:"gone,omitempty" doc:"It is taken out"`
	Before string  `json:"before,omitempty" doc:"The step before which a new one stands; none: at the end"`
}

func stepChanges(changes []stepChange) []work.StepChange {
	all := make([]work.StepChange, len(changes))
	for i, change := range changes {
		all[i] = work.StepChange(change)
	}
	return all
}
