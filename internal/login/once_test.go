package login

import (
	"fmt"
	"strings"
	"testing"

	"cairn/internal/authz"
	"cairn/internal/db"
	"cairn/internal/errs"
)

// A write that makes a secret and is sent again makes no second one, and says
// that the first was shown once and how to come by another. The secret is not
// kept to be told again.
func TestW14_ASecretIsShownOnceAndSaysSo(t *testing.T) {
	onBoth(t, func(t *testing.T, r *rig) {
		_, ana := r.join("ana", authz.Member)
		key := 0
		for what, write := range map[string]func(call authz.Call) (string, error){
			"an invitation": func(call authz.Call) (string, error) {
				made, err := r.Invite(r.ctx, call, NewInvitation{Email: "ben@example.com", Name: "Ben"})
				return tokenOf(made.Link), err
			},
			"a token": func(call authz.Call) (string, error) {
				made, err := r.CreateToken(r.ctx, call, NewToken{Name: "script", Scopes: []authz.Grant{authz.GrantRead}})
				return made.Secret, err
			},
			"a reset": func(call authz.Call) (string, error) {
				link, err := r.CreateResetLink(r.ctx, call, ana.PersonID)
				return tokenOf(link), err
			},
		} {
			call := r.owner
			key++
			call.Key, call.Hash = fmt.Sprint("key ", key), "h"
			secret, err := write(call)
			r.must(err)
			if secret == "" {
				t.Fatalf("%s: the first answer has no secret", what)
			}
			secrets := r.count(`SELECT count(*) FROM token`)
			again, err := write(call)
			refusal := r.refused(err, errs.ShownOnce)
			if again != "" || !strings.Contains(refusal.Message, "shown once") || !strings.Contains(refusal.Message, "new Idempotency-Key") {
				t.Errorf("%s sent again: %q, %v", what, again, refusal)
			}
			if strings.Contains(fmt.Sprint(refusal.Details), secret) {
				t.Errorf("%s sent again tells its secret", what)
			}
			if n := r.count(`SELECT count(*) FROM token`); n != secrets {
				t.Errorf("%s sent twice made %d secrets", what, n-secrets+1)
			}
			call.Key += " anew"
			if other, err := write(call); err != nil || other == "" || other == secret {
				t.Errorf("%s under a new key: %q, %v", what, other, err)
			}
		}
	})
}

// Of a request with a password in it nothing is kept that a password could be
// tried against quickly.
func TestPasswordsLeaveNoQuickHash(t *testing.T) {
	onBoth(t, func(t *testing.T, r *rig) {
		_, ana := r.join("ana", authz.Member)
		kept := r.count(`SELECT count(*) FROM idempotency`)
		ana.Key, ana.Hash = "one", "quick hash of the request"
		_, err := r.ChangeEmail(r.ctx, ana, password, "anna@example.com")
		r.must(err)
		ana.Key = "two"
		r.must(r.ChangePassword(r.ctx, ana, password, "entirely other words"))
		if n := r.count(`SELECT count(*) FROM idempotency`); n != kept {
			t.Errorf("%d hashes of requests were kept", n-kept)
		}
	})
}

func (r *rig) count(query string) int {
	r.t.Helper()
	n, err := db.One(r.ctx, r.db, db.Value[int], query)
	r.must(err)
	return n
}
