package login

import (
	"context"
	"crypto/rand"
	"encoding/base32"
	"errors"
	"strings"
	"time"

	"cairn/internal/authz"
	"cairn/internal/db"
	"cairn/internal/errs"
	"cairn/internal/id"
)

// replyDays is how long one can answer to the address of a mail.
const replyDays = 120

// Reply is what an address to answer to stands for: the word of one person on one
// task. It can answer, and reads nothing.
type Reply struct {
	TokenID  string
	PersonID string
	TaskID   string
	Role     authz.Role
	MadeAt   time.Time
}

// A reply token is a part of a mail address, where letters may lose their case, so
// it is in base32: 256 random bits in 52 small letters and digits, without a
// prefix, since no more than 64 characters go before the @.
func replyHash(secret string) string { return hashOf("reply:" + strings.ToLower(secret)) }

const replyChars = 52

// CreateReply makes the token by which a person answers one task by mail. The rest
// of what they may do, nobody can do with it.
func (s *Service) CreateReply(ctx context.Context, personID, taskID string) (string, error) {
	random := make([]byte, secretBytes)
	_, _ = rand.Read(random) // never fails
	secret := strings.ToLower(base32.StdEncoding.WithPadding(base32.NoPadding).EncodeToString(random))
	now := s.clock.Now()
	err := s.db.Write(ctx, func(ctx context.Context, tx *db.Tx) error {
		_, err := db.Exec(ctx, tx, `INSERT INTO token (id, kind, hash, person_id, name, prefix, scopes, created_at, expires_at)
			VALUES ($1, $2, $3, $4, $5, '', '', $6, $7)`,
			id.New(), reply, replyHash(secret), personID, taskID, now.UnixMilli(), expiry(now, replyDays*24*time.Hour))
		return err
	})
	return secret, err
}

// FindReply tells what a token is for; errs.NotFound when it is unknown, has
// ended, or its person has left.
func (s *Service) FindReply(ctx context.Context, secret string) (Reply, error) {
	unknown := errs.New(errs.NotFound, "there is no such address to answer to, or it has ended")
	if len(secret) != replyChars {
		return Reply{}, unknown
	}
	t, err := db.One(ctx, s.db, scanToken, `SELECT `+tokenColumns+` FROM token t JOIN person p ON p.id = t.person_id
		WHERE t.hash = $1 AND t.kind = $2 AND p.active`, replyHash(secret), reply)
	if errors.Is(err, db.ErrNoRow) || (err == nil && t.expired(s.clock.Now())) {
		return Reply{}, unknown
	}
	return Reply{TokenID: t.id, PersonID: t.personID, TaskID: t.name, Role: t.role, MadeAt: time.UnixMilli(t.createdAt).UTC()}, err
}
