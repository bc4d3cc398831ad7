// Package app puts Cairn together and runs it: the database, the services over
// it, the jobs, and the HTTP server. The program and the end-to-end tests start
// it the same way, by [Serve].
package app

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"maps"
	"net/url"
	"time"

	"cairn/internal/activity"
	"cairn/internal/authz"
	"cairn/internal/channel"
	"cairn/internal/clock"
	"cairn/internal/db"
	"cairn/internal/delivery"
	"cairn/internal/demo"
	"cairn/internal/digest"
	"cairn/internal/errs"
	"cairn/internal/httpapi"
	"cairn/internal/imports"
	"cairn/internal/inbox"
	"cairn/internal/job"
	"cairn/internal/letter"
	"cairn/internal/login"
	"cairn/internal/mail"
	"cairn/internal/notify"
	"cairn/internal/people"
	"cairn/internal/request"
	"cairn/internal/webui"
	"cairn/internal/work"
	"cairn/internal/worktime"
)

// House is everything that stands on one database.
type House struct {
	DB       *db.DB
	Hub      *activity.Hub
	Ledger   *activity.Ledger
	Feed     *activity.Feed
	Jobs     *job.Queue
	People   *people.Service
	Login    *login.Service
	Work     *work.Service
	Notify   *notify.Service
	Digest   *digest.Service
	Delivery *delivery.Service
	Letter   *letter.Service
	Inbox    *inbox.Service
	Channel  *channel.Service
	Imports  *imports.Service
	Request  *request.Service
	Demo     *demo.Service

	clock clock.Clock
	log   *slog.Logger
	host  string       // of what is sent
	mail  *mail.Server // nil: none is set up
}

// The kinds of jobs.
const (
	jobRecomputeDue = "work.recompute_due" // of one person; of everybody where none is named
	jobHandUp       = "work.hand_up"
)

// personJob is the payload of the jobs about one person, or about everybody.
type personJob struct {
	Everybody bool `json:"everybody,omitempty"` // one after the other; PersonID is who it has come to

	PersonID  string `json:"person_id"`
	ManagerID string `json:"manager_id,omitempty"`
	After     string `json:"after,omitempty"` // how far it has come
}

// Build puts the services together over an open database; the links that it
// makes begin with baseURL. It starts nothing.
func Build(database *db.DB, clk clock.Clock, log *slog.Logger, baseURL string) *House {
	h := &House{DB: database, Hub: activity.NewHub(), clock: clk, log: log, host: hostOf(baseURL)}
	h.Ledger = activity.NewLedger(database, clk, h.Hub)
	handlers := map[string]job.Handler{
		jobRecomputeDue: h.recomputeDue,
		jobHandUp:       h.handUp,
	}
	h.Jobs = job.New(database, clk, handlers, log)
	h.People = people.New(database, h.Ledger, clk, people.Hooks{
		PersonCreated:   personCreated,
		CalendarChanged: h.calendarChanged,
		Deactivated:     h.deactivated,
		Readdressed: func(ctx context.Context, tx *activity.Tx, personID, was string) error {
			return h.Login.TellReaddressed(ctx, tx, personID, was)
		},
		Joined: func(ctx context.Context, tx *activity.Tx) error { return h.Request.Joined(ctx, tx) },
	})
	h.Login = login.New(database, h.Ledger, h.People, clk, baseURL)
	h.Delivery = delivery.New(database, h.Ledger, clk, log)
	h.Login.Outbox, h.Login.Jobs = h.Delivery, h.Jobs
	handlers[login.ForgottenJob] = h.Login.AnswerForgotten
	h.Notify = notify.New(database, h.Ledger, h.People, clk)
	h.Notify.Interrupted = h.interrupted
	h.Work = work.New(database, h.Ledger, h.People, clk, h.Notify)
	h.Digest = digest.New(database, h.Ledger, h.Notify, h.Work, clk, h.host, digest.Hooks{Composed: h.composed})
	h.Letter = letter.New(database, h.People, h.Notify, h.Digest, h.Work, h.Delivery, clk, baseURL)
	h.Letter.LogIn = h.Login.Letter
	h.Request = request.New(database, h.Ledger, h.People, h.Work, h.Jobs, h.Notify, clk)
	h.openInbox("")
	h.openChannels(baseURL)
	h.Work.OnAnswer(h.Request.Answered)
	h.Digest.Show(authz.KindRequest, h.requests)
	handlers[request.JobKind], handlers[request.JoinersKind], handlers[request.SumUpKind] = h.Request.Run, h.Request.AskJoiners, h.Request.SumUpOne
	handlers[request.TemplateJob] = h.Request.SendTemplate
	h.Imports = imports.New(database, h.Ledger, h.People, h.Work, h.Jobs, clk)
	handlers[imports.JobKind] = h.Imports.Run
	h.Demo = demo.New(database, h.People, h.Login, h.Jobs, clk, database.OpenRelaxed)
	handlers[demo.JobKind] = h.Demo.Run
	loaders := h.People.Loaders()
	maps.Copy(loaders, map[authz.Kind]activity.Loader{authz.KindTask: h.Work.Load, authz.KindRequest: h.Request.Load, authz.KindTemplate: h.Request.LoadTemplates})
	maps.Copy(loaders, h.Notify.Loaders())
	maps.Copy(loaders, h.Digest.Loaders())
	h.Feed = activity.NewFeed(database, loaders, work.Naming())
	return h
}

