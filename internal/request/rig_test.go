package request

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"maps"
	"strings"
	"testing"
	"time"

	"cairn/internal/activity"
	"cairn/internal/authz"
	"cairn/internal/clock"
	"cairn/internal/db"
	"cairn/internal/errs"
	"cairn/internal/id"
	"cairn/internal/job"
	"cairn/internal/notify"
	"cairn/internal/opt"
	"cairn/internal/people"
	"cairn/internal/testkit"
	"cairn/internal/work"
	"cairn/internal/worktime"
)

// rig is a workspace on one engine. Olga owns it; Vera manages Ben, who manages
// Ana in Lisbon, Kenji in Tokyo and Dana in Denver; Dana manages Lea. Max is
// nobody's report.
type rig struct {
	*Service

	t      testing.TB
	ctx    context.Context
	db     *db.DB
	clock  *clock.Fake
	people *people.Service
	tasks  *work.Service
	feed   *activity.Feed
	jobs   *job.Queue
	notify *notify.Service

	olga, vera, ben, ana, kenji, dana, lea, max authz.Call
}

// monday is when every test begins: Monday 23 November 2026, 10:00 in Lisbon.
func monday() time.Time { return time.Date(2026, 11, 23, 10, 0, 0, 0, time.UTC) }

func each(t *testing.T, test func(t *testing.T, r *rig)) {
	testkit.Each(t, func(t *testing.T, database *db.DB) { test(t, newRig(t, database)) })
}

func newRig(t testing.TB, database *db.DB) *rig {
	t.Helper()
	r := &rig{t: t, ctx: t.Context(), db: database, clock: clock.NewFake(monday())}
	ledger := activity.NewLedger(database, r.clock, activity.NewHub())
	handlers := map[string]job.Handler{}
	r.jobs = job.New(database, r.clock, handlers, slog.New(slog.DiscardHandler))
	r.people = people.New(database, ledger, r.clock, people.Hooks{
		PersonCreated: func(ctx context.Context, tx *activity.Tx, personID string) error {
			return errors.Join(work.PersonCreated(ctx, tx, personID), notify.PersonCreated(ctx, tx, personID))
		},
		Joined: func(ctx context.Context, tx *activity.Tx) error { return r.Joined(ctx, tx) },
	})
	r.notify = notify.New(database, ledger, r.people, r.clock)
	r.tasks = work.New(database, ledger, r.people, r.clock, r.notify)
	r.Service = New(database, ledger, r.people, r.tasks, r.jobs, r.notify, r.clock)
	r.tasks.OnAnswer(r.Answered)
	handlers[JobKind], handlers[JoinersKind], handlers[SumUpKind] = r.Run, r.AskJoiners, r.SumUpOne
	handlers[TemplateJob] = r.SendTemplate
	loaders := r.people.Loaders()
	maps.Copy(loaders, map[authz.Kind]activity.Loader{authz.KindTask: r.tasks.Load, authz.KindRequest: r.Load})
	r.feed = activity.NewFeed(database, loaders, work.Naming())
	owner, err := r.people.CreateWorkspace(r.ctx, people.NewWorkspace{Name: "Cairn", Owner: "Olga", Email: "olga@example.com", TimeZone: "Europe/Lisbon"})
	r.ok(err)
	r.olga = authz.Call{Actor: authz.Actor{PersonID: owner.ID, Role: authz.Owner}}
	r.vera = r.person("Vera", "Europe/Lisbon", "")
	r.ben = r.person("Ben", "America/Denver", r.vera.PersonID)
	r.ana = r.person("Ana", "Europe/Lisbon", r.ben.PersonID)
	r.kenji = r.person("Kenji", "Asia/Tokyo", r.ben.PersonID)
	r.dana = r.person("Dana", "America/Denver", r.ben.PersonID)
	r.lea = r.person("Lea", "Europe/Lisbon", r.dana.PersonID)
	r.max = r.person("Max", "Europe/Lisbon", "")
	return r
}

