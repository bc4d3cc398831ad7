package main

import (
	"fmt"
	"io"
	"os"
	"strconv"
	"strings"
	"time"

	"cairn/internal/db"
)

// line is one row of the table.
type line struct {
	engine string
	what   string
	ours   string
	floor  string
	ratio  string
	bar    string
	met    verdict
}

// verdict says whether a bar is met.
type verdict string

const (
	met    verdict = "yes"
	missed verdict = "**no**"
	noBar  verdict = ""
)

func judged(ok bool) verdict {
	if ok {
		return met
	}
	return missed
}

// report is the table as it grows. Each line is told as soon as it is known.
type report struct {
	out   io.Writer // the table, at the end
	tell  io.Writer // what happens meanwhile
	lines []line
}

func (r *report) add(engine db.Dialect, l line) { r.addFor(engineName(engine), l) }

func (r *report) addFor(engine string, l line) {
	l.engine = engine
	r.lines = append(r.lines, l)
	fmt.Fprintf(r.tell, "%-10s %-60s ours %-28s floor %-22s ratio %-6s bar %s %s\n", l.engine, l.what, l.ours, l.floor, l.ratio, l.bar, l.met)
}

func (r *report) sayf(format string, args ...any) {
	fmt.Fprintf(r.tell, time.Now().UTC().Format("15:04:05 ")+format+"\n", args...)
}

// print writes the table as Markdown.
func (r *report) print() {
	fmt.Fprintln(r.out, "| Engine | What | Ours | Floor | Ratio | Bar | Met? |")
	fmt.Fprintln(r.out, "|---|---|---|---|---|---|---|")
	for _, l := range r.lines {
		fmt.Fprintln(r.out, "| "+strings.Join([]string{l.engine, l.what, l.ours, l.floor, l.ratio, l.bar, string(l.met)}, " | ")+" |")
	}
}

func engineName(engine db.Dialect) string {
	if engine == db.Postgres {
		return "PostgreSQL"
	}
	return "SQLite"
}

func perSecond(rate float64) string {
	whole := int(rate + 0.5)
	if whole >= 1000 {
		return fmt.Sprintf("%d,%03d/s", whole/1000, whole%1000)
	}
	return fmt.Sprintf("%d/s", whole)
}

func ms(d time.Duration) string {
	if d >= 100*time.Millisecond {
		return fmt.Sprintf("%.0f ms", float64(d)/1e6)
	}
	return fmt.Sprintf("%.1f ms", float64(d)/1e6)
}

func megabytes(bytes int64) string { return fmt.Sprintf("%.0f MB", float64(bytes)/1e6) }

func ratio(ours, floor float64) string { return fmt.Sprintf("%.2f", ours/floor) }

func thousands(n int) string {
	if n < 1000 {
		return strconv.Itoa(n)
	}
	return thousands(n/1000) + fmt.Sprintf(",%03d", n%1000)
}

// The marks in docs/PERFORMANCE.md between which the last table stands.
const (
	tableBegins = "<!-- table -->\n"
	tableEnds   = "<!-- end of table -->"
)

// write puts the table into a document, in the place of the one before.
func (r *report) write(path string) error {
	text, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	before, rest, found := strings.Cut(string(text), tableBegins)
	_, after, ends := strings.Cut(rest, tableEnds)
	if !found || !ends {
		return fmt.Errorf("%s has no place for the table: it begins with %q and ends with %q", path, strings.TrimSpace(tableBegins), tableEnds)
	}
	var table strings.Builder
	fmt.Fprintf(&table, "Measured on %s, with `%s`.\n\n", time.Now().UTC().Format(time.DateOnly), strings.Join(append([]string{"bench"}, os.Args[1:]...), " "))
	(&report{out: &table, lines: r.lines}).print()
	return os.WriteFile(path, []byte(before+tableBegins+table.String()+tableEnds+after), 0o644) //nolint:gosec // a document
}
