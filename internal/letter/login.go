package letter

import (
	"context"

	"cairn/internal/delivery"
	"cairn/internal/login"
	"cairn/internal/mail"
)

// sendLogIn sends a letter about a log-in: whatever hours its reader has, for without
// it they don't come in, and whatever they have chosen, for it is no word of work.
func (s *Service) sendLogIn(ctx context.Context, letter delivery.Letter) error {
	l, err := s.LogIn(ctx, letter.ObjectID)
	if err != nil {
		return delivery.OrNothing(err)
	}
	message := &mail.Message{To: mail.Address{Name: l.Name, Email: l.To}, MessageID: letter.MessageID, Date: letter.MadeAt}
	logInInto(message, l)
	return failure(s.post.Send(ctx, message))
}

// logInInto writes the page: one sentence, one link where there is something to do, and what to do if it is for
// nobody.
func logInInto(message *mail.Message, l login.Letter) {
	name, workspace := mail.Piece{Text: mail.OneLine(l.Name), Name: true}, mail.Piece{Text: mail.OneLine(l.Workspace), Name: true}
	var entry mail.Entry
	step := func(words string) { entry.Steps = []mail.Link{{Text: words, URL: l.Link}} }
	page := &message.Page
	switch l.About {
	case login.Inviting:
		message.Subject = "You are invited to " + l.Workspace
		entry.Said = []mail.Piece{{Text: "You are invited to "}, workspace, {Text: "."}}
		if l.By != "" {
			message.Subject = l.By + " invites you to " + l.Workspace
			entry.Said = []mail.Piece{{Text: mail.OneLine(l.By), Name: true}, {Text: " invites you to "}, workspace, {Text: "."}}
		}
		page.Title = "Join " + mail.OneLine(l.Workspace)
		page.Lead = []string{"Work waits there on one list of yours until you get to it."}
		entry.About = []string{"The link is for you alone. It works once, for 14 days."}
		step("Choose a password and join")
		page.Foot = []string{"If you don't know what this is about, let it lie: nothing happens without you."}
	case login.NewPassword:
		message.Subject = "A new password for " + l.Workspace
		page.Title = "A new password"
		entry.Said = []mail.Piece{{Text: "Somebody, probably you, has forgotten the password of "}, name, {Text: " at "}, workspace, {Text: "."}}
		entry.About = []string{"The link works once, within an hour of when it was asked for. A new password ends all your sessions and tokens."}
		step("Choose a new password")
		page.Foot = []string{"If it was not you, let this lie: nothing has changed, and whoever asked learns nothing. Give the link to nobody, whoever asks for it."}
	case login.ConfirmAddress:
		message.Subject = "Confirm your address for " + l.Workspace
		page.Title = "Is this your new address?"
		entry.Said = []mail.Piece{name, {Text: " wants to log in to "}, workspace, {Text: " with this address from now on."}}
		entry.About = []string{"The link works once, within a day of when it was asked for."}
		step("Look at it and confirm")
		page.Foot = []string{"If you don't know what this is about, let it lie: nothing changes."}
	case login.AddressChanged:
		message.Subject = "Your address at " + l.Workspace + " was changed"
		page.Title = "Your address was changed"
		entry.Said = []mail.Piece{name, {Text: " now logs in to "}, workspace, {Text: " with another address, which was confirmed there. Mails about work go to it."}}
		entry.About = []string{"If it was not you: the link puts this address back, ends all sessions and tokens, and lets you choose a new password. It works once, for 14 days."}
		step("It was not me")
		page.Foot = []string{"If it was you, let this lie."}
	case login.Readdressed:
		message.Subject = "Your address at " + l.Workspace + " was changed"
		page.Title = "Your address was changed"
		entry.Said = []mail.Piece{name, {Text: " now logs in to "}, workspace, {Text: " with another address. Mails about work go to it. "}}
		if l.By != "" {
			entry.Said = append(entry.Said, mail.Piece{Text: mail.OneLine(l.By), Name: true}, mail.Piece{Text: " changed it, as an admin."})
		}
		entry.About = []string{"If you did not know of it, ask who changed it, or another admin. Settings shows you all that admins change about you."}
		page.Foot = []string{"If you knew of it, let this lie."}
	}
	page.Sections = []mail.Section{{Entries: []mail.Entry{entry}}}
}
