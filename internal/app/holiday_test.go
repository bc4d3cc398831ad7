package app

import (
	"testing"
	"time"

	"cairn/internal/db"
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
		house, call := owned(t, database)
		ana := call.PersonID
		owners := []string{ana}
		for _, name := range []string{"ben", "cleo", "dina"} {
			person, err := house.People.Create(ctx, call, people.NewPerson{Name: name, Email: name + "@example.com", TimeZone: "Europe/Lisbon", ManagerID: ana})
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
