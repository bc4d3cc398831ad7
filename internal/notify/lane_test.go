package notify

import (
	"testing"
	"time"

	"cairn/internal/worktime"
)

// Ana works in Lisbon from 09:00 to 17:00, in focus from 10:00 to 12:00; she is
// quiet from 16:00, and away on 1 December 2026.
func ana(t testing.TB, settings *Settings) Hours {
	t.Helper()
	zone, err := worktime.LoadZone("zone", "Europe/Lisbon")
	if err != nil {
		t.Fatal(err)
	}
	away := day(t, "2026-12-01")
	calendar, err := worktime.New(worktime.Settings{
		Zone: zone, Hours: worktime.DefaultHours(), TimeOff: []worktime.TimeOff{{StartsOn: away, EndsOn: away}},
		Focus: worktime.Focus{{Days: weekdays(), Start: 10 * 60, End: 12 * 60}},
	})
	if err != nil {
		t.Fatal(err)
	}
	hours, err := hoursOf(calendar, *settings)
	if err != nil {
		t.Fatal(err)
	}
	return hours
}

func weekdays() []worktime.Weekday {
	return []worktime.Weekday{
		worktime.Weekday(time.Monday), worktime.Weekday(time.Tuesday), worktime.Weekday(time.Wednesday),
		worktime.Weekday(time.Thursday), worktime.Weekday(time.Friday),
	}
}

func day(t testing.TB, text string) worktime.Date {
	t.Helper()
	date, err := worktime.ParseDate("date", text)
	if err != nil {
		t.Fatal(err)
	}
	return date
}

func at(t testing.TB, text string) time.Time {
	t.Helper()
	instant, err := time.Parse("2006-01-02 15:04", text)
	if err != nil {
		t.Fatal(err)
	}
	return instant
}

func TestN1_LaneDecidedByOneTable(t *testing.T) {
	settings := Defaults()
	settings.Quiet = []Section{GoodToKnow}
	settings.QuietHours = worktime.Focus{{Days: weekdays(), Start: 16*60 + 30, End: 8 * 60}}
	hours := ana(t, &settings)
	now, urgent := Happening{Interruption: true}, Happening{Interruption: true, CannotWait: true}
	for name, c := range map[string]struct {
		happening Happening
		at        string
		want      Decision
	}{
		"one's own act":                  {Happening{ActorID: "ana", Section: ToDecide}, "2026-11-24 09:30", Decision{"", OwnAct}},
		"something to decide":            {Happening{Section: ToDecide}, "2026-11-24 09:30", Decision{Digest, DigestDefault}},
		"a change, on a Sunday":          {Happening{Section: Changed}, "2026-11-22 09:30", Decision{Digest, DigestDefault}},
		"what she keeps quiet":           {Happening{Section: GoodToKnow}, "2026-11-24 09:30", Decision{Quiet, SectionQuiet}},
		"an interruption":                {now, "2026-11-24 09:30", Decision{Interrupt, AskedNow}},
		"in focus":                       {now, "2026-11-24 10:30", Decision{Digest, InFocus}},
		"in focus, and it can't wait":    {urgent, "2026-11-24 10:30", Decision{Interrupt, CannotWait}},
		"in quiet hours":                 {now, "2026-11-24 16:45", Decision{Digest, QuietHours}},
		"in the evening":                 {now, "2026-11-24 20:00", Decision{Digest, OutsideHours}},
		"at night, and it can't wait":    {urgent, "2026-11-24 03:00", Decision{Interrupt, CannotWait}},
		"away":                           {now, "2026-12-01 09:30", Decision{Digest, TimeOff}},
		"the sender's last one":          {Happening{Interruption: true, FromSender: 2, FromAll: 4}, "2026-11-24 09:30", Decision{Interrupt, AskedNow}},
		"the sender's are used up":       {Happening{Interruption: true, FromSender: 3, FromAll: 4}, "2026-11-24 09:30", Decision{Digest, SenderBudget}},
		"everybody's are used up":        {Happening{Interruption: true, FromAll: 5}, "2026-11-24 09:30", Decision{Digest, TotalBudget}},
		"used up, and it can't wait":     {Happening{Interruption: true, CannotWait: true, FromSender: 9, FromAll: 9}, "2026-11-24 09:30", Decision{Interrupt, CannotWait}},
		"her own, even if it can't wait": {Happening{ActorID: "ana", Interruption: true, CannotWait: true}, "2026-11-24 09:30", Decision{"", OwnAct}},
		"Cairn's own word is no own act": {Happening{Section: ToDecide}, "2026-11-24 09:30", Decision{Digest, DigestDefault}},
	} {
		c.happening.RecipientID = "ana"
		if got := Decide(c.happening, settings, hours, at(t, c.at)); got != c.want {
			t.Errorf("%s: %+v, want %+v", name, got, c.want)
		}
	}
}

