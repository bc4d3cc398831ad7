package delivery_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"testing"
	"time"

	"cairn/internal/activity"
	"cairn/internal/authz"
	"cairn/internal/clock"
	"cairn/internal/db"
	"cairn/internal/delivery"
	"cairn/internal/errs"
	"cairn/internal/people"
	"cairn/internal/testkit"
)

// rig is a workspace with one person, and a channel whose other side answers as
// the test says.
type rig struct {
	*delivery.Service
	testing.TB

	db     *db.DB
	ledger *activity.Ledger
	clock  *clock.Fake
	olga   authz.Call
	had    []delivery.Letter
	answer func(delivery.Letter) error
	log    strings.Builder
}

func (r *rig) Send(_ context.Context, letter delivery.Letter) error {
	r.had = append(r.had, letter)
	return r.answer(letter)
}

func each(t *testing.T, test func(r *rig)) {
	testkit.Each(t, func(t *testing.T, database *db.DB) {
		r := &rig{TB: t, db: database, clock: clock.NewFake(time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC))}
		r.answer = func(delivery.Letter) error { return nil }
		r.ledger = activity.NewLedger(database, r.clock, activity.NewHub())
		persons := people.New(database, r.ledger, r.clock, people.Hooks{})
		olga, err := persons.CreateWorkspace(t.Context(), people.NewWorkspace{
			Name: "Cairn", Owner: "Olga", Email: "olga@example.com", TimeZone: "Europe/Lisbon",
		})
		r.ok(err)
		r.olga = authz.Call{Actor: authz.Actor{PersonID: olga.ID, Role: authz.Owner}}
		r.Service = delivery.New(database, r.ledger, r.clock, slog.New(slog.NewTextHandler(&r.log, nil)))
		r.Attach(delivery.Email, r)
		test(r)
	})
}

func (r *rig) ok(err error) {
	r.Helper()
	if err != nil {
		r.Fatal(err)
	}
}

func (r *rig) add(objectID string, channels ...delivery.Channel) {
	r.Helper()
	_, err := r.ledger.Write(r.Context(), authz.Call{}, func(ctx context.Context, tx *activity.Tx) error {
		return r.Add(ctx, tx, delivery.Parcel{
			PersonID: r.olga.PersonID, Channels: channels, Carries: delivery.Digest, ObjectID: objectID, MessageID: objectID + "@cairn.test",
		})
	})
	r.ok(err)
}

func (r *rig) drain(attempts int) {
	r.Helper()
	before := len(r.had)
	_, err := r.Drain(r.Context())
	r.ok(err)
	if got := len(r.had) - before; got != attempts {
		r.Fatalf("%d attempts, want %d", got, attempts)
	}
}

func (r *rig) overview() delivery.Overview {
	r.Helper()
	o, err := r.Overview(r.Context(), r.olga.Actor, delivery.Email)
	r.ok(err)
	return o
}

func TestWhatIsComposedIsDeliveredByTheChannelsThatAreSetUp(t *testing.T) {
	each(t, func(r *rig) {
		r.add("one", delivery.Email, delivery.Push)
		r.add("two")
		r.drain(1)
		letter := r.had[0]
		if letter.ObjectID != "one" || letter.MessageID != "one@cairn.test" || letter.PersonID != r.olga.PersonID || letter.Attempt != 1 {
			r.Fatalf("the letter is %+v", letter)
		}
		r.clock.Advance(48 * time.Hour)
		r.drain(0)
	})
}

// TestN5_WhatIsNotWrittenIsNotDelivered holds that a letter leaves only when what
// it carries is there.
func TestN5_WhatIsNotWrittenIsNotDelivered(t *testing.T) {
	each(t, func(r *rig) {
		_, err := r.ledger.Write(r.Context(), authz.Call{}, func(ctx context.Context, tx *activity.Tx) error {
			r.ok(r.Add(ctx, tx, delivery.Parcel{
				PersonID: r.olga.PersonID, Channels: []delivery.Channel{delivery.Email}, Carries: delivery.Digest, ObjectID: "one", MessageID: "one",
			}))
			return errs.New(errs.StateConflict, "no after all")
		})
		if err == nil {
			r.Fatal("it was written")
		}
		r.drain(0)
	})
}

