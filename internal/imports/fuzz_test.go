package imports

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"cairn/internal/errs"
)

// FuzzReadSheet holds that whatever is sent is read or refused in words, row by
// row, and that what was read fits its header and stands where it says.
func FuzzReadSheet(f *testing.F) {
	for _, seed := range []string{
		"what,who\nA,Ana\n", "what;who\r\n\"A\nB\";Ana\r\n", "\ufeffwhat\twho\n\tAna\n", "what,who\n\"A,Ana\nB,Ben\n",
		"what,who\n5\" disk,Ana\n", ",\n,,\n", "what\rA\rB", "\"\"\n\"\"", "what,what\n,\n\n ,x",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		s, err := readSheet("body.csv", text, "what", "who")
		if refusal, ok := errors.AsType[*errs.Error](err); err != nil && (!ok || refusal.Message == "") {
			t.Fatalf("refused with %v", err)
		}
		lines := strings.Count(strings.ReplaceAll(text, "\r", "\n"), "\n") + 1
		last := 0
		for _, row := range s.rows {
			if row.number <= last || row.number > lines {
				t.Errorf("a row on line %d, after %d, of %d lines", row.number, last, lines)
			}
			last = row.number
			if row.problem == "" && (len(row.fields) != len(s.header) || row.blank()) {
				t.Errorf("line %d has the fields %q under %q", row.number, row.fields, s.header)
			}
			if slices.ContainsFunc(row.fields, func(field string) bool { return field != oneLine(field) }) {
				t.Errorf("line %d has a field of several lines: %q", row.number, row.fields)
			}
		}
	})
}

// FuzzReadWhen holds that a date is read or refused, and that what was read is
// read the same when it is written in the plain form.
func FuzzReadWhen(f *testing.F) {
	for _, seed := range [][2]string{
		{"2025-02-14", "02:00"}, {"2025-02-13T18:00:00-0800", ""}, {"Monday 13th January 2025", "5pm"}, {"31/12/2026", "2:05:30"},
		{"01/02/2025", "12:30 a.m."}, {"January 2nd, 2025", "02:00 UTC"}, {"0001-01-01T00:01+23:59", ""}, {"9999-12-31 23:59-23:59", ""},
	} {
		f.Add(seed[0], seed[1])
	}
	f.Fuzz(func(t *testing.T, date, clock string) {
		w, err := readWhen(date, clock, "Asia/Kolkata")
		if err != nil {
			if err.Error() == "" {
				t.Error("refused without a word")
			}
			return
		}
		if w.date.IsZero() {
			return
		}
		at := ""
		if w.at != nil {
			at = w.at.String()
		}
		again, err := readWhen(w.date.String(), at, w.zone)
		if err != nil || again.date != w.date || told(again) != told(w) {
			t.Errorf("%q %q is %s, and that is %s (%v)", date, clock, told(w), told(again), err)
		}
	})
}

// FuzzOwners holds that an owner text is found or refused, whatever it holds.
func FuzzOwners(f *testing.F) {
	for _, seed := range []string{"Lead", "A / B", "A and B & C, D", "/", " and ", "a@example.com,b@example.com"} {
		f.Add(seed)
	}
	ana := &person{id: "1", name: "Ana", active: true}
	d := &directory{byText: map[string]*person{"a": ana, "lead": ana}, byName: map[string][]*person{"b": {ana, {id: "2", active: true}}}}
	f.Fuzz(func(t *testing.T, text string) {
		found, err := d.find(oneLine(text))
		if (found.owner == nil) != (err != nil) {
			t.Errorf("%q: %+v, %v", text, found, err)
		}
	})
}
