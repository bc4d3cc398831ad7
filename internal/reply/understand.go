package reply

import (
	"regexp"
	"strings"
	"unicode/utf8"

	"cairn/internal/quickadd"
)

// Kind is what a question wants to hear; the codes of a request's kinds of answer,
// and none for a task that is no part of a request.
type Kind string

// The kinds.
const (
	Task   Kind = ""
	Done   Kind = "done"
	Seen   Kind = "seen"
	Text   Kind = "text"
	Link   Kind = "link"
	Count  Kind = "number"
	Choice Kind = "choice"
)

// Question is what somebody was asked.
type Question struct {
	Kind     Kind
	Choices  []string
	Calendar quickadd.Calendar // of whoever answers: dates are read in their zone
}

// Act is what an answer does.
type Act string

// The acts.
const (
	Answers  Act = "answers"  // with what the question asked for
	Finishes Act = "finishes" // a task that is no part of a request
	Agrees   Act = "agrees"
	Declines Act = "declines"
	Proposes Act = "proposes" // another date
)

// Said is what the words of a mail mean.
type Said struct {
	Act    Act
	Words  string // the answer of a question for text; else a remark, or the reason
	URL    string
	Number float64
	Choice string
	Date   string // 2026-12-01, of a proposal
	Time   string // 15:00, or empty
}

// Unread says why words were not understood, as the end of a sentence that begins
// with "Your answer was not understood: ".
type Unread struct{ Why string }

// Error makes it an error.
func (u *Unread) Error() string { return u.Why }

// Understand says what words mean to a question, or why they were not understood.
func Understand(words string, q Question) (Said, error) {
	lines := lettered(strings.TrimSpace(words))
	if len(lines) == 0 || strings.TrimSpace(lines[0]) == "" {
		return Said{}, &Unread{"there were no words of yours above the quoted message"}
	}
	l := letter{first: strings.TrimSpace(lines[0]), more: joined(lines[1:]), all: joined(lines), q: q}
	l.before, l.mark, l.rest = head(l.first)
	for _, read := range []func() (Said, bool){l.choice, l.no, l.by, l.wanted, l.yes} {
		if said, ok := read(); ok {
			return said, nil
		}
	}
	return Said{}, &Unread{l.why()}
}

// letter is a mail's words, taken apart.
type letter struct {
	q                  Question
	first, more        string // the first line, and what comes below it
	all                string
	before, mark, rest string // of the first line
}

// remark is what is said beside an answer: behind it, and below.
func (l *letter) remark(behind string) string {
	if courtesy.MatchString(simple(behind)) {
		behind = ""
	}
	return strings.TrimSpace(behind + "\n" + l.more)
}

// says reports whether the line is one of these words, with its remark.
func (l *letter) says(words []string) (remark string, ok bool) {
	if isOne(l.first, words) {
		return l.remark(""), true
	}
	if l.mark != "" && isOne(l.before, words) {
		return l.remark(l.rest), true
	}
	if first, behind, two := strings.Cut(l.first, " "); two && isOne(first, words) && courtesy.MatchString(simple(behind)) {
		return l.remark(""), true
	}
	return "", false
}

func (l *letter) choice() (Said, bool) {
	if l.q.Kind != Choice {
		return Said{}, false
	}
	for _, c := range l.q.Choices {
		switch {
		case simple(l.first) == simple(c), strings.EqualFold(strings.TrimSpace(l.first), strings.TrimSpace(c)):
			return Said{Act: Answers, Choice: c, Words: l.remark("")}, true
		case l.mark != "" && simple(l.before) == simple(c):
			return Said{Act: Answers, Choice: c, Words: l.remark(l.rest)}, true
		}
	}
	return Said{}, false
}

// no reads a refusal, which needs a reason. To a question for words "no" may be
// the answer: there only the colon makes it a refusal.
func (l *letter) no() (Said, bool) {
	if l.q.Kind == Text && l.mark != ":" && l.mark != "：" || !isOne(l.before, noWords()) {
		return Said{}, false
	}
	reason := strings.Join(strings.Fields(l.rest+" "+l.more), " ")
	if courtesy.MatchString(simple(reason)) {
		reason = ""
	}
	return Said{Act: Declines, Words: reason}, reason != ""
}

// The marks before a date. Without one a date is a proposal only where nothing
// else is asked for.
var (
	byDate  = regexp.MustCompile(`(?i)^(?:yes,?\s+|ok,?\s+|i can( do( it| this| that)?)?\s+|can do( it)?\s+|will do( it)?\s+|not before\s+)?((?:by|until|till|due)\b.+)$`)
	bisDate = regexp.MustCompile(`(?i)^(?:bis(?: zum)?|d['’]ici|avant le|pour le|antes del?|para el|até|entro(?: il)?|tegen|senast|senest|до)\s+(.+)$`)
)

