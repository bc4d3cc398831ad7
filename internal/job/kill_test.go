package job

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"os"
	"os/exec"
	"testing"
	"time"

	"cairn/internal/clock"
	"cairn/internal/db"
	"cairn/internal/testkit"
)

// workerVariable makes this test binary a worker on the place it names.
const workerVariable = "CAIRN_TEST_JOB_WORKER"

type workerPlace struct {
	Folder, Address string
	Now             time.Time
	Stuck           bool // stands still in the middle of a transaction
}

// workerProcess works until it is killed, and says a line for every chunk.
func workerProcess(text string) int {
	var place workerPlace
	if err := json.Unmarshal([]byte(text), &place); err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	database, err := db.Open(context.Background(), db.Config{Folder: place.Folder, Address: place.Address})
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	handler := func(ctx context.Context, lease *Lease) error {
		return spell(ctx, database, lease, func() {
			fmt.Println("chunk")
			if place.Stuck {
				select {}
			}
		})
	}
	q := New(database, clock.NewFake(place.Now), map[string]Handler{"spell": handler},
		slog.New(slog.NewTextHandler(os.Stderr, nil)))
	q.Run(context.Background())
	return 0
}

// spelling is the payload of a job that writes a word with each of the numbers
// up to chunksOfWord.
type spelling struct {
	Word string
	Next int
}

const chunksOfWord = 4

// spell does the chunks; within is called in the transaction of each.
func spell(ctx context.Context, database *db.DB, lease *Lease, within func()) error {
	var p spelling
	if err := lease.Payload(&p); err != nil {
		return err
	}
	for p.Next < chunksOfWord {
		if err := database.Write(ctx, func(ctx context.Context, tx *db.Tx) error {
			if err := effect(ctx, tx, fmt.Sprintf("%s%d", p.Word, p.Next)); err != nil {
				return err
			}
			within()
			return lease.Checkpoint(ctx, tx, spelling{p.Word, p.Next + 1})
		}); err != nil {
			return err
		}
		p.Next++
	}
	return nil
}

func TestKilledWorkersLoseNoJobAndDoNoneTwice(t *testing.T) {
	testkit.EachPlace(t, func(t *testing.T, place db.Config) {
		b := newBench(t, testkit.Open(t, place))
		q := b.queue(map[string]Handler{"spell": func(ctx context.Context, lease *Lease) error {
			return spell(ctx, b.db, lease, func() {})
		}})
		var jobs []Job
		var want []string
		for i := range 60 {
			word := fmt.Sprintf("%02d-", i)
			jobs = append(jobs, Job{Kind: "spell", Payload: spelling{Word: word}})
			for n := range chunksOfWord {
				want = append(want, fmt.Sprintf("%s%d", word, n))
			}
		}
		b.enqueue(q, jobs...)
		for round, lines := range []int{1, 7, 20, 33} {
			// Each worker lives after the leases of the one before have run out.
			b.killWorker(workerPlace{place.Folder, place.Address, b.clock.Now(), round == 0}, lines)
			b.clock.Advance(leaseFor)
		}
		ran, err := q.Drain(t.Context())
		if err != nil || ran == 0 {
			t.Fatalf("%d jobs were left, %v", ran, err)
		}
		b.checkEffects(want...)
		undone, err := db.One(t.Context(), b.db, db.Value[int], `SELECT count(*) FROM job WHERE state <> 'done'`)
		if err != nil || undone != 0 {
			t.Errorf("%d jobs are not done, %v", undone, err)
		}
	})
}

// killWorker starts a worker and kills it once it has said so many lines.
func (b bench) killWorker(place workerPlace, lines int) {
	b.Helper()
	text, err := json.Marshal(place)
	if err != nil {
		b.Fatal(err)
	}
	self, err := os.Executable()
	if err != nil {
		b.Fatal(err)
	}
	worker := exec.CommandContext(b.Context(), self)
	worker.Env = append(os.Environ(), workerVariable+"="+string(text))
	worker.Stderr = os.Stderr
	out, err := worker.StdoutPipe()
	if err != nil {
		b.Fatal(err)
	}
	if err := worker.Start(); err != nil {
		b.Fatal(err)
	}
	said := bufio.NewScanner(out)
	for range lines {
		if !said.Scan() {
			b.Errorf("the worker ended before it was killed: %v", said.Err())
			break
		}
	}
	if err := worker.Process.Kill(); err != nil {
		b.Error(err)
	}
	_ = worker.Wait() // it was killed
}
