package login

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"encoding/base64"
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"

	"cairn/internal/activity"
	"cairn/internal/authz"
	"cairn/internal/db"
	"cairn/internal/errs"
	"cairn/internal/people"

	"golang.org/x/crypto/argon2"
)

// The cost of a password hash: argon2id as OWASP's cheat sheet has it for two
// passes.
const (
	argonTime    = 2
	argonMemory  = 19 * 1024 // KiB
	argonThreads = 1
	argonKey     = 32
	argonSalt    = 16
	atATime      = 2 // hashes at once: 19 MiB each, and the CPU is needed elsewhere
)

// The lengths of a password. Length is what counts (NIST SP 800-63B); the upper
// one bounds the work.
const (
	minPassword = 10
	maxPassword = 200
)

// hasher hashes passwords, a few at a time.
type hasher struct{ places chan struct{} }

func newHasher() *hasher { return &hasher{places: make(chan struct{}, atATime)} }

// hash gives a password in the PHC string format.
func (h *hasher) hash(password string) string {
	salt := make([]byte, argonSalt)
	_, _ = rand.Read(salt) // never fails (crypto/rand)
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=%d$%s$%s", argon2.Version, argonMemory, argonTime, argonThreads,
		base64.RawStdEncoding.EncodeToString(salt), base64.RawStdEncoding.EncodeToString(h.key(password, salt)))
}

// matches reports whether a password has this hash. An empty hash matches
// nothing, at the same cost: so nobody learns which accounts there are.
func (h *hasher) matches(password, hash string) bool {
	parts := strings.Split(hash, "$")
	salt, want := make([]byte, argonSalt), []byte(nil)
	if len(parts) == 6 {
		salt, _ = base64.RawStdEncoding.DecodeString(parts[4])
		want, _ = base64.RawStdEncoding.DecodeString(parts[5])
	}
	return subtle.ConstantTimeCompare(h.key(password, salt), want) == 1
}

func (h *hasher) key(password string, salt []byte) []byte {
	h.places <- struct{}{}
	defer func() { <-h.places }()
	return argon2.IDKey([]byte(password), salt, argonTime, argonMemory, argonThreads, argonKey)
}

// checkPassword refuses a password that is easily guessed.
func checkPassword(location, password, email, name string) error {
	switch n := utf8.RuneCountInString(password); {
	case n < minPassword:
		return errs.InvalidField(location, "has %d characters; use at least %d, several words are easiest to remember", n, minPassword)
	case n > maxPassword:
		return errs.InvalidField(location, "has %d characters; use at most %d", n, maxPassword)
	case strings.EqualFold(password, email), strings.EqualFold(password, name):
		return errs.InvalidField(location, "must not be your name or address; several words are easiest to remember")
	case strings.Count(password, string([]rune(password)[0])) == n:
		return errs.InvalidField(location, "is one character repeated; several words are easiest to remember")
	}
	return nil
}

func setPassword(ctx context.Context, tx *activity.Tx, personID, hash string) error {
	_, err := db.Exec(ctx, tx.Tx, `INSERT INTO password (person_id, hash, updated_at) VALUES ($1, $2, $3)
		ON CONFLICT (person_id) DO UPDATE SET hash = excluded.hash, updated_at = excluded.updated_at`, personID, hash, tx.Now)
	return err
}

func passwordHash(ctx context.Context, q db.Querier, personID string) (string, error) {
	hash, err := db.One(ctx, q, db.Value[string], `SELECT hash FROM password WHERE person_id = $1`, personID)
	if errors.Is(err, db.ErrNoRow) {
		return "", nil
	}
	return hash, err
}

// ChangePassword sets a new password and ends the person's other sessions. API
// tokens stay: they were made on purpose, and are seen in Settings.
func (s *Service) ChangePassword(ctx context.Context, call authz.Call, current, next string) error {
	if wait := s.brakes.wait(call.PersonID); wait > 0 {
		return slowDown(wait)
	}
	person, err := s.people.Brief(ctx, s.db, call.PersonID)
	if err != nil {
		return err
	}
	if err := checkPassword("body.new", next, person.Email, person.Name); err != nil {
		return err
	}
	hash, err := passwordHash(ctx, s.db, call.PersonID)
	if err != nil {
		return err
	}
	if !s.hasher.matches(current, hash) {
		return errs.InvalidField("body.current", "is not your present password")
	}
	hash = s.hasher.hash(next)
	_, err = s.ledger.Write(ctx, call, func(ctx context.Context, tx *activity.Tx) error {
		if err := setPassword(ctx, tx, call.PersonID, hash); err != nil {
			return err
		}
		if _, err := db.Exec(ctx, tx.Tx, `DELETE FROM token WHERE person_id = $1 AND kind IN ('session', 'reset') AND id <> $2`,
			call.PersonID, call.TokenID); err != nil {
			return err
		}
		return act(ctx, tx, authz.KindToken, call.PersonID, people.PasswordChanged, "")
	})
	return err
}
