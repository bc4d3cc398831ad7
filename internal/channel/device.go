package channel

import (
	"context"
	"crypto/ecdh"
	"encoding/base64"
	"slices"
	"strings"
	"time"

	"cairn/internal/activity"
	"cairn/internal/authz"
	"cairn/internal/db"
	"cairn/internal/errs"
	"cairn/internal/id"
	"cairn/internal/line"
	"cairn/internal/notify"
	"cairn/internal/outward"
	"cairn/internal/worktime"
)

// Device is a browser that shows notices. Its JSON is the API's, for its person
// alone.
type Device struct {
	ID       string        `json:"id"`
	Name     string        `json:"name" doc:"As the browser tells it"`
	Endpoint string        `json:"endpoint" doc:"Where its notices are sent, by which a browser knows itself"`
	Since    worktime.Date `json:"since"`

	p256dh, auth string
}

const deviceColumns = `d.id, d.name, d.endpoint, d.created_on, d.p256dh, d.auth`

func scanDevice(row db.Row) (Device, error) {
	var d Device
	err := row.Scan(&d.ID, &d.Name, &d.Endpoint, &d.Since, &d.p256dh, &d.auth)
	return d, err
}

func devicesOf(ctx context.Context, q db.Querier, personID string) ([]Device, error) {
	return db.All(ctx, q, scanDevice, `SELECT `+deviceColumns+` FROM push_device d WHERE d.person_id = $1 ORDER BY d.id`, personID)
}

// NewDevice is what a browser tells of its subscription.
type NewDevice struct {
	Name     string
	Endpoint string
	P256dh   string
	Auth     string
}

const (
	mostDevices = 20
	maxName     = 200 // characters
	authBytes   = 16
)

func (n *NewDevice) check(check outward.Check) error {
	var err error
	if n.Name, err = line.Of(n.Name, maxName); err != nil {
		return errs.InvalidField("body.name", "%s", err)
	}
	if n.Name == "" {
		return errs.InvalidField("body.name", "is empty; name the browser, to recognize it by")
	}
	n.P256dh, n.Auth = strings.TrimRight(n.P256dh, "="), strings.TrimRight(n.Auth, "=")
	if len(n.Endpoint) > longestURL {
		return errs.InvalidField("body.endpoint", "is over %d characters", longestURL)
	}
	if err := outward.CheckURL(n.Endpoint, check); err != nil {
		return errs.InvalidField("body.endpoint", "%s", err)
	}
	point, err := base64.RawURLEncoding.DecodeString(n.P256dh)
	if err == nil {
		_, err = ecdh.P256().NewPublicKey(point)
	}
	if err != nil {
		return errs.InvalidField("body.p256dh", "must be the browser's key (P-256, uncompressed) in base64url")
	}
	if secret, err := base64.RawURLEncoding.DecodeString(n.Auth); err != nil || len(secret) != authBytes {
		return errs.InvalidField("body.auth", "must be the browser's %d bytes in base64url", authBytes)
	}
	return nil
}

// AddDevice has notices shown by a browser: of interruptions, unless its person
// chooses otherwise. A browser that was somebody else's is theirs no longer.
func (s *Service) AddDevice(ctx context.Context, call authz.Call, n NewDevice) (WaysOut, error) {
	if err := n.check(s.check); err != nil {
		return WaysOut{}, err
	}
	_, err := s.ledger.Write(ctx, call, func(ctx context.Context, tx *activity.Tx) error {
		known, err := devicesOf(ctx, tx, call.PersonID)
		if err != nil {
			return err
		}
		others := slices.DeleteFunc(slices.Clone(known), func(d Device) bool { return d.Endpoint == n.Endpoint })
		if len(others) >= mostDevices {
			return errs.New(errs.StateConflict, "%d browsers show your notices already; remove one that you don't use any more", mostDevices)
		}
		today := worktime.LocalDate(time.UTC, time.UnixMilli(tx.Now))
		if _, err := db.Exec(ctx, tx.Tx, `INSERT INTO push_device (id, person_id, name, endpoint, p256dh, auth, created_on)
			VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (endpoint) DO UPDATE SET person_id = excluded.person_id,
			name = excluded.name, p256dh = excluded.p256dh, auth = excluded.auth`,
			id.New(), call.PersonID, n.Name, n.Endpoint, n.P256dh, n.Auth, today); err != nil {
			return err
		}
		if len(known) > 0 {
			return s.notify.TouchIn(ctx, tx, call.PersonID)
		}
		return s.notify.ChooseIn(ctx, tx, call.PersonID, notify.Push, notify.Interrupt)
	})
	if err != nil {
		return WaysOut{}, err
	}
	return s.Of(ctx, call.Actor)
}

// RemoveDevice has a browser of the actor's show no notices any more.
func (s *Service) RemoveDevice(ctx context.Context, call authz.Call, deviceID string) error {
	_, err := s.ledger.Write(ctx, call, func(ctx context.Context, tx *activity.Tx) error {
		removed, err := db.Exec(ctx, tx.Tx, `DELETE FROM push_device WHERE id = $1 AND person_id = $2`, deviceID, call.PersonID)
		if err != nil {
			return err
		}
		if removed == 0 {
			return errs.New(errs.NotFound, "there is no such browser of yours")
		}
		left, err := devicesOf(ctx, tx, call.PersonID)
		if err != nil {
			return err
		}
		if len(left) > 0 {
			return s.notify.TouchIn(ctx, tx, call.PersonID)
		}
		return s.notify.ChooseIn(ctx, tx, call.PersonID, notify.Push)
	})
	return err
}

// TryDevices sends a notice to all browsers of the actor's, to see whether it comes.
func (s *Service) TryDevices(ctx context.Context, call authz.Call) error {
	devices, err := devicesOf(ctx, s.db, call.PersonID)
	if err != nil {
		return err
	}
	if len(devices) == 0 {
		return errs.New(errs.NotFound, "none of your browsers shows notices; let this one first")
	}
	if err := s.mayTry(call.PersonID); err != nil {
		return err
	}
	reached, err := s.push(ctx, devices, notice{Title: "Cairn", Body: "This is what a notice looks like: counts, and nothing to read over your shoulder.", Tag: "try"}, true)
	switch {
	case err != nil:
		return errs.New(errs.StateConflict, "it was not taken: %s", err)
	case reached == 0:
		return errs.New(errs.StateConflict, "it was not taken: none of %d browsers wants notices any more; let them again", len(devices))
	}
	return nil
}
