package worktime_test

import (
	"encoding/json"
	"testing"

	"cairn/internal/worktime"
)

func TestA3_DatesAndTimesSayWhatIsWrong(t *testing.T) {
	for in, hint := range map[string]string{
		"": "YYYY-MM-DD", "1.12.2026": "YYYY-MM-DD", "2026-12-1": "YYYY-MM-DD", "0000-01-01": "YYYY-MM-DD", "2026-12-01T00:00:00Z": "YYYY-MM-DD",
		"2026-13-01": "01 to 12", "2026-02-29": "February 2026 has the days 01 to 28", "2026-04-00": "01 to 30",
	} {
		_, err := worktime.ParseDate("body.due_date", in)
		refused(t, err, "body.due_date", hint)
	}
	for in, hint := range map[string]string{
		"": "HH:MM", "9:00": "HH:MM", "5pm": "HH:MM", "09:00:00": "HH:MM", "24:01": "24:00 is the end", "12:60": "23:59",
	} {
		_, err := worktime.ParseTime("body.due_time", in)
		refused(t, err, "body.due_time", hint)
	}
}

func TestDateAndTimeInJSONAndTheDatabase(t *testing.T) {
	var v struct {
		On worktime.Date       `json:"on"`
		No worktime.Date       `json:"no"`
		At *worktime.TimeOfDay `json:"at"`
	}
	const text = `{"on":"2028-02-29","no":null,"at":"24:00"}`
	if err := json.Unmarshal([]byte(text), &v); err != nil {
		t.Fatal(err)
	}
	if back, err := json.Marshal(v); err != nil || string(back) != text {
		t.Errorf("%s %v", back, err)
	}
	stored, err := v.On.Value()
	var read worktime.Date
	if err != nil || read.Scan(stored) != nil || read != v.On {
		t.Errorf("stored %v, read %s", stored, read)
	}
	if none, err := v.No.Value(); none != nil || err != nil || read.Scan(nil) != nil || !read.IsZero() {
		t.Errorf("no date is stored as %v and read as %s", none, read)
	}
	var at worktime.TimeOfDay
	if stored, _ := v.At.Value(); at.Scan([]byte(stored.(string))) != nil || at != worktime.EndOfDate {
		t.Errorf("time read as %s", at)
	}
	for _, wrong := range []string{`{"on":20261201}`, `{"on":"soon"}`, `{"at":"noon"}`} {
		if json.Unmarshal([]byte(wrong), &v) == nil {
			t.Errorf("%s was read", wrong)
		}
	}
	if read.Scan(1) == nil || at.Scan(nil) == nil {
		t.Error("a number was read as a date or NULL as a time")
	}
}

const week = `{"mon":[{"start":"09:00","end":"17:30"}],"tue":[],"wed":[],"thu":[],"fri":[{"start":"22:00","end":"06:00"}],"sat":[],"sun":[]}`

func TestP3_WorkingHoursInJSON(t *testing.T) {
	var hours worktime.Hours
	if err := json.Unmarshal([]byte(week), &hours); err != nil {
		t.Fatal(err)
	}
	if back, err := json.Marshal(hours); err != nil || string(back) != week {
		t.Errorf("%s %v", back, err)
	}
	if err := worktime.DefaultHours().Check("working_hours"); err != nil {
		t.Error(err)
	}
}

func TestP3_WrongWorkingHoursAreLocated(t *testing.T) {
	for _, c := range []struct{ json, location, hint string }{
		{`[]`, "working_hours", "mon to sun"},
		{`null`, "working_hours", "mon to sun"},
		{`{"mon":[]}`, "working_hours", "sun is missing"},
		{`{"monday":[]}`, "working_hours", "not a day of the week"},
		{edit("tue", `[{"start":"9:00","end":"17:30"}]`), "working_hours.tue[0].start", "HH:MM"},
		{edit("tue", `[{"start":"09:00"}]`), "working_hours.tue[0].end", "needed"},
		{edit("tue", `[{"start":"24:00","end":"06:00"}]`), "working_hours.tue[0].start", "23:59"},
		{edit("tue", `[{"start":"13:00","end":"18:00"},{"start":"09:00","end":"13:01"}]`), "working_hours.tue[0]", "overlaps tue 09:00–13:01"},
		{edit("sat", `[{"start":"05:59","end":"12:00"}]`), "working_hours.sat[0]", "overlaps fri 22:00–06:00"},
		{edit("sun", `[{"start":"20:00","end":"09:30"}]`), "working_hours.mon[0]", "overlaps sun 20:00–09:30"},
	} {
		_, err := readHours(c.json)
		refused(t, err, c.location, c.hint)
	}
	if _, err := readHours(edit("sat", `[{"start":"06:00","end":"06:00"}]`)); err != nil {
		t.Errorf("round the clock, from the end of a night shift: %v", err)
	}
	many := worktime.Hours{Wed: make([]worktime.Span, 13)}
	refused(t, many.Check("h"), "h.wed", "at most 12")
}

