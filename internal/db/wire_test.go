package db_test

import (
	"context"
	"sync"
	"testing"

	"cairn/internal/db"
	"cairn/internal/testkit"
)

// listen collects what a node hears until the test ends.
func listen(t *testing.T, database *db.DB) <-chan string {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	heard := make(chan string, 100)
	var listening sync.WaitGroup
	listening.Go(func() { database.Listen(ctx, func(message string) { heard <- message }) })
	t.Cleanup(func() { cancel(); listening.Wait() })
	return heard
}

func tell(t *testing.T, database *db.DB, message string) {
	t.Helper()
	if err := database.Tell(t.Context(), message); err != nil {
		t.Fatal(err)
	}
}

func checkHeard(t *testing.T, heard <-chan string, want string) {
	t.Helper()
	if got := <-heard; got != want {
		t.Errorf("heard %q, want %q", got, want)
	}
}

func TestNodesHearEachOther(t *testing.T) {
	testkit.EachPlace(t, func(t *testing.T, place db.Config) {
		here, there := testkit.Open(t, place), testkit.Open(t, place)
		heard := listen(t, here)
		checkHeard(t, heard, "") // from now on nothing is missed
		if place.Address == "" {
			write(t, there, "one") // SQLite has no messages, but notices this
			checkHeard(t, heard, "")
			return
		}
		tell(t, here, "own words")
		tell(t, there, "words of another")
		checkHeard(t, heard, "words of another")
		end(t, place)
		checkHeard(t, heard, "")
		tell(t, there, "words after a break")
		checkHeard(t, heard, "words after a break")
	})
}

func TestOwnWritesAreNotTakenForAnothers(t *testing.T) {
	t.Parallel()
	place := db.Config{Folder: t.TempDir()}
	here := testkit.Open(t, place)
	if err := here.Migrate(t.Context()); err != nil {
		t.Fatal(err)
	}
	there := testkit.Open(t, place)
	heard := listen(t, here)
	checkHeard(t, heard, "")
	write(t, here, "own")
	other := listen(t, there)
	checkHeard(t, other, "")
	write(t, here, "own again")
	checkHeard(t, other, "") // by now this process has looked at its own writes too
	write(t, there, "another's")
	checkHeard(t, heard, "")
	if len(heard) != 0 {
		t.Errorf("heard %d times too often", len(heard))
	}
}
