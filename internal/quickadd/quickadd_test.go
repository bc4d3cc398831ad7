package quickadd_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"cairn/internal/quickadd"

	"github.com/google/go-cmp/cmp"
)

// wall is a person's time for tests.
type wall struct {
	now     time.Time
	days    []time.Weekday
	daysOff []string
}

func (w wall) Now() time.Time { return w.now }

func (w wall) IsWorkingDay(year int, month time.Month, day int) bool {
	d := time.Date(year, month, day, 0, 0, 0, 0, time.UTC)
	return slices.Contains(w.days, d.Weekday()) && !slices.Contains(w.daysOff, d.Format(time.DateOnly))
}

func mondayToFriday() []time.Weekday {
	return []time.Weekday{time.Monday, time.Tuesday, time.Wednesday, time.Thursday, time.Friday}
}

func at(t testing.TB, s string) time.Time {
	t.Helper()
	now, err := time.Parse("2006-01-02T15:04", s)
	if err != nil {
		t.Fatal(err)
	}
	return now
}

func folk() *quickadd.Directory {
	return quickadd.NewDirectory([]quickadd.Person{
		{ID: "me", Name: "Mia Berg", Email: "mia@example.com"},
		{ID: "ana", Name: "Ana Silva", Email: "ana.silva@example.com"},
		{ID: "ben", Name: "Ben Okafor", Email: "ben@example.com"},
		{ID: "kenji", Name: "Kenji Mori", Email: "kmori@example.com"},
		{ID: "joao", Name: "João Costa", Email: "jcosta@example.com"},
		{ID: "sam1", Name: "Sam Lee", Email: "sam.lee@example.com"},
		{ID: "sam2", Name: "Sam Ortiz", Email: "sam.ortiz@example.com"},
	})
}

// setting is Wednesday 25 November 2026, 10:00, for everybody but Kenji, who
// has Thursday already.
func setting(t testing.TB, now string) quickadd.Setting {
	t.Helper()
	mine := wall{now: at(t, now), days: mondayToFriday(), daysOff: []string{"2026-12-25", "2027-01-01"}}
	kenjis := wall{now: mine.now.Add(16 * time.Hour), days: mondayToFriday()}
	return quickadd.Setting{
		OwnerID: "me",
		Resolve: folk().Resolve,
		Calendar: func(id string) quickadd.Calendar {
			if id == "kenji" {
				return kenjis
			}
			return mine
		},
	}
}

const wednesday = "2026-11-25T10:00"

// say writes a draft in one line, leaving out what it doesn't have.
func say(d quickadd.Draft) string {
	parts := []string{d.Title}
	add := func(name, s string) {
		if s != "" {
			parts = append(parts, name+s)
		}
	}
	add("", strings.TrimSpace(d.DueDate+" "+d.DueTime))
	if d.NoDate {
		add("", "no date")
	}
	add("again ", d.Repeat)
	add("!", d.Level)
	for _, l := range d.Labels {
		add("#", l)
	}
	if d.OwnerID != "me" {
		add("@", d.OwnerID)
	}
	for _, m := range d.MentionIDs {
		add("with ", m)
	}
	add("from ", d.SourceURL)
	if len(d.Problems) > 0 {
		add("", fmt.Sprintf("%d problems", len(d.Problems)))
	}
	return strings.Join(parts, " | ")
}

func TestParse(t *testing.T) {
	for _, c := range lines() {
		t.Run(c.line, func(t *testing.T) {
			drafts := quickadd.Parse(c.line, setting(t, wednesday))
			if len(drafts) != 1 {
				t.Fatalf("%d drafts", len(drafts))
			}
			if got := say(drafts[0]); got != c.want {
				t.Errorf("\n got %s\nwant %s\nproblems %v", got, c.want, drafts[0].Problems)
			}
			checkDraft(t, c.line, drafts[0])
		})
	}
}

// checkDraft holds what is true of every draft.
func checkDraft(t *testing.T, text string, d quickadd.Draft) {
	t.Helper()
	all := []rune(text)
	if strings.TrimSpace(d.Title) == "" && len(d.Problems) == 0 {
		t.Errorf("no title and no problem: %q", text)
	}
	if strings.TrimSpace(d.Title) != d.Title {
		t.Errorf("title with space around: %q", d.Title)
	}
	end := 0
	for _, s := range d.Understood {
		if s.Start < end || s.End <= s.Start || s.End > len(all) {
			t.Fatalf("span %+v overlaps or is outside of %q", s, text)
		}
		end = s.End
		if got := string(all[s.Start:s.End]); got != s.Text {
			t.Errorf("span %+v stands at %q", s, got)
		}
		if s.Meaning == "" || s.Kind == "" {
			t.Errorf("span %+v says nothing", s)
		}
	}
	if d.NoDate && d.DueDate != "" || d.DueTime != "" && d.DueDate == "" {
		t.Errorf("due contradicts itself: %+v", d)
	}
	for _, p := range d.Problems {
		if p.Message == "" {
			t.Errorf("problem without words: %+v", p)
		}
	}
}

