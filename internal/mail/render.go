package mail

import (
	"bytes"
	_ "embed"
	"fmt"
	"html/template"
	"strings"
	"sync"
)

//go:embed page.html
var pageHTML string

// layout is read once; that it can be read is tested.
var layout = sync.OnceValue(func() *template.Template { return template.Must(template.New("page").Parse(pageHTML)) })

// HTML is the page for who reads mail as HTML. Whatever people wrote is escaped
// where it stands.
func (p *Page) HTML() (string, error) {
	var b bytes.Buffer
	if err := layout().Execute(&b, p); err != nil {
		return "", fmt.Errorf("write the mail: %w", err)
	}
	return b.String(), nil
}

// textWidth is where lines of plain text end; a link is never broken.
const textWidth = 72

// Text is the page for who reads plain text.
func (p *Page) Text() string {
	t := &plain{}
	t.line("", p.Title)
	t.line("", strings.Repeat("=", min(len([]rune(p.Title)), textWidth)))
	for _, words := range p.Lead {
		t.line("", words)
	}
	for _, section := range p.Sections {
		if section.Title != "" {
			t.gap()
			t.line("", strings.ToUpper(section.Title))
		}
		if section.Why != "" {
			t.line("", section.Why)
		}
		for i := range section.Entries {
			t.gap()
			t.entry(&section.Entries[i])
		}
		if section.More != nil {
			t.gap()
			t.link("", *section.More)
		}
	}
	t.gap()
	t.line("", "--")
	for _, words := range p.Foot {
		t.line("", words)
	}
	for _, link := range p.Links {
		t.link("", link)
	}
	return t.String()
}

// plain writes plain text.
type plain struct{ strings.Builder }

func (t *plain) gap() { t.WriteString("\n") }

func (t *plain) entry(e *Entry) {
	t.line("* ", sentence(e.Said))
	if e.Quote != "" {
		t.line("  > ", e.Quote)
	}
	for _, note := range e.Also {
		t.line("  - ", sentence(note.Said))
		if note.Quote != "" {
			t.line("    > ", note.Quote)
		}
	}
	if len(e.About) > 0 {
		t.line("  ", strings.Join(e.About, " · "))
	}
	for _, step := range e.Steps {
		t.link("  ", step)
	}
}

func sentence(pieces []Piece) string {
	var b strings.Builder
	for _, piece := range pieces {
		b.WriteString(piece.Text)
	}
	return b.String()
}

func (t *plain) link(before string, link Link) {
	t.line(before, link.Text+":")
	fmt.Fprintf(t, "%s%s\n", strings.Repeat(" ", len(before)), link.URL)
}

// line writes a paragraph: what stands before it is indented below.
func (t *plain) line(before, words string) {
	indent := strings.Repeat(" ", len(before))
	if strings.HasSuffix(before, "> ") {
		indent = before
	}
	column := 0
	for word := range strings.FieldsSeq(OneLine(words)) {
		width := len([]rune(word))
		switch {
		case column == 0:
			t.WriteString(before + word)
			column = len(before) + width
		case column+1+width > textWidth:
			t.WriteString("\n" + indent + word)
			column = len(indent) + width
		default:
			t.WriteString(" " + word)
			column += 1 + width
		}
	}
	t.WriteString("\n")
}
