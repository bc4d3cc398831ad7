package app_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"cairn/internal/app"
	"cairn/internal/clock"
	"cairn/internal/db"
	"cairn/internal/httpapi"
	"cairn/internal/id"
	"cairn/internal/testkit"
)

// mountSmall puts a file system of 4 MB in memory at a folder, where that is
// allowed.
func mountSmall(t testing.TB, folder string) bool {
	t.Helper()
	if os.Getuid() != 0 || syscall.Mount("cairn", folder, "tmpfs", 0, "size=4m") != nil {
		return false
	}
	t.Cleanup(func() {
		if err := syscall.Unmount(folder, syscall.MNT_DETACH); err != nil {
			t.Error(err)
		}
	})
	return true
}

// fill writes a file until there is no room for another byte.
func fill(t testing.TB, path string) {
	t.Helper()
	file, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = file.Close() }()
	for size := 1 << 16; size > 0; size >>= 1 {
		for err = nil; err == nil; {
			_, err = file.Write(make([]byte, size))
		}
		if !errors.Is(err, syscall.ENOSPC) {
			t.Fatal(err)
		}
	}
}

// limit tells the database how many pages it may have. What it says then is
// what it says on a full disk.
func limit(t testing.TB, database *db.DB, pages string) {
	t.Helper()
	if err := database.Write(context.WithoutCancel(t.Context()), func(ctx context.Context, tx *db.Tx) error {
		_, err := db.One(ctx, tx, db.Value[int64], "PRAGMA max_page_count = "+pages)
		return err
	}); err != nil {
		t.Fatal(err)
	}
}

// TestA4_FullDisk fills the disk: reads go on, writes are refused with a clear
// word and leave nothing, and all is well when there is room again. A small disk
// is mounted where that is allowed; elsewhere the database is told to stay as
// small as it is.
func TestA4_FullDisk(t *testing.T) {
	folder := t.TempDir()
	small := mountSmall(t, folder)
	database := testkit.Open(t, db.Config{Folder: folder})
	if err := database.Migrate(t.Context()); err != nil {
		t.Fatal(err)
	}
	base, secret := serveHouse(t, database)
	me := firstPerson(t, base, secret)
	full, room := func() { limit(t, database, "1") }, func() { limit(t, database, "4294967294") }
	if small {
		filler := filepath.Join(folder, "filler")
		full = func() { fill(t, filler) }
		room = func() {
			if err := os.Remove(filler); err != nil {
				t.Fatal(err)
			}
		}
	}
	for round := range 2 {
		me.must("POST", "/tasks", fields{"title": fmt.Sprintf("before %d", round)}, nil)
		full()
		// What is there already may take a few more writes.
		var refused *act
		for n := 0; refused == nil; n++ {
			a := &act{key: id.New(), method: "POST", path: "/tasks", body: fields{"title": fmt.Sprintf("full %d", n), "body": strings.Repeat("x ", 8000)}}
			switch got := a.do(me); {
			case a.acknowledged:
			case got.status == 507:
				refused = a
			default:
				t.Fatalf("a write on the full disk is answered %d %s", got.status, got.body)
			}
		}
		before := me.worklist(me.id)
		if got := me.send("GET", "/tasks?q=before", "", nil); got.status != 200 || !strings.Contains(string(got.body), "before 0") {
			t.Errorf("a read on the full disk is answered %d %s", got.status, got.body)
		}
		if status, _ := me.ready(); status != 200 {
			t.Errorf("readiness says %d, but reads go on", status)
		}
		if got := refused.do(me); got.status != 507 {
			t.Errorf("the write sent again is answered %d %s", got.status, got.body)
		}
		if after := me.worklist(me.id); len(after) != len(before) {
			t.Errorf("the refused write left something: %d tasks, were %d", len(after), len(before))
		}
		room()
		if got := refused.do(me); got.status != 201 {
			t.Errorf("with room again, the write is answered %d %s", got.status, got.body)
		}
		if after := me.worklist(me.id); len(after) != len(before)+1 {
			t.Errorf("%d tasks, want %d", len(after), len(before)+1)
		}
	}
	said, err := db.All(t.Context(), database, db.Value[string], `PRAGMA integrity_check`)
	if err != nil || len(said) != 1 || said[0] != "ok" {
		t.Errorf("integrity check: %q, %v", said, err)
	}
}

// serveHouse serves a house over an open database, until the test ends.
func serveHouse(t testing.TB, database *db.DB) (base, secret string) {
	t.Helper()
	house := app.Build(database, clock.System{}, slog.New(slog.NewTextHandler(t.Output(), nil)), "http://localhost")
	api, err := house.API(httpapi.Config{})
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(api)
	t.Cleanup(server.Close)
	link, err := house.Login.SetupToken(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	_, secret, _ = strings.Cut(link, "#")
	return server.URL, secret
}
