package httpapi

import (
	"context"

	"cairn/internal/authz"
	"cairn/internal/channel"
)

func (a *API) getChannels(ctx context.Context, actor authz.Actor, _ *empty) (channel.WaysOut, error) {
	return a.channel.Of(ctx, actor)
}

type postWebhook struct {
	Body struct {
		URL       string `json:"url" doc:"An incoming webhook in the format of Slack and Mattermost, by https"`
		MineAlone bool   `json:"mine_alone,omitempty" doc:"Nobody else reads that channel: messages may have content"`
	}
}

func (a *API) postWebhook(ctx context.Context, call authz.Call, in *postWebhook) (channel.WaysOut, error) {
	return a.channel.SetWebhook(ctx, call, channel.NewWebhook{URL: in.Body.URL, MineAlone: in.Body.MineAlone})
}

func (a *API) deleteWebhook(ctx context.Context, call authz.Call, _ *empty) error {
	return a.channel.RemoveWebhook(ctx, call)
}

func (a *API) tryWebhook(ctx context.Context, call authz.Call, _ *empty) error {
	return a.channel.TryWebhook(ctx, call)
}

type postDevice struct {
	Body struct {
		Name     string `json:"name" doc:"To recognize the browser by"`
		Endpoint string `json:"endpoint" doc:"Of its push subscription"`
		P256dh   string `json:"p256dh" doc:"Its key, in base64url"`
		Auth     string `json:"auth" doc:"Its secret, in base64url"`
	}
}

func (a *API) postDevice(ctx context.Context, call authz.Call, in *postDevice) (channel.WaysOut, error) {
	b := in.Body
	return a.channel.AddDevice(ctx, call, channel.NewDevice{Name: b.Name, Endpoint: b.Endpoint, P256dh: b.P256dh, Auth: b.Auth})
}

func (a *API) deleteDevice(ctx context.Context, call authz.Call, in *byID) error {
	return a.channel.RemoveDevice(ctx, call, in.ID)
}

func (a *API) tryDevices(ctx context.Context, call authz.Call, _ *empty) error {
	return a.channel.TryDevices(ctx, call)
}
