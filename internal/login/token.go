package login

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"database/sql"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"strings"
	"time"

	"cairn/internal/authz"
	"cairn/internal/db"
	"cairn/internal/errs"
	"cairn/internal/id"
)

// kind is what a token is for.
type kind string

const (
	kindSession    kind = "session"
	kindAPI        kind = "api"
	kindInvitation kind = "invitation"
	kindReset      kind = "reset"
	kindSetup      kind = "setup"
)

// prefix tells people, and scanners of leaked secrets, what a secret is.
func (k kind) prefix() string {
	if k == kindAPI {
		return "cairn_pat_"
	}
	return "cairn_" + string(k) + "_"
}

// token is a row of the table; the secret exists only when it is made.
type token struct {
	id, secret, hash string
	kind             kind
	personID         string
	name             string
	grants           []authz.Grant
	createdAt        int64
	expiresAt        sql.NullInt64
}

const secretBytes = 32 // 256 bits

func newToken(k kind, personID, name string, now time.Time, lasts time.Duration) token {
	raw := make([]byte, secretBytes)
	_, _ = rand.Read(raw) // never fails (crypto/rand)
	secret := k.prefix() + base64.RawURLEncoding.EncodeToString(raw)
	t := token{id: id.New(), secret: secret, hash: hashOf(secret), kind: k, personID: personID, name: name, createdAt: now.UnixMilli()}
	if lasts > 0 {
		t.expiresAt = sql.NullInt64{Int64: now.Add(lasts).UnixMilli(), Valid: true}
	}
	return t
}

// hashOf needs no salt and no cost: a secret of 256 random bits can't be
// guessed from its hash.
func hashOf(secret string) string {
	sum := sha256.Sum256([]byte(secret))
	return hex.EncodeToString(sum[:])
}

// shown is the beginning of a secret, by which its owner recognizes it.
func (t *token) shown() string {
	const digits = 6
	return t.secret[:len(t.kind.prefix())+digits]
}

func (t *token) insert(ctx context.Context, tx *db.Tx) error {
	grants := make([]string, len(t.grants))
	for i, grant := range t.grants {
		grants[i] = string(grant)
	}
	_, err := db.Exec(ctx, tx, `INSERT INTO token (id, kind, hash, person_id, name, prefix, scopes, last_used_on, created_at, expires_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, NULL, $8, $9)`,
		t.id, t.kind, t.hash, db.NullString(t.personID), t.name, t.shown(), strings.Join(grants, " "), t.createdAt, t.expiresAt)
	return err
}

// find looks up a link that is still good.
func (s *Service) find(ctx context.Context, q db.Querier, k kind, secret string) (token, error) {
	found, err := db.One(ctx, q, func(row db.Row) (token, error) {
		t := token{kind: k}
		var person sql.NullString
		err := row.Scan(&t.id, &person, &t.name)
		t.personID = person.String
		return t, err
	}, `SELECT id, person_id, name FROM token WHERE hash = $1 AND kind = $2 AND (expires_at IS NULL OR expires_at > $3)`,
		hashOf(secret), k, s.clock.Now().UnixMilli())
	if errors.Is(err, db.ErrNoRow) {
		return token{}, linkIsOver()
	}
	return found, err
}

// use deletes a link, so that it works once: of two who use it at the same
// time, one finds it gone.
func (t *token) use(ctx context.Context, tx *db.Tx) error {
	n, err := db.Exec(ctx, tx, `DELETE FROM token WHERE id = $1`, t.id)
	if err == nil && n == 0 {
		return linkIsOver()
	}
	return err
}

// Authenticate finds the person behind the secret of a session or API token.
func (s *Service) Authenticate(ctx context.Context, secret string) (authz.Actor, error) {
	type found struct {
		actor  authz.Actor
		kind   kind
		usedOn string
	}
	now := s.clock.Now()
	f, err := db.One(ctx, s.db, func(row db.Row) (found, error) {
		var f found
		var scopes string
		err := row.Scan(&f.actor.TokenID, &f.kind, &f.actor.PersonID, &f.actor.Role, &scopes, &f.usedOn)
		if f.kind == kindAPI {
			f.actor.Grants = []authz.Grant{}
			for _, scope := range strings.Fields(scopes) {
				f.actor.Grants = append(f.actor.Grants, authz.Grant(scope))
			}
		}
		return f, err
	}, `SELECT t.id, t.kind, t.person_id, p.role, t.scopes, coalesce(t.last_used_on, '')
		FROM token t JOIN person p ON p.id = t.person_id
		WHERE t.hash = $1 AND t.kind IN ('session', 'api') AND p.active AND (t.expires_at IS NULL OR t.expires_at > $2)`,
		hashOf(secret), now.UnixMilli())
	if errors.Is(err, db.ErrNoRow) {
		return authz.Actor{}, errs.New(errs.Unauthenticated, "the session or token has ended; log in again, or use a new token")
	}
	if err != nil {
		return authz.Actor{}, err
	}
	if today := now.Format(time.DateOnly); f.kind == kindAPI && f.usedOn != today {
		if err := s.usedOn(ctx, f.actor.TokenID, today); err != nil && !errs.Is(err, errs.DiskFull) && !errs.Is(err, errs.Busy) {
			return authz.Actor{}, err
		}
	}
	return f.actor, nil
}

// usedOn notes that an API token was used, by the day (N7), so that its owner
// can tell which ones are forgotten. A session keeps nothing of the sort.
func (s *Service) usedOn(ctx context.Context, tokenID, day string) error {
	return s.db.Write(ctx, func(ctx context.Context, tx *db.Tx) error {
		_, err := db.Exec(ctx, tx, `UPDATE token SET last_used_on = $2 WHERE id = $1`, tokenID, day)
		return err
	})
}
