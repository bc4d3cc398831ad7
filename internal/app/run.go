package app

import (
	"context"
	"fmt"
	"io"
	"log/slog"

	"cairn/internal/cli"
	"cairn/internal/clock"
	"cairn/internal/db"
	"cairn/internal/errs"
	"cairn/internal/httpapi"
	"cairn/internal/login"
)

// version is what `cairn version` tells; a release is built with its own.
const version = "0.1.0-dev"

// Run is the whole program: it returns the exit code.
func Run(ctx context.Context, args []string, getenv func(string) string, stdin io.Reader, stdout, stderr io.Writer) int {
	return cli.Run(ctx, args, getenv, stdin, stdout, stderr, Hooks(nil))
}

// Hooks are what the command line does on the database. Ready, if given, is
// told the address on which a server listens.
func Hooks(ready func(addr string)) cli.Hooks {
	return cli.Hooks{
		Version: version,
		Serve: func(ctx context.Context, o cli.ServeOptions, out, log io.Writer) error {
			return Serve(ctx, Options{
				Addr: o.Addr, Folder: o.Data, Database: o.Database, BaseURL: o.BaseURL,
				TLSCert: o.TLSCert, TLSKey: o.TLSKey, TrustedProxies: o.TrustedProxies, SMTP: o.SMTP, MailFrom: o.MailFrom, MailListen: o.MailListen, ReplyDomain: o.ReplyDomain, Version: version,
			}, out, slog.New(slog.NewTextHandler(log, nil)), ready)
		},
		CreateOwner: func(ctx context.Context, where cli.Store, owner cli.NewOwner) (link string, err error) {
			err = beside(ctx, where, func(house *House) error {
				link, err = house.Login.CreateOwner(ctx, login.FirstRun{
					Workspace: owner.Workspace, Name: owner.Name, Email: owner.Email, Password: owner.Password, TimeZone: owner.TimeZone,
				})
				return err
			})
			return link, err
		},
		CreateToken: func(ctx context.Context, where cli.Store, token cli.NewToken) (secret string, err error) {
			err = beside(ctx, where, func(house *House) error {
				made, err := house.Login.CreateTokenFor(ctx, token.Email, login.NewToken{Name: token.Name, Scopes: token.Scopes})
				secret = made.Secret
				return err
			})
			return secret, err
		},
		ResetPassword: func(ctx context.Context, where cli.Store, email string) (link string, err error) {
			err = beside(ctx, where, func(house *House) error {
				link, err = house.Login.ResetLinkFor(ctx, email)
				return err
			})
			return link, err
		},
		SetupLink: func(ctx context.Context, where cli.Store) (link string, err error) {
			err = beside(ctx, where, func(house *House) error {
				link, err = house.Login.SetupToken(ctx)
				return err
			})
			return link, err
		},
		Backup: func(ctx context.Context, where cli.Store, file string) error {
			return beside(ctx, where, func(house *House) error { return house.DB.Backup(ctx, file) })
		},
		Demo: func(ctx context.Context, o cli.DemoOptions, progress func(done, total int), out, log io.Writer) error {
			return serveDemo(ctx, o, progress, out, slog.New(slog.NewTextHandler(log, nil)), ready)
		},
		OpenAPI: openAPI,
	}
}

// beside opens the database for one command, maybe beside a server that runs on
// it. It makes the schema of a new database, and never changes one that is there.
func beside(ctx context.Context, where cli.Store, do func(house *House) error) error {
	database, err := db.Open(ctx, db.Config{Folder: where.Data, Address: where.Database})
	if err != nil {
		return err
	}
	defer func() { _ = database.Close() }()
	fresh, err := database.Fresh(ctx)
	if err != nil {
		return err
	}
	if fresh {
		if err := database.Migrate(ctx); err != nil {
			return err
		}
	}
	switch current, err := database.Migrated(ctx); {
	case err != nil:
		return err
	case !current:
		return errs.New(errs.StateConflict, "the database is of an earlier version of Cairn; start this version's server once, which brings it up to date")
	}
	baseURL := where.BaseURL
	if baseURL == "" {
		baseURL = "http://127.0.0.1:8080"
	}
	return do(Build(database, clock.System{}, slog.New(slog.DiscardHandler), baseURL))
}

// openAPI is the description of the API, which needs no database.
func openAPI() ([]byte, error) {
	api, err := (&House{}).API(httpapi.Config{Version: version})
	if err != nil {
		return nil, err
	}
	document, err := api.OpenAPI()
	if err != nil {
		return nil, fmt.Errorf("describe the API: %w", err)
	}
	return document, nil
}
