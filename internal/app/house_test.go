package app

import (
	"log/slog"
	"testing"
	"time"

	"cairn/internal/authz"
	"cairn/internal/clock"
	"cairn/internal/db"
	"cairn/internal/login"
)

// owned is a workspace of Ana's alone, on a Monday morning, and a call of hers.
func owned(t *testing.T, database *db.DB) (*House, authz.Call) {
	t.Helper()
	now := time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)
	house := Build(database, clock.NewFake(now), slog.New(slog.DiscardHandler), "http://127.0.0.1")
	if _, err := house.Login.CreateOwner(t.Context(), login.FirstRun{
		Workspace: "Cairns", Name: "Ana Silva", Email: "ana@example.com", Password: "nine stones on the pass", TimeZone: "Europe/Lisbon",
	}); err != nil {
		t.Fatal(err)
	}
	ana, err := house.People.BriefByEmail(t.Context(), database, "ana@example.com")
	if err != nil {
		t.Fatal(err)
	}
	return house, authz.Call{Actor: authz.Actor{PersonID: ana.ID, Role: authz.Owner}}
}
