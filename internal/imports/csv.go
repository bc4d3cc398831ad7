package imports

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"cairn/internal/errs"
)

// The sizes that a file keeps to.
const (
	maxFile  = 10 << 20 // bytes
	maxRows  = 10_000
	maxNamed = 30 // columns that a refusal lists
)

// sheet is the content of a CSV file: rows under a header.
type sheet struct {
	header []string
	rows   []line
	blank  int // rows with nothing in them, which are passed over
}

// line is a row of the file, which may span several of its lines.
type line struct {
	number  int // where it begins in the file, from 1
	fields  []string
	problem string // why the row can't be read; then there are no fields
}

// readSheet reads a CSV file. Its fields are separated by commas, semicolons,
// tabs or bars: by whichever gives most of the wanted columns. A row that can't
// be read has a problem, and doesn't keep the others from being read.
func readSheet(location, text string, wanted ...string) (sheet, error) {
	if len(text) > maxFile {
		return sheet{}, errs.New(errs.TooLarge, "the file is over %d MB; split it", maxFile>>20)
	}
	if !utf8.ValidString(text) || strings.ContainsRune(text, 0) {
		return sheet{}, errs.InvalidField(location, "is not text in UTF-8; save it as “CSV UTF-8” and try again")
	}
	text = strings.TrimPrefix(text, "\ufeff")
	if !strings.Contains(text, "\n") {
		text = strings.ReplaceAll(text, "\r", "\n")
	}
	if strings.TrimSpace(text) == "" {
		return sheet{}, errs.InvalidField(location, "is empty; its first line must name the columns")
	}
	reader, header, err := open(text, wanted)
	if err != nil {
		return sheet{}, errs.InvalidField(location, "has a first line that can't be read as names of columns: %s", unreadable(err))
	}
	s := sheet{header: header}
	for {
		row, err := s.next(reader)
		if errors.Is(err, io.EOF) {
			return s, nil
		}
		if err != nil {
			return sheet{}, err
		}
		if row.blank() {
			s.blank++
			continue
		}
		if len(s.rows) == maxRows {
			return sheet{}, errs.New(errs.TooLarge, "the file has more than %d rows; split it", maxRows)
		}
		s.rows = append(s.rows, row)
	}
}

// next reads a row, and says what is wrong with it.
func (s sheet) next(reader *csv.Reader) (line, error) {
	fields, err := reader.Read()
	var broken *csv.ParseError
	switch {
	case errors.As(err, &broken):
		return line{number: broken.StartLine, problem: unreadable(err)}, nil
	case err != nil:
		return line{}, err
	}
	row := line{fields: fields}
	row.number, _ = reader.FieldPos(0)
	for i, field := range fields {
		fields[i] = oneLine(field)
	}
	for len(fields) > len(s.header) && fields[len(fields)-1] == "" {
		fields = fields[:len(fields)-1] // separators at the end
	}
	row.fields = fields
	switch {
	case row.blank():
	case len(fields) > len(s.header):
		row.problem = fmt.Sprintf("has %d fields, and the first line names %d columns: put a text that has a separator in it between quotation marks", len(fields), len(s.header))
	case len(fields) < len(s.header):
		row.problem = fmt.Sprintf("has %d fields, and the first line names %d columns: add the separators that are missing", len(fields), len(s.header))
	}
	return row, nil
}

func (l line) blank() bool {
	return l.fields != nil && !slices.ContainsFunc(l.fields, func(field string) bool { return field != "" })
}

// open finds the separator, and reads the first line.
func open(text string, wanted []string) (*csv.Reader, []string, error) {
	var best *csv.Reader
	var header []string
	var failed error
	most := -1
	for _, separator := range ",;\t|" {
		reader := csv.NewReader(strings.NewReader(text))
		reader.Comma, reader.FieldsPerRecord = separator, -1
		reader.TrimLeadingSpace = separator != '\t' // it would eat empty fields
		names, err := reader.Read()
		if err != nil {
			if failed == nil {
				failed = err
			}
			continue
		}
		found := 0
		for i := range names {
			names[i] = oneLine(names[i])
			if slices.ContainsFunc(wanted, func(name string) bool { return fold(name) == fold(names[i]) }) {
				found++
			}
		}
		for len(names) > 1 && names[len(names)-1] == "" {
			names = names[:len(names)-1]
		}
		if score := found<<16 + len(names); score > most {
			most, best, header = score, reader, names
		}
	}
	if best == nil {
		return nil, nil, failed
	}
	return best, header, nil
}

// column finds a column by its name: as it stands there, or without regard to
// case.
func (s sheet) column(location, name string) (int, error) {
	for _, same := range []func(a, b string) bool{
		func(a, b string) bool { return a == b },
		func(a, b string) bool { return fold(a) == fold(b) },
	} {
		at := slices.IndexFunc(s.header, func(h string) bool { return same(h, oneLine(name)) })
		if at < 0 {
			continue
		}
		if slices.ContainsFunc(s.header[at+1:], func(h string) bool { return same(h, oneLine(name)) }) {
			return 0, errs.InvalidField(location, "the file has two columns named “%s”; give one of them another name", s.header[at])
		}
		return at, nil
	}
	return 0, errs.InvalidField(location, "the file has no column “%s”; it has %s", oneLine(name), listed(s.header))
}

func listed(names []string) string {
	var quoted []string
	for _, name := range names[:min(len(names), maxNamed)] {
		quoted = append(quoted, "“"+name+"”")
	}
	if more := len(names) - maxNamed; more > 0 {
		quoted = append(quoted, fmt.Sprintf("and %d more", more))
	}
	return strings.Join(quoted, ", ")
}

// unreadable says why a row is no CSV, and how to mend it.
func unreadable(err error) string {
	var broken *csv.ParseError
	if !errors.As(err, &broken) {
		return "it ends too early"
	}
	const mend = "put the whole text between quotation marks, and write those within it twice"
	switch {
	case broken.Line > broken.StartLine:
		return fmt.Sprintf("a quotation mark that opens on line %d is not closed where its text ends, so lines %d to %d can't be told apart: %s",
			broken.StartLine, broken.StartLine, broken.Line, mend)
	case errors.Is(err, csv.ErrQuote), errors.Is(err, csv.ErrBareQuote):
		return "a quotation mark stands inside a text: " + mend
	default:
		return "it is no CSV"
	}
}

// oneLine is a text without line breaks and other control characters, and with
// single spaces.
func oneLine(text string) string {
	return strings.Join(strings.FieldsFunc(text, func(r rune) bool { return unicode.IsSpace(r) || unicode.IsControl(r) }), " ")
}

// fold makes texts comparable that differ in case or spaces alone.
func fold(text string) string { return strings.ToLower(oneLine(text)) }
