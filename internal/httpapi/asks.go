package httpapi

import (
	"context"

	"cairn/internal/authz"
	"cairn/internal/work"
	"cairn/internal/worktime"
)

func (a *API) keepTask(ctx context.Context, call authz.Call, in *byID) (work.Result, error) {
	return a.work.Keep(ctx, call, in.ID)
}

func (a *API) askFirst(ctx context.Context, call authz.Call, in *byID) (work.Result, error) {
	return a.work.AskFirst(ctx, call, in.ID)
}

func (a *API) keepUrgent(ctx context.Context, call authz.Call, in *byID) (work.Result, error) {
	return a.work.KeepUrgent(ctx, call, in.ID)
}

func (a *API) unkeepTask(ctx context.Context, call authz.Call, in *byID) (work.Result, error) {
	return a.work.Unkeep(ctx, call, in.ID)
}

type talkedTask struct {
	ID   string `path:"id"`
	Body struct {
		Outcome string `json:"outcome" doc:"What came of the talk, in a line that stands in the thread; empty: no talk is needed"`
	}
}

func (a *API) talked(ctx context.Context, call authz.Call, in *talkedTask) (work.Result, error) {
	return a.work.Talked(ctx, call, in.ID, in.Body.Outcome)
}

type previewRepeat struct {
	Rule string `query:"rule" doc:"RRULE of RFC 5545, such as FREQ=WEEKLY;BYDAY=FR"`
	From string `query:"from" doc:"The first date; by default today"`
}

func (a *API) previewRepeat(ctx context.Context, actor authz.Actor, in *previewRepeat) (work.RepeatPreview, error) {
	var from *worktime.Date
	if in.From != "" {
		date, err := worktime.ParseDate("query.from", in.From)
		if err != nil {
			return work.RepeatPreview{}, err
		}
		from = &date
	}
	return a.work.PreviewRepeat(ctx, actor, in.Rule, from)
}
