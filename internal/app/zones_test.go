package app

import (
	"context"
	"log/slog"
	"testing"
	"time"

	"cairn/internal/authz"
	"cairn/internal/clock"
	"cairn/internal/db"
	"cairn/internal/login"
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
		house := Build(database, clock.NewFake(time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)), slog.New(slog.DiscardHandler), "http://127.0.0.1")
		if _, err := house.Login.CreateOwner(ctx, login.FirstRun{
			Workspace: "Cairns", Name: "Ana Silva", Email: "ana@example.com", Password: "nine stones on the pass", TimeZone: "Europe/Lisbon",
		}); err != nil {
			t.Fatal(err)
		}
		ana, err := house.People.BriefByEmail(ctx, database, "ana@example.com")
		if err != nil {
			t.Fatal(err)
		}
		actor := authz.Actor{PersonID: ana.ID, Role: authz.Owner}
		date := worktime.NewDate(2026, time.December, 1)
		task, err := house.Work.Create(ctx, authz.Call{Actor: actor}, work.Draft{Title: "Plan", Due: opt.To(work.Due{Date: &date})})
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
		now, err := house.Work.Get(ctx, actor, task.ID)
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
