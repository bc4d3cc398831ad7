package httpapi

import (
	"context"

	"cairn/internal/authz"
	"cairn/internal/errs"
	"cairn/internal/opt"
	"cairn/internal/quickadd"
	"cairn/internal/request"
	"cairn/internal/work"
	"cairn/internal/worktime"
)

type byID struct {
	ID string `path:"id" doc:"A UUID"`
}

// page is a list as the API answers it.
type page[T any] struct {
	Items      []T     `json:"items"`
	NextCursor *string `json:"next_cursor" doc:"None: this was the last page"`
}

func whole[T any](items []T, err error) (page[T], error) {
	if items == nil {
		items = []T{}
	}
	return page[T]{Items: items}, err
}

// PlaceBody is where on the list a task goes. Its name is exported because
// huma knows nothing of the fields of an embedded type that isn't.
type PlaceBody struct {
	Level       work.Level  `json:"level,omitempty" enum:"urgent,high,medium,low"`
	BeforeID    string      `json:"before_id,omitempty" doc:"Stand before this task of the same list"`
	AfterID     string      `json:"after_id,omitempty" doc:"Stand after this task of the same list"`
	StepDownIDs []string    `json:"step_down_ids,omitempty" doc:"Who gives up a slot, one a full level"`
	OnFull      work.OnFull `json:"on_full,omitempty" enum:"lower" doc:"When no slot is free, stand first in the next level with room"`
	ListRev     int64       `json:"list_revision,omitempty" doc:"The list revision that the impact was shown for"`
}

func (p PlaceBody) place() work.Place {
	return work.Place{Level: p.Level, BeforeID: p.BeforeID, AfterID: p.AfterID, StepDown: p.StepDownIDs, OnFull: p.OnFull, Seen: p.ListRev}
}

type createTask struct {
	Body struct {
		PlaceBody
		ID           string                 `json:"id,omitempty" doc:"A UUID of version 7 that the client made"`
		Title        string                 `json:"title"`
		Text         string                 `json:"body,omitempty" doc:"Markdown, up to 20 KB"`
		OwnerID      string                 `json:"owner_id,omitempty" doc:"Whose task it is; by default mine"`
		DueDate      opt.Of[*worktime.Date] `json:"due_date,omitzero" doc:"Required for another's task; null says: no date"`
		DueTime      *worktime.TimeOfDay    `json:"due_time,omitempty"`
		DueZone      *string                `json:"due_zone,omitempty" doc:"Set: a fixed instant; else in the owner's zone"`
		Labels       []string               `json:"labels,omitempty"`
		Checklist    []checklistItem        `json:"checklist,omitempty"`
		Confidential bool                   `json:"confidential,omitempty"`
		SourceURL    string                 `json:"source_url,omitempty"`
		SourceKey    string                 `json:"source_key,omitempty" maxLength:"300"`
		MentionIDs   []string               `json:"mention_ids,omitempty" doc:"Who reads the task besides, unless it is confidential"`
		Repeat       string                 `json:"repeat,omitempty" doc:"An RRULE by which it comes again; without a due date, its first date is the due date"`
	}
}

func (a *API) postTask(ctx context.Context, call authz.Call, in *createTask) (work.Result, error) {
	b := in.Body
	draft := work.Draft{
		ID: b.ID, Title: b.Title, Body: b.Text, OwnerID: b.OwnerID, Labels: b.Labels, Checklist: checklist(b.Checklist),
		Confidential: b.Confidential, SourceURL: b.SourceURL, SourceKey: b.SourceKey, MentionIDs: b.MentionIDs, Place: b.place(),
		Repeat: b.Repeat,
	}
	if b.DueDate.Set {
		draft.Due = opt.To(work.Due{Date: b.DueDate.To, Time: b.DueTime, Zone: b.DueZone})
	} else if b.DueTime != nil || b.DueZone != nil {
		return work.Result{}, errs.InvalidField("body.due_date", "a due time or zone needs a due date")
	}
	return a.work.Create(ctx, call, draft)
}

