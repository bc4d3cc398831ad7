package httpapi

import (
	"context"
	"net"
	"net/http"
	"strings"
	"time"

	"cairn/internal/authz"
	"cairn/internal/login"
	"cairn/internal/people"
	"cairn/internal/worktime"
)

// me is the person who asks, and where they are.
type me struct {
	Person      people.Person    `json:"person"`
	Workspace   people.Workspace `json:"workspace"`
	Reports     []string         `json:"reports" doc:"My direct reports, by id"`
	TokenScopes []authz.Grant    `json:"token_scopes" doc:"What the API token may do; null in a session" nullable:"true"`
}

func (a *API) getMe(ctx context.Context, actor authz.Actor, _ *empty) (me, error) {
	return a.meOf(ctx, actor)
}

func (a *API) meOf(ctx context.Context, actor authz.Actor) (me, error) {
	person, err := a.people.Get(ctx, actor, actor.PersonID)
	if err != nil {
		return me{}, err
	}
	workspace, err := a.people.Workspace(ctx)
	if err != nil {
		return me{}, err
	}
	reports, err := a.people.MyReports(ctx, actor)
	return me{Person: person, Workspace: workspace, Reports: reports, TokenScopes: actor.Grants}, err
}

// begin sets the session's cookie and answers with who is logged in.
func (a *API) begin(ctx context.Context, session login.Session) (me, error) {
	a.setCookie(requestOf(ctx).out, session.Secret, int(login.SessionLasts/time.Second))
	return a.meOf(ctx, session.Actor)
}

// device is what a session is recognized by in Settings.
func device(ctx context.Context) string { return requestOf(ctx).http.UserAgent() }

// address is where a request came from, for slowing down guesses.
func (a *API) address(r *http.Request) string {
	if a.config.TrustedProxies {
		hops := strings.Split(r.Header.Get("X-Forwarded-For"), ",")
		if last := strings.TrimSpace(hops[len(hops)-1]); last != "" {
			return last
		}
	}
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil {
		return r.RemoteAddr
	}
	return host
}

type setupState struct {
	Needed bool `json:"needed"`
}

func (a *API) getSetup(ctx context.Context, _ authz.Actor, _ *empty) (setupState, error) {
	needed, err := a.login.SetupNeeded(ctx)
	return setupState{Needed: needed}, err
}

type setup struct {
	Body struct {
		Token     string `json:"token" doc:"From the link that the server printed"`
		Workspace string `json:"workspace"`
		Name      string `json:"name"`
		Email     string `json:"email"`
		Password  string `json:"password"`
		TimeZone  string `json:"time_zone"`
	}
}

func (a *API) postSetup(ctx context.Context, _ authz.Call, in *setup) (me, error) {
	b := in.Body
	session, err := a.login.SetUp(ctx, b.Token, login.NewOwner{
		Workspace: b.Workspace, Name: b.Name, Email: b.Email, Password: b.Password, TimeZone: b.TimeZone,
	}, device(ctx))
	if err != nil {
		return me{}, err
	}
	return a.begin(ctx, session)
}

type credentials struct {
	Body struct {
		Email    string `json:"email"`
		Password string `json:"password"`
	}
}

func (a *API) postSession(ctx context.Context, _ authz.Call, in *credentials) (me, error) {
	session, err := a.login.LogIn(ctx, in.Body.Email, in.Body.Password, device(ctx), a.address(requestOf(ctx).http))
	if err != nil {
		return me{}, err
	}
	return a.begin(ctx, session)
}

func (a *API) deleteSession(ctx context.Context, call authz.Call, _ *empty) error {
	a.setCookie(requestOf(ctx).out, "", -1)
	return a.login.EndSession(ctx, call, call.TokenID)
}

func (a *API) getSessions(ctx context.Context, actor authz.Actor, _ *empty) (page[login.SessionInfo], error) {
	return whole(a.login.Sessions(ctx, actor))
}

func (a *API) deleteSessionByID(ctx context.Context, call authz.Call, in *byID) error {
	return a.login.EndSession(ctx, call, in.ID)
}