// TestN5_WhatFailsIsTriedAgainUnderItsMessageID holds the waits: about a day in
// all, and then it is given up where admins see it.
func TestN5_WhatFailsIsTriedAgainUnderItsMessageID(t *testing.T) {
	each(t, func(r *rig) {
		r.answer = func(delivery.Letter) error {
			return delivery.TryAgain(errors.New("the words of the mail"), "the mail server asks to come back later (451)")
		}
		begun := r.clock.Now()
		r.add("one", delivery.Email)
		r.drain(1)
		if o := r.overview(); o.Waiting != 1 || o.Failing != 1 || o.Trouble != "the mail server asks to come back later (451)" {
			r.Fatalf("it goes %+v", o)
		}
		for len(r.overview().Dead) == 0 {
			r.clock.Advance(10 * time.Minute)
			_, err := r.Drain(r.Context())
			r.ok(err)
		}
		if took := r.clock.Now().Sub(begun); took < 12*time.Hour || took > 30*time.Hour {
			r.Errorf("it was given up after %s", took)
		}
		for _, letter := range r.had {
			if letter.MessageID != "one@cairn.test" || letter.ID != r.had[0].ID {
				r.Errorf("attempt %d is another letter: %+v", letter.Attempt, letter)
			}
		}
		dead := r.overview().Dead[0]
		if dead.PersonID != r.olga.PersonID || dead.Attempts != len(r.had) || dead.Why != "the mail server asks to come back later (451)" {
			r.Errorf("the dead letter is %+v", dead)
		}
		if strings.Contains(r.log.String(), "the words of the mail") {
			r.Errorf("the log quotes the mail: %s", r.log.String())
		}
	})
}

func TestWhatIsRefusedForGoodIsTriedAgainByAnAdminOrDiscarded(t *testing.T) {
	each(t, func(r *rig) {
		r.answer = func(delivery.Letter) error { return delivery.Refused(nil, "the mail server refuses the address (550)") }
		for _, digest := range []string{"one", "two"} {
			r.add(digest, delivery.Email)
			r.drain(1)
		}
		r.clock.Advance(48 * time.Hour)
		r.drain(0)
		dead := r.overview().Dead
		if len(dead) != 2 {
			r.Fatalf("%d are given up, want 2", len(dead))
		}

		member := authz.Call{Actor: authz.Actor{PersonID: r.olga.PersonID, Role: authz.Member}}
		for _, err := range []error{r.Retry(r.Context(), member, dead[0].ID), r.Discard(r.Context(), member, dead[0].ID)} {
			if !errs.Is(err, errs.Forbidden) {
				r.Errorf("somebody who is no admin gets %v", err)
			}
		}

		r.answer = func(delivery.Letter) error { return nil }
		r.ok(r.Retry(r.Context(), r.olga, dead[0].ID))
		r.ok(r.Discard(r.Context(), r.olga, dead[1].ID))
		r.drain(1)
		if o := r.overview(); o.Waiting != 0 || len(o.Dead) != 0 {
			r.Errorf("it goes %+v", o)
		}
		if err := r.Retry(r.Context(), r.olga, dead[0].ID); !errs.Is(err, errs.NotFound) {
			r.Errorf("what was delivered is tried again: %v", err)
		}
	})
}

// TestN4_WhatMayNotArriveYetWaitsAndHasNotFailed holds that hours are no failures.
func TestN4_WhatMayNotArriveYetWaitsAndHasNotFailed(t *testing.T) {
	each(t, func(r *rig) {
		r.answer = func(delivery.Letter) error { return delivery.NotBefore(r.clock.Now().Add(100 * time.Hour)) }
		r.add("one", delivery.Email)
		r.drain(1)
		if o := r.overview(); o.Failing != 0 || o.Waiting != 1 {
			r.Fatalf("it goes %+v", o)
		}
		r.clock.Advance(99 * time.Hour)
		r.drain(0)
		r.answer = func(delivery.Letter) error { return nil }
		r.clock.Advance(time.Hour)
		r.drain(1)
		if r.had[1].Attempt != 1 {
			r.Errorf("it is attempt %d", r.had[1].Attempt)
		}
	})
}

