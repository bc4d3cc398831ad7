package cli

import (
	"net/url"
	"strings"

	"cairn/internal/apiclient"
	"cairn/internal/clock"
	"cairn/internal/work"
)

type triageCmd struct {
	List    triageListCmd    `cmd:"" default:"withargs" help:"List what waits for your decision."`
	Accept  triageAcceptCmd  `cmd:"" help:"Take a task onto your list."`
	Decline triageDeclineCmd `cmd:"" help:"Give a task back, with a reason."`
	Propose triageProposeCmd `cmd:"" help:"Offer another date or level to whoever asked."`
	Ask     triageAskCmd     `cmd:"" help:"Ask a question before you decide."`
	Snooze  triageSnoozeCmd  `cmd:"" help:"Put a task off to a working day."`
}

type triageListCmd struct {
	Snoozed bool `help:"Also what you have put off."`
}

// Help teaches.
func (*triageListCmd) Help() string {
	return `What others ask of you comes here first. What you have put off stays away until its
day begins, and what waits for the other's word says so.

Examples:
  cairn triage
  cairn triage list --snoozed --json`
}

// Run lists.
func (c *triageListCmd) Run(r *runner) error {
	client, err := r.client()
	if err != nil {
		return err
	}
	mine, err := r.me(client)
	if err != nil {
		return err
	}
	tasks, err := r.pages(client, "/tasks", url.Values{"owner": {mine.ID}, "status": {string(work.Triage)}})
	if err != nil {
		return err
	}
	now := clock.System{}.Now()
	shown, away := []work.Task{}, 0
	for _, task := range tasks {
		if !c.Snoozed && task.SnoozeEndsAt != nil && now.Before(*task.SnoozeEndsAt) {
			away++
			continue
		}
		shown = append(shown, task)
	}
	if r.json {
		return r.value(map[string]any{"items": shown})
	}
	names := &nameBook{r: r, client: client, known: map[string]string{mine.ID: "you"}}
	t := table{head: []string{"ID", "ASKED BY", "LEVEL", dueColumn, "TITLE"}}
	for _, task := range shown {
		row := tableRow{cells: []string{shortID(task.ID), names.of(task.AskedByID), string(task.Level), due(taskDue(task)), task.Title}}
		if task.Unanswered(now) {
			row.alarm = true
			row.below = append(row.below, "unanswered: "+names.of(task.AskedByID)+" may ask somebody else")
		}
		if task.SnoozedUntil != nil && now.Before(*task.SnoozeEndsAt) {
			row.below = append(row.below, "put off until "+task.SnoozedUntil.String())
		}
		if task.Question != nil {
			row.below = append(row.below, "waits for "+names.of(task.AskedByID)+"'s answer: "+task.Question.Words)
		}
		if p := task.Proposal; p != nil {
			row.below = append(row.below, "waits for "+names.of(p.AnswerByID)+": "+names.of(p.ByID)+" proposed "+offerWords(p))
		}
		t.rows = append(t.rows, row)
	}
	if len(shown) == 0 {
		r.sayf("Nothing to decide.\n")
	} else {
		r.print(t)
	}
	if away > 0 {
		r.sayf("%s put off; see with --snoozed.\n", count(away, "task is", "tasks are"))
	}
	return nil
}

// offerWords are the date and the level of a proposal.
func offerWords(p *work.Proposal) string {
	var words []string
	if p.Due != nil {
		words = append(words, due(p.Due))
		if p.Due.Date == nil {
			words[0] = "no date"
		}
	}
	if p.Level != nil {
		words = append(words, string(*p.Level))
	}
	if p.Reason != "" {
		words = append(words, "“"+p.Reason+"”")
	}
	return strings.Join(words, ", ")
}

// decide does something to the task that the words mean, and tells of it.
func (r *runner) decide(words []string, verb string, body map[string]any, tell string) error {
	client, err := r.client()
	if err != nil {
		return err
	}
	task, err := r.find(client, words)
	if err != nil {
		return err
	}
	return r.decideOn(client, task, verb, body, tell)
}

func (r *runner) decideOn(client *apiclient.Client, task work.Task, verb string, body map[string]any, tell string) error {
	var result work.Result
	if err := client.Post(r.ctx, "/tasks/"+task.ID+"/"+verb, body, &result); err != nil {
		return err
	}
	if err := r.tellf(result, "%s: %s\n", tell, result.Title); err != nil || r.json {
		return err
	}
	for _, notice := range result.Notices {
		r.sayf("    %s\n", notice.Message)
	}
	return nil
}

type triageAcceptCmd struct {
	Task  []string `arg:"" help:"Its id, the end or beginning of it, or words of its title."`
	Level string   `enum:",urgent,high,medium,low" default:"" placeholder:"LEVEL" help:"Where it goes: urgent, high, medium or low; by default as it was asked."`
	Lower bool     `help:"When the level is full, stand first in the next one with room."`
}

// Help teaches.
func (*triageAcceptCmd) Help() string {
	return `Examples:
  cairn triage accept send the forecast
  cairn triage accept 4f1c2a9b --level high --lower`
}

