package inbox_test

import (
	"strings"
	"testing"
	"time"

	"cairn/internal/id"
	"cairn/internal/work"
)

// TestAnAddressEndsForGoodWithItsQuestion holds that an address whose question was
// answered, or taken back, answers nothing more when the task is opened again: what
// is asked then comes with an address of its own.
func TestAnAddressEndsForGoodWithItsQuestion(t *testing.T) {
	each(t, func(t *testing.T, r *rig) {
		_, answered := r.ask(work.AnswerText)
		_, withdrawn := r.ask(work.AnswerDone)
		old, taken, message := r.address(answered.ID), r.address(withdrawn.ID), mail("first@example.com", "We ship on Friday.")
		r.clock.Advance(time.Minute)
		r.ok(r.send("ana@example.com", old, message))
		_, err := r.tasks.Cancel(r.ctx, r.vera, withdrawn.ID, work.Withdrawn, "")
		r.ok(err)

		r.clock.Advance(time.Minute)
		_, err = r.tasks.Reopen(r.ctx, r.ana, answered.ID, work.Place{})
		r.ok(err)
		_, err = r.tasks.Reopen(r.ctx, r.vera, withdrawn.ID, work.Place{})
		r.ok(err)
		r.refused(r.send("ana@example.com", taken, mail(id.New(), "done")), "550")

		r.ok(r.send("ana@example.com", old, message)) // delivered once more: it is known
		if words := r.words(); len(words) != 0 {
			t.Errorf("the same message was answered: %+v", words)
		}
		r.reply(old, "We ship on Monday.")
		if task := r.task(answered.ID); task.Status.Closed() {
			t.Error("an address that has ended answered what was asked anew")
		}
		words := r.words()
		if len(words) != 1 || !strings.Contains(words[0].Why, "answered") || words[0].ReplyTo == "" {
			t.Fatalf("the words back are %+v", words)
		}
		r.clock.Advance(25 * time.Hour)
		r.refused(r.send("ana@example.com", old, mail(id.New(), "We ship on Monday.")), "550")

		r.reply(words[0].ReplyTo, "We ship on Tuesday.")
		if task := r.task(answered.ID); task.Status != work.Done {
			t.Errorf("by an address of its own it was not answered: %s", task.Status)
		}
	})
}
