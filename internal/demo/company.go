package demo

import (
	"embed"
	"strings"

	"cairn/internal/authz"
	"cairn/internal/worktime"
)

//go:embed words
var files embed.FS

const (
	companyName = "Tern & Tide"
	domain      = "ternandtide.example"
)

// person is somebody who works there.
type person struct {
	key     string
	name    string
	title   string
	zone    string
	region  string
	hours   worktime.Hours
	focus   worktime.Focus
	manager string // a key
	team    string
	role    authz.Role
	load    float64 // tasks put on their list in a week

	id       string
	calendar *worktime.Calendar
}

func (one *person) email() string { return one.key + "@" + domain }

// howToWork is the page that a person has written about working with them.
func (one *person) howToWork() string {
	page, err := files.ReadFile("words/pages/" + one.key + ".md")
	if err != nil {
		return "" // not everybody has written one
	}
	return strings.TrimSpace(string(page))
}

// The teams, and who leads them.
var teams = []struct{ name, lead string }{
	{"Buoys", "max"}, {"Signal", "ruth"}, {"Harbour", "thandi"}, {"Story", "marg"}, {"Keel", "rui"},
}

// company is who works at Tern & Tide: nobody before their manager.
func company() []*person {
	full := week("mon tue wed thu fri", "09:00-17:30")
	return []*person{
		{
			key: "ines", name: "Inês Carvalho", title: "Founder", zone: "Europe/Lisbon", region: "PT", team: "Keel", role: authz.Owner, load: 1.5,
			hours: week("mon tue wed thu fri", "09:00-13:00", "14:30-18:30"), focus: block("mon tue wed thu fri", "10:00-12:00"),
		},
		{
			key: "max", name: "Maximiliane Schmidt-Rottenburger von Ahlefeldt", title: "Head of Buoys", zone: "Europe/Berlin", region: "DE-HB",
			manager: "ines", team: "Buoys", load: 2.1, hours: week("mon tue wed thu fri", "07:30-16:00"),
		},
		{
			key: "kenji", name: "Kenji Watanabe", title: "Sensors lead", zone: "Asia/Tokyo", region: "JP", manager: "max", team: "Buoys", load: 2.5,
			hours: week("mon tue wed thu fri", "08:30-17:30"), focus: block("mon tue wed thu fri", "10:00-12:00"),
		},
		{key: "aroha", name: "Aroha Ngata", title: "Field test engineer", zone: "Pacific/Auckland", region: "NZ", manager: "kenji", team: "Buoys", load: 2.1, hours: full},
		{
			key: "yuki", name: "Yuki Mori", title: "Electronics technician, part-time", zone: "Asia/Tokyo", region: "JP", manager: "kenji", team: "Buoys", load: 1.4,
			hours: week("tue wed fri", "09:00-15:00"),
		},
		{
			key: "priya", name: "Priya Raghunathan", title: "Firmware engineer", zone: "Asia/Kolkata", region: "IN", manager: "max", team: "Buoys", load: 2.5,
			hours: week("mon tue wed thu fri", "10:30-19:00"), focus: block("tue thu", "14:00-17:00"),
		},
		{key: "jonas", name: "Jonas Feldkamp", title: "Mechanical designer", zone: "Europe/Berlin", region: "DE-HB", manager: "max", team: "Buoys", load: 2.4, hours: full},
		{
			key: "ruth", name: "Ruth Abernathy", title: "Head of Signal", zone: "America/Denver", region: "US", manager: "ines", team: "Signal", load: 2.2,
			hours: week("mon tue wed thu fri", "08:30-17:00"), focus: block("mon wed", "10:00-12:00"),
		},
		{key: "arjun", name: "Arjun Deshpande", title: "Data lead", zone: "Asia/Kolkata", region: "IN", manager: "ruth", team: "Signal", load: 2.2, hours: week("mon tue wed thu fri", "11:00-20:00")},
		{
			key: "leila", name: "ليلى حدّاد", title: "Data scientist", zone: "Europe/Berlin", region: "DE-BE", manager: "arjun", team: "Signal", load: 2,
			hours: week("mon tue wed thu fri", "10:00-18:30"), focus: block("wed", "10:00-18:00"),
		},
		{
			key: "nikhil", name: "Nikhil Bose", title: "Data operations, nights", zone: "Asia/Kolkata", region: "IN", manager: "arjun", team: "Signal", load: 2.4,
			hours: week("sun mon tue wed", "20:00-04:00"),
		},
		{
			key: "bea", name: "Beatriz Nogueira", title: "Product designer", zone: "Europe/Lisbon", region: "PT", manager: "ruth", team: "Signal", load: 2.8,
			hours: week("mon tue wed thu fri", "09:30-13:00", "14:00-18:00"), focus: block("mon tue wed thu fri", "09:30-12:00"),
		},
		{key: "camila", name: "Camila Rojas Fuentes", title: "App engineer", zone: "America/Santiago", manager: "ruth", team: "Signal", load: 2.5, hours: full},
		{key: "ewan", name: "Ewan MacLeod", title: "App engineer", zone: "America/Halifax", region: "CA", manager: "ruth", team: "Signal", load: 2.4, hours: week("mon tue wed thu fri", "09:00-17:00")},
		{
			key: "thandi", name: "Thandiwe Mokoena", title: "Head of Harbour", zone: "Africa/Johannesburg", region: "ZA", manager: "ines", team: "Harbour", load: 2.1,
			hours: week("mon tue wed thu fri", "08:00-16:30"), focus: block("fri", "13:00-16:30"),
		},
		{key: "hemi", name: "Hemi Parata", title: "Field service lead", zone: "Pacific/Auckland", region: "NZ", manager: "thandi", team: "Harbour", load: 2.4, hours: week("mon tue wed thu fri", "06:00-14:30")},
		{key: "diego", name: "Diego Sepúlveda", title: "Field technician", zone: "America/Santiago", manager: "hemi", team: "Harbour", load: 2.1, hours: week("mon tue wed thu fri", "07:00-15:30")},
		{key: "anjali", name: "Anjali Kulkarni", title: "Customer support", zone: "Asia/Kolkata", region: "IN", manager: "thandi", team: "Harbour", load: 2.8, hours: week("mon tue wed thu fri", "09:30-18:30")},
		{key: "marg", name: "Marguerite Comeau", title: "Head of Story", zone: "America/Halifax", region: "CA", manager: "ines", team: "Story", load: 2.1, hours: full},
		{key: "hana", name: "Hana Kobayashi", title: "Partnerships", zone: "Asia/Tokyo", region: "JP", manager: "marg", team: "Story", load: 1.8, hours: week("mon tue wed thu fri", "09:30-18:00")},
		{
			key: "tyler", name: "Tyler Yazzie", title: "Writer", zone: "America/Denver", region: "US", manager: "marg", team: "Story", load: 2,
			hours: week("mon tue wed thu", "08:00-17:30"), focus: block("mon tue wed thu", "08:00-11:00"),
		},
		{key: "sibu", name: "Sibusiso Dlamini", title: "Sales", zone: "Africa/Johannesburg", region: "ZA", manager: "marg", team: "Story", load: 2.2, hours: full},
		{key: "rui", name: "Rui Vasconcelos", title: "Finance", zone: "Europe/Lisbon", region: "PT", manager: "ines", team: "Keel", role: authz.Admin, load: 2.1, hours: full},
		{
			key: "katrin", name: "Katrin Lauterbach", title: "People and office", zone: "Europe/Berlin", region: "DE-BE", manager: "rui", team: "Keel", role: authz.Admin, load: 1.7,
			hours: week("mon tue wed thu", "08:30-13:00"),
		},
	}
}

