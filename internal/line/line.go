// Package line checks what people type on one line: a name, a reason.
package line

import (
	"errors"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Of is a line as it is kept: without blanks around it, each letter written in one
// way. The error says what is wrong with it; an empty line is right.
func Of(text string, most int) (string, error) {
	text = norm.NFC.String(strings.TrimSpace(text))
	switch length := utf8.RuneCountInString(text); {
	case !utf8.ValidString(text):
		return text, errors.New("this is not UTF-8 text")
	case length > most:
		return text, fmt.Errorf("this is %d characters long: shorten it to %d", length, most)
	case strings.ContainsFunc(text, unicode.IsControl):
		return text, errors.New("this has a line break or another control character in it: write it on one line")
	}
	return text, nil
}
