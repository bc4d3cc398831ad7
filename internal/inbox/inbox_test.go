package inbox_test

import (
	"path/filepath"
	"strings"
	"testing"
	"time"

	"cairn/internal/db"
	"cairn/internal/id"
	"cairn/internal/testkit"
	"cairn/internal/work"
)

// TestW10_SomebodyWhoNeverLogsInAnswersByMail holds that each kind of answer comes
// by mail, and the asker has it.
func TestW10_SomebodyWhoNeverLogsInAnswersByMail(t *testing.T) {
	each(t, func(t *testing.T, r *rig) {
		for _, c := range []struct {
			kind    work.AnswerKind
			choices []string
			words   string
			want    string
		}{
			{work.AnswerDone, nil, "Done", ""},
			{work.AnswerDone, nil, "Hi Vera,\n\ndone: it is in the folder\n\nBest regards,\nAna", "it is in the folder"},
			{work.AnswerSeen, nil, "seen", ""},
			{work.AnswerText, nil, "We ship on Friday.\nThe rest comes later.", "We ship on Friday.\nThe rest comes later."},
			{work.AnswerLink, nil, "https://files.example.com/q4", "https://files.example.com/q4"},
			{work.AnswerNumber, nil, "1.250,50 €", "1250.5"},
			{work.AnswerChoice, []string{"Lisbon", "Berlin"}, "berlin", "Berlin"},
		} {
			told, task := r.ask(c.kind, c.choices...)
			r.reply(r.address(task.ID), c.words)
			row := r.rollUp(told.ID)
			if row.State != "done" || row.Answer == nil {
				t.Fatalf("%s by %q: the answer is %q (%v)", c.kind, c.words, row.State, row.Answer)
			}
			got := row.Answer.Text + row.Answer.URL + row.Answer.Choice
			if row.Answer.Number != nil {
				got += work.FormatNumber(*row.Answer.Number)
			}
			if got != c.want {
				t.Errorf("%s by %q: the answer is %q, want %q", c.kind, c.words, got, c.want)
			}
		}
		if words := r.words(); len(words) > 0 {
			t.Errorf("what was understood was answered by mail: %+v", words)
		}
	})
}

// TestW4_TriageIsDecidedByMail holds yes, no with a reason, and another date, before
// and after a task was taken on.
func TestW4_TriageIsDecidedByMail(t *testing.T) {
	each(t, func(t *testing.T, r *rig) {
		accepted := r.give("Read the contract", "2026-11-27")
		to := r.address(accepted.ID)
		r.reply(to, "Yes: I begin on Tuesday")
		if task := r.task(accepted.ID); task.Status != work.Todo || task.Rank == nil {
			t.Errorf("after yes it is %s", task.Status)
		}
		thread, err := r.tasks.Thread(r.ctx, r.ana.Actor, accepted.ID)
		r.ok(err)
		if len(thread) != 1 || thread[0].Body != "I begin on Tuesday" || thread[0].AuthorID != r.ana.PersonID {
			t.Errorf("what was said with it is not in the thread: %+v", thread)
		}
		r.reply(to, "by 4 dec: legal needs it longer")
		if task := r.task(accepted.ID); task.DueDate == nil || task.DueDate.String() != "2026-12-04" {
			t.Errorf("a date of one's own list was moved to %v", task.DueDate)
		}
		r.reply(to, "no: too late")
		if words := r.words(); len(words) != 1 || !strings.Contains(words[0].Why, "taken it on") {
			t.Errorf("declining what one took on was answered by %+v", words)
		}
		r.reply(to, "done")
		if task := r.task(accepted.ID); task.Status != work.Done {
			t.Errorf("after done it is %s", task.Status)
		}

		declined := r.give("Plan the offsite", "2026-11-27")
		r.reply(r.address(declined.ID), "no: I am on leave then")
		if task := r.task(declined.ID); task.Status != work.Canceled || *task.CancelReason != work.Declined {
			t.Errorf("after no it is %s", task.Status)
		}

		later := r.give("Choose a printer", "2026-11-27")
		r.reply(r.address(later.ID), "by 4 dec")
		if task := r.task(later.ID); task.Proposal == nil || task.Proposal.Due == nil || task.Proposal.Due.Date.String() != "2026-12-04" {
			t.Errorf("what is proposed is %+v; the words back are %+v", task.Proposal, r.words())
		}

		finished := r.give("Send the slides", "2026-11-27")
		r.reply(r.address(finished.ID), "done, thanks")
		if task := r.task(finished.ID); task.Status != work.Done {
			t.Errorf("from triage, after done, it is %s", task.Status)
		}
	})
}

