package work

import (
	"strings"
	"testing"

	"cairn/internal/opt"
)

// by names the person whose word to a date is missing.
func (r *rig) by(task Task) string {
	r.t.Helper()
	if read := r.get(r.ana, task.ID); (read.AgreeByID == nil) != (task.AgreeByID == nil) || read.AgreeByID != nil && *read.AgreeByID != *task.AgreeByID {
		r.t.Fatalf("answered %v, read %v", task.AgreeByID, read.AgreeByID)
	}
	if task.AgreeByID == nil {
		return "nobody"
	}
	brief, err := r.people.Brief(r.ctx, r.db, *task.AgreeByID)
	r.ok(err)
	return brief.Name
}

func TestW8_TheTaskSaysWhoseTurnItIsToAgree(t *testing.T) {
	each(t, func(t *testing.T, r *rig) {
		asked := r.ask(r.max, r.ana, "x", "2026-11-26")
		r.equal("in triage, accepting is the answer", r.by(asked), "nobody")
		earlier, err := r.redue(r.ana, asked.ID, "2026-11-27", "")
		r.ok(err)
		r.equal("the owner proposed another date", r.by(earlier.Task), "Max")
		agreed, err := r.AgreeToDate(r.ctx, r.max, asked.ID)
		r.ok(err)
		r.equal("agreed", r.by(agreed.Task), "nobody")
		accepted, err := r.Accept(r.ctx, r.ana, asked.ID, Place{})
		r.ok(err)
		r.equal("accepted", r.by(accepted.Task), "nobody")
		moved, err := r.redue(r.ben, asked.ID, "2026-11-30", Reprioritized)
		r.ok(err)
		r.equal("the manager moved it", r.by(moved.Task), "Ana")
		agreed, err = r.AgreeToDate(r.ctx, r.ana, asked.ID)
		r.ok(err)
		r.equal("the owner agreed", r.by(agreed.Task), "nobody")
		removed, err := r.redue(r.ana, asked.ID, "", Waiting)
		r.ok(err)
		r.equal("the owner removed the date", r.by(removed.Task), "Max")
		done, err := r.Complete(r.ctx, r.ana, asked.ID, nil)
		r.ok(err)
		r.equal("done", r.by(done.Task), "nobody")

		set := r.ask(r.ben, r.ana, "y", "2026-11-26")
		r.equal("a manager's date", r.by(set), "Ana")
		own, err := r.Create(r.ctx, r.ana, Draft{Title: "z", Due: opt.To(Due{Date: date("2026-11-26")})})
		r.ok(err)
		r.equal("one's own date", r.by(own.Task), "nobody")
		r.equal("no date", r.by(r.ask(r.max, r.ana, "u", "")), "nobody")
	})
}

func TestMentionedAtTheStartTheyReadIt(t *testing.T) {
	each(t, func(t *testing.T, r *rig) {
		mention := func(title string, confidential bool) Result {
			result, err := r.Create(r.ctx, r.max, Draft{
				Title: title, OwnerID: r.ana.PersonID, Due: opt.To(Due{}), Confidential: confidential,
				MentionIDs: []string{r.kai.PersonID, r.olga.PersonID, r.kai.PersonID},
			})
			r.ok(err)
			return result
		}
		open, hidden := mention("open", false), mention("hidden", true)
		r.get(r.kai, open.ID)
		r.get(r.olga, open.ID)
		r.equal("notices", told(open), "")
		r.equal("history", r.sentences(r.kai, open.ID)[0], "Max asked Ana for it, and mentioned Kai, Olga")
		_, err := r.Get(r.ctx, r.kai.Actor, hidden.ID)
		r.refused(err, "not_found")
		r.equal("notices", told(hidden), "not_mentioned")
		r.equal("history", r.sentences(r.ana, hidden.ID)[0], "Max asked Ana for it")

		_, err = r.Create(r.ctx, r.max, Draft{Title: "x", MentionIDs: []string{"nobody"}})
		if refusal := r.refused(err, "invalid"); refusal.Fields[0].Location != "body.mention_ids" {
			t.Errorf("%+v", refusal)
		}
		_, err = r.Create(r.ctx, r.max, Draft{Title: "x", MentionIDs: strings.Split(strings.Repeat("x ", 21), " ")})
		r.refused(err, "invalid")
	})
}
