package imports

import (
	"strings"
	"testing"
)

func TestReadWhen(t *testing.T) {
	for _, c := range []struct{ date, clock, zone, want string }{
		{"", "", "UTC", ""},
		{"2025-02-14", "", "UTC", "2025-02-14"},
		{"2025/2/4", "", "", "2025-02-04"},
		{"2025.02.04", "", "", "2025-02-04"},
		{"2025-02-14", "02:00", "UTC", "2025-02-14 02:00 UTC"},
		{"2025-02-14", "02:00", "Asia/Kolkata", "2025-02-14 02:00 Asia/Kolkata"},
		{"2025-02-14", "17:30", "", "2025-02-14 17:30"},
		{"2025-02-14", "02:00 UTC", "Asia/Kolkata", "2025-02-14 02:00 UTC"},
		{"2025-02-14", "2:05:30", "", "2025-02-14 02:05"},
		{"2025-02-14", "5pm", "", "2025-02-14 17:00"},
		{"2025-02-14", "12:30 a.m.", "", "2025-02-14 00:30"},
		{"2025-02-14", "12 PM", "", "2025-02-14 12:00"},
		{"2025-02-14", "24:00", "", "2025-02-14 24:00"},
		{"2025-02-14 00:00:00", "", "UTC", "2025-02-14"},
		{"2025-02-14T09:30", "", "America/Denver", "2025-02-14 09:30 America/Denver"},
		{"2025-02-14T02:00:00.000Z", "", "America/Denver", "2025-02-14 02:00 UTC"},
		{"2025-02-13T18:00:00-0800", "", "", "2025-02-14 02:00 UTC"},
		{"2025-02-14 07:30+05:30", "", "", "2025-02-14 02:00 UTC"},
		{"31/12/2026", "", "", "2026-12-31"},
		{"12/31/2026", "", "", "2026-12-31"},
		{"05-05-2026", "", "", "2026-05-05"},
		{"1.2.2026", "", "", "2026-02-01"},
		{"2 January 2025", "", "", "2025-01-02"},
		{"Monday 13th January 2025", "", "", "2025-01-13"},
		{"Thurs., 27th of Feb. 2025", "", "", "2025-02-27"},
		{"January 2nd, 2025", "", "", "2025-01-02"},
		{"2-Sept-2025", "", "", "2025-09-02"},
		{"Mar 5 2025", "", "", "2025-03-05"},
		{"29 February 2028", "", "", "2028-02-29"},

		{"", "02:00", "UTC", "! no date"},
		{"01/02/2025", "", "", "! may be February 1 or January 2; write it as 2025-02-01 or 2025-01-02"},
		{"1/2/25", "", "", "! four digits"},
		{"2 Jan 25", "", "", "! four digits"},
		{"29 February 2027", "", "", "! no such day"},
		{"2025-13-01", "", "", "! no such day"},
		{"Tuesday 13th January 2025", "", "", "! 2025-01-13 is a Monday"},
		{"Tuesday 1st - Friday 4th April 2025", "", "", "! can't be read; write it as 2026-12-01"},
		{"2 Janvier 2025", "", "", "! no month in English"},
		{"45672", "", "", "! a spreadsheet's own number"},
		{"soon", "", "", "! can't be read"},
		{"2025-02-14", "25:00", "", "! time \"25:00\""},
		{"2025-02-14", "13pm", "", "! time \"13pm\""},
		{"2025-02-14", "18:00 PST", "", "! \"PST\", which is no zone with one meaning"},
		{"2025-02-14T02:00Z", "03:00", "", "! one time in"},
		{"2025-02-14", "late", "", "! can't be read; write it as 17:30"},
	} {
		w, err := readWhen(c.date, c.clock, c.zone)
		got := told(w)
		if err != nil {
			got = "! " + err.Error()
		}
		if wantError, refused := strings.CutPrefix(c.want, "! "); refused != (err != nil) || !strings.Contains(got, wantError) || !refused && got != c.want {
			t.Errorf("%q %q in %q: %s, want %s", c.date, c.clock, c.zone, got, c.want)
		}
	}
}

func told(w when) string {
	due := w.due()
	if due.Date == nil {
		return ""
	}
	text := due.Date.String()
	if due.Time != nil {
		text += " " + due.Time.String()
	}
	if due.Zone != nil {
		text += " " + *due.Zone
	}
	return text
}
