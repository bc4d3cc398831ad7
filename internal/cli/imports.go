package cli

import (
	"errors"
	"fmt"
	"io"
	"os"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"cairn/internal/apiclient"
	"cairn/internal/id"
	"cairn/internal/imports"
	"cairn/internal/people"
)

type importCmd struct {
	CSV    importCSVCmd    `cmd:"" name:"csv" help:"Bring in tasks from a CSV file."`
	People importPeopleCmd `cmd:"" help:"Bring in people from a CSV file."`
}

type importCSVCmd struct {
	File         string `arg:"" help:"The file; - reads standard input."`
	Title        string `required:"" placeholder:"COL" help:"The column with what is to be done."`
	Owner        string `placeholder:"COL" help:"The column with whose it is."`
	Due          string `placeholder:"COL" help:"The column with the due date."`
	DueTime      string `placeholder:"COL" help:"The column with the time of day."`
	DueTimeZone  string `placeholder:"ZONE" help:"The zone of these times, such as UTC: they are fixed then. Without it they are in the owner's."`
	Level        string `placeholder:"COL" help:"The column with the level: urgent, high, medium, low."`
	OwnerMap     string `placeholder:"MAP.csv" help:"Whom the owner column means: a CSV file with the columns owner and email."`
	DefaultOwner string `placeholder:"EMAIL" help:"Whose the rows without an owner are; else they are left out."`
	Update       bool   `help:"Give changed dates to the tasks that are there."`
	DryRun       bool   `help:"Tell what would be, and change nothing."`
}

// Help teaches.
func (*importCSVCmd) Help() string {
	return `Every row becomes a task, or the report says why not and how to mend it. Import the
same file again as often as you like: a row is known by its title, its owner and
which of several such rows it is, so nothing is there twice; a date that has changed
in the file is told, and given to the task with --update.

An owner is matched whole first (owner map, email, full name), else split at / , & and:
the first person found owns the task, the others are mentioned and read it.

An admin's import goes onto the lists (log in with cairn login --admin); anybody else's
tasks for others go into their triage. The exit code is 4 when rows were left out.

Examples:
  cairn import csv plan.csv --title Task --owner Who --due Date --dry-run
  cairn import csv timeline.csv --title what --owner who --due due_date \
      --due-time due_time_utc --due-time-zone UTC --owner-map owners.csv`
}

// importTasks is what is sent for an import of tasks.
type importTasks struct {
	ID             string          `json:"id"`
	CSV            string          `json:"csv"`
	Mapping        imports.Mapping `json:"mapping"`
	OwnerMapCSV    string          `json:"owner_map_csv,omitempty"`
	DefaultOwnerID string          `json:"default_owner_id,omitempty"`
	Update         bool            `json:"update,omitempty"`
	DryRun         bool            `json:"dry_run,omitempty"`
}

// Run imports.
func (c *importCSVCmd) Run(r *runner) error {
	request := importTasks{
		ID: id.New(), Update: c.Update, DryRun: c.DryRun,
		Mapping: imports.Mapping{Title: c.Title, Owner: c.Owner, Due: c.Due, DueTime: c.DueTime, DueTimeZone: c.DueTimeZone, Level: c.Level},
	}
	var err error
	if request.CSV, err = r.file(c.File); err != nil {
		return err
	}
	if c.OwnerMap != "" {
		if request.OwnerMapCSV, err = r.file(c.OwnerMap); err != nil {
			return err
		}
	}
	client, err := r.client()
	if err != nil {
		return err
	}
	if c.DefaultOwner != "" {
		owner, err := r.personByEmail(client, c.DefaultOwner)
		if err != nil {
			return err
		}
		request.DefaultOwnerID = owner.ID
	}
	var brought imports.Import
	if err := client.Post(r.ctx, "/imports/tasks", request, &brought); err != nil {
		return mendColumns(err)
	}
	if !c.DryRun {
		if brought, err = r.follow(client, brought); err != nil {
			return err
		}
	}
	if err := r.report(brought); err != nil {
		return err
	}
	switch {
	case brought.State == imports.Failed:
		return fmt.Errorf("the import ended early: %s", brought.Why)
	case brought.Report.Summary.NotImported > 0:
		return errNotAll
	}
	return nil
}

// mendColumns says which flag names a column, where the server can't know it.
func mendColumns(err error) error {
	refusal, ok := errors.AsType[*apiclient.RefusalError](err)
	if !ok || len(refusal.Fields) == 0 {
		return err
	}
	words := []string{}
	for _, field := range refusal.Fields {
		message := field.Message
		if name, ok := strings.CutPrefix(field.Location, "body.mapping."); ok {
			message = "--" + strings.ReplaceAll(name, "_", "-") + ": " + message
		}
		words = append(words, message)
	}
	return errors.New(strings.Join(words, "\n  "))
}

// file reads a file as text.
func (r *runner) file(path string) (string, error) {
	const most = 10 << 20
	from, name := r.stdin, "standard input"
	if path != "-" {
		file, err := os.Open(path) //nolint:gosec // a path of the user's own
		if err != nil {
			return "", usageError{err.Error()}
		}
		defer func() { _ = file.Close() }()
		from, name = file, path
	}
	content, err := io.ReadAll(io.LimitReader(from, most+1))
	switch {
	case err != nil:
		return "", fmt.Errorf("read %s: %w", name, err)
	case len(content) > most:
		return "", fmt.Errorf("%s is over %d MB; split it", name, most>>20)
	case !utf8.Valid(content):
		return "", fmt.Errorf("%s is not text in UTF-8; save it as “CSV UTF-8” and try again", name)
	}
	return string(content), nil
}

