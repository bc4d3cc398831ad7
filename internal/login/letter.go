package login

import (
	"context"
	"errors"
	"net/url"
	"time"

	"cairn/internal/activity"
	"cairn/internal/authz"
	"cairn/internal/db"
	"cairn/internal/delivery"
	"cairn/internal/people"
)

// A letter has a secret in it, which is stored nowhere and which a letter that is
// sent again can't repeat. So what waits to be sent is a row whose own secret nobody
// was told, and each attempt makes another secret for it: whichever arrives is good,
// and using one ends all.

// Outbox takes letters, and tells how they stand.
type Outbox interface {
	Open(channel delivery.Channel) bool
	Add(ctx context.Context, tx *activity.Tx, p delivery.Parcel) error
	Standings(ctx context.Context, channel delivery.Channel, objectIDs []string) (map[string]delivery.Standing, error)
}

// Mails reports whether letters go out.
func (s *Service) Mails() bool { return s.Outbox != nil && s.Outbox.Open(delivery.Email) }

// post has the letter about a row sent, in the transaction in which that was made.
func (s *Service) post(ctx context.Context, tx *activity.Tx, t token) error {
	carries := delivery.LogIn
	if t.kind == invitation {
		carries = delivery.Invitation
	}
	return s.Outbox.Add(ctx, tx, delivery.Parcel{
		PersonID: t.personID, Channels: []delivery.Channel{delivery.Email}, Carries: carries,
		ObjectID: t.id, MessageID: t.id + "@" + s.host(),
	})
}

func (s *Service) host() string {
	if base, err := url.Parse(s.baseURL); err == nil && base.Hostname() != "" {
		return base.Hostname()
	}
	return "cairn.invalid"
}

// standings tell how the letters about these rows stand.
func (s *Service) standings(ctx context.Context, ids ...string) (map[string]delivery.Standing, error) {
	if s.Outbox == nil {
		return nil, nil //nolint:nilnil // no letters
	}
	return s.Outbox.Standings(ctx, delivery.Email, ids)
}

// About is what a letter is about.
type About string

// What letters are about.
const (
	Inviting       About = "inviting"
	NewPassword    About = "new_password"
	ConfirmAddress About = "confirm_address"
	AddressChanged About = "address_changed"
	Readdressed    About = "readdressed" // by an admin
)

// Letter is what a mail about somebody's log-in tells, and to which address.
type Letter struct {
	About     About
	To        string
	Name      string
	Workspace string
	By        string // who invites, or has changed the address; may be empty
	Link      string // empty: it only tells
}

// kindOfLetter says what is told of a row, and at which page its link leads.
func kindOfLetter(k kind) (about About, page string) {
	switch k {
	case invitation:
		return Inviting, "join"
	case reset:
		return NewPassword, "reset"
	case newAddress:
		return ConfirmAddress, "confirm"
	case wayBack:
		return AddressChanged, "undo"
	case oldAddress:
		return Readdressed, ""
	default:
		return "", ""
	}
}

// Letter composes the letter about a row with a fresh secret, for one attempt to
// send it; errs.NotFound when there is nothing to tell any more.
func (s *Service) Letter(ctx context.Context, id string) (Letter, error) {
	t, err := db.One(ctx, s.db, scanToken, `SELECT `+tokenColumns+` FROM token t JOIN person p ON p.id = t.person_id
		WHERE t.id = $1 AND t.copy_of IS NULL AND p.active`, id)
	about, page := kindOfLetter(t.kind)
	if errors.Is(err, db.ErrNoRow) || err == nil && (about == "" || t.expired(s.clock.Now())) {
		return Letter{}, goneLink()
	}
	if err != nil {
		return Letter{}, err
	}
	who, err := s.people.Brief(ctx, s.db, t.personID)
	if err != nil {
		return Letter{}, err
	}
	if t.boundElsewhere(who) {
		return Letter{}, goneLink()
	}
	workspace, err := s.people.WorkspaceIn(ctx, s.db)
	if err != nil {
		return Letter{}, err
	}
	letter := Letter{About: about, To: t.name, Name: who.Name, Workspace: workspace.Name}
	verb := map[kind]string{invitation: people.Invited, oldAddress: people.PersonEmailChanged}[t.kind]
	if verb != "" {
		if letter.By, err = s.lastTo(ctx, verb, who.ID); err != nil {
			return Letter{}, err
		}
	}
	if page == "" {
		return letter, nil
	}
	err = s.db.Write(ctx, func(ctx context.Context, tx *db.Tx) error {
		secret, _, err := s.issue(ctx, tx, token{
			kind: t.kind, personID: t.personID, name: t.name, createdAt: t.createdAt, expiresAt: t.expiresAt, copyOf: t.id,
		})
		letter.Link = s.link(page, secret)
		return err
	})
	return letter, err
}

// boundElsewhere reports whether an invitation, or a new password, was for an
// address that is not its person's any more.
func (t token) boundElsewhere(who people.Brief) bool {
	return (t.kind == invitation || t.kind == reset && t.name != "") && t.name != who.Email
}

// lastTo is the name of who did something last that concerns a person.
func (s *Service) lastTo(ctx context.Context, verb, personID string) (string, error) {
	names, err := db.All(ctx, s.db, db.Value[string], `SELECT p.name FROM activity a JOIN person p ON p.id = a.actor_id
		WHERE a.about_id = $1 AND a.kind = $2 AND a.verb = $3 ORDER BY a.revision DESC LIMIT 1`, personID, authz.KindPerson, verb)
	if err != nil || len(names) == 0 {
		return "", err
	}
	return names[0], nil
}

// mailed is a row whose secret only a letter tells.
func (s *Service) mailed(k kind, personID, name string, good time.Duration) token {
	return token{kind: k, personID: personID, name: name, expiresAt: expiry(s.clock.Now(), good)}
}
