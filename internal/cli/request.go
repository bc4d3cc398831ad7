package cli

import (
	"errors"
	"net/url"
	"strconv"
	"strings"
	"time"

	"cairn/internal/apiclient"
	"cairn/internal/id"
	"cairn/internal/opt"
	"cairn/internal/people"
	"cairn/internal/quickadd"
	"cairn/internal/request"
	"cairn/internal/work"
	"cairn/internal/worktime"
)

type requestCmd struct {
	Send requestSendCmd `cmd:"" help:"Ask one or many people; see first what it does to their lists."`
	List requestListCmd `cmd:"" help:"List what you asked."`
	Show requestShowCmd `cmd:"" help:"Show a request with its answers."`
}

type requestSendCmd struct {
	Text        []string `arg:"" help:"What you ask for, in words."`
	To          []string `required:"" placeholder:"WHOM,…" help:"Whom: an email address, team:NAME, reports (yours), everyone-below."`
	Why         string   `required:"" placeholder:"TEXT" help:"Why, in one line."`
	Due         string   `required:"" placeholder:"WHEN" help:"By when, in each one's own time zone: fri, tomorrow 3pm, 2026-12-01; none for no date."`
	Answer      string   `enum:"done,seen,text,link,number,choice" default:"done" help:"What an answer is: done, seen, text, link, number or choice."`
	Choices     []string `placeholder:"A,B,…" help:"For --answer choice."`
	Level       string   `enum:"urgent,high,medium,low" default:"medium" help:"The level that it has on their lists once they accept it."`
	Open        bool     `help:"All who are asked see all answers."`
	Enough      int      `placeholder:"N" help:"So many answers are enough; the rest is then no longer needed."`
	LateJoiners bool     `help:"Ask who comes into the teams, or below you, before it is due."`
	Yes         bool     `short:"y" help:"Send without asking."`
}

// Help teaches.
func (*requestSendCmd) Help() string {
	return `Each person gets a task to decide on, due by their own clock; nobody is
interrupted. You see first where it would stand on each list, and who is away. On a
terminal you are then asked.

Examples:
  cairn request send forecast update --to team:Sales --due fri --answer number --why "finance closes the forecast Monday"
  cairn request send --to reports --due "tomorrow 3pm" --answer choice --choices Lisbon,Denver --why "we book it then" -- where shall we meet
  cairn request send read the new travel rules --to everyone-below --due none --answer seen --why "they hold from January"`
}

// newRequest is what is sent for a request.
type newRequest struct {
	ID          string          `json:"id,omitempty"`
	To          people.Targets  `json:"to"`
	Title       string          `json:"title"`
	Why         string          `json:"why"`
	Kind        string          `json:"kind"`
	Choices     []string        `json:"choices,omitempty"`
	DueDate     opt.Of[*string] `json:"due_date,omitzero"`
	DueTime     string          `json:"due_time,omitempty"`
	Level       string          `json:"level,omitempty"`
	Open        bool            `json:"open,omitempty"`
	Enough      int             `json:"enough,omitempty"`
	LateJoiners bool            `json:"late_joiners,omitempty"`
}

// Run sends.
func (c *requestSendCmd) Run(r *runner) error {
	client, err := r.client()
	if err != nil {
		return err
	}
	asked := newRequest{
		Title: strings.Join(c.Text, " "), Why: c.Why, Kind: c.Answer, Choices: c.Choices, DueDate: opt.To[*string](nil),
		Level: c.Level, Open: c.Open, Enough: c.Enough, LateJoiners: c.LateJoiners,
	}
	if asked.To, err = r.targets(client, c.To); err != nil {
		return err
	}
	if c.Due != "none" {
		date, time, err := r.dueIn(client, c.Due)
		if err != nil {
			return err
		}
		asked.DueDate.To, asked.DueTime = &date, time
	}
	if err := c.look(r, client, asked); err != nil {
		return err
	}
	asked.ID = id.New()
	var sent request.RollUp
	if err := client.Post(r.ctx, "/requests", asked, &sent); err != nil {
		return err
	}
	words := "Sent to " + count(sent.Totals.Asked, "person", "people")
	if sent.State == request.Sending {
		words = "Being sent to " + count(sent.Totals.Asked, "person", "people")
	}
	return r.tellf(sent, "%s, interrupting nobody: %s  %s\n", words, sent.Title, shortID(sent.ID))
}

