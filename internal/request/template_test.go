package request

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"cairn/internal/activity"
	"cairn/internal/errs"
	"cairn/internal/job"
	"cairn/internal/opt"
	"cairn/internal/people"
	"cairn/internal/work"
)

// weekly is the forecast that Ben, in Denver, asks for each Monday at 8:00, due on
// the Friday.
func (r *rig) weekly() Template {
	r.t.Helper()
	four := 4
	draft := r.friday(work.AnswerNumber, people.Targets{Reports: true})
	draft.Due = work.Due{}
	got, err := r.AddTemplate(r.ctx, r.ben, NewTemplate{Draft: draft, Rule: "FREQ=WEEKLY;BYDAY=MO", DueAfter: &four})
	r.ok(err)
	return got
}

func (r *rig) sent() []Summary {
	r.t.Helper()
	list, err := r.List(r.ctx, r.ben.Actor, All, Page{})
	r.ok(err)
	return list.Items
}

func (r *rig) at(text string) {
	r.t.Helper()
	to, err := time.Parse("2006-01-02 15:04", text)
	r.ok(err)
	r.clock.Advance(to.Sub(r.clock.Now()))
	r.drain()
}

func TestW10_ATemplateIsSentByItsRuleInTheAskersZone(t *testing.T) {
	each(t, func(t *testing.T, r *rig) {
		template := r.weekly() // it is Monday, 3:00 in Denver
		r.equal("next", template.Next, "[2026-11-23 2026-11-30 2026-12-07]")
		r.equal("at 8:00 there", template.NextAt.Format(time.RFC3339), "2026-11-23T15:00:00Z")
		r.at("2026-11-23 14:59")
		r.equal("not yet", len(r.sent()), 0)
		r.at("2026-11-23 15:00")
		r.equal("sent", len(r.sent()), 1)
		first := r.get(r.ben, r.sent()[0].ID)
		r.equal("due on their Friday", first.DueDate, "2026-11-27")
		r.equal("to all of his reports", len(first.People), 3)
		r.at("2026-12-01 10:00")
		r.equal("again a week later", len(r.sent()), 2)
		all, err := r.Templates(r.ctx, r.ben.Actor)
		r.ok(err)
		r.equal("counted", all[0].Sent, 2)
		r.equal("the last one", *all[0].LastID, r.sent()[0].ID)
	})
}

// The clocks change in Denver on 14 March 2027: 8:00 is an hour earlier for UTC.
func TestW10_ATemplateKeepsItsHourOverAChangeOfTheClocks(t *testing.T) {
	each(t, func(t *testing.T, r *rig) {
		template := r.weekly()
		r.at("2027-03-08 15:00")
		all, err := r.Templates(r.ctx, r.ben.Actor)
		r.ok(err)
		r.equal("an hour earlier", all[0].NextAt.Format(time.RFC3339), "2027-03-15T14:00:00Z")
		r.equal("one, for all that passed while nothing ran", len(r.sent()), 1)
		_ = template
	})
}

func TestW10_ATemplateFollowsItsAskerWhoMoves(t *testing.T) {
	each(t, func(t *testing.T, r *rig) {
		r.weekly()
		_, err := r.people.Update(r.ctx, r.ben, r.ben.PersonID, people.PersonChange{TimeZone: opt.To("Pacific/Honolulu")})
		r.ok(err)
		_, err = r.ledger.Write(r.ctx, r.ben, func(ctx context.Context, tx *activity.Tx) error { return r.FollowCalendar(ctx, tx, r.ben.PersonID) })
		r.ok(err)
		r.at("2026-11-23 15:01")
		r.equal("not at 8:00 in Denver", len(r.sent()), 0)
		r.at("2026-11-23 18:00")
		r.equal("at 8:00 in Honolulu", len(r.sent()), 1)
	})
}

