package channel_test

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"cairn/internal/channel"
	"cairn/internal/db"
	"cairn/internal/delivery"
	"cairn/internal/errs"
	"cairn/internal/notify"
	"cairn/internal/outward"
	"cairn/internal/testkit"
)

func text(t *testing.T, r received) string {
	t.Helper()
	var message map[string]string
	if err := json.Unmarshal(r.body, &message); err != nil || len(message) != 1 {
		t.Fatalf("the message is %s (%v)", r.body, err)
	}
	return message["text"]
}

// TestAWebhookGetsCountsAndALink, and content only once its person has said that
// nobody else reads there.
func TestAWebhookGetsCountsAndALink(t *testing.T) {
	each(t, func(t *testing.T, r *rig) {
		chat := r.far()
		_, err := r.SetWebhook(r.ctx, r.ana, channel.NewWebhook{URL: chat.url("/hooks/a")})
		r.ok(err)
		if c := r.channels(r.ana); !slices.Contains(c.Digest, notify.Webhook) || !slices.Contains(c.Interrupt, notify.Webhook) {
			t.Errorf("a new webhook is chosen for nothing: %+v", c)
		}
		r.digest("d1")
		r.interrupt("The site is down")
		got := chat.taken()
		if len(got) != 2 {
			t.Fatalf("%d messages, want 2", len(got))
		}
		if said := text(t, got[0]); said != "Your digest: 3 to decide, 2 changed. https://cairn.example.com/today" {
			t.Errorf("the digest says %q", said)
		}
		if said := text(t, got[1]); strings.Contains(said, "site") || strings.Contains(said, "Olga") || !strings.HasSuffix(said, "/today") {
			t.Errorf("the interruption says %q", said)
		}

		_, err = r.SetWebhook(r.ctx, r.ana, channel.NewWebhook{URL: chat.url("/hooks/a"), MineAlone: true})
		r.ok(err)
		r.told.Lines = []string{"Vera asks for “<!channel> @all [x](https://evil.example.com)”"}
		r.digest("d2")
		r.interrupt("The site is down again")
		got = chat.taken()
		said := text(t, got[0])
		if !strings.Contains(said, "Vera asks for") {
			t.Errorf("with content the digest says %q", said)
		}
		for _, active := range []string{"<!channel>", "@all", "](", "https://evil"} {
			if strings.Contains(said, active) {
				t.Errorf("%q reaches the chat as it is: %q", active, said)
			}
		}
		if said := text(t, got[1]); !strings.Contains(said, "Olga writes: The site is down again") {
			t.Errorf("with content the interruption says %q", said)
		}

		r.ok(r.RemoveWebhook(r.ctx, r.ana))
		r.digest("d3")
		if got := chat.taken(); len(got) != 0 {
			t.Errorf("a webhook that was removed got %d messages", len(got))
		}
		r.refused(r.RemoveWebhook(r.ctx, r.ana), errs.NotFound)
	})
}

// TestMessagesAreSigned by the Standard Webhooks scheme, as its receivers check it.
func TestMessagesAreSigned(t *testing.T) {
	each(t, func(t *testing.T, r *rig) {
		chat := r.far()
		ways, err := r.SetWebhook(r.ctx, r.ana, channel.NewWebhook{URL: chat.url("/hooks/a")})
		r.ok(err)
		r.ok(r.TryWebhook(r.ctx, r.ana))
		got := chat.taken()[0]
		key, err := base64.StdEncoding.DecodeString(strings.TrimPrefix(ways.Webhook.Secret, "whsec_"))
		r.ok(err)
		mac := hmac.New(sha256.New, key)
		mac.Write([]byte(got.header.Get("Webhook-Id") + "." + got.header.Get("Webhook-Timestamp") + "."))
		mac.Write(got.body)
		if want := "v1," + base64.StdEncoding.EncodeToString(mac.Sum(nil)); got.header.Get("Webhook-Signature") != want {
			t.Errorf("the signature is %q, want %q", got.header.Get("Webhook-Signature"), want)
		}
		if len(key) < 24 || got.header.Get("Webhook-Id") == "" {
			t.Errorf("a key of %d bytes, the id %q", len(key), got.header.Get("Webhook-Id"))
		}
		if at := got.header.Get("Webhook-Timestamp"); at != "1795428000" {
			t.Errorf("the time is %s", at)
		}
		before := ways.Webhook.Secret
		ways, err = r.SetWebhook(r.ctx, r.ana, channel.NewWebhook{URL: chat.url("/hooks/b")})
		r.ok(err)
		if ways.Webhook.Secret == before {
			t.Error("another address has the same secret")
		}
	})
}

