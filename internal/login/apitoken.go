package login

import (
	"context"
	"database/sql"
	"slices"
	"strings"
	"time"

	"cairn/internal/activity"
	"cairn/internal/authz"
	"cairn/internal/db"
	"cairn/internal/errs"
	"cairn/internal/people"
	"cairn/internal/worktime"
)

// TokenInfo is an API token as its owner sees it.
type TokenInfo struct {
	ID         string         `json:"id"`
	Name       string         `json:"name"`
	Prefix     string         `json:"prefix" doc:"How the secret begins"`
	Scopes     []authz.Grant  `json:"scopes"`
	LastUsedOn *worktime.Date `json:"last_used_on" doc:"By the day"`
	CreatedAt  time.Time      `json:"created_at"`
	ExpiresAt  *time.Time     `json:"expires_at"`
}

// NewToken is an API token that was just made, with its secret.
type NewToken struct {
	TokenInfo
	Secret string `json:"secret" doc:"Shown this once"`
}

const maxTokenName = 100

// CreateToken makes an API token for oneself. It can do no more than its owner.
func (s *Service) CreateToken(ctx context.Context, call authz.Call, name string, grants []authz.Grant, expiresOn *worktime.Date) (NewToken, error) {
	name = strings.TrimSpace(name)
	if name == "" || len(name) > maxTokenName {
		return NewToken{}, errs.InvalidField("body.name", "say in up to %d letters what the token is for", maxTokenName)
	}
	for _, grant := range grants {
		if !slices.Contains(authz.Grants(), grant) {
			return NewToken{}, errs.InvalidField("body.scopes", "%q is not a scope; use read, write and admin", grant)
		}
	}
	now := s.clock.Now()
	t := newToken(kindAPI, call.PersonID, name, now, 0)
	t.grants = grants
	if expiresOn != nil {
		end := worktime.Instant(time.UTC, *expiresOn, worktime.EndOfDate)
		if !end.After(now) {
			return NewToken{}, errs.InvalidField("body.expires_on", "has passed already")
		}
		t.expiresAt = sql.NullInt64{Int64: end.UnixMilli(), Valid: true}
	}
	// Without an idempotency key: the secret is shown once, and never again.
	call.Key = ""
	_, err := s.ledger.Write(ctx, call, func(ctx context.Context, tx *activity.Tx) error {
		if err := t.insert(ctx, tx.Tx); err != nil {
			return err
		}
		about := ""
		if tx.Actor != t.personID {
			about = t.personID
		}
		return act(ctx, tx, authz.KindToken, t.id, people.TokenCreated, about)
	})
	return NewToken{TokenInfo: t.info(""), Secret: t.secret}, err
}

func (t *token) info(lastUsedOn string) TokenInfo {
	info := TokenInfo{ID: t.id, Name: t.name, Scopes: t.grants, CreatedAt: time.UnixMilli(t.createdAt).UTC()}
	if t.secret != "" {
		info.Prefix = t.shown()
	}
	if t.expiresAt.Valid {
		at := time.UnixMilli(t.expiresAt.Int64).UTC()
		info.ExpiresAt = &at
	}
	if day, err := worktime.ParseDate("", lastUsedOn); err == nil {
		info.LastUsedOn = &day
	}
	return info
}

// Tokens lists one's own API tokens, the latest first.
func (s *Service) Tokens(ctx context.Context, actor authz.Actor) ([]TokenInfo, error) {
	return db.All(ctx, s.db, func(row db.Row) (TokenInfo, error) {
		t := token{grants: []authz.Grant{}}
		var scopes, prefix, usedOn string
		if err := row.Scan(&t.id, &t.name, &prefix, &scopes, &usedOn, &t.createdAt, &t.expiresAt); err != nil {
			return TokenInfo{}, err
		}
		for _, scope := range strings.Fields(scopes) {
			t.grants = append(t.grants, authz.Grant(scope))
		}
		info := t.info(usedOn)
		info.Prefix = prefix
		return info, nil
	}, `SELECT id, name, prefix, scopes, coalesce(last_used_on, ''), created_at, expires_at FROM token
		WHERE person_id = $1 AND kind = 'api' AND (expires_at IS NULL OR expires_at > $2) ORDER BY created_at DESC, id`,
		actor.PersonID, s.clock.Now().UnixMilli())
}

// RevokeToken ends one of one's own API tokens.
func (s *Service) RevokeToken(ctx context.Context, call authz.Call, tokenID string) error {
	return s.revoke(ctx, call, kindAPI, tokenID, func(ctx context.Context, tx *activity.Tx) error {
		return act(ctx, tx, authz.KindToken, tokenID, people.TokenRevoked, "")
	})
}

// CreateTokenFor makes an API token for a person from the command line. The
// person sees that it was made (P2).
func (s *Service) CreateTokenFor(ctx context.Context, email, name string, grants []authz.Grant) (NewToken, error) {
	person, err := s.people.BriefByEmail(ctx, s.db, strings.ToLower(strings.TrimSpace(email)))
	if err != nil {
		return NewToken{}, err
	}
	t := newToken(kindAPI, person.ID, name, s.clock.Now(), 0)
	t.grants = grants
	_, err = s.ledger.Write(ctx, authz.Call{}, func(ctx context.Context, tx *activity.Tx) error {
		if err := t.insert(ctx, tx.Tx); err != nil {
			return err
		}
		return act(ctx, tx, authz.KindToken, t.id, people.TokenCreated, person.ID)
	})
	return NewToken{TokenInfo: t.info(""), Secret: t.secret}, err
}
