// Package rank makes the strings that order the tasks of one level on a
// worklist (W2).
//
// A rank is a fractional index by the published scheme (David Greenspan,
// "Implementing Fractional Indexing"): between any two ranks there is always
// another one, so a move writes the moved task's row and no other. Ranks are
// compared byte by byte; a database column of them needs the collation "C",
// and JavaScript's < compares them rightly.
//
// A rank is an integer part, then a fraction. The head letter of the integer
// part says how many digits follow it: 'a' 1, 'b' 2 … 'z' 26 upwards, and 'Z'
// 1, 'Y' 2 … 'A' 26 downwards. The digits are 0-9A-Za-z, in this order. The
// fraction has any number of digits and never ends in '0', so that no two
// ranks stand for the same place.
//
// Putting a task first or last changes the integer part alone, and ranks stay
// short: 10,000 in a row reach 4 characters. Putting one again and again into
// the same gap adds a character every 5 to 6 times; MaxLength is the end of
// that, and testdata/vectors.json the conformance suite of other ports.
package rank

import (
	"errors"
	"fmt"
	"strings"
)

// MaxLength is the length in bytes that no rank passes. It is far under what
// an index of either database engine takes, and some 3,000 moves into one and
// the same gap away.
const MaxLength = 512

// ErrTooLong says that a gap is used up: the level has to be spread anew with
// NBetween.
var ErrTooLong = errors.New("rank: no short enough rank is left in this gap")

const (
	digits       = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
	first        = "a0"                          // the rank of the only task of a level
	smallestHead = "A00000000000000000000000000" // nothing can stand before this integer part, so it is no rank by itself
)

// Valid reports whether s is a rank.
func Valid(s string) bool { return check(s) == nil }

// Between returns a rank after before and before after. An empty string
// leaves that end open; both empty gives the first rank of an empty level.
// It fails when an end is malformed, when before does not come before after,
// and with ErrTooLong.
func Between(before, after string) (string, error) {
	if err := checkEnds(before, after); err != nil {
		return "", err
	}
	return between(before, after)
}

// NBetween returns n ranks in ascending order between two ends, spread evenly,
// with the same meaning of the ends and the same errors as Between. It is for
// putting many tasks at once, as an import does.
func NBetween(before, after string, n int) ([]string, error) {
	if n < 0 {
		return nil, fmt.Errorf("rank: %d ranks were asked for", n)
	}
	if err := checkEnds(before, after); err != nil {
		return nil, err
	}
	ranks := make([]string, n)
	if err := fill(ranks, before, after); err != nil {
		return nil, err
	}
	return ranks, nil
}

// fill puts ranks between the ends into all of ranks. An open end counts on
// by integers, which is even and shortest; a closed gap is halved.
func fill(ranks []string, before, after string) error {
	n := len(ranks)
	if n == 0 {
		return nil
	}
	at := n / 2
	switch {
	case after == "":
		at = 0
	case before == "":
		at = n - 1
	}
	middle, err := between(before, after)
	if err != nil {
		return err
	}
	ranks[at] = middle
	// The open ends are loops, so that the depth of the recursion is that of
	// the halving.
	switch {
	case after == "":
		for i := 1; i < n; i++ {
			if ranks[i], err = between(ranks[i-1], ""); err != nil {
				return err
			}
		}
		return nil
	case before == "":
		for i := n - 2; i >= 0; i-- {
			if ranks[i], err = between("", ranks[i+1]); err != nil {
				return err
			}
		}
		return nil
	}
	if err := fill(ranks[:at], before, middle); err != nil {
		return err
	}
	return fill(ranks[at+1:], middle, after)
}

// between is Between for ends that were checked.
func between(before, after string) (string, error) {
	r := pick(before, after)
	if len(r) > MaxLength {
		return "", ErrTooLong
	}
	return r, nil
}