func TestN4_WhenTheNextDigestMayArrive(t *testing.T) {
	early := func(s *Settings) { s.DigestHours = []worktime.TimeOfDay{10*60 + 30} }
	quiet := func(s *Settings) { s.QuietHours = worktime.Focus{{Days: weekdays(), Start: 12 * 60, End: 13 * 60}} }
	for name, c := range map[string]struct {
		change    func(*Settings)
		past, now string
		want      string
		rule      Rule
	}{
		"tomorrow at nine":                       {nil, "2026-11-23 16:00", "2026-11-23 16:01", "2026-11-24 09:00", AtHour},
		"the late hour":                          {nil, "2026-11-23 09:00", "2026-11-23 09:01", "2026-11-23 16:00", BeforeNext},
		"after the weekend":                      {nil, "2026-11-27 16:00", "2026-11-27 17:00", "2026-11-30 09:00", AtHour},
		"after time off":                         {nil, "2026-11-30 16:00", "2026-11-30 17:00", "2026-12-02 09:00", AfterTimeOff},
		"after the focus block":                  {early, "2026-11-23 16:00", "2026-11-24 08:00", "2026-11-24 12:00", AfterFocus},
		"after focus and the quiet hour behind":  {func(s *Settings) { early(s); quiet(s) }, "2026-11-23 16:00", "2026-11-24 08:00", "2026-11-24 13:00", AfterQuiet},
		"missed by an hour, and not in focus":    {nil, "2026-11-23 16:00", "2026-11-24 12:30", "2026-11-24 12:30", HeldUp},
		"missed, and made up for after focus":    {nil, "2026-11-23 16:00", "2026-11-24 11:00", "2026-11-24 12:00", AfterFocus},
		"missed, and found at night":             {nil, "2026-11-23 16:00", "2026-11-24 23:00", "2026-11-25 09:00", AtHour},
		"missed, and found at the weekend":       {nil, "2026-11-26 16:00", "2026-11-28 09:00", "2026-11-30 09:00", AtHour},
		"the same hour is not there twice":       {nil, "2026-11-24 09:00", "2026-11-24 08:10", "2026-11-24 16:00", BeforeNext}, // the clock jumped back
		"summer begins: nine is an hour earlier": {nil, "2027-03-26 16:00", "2027-03-26 17:00", "2027-03-29 08:00", AtHour},
	} {
		settings := Defaults()
		if c.change != nil {
			c.change(&settings)
		}
		slot, ok := NextSlot(&settings, ana(t, &settings), at(t, c.past), at(t, c.now))
		if got := slot.At.Format("2006-01-02 15:04"); !ok || got != c.want || slot.Rule != c.rule {
			t.Errorf("%s: %s by %s (%v), want %s by %s", name, got, slot.Rule, ok, c.want, c.rule)
		}
	}
}

