package work

import (
	"strings"
	"unicode"

	"cairn/internal/db"
)

const maxSearchWords = 8

// searchWords are the words that a search looks for: letters and digits alone,
// so that nothing typed is read as an operator of either engine.
func searchWords(query string) []string {
	words := strings.FieldsFunc(query, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	return words[:min(len(words), maxSearchWords)]
}

// textSearch is the condition that all words begin a word of title or body,
// without regard to case and accents. The engines differ here; %s stands for the
// parameter.
func textSearch(dialect db.Dialect, words []string) (condition, value string) {
	if dialect == db.Postgres {
		for i, word := range words {
			words[i] = word + ":*"
		}
		return "to_tsvector('simple', folded(t.title || ' ' || t.body)) @@ to_tsquery('simple', folded(%s))", strings.Join(words, " & ")
	}
	for i, word := range words {
		words[i] = `"` + word + `"*`
	}
	return "t.seq IN (SELECT rowid FROM task_text WHERE task_text MATCH %s)", strings.Join(words, " ")
}
