package quickadd

import (
	"net/url"
	"slices"
	"strings"
	"unicode"
)

// maxDerivedTitle bounds a title made from a URL, in code points.
const maxDerivedTitle = 120

// title joins the words that were not taken. Punctuation behind a taken word
// moves to the word before it when the sentence goes on ("fix #auth, then
// deploy"), and goes with it otherwise.
func (p *lineParser) title() string {
	var b strings.Builder
	left := "" // the first punctuation that taken words left behind
	for i, w := range p.words {
		if p.taken[i] {
			if left == "" {
				left = w.after
			}
			continue
		}
		kept := visible(p.line.runes[w.start:w.end])
		if b.Len() == 0 {
			if i > 0 && isDash(kept) {
				continue
			}
		} else {
			if left != "" && !strings.ContainsRune(punctuation, rune(b.String()[b.Len()-1])) {
				b.WriteString(left)
			}
			b.WriteByte(' ')
		}
		left = ""
		b.WriteString(kept)
	}
	if n := len(p.words); n > 0 && p.taken[n-1] {
		return untied(b.String())
	}
	return b.String()
}

// untied cuts off what tied the title to a run behind it: it has nothing to tie
// any more.
func untied(title string) string {
	for {
		cut := strings.TrimRight(title, ",;:")
		if space := strings.LastIndexByte(cut, ' '); isDash(cut[space+1:]) {
			cut = cut[:max(space, 0)]
		}
		if cut == title {
			return title
		}
		title = cut
	}
}

func isDash(s string) bool {
	switch s {
	case "-", "–", "—", "|", "/":
		return true
	}
	return false
}

// visible is the text without control characters, which a quote can hold.
func visible(runes []rune) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) {
			return ' '
		}
		return r
	}, string(runes))
}

// webURL reads an absolute http or https address.
func webURL(s string) (*url.URL, bool) {
	if low := strings.ToLower(s); !strings.HasPrefix(low, "http://") && !strings.HasPrefix(low, "https://") {
		return nil, false
	}
	u, err := url.Parse(s)
	if err != nil || u.Hostname() == "" {
		return nil, false
	}
	return u, true
}

// titleOfURL names a page by the end of its path: "pricing page (docs.example.com)".
func titleOfURL(source string) string {
	u, ok := webURL(source)
	if !ok {
		return ""
	}
	host := strings.TrimPrefix(strings.ToLower(u.Hostname()), "www.")
	name := ""
	segments := strings.Split(u.Path, "/")
	for _, text := range slices.Backward(segments) {
		segment := segmentWords(text)
		if segment == "" {
			continue
		}
		name = strings.TrimSpace(segment + " " + name)
		if strings.ContainsFunc(segment, unicode.IsLetter) {
			break // a number alone says little: "issues 123"
		}
	}
	if r := []rune(name); len(r) > maxDerivedTitle {
		name = strings.TrimSpace(string(r[:maxDerivedTitle])) + "…"
	}
	if name == "" {
		return host
	}
	return name + " (" + host + ")"
}

// segmentWords is one part of a path, as words.
func segmentWords(segment string) string {
	for _, ending := range []string{".html", ".htm", ".md", ".pdf", ".php", ".aspx"} {
		segment = strings.TrimSuffix(segment, ending)
	}
	return strings.Join(strings.FieldsFunc(strings.ToValidUTF8(segment, " "), func(r rune) bool {
		return isSpace(r) || strings.ContainsRune("-_+", r)
	}), " ")
}
