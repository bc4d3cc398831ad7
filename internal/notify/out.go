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

const (
	prompt    = 2 * time.Minute // as good as at once
	lookAgain = 24 * time.Hour
)

// HeldUntil is until when something that was made at an instant stays back. What
// comes late, because it was not taken at first, does not reach the person in focus
// time, quiet hours or days off (N4). Zero: it goes out now.
func (h Hours) HeldUntil(made, now time.Time) time.Time {
	if now.Sub(made) < prompt {
		return time.Time{}
	}
	at, _ := h.free(now)
	if !h.IsWorkingDay(h.LocalDate(at)) {
		var foreseen bool
		if at, foreseen = h.opensAt(now); !foreseen {
			return now.Add(lookAgain)
		}
	}
	if at.After(now) {
		return at
	}
	return time.Time{}
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
