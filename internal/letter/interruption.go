package letter

import (
	"context"

	"cairn/internal/delivery"
	"cairn/internal/mail"
	"cairn/internal/notify"
)

// interruptionInto writes the mail of an interruption, and reports whether it
// cannot wait.
func (s *Service) interruptionInto(ctx context.Context, message *mail.Message, letter delivery.Letter) (bool, error) {
	i, err := s.notify.Interruption(ctx, letter.PersonID, letter.ObjectID)
	if err != nil {
		return false, err
	}
	if i.Rating != nil {
		return false, delivery.ErrNothing // it has reached them already
	}
	sender, err := s.names().of(ctx, i.SenderID)
	if err != nil {
		return false, err
	}
	if message.Unsubscribe, err = s.endLink(ctx, letter.PersonID, notify.Interrupt); err != nil {
		return false, err
	}
	entry := mail.Entry{Said: []mail.Piece{{Text: mail.OneLine(sender), Name: true}, {Text: " writes:"}}, Quote: i.Reason, Loud: true}
	if i.TaskID != nil {
		tasks, err := s.tasks.Seen(ctx, s.db, letter.PersonID, []string{*i.TaskID})
		if err != nil {
			return false, err
		}
		for _, task := range tasks {
			entry.Also = append(entry.Also, mail.Note{Said: []mail.Piece{
				{Text: "It is about "}, {Text: mail.OneLine(task.Title), URL: s.task(task.ID)},
			}})
			entry.Steps = append(entry.Steps, mail.Link{Text: "Open the task", URL: s.task(task.ID)})
		}
	}
	entry.Steps = append(entry.Steps, mail.Link{Text: "Was this the right call?", URL: s.baseURL + "/today"})
	message.Subject = "Now, from " + sender + ": " + i.Reason
	message.Page = mail.Page{
		Title:    "Now, not in your next digest",
		Sections: []mail.Section{{Entries: []mail.Entry{entry}}},
		Foot: []string{
			"This came at once, because " + notify.Why(i.Rule()) + ". It is counted, and you set how many there may be.",
		},
		Links: s.change(message.Unsubscribe, "No interruptions by email"),
	}
	return i.CannotWait, nil
}