// TestAWebhookThatFailsSaysSoToItsPerson, and is tried again where that may help.
func TestAWebhookThatFailsSaysSoToItsPerson(t *testing.T) {
	each(t, func(t *testing.T, r *rig) {
		chat := r.far()
		_, err := r.SetWebhook(r.ctx, r.ana, channel.NewWebhook{URL: chat.url("/hooks/a")})
		r.ok(err)
		for i, c := range []struct {
			status int
			state  delivery.State
		}{
			{http.StatusServiceUnavailable, delivery.Waiting}, {http.StatusTooManyRequests, delivery.Waiting}, {http.StatusNotFound, delivery.Dead},
			{http.StatusFound, delivery.Dead}, {http.StatusForbidden, delivery.Dead},
		} {
			chat.answer(c.status)
			r.digest("d" + string(rune('a'+i)))
			states := r.state(delivery.Webhook)
			if got := states[len(states)-1]; got != string(c.state) {
				t.Errorf("after %d the delivery is %s, want %s", c.status, got, c.state)
			}
			ways, err := r.Of(r.ctx, r.ana.Actor)
			r.ok(err)
			if ways.Webhook.Trouble == "" || strings.Contains(ways.Webhook.Trouble, "127.0.0.1") {
				t.Errorf("after %d its person is told %q", c.status, ways.Webhook.Trouble)
			}
			for _, message := range chat.taken() {
				if message.path != "/hooks/a" {
					t.Errorf("%s was called", message.path)
				}
			}
		}
		r.refused(r.TryWebhook(r.ctx, r.ana), errs.StateConflict)
		chat.answer(http.StatusNoContent)
		r.ok(r.TryWebhook(r.ctx, r.ana))
		ways, err := r.Of(r.ctx, r.ana.Actor)
		r.ok(err)
		if ways.Webhook.Trouble != "" {
			t.Errorf("it works again, and its person is told %q", ways.Webhook.Trouble)
		}
		for range 3 {
			r.ok(r.TryWebhook(r.ctx, r.ana))
		}
		r.refused(r.TryWebhook(r.ctx, r.ana), errs.TooMany)
	})
}

// TestAnAddressWithinIsRefused when it is set, and when it is called.
func TestAnAddressWithinIsRefused(t *testing.T) {
	testkit.Each(t, func(t *testing.T, database *db.DB) {
		r := newRig(t, database, outward.Public)
		for _, url := range []string{"https://127.0.0.1/x", "https://[::ffff:10.0.0.1]/x", "http://hooks.example.com/x", "", "https://a:b@hooks.example.com"} {
			_, err := r.SetWebhook(r.ctx, r.ana, channel.NewWebhook{URL: url})
			r.refused(err, errs.Invalid)
		}
		chat := r.far()
		_, err := r.SetWebhook(r.ctx, r.ana, channel.NewWebhook{URL: strings.Replace(chat.URL, "127.0.0.1", "localhost", 1)})
		r.ok(err) // its name tells nothing; where it leads does
		if said := r.refused(r.TryWebhook(r.ctx, r.ana), errs.StateConflict); !strings.Contains(said, "network") {
			t.Errorf("the refusal says %q", said)
		}
		if got := chat.taken(); len(got) != 0 {
			t.Error("it was called")
		}
	})
}

// TestN4_WhatComesLateWaitsForTheRightHour holds that a message that could not go at
// its hour does not come in the evening.
func TestN4_WhatComesLateWaitsForTheRightHour(t *testing.T) {
	each(t, func(t *testing.T, r *rig) {
		chat := r.far()
		_, err := r.SetWebhook(r.ctx, r.ana, channel.NewWebhook{URL: chat.url("/hooks/a")})
		r.ok(err)
		_, err = r.people.AddTimeOff(r.ctx, r.ana, r.ana.PersonID, timeOff("2026-11-24", "2026-11-24"))
		r.ok(err)
		chat.answer(http.StatusServiceUnavailable)
		r.digest("d1")
		chat.taken()
		chat.answer(http.StatusOK)
		r.clock.Advance(24 * time.Hour)
		_, err = r.outbox.Drain(r.ctx)
		r.ok(err)
		if got := chat.taken(); len(got) != 0 {
			t.Errorf("on a day off %d messages came", len(got))
		}
		r.clock.Advance(24 * time.Hour)
		_, err = r.outbox.Drain(r.ctx)
		r.ok(err)
		if got := chat.taken(); len(got) != 1 {
			t.Errorf("on the day after %d messages came, want one", len(got))
		}
	})
}
