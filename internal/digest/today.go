package digest

import (
	"context"
	"fmt"
	"slices"
	"time"

	"cairn/internal/activity"
	"cairn/internal/authz"
	"cairn/internal/db"
	"cairn/internal/errs"
	"cairn/internal/notify"
	"cairn/internal/worktime"
)

// Today is what the digests have brought and is not dealt with, what became of the
// latest one, and when the next one comes.
type Today struct {
	Told

	Settled []Entry               `json:"settled" doc:"Of the digests since the day began: what is dealt with"`
	Next    *Next                 `json:"next_digest" doc:"When the next digest comes, if there is something to tell; null: none is to be foreseen"`
	Latest  *Latest               `json:"latest" doc:"The last digest; null: there was none"`
	Rate    []notify.Interruption `json:"rate" doc:"Interruptions of mine to be rated, three at most"`
}

// Next is when the next digest comes.
type Next struct {
	_ struct{} `nullable:"true"`

	notify.Slot
}

// Latest is the last digest.
type Latest struct {
	_ struct{} `nullable:"true"`

	Digest
}

// Today returns what is to be dealt with by the actor; all of what is to be
// decided where all is set, else seven.
func (s *Service) Today(ctx context.Context, actor authz.Actor, all bool) (Today, error) {
	var today Today
	err := s.db.Snapshot(ctx, func(q db.Querier) error {
		hours, settings, err := s.notify.HoursOf(ctx, q, actor.PersonID)
		if err != nil {
			return err
		}
		now := s.clock.Now()
		mine := hours[actor.PersonID]
		morning := mine.At(worktime.LocalDate(mine.Zone(), now), 0)
		words, err := db.All(ctx, q, scanWord, `SELECT `+wordColumns+` FROM notification n
			WHERE n.person_id = $1 AND n.digest_id IS NOT NULL AND n.settled = ''
			UNION ALL
			SELECT `+wordColumns+` FROM digest d JOIN notification n ON n.digest_id = d.id
			WHERE d.person_id = $1 AND d.composed_at >= $2 AND n.settled <> '' ORDER BY 1`, actor.PersonID, morning.UnixMilli())
		if err != nil {
			return err
		}
		entries, err := s.entries(ctx, q, actor.PersonID, current(words))
		if err != nil {
			return err
		}
		today = split(slices.DeleteFunc(entries, func(e Entry) bool { return e.asleepAt(now) }))
		if !all {
			today.Told = today.cut()
		}
		latest, err := db.All(ctx, q, scanDigest, `SELECT `+digestColumns+` FROM digest d WHERE d.person_id = $1 AND `+readable()+`
			ORDER BY d.composed_at DESC, d.id DESC LIMIT 1`, actor.PersonID)
		if err != nil {
			return err
		}
		if len(latest) > 0 {
			today.Latest = &Latest{Digest: latest[0]}
		}
		chosen := settings[actor.PersonID].Settings
		if today.Rate, err = s.notify.ToRate(ctx, q, actor.PersonID, mine); err != nil {
			return err
		}
		today.Next, err = s.upcoming(ctx, q, actor.PersonID, mine, &chosen)
		return err
	})
	return today, err
}

// current leaves out the words that are settled where others of their thread are
// open: of a question that was answered nothing is to be seen beside what is new.
func current(words []storedWord) []storedWord {
	open := map[string]bool{}
	for _, w := range words {
		if w.settled == "" {
			open[w.thread] = true
		}
	}
	return slices.DeleteFunc(words, func(w storedWord) bool { return w.settled != "" && open[w.thread] })
}

// asleepAt reports whether the entry is about something to decide that is put off to
// a day that has not begun. It is on Today again when it has.
func (e *Entry) asleepAt(now time.Time) bool {
	return e.Code == "task.arrived" && e.wakesAt != nil && now.Before(*e.wakesAt)
}

// split takes what is dealt with out of the sections.
func split(entries []Entry) Today {
	var open []Entry
	today := Today{Settled: []Entry{}}
	for _, e := range entries {
		if e.Settled == "" {
			open = append(open, e)
		} else {
			today.Settled = append(today.Settled, e)
		}
	}
	today.Told = sorted(open)
	return today
}

// upcoming is when the next digest comes, as things stand.
func (s *Service) upcoming(ctx context.Context, q db.Querier, personID string, hours notify.Hours, settings *notify.Settings) (*Next, error) {
	rows, err := db.All(ctx, q, db.Value[int64], `SELECT past FROM digest_schedule WHERE person_id = $1`, personID)
	if err != nil || len(rows) == 0 {
		return nil, err
	}
	waiting, err := waitingFor(ctx, q, personID)
	if err != nil {
		return nil, err
	}
	slot, ok := next(settings, hours, millis(rows[0]), s.clock.Now(), waiting[personID])
	if !ok {
		return nil, nil //nolint:nilnil // none
	}
	return &Next{Slot: slot}, nil
}

// Seen is an entry as somebody saw it: what came to it later is not meant.
type Seen struct {
	Thread string `json:"thread"`
	Seq    int64  `json:"seq"`
}

const maxSettled = 200

// Settle says of entries that they are dealt with, or with undo that they are not.
// What is decided elsewhere settles by itself.
func (s *Service) Settle(ctx context.Context, call authz.Call, seen []Seen, undo bool) (Today, error) {
	if len(seen) == 0 || len(seen) > maxSettled {
		return Today{}, errs.InvalidField("body.entries", "name 1 to %d entries of Today", maxSettled)
	}
	_, err := s.ledger.Write(ctx, call, func(ctx context.Context, tx *activity.Tx) error {
		from, to := notify.Settled(""), notify.DoneByPerson
		if undo {
			from, to = to, from
		}
		touched, err := digestsOf(ctx, tx, call.PersonID, seen)
		if err != nil {
			return err
		}
		for _, digestID := range touched {
			revision, err := tx.Record(ctx, activity.Change{
				Kind: authz.KindDigest, ID: digestID, Verb: "digest.settled", Scopes: []authz.Scope{authz.Person(call.PersonID)},
			})
			if err != nil {
				return err
			}
			if err := db.Later(ctx, tx.Tx, `UPDATE digest SET revision = $2 WHERE id = $1`, digestID, revision); err != nil {
				return err
			}
		}
		for _, e := range seen {
			if err := db.Later(ctx, tx.Tx, `UPDATE notification SET settled = $1
				WHERE person_id = $2 AND thread = $3 AND seq <= $4 AND settled = $5 AND digest_id IS NOT NULL`,
				to, call.PersonID, e.Thread, e.Seq, from); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return Today{}, err
	}
	return s.Today(ctx, call.Actor, len(seen) > mostToDecide)
}

// digestsOf are the digests that told of these entries.
func digestsOf(ctx context.Context, q db.Querier, personID string, seen []Seen) ([]string, error) {
	var told []string
	for i, e := range seen {
		found, err := db.All(ctx, q, db.Value[string], `SELECT DISTINCT digest_id FROM notification
			WHERE person_id = $1 AND thread = $2 AND seq <= $3 AND digest_id IS NOT NULL`, personID, e.Thread, e.Seq)
		if err != nil {
			return nil, err
		}
		if len(found) == 0 {
			return nil, errs.InvalidField(fmt.Sprintf("body.entries[%d]", i), "there is no such entry on your Today; read it again")
		}
		told = append(told, found...)
	}
	return distinct(told), nil
}
