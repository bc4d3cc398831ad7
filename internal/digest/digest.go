// Package digest composes what waits for a person into one digest, and shows what
// the digests have brought: Today.
//
//   - compose.go takes what waits, in one transaction, once (rule N5); run.go does
//     so for whoever's hour has come.
//   - fold.go makes of many words about one thing the one entry that is shown.
//   - today.go is what is still to be dealt with.
//
// A digest keeps identifiers and codes. Words that people wrote, and titles, are
// read when it is shown, by who may read them then (A1).
package digest

import (
	"context"
	"errors"
	"time"

	"cairn/internal/activity"
	"cairn/internal/authz"
	"cairn/internal/clock"
	"cairn/internal/db"
	"cairn/internal/errs"
	"cairn/internal/notify"
	"cairn/internal/work"
	"cairn/internal/worktime"
)

// Subject is what a word is about, as its reader may see it now.
type Subject struct {
	Title     string         `json:"title"`
	Status    string         `json:"status"`
	Level     string         `json:"level,omitempty"`
	OwnerID   string         `json:"owner_id"`
	AskedByID string         `json:"asked_by_id"`
	DueDate   *worktime.Date `json:"due_date"`
	Revision  int64          `json:"revision"`

	Why     string   `json:"why,omitempty" doc:"Of what a request asks: why"`
	Answers *Answers `json:"answers,omitempty" doc:"Of a request: what it came to"`
}

// Answers are what a request came to, for who reads all its answers.
type Answers struct {
	Asked    int      `json:"asked"`
	Answered int      `json:"answered"`
	Declined int      `json:"declined"`
	Sum      *float64 `json:"sum" doc:"Of the answers that are numbers"`
	Waiting  []Waited `json:"waiting" doc:"Whose answers are waited for: three at most"`
	More     int      `json:"more" doc:"How many more are waited for"`

	Words string `json:"-"` // the same as a sentence, for mails
}

// Waited is somebody whose answer is waited for.
type Waited struct {
	PersonID string         `json:"person_id"`
	On       *worktime.Date `json:"on" doc:"When they are back, or when it is due"`
	Back     bool           `json:"back" doc:"They are away until then"`
	Overdue  bool           `json:"overdue"`
}

// Shower reads what words of one kind are about, as far as a reader may.
type Shower func(ctx context.Context, q db.Querier, readerID string, ids []string) (map[string]Subject, error)

// Tasks is what this package needs to know about tasks.
type Tasks interface {
	Seen(ctx context.Context, q db.Querier, readerID string, ids []string) ([]work.Task, error)
	Said(ctx context.Context, q db.Querier, readerID string, commentIDs []string) (map[string]string, error)
	Questions(ctx context.Context, q db.Querier, personIDs []string) ([]notify.Question, error)
}

// Hooks are what others do in the transaction in which a digest is composed. A nil
// hook does nothing.
type Hooks struct {
	// Composed is called for a new digest, with the channels that its person has
	// chosen for digests.
	Composed func(ctx context.Context, tx *activity.Tx, digest Digest, channels []notify.Channel) error
}

// Service composes digests and shows them.
type Service struct {
	db      *db.DB
	ledger  *activity.Ledger
	notify  *notify.Service
	tasks   Tasks
	showers map[authz.Kind]Shower // of other kinds than tasks
	clock   clock.Clock
	hooks   Hooks
	host    string // of the message ids
}

// New returns the service. Host is the name of the server, for the ids of mails.
func New(database *db.DB, ledger *activity.Ledger, words *notify.Service, tasks Tasks, clk clock.Clock, host string, hooks Hooks) *Service {
	return &Service{
		db: database, ledger: ledger, notify: words, tasks: tasks, showers: map[authz.Kind]Shower{}, clock: clk, hooks: hooks, host: host,
	}
}

// Show adds a kind of objects that people are told of. It is called before the
// service is used.
func (s *Service) Show(kind authz.Kind, shower Shower) { s.showers[kind] = shower }

// Loaders read the objects of this package for the change feed.
func (s *Service) Loaders() map[authz.Kind]activity.Loader {
	return map[authz.Kind]activity.Loader{authz.KindDigest: s.load}
}

// Digest is one digest of one person, without what it tells.
type Digest struct {
	ID         string             `json:"id"`
	PersonID   string             `json:"person_id"`
	Date       worktime.Date      `json:"date" doc:"In the person's zone"`
	Hour       worktime.TimeOfDay `json:"hour" doc:"The digest hour that it belongs to"`
	Rule       notify.Rule        `json:"rule" enum:"digest_hour,decide_before,after_focus,after_quiet,after_time_off,held_up" doc:"Why it came when it did"`
	Away       *Away              `json:"away"`
	MessageID  string             `json:"message_id" doc:"Of its mail, however often that is sent"`
	ComposedAt time.Time          `json:"composed_at"`
	Revision   int64              `json:"revision"`
}

