package notify

import (
	"context"
	"slices"
	"time"

	"cairn/internal/activity"
	"cairn/internal/authz"
	"cairn/internal/errs"
)

// What the channels that go out need.

// Interruption reads one, as one of its two people may.
func (s *Service) Interruption(ctx context.Context, readerID, interruptionID string) (Interruption, error) {
	return s.interruption(ctx, s.db, readerID, interruptionID)
}

// Rule is the rule by which an interruption came.
func (i *Interruption) Rule() Rule {
	if i.CannotWait {
		return CannotWait
	}
	return AskedNow
}

// Chosen are the settings of a person, with their hours.
func (s *Service) Chosen(ctx context.Context, personID string) (Settings, Hours, error) {
	hours, settings, err := s.HoursOf(ctx, s.db, personID)
	return settings[personID].Settings, hours[personID], err
}

// Reachable is when something that was held up may reach the person: now, or when
// focus time, quiet hours or days off are over (N4). It reports false where that
// is not to be foreseen.
func (h Hours) Reachable(now time.Time) (time.Time, bool) {
	at, _ := h.free(now)
	if h.IsWorkingDay(h.LocalDate(at)) {
		return at, true
	}
	return h.opensAt(now)
}

// Close takes a channel out of a lane of the actor's, and changes nothing where it
// is out already: what the link in a mail does.
func (s *Service) Close(ctx context.Context, call authz.Call, lane Lane, channel Channel) error {
	if lane != Digest && lane != Interrupt {
		return errs.New(errs.NotFound, "there is no such lane")
	}
	_, err := s.ledger.Write(ctx, call, func(ctx context.Context, tx *activity.Tx) error {
		found, err := settingsOf(ctx, tx, call.PersonID)
		if err != nil {
			return err
		}
		chosen := found[call.PersonID].Settings
		channels := &chosen.Channels.Digest
		if lane == Interrupt {
			channels = &chosen.Channels.Interrupt
		}
		if !slices.Contains(*channels, channel) {
			return nil
		}
		*channels = slices.DeleteFunc(slices.Clone(*channels), func(c Channel) bool { return c == channel })
		return keepSettings(ctx, tx, call.PersonID, &chosen)
	})
	return err
}
