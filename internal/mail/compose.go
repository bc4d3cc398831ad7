package mail

import (
	"strings"

	netmail "net/mail"

	gomail "github.com/wneessen/go-mail"
)

const (
	longestSubject = 150
	longestName    = 100
)

func (s *Server) compose(m *Message) (*gomail.Msg, error) {
	html, err := m.Page.HTML()
	if err != nil {
		return nil, &Failure{Words: "the mail could not be written; that is a fault in Cairn", Cause: err}
	}
	message := gomail.NewMsg(gomail.WithNoDefaultUserAgent())
	// An address is what it is before a name stands beside it.
	to, err := netmail.ParseAddress("<" + m.To.Email + ">")
	if err != nil {
		return nil, &Failure{Words: "the address can't be written to", Permanent: true, Cause: err}
	}
	to.Name = short(asTyped(OneLine(m.To.Name)), longestName)
	message.ToMailAddress(to)
	message.FromMailAddress(&netmail.Address{Name: OneLine(s.from.Name), Address: s.from.Email})
	if m.ReplyTo != "" {
		if err := message.ReplyTo(m.ReplyTo); err != nil {
			return nil, &Failure{Words: "the address for answers can't be used", Cause: err}
		}
	}
	message.Subject(short(asTyped(OneLine(m.Subject)), longestSubject))
	message.SetMessageIDWithValue(m.MessageID)
	message.SetDateWithValue(m.Date)
	// No machine is to answer; RFC 3834.
	if answered := strings.Trim(OneLine(m.InReplyTo), "<> "); answered != "" && !strings.ContainsAny(answered, "<> ") {
		message.SetGenHeader("Auto-Submitted", "auto-replied")
		message.SetGenHeaderPreformatted("In-Reply-To", "<"+answered+">")
		message.SetGenHeaderPreformatted("References", "<"+answered+">")
	} else {
		message.SetGenHeader("Auto-Submitted", "auto-generated")
	}
	message.SetGenHeader("X-Auto-Response-Suppress", "All")
	if m.Unsubscribe != "" {
		message.SetGenHeaderPreformatted("List-Unsubscribe", "<"+m.Unsubscribe+">")
		message.SetGenHeaderPreformatted("List-Unsubscribe-Post", "List-Unsubscribe=One-Click")
	}
	message.SetBodyString(gomail.TypeTextPlain, m.Page.Text())
	message.AddAlternativeString(gomail.TypeTextHTML, html)
	return message, nil
}

// asTyped keeps what looks like an encoded word (RFC 2047) from being decoded.
func asTyped(text string) string { return strings.ReplaceAll(text, "=?", "= ?") }
