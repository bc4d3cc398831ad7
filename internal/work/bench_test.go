package work

import (
	"context"
	"encoding/json"
	"slices"
	"testing"
	"time"

	"cairn/internal/activity"
	"cairn/internal/authz"
	"cairn/internal/db"
	"cairn/internal/id"
	"cairn/internal/rank"
	"cairn/internal/testkit"
)

const benchList = 10_000

// benchRig is a workspace in which Ana has a list of 10,000 tasks.
func benchRig(b *testing.B, database *db.DB) *rig {
	b.Helper()
	r := newRig(b, database)
	ranks, err := rank.NBetween("", "", benchList)
	r.ok(err)
	for chunk := range slices.Chunk(ranks, 500) {
		_, err := r.ledger.Write(r.ctx, r.ana, func(ctx context.Context, tx *activity.Tx) error {
			for i := range chunk {
				draft := Draft{ID: id.New(), Title: "task of many words about pricing", OwnerID: r.ana.PersonID}
				task := draft.task(r.ana.PersonID, tx.Now)
				task.Status, task.Rank, task.Labels = Todo, &chunk[i], []string{"launch"}
				c := &change{s: r.Service, tx: tx, task: &task, was: task}
				if _, err := c.insert(ctx, false); err != nil {
					return err
				}
			}
			return nil
		})
		r.ok(err)
	}
	return r
}

func benchEach(b *testing.B, run func(b *testing.B, r *rig)) {
	b.Run("sqlite", func(b *testing.B) { run(b, benchRig(b, testkit.Open(b, testkit.SQLitePlace(b)))) })
	b.Run("postgres", func(b *testing.B) { run(b, benchRig(b, testkit.Open(b, testkit.PostgresPlace(b)))) })
}

// timed runs a write and reports how long the slowest hundredth takes.
func timed(b *testing.B, write func(i int) error) {
	b.Helper()
	times := make([]time.Duration, 0, b.N)
	b.ResetTimer()
	for i := range b.N {
		began := time.Now()
		if err := write(i); err != nil {
			b.Fatal(err)
		}
		times = append(times, time.Since(began))
	}
	b.StopTimer()
	slices.Sort(times)
	b.ReportMetric(float64(times[len(times)*99/100].Microseconds()), "p99-µs")
}

func BenchmarkCreate(b *testing.B) {
	benchEach(b, func(b *testing.B, r *rig) {
		timed(b, func(int) error {
			_, err := r.Create(r.ctx, r.keyed(r.ana), Draft{Title: "one more task"})
			return err
		})
	})
}

func BenchmarkCreateForAReport(b *testing.B) {
	benchEach(b, func(b *testing.B, r *rig) {
		timed(b, func(int) error {
			draft := Draft{Title: "one more task", OwnerID: r.ana.PersonID}
			draft.Due.Set, draft.Due.To.Date = true, date("2026-12-01")
			_, err := r.Create(r.ctx, r.keyed(r.ben), draft)
			return err
		})
	})
}

func BenchmarkMove(b *testing.B) {
	benchEach(b, func(b *testing.B, r *rig) {
		seats := r.seats(r.ana.PersonID)
		timed(b, func(i int) error {
			_, err := r.Move(r.ctx, r.keyed(r.ana), seats[(i*7919)%benchList].id, Place{AfterID: seats[(i*104729+1)%benchList].id}, "")
			return err
		})
	})
}

func BenchmarkComplete(b *testing.B) {
	benchEach(b, func(b *testing.B, r *rig) {
		seats := r.seats(r.ana.PersonID)
		timed(b, func(i int) error {
			id := seats[i%benchList].id
			if i >= benchList {
				return nil
			}
			_, err := r.Complete(r.ctx, r.keyed(r.ana), id, nil)
			return err
		})
	})
}

func BenchmarkPageOf50(b *testing.B) {
	for _, reader := range []string{"owner", "teammate"} {
		b.Run(reader, func(b *testing.B) {
			benchEach(b, func(b *testing.B, r *rig) {
				who := r.ana
				if reader == "teammate" {
					r.team("t", r.ana, r.kai)
					who = r.kai
				}
				b.ReportAllocs()
				b.ResetTimer()
				for range b.N {
					page, err := r.Worklist(r.ctx, who.Actor, r.ana.PersonID, 50, "")
					if err == nil {
						_, err = json.Marshal(page)
					}
					if err != nil || len(page.Items) != 50 {
						b.Fatal(len(page.Items), err)
					}
				}
				b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "pages/s")
			})
		})
	}
}

func BenchmarkListAcrossOwners(b *testing.B) {
	benchEach(b, func(b *testing.B, r *rig) {
		for range 60 {
			r.add(r.max, "few", Low)
		}
		for name, filter := range map[string]struct {
			by     authz.Call
			filter Filter
		}{
			"mine":        {r.max, Filter{OwnerID: r.max.PersonID}},
			"asked by me": {r.max, Filter{AskedByID: r.max.PersonID}},
			"all I read":  {r.max, Filter{}},
			"all of many": {r.ana, Filter{}},
			"search":      {r.ana, Filter{Query: "pricing"}},
		} {
			b.Run(name, func(b *testing.B) {
				for range b.N {
					page, err := r.List(r.ctx, filter.by.Actor, filter.filter)
					if err != nil || len(page.Items) != 50 {
						b.Fatal(len(page.Items), err)
					}
				}
			})
		}
	})
}

func BenchmarkFeed(b *testing.B) {
	benchEach(b, func(b *testing.B, r *rig) {
		fresh := (&replica{rig: r, reader: r.ana, limit: 1000, rows: map[string]row{}}).pull()
		if len(fresh.rows) < benchList {
			b.Fatal(len(fresh.rows))
		}
		for name, since := range map[string]int64{"fresh page of 500": 0, "nothing new": fresh.since} {
			b.Run(name, func(b *testing.B) {
				for range b.N {
					if _, err := r.feed.Changes(r.ctx, r.ana.Actor, activity.Query{Since: since}); err != nil {
						b.Fatal(err)
					}
				}
			})
		}
	})
}

func BenchmarkImpact(b *testing.B) {
	benchEach(b, func(b *testing.B, r *rig) {
		for i := range b.N {
			if _, err := r.ImpactOn(r.ctx, r.ben.Actor, r.ana.PersonID, Proposed{Place: Place{Level: Level([]string{"high", "low"}[i%2])}}); err != nil {
				b.Fatal(err)
			}
		}
	})
}
