package quickadd

import (
	"fmt"
	"slices"
	"time"
)

// The limits of one paste. Both are told to the person as a problem of the
// line concerned, and the rest is read.
const (
	MaxLines     = 200
	MaxLineBytes = 2000
)

// Calendar is one person's time, as far as reading a due date needs it.
type Calendar interface {
	// Now is the person's wall clock; its zone is not looked at.
	Now() time.Time
	// IsWorkingDay reports whether the person works on that local date.
	IsWorkingDay(year int, month time.Month, day int) bool
}

// Person is somebody whom an @name can mean.
type Person struct {
	ID     string
	Name   string
	Email  string
	Handle string // what to write after @ to mean this person and no other; a Directory fills it in
}

// Setting is what the words of a line are read against. All of it is needed.
type Setting struct {
	OwnerID  string                        // who owns the task when no @name says otherwise
	Resolve  func(name string) []Person    // everybody whom a name, without its @, can mean
	Calendar func(ownerID string) Calendar // the time of a person whom Resolve gave, or of OwnerID
}

// Kind says what an understood span is.
type Kind string

// The kinds of understood spans.
const (
	KindDue     Kind = "due"
	KindNoDate  Kind = "no_date"
	KindRepeat  Kind = "repeat"
	KindLevel   Kind = "level"
	KindLabel   Kind = "label"
	KindOwner   Kind = "owner"
	KindMention Kind = "mention"
	KindSource  Kind = "source"
)

// Span is a piece of the text that was understood. Start and End count Unicode
// code points from the beginning of the whole text; End is exclusive.
type Span struct {
	Text    string `json:"text"`
	Start   int    `json:"start"`
	End     int    `json:"end"`
	Kind    Kind   `json:"kind"`
	Meaning string `json:"meaning"`
}

// Problem is something that the person should look at before the task is made.
// Text is the piece of the line that it is about, empty for the whole line.
type Problem struct {
	Text    string `json:"text"`
	Message string `json:"message"`
}

// Draft is one line, read. Title is empty only when there is a problem that
// says so.
type Draft struct {
	Line       int       `json:"line"` // from 1, in the text as given
	Title      string    `json:"title"`
	Level      string    `json:"level"`    // "" when none was said
	DueDate    string    `json:"due_date"` // "2026-12-01", or "" when none was said
	DueTime    string    `json:"due_time"` // "15:00", or "" for the end of the owner's working day
	NoDate     bool      `json:"no_date"`  // said to have no due date
	Repeat     string    `json:"repeat"`   // the rule (RRULE) by which it comes again, or ""; it has a due date then
	Labels     []string  `json:"labels"`   // lower case, each once
	OwnerID    string    `json:"owner_id"`
	MentionIDs []string  `json:"mention_ids"`
	SourceURL  string    `json:"source_url"`
	Understood []Span    `json:"understood"` // in the order of the text
	Problems   []Problem `json:"problems"`
}

// Parse reads a text, one draft for each line that is not empty. An empty text
// gives none.
func Parse(text string, s Setting) []Draft {
	drafts := []Draft{}
	known := map[string][]Person{}
	ask := s.Resolve
	s.Resolve = func(name string) []Person {
		people, ok := known[name]
		if !ok {
			people = ask(name)
			known[name] = people
		}
		return people
	}
	lines := splitLines(text)
	for i, l := range lines {
		if i == MaxLines {
			over := newDraft(l, s)
			over.problem("", fmt.Sprintf("Only the first %d lines were read. Paste the other %d afterwards.", MaxLines, len(lines)-MaxLines))
			return append(drafts, over)
		}
		drafts = append(drafts, parseLine(l, s))
	}
	return drafts
}

func newDraft(l line, s Setting) Draft {
	return Draft{
		Line: l.number, OwnerID: s.OwnerID,
		Labels: []string{}, MentionIDs: []string{}, Understood: []Span{}, Problems: []Problem{},
	}
}

func (d *Draft) problem(text, message string) {
	d.Problems = append(d.Problems, Problem{Text: text, Message: message})
}

// lineParser holds one line while it is read.
type lineParser struct {
	line    line
	setting Setting
	draft   Draft
	words   []word
	taken   []bool   // by word: taken out of the title
	run     int      // the index of the first word of the trailing run
	dates   calendar // the owner's, once the owner is known
}

func parseLine(l line, s Setting) Draft {
	p := &lineParser{line: l, setting: s, draft: newDraft(l, s)}
	if l.bytes > MaxLineBytes {
		p.draft.problem("", fmt.Sprintf("This line has %d bytes, and %d is the most. Shorten it; the rest can go into the description.", l.bytes, MaxLineBytes))
		return p.draft
	}
	if l.ticked {
		p.draft.problem("", "This line is ticked off. Take it out if it is done already.")
	}
	p.words = splitWords(l)
	p.taken = make([]bool, len(p.words))

	// The owner comes first: "tomorrow" is the owner's tomorrow.
	mentions := p.readMentions()
	p.dates = calendar{p.setting.Calendar(p.draft.OwnerID)}
	units := p.findUnits()
	p.settleDue(units, p.settleRepeat(units))
	p.settleLevel(units)
	p.settleLabels()
	p.settleSource()
	p.takeEdges(mentions)

	p.draft.Title = p.title()
	if p.draft.Title == "" {
		p.draft.Title = titleOfURL(p.draft.SourceURL)
	}
	if p.draft.Title == "" {
		p.draft.problem("", "Say in a few words what is to be done.")
	}
	slices.SortStableFunc(p.draft.Understood, func(a, b Span) int { return a.Start - b.Start })
	return p.draft
}

// understand notes words[from:to] as understood.
func (p *lineParser) understand(from, to int, kind Kind, meaning string) {
	start, end := p.words[from].start, p.words[to-1].coreEnd
	p.draft.Understood = append(p.draft.Understood, Span{
		Text: p.text(from, to), Start: p.line.offset + start, End: p.line.offset + end, Kind: kind, Meaning: meaning,
	})
}

// take takes words[from:to] out of the title.
func (p *lineParser) take(from, to int) {
	for i := from; i < to; i++ {
		p.taken[i] = true
	}
}

// text is words[from:to] as they were typed, without the punctuation behind.
func (p *lineParser) text(from, to int) string {
	return string(p.line.runes[p.words[from].start:p.words[to-1].coreEnd])
}
