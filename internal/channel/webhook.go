package channel

import (
	"context"
	"crypto/rand"
	"encoding/base64"
	"errors"

	"cairn/internal/activity"
	"cairn/internal/authz"
	"cairn/internal/db"
	"cairn/internal/errs"
	"cairn/internal/id"
	"cairn/internal/notify"
	"cairn/internal/outward"
)

// Webhook is a person's own address at a chat. Its JSON is the API's, for that
// person alone.
type Webhook struct {
	_ struct{} `nullable:"true"`

	URL       string `json:"url"`
	Secret    string `json:"secret" doc:"By which its messages are signed (Standard Webhooks)"`
	MineAlone bool   `json:"mine_alone" doc:"Nobody else reads there: messages have content, and not only counts and a link"`
	Trouble   string `json:"trouble" doc:"Why the last message was not taken; empty: it was"`
}

const webhookColumns = `w.url, w.secret, w.mine_alone, w.trouble`

func scanWebhook(row db.Row) (Webhook, error) {
	var w Webhook
	err := row.Scan(&w.URL, &w.Secret, &w.MineAlone, &w.Trouble)
	return w, err
}

func webhookOf(ctx context.Context, q db.Querier, personID string) (*Webhook, error) {
	found, err := db.One(ctx, q, scanWebhook, `SELECT `+webhookColumns+` FROM webhook w WHERE w.person_id = $1`, personID)
	if errors.Is(err, db.ErrNoRow) {
		return nil, nil //nolint:nilnil // none
	}
	return &found, err
}

// NewWebhook is an address to be called.
type NewWebhook struct {
	URL       string
	MineAlone bool
}

const (
	longestURL  = 2000
	secretBytes = 32
)

// SetWebhook sets the actor's own address. Another address gets another secret, and
// the first one is chosen for digests and interruptions.
func (s *Service) SetWebhook(ctx context.Context, call authz.Call, n NewWebhook) (WaysOut, error) {
	if len(n.URL) > longestURL {
		return WaysOut{}, errs.InvalidField("body.url", "is over %d characters", longestURL)
	}
	if err := outward.CheckURL(n.URL, s.check); err != nil {
		return WaysOut{}, errs.InvalidField("body.url", "%s", err)
	}
	_, err := s.ledger.Write(ctx, call, func(ctx context.Context, tx *activity.Tx) error {
		before, err := webhookOf(ctx, tx, call.PersonID)
		if err != nil {
			return err
		}
		var secret string
		if before != nil && before.URL == n.URL {
			secret = before.Secret
		} else {
			random := make([]byte, secretBytes)
			_, _ = rand.Read(random) // never fails
			secret = "whsec_" + base64.StdEncoding.EncodeToString(random)
		}
		if _, err := db.Exec(ctx, tx.Tx, `INSERT INTO webhook (person_id, url, secret, mine_alone, trouble)
			VALUES ($1, $2, $3, $4, '') ON CONFLICT (person_id) DO UPDATE SET url = excluded.url, secret = excluded.secret,
			mine_alone = excluded.mine_alone, trouble = ''`,
			call.PersonID, n.URL, secret, n.MineAlone); err != nil {
			return err
		}
		if before != nil {
			return s.notify.TouchIn(ctx, tx, call.PersonID)
		}
		return s.notify.ChooseIn(ctx, tx, call.PersonID, notify.Webhook, notify.Digest, notify.Interrupt)
	})
	if err != nil {
		return WaysOut{}, err
	}
	return s.Of(ctx, call.Actor)
}

// RemoveWebhook forgets the actor's own address.
func (s *Service) RemoveWebhook(ctx context.Context, call authz.Call) error {
	_, err := s.ledger.Write(ctx, call, func(ctx context.Context, tx *activity.Tx) error {
		removed, err := db.Exec(ctx, tx.Tx, `DELETE FROM webhook WHERE person_id = $1`, call.PersonID)
		if err != nil {
			return err
		}
		if removed == 0 {
			return errs.New(errs.NotFound, "you have no webhook")
		}
		return s.notify.ChooseIn(ctx, tx, call.PersonID, notify.Webhook)
	})
	return err
}

// TryWebhook sends a message to the actor's own address, to see whether it comes.
func (s *Service) TryWebhook(ctx context.Context, call authz.Call) error {
	found, err := webhookOf(ctx, s.db, call.PersonID)
	if err != nil {
		return err
	}
	if found == nil {
		return errs.New(errs.NotFound, "you have no webhook; set its address first")
	}
	if err := s.mayTry(call.PersonID); err != nil {
		return err
	}
	err = s.post(ctx, found, "try_"+id.New(), "This is what a message from Cairn looks like here: counts, and a link. "+s.baseURL+"/today")
	if keepErr := s.keepTrouble(ctx, call.PersonID, err); keepErr != nil {
		return keepErr
	}
	if err != nil {
		return errs.New(errs.StateConflict, "it was not taken: %s", err)
	}
	return nil
}

// keepTrouble keeps what came of the last message, for its person to see.
func (s *Service) keepTrouble(ctx context.Context, personID string, failure error) error {
	words := ""
	if failure != nil {
		words = failure.Error()
	}
	return s.db.Write(context.WithoutCancel(ctx), func(ctx context.Context, tx *db.Tx) error {
		_, err := db.Exec(ctx, tx, `UPDATE webhook SET trouble = $2 WHERE person_id = $1 AND trouble <> $2`, personID, words)
		return err
	})
}
