package httpapi

import (
	"context"

	"cairn/internal/authz"
	"cairn/internal/demo"
	"cairn/internal/errs"
	"cairn/internal/login"
)

// setupState is what a browser has to know before anybody is logged in.
type setupState struct {
	Needed      bool        `json:"needed"`
	ResetByMail bool        `json:"reset_by_mail" doc:"A forgotten password is answered by mail (POST /password-resets/ask)"`
	DemoOffered bool        `json:"demo_offered" doc:"The demo company can be made here"`
	Demo        *demoLogIns `json:"demo" doc:"Set: this is the demo company"`
}

// demoLogIns are whom to try the demo as. It is made to be walked into, so this
// is told to everybody.
type demoLogIns struct {
	_ struct{} `nullable:"true"`

	LogIns   []demo.LogIn `json:"log_ins"`
	Password string       `json:"password" doc:"Of all of them"`
}

func (a *API) getSetup(ctx context.Context, _ authz.Actor, _ *empty) (setupState, error) {
	needed, err := a.login.NeedsSetUp(ctx)
	if err != nil || needed {
		return setupState{Needed: needed, DemoOffered: a.config.Demo}, err
	}
	workspace, err := a.people.Workspace(ctx)
	state := setupState{ResetByMail: a.login.Mails() && !workspace.Demo}
	if workspace.Demo && a.config.Demo {
		state.Demo = &demoLogIns{LogIns: demo.LogIns(), Password: demo.Password}
	}
	return state, err
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
	secret, actor, err := a.login.SetUp(ctx, login.FirstRun{
		Token: b.Token, Workspace: b.Workspace, Name: b.Name, Email: b.Email, Password: b.Password, TimeZone: b.TimeZone,
	}, device(ctx))
	return a.begin(ctx, secret, actor, err)
}

// byLink is a request by the secret of the first-run link.
type byLink struct {
	Body struct {
		Token string `json:"token" doc:"From the link that the server printed"`
	}
}

// demoAllowed refuses the demo where others than those on this machine could
// walk into it.
func (a *API) demoAllowed() error {
	if a.config.Demo {
		return nil
	}
	return errs.New(errs.Forbidden, "everybody in the demo company has one password that everybody knows, so it is for one's own machine: run `cairn demo` there")
}

func (a *API) postDemo(ctx context.Context, _ authz.Call, in *byLink) (demo.Progress, error) {
	if err := a.demoAllowed(); err != nil {
		return demo.Progress{}, err
	}
	return a.demo.Begin(ctx, in.Body.Token)
}

func (a *API) postDemoProgress(ctx context.Context, _ authz.Call, in *byLink) (demo.Progress, error) {
	return a.demo.Progress(ctx, in.Body.Token)
}

func (a *API) postDemoEnter(ctx context.Context, _ authz.Call, in *byLink) (me, error) {
	secret, actor, err := a.demo.Enter(ctx, in.Body.Token, device(ctx))
	return a.begin(ctx, secret, actor, err)
}
