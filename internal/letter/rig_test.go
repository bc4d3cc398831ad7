package letter_test

import (
	"context"
	"log/slog"
	"testing"
	"time"

	"cairn/internal/app"
	"cairn/internal/authz"
	"cairn/internal/clock"
	"cairn/internal/db"
	"cairn/internal/mail"
	"cairn/internal/opt"
	"cairn/internal/people"
	"cairn/internal/testkit"
	"cairn/internal/work"
	"cairn/internal/worktime"
)

// rig is a workspace on Monday 23 November 2026, 08:00 in Lisbon, whose mails the
// test reads. Ben manages Ana; Max is in no team.
type rig struct {
	*app.House
	testing.TB

	clock *clock.Fake
	mails []*mail.Message
	fails error

	olga, ben, ana, max authz.Call
}

func (r *rig) Send(_ context.Context, m *mail.Message) error {
	if r.fails != nil {
		return r.fails
	}
	r.mails = append(r.mails, m)
	return nil
}

func each(t *testing.T, test func(r *rig)) {
	testkit.Each(t, func(t *testing.T, database *db.DB) { test(newRig(t, database)) })
}

func newRig(t *testing.T, database *db.DB) *rig {
	t.Helper()
	r := &rig{TB: t, clock: clock.NewFake(time.Date(2026, 11, 23, 8, 0, 0, 0, time.UTC))}
	r.House = app.Build(database, r.clock, slog.New(slog.DiscardHandler), "https://cairn.example.com")
	r.Letter.Open(r)
	owner, err := r.People.CreateWorkspace(t.Context(), people.NewWorkspace{
		Name: "Cairn", Owner: "Olga", Email: "olga@example.com", TimeZone: "Europe/Lisbon",
	})
	r.ok(err)
	r.olga = authz.Call{Actor: authz.Actor{PersonID: owner.ID, Role: authz.Owner}}
	r.ben = r.person("Ben Oduya", "ben@example.com", "")
	r.ana = r.person("Ana Sá", "ana@example.com", r.ben.PersonID)
	r.max = r.person("Max", "max@example.com", "")
	return r
}

func (r *rig) ok(err error) {
	r.Helper()
	if err != nil {
		r.Fatal(err)
	}
}

func (r *rig) person(name, email, managerID string) authz.Call {
	r.Helper()
	p, err := r.People.Create(r.Context(), r.olga, people.NewPerson{Name: name, Email: email, TimeZone: "Europe/Lisbon", ManagerID: managerID})
	r.ok(err)
	return authz.Call{Actor: authz.Actor{PersonID: p.ID, Role: p.Role}}
}

func (r *rig) ask(from, of authz.Call, title, due string) work.Task {
	r.Helper()
	draft := work.Draft{Title: title, OwnerID: of.PersonID, Due: opt.To(work.Due{})}
	if due != "" {
		date, err := worktime.ParseDate("", due)
		r.ok(err)
		draft.Due.To.Date = &date
	}
	result, err := r.Work.Create(r.Context(), from, draft)
	r.ok(err)
	return result.Task
}

func (r *rig) comment(by authz.Call, task work.Task, text string) {
	r.Helper()
	_, err := r.Work.AddComment(r.Context(), by, task.ID, work.NewComment{Body: text})
	r.ok(err)
}

// compose lets the hour pass in which digests come, and sends nothing yet.
func (r *rig) compose() {
	r.Helper()
	_, err := r.Digest.Drain(r.Context())
	r.ok(err)
	r.clock.Advance(time.Hour + time.Second)
	_, err = r.Digest.Drain(r.Context())
	r.ok(err)
}

// post sends what waits, and returns the mails.
func (r *rig) post() []*mail.Message {
	r.Helper()
	r.mails = nil
	_, err := r.Delivery.Drain(r.Context())
	r.ok(err)
	return r.mails
}

// mailTo is the one mail to somebody.
func (r *rig) mailTo(email string) *mail.Message {
	r.Helper()
	var found *mail.Message
	for _, m := range r.post() {
		if m.To.Email == email {
			if found != nil {
				r.Fatalf("%s gets several mails", email)
			}
			found = m
		}
	}
	if found == nil {
		r.Fatalf("%s gets no mail", email)
	}
	return found
}