// Run accepts.
func (c *triageAcceptCmd) Run(r *runner) error {
	body := map[string]any{}
	if c.Level != "" {
		body["level"] = c.Level
	}
	if c.Lower {
		body["on_full"] = work.Lower
	}
	return r.decide(c.Task, "accept", body, "On your list")
}

type triageDeclineCmd struct {
	Task   []string `arg:"" help:"Its id, the end or beginning of it, or words of its title."`
	Reason string   `required:"" placeholder:"TEXT" help:"Why, in a line; it stands in the thread."`
}

// Help teaches.
func (*triageDeclineCmd) Help() string {
	return `Examples:
  cairn triage decline paint the stones --reason "Nobody looks at them"`
}

// Run declines.
func (c *triageDeclineCmd) Run(r *runner) error {
	return r.decide(c.Task, "decline", map[string]any{"reason": c.Reason}, "Declined")
}

type triageProposeCmd struct {
	Task   []string `arg:"" help:"Its id, the end or beginning of it, or words of its title."`
	By     string   `placeholder:"WHEN" help:"Another date: 2026-12-01, fri, tomorrow 3pm; none for no date."`
	Level  string   `enum:",urgent,high,medium,low" default:"" placeholder:"LEVEL" help:"Another level: urgent, high, medium or low."`
	Reason string   `placeholder:"TEXT" help:"Why, in a line; it stands in the thread."`
}

// Help teaches.
func (*triageProposeCmd) Help() string {
	return `When the other side agrees, the task goes onto your list on these terms.

Examples:
  cairn triage propose send the forecast --by mon --reason "I ship on Friday"
  cairn triage propose 4f1c2a9b --level low`
}

// Run proposes.
func (c *triageProposeCmd) Run(r *runner) error {
	if c.By == "" && c.Level == "" {
		return usageError{"say what you propose: another date with --by, another level with --level"}
	}
	client, err := r.client()
	if err != nil {
		return err
	}
	task, err := r.find(client, c.Task)
	if err != nil {
		return err
	}
	body := map[string]any{"reason": c.Reason}
	if c.Level != "" {
		body["level"] = c.Level
	}
	switch c.By {
	case "":
	case "none":
		body["due_date"] = nil
	default:
		date, at, err := r.when(client, c.By)
		if err != nil {
			return err
		}
		body["due_date"] = date
		if at != "" {
			body["due_time"] = at
		}
	}
	return r.decideOn(client, task, "propose", body, "Proposed")
}

// when reads a day, and maybe a time, in words.
func (r *runner) when(client *apiclient.Client, words string) (date, at string, err error) {
	var parsed struct {
		Items []struct {
			Title   string  `json:"title"`
			DueDate *string `json:"due_date"`
			DueTime *string `json:"due_time"`
		} `json:"items"`
	}
	const title = "x"
	if err := client.Post(r.ctx, "/tasks/parse", map[string]string{"text": title + " by " + words}, &parsed); err != nil {
		return "", "", err
	}
	if len(parsed.Items) != 1 || parsed.Items[0].DueDate == nil || parsed.Items[0].Title != title {
		return "", "", usagef("%q is not a day; say 2026-12-01, fri or tomorrow", words)
	}
	if parsed.Items[0].DueTime != nil {
		at = *parsed.Items[0].DueTime
	}
	return *parsed.Items[0].DueDate, at, nil
}

type triageAskCmd struct {
	Task     []string `arg:"" help:"Its id, the end or beginning of it, or words of its title."`
	Question string   `required:"" placeholder:"TEXT" help:"In a line; it stands in the thread."`
}

// Help teaches.
func (*triageAskCmd) Help() string {
	return `The task waits for the answer of whoever asked for it.

Examples:
  cairn triage ask send the forecast --question "For which region?"`
}

// Run asks.
func (c *triageAskCmd) Run(r *runner) error {
	return r.decide(c.Task, "ask", map[string]any{"words": c.Question}, "Asked about")
}

type triageSnoozeCmd struct {
	Task  []string `arg:"" help:"Its id, the end or beginning of it, or words of its title."`
	Until string   `xor:"until" required:"" placeholder:"DAY" help:"A working day of yours: 2026-12-01, thu, tomorrow."`
	Back  bool     `xor:"until" required:"" help:"Take it back at once."`
}

// Help teaches.
func (*triageSnoozeCmd) Help() string {
	return `It is out of sight until that day begins. Whoever asked sees it, and the days after
which it is unanswered go on.

Examples:
  cairn triage snooze send the forecast --until thu
  cairn triage snooze send the forecast --back`
}

// Run snoozes.
func (c *triageSnoozeCmd) Run(r *runner) error {
	if c.Back {
		return r.decide(c.Task, "snooze", map[string]any{"until": nil}, "To decide again")
	}
	client, err := r.client()
	if err != nil {
		return err
	}
	task, err := r.find(client, c.Task)
	if err != nil {
		return err
	}
	day, _, err := r.when(client, c.Until)
	if err != nil {
		return err
	}
	return r.decideOn(client, task, "snooze", map[string]any{"until": day}, "Put off until "+day)
}
