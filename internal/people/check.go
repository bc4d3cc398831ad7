package people

import (
	"errors"
	"fmt"
	"net/mail"
	"strings"
	"unicode"
	"unicode/utf8"

	"cairn/internal/errs"
	"cairn/internal/line"

	"golang.org/x/text/unicode/norm"
)

// The limits of what a person may say.
const (
	maxName        = 200       // characters
	maxEmail       = 254       // bytes, RFC 5321
	maxHowToWork   = 20 * 1024 // bytes
	maxNote        = 500       // characters
	maxEmergencies = 500       // characters
	maxTeam        = 1000      // persons
	maxDaysOff     = 3*366 + 1 // days in one time off
)

// problems collects everything that is wrong with an input, so that it can be
// mended in one go (A3).
type problems struct{ fields []errs.Field }

func (p *problems) add(location, format string, args ...any) {
	p.fields = append(p.fields, errs.Field{Location: location, Message: fmt.Sprintf(format, args...)})
}

// take adds the fields of a refusal of a package below.
func (p *problems) take(err error) {
	if refusal, ok := errors.AsType[*errs.Error](err); ok {
		p.fields = append(p.fields, refusal.Fields...)
	}
}

func (p *problems) err() error {
	switch len(p.fields) {
	case 0:
		return nil
	case 1:
		return &errs.Error{Code: errs.Invalid, Message: p.fields[0].Message, Fields: p.fields}
	}
	return &errs.Error{
		Code: errs.Invalid, Fields: p.fields,
		Message: fmt.Sprintf("%d values are not right; nothing was changed", len(p.fields)),
	}
}

// name checks a name of a person, a team, a holiday or the workspace, and
// returns it without blanks around it.
func (p *problems) name(location, value string) string {
	value = strings.TrimSpace(value)
	if value == "" {
		p.add(location, "a name is needed: give 1 to %d characters", maxName)
		return value
	}
	return p.line(location, value, maxName)
}

// line checks a text of one line, which may be empty.
func (p *problems) line(location, value string, most int) string {
	value, err := line.Of(value, most)
	if err != nil {
		p.add(location, "%s", err)
	}
	return value
}

// email checks an address and returns it as it is stored, in lower case.
func (p *problems) email(location, value string) string {
	value = strings.ToLower(strings.TrimSpace(value))
	address, err := mail.ParseAddress(value)
	switch {
	case value == "":
		p.add(location, "an email address is needed, such as ana@example.com")
	case len(value) > maxEmail:
		p.add(location, "an email address has at most %d characters", maxEmail)
	case err != nil || address.Address != value || address.Name != "":
		p.add(location, "this is not an email address: write it as ana@example.com, without a name or brackets")
	case !wholeDomain(value[strings.LastIndexByte(value, '@')+1:]):
		p.add(location, "the part after the @ is not whole: write it as ana@example.com, or, where no mail is sent, ana@localhost")
	}
	return value
}

// wholeDomain reports whether mail can be addressed to a domain: it has a dot
// and names on both sides of it, or is this machine.
func wholeDomain(domain string) bool {
	labels := strings.Split(domain, ".")
	for _, label := range labels {
		if label == "" || strings.Trim(label, "-") != label || strings.ContainsFunc(label, notInDomains) {
			return false
		}
	}
	last := labels[len(labels)-1]
	return len(labels) > 1 && strings.ContainsFunc(last, unicode.IsLetter) || domain == "localhost"
}

func notInDomains(r rune) bool { return r != '-' && !unicode.In(r, unicode.L, unicode.M, unicode.Nd) }

func (p *problems) howToWork(location, value string) {
	switch {
	case len(value) > maxHowToWork:
		p.add(location, "this is %d bytes long: shorten it to %d", len(value), maxHowToWork)
	case !utf8.ValidString(value):
		p.add(location, "this is not UTF-8 text")
	}
}

// SortName is how a name is ordered in lists.
func SortName(name string) string { return sortName(name) }

// sortName is how a name is ordered and searched: in lower case, without
// accents, the same on both engines.
func sortName(name string) string {
	return strings.ToLower(strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Mn, r) {
			return -1
		}
		return r
	}, norm.NFD.String(name)))
}

// likeContains is the LIKE pattern, with \ as its escape, for text that
// contains a part.
func likeContains(part string) string {
	return "%" + strings.NewReplacer(`\`, `\\`, `%`, `\%`, `_`, `\_`).Replace(part) + "%"
}
