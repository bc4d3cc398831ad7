package quickadd

import (
	"fmt"
	"strings"
	"time"
)

// aDate is a date phrase as read: n words, and either the day, or why there is
// none.
type aDate struct {
	n   int
	day time.Time
	bad string
}

// date reads the longest date at word i; n is 0 when there is none. Some forms
// count only when a marker such as "by" stands before them.
func (p *lineParser) date(i int, marked bool) aDate {
	for _, form := range []func(int, bool) aDate{
		p.numericDate, p.dayAndMonth, p.monthAndDay, p.dayOfMonth, p.inSoMany, p.endOfPeriod, p.thisOrNext, p.namedDay,
	} {
		if d := form(i, marked); d.n > 0 {
			return d
		}
	}
	return aDate{}
}

// low is word i in lower case, or "" where no phrase can go on: behind the
// line's end, at quoted text, and behind punctuation other than a comma.
func (p *lineParser) low(i int, first bool) string {
	if i >= len(p.words) || p.words[i].literal {
		return ""
	}
	if !first && p.words[i-1].after != "" && p.words[i-1].after != "," {
		return ""
	}
	return p.words[i].low
}

// numericDate reads 2026-12-01, 1.12.2026 and 31/12/2026.
func (p *lineParser) numericDate(i int, marked bool) aDate {
	s := p.low(i, true)
	if parts := strings.Split(s, "-"); len(parts) == 3 && len(parts[0]) == 4 {
		return exact(parts[0], parts[1], parts[2])
	}
	if parts := strings.Split(s, "."); len(parts) == 3 && len(parts[2]) == 4 {
		return exact(parts[2], parts[1], parts[0])
	}
	parts := strings.Split(s, "/")
	if len(parts) == 2 && marked {
		parts = append(parts, "")
	}
	if len(parts) != 3 {
		return aDate{}
	}
	a, okA := number(parts[0], 2)
	b, okB := number(parts[1], 2)
	_, okYear := number(parts[2], 4)
	switch {
	case !okA || !okB || parts[2] != "" && (!okYear || len(parts[2]) != 4):
		return aDate{}
	case parts[2] != "" && a > 12:
		return exact(parts[2], parts[1], parts[0])
	case parts[2] != "" && (b > 12 || a == b):
		return exact(parts[2], parts[0], parts[1])
	}
	return aDate{n: 1, bad: fmt.Sprintf("%q can be read in two ways. Write 2026-12-01 or 1 dec.", s)}
}

func exact(y, m, d string) aDate {
	yy, okY := number(y, 4)
	mm, okM := number(m, 2)
	dd, okD := number(d, 2)
	if !okY || !okM || !okD {
		return aDate{}
	}
	if mm >= 1 && mm <= 12 && yy >= 1900 && yy < 3000 {
		if day, ok := realDay(yy, time.Month(mm), dd); ok {
			return aDate{n: 1, day: day}
		}
	}
	return aDate{n: 1, bad: fmt.Sprintf("There is no day %04d-%02d-%02d. Look at the date again.", yy, mm, dd)}
}

// dayAndMonth reads "1 dec", "1st of december 2027".
func (p *lineParser) dayAndMonth(i int, _ bool) aDate {
	n := 0
	if p.low(i, true) == "the" {
		n++
	}
	day, ok := dayNumber(p.low(i+n, n == 0))
	if !ok {
		return aDate{}
	}
	n++
	if p.low(i+n, false) == "of" {
		n++
	}
	m, ok := monthNamed(p.low(i+n, false))
	if !ok {
		return aDate{}
	}
	return p.withYear(i, n+1, m, day)
}

// monthAndDay reads "dec 1", "december 1st, 2027".
func (p *lineParser) monthAndDay(i int, _ bool) aDate {
	m, ok := monthNamed(p.low(i, true))
	if !ok {
		return aDate{}
	}
	day, ok := dayNumber(p.low(i+1, false))
	if !ok {
		return aDate{}
	}
	return p.withYear(i, 2, m, day)
}

// withYear goes on with the year that may stand behind n words.
func (p *lineParser) withYear(i, n int, m time.Month, day int) aDate {
	if s := p.low(i+n, false); len(s) == 4 {
		if y, ok := number(s, 4); ok && y >= 2000 && y < 2200 {
			d, ok := realDay(y, m, day)
			if !ok {
				return aDate{n: n + 1, bad: fmt.Sprintf("There is no %d %s %d. Look at the date again.", day, m, y)}
			}
			return aDate{n: n + 1, day: d}
		}
	}
	d, ok := p.dates.nextDate(m, day)
	if !ok {
		return aDate{n: n, bad: fmt.Sprintf("There is no %d %s. Look at the date again.", day, m)}
	}
	return aDate{n: n, day: d}
}

