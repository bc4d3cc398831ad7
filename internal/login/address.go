package login

import (
	"context"
	"math"
	"time"

	"cairn/internal/activity"
	"cairn/internal/authz"
	"cairn/internal/db"
	"cairn/internal/delivery"
	"cairn/internal/people"
)

// How long another address may wait to be confirmed, and how long there is a way
// back from it.
const (
	confirmFor = 24 * time.Hour
	wayBackFor = 14 * 24 * time.Hour
)

// Address is how it stands with the address that somebody logs in with. Its JSON is
// the API's.
type Address struct {
	Email   string          `json:"email"`
	ByMail  bool            `json:"by_mail" doc:"Another address has to be confirmed by a link that is sent to it; false: the server sends no mail, and another address holds at once"`
	Waiting *WaitingAddress `json:"waiting" doc:"The address that waits to be confirmed"`
}

// WaitingAddress is one that nobody has confirmed yet.
type WaitingAddress struct {
	_ struct{} `nullable:"true"`

	Email  string             `json:"email"`
	Until  time.Time          `json:"until"`
	Mailed *delivery.Standing `json:"mailed" doc:"How the mail to it stands"`
}

// Address tells how it stands with the actor's own address.
func (s *Service) Address(ctx context.Context, actor authz.Actor) (Address, error) {
	who, err := s.people.Brief(ctx, s.db, actor.PersonID)
	if err != nil {
		return Address{}, err
	}
	stands := Address{Email: who.Email, ByMail: s.Mails()}
	waiting, err := db.All(ctx, s.db, scanToken, `SELECT `+tokenColumns+` FROM token t JOIN person p ON p.id = t.person_id
		WHERE t.person_id = $1 AND t.kind = $2 AND t.copy_of IS NULL AND t.expires_at > $3`, who.ID, newAddress, s.clock.Now().UnixMilli())
	if err != nil || len(waiting) == 0 {
		return stands, err
	}
	mailed, err := s.standings(ctx, waiting[0].id)
	stands.Waiting = &WaitingAddress{Email: waiting[0].name, Until: time.UnixMilli(*waiting[0].expiresAt).UTC()}
	if standing, sent := mailed[waiting[0].id]; sent {
		stands.Waiting.Mailed = &standing
	}
	return stands, err
}

// ChangeEmail changes the actor's own address, by which they log in. Without
// the password nobody does, whatever their role: an admin's screen left open
// would be enough to take their place. Where mails go out, the address holds when
// who reads mail there has said so; an earlier one that waits does no more.
func (s *Service) ChangeEmail(ctx context.Context, call authz.Call, current, email string) (Address, error) {
	if _, err := s.prove(ctx, call.PersonID, "body.current", current); err != nil {
		return Address{}, err
	}
	var err error
	if s.Mails() {
		err = s.askNewAddress(ctx, call, email)
	} else {
		_, err = s.people.ChangeOwnEmail(ctx, unkept(call), email)
	}
	if err != nil {
		return Address{}, err
	}
	return s.Address(ctx, call.Actor)
}

func (s *Service) askNewAddress(ctx context.Context, call authz.Call, email string) error {
	email, another, err := s.people.CheckOwnEmail(ctx, s.db, call.PersonID, email)
	if err != nil {
		return err
	}
	if another {
		if err := s.brakes.askOwn(call.PersonID); err != nil {
			return err
		}
	}
	_, err = s.ledger.Write(ctx, unkept(call), func(ctx context.Context, tx *activity.Tx) error {
		if err := revoke(ctx, tx.Tx, call.PersonID, newAddress); err != nil || !another {
			return err
		}
		_, t, err := s.issue(ctx, tx.Tx, s.mailed(newAddress, call.PersonID, email, confirmFor))
		if err != nil {
			return err
		}
		return s.post(ctx, tx, t)
	})
	return err
}

// KeepEmail takes back a change of the actor's own address that is not confirmed.
func (s *Service) KeepEmail(ctx context.Context, call authz.Call) error {
	_, err := s.ledger.Write(ctx, call, func(ctx context.Context, tx *activity.Tx) error {
		return revoke(ctx, tx.Tx, call.PersonID, newAddress)
	})
	return err
}

// Readdressing is what a link about an address tells whoever holds it.
type Readdressing struct {
	Workspace string `json:"workspace"`
	Name      string `json:"name"`
	Email     string `json:"email" doc:"What they log in with once the link is used"`
	Undo      bool   `json:"undo" doc:"It is the address before, and a new password is needed"`
}