// by reads the proposal of another date, by the grammar of quick-add.
func (l *letter) by() (Said, bool) {
	first, reason := l.first, l.more
	for range 2 {
		phrase := ""
		switch parts := byDate.FindStringSubmatch(first); {
		case parts != nil:
			phrase = parts[len(parts)-1]
		case bisDate.MatchString(first):
			phrase = "by " + bisDate.FindStringSubmatch(first)[1]
		case l.q.Kind == Done || l.q.Kind == Task || l.q.Kind == Seen:
			phrase = "by " + first
		}
		if said, ok := l.date(phrase); ok {
			said.Words = strings.Join(strings.Fields(reason), " ")
			return said, true
		}
		// "by Friday: legal has it until then"
		at := strings.LastIndexAny(l.first, ":;,–—(")
		if colon := strings.Index(l.first, ": "); colon > 0 {
			at = colon
		}
		if at <= 0 {
			break
		}
		_, size := utf8.DecodeRuneInString(l.first[at:])
		first, reason = strings.TrimSpace(l.first[:at]), strings.Trim(l.first[at+size:], " )")+" "+l.more
	}
	return Said{}, false
}

// date reads a phrase that is nothing but a date.
func (l *letter) date(phrase string) (Said, bool) {
	const title = "x"
	phrase = strings.TrimRight(phrase, " .!")
	if phrase == "" || l.q.Calendar == nil || strings.ContainsAny(phrase, "\n\"@#") {
		return Said{}, false
	}
	drafts := quickadd.Parse(title+" "+phrase, quickadd.Setting{
		Resolve:  func(string) []quickadd.Person { return nil },
		Calendar: func(string) quickadd.Calendar { return l.q.Calendar },
	})
	if len(drafts) != 1 || drafts[0].Title != title || drafts[0].DueDate == "" || drafts[0].Level != "" || len(drafts[0].Problems) > 0 {
		return Said{}, false
	}
	return Said{Act: Proposes, Date: drafts[0].DueDate, Time: drafts[0].DueTime}, true
}

// wanted reads what the question asked for.
func (l *letter) wanted() (Said, bool) {
	switch l.q.Kind {
	case Text:
		return Said{Act: Answers, Words: l.all}, true
	case Link:
		return l.link()
	case Count:
		return l.number()
	case Seen:
		for _, words := range [][]string{seenWords(), doneWords(), yesWords()} {
			if remark, ok := l.says(words); ok {
				return Said{Act: Answers, Words: remark}, true
			}
		}
	case Done:
		remark, ok := l.says(doneWords())
		return Said{Act: Answers, Words: remark}, ok
	case Task:
		remark, ok := l.says(doneWords())
		return Said{Act: Finishes, Words: remark}, ok
	case Choice:
	}
	return Said{}, false
}

// address is a link in a text, as mail programs wrap it.
var address = regexp.MustCompile(`https?://[^\s<>"“”]+`)

func (l *letter) link() (Said, bool) {
	for line := range strings.SplitSeq(l.all, "\n") {
		found := address.FindString(line)
		if found == "" {
			continue
		}
		url := strings.TrimRight(found, ".,;:!?)]}'»")
		around := strings.Replace(strings.Replace(l.all, found, "", 1), "<>", "", 1)
		return Said{Act: Answers, URL: url, Words: strings.Trim(around, " \n\t:.,;")}, true
	}
	return Said{}, false
}

func (l *letter) number() (Said, bool) {
	if n, err := Number(strings.TrimRight(l.first, " .!")); err == nil {
		return Said{Act: Answers, Number: n, Words: l.more}, true
	}
	for _, mark := range []string{" – ", " — ", " - ", " (", "; ", ": ", ", "} {
		before, behind, found := strings.Cut(l.first, mark)
		if n, err := Number(before); found && err == nil {
			return Said{Act: Answers, Number: n, Words: l.remark(strings.Trim(behind, " ()"))}, true
		}
	}
	return Said{}, false
}

func (l *letter) yes() (Said, bool) {
	remark, ok := l.says(yesWords())
	if !ok || limits.MatchString(remark) {
		return Said{}, false
	}
	if isOne(remark, yesWords()) {
		remark = ""
	}
	return Said{Act: Agrees, Words: remark}, true
}

// limits are words by which a yes is none yet.
var limits = regexp.MustCompile(`(?i)^\W*(but|if|unless|except|only|not|aber|wenn|falls|nur|außer|mais|si|sauf|pero|salvo|mas|se|ma|maar|als|men|om)\b`)

// why says what was not understood.
func (l *letter) why() string {
	if isOne(l.before, noWords()) {
		return "a no needs its reason, so that whoever asked knows how to go on"
	}
	if l.q.Kind == Count {
		if _, err := Number(strings.TrimRight(l.first, " .!")); err != nil && strings.Contains(err.Error(), "can be read") {
			return err.Error()
		}
		return "its first line is no number by itself"
	}
	switch l.q.Kind {
	case Link:
		return "there is no link in it"
	case Choice:
		return "its first line is none of the choices"
	case Done, Seen, Task, Text, Count:
	}
	return "its first line is not one of the words below"
}
