package db_test

import (
	"context"
	"slices"
	"sync"
	"testing"

	"cairn/internal/db"
	"cairn/internal/testkit"
)

// TestRecorderSeesEveryStatement shows, for reads, snapshots and writes, that
// the recorder gets the text and the arguments, on both engines the same.
func TestRecorderSeesEveryStatement(t *testing.T) {
	testkit.EachPlace(t, func(t *testing.T, place db.Config) {
		var mu sync.Mutex
		var texts []string
		place.Recorder = func(text string, args []any) {
			mu.Lock()
			defer mu.Unlock()
			if len(args) != 1 {
				t.Errorf("%s came with %d arguments, want 1", text, len(args))
			}
			texts = append(texts, text)
		}
		database := testkit.Open(t, place)
		ctx := t.Context()
		const read, write = `SELECT revision FROM counter WHERE id = $1`, `UPDATE counter SET revision = revision + 1 WHERE id = $1`
		if _, err := db.One(ctx, database, db.Value[int64], read, 1); err != nil {
			t.Fatal(err)
		}
		err := database.Snapshot(ctx, func(q db.Querier) error {
			_, err := db.One(ctx, q, db.Value[int64], read, 1)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		err = database.Write(ctx, func(ctx context.Context, tx *db.Tx) error {
			if _, err := db.One(ctx, tx, db.Value[int64], read, 1); err != nil {
				return err
			}
			_, err := db.Exec(ctx, tx, write, 1)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		if want := []string{read, read, read, write}; !slices.Equal(texts, want) {
			t.Errorf("recorded %q, want %q", texts, want)
		}
	})
}
