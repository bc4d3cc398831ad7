package recur_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"cairn/internal/errs"
	"cairn/internal/recur"
	"cairn/internal/worktime"
)

func next(t *testing.T, rule, from, after string, n int) string {
	t.Helper()
	r, err := recur.Parse("body.repeat", rule)
	if err != nil {
		t.Fatal(err)
	}
	dates, err := r.From(date(from))
	if err != nil {
		t.Fatal(err)
	}
	return strings.Trim(fmt.Sprint(dates.Next(date(after), n)), "[]")
}

func date(text string) worktime.Date {
	d, err := worktime.ParseDate("", text)
	if err != nil {
		panic(err)
	}
	return d
}

func TestW11_RulesGiveTheirDates(t *testing.T) {
	for _, c := range []struct{ rule, from, after, want string }{
		{"FREQ=WEEKLY;BYDAY=FR", "2026-11-27", "2026-11-27", "2026-12-04 2026-12-11 2026-12-18"},
		{"rrule:freq=weekly;byday=fr", "2026-11-27", "2026-12-03", "2026-12-04 2026-12-11 2026-12-18"},
		{"FREQ=WEEKLY;INTERVAL=2;BYDAY=FR", "2026-11-27", "2026-11-27", "2026-12-11 2026-12-25 2027-01-08"},
		{"FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1", "2026-11-23", "2026-11-23", "2026-11-30 2026-12-31 2027-01-29"},
		{"FREQ=MONTHLY;BYMONTHDAY=31", "2026-11-23", "2026-11-23", "2026-12-31 2027-01-31 2027-03-31"},
		{"FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29", "2026-11-23", "2026-11-23", "2028-02-29 2032-02-29 2036-02-29"},
		{"FREQ=MONTHLY;BYDAY=2TU", "2026-11-23", "2026-11-23", "2026-12-08 2027-01-12 2027-02-09"},
		{"FREQ=DAILY;COUNT=3", "2026-11-23", "2026-11-23", "2026-11-24 2026-11-25"},
		{"FREQ=DAILY;UNTIL=20261125", "2026-11-23", "2026-11-24", "2026-11-25"},
		{"FREQ=DAILY;UNTIL=20261125T120000Z", "2026-11-23", "2026-11-24", "2026-11-25"},
		{"FREQ=DAILY", "2026-03-28", "2026-03-28", "2026-03-29 2026-03-30 2026-03-31"}, // the clocks change on the 29th
	} {
		if got := next(t, c.rule, c.from, c.after, 3); got != c.want {
			t.Errorf("%s from %s after %s: %s, want %s", c.rule, c.from, c.after, got, c.want)
		}
	}
}

func TestW11_NonsenseIsRefusedWithWhatToDo(t *testing.T) {
	for rule, want := range map[string]string{
		"":                                       "is empty",
		"every friday":                           "no part of a rule",
		"FREQ=HOURLY":                            "more often than once a day",
		"FREQ=SECONDLY;COUNT=5":                  "more often than once a day",
		"FREQ=DAILY;BYHOUR=9":                    "set the due time",
		"FREQ=FORTNIGHTLY":                       "can't be read",
		"FREQ=WEEKLY;BYDAY=XX":                   "can't be read",
		"FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30":    "never comes",
		"FREQ=DAILY;BYMONTH=2;BYMONTHDAY=31":     "never comes",
		"FREQ=DAILY;INTERVAL=0":                  "INTERVAL of 0",
		"FREQ=DAILY;INTERVAL=100000":             "INTERVAL",
		"FREQ=DAILY;COUNT=1000000":               "at most",
		"FREQ=DAILY;COUNT=2;UNTIL=20270101":      "both COUNT and UNTIL",
		"DTSTART:20260101\nRRULE:FREQ=DAILY":     "lines",
		"FREQ=DAILY;" + strings.Repeat("X", 400): "characters",
	} {
		began := time.Now()
		_, err := recur.Parse("body.repeat", rule)
		if !errs.Is(err, errs.Invalid) || !strings.Contains(err.Error(), want) {
			t.Errorf("%.60q: %v, want a refusal that says %q", rule, err, want)
		}
		if took := time.Since(began); took > 5*time.Second {
			t.Errorf("%.60q took %s", rule, took)
		}
	}
}

func TestW11_RulesInPlainWords(t *testing.T) {
	for rule, want := range map[string]string{
		"FREQ=DAILY":                                    "every day",
		"FREQ=WEEKLY;BYDAY=FR":                          "every Friday",
		"FREQ=WEEKLY;BYDAY=FR,MO":                       "every Monday, Friday",
		"FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR":              "every working day, Monday to Friday",
		"FREQ=WEEKLY;INTERVAL=2;BYDAY=FR":               "every 2 weeks on Friday",
		"FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1": "the last working day of the month",
		"FREQ=MONTHLY;BYMONTHDAY=-1":                    "every month on the last day",
		"FREQ=MONTHLY;BYDAY=2TU":                        "FREQ=MONTHLY;BYDAY=2TU",
		"FREQ=MONTHLY;BYDAY=2TU;UNTIL=20270301":         "FREQ=MONTHLY;BYDAY=2TU;UNTIL=20270301",
		"FREQ=WEEKLY;BYDAY=FR;UNTIL=20270301":           "every Friday until 2027-03-01",
		"FREQ=MONTHLY;INTERVAL=3":                       "every 3 months",
		"FREQ=YEARLY":                                   "every year",
		"FREQ=YEARLY;BYMONTH=3":                         "FREQ=YEARLY;BYMONTH=3",
	} {
		rule, err := recur.Parse("", rule)
		if err != nil {
			t.Fatal(err)
		}
		if got := rule.Words(); got != want {
			t.Errorf("%s: %q, want %q", rule, got, want)
		}
	}
}

// FuzzParse holds that no rule takes long or panics.
func FuzzParse(f *testing.F) {
	for _, seed := range []string{"FREQ=WEEKLY;BYDAY=FR", "FREQ=MONTHLY;BYSETPOS=-1;BYDAY=MO,TU", "FREQ=YEARLY;BYWEEKNO=53", "FREQ=DAILY;BYYEARDAY=366"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		rule, err := recur.Parse("x", text)
		if err != nil {
			return
		}
		_ = rule.Words()
		dates, err := rule.From(date("2026-11-23"))
		if err != nil {
			t.Fatal(err)
		}
		found := dates.Next(date("2026-11-23"), 3)
		for i, d := range found {
			if i > 0 && !d.After(found[i-1]) || !d.After(date("2026-11-23")) {
				t.Fatalf("%q: %v", text, found)
			}
		}
	})
}
