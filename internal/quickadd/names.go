package quickadd

import (
	"slices"
	"strings"
	"time"
)

// weekdayNamed reads "fri", "friday"; Tuesday to Thursday have more short forms.
func weekdayNamed(s string) (time.Weekday, bool) {
	switch s {
	case "tues":
		return time.Tuesday, true
	case "weds":
		return time.Wednesday, true
	case "thur", "thurs":
		return time.Thursday, true
	}
	for w := time.Sunday; w <= time.Saturday; w++ {
		if name := strings.ToLower(w.String()); s == name || s == name[:3] {
			return w, true
		}
	}
	return 0, false
}

// monthNamed reads "dec", "december" and "sept".
func monthNamed(s string) (time.Month, bool) {
	if s == "sept" {
		return time.September, true
	}
	for m := time.January; m <= time.December; m++ {
		if name := strings.ToLower(m.String()); s == name || s == name[:3] {
			return m, true
		}
	}
	return 0, false
}

func periodNamed(s string) (unitOfTime, bool) {
	i := slices.Index([]string{"week", "month", "quarter", "year"}, s)
	return unitOfTime(max(i, 0)), i >= 0
}

// dayNumber reads "1", "1st", "22nd", up to 31.
func dayNumber(s string) (int, bool) {
	for _, ending := range []string{"st", "nd", "rd", "th"} {
		if cut, ok := strings.CutSuffix(s, ending); ok {
			s = cut
			break
		}
	}
	n, ok := number(s, 2)
	return n, ok && n >= 1 && n <= 31
}

// smallNumber reads a count: "3", "a", "three".
func smallNumber(s string) (int, bool) {
	switch s {
	case "a", "an":
		return 1, true
	}
	words := []string{"one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"}
	if i := slices.Index(words, s); i >= 0 {
		return i + 1, true
	}
	return number(s, 3)
}

// isLevel reports whether s is one of the four priority levels.
func isLevel(s string) bool {
	switch s {
	case "urgent", "high", "medium", "low":
		return true
	}
	return false
}

// bindsNext reports whether s ties the word behind it to the sentence, so that
// a level or date there is no instruction.
func bindsNext(s string) bool {
	switch s {
	case "a", "an", "the", "is", "are", "was", "be", "too", "very", "so", "not", "of", "from", "to", "than",
		"and", "or", "as", "at", "in", "on", "for", "since", "before", "after", "every", "each", "last", "per", "with":
		return true
	}
	return false
}
