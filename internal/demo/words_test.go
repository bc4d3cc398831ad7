package demo

import (
	"slices"
	"testing"

	"cairn/internal/work"
)

// TestWords reads all words: everybody named in them works there, and every
// brace has something to stand for.
func TestWords(t *testing.T) {
	t.Parallel()
	w, err := readWords()
	if err != nil {
		t.Fatal(err)
	}
	if len(w.families) < 100 {
		t.Errorf("%d families are too few for a year", len(w.families))
	}
	var keys []string
	for _, one := range company() {
		keys = append(keys, one.key)
	}
	calculated := []string{"month", "quarter", "year"}
	for _, f := range w.families {
		named := slices.Concat(f.owners, f.askers)
		for _, talk := range f.talks {
			for _, said := range talk {
				if !slices.Contains([]string{"o", "a", "m"}, said.who) {
					named = append(named, said.who)
				}
			}
		}
		for _, wait := range f.waits {
			named = append(named, wait.who)
		}
		for _, key := range named {
			if !slices.Contains(keys, key) {
				t.Errorf("%s: nobody is called %q", f.title, key)
			}
		}
		if !slices.Contains([]work.Level{work.Urgent, work.High, work.Medium, work.Low}, f.level) {
			t.Errorf("%s: %q is no level", f.title, f.level)
		}
		for _, name := range braces(f.said()) {
			if len(w.pools[name]) == 0 && !slices.Contains(calculated, name) {
				t.Errorf("%s: there is no pool {%s}", f.title, name)
			}
		}
	}
	for _, about := range []string{"decline", "scope", "slip", "waiting", "reprioritized", "raise", "noneed"} {
		if len(w.generic[about]) == 0 {
			t.Errorf("nothing is said for %s", about)
		}
	}
}
