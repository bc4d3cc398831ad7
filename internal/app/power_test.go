package app_test

import (
	"context"
	"database/sql"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"golang.org/x/sys/unix"

	"cairn/internal/db"
	"cairn/internal/testkit"
)

// disk is a file system in a file, whose power can be cut: what was not brought
// safely onto it by then is gone, which no kill of a process shows.
type disk struct {
	testing.TB

	image, folder string
}

// newDisk makes and mounts a disk; false where that is not allowed.
func newDisk(t testing.TB) (*disk, bool) {
	t.Helper()
	home := t.TempDir()
	d := &disk{TB: t, image: filepath.Join(home, "image"), folder: filepath.Join(home, "mounted")}
	if os.Getuid() != 0 || os.Mkdir(d.folder, 0o700) != nil {
		return nil, false
	}
	image, err := os.Create(d.image)
	if err != nil {
		t.Fatal(err)
	}
	if err := image.Truncate(64 << 20); err != nil {
		t.Fatal(err)
	}
	if err := image.Close(); err != nil {
		t.Fatal(err)
	}
	if said, err := exec.CommandContext(t.Context(), "mkfs.ext4", "-q", d.image).CombinedOutput(); err != nil {
		t.Logf("mkfs.ext4: %v %s", err, said)
		return nil, false
	}
	if err := d.mount(); err != nil {
		t.Log(err)
		return nil, false
	}
	t.Cleanup(func() { _ = exec.CommandContext(context.WithoutCancel(t.Context()), "umount", "-l", d.folder).Run() })
	return d, true
}

// mount mounts the disk. Its own journal waits for a long time, so that nothing
// is safe by chance.
func (d *disk) mount() error {
	said, err := exec.CommandContext(d.Context(), "mount", "-o", "loop,commit=300", d.image, d.folder).CombinedOutput()
	if err != nil {
		return fmt.Errorf("mount: %w: %s", err, said)
	}
	return nil
}

// cut cuts the power.
func (d *disk) cut() {
	d.Helper()
	// Of the kernel's ext4.h: shut the file system down, and throw its journal away.
	const shutDown, withoutJournal = 0x8004587d, 2
	folder, err := os.Open(d.folder)
	if err != nil {
		d.Fatal(err)
	}
	defer func() { _ = folder.Close() }()
	if err := unix.IoctlSetPointerInt(int(folder.Fd()), shutDown, withoutJournal); err != nil {
		d.Fatal(err)
	}
}

// restore gives the power back. Nobody may have a file of it open.
func (d *disk) restore() {
	d.Helper()
	if said, err := exec.CommandContext(d.Context(), "umount", d.folder).CombinedOutput(); err != nil {
		d.Fatalf("umount: %v %s", err, said)
	}
	if err := d.mount(); err != nil {
		d.Fatal(err)
	}
}

// TestA4_NothingAcknowledgedIsLostWhenThePowerFails cuts the power of the disk
// among the writers. Where no disk may be mounted it holds at least that every
// commit waits for the disk.
func TestA4_NothingAcknowledgedIsLostWhenThePowerFails(t *testing.T) {
	disk, allowed := newDisk(t)
	if !allowed {
		t.Log("no disk may be mounted here")
		commitsWait(t)
		return
	}
	place := db.Config{Folder: filepath.Join(disk.folder, "data")}
	server := start(t, place)
	me := firstPerson(t, server.base, server.setUp)
	reader := me.peer()
	expected := map[string]string{}
	for round := range powerCuts() {
		last := 5 + round*11%50
		gone := make(chan struct{})
		written := write(me, 4, fmt.Sprintf("cut %d", round), gone, func(acknowledged int) {
			if acknowledged == last {
				close(gone) // an answer that comes while the power goes may be lost
				disk.cut()
				server.kill()
			}
		})
		disk.restore()
		checkFile(t, place)
		server = start(t, place)
		me.base, reader.base = server.base, server.base
		written.compare(me, expected)
	}
	followed, _ := reader.changes(0, "worklist:"+me.id)
	check(me, reader, expected, followed)
	server.stop()
}

func powerCuts() int {
	if *long {
		return 80
	}
	return 3
}

// commitsWait holds that SQLite is asked to sync with every commit.
func commitsWait(t testing.TB) {
	t.Helper()
	database := testkit.Open(t, db.Config{Folder: t.TempDir()})
	if err := database.Write(t.Context(), func(ctx context.Context, tx *db.Tx) error {
		const full = 2
		level, err := db.One(ctx, tx, db.Value[int], `PRAGMA synchronous`)
		if err == nil && level != full {
			t.Errorf("synchronous is %d, want %d", level, full)
		}
		return err
	}); err != nil {
		t.Fatal(err)
	}
}

// TestAPowerCutLosesWhatIsNotSynced is the control of the test above: without
// the syncs, what was acknowledged is lost, so a cut is one.
func TestAPowerCutLosesWhatIsNotSynced(t *testing.T) {
	disk, allowed := newDisk(t)
	if !allowed {
		t.Log("no disk may be mounted here")
		return
	}
	rows := func(work func(*sql.DB)) {
		file := filepath.Join(disk.folder, "careless.db")
		database, err := sql.Open("sqlite", "file:"+file+"?_pragma=journal_mode(WAL)&_pragma=synchronous(OFF)")
		if err != nil {
			t.Fatal(err)
		}
		database.SetMaxOpenConns(1)
		work(database)
		_ = database.Close() // after a cut it can't write any more
	}
	run := func(database *sql.DB, text string) {
		if _, err := database.ExecContext(t.Context(), text); err != nil {
			t.Fatal(err)
		}
	}
	const written = 500
	rows(func(database *sql.DB) {
		run(database, `CREATE TABLE IF NOT EXISTS note (n INTEGER)`)
		for range written {
			run(database, `INSERT INTO note VALUES (1)`)
		}
		disk.cut()
	})
	disk.restore()
	rows(func(database *sql.DB) {
		var kept int
		if err := database.QueryRowContext(t.Context(), `SELECT count(*) FROM note`).Scan(&kept); err == nil && kept == written {
			t.Error("everything was kept without a sync: the cut of the power is none")
		}
	})
}
