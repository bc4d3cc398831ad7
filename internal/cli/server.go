package cli

import (
	"context"
	"errors"
	"fmt"
	"io"

	"cairn/internal/authz"
)

// Hooks are what the commands do that work on the database or the program
// itself. The program hands them in.
type Hooks struct {
	Version string

	// Serve runs the server until ctx ends. What people are to read goes to out,
	// the log to log.
	Serve func(ctx context.Context, options ServeOptions, out, log io.Writer) error
	// CreateOwner makes the workspace and its owner. Without a password it
	// returns a link by which the owner sets one.
	CreateOwner func(ctx context.Context, where Store, owner NewOwner) (link string, err error)
	// CreateToken makes an API token for somebody, and returns its secret.
	CreateToken func(ctx context.Context, where Store, token NewToken) (secret string, err error)
	// ResetPassword makes a link with which somebody sets a new password once.
	ResetPassword func(ctx context.Context, where Store, email string) (link string, err error)
	// SetupLink makes the link of the first run; "" when there is a workspace.
	SetupLink func(ctx context.Context, where Store) (link string, err error)
	// Backup writes one consistent copy of the embedded database.
	Backup func(ctx context.Context, where Store, file string) error
	// Demo makes the demo company, unless the folder holds it, and serves it.
	Demo func(ctx context.Context, options DemoOptions, progress func(done, total int), out, log io.Writer) error
	// OpenAPI is the description of the API.
	OpenAPI func() ([]byte, error)
}

// Store says where the server's data is, and how people reach the server.
type Store struct {
	Data     string `name:"data" var:"CAIRN_DATA" default:"./data" placeholder:"FOLDER" help:"The folder with the server's data."`
	Database string `name:"database" var:"CAIRN_DATABASE" placeholder:"postgres://…" help:"A PostgreSQL server; without it the data is in the folder."`
	BaseURL  string `name:"base-url" var:"CAIRN_BASE_URL" placeholder:"https://…" help:"How people reach the server; links begin with it."`
}

// ServeOptions say how the server is reached.
type ServeOptions struct {
	Store

	Addr           string `name:"addr" var:"CAIRN_ADDR" default:"127.0.0.1:8080" placeholder:"HOST:PORT" help:"Where to listen."`
	TLSCert        string `name:"tls-cert" var:"CAIRN_TLS_CERT" placeholder:"FILE" help:"The certificate, for https."`
	TLSKey         string `name:"tls-key" var:"CAIRN_TLS_KEY" placeholder:"FILE" help:"Its key."`
	TrustedProxies bool   `name:"trusted-proxies" var:"CAIRN_TRUSTED_PROXIES" help:"A proxy in front ends TLS and sets X-Forwarded-For."`
	SMTP           string `name:"smtp-url" var:"CAIRN_SMTP_URL" placeholder:"smtp://…" help:"The server that takes mails, smtp://user:password@host:port or smtps://; without it none go out."`
	MailFrom       string `name:"mail-from" var:"CAIRN_MAIL_FROM" placeholder:"ADDRESS" help:"Whom mails are from."`
	MailListen     string `name:"mail-listen" var:"CAIRN_MAIL_LISTEN" placeholder:"HOST:PORT" help:"Where answers by mail come in: SMTP at HOST:PORT, or LMTP at lmtp://HOST:PORT or lmtp:///path/of/a/socket."`
	ReplyDomain    string `name:"reply-domain" var:"CAIRN_REPLY_DOMAIN" placeholder:"NAME" help:"What stands behind the @ of the addresses that people answer to."`
}

// NewOwner is who the workspace begins with.
type NewOwner struct {
	Workspace string
	Name      string
	Email     string
	Password  string // may be empty
	TimeZone  string
}

// NewToken is an API token for somebody.
type NewToken struct {
	Email  string
	Name   string
	Scopes []authz.Grant
}

type serveCmd struct{ ServeOptions }

// Help teaches.
func (*serveCmd) Help() string {
	return `Beyond this machine Cairn is served by https alone: with a certificate, or behind
a proxy that ends TLS.

Examples:
  cairn serve
  cairn serve --data /var/lib/cairn
  cairn serve --addr :443 --base-url https://cairn.example.com \
      --tls-cert cairn.pem --tls-key cairn.key
  cairn serve --addr 10.0.0.5:8080 --base-url https://cairn.example.com \
      --trusted-proxies --database postgres://cairn@db/cairn
  CAIRN_SMTP_URL=smtps://cairn:secret@mail.example.com cairn serve \
      --mail-from 'Cairn <cairn@example.com>'`
}

// Run serves.
func (c *serveCmd) Run(r *runner) error {
	return r.hooks.Serve(r.ctx, c.ServeOptions, r.stdout, r.stderr)
}

type adminCmd struct {
	CreateOwner   createOwnerCmd   `cmd:"" help:"Make the workspace and its owner."`
	CreateToken   createTokenCmd   `cmd:"" help:"Make an API token for somebody."`
	ResetPassword resetPasswordCmd `cmd:"" help:"Make a link for a new password."`
	SetupLink     setupLinkCmd     `cmd:"" help:"Make the link of the first run anew."`
	Backup        backupCmd        `cmd:"" help:"Copy the embedded database into one file."`
}

