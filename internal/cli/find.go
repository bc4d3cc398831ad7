package cli

import (
	"encoding/json"
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"cairn/internal/apiclient"
	"cairn/internal/errs"
	"cairn/internal/id"
	"cairn/internal/work"
)

// shortID is the part of an id that tells tasks apart: its end, for the
// beginning is the time, which tasks made at once share.
func shortID(full string) string { return full[max(0, len(full)-shortLength):] }

const (
	shortLength = 8
	leastOfID   = 4 // of an id must be given
	pageSize    = "200"
)

// worklist reads a whole worklist.
func (r *runner) worklist(client *apiclient.Client, personID string) ([]work.Task, error) {
	return r.pages(client, "/people/"+url.PathEscape(personID)+"/worklist", url.Values{})
}

// pages reads all pages of a list of tasks.
func (r *runner) pages(client *apiclient.Client, path string, query url.Values) ([]work.Task, error) {
	tasks := []work.Task{}
	query.Set("limit", pageSize)
	for {
		var page work.TaskPage
		if err := client.Get(r.ctx, path, query, &page); err != nil {
			return nil, err
		}
		tasks = append(tasks, page.Items...)
		if page.NextCursor == nil {
			return tasks, nil
		}
		query.Set("cursor", *page.NextCursor)
	}
}

// find finds the one task that words mean: by its id, by a part of it, or by
// words of its title. Mine and open it is, unless the whole id is given.
func (r *runner) find(client *apiclient.Client, words []string) (work.Task, error) {
	text := strings.Join(words, " ")
	if id.Check("", strings.ToLower(text)) == nil {
		var task work.Task
		err := client.Get(r.ctx, "/tasks/"+strings.ToLower(text), nil, &task)
		return task, err
	}
	mine, err := r.me(client)
	if err != nil {
		return work.Task{}, err
	}
	tasks, err := r.worklist(client, mine.ID)
	if err != nil {
		return work.Task{}, err
	}
	triage, err := r.pages(client, "/tasks", url.Values{"owner": {mine.ID}, "status": {string(work.Triage)}})
	if err != nil {
		return work.Task{}, err
	}
	return choose(append(tasks, triage...), text)
}

// choose is the one of the tasks that a text means.
func choose(tasks []work.Task, text string) (work.Task, error) {
	given := strings.ToLower(text)
	for _, meant := range []func(t work.Task) bool{
		func(t work.Task) bool {
			return len(given) >= leastOfID && (strings.HasPrefix(t.ID, given) || strings.HasSuffix(t.ID, given))
		},
		func(t work.Task) bool { return strings.EqualFold(t.Title, text) },
		func(t work.Task) bool {
			title := strings.ToLower(t.Title)
			return !slices.ContainsFunc(strings.Fields(given), func(word string) bool { return !strings.Contains(title, word) })
		},
	} {
		found := slices.DeleteFunc(slices.Clone(tasks), func(t work.Task) bool { return !meant(t) })
		if len(found) == 1 {
			return found[0], nil
		}
		if len(found) > 1 {
			return work.Task{}, severalMeant(found, text)
		}
	}
	return work.Task{}, fmt.Errorf("no open task of yours has %q in its title or id; look with: cairn task list", text)
}

func severalMeant(found []work.Task, text string) error {
	const most = 10
	message := []string{fmt.Sprintf("%q may mean %d of your tasks; say more of the title, or give the id:", text, len(found))}
	for _, task := range found[:min(len(found), most)] {
		message = append(message, "  "+shortID(task.ID)+"  "+task.Title)
	}
	if len(found) > most {
		message = append(message, "  and "+strconv.Itoa(len(found)-most)+" more")
	}
	return usageError{strings.Join(message, "\n")}
}

// slotWords tells who holds the slots of a full level, and what to do.
func slotWords(refusal *apiclient.RefusalError) string {
	var full work.FullLevel
	if refusal.Code != errs.SlotFull || json.Unmarshal(refusal.Details, &full) != nil {
		return refusal.Detail
	}
	message := []string{fmt.Sprintf("%s is full, with:", full.Level)}
	for _, occupant := range full.Occupants {
		message = append(message, "  "+shortID(occupant.ID)+"  "+occupant.Title)
	}
	return strings.Join(append(message, "To put it first in the next level with room, add --lower."), "\n")
}
