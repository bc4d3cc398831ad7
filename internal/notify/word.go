package notify

import (
	"context"
	"slices"
	"time"

	"cairn/internal/activity"
	"cairn/internal/authz"
	"cairn/internal/db"
	"cairn/internal/worktime"
)

// Section is the part of a digest in which something stands.
type Section string

// The sections, in the order of a digest.
const (
	ToDecide   Section = "decide"       // the recipient's word is needed
	Changed    Section = "changed"      // something that is theirs has changed
	GoodToKnow Section = "good_to_know" // nothing to be done
)

// Word is one thing that one person is told. It has identifiers and codes, never
// free text: words that people wrote are read, by who still may, when it is shown.
type Word struct {
	To       string // the person
	Code     string // what happened, such as "task.arrived"
	Section  Section
	Kind     authz.Kind // of the object that it is about, which To must be able to read
	ObjectID string
	Thread   string // what it folds under; empty: kind and object
	Data     Data
	DecideBy *time.Time // until when the recipient must decide, where there is a date

	// Deliberate tells that it is a person's act towards To, for the ledger (N6).
	Deliberate bool

	// Over makes it the end of an earlier word: what To was to decide in this
	// thread under Code, or under any where it is empty, is decided, or not needed
	// any more. With a code it ends that word in whichever section it is. It is not
	// told.
	Over Settled

	// Since, with Again, is from when on words are to be decided again; what was
	// told before stays as it is. Zero: all of them.
	Since time.Time
}

// Settled is how something that was to be decided, or looked at, came to its end.
type Settled string

// The ways to be settled. What is not has none.
const (
	DoneByPerson   Settled = "done"             // the person said so on Today
	Elsewhere      Settled = "elsewhere"        // decided where the thing itself is
	NoLongerNeeded Settled = "no_longer_needed" // the need is gone

	// Again, as the end of a word, takes its end back: it is to be decided again.
	Again Settled = "again"
)

// StateAsked is the code of the question how a part of a request stands: its
// asker put it, and whatever the owner does or says next answers it.
const StateAsked = "task.state_asked"

// Data are the identifiers and codes of a word.
type Data struct {
	CommentID string         `json:"comment_id,omitempty"`
	TaskID    string         `json:"task_id,omitempty" doc:"Another task that is named, where the reader may read it"`
	PersonID  string         `json:"person_id,omitempty" doc:"Another person that is named"`
	From      string         `json:"from,omitempty" doc:"A level"`
	To        string         `json:"to,omitempty" doc:"A level"`
	FromDate  *worktime.Date `json:"from_date,omitempty"`
	ToDate    *worktime.Date `json:"to_date,omitempty"`
	Reason    string         `json:"reason,omitempty" doc:"A code, such as that of a moved date"`
	Late      bool           `json:"late,omitempty"`
	OnList    bool           `json:"on_list,omitempty" doc:"It stands on the list already"`
	Fields    []string       `json:"fields,omitempty"`
	ByManager bool           `json:"by_manager,omitempty"`
}

// ThreadOf is the thread of an object.
func ThreadOf(kind authz.Kind, objectID string) string { return string(kind) + ":" + objectID }

// Tell writes what people are told of a change, in its transaction. It is called
// before the change is recorded, since what it reads comes before the lock that
// orders all writes.
//
// Nobody is told of their own acts. It costs nothing where nobody is told.
func (s *Service) Tell(ctx context.Context, tx *activity.Tx, words ...Word) error {
	words = slices.DeleteFunc(words, func(w Word) bool { return w.To == "" || w.To == tx.Actor && w.Over == "" })
	if len(words) == 0 {
		return nil
	}
	var told []string
	for _, w := range words {
		if w.Over == "" && !slices.Contains(told, w.To) {
			told = append(told, w.To)
		}
	}
	var hours map[string]Hours
	var settings map[string]MySettings
	if len(told) > 0 {
		var err error
		if hours, settings, err = s.HoursOf(ctx, tx, told...); err != nil {
			return err
		}
	}
	now := time.UnixMilli(tx.Now).UTC()
	for _, w := range words {
		if w.Thread == "" {
			w.Thread = ThreadOf(w.Kind, w.ObjectID)
		}
		if w.Over != "" {
			if err := w.end(ctx, tx); err != nil {
				return err
			}
			continue
		}
		at, known := hours[w.To]
		if !known {
			continue // a person who is not there
		}
		decision := Decide(Happening{ActorID: tx.Actor, RecipientID: w.To, Section: w.Section}, settings[w.To].Settings, at, now)
		avoided := w.Deliberate && tx.Actor != "" && at.Working(now)
		if err := w.write(ctx, tx, decision, avoided); err != nil {
			return err
		}
	}
	return nil
}

