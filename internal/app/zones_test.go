package app

import (
	"context"
	"testing"
	"time"

	"cairn/internal/db"
	"cairn/internal/opt"
	"cairn/internal/testkit"
	"cairn/internal/work"
	"cairn/internal/worktime"
)

// Due instants that older zone data gave are computed again when a program with
// newer data starts, and only then.
func TestW7_NewZoneDataRecomputes(t *testing.T) {
	testkit.Each(t, func(t *testing.T, database *db.DB) {
		ctx := t.Context()
		house, call := owned(t, database)
		date := worktime.NewDate(2026, time.December, 1)
		task, err := house.Work.Create(ctx, call, work.Draft{Title: "Plan", Due: opt.To(work.Due{Date: &date})})
		if err != nil {
			t.Fatal(err)
		}
		start := func() int {
			t.Helper()
			if err := house.followZones(ctx); err != nil {
				t.Fatal(err)
			}
			ran, err := house.Jobs.Drain(ctx)
			if err != nil {
				t.Fatal(err)
			}
			return ran
		}
		start()
		if err := database.Write(ctx, func(ctx context.Context, tx *db.Tx) error {
			if _, err := db.Exec(ctx, tx, `UPDATE workspace SET zone_data = 'older'`); err != nil {
				return err
			}
			_, err := db.Exec(ctx, tx, `UPDATE task SET due_at = due_at - 3600000`)
			return err
		}); err != nil {
			t.Fatal(err)
		}
		if ran := start(); ran != 1 {
			t.Errorf("the first start ran %d jobs, want 1", ran)
		}
		now, err := house.Work.Get(ctx, call.Actor, task.ID)
		if err != nil {
			t.Fatal(err)
		}
		if !now.DueAt.Equal(*task.DueAt) {
			t.Errorf("due at %v, want %v again", now.DueAt, task.DueAt)
		}
		if ran := start(); ran != 0 {
			t.Errorf("the second start ran %d jobs, want none", ran)
		}
	})
}
