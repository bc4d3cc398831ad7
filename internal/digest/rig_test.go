package digest_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"cairn/internal/activity"
	"cairn/internal/authz"
	"cairn/internal/clock"
	"cairn/internal/db"
	"cairn/internal/digest"
	"cairn/internal/errs"
	"cairn/internal/notify"
	"cairn/internal/opt"
	"cairn/internal/people"
	"cairn/internal/testkit"
	"cairn/internal/work"
	"cairn/internal/worktime"

	"context"
)

// node is the services over one database, as one program has them.
type node struct {
	people *people.Service
	notify *notify.Service
	work   *work.Service
	digest *digest.Service
	feed   *activity.Feed
	db     *db.DB
}

func newNode(database *db.DB, clk clock.Clock) *node {
	n := &node{db: database}
	ledger := activity.NewLedger(database, clk, activity.NewHub())
	n.people = people.New(database, ledger, clk, people.Hooks{
		PersonCreated: func(ctx context.Context, tx *activity.Tx, id string) error {
			if err := work.PersonCreated(ctx, tx, id); err != nil {
				return err
			}
			return notify.PersonCreated(ctx, tx, id)
		},
		CalendarChanged: notify.CalendarChanged,
	})
	n.notify = notify.New(database, ledger, n.people, clk)
	n.work = work.New(database, ledger, n.people, clk, n.notify)
	n.digest = digest.New(database, ledger, n.notify, n.work, clk, "cairn.example.com", digest.Hooks{})
	n.feed = activity.NewFeed(database, n.digest.Loaders(), activity.Naming{})
	return n
}

// rig is a workspace on Monday 23 November 2026, 10:00 in Lisbon, where all work
// but Rui, who is in Auckland. Ben manages Ana.
type rig struct {
	*node

	testing.TB
	clock *clock.Fake

	olga, ben, ana, max, rui authz.Call
}

func monday() time.Time { return time.Date(2026, 11, 23, 10, 0, 0, 0, time.UTC) }

func each(t *testing.T, test func(r *rig)) {
	testkit.Each(t, func(t *testing.T, database *db.DB) { test(newRig(t, database)) })
}

func newRig(t testing.TB, database *db.DB) *rig {
	t.Helper()
	r := &rig{TB: t, clock: clock.NewFake(monday())}
	r.node = newNode(database, r.clock)
	owner, err := r.people.CreateWorkspace(t.Context(), people.NewWorkspace{Name: "Cairn", Owner: "Olga", Email: "olga@example.com", TimeZone: "Europe/Lisbon"})
	r.ok(err)
	r.olga = authz.Call{Actor: authz.Actor{PersonID: owner.ID, Role: authz.Owner}}
	r.ben = r.person("Ben", "Europe/Lisbon", "")
	r.ana = r.person("Ana", "Europe/Lisbon", r.ben.PersonID)
	r.max = r.person("Max", "Europe/Lisbon", "")
	r.rui = r.person("Rui", "Pacific/Auckland", "")
	return r
}

func (r *rig) ok(err error) {
	r.Helper()
	if err != nil {
		r.Fatal(err)
	}
}

func (r *rig) person(name, zone, managerID string) authz.Call {
	r.Helper()
	p, err := r.people.Create(r.Context(), r.olga, people.NewPerson{Name: name, Email: name + "@example.com", TimeZone: zone, ManagerID: managerID})
	r.ok(err)
	return authz.Call{Actor: authz.Actor{PersonID: p.ID, Role: p.Role}}
}

// ask asks somebody for a task.
func (r *rig) ask(from, of authz.Call, title, due string) work.Task {
	r.Helper()
	draft := work.Draft{Title: title, OwnerID: of.PersonID, Due: opt.To(work.Due{})}
	if due != "" {
		draft.Due.To.Date = r.date(due)
	}
	result, err := r.work.Create(r.Context(), from, draft)
	r.ok(err)
	return result.Task
}

func (r *rig) date(text string) *worktime.Date {
	r.Helper()
	d, err := worktime.ParseDate("", text)
	r.ok(err)
	return &d
}

func (r *rig) comment(by authz.Call, task work.Task, text string) {
	r.Helper()
	_, err := r.work.AddComment(r.Context(), by, task.ID, work.NewComment{Body: text})
	r.ok(err)
}

// until puts the clock to an instant in UTC, of 2026 where no year is said, a quarter of an hour at a
// time, and composes what is due on the way.
func (r *rig) until(text string) {
	r.Helper()
	if len(text) == len("01-02 15:04") {
		text += " 2026"
	}
	to, err := time.Parse("01-02 15:04 2006", text)
	r.ok(err)
	for r.clock.Now().Before(to) {
		r.clock.Advance(min(15*time.Minute, to.Sub(r.clock.Now())))
		r.drain()
	}
}

func (r *rig) drain() {
	r.Helper()
	r.ok(r.work.Drain(r.Context()))
	_, err := r.digest.Drain(r.Context())
	r.ok(err)
}

func (r *rig) today(of authz.Call) digest.Today {
	r.Helper()
	today, err := r.digest.Today(r.Context(), of.Actor, false)
	r.ok(err)
	return today
}

// digests are when somebody's digests came, and by which rule.
func (r *rig) digests(of authz.Call) string {
	r.Helper()
	page, err := r.digest.List(r.Context(), of.Actor, 0, "")
	r.ok(err)
	lines := make([]string, len(page.Items))
	for i, d := range page.Items {
		lines[len(lines)-1-i] = d.ComposedAt.Format("01-02 15:04 ") + string(d.Rule)
	}
	return strings.Join(lines, ", ")
}

func (r *rig) equal(what string, got, want any) {
	r.Helper()
	if fmt.Sprint(got) != fmt.Sprint(want) {
		r.Fatalf("%s is\n  %v\nand should be\n  %v", what, got, want)
	}
}

// shown are entries as "code title (words)".
func shown(entries []digest.Entry) string {
	lines := make([]string, len(entries))
	for i, e := range entries {
		var words []string
		for _, w := range e.Words {
			word := w.Code
			if w.Times > 1 {
				word += fmt.Sprintf("×%d", w.Times)
			}
			if w.Quote != "" {
				word += "=" + w.Quote
			}
			words = append(words, strings.TrimPrefix(word, "task."))
		}
		lines[i] = strings.TrimPrefix(e.Code, "task.") + " " + e.Subject.Title + " (" + strings.Join(words, " ") + ")"
	}
	return strings.Join(lines, "; ")
}

func (r *rig) refused(err error, code errs.Code) {
	r.Helper()
	if !errs.Is(err, code) {
		r.Fatalf("got %v, want a refusal %s", err, code)
	}
}

func seenOf(entries ...digest.Entry) []digest.Seen {
	var seen []digest.Seen
	for _, e := range slices.Concat(entries) {
		seen = append(seen, digest.Seen{Thread: e.Thread, Seq: e.Seq})
	}
	return seen
}
