package login

import (
	"context"
	"errors"
	"runtime"
	"testing"

	"cairn/internal/activity"
	"cairn/internal/authz"
	"cairn/internal/db"
	"cairn/internal/errs"
)

// TestALogInDoesNotOutliveItsPassword: while one is checked, the password is
// replaced, which ends all sessions, or the person leaves.
func TestALogInDoesNotOutliveItsPassword(t *testing.T) {
	onBoth(t, func(t *testing.T, r *rig) {
		for name, end := range map[string]func(tx *activity.Tx, personID string) error{
			"replaced": func(tx *activity.Tx, personID string) error {
				return errors.Join(r.setPassword(r.ctx, tx.Tx, personID, nobodysHash()), EndAccess(r.ctx, tx, personID))
			},
			"gone": func(tx *activity.Tx, personID string) error {
				_, err := db.Exec(r.ctx, tx.Tx, `UPDATE person SET active = FALSE WHERE id = $1`, personID)
				return errors.Join(err, EndAccess(r.ctx, tx, personID))
			},
		} {
			_, ana := r.join(name, authz.Member)
			leave := r.fill()
			ended := make(chan error, 1)
			go func() {
				_, _, err := r.LogIn(r.ctx, name+"@example.com", password, agent, address)
				ended <- err
			}()
			for len(r.hasher.waiting) <= hashesAtOnce {
				runtime.Gosched() // until it has read the hash, and waits for its turn
			}
			_, err := r.ledger.Write(r.ctx, authz.Call{}, func(_ context.Context, tx *activity.Tx) error { return end(tx, ana.PersonID) })
			r.must(err)
			leave()
			r.refused(<-ended, errs.BadCredentials)
			sessions, err := r.Sessions(r.ctx, ana.Actor)
			r.must(err)
			if len(sessions) != 0 {
				t.Errorf("%s: %d sessions are open", name, len(sessions))
			}
		}
	})
}

// fill takes all places for hashing; what it returns gives them back.
func (r *rig) fill() (leave func()) {
	r.t.Helper()
	var all []func()
	for range hashesAtOnce {
		one, err := r.hasher.enter(r.ctx)
		r.must(err)
		all = append(all, one)
	}
	return func() {
		for _, one := range all {
			one()
		}
	}
}