// wholeTask is a task with what only its own page needs.
type wholeTask struct {
	work.Task
	BodyHTML  string          `json:"body_html" doc:"The body, rendered and sanitized"`
	Part      *request.Part   `json:"request_part" doc:"What its request is to the reader"`
	Handovers []work.Handover `json:"handovers" doc:"When it can go on, for each task of another that it waits for; the last one decides"`
}

func (a *API) getTask(ctx context.Context, actor authz.Actor, in *byID) (wholeTask, error) {
	task, err := a.work.Get(ctx, actor, in.ID)
	if err != nil {
		return wholeTask{}, err
	}
	handovers, err := a.work.Handovers(ctx, actor, &task)
	if err != nil {
		return wholeTask{}, err
	}
	part, err := a.requests.PartOf(ctx, actor, &task)
	return wholeTask{Task: task, BodyHTML: a.markdown.Render(task.Body), Handovers: handovers, Part: part}, err
}

type patchTask struct {
	ID   string `path:"id"`
	Body struct {
		Title        opt.Of[string]              `json:"title,omitzero"`
		Text         opt.Of[string]              `json:"body,omitzero" doc:"Name the version that you saw in body_version"`
		BodyVersion  int64                       `json:"body_version,omitempty"`
		DueDate      opt.Of[*worktime.Date]      `json:"due_date,omitzero"`
		DueTime      opt.Of[*worktime.TimeOfDay] `json:"due_time,omitzero"`
		DueZone      opt.Of[*string]             `json:"due_zone,omitzero"`
		DueReason    *work.DueReason             `json:"due_reason,omitempty" enum:"scope,slip,waiting,reprioritized"`
		Labels       opt.Of[[]string]            `json:"labels,omitzero"`
		Checklist    opt.Of[[]checklistItem]     `json:"checklist,omitzero" doc:"The whole of it; who changes one step names that in steps"`
		Steps        []stepChange                `json:"steps,omitempty" doc:"Changes of the checklist, each of one step: what others did to it meanwhile stays"`
		WaitingFor   opt.Of[*waitingFor]         `json:"waiting_for,omitzero"`
		Outcome      opt.Of[*outcome]            `json:"outcome,omitzero"`
		Confidential opt.Of[bool]                `json:"confidential,omitzero"`
		SourceURL    opt.Of[*string]             `json:"source_url,omitzero"`
		OwnerID      opt.Of[string]              `json:"owner_id,omitzero"`
		Repeat       opt.Of[*string]             `json:"repeat,omitzero" doc:"An RRULE by which it comes again; null: no more"`
	}
}

func (a *API) patchTask(ctx context.Context, call authz.Call, in *patchTask) (work.Result, error) {
	b := in.Body
	return a.work.Edit(ctx, call, in.ID, work.Patch{
		Title: b.Title, Body: b.Text, BodyVersion: b.BodyVersion, DueDate: b.DueDate, DueTime: b.DueTime, DueZone: b.DueZone,
		DueReason: b.DueReason, Labels: b.Labels,
		Checklist:  opt.Of[[]work.ChecklistItem]{Set: b.Checklist.Set, To: checklist(b.Checklist.To)},
		Steps:      stepChanges(b.Steps),
		WaitingFor: opt.Of[*work.WaitingFor]{Set: b.WaitingFor.Set, To: b.WaitingFor.To.work()},
		Outcome:    opt.Of[*work.Outcome]{Set: b.Outcome.Set, To: b.Outcome.To.work()},

		Confidential: b.Confidential, SourceURL: b.SourceURL, OwnerID: b.OwnerID, Repeat: b.Repeat,
	})
}

func (a *API) deleteTask(ctx context.Context, call authz.Call, in *byID) error {
	return a.work.Delete(ctx, call, in.ID)
}

type placedTask struct {
	ID   string `path:"id"`
	Body PlaceBody
}

func (a *API) reopenTask(ctx context.Context, call authz.Call, in *placedTask) (work.Result, error) {
	return a.work.Reopen(ctx, call, in.ID, in.Body.place())
}

