package demo_test

import (
	"testing"
	"time"

	"cairn/internal/db"
	"cairn/internal/demo"
	"cairn/internal/testkit"
)

func TestTime(t *testing.T) {
	testkit.Each(t, func(t *testing.T, database *db.DB) {
		start := time.Now()
		n := 0
		if err := demo.Make(t.Context(), database, demo.Options{Seed: 1, Now: time.Now()}, false, func(_, total int) { n = total }); err != nil {
			t.Fatal(err)
		}
		t.Log(n, time.Since(start))
	})
}
