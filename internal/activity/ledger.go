// Package activity is the append-only log of what happened, and all that
// follows from it: revisions, idempotent writes, and the change feed.
//
// Every write of every noun goes through [Ledger.Write]: one transaction that
// holds the change, its revision, its activity entry, the scopes it is seen in
// and the idempotency key under which it may be sent again. Readers follow by
// [Feed.Changes], woken by [Hub].
package activity

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"cairn/internal/authz"
	"cairn/internal/clock"
	"cairn/internal/db"
	"cairn/internal/errs"
)

// Change is one object changed by a write.
type Change struct {
	Kind   authz.Kind
	ID     string
	Verb   string        // what happened, as a code: "task.moved"
	Scopes []authz.Scope // where the object is from now on; none when it is deleted
	Was    []authz.Scope // where it was before, when that may differ
	About  string        // the person whom an act of administration concerns
	Data   any           // identifiers and codes that make the sentence; never free text
}

// Ledger writes.
type Ledger struct {
	db    *db.DB
	clock clock.Clock
	keys  clock.Clock // from when on a key is kept
	hub   *Hub
}

// NewLedger returns a ledger over a database. The hub is told after each
// commit.
func NewLedger(database *db.DB, clk clock.Clock, hub *Hub) *Ledger {
	return &Ledger{db: database, clock: clk, keys: clk, hub: hub}
}

// KeepKeysBy counts the age of idempotency keys by another clock: the one by
// which a year of the demo is written stands long before that of the sweep.
func (l *Ledger) KeepKeysBy(clk clock.Clock) { l.keys = clk }

// Tx is a write under way. Changes are recorded with Record after everything
// that the write reads and checks, because the first Record takes the lock
// that orders all writes.
type Tx struct {
	*db.Tx

	Now   int64 // epoch milliseconds, one instant for the whole write
	Actor string

	scopes []authz.Scope
	people []string
	answer Answer
}

// Answer says what a write made, so that the same write sent again can be
// answered the same way.
type Answer struct {
	Kind     authz.Kind
	ID       string
	Revision int64
	Replayed bool // the write was done before, under the same key
}

// Write runs fn in one transaction under the call's idempotency key. When the
// key was used before, fn does not run: the first answer comes back, marked
// Replayed, or the first refusal's code.
//
// A refusal that is final (see errs.Code.Final) is remembered under the key as
// well. fn may run more than once, so it has no effects outside tx.
func (l *Ledger) Write(ctx context.Context, call authz.Call, fn func(ctx context.Context, tx *Tx) error) (Answer, error) {
	return l.WriteBeside(ctx, call, "", fn)
}

// WriteBeside is Write for what takes no lock but the one named, before that of
// the revision counter (see db.DB.WriteBeside), and begins with these queries.
func (l *Ledger) WriteBeside(ctx context.Context, call authz.Call, beside string, fn func(ctx context.Context, tx *Tx) error, ahead ...db.Ask) (Answer, error) {
	var done *Tx
	err := l.db.WriteBeside(ctx, beside, func(ctx context.Context, raw *db.Tx) error {
		done = nil
		db.Ahead(raw, ahead...)
		tx := &Tx{Tx: raw, Now: l.clock.Now().UnixMilli(), Actor: call.PersonID}
		before, err := replay(ctx, raw, call)
		if err != nil {
			return err
		}
		if before != nil {
			tx.answer = *before
			done = tx
			return nil
		}
		if err := fn(ctx, tx); err != nil {
			return err
		}
		done = tx
		return remember(ctx, raw, call, tx.answer, "", l.keys.Now().UnixMilli())
	})
	if err != nil {
		return l.rememberRefusal(ctx, call, err)
	}
	l.hub.changed(done.scopes, done.people)
	return done.answer, nil
}

