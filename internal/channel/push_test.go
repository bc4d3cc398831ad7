package channel_test

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/ecdh"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/hkdf"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"math/big"
	"net/http"
	"slices"
	"strings"
	"testing"

	"cairn/internal/channel"
	"cairn/internal/delivery"
	"cairn/internal/errs"
	"cairn/internal/notify"
	"cairn/internal/people"
	"cairn/internal/worktime"
)

func timeOff(from, until string) people.NewTimeOff {
	parse := func(text string) worktime.Date {
		d, err := worktime.ParseDate("", text)
		if err != nil {
			panic(err)
		}
		return d
	}
	return people.NewTimeOff{StartsOn: parse(from), EndsOn: parse(until)}
}

// browser is one that shows notices: it alone can read what is sent to it.
type browser struct {
	endpoint string
	key      *ecdh.PrivateKey
	auth     []byte
}

func (r *rig) browser(endpoint string) *browser {
	r.t.Helper()
	key, err := ecdh.P256().GenerateKey(rand.Reader)
	r.ok(err)
	auth := make([]byte, 16)
	_, _ = rand.Read(auth)
	return &browser{endpoint, key, auth}
}

func (b *browser) device() channel.NewDevice {
	enc := base64.RawURLEncoding
	return channel.NewDevice{
		Name: "Firefox on Linux", Endpoint: b.endpoint, P256dh: enc.EncodeToString(b.key.PublicKey().Bytes()), Auth: enc.EncodeToString(b.auth),
	}
}

// open decrypts a message as RFC 8291 says (aes128gcm).
func (b *browser) open(t *testing.T, body []byte) map[string]string {
	t.Helper()
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	salt, size, keyLength := body[:16], binary.BigEndian.Uint32(body[16:20]), int(body[20])
	sender, err := ecdh.P256().NewPublicKey(body[21 : 21+keyLength])
	must(err)
	sealed := body[21+keyLength:]
	if len(sealed) > int(size) {
		t.Fatalf("more than one record: %d of %d", len(sealed), size)
	}
	shared, err := b.key.ECDH(sender)
	must(err)
	info := "WebPush: info\x00" + string(b.key.PublicKey().Bytes()) + string(sender.Bytes())
	secret, err := hkdf.Key(sha256.New, shared, b.auth, info, 32)
	must(err)
	key, err := hkdf.Key(sha256.New, secret, salt, "Content-Encoding: aes128gcm\x00", 16)
	must(err)
	nonce, err := hkdf.Key(sha256.New, secret, salt, "Content-Encoding: nonce\x00", 12)
	must(err)
	block, err := aes.NewCipher(key)
	must(err)
	gcm, err := cipher.NewGCM(block)
	must(err)
	plain, err := gcm.Open(nil, nonce, sealed, nil)
	must(err)
	plain = []byte(strings.TrimRight(string(plain), "\x00"))
	if plain[len(plain)-1] != 2 {
		t.Fatal("the record is not the last one")
	}
	var told map[string]string
	must(json.Unmarshal(plain[:len(plain)-1], &told))
	return told
}

// proven checks who sends, as RFC 8292 says.
func proven(t *testing.T, header http.Header, publicKey, audience string) {
	t.Helper()
	fields := strings.NewReplacer("vapid ", "", " ", "").Replace(header.Get("Authorization"))
	values := map[string]string{}
	for field := range strings.SplitSeq(fields, ",") {
		name, value, _ := strings.Cut(field, "=")
		values[name] = value
	}
	if values["k"] != publicKey {
		t.Fatalf("the key is %q, want %q", values["k"], publicKey)
	}
	parts := strings.Split(values["t"], ".")
	if len(parts) != 3 {
		t.Fatalf("no token: %q", header.Get("Authorization"))
	}
	enc := base64.RawURLEncoding
	point, err := enc.DecodeString(publicKey)
	if err != nil {
		t.Fatal(err)
	}
	signature, err := enc.DecodeString(parts[2])
	if err != nil || len(signature) != 64 {
		t.Fatalf("the signature has %d bytes (%v)", len(signature), err)
	}
	key, err := ecdsa.ParseUncompressedPublicKey(elliptic.P256(), point)
	if err != nil {
		t.Fatal(err)
	}
	sum := sha256.Sum256([]byte(parts[0] + "." + parts[1]))
	if !ecdsa.Verify(key, sum[:], new(big.Int).SetBytes(signature[:32]), new(big.Int).SetBytes(signature[32:])) {
		t.Error("the signature is not of that key")
	}
	claims, err := enc.DecodeString(parts[1])
	if err != nil {
		t.Fatal(err)
	}
	var said struct{ Aud, Sub string }
	if err := json.Unmarshal(claims, &said); err != nil || said.Aud != audience || said.Sub != "https://cairn.example.com" {
		t.Errorf("it says %s (%v), want it for %s", claims, err, audience)
	}
}

