package notify

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"cairn/internal/activity"
	"cairn/internal/authz"
	"cairn/internal/db"
	"cairn/internal/errs"
	"cairn/internal/opt"
	"cairn/internal/worktime"
)

// Settings are what a person has chosen about what reaches them, and when.
type Settings struct {
	DigestHours []worktime.TimeOfDay `json:"digest_hours" doc:"On working days, in the person's own time"`
	LateHour    *worktime.TimeOfDay  `json:"late_hour" doc:"A further digest, only when something must be decided before the next one; null: never"`
	QuietHours  worktime.Focus       `json:"quiet_hours" doc:"Nothing arrives in them but what cannot wait"`
	PerSender   int                  `json:"per_sender" doc:"Interruptions that one sender has in seven days"`
	PerWeek     int                  `json:"per_week" doc:"Interruptions from everybody in seven days"`
	Quiet       []Section            `json:"quiet" enum:"changed,good_to_know" doc:"Sections that are no reason for a digest, and come along with one"`
	Channels    Channels             `json:"channels"`
}

// Channel is a way out of Cairn.
type Channel string

// The channels.
const (
	InApp   Channel = "app" // on Today, and in the app's own notices
	Email   Channel = "email"
	Webhook Channel = "webhook" // the person's own chat
	Push    Channel = "push"    // notices of their browsers
)

// channels are those that can be chosen.
func channels() []Channel { return []Channel{InApp, Email, Webhook, Push} }

// Channels are the ways out that a person has chosen, for each lane. What is in
// the app is there always.
type Channels struct {
	Interrupt []Channel `json:"interrupt" enum:"app,email,webhook,push"`
	Digest    []Channel `json:"digest" enum:"app,email,webhook,push"`
}

// The limits of what can be chosen.
const (
	maxDigestHours = 4
	apart          = 60 // minutes between two digests
	maxBudget      = 100
)

// Defaults are the settings of who has chosen nothing, where digests come at nine.
func Defaults() Settings { return defaultsAt(9 * 60) }

// defaultsAt are the defaults with the workspace's own digest hour. A late digest
// too close to it is left out.
func defaultsAt(hour worktime.TimeOfDay) Settings {
	late := new(worktime.TimeOfDay)
	if *late = 16 * 60; *late-hour < apart && hour-*late < apart {
		late = nil
	}
	return Settings{
		DigestHours: []worktime.TimeOfDay{hour}, LateHour: late, QuietHours: worktime.Focus{},
		PerSender: 3, PerWeek: 5, Quiet: []Section{},
		Channels: Channels{Interrupt: []Channel{InApp, Email}, Digest: []Channel{InApp, Email}},
	}
}

func (s *Settings) laneOf(section Section) Lane {
	if slices.Contains(s.Quiet, section) {
		return Quiet
	}
	return Digest
}

// SettingsChange is a change of settings; what isn't set stays.
type SettingsChange struct {
	DigestHours opt.Of[[]worktime.TimeOfDay] `json:"digest_hours,omitzero" doc:"One to four, at least an hour apart"`
	LateHour    opt.Of[*worktime.TimeOfDay]  `json:"late_hour,omitzero"`
	QuietHours  opt.Of[worktime.Focus]       `json:"quiet_hours,omitzero"`
	PerSender   opt.Of[int]                  `json:"per_sender,omitzero"`
	PerWeek     opt.Of[int]                  `json:"per_week,omitzero"`
	Quiet       opt.Of[[]Section]            `json:"quiet,omitzero"`
	Channels    opt.Of[Channels]             `json:"channels,omitzero"`
}

func (c SettingsChange) apply(s *Settings) {
	set(&s.DigestHours, c.DigestHours)
	set(&s.LateHour, c.LateHour)
	set(&s.QuietHours, c.QuietHours)
	set(&s.PerSender, c.PerSender)
	set(&s.PerWeek, c.PerWeek)
	set(&s.Quiet, c.Quiet)
	set(&s.Channels, c.Channels)
}

func set[T any](to *T, from opt.Of[T]) {
	if from.Set {
		*to = from.To
	}
}

