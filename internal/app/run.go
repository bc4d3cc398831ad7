package app

import (
	"context"
	"io"
	"log/slog"

	"cairn/internal/cli"
	"cairn/internal/clock"
	"cairn/internal/db"
	"cairn/internal/errs"
	"cairn/internal/httpapi"
	"cairn/internal/login"
)

// version is what `cairn version` says; releases set it when they are linked.
const version = "0.1.0-dev"

// Run is the whole program: it returns the exit code.
func Run(ctx context.Context, args []string, getenv func(string) string, stdin io.Reader, stdout, stderr io.Writer) int {
	return cli.Run(ctx, args, getenv, stdin, stdout, stderr, cli.Hooks{
		Version:       version,
		Serve:         serve,
		CreateOwner:   createOwner,
		CreateToken:   createToken,
		ResetPassword: resetPassword,
		SetupLink:     setupLink,
		OpenAPI:       openAPI,
	})
}

func serve(ctx context.Context, o cli.ServeOptions, out, log io.Writer) error {
	return Serve(ctx, Options{
		Addr: o.Addr, Folder: o.Data, Database: o.Database, BaseURL: o.BaseURL,
		TLSCert: o.TLSCert, TLSKey: o.TLSKey, TrustedProxies: o.TrustedProxies, Version: version,
	}, out, slog.New(slog.NewTextHandler(log, nil)), nil)
}

// at opens the database for one command, beside a running server or without
// one. A command never migrates a database that a server may be using: a new
// one it does, because then there is no server.
func at(ctx context.Context, where cli.Store, do func(house *House) error) error {
	database, err := db.Open(ctx, db.Config{Folder: where.Data, Address: where.Database})
	if err != nil {
		return err
	}
	defer func() { _ = database.Close() }()
	switch current, err := database.Migrated(ctx); {
	case err != nil:
		return err
	case !current:
		fresh, err := database.Fresh(ctx)
		if err != nil {
			return err
		}
		if !fresh {
			return errs.New(errs.StateConflict, "the database is of another version than this program; start `cairn serve` of this version first, it brings the database up to date")
		}
		if err := database.Migrate(ctx); err != nil {
			return err
		}
	}
	return do(Build(database, clock.System{}, slog.New(slog.DiscardHandler), where.BaseURL))
}

func createOwner(ctx context.Context, where cli.Store, owner cli.NewOwner) error {
	return at(ctx, where, func(house *House) error {
		_, err := house.Login.CreateOwner(ctx, login.FirstRun{
			Workspace: owner.Workspace, Name: owner.Name, Email: owner.Email, Password: owner.Password, TimeZone: owner.TimeZone,
		})
		return err
	})
}

func createToken(ctx context.Context, where cli.Store, token cli.NewToken) (secret string, err error) {
	err = at(ctx, where, func(house *House) error {
		made, err := house.Login.CreateTokenFor(ctx, token.Email, login.NewToken{Name: token.Name, Scopes: token.Scopes})
		secret = made.Secret
		return err
	})
	return secret, err
}

func resetPassword(ctx context.Context, where cli.Store, email string) (link string, err error) {
	err = at(ctx, where, func(house *House) error {
		link, err = house.Login.ResetLinkFor(ctx, email)
		return err
	})
	return link, err
}

func setupLink(ctx context.Context, where cli.Store) (link string, err error) {
	err = at(ctx, where, func(house *House) error {
		link, err = house.Login.SetupToken(ctx)
		return err
	})
	return link, err
}

// openAPI is the description of the API, which needs no database.
func openAPI() ([]byte, error) {
	api, err := (&House{}).API(httpapi.Config{})
	if err != nil {
		return nil, err
	}
	return api.OpenAPI()
}
