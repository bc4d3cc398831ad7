package login

import (
	"context"
	"errors"
	"time"

	"cairn/internal/activity"
	"cairn/internal/authz"
	"cairn/internal/db"
	"cairn/internal/delivery"
	"cairn/internal/errs"
	"cairn/internal/opt"
	"cairn/internal/people"
)

// invitationDays is how long an invitation is good.
const invitationDays = 14

// Invitation is a link by which a person sets their first password. Its JSON is
// the API's.
type Invitation struct {
	ID        string    `json:"id"`
	PersonID  string    `json:"person_id"`
	Email     string    `json:"email"`
	Name      string    `json:"name"`
	Link      string    `json:"link,omitempty" doc:"Shown once, when it is made"`
	ExpiresAt time.Time `json:"expires_at"`
	CreatedAt time.Time `json:"created_at"`

	Mailed *delivery.Standing `json:"mailed" doc:"How the mail with the link stands; null: none was sent"`
}

// NewInvitation says who is invited. The person is made where there is none
// with this address, so that work can be put on their list at once; somebody
// who is there stays as they are.
type NewInvitation struct {
	Email     string
	Name      string
	Title     string
	Role      authz.Role
	TimeZone  string // "" for that of who invites; the person says theirs when they accept
	ManagerID string
	TeamIDs   []string
	ByMail    opt.Of[bool] // whether the link is sent to them; not set: where mails go out
}

// Invite makes an invitation, for admins, and has it sent. Earlier ones of the same
// person are void.
func (s *Service) Invite(ctx context.Context, call authz.Call, n NewInvitation) (Invitation, error) {
	if err := call.Administers(); err != nil {
		return Invitation{}, err
	}
	byMail := s.Mails()
	if n.ByMail.Set {
		if n.ByMail.To && !byMail {
			return Invitation{}, errs.New(errs.StateConflict, "this server sends no mail; leave out by_mail, and give them the link yourself")
		}
		byMail = n.ByMail.To
	}
	var made Invitation
	answer, err := s.ledger.Write(ctx, call, func(ctx context.Context, tx *activity.Tx) error {
		who, err := s.invited(ctx, tx, call.Actor, n)
		if err != nil {
			return err
		}
		if err := revoke(ctx, tx.Tx, who.ID, invitation); err != nil {
			return err
		}
		// The name of the row is the address that it is bound to.
		secret, fresh, err := s.issue(ctx, tx.Tx, token{
			kind: invitation, personID: who.ID, name: who.Email,
			expiresAt: expiry(s.clock.Now(), invitationDays*24*time.Hour),
		})
		if err != nil {
			return err
		}
		made = asInvitation(fresh, who.Name)
		made.Link = s.link("join", secret)
		if byMail {
			if err := s.post(ctx, tx, fresh); err != nil {
				return err
			}
			made.Mailed = &delivery.Standing{State: delivery.Waiting}
		}
		_, err = tx.Record(ctx, activity.Change{Kind: authz.KindPerson, ID: who.ID, Verb: people.Invited, About: who.ID})
		return err
	})
	if err == nil && answer.Replayed {
		open, err := s.invitationOf(ctx, answer.ID)
		if err != nil {
			return Invitation{}, err
		}
		return Invitation{}, shownOnce("the link of this invitation", "invite them again for another link", open)
	}
	return made, err
}