// check refuses settings that can't be meant, with every place that is wrong.
func (s *Settings) check() error {
	var wrong []errs.Field
	add := func(location, format string, args ...any) {
		wrong = append(wrong, errs.Field{Location: location, Message: fmt.Sprintf(format, args...)})
	}
	if n := len(s.DigestHours); n == 0 || n > maxDigestHours {
		add("body.digest_hours", "one digest hour at least, and %d at most: without one you would never be told; what may wait for weeks can come along with another", maxDigestHours)
	}
	s.checkHours(add)
	if err := s.QuietHours.Check("body.quiet_hours"); err != nil {
		refusal, _ := errors.AsType[*errs.Error](err)
		wrong = append(wrong, refusal.Fields...)
	}
	for _, b := range []struct {
		at    string
		value int
	}{{"body.per_sender", s.PerSender}, {"body.per_week", s.PerWeek}} {
		if b.value < 0 || b.value > maxBudget {
			add(b.at, "give a number from 0 to %d; what cannot wait reaches you always", maxBudget)
		}
	}
	if s.PerSender > s.PerWeek {
		add("body.per_sender", "one person can't interrupt you more often (%d) than everybody together (%d); lower this one, or raise the one for everybody together",
			s.PerSender, s.PerWeek)
	}
	for i, section := range s.Quiet {
		if section != Changed && section != GoodToKnow {
			add(fmt.Sprintf("body.quiet[%d]", i), "only what has changed, and what is good to know, can come along with another digest (changed, good_to_know); what you have to decide is always told")
		}
	}
	for at, chosen := range map[string][]Channel{"interrupt": s.Channels.Interrupt, "digest": s.Channels.Digest} {
		for i, channel := range chosen {
			if !slices.Contains(channels(), channel) || slices.Contains(chosen[:i], channel) {
				add(fmt.Sprintf("body.channels.%s[%d]", at, i), "must be one of %v, each once", channels())
			}
		}
	}
	switch len(wrong) {
	case 0:
		return nil
	case 1:
		return &errs.Error{Code: errs.Invalid, Message: wrong[0].Message, Fields: wrong}
	}
	slices.SortFunc(wrong, func(a, b errs.Field) int { return compare(a.Location, b.Location) })
	return &errs.Error{Code: errs.Invalid, Message: fmt.Sprintf("%d values are not right; nothing was changed", len(wrong)), Fields: wrong}
}

// checkHours sorts the digest hours, and refuses those that come too close, or lie
// in quiet hours.
func (s *Settings) checkHours(add func(location, format string, args ...any)) {
	s.DigestHours = slices.Sorted(slices.Values(s.DigestHours))
	for i, hour := range s.DigestHours {
		at := fmt.Sprintf("body.digest_hours[%d]", i)
		switch {
		case hour < 0 || hour >= worktime.EndOfDate:
			add(at, "must be from 00:00 to 23:59")
		case i > 0 && hour-s.DigestHours[i-1] < apart:
			add(at, "%s and %s overlap; keep digests at least an hour apart", s.DigestHours[i-1], hour)
		}
		s.checkLoud(at, hour, add)
	}
	if s.LateHour == nil {
		return
	}
	late := *s.LateHour
	if late < 0 || late >= worktime.EndOfDate {
		add("body.late_hour", "must be from 00:00 to 23:59")
	}
	for _, hour := range s.DigestHours {
		if late-hour < apart && hour-late < apart {
			add("body.late_hour", "%s overlaps with the digest at %s; keep digests at least an hour apart, or leave the late one out", late, hour)
			break
		}
	}
	s.checkLoud("body.late_hour", late, add)
}

// checkLoud refuses a digest hour that lies in quiet hours: it would never come
// when it says.
func (s *Settings) checkLoud(location string, hour worktime.TimeOfDay, add func(location, format string, args ...any)) {
	for _, block := range s.QuietHours {
		in := hour >= block.Start && hour < block.End
		if block.End <= block.Start { // past midnight
			in = hour >= block.Start || hour < block.End
		}
		if in {
			add(location, "%s lies in your quiet hours from %s to %s; move one of them", hour, block.Start, block.End)
			return
		}
	}
}

func compare(a, b string) int {
	switch {
	case a < b:
		return -1
	case a > b:
		return 1
	}
	return 0
}

