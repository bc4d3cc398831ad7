package httpapi

import (
	"context"
	"slices"
	"strings"
	"time"

	"cairn/internal/authz"
	"cairn/internal/errs"
	"cairn/internal/work"
	"cairn/internal/worktime"
)

type listTasks struct {
	Owner       string    `query:"owner"`
	AskedBy     string    `query:"asked_by"`
	Status      string    `query:"status" doc:"One or several, separated by commas"`
	Label       string    `query:"label"`
	DueBefore   string    `query:"due_before" doc:"A date, not included"`
	ClosedAfter time.Time `query:"closed_after" doc:"Only what was done or canceled since"`
	Query       string    `query:"q" doc:"Words of title or body"`
	Limit       int       `query:"limit" minimum:"1" maximum:"200" default:"50"`
	Cursor      string    `query:"cursor"`

	Unanswered bool `query:"unanswered" doc:"In triage, and its owner has been silent for too long"`
}

func (a *API) getTasks(ctx context.Context, actor authz.Actor, in *listTasks) (work.TaskPage, error) {
	filter := work.Filter{
		OwnerID: in.Owner, AskedByID: in.AskedBy, Label: in.Label, Query: in.Query, Limit: in.Limit, Cursor: in.Cursor,
		Unanswered: in.Unanswered, ClosedAfter: in.ClosedAfter,
	}
	known := []work.Status{work.Triage, work.Todo, work.InProgress, work.Blocked, work.Done, work.Canceled}
	for name := range strings.SplitSeq(in.Status, ",") {
		if name == "" {
			continue
		}
		if !slices.Contains(known, work.Status(name)) {
			return work.TaskPage{}, errs.InvalidField("query.status", "%q is not a status; use triage, todo, in_progress, blocked, done, canceled", name)
		}
		filter.Statuses = append(filter.Statuses, work.Status(name))
	}
	if in.DueBefore != "" {
		date, err := worktime.ParseDate("query.due_before", in.DueBefore)
		if err != nil {
			return work.TaskPage{}, err
		}
		filter.DueBefore = &date
	}
	return a.work.List(ctx, actor, filter)
}

type worklistPage struct {
	ID     string `path:"id"`
	Limit  int    `query:"limit" minimum:"1" maximum:"200" default:"50"`
	Cursor string `query:"cursor"`
}

func (a *API) getWorklist(ctx context.Context, actor authz.Actor, in *worklistPage) (work.WorklistPage, error) {
	return a.work.ShowWorklist(ctx, actor, in.ID, in.Limit, in.Cursor)
}
