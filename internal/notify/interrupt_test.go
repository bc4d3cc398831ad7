package notify

import (
	"fmt"
	"testing"
	"time"

	"cairn/internal/authz"
	"cairn/internal/errs"
	"cairn/internal/opt"
)

func TestN2_InterruptionsHaveBudgetsAndHours(t *testing.T) {
	each(t, func(r *rig) {
		ana, ben, kai := r.person("ana"), r.person("ben"), r.person("kai")
		budget := func(from authz.Call) Budget {
			b, err := r.Budget(r.Context(), from.Actor, ana.PersonID)
			r.ok(err)
			return b
		}
		refused := func(from authz.Call, rule Rule) {
			r.Helper()
			_, err := r.interrupt(from, ana, false)
			if !errs.Is(err, errs.NotNow) || budget(from).Rule != rule {
				r.Fatalf("%v by %s, want a refusal by %s", err, budget(from).Rule, rule)
			}
		}
		for left := 3; left > 0; left-- {
			if b := budget(ben); b.Left != left || b.TotalLeft != left+2 || !b.Allowed || b.LocalTime.String() != "09:30" {
				r.Fatalf("with %d left the budget is %+v", left, b)
			}
			_, err := r.interrupt(ben, ana, false)
			r.ok(err)
		}
		refused(ben, SenderBudget)
		for range 2 {
			_, err := r.interrupt(kai, ana, false)
			r.ok(err)
		}
		refused(kai, TotalBudget)
		// What cannot wait goes always, and counts.
		_, err := r.interrupt(ben, ana, true)
		r.ok(err)
		// The recipient sets both.
		_, err = r.UpdateSettings(r.Context(), ana, SettingsChange{PerSender: opt.To(10), PerWeek: opt.To(10)})
		r.ok(err)
		if b := budget(ben); b.Left != 6 || b.TotalLeft != 4 {
			r.Fatalf("the budget is %+v", b)
		}
		// Outside her hours it is refused, and it says when they begin.
		r.clock.Set(time.Date(2026, 11, 27, 22, 0, 0, 0, time.UTC))
		refused(ben, OutsideHours)
		if opens := budget(ben).OpensAt; opens == nil || !opens.Equal(time.Date(2026, 11, 30, 9, 0, 0, 0, time.UTC)) {
			r.Fatalf("it opens at %v", opens)
		}
		_, err = r.interrupt(ben, ana, true)
		r.ok(err)
		// A week later the budget is whole again.
		r.clock.Set(time.Date(2026, 12, 7, 10, 0, 0, 0, time.UTC))
		if b := budget(ben); b.Left != 10 || b.TotalLeft != 10 {
			r.Fatalf("the budget is %+v", b)
		}
		// A reason is needed, of one line; oneself is not interrupted.
		for _, reason := range []string{"", "  ", "two\nlines", fmt.Sprintf("%0301d", 1)} {
			if _, err := r.Interrupt(r.Context(), ben, ana.PersonID, NewInterruption{Reason: reason, CannotWait: true}); !errs.Is(err, errs.Invalid) {
				r.Fatalf("%q: %v", reason, err)
			}
		}
		if _, err := r.interrupt(ana, ana, true); !errs.Is(err, errs.Forbidden) {
			r.Fatal(err)
		}
	})
}

func TestN2_TwoAtOnceDoNotExceedTheBudget(t *testing.T) {
	each(t, func(r *rig) {
		ana := r.person("ana")
		outcomes := make(chan error, 12)
		for i := range cap(outcomes) {
			from := r.person(fmt.Sprintf("p%d", i))
			go func() {
				_, err := r.interrupt(from, ana, false)
				outcomes <- err
			}()
		}
		made := 0
		for range cap(outcomes) {
			err := <-outcomes
			if err == nil {
				made++
			} else if !errs.Is(err, errs.NotNow) {
				r.Fatal(err)
			}
		}
		if made != 5 {
			r.Fatalf("%d interruptions were made, and 5 are allowed", made)
		}
	})
}

func TestN3_RatingsOnlyFromFivePeopleAndNeverByWhom(t *testing.T) {
	each(t, func(r *rig) {
		ben := r.person("ben")
		for i := range 5 {
			person := r.person(fmt.Sprintf("p%d", i))
			for range 2 { // of each person the last answer counts
				made, err := r.interrupt(ben, person, true)
				r.ok(err)
				if i == 0 && made.Rating != nil {
					r.Fatal("rated by nobody")
				}
				if _, err := r.Rate(r.Context(), ben, made.ID, RightCall); !errs.Is(err, errs.Forbidden) {
					r.Fatalf("the sender rates: %v", err)
				}
				if _, err := r.Rate(r.Context(), r.olga, made.ID, RightCall); !errs.Is(err, errs.NotFound) {
					r.Fatalf("a third person rates: %v", err)
				}
				rating := RightCall
				if i > 2 {
					rating = DigestWouldDo
				}
				rated, err := r.Rate(r.Context(), person, made.ID, rating)
				r.ok(err)
				if rated.Rating == nil || *rated.Rating != rating {
					r.Fatalf("the recipient does not see their own: %+v", rated)
				}
				r.clock.Advance(time.Minute)
			}
			budget, err := r.Budget(r.Context(), ben.Actor, person.PersonID)
			r.ok(err)
			if shown := budget.Ratings != nil; shown != (i == 4) {
				r.Fatalf("after %d people: %+v", i+1, budget.Ratings)
			}
			if i == 4 && *budget.Ratings != (Ratings{RightCall: 3, DigestWouldDo: 2}) {
				r.Fatalf("%+v", budget.Ratings)
			}
		}
		sent, err := r.Interruptions(r.Context(), ben.Actor)
		r.ok(err)
		if len(sent) != 10 {
			r.Fatalf("%d are listed", len(sent))
		}
		for _, i := range sent {
			if i.Rating != nil {
				r.Fatalf("the sender sees a rating: %+v", i)
			}
		}
		r.clock.Advance(91 * 24 * time.Hour)
		budget, err := r.Budget(r.Context(), ben.Actor, r.olga.PersonID)
		r.ok(err)
		if budget.Ratings != nil {
			r.Fatal("answers of more than 90 days ago are told")
		}
	})
}
