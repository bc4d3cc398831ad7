package quickadd_test

import (
	"bytes"
	"encoding/json"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"cairn/internal/quickadd"

	"github.com/google/go-cmp/cmp"
)

// The conformance vectors: what a port is given, and what it must answer.
type vectorFile struct {
	About  string                   `json:"about"`
	Worlds map[string][]vectorOwner `json:"worlds"`
	Cases  []vectorCase             `json:"cases"`
}

type vectorOwner struct {
	ID              string         `json:"id"`
	Name            string         `json:"name"`
	Email           string         `json:"email"`
	Now             string         `json:"now"`
	WorkingWeekdays []time.Weekday `json:"working_weekdays"`
	DaysOff         []string       `json:"days_off"`
}

type vectorCase struct {
	World    string           `json:"world"`
	OwnerID  string           `json:"owner_id"`
	Text     string           `json:"text"`
	Expected []quickadd.Draft `json:"expected"`
}

const aboutVectors = "Conformance vectors of the quick-add grammar. A world lists people with their wall clock (now), working weekdays (0 is Sunday) " +
	"and days off; names are resolved as the package's Directory does. Spans count Unicode code points, not UTF-16 units."

func (w vectorOwner) wall(t testing.TB) wall {
	t.Helper()
	return wall{now: at(t, w.Now), days: w.WorkingWeekdays, daysOff: w.DaysOff}
}

// settingOf makes a Setting of a world, from nothing but what the file says.
func settingOf(t testing.TB, world []vectorOwner, ownerID string) quickadd.Setting {
	t.Helper()
	var people []quickadd.Person
	for _, o := range world {
		people = append(people, quickadd.Person{ID: o.ID, Name: o.Name, Email: o.Email})
	}
	return quickadd.Setting{
		OwnerID: ownerID,
		Resolve: quickadd.NewDirectory(people).Resolve,
		Calendar: func(id string) quickadd.Calendar {
			i := slices.IndexFunc(world, func(o vectorOwner) bool { return o.ID == id })
			return world[i].wall(t)
		},
	}
}

func worlds() map[string][]vectorOwner {
	week := []time.Weekday{1, 2, 3, 4, 5}
	worldAt := func(now, kenjisNow string, daysOff ...string) []vectorOwner {
		if daysOff == nil {
			daysOff = []string{}
		}
		return []vectorOwner{
			{"me", "Mia Berg", "mia@example.com", now, week, daysOff},
			{"ana", "Ana Silva", "ana.silva@example.com", now, week, daysOff},
			{"ben", "Ben Okafor", "ben@example.com", now, []time.Weekday{0, 1, 2, 3, 4}, []string{}},
			{"kenji", "Kenji Mori", "kmori@example.com", kenjisNow, week, []string{}},
			{"joao", "João Costa", "jcosta@example.com", now, []time.Weekday{}, []string{}},
			{"sam1", "Sam Lee", "sam.lee@example.com", now, week, []string{}},
			{"sam2", "Sam Ortiz", "sam.ortiz@example.com", now, week, []string{}},
		}
	}
	return map[string][]vectorOwner{
		"wednesday": worldAt("2026-11-25T10:00", "2026-11-26T02:00", "2026-12-25", "2027-01-01"),
		"friday":    worldAt("2026-11-27T18:30", "2026-11-28T10:30"),
		"saturday":  worldAt("2026-10-31T00:00", "2026-10-31T16:00"),
		"new year":  worldAt("2026-12-31T23:59", "2027-01-01T15:59", "2026-12-31", "2027-01-01"),
		"leap day":  worldAt("2028-02-29T09:00", "2028-03-01T01:00"),
		"january":   worldAt("2027-01-31T09:00", "2027-02-01T01:00"),
	}
}

