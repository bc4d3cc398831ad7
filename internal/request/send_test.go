package request

import (
	"context"
	"fmt"
	"slices"
	"testing"

	"cairn/internal/activity"
	"cairn/internal/people"
	"cairn/internal/work"
)

// The rows of very many are written by the job too, a part at a time; who ends the
// request before that, or joins meanwhile, is neither lost nor counted twice.
func TestW10_ToSoManyThatTheirRowsTakeSeveralSteps(t *testing.T) {
	each(t, func(t *testing.T, r *rig) {
		r.perList = 20
		for n := range 70 {
			r.person(fmt.Sprintf("Report %02d", n), "Asia/Kolkata", r.max.PersonID)
		}
		draft := r.friday(work.AnswerNumber, people.Targets{Reports: true})
		draft.LateJoiners = true
		told := r.send(r.max, draft)
		r.equal("asked, sent, rows", fmt.Sprint(told.Totals.Asked, told.Totals.Sent, len(told.People)), "70 0 20")
		late := r.person("Report late", "Asia/Kolkata", r.max.PersonID)
		_, err := r.ledger.Write(r.ctx, r.max, func(ctx context.Context, tx *activity.Tx) error { return r.askJoiners(ctx, tx, told.ID) })
		r.ok(err)
		r.drain()
		told, err = r.Get(r.ctx, r.max.Actor, told.ID, Page{Limit: 100})
		r.ok(err)
		r.equal("asked, sent, rows", fmt.Sprint(told.Totals.Asked, told.Totals.Sent, len(told.People)), "71 71 71")
		r.equal("who joined is among them", slices.ContainsFunc(told.People, func(row Row) bool { return row.PersonID == late.PersonID }), true)

		told = r.send(r.max, r.friday(work.AnswerNumber, people.Targets{Reports: true}))
		told, err = r.Withdraw(r.ctx, r.max, told.ID)
		r.ok(err)
		r.equal("state", told.State, Closing)
		r.drain()
		told, err = r.Get(r.ctx, r.max.Actor, told.ID, Page{Limit: 100})
		r.ok(err)
		r.equal("state", told.State, Closed)
		r.equal("all of them, none with a task", fmt.Sprintf("%d %d %s", len(told.People), told.Totals.Sent, told.People[70].State), "71 0 not_sent")
	})
}
