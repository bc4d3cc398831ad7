package letter_test

import (
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"cairn/internal/authz"
	"cairn/internal/delivery"
	"cairn/internal/digest"
	"cairn/internal/errs"
	"cairn/internal/mail"
	"cairn/internal/notify"
	"cairn/internal/opt"
	"cairn/internal/work"
	"cairn/internal/worktime"
)

func TestADigestsMailTellsWhatTodayTellsAndHowToChangeIt(t *testing.T) {
	each(t, func(r *rig) {
		asked := r.ask(r.max, r.ana, "Forecast update", "2026-11-27")
		own := r.ask(r.ana, r.ana, "Write the release notes", "")
		r.comment(r.ben, own, "Look at the third paragraph & the <table>")
		r.compose()
		m := r.mailTo("ana@example.com")

		text := m.Page.Text()
		for _, want := range []string{
			"Your digest, Monday 23 November",
			"TO DECIDE", "Max asks for “Forecast update”", "due Friday 27 November",
			"https://cairn.example.com/do/accept/" + asked.ID, "https://cairn.example.com/tasks/" + asked.ID,
			"Ben Oduya wrote about “Write the release notes”", "> Look at the third paragraph & the <table>",
			"This came with your 09:00 digest, because this is one of your digest", "In your 09:00 digest, because nothing interrupts you by default",
			"https://cairn.example.com/settings/notifications",
		} {
			if !strings.Contains(text, want) {
				t.Errorf("the text lacks %q:\n%s", want, text)
			}
		}
		html, err := m.Page.HTML()
		r.ok(err)
		for _, want := range []string{
			`<bdi class="name">Max</bdi> asks for “<a class="thing" href="https://cairn.example.com/tasks/` + asked.ID + `"><bdi>Forecast update</bdi></a>”`,
			"Look at the third paragraph &amp; the &lt;table&gt;", "prefers-color-scheme: dark",
		} {
			if !strings.Contains(html, want) {
				t.Errorf("the page lacks %q:\n%s", want, html)
			}
		}
		if strings.Index(text, "TO DECIDE") > strings.Index(text, "Ben Oduya") {
			t.Error("what needs a decision does not come first")
		}
		if m.Subject != "Your digest: 1 to decide, 1 changed" && m.Subject != "Your digest: 1 to decide, 1 good to know" {
			t.Errorf("the subject is %q", m.Subject)
		}
		if trackers := regexp.MustCompile(`(?i)<(img|script|link|iframe|object)|url\(|@import`).FindString(html); trackers != "" {
			t.Errorf("the page fetches something: %s", trackers)
		}
		digests, err := r.Digest.List(t.Context(), r.ana.Actor, 1, "")
		r.ok(err)
		if m.MessageID != digests.Items[0].MessageID || !m.Date.Equal(digests.Items[0].ComposedAt) {
			t.Errorf("the mail is %s of %s, the digest %+v", m.MessageID, m.Date, digests.Items[0])
		}
	})
}

// TestW9_TheMailAsksWhetherItIsStillNeeded: with both ways to answer, and each is a
// page that asks.
func TestW9_TheMailAsksWhetherItIsStillNeeded(t *testing.T) {
	each(t, func(r *rig) {
		task := r.ask(r.max, r.ana, "Forecast update", "")
		_, err := r.Work.Accept(t.Context(), r.ana, task.ID, work.Place{})
		r.ok(err)
		_, err = r.Work.AskFirst(t.Context(), r.ana, task.ID)
		r.ok(err)
		r.compose()
		text := r.mailTo("max@example.com").Page.Text()
		for _, want := range []string{
			"Ana Sá asks whether “Forecast update” is still needed",
			"https://cairn.example.com/do/keep/" + task.ID, "https://cairn.example.com/do/no-longer-needed/" + task.ID,
		} {
			if !strings.Contains(text, want) {
				t.Errorf("the text lacks %q:\n%s", want, text)
			}
		}
	})
}

// TestN7_MailsTellTheDayAndNeverTheClock: the one hour in a digest's mail is the
// reader's own.
func TestN7_MailsTellTheDayAndNeverTheClock(t *testing.T) {
	each(t, func(r *rig) {
		task := r.ask(r.max, r.ana, "Forecast update", "2026-11-27")
		r.comment(r.max, task, "It is for finance")
		r.compose()
		m := r.mailTo("ana@example.com")
		html, err := m.Page.HTML()
		r.ok(err)
		for _, page := range []string{m.Subject, m.Page.Text(), html} {
			for _, clock := range regexp.MustCompile(`\b\d{1,2}:\d{2}\b`).FindAllString(page, -1) {
				if clock != "09:00" {
					t.Errorf("the mail tells %s", clock)
				}
			}
		}
	})
}