// Nothing ever arrives where it may not, whatever the settings: a year of slots
// for a focus block and quiet hours that move over the day.
func TestN4_NoSlotInFocusQuietOrTimeOff(t *testing.T) {
	for hour := range worktime.TimeOfDay(24) {
		settings := Defaults()
		settings.DigestHours = []worktime.TimeOfDay{hour * 60}
		settings.QuietHours = worktime.Focus{{Days: weekdays(), Start: (hour + 20) % 24 * 60, End: (hour + 23) % 24 * 60}}
		hours := ana(t, &settings)
		past := at(t, "2026-11-01 00:00")
		for range 400 {
			slot, ok := NextSlot(&settings, hours, past, past)
			if !ok {
				t.Fatalf("at %d:00 there is no slot after %s", hour, past)
			}
			if slot.At.Before(past) || hours.InFocus(slot.At) || hours.inQuiet(slot.At) || !hours.IsWorkingDay(hours.LocalDate(slot.At)) {
				t.Fatalf("at %d:00 a slot is at %s", hour, slot.At)
			}
			past = slot.At
		}
	}
}

func TestSettings_RefusedWithWhatIsWrong(t *testing.T) {
	clock := func(hours ...worktime.TimeOfDay) []worktime.TimeOfDay {
		for i := range hours {
			hours[i] *= 60
		}
		return hours
	}
	for name, c := range map[string]struct {
		change func(*Settings)
		where  string // "": fine
	}{
		"the defaults":             {func(*Settings) {}, ""},
		"no digest hour":           {func(s *Settings) { s.DigestHours = nil }, "body.digest_hours"},
		"five digest hours":        {func(s *Settings) { s.DigestHours = clock(6, 8, 10, 12, 14) }, "body.digest_hours"},
		"in any order":             {func(s *Settings) { s.DigestHours = clock(14, 8) }, ""},
		"two at once":              {func(s *Settings) { s.DigestHours = clock(9, 9) }, "body.digest_hours[1]"},
		"half an hour apart":       {func(s *Settings) { s.DigestHours = []worktime.TimeOfDay{540, 570} }, "body.digest_hours[1]"},
		"24:00":                    {func(s *Settings) { s.DigestHours = clock(24) }, "body.digest_hours[0]"},
		"late hour overlaps":       {func(s *Settings) { s.DigestHours = []worktime.TimeOfDay{15*60 + 30} }, "body.late_hour"},
		"no late hour":             {func(s *Settings) { s.LateHour = nil }, ""},
		"quiet at the digest hour": {func(s *Settings) { s.QuietHours = worktime.Focus{{Days: weekdays(), Start: 20 * 60, End: 9*60 + 1}} }, "body.digest_hours[0]"},
		"quiet until it":           {func(s *Settings) { s.QuietHours = worktime.Focus{{Days: weekdays(), Start: 20 * 60, End: 9 * 60}} }, ""},
		"quiet hours that overlap": {func(s *Settings) {
			s.QuietHours = worktime.Focus{{Days: weekdays(), Start: 18 * 60, End: 20 * 60}, {Days: weekdays()[:1], Start: 19 * 60, End: 21 * 60}}
		}, "body.quiet_hours[1]"},
		"a budget below zero":        {func(s *Settings) { s.PerSender = -1 }, "body.per_sender"},
		"one more than all":          {func(s *Settings) { s.PerSender = 6 }, "body.per_sender"},
		"decisions can't be quiet":   {func(s *Settings) { s.Quiet = []Section{ToDecide} }, "body.quiet[0]"},
		"a channel that isn't there": {func(s *Settings) { s.Channels.Digest = []Channel{"pigeon"} }, "body.channels.digest[0]"},
	} {
		settings := Defaults()
		c.change(&settings)
		err := settings.check()
		if c.where == "" && err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if c.where != "" && !fieldOf(err, c.where) {
			t.Errorf("%s: %v, want a word about %s", name, err, c.where)
		}
	}
}
