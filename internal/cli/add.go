package cli

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"net/url"
	"strings"

	"cairn/internal/apiclient"
	"cairn/internal/id"
	"cairn/internal/opt"
	"cairn/internal/quickadd"
	"cairn/internal/work"
	"cairn/internal/worktime"
)

type taskCmd struct {
	Add  taskAddCmd  `cmd:"" help:"Put tasks on your list, or ask somebody for them."`
	List taskListCmd `cmd:"" help:"List tasks in their order."`
	Done taskDoneCmd `cmd:"" help:"Finish a task, with its outcome."`
	Show taskShowCmd `cmd:"" help:"Show a task and what happened to it."`
}

type taskAddCmd struct {
	Text   []string `arg:"" help:"What is to be done, in words; - reads standard input, a task a line."`
	ListOf string   `placeholder:"EMAIL" help:"Whose list the text is for; by default yours."`
	Lower  bool     `help:"When the level is full, stand first in the next one with room."`
	Repeat string   `placeholder:"RRULE" help:"By which rule it comes again, such as FREQ=WEEKLY;BYDAY=FR."`
	Yes    bool     `short:"y" help:"Add without asking: what could be read, also where something is doubtful."`
}

// Help teaches.
func (*taskAddCmd) Help() string {
	return `Level, date, time, #labels, @people and how often it comes again (every friday, every
month on the 1st) are read out of the text, in the owner's time zone, and what was
understood is told. Before a task goes to somebody else you see
what it does to their list: its place, what it pushes back, what becomes late, and
when they are away. On a terminal you are then asked; a script says --yes where
something is doubtful.

Examples:
  cairn task add review pricing page by fri 3pm high "#launch"
  cairn task add --list-of ana@example.com send the forecast by 2026-12-01
  cairn task add @ana call the bank, no date
  cairn task add water the plants every friday
  cairn task add --repeat "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1" \
      close the books
  cairn task add - < tasks.txt`
}

const maxText = 100_000 // bytes, as the server takes

// newTask is what is sent for a task.
type newTask struct {
	ID        string          `json:"id"`
	Title     string          `json:"title"`
	OwnerID   string          `json:"owner_id"`
	Level     string          `json:"level,omitempty"`
	DueDate   opt.Of[*string] `json:"due_date,omitzero"`
	DueTime   string          `json:"due_time,omitempty"`
	Labels    []string        `json:"labels,omitempty"`
	SourceURL string          `json:"source_url,omitempty"`
	OnFull    string          `json:"on_full,omitempty"`
	Repeat    string          `json:"repeat,omitempty"`

	MentionIDs   []string `json:"mention_ids,omitempty"`
	ListRevision int64    `json:"list_revision,omitempty"`
}

// Run adds.
func (c *taskAddCmd) Run(r *runner) error {
	text := strings.Join(c.Text, " ")
	if text == "-" {
		all, err := io.ReadAll(io.LimitReader(r.stdin, maxText+1))
		if err != nil {
			return fmt.Errorf("read standard input: %w", err)
		}
		text = string(all)
	}
	if len(text) > maxText {
		return usagef("the text is over %d bytes; add it in parts", maxText)
	}
	client, err := r.client()
	if err != nil {
		return err
	}
	mine, err := r.me(client)
	if err != nil {
		return err
	}
	body := map[string]string{"text": text}
	if c.ListOf != "" {
		owner, err := r.personByEmail(client, c.ListOf)
		if err != nil {
			return err
		}
		body["owner_id"] = owner.ID
	}
	var parsed struct {
		Items []quickadd.Draft `json:"items"`
	}
	if err := client.Post(r.ctx, "/tasks/parse", body, &parsed); err != nil {
		return err
	}
	if len(parsed.Items) == 0 {
		return usageError{"there is no task in the text"}
	}
	names := &nameBook{r: r, client: client, known: map[string]string{mine.ID: "you"}}
	if err := c.check(r, names, parsed.Items, mine.ID); err != nil {
		return err
	}
	revisions, err := c.weigh(r, client, names, parsed.Items, mine.ID)
	if err != nil {
		return err
	}
	return c.create(r, client, names, parsed.Items, revisions)
}

