package httpapi_test

import (
	"encoding/json"
	"net/http"
	"reflect"
	"strings"
	"sync"
	"testing"

	"cairn/internal/id"
)

func keyed(key string) []string { return []string{"Idempotency-Key", key} }

func TestW14_AWriteSentTwiceHappensOnce(t *testing.T) {
	each(t, func(r *rig) {
		w := newWorld(r)
		me := w.session[founder]
		task := w.must(w.session[owner], "POST", "/tasks", fields{"title": "Carry a stone"}).ID
		comment := w.must(w.session[owner], "POST", "/tasks/"+task+"/comments", fields{"body": "A word"}).ID
		for _, c := range []struct {
			from               credential
			method, path, body string
		}{
			{me, "POST", "/tasks", `{"title":"Carry a stone"}`},
			{w.session[asker], "POST", "/tasks", `{"title":"Carry mine","due_date":null,"owner_id":"` + w.ids[owner] + `"}`},
			{me, "POST", "/people", `{"name":"New","email":"new@example.com"}`},
			{me, "POST", "/teams", `{"name":"New"}`},
			{me, "PATCH", "/workspace", `{"name":"New cairns"}`},
			{me, "POST", "/holidays", `{"date":"2026-12-24","name":"Eve"}`},
			{me, "PATCH", "/people/" + w.ids[owner], `{"title":"Carrier"}`},
			{me, "PATCH", "/teams/" + w.team, `{"name":"Trails"}`},
			{me, "POST", "/people/" + w.ids[outsider] + "/deactivate", ``},
			{me, "POST", "/people/" + w.ids[outsider] + "/reactivate", ``},
			{w.session[owner], "POST", "/people/" + w.ids[owner] + "/time-off", `{"starts_on":"2026-07-01","ends_on":"2026-07-02"}`},
			{w.session[owner], "POST", "/tasks/" + task + "/start", ``},
			{w.session[owner], "PATCH", "/tasks/" + task, `{"title":"Carry two"}`},
			{w.session[owner], "POST", "/tasks/" + task + "/move", `{"level":"low"}`},
			{w.session[owner], "POST", "/tasks/" + task + "/comments", `{"body":"Once"}`},
			{w.session[owner], "DELETE", "/comments/" + comment, ``},
			{w.session[owner], "POST", "/tasks/" + task + "/complete", `{"outcome":{"text":"Carried"}}`},
			{w.session[owner], "DELETE", "/tasks/" + task, ``},
			{me, "DELETE", "/teams/" + w.team, ``},
		} {
			key := keyed(id.New())
			var body any
			if c.body != "" {
				body = c.body
			}
			first := w.succeed(c.from, c.method, c.path, body, key...)
			revision := w.revision()
			again := w.send(c.from, c.method, c.path, body, key...)
			if w.revision() != revision {
				w.Errorf("%s %s: sent twice, it happened twice", c.method, c.path)
			}
			if again.status != first.status || !sameObject(first.body, again.body) {
				w.Errorf("%s %s: %d %s\nsent again: %d %s", c.method, c.path, first.status, first.body, again.status, again.body)
			}
			other := `{"title":"Another","name":"Another"}`
			if c.method == http.MethodDelete {
				continue
			}
			if a := w.send(c.from, c.method, c.path, other, key...); a.code() != "key_reused" && a.code() != "invalid" {
				w.Errorf("%s %s: the key with another body: %d %s", c.method, c.path, a.status, a.body)
			}
			if a := w.send(c.from, "POST", "/tasks/parse", fields{"text": "x"}, key...); a.status != http.StatusOK {
				w.Errorf("a read with the key: %d %s", a.status, a.body)
			}
		}
		if a := w.send(me, "POST", "/tasks", `{"title":"Carry a stone"}`, keyed("anotherskey")...); a.status != http.StatusCreated {
			w.Errorf("%d %s", a.status, a.body)
		}
		// A key belongs to a person.
		if a := w.send(w.session[peer], "POST", "/tasks", `{"title":"Carry another"}`, keyed("anotherskey")...); a.status != http.StatusCreated {
			w.Errorf("%d %s", a.status, a.body)
		}
		if a := w.send(w.session[peer], "POST", "/tasks", `{"title":"Carry a third"}`, keyed("anotherskey")...); a.code() != "key_reused" || a.status != http.StatusUnprocessableEntity {
			w.Errorf("%d %s", a.status, a.body)
		}
	})
}

