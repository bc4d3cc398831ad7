package worktime

import (
	"encoding/json"
	"fmt"
	"slices"

	"cairn/internal/errs"
)

// maxBlocks bounds the blocks of one person.
const maxBlocks = 42

// FocusBlock is a stretch that recurs on some days of the week and in which
// nothing may reach the person but an interruption that cannot wait (N4). One
// whose End is not after its Start runs past midnight.
type FocusBlock struct {
	Days  []Weekday `json:"days"`
	Start TimeOfDay `json:"start"`
	End   TimeOfDay `json:"end"`
}

// Focus are the blocks of one person.
type Focus []FocusBlock

// Check refuses blocks without days, with impossible times, or that overlap,
// with every place that is wrong. The location names the place of the blocks in
// the input.
func (f Focus) Check(location string) error {
	if len(f) > maxBlocks {
		return errs.InvalidField(location, "there are at most %d focus blocks", maxBlocks)
	}
	var fields []errs.Field
	var spans []located
	for i, block := range f {
		place := fmt.Sprintf("%s[%d]", location, i)
		if len(block.Days) == 0 {
			fields = append(fields, errs.Field{Location: place + ".days", Message: "name at least one day, such as mon"})
		}
		for j, day := range block.Days {
			if slices.Contains(block.Days[:j], day) {
				fields = append(fields, errs.Field{Location: fmt.Sprintf("%s.days[%d]", place, j), Message: fmt.Sprintf("%s is named twice: leave one out", day)})
				continue
			}
			spans = append(spans, located{day, Span{block.Start, block.End}, place})
		}
	}
	if len(fields) == 0 {
		fields = checkWeek(spans)
	}
	return refuse(fields)
}

func (f Focus) week() (w week) {
	for _, block := range f {
		for _, day := range block.Days {
			w.add(day, Span{block.Start, block.End})
		}
	}
	return w
}

// MarshalJSON gives [] where there are no blocks.
func (f Focus) MarshalJSON() ([]byte, error) {
	if f == nil {
		return []byte("[]"), nil
	}
	return json.Marshal([]FocusBlock(f))
}

// focusInJSON is the place of blocks that UnmarshalJSON refuses.
const focusInJSON = "focus"

// UnmarshalJSON reads focus blocks, with the place of everything that can't be
// read. Whether they make sense is for Check to say.
func (f *Focus) UnmarshalJSON(data []byte) error {
	var raw []struct {
		Days []string `json:"days"`
		rawSpan
	}
	if err := json.Unmarshal(data, &raw); err != nil {
		return errs.InvalidField(focusInJSON, `must be a list of blocks such as {"days":["mon"],"start":"09:00","end":"11:00"}`)
	}
	var fields []errs.Field
	focus := Focus{}
	for i, r := range raw {
		place := fmt.Sprintf("%s[%d]", focusInJSON, i)
		span, problems := r.parse(place)
		fields = append(fields, problems...)
		block := FocusBlock{Days: []Weekday{}, Start: span.Start, End: span.End}
		for j, name := range r.Days {
			day, problem := parseWeekday(name)
			if problem != "" {
				fields = append(fields, errs.Field{Location: fmt.Sprintf("%s.days[%d]", place, j), Message: problem})
			}
			block.Days = append(block.Days, day)
		}
		focus = append(focus, block)
	}
	if err := refuse(fields); err != nil {
		return err
	}
	*f = focus
	return nil
}
