package letter

import (
	"context"
	"fmt"
	"strings"

	"cairn/internal/delivery"
	"cairn/internal/digest"
	"cairn/internal/mail"
	"cairn/internal/notify"
	"cairn/internal/worktime"
)

// digestInto writes the mail of a digest. One that has nothing left to say is not
// sent (N5).
func (s *Service) digestInto(ctx context.Context, message *mail.Message, letter delivery.Letter) error {
	d, err := s.digest.Open(ctx, letter.PersonID, letter.ObjectID, letter.Also...)
	if err != nil {
		return err
	}
	counts := d.Counts()
	if len(counts) == 0 {
		return delivery.ErrNothing
	}
	message.Date = d.ComposedAt
	if message.Unsubscribe, err = s.endLink(ctx, letter.PersonID, notify.Digest); err != nil {
		return err
	}
	message.Subject = "Your digest: " + strings.Join(counts, ", ")
	message.Page = mail.Page{
		Title: "Your digest, " + notify.Day(d.Date),
		Lead:  append(welcome(d.Away), strings.Join(counts, " · ")),
		Foot: []string{
			fmt.Sprintf("This came with your %s digest, because %s.", d.Hour, notify.Why(d.Rule)),
			"What you have dealt with on Today is left out. Nobody can see whether you opened this mail.",
		},
		Links: s.change(message.Unsubscribe, "No digests by email"),
	}
	w := writer{Service: s, names: s.names(), personID: letter.PersonID, date: d.Date, hour: d.Hour.String()}
	for _, part := range []struct {
		title   string
		entries []digest.Entry
		more    int
	}{{"To decide", d.Decide, d.DecideMore}, {"What has changed", d.Changed, 0}, {"Good to know", d.GoodToKnow, 0}} {
		if len(part.entries) == 0 {
			continue
		}
		section, err := w.section(ctx, part.title, part.entries)
		if err != nil {
			return err
		}
		if part.more > 0 {
			section.More = &mail.Link{Text: fmt.Sprintf("%d more to decide, on Today", part.more), URL: s.baseURL + "/today"}
		}
		message.Page.Sections = append(message.Page.Sections, section)
	}
	message.ReplyTo = w.onlyReply()
	return nil
}

// welcome tells who was away what happened meanwhile.
func welcome(away *digest.Away) []string {
	if away == nil {
		return nil
	}
	said := fmt.Sprintf("Welcome back. In these %d days %s", away.Days, count(away.Happened, "thing happened", "things happened"))
	if away.NeedYou == 0 {
		said += "; none needs you"
	} else {
		said += "; " + count(away.NeedYou, "needs you", "need you")
	}
	if away.NoLongerNeeded > 0 {
		said += "; " + count(away.NoLongerNeeded, "is no longer needed", "are no longer needed")
	}
	if away.Settled > 0 {
		said += "; the rest settled itself"
	}
	return []string{said + "."}
}

func count(n int, one, more string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, more)
}

// writer writes the entries of one mail.
type writer struct {
	*Service

	names    *names
	personID string
	date     worktime.Date // of the digest
	hour     string
	replies  []string

	usualSaid bool // by which rule most of it came
}

func (w *writer) section(ctx context.Context, title string, entries []digest.Entry) (mail.Section, error) {
	section := mail.Section{Title: title}
	// Most came by the one rule; it is said once, and of the others where they stand.
	const usual = notify.DigestDefault
	for i := range entries {
		if entries[i].Rule == usual && !w.usualSaid {
			section.Why = "In your " + w.hour + " digest, because " + notify.Why(usual) + "."
			w.usualSaid = true
		}
	}
	for i := range entries {
		entry, err := w.entry(ctx, &entries[i])
		if err != nil {
			return section, err
		}
		if entries[i].Rule != usual {
			entry.About = append(entry.About, "here because "+notify.Why(entries[i].Rule))
		}
		section.Entries = append(section.Entries, entry)
	}
	return section, nil
}

