package cli

import (
	"encoding/json"
	"fmt"
	"strings"
	"unicode/utf8"
)

// tellf answers: in words, or with --json as a value.
func (r *runner) tellf(value any, format string, args ...any) error {
	if r.json {
		return r.value(value)
	}
	_, err := fmt.Fprintf(r.stdout, format, args...)
	return err
}

// value writes a value as JSON.
func (r *runner) value(value any) error {
	encoder := json.NewEncoder(r.stdout)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	return encoder.Encode(value)
}

// sayf tells what happens meanwhile, to a person alone.
func (r *runner) sayf(format string, args ...any) {
	if !r.json {
		fmt.Fprintf(r.stdout, format, args...)
	}
}

// dueColumn heads the due dates, in every table that has them.
const dueColumn = "DUE"

// table is rows of cells, some with lines of text below them.
type table struct {
	head []string
	rows []tableRow
}

type tableRow struct {
	cells []string
	below []string
	alarm bool // wants to be seen
}

// gap is what stands between two columns.
const gap = "  "

// print writes the table; its last column is as wide as it is.
func (r *runner) print(t table) {
	width := make([]int, len(t.head))
	for i, name := range t.head {
		width[i] = utf8.RuneCountInString(name)
		for _, row := range t.rows {
			width[i] = max(width[i], utf8.RuneCountInString(row.cells[i]))
		}
	}
	style := r.style()
	write := func(cells []string, as string) {
		var b strings.Builder
		for i, cell := range cells {
			b.WriteString(cell)
			if i < len(cells)-1 {
				b.WriteString(strings.Repeat(" ", width[i]-utf8.RuneCountInString(cell)) + gap)
			}
		}
		fmt.Fprintln(r.stdout, style.as(as, strings.TrimRight(b.String(), " ")))
	}
	write(t.head, bold)
	for _, row := range t.rows {
		as := plainly
		if row.alarm {
			as = red
		}
		write(row.cells, as)
		for _, text := range row.below {
			fmt.Fprintln(r.stdout, style.as(dim, strings.Repeat(" ", width[0])+gap+text))
		}
	}
}

// The looks of text on a terminal, as its codes.
const (
	plainly = ""
	bold    = "\x1b[1m"
	dim     = "\x1b[2m"
	red     = "\x1b[31m"
)

// style is whether text has looks.
type style bool

func (r *runner) style() style {
	_, ok := terminal(r.stdout)
	return style(ok && r.getenv("NO_COLOR") == "" && r.getenv("TERM") != "dumb")
}

func (s style) as(look, text string) string {
	if !s || look == plainly {
		return text
	}
	return look + text + "\x1b[0m"
}

// count is a number with its noun.
func count(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}