func TestUnderstoodSaysWhatItMeans(t *testing.T) {
	line := "review pricing page by fri 3pm high #launch @ana no date"
	got := quickadd.Parse(line, setting(t, wednesday))[0]
	want := []quickadd.Span{
		{Text: "by fri 3pm", Start: 20, End: 30, Kind: "due", Meaning: "Fri 27 Nov 2026, 15:00"},
		{Text: "high", Start: 31, End: 35, Kind: "level", Meaning: "high"},
		{Text: "#launch", Start: 36, End: 43, Kind: "label", Meaning: "label launch"},
		{Text: "@ana", Start: 44, End: 48, Kind: "owner", Meaning: "Ana Silva owns it"},
	}
	if diff := cmp.Diff(want, got.Understood); diff != "" {
		t.Error(diff)
	}
	if len(got.Problems) != 1 || got.Problems[0].Text != "no date" {
		t.Errorf("problems %+v", got.Problems)
	}
}

// Whoever owns the task decides what "today" is.
func TestTheOwnersDayCounts(t *testing.T) {
	for line, want := range map[string]string{
		"call the printer today":             "2026-11-25",
		"call the printer today @kenji":      "2026-11-26",
		"@kenji call the printer tomorrow":   "2026-11-27",
		"call the printer today @ben @kenji": "2026-11-25",
		"call the printer 9am @kenji":        "2026-11-26",
		"call the printer 9am":               "2026-11-26", // it is 10:00 already
		"call the printer 11am":              "2026-11-25",
		"call the printer at 1:00 @kenji":    "2026-11-27", // there it is 02:00
	} {
		if got := quickadd.Parse(line, setting(t, wednesday))[0]; got.DueDate != want {
			t.Errorf("%q is due %s, want %s", line, got.DueDate, want)
		}
	}
}

func TestDatesFromOtherDays(t *testing.T) {
	for _, c := range []struct{ now, phrase, want string }{
		{"2026-11-27T10:00", "by fri", "2026-11-27"}, // a Friday
		{"2026-11-27T10:00", "by next fri", "2026-12-04"},
		{"2026-11-29T10:00", "by next fri", "2026-12-04"}, // a Sunday, the last day of its week
		{"2026-11-23T10:00", "next tue", "2026-12-01"},    // a Monday
		{"2026-11-28T10:00", "eow", "2026-12-04"},         // a Saturday: nothing is left of its week
		{"2026-10-31T10:00", "eom", "2026-11-30"},         // a Saturday: nothing is left of its month
		{"2026-12-23T10:00", "eow", "2026-12-24"},         // the Friday is off
		{"2026-12-23T10:00", "eoy", "2026-12-31"},
		{"2026-12-23T10:00", "next month", "2027-01-04"},
		{"2026-12-23T10:00", "in 2 working days", "2026-12-28"},
		{"2026-12-31T10:00", "tomorrow", "2027-01-01"},
		{"2026-12-02T10:00", "dec 1", "2027-12-01"},
		{"2026-12-01T10:00", "dec 1", "2026-12-01"},
		{"2026-01-31T10:00", "in 1 month", "2026-02-28"},
		{"2028-01-31T10:00", "in a month", "2028-02-29"},
		{"2028-02-28T10:00", "tomorrow", "2028-02-29"},
		{"2028-02-29T10:00", "in 1 year", "2029-02-28"},
		{"2026-03-01T10:00", "29 feb", "2028-02-29"},
		{"2097-01-01T10:00", "29 feb", "2104-02-29"}, // 2100 is no leap year
		{"2026-02-10T10:00", "the 31st", "2026-03-31"},
		{"2026-11-25T10:00", "by the 25th", "2026-11-25"},
		{"2026-11-25T10:00", "end of quarter", "2026-12-31"},
		{"2026-11-25T10:00", "end of next quarter", "2027-03-31"},
	} {
		got := quickadd.Parse("prepare it "+c.phrase, setting(t, c.now))[0]
		if got.DueDate != c.want || got.Title != "prepare it" {
			t.Errorf("on %s %q is %s with title %q, want %s", c.now, c.phrase, got.DueDate, got.Title, c.want)
		}
	}
}

// Somebody who never works still gets a date, and counting ends.
func TestNoWorkingDays(t *testing.T) {
	s := setting(t, wednesday)
	s.Calendar = func(string) quickadd.Calendar { return wall{now: at(t, wednesday)} }
	for phrase, want := range map[string]string{
		"eow": "2026-11-27", "eom": "2026-11-30", "next week": "2026-11-30", "3am": "2026-11-26", "in 3 working days": "",
	} {
		got := quickadd.Parse("prepare it "+phrase, s)[0]
		if got.DueDate != want || (want == "") != (len(got.Problems) == 1) {
			t.Errorf("%q is %q with %v, want %q", phrase, got.DueDate, got.Problems, want)
		}
	}
}

