package httpapi_test

import (
	"net/http"
	"slices"
	"time"
)

func notifyExamples() map[string]example {
	ofOwner := func(rest string, body any) func(*world, string, bool) (string, any) {
		return func(w *world, _ string, _ bool) (string, any) { return "/people/" + w.ids[owner] + rest, body }
	}
	return map[string]example{
		"GET /today": {status: http.StatusOK, make: func(w *world, _ string, _ bool) (string, any) {
			w.digestOf(owner)
			return "/today", nil
		}},
		"POST /today/settle": {status: http.StatusOK, again: true, own: true, make: func(w *world, who string, _ bool) (string, any) {
			return "/today/settle", fields{"entries": []fields{w.entryOf(who)}}
		}},
		"GET /digests": {status: http.StatusOK, make: func(w *world, _ string, _ bool) (string, any) {
			w.digestOf(owner)
			return "/digests", nil
		}},
		"GET /digests/{id}": {status: http.StatusOK, own: true, make: func(w *world, who string, _ bool) (string, any) {
			return "/digests/" + w.digestOf(who), nil
		}},
		"GET /me/notifications":                 {status: http.StatusOK, make: always("/me/notifications", nil)},
		"PATCH /me/notifications":               {again: true, status: http.StatusOK, make: always("/me/notifications", fields{"per_sender": 2})},
		"GET /people/{id}/interruptions/budget": {status: http.StatusOK, may: but(owner), make: ofOwner("/interruptions/budget", nil)},
		"POST /people/{id}/interruptions": {again: true, status: http.StatusCreated, may: but(owner), make: ofOwner("/interruptions",
			fields{"reason": "The site is down", "cannot_wait": true})},
		"GET /focus-kept": {status: http.StatusOK, make: always("/focus-kept?from=2026-01-01&to=2026-12-31", nil)},
		"GET /interruptions": {status: http.StatusOK, make: func(w *world, _ string, _ bool) (string, any) {
			w.interruptionOf(owner)
			return "/interruptions", nil
		}},
		"POST /interruptions/{id}/rate": {again: true, status: http.StatusOK, own: true, make: func(w *world, who string, _ bool) (string, any) {
			return "/interruptions/" + w.interruptionOf(who) + "/rate", fields{"rating": "right_call"}
		}},
	}
}

// but is everybody without one.
func but(who string) []string {
	return slices.DeleteFunc(everybody(), func(other string) bool { return other == who })
}

// digestOf is a digest of somebody's; of the task owner's for who has none. What
// waits is composed on the next working day.
func (w *world) digestOf(who string) string {
	w.Helper()
	if !slices.Contains(everybody(), who) {
		who = owner
	}
	var page struct{ Items []object }
	list := func() {
		w.send(w.session[who], "GET", "/digests", nil).into(w, &page)
	}
	if list(); len(page.Items) > 0 {
		return page.Items[0].ID
	}
	for _, confidential := range []bool{false, true} {
		w.onList(confidential)
		w.inTriage(confidential)
		w.moved(confidential)
		w.declined(confidential)
	}
	for _, other := range everybody() {
		from := founder
		if other == founder {
			from = admin
		}
		w.must(w.session[from], "POST", "/tasks", fields{"title": "Carry a stone", "owner_id": w.ids[other], "due_date": nil})
	}
	for range 4 { // over a weekend
		w.clock.Advance(24 * time.Hour)
		if _, err := w.house.Digest.Drain(w.Context()); err != nil {
			w.Fatal(err)
		}
		if list(); len(page.Items) > 0 {
			return page.Items[0].ID
		}
	}
	w.Fatalf("no digest of %s's came", who)
	return ""
}

// entryOf is an entry of somebody's Today.
func (w *world) entryOf(who string) fields {
	w.Helper()
	if !slices.Contains(everybody(), who) {
		who = owner
	}
	w.digestOf(who)
	type entries []struct {
		Thread string
		Seq    int64
	}
	var today struct{ Decide, Changed, Settled entries }
	w.send(w.session[who], "GET", "/today", nil).into(w, &today)
	for _, e := range slices.Concat(today.Decide, today.Changed, today.Settled) {
		return fields{"thread": e.Thread, "seq": e.Seq}
	}
	w.Fatalf("nothing is on the Today of %s", who)
	return nil
}

// interruptionOf is an interruption of somebody's, which two people read.
func (w *world) interruptionOf(who string) string {
	w.Helper()
	if !slices.Contains(everybody(), who) {
		who = owner
	}
	from := founder
	if who == founder {
		from = admin
	}
	return w.must(w.session[from], "POST", "/people/"+w.ids[who]+"/interruptions",
		fields{"reason": w.keep("interruption", who, from), "cannot_wait": true}).ID
}
