package httpapi

import (
	"context"

	"cairn/internal/authz"
	"cairn/internal/digest"
	"cairn/internal/notify"
	"cairn/internal/worktime"
)

func (a *API) getNotifications(ctx context.Context, actor authz.Actor, _ *empty) (reaching, error) {
	return a.reaching(a.notify.Settings(ctx, actor))
}

type patchNotifications struct{ Body notify.SettingsChange }

func (a *API) patchNotifications(ctx context.Context, call authz.Call, in *patchNotifications) (reaching, error) {
	return a.reaching(a.notify.UpdateSettings(ctx, call, in.Body))
}

type todayOf struct {
	All bool `query:"all" doc:"List everything that is to be decided, not only the first seven"`
}

func (a *API) getToday(ctx context.Context, actor authz.Actor, in *todayOf) (digest.Today, error) {
	return a.digest.Today(ctx, actor, in.All)
}

type postSettle struct {
	Body struct {
		Entries []digest.Seen `json:"entries" doc:"Thread and seq of entries of Today"`
		Undo    bool          `json:"undo,omitempty" doc:"They are not dealt with after all"`
	}
}

func (a *API) postSettle(ctx context.Context, call authz.Call, in *postSettle) (digest.Today, error) {
	return a.digest.Settle(ctx, call, in.Body.Entries, in.Body.Undo)
}

type listDigests struct {
	Limit  int    `query:"limit" minimum:"1" maximum:"200" default:"50"`
	Before string `query:"before" doc:"A digest: those before it"`
}

func (a *API) getDigests(ctx context.Context, actor authz.Actor, in *listDigests) (digest.Digests, error) {
	return a.digest.List(ctx, actor, in.Limit, in.Before)
}

func (a *API) getDigest(ctx context.Context, actor authz.Actor, in *byID) (digest.Whole, error) {
	return a.digest.Get(ctx, actor, in.ID)
}

func (a *API) getBudget(ctx context.Context, actor authz.Actor, in *byID) (notify.Budget, error) {
	return a.notify.Budget(ctx, actor, in.ID)
}

type postInterruption struct {
	ID   string `path:"id"`
	Body struct {
		ID         string `json:"id,omitempty" doc:"A UUID of version 7 that the client made"`
		TaskID     string `json:"task_id,omitempty" doc:"What it is about; both must be able to read it"`
		Reason     string `json:"reason" doc:"One line: why it can't be in their next digest"`
		CannotWait bool   `json:"cannot_wait,omitempty" doc:"It goes at any hour and beyond any budget"`
	}
}

func (a *API) postInterruption(ctx context.Context, call authz.Call, in *postInterruption) (notify.Interruption, error) {
	b := in.Body
	return a.notify.Interrupt(ctx, call, in.ID, notify.NewInterruption{ID: b.ID, TaskID: b.TaskID, Reason: b.Reason, CannotWait: b.CannotWait})
}

func (a *API) getInterruptions(ctx context.Context, actor authz.Actor, _ *empty) (page[notify.Interruption], error) {
	return whole(a.notify.Interruptions(ctx, actor))
}

type postRating struct {
	ID   string `path:"id"`
	Body struct {
		Rating notify.Rating `json:"rating" enum:"right_call,digest_would_do"`
	}
}

func (a *API) postRating(ctx context.Context, call authz.Call, in *postRating) (notify.Interruption, error) {
	return a.notify.Rate(ctx, call, in.ID, in.Body.Rating)
}

type keptOf struct {
	Team        string  `query:"team" doc:"One of my teams; without it, my own ledger"`
	From        string  `query:"from" format:"date" doc:"By default four weeks before to"`
	To          string  `query:"to" format:"date" doc:"Included; by default today"`
	LowShare    float64 `query:"low_share" minimum:"0" maximum:"1" default:"0.25"`
	HighShare   float64 `query:"high_share" minimum:"0" maximum:"1" default:"1"`
	LowMinutes  float64 `query:"low_minutes" minimum:"0" maximum:"240" default:"1"`
	HighMinutes float64 `query:"high_minutes" minimum:"0" maximum:"240" default:"23.25"`
}

func (a *API) getFocusKept(ctx context.Context, actor authz.Actor, in *keptOf) (notify.FocusKept, error) {
	of := notify.Kept{TeamID: in.Team, Parameters: notify.Parameters{
		LowShare: in.LowShare, HighShare: in.HighShare, LowMinutes: in.LowMinutes, HighMinutes: in.HighMinutes,
	}}
	var err error
	if in.To != "" {
		if of.To, err = worktime.ParseDate("query.to", in.To); err != nil {
			return notify.FocusKept{}, err
		}
	}
	if in.From != "" {
		if of.From, err = worktime.ParseDate("query.from", in.From); err != nil {
			return notify.FocusKept{}, err
		}
	}
	return a.notify.FocusKept(ctx, actor, of)
}