type newPassword struct {
	Body struct {
		Current string `json:"current"`
		New     string `json:"new"`
	}
}

func (a *API) postPassword(ctx context.Context, call authz.Call, in *newPassword) error {
	return a.login.ChangePassword(ctx, call, in.Body.Current, in.Body.New)
}

func (a *API) getTokens(ctx context.Context, actor authz.Actor, _ *empty) (page[login.TokenInfo], error) {
	return whole(a.login.Tokens(ctx, actor))
}

type newToken struct {
	Body struct {
		Name      string         `json:"name" doc:"What it is for"`
		Scopes    []authz.Grant  `json:"scopes" enum:"read,write,admin" minItems:"1"`
		ExpiresOn *worktime.Date `json:"expires_on,omitempty" doc:"The last day; none: it does not expire"`
	}
}

func (a *API) postToken(ctx context.Context, call authz.Call, in *newToken) (login.NewToken, error) {
	return a.login.CreateToken(ctx, call, in.Body.Name, in.Body.Scopes, in.Body.ExpiresOn)
}

func (a *API) deleteToken(ctx context.Context, call authz.Call, in *byID) error {
	return a.login.RevokeToken(ctx, call, in.ID)
}

func (a *API) getInvitations(ctx context.Context, actor authz.Actor, _ *empty) (page[login.InvitationInfo], error) {
	return whole(a.login.Invitations(ctx, actor))
}

// invited is an invitation with its link, which is shown once.
type invited struct {
	login.InvitationInfo
	Link string `json:"link" doc:"Give it to the person; it works once"`
}

type postInvitation struct{ Body newPerson }

func (a *API) postInvitation(ctx context.Context, call authz.Call, in *postInvitation) (invited, error) {
	person := in.Body.person()
	if person.TimeZone == "" {
		mine, err := a.people.Get(ctx, call.Actor, call.PersonID)
		if err != nil {
			return invited{}, err
		}
		person.TimeZone = mine.TimeZone
	}
	made, err := a.login.Invite(ctx, call, person)
	if err != nil {
		return invited{}, err
	}
	return invited{InvitationInfo: made.InvitationInfo, Link: a.link("join", made.Secret)}, nil
}

// link carries a secret behind the #, which browsers never send.
func (a *API) link(page, secret string) string { return a.config.BaseURL + "/" + page + "#" + secret }

func (a *API) deleteInvitation(ctx context.Context, call authz.Call, in *byID) error {
	return a.login.RevokeInvitation(ctx, call, in.ID)
}

type linkToken struct {
	Body struct {
		Token string `json:"token"`
	}
}

func (a *API) openInvitation(ctx context.Context, _ authz.Call, in *linkToken) (login.OpenInvitation, error) {
	return a.login.OpenInvitation(ctx, in.Body.Token)
}

type acceptInvitation struct {
	Body struct {
		Token    string `json:"token"`
		Name     string `json:"name"`
		Password string `json:"password"`
		TimeZone string `json:"time_zone"`
	}
}

func (a *API) acceptInvitation(ctx context.Context, _ authz.Call, in *acceptInvitation) (me, error) {
	b := in.Body
	session, err := a.login.AcceptInvitation(ctx, b.Token, b.Name, b.Password, b.TimeZone, device(ctx))
	if err != nil {
		return me{}, err
	}
	return a.begin(ctx, session)
}

type postReset struct {
	Body struct {
		PersonID string `json:"person_id"`
	}
}

type resetLink struct {
	Link string `json:"link" doc:"Give it to the person; it works once, for a day"`
}

func (a *API) postReset(ctx context.Context, call authz.Call, in *postReset) (resetLink, error) {
	secret, err := a.login.ResetLink(ctx, call, in.Body.PersonID)
	if err != nil {
		return resetLink{}, err
	}
	return resetLink{Link: a.link("reset", secret)}, nil
}

type useReset struct {
	Body struct {
		Token    string `json:"token"`
		Password string `json:"password"`
	}
}

func (a *API) useReset(ctx context.Context, _ authz.Call, in *useReset) error {
	return a.login.UseReset(ctx, in.Body.Token, in.Body.Password)
}
