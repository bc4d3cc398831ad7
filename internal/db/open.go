package db

import (
	"context"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"strings"
	"time"

	"cairn/internal/id"

	"github.com/pressly/goose/v3"
	"github.com/pressly/goose/v3/lock"
)

//go:embed migrations
var migrations embed.FS

// Migrations are the files that make an engine's schema.
func Migrations(dialect Dialect) fs.FS {
	folder, err := fs.Sub(migrations, "migrations/"+dialect.String())
	if err != nil {
		panic(fmt.Sprintf("db: no path of an embedded folder: %v", err)) // never: the path is well-formed
	}
	return folder
}

// Config says where the data is.
type Config struct {
	Folder  string      // the data folder, for SQLite
	Address string      // postgres://…; empty means SQLite
	OnFatal func(error) // called when the disk can no longer be trusted; must end the process

	// Relaxed lets commits return before they are on the disk: for what is made
	// again from its source when the machine fails, and can't be torn by it.
	Relaxed bool

	// Recorder, where it is given, is called with every statement before it
	// runs, for tests and measurements. It may be called at the same time by
	// several goroutines, and keeps nothing of args.
	Recorder func(text string, args []any)
}

// Open connects to the database without changing it. PostgreSQL need not be up
// yet: operations answer errs.Unavailable until it is.
func Open(ctx context.Context, config Config) (*DB, error) {
	var d *DB
	var err error
	switch {
	case config.Address == "":
		d, err = openSQLite(ctx, config.Folder, config.Relaxed)
	case strings.HasPrefix(config.Address, "postgres://"), strings.HasPrefix(config.Address, "postgresql://"):
		d, err = openPostgres(ctx, config.Address, config.Relaxed)
	default:
		return nil, errors.New("the database address must begin with postgres:// (leave it out for the embedded database)")
	}
	if err != nil {
		return nil, err
	}
	d.config = config
	d.onFatal = config.OnFatal
	d.recorder = config.Recorder
	d.node = id.New()
	d.lines = &lines{of: map[string][]*seat{}, longest: maxBatchTime}
	return d, nil
}

// OpenRelaxed opens the same database once more, with commits that return before
// they are on the disk.
func (d *DB) OpenRelaxed(ctx context.Context) (*DB, error) {
	config := d.config
	config.Relaxed = true
	return Open(ctx, config)
}

// Migrate brings the schema up to this program's version. Several nodes may do
// it at once: one does, the others wait.
func (d *DB) Migrate(ctx context.Context) error {
	provider, release, err := d.migrator(ctx)
	if err != nil {
		return err
	}
	defer release()
	if _, err := provider.Up(ctx); err != nil {
		return fmt.Errorf("bring the database up to date: %w", err)
	}
	return nil
}

// Migrated reports whether the schema is at this program's version.
func (d *DB) Migrated(ctx context.Context) (bool, error) {
	provider, release, err := d.migrator(ctx)
	if err != nil {
		return false, err
	}
	defer release()
	pending, err := provider.HasPending(ctx)
	if err != nil {
		return false, fmt.Errorf("read the database's version: %w", err)
	}
	return !pending, nil
}

func (d *DB) migrator(ctx context.Context) (*goose.Provider, func(), error) {
	folder := Migrations(d.dialect)
	if d.dialect == SQLite {
		// goose works on a pool; the writer's single connection is already taken.
		release, err := d.queue.enter(ctx)
		if err != nil {
			return nil, nil, err
		}
		provider, err := goose.NewProvider(goose.DialectSQLite3, d.migratePool, folder)
		if err != nil {
			release()
			return nil, nil, fmt.Errorf("read the migrations: %w", err)
		}
		return provider, release, nil
	}
	locker, err := lock.NewPostgresSessionLocker(lock.WithLockTimeout(1, 300), lock.WithUnlockTimeout(1, 30))
	if err != nil {
		return nil, nil, fmt.Errorf("make the migrations' lock: %w", err)
	}
	provider, err := goose.NewProvider(goose.DialectPostgres, d.migratePool, folder, goose.WithSessionLocker(locker))
	if err != nil {
		return nil, nil, fmt.Errorf("read the migrations: %w", err)
	}
	return provider, func() {}, nil
}

// Version tells the engine and its version, for `cairn version` and the log.
func (d *DB) Version(ctx context.Context) (string, error) {
	ctx, cancel := context.WithTimeout(ctx, 5*time.Second)
	defer cancel()
	text := "SELECT sqlite_version()"
	if d.dialect == Postgres {
		text = "SHOW server_version"
	}
	return One(ctx, d, Value[string], text)
}

// Fresh reports whether nothing was ever migrated into the database.
func (d *DB) Fresh(ctx context.Context) (bool, error) {
	provider, release, err := d.migrator(ctx)
	if err != nil {
		return false, err
	}
	defer release()
	version, err := provider.GetDBVersion(ctx)
	if err != nil {
		return false, fmt.Errorf("read the database's version: %w", err)
	}
	return version == 0, nil
}
