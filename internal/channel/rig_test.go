package channel_test

import (
	"context"
	"crypto/x509"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"sync"
	"testing"
	"time"

	"cairn/internal/activity"
	"cairn/internal/authz"
	"cairn/internal/channel"
	"cairn/internal/clock"
	"cairn/internal/db"
	"cairn/internal/delivery"
	"cairn/internal/errs"
	"cairn/internal/notify"
	"cairn/internal/opt"
	"cairn/internal/outward"
	"cairn/internal/people"
	"cairn/internal/testkit"
)

// rig is a workspace with both channels, which may call this machine.
type rig struct {
	*channel.Service

	t      *testing.T
	ctx    context.Context
	db     *db.DB
	clock  *clock.Fake
	ledger *activity.Ledger
	people *people.Service
	notify *notify.Service
	outbox *delivery.Service
	client *http.Client
	told   channel.Told // of every digest

	olga, ana authz.Call
}

func each(t *testing.T, test func(t *testing.T, r *rig)) {
	testkit.Each(t, func(t *testing.T, database *db.DB) {
		test(t, newRig(t, database, func(netip.Addr) error { return nil }))
	})
}

// newRig begins on Monday 23 November 2026, 10:00 in Lisbon.
func newRig(t *testing.T, database *db.DB, check outward.Check) *rig {
	t.Helper()
	r := &rig{
		t: t, ctx: t.Context(), db: database, clock: clock.NewFake(time.Date(2026, 11, 23, 10, 0, 0, 0, time.UTC)),
		client: outward.Client(check, nil), told: channel.Told{Counts: []string{"3 to decide", "2 changed"}, Lines: []string{"Vera asks for “Forecast <b>update</b>”"}},
	}
	r.ledger = activity.NewLedger(database, r.clock, activity.NewHub())
	r.people = people.New(database, r.ledger, r.clock, people.Hooks{PersonCreated: notify.PersonCreated})
	r.notify = notify.New(database, r.ledger, r.people, r.clock)
	r.outbox = delivery.New(database, r.ledger, r.clock, slog.New(slog.DiscardHandler))
	digests := func(context.Context, string, string, ...string) (channel.Told, error) { return r.told, nil }
	r.Service = channel.New(database, r.ledger, r.notify, digests, r.people, r.clock, "https://cairn.example.com", check, r.client)
	r.outbox.Attach(delivery.Webhook, channel.Hook{Service: r.Service})
	r.outbox.Attach(delivery.Push, channel.Push{Service: r.Service})
	r.notify.Interrupted = func(ctx context.Context, tx *activity.Tx, i notify.Interruption, channels []notify.Channel) error {
		return r.add(ctx, tx, delivery.Interruption, i.ID, channels)
	}
	r.ok(r.Prepare(r.ctx))
	owner, err := r.people.CreateWorkspace(r.ctx, people.NewWorkspace{Name: "Cairn", Owner: "Olga", Email: "olga@example.com", TimeZone: "Europe/Lisbon"})
	r.ok(err)
	r.olga = authz.Call{Actor: authz.Actor{PersonID: owner.ID, Role: authz.Owner}}
	ana, err := r.people.Create(r.ctx, r.olga, people.NewPerson{Name: "Ana", Email: "ana@example.com", TimeZone: "Europe/Lisbon"})
	r.ok(err)
	r.ana = authz.Call{Actor: authz.Actor{PersonID: ana.ID, Role: ana.Role}}
	return r
}

func (r *rig) ok(err error) {
	r.t.Helper()
	if err != nil {
		r.t.Fatal(err)
	}
}

func (r *rig) refused(err error, code errs.Code) string {
	r.t.Helper()
	refusal, ok := errors.AsType[*errs.Error](err)
	if !ok || refusal.Code != code {
		r.t.Fatalf("got %v, want a refusal %s", err, code)
	}
	return refusal.Message
}

func (r *rig) add(ctx context.Context, tx *activity.Tx, carries delivery.Carries, id string, channels []notify.Channel) error {
	parcel := delivery.Parcel{PersonID: r.ana.PersonID, Carries: carries, ObjectID: id, MessageID: id + "@cairn.example.com"}
	for _, c := range channels {
		if c != notify.InApp {
			parcel.Channels = append(parcel.Channels, delivery.Channel(c))
		}
	}
	return r.outbox.Add(ctx, tx, parcel)
}

// digest has one delivered by the channels that Ana has chosen.
func (r *rig) digest(id string) {
	r.t.Helper()
	settings, err := r.notify.Settings(r.ctx, r.ana.Actor)
	r.ok(err)
	_, err = r.ledger.Write(r.ctx, authz.Call{}, func(ctx context.Context, tx *activity.Tx) error {
		return r.add(ctx, tx, delivery.Digest, id, settings.Channels.Digest)
	})
	r.ok(err)
	_, err = r.outbox.Drain(r.ctx)
	r.ok(err)
}

func (r *rig) interrupt(reason string) {
	r.t.Helper()
	_, err := r.notify.Interrupt(r.ctx, r.olga, r.ana.PersonID, notify.NewInterruption{Reason: reason})
	r.ok(err)
	_, err = r.outbox.Drain(r.ctx)
	r.ok(err)
}

// state is where the deliveries by a channel stand.
func (r *rig) state(channel delivery.Channel) []string {
	r.t.Helper()
	states, err := db.All(r.ctx, r.db, db.Value[string], `SELECT state FROM delivery WHERE channel = $1 ORDER BY id`, channel)
	r.ok(err)
	return states
}

// far is a server out there, by https.
type far struct {
	*httptest.Server

	mu     sync.Mutex
	status int
	got    []received
}

type received struct {
	path   string
	header http.Header
	body   []byte
}

func (r *rig) far() *far {
	r.t.Helper()
	f := &far{status: http.StatusOK}
	f.Server = httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, q *http.Request) {
		body, _ := io.ReadAll(q.Body)
		f.mu.Lock()
		defer f.mu.Unlock()
		f.got = append(f.got, received{q.URL.Path, q.Header, body})
		if f.status == http.StatusFound {
			w.Header().Set("Location", "/elsewhere")
		}
		w.WriteHeader(f.status)
	}))
	r.t.Cleanup(f.Close)
	pool := x509.NewCertPool()
	pool.AddCert(f.Certificate())
	transport, _ := r.client.Transport.(*http.Transport)
	transport.TLSClientConfig = f.Client().Transport.(*http.Transport).TLSClientConfig.Clone()
	transport.TLSClientConfig.RootCAs = pool
	return f
}

func (f *far) answer(status int) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.status = status
}

// taken gives what has come since.
func (f *far) taken() []received {
	f.mu.Lock()
	defer f.mu.Unlock()
	got := f.got
	f.got = nil
	return got
}

func (f *far) url(path string) string { return f.URL + path }

func chosen(channels notify.Channels) opt.Of[notify.Channels] { return opt.To(channels) }

// channels are those that somebody has chosen.
func (r *rig) channels(of authz.Call) notify.Channels {
	r.t.Helper()
	settings, err := r.notify.Settings(r.ctx, of.Actor)
	r.ok(err)
	return settings.Channels
}
