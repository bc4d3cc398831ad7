package work

import (
	"strconv"
	"strings"
	"testing"
)

// TestWhatWasShownHasItsRoom holds that what is kept of the tasks that were shown
// stays within its room, also where tasks name others and have long checklists.
func TestWhatWasShownHasItsRoom(t *testing.T) {
	step := ChecklistItem{Text: strings.Repeat("x", 500)}
	steps := make([]ChecklistItem, 50)
	for i := range steps {
		steps[i] = step
	}
	size := len(steps) * len(step.Text)
	rank := "a"
	var kept shownTasks
	for i := range 3 * shownRoom / size {
		page := make([]Task, 50)
		page[0] = Task{ID: strconv.Itoa(i), Rank: &rank, Checklist: steps, WaitingFor: &WaitingFor{TaskIDs: []string{"another"}}}
		if kept.put(&page[0]); kept.fresh[page[0].ID].names == &page[0] {
			t.Fatal("the whole page is kept with one of its tasks")
		}
	}
	if has := (len(kept.fresh) + len(kept.old)) * size; has > shownRoom+2*size {
		t.Errorf("%d MiB are kept in a room of %d MiB", has>>20, shownRoom>>20)
	}
}