// OpenReaddressing tells what such a link does; errs.NotFound when it is not good any more.
func (s *Service) OpenReaddressing(ctx context.Context, secret string) (Readdressing, error) {
	k := newAddress
	if kindOf(secret) == wayBack {
		k = wayBack
	}
	found, err := s.find(ctx, s.db, k, secret)
	if err != nil {
		return Readdressing{}, err
	}
	who, err := s.people.Brief(ctx, s.db, found.personID)
	if err != nil {
		return Readdressing{}, err
	}
	workspace, err := s.people.WorkspaceIn(ctx, s.db)
	return Readdressing{Workspace: workspace.Name, Name: who.Name, Email: found.name, Undo: k == wayBack}, err
}

// ConfirmEmail lets another address hold, for who reads mail there, and tells the
// one before how to undo it.
func (s *Service) ConfirmEmail(ctx context.Context, secret string) error {
	found, err := s.find(ctx, s.db, newAddress, secret)
	if err != nil {
		return err
	}
	return s.readdress(ctx, found, func(ctx context.Context, tx *activity.Tx, was string) error {
		if was == found.name {
			return nil
		}
		_, back, err := s.issue(ctx, tx.Tx, s.mailed(wayBack, found.personID, was, wayBackFor))
		if err != nil {
			return err
		}
		return s.post(ctx, tx, back)
	})
}

// TellReaddressed tells the address before that an admin has changed it. It holds no
// way back: an admin may change an address because somebody else reads mail there.
// Who has never logged in with it is told nothing.
func (s *Service) TellReaddressed(ctx context.Context, tx *activity.Tx, personID, was string) error {
	if !s.Mails() {
		return nil
	}
	joined, err := db.One(ctx, tx, db.Value[bool], `SELECT EXISTS (SELECT 1 FROM password WHERE person_id = $1)`, personID)
	if err != nil || !joined {
		return err
	}
	_, told, err := s.issue(ctx, tx.Tx, s.mailed(oldAddress, personID, was, wayBackFor))
	if err != nil {
		return err
	}
	return s.post(ctx, tx, told)
}

// UndoEmail puts the address before back, for who reads mail there. Whoever changed
// it knew the password and may still be logged in: so there is a new password, and
// all sessions and tokens end. So do the ways back from what came after; those
// from what was before stay, in case this one is in the wrong hands.
func (s *Service) UndoEmail(ctx context.Context, secret, password string) error {
	found, err := s.find(ctx, s.db, wayBack, secret)
	if err != nil {
		return err
	}
	who, err := s.people.Brief(ctx, s.db, found.personID)
	if err != nil {
		return err
	}
	hash, err := s.hashFresh(ctx, "body.password", password, who)
	if err != nil {
		return err
	}
	return s.readdress(ctx, found, func(ctx context.Context, tx *activity.Tx, _ string) error {
		if err := endAccessBut(ctx, tx, found.personID, found.createdAt); err != nil {
			return err
		}
		return s.setPassword(ctx, tx.Tx, found.personID, hash)
	})
}

// readdress spends a link and gives its person the address that it is for. What is
// recorded comes last, for then all other writes wait.
func (s *Service) readdress(ctx context.Context, found token, also func(ctx context.Context, tx *activity.Tx, was string) error) error {
	actor := authz.Actor{PersonID: found.personID, Role: found.role}
	_, err := s.ledger.Write(ctx, authz.Call{Actor: actor}, func(ctx context.Context, tx *activity.Tx) error {
		if err := people.LockChart(ctx, tx); err != nil {
			return err
		}
		if err := spend(ctx, tx.Tx, found); err != nil {
			return err
		}
		who, err := s.people.Brief(ctx, tx, found.personID)
		if err != nil {
			return err
		}
		if err := also(ctx, tx, who.Email); err != nil {
			return err
		}
		if err := s.people.ChangeOwnEmailIn(ctx, tx, actor, found.name); err != nil || found.kind != wayBack {
			return err
		}
		return s.recordReset(ctx, tx, found.personID)
	})
	return err
}

// endAccessBut ends all that a person logs in with, and all links, but the ways back
// that were there before an instant.
func endAccessBut(ctx context.Context, tx *activity.Tx, personID string, before int64) error {
	tx.GrantsChanged(personID) // their event streams end
	_, err := db.Exec(ctx, tx.Tx, `DELETE FROM token WHERE person_id = $1 AND (kind <> $2 OR created_at >= $3)`, personID, wayBack, before)
	return err
}

// ever keeps every way back.
const ever = math.MaxInt64
