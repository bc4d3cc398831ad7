package letter

import (
	"context"

	"cairn/internal/delivery"
	"cairn/internal/mail"
)

// unreadInto writes the mail that an answer was not understood, with how to write
// it. It can be answered itself; no machine is to (RFC 3834).
func (s *Service) unreadInto(ctx context.Context, message *mail.Message, letter delivery.Letter) error {
	if s.Unread == nil {
		return delivery.ErrNothing
	}
	word, err := s.Unread(ctx, letter.ObjectID)
	if err != nil {
		return err
	}
	message.Subject = "Not understood: your answer to " + word.Title
	message.InReplyTo, message.ReplyTo = word.InReplyTo, word.ReplyTo
	message.Page = mail.Page{
		Title: "Your answer was not understood",
		Lead:  []string{"It was about “" + mail.OneLine(word.Title) + "”: " + word.Why + ". Nothing was changed by it."},
		Foot:  []string{"This came because you answered a mail of Cairn. What your mail program quotes, and your signature, are left out."},
		Links: []mail.Link{{Text: "Answer in Cairn instead", URL: s.task(word.TaskID)}},
	}
	if len(word.Examples) == 0 {
		return nil
	}
	section := mail.Section{Title: "Reply to this mail, with one of these as its first line"}
	for _, example := range word.Examples {
		section.Entries = append(section.Entries, mail.Entry{
			Said: []mail.Piece{{Text: mail.OneLine(example.Write)}}, About: []string{mail.OneLine(example.Means)},
		})
	}
	message.Page.Sections = []mail.Section{section}
	return nil
}
