package reply_test

import (
	"errors"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"cairn/internal/reply"
)

// saturday is when the mails are written: Saturday 21 November 2026, in Lisbon.
type saturday struct{}

func (saturday) Now() time.Time { return time.Date(2026, 11, 21, 10, 0, 0, 0, time.UTC) }

func (saturday) IsWorkingDay(year int, month time.Month, day int) bool {
	weekday := time.Date(year, month, day, 0, 0, 0, 0, time.UTC).Weekday()
	return weekday != time.Saturday && weekday != time.Sunday
}

func question(kind reply.Kind, choices ...string) reply.Question {
	return reply.Question{Kind: kind, Choices: choices, Calendar: saturday{}}
}

// TestW10_TheFirstLineOfAMailIsTheAnswer holds what first lines mean, by what was
// asked for.
func TestW10_TheFirstLineOfAMailIsTheAnswer(t *testing.T) {
	done, seen, text := question(reply.Done), question(reply.Seen), question(reply.Text)
	link, number := question(reply.Link), question(reply.Count)
	choice, task := question(reply.Choice, "Lisbon", "Berlin – Mitte", "No"), question(reply.Task)
	for _, c := range []struct {
		words string
		asked reply.Question
		want  reply.Said
	}{
		{"done", done, reply.Said{Act: reply.Answers}},
		{"Done!", done, reply.Said{Act: reply.Answers}},
		{"Done, thanks", done, reply.Said{Act: reply.Answers}},
		{"done thank you", done, reply.Said{Act: reply.Answers}},
		{"*Done*", done, reply.Said{Act: reply.Answers}},
		{"Done: the file is in the shared folder", done, reply.Said{Act: reply.Answers, Words: "the file is in the shared folder"}},
		{"Hi Vera,\n\ndone\n\nBest regards,\nAna", done, reply.Said{Act: reply.Answers}},
		{"Hi Vera, done", done, reply.Said{Act: reply.Answers}},
		{"Done\n\nIt took longer than I thought.", done, reply.Said{Act: reply.Answers, Words: "It took longer than I thought."}},
		{"erledigt", done, reply.Said{Act: reply.Answers}},
		{"Fait, merci", done, reply.Said{Act: reply.Answers}},
		{"完了しました。", done, reply.Said{Act: reply.Answers}},
		{"✅", done, reply.Said{Act: reply.Answers}},
		{"done", task, reply.Said{Act: reply.Finishes}},
		{"yes", done, reply.Said{Act: reply.Agrees}},
		{"Yes, will do", done, reply.Said{Act: reply.Agrees}},
		{"Ja, mache ich", done, reply.Said{Act: reply.Agrees}},
		{"👍", task, reply.Said{Act: reply.Agrees}},
		{"OK. I begin on Monday.", task, reply.Said{Act: reply.Agrees, Words: "I begin on Monday."}},
		{"yes", number, reply.Said{Act: reply.Agrees}},
		{"seen", seen, reply.Said{Act: reply.Answers}},
		{"ok", seen, reply.Said{Act: reply.Answers}},
		{"Gelesen, danke!", seen, reply.Said{Act: reply.Answers}},
		{"no: we move house that week", done, reply.Said{Act: reply.Declines, Words: "we move house that week"}},
		{"No, I'm away until Monday", number, reply.Said{Act: reply.Declines, Words: "I'm away until Monday"}},
		{"Nein - das macht Jana", done, reply.Said{Act: reply.Declines, Words: "das macht Jana"}},
		{"No.\nLegal has to look at it first.", done, reply.Said{Act: reply.Declines, Words: "Legal has to look at it first."}},
		{"no: that's for Ben", text, reply.Said{Act: reply.Declines, Words: "that's for Ben"}},
		{"No", choice, reply.Said{Act: reply.Answers, Choice: "No"}},
		{"by Friday", done, reply.Said{Act: reply.Proposes, Date: "2026-11-27"}},
		{"By friday.", number, reply.Said{Act: reply.Proposes, Date: "2026-11-27"}},
		{"by Friday 15:00", text, reply.Said{Act: reply.Proposes, Date: "2026-11-27", Time: "15:00"}},
		{"Yes, by Friday", done, reply.Said{Act: reply.Proposes, Date: "2026-11-27"}},
		{"I can do it by 4 dec", done, reply.Said{Act: reply.Proposes, Date: "2026-12-04"}},
		{"by Friday: legal has it until then", done, reply.Said{Act: reply.Proposes, Date: "2026-11-27", Words: "legal has it until then"}},
		{"until 2026-12-01", link, reply.Said{Act: reply.Proposes, Date: "2026-12-01"}},
		{"tomorrow", task, reply.Said{Act: reply.Proposes, Date: "2026-11-22"}},
		{"bis 4.12.2026", done, reply.Said{Act: reply.Proposes, Date: "2026-12-04"}},
		{"1,250.50", number, reply.Said{Act: reply.Answers, Number: 1250.5}},
		{"1.250,50 €", number, reply.Said{Act: reply.Answers, Number: 1250.5}},
		{"12 – without Lisbon", number, reply.Said{Act: reply.Answers, Number: 12, Words: "without Lisbon"}},
		{"12 (without Lisbon)", number, reply.Said{Act: reply.Answers, Number: 12, Words: "without Lisbon"}},
		{"0\nnothing this month", number, reply.Said{Act: reply.Answers, Number: 0, Words: "nothing this month"}},
		{"https://files.example.com/q4?x=1", link, reply.Said{Act: reply.Answers, URL: "https://files.example.com/q4?x=1"}},
		{"Here it is: <https://files.example.com/q4>.", link, reply.Said{Act: reply.Answers, URL: "https://files.example.com/q4", Words: "Here it is"}},
		{"lisbon", choice, reply.Said{Act: reply.Answers, Choice: "Lisbon"}},
		{"Berlin – Mitte", choice, reply.Said{Act: reply.Answers, Choice: "Berlin – Mitte"}},
		{"Lisbon, because of the flight", choice, reply.Said{Act: reply.Answers, Choice: "Lisbon", Words: "because of the flight"}},
		{"We ship on the 4th.\n\nThe rest comes later.", text, reply.Said{Act: reply.Answers, Words: "We ship on the 4th.\n\nThe rest comes later."}},
		{"yes", text, reply.Said{Act: reply.Answers, Words: "yes"}},
		{"No, not before March", text, reply.Said{Act: reply.Answers, Words: "No, not before March"}},
		{"Hallo Vera,\n\nam 4. Dezember.\n\nViele Grüße\nJana", text, reply.Said{Act: reply.Answers, Words: "am 4. Dezember."}},
	} {
		got, err := reply.Understand(c.words, c.asked)
		if err != nil || got != c.want {
			t.Errorf("%q to a question for %q: %+v (%v), want %+v", c.words, c.asked.Kind, got, err, c.want)
		}
	}
}

