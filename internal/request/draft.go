package request

import (
	"slices"
	"strings"

	"cairn/internal/errs"
	"cairn/internal/id"
	"cairn/internal/people"
	"cairn/internal/work"
)

// Draft is what is to be asked, of whom.
type Draft struct {
	ID           string // made by the client; empty: made here
	Title        string
	Why          string
	Body         string
	To           people.Targets
	Kind         work.AnswerKind
	Choices      []string
	Due          work.Due // a local date, or none
	DueSaid      bool     // the date, or that there is none, was stated
	Level        work.Level
	Open         bool
	Enough       int
	LateJoiners  bool
	ParentTaskID string
}

const (
	maxChoices = 12
	maxTargets = 500
)

// check cleans a draft, and refuses what can be refused without looking anybody
// up.
func (d *Draft) check() error {
	if d.ID == "" {
		d.ID = id.New()
	}
	if err := id.Check("body.id", d.ID); err != nil {
		return err
	}
	var err error
	if d.Title, err = work.CheckLine("body.title", d.Title, true); err != nil {
		return err
	}
	if d.Why, err = work.CheckLine("body.why", d.Why, false); err != nil {
		return err
	}
	if d.Why == "" {
		return errs.InvalidField("body.why", "say in one line why you ask, such as: finance closes the forecast Monday")
	}
	if err := work.CheckBody("body.body", d.Body); err != nil {
		return err
	}
	if !d.DueSaid {
		return errs.InvalidField("body.due_date", "say when it is due, or that it has no date: send \"due_date\": null")
	}
	if d.Due.Date == nil && d.Due.Time != nil {
		return errs.InvalidField("body.due_date", "a due time needs a due date")
	}
	if d.Level == "" {
		d.Level = work.Medium
	}
	if !d.Level.Valid() {
		return errs.InvalidField("body.level", "must be urgent, high, medium or low")
	}
	if d.Enough < 0 {
		return errs.InvalidField("body.enough", "must be 0, for all of them, or how many answers are enough")
	}
	if err := d.checkKind(); err != nil {
		return err
	}
	d.To.PersonIDs, d.To.TeamIDs = unique(d.To.PersonIDs), unique(d.To.TeamIDs)
	if len(d.To.PersonIDs) > maxTargets {
		return errs.InvalidField("body.to.person_ids", "names %d people one by one; keep to %d, and name teams for more", len(d.To.PersonIDs), maxTargets)
	}
	if d.To.Empty() {
		return errs.InvalidField("body.to", "names nobody; say whom you ask: people, teams, your reports, or everyone below you")
	}
	return nil
}

func (d *Draft) checkKind() error {
	if d.Kind == "" {
		d.Kind = work.AnswerDone
	}
	if !d.Kind.Valid() {
		return errs.InvalidField("body.kind", "must be done, seen, text, link, number or choice")
	}
	if d.Kind != work.AnswerChoice {
		if len(d.Choices) > 0 {
			return errs.InvalidField("body.choices", "are for the kind choice")
		}
		d.Choices = []string{}
		return nil
	}
	choices := make([]string, len(d.Choices))
	for i, choice := range d.Choices {
		var err error
		if choices[i], err = work.CheckLine("body.choices", choice, true); err != nil {
			return err
		}
	}
	d.Choices = unique(choices)
	if n := len(d.Choices); n < 2 || n > maxChoices {
		return errs.InvalidField("body.choices", "there are %d different ones; give 2 to %d to choose from", n, maxChoices)
	}
	return nil
}

// unique keeps the first of each, in their order.
func unique(texts []string) []string {
	kept := make([]string, 0, len(texts))
	for _, text := range texts {
		if !slices.Contains(kept, text) {
			kept = append(kept, text)
		}
	}
	return kept
}

// nobody refuses a request that reaches nobody but who asks.
func nobody(to people.Targets, actorID string) error {
	if slices.Contains(to.PersonIDs, actorID) && len(to.PersonIDs) == 1 && len(to.TeamIDs) == 0 && !to.Reports && !to.EveryoneBelow {
		return errs.InvalidField("body.to", "you ask nobody but yourself; put it on your own list as a task")
	}
	var named []string
	if len(to.TeamIDs) > 0 {
		named = append(named, "the teams have nobody else in them")
	}
	if to.Reports || to.EveryoneBelow {
		named = append(named, "nobody reports to you")
	}
	if len(named) == 0 {
		named = append(named, "there is nobody else")
	}
	return errs.InvalidField("body.to", "there is nobody to ask: %s", strings.Join(named, ", and "))
}

func (d *Draft) request(actorID string) Request {
	r := Request{
		ID: d.ID, AskedByID: actorID, Title: d.Title, Why: d.Why, Body: d.Body, Kind: d.Kind, Choices: d.Choices,
		DueDate: d.Due.Date, DueTime: d.Due.Time, Level: d.Level, Open: d.Open, Enough: d.Enough, LateJoiners: d.LateJoiners,
		To: d.To, State: Sending,
	}
	if d.ParentTaskID != "" {
		r.ParentTaskID = &d.ParentTaskID
	}
	return r
}

// task is the task that the request is to one person.
func (r *Request) task(taskID, ownerID string) work.Draft {
	return work.Draft{
		ID: taskID, Title: r.Title, Body: r.Body, OwnerID: ownerID,
		Due:     dueOf(r),
		Place:   work.Place{Level: r.Level},
		Request: &work.Asked{ID: r.ID, Why: r.Why, Kind: r.Kind, Choices: r.Choices, Open: r.Open},
	}
}