// invited finds or makes the person who is invited.
func (s *Service) invited(ctx context.Context, tx *activity.Tx, actor authz.Actor, n NewInvitation) (people.Brief, error) {
	who, err := s.people.BriefByEmail(ctx, tx, n.Email)
	if errs.Is(err, errs.NotFound) {
		if n.TimeZone == "" {
			inviter, err := s.people.Brief(ctx, tx, actor.PersonID)
			if err != nil {
				return people.Brief{}, err
			}
			n.TimeZone = inviter.TimeZone
		}
		person, err := s.people.CreatePersonIn(ctx, tx, actor, people.NewPerson{
			Name: n.Name, Email: n.Email, Title: n.Title, Role: n.Role, ManagerID: n.ManagerID, TeamIDs: n.TeamIDs,
			TimeZone: n.TimeZone,
		})
		return people.Brief{ID: person.ID, Name: person.Name, Email: person.Email, Active: true}, err
	}
	if err != nil {
		return people.Brief{}, err
	}
	if !who.Active {
		return who, errs.New(errs.StateConflict, "%s has left; reactivate them first", who.Name)
	}
	known, err := hasPassword(ctx, tx, who.ID)
	if err == nil && known {
		return who, errs.New(errs.StateConflict, "%s can log in already; if they have lost their password, make them a link to set a new one", who.Name)
	}
	return who, err
}

func asInvitation(t token, name string) Invitation {
	made := Invitation{ID: t.id, PersonID: t.personID, Email: t.name, Name: name, CreatedAt: time.UnixMilli(t.createdAt).UTC()}
	if t.expiresAt != nil {
		made.ExpiresAt = time.UnixMilli(*t.expiresAt).UTC()
	}
	return made
}

// Invitations lists those that are open, the latest first, for admins.
func (s *Service) Invitations(ctx context.Context, actor authz.Actor) ([]Invitation, error) {
	if err := actor.Administers(); err != nil {
		return nil, err
	}
	return s.invitations(ctx, `t.expires_at > $2`, s.clock.Now().UnixMilli())
}

func (s *Service) invitations(ctx context.Context, where string, arg any) ([]Invitation, error) {
	list, err := db.All(ctx, s.db, func(row db.Row) (Invitation, error) {
		var t token
		var name string
		err := row.Scan(&t.id, &t.personID, &t.name, &t.createdAt, &t.expiresAt, &name)
		return asInvitation(t, name), err
	}, `SELECT t.id, t.person_id, t.name, t.created_at, t.expires_at, p.name FROM token t JOIN person p ON p.id = t.person_id
	    WHERE t.kind = $1 AND t.copy_of IS NULL AND `+where+` ORDER BY t.created_at DESC, t.id`, invitation, arg)
	if err != nil {
		return nil, err
	}
	ids := make([]string, len(list))
	for i := range list {
		ids[i] = list[i].ID
	}
	mailed, err := s.standings(ctx, ids...)
	for i := range list {
		if standing, sent := mailed[list[i].ID]; sent {
			list[i].Mailed = &standing
		}
	}
	return list, err
}

// NotJoined is a person who has no way to log in yet. Its JSON is the API's.
type NotJoined struct {
	PersonID     string     `json:"person_id"`
	InvitedUntil *time.Time `json:"invited_until" doc:"When their open invitation ends; null: they have none"`
}

// NotJoined lists who of the workspace has no way to log in yet, by name, for
// admins.
func (s *Service) NotJoined(ctx context.Context, actor authz.Actor) ([]NotJoined, error) {
	if err := actor.Administers(); err != nil {
		return nil, err
	}
	return db.All(ctx, s.db, func(row db.Row) (NotJoined, error) {
		var n NotJoined
		var until *int64
		err := row.Scan(&n.PersonID, &until)
		if until != nil {
			at := time.UnixMilli(*until).UTC()
			n.InvitedUntil = &at
		}
		return n, err
	}, `SELECT p.id, (SELECT max(t.expires_at) FROM token t
	        WHERE t.person_id = p.id AND t.kind = $1 AND t.name = p.email AND t.expires_at > $2)
	    FROM person p WHERE p.active AND NOT EXISTS (SELECT 1 FROM password w WHERE w.person_id = p.id)
	    ORDER BY p.sort_name, p.id`, invitation, s.clock.Now().UnixMilli())
}

// invitationOf returns the open invitation of a person, without its link.
func (s *Service) invitationOf(ctx context.Context, personID string) (Invitation, error) {
	list, err := s.invitations(ctx, `t.person_id = $2`, personID)
	if err == nil && len(list) == 0 {
		return Invitation{}, goneLink()
	}
	if err != nil {
		return Invitation{}, err
	}
	return list[0], nil
}

