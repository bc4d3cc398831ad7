package delivery

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base32"
	"strings"

	"cairn/internal/db"
)

// tokenBytes are 160 bits, 32 characters: short enough for the local part of a
// mail address, where letters may lose their case.
const tokenBytes = 20

// Token is what proves, in a link or an address of a mail, that it was made here
// for one purpose and one subject. It is the same each time, so that a letter
// sent again is the same letter, and it is stored nowhere. It is not to be used
// for what reads anything, or for more than its one purpose.
func (s *Service) Token(ctx context.Context, purpose, subject string) (string, error) {
	secret, err := db.One(ctx, s.db, db.Value[string], `SELECT secret FROM delivery_key WHERE id = 1`)
	if err != nil {
		return "", err
	}
	mac := hmac.New(sha256.New, []byte(secret))
	mac.Write([]byte(purpose + "\x00" + subject))
	return strings.ToLower(base32.StdEncoding.EncodeToString(mac.Sum(nil)[:tokenBytes])), nil
}

// Proves reports whether a token is that of a purpose and a subject.
func (s *Service) Proves(ctx context.Context, purpose, subject, token string) (bool, error) {
	right, err := s.Token(ctx, purpose, subject)
	return err == nil && hmac.Equal([]byte(right), []byte(strings.ToLower(token))), err
}
