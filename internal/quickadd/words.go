package quickadd

import (
	"strings"
	"unicode"
)

// line is one line of the text without its bullet.
type line struct {
	number int    // from 1
	offset int    // of runes[0] in the text, in code points
	runes  []rune // without bullet and white space around
	bytes  int    // the length of the whole line
	ticked bool   // it had a ticked box
}

// splitLines gives the lines that are not empty. Control characters count as
// white space everywhere.
func splitLines(text string) []line {
	all := []rune(text)
	var lines []line
	for start, number := 0, 1; start <= len(all); number++ {
		end := start
		for end < len(all) && all[end] != '\n' && (all[end] != '\r' || end+1 < len(all) && all[end+1] == '\n') {
			end++
		}
		l := line{number: number, bytes: len(string(all[start:end]))}
		from, ticked := stripBullet(all[start:end])
		to := end
		for to > start+from && isSpace(all[to-1]) {
			to--
		}
		l.offset, l.runes, l.ticked = start+from, all[start+from:to], ticked
		if len(l.runes) > 0 {
			lines = append(lines, l)
		}
		start = end + 1
	}
	return lines
}

// stripBullet returns how many runes of white space, bullet and box a line
// begins with.
func stripBullet(runes []rune) (n int, ticked bool) {
	skip := func() {
		for n < len(runes) && isSpace(runes[n]) {
			n++
		}
	}
	skip()
	if b := bulletLength(runes[n:]); b > 0 {
		n += b
		skip()
	}
	rest := runes[n:]
	if len(rest) >= 3 && rest[0] == '[' && rest[2] == ']' && strings.ContainsRune(" xX", rest[1]) && (len(rest) == 3 || isSpace(rest[3])) {
		ticked = rest[1] != ' '
		n += 3
		skip()
	}
	return n, ticked
}

// bulletLength is the length of "- ", "12. " and the like, without the space.
func bulletLength(runes []rune) int {
	n := 0
	for n < len(runes) && n < 3 && isDigit(runes[n]) {
		n++
	}
	marks := ".)"
	if n == 0 {
		marks = "-*+•"
	}
	if n >= len(runes) || !strings.ContainsRune(marks, runes[n]) {
		return 0
	}
	n++
	if n < len(runes) && !isSpace(runes[n]) {
		return 0
	}
	return n
}

// word is what stands between white space; quoted text is one word.
type word struct {
	start, end int    // in the line's runes
	coreEnd    int    // end without the punctuation behind the word
	core       string // as typed
	low        string // core in lower case
	after      string // the punctuation behind the word
	literal    bool   // quoted: never read
}

const punctuation = ",;:.!?"

func splitWords(l line) []word {
	var words []word
	for at := 0; at < len(l.runes); {
		if isSpace(l.runes[at]) {
			at++
			continue
		}
		w := word{start: at, end: at}
		if to := quoteEnd(l.runes, at); to > 0 {
			w.literal, w.end = true, to
		}
		for w.end < len(l.runes) && !isSpace(l.runes[w.end]) {
			w.end++
		}
		w.coreEnd = w.end
		for w.coreEnd > w.start+1 && strings.ContainsRune(punctuation, l.runes[w.coreEnd-1]) {
			w.coreEnd--
		}
		w.core = string(l.runes[w.start:w.coreEnd])
		w.low = strings.ToLower(w.core)
		w.after = string(l.runes[w.coreEnd:w.end])
		words = append(words, w)
		at = w.end
	}
	return words
}

// quoteEnd returns where the quoted text that begins at a word's start ends,
// or 0. A quote ends at a closing sign that no letter or digit follows.
func quoteEnd(runes []rune, at int) int {
	closing := '"'
	switch runes[at] {
	case '"':
	case '“':
		closing = '”'
	default:
		return 0
	}
	for i := at + 1; i < len(runes); i++ {
		if runes[i] == closing && (i+1 == len(runes) || !isWordRune(runes[i+1])) {
			return i + 1
		}
	}
	return 0
}

func isSpace(r rune) bool    { return unicode.IsSpace(r) || unicode.IsControl(r) }
func isDigit(r rune) bool    { return '0' <= r && r <= '9' }
func isWordRune(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }

// number reads a string of 1 to width decimal digits.
func number(s string, width int) (n int, ok bool) {
	if s == "" || len(s) > width {
		return 0, false
	}
	for _, r := range s {
		if !isDigit(r) {
			return 0, false
		}
		n = n*10 + int(r-'0')
	}
	return n, true
}
