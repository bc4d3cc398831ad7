package login

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"cairn/internal/activity"
	"cairn/internal/authz"
	"cairn/internal/db"
	"cairn/internal/errs"
	"cairn/internal/line"
	"cairn/internal/people"
	"cairn/internal/worktime"
)

// Token is an API token. Its JSON is the API's.
type Token struct {
	ID         string        `json:"id"`
	Name       string        `json:"name"`
	Prefix     string        `json:"prefix" doc:"How the secret begins, to recognize it"`
	Scopes     []authz.Grant `json:"scopes" doc:"What it may be used for"`
	ExpiresAt  *time.Time    `json:"expires_at"`
	CreatedAt  time.Time     `json:"created_at"`
	LastUsedOn *string       `json:"last_used_on" doc:"A day"`
	Secret     string        `json:"secret,omitempty" doc:"Shown once, when it is made"`
}

func (t token) asToken() Token {
	shown := Token{
		ID: t.id, Name: t.name, Prefix: t.prefix, Scopes: t.grants(),
		CreatedAt: time.UnixMilli(t.createdAt).UTC(), LastUsedOn: dayOf(t.lastUsedOn),
	}
	if t.expiresAt != nil {
		at := time.UnixMilli(*t.expiresAt).UTC()
		shown.ExpiresAt = &at
	}
	return shown
}

func dayOf(day string) *string {
	if day == "" {
		return nil
	}
	return &day
}

const (
	maxTokens    = 100 // of one person
	maxTokenName = 200 // characters
)

// NewToken is an API token to be made.
type NewToken struct {
	Name      string
	Scopes    []authz.Grant
	ExpiresOn worktime.Date // the last day on which it works, in its person's zone; zero for no end
}

// Tokens lists the actor's own API tokens, the latest first.
func (s *Service) Tokens(ctx context.Context, actor authz.Actor) ([]Token, error) {
	return db.All(ctx, s.db, func(row db.Row) (Token, error) {
		t, err := scanToken(row)
		return t.asToken(), err
	}, `SELECT `+tokenColumns+` FROM token t JOIN person p ON p.id = t.person_id
	    WHERE t.person_id = $1 AND t.kind = $2 ORDER BY t.created_at DESC, t.id`, actor.PersonID, api)
}

// CreateToken makes an API token for the actor. A token never makes one that
// may more than itself. The secret is in this answer and nowhere else: the same
// write sent again is answered without it.
func (s *Service) CreateToken(ctx context.Context, call authz.Call, n NewToken) (Token, error) {
	for _, grant := range n.Scopes {
		if !call.Allows(grant) {
			return Token{}, errs.New(errs.Forbidden, "this token can't make one with the scope %q, which it has not itself", grant)
		}
	}
	return s.createToken(ctx, call, call.PersonID, n)
}

// CreateTokenFor makes an API token for a person, on the command line of the
// server. It is shown to the person (P2).
func (s *Service) CreateTokenFor(ctx context.Context, email string, n NewToken) (Token, error) {
	who, err := s.people.BriefByEmail(ctx, s.db, email)
	if err != nil {
		return Token{}, err
	}
	if !who.Active {
		return Token{}, errs.New(errs.StateConflict, "%s has left", who.Name)
	}
	return s.createToken(ctx, commandLine(), who.ID, n)
}

// commandLine is the call of whoever runs the server.
func commandLine() authz.Call { return authz.Call{Actor: authz.Actor{Role: authz.Owner}} }

func (s *Service) createToken(ctx context.Context, call authz.Call, personID string, n NewToken) (Token, error) {
	var made Token
	answer, err := s.ledger.Write(ctx, call, func(ctx context.Context, tx *activity.Tx) error {
		fresh, err := s.checkToken(ctx, tx, personID, n)
		if err != nil {
			return err
		}
		secret, fresh, err := s.issue(ctx, tx.Tx, fresh)
		if err != nil {
			return err
		}
		made = fresh.asToken()
		made.Secret = secret
		change := activity.Change{Kind: authz.KindToken, ID: fresh.id, Verb: people.TokenCreated}
		if call.PersonID != personID {
			change.About = personID
		}
		_, err = tx.Record(ctx, change)
		return err
	})
	if err == nil && answer.Replayed {
		kept, err := s.tokenByID(ctx, personID, answer.ID)
		if err != nil {
			return Token{}, err
		}
		return Token{}, shownOnce("this token", "revoke it and make another", kept)
	}
	return made, err
}