// look tells what sending would do, and asks on a terminal.
func (c *requestSendCmd) look(r *runner, client *apiclient.Client, asked newRequest) error {
	if r.json && c.Yes {
		return nil
	}
	var preview request.Preview
	if err := client.Post(r.ctx, "/requests/preview", asked, &preview); err != nil {
		return err
	}
	names := &nameBook{r: r, client: client, known: map[string]string{}}
	for _, row := range preview.People {
		line := names.of(row.PersonID) + ": number " + strconv.Itoa(row.Place) + " of " + strconv.Itoa(row.Of) + ", at " + string(row.Level)
		if row.PushedBackCount > 0 {
			line += "; before " + titles(row.PushedBack)
		}
		if row.AwayUntil != nil {
			line += "; away until " + row.AwayUntil.String()
			if row.BackOn != nil {
				line += ", back on " + row.BackOn.String()
			}
		}
		if row.DigestAt != nil {
			line += "; told " + whenThere(*row.DigestAt, row.TimeZone)
		}
		r.sayf("    %s\n", line)
	}
	if more := preview.Asked - len(preview.People); more > 0 {
		r.sayf("    and %s\n", count(more, "person more", "people more"))
	}
	if c.Yes {
		return nil
	}
	yes, wasAsked, err := r.confirm("Send it, interrupting nobody?")
	if err == nil && wasAsked && !yes {
		err = errors.New("nothing was sent")
	}
	return err
}

// whenThere is an instant as the clock there shows it.
func whenThere(at time.Time, zone string) string {
	place, err := worktime.LoadZone("time_zone", zone)
	if err != nil {
		return at.Format("Mon 15:04") + " UTC"
	}
	city := zone[strings.LastIndex(zone, "/")+1:]
	return at.In(place).Format("Mon 15:04") + " " + strings.ReplaceAll(city, "_", " ")
}

// targets are the people that words name.
func (r *runner) targets(client *apiclient.Client, words []string) (people.Targets, error) {
	var to people.Targets
	for _, word := range words {
		name, isTeam := strings.CutPrefix(word, "team:")
		switch {
		case word == "reports":
			to.Reports = true
		case word == "everyone-below":
			to.EveryoneBelow = true
		case isTeam:
			team, err := r.teamByName(client, name)
			if err != nil {
				return to, err
			}
			to.TeamIDs = append(to.TeamIDs, team)
		case strings.Contains(word, "@"):
			person, err := r.personByEmail(client, word)
			if err != nil {
				return to, err
			}
			to.PersonIDs = append(to.PersonIDs, person.ID)
		default:
			return to, usagef("%q names nobody; give an email address, team:NAME, reports or everyone-below", word)
		}
	}
	return to, nil
}

func (r *runner) teamByName(client *apiclient.Client, name string) (string, error) {
	query := url.Values{"limit": {pageSize}}
	for {
		var page struct {
			Items []struct {
				ID   string `json:"id"`
				Name string `json:"name"`
			} `json:"items"`
			NextCursor *string `json:"next_cursor"`
		}
		if err := client.Get(r.ctx, "/teams", query, &page); err != nil {
			return "", err
		}
		for _, team := range page.Items {
			if strings.EqualFold(team.Name, name) {
				return team.ID, nil
			}
		}
		if page.NextCursor == nil {
			return "", usagef("there is no team called %q", name)
		}
		query.Set("cursor", *page.NextCursor)
	}
}

// dueIn reads a date in words, as quick-add does.
func (r *runner) dueIn(client *apiclient.Client, words string) (date, time string, err error) {
	var parsed struct {
		Items []quickadd.Draft `json:"items"`
	}
	if err := client.Post(r.ctx, "/tasks/parse", map[string]string{"text": "x by " + words}, &parsed); err != nil {
		return "", "", err
	}
	if len(parsed.Items) != 1 || parsed.Items[0].DueDate == "" || parsed.Items[0].Title != "x" {
		return "", "", usagef("%q is no date; give one such as fri, tomorrow 3pm or 2026-12-01, or none", words)
	}
	return parsed.Items[0].DueDate, parsed.Items[0].DueTime, nil
}

type requestListCmd struct {
	State string `enum:",open,closed" default:"" placeholder:"STATE" help:"Only those that are open, or closed."`
}

// Run lists.
func (c *requestListCmd) Run(r *runner) error {
	client, err := r.client()
	if err != nil {
		return err
	}
	all, err := r.requests(client, c.State)
	if err != nil {
		return err
	}
	if r.json {
		return r.value(map[string]any{"items": all})
	}
	if len(all) == 0 {
		return r.tellf(nil, "Nothing here. Ask with: cairn request send\n")
	}
	t := table{head: []string{"ID", "STATE", "ANSWERS", dueColumn, "TITLE"}}
	for _, asked := range all {
		t.rows = append(t.rows, tableRow{cells: []string{
			shortID(asked.ID), string(asked.State), strconv.Itoa(asked.Totals.Answered) + " of " + strconv.Itoa(asked.Totals.Asked),
			due(&work.Due{Date: asked.DueDate, Time: asked.DueTime}), asked.Title,
		}})
	}
	r.print(t)
	return nil
}

