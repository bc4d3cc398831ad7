package cli

import (
	"errors"
	"net/url"
	"strconv"
	"strings"

	"cairn/internal/apiclient"
	"cairn/internal/quickadd"
	"cairn/internal/work"
)

// weigh tells what tasks for others would do to their lists, before they are
// put there (W5), and asks on a terminal. It returns, by draft, the list
// revision that it was told for: a list that has changed since refuses.
func (c *taskAddCmd) weigh(r *runner, client *apiclient.Client, names *nameBook, drafts []quickadd.Draft, myID string) ([]int64, error) {
	revisions := make([]int64, len(drafts))
	asked := map[string]bool{} // by owner: the first task changes what the next one would do
	for i, draft := range drafts {
		if draft.OwnerID == myID {
			continue
		}
		body := map[string]string{}
		for field, value := range map[string]string{"level": draft.Level, "due_date": draft.DueDate, "due_time": draft.DueTime} {
			if value != "" {
				body[field] = value
			}
		}
		if c.Lower {
			body["on_full"] = string(work.Lower)
		}
		var impact work.Impact
		if err := client.Post(r.ctx, "/people/"+url.PathEscape(draft.OwnerID)+"/worklist/impact", body, &impact); err != nil {
			return nil, err
		}
		if !asked[draft.OwnerID] {
			revisions[i] = impact.ListRevision
		}
		asked[draft.OwnerID] = true
		if len(drafts) > 1 {
			r.sayf("“%s”\n", draft.Title)
		}
		for _, line := range impactWords(names.of(draft.OwnerID), impact) {
			r.sayf("    %s\n", line)
		}
	}
	if len(asked) == 0 || c.Yes {
		return revisions, nil
	}
	yes, wasAsked, err := r.confirm("Put it there?")
	if err == nil && wasAsked && !yes {
		err = errors.New("nothing was added")
	}
	return revisions, err
}

// impactWords tell an impact, a line each: the place, who is pushed back, what
// becomes late, when the owner is away.
func impactWords(owner string, impact work.Impact) []string {
	place := "On " + owner + "'s list it would be number " + strconv.Itoa(impact.Place) + " of " + strconv.Itoa(impact.Of) + ", at " + string(impact.Level)
	if impact.Triage {
		place = owner + " decides first. Of what you can read on their list it would be number " + strconv.Itoa(impact.Place) + " of " +
			strconv.Itoa(impact.Of) + ", at " + string(impact.Level)
	}
	lines := []string{place + "."}
	if impact.PushedBackCount > 0 {
		line := "It pushes back " + count(impact.PushedBackCount, "task", "tasks") + ": " + titles(impact.PushedBack)
		if more := impact.PushedBackCount - len(impact.PushedBack); more > 0 {
			line += " and " + count(more, "more", "more")
		}
		lines = append(lines, line)
	}
	if len(impact.BecomesLate) > 0 {
		lines = append(lines, "Probably late by it: "+titles(impact.BecomesLate))
	}
	if impact.P85 != nil {
		lines = append(lines, "It would probably be done by "+impact.P85.String()+".")
	}
	for _, off := range impact.TimeOff {
		away := owner + " is away on " + off.StartsOn.String()
		if off.EndsOn != off.StartsOn {
			away = owner + " is away from " + off.StartsOn.String() + " to " + off.EndsOn.String()
		}
		lines = append(lines, away+".")
	}
	if impact.Full && impact.Slots != nil {
		held := make([]string, len(impact.Slots.Occupants))
		for i, occupant := range impact.Slots.Occupants {
			held[i] = "“" + occupant.Title + "”"
		}
		lines = append(lines, string(impact.Slots.Level)+" is full, with "+strings.Join(held, ", ")+"; with --lower it stands first in the next level with room.")
	}
	return lines
}

func titles(tasks []work.AffectedTask) string {
	all := make([]string, len(tasks))
	for i, task := range tasks {
		all[i] = "“" + task.Title + "”"
		if task.DueDate != nil {
			all[i] += " (due " + task.DueDate.String() + ")"
		}
	}
	return strings.Join(all, ", ")
}
