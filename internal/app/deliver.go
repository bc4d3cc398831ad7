package app

import (
	"context"
	"errors"

	"cairn/internal/activity"
	"cairn/internal/delivery"
	"cairn/internal/digest"
	"cairn/internal/mail"
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

// mailServer is the server that takes mails; nil where none is set up.
func (o Options) mailServer() (*mail.Server, error) {
	if o.SMTP == "" {
		if o.MailFrom != "" {
			return nil, errors.New("--mail-from needs --smtp-url, the server that takes mails")
		}
		return nil, nil //nolint:nilnil // none
	}
	return mail.NewServer(o.SMTP, o.MailFrom)
}

// openMail lets mails out by a server, before anything runs.
func (h *House) openMail(server *mail.Server) {
	if server == nil {
		return
	}
	h.mail = server
	h.Letter.Open(server)
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
