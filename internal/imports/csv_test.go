package imports

import (
	"fmt"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"cairn/internal/errs"
)

// lines tells what was read of a file, a row a line.
func lines(s sheet) []string {
	told := []string{}
	for _, row := range s.rows {
		text := fmt.Sprintf("%d: %s", row.number, strings.Join(row.fields, "|"))
		if row.problem != "" {
			text = fmt.Sprintf("%d! %s", row.number, row.problem)
		}
		told = append(told, text)
	}
	return told
}

func TestReadSheet(t *testing.T) {
	for name, c := range map[string]struct {
		text  string
		want  []string
		blank int
	}{
		"plain":                    {"what,who\nA,Ana\nB,Ben\n", []string{"2: A|Ana", "3: B|Ben"}, 0},
		"no line break at the end": {"what,who\nA,Ana", []string{"2: A|Ana"}, 0},
		"carriage returns":         {"what,who\r\nA,Ana\r\n", []string{"2: A|Ana"}, 0},
		"old carriage returns":     {"what,who\rA,Ana\rB,Ben", []string{"2: A|Ana", "3: B|Ben"}, 0},
		"byte order mark":          {"\ufeffwhat,who\nA,Ana\n", []string{"2: A|Ana"}, 0},
		"quoted byte order mark":   {"\ufeff\"what\",who\nA,Ana\n", []string{"2: A|Ana"}, 0},
		"semicolons":               {"what;who\nA, and more;Ana\n", []string{"2: A, and more|Ana"}, 0},
		"tabs":                     {"what\twho\nA\t\n\tBen\n", []string{"2: A|", "3: |Ben"}, 0},
		"a line break in a text":   {"what,who\n\"A\nand B\",Ana\nC,Ben\n", []string{"2: A and B|Ana", "4: C|Ben"}, 0},
		"spaces":                   {"what , who\n  A  B , \"Ana\"\n", []string{"2: A B|Ana"}, 0},
		"empty rows":               {"what,who\n\n,\nA,Ana\n , \n", []string{"4: A|Ana"}, 2},
		"separators at the end":    {"what,who,,\nA,Ana,,\nB,Ben\n", []string{"2: A|Ana", "3: B|Ben"}, 0},
		"a row with more fields": {"what,who\nA, and more,Ana\nB,Ben\n", []string{
			"2! has 3 fields, and the first line names 2 columns: put a text that has a separator in it between quotation marks", "3: B|Ben",
		}, 0},
		"a row with fewer fields": {"what,who\nA\nB,Ben\n", []string{
			"2! has 1 fields, and the first line names 2 columns: add the separators that are missing", "3: B|Ben",
		}, 0},
		"a quotation mark inside": {"what,who\n5\" disk,Ana\nB,Ben\n", []string{
			"2! a quotation mark stands inside a text: put the whole text between quotation marks, and write those within it twice", "3: B|Ben",
		}, 0},
		"a quotation mark that stays open": {"what,who\nA,Ana\n\"B,Ben\nC,Cleo\n", []string{
			"2: A|Ana",
			"3! a quotation mark that opens on line 3 is not closed where its text ends, so lines 3 to 4 can't be told apart: " +
				"put the whole text between quotation marks, and write those within it twice",
		}, 0},
	} {
		t.Run(name, func(t *testing.T) {
			s, err := readSheet("body.csv", c.text, "What", "who")
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(c.want, lines(s)); diff != "" || s.blank != c.blank {
				t.Errorf("%d blank, want %d (-want +got):\n%s", s.blank, c.blank, diff)
			}
		})
	}
}

func TestReadSheetRefuses(t *testing.T) {
	for name, c := range map[string]struct {
		text string
		code errs.Code
		want string
	}{
		"nothing":       {" \n", errs.Invalid, "is empty"},
		"another code":  {"what,who\n\xff\xfe,Ana\n", errs.Invalid, "save it as “CSV UTF-8”"},
		"a zero byte":   {"what,who\nA\x00,Ana\n", errs.Invalid, "save it as “CSV UTF-8”"},
		"first line":    {"\"what,who\nA,Ana\n", errs.Invalid, "first line that can't be read"},
		"a large file":  {"what\n" + strings.Repeat("x", maxFile), errs.TooLarge, "over 10 MB"},
		"too many rows": {"what\n" + strings.Repeat("x\n", maxRows+1), errs.TooLarge, "more than 10000 rows"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := readSheet("body.csv", c.text, "what")
			if !errs.Is(err, c.code) || !strings.Contains(err.Error(), c.want) {
				t.Errorf("refused with %v, want %s: … %s …", err, c.code, c.want)
			}
		})
	}
}

func TestColumn(t *testing.T) {
	s, err := readSheet("body.csv", "Task,task,Owner,Due,due date\n", "Task")
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]string{
		"Task": "0", "task": "1", "OWNER": "2", "due  date": "4", "Due": "3",
		"TASK": "two columns named “Task”",
		"who":  "no column “who”; it has “Task”, “task”, “Owner”, “Due”, “due date”",
	} {
		at, err := s.column("body.mapping.title", name)
		got := strconv.Itoa(at)
		if err != nil {
			got = err.Error()
		}
		if !strings.Contains(got, want) {
			t.Errorf("column %q: %s, want %s", name, got, want)
		}
	}
}