// API makes the HTTP side of the house.
func (h *House) API(config httpapi.Config) (*httpapi.API, error) {
	page, err := webui.New()
	if err != nil {
		return nil, fmt.Errorf("read the web app: %w", err)
	}
	return httpapi.New(config, httpapi.Services{
		Login: h.Login, People: h.People, Work: h.Work, Notify: h.Notify, Digest: h.Digest, Imports: h.Imports, Request: h.Request, Jobs: h.Jobs,
		Delivery: h.Delivery, Mails: h.Letter, Mail: h.mail, Channel: h.Channel,
		Demo: h.Demo, Feed: h.Feed, Hub: h.Hub, Ready: h.ready,
	}, page, h.clock, h.log), nil
}

func (h *House) ready(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, 2*time.Second)
	defer cancel()
	return h.DB.Ping(ctx)
}

// hostOf is the name of the server, for what carries it into the world.
func hostOf(baseURL string) string {
	base, err := url.Parse(baseURL)
	if err != nil || base.Hostname() == "" {
		return "cairn.invalid"
	}
	return base.Hostname()
}

// personCreated gives a new person a list and digests.
func personCreated(ctx context.Context, tx *activity.Tx, personID string) error {
	if err := work.PersonCreated(ctx, tx, personID); err != nil {
		return err
	}
	return notify.PersonCreated(ctx, tx, personID)
}

// calendarChanged has the due instants of a person's tasks computed again, of
// everybody's when no person is named (W7), and when their digests come (N4).
func (h *House) calendarChanged(ctx context.Context, tx *activity.Tx, personID string) error {
	if err := notify.CalendarChanged(ctx, tx, personID); err != nil {
		return err
	}
	if err := h.Request.FollowCalendar(ctx, tx, personID); err != nil {
		return err
	}
	payload := personJob{PersonID: personID, Everybody: personID == ""}
	_, err := h.Jobs.Enqueue(ctx, tx.Tx, job.Job{Kind: jobRecomputeDue, UniqueKey: cmp.Or(personID, "everybody"), Payload: payload})
	return err
}

// followZones has all due instants computed again when this program was built
// with other zone data than the one that computed them (W7). Nodes of two
// versions may take turns at it while they are replaced; the last one stays.
func (h *House) followZones(ctx context.Context) error {
	_, err := h.Ledger.Write(ctx, authz.Call{}, func(ctx context.Context, tx *activity.Tx) error {
		moved, err := db.Exec(ctx, tx.Tx, `UPDATE workspace SET zone_data = $1 WHERE zone_data <> $1`, worktime.DataVersion())
		if err != nil || moved == 0 {
			return err
		}
		return h.calendarChanged(ctx, tx, "")
	})
	return err
}

// deactivated ends a person's access at once, and leaves their tasks to a job
// (P4).
func (h *House) deactivated(ctx context.Context, tx *activity.Tx, personID, managerID string) error {
	if err := login.EndAccess(ctx, tx, personID); err != nil {
		return err
	}
	_, err := h.Jobs.Enqueue(ctx, tx.Tx, job.Job{
		Kind: jobHandUp, UniqueKey: personID, Payload: personJob{PersonID: personID, ManagerID: managerID},
	})
	return err
}

// chunk is how many tasks a job changes in one transaction, to stay well under
// 50 ms.
const chunk = 50

func (h *House) recomputeDue(ctx context.Context, lease *job.Lease) error {
	return h.inChunks(ctx, lease, func(p *personJob) (bool, error) {
		if p.Everybody && p.After == "" {
			var err error
			if p.PersonID, err = h.Work.NextWithDue(ctx, p.PersonID); err != nil || p.PersonID == "" {
				return true, err
			}
		}
		last, err := h.Work.RecomputeDue(ctx, p.PersonID, p.After, chunk)
		p.After = last
		return last == "" && !p.Everybody, err
	})
}

func (h *House) handUp(ctx context.Context, lease *job.Lease) error {
	return h.inChunks(ctx, lease, func(p *personJob) (bool, error) {
		last, err := h.Work.HandUp(ctx, p.PersonID, p.ManagerID, p.After, chunk)
		p.After = last
		return last == "", err
	})
}

// inChunks repeats a step, each from where the last one ended, until it says that
// it is done. A step done twice changes nothing the second time, so the
// checkpoint may come after it.
func (h *House) inChunks(ctx context.Context, lease *job.Lease, step func(p *personJob) (done bool, err error)) error {
	var p personJob
	if err := lease.Payload(&p); err != nil {
		return err
	}
	for {
		done, err := step(&p)
		if err != nil {
			return err
		}
		err = h.DB.Write(ctx, func(ctx context.Context, tx *db.Tx) error {
			if done {
				return lease.Finish(ctx, tx)
			}
			return lease.Checkpoint(ctx, tx, p)
		})
		if err != nil || done {
			return err
		}
	}
}

// openMigrated opens the database and brings it up to date, waiting for one
// that isn't up yet.
func openMigrated(ctx context.Context, config db.Config, log *slog.Logger) (*db.DB, error) {
	database, err := db.Open(ctx, config)
	if err != nil {
		return nil, err
	}
	for {
		err := database.Migrate(ctx)
		if err == nil {
			return database, nil
		}
		if !errs.Is(err, errs.Unavailable) && database.Ping(ctx) == nil {
			return nil, errors.Join(err, database.Close())
		}
		log.WarnContext(ctx, "waiting for the database", "error", err)
		select {
		case <-ctx.Done():
			return nil, errors.Join(ctx.Err(), database.Close())
		case <-time.After(time.Second):
		}
	}
}
