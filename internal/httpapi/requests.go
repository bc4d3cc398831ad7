package httpapi

import (
	"context"
	"io"
	"net/http"

	"cairn/internal/authz"
	"cairn/internal/opt"
	"cairn/internal/people"
	"cairn/internal/request"
	"cairn/internal/work"
	"cairn/internal/worktime"

	"github.com/danielgtaylor/huma/v2"
)

// RequestBody is what is asked, of whom. Its name is exported because huma knows
// nothing of the fields of an embedded type that isn't.
type RequestBody struct {
	To          people.Targets         `json:"to"`
	Title       string                 `json:"title,omitempty"`
	Why         string                 `json:"why,omitempty" doc:"In one line; needed to send"`
	Text        string                 `json:"body,omitempty" doc:"Markdown, up to 20 KB"`
	Kind        work.AnswerKind        `json:"kind,omitempty" enum:"done,seen,text,link,number,choice" doc:"What an answer is; by default that it is done"`
	Choices     []string               `json:"choices,omitempty" doc:"For the kind choice"`
	DueDate     opt.Of[*worktime.Date] `json:"due_date,omitzero" doc:"Required; in each one's own time zone. null says: no date"`
	DueTime     *worktime.TimeOfDay    `json:"due_time,omitempty"`
	Level       work.Level             `json:"level,omitempty" enum:"urgent,high,medium,low"`
	Open        bool                   `json:"open,omitempty" doc:"All who are asked see all answers"`
	Enough      int                    `json:"enough,omitempty" minimum:"0" doc:"So many answers are enough; 0: all are wanted"`
	LateJoiners bool                   `json:"late_joiners,omitempty" doc:"Ask who comes into the teams, or below me, before it is due"`
}

func (b *RequestBody) draft() request.Draft {
	return request.Draft{
		Title: b.Title, Why: b.Why, Body: b.Text, To: b.To, Kind: b.Kind, Choices: b.Choices,
		Due: work.Due{Date: b.DueDate.To, Time: b.DueTime}, DueSaid: b.DueDate.Set,
		Level: b.Level, Open: b.Open, Enough: b.Enough, LateJoiners: b.LateJoiners,
	}
}

type previewRequest struct {
	Body RequestBody
}

func (a *API) previewRequest(ctx context.Context, actor authz.Actor, in *previewRequest) (request.Preview, error) {
	return a.requests.Preview(ctx, actor, in.Body.draft())
}

type createRequest struct {
	Body struct {
		RequestBody
		ID string `json:"id,omitempty" doc:"A UUID of version 7 that the client made"`
	}
}

func (a *API) postRequest(ctx context.Context, call authz.Call, in *createRequest) (request.RollUp, error) {
	draft := in.Body.draft()
	draft.ID = in.Body.ID
	return a.requests.Send(ctx, call, draft)
}

type listRequests struct {
	State  request.Which `query:"state" enum:"open,closed"`
	Limit  int           `query:"limit" minimum:"1" maximum:"200" default:"50"`
	Cursor string        `query:"cursor"`
}

func (a *API) getRequests(ctx context.Context, actor authz.Actor, in *listRequests) (request.List, error) {
	return a.requests.List(ctx, actor, in.State, request.Page{Limit: in.Limit, Cursor: in.Cursor})
}

type requestPage struct {
	ID     string `path:"id"`
	Limit  int    `query:"limit" minimum:"1" maximum:"200" default:"200"`
	Cursor string `query:"cursor"`
}

// wholeRequest is a request with what only its own page needs.
type wholeRequest struct {
	request.RollUp
	BodyHTML string `json:"body_html" doc:"The body, rendered and sanitized"`
}

func (a *API) getRequest(ctx context.Context, actor authz.Actor, in *requestPage) (wholeRequest, error) {
	told, err := a.requests.Get(ctx, actor, in.ID, request.Page{Limit: in.Limit, Cursor: in.Cursor})
	return wholeRequest{RollUp: told, BodyHTML: a.markdown.Render(told.Body)}, err
}

func (a *API) getAnswersCSV(ctx context.Context, actor authz.Actor, in *byID) (fileReply, error) {
	if err := a.requests.MayRead(ctx, actor, in.ID); err != nil {
		return fileReply{}, err
	}
	return fileReply{name: "answers.csv", media: "text/csv; charset=utf-8", write: func(out io.Writer) error {
		return a.requests.WriteCSV(ctx, actor, in.ID, out)
	}}, nil
}