// dayOfMonth reads "the 15th", and "15th" behind a marker.
func (p *lineParser) dayOfMonth(i int, marked bool) aDate {
	n := 0
	if p.low(i, true) == "the" {
		n++
	}
	s := p.low(i+n, n == 0)
	day, ok := dayNumber(s)
	if !ok || isDigit(rune(s[len(s)-1])) || n == 0 && !marked {
		return aDate{}
	}
	d, ok := p.dates.nextDayOfMonth(day)
	if !ok {
		return aDate{}
	}
	return aDate{n: n + 1, day: d}
}

// inSoMany reads "in 3 working days", "in a week".
func (p *lineParser) inSoMany(i int, _ bool) aDate {
	if p.low(i, true) != "in" {
		return aDate{}
	}
	count, ok := smallNumber(p.low(i+1, false))
	if !ok {
		return aDate{}
	}
	today := p.dates.today()
	switch p.low(i+2, false) {
	case "day", "days":
		return aDate{n: 3, day: today.AddDate(0, 0, count)}
	case "week", "weeks":
		return aDate{n: 3, day: today.AddDate(0, 0, 7*count)}
	case "month", "months":
		return aDate{n: 3, day: p.dates.months(count)}
	case "year", "years":
		return aDate{n: 3, day: p.dates.months(12 * count)}
	case "workday", "workdays":
		return p.workingDays(3, count)
	case "working", "business", "work":
		if s := p.low(i+3, false); s == "day" || s == "days" {
			return p.workingDays(4, count)
		}
	}
	return aDate{}
}

func (p *lineParser) workingDays(n, count int) aDate {
	d, ok := p.dates.working(count)
	if !ok {
		return aDate{n: n, bad: fmt.Sprintf("The next %d years don't have %d working days. Write a date.", horizon/366, count)}
	}
	return aDate{n: n, day: d}
}

// endOfPeriod reads "eow", "end of next month". The end of the day is a time
// of day, and read there.
func (p *lineParser) endOfPeriod(i int, _ bool) aDate {
	switch p.low(i, true) {
	case "eow":
		return aDate{n: 1, day: p.dates.endOf(week, 0)}
	case "eom":
		return aDate{n: 1, day: p.dates.endOf(month, 0)}
	case "eoq":
		return aDate{n: 1, day: p.dates.endOf(quarter, 0)}
	case "eoy":
		return aDate{n: 1, day: p.dates.endOf(year, 0)}
	}
	n := 0
	if p.low(i, true) == "the" {
		n++
	}
	if p.low(i+n, n == 0) != "end" || p.low(i+n+1, false) != "of" {
		return aDate{}
	}
	n += 2
	ahead := 0
	switch p.low(i+n, false) {
	case "the", "this":
		n++
	case "next":
		ahead = 1
		n++
	}
	u, ok := periodNamed(p.low(i+n, false))
	if !ok {
		return aDate{}
	}
	return aDate{n: n + 1, day: p.dates.endOf(u, ahead)}
}

// thisOrNext reads "next tuesday", "next week", "this week".
func (p *lineParser) thisOrNext(i int, _ bool) aDate {
	first, second := p.low(i, true), p.low(i+1, false)
	if first != "this" && first != "next" {
		return aDate{}
	}
	if w, ok := weekdayNamed(second); ok {
		if first == "next" {
			return aDate{n: 2, day: p.dates.weekdayOfNextWeek(w)}
		}
		return aDate{n: 2, day: p.dates.weekday(w)}
	}
	u, ok := periodNamed(second)
	if !ok {
		return aDate{}
	}
	if first == "next" {
		return aDate{n: 2, day: p.dates.startOf(u, 1)}
	}
	return aDate{n: 2, day: p.dates.endOf(u, 0)}
}

// namedDay reads "today", "tomorrow", "fri".
func (p *lineParser) namedDay(i int, _ bool) aDate {
	s := p.low(i, true)
	switch s {
	case "today":
		return aDate{n: 1, day: p.dates.today()}
	case "tomorrow", "tmr", "tmrw":
		return aDate{n: 1, day: p.dates.today().AddDate(0, 0, 1)}
	}
	w, ok := weekdayNamed(s)
	if !ok {
		return aDate{}
	}
	return aDate{n: 1, day: p.dates.weekday(w)}
}
