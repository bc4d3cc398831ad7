package work

import (
	"fmt"
	"slices"
	"testing"

	"cairn/internal/errs"
)

// TestW14_StepsOfTwoPeopleAreBothKept: what one did to a checklist without having
// seen what another did meanwhile takes nothing of it away.
func TestW14_StepsOfTwoPeopleAreBothKept(t *testing.T) {
	step := func(id string, done bool) ChecklistItem { return ChecklistItem{ID: id, Text: "step " + id, Done: done} }
	yes, text, reworded := true, "step d", "otherwise"
	seen := []ChecklistItem{step("a", false), step("b", false), step("c", false)}
	theirs := []StepChange{{ID: "d", Text: &text, Before: "b"}, {ID: "a", Done: &yes}, {ID: "c", Gone: true}}
	for what, mine := range map[string]struct {
		change StepChange
		want   []ChecklistItem
	}{
		"another is ticked":          {StepChange{ID: "b", Done: &yes}, []ChecklistItem{step("a", true), step("d", false), step("b", true)}},
		"one more":                   {StepChange{ID: "e", Text: &reworded}, []ChecklistItem{step("a", true), step("d", false), step("b", false), {ID: "e", Text: reworded}}},
		"before one that is gone":    {StepChange{ID: "e", Text: &reworded, Before: "c"}, []ChecklistItem{step("a", true), step("d", false), step("b", false), {ID: "e", Text: reworded}}},
		"reworded, and ticked there": {StepChange{ID: "a", Text: &reworded}, []ChecklistItem{{ID: "a", Text: reworded, Done: true}, step("d", false), step("b", false)}},
		"gone is ticked":             {StepChange{ID: "c", Done: &yes}, []ChecklistItem{step("a", true), step("d", false), step("b", false)}},
		"gone is taken out":          {StepChange{ID: "c", Gone: true}, []ChecklistItem{step("a", true), step("d", false), step("b", false)}},
		"gone comes back":            {StepChange{ID: "c", Text: &text, Done: &yes}, []ChecklistItem{step("a", true), step("d", false), step("b", false), {ID: "c", Text: text, Done: true}}},
	} {
		after, err := stepped(seen, theirs)
		if err != nil {
			t.Fatal(err)
		}
		if after, err = stepped(after, []StepChange{mine.change}); err != nil || !slices.Equal(after, mine.want) {
			t.Errorf("%s: %v, %v; want %v", what, after, err, mine.want)
		}
	}
	if fmt.Sprint(seen) != fmt.Sprint([]ChecklistItem{step("a", false), step("b", false), step("c", false)}) {
		t.Errorf("the list that was there is changed: %v", seen)
	}
	if _, err := stepped(seen, []StepChange{{Text: &text}}); errs.CodeOf(err) != errs.Invalid {
		t.Errorf("a step without an id is answered %v", err)
	}
}