// check tells what was understood, and asks where something is doubtful.
func (c *taskAddCmd) check(r *runner, names *nameBook, drafts []quickadd.Draft, myID string) error {
	doubtful := 0
	for _, draft := range drafts {
		r.sayf("“%s” for %s\n", draft.Title, names.of(draft.OwnerID))
		for _, span := range draft.Understood {
			r.sayf("    %s: %s\n", span.Text, span.Meaning)
		}
		for _, problem := range draft.Problems {
			doubtful++
			fmt.Fprintf(r.stderr, "    ! %s\n", problem.Message)
		}
		switch {
		case draft.Title == "":
			return usagef("line %d has no words for a title; nothing was added", draft.Line)
		case draft.OwnerID != myID && draft.DueDate == "" && !draft.NoDate:
			return usagef("“%s” is for %s: say when it is due (by fri), or that it has none (no date); nothing was added", draft.Title, names.of(draft.OwnerID))
		}
	}
	if doubtful == 0 || c.Yes {
		return nil
	}
	yes, asked, err := r.confirm("Add it like this?")
	switch {
	case err != nil:
		return err
	case !asked:
		return errors.New("nothing was added: mend what is doubtful, or add it as it is with --yes")
	case !yes:
		return errors.New("nothing was added")
	}
	return nil
}

// create adds the drafts, one after the other; the first refusal ends it.
func (c *taskAddCmd) create(r *runner, client *apiclient.Client, names *nameBook, drafts []quickadd.Draft, revisions []int64) error {
	made := []work.Result{}
	for n, draft := range drafts {
		task := newTask{
			ID: id.New(), Title: draft.Title, OwnerID: draft.OwnerID, Level: draft.Level,
			DueDate: opt.To[*string](nil), DueTime: draft.DueTime, Labels: draft.Labels, SourceURL: draft.SourceURL,
			MentionIDs: draft.MentionIDs, ListRevision: revisions[n], Repeat: cmp.Or(c.Repeat, draft.Repeat),
		}
		if draft.DueDate != "" {
			task.DueDate.To = &draft.DueDate
		}
		if c.Lower {
			task.OnFull = string(work.Lower)
		}
		var result work.Result
		if err := client.Post(r.ctx, "/tasks", task, &result); err != nil {
			if n > 0 {
				fmt.Fprintf(r.stderr, "%d of %d were added; “%s” was not:\n", n, len(drafts), draft.Title)
			}
			return err
		}
		made = append(made, result)
		where := "On your list"
		switch {
		case result.Status == work.Triage:
			where = "Asked " + names.of(result.OwnerID) + ", who decides first"
		case names.of(result.OwnerID) != "you":
			where = "On " + names.of(result.OwnerID) + "'s list"
		}
		r.sayf("%s: %s (%s, %s)  %s\n", where, result.Title, result.Level, dueWords(result.Task), shortID(result.ID))
		if again := result.Repeat; again != nil {
			r.sayf("    comes again: %s\n", joinDates(again.Next))
		}
		for _, notice := range result.Notices {
			r.sayf("    %s\n", notice.Message)
		}
	}
	if !r.json {
		return nil
	}
	return r.value(map[string]any{"items": made})
}

func joinDates(dates []worktime.Date) string {
	words := make([]string, len(dates))
	for i, date := range dates {
		words[i] = date.String()
	}
	return strings.Join(words, ", ")
}

// nameBook gives people's names, each looked up once.
type nameBook struct {
	r      *runner
	client *apiclient.Client
	known  map[string]string
}

func (b *nameBook) of(personID string) string {
	if name, ok := b.known[personID]; ok {
		return name
	}
	var person struct {
		Name string `json:"name"`
	}
	b.known[personID] = "somebody"
	if err := b.client.Get(b.r.ctx, "/people/"+url.PathEscape(personID), nil, &person); err == nil {
		b.known[personID] = person.Name
	}
	return b.known[personID]
}

// dueWords is a task's due date as one reads it.
func dueWords(t work.Task) string {
	if t.DueDate == nil {
		return "no date"
	}
	return "due " + due(&work.Due{Date: t.DueDate, Time: t.DueTime, Zone: t.DueZone})
}

// due is a due date in a table.
func due(d *work.Due) string {
	if d == nil || d.Date == nil {
		return ""
	}
	words := d.Date.String()
	if d.Time != nil {
		words += " " + d.Time.String()
	}
	if d.Zone != nil {
		words += " " + *d.Zone
	}
	return words
}