func pick(before, after string) string {
	switch {
	case before == "" && after == "":
		return first
	case before == "":
		whole, fraction := split(after)
		if whole == smallestHead {
			return whole + midpoint("", fraction)
		}
		if fraction != "" {
			return whole
		}
		// Only the smallest integer part has none below it, and alone it is
		// no valid rank.
		below, _ := step(whole, -1)
		if below == smallestHead {
			return below + midpoint("", "")
		}
		return below
	case after == "":
		whole, fraction := split(before)
		if above, ok := step(whole, +1); ok {
			return above
		}
		return whole + midpoint(fraction, "")
	}
	low, lowFraction := split(before)
	high, highFraction := split(after)
	if low == high {
		return low + midpoint(lowFraction, highFraction)
	}
	// An integer part above the lower one exists: the higher one is above it.
	if next, _ := step(low, +1); next < after {
		return next
	}
	return low + midpoint(lowFraction, "")
}

// midpoint returns a fraction between two fractions; an empty high is open.
func midpoint(low, high string) string {
	var b strings.Builder
	for {
		if high != "" {
			// What both begin with stays; low counts as padded with zeros.
			n := 0
			for n < len(high) && digitAt(low, n) == high[n] {
				n++
			}
			b.WriteString(high[:n])
			low, high = low[min(n, len(low)):], high[n:]
		}
		from, to := 0, len(digits)
		if low != "" {
			from = strings.IndexByte(digits, low[0])
		}
		if high != "" {
			to = strings.IndexByte(digits, high[0])
		}
		if to-from > 1 {
			b.WriteByte(digits[(from+to+1)/2])
			return b.String()
		}
		if len(high) > 1 {
			b.WriteByte(high[0])
			return b.String()
		}
		b.WriteByte(digits[from])
		low, high = low[min(1, len(low)):], ""
	}
}

func digitAt(s string, i int) byte {
	if i < len(s) {
		return s[i]
	}
	return digits[0]
}

// step returns the integer part one above or below; not ok at the last one.
func step(whole string, by int) (string, bool) {
	wrapFrom, wrapTo := digits[len(digits)-1], digits[0]
	if by < 0 {
		wrapFrom, wrapTo = wrapTo, wrapFrom
	}
	b := []byte(whole)
	for i := len(b) - 1; i > 0; i-- {
		if b[i] != wrapFrom {
			b[i] = digits[strings.IndexByte(digits, b[i])+by]
			return string(b), true
		}
		b[i] = wrapTo
	}
	// Every digit wrapped: the head moves on, and with it the length.
	head := b[0]
	switch {
	case by > 0 && head == 'z', by < 0 && head == 'A':
		return "", false
	case by > 0 && head == 'Z':
		head = 'a'
	case by < 0 && head == 'a':
		head = 'Z'
	default:
		head = byte(int(head) + by)
	}
	length, _ := wholeLength(head)
	return string(head) + strings.Repeat(string(wrapTo), length-1), true
}

// split cuts a valid rank into its integer part and its fraction.
func split(s string) (whole, fraction string) {
	n, _ := wholeLength(s[0])
	return s[:n], s[n:]
}

// wholeLength is the length of the integer part that head begins.
func wholeLength(head byte) (n int, ok bool) {
	switch {
	case 'a' <= head && head <= 'z':
		return int(head-'a') + 2, true
	case 'A' <= head && head <= 'Z':
		return int('Z'-head) + 2, true
	}
	return 0, false
}

func checkEnds(before, after string) error {
	for _, s := range []string{before, after} {
		if s == "" {
			continue
		}
		if err := check(s); err != nil {
			return err
		}
	}
	if before != "" && after != "" && before >= after {
		return fmt.Errorf("rank: %q does not come before %q", before, after)
	}
	return nil
}

func check(s string) error {
	if s == "" {
		return errors.New("rank: empty")
	}
	if len(s) > MaxLength {
		return ErrTooLong
	}
	n, ok := wholeLength(s[0])
	switch {
	case !ok:
		return fmt.Errorf("rank: %q begins with no letter", s)
	case n > len(s):
		return fmt.Errorf("rank: the integer part of %q is cut off", s)
	case s == smallestHead:
		return fmt.Errorf("rank: nothing could stand before %q", s)
	case len(s) > n && s[len(s)-1] == digits[0]:
		return fmt.Errorf("rank: the fraction of %q ends in 0", s)
	}
	for i := 1; i < len(s); i++ {
		if strings.IndexByte(digits, s[i]) < 0 {
			return fmt.Errorf("rank: %q has a character that is no digit", s)
		}
	}
	return nil
}
