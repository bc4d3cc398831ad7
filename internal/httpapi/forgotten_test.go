package httpapi_test

import (
	"net/http"
	"strings"
	"testing"
)

// TestAForgottenPasswordIsAnsweredAlike: in status, body and headers, for an address
// that somebody has, one that nobody has, and one of somebody who has left; also once
// it is slowed down.
func TestAForgottenPasswordIsAnsweredAlike(t *testing.T) {
	each(t, func(r *rig) {
		_, session := r.setUp(founder)
		gone, _ := r.join(session, departed, nil)
		r.must(session, "POST", "/people/"+gone+"/deactivate", nil)
		var setup struct {
			ResetByMail bool `json:"reset_by_mail"`
		}
		r.send(nobody(), "GET", "/setup", nil).into(r, &setup)
		if !setup.ResetByMail {
			t.Error("the log-in page does not offer it")
		}
		for try := range 5 {
			var first answer
			for i, address := range []string{email(founder), email("nobody"), email(departed)} {
				got := r.send(nobody(), "POST", "/password-resets/ask", fields{"email": address})
				for header := range got.header {
					if strings.HasPrefix(header, "X-Request") || header == "Date" {
						got.header.Del(header)
					}
				}
				if i == 0 {
					first = got
				}
				if got.status != first.status || string(got.body) != string(first.body) || len(got.header) != len(first.header) {
					t.Errorf("try %d for %s: %d %s %v, for the first: %d %s %v", try, address, got.status, got.body, got.header, first.status, first.body, first.header)
				}
			}
			if want := map[bool]int{true: http.StatusNoContent, false: http.StatusTooManyRequests}[try < 3]; first.status != want {
				t.Errorf("try %d: %d %s", try, first.status, first.body)
			}
		}
	})
}