func (a *API) withdrawRequest(ctx context.Context, call authz.Call, in *byID) (request.RollUp, error) {
	return a.requests.Withdraw(ctx, call, in.ID)
}

func (a *API) finishRequest(ctx context.Context, call authz.Call, in *byID) (request.RollUp, error) {
	return a.requests.Finish(ctx, call, in.ID)
}

func (a *API) askState(ctx context.Context, call authz.Call, in *byID) (request.StateAsked, error) {
	return a.requests.AskState(ctx, call, in.ID)
}

// AnswerBody is an answer to a request, by its kind.
type AnswerBody struct {
	Text   string   `json:"text,omitempty" doc:"The answer in words; of another kind, a remark"`
	URL    string   `json:"url,omitempty"`
	Number *float64 `json:"number,omitempty"`
	Choice string   `json:"choice,omitempty"`
}

func (b AnswerBody) answer() work.Answer {
	return work.Answer{Text: b.Text, URL: b.URL, Number: b.Number, Choice: b.Choice}
}

type answeredElsewhere struct {
	ID   string `path:"id"`
	Body struct {
		AnswerBody
		PersonID string `json:"person_id" doc:"Who answered elsewhere"`
	}
}

func (a *API) answeredElsewhere(ctx context.Context, call authz.Call, in *answeredElsewhere) (request.RollUp, error) {
	return a.requests.Elsewhere(ctx, call, in.ID, in.Body.PersonID, in.Body.answer())
}

type answerTask struct {
	ID   string `path:"id"`
	Body struct {
		AnswerBody
		Confirm bool `json:"confirm,omitempty" doc:"It was answered elsewhere, as the asker says"`
	}
}

func (a *API) answerTask(ctx context.Context, call authz.Call, in *answerTask) (work.Result, error) {
	if in.Body.Confirm {
		return a.requests.Answer(ctx, call, in.ID, nil)
	}
	given := in.Body.answer()
	return a.requests.Answer(ctx, call, in.ID, &given)
}

type passOnTask struct {
	ID   string `path:"id"`
	Body struct {
		ID        string                 `json:"id,omitempty" doc:"Of the new request: a UUID of version 7 that the client made"`
		PersonIDs []string               `json:"person_ids,omitempty" doc:"Which of my reports; none: all of them"`
		Why       string                 `json:"why,omitempty" doc:"By default as it came"`
		DueDate   opt.Of[*worktime.Date] `json:"due_date,omitzero" doc:"By default as it came"`
		DueTime   *worktime.TimeOfDay    `json:"due_time,omitempty"`
	}
}

func (a *API) passOnTask(ctx context.Context, call authz.Call, in *passOnTask) (request.RollUp, error) {
	b := in.Body
	on := request.PassOn{ID: b.ID, PersonIDs: b.PersonIDs, Why: b.Why}
	if b.DueDate.Set {
		on.Due = opt.To(work.Due{Date: b.DueDate.To, Time: b.DueTime})
	}
	return a.requests.PassOn(ctx, call, in.ID, on)
}

// fileReply is an answer that is a file.
type fileReply struct {
	name, media string
	write       func(out io.Writer) error
}

// file registers a route that answers with a file.
func (a *API) file(pattern string, access Access, summary string, fn func(ctx context.Context, actor authz.Actor, in *byID) (fileReply, error)) {
	operation := a.operation(pattern, access, summary, http.StatusOK)
	huma.Register(a.huma, operation, func(ctx context.Context, in *byID) (*huma.StreamResponse, error) {
		call, err := a.call(ctx, access)
		var file fileReply
		if err == nil {
			file, err = fn(ctx, call.Actor, in)
		}
		if err != nil {
			return nil, problem(ctx, a.log, err)
		}
		return &huma.StreamResponse{Body: func(out huma.Context) {
			out.SetHeader("Content-Type", file.media)
			out.SetHeader("Content-Disposition", `attachment; filename="`+file.name+`"`)
			out.SetHeader("Cache-Control", "no-store")
			if err := file.write(out.BodyWriter()); err != nil {
				a.log.WarnContext(ctx, "a file was not delivered", "error", err)
				panic(http.ErrAbortHandler) // it must not look like a whole one
			}
		}}, nil
	})
}
