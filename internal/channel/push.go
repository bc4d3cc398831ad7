package channel

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"net/http"
	"time"

	"cairn/internal/db"
	"cairn/internal/delivery"
	"cairn/internal/notify"
	"cairn/internal/outward"

	"github.com/SherClockHolmes/webpush-go"
)

// Push is the channel to browsers, as package delivery uses it.
type Push struct{ *Service }

// notice is what the service worker shows; a click opens the page. A later one with
// the same tag takes its place.
type notice struct {
	Title string `json:"title"`
	Body  string `json:"body"`
	Tag   string `json:"tag"`
	URL   string `json:"url"`
}

// How long a notice is worth showing, when a device is off meanwhile.
const (
	digestLives       = 12 * time.Hour
	interruptionLives = time.Hour
)

// Send shows a letter on the devices of its person: counts, without content, for
// the screen of a device lies open.
func (p Push) Send(ctx context.Context, letter delivery.Letter) error {
	m, err := p.compose(ctx, letter, notify.Push)
	if err != nil {
		return err
	}
	devices, err := devicesOf(ctx, p.db, letter.PersonID)
	if err != nil {
		return err
	}
	if len(devices) == 0 {
		return delivery.ErrNothing
	}
	reached, err := p.push(ctx, devices, notice{Title: "Cairn", Body: m.words, Tag: letter.ID}, m.urgent)
	if err == nil && reached == 0 {
		return delivery.ErrNothing // none wants notices any more
	}
	return err
}

// push sends a notice to devices, and forgets those that don't want any more. Where
// some can't be reached now, it fails when all the others are done: sent again, a
// notice takes the place of the one that is shown.
func (s *Service) push(ctx context.Context, devices []Device, n notice, urgent bool) (reached int, err error) {
	keys, err := readKeys(ctx, s.db)
	if err != nil {
		return 0, err
	}
	n.URL = "/today"
	content, err := json.Marshal(n)
	if err != nil {
		return 0, err
	}
	topic := sha256.Sum256([]byte(n.Tag))
	options := &webpush.Options{
		HTTPClient: s.client, Subscriber: s.baseURL, TTL: int(digestLives / time.Second), Urgency: webpush.UrgencyNormal,
		Topic: base64.RawURLEncoding.EncodeToString(topic[:])[:32], VAPIDPublicKey: keys.public, VAPIDPrivateKey: keys.private,
	}
	if urgent {
		options.TTL, options.Urgency = int(interruptionLives/time.Second), webpush.UrgencyHigh
	}
	var failed error
	for _, device := range devices {
		status, err := pushTo(ctx, &device, content, options)
		switch {
		case err != nil:
			failed = worse(failed, unreached(err))
		case status == http.StatusNotFound || status == http.StatusGone:
			if err := s.forget(ctx, device.ID); err != nil {
				return reached, err
			}
		case taken(status) != nil:
			failed = worse(failed, taken(status))
		default:
			reached++
		}
	}
	return reached, failed
}

// pushTo hands a notice to the service of one browser, and gives its answer.
func pushTo(ctx context.Context, device *Device, content []byte, options *webpush.Options) (status int, err error) {
	subscription := &webpush.Subscription{Endpoint: device.Endpoint, Keys: webpush.Keys{P256dh: device.p256dh, Auth: device.auth}}
	response, err := webpush.SendNotificationWithContext(ctx, content, subscription, options)
	if err != nil {
		return 0, err
	}
	defer func() { _ = response.Body.Close() }()
	outward.Drain(response)
	return response.StatusCode, nil
}

// worse is the failure that decides whether to try again: one that may pass.
func worse(a, b error) error {
	if failure, ok := errors.AsType[*delivery.Failure](a); ok && !failure.Permanent {
		return a
	}
	return b
}

// forget takes a device off that does not want notices any more.
func (s *Service) forget(ctx context.Context, deviceID string) error {
	return s.db.Write(context.WithoutCancel(ctx), func(ctx context.Context, tx *db.Tx) error {
		_, err := db.Exec(ctx, tx, `DELETE FROM push_device WHERE id = $1`, deviceID)
		return err
	})
}

// vapid are the keys by which the services of the browsers know this server.
type vapid struct{ private, public string }

func readKeys(ctx context.Context, q db.Querier) (vapid, error) {
	return db.One(ctx, q, func(row db.Row) (vapid, error) {
		var k vapid
		return k, row.Scan(&k.private, &k.public)
	}, `SELECT private_key, public_key FROM push_key WHERE id = 1`)
}

// Prepare makes the keys, once for all nodes and for good: a browser that
// subscribed knows them.
func (s *Service) Prepare(ctx context.Context) error {
	if _, err := readKeys(ctx, s.db); !errors.Is(err, db.ErrNoRow) {
		return err
	}
	private, public, err := webpush.GenerateVAPIDKeys()
	if err != nil {
		return err
	}
	return s.db.Write(ctx, func(ctx context.Context, tx *db.Tx) error {
		_, err := db.Exec(ctx, tx, `INSERT INTO push_key (id, private_key, public_key) VALUES (1, $1, $2) ON CONFLICT (id) DO NOTHING`,
			private, public)
		return err
	})
}
