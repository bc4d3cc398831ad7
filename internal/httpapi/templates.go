package httpapi

import (
	"context"

	"cairn/internal/authz"
	"cairn/internal/people"
	"cairn/internal/request"
	"cairn/internal/work"
	"cairn/internal/worktime"
)

// createTemplate is a request that is sent again by a rule. Its fields are those
// of a request, but for the date, which follows from when it is sent.
type createTemplate struct {
	Body struct {
		ID          string              `json:"id,omitempty" doc:"A UUID of version 7 that the client made"`
		To          people.Targets      `json:"to"`
		Title       string              `json:"title"`
		Why         string              `json:"why" doc:"In one line"`
		Text        string              `json:"body,omitempty" doc:"Markdown, up to 20 KB"`
		Kind        work.AnswerKind     `json:"kind,omitempty" enum:"done,seen,text,link,number,choice" doc:"What an answer is; by default that it is done"`
		Choices     []string            `json:"choices,omitempty" doc:"For the kind choice"`
		Level       work.Level          `json:"level,omitempty" enum:"urgent,high,medium,low"`
		Open        bool                `json:"open,omitempty" doc:"All who are asked see all answers"`
		Enough      int                 `json:"enough,omitempty" minimum:"0" doc:"So many answers are enough; 0: all are wanted"`
		LateJoiners bool                `json:"late_joiners,omitempty" doc:"Ask who comes into the teams, or below me, before it is due"`
		Rule        string              `json:"rule" doc:"RRULE of RFC 5545, such as FREQ=WEEKLY;BYDAY=MO"`
		From        *worktime.Date      `json:"from,omitempty" doc:"The date that the rule counts from; by default today"`
		SendTime    *worktime.TimeOfDay `json:"send_time,omitempty" doc:"In my zone; by default 08:00"`
		DueAfter    *int                `json:"due_after_days,omitempty" doc:"Due so many days after it is sent; left out: no date"`
	}
}

func (a *API) postTemplate(ctx context.Context, call authz.Call, in *createTemplate) (request.Template, error) {
	b := in.Body
	return a.requests.AddTemplate(ctx, call, request.NewTemplate{
		Draft: request.Draft{
			ID: b.ID, Title: b.Title, Why: b.Why, Body: b.Text, To: b.To, Kind: b.Kind, Choices: b.Choices, Level: b.Level,
			Open: b.Open, Enough: b.Enough, LateJoiners: b.LateJoiners,
		},
		Rule: b.Rule, From: b.From, SendTime: b.SendTime, DueAfter: b.DueAfter,
	})
}

func (a *API) getTemplates(ctx context.Context, actor authz.Actor, _ *struct{}) (page[request.Template], error) {
	return whole(a.requests.Templates(ctx, actor))
}

func (a *API) pauseTemplate(ctx context.Context, call authz.Call, in *byID) (request.Template, error) {
	return a.requests.SetTemplate(ctx, call, in.ID, request.Paused)
}

func (a *API) resumeTemplate(ctx context.Context, call authz.Call, in *byID) (request.Template, error) {
	return a.requests.SetTemplate(ctx, call, in.ID, request.Active)
}

func (a *API) endTemplate(ctx context.Context, call authz.Call, in *byID) (request.Template, error) {
	return a.requests.SetTemplate(ctx, call, in.ID, request.EndedState)
}