func TestProblemsSayHowToMend(t *testing.T) {
	for line, want := range map[string]string{
		"plan @zoe":                  `Nobody here is called "zoe". Write a first name, or the part of their address before the @.`,
		"plan @sam":                  `"sam" can be Sam Lee or Sam Ortiz. Write @sam.lee or @sam.ortiz.`,
		"plan by 2020-01-01":         `Wed 1 Jan 2020 has passed already. Write a later one, or "no date".`,
		"plan today 9am":             `Wed 25 Nov 2026, 09:00 has passed already. Write a later one, or "no date".`,
		"plan by 2026-02-30":         "There is no day 2026-02-30. Look at the date again.",
		"plan by 31 nov":             "There is no 31 November. Look at the date again.",
		"plan by 29 feb 2027":        "There is no 29 February 2027. Look at the date again.",
		"plan by 12/1":               `"12/1" can be read in two ways. Write 2026-12-01 or 1 dec.`,
		"plan by mon and by tue":     `The line has more than one due date; "by tue" counts. Take the other out, or put it in quotes.`,
		"plan !high !low":            `The line has more than one level; "!low" counts. Take the other out, or put it in quotes.`,
		"by fri":                     "Say in a few words what is to be done.",
		"- [x] plan":                 "This line is ticked off. Take it out if it is done already.",
		"plan in 999 working days":   "",
		strings.Repeat("long ", 401): "This line has 2005 bytes, and 2000 is the most. Shorten it; the rest can go into the description.",
	} {
		problems := quickadd.Parse(line, setting(t, wednesday))[0].Problems
		got := ""
		if len(problems) > 0 {
			got = problems[0].Message
		}
		if got != want || len(problems) > 1 {
			t.Errorf("%q: %+v, want %s", line, problems, want)
		}
	}
}

func TestManyLines(t *testing.T) {
	text := "- [ ] first thing by fri\r\n\r\n* second #Launch\n 3. third @ana\n[x] fourth\n• \n12) fifth"
	var got []string
	for _, d := range quickadd.Parse(text, setting(t, wednesday)) {
		checkDraft(t, text, d)
		got = append(got, fmt.Sprintf("%d %s", d.Line, say(d)))
	}
	want := []string{
		"1 first thing | 2026-11-27", "3 second | #launch", "4 third | @ana", "5 fourth | 1 problems", "7 fifth",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if got := quickadd.Parse(" \n\t\n", setting(t, wednesday)); got == nil || len(got) != 0 {
		t.Errorf("an empty text gives %v", got)
	}
}

func TestTooManyLines(t *testing.T) {
	drafts := quickadd.Parse(strings.Repeat("a\n", quickadd.MaxLines+7), setting(t, wednesday))
	if len(drafts) != quickadd.MaxLines+1 {
		t.Fatalf("%d drafts", len(drafts))
	}
	want := quickadd.Problem{Message: "Only the first 200 lines were read. Paste the other 7 afterwards."}
	last := drafts[quickadd.MaxLines]
	if diff := cmp.Diff([]quickadd.Problem{want}, last.Problems); diff != "" || last.Title != "" || last.Line != 201 {
		t.Errorf("%+v %s", last, diff)
	}
}

func TestDirectory(t *testing.T) {
	for name, want := range map[string]string{
		"ana": "ana", "ANA": "ana", "ana.silva": "ana", "AnaSilva": "ana", "silva": "ana", "si": "ana",
		"ben": "ben", "be": "ben me", "b": "", "kmori": "kenji", "kenji": "kenji", "km": "kenji", "kenji-mori": "kenji",
		"joao": "joao", "João": "joao", "sam": "sam1 sam2", "sam.lee": "sam1", "saml": "sam1", "zoe": "", "": "", ".": "",
	} {
		var ids []string
		for _, p := range folk().Resolve(name) {
			ids = append(ids, p.ID)
		}
		slices.Sort(ids)
		if got := strings.Join(ids, " "); got != want {
			t.Errorf("%q is %q, want %q", name, got, want)
		}
	}
}

// Names on any line are looked up a bounded number of times.
func TestManyNames(t *testing.T) {
	s := setting(t, wednesday)
	asked := 0
	resolve := s.Resolve
	s.Resolve = func(name string) []quickadd.Person {
		asked++
		return resolve(name)
	}
	var b strings.Builder
	for i := range 100 {
		fmt.Fprintf(&b, "@x%dy ", i)
	}
	got := quickadd.Parse(b.String(), s)
	if asked != 10 || len(got[0].Problems) != 11 {
		t.Errorf("asked %d times, %d problems", asked, len(got[0].Problems))
	}
}