type createOwnerCmd struct {
	Store

	Workspace     string `required:"" placeholder:"NAME" help:"What the workspace is called: your company, or team."`
	Name          string `required:"" help:"The owner's full name."`
	Email         string `required:"" help:"The owner's email address."`
	TimeZone      string `default:"UTC" placeholder:"ZONE" help:"The owner's time zone, such as Europe/Lisbon."`
	PasswordStdin bool   `help:"Read the password from standard input."`
}

// Help teaches.
func (*createOwnerCmd) Help() string {
	return `There is one workspace on a server, so this works once. It works beside a server
that runs. Without a password it prints a link by which the owner sets one.

Example:
  cairn admin create-owner --workspace "North Trail" --name "Olga Petrov" \
      --email olga@example.com --time-zone Europe/Berlin`
}

// Run makes the workspace.
func (c *createOwnerCmd) Run(r *runner) error {
	owner := NewOwner{Workspace: c.Workspace, Name: c.Name, Email: c.Email, TimeZone: c.TimeZone}
	if c.PasswordStdin {
		var err error
		if owner.Password, err = r.password("", true); err != nil {
			return err
		}
	}
	link, err := r.hooks.CreateOwner(r.ctx, c.Store, owner)
	if err != nil {
		return err
	}
	told := map[string]string{"workspace": c.Workspace, "email": c.Email}
	if link == "" {
		return r.tellf(told, "%s is there, and %s owns it. Log in: cairn login --url URL --email %s\n", c.Workspace, c.Name, c.Email)
	}
	told["link"] = link
	return r.tellf(told, "%s is there, and %s owns it. Set the password by this link; it works once:\n\n  %s\n", c.Workspace, c.Name, link)
}

type createTokenCmd struct {
	Store

	Email  string        `required:"" help:"Whose token it is."`
	Name   string        `required:"" help:"What it is for."`
	Scopes []authz.Grant `default:"read,write" enum:"read,write,admin" help:"What it may do: read, write, admin."`
}

// Help teaches.
func (*createTokenCmd) Help() string {
	return `The token is shown once, alone on standard output, for a script to keep.

Example:
  cairn admin create-token --email olga@example.com --name "nightly import"`
}

// Run makes a token.
func (c *createTokenCmd) Run(r *runner) error {
	secret, err := r.hooks.CreateToken(r.ctx, c.Store, NewToken{Email: c.Email, Name: c.Name, Scopes: c.Scopes})
	if err != nil {
		return err
	}
	return r.tellf(map[string]string{"token": secret}, "%s\n", secret)
}

type resetPasswordCmd struct {
	Store

	Email string `required:"" help:"Who has forgotten their password."`
}

// Help teaches.
func (*resetPasswordCmd) Help() string {
	return `The link works once. With the new password all sessions and tokens of the
person end.

Example:
  cairn admin reset-password --email ana@example.com \
      --base-url https://cairn.example.com`
}

// Run makes the link.
func (c *resetPasswordCmd) Run(r *runner) error {
	link, err := r.hooks.ResetPassword(r.ctx, c.Store, c.Email)
	if err != nil {
		return err
	}
	return r.tellf(map[string]string{"link": link}, "Give this link to %s; it works once:\n\n  %s\n", c.Email, link)
}

type setupLinkCmd struct{ Store }

// Run makes the link.
func (c *setupLinkCmd) Run(r *runner) error {
	link, err := r.hooks.SetupLink(r.ctx, c.Store)
	if err != nil {
		return err
	}
	if link == "" {
		return errors.New("there is a workspace already; its admins invite people, in Settings")
	}
	return r.tellf(map[string]string{"link": link}, "Open this link to make the workspace; it works once:\n\n  %s\n", link)
}

type openAPICmd struct{}

// Run writes the document.
func (*openAPICmd) Run(r *runner) error {
	document, err := r.hooks.OpenAPI()
	if err == nil {
		_, err = fmt.Fprintf(r.stdout, "%s\n", document)
	}
	return err
}

type versionCmd struct{}

// Run tells the version.
func (*versionCmd) Run(r *runner) error {
	return r.tellf(map[string]string{"version": r.hooks.Version}, "cairn %s\n", r.hooks.Version)
}

type backupCmd struct {
	Store

	File string `arg:"" help:"The new file."`
}

// Help teaches.
func (*backupCmd) Help() string {
	return `It may run beside a server, which goes on writing meanwhile. To restore, put the
file as cairn.db into an empty folder and serve that.

Example:
  cairn admin backup /backups/cairn-2026-12-01.db --data /var/lib/cairn`
}

// Run copies.
func (c *backupCmd) Run(r *runner) error {
	if err := r.hooks.Backup(r.ctx, c.Store, c.File); err != nil {
		return err
	}
	return r.tellf(map[string]string{"file": c.File}, "The copy is in %s.\n", c.File)
}