// TestWhatIsNotUnderstoodIsAnsweredWithHowToWriteIt, three times at most: two
// machines that don't say that they are ones don't go on for ever.
func TestWhatIsNotUnderstoodIsAnsweredWithHowToWriteIt(t *testing.T) {
	each(t, func(t *testing.T, r *rig) {
		_, task := r.ask(work.AnswerNumber)
		to := r.address(task.ID)
		r.reply(to, "1.250")
		words := r.words()
		if len(words) != 1 {
			t.Fatalf("%d words back, want one", len(words))
		}
		word := words[0]
		if word.PersonID != r.ana.PersonID || word.Title != "Forecast update" || !strings.Contains(word.Why, "1250") || word.InReplyTo == "" || len(word.Examples) < 3 {
			t.Errorf("the word back is %+v", word)
		}
		if task := r.task(task.ID); task.Status != work.Triage {
			t.Errorf("something was done: %s", task.Status)
		}
		r.reply(word.ReplyTo, "1250")
		if task := r.task(task.ID); task.Status != work.Done {
			t.Errorf("the answer to the word back did not arrive: %s", task.Status)
		}

		_, task = r.ask(work.AnswerDone)
		to = r.address(task.ID)
		for range 10 {
			r.reply(to, "I have received your message and will look at it.")
		}
		if words := r.words(); len(words) != 3 {
			t.Errorf("%d words back to one address, want 3", len(words))
		}

		_, task = r.ask(work.AnswerDone)
		to, answered := r.address(task.ID), 0
		for range 10 { // each to the address that the word back brought
			r.reply(to, "I have received your message and will look at it.")
			for _, word := range r.words() {
				to = word.ReplyTo
				answered++
			}
		}
		if answered != 3 {
			t.Errorf("%d words back about one task, want 3", answered)
		}
		r.clock.Advance(25 * time.Hour)
		r.reply(to, "Do you still need it?")
		if words := r.words(); len(words) != 1 {
			t.Errorf("a day later there are %d words back, want one", len(words))
		}
	})
}

// TestWhatIsTooLongChangesNothing: the word back says so, and it is true.
func TestWhatIsTooLongChangesNothing(t *testing.T) {
	each(t, func(t *testing.T, r *rig) {
		task := r.give("Read the contract", "2026-11-27")
		r.reply(r.address(task.ID), "yes\n"+strings.Repeat("and another thing\n", 3000))
		words := r.words()
		if task := r.task(task.ID); task.Status != work.Triage || len(words) != 1 || !strings.Contains(words[0].Why, "too long") {
			t.Errorf("it is %s, and the words back are %+v", task.Status, words)
		}
	})
}

// TestMachinesAreNeverAnsweredNorBelieved holds RFC 3834: an out-of-office note that
// says "done" somewhere does nothing.
func TestMachinesAreNeverAnsweredNorBelieved(t *testing.T) {
	each(t, func(t *testing.T, r *rig) {
		_, task := r.ask(work.AnswerDone)
		to := r.address(task.ID)
		for _, header := range []string{"Auto-Submitted: auto-replied", "Auto-Submitted: auto-generated; x=y", "Precedence: bulk", "List-Id: <all.example.com>", "X-Autoreply: yes"} {
			r.reply(to, "done", header)
			r.reply(to, "what?", header)
		}
		r.ok(r.send("", to, mail(id.New(), "done")))
		if task := r.task(task.ID); task.Status != work.Triage {
			t.Errorf("a machine has answered: %s", task.Status)
		}
		if words := r.words(); len(words) != 0 {
			t.Errorf("a machine was answered: %+v", words)
		}
		r.reply(to, "done", "Auto-Submitted: no")
		if task := r.task(task.ID); task.Status != work.Done {
			t.Errorf("a person was not believed: %s", task.Status)
		}
	})
}