func (r *runner) requests(client *apiclient.Client, state string) ([]request.Summary, error) {
	all := []request.Summary{}
	query := url.Values{"limit": {pageSize}}
	if state != "" {
		query.Set("state", state)
	}
	for {
		var page request.List
		if err := client.Get(r.ctx, "/requests", query, &page); err != nil {
			return nil, err
		}
		all = append(all, page.Items...)
		if page.NextCursor == nil {
			return all, nil
		}
		query.Set("cursor", *page.NextCursor)
	}
}

type requestShowCmd struct {
	Request []string `arg:"" help:"Its id, the end or beginning of it, or words of its title."`
}

// Run shows.
func (c *requestShowCmd) Run(r *runner) error {
	client, err := r.client()
	if err != nil {
		return err
	}
	requestID, err := r.findRequest(client, strings.Join(c.Request, " "))
	if err != nil {
		return err
	}
	told, err := r.rollUp(client, requestID)
	if err != nil {
		return err
	}
	if r.json {
		return r.value(told)
	}
	names := &nameBook{r: r, client: client, known: map[string]string{}}
	r.sayf("%s\n%s\n\n", r.style().as(bold, told.Title), told.Why)
	t := table{head: []string{"PERSON", "STATE", dueColumn, "ANSWER"}}
	for _, row := range told.People {
		cells := []string{names.of(row.PersonID), strings.ReplaceAll(string(row.State), "_", " "), "", answerWords(told.Kind, row)}
		if row.DueDate != nil {
			cells[2] = row.DueDate.String()
		}
		t.rows = append(t.rows, tableRow{cells: cells, alarm: row.Overdue})
	}
	r.print(t)
	if told.Totals != nil {
		r.sayf("\n%s\n", totalWords(told))
	}
	return nil
}

func (r *runner) rollUp(client *apiclient.Client, requestID string) (request.RollUp, error) {
	var told request.RollUp
	query := url.Values{}
	var rows []request.Row
	for {
		if err := client.Get(r.ctx, "/requests/"+url.PathEscape(requestID), query, &told); err != nil {
			return told, err
		}
		rows = append(rows, told.People...)
		if told.NextCursor == nil {
			told.People = rows
			return told, nil
		}
		query.Set("cursor", *told.NextCursor)
		told = request.RollUp{}
	}
}

func (r *runner) findRequest(client *apiclient.Client, text string) (string, error) {
	given := strings.ToLower(text)
	if id.Check("", given) == nil {
		return given, nil
	}
	all, err := r.requests(client, "")
	if err != nil {
		return "", err
	}
	for _, meant := range []func(s request.Summary) bool{
		func(s request.Summary) bool {
			return len(given) >= leastOfID && (strings.HasPrefix(s.ID, given) || strings.HasSuffix(s.ID, given))
		},
		func(s request.Summary) bool { return strings.Contains(strings.ToLower(s.Title), given) },
	} {
		var found []request.Summary
		for _, s := range all {
			if meant(s) {
				found = append(found, s)
			}
		}
		switch {
		case len(found) == 1:
			return found[0].ID, nil
		case len(found) > 1:
			message := []string{"this may mean several of your requests; give the id:"}
			for _, s := range found {
				message = append(message, "  "+shortID(s.ID)+"  "+s.Title)
			}
			return "", usageError{strings.Join(message, "\n")}
		}
	}
	return "", errors.New("no request of yours has \"" + text + "\" in its title or id; look with: cairn request list")
}

func answerWords(kind work.AnswerKind, row request.Row) string {
	if row.AwayUntil != nil && row.Answer == nil {
		words := "away until " + row.AwayUntil.String()
		if row.BackOn != nil {
			words += ", back on " + row.BackOn.String()
		}
		return words
	}
	if row.Answer == nil {
		return ""
	}
	var parts []string
	if row.Answer.Number != nil {
		parts = append(parts, work.FormatNumber(*row.Answer.Number))
	}
	for _, part := range []string{row.Answer.Choice, row.Answer.URL, strings.Join(strings.Fields(row.Answer.Text), " ")} {
		if part != "" {
			parts = append(parts, part)
		}
	}
	if len(parts) == 0 {
		return string(kind)
	}
	return strings.Join(parts, " ")
}

// totalWords is what came of a request, in a sentence.
func totalWords(told request.RollUp) string {
	said := []string{strconv.Itoa(told.Totals.Answered) + " of " + strconv.Itoa(told.Totals.Asked) + "."}
	for _, choice := range told.Totals.Choices {
		said = append(said, choice.Choice+" "+strconv.Itoa(choice.Count)+".")
	}
	if told.Totals.Sum != nil {
		said = append(said, "Sum "+work.FormatNumber(*told.Totals.Sum)+".")
	}
	return strings.Join(said, " ")
}
