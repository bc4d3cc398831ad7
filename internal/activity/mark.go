package activity

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"

	"cairn/internal/db"
	"cairn/internal/errs"
)

// canContinue refuses a cursor that is not of this database's history. A backup
// that is put back counts on from its own revision, and soon passes the cursors
// of readers who saw what is lost; the mark tells the two histories apart.
func canContinue(ctx context.Context, q db.Querier, query Query) error {
	if query.Since == 0 {
		return nil
	}
	revision, err := db.One(ctx, q, db.Value[int64], `SELECT revision FROM counter WHERE id = 1`)
	if err != nil {
		return err
	}
	known := query.Since <= revision
	if known && query.Mark != "" {
		mark, err := markOf(ctx, q, query.Since)
		if err != nil {
			return err
		}
		known = mark == query.Mark
	}
	if !known {
		return errs.New(errs.StartAgain, "the changes since then are not known here; read everything again from since=0")
	}
	return nil
}

// markOf is short for what happened at a revision, and "" for none. Two histories
// that part have different entries there: another object, or another millisecond.
// Who knows the object still can't try instants until one fits: the hash is keyed
// with the database's own salt (N7).
func markOf(ctx context.Context, q db.Querier, revision int64) (string, error) {
	mark, err := db.One(ctx, q, func(row db.Row) (string, error) {
		var at int64
		var actor, verb, object, salt string
		err := row.Scan(&at, &actor, &verb, &object, &salt)
		sum := hmac.New(sha256.New, []byte(salt))
		fmt.Fprint(sum, at, " ", actor, " ", verb, " ", object)
		return base64.RawURLEncoding.EncodeToString(sum.Sum(nil)[:9]), err
	}, `SELECT a.at, a.actor_id, a.verb, a.object_id, c.salt FROM activity a JOIN counter c ON c.id = 1 WHERE a.revision = $1`, revision)
	if errors.Is(err, db.ErrNoRow) {
		return "", nil
	}
	return mark, err
}