// TestWhatCanBeReadInTwoWaysIsNotUnderstood holds that nothing is guessed, and that
// the word back says what is in the way.
func TestWhatCanBeReadInTwoWaysIsNotUnderstood(t *testing.T) {
	for _, c := range []struct {
		words string
		asked reply.Question
		why   string
	}{
		{"", question(reply.Done), "no words"},
		{"Done with the first half", question(reply.Done), "not one of"},
		{"not done", question(reply.Done), "not one of"},
		{"almost done", question(reply.Task), "not one of"},
		{"yes, but only half of it", question(reply.Done), "not one of"},
		{"seen", question(reply.Done), "not one of"},
		{"no", question(reply.Done), "reason"},
		{"No, thanks", question(reply.Done), "reason"},
		{"1.250", question(reply.Count), "1250 or as 1.25"},
		{"about a dozen", question(reply.Count), "no number"},
		{"done", question(reply.Count), "no number"},
		{"in the shared folder", question(reply.Link), "no link"},
		{"Paris", question(reply.Choice, "Lisbon", "Berlin"), "none of the choices"},
		{"who are you?", question(reply.Task), "not one of"},
	} {
		said, err := reply.Understand(c.words, c.asked)
		unread, ok := errors.AsType[*reply.Unread](err)
		if !ok || !strings.Contains(unread.Why, c.why) {
			t.Errorf("%q to a question for %q: %+v, %v; want it not understood, with %q", c.words, c.asked.Kind, said, err, c.why)
		}
	}
}

// TestEveryExampleIsUnderstood holds that what the word back tells people to write
// is understood when they write it.
func TestEveryExampleIsUnderstood(t *testing.T) {
	choices := []string{"Lisbon", "Berlin"}
	for _, kind := range []reply.Kind{reply.Task, reply.Done, reply.Seen, reply.Text, reply.Link, reply.Count, reply.Choice} {
		for _, example := range reply.Examples(kind, choices) {
			write := example.Write
			switch {
			case kind == reply.Choice && strings.Contains(write, "Lisbon"):
				write = "Lisbon"
			case write == "https://…":
				write = "https://example.com/a"
			}
			if _, err := reply.Understand(write, question(kind, choices...)); err != nil {
				t.Errorf("%q to a question for %q: %v", write, kind, err)
			}
		}
	}
}

