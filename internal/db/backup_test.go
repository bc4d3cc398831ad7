package db_test

import (
	"context"
	"path/filepath"
	"testing"

	"cairn/internal/db"
	"cairn/internal/errs"
	"cairn/internal/testkit"
)

// A backup made while a server writes opens as a database that has what was
// committed before it.
func TestBackupIsADatabase(t *testing.T) {
	source := testkit.Open(t, db.Config{Folder: t.TempDir()})
	if err := source.Migrate(t.Context()); err != nil {
		t.Fatal(err)
	}
	count := func(d *db.DB) int64 {
		n, err := db.One(t.Context(), d, db.Value[int64], `SELECT revision FROM counter`)
		if err != nil {
			t.Fatal(err)
		}
		return n
	}
	if err := source.Write(t.Context(), func(ctx context.Context, tx *db.Tx) error {
		_, err := db.Exec(ctx, tx, `UPDATE counter SET revision = 42`)
		return err
	}); err != nil {
		t.Fatal(err)
	}
	folder := t.TempDir()
	file := filepath.Join(folder, db.SQLiteFile)
	if err := source.Backup(t.Context(), file); err != nil {
		t.Fatal(err)
	}
	if got := count(testkit.Open(t, db.Config{Folder: folder})); got != 42 {
		t.Errorf("the copy has revision %d, want 42", got)
	}
	if err := source.Backup(t.Context(), file); !errs.Is(err, errs.Duplicate) {
		t.Errorf("a second backup into the same file: %v, want a refusal", err)
	}
}
