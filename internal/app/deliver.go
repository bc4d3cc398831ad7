package app

import (
	"context"

	"cairn/internal/activity"
	"cairn/internal/delivery"
	"cairn/internal/digest"
	"cairn/internal/notify"
)

// composed has a digest delivered by the channels of its person.
func (h *House) composed(ctx context.Context, tx *activity.Tx, d digest.Digest, channels []notify.Channel) error {
	return h.Delivery.Add(ctx, tx, delivery.Parcel{
		PersonID: d.PersonID, Channels: waysOut(channels), Carries: delivery.Digest, ObjectID: d.ID, MessageID: d.MessageID,
	})
}

// interrupted has an interruption delivered by the channels of its recipient.
func (h *House) interrupted(ctx context.Context, tx *activity.Tx, i notify.Interruption, channels []notify.Channel) error {
	return h.Delivery.Add(ctx, tx, delivery.Parcel{
		PersonID: i.RecipientID, Channels: waysOut(channels), Carries: delivery.Interruption, ObjectID: i.ID,
		MessageID: i.ID + "@" + h.host,
	})
}

// waysOut are the channels that leave Cairn.
func waysOut(channels []notify.Channel) []delivery.Channel {
	var out []delivery.Channel
	for _, channel := range channels {
		if channel != notify.InApp {
			out = append(out, delivery.Channel(channel))
		}
	}
	return out
}
