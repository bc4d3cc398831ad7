package login

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"encoding/base64"
	"errors"
	"fmt"
	"strings"
	"sync/atomic"
	"time"
	"unicode/utf8"

	"cairn/internal/db"
	"cairn/internal/errs"
	"cairn/internal/people"

	"golang.org/x/crypto/argon2"
)

// The lengths of a password, in characters.
const (
	minPassword = 10
	maxPassword = 200
)

// checkPassword refuses a password that is easy to guess, also for those who
// know this about the person, or too long to hash. There are no other rules: they
// make people write passwords on paper.
func checkPassword(location, password string, about ...string) error {
	length := utf8.RuneCountInString(password)
	switch {
	case length < minPassword:
		return errs.InvalidField(location, "this password is too short: take at least %d characters, for example four words", minPassword)
	case length > maxPassword:
		return errs.InvalidField(location, "this password is too long: take at most %d characters", maxPassword)
	case easyToGuess(password, about):
		return errs.InvalidField(location, "this password is easy to guess: it is little more than a common word, a row of keys, a number, or a name that others know; take, for example, four words that don't belong together")
	}
	return nil
}

// checkFresh is checkPassword for somebody who is in the workspace.
func (s *Service) checkFresh(ctx context.Context, location, password string, who people.Brief) error {
	workspace, err := s.people.Workspace(ctx)
	if err != nil {
		return err
	}
	return checkPassword(location, password, who.Name, who.Email, workspace.Name)
}

// hashFresh checks a new password, and returns its hash.
func (s *Service) hashFresh(ctx context.Context, location, password string, who people.Brief) (string, error) {
	if err := s.checkFresh(ctx, location, password, who); err != nil {
		return "", err
	}
	return s.hasher.hash(ctx, password)
}

// The cost of argon2id: about 20 ms and 19 MiB for each hash (OWASP's second
// choice).
const (
	hashTime    = 2
	hashMemory  = 19 * 1024 // KiB
	hashThreads = 1
	hashLength  = 32
	saltLength  = 16
)

// At most hashesAtOnce run, so that log-ins can't take the machine's memory and
// processors; beyond hashesWaiting, one is told to come back.
const (
	hashesAtOnce  = 2
	hashesWaiting = 100
)

// hasher hashes passwords, a few at a time.
type hasher struct {
	running chan struct{}
	waiting chan struct{}
	hashed  atomic.Int64 // how many hashes were computed
}

func newHasher() *hasher {
	return &hasher{running: make(chan struct{}, hashesAtOnce), waiting: make(chan struct{}, hashesWaiting)}
}

// enter waits for its turn and returns what ends it.
func (h *hasher) enter(ctx context.Context) (func(), error) {
	select {
	case h.waiting <- struct{}{}:
	default:
		busy := errs.New(errs.Busy, "too many people are logging in at this moment; try again in a few seconds")
		busy.RetryAfter = 2 * time.Second
		return nil, busy
	}
	select {
	case h.running <- struct{}{}:
		return func() { <-h.running; <-h.waiting }, nil
	case <-ctx.Done():
		<-h.waiting
		return nil, errs.Wrap(ctx.Err(), errs.Unavailable, "the request was given up")
	}
}

// hash returns the PHC string of a password with a fresh salt.
func (h *hasher) hash(ctx context.Context, password string) (string, error) {
	salt := make([]byte, saltLength)
	_, _ = rand.Read(salt) // never fails
	leave, err := h.enter(ctx)
	if err != nil {
		return "", err
	}
	defer leave()
	h.hashed.Add(1)
	sum := argon2.IDKey([]byte(password), salt, hashTime, hashMemory, hashThreads, hashLength)
	encode := base64.RawStdEncoding.EncodeToString
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=%d$%s$%s", argon2.Version, hashMemory, hashTime, hashThreads, encode(salt), encode(sum)), nil
}

// verify reports whether a PHC string is of this password. It computes one
// hash, always.
func (h *hasher) verify(ctx context.Context, phc, password string) (bool, error) {
	known, err := parsePHC(phc)
	if err != nil {
		return false, err
	}
	leave, err := h.enter(ctx)
	if err != nil {
		return false, err
	}
	defer leave()
	h.hashed.Add(1)
	sum := argon2.IDKey([]byte(password), known.salt, known.time, known.memory, known.threads, uint32(len(known.sum)))
	return subtle.ConstantTimeCompare(sum, known.sum) == 1, nil
}

// phc is a hash with what it was made with, so that the cost can be raised
// later and old hashes still be checked.
type phc struct {
	memory, time uint32
	threads      uint8
	salt, sum    []byte
}

func parsePHC(text string) (phc, error) {
	var p phc
	var version int
	parts := strings.Split(text, "$")
	if len(parts) != 6 || parts[1] != "argon2id" {
		return p, errors.New("login: a stored password hash is not argon2id")
	}
	if _, err := fmt.Sscanf(parts[2], "v=%d", &version); err != nil || version != argon2.Version {
		return p, fmt.Errorf("login: a stored password hash has version %q", parts[2])
	}
	if _, err := fmt.Sscanf(parts[3], "m=%d,t=%d,p=%d", &p.memory, &p.time, &p.threads); err != nil {
		return p, fmt.Errorf("login: read the cost of a stored password hash: %w", err)
	}
	var err error
	if p.salt, err = base64.RawStdEncoding.DecodeString(parts[4]); err != nil {
		return p, fmt.Errorf("login: read the salt of a stored password hash: %w", err)
	}
	if p.sum, err = base64.RawStdEncoding.DecodeString(parts[5]); err != nil {
		return p, fmt.Errorf("login: read a stored password hash: %w", err)
	}
	return p, nil
}

// nobodysHash is a hash that no password has. Whoever logs in as a person that
// is not there is checked against it: that costs what a real one costs.
func nobodysHash() string {
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=%d$%s$%s", argon2.Version, hashMemory, hashTime, hashThreads,
		base64.RawStdEncoding.EncodeToString(make([]byte, saltLength)), base64.RawStdEncoding.EncodeToString(make([]byte, hashLength)))
}

// setPassword stores a hash for a person, whether they had one or not.
func (s *Service) setPassword(ctx context.Context, tx *db.Tx, personID, hash string) error {
	_, err := db.Exec(ctx, tx, `INSERT INTO password (person_id, hash, updated_at) VALUES ($1, $2, $3)
		ON CONFLICT (person_id) DO UPDATE SET hash = excluded.hash, updated_at = excluded.updated_at`,
		personID, hash, s.clock.Now().UnixMilli())
	return err
}

// hasPassword reports whether a person can log in by a password.
func hasPassword(ctx context.Context, q db.Querier, personID string) (bool, error) {
	return db.One(ctx, q, db.Value[bool], `SELECT EXISTS (SELECT 1 FROM password WHERE person_id = $1)`, personID)
}