// readHours reads hours and checks them, as a service does.
func readHours(text string) (worktime.Hours, error) {
	var hours worktime.Hours
	err := json.Unmarshal([]byte(text), &hours)
	if err == nil {
		err = hours.Check("working_hours")
	}
	return hours, err
}

// edit is the week of the tests with other spans on one day.
func edit(day, spans string) string {
	var all map[string]json.RawMessage
	if json.Unmarshal([]byte(week), &all) != nil {
		return ""
	}
	all[day] = json.RawMessage(spans)
	out, _ := json.Marshal(all)
	return string(out)
}

func TestP3_FocusBlocksInJSON(t *testing.T) {
	const text = `[{"days":["mon","fri"],"start":"09:00","end":"11:00"}]`
	var focus worktime.Focus
	if err := json.Unmarshal([]byte(text), &focus); err != nil {
		t.Fatal(err)
	}
	if back, err := json.Marshal(focus); err != nil || string(back) != text {
		t.Errorf("%s %v", back, err)
	}
	if none, err := json.Marshal(worktime.Focus(nil)); string(none) != "[]" || err != nil {
		t.Errorf("no blocks: %s %v", none, err)
	}
	for _, c := range []struct{ json, location, hint string }{
		{`{}`, "focus", "list of blocks"},
		{`[{"start":"09:00","end":"11:00"}]`, "focus[0].days", "at least one"},
		{`[{"days":["monday"],"start":"09:00","end":"11:00"}]`, "focus[0].days[0]", "not a day"},
		{`[{"days":["mon","mon"],"start":"09:00","end":"11:00"}]`, "focus[0].days[1]", "twice"},
		{`[{"days":["mon"],"start":"09:00"}]`, "focus[0].end", "needed"},
		{`[{"days":["mon"],"start":"09:00","end":"11:00"},{"days":["fri","mon"],"start":"10:00","end":"12:00"}]`, "focus[1]", "overlaps mon 09:00–11:00"},
	} {
		var focus worktime.Focus
		err := json.Unmarshal([]byte(c.json), &focus)
		if err == nil {
			err = focus.Check("focus")
		}
		refused(t, err, c.location, c.hint)
	}
}

func TestP3_SettingsAreChecked(t *testing.T) {
	lisbon := zone(t, "Europe/Lisbon")
	day := date(t, "2026-11-20")
	for location, s := range map[string]worktime.Settings{
		"time_zone":                {},
		"working_hours.mon[0].end": {Zone: lisbon, Hours: worktime.Hours{Mon: []worktime.Span{{Start: 0, End: 1441}}}},
		"focus[0].days":            {Zone: lisbon, Focus: worktime.Focus{{Start: 1, End: 2}}},
		"holiday_region":           {Zone: lisbon, Region: "XX"},
		"time_off[0].ends_on":      {Zone: lisbon, TimeOff: []worktime.TimeOff{{StartsOn: day, EndsOn: day.AddDays(-1)}}},
		"time_off[0].starts_on":    {Zone: lisbon, TimeOff: []worktime.TimeOff{{EndsOn: day}}},
	} {
		_, err := worktime.New(s)
		refused(t, err, location, "")
	}
}

func FuzzParseDate(f *testing.F) {
	for _, s := range []string{"2026-12-01", "2026-02-29", "", "9999-99-99", "2026-12-0１"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if d, err := worktime.ParseDate("date", s); err == nil && d.String() != s {
			t.Fatalf("%q is read as %s", s, d)
		}
		var d worktime.Date
		if err := json.Unmarshal([]byte(s), &d); err == nil && s != "null" {
			if back, err := json.Marshal(d); err != nil || d.IsZero() {
				t.Fatalf("%q is read as %s: %s", s, d, back)
			}
		}
	})
}

func FuzzParseTime(f *testing.F) {
	for _, s := range []string{"09:00", "24:00", "24:01", "9:00", "", "99:99"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if at, err := worktime.ParseTime("time", s); err == nil && at.String() != s {
			t.Fatalf("%q is read as %s", s, at)
		}
	})
}

func FuzzParseHours(f *testing.F) {
	f.Add(week)
	f.Add(`{"mon":[{"start":"24:00","end":"00:00"}]}`)
	f.Fuzz(func(t *testing.T, s string) {
		hours, err := readHours(s)
		if err != nil {
			return
		}
		back, err := json.Marshal(hours)
		if err != nil || hours.Check("hours") != nil {
			t.Fatalf("%q is read and not right: %v", s, err)
		}
		if _, err := readHours(string(back)); err != nil {
			t.Fatalf("%s can't be read back: %v", back, err)
		}
	})
}
