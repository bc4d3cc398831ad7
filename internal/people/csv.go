package people

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode/utf8"

	"cairn/internal/errs"
)

// The limits of an import.
const (
	maxImportBytes = 4 << 20
	maxImportRows  = 5000
)

// CSVRow is a line of a file of people, as it stands there.
type CSVRow struct {
	Line          int
	Name          string
	Email         string // in lower case
	Title         string
	TimeZone      string
	ManagerEmail  string // in lower case
	Teams         []string
	HolidayRegion string
}

// CSVFile is a file of people that could be read.
type CSVFile struct {
	Rows    []CSVRow
	Ignored []string // columns that mean nothing here
}

// columns are the names of the columns, each with other ways to write it. The
// first two are needed.
func columns() [][]string {
	return [][]string{
		{"name", "full_name"},
		{"email", "e_mail", "email_address", "mail"},
		{"title", "job_title"},
		{"time_zone", "timezone", "zone"},
		{"manager_email", "manager", "manager_e_mail"},
		{"team", "teams"},
		{"holiday_region", "region"},
	}
}

const neededColumns = 2

// ParsePeopleCSV reads a file of people: separated by commas, semicolons or
// tabs, with or without a byte order mark, its first line naming the columns in
// any order and case. It refuses what is no such file, and says on which line;
// what the values mean is for PlanImport.
func ParsePeopleCSV(data []byte) (CSVFile, error) {
	if len(data) > maxImportBytes {
		return CSVFile{}, errs.New(errs.TooLarge, "the file has more than %d MiB: split it", maxImportBytes>>20)
	}
	data = bytes.TrimPrefix(data, []byte("\xef\xbb\xbf"))
	if !utf8.Valid(data) {
		return CSVFile{}, errs.InvalidField("csv", "the file is not UTF-8 text: save it as “CSV UTF-8”")
	}
	reader := csv.NewReader(bytes.NewReader(data))
	reader.Comma = separator(data)
	reader.FieldsPerRecord = -1
	header, err := reader.Read()
	if errors.Is(err, io.EOF) {
		return CSVFile{}, errs.InvalidField("csv", "the file is empty: its first line names the columns, such as name,email,title,time_zone,manager_email,team,holiday_region")
	}
	if err != nil {
		return CSVFile{}, unreadable(err)
	}
	places, ignored, err := readHeader(header)
	if err != nil {
		return CSVFile{}, err
	}
	file := CSVFile{Rows: []CSVRow{}, Ignored: ignored}
	for {
		record, err := reader.Read()
		if errors.Is(err, io.EOF) {
			return file, nil
		}
		if err != nil {
			return CSVFile{}, unreadable(err)
		}
		if !slices.ContainsFunc(record, func(cell string) bool { return strings.TrimSpace(cell) != "" }) {
			continue // a spreadsheet's empty line
		}
		if len(file.Rows) == maxImportRows {
			return CSVFile{}, errs.New(errs.TooLarge, "the file has more than %d people: split it", maxImportRows)
		}
		line, _ := reader.FieldPos(0)
		file.Rows = append(file.Rows, readRow(line, record, places))
	}
}

// separator finds what separates the columns: what stands most often in the
// first line, outside quotes.
func separator(data []byte) rune {
	first, _, _ := bytes.Cut(data, []byte("\n"))
	counts := map[rune]int{}
	quoted := false
	for _, r := range string(first) {
		if r == '"' {
			quoted = !quoted
		}
		if !quoted {
			counts[r]++
		}
	}
	best := ','
	for _, r := range []rune{';', '\t'} {
		if counts[r] > counts[best] {
			best = r
		}
	}
	return best
}

func unreadable(err error) error {
	if broken, ok := errors.AsType[*csv.ParseError](err); ok {
		return errs.InvalidField(fmt.Sprintf("line %d", broken.Line),
			"this line can't be read: a quote \" within a value is written twice, and the value stands in quotes")
	}
	return errs.InvalidField("csv", "the file can't be read")
}

// readHeader finds the place of each column, -1 for one that is not there.
func readHeader(header []string) ([]int, []string, error) {
	places := slices.Repeat([]int{-1}, len(columns()))
	var ignored []string
	for i, cell := range header {
		name := strings.NewReplacer(" ", "_", "-", "_").Replace(strings.ToLower(strings.TrimSpace(cell)))
		column := slices.IndexFunc(columns(), func(names []string) bool { return slices.Contains(names, name) })
		switch {
		case column < 0:
			if name != "" {
				ignored = append(ignored, strings.TrimSpace(cell))
			}
		case places[column] >= 0:
			return nil, nil, errs.InvalidField("line 1", "two columns are called %q: leave one of them out", columns()[column][0])
		default:
			places[column] = i
		}
	}
	var missing []string
	for column, names := range columns()[:neededColumns] {
		if places[column] < 0 {
			missing = append(missing, names[0])
		}
	}
	if len(missing) > 0 {
		return nil, nil, errs.InvalidField("line 1",
			"the first line names the columns, and must have: %s. It may have also: title, time_zone, manager_email, team, holiday_region", strings.Join(missing, ", "))
	}
	return places, ignored, nil
}

func readRow(line int, record []string, places []int) CSVRow {
	cell := func(column int) string {
		if place := places[column]; place >= 0 && place < len(record) {
			return strings.TrimSpace(record[place])
		}
		return ""
	}
	row := CSVRow{
		Line: line, Name: cell(0), Email: strings.ToLower(cell(1)), Title: cell(2), TimeZone: cell(3),
		ManagerEmail: strings.ToLower(cell(4)), HolidayRegion: cell(6),
	}
	for team := range strings.FieldsFuncSeq(cell(5), func(r rune) bool { return r == ';' || r == '|' || r == ',' }) {
		if team = strings.TrimSpace(team); team != "" {
			row.Teams = append(row.Teams, team)
		}
	}
	return row
}