// TestW14_AMessageThatComesTwiceDoesItsWorkOnce, also where it closed the task.
func TestW14_AMessageThatComesTwiceDoesItsWorkOnce(t *testing.T) {
	each(t, func(t *testing.T, r *rig) {
		task := r.give("Read the contract", "2026-11-27")
		to := r.address(task.ID)
		yes, what, done := mail("yes@example.com", "yes: on Tuesday"), mail("what@example.com", "what?"), mail("done@example.com", "done")
		for _, message := range []string{yes, what, done} {
			for range 3 {
				r.ok(r.send("ana@example.com", to, message))
			}
		}
		thread, err := r.tasks.Thread(r.ctx, r.ana.Actor, task.ID)
		r.ok(err)
		if len(thread) != 1 {
			t.Errorf("the thread has %d words, want one", len(thread))
		}
		if words := r.words(); len(words) != 1 {
			t.Errorf("%d words back, want one", len(words))
		}
		history, err := r.tasks.History(r.ctx, r.ana.Actor, task.ID)
		r.ok(err)
		seen := map[string]int{}
		for _, event := range history {
			seen[event.Verb]++
		}
		if seen["task.accepted"] != 1 || seen["task.completed"] != 1 {
			t.Errorf("the history has %v", seen)
		}
	})
}

// TestOnlyAddressesThatAreKnownTakeMail holds that nothing is relayed, and when an
// address ends.
func TestOnlyAddressesThatAreKnownTakeMail(t *testing.T) {
	each(t, func(t *testing.T, r *rig) {
		_, task := r.ask(work.AnswerDone)
		to := r.address(task.ID)
		message := mail(id.New(), "done")
		for _, other := range []string{
			"ana@example.com", "postmaster@" + domain, "reply+@" + domain, "reply+" + strings.Repeat("a", 52) + "@" + domain,
			strings.Replace(to, domain, "elsewhere.example.com", 1), to[:20] + "@" + domain,
		} {
			r.refused(r.send("ana@example.com", other, message), "550")
		}
		r.ok(r.send("ana@example.com", strings.ToUpper(to), message)) // letters may lose their case
		if task := r.task(task.ID); task.Status != work.Done {
			t.Errorf("the answer did not arrive: %s", task.Status)
		}
		r.clock.Advance(25 * time.Hour)
		r.refused(r.send("ana@example.com", to, mail(id.New(), "done")), "550")

		_, withdrawn := r.ask(work.AnswerDone)
		to = r.address(withdrawn.ID)
		_, err := r.tasks.Cancel(r.ctx, r.vera, withdrawn.ID, work.Withdrawn, "")
		r.ok(err)
		r.refused(r.send("ana@example.com", to, mail(id.New(), "done")), "550")

		_, left := r.ask(work.AnswerDone)
		to = r.address(left.ID)
		_, err = r.people.Deactivate(r.ctx, r.olga, r.ana.PersonID)
		r.ok(err)
		r.refused(r.send("ana@example.com", to, mail(id.New(), "done")), "550")
	})
}

// TestWhatIsTooMuchIsSlowedDown, in size and in number. Who names addresses that
// nobody has keeps nobody else's answers out: they come through the same server.
func TestWhatIsTooMuchIsSlowedDown(t *testing.T) {
	each(t, func(t *testing.T, r *rig) {
		_, task := r.ask(work.AnswerText)
		to := r.address(task.ID)
		r.refused(r.send("ana@example.com", to, mail(id.New(), strings.Repeat("word \n", 2<<20))), "552")
		wrong := "reply+" + strings.Repeat("b", 52) + "@" + domain
		for range 50 {
			r.refused(r.send("x@example.com", wrong, "x"), "550")
		}
		r.reply(to, "a word")
		if task := r.task(task.ID); task.Status != work.Done {
			t.Errorf("the answer did not arrive: %s", task.Status)
		}
		begun := 0
		for peer := r.connect("tcp", r.addr, "EHLO"); begun < 1000 && peer.answer("MAIL FROM:<x@example.com>") == "250"; begun++ {
			peer.say("250", "RSET")
		}
		if begun < 100 || begun == 1000 {
			t.Errorf("%d messages at once are begun", begun)
		}
		_, task = r.ask(work.AnswerText)
		to = r.address(task.ID)
		r.refused(r.send("ana@example.com", to, mail(id.New(), "a word")), "450")
		r.clock.Advance(time.Minute)
		r.reply(to, "a word")
		if task := r.task(task.ID); task.Status != work.Done {
			t.Errorf("afterwards the answer did not arrive: %s", task.Status)
		}
	})
}

