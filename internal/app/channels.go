package app

import (
	"context"
	"slices"

	"cairn/internal/channel"
	"cairn/internal/digest"
	"cairn/internal/notify"
)

// told is a digest for the channels that say little: counts, and a sentence for each
// thing where there may be one.
func (h *House) told(ctx context.Context, personID, digestID string, also ...string) (channel.Told, error) {
	d, err := h.Digest.Open(ctx, personID, digestID, also...)
	if err != nil {
		return channel.Told{}, err
	}
	told := channel.Told{Counts: d.Counts()}
	for _, entry := range slices.Concat(d.Decide, d.Changed, d.GoodToKnow) {
		line, err := h.line(ctx, &entry)
		if err != nil {
			return told, err
		}
		told.Lines = append(told.Lines, line)
	}
	return told, nil
}

// line says what happened, by the same sentence as a mail.
func (h *House) line(ctx context.Context, entry *digest.Entry) (string, error) {
	word := entry.Most()
	actor := ""
	if word.ActorID != nil {
		actor = *word.ActorID
	}
	names := [2]string{}
	for i, id := range []string{actor, word.Data.PersonID} {
		if id == "" {
			continue
		}
		who, err := h.People.Brief(ctx, h.DB, id)
		if err != nil {
			return "", err
		}
		names[i] = who.Name
	}
	return notify.Sentence(word.Code, names[0], names[1], entry.Subject.Title, word.Data), nil
}
