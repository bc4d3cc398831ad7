package work

import (
	"net/url"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"cairn/internal/errs"
	"cairn/internal/id"
	"cairn/internal/markdown"
)

// The sizes that a task keeps to.
const (
	maxLabels    = 20
	maxLabel     = 40
	maxChecklist = 200
	maxLine      = 500 // characters; a title is a line
	maxURL       = 2000
	maxSourceKey = 300
)

var labelPattern = regexp.MustCompile(`^[\p{Ll}\p{Lo}\p{N}][\p{Ll}\p{Lo}\p{N}_/-]*$`)

// checkTitle gives the title on one line, without spaces around it.
func checkTitle(title string) (string, error) {
	return CheckLine("body.title", title, true)
}

// CheckLine gives a single line of text: control characters become spaces, so
// that nothing typed here can end a header or a line elsewhere.
func CheckLine(location, text string, required bool) (string, error) {
	if !utf8.ValidString(text) {
		return "", errs.InvalidField(location, "must be valid UTF-8")
	}
	line := strings.Join(strings.Fields(strings.Map(func(r rune) rune {
		if unicode.IsControl(r) {
			return ' '
		}
		return r
	}, text)), " ")
	if line == "" && required {
		return "", errs.InvalidField(location, "is empty; write a few words")
	}
	if n := utf8.RuneCountInString(line); n > maxLine {
		return "", errs.InvalidField(location, "has %d characters; shorten it to %d, and put the rest into the body", n, maxLine)
	}
	return line, nil
}

// CheckBody refuses a long text that can't be one.
func CheckBody(location, body string) error {
	if strings.ContainsRune(body, 0) || !utf8.ValidString(body) {
		return errs.InvalidField(location, "must be valid UTF-8 without NUL characters")
	}
	return markdown.Check(location, body)
}

// checkLabels gives the labels in lower case, sorted, each once.
func checkLabels(labels []string) ([]string, error) {
	clean := make([]string, 0, len(labels))
	for _, label := range labels {
		label = strings.ToLower(strings.TrimPrefix(strings.TrimSpace(label), "#"))
		if !labelPattern.MatchString(label) || utf8.RuneCountInString(label) > maxLabel {
			return nil, errs.InvalidField("body.labels", "%q can't be a label: use up to %d letters, digits, - _ or /, without spaces", label, maxLabel)
		}
		clean = append(clean, label)
	}
	slices.Sort(clean)
	clean = slices.Compact(clean)
	if len(clean) > maxLabels {
		return nil, errs.InvalidField("body.labels", "has %d labels; keep at most %d", len(clean), maxLabels)
	}
	return clean, nil
}

func checkChecklist(items []ChecklistItem) ([]ChecklistItem, error) {
	if len(items) > maxChecklist {
		return nil, errs.InvalidField("body.checklist", "has %d entries; keep at most %d, or make tasks of some", len(items), maxChecklist)
	}
	clean := make([]ChecklistItem, len(items))
	seen := map[string]bool{}
	for i, item := range items {
		text, err := CheckLine("body.checklist", item.Text, true)
		if err != nil {
			return nil, err
		}
		if item.ID == "" {
			item.ID = id.New()
		}
		if seen[item.ID] {
			return nil, errs.InvalidField("body.checklist", "two entries have the id %q", item.ID)
		}
		seen[item.ID] = true
		clean[i] = ChecklistItem{ID: item.ID, Text: text, Done: item.Done}
	}
	return clean, nil
}

// checkURL lets only web addresses be links.
func checkURL(location, address string) error {
	if address == "" {
		return nil
	}
	u, err := url.Parse(address)
	if err != nil || (u.Scheme != "http" && u.Scheme != "https") || u.Host == "" || len(address) > maxURL {
		return errs.InvalidField(location, "must be a web address that begins with https:// or http://, of at most %d characters", maxURL)
	}
	return nil
}