func TestW10_ATemplateIsPausedAndEnded(t *testing.T) {
	each(t, func(t *testing.T, r *rig) {
		template := r.weekly()
		_, err := r.SetTemplate(r.ctx, r.ana, template.ID, Paused)
		r.refused(err, errs.NotFound)
		_, err = r.SetTemplate(r.ctx, r.ben, template.ID, Paused)
		r.ok(err)
		r.at("2026-11-24 10:00")
		r.equal("nothing while it is paused", len(r.sent()), 0)
		got, err := r.SetTemplate(r.ctx, r.ben, template.ID, Active)
		r.ok(err)
		r.equal("what passed is not made up for", got.Next[0], "2026-11-30")
		r.at("2026-11-30 15:00")
		r.equal("sent", len(r.sent()), 1)
		_, err = r.SetTemplate(r.ctx, r.ben, template.ID, EndedState)
		r.ok(err)
		r.at("2027-01-11 15:00")
		r.equal("no more", len(r.sent()), 1)
		_, err = r.SetTemplate(r.ctx, r.ben, template.ID, Active)
		r.refused(err, errs.StateConflict)
	})
}

func TestW10_ATemplateWithNobodyToAskSaysSoAndWaitsForItsNextDate(t *testing.T) {
	each(t, func(t *testing.T, r *rig) {
		r.weekly()
		for _, report := range []string{r.ana.PersonID, r.kenji.PersonID, r.dana.PersonID} {
			_, err := r.people.Update(r.ctx, r.olga, report, people.PersonChange{ManagerID: opt.To(&r.vera.PersonID)})
			r.ok(err)
		}
		r.at("2026-11-23 15:00")
		all, err := r.Templates(r.ctx, r.ben.Actor)
		r.ok(err)
		r.equal("why", strings.Contains(all[0].Problem, "nobody reports to you"), true)
		r.equal("it waits", all[0].Next[0], "2026-11-30")
	})
}

func TestW10_ATemplateIsSentOnceThoughItsJobIsKilledInTheMiddle(t *testing.T) {
	each(t, func(t *testing.T, r *rig) {
		template := r.weekly()
		r.clock.Advance(6 * time.Hour)
		killed := errors.New("killed")
		asker := r.ben.Actor
		_, err := r.ledger.Write(r.ctx, r.ben, func(ctx context.Context, tx *activity.Tx) error {
			locked, err := lockTemplate(ctx, tx, template.ID)
			if err != nil {
				return err
			}
			if err := r.sendDue(ctx, tx, asker, &locked, nil); err != nil {
				return err
			}
			return killed // all is written, and nothing committed
		})
		if !errors.Is(err, killed) {
			t.Fatal(err)
		}
		r.equal("nothing was sent", len(r.sent()), 0)
		r.drain()
		r.drain()
		r.equal("once", len(r.sent()), 1)
		r.ok(r.again(template))
		r.drain()
		r.equal("once, though its job comes again", len(r.sent()), 1)
	})
}

// again has the job of a template run once more.
func (r *rig) again(template Template) error {
	_, err := r.ledger.Write(r.ctx, r.ben, func(ctx context.Context, tx *activity.Tx) error {
		_, err := r.jobs.Enqueue(ctx, tx.Tx, job.Job{Kind: TemplateJob, UniqueKey: template.ID, Payload: payload{template.ID}})
		return err
	})
	return err
}

func TestW10_NonsenseInATemplateIsRefused(t *testing.T) {
	each(t, func(t *testing.T, r *rig) {
		draft := r.friday(work.AnswerDone, people.Targets{Reports: true})
		for _, rule := range []string{"", "weekly", "FREQ=MINUTELY", "FREQ=DAILY;UNTIL=20200101"} {
			_, err := r.AddTemplate(r.ctx, r.ben, NewTemplate{Draft: draft, Rule: rule})
			r.refused(err, errs.Invalid)
		}
		far := 5000
		_, err := r.AddTemplate(r.ctx, r.ben, NewTemplate{Draft: draft, Rule: "FREQ=DAILY", DueAfter: &far})
		r.refused(err, errs.Invalid)
		_, err = r.AddTemplate(r.ctx, r.max, NewTemplate{Draft: draft, Rule: "FREQ=DAILY"})
		r.refused(err, errs.Invalid)
	})
}
