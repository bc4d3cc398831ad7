package httpapi

import (
	"context"

	"cairn/internal/authz"
	"cairn/internal/errs"
	"cairn/internal/opt"
	"cairn/internal/work"
	"cairn/internal/worktime"
)

func (a *API) undecideTask(ctx context.Context, call authz.Call, in *byID) (work.Result, error) {
	return a.work.Undecide(ctx, call, in.ID)
}

func (a *API) acceptTask(ctx context.Context, call authz.Call, in *placedTask) (work.Result, error) {
	return a.work.Accept(ctx, call, in.ID, in.Body.place())
}

type declineTask struct {
	ID   string `path:"id"`
	Body struct {
		Reason string `json:"reason" doc:"In words; it stands in the thread"`
	}
}

func (a *API) declineTask(ctx context.Context, call authz.Call, in *declineTask) (work.Result, error) {
	return a.work.Decline(ctx, call, in.ID, in.Body.Reason)
}

// OfferBody is what is proposed: a date, a level or both.
type OfferBody struct {
	DueDate   opt.Of[*worktime.Date] `json:"due_date,omitzero" doc:"Null proposes that there is none"`
	DueTime   *worktime.TimeOfDay    `json:"due_time,omitempty"`
	DueZone   *string                `json:"due_zone,omitempty" doc:"Set: a fixed instant; else in the owner's zone"`
	DueReason *work.DueReason        `json:"due_reason,omitempty" enum:"scope,slip,waiting,reprioritized" doc:"By default reprioritized"`
	Level     work.Level             `json:"level,omitempty" enum:"urgent,high,medium,low"`
	Reason    string                 `json:"reason,omitempty" doc:"In words; they stand in the thread"`
}

func (o OfferBody) offer() (work.Offer, error) {
	offer := work.Offer{DueReason: o.DueReason, Level: o.Level, Reason: o.Reason}
	if o.DueDate.Set {
		offer.Due = opt.To(work.Due{Date: o.DueDate.To, Time: o.DueTime, Zone: o.DueZone})
	} else if o.DueTime != nil || o.DueZone != nil {
		return offer, errs.InvalidField("body.due_date", "a due time or zone needs a due date")
	}
	return offer, nil
}

type proposeTask struct {
	ID   string `path:"id"`
	Body OfferBody
}

func (a *API) proposeTask(ctx context.Context, call authz.Call, in *proposeTask) (work.Result, error) {
	offer, err := in.Body.offer()
	if err != nil {
		return work.Result{}, err
	}
	return a.work.Propose(ctx, call, in.ID, offer)
}

type counterProposal struct {
	ID   string `path:"id"`
	Body struct {
		OfferBody
		ProposalID string `json:"proposal_id,omitempty" doc:"The proposal that is answered: another one that is open meanwhile is left alone"`
	}
}

func (a *API) counterProposal(ctx context.Context, call authz.Call, in *counterProposal) (work.Result, error) {
	offer, err := in.Body.offer()
	if err != nil {
		return work.Result{}, err
	}
	return a.work.CounterProposal(ctx, call, in.ID, in.Body.ProposalID, offer)
}

type acceptProposal struct {
	ID   string `path:"id"`
	Body struct {
		PlaceBody
		ProposalID string `json:"proposal_id,omitempty" doc:"The proposal that is answered: another one that is open meanwhile is left alone"`
	}
}

func (a *API) acceptProposal(ctx context.Context, call authz.Call, in *acceptProposal) (work.Result, error) {
	return a.work.AcceptProposal(ctx, call, in.ID, in.Body.ProposalID, in.Body.place())
}

type declineProposal struct {
	ID   string `path:"id"`
	Body struct {
		ProposalID string `json:"proposal_id,omitempty" doc:"The proposal that is answered: another one that is open meanwhile is left alone"`
		Reason     string `json:"reason" doc:"In words; it stands in the thread"`
	}
}

func (a *API) declineProposal(ctx context.Context, call authz.Call, in *declineProposal) (work.Result, error) {
	return a.work.DeclineProposal(ctx, call, in.ID, in.Body.ProposalID, in.Body.Reason)
}

func (a *API) withdrawProposal(ctx context.Context, call authz.Call, in *byID) (work.Result, error) {
	return a.work.WithdrawProposal(ctx, call, in.ID)
}

type askTask struct {
	ID   string `path:"id"`
	Body struct {
		ID    string `json:"id,omitempty" doc:"Of the comment that the question is in the thread: a UUID of version 7 that the client made"`
		Words string `json:"words" doc:"One line; it stands in the thread, and the asker's next comment answers it"`
	}
}

func (a *API) askTask(ctx context.Context, call authz.Call, in *askTask) (work.Result, error) {
	return a.work.Ask(ctx, call, in.ID, work.NewComment{ID: in.Body.ID, Body: in.Body.Words})
}

type snoozeTask struct {
	ID   string `path:"id"`
	Body struct {
		Until *worktime.Date `json:"until" doc:"A working day of the owner's; null takes it back at once"`
	}
}

func (a *API) snoozeTask(ctx context.Context, call authz.Call, in *snoozeTask) (work.Result, error) {
	return a.work.Snooze(ctx, call, in.ID, in.Body.Until)
}
