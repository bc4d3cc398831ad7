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

// kind is what a secret is good for.
type kind string

const (
	session    kind = "session"
	api        kind = "api"
	invitation kind = "invitation"
	reset      kind = "reset"
	newAddress kind = "address" // to be confirmed by who reads mail there
	wayBack    kind = "undo"    // to the address before, for who reads mail there
	oldAddress kind = "told"    // of a change that another made; good for nothing but the word of it
	setup      kind = "setup"
	reply      kind = "reply" // its secret is no secret of these: see reply.go
)

// A secret is a prefix that tells its kind, so that leaked ones can be found,
// and 256 random bits in base64url. Only its hash is stored: whoever reads the
// database can't use it, and a fast hash is enough for what nobody can guess.
const (
	secretBytes = 32
	secretChars = 43
	shownChars  = 4 // of the random part, for its owner to recognize a token
)

func (k kind) prefix() string {
	switch k {
	case session:
		return "cairn_ses_"
	case api:
		return "cairn_pat_"
	case invitation:
		return "cairn_inv_"
	case reset:
		return "cairn_rst_"
	case newAddress:
		return "cairn_adr_"
	case wayBack:
		return "cairn_und_"
	case oldAddress:
		return "cairn_old_"
	default:
		return "cairn_set_"
	}
}

// kindOf tells the kind of what looks like a secret, and "" for what doesn't.
func kindOf(secret string) kind {
	for _, k := range []kind{session, api, invitation, reset, newAddress, wayBack, setup} {
		if strings.HasPrefix(secret, k.prefix()) && len(secret) == len(k.prefix())+secretChars {
			return k
		}
	}
	return ""
}

func hashOf(secret string) string {
	sum := sha256.Sum256([]byte(secret))
	return hex.EncodeToString(sum[:])
}

// token is a row of the table of secrets.
type token struct {
	id         string
	kind       kind
	personID   string // "" for the first-run link
	name       string
	prefix     string
	scopes     string
	lastUsedOn string
	createdAt  int64
	expiresAt  *int64
	copyOf     string     // of a letter's secret: what it is of
	role       authz.Role // of its person
}

// tokenColumns need the tables token t and person p.
const tokenColumns = `t.id, t.kind, t.person_id, t.name, t.prefix, t.scopes, t.last_used_on, t.created_at, t.expires_at, p.role` //nolint:gosec // names of columns

func scanToken(row db.Row) (token, error) {
	var t token
	var person, used, role sql.NullString
	err := row.Scan(&t.id, &t.kind, &person, &t.name, &t.prefix, &t.scopes, &used, &t.createdAt, &t.expiresAt, &role)
	t.personID, t.lastUsedOn, t.role = person.String, used.String, authz.Role(role.String)
	return t, err
}

func (t token) expired(now time.Time) bool {
	return t.expiresAt != nil && *t.expiresAt <= now.UnixMilli()
}

// grants are what an API token may be used for; never nil, which would mean
// everything.
func (t token) grants() []authz.Grant {
	grants := []authz.Grant{}
	for grant := range strings.FieldsSeq(t.scopes) {
		grants = append(grants, authz.Grant(grant))
	}
	return grants
}

// issue makes a secret and stores its hash.
func (s *Service) issue(ctx context.Context, tx *db.Tx, t token) (string, token, error) {
	random := make([]byte, secretBytes)
	_, _ = rand.Read(random) // never fails
	secret := t.kind.prefix() + base64.RawURLEncoding.EncodeToString(random)
	t.id = id.New()
	if t.copyOf == "" {
		t.createdAt = s.clock.Now().UnixMilli()
	}
	t.prefix = secret[:len(t.kind.prefix())+shownChars]
	_, err := db.Exec(ctx, tx, `INSERT INTO token (id, kind, hash, person_id, name, prefix, scopes, created_at, expires_at, copy_of)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
		t.id, t.kind, hashOf(secret), db.NullString(t.personID), t.name, t.prefix, t.scopes, t.createdAt, t.expiresAt, db.NullString(t.copyOf))
	return secret, t, err
}

// find reads the token of a link that is still good; errs.NotFound otherwise.
func (s *Service) find(ctx context.Context, q db.Querier, k kind, secret string) (token, error) {
	if kindOf(secret) != k {
		return token{}, goneLink()
	}
	t, err := db.One(ctx, q, scanToken,
		`SELECT `+tokenColumns+` FROM token t LEFT JOIN person p ON p.id = t.person_id
		 WHERE t.hash = $1 AND t.kind = $2 AND (t.person_id IS NULL OR p.active)`, hashOf(secret), k)
	if errors.Is(err, db.ErrNoRow) || (err == nil && t.expired(s.clock.Now())) {
		return token{}, goneLink()
	}
	return t, err
}

// spend takes a link out of the table, in the write that it allows, with all that
// were made of the same thing: of two at once only one succeeds.
func spend(ctx context.Context, tx *db.Tx, t token) error {
	spent, err := db.Exec(ctx, tx, `DELETE FROM token WHERE id = coalesce((SELECT copy_of FROM token WHERE id = $1), $1)`, t.id)
	if err == nil && spent == 0 {
		return goneLink()
	}
	return err
}

// revoke ends the secrets of one kind that a person has.
func revoke(ctx context.Context, tx *db.Tx, personID string, k kind) error {
	_, err := db.Exec(ctx, tx, `DELETE FROM token WHERE person_id = $1 AND kind = $2`, personID, k)
	return err
}

func goneLink() error {
	return errs.New(errs.NotFound, "this link has been used, was taken back, or has expired; ask for a new one")
}

func expiry(now time.Time, after time.Duration) *int64 {
	at := now.Add(after).UnixMilli()
	return &at
}

// link is the address at which a secret is used. The secret stands in the
// fragment, which browsers send to nobody.
func (s *Service) link(page, secret string) string { return s.baseURL + "/" + page + "#" + secret }

// shownOnce answers a write that is sent again: what it made is there, and its
// secret can't be told again, because only a hash of it is kept.
func shownOnce(what, again string, made any) error {
	return errs.New(errs.ShownOnce, "%s was made when this was first sent, and is shown once; %s, with a new Idempotency-Key", what, again).With(made)
}
