package cli

import (
	"fmt"
	"net/url"
	"strings"

	"cairn/internal/apiclient"
	"cairn/internal/clock"
	"cairn/internal/work"
)

type taskListCmd struct {
	Of     string   `placeholder:"EMAIL" help:"Whose tasks; by default yours."`
	Status []string `enum:"triage,todo,in_progress,blocked,done,canceled" placeholder:"STATUS,…" help:"Tasks in these states: triage, todo, in_progress, blocked, done, canceled. Without it, the worklist."`
}

// Help teaches.
func (*taskListCmd) Help() string {
	return `The worklist comes in its order: what stands first comes first. With --status the
tasks come by their due dates.

Examples:
  cairn task list
  cairn task list --of ana@example.com
  cairn task list --status triage
  cairn task list --status done --json`
}

// Run lists.
func (c *taskListCmd) Run(r *runner) error {
	client, err := r.client()
	if err != nil {
		return err
	}
	owner, err := c.owner(r, client)
	if err != nil {
		return err
	}
	var tasks []work.Task
	if len(c.Status) == 0 {
		tasks, err = r.worklist(client, owner)
	} else {
		tasks, err = r.pages(client, "/tasks", url.Values{"owner": {owner}, "status": {strings.Join(c.Status, ",")}})
	}
	if err != nil {
		return err
	}
	if r.json {
		return r.value(map[string]any{"items": tasks})
	}
	if len(tasks) == 0 {
		return r.tellf(nil, "Nothing here.\n")
	}
	t := table{head: []string{"ID", "LEVEL", "STATUS", dueColumn, "TITLE"}}
	now := clock.System{}.Now()
	for _, task := range tasks {
		row := tableRow{cells: []string{shortID(task.ID), string(task.Level), statusWords(task.Status), due(taskDue(task)), task.Title}}
		if task.Overdue(now) {
			row.cells[2] += ", overdue"
			row.alarm = true
		}
		t.rows = append(t.rows, row)
	}
	r.print(t)
	return nil
}

func (c *taskListCmd) owner(r *runner, client *apiclient.Client) (string, error) {
	if c.Of == "" {
		mine, err := r.me(client)
		return mine.ID, err
	}
	person, err := r.personByEmail(client, c.Of)
	return person.ID, err
}

func taskDue(t work.Task) *work.Due {
	return &work.Due{Date: t.DueDate, Time: t.DueTime, Zone: t.DueZone}
}

func statusWords(status work.Status) string {
	if status == work.InProgress {
		return "in progress"
	}
	return string(status)
}

type taskDoneCmd struct {
	Task    []string `arg:"" help:"Its id, the end or beginning of it, or words of its title."`
	Outcome string   `placeholder:"TEXT" help:"What came of it, in a line."`
	Link    string   `placeholder:"URL" help:"Where the result is."`
}

// Help teaches.
func (*taskDoneCmd) Help() string {
	return `Examples:
  cairn task done pricing page --outcome "Three plans, live on Monday"
  cairn task done 4f1c2a9b --link https://example.com/pricing`
}

// Run finishes.
func (c *taskDoneCmd) Run(r *runner) error {
	client, err := r.client()
	if err != nil {
		return err
	}
	task, err := r.find(client, c.Task)
	if err != nil {
		return err
	}
	body := map[string]any{}
	if c.Outcome != "" || c.Link != "" {
		body["outcome"] = work.Outcome{Text: c.Outcome, URL: c.Link}
	}
	var result work.Result
	if err := client.Post(r.ctx, "/tasks/"+task.ID+"/complete", body, &result); err != nil {
		return err
	}
	if err := r.tellf(result, "Done: %s\n", result.Title); err != nil || r.json {
		return err
	}
	if result.Outcome != nil && result.Outcome.Skipped {
		r.sayf("    Without an outcome; give it one in the web app, or next time with --outcome.\n")
	}
	return nil
}

type taskShowCmd struct {
	Task []string `arg:"" help:"Its id, the end or beginning of it, or words of its title."`
}

// Run shows.
func (c *taskShowCmd) Run(r *runner) error {
	client, err := r.client()
	if err != nil {
		return err
	}
	task, err := r.find(client, c.Task)
	if err != nil {
		return err
	}
	if r.json {
		return r.value(task)
	}
	var history struct {
		Items []work.Event `json:"items"`
	}
	if err := client.Get(r.ctx, "/tasks/"+task.ID+"/history", nil, &history); err != nil {
		return err
	}
	var page struct {
		Handovers []work.Handover `json:"handovers"`
	}
	if err := client.Get(r.ctx, "/tasks/"+task.ID, nil, &page); err != nil {
		return err
	}
	names := &nameBook{r: r, client: client, known: map[string]string{}}
	r.sayf("%s\n\n", r.style().as(bold, task.Title))
	lines := [][2]string{
		{"Owner", names.of(task.OwnerID)}, {"Asked by", names.of(task.AskedByID)},
		{"Status", statusWords(task.Status)}, {"Level", string(task.Level)}, {"Due", dueWords(task)},
		{"Labels", strings.Join(task.Labels, " ")}, {"Id", task.ID},
	}
	if task.Outcome != nil && !task.Outcome.Skipped {
		lines = append(lines, [2]string{"Outcome", strings.TrimSpace(task.Outcome.Text + " " + task.Outcome.URL)})
	}
	if task.SourceURL != nil {
		lines = append(lines, [2]string{"Source", *task.SourceURL})
	}
	for _, h := range page.Handovers {
		lines = append(lines, [2]string{"Hand-over", names.of(h.FromPersonID) + "'s " + dayPart(h.FromAt) + " → " + names.of(h.ToPersonID) + "'s " + dayPart(h.ToAt)})
	}
	for _, line := range lines {
		if line[1] != "" {
			r.sayf("%-9s %s\n", line[0], line[1])
		}
	}
	if task.Body != "" {
		r.sayf("\n%s\n", strings.TrimSpace(task.Body))
	}
	r.sayf("\n")
	for _, event := range history.Items {
		r.sayf("%s  %s\n", event.On, event.Sentence)
	}
	return nil
}

// dayPart is a moment as one speaks of it: “Thursday evening”, with its date.
func dayPart(at work.Local) string {
	const morning, afternoon, evening, night = 5 * 60, 12 * 60, 17 * 60, 22 * 60
	part := "night"
	switch {
	case at.Time >= morning && at.Time < afternoon:
		part = "morning"
	case at.Time >= afternoon && at.Time < evening:
		part = "afternoon"
	case at.Time >= evening && at.Time < night:
		part = "evening"
	}
	return fmt.Sprintf("%s %s (%s %s)", at.Date.Weekday(), part, at.Date, at.Time)
}