// Record takes the next revision for a change, and writes its activity entry
// and the scopes it is seen in. The first recorded change is the write's
// answer, unless Answer names another. It returns the revision, for the object's own row.
func (tx *Tx) Record(ctx context.Context, change Change) (int64, error) {
	revision, err := tx.NextRevision(ctx)
	if err != nil {
		return 0, err
	}
	if err := db.Later(ctx, tx.Tx,
		`INSERT INTO activity (revision, at, actor_id, verb, kind, object_id, about_id, data)
		 VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
		revision, tx.Now, tx.Actor, change.Verb, change.Kind, change.ID, db.NullString(change.About), db.Text(change.Data),
	); err != nil {
		return 0, err
	}
	if err := tx.place(ctx, change, revision); err != nil {
		return 0, err
	}
	if tx.answer.ID == "" {
		tx.answer = Answer{Kind: change.Kind, ID: change.ID, Revision: revision}
	}
	return revision, nil
}

// Answer names the object that the write is about, among those it changed: a
// write sent again is answered with it.
func (tx *Tx) Answer(kind authz.Kind, id string, revision int64) {
	tx.answer = Answer{Kind: kind, ID: id, Revision: revision}
}

// place puts the object into its scopes, and marks those that it left. It is one
// statement, because by now all other writes wait for this one.
func (tx *Tx) place(ctx context.Context, change Change, revision int64) error {
	gone := "left"
	if len(change.Scopes) == 0 {
		gone = "gone"
	}
	placed := map[authz.Scope]bool{}
	args := []any{change.Kind, change.ID, revision}
	var rows []string
	for i, scope := range slices.Concat(change.Scopes, change.Was) {
		if placed[scope] {
			continue
		}
		placed[scope] = true
		state := "in"
		if i >= len(change.Scopes) {
			state = gone
		}
		args = append(args, scope, state)
		rows = append(rows, fmt.Sprintf("($1, $2, $%d, $3, $%d)", len(args)-1, len(args)))
		tx.scopes = append(tx.scopes, scope)
	}
	if len(rows) == 0 {
		return nil
	}
	return db.Later(ctx, tx.Tx, `INSERT INTO object_scope (kind, id, scope, revision, state) VALUES `+strings.Join(rows, ", ")+`
		ON CONFLICT (kind, id, scope) DO UPDATE SET revision = excluded.revision, state = excluded.state`, args...)
}

// TellAgain has objects told anew to those who follow them, at a revision that
// this write has taken: they stayed as they are, and readers see them otherwise.
func (tx *Tx) TellAgain(ctx context.Context, kind authz.Kind, ids []string, revision int64) error {
	if len(ids) == 0 {
		return nil
	}
	scopes, err := db.All(ctx, tx, db.Value[authz.Scope],
		`UPDATE object_scope SET revision = $3 WHERE kind = $1 AND id `+tx.Dialect().Among("$2")+` AND state = 'in' RETURNING scope`,
		kind, db.List(ids), revision)
	tx.scopes = append(tx.scopes, scopes...)
	return err
}

// GrantsChanged tells that what these people may read has changed, so that
// their streams look again. The grants themselves are rows of package people.
func (tx *Tx) GrantsChanged(people ...string) { tx.people = append(tx.people, people...) }

// replay looks up what was answered under the call's key before.
func replay(ctx context.Context, tx *db.Tx, call authz.Call) (*Answer, error) {
	if call.Key == "" {
		return nil, nil // no key, so nothing to find
	}
	type kept struct {
		hash, code string
		answer     Answer
	}
	before, err := db.One(ctx, tx, func(row db.Row) (kept, error) {
		k := kept{answer: Answer{Replayed: true}}
		return k, row.Scan(&k.hash, &k.code, &k.answer.Kind, &k.answer.ID, &k.answer.Revision)
	}, `SELECT hash, code, kind, object_id, revision FROM idempotency WHERE person_id = $1 AND key = $2`,
		call.PersonID, call.Key)
	switch {
	case errors.Is(err, db.ErrNoRow):
		return nil, nil // a key that is new
	case err != nil:
		return nil, err
	case before.hash != call.Hash:
		return nil, errs.New(errs.KeyReused, "this Idempotency-Key was sent before with another request; use a new key for a new request")
	case before.code != "":
		refusal := errs.New(errs.Code(before.code), "this request was refused before under the same Idempotency-Key; use a new key to try again")
		refusal.Replayed = true
		return nil, &replayedRefusal{refusal}
	}
	return &before.answer, nil
}

// replayedRefusal is a refusal that the ledger holds already.
type replayedRefusal struct{ error }

// Unwrap gives the refusal to errors.As.
func (r *replayedRefusal) Unwrap() error { return r.error }

func remember(ctx context.Context, tx *db.Tx, call authz.Call, answer Answer, code errs.Code, now int64) error {
	if call.Key == "" {
		return nil
	}
	// Where the same write, sent twice at once, is done already, this is not
	// unique, and db runs the write again, which then finds the answer.
	return db.Later(ctx, tx,
		`INSERT INTO idempotency (person_id, key, hash, code, kind, object_id, revision, created_at)
		 VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
		call.PersonID, call.Key, call.Hash, code, answer.Kind, answer.ID, answer.Revision, now)
}

// rememberRefusal keeps a final refusal under its key, in a transaction of its
// own: the refused one is gone. Where the same write, sent twice at once, was
// done or refused meanwhile, that is the answer.
func (l *Ledger) rememberRefusal(ctx context.Context, call authz.Call, refusal error) (Answer, error) {
	code := errs.CodeOf(refusal)
	var known *replayedRefusal
	if call.Key == "" || !code.Final() || code == errs.KeyReused || errors.As(refusal, &known) {
		return Answer{}, refusal
	}
	var before *Answer
	err := l.db.Write(ctx, func(ctx context.Context, tx *db.Tx) error {
		var err error
		if before, err = replay(ctx, tx, call); err != nil || before != nil {
			return err
		}
		return remember(ctx, tx, call, Answer{}, code, l.keys.Now().UnixMilli())
	})
	switch {
	case err != nil:
		return Answer{}, err
	case before != nil:
		return *before, nil
	}
	return Answer{}, refusal
}

// keepKeys is how long a write may be sent again under its key: longer than any
// device is likely to be offline.
const keepKeys = 60 * 24 * time.Hour

// Sweep forgets idempotency keys that are older, a few at a time.
func (l *Ledger) Sweep(ctx context.Context) error {
	before := l.clock.Now().Add(-keepKeys).UnixMilli()
	for {
		var forgotten int64
		err := l.db.Write(ctx, func(ctx context.Context, tx *db.Tx) error {
			var err error
			forgotten, err = db.Exec(ctx, tx, `DELETE FROM idempotency WHERE (person_id, key) IN
				(SELECT person_id, key FROM idempotency WHERE created_at < $1 LIMIT 1000)`, before)
			return err
		})
		if err != nil || forgotten == 0 {
			return err
		}
	}
}
