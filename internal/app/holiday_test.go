package app

import (
	"log/slog"
	"testing"
	"time"

	"cairn/internal/authz"
	"cairn/internal/clock"
	"cairn/internal/db"
	"cairn/internal/login"
	"cairn/internal/opt"
	"cairn/internal/people"
	"cairn/internal/testkit"
	"cairn/internal/work"
	"cairn/internal/worktime"
)

// A holiday of the workspace moves the overdue instants of everybody's tasks, by
// one job however many people there are, and whatever number of tasks each has.
func TestW7_HolidayRecomputesEverybodyInOneJob(t *testing.T) {
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
		call := authz.Call{Actor: authz.Actor{PersonID: ana.ID, Role: authz.Owner}}
		owners := []string{ana.ID}
		for _, name := range []string{"ben", "cleo", "dina"} {
			person, err := house.People.Create(ctx, call, people.NewPerson{Name: name, Email: name + "@example.com", TimeZone: "Europe/Lisbon", ManagerID: ana.ID})
			if err != nil {
				t.Fatal(err)
			}
			owners = append(owners, person.ID)
		}
		if _, err := house.Jobs.Drain(ctx); err != nil {
			t.Fatal(err)
		}
		date := worktime.NewDate(2026, time.December, 1)
		var tasks []work.Task
		for n, owner := range owners {
			for range n * chunk { // nothing, a chunk and more
				made, err := house.Work.Create(ctx, call, work.Draft{Title: "Plan", OwnerID: owner, Due: opt.To(work.Due{Date: &date})})
				if err != nil {
					t.Fatal(err)
				}
				tasks = append(tasks, made.Task)
			}
		}
		if _, err := house.People.AddHoliday(ctx, call, people.NewHoliday{Date: date.AddDays(1), Name: "Stone day"}); err != nil {
			t.Fatal(err)
		}
		if ran, err := house.Jobs.Drain(ctx); err != nil || ran != 1 {
			t.Errorf("%d jobs, %v, want 1", ran, err)
		}
		for _, was := range tasks {
			now, err := house.Work.Get(ctx, call.Actor, was.ID)
			if err != nil {
				t.Fatal(err)
			}
			if moved := now.OverdueAt.Sub(*was.OverdueAt); moved != 24*time.Hour {
				t.Fatalf("overdue moved by %v, want a day", moved)
			}
		}
	})
}
