package cli

import (
	"errors"
	"fmt"
	"strings"
	"time"
)

// DemoOptions say where the demo is, and how it is reached.
type DemoOptions struct {
	Data           string `name:"data" var:"CAIRN_DATA" default:"./demo" placeholder:"FOLDER" help:"The demo's own folder."`
	Addr           string `name:"addr" var:"CAIRN_ADDR" default:"127.0.0.1:8080" placeholder:"HOST:PORT" help:"Where to listen."`
	Reset          bool   `name:"reset" help:"Make it anew: what was done in it is lost."`
	Open           bool   `name:"open-to-everybody" help:"Let others than those on this machine in. They all know the password."`
	BaseURL        string `name:"base-url" var:"CAIRN_BASE_URL" placeholder:"https://…" help:"How people reach it, where it is open to everybody."`
	TLSCert        string `name:"tls-cert" var:"CAIRN_TLS_CERT" placeholder:"FILE" help:"The certificate, for https."`
	TLSKey         string `name:"tls-key" var:"CAIRN_TLS_KEY" placeholder:"FILE" help:"Its key."`
	TrustedProxies bool   `name:"trusted-proxies" var:"CAIRN_TRUSTED_PROXIES" help:"A proxy in front ends TLS and sets X-Forwarded-For."`

	Seed uint64    `name:"seed" default:"1" placeholder:"N" help:"Another number makes another year."`
	At   time.Time `name:"at" hidden:"" help:"The moment that it is in the demo, for pictures that stay the same."`
}

type demoCmd struct {
	DemoOptions

	Yes bool `help:"Don't ask before it is made anew."`
}

// Help teaches.
func (*demoCmd) Help() string {
	return `Tern & Tide, a company of 24 people in nine time zones with a year of work, is
made in a folder of its own and served. Started again, it is as you left it.
It can't become your workspace: for that, cairn serve on another folder.

Examples:
  cairn demo
  cairn demo --reset
  cairn demo --data /tmp/demo --addr 127.0.0.1:9090`
}

// Run makes the demo and serves it.
func (c *demoCmd) Run(r *runner) error {
	if c.Reset && !c.Yes {
		yes, err := r.sure(fmt.Sprintf("Make the demo in %s anew? What was done in it is lost.", c.Data))
		if err != nil {
			return err
		}
		if !yes {
			return errors.New("nothing was changed")
		}
	}
	bar := r.progress()
	return r.hooks.Demo(r.ctx, c.DemoOptions, func(done, total int) {
		bar.show("Making the demo company", done, total)
		if done == total {
			bar.clear()
		}
	}, r.stdout, r.stderr)
}

// sure asks a question whose answer is no unless it is said to be yes.
func (r *runner) sure(question string) (bool, error) {
	if _, ok := terminal(r.stdin); !ok {
		return false, usagef("there is no terminal to ask on; say --yes if you are sure")
	}
	fmt.Fprint(r.stderr, question+" [y/N] ")
	answer, err := r.line()
	answer = strings.ToLower(strings.TrimSpace(answer))
	return answer == "y" || answer == "yes", err
}