func (r *rig) person(name, zone, managerID string) authz.Call {
	r.t.Helper()
	p, err := r.people.Create(r.ctx, r.olga, people.NewPerson{
		Name: name, Email: strings.ToLower(strings.ReplaceAll(name, " ", ".")) + "@example.com", TimeZone: zone, ManagerID: managerID,
	})
	r.ok(err)
	return authz.Call{Actor: authz.Actor{PersonID: p.ID, Role: p.Role}}
}

func (r *rig) ok(err error) {
	r.t.Helper()
	if err != nil {
		r.t.Fatal(err)
	}
}

// refused fails unless the error has the code, and gives its words.
func (r *rig) refused(err error, code errs.Code) string {
	r.t.Helper()
	refusal, ok := errors.AsType[*errs.Error](err)
	if !ok || refusal.Code != code {
		r.t.Fatalf("got %v, want a refusal %s", err, code)
	}
	return refusal.Message
}

func (r *rig) equal(what string, got, want any) {
	r.t.Helper()
	if fmt.Sprint(got) != fmt.Sprint(want) {
		r.t.Fatalf("%s is %v, and should be %v", what, got, want)
	}
}

func date(text string) *worktime.Date {
	d, err := worktime.ParseDate("", text)
	if err != nil {
		panic(err)
	}
	return &d
}

// friday is the forecast update that Ben asks for, by their Friday.
func (r *rig) friday(kind work.AnswerKind, to people.Targets) Draft {
	return Draft{
		Title: "Forecast update", Why: "finance closes the forecast Monday", Kind: kind, To: to,
		Due: work.Due{Date: date("2026-11-27")}, DueSaid: true,
	}
}

func persons(calls ...authz.Call) people.Targets {
	t := people.Targets{}
	for _, call := range calls {
		t.PersonIDs = append(t.PersonIDs, call.PersonID)
	}
	return t
}

func (r *rig) send(by authz.Call, draft Draft) RollUp {
	r.t.Helper()
	told, err := r.Send(r.ctx, by, draft)
	r.ok(err)
	return told
}

func (r *rig) get(by authz.Call, id string) RollUp {
	r.t.Helper()
	told, err := r.Get(r.ctx, by.Actor, id, Page{})
	r.ok(err)
	return told
}

// row is one person's part.
func (r *rig) row(told RollUp, of authz.Call) Row {
	r.t.Helper()
	for _, row := range told.People {
		if row.PersonID == of.PersonID {
			return row
		}
	}
	r.t.Fatalf("%s has no part in it", of.PersonID)
	return Row{}
}

func (r *rig) answer(of authz.Call, told RollUp, answer work.Answer) {
	r.t.Helper()
	_, err := r.Answer(r.ctx, of, *r.row(told, of).TaskID, &answer)
	r.ok(err)
}

func number(n float64) work.Answer { return work.Answer{Number: &n} }

func (r *rig) drain() {
	r.t.Helper()
	_, err := r.jobs.Drain(r.ctx)
	r.ok(err)
}

func (r *rig) away(who authz.Call, from, until string) {
	r.t.Helper()
	_, err := r.people.AddTimeOff(r.ctx, who, who.PersonID, people.NewTimeOff{StartsOn: *date(from), EndsOn: *date(until)})
	r.ok(err)
}

func (r *rig) task(by authz.Call, taskID string) work.Task {
	r.t.Helper()
	task, err := r.tasks.Get(r.ctx, by.Actor, taskID)
	r.ok(err)
	return task
}

// own is a task that somebody put on their own list.
func (r *rig) own(of authz.Call, title string) work.Task {
	r.t.Helper()
	made, err := r.tasks.Create(r.ctx, of, work.Draft{ID: id.New(), Title: title, Due: opt.To(work.Due{})})
	r.ok(err)
	return made.Task
}

func (r *rig) count(table string) int {
	r.t.Helper()
	n, err := db.One(r.ctx, r.db, db.Value[int], `SELECT count(*) FROM `+table)
	r.ok(err)
	return n
}