// away is time off, in days from today: some behind, some now, some ahead.
var away = []struct {
	who      string
	from, to int
	note     string
}{
	{"ines", -121, -108, "The boat, and no telephone"},
	{"ines", 24, 33, "Home to the Azores"},
	{"max", -200, -190, "Skiing, badly"},
	{"max", 9, 13, "Wedding of my sister"},
	{"kenji", -88, -80, "Obon with my parents"},
	{"kenji", 15, 16, ""},
	{"aroha", -311, -297, "Summer"},
	{"aroha", 1, 2, "Dentist, and then the beach"},
	{"priya", -230, -222, ""},
	{"priya", 5, 8, "Moving house"},
	{"jonas", -140, -126, "Bicycles to Denmark"},
	{"jonas", 12, 19, ""},
	{"ruth", -95, -84, "Walking the Wind River Range"},
	{"ruth", 18, 22, "Five days at my mother's"},
	{"arjun", -160, -150, ""},
	{"leila", -60, -52, "عند جدّتي"},
	{"leila", 3, 4, ""},
	{"nikhil", -45, -41, ""},
	{"bea", -110, -97, "The Alentejo, with the sketchbook"},
	{"bea", 16, 17, "Moving my studio"},
	{"camila", -250, -238, "Chiloé"},
	{"ewan", -3, 5, "Fixing the roof before winter"},
	{"thandi", -330, -318, ""},
	{"thandi", 11, 12, "School play"},
	{"hemi", -305, -292, ""},
	{"hemi", -6, 0, "The hut, no signal"},
	{"diego", -275, -266, ""},
	{"anjali", -22, -17, "Diwali"},
	{"marg", -128, -115, ""},
	{"hana", -200, -196, ""},
	{"hana", 6, 10, "Kyushu"},
	{"tyler", -75, -64, "Home, for the harvest"},
	{"sibu", -332, -320, ""},
	{"rui", -105, -92, ""},
	{"katrin", -150, -140, "With the children, somewhere with sand"},
	{"katrin", -1, 0, ""},
}

// week makes the same hours for some days.
func week(days string, spans ...string) worktime.Hours {
	var hours worktime.Hours
	for day := range strings.FieldsSeq(days) {
		at := map[string]*[]worktime.Span{
			"mon": &hours.Mon, "tue": &hours.Tue, "wed": &hours.Wed, "thu": &hours.Thu,
			"fri": &hours.Fri, "sat": &hours.Sat, "sun": &hours.Sun,
		}[day]
		for _, text := range spans {
			*at = append(*at, span(text))
		}
	}
	return hours
}

func block(days, text string) worktime.Focus {
	one := worktime.FocusBlock{Start: span(text).Start, End: span(text).End}
	for day := range strings.FieldsSeq(days) {
		var weekday worktime.Weekday
		if err := weekday.UnmarshalText([]byte(day)); err != nil {
			panic("demo: " + day + " is no weekday") // never: the days stand above
		}
		one.Days = append(one.Days, weekday)
	}
	return worktime.Focus{one}
}

func span(text string) worktime.Span {
	from, to, _ := strings.Cut(text, "-")
	start, err := worktime.ParseTime("company", from)
	end, err2 := worktime.ParseTime("company", to)
	if err != nil || err2 != nil {
		panic("demo: " + text + " is no span of time") // never: the spans stand above
	}
	return worktime.Span{Start: start, End: end}
}
