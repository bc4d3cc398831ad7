// Package reply reads what somebody answered by mail to what they were asked.
// It is pure: bytes in, meaning out.
//
//   - [Read] parses a received message: its words, and whether a person wrote it.
//   - cut.go takes what was quoted and signed off a plain text, html.go off a
//     page of HTML, in the ways of the usual mail programs and in several
//     languages.
//   - [Understand] says what the words mean to a question: done, yes, no with a
//     reason, another date, or the answer itself. It never guesses: what can be
//     read in two ways is not understood, and [Unread] says how to write it.
package reply

import (
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"github.com/jhillyerd/enmime/v2"
)

// Mail is a message that was received.
type Mail struct {
	MessageID string // without its brackets; empty where there was none
	Machine   bool   // no person wrote it: an automatic answer, a bounce, a list (RFC 3834)
	Words     string // what its writer wrote, without quotes and signatures
}

// maxWords bounds what is read of a message, in bytes: a mail can be megabytes of
// text, and an answer is a few lines.
const maxWords = 64 << 10

// Read parses a message. What is malformed in it is read as well as it can be.
func Read(raw io.Reader) (Mail, error) {
	envelope, err := enmime.NewParser(enmime.DisableTextConversion(true), enmime.MaxStoredPartErrors(10)).ReadEnvelope(raw)
	if err != nil {
		return Mail{}, fmt.Errorf("read the message: %w", err)
	}
	mail := Mail{MessageID: strings.Trim(strings.TrimSpace(envelope.GetHeader("Message-Id")), "<>")}
	mail.Machine = fromMachine(envelope.GetHeader)
	text := short(envelope.Text)
	if strings.TrimSpace(text) == "" {
		text = plain(short(envelope.HTML))
	}
	mail.Words = Cut(text)
	return mail, nil
}

// short is the beginning of a text, as valid UTF-8 without NUL characters.
func short(text string) string {
	if len(text) > maxWords {
		text = text[:maxWords]
	}
	if !utf8.ValidString(text) {
		text = strings.ToValidUTF8(text, "")
	}
	return strings.ReplaceAll(text, "\x00", "")
}

// fromMachine reports whether a message says that no person wrote it to this
// address: such a one is never an answer, and is never answered (RFC 3834).
func fromMachine(header func(name string) string) bool {
	if auto := word(header("Auto-Submitted")); auto != "" && auto != "no" {
		return true
	}
	switch word(header("Precedence")) {
	case "bulk", "junk", "list", "auto_reply":
		return true
	}
	for _, name := range []string{
		"X-Autoreply", "X-Autorespond", "X-Auto-Reply-From", "X-Mail-Autoreply", "List-Id", "List-Unsubscribe", "Feedback-Id",
	} {
		if header(name) != "" {
			return true
		}
	}
	kind := word(header("Content-Type"))
	return strings.HasPrefix(kind, "multipart/report") || strings.HasPrefix(kind, "message/delivery-status") ||
		strings.HasPrefix(kind, "message/disposition-notification")
}

// word is the first word of a header, in lower case.
func word(value string) string {
	value, _, _ = strings.Cut(value, ";")
	return strings.ToLower(strings.TrimSpace(value))
}
