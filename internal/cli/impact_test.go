package cli

import (
	"bytes"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"cairn/internal/work"
	"cairn/internal/worktime"
)

func day(t *testing.T, text string) worktime.Date {
	t.Helper()
	date, err := worktime.ParseDate("", text)
	if err != nil {
		t.Fatal(err)
	}
	return date
}

func TestAnImpactIsToldInFull(t *testing.T) {
	due, p85 := day(t, "2030-03-07"), day(t, "2030-03-06")
	impact := work.Impact{
		Place: 2, Of: 14, Level: work.High, P85: &p85,
		PushedBack: []work.AffectedTask{{Title: "Sort", DueDate: &due}, {Title: "Wash"}}, PushedBackCount: 12,
		BecomesLate: []work.AffectedTask{{Title: "Sort", DueDate: &due}},
		TimeOff:     []work.TimeOff{{StartsOn: p85, EndsOn: due}, {StartsOn: due, EndsOn: due}},
		Full:        true, Slots: &work.FullLevel{Level: work.High, Slots: 1, Occupants: []work.Occupant{{ID: "x", Title: "Carry"}}},
	}
	got := strings.Join(impactWords("Ana", impact), "\n")
	want := strings.Join([]string{
		"On Ana's list it would be number 2 of 14, at high.",
		"It pushes back 12 tasks: “Sort” (due 2030-03-07), “Wash” and 10 more",
		"Probably late by it: “Sort” (due 2030-03-07)",
		"It would probably be done by 2030-03-06.",
		"Ana is away from 2030-03-06 to 2030-03-07.",
		"Ana is away on 2030-03-07.",
		"high is full, with “Carry”; with --lower it stands first in the next level with room.",
	}, "\n")
	if got != want {
		t.Errorf("told\n%s\nwant\n%s", got, want)
	}
}

// TestW12_TaskShowTellsTheHandOver answers as a server does.
func TestW12_TaskShowTellsTheHandOver(t *testing.T) {
	const id = "01890000-0000-7000-8000-000000000001"
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body := `{"items":[]}`
		switch r.URL.Path {
		case "/api/v1/tasks/" + id:
			body = `{"id":"` + id + `","title":"Carry","status":"blocked","level":"high","owner_id":"ben","asked_by_id":"ben","handovers":[
				{"task_id":"x","from_person_id":"ana","from_at":{"date":"2026-11-26","time":"17:30","zone":"Europe/Lisbon"},
				 "to_person_id":"ben","to_at":{"date":"2026-11-26","time":"10:30","zone":"America/Denver"}}]}`
		case "/api/v1/people/ana":
			body = `{"name":"Ana"}`
		case "/api/v1/people/ben":
			body = `{"name":"Ben"}`
		}
		_, _ = w.Write([]byte(body))
	}))
	defer server.Close()
	var out, problems bytes.Buffer
	env := map[string]string{"CAIRN_URL": server.URL, "CAIRN_TOKEN": "x"}
	if code := Run(t.Context(), []string{"task", "show", id}, func(name string) string { return env[name] }, nil, &out, &problems, Hooks{}); code != exitOK {
		t.Fatalf("ended with %d: %s", code, problems.String())
	}
	if want := "Hand-over Ana's Thursday evening (2026-11-26 17:30) → Ben's Thursday morning (2026-11-26 10:30)\n"; !strings.Contains(out.String(), want) {
		t.Errorf("shown\n%s\nwant %s", out.String(), want)
	}
}

func TestPartsOfADay(t *testing.T) {
	for clock, want := range map[worktime.TimeOfDay]string{
		0: "night", 4*60 + 59: "night", 5 * 60: "morning", 12 * 60: "afternoon", 17 * 60: "evening", 22 * 60: "night", worktime.EndOfDate: "night",
	} {
		if got := dayPart(work.Local{Date: day(t, "2026-11-26"), Time: clock}); !strings.HasPrefix(got, "Thursday "+want+" (") {
			t.Errorf("%s: %s, want %s", clock, got, want)
		}
	}
}
