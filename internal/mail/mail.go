// Package mail writes mails and hands them to an SMTP server.
//
//   - page.go is what a mail says, apart from how it looks; render.go makes of it
//     plain text and HTML that is readable in light and dark, without a picture,
//     without a script, and without anything that tells whether it was opened.
//   - compose.go makes the message; smtp.go hands it over, enter.go is what comes
//     before. Both say in safe words why not.
//
// It knows nothing of digests: package letter fills the page.
package mail

import (
	"strings"
	"time"
	"unicode"

	netmail "net/mail"
)

// Address is whom a mail is from, or for.
type Address struct {
	Name  string
	Email string
}

// ParseAddress reads "Name <address>", or an address alone.
func ParseAddress(text string) (Address, error) {
	parsed, err := netmail.ParseAddress(text)
	if err != nil {
		return Address{}, err
	}
	return Address{Name: parsed.Name, Email: parsed.Address}, nil
}

// Message is a mail on its way.
type Message struct {
	To        Address
	ReplyTo   string // an address; empty: that of the sender
	InReplyTo string // the Message-ID of the mail that this one answers; empty: none
	Subject   string
	MessageID string // without angle brackets; the same however often it is sent
	Date      time.Time
	Page      Page

	// Unsubscribe is where a POST ends these mails, by RFC 8058; empty: nowhere.
	Unsubscribe string
}

// OneLine makes of what people wrote something that stays on its line: in a header
// nothing of it may begin another one.
func OneLine(text string) string {
	text = strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || r == '\u2028' || r == '\u2029' || r == unicode.ReplacementChar {
			return ' '
		}
		return r
	}, strings.ToValidUTF8(text, " "))
	return strings.Join(strings.Fields(text), " ")
}

// short keeps a line to so many characters.
func short(text string, most int) string {
	letters := []rune(text)
	if len(letters) <= most {
		return text
	}
	return string(letters[:most-1]) + "…"
}
