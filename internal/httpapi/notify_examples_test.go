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
		"GET /me/notifications":   {status: http.StatusOK, make: always("/me/notifications", nil)},
		"PATCH /me/notifications": {again: true, status: http.StatusOK, make: always("/me/notifications", fields{"per_sender": 2})},
		"GET /me/channels": {status: http.StatusOK, own: true, make: func(w *world, who string, _ bool) (string, any) {
			w.webhookOf(who)
			return "/me/channels", nil
		}},
		"POST /me/webhook": {status: http.StatusOK, again: true, make: always("/me/webhook", fields{"url": "https://localhost/x"})},
		"DELETE /me/webhook": {status: http.StatusNoContent, own: true, make: func(w *world, who string, _ bool) (string, any) {
			w.webhookOf(who)
			return "/me/webhook", nil
		}},
		// Nothing of these tests leaves the machine: the address is refused where it is dialed.
		"POST /me/webhook/try": {status: http.StatusConflict, own: true, make: func(w *world, who string, _ bool) (string, any) {
			w.webhookOf(who)
			return "/me/webhook/try", nil
		}},
		"POST /me/devices": {status: http.StatusCreated, again: true, make: always("/me/devices", browser("https://localhost/push"))},
		"DELETE /me/devices/{id}": {status: http.StatusNoContent, own: true, make: func(w *world, who string, _ bool) (string, any) {
			return "/me/devices/" + w.deviceOf(who), nil
		}},
		"POST /me/devices/try": {status: http.StatusConflict, own: true, make: func(w *world, who string, _ bool) (string, any) {
			w.deviceOf(who)
			return "/me/devices/try", nil
		}},
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

// webhookOf sets the chat of somebody, at an address within, which is never called.
func (w *world) webhookOf(who string) {
	w.Helper()
	if !slices.Contains(everybody(), who) {
		who = owner
	}
	w.must(w.session[who], "POST", "/me/webhook", fields{"url": "https://localhost/" + w.keep("chat", who)})
}

// deviceOf is a browser of somebody's that shows notices.
func (w *world) deviceOf(who string) string {
	w.Helper()
	if !slices.Contains(everybody(), who) {
		who = owner
	}
	var ways struct{ Devices []object }
	w.send(w.session[who], "POST", "/me/devices", browser("https://localhost/"+w.keep("browser", who))).into(w, &ways)
	if len(ways.Devices) == 0 {
		w.Fatalf("%s has no browser that shows notices", who)
	}
	return ways.Devices[len(ways.Devices)-1].ID
}

// browser is what one tells of its subscription: the key is that of RFC 8291.
func browser(endpoint string) fields {
	return fields{
		"name": "Firefox on Linux", "endpoint": endpoint, "auth": "BTBZMqHH6r4Tts7J_aSIgg",
		"p256dh": "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4",
	}
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