func TestN5_WhatWasDealtWithOnTodayIsNotMailed(t *testing.T) {
	each(t, func(r *rig) {
		r.ask(r.max, r.ana, "Forecast update", "2026-11-27")
		r.ask(r.max, r.ana, "Book the room", "2026-11-27")
		r.ask(r.max, r.ben, "Sign the lease", "2026-11-27")
		r.compose()
		settle := func(who authz.Call, title string) {
			today, err := r.Digest.Today(t.Context(), who.Actor, true)
			r.ok(err)
			for _, entry := range today.Decide {
				if entry.Subject.Title == title {
					_, err := r.Digest.Settle(t.Context(), who, []digest.Seen{{Thread: entry.Thread, Seq: entry.Seq}}, false)
					r.ok(err)
				}
			}
		}
		settle(r.ana, "Book the room")
		settle(r.ben, "Sign the lease")
		mails := r.post()
		if len(mails) != 1 || mails[0].To.Email != "ana@example.com" {
			t.Fatalf("%d mails go out, want the one to Ana", len(mails))
		}
		if text := mails[0].Page.Text(); !strings.Contains(text, "Forecast update") || strings.Contains(text, "Book the room") {
			t.Errorf("the mail says\n%s", text)
		}
		overview, err := r.Delivery.Overview(t.Context(), r.olga.Actor, delivery.Email)
		r.ok(err)
		if overview.Waiting != 0 || len(overview.Dead) != 0 {
			t.Errorf("the emptied digest is still on its way: %+v", overview)
		}
	})
}

func TestMoreThanSevenDecisionsAreOneLine(t *testing.T) {
	each(t, func(r *rig) {
		for title := range strings.FieldsSeq("one two three four five six seven eight nine") {
			r.ask(r.max, r.ana, title, "2026-11-27")
		}
		r.compose()
		m := r.mailTo("ana@example.com")
		section := m.Page.Sections[0]
		if len(section.Entries) != 7 || section.More == nil || section.More.Text != "2 more to decide, on Today" {
			t.Errorf("the section has %d entries and %v", len(section.Entries), section.More)
		}
	})
}

// TestA1_WordsThatOneMayNotReadAnyMoreAreInNoMail: the canary stands in a title,
// in a comment and in a reason, and access ends between the digest and its mail.
func TestA1_WordsThatOneMayNotReadAnyMoreAreInNoMail(t *testing.T) {
	const canary = "canary-7f3a"
	each(t, func(r *rig) {
		secret := r.ask(r.ana, r.ana, "The merger "+canary, "")
		r.comment(r.ana, secret, "Numbers "+canary)
		_, err := r.Work.AddComment(t.Context(), r.ana, secret.ID, work.NewComment{Body: "Look " + canary, MentionIDs: []string{r.max.PersonID}})
		r.ok(err)
		r.ask(r.olga, r.max, "Something else", "")
		r.compose()
		_, err = r.Work.Edit(t.Context(), r.ana, secret.ID, work.Patch{Confidential: opt.To(true)})
		r.ok(err)
		read := 0
		for _, m := range r.post() {
			html, err := m.Page.HTML()
			r.ok(err)
			holds := strings.Contains(m.Subject+m.Page.Text()+html, canary)
			if m.To.Email == "max@example.com" {
				read++
			}
			if holds && m.To.Email != "ben@example.com" && m.To.Email != "ana@example.com" {
				t.Errorf("the mail to %s has it:\n%s", m.To.Email, m.Page.Text())
			}
		}
		if read != 1 {
			t.Errorf("Max got %d mails; the test proves nothing", read)
		}
	})
}

func TestWhoHasLeftOrHasClosedTheChannelGetsNoMail(t *testing.T) {
	each(t, func(r *rig) {
		r.ask(r.max, r.ana, "Forecast update", "")
		r.ask(r.max, r.ben, "Sign the lease", "")
		r.compose()
		_, err := r.Notify.UpdateSettings(t.Context(), r.ana, notify.SettingsChange{
			Channels: opt.To(notify.Channels{Interrupt: []notify.Channel{notify.InApp}, Digest: []notify.Channel{notify.InApp}}),
		})
		r.ok(err)
		_, err = r.People.Deactivate(t.Context(), r.olga, r.ben.PersonID)
		r.ok(err)
		if mails := r.post(); len(mails) != 0 {
			t.Errorf("%d mails go out, to %v", len(mails), mails[0].To)
		}
	})
}

