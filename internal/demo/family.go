package demo

import (
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strconv"
	"strings"

	"cairn/internal/work"
)

// family is a sort of task that comes up again and again, each time about
// something else. In the files of words it looks like this:
//
//   - kenji yuki < max !high 3 calibration lab     owners < askers !level days labels
//     Recalibrate the {sensor} of {buoy}              the title; braces stand for a pool
//     ~ It drifts against the reference.              the body
//   - Two-point check                               the checklist
//     o: The seal looked tired.                       the owner says; a: the asker, m: the
//     a: Good. Keep the old one.                      owner's manager, or anybody by their key
//     --                                              another conversation
//     > waiting 3 The bath is still warm.             the date moves: why, days, in words
//     w hemi His boat is in the yard | 3              it waits for somebody, that many days
//     = Drift down to 0.3 % | lab/{buoy}              the outcome, and its address
//     x The farm took the buoy out.                   why it is no longer needed
//
// Without askers, one sets it for oneself.
type family struct {
	owners, askers []string
	level          work.Level
	days           float64
	labels         []string
	title, body    string
	checklist      []string
	talks          [][]turn
	moves          []move
	waits          []wait
	outcomes       []string // "words | address"
	noNeed         []string
}

type turn struct{ who, words string }

type move struct {
	reason work.DueReason
	days   int
	words  string
}

type wait struct {
	who, words string
	days       int
}

// words is everything that is said.
type words struct {
	families []family
	pools    map[string][]string
	generic  map[string][]string // by what they are about
}

func readWords() (words, error) {
	w := words{pools: map[string][]string{}, generic: map[string][]string{}}
	names, err := fs.Glob(files, "words/*.txt")
	if err != nil {
		return w, fmt.Errorf("demo: %w", err)
	}
	for _, name := range names {
		text, err := files.ReadFile(name)
		if err != nil {
			return w, fmt.Errorf("demo: %w", err)
		}
		switch path.Base(name) {
		case "pools.txt":
			w.readPools(string(text))
		case "generic.txt":
			w.readGeneric(string(text))
		default:
			if err := w.readFamilies(string(text)); err != nil {
				return w, fmt.Errorf("%s: %w", name, err)
			}
		}
	}
	return w, nil
}

func (w *words) readPools(text string) {
	for line := range strings.Lines(text) {
		if name, entries, ok := strings.Cut(strings.TrimSpace(line), ": "); ok && !strings.HasPrefix(line, "#") {
			w.pools[name] = strings.Split(entries, " | ")
		}
	}
}

func (w *words) readGeneric(text string) {
	about := ""
	for line := range strings.Lines(text) {
		line = strings.TrimSpace(line)
		switch {
		case line == "" || strings.HasPrefix(line, "#"):
		case strings.HasPrefix(line, "["):
			about = strings.Trim(line, "[]")
		default:
			w.generic[about] = append(w.generic[about], line)
		}
	}
}

func (w *words) readFamilies(text string) error {
	var f *family
	n := 0
	for line := range strings.Lines(text) {
		n++
		line = strings.TrimSpace(line)
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		if header, ok := strings.CutPrefix(line, "* "); ok {
			w.families = append(w.families, family{level: work.Medium, talks: [][]turn{nil}})
			f = &w.families[len(w.families)-1]
			if err := f.readHeader(header); err != nil {
				return fmt.Errorf("line %d: %w", n, err)
			}
			continue
		}
		if f == nil || !f.readLine(line) {
			return fmt.Errorf("line %d is not understood: %s", n, line)
		}
	}
	return nil
}

func (f *family) readHeader(header string) error {
	into := &f.owners
	for word := range strings.FieldsSeq(header) {
		days, err := strconv.ParseFloat(word, 64)
		switch {
		case word == "<":
			into = &f.askers
		case strings.HasPrefix(word, "!"):
			f.level, into = work.Level(word[1:]), &f.labels
		case err == nil:
			f.days = days
		default:
			*into = append(*into, word)
		}
	}
	if len(f.owners) == 0 || f.days == 0 {
		return fmt.Errorf("who does it, and in how many days? %s", header)
	}
	return nil
}

func (f *family) readLine(line string) bool {
	mark, rest, _ := strings.Cut(line, " ")
	switch {
	case f.title == "":
		f.title = line
	case mark == "~":
		f.body = rest
	case mark == "-":
		f.checklist = append(f.checklist, rest)
	case mark == "--":
		f.talks = append(f.talks, nil)
	case mark == "=":
		f.outcomes = append(f.outcomes, rest)
	case mark == "x":
		f.noNeed = append(f.noNeed, rest)
	case mark == ">":
		reason, rest, _ := strings.Cut(rest, " ")
		days, said, _ := strings.Cut(rest, " ")
		n, err := strconv.Atoi(days)
		f.moves = append(f.moves, move{work.DueReason(reason), n, said})
		return err == nil
	case mark == "w":
		who, rest, _ := strings.Cut(rest, " ")
		said, days, _ := strings.Cut(rest, " | ")
		n, err := strconv.Atoi(days)
		f.waits = append(f.waits, wait{who, said, n})
		return err == nil
	case strings.HasSuffix(mark, ":"):
		last := &f.talks[len(f.talks)-1]
		*last = append(*last, turn{strings.TrimSuffix(mark, ":"), rest})
	default:
		return false
	}
	return true
}

// braces are the names in braces of a text, each once.
func braces(text string) []string {
	var names []string
	for part := range strings.SplitSeq(text, "{") {
		if name, _, ok := strings.Cut(part, "}"); ok && !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	return names
}

// said is all that is said about a family's tasks.
func (f *family) said() string {
	all := slices.Concat([]string{f.title, f.body}, f.outcomes, f.noNeed)
	for _, talk := range f.talks {
		for _, turn := range talk {
			all = append(all, turn.words)
		}
	}
	for _, move := range f.moves {
		all = append(all, move.words)
	}
	for _, wait := range f.waits {
		all = append(all, wait.words)
	}
	return strings.Join(all, "\n")
}
