package testkit

import (
	"context"
	"os"
	"path/filepath"
	"testing"

	"cairn/internal/db"
)

// Each runs a test of what is stored on every engine: once with a fresh SQLite
// database and once with a fresh PostgreSQL one, both migrated, in parallel.
//
//	func TestTasksKeepTheirOrder(t *testing.T) {
//		testkit.Each(t, func(t *testing.T, database *db.DB) { … })
//	}
func Each(t *testing.T, run func(t *testing.T, database *db.DB)) {
	t.Helper()
	EachPlace(t, func(t *testing.T, place db.Config) { run(t, Open(t, place)) })
}

// EachPlace is Each for a test that opens its database itself, for instance
// more than once, as several nodes do.
func EachPlace(t *testing.T, run func(t *testing.T, place db.Config)) {
	t.Helper()
	t.Run(db.SQLite.String(), func(t *testing.T) {
		t.Parallel()
		run(t, SQLitePlace(t))
	})
	t.Run(db.Postgres.String(), func(t *testing.T) {
		t.Parallel()
		run(t, PostgresPlace(t))
	})
}

// SQLitePlace is where a fresh, migrated SQLite database is, for a test that has
// no engine in it.
func SQLitePlace(t testing.TB) db.Config {
	t.Helper()
	place := db.Config{Folder: t.TempDir()}
	if err := migrate(t.Context(), place); err != nil {
		t.Fatalf("testkit: %v", err)
	}
	return place
}

// PostgresPlace is where a fresh, migrated PostgreSQL database is, for a test of
// what only several nodes can do.
func PostgresPlace(t testing.TB) db.Config {
	t.Helper()
	return db.Config{Address: postgresDatabases().Open(t)}
}

func postgresDatabases() *Postgres {
	return NewPostgres(db.Migrations(db.Postgres), func(ctx context.Context, dsn string) error {
		return migrate(ctx, db.Config{Address: dsn})
	})
}

// Open opens the database at a place until the test ends.
func Open(t testing.TB, place db.Config) *db.DB {
	t.Helper()
	database, err := db.Open(t.Context(), place)
	if err != nil {
		t.Fatalf("testkit: %v", err)
	}
	t.Cleanup(func() {
		if err := database.Close(); err != nil {
			t.Errorf("testkit: close the database: %v", err)
		}
	})
	return database
}

// Copy is the same data at a place of its own, as a backup is that was put back
// elsewhere. Nobody may have the database open meanwhile.
func Copy(t testing.TB, place db.Config) db.Config {
	t.Helper()
	if place.Address != "" {
		return db.Config{Address: postgresDatabases().copyOf(t, place.Address)}
	}
	folder := filepath.Join(t.TempDir(), "copy")
	if err := os.CopyFS(folder, os.DirFS(place.Folder)); err != nil {
		t.Fatalf("testkit: %v", err)
	}
	return db.Config{Folder: folder}
}

func migrate(ctx context.Context, place db.Config) (err error) {
	database, err := db.Open(ctx, place)
	if err != nil {
		return err
	}
	defer func() {
		if closeErr := database.Close(); err == nil {
			err = closeErr
		}
	}()
	return database.Migrate(ctx)
}
