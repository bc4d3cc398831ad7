package letter

import (
	"context"
	"errors"
	"net/url"

	"cairn/internal/authz"
	"cairn/internal/id"
	"cairn/internal/mail"
)

// Test sends a mail to whoever asks, and says in safe words why the server did not
// take it.
func (s *Service) Test(ctx context.Context, actor authz.Actor) (trouble string, err error) {
	who, err := s.people.Brief(ctx, s.db, actor.PersonID)
	if err != nil {
		return "", err
	}
	at, err := url.Parse(s.baseURL)
	if err != nil {
		return "", err
	}
	err = s.post.Send(ctx, &mail.Message{
		To: mail.Address{Name: who.Name, Email: who.Email}, Subject: "A test from Cairn", MessageID: id.New() + "@" + at.Hostname(), Date: s.clock.Now(),
		Page: mail.Page{
			Title: "Mails from Cairn arrive here",
			Lead:  []string{"You asked for this test in Settings."},
			Links: []mail.Link{{Text: "Settings for mail", URL: s.baseURL + "/settings/mail"}},
		},
	})
	if failed, ok := errors.AsType[*mail.Failure](err); ok {
		return failed.Words, nil
	}
	return "", err
}
