package letter

import (
	"context"
	"net/url"

	"cairn/internal/authz"
	"cairn/internal/errs"
	"cairn/internal/mail"
	"cairn/internal/notify"
)

// Act is what a link in a mail asks about: the app's page for it says what would
// be done, and does it by a button.
type Act string

// The acts that a mail offers. The app knows them by these names.
const (
	Accept         Act = "accept"
	Agree          Act = "agree"
	Done           Act = "done"
	NoLongerNeeded Act = "no-longer-needed"
	Keep           Act = "keep"
	KeepUrgent     Act = "keep-urgent"
)

func (s *Service) act(act Act, taskID, words string) mail.Link {
	return mail.Link{Text: words, URL: s.baseURL + "/do/" + string(act) + "/" + url.PathEscape(taskID)}
}

func (s *Service) task(taskID string) string { return s.baseURL + "/tasks/" + url.PathEscape(taskID) }

// purpose is that of the token which ends the mails of a lane, and does nothing
// else.
const purpose = "end-mails"

// endLink is where the mails of a lane are ended, by whoever holds the mail:
// RFC 8058 wants that without a log-in.
func (s *Service) endLink(ctx context.Context, personID string, lane notify.Lane) (string, error) {
	token, err := s.delivery.Token(ctx, purpose, subject(personID, lane))
	return s.baseURL + "/mails/" + string(lane) + "/" + personID + "/" + token, err
}

func subject(personID string, lane notify.Lane) string { return string(lane) + ":" + personID }

// End ends the mails of a lane of a person, for whoever holds the token of one of
// them. What was in them stays on Today.
func (s *Service) End(ctx context.Context, personID, lane, token string) error {
	if err := s.Check(ctx, personID, lane, token); err != nil {
		return err
	}
	return s.notify.Close(ctx, authz.Call{Actor: authz.Actor{PersonID: personID}}, notify.Lane(lane), notify.Email)
}

// Check refuses a link that ends no mails.
func (s *Service) Check(ctx context.Context, personID, lane, token string) error {
	proved, err := s.delivery.Proves(ctx, purpose, subject(personID, notify.Lane(lane)), token)
	if err == nil && !proved {
		err = errs.New(errs.NotFound, "this link is not whole; copy all of it from the mail, or change in Settings what reaches you")
	}
	return err
}

// change are the links with which the person changes what comes.
func (s *Service) change(end, words string) []mail.Link {
	return []mail.Link{
		{Text: "Change what reaches you", URL: s.baseURL + "/settings/notifications"},
		{Text: words, URL: end},
	}
}