func (a *API) startTask(ctx context.Context, call authz.Call, in *byID) (work.Result, error) {
	return a.work.Start(ctx, call, in.ID)
}

func (a *API) stopTask(ctx context.Context, call authz.Call, in *byID) (work.Result, error) {
	return a.work.Stop(ctx, call, in.ID)
}

type blockTask struct {
	ID   string `path:"id"`
	Body struct {
		WaitingFor waitingFor `json:"waiting_for"`
	}
}

func (a *API) blockTask(ctx context.Context, call authz.Call, in *blockTask) (work.Result, error) {
	return a.work.Block(ctx, call, in.ID, *in.Body.WaitingFor.work())
}

func (a *API) unblockTask(ctx context.Context, call authz.Call, in *byID) (work.Result, error) {
	return a.work.Unblock(ctx, call, in.ID)
}

type completeTask struct {
	ID   string `path:"id"`
	Body *struct {
		Outcome *outcome `json:"outcome" required:"false"`
	} `required:"false"`
}

func (a *API) completeTask(ctx context.Context, call authz.Call, in *completeTask) (work.Result, error) {
	if in.Body == nil {
		return a.work.Complete(ctx, call, in.ID, nil)
	}
	return a.work.Complete(ctx, call, in.ID, in.Body.Outcome.work())
}

type cancelTask struct {
	ID   string `path:"id"`
	Body struct {
		Reason work.CancelReason `json:"reason" enum:"no_longer_needed,duplicate,withdrawn"`
		Text   string            `json:"text,omitempty" doc:"In words; it stands in the thread"`

		DuplicateOfID string `json:"duplicate_of_id,omitempty" doc:"Of a duplicate: the task that stays"`
	}
}

func (a *API) cancelTask(ctx context.Context, call authz.Call, in *cancelTask) (work.Result, error) {
	if of := in.Body.DuplicateOfID; of != "" {
		if in.Body.Reason != work.Duplicate {
			return work.Result{}, errs.InvalidField("body.duplicate_of_id", "belongs to the reason duplicate")
		}
		return a.work.CancelAsDuplicate(ctx, call, in.ID, of, in.Body.Text)
	}
	return a.work.Cancel(ctx, call, in.ID, in.Body.Reason, in.Body.Text)
}

type moveTask struct {
	ID   string `path:"id"`
	Body struct {
		PlaceBody
		Reason string `json:"reason,omitempty" doc:"A manager's, where the move weighs on what the owner is doing"`
	}
}

func (a *API) moveTask(ctx context.Context, call authz.Call, in *moveTask) (work.Result, error) {
	return a.work.Move(ctx, call, in.ID, in.Body.place(), in.Body.Reason)
}

type putBackTask struct {
	ID   string `path:"id"`
	Body *struct {
		StepDownIDs []string `json:"step_down_ids,omitempty"`
	} `required:"false"`
}

func (a *API) putBackTask(ctx context.Context, call authz.Call, in *putBackTask) (work.Result, error) {
	if in.Body == nil {
		return a.work.PutBack(ctx, call, in.ID, nil)
	}
	return a.work.PutBack(ctx, call, in.ID, in.Body.StepDownIDs)
}

func (a *API) agreeTask(ctx context.Context, call authz.Call, in *byID) (work.Result, error) {
	return a.work.AgreeToDate(ctx, call, in.ID)
}

type impactOn struct {
	ID   string `path:"id"`
	Body struct {
		PlaceBody
		TaskID  string              `json:"task_id,omitempty" doc:"A task of the list; none: a new one"`
		DueDate *worktime.Date      `json:"due_date,omitempty"`
		DueTime *worktime.TimeOfDay `json:"due_time,omitempty"`
	}
}

func (a *API) postImpact(ctx context.Context, actor authz.Actor, in *impactOn) (work.Impact, error) {
	b := in.Body
	return a.work.ImpactOn(ctx, actor, in.ID, work.Proposed{
		TaskID: b.TaskID, Due: work.Due{Date: b.DueDate, Time: b.DueTime}, Place: b.place(),
	})
}

