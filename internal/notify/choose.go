package notify

import (
	"context"
	"slices"

	"cairn/internal/activity"
)

// ChooseIn adds a channel to lanes of a person, or takes it out of all, in the
// write that opens or closes it for them.
func (s *Service) ChooseIn(ctx context.Context, tx *activity.Tx, personID string, channel Channel, lanes ...Lane) error {
	found, err := settingsOf(ctx, tx, personID)
	if err != nil {
		return err
	}
	chosen := found[personID].Settings
	choose := func(channels []Channel, lane Lane) []Channel {
		channels = slices.DeleteFunc(slices.Clone(channels), func(c Channel) bool { return c == channel && len(lanes) == 0 })
		if slices.Contains(lanes, lane) && !slices.Contains(channels, channel) {
			channels = append(channels, channel)
		}
		return channels
	}
	chosen.Channels = Channels{
		Interrupt: choose(chosen.Channels.Interrupt, Interrupt), Digest: choose(chosen.Channels.Digest, Digest),
	}
	return keepSettings(ctx, tx, personID, &chosen)
}

// TouchIn tells a person's open pages that something about their channels has
// changed, in the write that changes it.
func (s *Service) TouchIn(ctx context.Context, tx *activity.Tx, personID string) error {
	found, err := settingsOf(ctx, tx, personID)
	if err != nil {
		return err
	}
	chosen := found[personID].Settings
	return keepSettings(ctx, tx, personID, &chosen)
}
