package inbox_test

import (
	"bytes"
	"context"
	"fmt"
	"log/slog"
	"net/smtp"
	"strings"
	"sync"
	"testing"
	"time"

	"cairn/internal/activity"
	"cairn/internal/authz"
	"cairn/internal/clock"
	"cairn/internal/db"
	"cairn/internal/delivery"
	"cairn/internal/id"
	"cairn/internal/inbox"
	"cairn/internal/job"
	"cairn/internal/login"
	"cairn/internal/notify"
	"cairn/internal/opt"
	"cairn/internal/people"
	"cairn/internal/request"
	"cairn/internal/testkit"
	"cairn/internal/work"
	"cairn/internal/worktime"
)

// rig is a workspace that receives mail. Olga owns it; Vera manages Ana in Lisbon,
// who never logs in.
type rig struct {
	*inbox.Service

	t        *testing.T
	ctx      context.Context
	db       *db.DB
	clock    *clock.Fake
	people   *people.Service
	tasks    *work.Service
	requests *request.Service
	post     *outbox
	log      *bytes.Buffer
	addr     string // where mail comes in

	olga, vera, ana authz.Call
}

// outbox keeps what is to be sent.
type outbox struct {
	mu      sync.Mutex
	parcels []delivery.Parcel
}

func (o *outbox) Add(_ context.Context, _ *activity.Tx, p delivery.Parcel) error {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.parcels = append(o.parcels, p)
	return nil
}

// words takes the words back that are to be sent.
func (r *rig) words() []inbox.Word {
	r.t.Helper()
	r.post.mu.Lock()
	defer r.post.mu.Unlock()
	var all []inbox.Word
	for _, p := range r.post.parcels {
		word, err := r.WordBack(r.ctx, p.ObjectID)
		r.ok(err)
		all = append(all, word)
	}
	r.post.parcels = nil
	return all
}

// monday is when every test begins: Monday 23 November 2026, 10:00 in Lisbon.
func monday() time.Time { return time.Date(2026, 11, 23, 10, 0, 0, 0, time.UTC) }

const domain = "cairn.example.com"

func each(t *testing.T, test func(t *testing.T, r *rig)) {
	testkit.Each(t, func(t *testing.T, database *db.DB) { test(t, newRig(t, database, "127.0.0.1:0")) })
}

func newRig(t *testing.T, database *db.DB, listen string) *rig {
	t.Helper()
	r := &rig{t: t, ctx: t.Context(), db: database, clock: clock.NewFake(monday()), post: &outbox{}, log: &bytes.Buffer{}}
	ledger := activity.NewLedger(database, r.clock, activity.NewHub())
	log := slog.New(slog.NewTextHandler(&lockedWriter{to: r.log}, &slog.HandlerOptions{Level: slog.LevelDebug}))
	jobs := job.New(database, r.clock, map[string]job.Handler{}, log)
	r.people = people.New(database, ledger, r.clock, people.Hooks{
		PersonCreated: work.PersonCreated,
		Joined:        func(context.Context, *activity.Tx) error { return nil },
		Deactivated: func(ctx context.Context, tx *activity.Tx, personID, _ string) error {
			return login.EndAccess(ctx, tx, personID)
		},
	})
	r.tasks = work.New(database, ledger, r.people, r.clock, nil)
	r.requests = request.New(database, ledger, r.people, r.tasks, jobs, notify.New(database, ledger, r.people, r.clock), r.clock)
	r.tasks.OnAnswer(r.requests.Answered)
	tokens := login.New(database, ledger, r.people, r.clock, "https://"+domain)
	r.Service = inbox.New(database, ledger, tokens, r.tasks, r.people, r.post, r.clock, log, domain)
	owner, err := r.people.CreateWorkspace(r.ctx, people.NewWorkspace{Name: "Cairn", Owner: "Olga", Email: "olga@example.com", TimeZone: "Europe/Lisbon"})
	r.ok(err)
	r.olga = authz.Call{Actor: authz.Actor{PersonID: owner.ID, Role: authz.Owner}}
	r.vera = r.person("Vera", "")
	r.ana = r.person("Ana", r.vera.PersonID)
	listener, err := inbox.Listen(r.ctx, listen)
	r.ok(err)
	r.addr = listener.Addr().String()
	serving, stop := context.WithCancel(context.WithoutCancel(r.ctx))
	var running sync.WaitGroup
	running.Go(func() {
		if err := r.Serve(serving, listener, nil); err != nil {
			t.Errorf("receiving ended: %v", err)
		}
	})
	t.Cleanup(func() {
		stop()
		running.Wait()
	})
	return r
}

