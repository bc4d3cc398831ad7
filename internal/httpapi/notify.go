package httpapi

import (
	"context"

	"cairn/internal/authz"
	"cairn/internal/digest"
	"cairn/internal/notify"
)

func (a *API) getNotifications(ctx context.Context, actor authz.Actor, _ *empty) (notify.MySettings, error) {
	return a.notify.Settings(ctx, actor)
}

type patchNotifications struct{ Body notify.SettingsChange }

func (a *API) patchNotifications(ctx context.Context, call authz.Call, in *patchNotifications) (notify.MySettings, error) {
	return a.notify.UpdateSettings(ctx, call, in.Body)
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