// How often an import is looked at: at first often, for most are short.
const (
	firstLook = 50 * time.Millisecond
	lastLook  = time.Second
)

// follow waits for the end of an import, and shows how far it is.
func (r *runner) follow(client *apiclient.Client, brought imports.Import) (imports.Import, error) {
	bar := r.progress()
	defer bar.clear()
	pause := firstLook
	for brought.State == imports.Running {
		bar.show("Importing", brought.Done, brought.Total)
		select {
		case <-r.ctx.Done():
			return brought, errors.New("no longer waiting; the import goes on, and the same command again tells what became of it")
		case <-time.After(pause):
		}
		pause = min(pause*3/2, lastLook)
		if err := client.Get(r.ctx, "/imports/"+brought.ID, nil, &brought); err != nil {
			return brought, err
		}
	}
	return brought, nil
}

// report tells what became of every row.
func (r *runner) report(brought imports.Import) error {
	if r.json {
		return r.value(brought)
	}
	t := table{head: []string{"LINE", "RESULT", "OWNER", dueColumn, "TITLE"}}
	for _, row := range brought.Report.Rows {
		line := tableRow{cells: []string{
			strconv.Itoa(row.Line), strings.ReplaceAll(string(row.Result), "_", " "), row.Owner, due(row.Due), row.Title,
		}}
		if row.Why != "" {
			line.below = append(line.below, row.Why)
		}
		line.below = append(line.below, row.Notes...)
		line.alarm = row.Result == imports.NotImported || row.Result == imports.DateChanged
		t.rows = append(t.rows, line)
	}
	r.print(t)
	r.sayf("\n%s\n", summary(*brought.Report))
	if brought.Report.DryRun {
		r.sayf("This was a dry run: nothing was changed.\n")
	}
	return nil
}

// summary counts in a sentence.
func summary(report imports.Report) string {
	s := report.Summary
	var parts []string
	for _, part := range []struct {
		n    int
		what string
	}{
		{s.Imported, "imported"}, {s.Existing, "there already"}, {s.Updated, "given another date"},
		{s.DateChanged, "with another date in the file, not changed"}, {s.NotImported, "not imported"},
	} {
		if part.n > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", part.n, part.what))
		}
	}
	if len(parts) == 0 {
		return "The file has no rows."
	}
	words := []string{count(s.Rows, "row", "rows") + ": " + strings.Join(parts, ", ") + "."}
	for _, part := range []struct {
		n    int
		what string
	}{
		{s.InTriage, "in triage, for their owners to decide"}, {s.WithoutDate, "without a date"}, {s.DuePassed, "due already"},
	} {
		if part.n > 0 {
			words = append(words, fmt.Sprintf("Of the imported: %d %s.", part.n, part.what))
		}
	}
	return strings.Join(words, " ")
}

type importPeopleCmd struct {
	File   string `arg:"" help:"The file; - reads standard input."`
	DryRun bool   `help:"Tell what would be, and change nothing."`
}

// Help teaches.
func (*importPeopleCmd) Help() string {
	return `The first line names the columns: name, email, and as you like title, time_zone,
manager_email, team, holiday_region. A person is known by the email address: import
the file again, and only what differs is changed. For admins (cairn login --admin).
The exit code is 4 when rows were left out.

Example:
  cairn import people people.csv --dry-run`
}

// Run imports.
func (c *importPeopleCmd) Run(r *runner) error {
	text, err := r.file(c.File)
	if err != nil {
		return err
	}
	client, err := r.client()
	if err != nil {
		return err
	}
	var plan people.Plan
	if err := client.Post(r.ctx, "/imports/people", map[string]any{"csv": text, "dry_run": c.DryRun}, &plan); err != nil {
		return err
	}
	if r.json {
		err = r.value(plan)
	} else {
		r.reportPeople(plan, c.DryRun)
	}
	if err == nil && plan.Count(people.ResultProblem) > 0 {
		err = errNotAll
	}
	return err
}

func (r *runner) reportPeople(plan people.Plan, dryRun bool) {
	t := table{head: []string{"LINE", "RESULT", "EMAIL", "NAME"}}
	for _, row := range plan.Rows {
		line := tableRow{cells: []string{strconv.Itoa(row.Line), string(row.Result), row.Email, row.Name}, alarm: row.Result == people.ResultProblem}
		if row.Why != "" {
			line.below = append(line.below, row.Why)
		}
		if len(row.Fields) > 0 {
			line.below = append(line.below, "changes "+strings.Join(row.Fields, ", "))
		}
		t.rows = append(t.rows, line)
	}
	r.print(t)
	r.sayf("\n%s: %d created, %d changed, %d unchanged, %d with a problem.\n", count(len(plan.Rows), "row", "rows"),
		plan.Count(people.ResultCreated), plan.Count(people.ResultChanged), plan.Count(people.ResultUnchanged), plan.Count(people.ResultProblem))
	if len(plan.Ignored) > 0 {
		r.sayf("These columns mean nothing here: %s.\n", strings.Join(plan.Ignored, ", "))
	}
	if dryRun {
		r.sayf("This was a dry run: nothing was changed.\n")
	}
}