// sameObject compares what an object says; the answer to a write has notices
// beside it.
func sameObject(one, other []byte) bool {
	if len(one) == 0 && len(other) == 0 {
		return true
	}
	var a, b map[string]any
	if json.Unmarshal(one, &a) != nil || json.Unmarshal(other, &b) != nil {
		return false
	}
	delete(a, "notices")
	delete(b, "notices")
	return reflect.DeepEqual(a, b)
}

func TestW14_ARefusalSentAgainIsRefusedAgain(t *testing.T) {
	each(t, func(r *rig) {
		_, session := r.setUp("Ana")
		task := r.must(session, "POST", "/tasks", fields{"title": "Carry a stone"}).ID
		key := keyed(id.New())
		first := r.send(session, "POST", "/tasks/"+task+"/stop", nil, key...)
		r.must(session, "POST", "/tasks/"+task+"/start", nil)
		again := r.send(session, "POST", "/tasks/"+task+"/stop", nil, key...)
		if first.code() != "state_conflict" || again.code() != "state_conflict" || first.status != again.status {
			r.Errorf("%d %s\nsent again: %d %s", first.status, first.body, again.status, again.body)
		}
	})
}

func TestW14_AWriteSentManyTimesAtOnceHappensOnce(t *testing.T) {
	each(t, func(r *rig) {
		_, session := r.setUp("Ana")
		const times = 12
		key := keyed(id.New())
		ids := make([]string, times)
		var all sync.WaitGroup
		for i := range times {
			all.Go(func() {
				a := r.send(session, "POST", "/tasks", `{"title":"Carry a stone"}`, key...)
				if a.status != http.StatusCreated {
					r.Errorf("%d %s", a.status, a.body)
					return
				}
				var made object
				a.into(r, &made)
				ids[i] = made.ID
			})
		}
		all.Wait()
		for _, one := range ids {
			if one != ids[0] {
				r.Errorf("tasks %q, want one", ids)
			}
		}
	})
}

func TestW14_AReplayChecksReadingAgain(t *testing.T) {
	each(t, func(r *rig) {
		w := newWorld(r)
		task := w.onList(false)
		key, comment := keyed(id.New()), fields{"body": w.words("comment", false)}
		path := "/tasks/" + task + "/comments"
		w.must(w.session[peer], "POST", path, comment, key...)
		renamed := keyed(id.New())
		w.must(w.session[manager], "PATCH", "/tasks/"+task, fields{"title": "Carry it"}, renamed...)

		w.must(w.session[owner], "PATCH", "/tasks/"+task, fields{"confidential": true})
		if a := w.send(w.session[peer], "POST", path, comment, key...); a.status != http.StatusNotFound {
			w.Errorf("a peer's comment, sent again after the task was hidden: %d %s", a.status, a.body)
		}
		w.must(w.session[founder], "PATCH", "/people/"+w.ids[owner], fields{"manager_id": nil})
		if a := w.send(w.session[manager], "PATCH", "/tasks/"+task, fields{"title": "Carry it"}, renamed...); a.status != http.StatusNotFound {
			w.Errorf("a manager's change, sent again when they are none any more: %d %s", a.status, a.body)
		}
	})
}

// TestSecretsAreInNoAddress holds that links carry theirs behind the #, which
// no browser sends.
func TestSecretsAreInNoAddress(t *testing.T) {
	each(t, func(r *rig) {
		_, session := r.setUp("Ana")
		invitation := r.must(session, "POST", "/invitations", fields{"name": "Ben", "email": "ben@example.com"})
		reset := r.must(session, "POST", "/password-resets", fields{"person_id": invitation.PersonID})
		for _, link := range []string{invitation.Link, reset.Link} {
			before, secret, found := strings.Cut(link, "#")
			if !found || !strings.HasPrefix(before, "https://cairn.example.com/") || len(secret) < 40 || strings.Contains(before, "cairn_") {
				r.Errorf("the link %q", link)
			}
		}
		for _, route := range r.api.Routes() {
			for _, word := range []string{"token}", "secret", "key}", "password}"} {
				if strings.Contains(route.Path, word) {
					r.Errorf("%s has a secret in its address", route.Path)
				}
			}
		}
	})
}