// lockedWriter lets several write.
type lockedWriter struct {
	mu sync.Mutex
	to *bytes.Buffer
}

func (w *lockedWriter) Write(p []byte) (int, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.to.Write(p)
}

func (r *rig) ok(err error) {
	r.t.Helper()
	if err != nil {
		r.t.Fatal(err)
	}
}

func (r *rig) person(name, managerID string) authz.Call {
	r.t.Helper()
	p, err := r.people.Create(r.ctx, r.olga, people.NewPerson{
		Name: name, Email: strings.ToLower(name) + "@example.com", TimeZone: "Europe/Lisbon", ManagerID: managerID,
	})
	r.ok(err)
	return authz.Call{Actor: authz.Actor{PersonID: p.ID, Role: p.Role}}
}

func date(text string) *worktime.Date {
	d, err := worktime.ParseDate("", text)
	if err != nil {
		panic(err)
	}
	return &d
}

// ask sends a request of Vera's to Ana, and gives Ana's task of it.
func (r *rig) ask(kind work.AnswerKind, choices ...string) (request.RollUp, work.Task) {
	r.t.Helper()
	told, err := r.requests.Send(r.ctx, r.vera, request.Draft{
		Title: "Forecast update", Why: "finance closes Monday", Kind: kind, Choices: choices,
		To: people.Targets{PersonIDs: []string{r.ana.PersonID}}, Due: work.Due{Date: date("2026-11-27")}, DueSaid: true,
	})
	r.ok(err)
	return told, r.task(*told.People[0].TaskID)
}

func (r *rig) task(taskID string) work.Task {
	r.t.Helper()
	task, err := r.tasks.Get(r.ctx, r.ana.Actor, taskID)
	r.ok(err)
	return task
}

// give is a task that Olga gave Ana, which is no part of a request.
func (r *rig) give(title string, due string) work.Task {
	r.t.Helper()
	made, err := r.tasks.Create(r.ctx, r.olga, work.Draft{ID: id.New(), OwnerID: r.ana.PersonID, Title: title, Due: opt.To(work.Due{Date: date(due)})})
	r.ok(err)
	return made.Task
}

func (r *rig) address(taskID string) string {
	r.t.Helper()
	address, err := r.AddressFor(r.ctx, r.ana.PersonID, taskID)
	r.ok(err)
	return address
}

// mail is a message as a mail program sends it.
func mail(messageID, words string, headers ...string) string {
	return fmt.Sprintf("From: Ana <ana@example.com>\r\nSubject: Re: Your digest\r\nMessage-ID: <%s>\r\n%sContent-Type: text/plain; charset=utf-8\r\n\r\n%s\r\n\r\n"+
		"On Mon, Nov 23, 2026 at 9:00 AM Cairn <cairn@example.com> wrote:\r\n> Forecast update\r\n",
		messageID, strings.Join(append(headers, ""), "\r\n"), strings.ReplaceAll(words, "\n", "\r\n"))
}

// reply sends a message by SMTP, as a mail server does.
func (r *rig) reply(to, words string, headers ...string) {
	r.t.Helper()
	r.ok(r.send("ana@example.com", to, mail(id.New()+"@example.com", words, headers...)))
}

func (r *rig) send(from, to, message string) error {
	return smtp.SendMail(r.addr, nil, from, []string{to}, []byte(message))
}

// refused fails unless the error is a refusal with this code.
func (r *rig) refused(err error, code string) {
	r.t.Helper()
	if err == nil || !strings.HasPrefix(err.Error(), code) {
		r.t.Fatalf("got %v, want a refusal with %s", err, code)
	}
}

func (r *rig) rollUp(id string) request.Row {
	r.t.Helper()
	told, err := r.requests.Get(r.ctx, r.vera.Actor, id, request.Page{})
	r.ok(err)
	return told.People[0]
}