// Away is what happened while a person was away, for the welcome back.
type Away struct {
	_ struct{} `nullable:"true"`

	From           worktime.Date `json:"from"`
	To             worktime.Date `json:"to" doc:"Included"`
	Days           int           `json:"days"`
	Happened       int           `json:"happened" doc:"Words in all"`
	NeedYou        int           `json:"need_you" doc:"Things to decide"`
	NoLongerNeeded int           `json:"no_longer_needed"`
	Settled        int           `json:"settled" doc:"Decided without you"`
}

const digestColumns = `d.id, d.person_id, d.local_date, d.hour, d.rule, d.away, d.message_id, d.composed_at, d.revision`

func scanDigest(row db.Row) (Digest, error) {
	var d Digest
	var away db.JSON[*Away]
	var at int64
	err := row.Scan(&d.ID, &d.PersonID, &d.Date, &d.Hour, &d.Rule, &away, &d.MessageID, &at, &d.Revision)
	d.Away, d.ComposedAt = away.V, time.UnixMilli(at).UTC()
	return d, err
}

// readable is who reads a digest: whoever it is for.
func readable() string { return authz.Readable(authz.KindDigest, "d.id", "$1") }

func (s *Service) load(ctx context.Context, q db.Querier, reader authz.Actor, ids []string) (map[string]any, error) {
	found, err := db.All(ctx, q, scanDigest, `SELECT `+digestColumns+` FROM digest d
		WHERE d.id `+q.Dialect().Among("$2")+` AND d.composed_at >= $3 AND `+readable(),
		reader.PersonID, db.List(ids), s.clock.Now().Add(-followedFor).UnixMilli())
	loaded := make(map[string]any, len(found))
	for _, d := range found {
		loaded[d.ID] = d
	}
	return loaded, err
}

// followedFor is how long a digest is in the change feed.
const followedFor = 30 * 24 * time.Hour

// Digests is a part of the digests of a person, the latest first.
type Digests struct {
	Items []Digest `json:"items"`
	Next  *string  `json:"next_cursor" doc:"The id to send as before; null at the end"`
}

const (
	defaultPage = 50
	maxPage     = 200
)

// List returns one's own digests, the latest first: those before a digest, where
// one is named.
func (s *Service) List(ctx context.Context, actor authz.Actor, limit int, beforeID string) (Digests, error) {
	if limit <= 0 || limit > maxPage {
		limit = defaultPage
	}
	before, id := int64(1)<<62, "g" // after every id, whatever the collation
	if beforeID != "" {
		d, err := s.digest(ctx, actor, beforeID)
		if err != nil {
			return Digests{}, errs.InvalidField("query.before", "there is no such digest of yours; leave it out to begin with the latest")
		}
		before, id = d.ComposedAt.UnixMilli(), d.ID
	}
	found, err := db.All(ctx, s.db, scanDigest, `SELECT `+digestColumns+` FROM digest d
		WHERE d.person_id = $1 AND (d.composed_at, d.id) < ($2, $3) AND `+readable()+`
		ORDER BY d.composed_at DESC, d.id DESC LIMIT $4`, actor.PersonID, before, id, limit+1)
	if err != nil || len(found) <= limit {
		return Digests{Items: found}, err
	}
	return Digests{Items: found[:limit], Next: &found[limit-1].ID}, nil
}

func (s *Service) digest(ctx context.Context, actor authz.Actor, id string) (Digest, error) {
	d, err := db.One(ctx, s.db, scanDigest, `SELECT `+digestColumns+` FROM digest d WHERE d.id = $2 AND `+readable(), actor.PersonID, id)
	if errors.Is(err, db.ErrNoRow) {
		return Digest{}, errs.New(errs.NotFound, "there is no such digest for you")
	}
	return d, err
}

// Whole is a digest with what it tells.
type Whole struct {
	Digest
	Told
}

// Get returns one of one's own digests, with what its reader may read of it today.
func (s *Service) Get(ctx context.Context, actor authz.Actor, id string) (Whole, error) {
	d, err := s.digest(ctx, actor, id)
	if err != nil {
		return Whole{}, err
	}
	words, err := db.All(ctx, s.db, scanWord, `SELECT `+wordColumns+` FROM notification n WHERE n.digest_id = $1 ORDER BY n.seq`, id)
	if err != nil {
		return Whole{}, err
	}
	entries, err := s.entries(ctx, s.db, actor.PersonID, words)
	return Whole{d, sorted(entries)}, err
}