// TestAnAddressThatEndsDuringTheMessageTakesNothing: a peer that names it and then
// takes its time has no more than who comes later.
func TestAnAddressThatEndsDuringTheMessageTakesNothing(t *testing.T) {
	each(t, func(t *testing.T, r *rig) {
		_, task := r.ask(work.AnswerDone)
		peer := r.connect("tcp", r.addr, "EHLO")
		peer.say("250", "MAIL FROM:<ana@example.com>")
		peer.say("250", "RCPT TO:<%s>", r.address(task.ID))
		peer.say("354", "DATA")
		_, err := r.people.Deactivate(r.ctx, r.olga, r.ana.PersonID)
		r.ok(err)
		peer.say("550", "%s.", mail(id.New(), "done"))
		told, err := r.tasks.Get(r.ctx, r.vera.Actor, task.ID)
		r.ok(err)
		if told.Status != work.Triage {
			t.Errorf("who has left made it %s", told.Status)
		}
	})
}

// TestTheAddressAnswersAndReadsNothing holds that what was received is in no log,
// and that the token is of no use elsewhere.
func TestTheAddressAnswersAndReadsNothing(t *testing.T) {
	each(t, func(t *testing.T, r *rig) {
		_, task := r.ask(work.AnswerText)
		to := r.address(task.ID)
		r.reply(to, "canary-words")
		secret := strings.TrimSuffix(strings.TrimPrefix(to, "reply+"), "@"+domain)
		stored, err := db.One(r.ctx, r.db, db.Value[int], `SELECT count(*) FROM token WHERE hash LIKE '%' || $1 || '%' OR name = $1 OR prefix = $1`, secret)
		r.ok(err)
		if stored != 0 {
			t.Error("the secret itself is stored")
		}
		for _, text := range []string{"canary-words", secret, "ana@example.com"} {
			if strings.Contains(r.log.String(), text) {
				t.Errorf("the log has %q", text)
			}
		}
	})
}

// TestLMTPBehindAMailServer speaks LMTP over a socket, with a word for each address.
// Our own mail server is not slowed down: all of the company's mail comes by it.
func TestLMTPBehindAMailServer(t *testing.T) {
	testkit.Each(t, func(t *testing.T, database *db.DB) {
		socket := filepath.Join(t.TempDir(), "lmtp.sock")
		r := newRig(t, database, "lmtp://"+socket)
		_, first := r.ask(work.AnswerDone)
		_, second := r.ask(work.AnswerDone)
		peer := r.connect("unix", socket, "LHLO")
		for range 300 {
			peer.say("250", "MAIL FROM:<x@example.com>")
			peer.say("550", "RCPT TO:<nobody@%s>", domain)
			peer.say("250", "RSET")
		}
		peer.say("250", "MAIL FROM:<ana@example.com>")
		peer.say("250", "RCPT TO:<%s>", r.address(first.ID))
		peer.say("550", "RCPT TO:<nobody@%s>", domain)
		peer.say("250", "RCPT TO:<%s>", r.address(second.ID))
		peer.say("354", "DATA")
		peer.say("250", "%s.", mail(id.New(), "done"))
		peer.hear("250")
		peer.say("221", "QUIT")
		for _, task := range []work.Task{first, second} {
			if got := r.task(task.ID); got.Status != work.Done {
				t.Errorf("after LMTP it is %s", got.Status)
			}
		}
	})
}
