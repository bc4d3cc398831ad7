package notify

import (
	"testing"

	"cairn/internal/worktime"
)

func TestN1_WhatIsToldIsASentence(t *testing.T) {
	t.Parallel()
	friday, err := worktime.ParseDate("", "2026-12-18")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		code, who, other, title string
		data                    Data
		want                    string
	}{
		{"task.arrived", "Max", "", "Report", Data{}, "Max asks for “Report”"},
		{"task.commented", "Max", "", "", Data{}, "Max wrote about it"},
		{"task.due_moved", "Max", "", "Report", Data{ToDate: &friday}, "Max moved “Report” to Friday 18 December"},
		{"task.date_to_agree", "Max", "", "Report", Data{ToDate: &friday}, "Max moved “Report” to Friday 18 December; do you agree?"},
		{"task.date_agreed", "", "", "Report", Data{Reason: "silence"}, "The new date of “Report” is agreed: nobody said a word against it"},
		{"task.date_agreed", "Max", "", "Report", Data{}, "Max agreed to the date of “Report”"},
		{"task.unanswered", "", "", "Report", Data{}, "Nobody has answered about “Report” yet"},
		{"task.unanswered", "", "Ana", "Report", Data{}, "Ana has not answered about “Report” yet"},
		{"task.may_let_go", "", "Max", "Report", Data{}, "Max has not said whether “Report” is still needed: you may let it go"},
		{"task.proposed", "Ana", "", "Report", Data{ToDate: &friday, To: "high"}, "Ana proposes Friday 18 December, high for “Report”"},
		{"task.proposed", "Ana", "", "Report", Data{}, "Ana proposes something else for “Report”"},
		{"task.canceled", "Max", "", "Report", Data{Reason: "withdrawn"}, "Max took “Report” back"},
		{"task.canceled", "Max", "", "Report", Data{Reason: "no_longer_needed"}, "Max says that “Report” is no longer needed"},
		{"task.completed", "Max", "", "Report", Data{Late: true}, "Max has done “Report”, after its date"},
		{"task.completed", "Max", "", "Report", Data{}, "Max has done “Report”"},
		{"of.a_later_version", "Max", "", "Report", Data{}, "Max changed “Report”"},
	} {
		if got := Sentence(c.code, c.who, c.other, c.title, c.data); got != c.want {
			t.Errorf("%s: %q, want %q", c.code, got, c.want)
		}
	}
}