// MySettings are the settings of a person, with their revision.
type MySettings struct {
	Settings

	Revision int64 `json:"revision" doc:"0: the defaults"`
}

// Settings returns one's own settings.
func (s *Service) Settings(ctx context.Context, actor authz.Actor) (MySettings, error) {
	found, err := settingsOf(ctx, s.db, actor.PersonID)
	return found[actor.PersonID], err
}

// UpdateSettings changes one's own settings. When the next digest comes is
// computed anew.
func (s *Service) UpdateSettings(ctx context.Context, call authz.Call, change SettingsChange) (MySettings, error) {
	_, err := s.ledger.Write(ctx, call, func(ctx context.Context, tx *activity.Tx) error {
		found, err := settingsOf(ctx, tx, call.PersonID)
		if err != nil {
			return err
		}
		chosen := found[call.PersonID].Settings
		change.apply(&chosen)
		if err := chosen.check(); err != nil {
			return err
		}
		if err := CalendarChanged(ctx, tx, call.PersonID); err != nil {
			return err
		}
		return keepSettings(ctx, tx, call.PersonID, &chosen)
	})
	if err != nil {
		return MySettings{}, err
	}
	return s.Settings(ctx, call.Actor)
}

func keepSettings(ctx context.Context, tx *activity.Tx, personID string, chosen *Settings) error {
	revision, err := tx.Record(ctx, activity.Change{
		Kind: authz.KindSettings, ID: personID, Verb: "settings.changed", Scopes: []authz.Scope{authz.Person(personID)},
	})
	if err != nil {
		return err
	}
	_, err = db.Exec(ctx, tx.Tx, `INSERT INTO notification_settings (person_id, settings, revision) VALUES ($1, $2, $3)
		ON CONFLICT (person_id) DO UPDATE SET settings = excluded.settings, revision = excluded.revision`,
		personID, db.Text(*chosen), revision)
	return err
}

// settingsOf reads the settings of persons, the defaults of those who have chosen
// nothing.
func settingsOf(ctx context.Context, q db.Querier, ids ...string) (map[string]MySettings, error) {
	found := make(map[string]MySettings, len(ids))
	hours, err := db.All(ctx, q, db.Value[worktime.TimeOfDay], `SELECT digest_hour FROM workspace`)
	if err != nil {
		return nil, err
	}
	defaults := Defaults
	if len(hours) > 0 {
		defaults = func() Settings { return defaultsAt(hours[0]) }
	}
	for _, id := range ids {
		found[id] = MySettings{Settings: defaults()}
	}
	_, err = db.All(ctx, q, func(row db.Row) (struct{}, error) {
		var id string
		// What a later version added has its default in what an earlier one wrote.
		chosen := db.JSON[Settings]{V: defaults()}
		var revision int64
		err := row.Scan(&id, &chosen, &revision)
		found[id] = MySettings{chosen.V, revision}
		return struct{}{}, err
	}, `SELECT person_id, settings, revision FROM notification_settings WHERE person_id `+q.Dialect().Among("$1"), db.List(ids))
	return found, err
}

func (s *Service) loadSettings(ctx context.Context, q db.Querier, reader authz.Actor, ids []string) (map[string]any, error) {
	if !slices.Contains(ids, reader.PersonID) {
		return nil, nil //nolint:nilnil // a map without entries
	}
	found, err := settingsOf(ctx, q, reader.PersonID)
	return map[string]any{reader.PersonID: found[reader.PersonID]}, err
}

// HoursOf are the hours of persons, with their settings. Whoever is not there is
// left out.
func (s *Service) HoursOf(ctx context.Context, q db.Querier, ids ...string) (map[string]Hours, map[string]MySettings, error) {
	settings, err := settingsOf(ctx, q, ids...)
	if err != nil {
		return nil, nil, err
	}
	calendars, err := s.people.Calendars(ctx, q, ids)
	if err != nil {
		return nil, nil, err
	}
	hours := make(map[string]Hours, len(calendars))
	for id, calendar := range calendars {
		if hours[id], err = hoursOf(calendar, settings[id].Settings); err != nil {
			return nil, nil, err
		}
	}
	return hours, settings, nil
}