// write takes a revision for the word, so that words are in the order of the
// commits, and none comes in before one that a digest has taken.
func (w *Word) write(ctx context.Context, tx *activity.Tx, decision Decision, avoided bool) error {
	seq, err := tx.NextRevision(ctx)
	if err != nil {
		return err
	}
	var decideBy any
	if w.DecideBy != nil {
		decideBy = w.DecideBy.UnixMilli()
	}
	return db.Later(ctx, tx.Tx, `INSERT INTO notification (seq, person_id, actor_id, code, section, kind, object_id, thread, data,
		lane, rule, decide_by, avoided, settled, at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, '', $14)`,
		seq, w.To, tx.Actor, w.Code, w.Section, w.Kind, w.ObjectID, w.Thread, db.Text(w.Data),
		decision.Lane, decision.Rule, decideBy, avoided, tx.Now)
}

// end settles what was to be decided. It comes after the lock of the counter, so
// that it meets no digest that is being composed.
//
// Who decides it themselves has dealt with what else they were told about the same:
// it does not come back as news.
func (w *Word) end(ctx context.Context, tx *activity.Tx) error {
	if _, err := tx.NextRevision(ctx); err != nil {
		return err
	}
	const text = `UPDATE notification SET settled = $1 WHERE person_id = $2 AND thread = $3 AND settled = `
	if w.Over == Again {
		var since int64
		if !w.Since.IsZero() {
			since = w.Since.UnixMilli()
		}
		return db.Later(ctx, tx.Tx, text+`$5 AND code = $4 AND at >= $6`, Settled(""), w.To, w.Thread, w.Code, Elsewhere, since)
	}
	meant, what := `code = $4`, any(w.Code)
	if w.Code == "" {
		meant, what = `section = $4`, ToDecide
	}
	told := ""
	if w.To == tx.Actor {
		told = ` OR section <> 'decide' AND digest_id IS NOT NULL AND EXISTS (SELECT 1 FROM notification
			WHERE person_id = $2 AND thread = $3 AND settled = '' AND section = 'decide' AND ` + meant + `)`
	}
	return db.Later(ctx, tx.Tx, text+`'' AND (`+meant+told+`)`, w.Over, w.To, w.Thread, what)
}

// ToldAt is when a person was told the last thing of a kind about something, which
// is when the digest with it was composed; false when they have not been told yet.
func ToldAt(ctx context.Context, q db.Querier, personID, thread, code string) (time.Time, bool, error) {
	found, err := db.All(ctx, q, db.Value[int64], `SELECT coalesce(d.composed_at, 0) FROM notification n LEFT JOIN digest d ON d.id = n.digest_id
		WHERE n.person_id = $1 AND n.thread = $2 AND n.code = $3 ORDER BY n.seq DESC LIMIT 1`, personID, thread, code)
	if err != nil || len(found) == 0 || found[0] == 0 {
		return time.Time{}, false, err
	}
	return time.UnixMilli(found[0]).UTC(), true, nil
}

// FirstToldAt is when a person was first told, since an instant, one of these kinds
// of things about something; false when they have not been told yet.
func FirstToldAt(ctx context.Context, q db.Querier, personID, thread string, since time.Time, codes ...string) (time.Time, bool, error) {
	at, err := db.One(ctx, q, db.Value[*int64], `SELECT min(d.composed_at) FROM notification n JOIN digest d ON d.id = n.digest_id
		WHERE n.person_id = $1 AND n.thread = $2 AND n.code `+q.Dialect().Among("$3")+` AND d.composed_at >= $4`,
		personID, thread, db.List(codes), since.UnixMilli())
	if err != nil || at == nil {
		return time.Time{}, false, err
	}
	return time.UnixMilli(*at).UTC(), true, nil
}
