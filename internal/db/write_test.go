package db_test

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"

	"cairn/internal/db"
	"cairn/internal/errs"
	"cairn/internal/testkit"
)

// note keeps a word in a table that needs nothing else.
func note(ctx context.Context, tx *db.Tx, word string) error {
	_, err := db.Exec(ctx, tx,
		`INSERT INTO holiday (id, date, name, region, revision) VALUES ($1, '2026-12-25', $1, '', 1)`, word)
	return err
}

func write(t *testing.T, database *db.DB, words ...string) {
	t.Helper()
	if err := database.Write(t.Context(), func(ctx context.Context, tx *db.Tx) error {
		for _, word := range words {
			if err := note(ctx, tx, word); err != nil {
				return err
			}
		}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
}

func checkNoted(t *testing.T, database *db.DB, want ...string) {
	t.Helper()
	got, err := db.All(t.Context(), database, db.Value[string], `SELECT id FROM holiday ORDER BY id`)
	if err != nil {
		t.Fatal(err)
	}
	if fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("the database holds %v, want %v", got, want)
	}
}

func TestWriteThatFailsChangesNothing(t *testing.T) {
	testkit.Each(t, func(t *testing.T, database *db.DB) {
		refusal := errors.New("refused")
		committed := false
		err := database.Write(t.Context(), func(ctx context.Context, tx *db.Tx) error {
			tx.AfterCommit(func() { committed = true })
			return errors.Join(note(ctx, tx, "one"), refusal)
		})
		if !errors.Is(err, refusal) {
			t.Errorf("got %v, want the function's own error", err)
		}
		if committed {
			t.Error("told of a commit that never was")
		}
		checkNoted(t, database)
		write(t, database, "two")
		checkNoted(t, database, "two")
	})
}

func TestWriteThatPanicsChangesNothingAndFreesItsPlace(t *testing.T) {
	testkit.Each(t, func(t *testing.T, database *db.DB) {
		for range 20 { // more than there are places on either engine
			func() {
				defer func() {
					if recover() == nil {
						t.Error("the panic was swallowed")
					}
				}()
				_ = database.Write(t.Context(), func(ctx context.Context, tx *db.Tx) error {
					if err := note(ctx, tx, "one"); err != nil {
						t.Error(err)
					}
					panic("fault")
				})
			}()
		}
		write(t, database, "two")
		checkNoted(t, database, "two")
	})
}

func TestWriteRunsAgainWhenWhatItReadHasChanged(t *testing.T) {
	testkit.Each(t, func(t *testing.T, database *db.DB) {
		runs, commits := 0, 0
		if err := database.Write(t.Context(), func(ctx context.Context, tx *db.Tx) error {
			runs++
			tx.AfterCommit(func() { commits++ })
			if err := note(ctx, tx, "one"); err != nil {
				return err
			}
			if runs < 3 {
				return fmt.Errorf("look again: %w", db.ErrRetry)
			}
			return nil
		}); err != nil {
			t.Fatal(err)
		}
		if runs != 3 || commits != 1 {
			t.Errorf("ran %d times with %d commits, want 3 and 1", runs, commits)
		}
		checkNoted(t, database, "one")
	})
}

func TestWriteGivesUpOnWhatChangesAllTheTime(t *testing.T) {
	testkit.Each(t, func(t *testing.T, database *db.DB) {
		err := database.Write(t.Context(), func(ctx context.Context, tx *db.Tx) error {
			return errors.Join(note(ctx, tx, "one"), db.ErrRetry)
		})
		var busy *errs.Error
		if !errors.As(err, &busy) || busy.Code != errs.Busy || busy.RetryAfter <= 0 {
			t.Errorf("got %v, want busy with a time to come back", err)
		}
		checkNoted(t, database)
	})
}

func TestWritesThatLockEachOtherBothSucceed(t *testing.T) {
	testkit.Each(t, func(t *testing.T, database *db.DB) {
		write(t, database, "one", "two")
		touch := func(ctx context.Context, tx *db.Tx, word string) error {
			_, err := db.Exec(ctx, tx, `UPDATE holiday SET revision = revision + 1 WHERE id = $1`, word)
			return err
		}
		var both, met sync.WaitGroup
		if database.Dialect() == db.Postgres { // SQLite never has two in a transaction
			met.Add(2)
		}
		for _, order := range [][2]string{{"one", "two"}, {"two", "one"}} {
			both.Go(func() {
				meet := sync.OnceFunc(func() {
					if database.Dialect() == db.Postgres {
						met.Done()
					}
					met.Wait()
				})
				if err := database.Write(t.Context(), func(ctx context.Context, tx *db.Tx) error {
					if err := touch(ctx, tx, order[0]); err != nil {
						return err
					}
					meet()
					return touch(ctx, tx, order[1])
				}); err != nil {
					t.Errorf("in the order %v: %v", order, err)
				}
			})
		}
		both.Wait()
		sum, err := db.One(t.Context(), database, db.Value[int64], `SELECT CAST(sum(revision) AS BIGINT) FROM holiday`)
		if err != nil || sum != 6 {
			t.Errorf("%d touches, %v, want 6", sum, err)
		}
	})
}

func TestWriteThatBeganIsNotCancelled(t *testing.T) {
	testkit.Each(t, func(t *testing.T, database *db.DB) {
		ctx, cancel := context.WithCancel(t.Context())
		if err := database.Write(ctx, func(ctx context.Context, tx *db.Tx) error {
			cancel()
			return note(ctx, tx, "one")
		}); err != nil {
			t.Errorf("cancelled under way: %v, want it done", err)
		}
		checkNoted(t, database, "one")

		if err := database.Write(ctx, func(ctx context.Context, tx *db.Tx) error {
			return note(ctx, tx, "two")
		}); !errs.Is(err, errs.Unavailable) {
			t.Errorf("cancelled before: %v, want unavailable", err)
		}
		checkNoted(t, database, "one")
	})
}

func TestWriteThatIsNotUniqueSaysSoAndIsOver(t *testing.T) {
	testkit.Each(t, func(t *testing.T, database *db.DB) {
		write(t, database, "one")
		var later error
		err := database.Write(t.Context(), func(ctx context.Context, tx *db.Tx) error {
			if err := note(ctx, tx, "two"); err != nil {
				return err
			}
			if err := note(ctx, tx, "one"); !errors.Is(err, db.ErrUnique) {
				t.Errorf("the same again: %v, want ErrUnique", err)
			}
			later = note(ctx, tx, "three")
			return nil // as if nothing had happened
		})
		if !errors.Is(err, db.ErrUnique) || !errors.Is(later, db.ErrUnique) {
			t.Errorf("a statement after the failed one: %v, the write: %v, want ErrUnique of both", later, err)
		}
		checkNoted(t, database, "one")
	})
}

func TestReadingCanNotWrite(t *testing.T) {
	testkit.Each(t, func(t *testing.T, database *db.DB) {
		const text = `UPDATE counter SET revision = revision + 1 WHERE id = 1 RETURNING revision`
		if _, err := db.One(t.Context(), database, db.Value[int64], text); err == nil {
			t.Error("a read wrote")
		}
		if err := database.Snapshot(t.Context(), func(q db.Querier) error {
			_, err := db.One(t.Context(), q, db.Value[int64], text)
			return err
		}); err == nil {
			t.Error("a snapshot wrote")
		}
		revision, err := db.One(t.Context(), database, db.Value[int64], `SELECT revision FROM counter`)
		if err != nil || revision != 0 {
			t.Errorf("revision %d, %v, want 0", revision, err)
		}
	})
}

func TestSnapshotSeesOneMoment(t *testing.T) {
	testkit.Each(t, func(t *testing.T, database *db.DB) {
		write(t, database, "one")
		const text = `SELECT count(*) FROM holiday`
		if err := database.Snapshot(t.Context(), func(q db.Querier) error {
			before, err := db.One(t.Context(), q, db.Value[int64], text)
			if err != nil {
				return err
			}
			write(t, database, "two")
			after, err := db.One(t.Context(), q, db.Value[int64], text)
			if before != 1 || after != 1 {
				t.Errorf("saw %d and then %d, want 1 both times", before, after)
			}
			return err
		}); err != nil {
			t.Fatal(err)
		}
		checkNoted(t, database, "one", "two")
	})
}

func TestMistakeInAStatementIsNotAnOutage(t *testing.T) {
	testkit.Each(t, func(t *testing.T, database *db.DB) {
		for _, read := range []func() error{
			func() error {
				_, err := db.One(t.Context(), database, db.Value[int64], `SELECT nothing FROM nowhere`)
				return err
			},
			func() error {
				_, err := db.One(t.Context(), database, db.Value[int64], `SELECT revision FROM counter WHERE id = $1`, struct{}{})
				return err
			},
			func() error {
				_, err := db.All(t.Context(), database, db.Value[int64], `SELECT 'word'`)
				return err
			},
		} {
			if err := read(); errs.CodeOf(err) != errs.Internal {
				t.Errorf("got %v, want a fault of the program", err)
			}
		}
	})
}

func TestReadIsCancelledUnderWay(t *testing.T) {
	testkit.Each(t, func(t *testing.T, database *db.DB) {
		ctx, cancel := context.WithCancel(t.Context())
		_, err := db.All(ctx, database, func(row db.Row) (int64, error) {
			cancel()
			return db.Value[int64](row)
		}, `WITH RECURSIVE number (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM number WHERE n < 100000000) SELECT n FROM number`)
		if !errs.Is(err, errs.Unavailable) {
			t.Errorf("got %v, want unavailable", err)
		}
		checkNoted(t, database)
	})
}