// RevokeInvitation takes an invitation back, for admins. The person stays.
func (s *Service) RevokeInvitation(ctx context.Context, call authz.Call, id string) error {
	if err := call.Administers(); err != nil {
		return err
	}
	_, err := s.ledger.Write(ctx, call, func(ctx context.Context, tx *activity.Tx) error {
		person, err := db.One(ctx, tx, db.Value[string],
			`DELETE FROM token WHERE id = $1 AND kind = $2 AND copy_of IS NULL RETURNING person_id`, id, invitation)
		if errors.Is(err, db.ErrNoRow) {
			return errs.New(errs.NotFound, "there is no such invitation, or it has been accepted")
		}
		if err != nil {
			return err
		}
		_, err = tx.Record(ctx, activity.Change{Kind: authz.KindPerson, ID: person, Verb: people.InvitationRevoked, About: person})
		return err
	})
	return err
}

// Opened is what an invitation, or a link for a new password, tells whoever holds it.
type Opened struct {
	Workspace string `json:"workspace"`
	Name      string `json:"name"`
	Email     string `json:"email"`
	By        string `json:"by" doc:"Who invites; empty: nobody is named"`
}

// OpenInvitation tells what a link invites to; errs.NotFound when it is not
// good any more.
func (s *Service) OpenInvitation(ctx context.Context, secret string) (Opened, error) {
	return s.open(ctx, invitation, secret)
}

func (s *Service) open(ctx context.Context, of kind, secret string) (Opened, error) {
	_, who, err := s.holder(ctx, of, secret)
	if err != nil {
		return Opened{}, err
	}
	workspace, err := s.people.WorkspaceIn(ctx, s.db)
	opened := Opened{Workspace: workspace.Name, Name: who.Name, Email: who.Email}
	if err == nil && of == invitation {
		opened.By, err = s.lastTo(ctx, people.Invited, who.ID)
	}
	return opened, err
}

// holder finds whom a link is for. It is bound to the address: one that was
// changed since makes it void.
func (s *Service) holder(ctx context.Context, of kind, secret string) (token, people.Brief, error) {
	found, err := s.find(ctx, s.db, of, secret)
	if err != nil {
		return token{}, people.Brief{}, err
	}
	who, err := s.people.Brief(ctx, s.db, found.personID)
	if err == nil && found.boundElsewhere(who) {
		err = goneLink()
	}
	return found, who, err
}

// Acceptance is what a person says when they accept.
type Acceptance struct {
	Token    string
	Name     string // stays as it is where it is empty
	Password string
	TimeZone string
}

// AcceptInvitation sets the person's password, name and zone, and opens their
// first session. An invitation is accepted once.
func (s *Service) AcceptInvitation(ctx context.Context, a Acceptance, userAgent string) (string, authz.Actor, error) {
	found, who, err := s.holder(ctx, invitation, a.Token)
	if err != nil {
		return "", authz.Actor{}, err
	}
	if a.Name == "" {
		a.Name = who.Name
	}
	who.Name = a.Name
	hash, err := s.hashFresh(ctx, "body.password", a.Password, who)
	if err != nil {
		return "", authz.Actor{}, err
	}
	actor := authz.Actor{PersonID: who.ID, Role: found.role}
	var secret string
	_, err = s.ledger.Write(ctx, authz.Call{Actor: actor}, func(ctx context.Context, tx *activity.Tx) error {
		if err := spend(ctx, tx.Tx, found); err != nil {
			return err
		}
		change := people.PersonChange{Name: opt.To(a.Name), TimeZone: opt.To(a.TimeZone)}
		if _, err := s.people.ChangePersonIn(ctx, tx, actor, who.ID, change); err != nil {
			return err
		}
		if err := s.setPassword(ctx, tx.Tx, who.ID, hash); err != nil {
			return err
		}
		var err error
		secret, err = s.openSession(ctx, tx, &actor, userAgent)
		return err
	})
	return secret, actor, err
}
