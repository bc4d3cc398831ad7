package quickadd_test

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"cairn/internal/quickadd"

	"pgregory.net/rapid"
)

func FuzzParse(f *testing.F) {
	for _, c := range vectorCases() {
		f.Add(c.Text)
	}
	f.Add("\xff by fri")
	f.Fuzz(func(t *testing.T, text string) {
		checkParse(t, text)
	})
}

// checkParse holds what is true of any text at all.
func checkParse(t testing.TB, text string) {
	t.Helper()
	drafts := quickadd.Parse(text, setting(t, wednesday))
	if len(drafts) > quickadd.MaxLines+1 {
		t.Fatalf("%d drafts", len(drafts))
	}
	runes := string([]rune(text)) // what is not UTF-8 becomes U+FFFD
	line := 0
	for _, d := range drafts {
		if d.Line <= line {
			t.Errorf("line %d after %d", d.Line, line)
		}
		line = d.Line
		if strings.TrimSpace(d.Title) == "" && len(d.Problems) == 0 {
			t.Errorf("no title and no problem: %q", text)
		}
		if !utf8.ValidString(d.Title) || strings.ContainsAny(d.Title, "\n\r\x00") {
			t.Errorf("title %q", d.Title)
		}
		end := 0
		all := []rune(runes)
		for _, s := range d.Understood {
			if s.Start < end || s.End <= s.Start || s.End > len(all) || string(all[s.Start:s.End]) != s.Text {
				t.Fatalf("span %+v in %q", s, text)
			}
			end = s.End
		}
		if d.Repeat != "" && (d.DueDate == "" || d.NoDate) {
			t.Errorf("%q comes again by %s without a date", text, d.Repeat)
		}
		if d.SourceURL == "" {
			checkSubsequence(t, d.Title, runes)
		}
	}
}

// checkSubsequence: a title never has a letter that the line had not.
func checkSubsequence(t testing.TB, title, line string) {
	t.Helper()
	rest := []rune(line)
	for _, r := range strings.ReplaceAll(title, " ", "") {
		i := slices.Index(rest, r)
		if i < 0 {
			t.Fatalf("title %q is not in %q", title, line)
		}
		rest = rest[i+1:]
	}
}

// Lines made of the grammar's own words reach more of it than random letters.
func TestAnyOrderOfWords(t *testing.T) {
	words := strings.Fields("plan the doc by due on until at for in next this end of day week month fri mon dec 1 3 1st 15th 2026-12-01 " +
		"12/1 3pm 15:00 noon eod eow today tomorrow no date high low !urgent priority #a @ana @zoe @sam working days a two every each other weekday last first till and , : - \" \"x https://e.com/a")
	rapid.Check(t, func(r *rapid.T) {
		line := strings.Join(rapid.SliceOfN(rapid.SampledFrom(words), 1, 14).Draw(r, "words"), " ")
		checkParse(t, line)
	})
}

// A title in which nothing was understood is read the same again.
func TestPlainTitlesStay(t *testing.T) {
	for _, c := range lines() {
		first := quickadd.Parse(c.line, setting(t, wednesday))[0]
		if len(first.Understood) > 0 || len(first.Problems) > 0 {
			continue
		}
		again := quickadd.Parse(first.Title, setting(t, wednesday))[0]
		if again.Title != first.Title || len(again.Understood) > 0 {
			t.Errorf("%q became %q", first.Title, again.Title)
		}
	}
}

func BenchmarkParse(b *testing.B) {
	s := setting(b, wednesday)
	for b.Loop() {
		quickadd.Parse("review pricing page by fri 3pm high #launch @ana", s)
	}
}

// The largest paste, of words that all have to be tried.
func BenchmarkLargestPaste(b *testing.B) {
	s := setting(b, wednesday)
	text := strings.Repeat(strings.Repeat("by 1 dec, ", 199)+"\n", quickadd.MaxLines)
	for b.Loop() {
		quickadd.Parse(text, s)
	}
}