// TestN4_DigestsHeldUpOneAfterTheOtherComeAsOne: the mail server was dead for two
// days; when it is back there is one mail, for all of them.
func TestN4_DigestsHeldUpOneAfterTheOtherComeAsOne(t *testing.T) {
	each(t, func(r *rig) {
		r.answer = func(delivery.Letter) error { return delivery.TryAgain(nil, "the mail server is out of reach") }
		r.add("monday", delivery.Email)
		r.drain(1)
		r.clock.Advance(6 * time.Hour)
		r.add("tuesday", delivery.Email)
		_, err := r.Drain(r.Context())
		r.ok(err)
		r.clock.Advance(6 * time.Hour)
		r.add("wednesday", delivery.Email)
		r.answer = func(delivery.Letter) error { return nil }
		r.had = nil
		for range 30 {
			r.clock.Advance(time.Hour)
			_, err := r.Drain(r.Context())
			r.ok(err)
		}
		if len(r.had) != 1 || r.had[0].ObjectID != "wednesday" || fmt.Sprint(r.had[0].Also) != "[monday tuesday]" {
			t.Fatalf("these came: %+v", r.had)
		}
		r.add("thursday", delivery.Email)
		r.drain(1)
		if last := r.had[1]; last.ObjectID != "thursday" || len(last.Also) != 0 {
			t.Errorf("what came before comes again: %+v", last)
		}
	})
}

func TestWhatHasNothingToSayAnyMoreIsForgotten(t *testing.T) {
	each(t, func(r *rig) {
		r.answer = func(delivery.Letter) error { return delivery.ErrNothing }
		r.add("one", delivery.Email)
		r.drain(1)
		r.clock.Advance(31 * 24 * time.Hour)
		r.ok(r.Sweep(r.Context()))
		left, err := db.One(r.Context(), r.db, db.Value[int64], `SELECT count(*) FROM delivery`)
		r.ok(err)
		if o := r.overview(); o.Waiting != 0 || len(o.Dead) != 0 || left != 0 {
			r.Errorf("it goes %+v, and %d rows are left", o, left)
		}
	})
}

func TestASenderThatPanicsFailsLikeOthers(t *testing.T) {
	each(t, func(r *rig) {
		r.answer = func(delivery.Letter) error { panic("words of a person") }
		r.add("one", delivery.Email)
		r.drain(1)
		r.answer = func(delivery.Letter) error { return nil }
		r.clock.Advance(time.Minute)
		r.drain(1)
		if strings.Contains(r.log.String(), "words of a person") {
			r.Error("the log quotes the panic")
		}
	})
}

// TestWhatLostItsJobIsTakenUpAgain: a job that ended its workers again and again
// is given up by the queue; the letter is not.
func TestWhatLostItsJobIsTakenUpAgain(t *testing.T) {
	each(t, func(r *rig) {
		r.add("one", delivery.Email)
		r.ok(r.db.Write(r.Context(), func(ctx context.Context, tx *db.Tx) error {
			_, err := db.Exec(ctx, tx, `DELETE FROM job`)
			return err
		}))
		r.clock.Advance(time.Hour)
		r.drain(0)
		r.ok(r.Sweep(r.Context()))
		r.drain(1)
		r.ok(r.Sweep(r.Context()))
		r.drain(0)
	})
}

func TestATokenProvesOnePurposeForOneSubject(t *testing.T) {
	each(t, func(r *rig) {
		token, err := r.Token(r.Context(), "end", "ana")
		r.ok(err)
		again, err := r.Token(r.Context(), "end", "ana")
		r.ok(err)
		if token != again || len(token) != 32 {
			r.Fatalf("%q, then %q", token, again)
		}
		for _, c := range []struct {
			purpose, subject, token string
			want                    bool
		}{
			{"end", "ana", token, true},
			{"end", "ana", strings.ToUpper(token), true},
			{"end", "ben", token, false},
			{"answer", "ana", token, false},
			{"end", "ana", "", false},
			{"end", "ana", token[1:], false},
		} {
			got, err := r.Proves(r.Context(), c.purpose, c.subject, c.token)
			r.ok(err)
			if got != c.want {
				r.Errorf("%s", fmt.Sprint(c, " is ", got))
			}
		}
	})
}