func TestTheLinkInAMailEndsTheMailsOfItsLaneAndNothingElse(t *testing.T) {
	each(t, func(r *rig) {
		r.ask(r.max, r.ana, "Forecast update", "")
		r.compose()
		m := r.mailTo("ana@example.com")
		parts := strings.Split(strings.TrimPrefix(m.Unsubscribe, "https://cairn.example.com/mails/"), "/")
		if len(parts) != 3 || parts[0] != "digest" || parts[1] != r.ana.PersonID {
			t.Fatalf("the link is %s", m.Unsubscribe)
		}
		token := parts[2]
		for _, wrong := range [][3]string{
			{r.ana.PersonID, "interrupt", token}, {r.ben.PersonID, "digest", token}, {r.ana.PersonID, "digest", token + "a"}, {r.ana.PersonID, "quiet", token},
		} {
			if err := r.Letter.End(t.Context(), wrong[0], wrong[1], wrong[2]); !errs.Is(err, errs.NotFound) {
				t.Errorf("%v ends something: %v", wrong, err)
			}
		}
		r.ok(r.Letter.Check(t.Context(), r.ana.PersonID, "digest", token))
		channels := func() (digests, interruptions bool) {
			settings, err := r.Notify.Settings(t.Context(), r.ana.Actor)
			r.ok(err)
			return slices.Contains(settings.Channels.Digest, notify.Email), slices.Contains(settings.Channels.Interrupt, notify.Email)
		}
		if digests, _ := channels(); !digests {
			t.Error("looking at the link has changed something")
		}
		for range 2 { // mail clients may send it twice
			r.ok(r.Letter.End(t.Context(), r.ana.PersonID, "digest", token))
		}
		if digests, interruptions := channels(); digests || !interruptions {
			t.Errorf("digests by email: %t, interruptions: %t", digests, interruptions)
		}
	})
}

func TestAnInterruptionsMailGoesAtOnceAndSaysWhy(t *testing.T) {
	each(t, func(r *rig) {
		r.clock.Advance(2 * time.Hour)
		task := r.ask(r.ana, r.ana, "Release 4", "")
		_, err := r.Notify.Interrupt(t.Context(), r.ben, r.ana.PersonID, notify.NewInterruption{TaskID: task.ID, Reason: "The site is down"})
		r.ok(err)
		m := r.mailTo("ana@example.com")
		text := m.Page.Text()
		for _, want := range []string{"Ben Oduya writes:", "> The site is down", "Release 4", "because its sender interrupted you", "/settings/notifications"} {
			if !strings.Contains(text, want) {
				t.Errorf("the text lacks %q:\n%s", want, text)
			}
		}
		if m.Subject != "Now, from Ben Oduya: The site is down" || !strings.Contains(m.Unsubscribe, "/mails/interrupt/") {
			t.Errorf("the mail is %q, ended at %s", m.Subject, m.Unsubscribe)
		}
	})
}

// TestN4_AMailThatComesLateKeepsTheHours: the mail server was away at the digest's
// hour, and is back in the reader's focus time.
func TestN4_AMailThatComesLateKeepsTheHours(t *testing.T) {
	each(t, func(r *rig) {
		focus, err := worktime.ParseTime("", "09:01")
		r.ok(err)
		until, err := worktime.ParseTime("", "11:00")
		r.ok(err)
		_, err = r.Notify.UpdateSettings(t.Context(), r.ana, notify.SettingsChange{QuietHours: opt.To(worktime.Focus{
			{Days: []worktime.Weekday{worktime.Weekday(time.Monday)}, Start: focus, End: until},
		})})
		r.ok(err)
		r.ask(r.max, r.ana, "Forecast update", "")
		r.fails = &mail.Failure{Words: "the mail server is out of reach"}
		r.compose()
		r.post()
		r.fails = nil
		came := time.Time{}
		for range 60 {
			r.clock.Advance(5 * time.Minute)
			if len(r.post()) > 0 {
				came = r.clock.Now()
				break
			}
		}
		if came.Format("15:04") < "11:00" || came.Format("15:04") > "11:10" {
			t.Errorf("the mail came at %s, in quiet hours until 11:00", came)
		}
	})
}
