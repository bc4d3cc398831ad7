package httpapi

import (
	"context"
	"crypto/sha256"
	_ "embed"
	"encoding/base64"
	"html/template"
	"net/http"
	"sync"

	"cairn/internal/authz"
	"cairn/internal/delivery"
	"cairn/internal/errs"
	"cairn/internal/notify"
)

// Mails are what the API needs of the email channel.
type Mails interface {
	// Test sends a mail to whoever asks.
	Test(ctx context.Context, actor authz.Actor) (string, error)
	// Check refuses a link that ends no mails; End ends those of a lane.
	Check(ctx context.Context, personID, lane, token string) error
	End(ctx context.Context, personID, lane, token string) error
}

// reaching is what reaches a person, with the ways out that the server has.
type reaching struct {
	notify.MySettings

	Open []notify.Channel `json:"open" enum:"app,email,webhook,push" doc:"The channels that are set up on this server; a webhook and browsers each person adds (GET /me/channels)"`
}

func (a *API) reaching(settings notify.MySettings, err error) (reaching, error) {
	open := []notify.Channel{notify.InApp}
	if a.delivery.Open(delivery.Email) {
		open = append(open, notify.Email)
	}
	return reaching{settings, open}, err
}

// mailState is how it goes with mails.
type mailState struct {
	delivery.Overview

	Server string `json:"server" doc:"Where mails are handed over, without the password; empty: no server is set up"`
	From   string `json:"from" doc:"Whom mails are from"`
}

func (a *API) getMail(ctx context.Context, actor authz.Actor, _ *empty) (mailState, error) {
	return a.mailState(ctx, actor)
}

func (a *API) mailState(ctx context.Context, actor authz.Actor) (mailState, error) {
	overview, err := a.delivery.Overview(ctx, actor, delivery.Email)
	state := mailState{Overview: overview}
	if a.mailServer != nil {
		state.Server, state.From = a.mailServer.Name(), a.mailServer.From().Email
	}
	return state, err
}

// mailTest says how a test went. A server that does not take the mail is no fault
// of the request.
type mailTest struct {
	To      string `json:"to" doc:"Whoever asked"`
	Trouble string `json:"trouble" doc:"Why the server did not take it; empty: it did"`
}

func (a *API) postMailTest(ctx context.Context, call authz.Call, _ *empty) (mailTest, error) {
	if err := call.Administers(); err != nil {
		return mailTest{}, err
	}
	if !a.delivery.Open(delivery.Email) {
		return mailTest{}, errs.New(errs.StateConflict, "no mail server is set up; start the server with --smtp-url and --mail-from")
	}
	who, err := a.people.Get(ctx, call.Actor, call.PersonID)
	if err != nil {
		return mailTest{}, err
	}
	trouble, err := a.mails.Test(ctx, call.Actor)
	return mailTest{To: who.Email, Trouble: trouble}, err
}

func (a *API) retryDelivery(ctx context.Context, call authz.Call, in *byID) (mailState, error) {
	if err := a.delivery.Retry(ctx, call, in.ID); err != nil {
		return mailState{}, err
	}
	return a.mailState(ctx, call.Actor)
}

func (a *API) discardDelivery(ctx context.Context, call authz.Call, in *byID) error {
	return a.delivery.Discard(ctx, call, in.ID)
}

//go:embed mail.html
var endMailsHTML string

//go:embed mail.css
var endMailsCSS string

// endMailsPage asks whether mails shall end, and says that they have. It needs no
// log-in and runs no script: it is where List-Unsubscribe leads (RFC 8058).
var endMailsPage = sync.OnceValue(func() *template.Template {
	return template.Must(template.New("end").Funcs(template.FuncMap{
		"css": func() template.CSS { return template.CSS(endMailsCSS) }, //nolint:gosec // a file of ours
	}).Parse(endMailsHTML))
})

type endMailsData struct {
	Lane  string
	Ended bool
	Wrong string
}

// askToEndMails changes nothing: whatever looks into mails opens their links.
func (a *API) askToEndMails(w http.ResponseWriter, r *http.Request) {
	err := a.mails.Check(r.Context(), r.PathValue("person"), r.PathValue("lane"), r.PathValue("token"))
	a.showEndMails(w, r, endMailsData{Lane: r.PathValue("lane")}, err)
}

func (a *API) endMails(w http.ResponseWriter, r *http.Request) {
	err := a.mails.End(r.Context(), r.PathValue("person"), r.PathValue("lane"), r.PathValue("token"))
	a.showEndMails(w, r, endMailsData{Lane: r.PathValue("lane"), Ended: err == nil}, err)
}

func (a *API) showEndMails(w http.ResponseWriter, r *http.Request, data endMailsData, err error) {
	status := http.StatusOK
	if err != nil {
		p := problem(r.Context(), a.log, err)
		status, data.Wrong = p.Status, p.Detail
	}
	sum := sha256.Sum256([]byte(endMailsCSS))
	header := w.Header()
	header.Set("Content-Security-Policy", "default-src 'none'; style-src 'sha256-"+base64.StdEncoding.EncodeToString(sum[:])+
		"'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'")
	header.Set("Content-Type", "text/html; charset=utf-8")
	header.Set("Cache-Control", "no-store")
	header.Set("Referrer-Policy", "no-referrer")
	w.WriteHeader(status)
	if err := endMailsPage().Execute(w, data); err != nil {
		a.log.DebugContext(r.Context(), "a page broke off", "error", err)
	}
}
