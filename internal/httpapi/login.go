package httpapi

import (
	"context"
	"net"
	"net/http"
	"strings"
	"time"

	"cairn/internal/authz"
	"cairn/internal/login"
	"cairn/internal/opt"
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

// begin sets the session's cookie and answers with who is logged in. The cookie
// outlives the session, whose end the server decides.
func (a *API) begin(ctx context.Context, secret string, actor authz.Actor, err error) (me, error) {
	if err != nil {
		return me{}, err
	}
	a.setCookie(requestOf(ctx).out, secret, int(cookieLasts/time.Second))
	return a.meOf(ctx, actor)
}

const cookieLasts = 180 * 24 * time.Hour

// device is what a session is recognized by in Settings.
func device(ctx context.Context) string { return requestOf(ctx).http.UserAgent() }

// address is where a request came from, for slowing down guesses: behind a proxy
// what that wrote last, in a line of its own or behind what the client sent.
func (a *API) address(r *http.Request) string {
	if lines := r.Header.Values("X-Forwarded-For"); a.config.TrustedProxies && len(lines) > 0 {
		hops := strings.Split(lines[len(lines)-1], ",")
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

type credentials struct {
	Body struct {
		Email    string `json:"email"`
		Password string `json:"password"`
	}
}

func (a *API) postSession(ctx context.Context, _ authz.Call, in *credentials) (me, error) {
	secret, actor, err := a.login.LogIn(ctx, in.Body.Email, in.Body.Password, device(ctx), a.address(requestOf(ctx).http))
	return a.begin(ctx, secret, actor, err)
}

func (a *API) deleteSession(ctx context.Context, call authz.Call, _ *empty) error {
	a.setCookie(requestOf(ctx).out, "", -1)
	return a.login.LogOut(ctx, call.Actor)
}

func (a *API) getSessions(ctx context.Context, actor authz.Actor, _ *empty) (page[login.Session], error) {
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

type newEmail struct {
	Body struct {
		Current string `json:"current" doc:"The password"`
		Email   string `json:"email"`
	}
}

func (a *API) postEmail(ctx context.Context, call authz.Call, in *newEmail) (login.Address, error) {
	return a.login.ChangeEmail(ctx, call, in.Body.Current, in.Body.Email)
}

func (a *API) getEmail(ctx context.Context, actor authz.Actor, _ *empty) (login.Address, error) {
	return a.login.Address(ctx, actor)
}

func (a *API) deleteEmail(ctx context.Context, call authz.Call, _ *empty) error {
	return a.login.KeepEmail(ctx, call)
}

func (a *API) openEmailChange(ctx context.Context, _ authz.Call, in *linkToken) (login.Readdressing, error) {
	return a.login.OpenReaddressing(ctx, in.Body.Token)
}

func (a *API) confirmEmail(ctx context.Context, _ authz.Call, in *linkToken) error {
	return a.login.ConfirmEmail(ctx, in.Body.Token)
}

func (a *API) undoEmail(ctx context.Context, _ authz.Call, in *useReset) error {
	return a.login.UndoEmail(ctx, in.Body.Token, in.Body.Password)
}

func (a *API) getTokens(ctx context.Context, actor authz.Actor, _ *empty) (page[login.Token], error) {
	return whole(a.login.Tokens(ctx, actor))
}

type newToken struct {
	Body struct {
		Name      string         `json:"name" doc:"What it is for"`
		Scopes    []authz.Grant  `json:"scopes" enum:"read,write,admin" minItems:"1"`
		ExpiresOn *worktime.Date `json:"expires_on,omitempty" doc:"The last day; none: it does not expire"`
	}
}

func (a *API) postToken(ctx context.Context, call authz.Call, in *newToken) (login.Token, error) {
	wanted := login.NewToken{Name: in.Body.Name, Scopes: in.Body.Scopes}
	if in.Body.ExpiresOn != nil {
		wanted.ExpiresOn = *in.Body.ExpiresOn
	}
	return a.login.CreateToken(ctx, call, wanted)
}

func (a *API) deleteToken(ctx context.Context, call authz.Call, in *byID) error {
	return a.login.RevokeToken(ctx, call, in.ID)
}

func (a *API) getInvitations(ctx context.Context, actor authz.Actor, _ *empty) (page[login.Invitation], error) {
	return whole(a.login.Invitations(ctx, actor))
}

func (a *API) getNotJoined(ctx context.Context, actor authz.Actor, _ *empty) (page[login.NotJoined], error) {
	return whole(a.login.NotJoined(ctx, actor))
}

type postInvitation struct {
	Body struct {
		Email     string     `json:"email"`
		Name      string     `json:"name"`
		Title     string     `json:"title,omitempty"`
		Role      authz.Role `json:"role,omitempty" enum:"owner,admin,member"`
		TimeZone  string     `json:"time_zone,omitempty" doc:"An IANA name; by default that of who invites"`
		ManagerID *string    `json:"manager_id,omitempty"`
		TeamIDs   []string   `json:"team_ids,omitempty"`

		ByMail opt.Of[bool] `json:"by_mail,omitzero" doc:"Whether the link is sent to them; by default it is where the server sends mail"`
	}
}

func (a *API) postInvitation(ctx context.Context, call authz.Call, in *postInvitation) (login.Invitation, error) {
	b := in.Body
	wanted := login.NewInvitation{Email: b.Email, Name: b.Name, Title: b.Title, Role: b.Role, TimeZone: b.TimeZone, TeamIDs: b.TeamIDs, ByMail: b.ByMail}
	if b.ManagerID != nil {
		wanted.ManagerID = *b.ManagerID
	}
	return a.login.Invite(ctx, call, wanted)
}

func (a *API) deleteInvitation(ctx context.Context, call authz.Call, in *byID) error {
	return a.login.RevokeInvitation(ctx, call, in.ID)
}

type linkToken struct {
	Body struct {
		Token string `json:"token"`
	}
}

func (a *API) openInvitation(ctx context.Context, _ authz.Call, in *linkToken) (login.Opened, error) {
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
	secret, actor, err := a.login.AcceptInvitation(ctx, login.Acceptance{
		Token: b.Token, Name: b.Name, Password: b.Password, TimeZone: b.TimeZone,
	}, device(ctx))
	return a.begin(ctx, secret, actor, err)
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
	link, err := a.login.CreateResetLink(ctx, call, in.Body.PersonID)
	return resetLink{Link: link}, err
}

type askReset struct {
	Body struct {
		Email string `json:"email"`
	}
}

// askReset answers the same whether somebody logs in with the address or not.
func (a *API) askReset(ctx context.Context, _ authz.Call, in *askReset) error {
	return a.login.Forgotten(ctx, in.Body.Email, a.address(requestOf(ctx).http))
}

func (a *API) openReset(ctx context.Context, _ authz.Call, in *linkToken) (login.Opened, error) {
	return a.login.OpenReset(ctx, in.Body.Token)
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