func TestNumbersOfManyCountries(t *testing.T) {
	for text, want := range map[string]float64{
		"0": 0, "12": 12, "-5": -5, "−5": -5, "+3": 3, "1250": 1250, "1250.5": 1250.5, "1250,5": 1250.5, "1,250.50": 1250.5,
		"1.250,50": 1250.5, "1 250,50": 1250.5, "1\u202f250,50": 1250.5, "1'250.50": 1250.5, "1’250.50": 1250.5,
		"1,250,000": 1250000, "1.250.000": 1250000, "1 250 000": 1250000, "12,34,567": 1234567, "12,34,567.50": 1234567.5,
		"0.125": 0.125, "0,125": 0.125, ".5": 0.5, "1250.": 1250, "1250.000": 1250, "3.1415": 3.1415,
		"€ 1250": 1250, "1250 €": 1250, "1250 EUR": 1250, "EUR 1250": 1250, "$1,250.50": 1250.5, "85 %": 85, "85%": 85, "-$5": -5,
		"1.42 M": 1420000, "250k": 250000, "2,5 Mio.": 2500000, "1.5 billion": 1500000000,
		"١٢٥٠": 1250, "１２５０": 1250, "१२": 12, "١٬٢٥٠٫٥": 1250.5,
	} {
		got, err := reply.Number(text)
		if err != nil || got != want {
			t.Errorf("%q is %v (%v), want %v", text, got, err, want)
		}
	}
	for _, text := range []string{
		"", "x", "1.250", "1,250", "12 people", "1-2", "1.2.3", "1,25,0", "1 25", "--5", "1.5m", "1e5", "0x10", "Inf", "NaN", "½", "1,,2", "12 34",
	} {
		if got, err := reply.Number(text); err == nil {
			t.Errorf("%q was read as %v, want it refused", text, got)
		}
	}
}

func FuzzRead(f *testing.F) {
	f.Add([]byte("Message-Id: <a@b>\r\nContent-Type: text/plain\r\n\r\ndone\r\n> x\r\n"))
	f.Add([]byte("Content-Type: text/html\r\n\r\n<div>done<blockquote>x</blockquote><a href=https://e.com>y</a></div>"))
	f.Add([]byte("Content-Type: multipart/mixed; boundary=a\r\n\r\n--a\r\n\r\nby friday\r\n--a--"))
	f.Fuzz(func(t *testing.T, raw []byte) {
		mail, err := reply.Read(strings.NewReader(string(raw)))
		if err == nil {
			checkWords(t, mail.Words)
		}
	})
}

func FuzzUnderstand(f *testing.F) {
	for _, words := range []string{"done", "no: because", "by fri 3pm: x", "1.250,50 €", "https://e.com/)", "> x\ny", "Hi Ana,\nyes", "\xff\x00"} {
		f.Add(words)
	}
	f.Fuzz(checkWords)
}

// checkWords holds what is true of any words at all.
func checkWords(t *testing.T, words string) {
	t.Helper()
	for _, kind := range []reply.Kind{reply.Task, reply.Done, reply.Seen, reply.Text, reply.Link, reply.Count, reply.Choice} {
		said, err := reply.Understand(reply.Cut(words), question(kind, "Lisbon", "Berlin"))
		if err != nil {
			if _, ok := errors.AsType[*reply.Unread](err); !ok {
				t.Fatalf("%q: %v", words, err)
			}
			continue
		}
		switch {
		case said.Act == "":
			t.Errorf("%q means nothing", words)
		case said.Act == reply.Declines && strings.TrimSpace(said.Words) == "":
			t.Errorf("%q declines without a reason", words)
		case said.Act == reply.Proposes && said.Date == "":
			t.Errorf("%q proposes no date", words)
		case kind == reply.Choice && said.Act == reply.Answers && said.Choice == "":
			t.Errorf("%q chooses nothing", words)
		case utf8.ValidString(words) && !utf8.ValidString(said.Words+said.URL+said.Choice):
			t.Errorf("%q became %q", words, said.Words)
		}
	}
}
