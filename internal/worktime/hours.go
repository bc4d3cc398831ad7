package worktime

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"

	"cairn/internal/errs"
)

// maxSpans bounds what one weekday may hold.
const maxSpans = 12

// Hours are a person's working hours by weekday; a day without any is empty.
// In JSON all seven days are present.
type Hours struct {
	Mon []Span `json:"mon"`
	Tue []Span `json:"tue"`
	Wed []Span `json:"wed"`
	Thu []Span `json:"thu"`
	Fri []Span `json:"fri"`
	Sat []Span `json:"sat"`
	Sun []Span `json:"sun"`
}

// DefaultHours are Monday to Friday, 09:00 to 17:30: what a person has until
// they say otherwise.
func DefaultHours() Hours {
	day := func() []Span { return []Span{{Start: 9 * 60, End: 17*60 + 30}} }
	return Hours{Mon: day(), Tue: day(), Wed: day(), Thu: day(), Fri: day()}
}

// On returns the spans that begin on a weekday.
func (h Hours) On(day Weekday) []Span { return *dayOf(&h, day) }

func dayOf(h *Hours, day Weekday) *[]Span {
	return [...]*[]Span{&h.Sun, &h.Mon, &h.Tue, &h.Wed, &h.Thu, &h.Fri, &h.Sat}[day]
}

// Check refuses hours with impossible times or with spans that overlap, past
// midnight and from Sunday into Monday too, with every place that is wrong. The
// location names the place of the hours in the input.
func (h Hours) Check(location string) error {
	var spans []located
	for _, day := range weekdays() {
		if len(h.On(day)) > maxSpans {
			return errs.InvalidField(fmt.Sprintf("%s.%s", location, day), "a day has at most %d spans of working hours", maxSpans)
		}
		for i, span := range h.On(day) {
			spans = append(spans, located{day, span, fmt.Sprintf("%s.%s[%d]", location, day, i)})
		}
	}
	return refuse(checkWeek(spans))
}

func (h Hours) week() (w week) {
	for _, day := range weekdays() {
		for _, span := range h.On(day) {
			w.add(day, span)
		}
	}
	return w
}

// MarshalJSON gives all seven days, [] for one without hours.
func (h Hours) MarshalJSON() ([]byte, error) {
	type plain Hours
	for _, day := range weekdays() {
		if spans := dayOf(&h, day); *spans == nil {
			*spans = []Span{}
		}
	}
	return json.Marshal(plain(h))
}

// hoursInJSON is the place of hours that UnmarshalJSON refuses.
const hoursInJSON = "working_hours"

// UnmarshalJSON reads hours, with the place of everything that can't be read.
// All seven days must be there, so that a day forgotten is not taken for a day
// off. Whether the hours make sense is for Check to say, which knows where in
// the input they stand.
func (h *Hours) UnmarshalJSON(data []byte) error {
	var raw map[string][]rawSpan
	if err := json.Unmarshal(data, &raw); err != nil || raw == nil {
		return errs.InvalidField(hoursInJSON, `must have the days mon to sun, each a list of spans such as [{"start":"09:00","end":"17:30"}]`)
	}
	var fields []errs.Field
	for _, key := range slices.Sorted(maps.Keys(raw)) {
		if _, problem := parseWeekday(key); problem != "" {
			fields = append(fields, errs.Field{Location: hoursInJSON, Message: problem})
		}
	}
	var hours Hours
	for _, day := range weekdays() {
		list, ok := raw[day.String()]
		if !ok {
			fields = append(fields, errs.Field{Location: hoursInJSON, Message: fmt.Sprintf("%s is missing: give [] for a day without working hours", day)})
		}
		for i, r := range list {
			span, problems := r.parse(fmt.Sprintf("%s.%s[%d]", hoursInJSON, day, i))
			fields = append(fields, problems...)
			*dayOf(&hours, day) = append(*dayOf(&hours, day), span)
		}
	}
	if err := refuse(fields); err != nil {
		return err
	}
	*h = hours
	return nil
}

// rawSpan is a span before its times were read.
type rawSpan struct {
	Start *string `json:"start"`
	End   *string `json:"end"`
}

func (r rawSpan) parse(location string) (Span, []errs.Field) {
	var fields []errs.Field
	read := func(name string, s *string) (t TimeOfDay) {
		problem := "is needed, such as 09:00"
		if s != nil {
			t, problem = parseTime(*s)
		}
		if problem != "" {
			fields = append(fields, errs.Field{Location: location + "." + name, Message: problem})
		}
		return t
	}
	span := Span{Start: read("start", r.Start)}
	span.End = read("end", r.End)
	return span, fields
}