func vectorCases() []vectorCase {
	var cases []vectorCase
	add := func(world, owner string, texts ...string) {
		for _, text := range texts {
			cases = append(cases, vectorCase{World: world, OwnerID: owner, Text: text})
		}
	}
	for _, c := range lines() {
		add("wednesday", "me", c.line)
	}
	for _, world := range []string{"friday", "saturday", "new year", "leap day", "january"} {
		for _, phrase := range []string{
			"by fri", "by next fri", "sat", "next sat", "today", "tomorrow", "eod", "eow", "end of next week", "eom", "end of next month",
			"eoq", "eoy", "next week", "next month", "next quarter", "next year", "this month", "in 3 working days", "in 1 month", "in a year", "in 13 months",
			"every fri", "every weekday", "every day 9am", "every month on the 31st", "every month on the first working day", "on the last working day of every month",
			"every other sat until eoy", "every 3 months on the 29th", "29 feb", "31 jan", "dec 31", "1 jan", "the 30th", "the 31st", "9am", "18:30", "noon", "29 feb 2027", "31 apr",
		} {
			add(world, "me", "write plan "+phrase)
		}
		add(world, "me", "write plan eow @ben", "write plan eow @joao", "write plan tomorrow @kenji", "write plan 9am @kenji", "write plan in 2 working days @joao")
	}
	add("wednesday", "ana", "write plan fri", "write plan fri @ben", "write plan @mia @ana")
	add("wednesday", "me",
		"", " \n\t\n",
		"- [ ] first thing by fri\r\n\r\n* second #Launch\n 3. third @ana\n[x] fourth\n• \n12) fifth",
		"emoji 🚀🚀 by fri #ship", "café déjà vu by fri @João", "überprüfen #größe high", "tab\tbetween\tby\tfri", "bell\u0007rings by fri",
		"a\rb", "plan by 12/1", "plan by 1/1/2027", "plan 31.2.2027", "plan by mon and by tue", "plan !high !low", "plan 3pm 4pm",
		"plan @sa", "plan @a @be", "plan @KMORI", "plan @mia-berg", "plan @1", "@@ana", "plan @ana,", "plan @ana @zoe @sam",
		"plan by @ana fri", "plan fri mon", "plan no date fri", "plan at eod", "plan at noon tomorrow", "plan tomorrow by noon", "plan due on the 1st at 8am",
		"https://example.com/caf%C3%A9/%20/12", "HTTPS://EXAMPLE.COM/A_B+C", "http://user:pw@example.com:8080/x", "(https://example.com/x)", "https://example.com/x, then plan",
		"#"+strings.Repeat("a", 51)+" plan", strings.Repeat("é", 1001), strings.Repeat("a", 2000), "— by fri", "by fri", "!!! by fri", "plan...", "plan ... by fri",
		"plan until tomorrow", "plan till 2 jan", "plan twelve", "plan in twelve days", "plan in 1000 days", "plan in 0 days",
		`"`, `""`, `" by fri`, `"plan" by fri`, `“plan” high`, `plan "a" "b" low`, `plan "low", high`,
		"HIGH", "High Priority", "priority high", "plan high, low priority",
	)
	return cases
}

// encode writes a case a line, so that a change of the grammar reads well.
func (f vectorFile) encode(t testing.TB) []byte {
	t.Helper()
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	write := func(before string, v any) {
		b.WriteString(before)
		if err := enc.Encode(v); err != nil {
			t.Fatal(err)
		}
		b.Truncate(b.Len() - 1) // the line's end
	}
	write("{\n\"about\": ", f.About)
	write(",\n\"worlds\": ", f.Worlds)
	b.WriteString(",\n\"cases\": [\n")
	for i, c := range f.Cases {
		if i > 0 {
			b.WriteString(",\n")
		}
		write("", c)
	}
	b.WriteString("\n]\n}\n")
	return b.Bytes()
}

func TestVectors(t *testing.T) {
	file := vectorFile{About: aboutVectors, Worlds: worlds(), Cases: vectorCases()}
	for i := range file.Cases {
		c := &file.Cases[i]
		c.Expected = quickadd.Parse(c.Text, settingOf(t, file.Worlds[c.World], c.OwnerID))
		for _, d := range c.Expected {
			checkDraft(t, c.Text, d)
		}
	}
	want := file.encode(t)
	const path = "testdata/vectors.json"
	if os.Getenv("UPDATE_VECTORS") != "" {
		if err := os.WriteFile(path, want, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	got, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), string(got)); diff != "" {
		t.Errorf("%s is not what the grammar gives. Where the grammar is right, run this test with UPDATE_VECTORS=1.\n%s", path, diff)
	}
}