func (s *Service) tokenByID(ctx context.Context, personID, id string) (Token, error) {
	t, err := db.One(ctx, s.db, scanToken, `SELECT `+tokenColumns+` FROM token t JOIN person p ON p.id = t.person_id
		WHERE t.id = $1 AND t.person_id = $2 AND t.kind = $3`, id, personID, api)
	if errors.Is(err, db.ErrNoRow) {
		return Token{}, errs.New(errs.NotFound, "there is no such token of yours")
	}
	return t.asToken(), err
}

// checkToken returns the row of a new token, or everything wrong with it.
func (s *Service) checkToken(ctx context.Context, q db.Querier, personID string, n NewToken) (token, error) {
	var fields []errs.Field
	wrong := func(location, format string, args ...any) {
		fields = append(fields, errs.Field{Location: location, Message: fmt.Sprintf(format, args...)})
	}
	type owner struct {
		role  authz.Role
		zone  string
		count int
	}
	who, err := db.One(ctx, q, func(row db.Row) (owner, error) {
		var o owner
		return o, row.Scan(&o.role, &o.zone, &o.count)
	}, `SELECT p.role, p.time_zone, (SELECT count(*) FROM token t WHERE t.person_id = p.id AND t.kind = $2) FROM person p WHERE p.id = $1`,
		personID, api)
	if err != nil {
		return token{}, err
	}
	if who.count >= maxTokens {
		return token{}, errs.New(errs.StateConflict, "there are %d tokens already; revoke one that is not used any more", maxTokens)
	}
	fresh := token{kind: api, personID: personID}
	switch fresh.name, err = line.Of(n.Name, maxTokenName); {
	case err != nil:
		wrong("body.name", "%s", err)
	case fresh.name == "":
		wrong("body.name", "a name is needed, to recognize the token by")
	}
	if len(n.Scopes) == 0 {
		wrong("body.scopes", "is needed: at least one of read, write and admin")
	}
	for i, grant := range n.Scopes {
		switch {
		case !slices.Contains(authz.Grants(), grant):
			wrong(fmt.Sprintf("body.scopes[%d]", i), "must be read, write or admin")
		case grant == authz.GrantAdmin && !who.role.Administers():
			wrong(fmt.Sprintf("body.scopes[%d]", i), "only an admin can have a token with the scope admin")
		}
		if !slices.Contains(n.Scopes[:i], grant) {
			fresh.scopes = strings.TrimSpace(fresh.scopes + " " + string(grant))
		}
	}
	if !n.ExpiresOn.IsZero() {
		zone, err := worktime.LoadZone("body.time_zone", who.zone)
		if err != nil {
			return token{}, err
		}
		at := worktime.Instant(zone, n.ExpiresOn, worktime.EndOfDate)
		if !at.After(s.clock.Now()) {
			wrong("body.expires_on", "%s has passed: give a day from today on, or leave it out", n.ExpiresOn)
		}
		until := at.UnixMilli()
		fresh.expiresAt = &until
	}
	if len(fields) > 0 {
		return token{}, &errs.Error{Code: errs.Invalid, Message: fields[0].Message, Fields: fields}
	}
	return fresh, nil
}

// RevokeToken ends one of the actor's own API tokens. By a token only that very
// token is ended, whatever its scopes: a script logs out so.
func (s *Service) RevokeToken(ctx context.Context, call authz.Call, id string) error {
	if call.Grants != nil && call.TokenID != id {
		return errs.New(errs.Forbidden, "a token revokes itself alone; others are revoked logged in, in Settings")
	}
	return s.endOwn(ctx, call, api, id, "there is no such token of yours")
}