func (a *API) getForecast(ctx context.Context, actor authz.Actor, in *byID) (work.ForecastPage, error) {
	return a.work.Forecast(ctx, actor, in.ID)
}

type parseTasks struct {
	Body struct {
		Text    string `json:"text"`
		OwnerID string `json:"owner_id,omitempty" doc:"Whose list it is typed on; by default mine"`
	}
}

// parsedTask is one line of quick-add as the API answers it: what was not said
// is null.
type parsedTask struct {
	Line       int                `json:"line" doc:"From 1, in the text as given"`
	Title      string             `json:"title" doc:"Empty only where a problem says so"`
	Level      *string            `json:"level" enum:"urgent,high,medium,low"`
	DueDate    *string            `json:"due_date" format:"date" doc:"In the owner's zone"`
	DueTime    *string            `json:"due_time" doc:"None: the end of the owner's working day"`
	NoDate     bool               `json:"no_date" doc:"It was said that there is none"`
	Repeat     *string            `json:"repeat" doc:"The rule (RRULE) by which it comes again; then it has a due date"`
	Labels     []string           `json:"labels"`
	OwnerID    string             `json:"owner_id"`
	MentionIDs []string           `json:"mention_ids"`
	SourceURL  *string            `json:"source_url"`
	Understood []quickadd.Span    `json:"understood" doc:"In the order of the text"`
	Problems   []quickadd.Problem `json:"problems"`
}

func (a *API) parseTasks(ctx context.Context, actor authz.Actor, in *parseTasks) (page[parsedTask], error) {
	drafts, err := a.work.Parse(ctx, actor, in.Body.Text, in.Body.OwnerID)
	parsed := make([]parsedTask, len(drafts))
	for i, d := range drafts {
		parsed[i] = parsedTask{
			Line: d.Line, Title: d.Title, Level: said(d.Level), DueDate: said(d.DueDate), DueTime: said(d.DueTime), NoDate: d.NoDate,
			Repeat: said(d.Repeat), Labels: d.Labels, OwnerID: d.OwnerID, MentionIDs: d.MentionIDs, SourceURL: said(d.SourceURL),
			Understood: d.Understood, Problems: d.Problems,
		}
	}
	return whole(parsed, err)
}

func said(text string) *string {
	if text == "" {
		return nil
	}
	return &text
}

func (a *API) getComments(ctx context.Context, actor authz.Actor, in *byID) (page[commentHTML], error) {
	comments, err := a.work.Thread(ctx, actor, in.ID)
	if err != nil {
		return page[commentHTML]{}, err
	}
	items := make([]commentHTML, len(comments))
	for i, c := range comments {
		items[i] = a.rendered(c)
	}
	return whole(items, nil)
}

// commentHTML is a comment with its body as the page shows it.
type commentHTML struct {
	work.Comment
	BodyHTML string `json:"body_html" doc:"The body, rendered and sanitized"`
}

func (a *API) rendered(c work.Comment) commentHTML {
	return commentHTML{Comment: c, BodyHTML: a.markdown.Render(c.Body)}
}

type newComment struct {
	ID   string `path:"id"`
	Body struct {
		ID         string   `json:"id,omitempty"`
		Text       string   `json:"body" doc:"Markdown, up to 20 KB"`
		MentionIDs []string `json:"mention_ids,omitempty"`
	}
}

func (a *API) postComment(ctx context.Context, call authz.Call, in *newComment) (commentHTML, error) {
	comment, err := a.work.AddComment(ctx, call, in.ID, work.NewComment{ID: in.Body.ID, Body: in.Body.Text, MentionIDs: in.Body.MentionIDs})
	if err != nil {
		return commentHTML{}, err
	}
	return a.rendered(comment), nil
}

func (a *API) deleteComment(ctx context.Context, call authz.Call, in *byID) error {
	return a.work.DeleteComment(ctx, call, in.ID)
}

func (a *API) getHistory(ctx context.Context, actor authz.Actor, in *byID) (page[work.Event], error) {
	return whole(a.work.History(ctx, actor, in.ID))
}