// TestABrowserShowsInterruptions by default, and digests where that is chosen; with
// counts, and without a word of what it is about.
func TestABrowserShowsInterruptions(t *testing.T) {
	each(t, func(t *testing.T, r *rig) {
		service := r.far()
		here := r.browser(service.url("/push/1"))
		ways, err := r.AddDevice(r.ctx, r.ana, here.device())
		r.ok(err)
		if c := r.channels(r.ana); !slices.Contains(c.Interrupt, notify.Push) || slices.Contains(c.Digest, notify.Push) {
			t.Errorf("a browser is chosen for %+v", c)
		}
		r.digest("d1")
		if got := service.taken(); len(got) != 0 {
			t.Errorf("a digest is shown that nobody chose: %d", len(got))
		}
		r.interrupt("The site is down")
		got := service.taken()
		if len(got) != 1 {
			t.Fatalf("%d notices, want one", len(got))
		}
		proven(t, got[0].header, ways.PublicKey, service.URL)
		told := here.open(t, got[0].body)
		if told["url"] != "/today" || told["body"] == "" || told["tag"] == "" || strings.Contains(told["body"], "site") || strings.Contains(told["body"], "Olga") {
			t.Errorf("the notice says %v", told)
		}
		if urgency := got[0].header.Get("Urgency"); urgency != "high" || got[0].header.Get("TTL") != "3600" {
			t.Errorf("urgency %q, for %s s", urgency, got[0].header.Get("TTL"))
		}

		_, err = r.notify.UpdateSettings(r.ctx, r.ana, notify.SettingsChange{Channels: chosen(notify.Channels{
			Interrupt: []notify.Channel{notify.InApp}, Digest: []notify.Channel{notify.InApp, notify.Push},
		})})
		r.ok(err)
		r.interrupt("Again")
		r.digest("d2")
		got = service.taken()
		if len(got) != 1 {
			t.Fatalf("%d notices, want one", len(got))
		}
		if told := here.open(t, got[0].body); told["body"] != "Your digest: 3 to decide, 2 changed" {
			t.Errorf("the notice says %v", told)
		}
	})
}

// TestDevicesThatAreGoneAreForgotten, and the others are reached all the same.
func TestDevicesThatAreGoneAreForgotten(t *testing.T) {
	each(t, func(t *testing.T, r *rig) {
		service := r.far()
		for _, path := range []string{"/push/1", "/push/2"} {
			_, err := r.AddDevice(r.ctx, r.ana, r.browser(service.url(path)).device())
			r.ok(err)
		}
		service.answer(http.StatusServiceUnavailable)
		r.interrupt("One")
		if states := r.state(delivery.Push); states[0] != string(delivery.Waiting) {
			t.Errorf("it is %v, and should be tried again", states)
		}
		if ways, err := r.Of(r.ctx, r.ana.Actor); err != nil || len(ways.Devices) != 2 {
			t.Errorf("%d devices (%v)", len(ways.Devices), err)
		}
		service.answer(http.StatusGone)
		r.interrupt("Two")
		ways, err := r.Of(r.ctx, r.ana.Actor)
		r.ok(err)
		if len(ways.Devices) != 0 {
			t.Errorf("%d devices are kept that are gone", len(ways.Devices))
		}
		r.refused(r.TryDevices(r.ctx, r.ana), errs.NotFound)
	})
}

// TestADeviceIsItsPersonsAlone: who logs in on it next takes it over, nobody else
// removes it, and what can't be one is refused.
func TestADeviceIsItsPersonsAlone(t *testing.T) {
	each(t, func(t *testing.T, r *rig) {
		service := r.far()
		here := r.browser(service.url("/push/1"))
		ways, err := r.AddDevice(r.ctx, r.ana, here.device())
		r.ok(err)
		r.refused(r.RemoveDevice(r.ctx, r.olga, ways.Devices[0].ID), errs.NotFound)
		_, err = r.AddDevice(r.ctx, r.olga, here.device())
		r.ok(err)
		if ways, err = r.Of(r.ctx, r.ana.Actor); err != nil || len(ways.Devices) != 0 {
			t.Errorf("the browser is still the first person's: %+v (%v)", ways.Devices, err)
		}
		ways, err = r.Of(r.ctx, r.olga.Actor)
		r.ok(err)
		r.ok(r.TryDevices(r.ctx, r.olga))
		if got := service.taken(); len(got) != 1 {
			t.Errorf("%d notices, want one", len(got))
		}
		r.ok(r.RemoveDevice(r.ctx, r.olga, ways.Devices[0].ID))
		if c := r.channels(r.olga); slices.Contains(c.Interrupt, notify.Push) {
			t.Errorf("without a browser notices are still chosen: %+v", c)
		}
		for _, spoil := range []func(*channel.NewDevice){
			func(d *channel.NewDevice) { d.Name = "" },
			func(d *channel.NewDevice) { d.Name = "a\nb" },
			func(d *channel.NewDevice) { d.Endpoint = "http://push.example.com" },
			func(d *channel.NewDevice) { d.P256dh = "AAAA" },
			func(d *channel.NewDevice) { d.Auth = "" },
		} {
			device := here.device()
			spoil(&device)
			_, err := r.AddDevice(r.ctx, r.ana, device)
			r.refused(err, errs.Invalid)
		}
	})
}
