package db_test

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"sync"
	"testing"

	"cairn/internal/db"
	"cairn/internal/errs"
	"cairn/internal/testkit"
)

// together runs writes that share a commit: the first holds the line until all
// others wait in it.
func together(t *testing.T, database *db.DB, writes ...func(ctx context.Context, tx *db.Tx) error) []error {
	t.Helper()
	outcomes := make([]error, len(writes)+1)
	holds, may := make(chan struct{}), make(chan struct{})
	hold := sync.OnceFunc(func() { close(holds) }) // it may run again
	var all sync.WaitGroup
	all.Go(func() {
		outcomes[0] = database.WriteBeside(t.Context(), "a list", func(ctx context.Context, tx *db.Tx) error {
			hold()
			<-may
			return note(ctx, tx, "first")
		})
	})
	<-holds
	for i, fn := range writes {
		all.Go(func() {
			defer func() {
				if fault, ok := recover().(error); ok {
					outcomes[i+1] = fault
				}
			}()
			outcomes[i+1] = database.WriteBeside(t.Context(), "a list", fn)
		})
		for db.Waiting(database) != i+1 {
			runtime.Gosched() // until it stands in the line
		}
	}
	close(may)
	all.Wait()
	return outcomes
}

func noting(word string) func(ctx context.Context, tx *db.Tx) error {
	return func(ctx context.Context, tx *db.Tx) error { return note(ctx, tx, word) }
}

func TestWritesOfOneLineShareACommit(t *testing.T) {
	testkit.Each(t, func(t *testing.T, database *db.DB) {
		commits := db.CountCommits(database)
		refusal := errors.New("refused")
		told := 0
		outcomes := together(t, database,
			noting("second"),
			func(ctx context.Context, tx *db.Tx) error {
				tx.AfterCommit(func() { told++ })
				if err := db.Later(ctx, tx, `DELETE FROM holiday`); err != nil {
					return err
				}
				return errors.Join(note(ctx, tx, "never"), refusal)
			},
			func(ctx context.Context, tx *db.Tx) error {
				_ = note(ctx, tx, "second") // not unique, and heeded by nobody
				return nil
			},
			func(ctx context.Context, tx *db.Tx) error {
				tx.AfterCommit(func() { told++ })
				seen, err := db.All(ctx, tx, db.Value[string], `SELECT id FROM holiday ORDER BY id`)
				if fmt.Sprint(seen) != "[first second]" {
					t.Errorf("the fifth sees %v, want what those before it wrote", seen)
				}
				return errors.Join(err, note(ctx, tx, "fifth"))
			},
		)
		for i, want := range []error{nil, nil, refusal, db.ErrUnique, nil} {
			if !errors.Is(outcomes[i], want) {
				t.Errorf("the write %d: %v, want %v", i+1, outcomes[i], want)
			}
		}
		checkNoted(t, database, "fifth", "first", "second")
		if *commits != 1 || told != 1 {
			t.Errorf("%d commits, and %d were told, want one and one", *commits, told)
		}
	})
}

// What is run later, and fails in the name of another, makes everybody run again
// by themselves: none of them is harmed.
// TestLongWriteSharesNoCommit holds that nobody waits for a long write that comes
// after theirs.
func TestLongWriteSharesNoCommit(t *testing.T) {
	testkit.Each(t, func(t *testing.T, database *db.DB) {
		holds, may, begun, told := make(chan struct{}), make(chan struct{}), make(chan struct{}), make(chan struct{})
		hold, begin := sync.OnceFunc(func() { close(holds) }), sync.OnceFunc(func() { close(begun) })
		var all sync.WaitGroup
		all.Go(func() {
			if err := database.WriteBeside(t.Context(), "a list", func(ctx context.Context, tx *db.Tx) error {
				hold()
				<-may
				return note(ctx, tx, "short")
			}); err != nil {
				t.Error(err)
			}
			close(told)
		})
		<-holds
		all.Go(func() {
			if err := database.WriteBeside(db.Unshared(t.Context()), "a list", func(ctx context.Context, tx *db.Tx) error {
				begin()
				<-told
				return note(ctx, tx, "long")
			}); err != nil {
				t.Error(err)
			}
		})
		for waits := false; !waits; { // until it stands in the line, or has begun beside
			select {
			case <-begun:
				waits = true
			default:
				waits = db.Queued(database) == 1
				runtime.Gosched()
			}
		}
		close(may)
		all.Wait()
	})
}

func TestWriteThatFailsLateHarmsNobody(t *testing.T) {
	testkit.Each(t, func(t *testing.T, database *db.DB) {
		fault := func(ctx context.Context, tx *db.Tx) error {
			return db.Later(ctx, tx, `INSERT INTO counter (id, revision, salt) VALUES (2, 0, '')`)
		}
		outcomes := together(t, database, fault, noting("third"), noting("fourth"), fault)
		for i, fails := range []bool{false, true, false, false, true} {
			if (outcomes[i] != nil) != fails {
				t.Errorf("the write %d: %v, fails %v", i+1, outcomes[i], fails)
			}
		}
		checkNoted(t, database, "first", "fourth", "third")
	})
}

func TestWriteThatPanicsHarmsNobody(t *testing.T) {
	testkit.Each(t, func(t *testing.T, database *db.DB) {
		swallowed := errors.New("swallowed")
		outcomes := together(t, database, noting("second"), func(ctx context.Context, tx *db.Tx) error {
			if err := note(ctx, tx, "never"); err != nil {
				return err
			}
			panic(swallowed)
		}, noting("fourth"))
		if !errors.Is(outcomes[2], swallowed) {
			t.Errorf("the panic became %v", outcomes[2])
		}
		checkNoted(t, database, "first", "fourth", "second")
	})
}

// Revisions go on without a gap in what shares a commit, also after one that took
// some was undone.
func TestRevisionsOfOneLineHaveNoGap(t *testing.T) {
	testkit.Each(t, func(t *testing.T, database *db.DB) {
		var taken []int64
		take := func(fails error) func(ctx context.Context, tx *db.Tx) error {
			return func(ctx context.Context, tx *db.Tx) error {
				for range 2 {
					revision, err := tx.NextRevision(ctx)
					if err != nil {
						return err
					}
					if fails == nil {
						taken = append(taken, revision)
					}
				}
				return fails
			}
		}
		refusal := errs.New(errs.StateConflict, "refused")
		outcomes := together(t, database, take(refusal), take(nil), take(refusal), take(nil))
		if fmt.Sprint(taken) != "[1 2 3 4]" || !errors.Is(outcomes[1], refusal) {
			t.Errorf("took %v, outcomes %v", taken, outcomes)
		}
		at, err := db.One(t.Context(), database, db.Value[int64], `SELECT revision FROM counter`)
		if err != nil || at != 4 {
			t.Errorf("the counter is at %d, %v, want 4", at, err)
		}
	})
}