func (w *writer) entry(ctx context.Context, e *digest.Entry) (mail.Entry, error) {
	most := e.Most()
	title := mail.Piece{Text: mail.OneLine(e.Subject.Title), URL: w.place(e)}
	written := mail.Entry{Quote: most.Quote}
	var err error
	if written.Said, err = w.said(ctx, most, title); err != nil {
		return written, err
	}
	for i := range e.Words {
		word := &e.Words[i]
		if word == most {
			continue
		}
		said, err := w.said(ctx, word, mail.Piece{})
		if err != nil {
			return written, err
		}
		written.Also = append(written.Also, mail.Note{Said: said, Quote: word.Quote})
	}
	if most.Times > 1 {
		written.About = append(written.About, fmt.Sprintf("%d times, last on %s", most.Times, w.day(most.On)))
	} else {
		written.About = append(written.About, w.day(most.On))
	}
	if e.Subject.DueDate != nil && open(e.Subject.Status) {
		written.About = append(written.About, "due "+w.day(*e.Subject.DueDate))
	}
	written.Steps, err = w.steps(ctx, e)
	return written, err
}

// day names a day, with the year where that is another one than the digest's.
func (w *writer) day(date worktime.Date) string {
	year, _, _ := date.Civil()
	if ours, _, _ := w.date.Civil(); year != ours {
		return fmt.Sprintf("%s %d", notify.Day(date), year)
	}
	return notify.Day(date)
}

func (w *writer) said(ctx context.Context, word *digest.Word, title mail.Piece) ([]mail.Piece, error) {
	actor := ""
	if word.ActorID != nil {
		actor = *word.ActorID
	}
	who, err := w.names.of(ctx, actor)
	if err != nil {
		return nil, err
	}
	other, err := w.names.of(ctx, word.Data.PersonID)
	if err != nil {
		return nil, err
	}
	return sentence(word.Code, who, other, title, word.Data), nil
}

// place is where an entry leads.
func (w *writer) place(e *digest.Entry) string {
	switch e.Kind {
	case "task":
		return w.task(e.ObjectID)
	case "request":
		return w.baseURL + "/requests/" + e.ObjectID
	default:
		return w.baseURL + "/today"
	}
}

// steps are what can be done about an entry from the mail.
func (w *writer) steps(ctx context.Context, e *digest.Entry) ([]mail.Link, error) {
	if e.Section != notify.ToDecide || e.Kind != "task" {
		return nil, nil
	}
	mine := e.Subject.OwnerID == w.personID
	look := mail.Link{Text: "Open it", URL: w.task(e.ObjectID)}
	switch {
	case mine && e.Subject.Status == "triage":
		steps := []mail.Link{
			w.act(Accept, e.ObjectID, "Accept"),
			{Text: "Another date, a question, or no", URL: w.task(e.ObjectID)},
		}
		return w.reply(ctx, e, steps)
	case e.Code == "task.date_to_agree":
		return []mail.Link{w.act(Agree, e.ObjectID, "Agree"), look}, nil
	case e.Code == "task.still_urgent":
		return []mail.Link{w.act(KeepUrgent, e.ObjectID, "Still urgent"), look}, nil
	case mine && open(e.Subject.Status):
		return w.reply(ctx, e, []mail.Link{w.act(Done, e.ObjectID, "Done"), look})
	case !mine && e.Subject.AskedByID == w.personID && open(e.Subject.Status):
		first := mail.Link{Text: "Answer", URL: look.URL}
		if e.Code == "task.unanswered" {
			first.Text = "Ask somebody else, or talk"
		}
		if e.Code == "task.still_needed" || e.Code == "task.need_asked" {
			first = w.act(Keep, e.ObjectID, "Still needed")
		}
		return []mail.Link{first, w.act(NoLongerNeeded, e.ObjectID, "No longer needed")}, nil
	}
	return []mail.Link{look}, nil
}

// reply adds the address at which the task is answered by mail, where there is one.
func (w *writer) reply(ctx context.Context, e *digest.Entry, steps []mail.Link) ([]mail.Link, error) {
	if w.Replies == nil {
		return steps, nil
	}
	address, err := w.Replies.AddressFor(ctx, w.personID, e.ObjectID)
	if err != nil || address == "" {
		return steps, err
	}
	w.replies = append(w.replies, address)
	return append(steps, mail.Link{Text: "Answer by email", URL: "mailto:" + address}), nil
}

// onlyReply is where an answer to the whole mail goes: to the one thing in it that
// can be answered so.
func (w *writer) onlyReply() string {
	if len(w.replies) == 1 {
		return w.replies[0]
	}
	return ""
}

func open(status string) bool { return status != "done" && status != "canceled" }
