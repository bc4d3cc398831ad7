package reply_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"cairn/internal/reply"
)

// TestMailsOfTheUsualProgramsAreRead reads whole messages as mail programs write
// them, and finds what their writer wrote.
func TestMailsOfTheUsualProgramsAreRead(t *testing.T) {
	for name, want := range map[string]struct {
		words   string
		machine bool
	}{
		"gmail.eml":               {words: "done"},
		"gmail-html-only.eml":     {words: "1,250.50"},
		"apple-mail-german.eml":   {words: "Ja, mache ich"},
		"iphone.eml":              {words: "by Friday"},
		"outlook-plain.eml":       {words: "no: the auditors have the file until Tuesday"},
		"outlook-html-only.eml":   {words: "Hi Vera,\nhttps://files.example.com/forecast-q4\nBest regards,\nAna"},
		"outlook-french.eml":      {words: "Fait"},
		"thunderbird-bottom.eml":  {words: "42"},
		"japanese.eml":            {words: "完了しました"},
		"base64-latin1.eml":       {words: "erledigt, schöne Grüße"},
		"out-of-office.eml":       {words: "I am away until Monday.", machine: true},
		"bounce.eml":              {words: "Your message could not be delivered.", machine: true},
		"newsletter.eml":          {words: "yes", machine: true},
		"signature-without-quote": {words: "seen"},
	} {
		if !strings.HasSuffix(name, ".eml") {
			name += ".eml"
		}
		t.Run(name, func(t *testing.T) {
			raw, err := os.Open(filepath.Join("testdata", name))
			if err != nil {
				t.Fatal(err)
			}
			defer func() { _ = raw.Close() }()
			mail, err := reply.Read(raw)
			if err != nil {
				t.Fatal(err)
			}
			if mail.Words != want.words || mail.Machine != want.machine {
				t.Errorf("read %q (by a machine: %t), want %q (%t)", mail.Words, mail.Machine, want.words, want.machine)
			}
			if mail.MessageID == "" || strings.ContainsAny(mail.MessageID, "<> ") {
				t.Errorf("the Message-ID is %q", mail.MessageID)
			}
		})
	}
}

// TestWhatIsQuotedAndSignedIsCut holds the ways in which programs and people quote.
func TestWhatIsQuotedAndSignedIsCut(t *testing.T) {
	const words = "done"
	for _, below := range []string{
		"",
		"\n\nOn Fri, Nov 20, 2026 at 9:00 AM Vera <vera@example.com> wrote:\n> Forecast\n",
		"\n\nOn Fri, 20 Nov 2026 at 09:00, Vera Lind via Cairn\n<reply+abc@cairn.example.com> wrote:\n\n> Forecast\n",
		"\n\nOn Friday, 20 November 2026 at 09:00:12 CET, Vera Lind wrote:\n\nForecast\n",
		"\n\nAm 20.11.2026 um 09:00 schrieb Vera <vera@example.com>:\n> Forecast\n",
		"\n\nAm Fr., 20. Nov. 2026 um 09:00 Uhr schrieb Vera Lind <\nvera@example.com>:\n> Forecast\n",
		"\n\nLe ven. 20 nov. 2026 à 09:00, Vera <vera@example.com> a écrit :\n> Forecast\n",
		"\n\nEl vie, 20 nov 2026 a las 9:00, Vera (<vera@example.com>) escribió:\n> Forecast\n",
		"\n\nEm sex., 20 de nov. de 2026 às 09:00, Vera <vera@example.com> escreveu:\n> Forecast\n",
		"\n\nIl giorno ven 20 nov 2026 alle ore 09:00 Vera <vera@example.com> ha scritto:\n> Forecast\n",
		"\n\nOp vr 20 nov 2026 om 09:00 schreef Vera <vera@example.com>:\n> Forecast\n",
		"\n\nDen fre 20 nov. 2026 kl 09:00 skrev Vera <vera@example.com>:\n> Forecast\n",
		"\n\npt., 20 lis 2026 o 09:00 Vera <vera@example.com> napisał(a):\n> Forecast\n",
		"\n\nпт, 20 нояб. 2026 г. в 09:00, Vera <vera@example.com> пишет:\n> Forecast\n",
		"\n\n2026年11月20日(金) 9:00 Vera <vera@example.com>:\n> Forecast\n",
		"\n\n2026-11-20 9:00 GMT+01:00 Vera <vera@example.com>:\n> Forecast\n",
		"\n\n-----Original Message-----\nFrom: Vera\n",
		"\n\n-----Ursprüngliche Nachricht-----\nVon: Vera\n",
		"\n\n---------- Forwarded message ---------\nFrom: Vera\n",
		"\n\n________________________________\nFrom: Vera <vera@example.com>\n",
		"\n\nFrom: Vera Lind <vera@example.com>\nSent: Friday, November 20, 2026 9:00 AM\nTo: Ana <ana@example.com>\nSubject: Your digest\n",
		"\n\nVon: Vera Lind <vera@example.com>\nGesendet: Freitag, 20. November 2026 09:00\nAn: Ana\nBetreff: Your digest\n",
		"\n\nDe : Vera Lind <vera@example.com>\nEnvoyé : vendredi 20 novembre 2026 09:00\nÀ : Ana\nObjet : Your digest\n",
		"\n\n*From:* Vera <vera@example.com>\n*Date:* Friday\n*To:* Ana\n",
		"\n-- \nAna Silva\nHead of Finance\n",
		"\n--\nAna Silva\n",
		"\n\nSent from my iPhone\n",
		"\n\nVon meinem iPhone gesendet\n",
		"\n\nEnvoyé de mon iPhone\n",
		"\n\nEnviado desde mi iPhone\n",
		"\n\nGet Outlook for iOS<https://aka.ms/o0ukef>\n",
		"\r\n\r\n> quoted with\r\n> carriage returns\r\n",
	} {
		if got := reply.Cut(words + below); got != words {
			t.Errorf("%q was cut to %q", words+below, got)
		}
	}
	if got := reply.Cut("On Friday we moved the desk: it is done\n\nOn 20 Nov Vera wrote:\n> x"); got != "On Friday we moved the desk: it is done" {
		t.Errorf("words that begin like an attribution became %q", got)
	}
	if got := reply.Cut("> How many?\n\n12\n\n> Until when?\n"); got != "12" {
		t.Errorf("an answer below its question became %q", got)
	}
}
