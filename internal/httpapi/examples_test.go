package httpapi_test

import (
	"maps"
	"net/http"
	"slices"
	"strings"
	"time"

	"cairn/internal/db"
	"cairn/internal/id"
)

// always is an example that is the same for everybody.
func always(path string, body any) func(*world, string, bool) (string, any) {
	return func(*world, string, bool) (string, any) { return path, body }
}

// onTask is an example about a task in some state.
func onTask(state func(*world, bool) string, rest string, body any) func(*world, string, bool) (string, any) {
	return func(w *world, _ string, confidential bool) (string, any) {
		return "/tasks/" + state(w, confidential) + rest, body
	}
}

// examples has a request of every route.
func examples() map[string]example {
	all := map[string]example{}
	for _, some := range []map[string]example{
		loginExamples(), peopleExamples(), workExamples(), requestExamples(), templateExamples(), notifyExamples(), mailExamples(), importExamples(), followExamples(),
	} {
		maps.Copy(all, some)
	}
	return all
}

func loginExamples() map[string]example {
	return map[string]example{
		"GET /setup": {status: http.StatusOK, make: always("/setup", nil)},
		"POST /setup": {again: true, status: http.StatusNotFound, make: always("/setup", fields{ // its link ended with the first run
			"token": "x", "workspace": "Another", "name": "Nobody", "email": "n@example.com", "password": password, "time_zone": "UTC",
		})},
		"POST /setup/demo":          {status: http.StatusForbidden, make: always("/setup/demo", fields{"token": "x"})}, // not on this machine alone
		"POST /setup/demo/progress": {status: http.StatusNotFound, make: always("/setup/demo/progress", fields{"token": "x"})},
		"POST /setup/demo/enter":    {status: http.StatusNotFound, make: always("/setup/demo/enter", fields{"token": "x"})},
		"POST /session": {status: http.StatusUnauthorized, make: func(w *world, _ string, _ bool) (string, any) { // the wrong password
			w.clock.Advance(time.Minute) // guesses are slowed down
			return "/session", fields{"email": email(peer), "password": "not " + password}
		}, own: true},
		"DELETE /session": {status: http.StatusNoContent, own: true, make: func(w *world, who string, _ bool) (string, any) {
			w.logInAgain(who)
			return "/session", nil
		}},
		"GET /sessions": {status: http.StatusOK, make: always("/sessions", nil)},
		"DELETE /sessions/{id}": {status: http.StatusNoContent, own: true, make: func(w *world, who string, _ bool) (string, any) {
			w.logInAgain(who)
			var list struct{ Items []struct{ ID string } }
			w.send(w.session[who], "GET", "/sessions", nil).into(w, &list)
			if len(list.Items) == 0 {
				return "/sessions/" + id.New(), nil // of somebody who can't log in
			}
			return "/sessions/" + list.Items[0].ID, nil
		}},
		"GET /me": {status: http.StatusOK, make: always("/me", nil)},
		"POST /me/password": {status: http.StatusNoContent, own: true, make: func(w *world, who string, _ bool) (string, any) {
			w.logInAgain(who) // the one before has ended
			return "/me/password", fields{"current": password, "new": password}
		}},
		"POST /me/email": {status: http.StatusOK, own: true, make: func(w *world, who string, _ bool) (string, any) {
			w.clock.Advance(time.Minute) // guesses are slowed down
			return "/me/email", fields{"current": password, "email": email(who)}
		}},
		"GET /me/email":    {status: http.StatusOK, make: always("/me/email", nil)},
		"DELETE /me/email": {again: true, status: http.StatusNoContent, make: always("/me/email", nil)},
		"POST /email-changes/open": {again: true, status: http.StatusOK, make: func(w *world, _ string, _ bool) (string, any) {
			return "/email-changes/open", fields{"token": w.linkOf(w.readdress())}
		}},
		"POST /email-changes/confirm": {status: http.StatusNoContent, make: func(w *world, _ string, _ bool) (string, any) {
			return "/email-changes/confirm", fields{"token": w.linkOf(w.readdress())}
		}},
		"POST /email-changes/undo": {status: http.StatusNoContent, make: func(w *world, _ string, _ bool) (string, any) {
			w.succeed(nobody(), "POST", "/email-changes/confirm", fields{"token": w.linkOf(w.readdress())})
			return "/email-changes/undo", fields{"token": w.linkOf("undo"), "password": password}
		}},
		"GET /tokens":  {status: http.StatusOK, make: always("/tokens", nil)},
		"POST /tokens": {again: true, status: http.StatusCreated, make: always("/tokens", fields{"name": "backup", "scopes": []string{"read"}})},
		"DELETE /tokens/{id}": {status: http.StatusNoContent, own: true, make: func(w *world, who string, _ bool) (string, any) {
			made := w.send(w.session[who], "POST", "/tokens", fields{"name": "to be revoked", "scopes": []string{"read"}})
			if made.status != http.StatusCreated {
				return "/tokens/" + id.New(), nil
			}
			var token object
			made.into(w, &token)
			return "/tokens/" + token.ID, nil
		}},
		"GET /invitations":  {status: http.StatusOK, make: always("/invitations", nil)},
		"POST /invitations": {status: http.StatusCreated, make: newcomer("/invitations")},
		"DELETE /invitations/{id}": {status: http.StatusNoContent, make: func(w *world, _ string, _ bool) (string, any) {
			return "/invitations/" + w.invitation().ID, nil
		}},
		"POST /invitations/open": {again: true, status: http.StatusOK, make: func(w *world, _ string, _ bool) (string, any) {
			return "/invitations/open", fields{"token": fragment(w.invitation().Link)}
		}},
		"POST /invitations/accept": {status: http.StatusCreated, make: func(w *world, _ string, _ bool) (string, any) {
			return "/invitations/accept", fields{
				"token": fragment(w.invitation().Link), "name": "New", "password": password, "time_zone": "Asia/Kathmandu",
			}
		}},
		"POST /password-resets": {status: http.StatusCreated, make: func(w *world, _ string, _ bool) (string, any) {
			return "/password-resets", fields{"person_id": w.newPerson()}
		}},
		"POST /password-resets/ask": {status: http.StatusNoContent, make: func(w *world, _ string, _ bool) (string, any) {
			w.clock.Advance(5 * time.Minute) // asks are slowed down
			return "/password-resets/ask", fields{"email": email(peer)}
		}},
		"POST /password-resets/open": {again: true, status: http.StatusOK, make: func(w *world, _ string, _ bool) (string, any) {
			link := w.must(w.session[founder], "POST", "/password-resets", fields{"person_id": w.newPerson()}).Link
			return "/password-resets/open", fields{"token": fragment(link)}
		}},
		"POST /password-resets/use": {status: http.StatusNoContent, make: func(w *world, _ string, _ bool) (string, any) {
			link := w.must(w.session[founder], "POST", "/password-resets", fields{"person_id": w.newPerson()}).Link
			return "/password-resets/use", fields{"token": fragment(link), "password": password}
		}},
	}
}

// logInAgain gives somebody a new session, if they may have one.
func (w *world) logInAgain(who string) {
	w.Helper()
	if who == "" || who == departed {
		return
	}
	w.clock.Advance(time.Minute) // tries are slowed down
	a := w.succeed(nobody(), "POST", "/session", fields{"email": email(who), "password": password})
	w.session[who] = session(who, a.cookie(w))
}

// readdress has somebody new ask for another address, and returns what the link to
// confirm it is kept as.
func (w *world) readdress() string {
	w.Helper()
	name := id.New()
	_, session := w.join(w.session[founder], name, nil)
	w.must(session, "POST", "/me/email", fields{"current": password, "email": "new-" + name + "@example.com"})
	return "address"
}

// linkOf is the secret that the letter about the latest row of a kind would tell.
func (w *world) linkOf(kind string) string {
	w.Helper()
	row, err := db.One(w.Context(), w.house.DB, db.Value[string],
		`SELECT id FROM token WHERE kind = $1 AND copy_of IS NULL ORDER BY created_at DESC, id DESC LIMIT 1`, kind)
	if err != nil {
		w.Fatal(err)
	}
	letter, err := w.house.Login.Letter(w.Context(), row)
	if err != nil {
		w.Fatal(err)
	}
	return fragment(letter.Link)
}

func (w *world) newPerson() string {
	w.Helper()
	return w.must(w.session[founder], "POST", "/people", fields{"name": "New", "email": id.New() + "@example.com"}).ID
}

func (w *world) invitation() object {
	w.Helper()
	return w.must(w.session[founder], "POST", "/invitations", fields{"name": "New", "email": id.New() + "@example.com"})
}

// newcomer is an example that adds a person each time.
func newcomer(path string) func(*world, string, bool) (string, any) {
	return func(*world, string, bool) (string, any) {
		return path, fields{"name": "New", "email": id.New() + "@example.com"}
	}
}

func peopleExamples() map[string]example {
	ofOwner := func(rest string, body any) func(*world, string, bool) (string, any) {
		return func(w *world, _ string, _ bool) (string, any) { return "/people/" + w.ids[owner] + rest, body }
	}
	self := []string{owner}
	return map[string]example{
		"GET /people":        {status: http.StatusOK, make: always("/people?q=e", nil)},
		"POST /people":       {status: http.StatusCreated, make: newcomer("/people")},
		"GET /people/{id}":   {status: http.StatusOK, make: ofOwner("", nil)},
		"PATCH /people/{id}": {again: true, status: http.StatusOK, may: self, orAdmin: true, make: ofOwner("", fields{"title": "Carrier of stones"})},
		"POST /people/{id}/deactivate": {status: http.StatusOK, make: func(w *world, _ string, _ bool) (string, any) {
			return "/people/" + w.newPerson() + "/deactivate", nil
		}},
		"POST /people/{id}/reactivate": {status: http.StatusOK, make: func(w *world, _ string, _ bool) (string, any) {
			person := w.newPerson()
			w.must(w.session[founder], "POST", "/people/"+person+"/deactivate", nil)
			return "/people/" + person + "/reactivate", nil
		}},
		"GET /people/{id}/time-off": {status: http.StatusOK, make: func(w *world, _ string, _ bool) (string, any) {
			w.timeOff()
			return "/people/" + w.ids[owner] + "/time-off", nil
		}},
		"POST /people/{id}/time-off": {again: true, status: http.StatusCreated, may: self, orAdmin: true, make: ofOwner("/time-off",
			fields{"starts_on": "2026-07-01", "ends_on": "2026-07-02"})},
		"DELETE /time-off/{id}": {status: http.StatusNoContent, may: self, orAdmin: true, make: func(w *world, _ string, _ bool) (string, any) {
			return "/time-off/" + w.timeOff(), nil
		}},
		"GET /people/{id}/days-off": {status: http.StatusOK, make: func(w *world, _ string, _ bool) (string, any) {
			w.timeOff()
			return "/people/" + w.ids[owner] + "/days-off?from=2026-05-01&to=2026-06-04", nil
		}},
		"GET /people/not-joined": {status: http.StatusOK, make: always("/people/not-joined", nil)},
		"GET /people/overlap": {status: http.StatusOK, make: func(w *world, _ string, _ bool) (string, any) {
			return "/people/overlap?from=2026-03-02T00:00:00Z&to=2026-03-04T00:00:00Z&ids=" + w.ids[owner] + "," + w.ids[manager], nil
		}},
		"GET /teams": {status: http.StatusOK, make: always("/teams", nil)},
		"POST /teams": {status: http.StatusCreated, make: func(*world, string, bool) (string, any) {
			return "/teams", fields{"name": "Team " + id.New()}
		}},
		"GET /teams/{id}": {status: http.StatusOK, make: func(w *world, _ string, _ bool) (string, any) { return "/teams/" + w.newTeam(), nil }},
		"PATCH /teams/{id}": {again: true, status: http.StatusOK, make: func(w *world, _ string, _ bool) (string, any) {
			return "/teams/" + w.newTeam(), fields{"name": "Team " + id.New()}
		}},
		"DELETE /teams/{id}": {status: http.StatusNoContent, make: func(w *world, _ string, _ bool) (string, any) { return "/teams/" + w.newTeam(), nil }},
		"GET /workspace":     {status: http.StatusOK, make: always("/workspace", nil)},
		"PATCH /workspace":   {again: true, status: http.StatusOK, make: always("/workspace", fields{"high_slots": 4})},
		"GET /holidays":      {status: http.StatusOK, make: always("/holidays", nil)},
		"POST /holidays": {status: http.StatusCreated, make: func(*world, string, bool) (string, any) {
			return "/holidays", fields{"date": "2026-12-24", "name": "Holiday " + id.New()}
		}},
		"DELETE /holidays/{id}": {status: http.StatusNoContent, make: func(w *world, _ string, _ bool) (string, any) {
			return "/holidays/" + w.must(w.session[founder], "POST", "/holidays", fields{"date": "2026-12-23", "name": "Holiday " + id.New()}).ID, nil
		}},
		"GET /zones":      {status: http.StatusOK, make: always("/zones", nil)},
		"POST /markdown":  {again: true, status: http.StatusOK, make: always("/markdown", fields{"text": "A *stone*"})},
		"GET /admin-acts": {status: http.StatusOK, make: ofAdminActs},
	}
}

func ofAdminActs(w *world, _ string, _ bool) (string, any) {
	return "/admin-acts?about=" + w.ids[owner], nil
}

// timeOff adds one with a reason that only the owner reads.
func (w *world) timeOff() string {
	w.Helper()
	return w.must(w.session[owner], "POST", "/people/"+w.ids[owner]+"/time-off",
		fields{"starts_on": "2026-05-04", "ends_on": "2026-05-05", "note": w.keep("note", owner)}).ID
}

func (w *world) newTeam() string {
	w.Helper()
	return w.must(w.session[founder], "POST", "/teams", fields{"name": "Team " + id.New()}).ID
}

func workExamples() map[string]example {
	ofOwner := func(rest string, body any) func(*world, string, bool) (string, any) {
		return func(w *world, _ string, _ bool) (string, any) { return "/people/" + w.ids[owner] + rest, body }
	}
	onlyOwner, arrange := []string{owner}, []string{owner, manager}
	cancel, bothSides := []string{owner, manager, asker}, []string{owner, asker}
	return map[string]example{
		"GET /people/{id}/worklist": {status: http.StatusOK, make: ofOwner("/worklist", nil)},
		"POST /people/{id}/worklist/impact": {again: true, status: http.StatusOK, make: ofOwner("/worklist/impact",
			fields{"level": "urgent", "due_date": "2026-06-01"})},
		"GET /people/{id}/forecast": {status: http.StatusOK, may: arrange, make: ofOwner("/forecast", nil)},
		"GET /tasks":                {status: http.StatusOK, make: ofTasks},
		"POST /tasks": {again: true, status: http.StatusCreated, make: func(w *world, _ string, _ bool) (string, any) {
			return "/tasks", fields{"title": "Carry a stone", "owner_id": w.ids[owner], "due_date": nil}
		}},
		"POST /tasks/parse": {again: true, status: http.StatusOK, make: func(w *world, _ string, _ bool) (string, any) {
			return "/tasks/parse", fields{"text": "Carry a stone tomorrow !high #path", "owner_id": w.ids[owner]}
		}},
		"GET /tasks/{id}":    {status: http.StatusOK, task: true, make: onTask((*world).done, "", nil)},
		"PATCH /tasks/{id}":  {status: http.StatusOK, task: true, may: arrange, make: onTask((*world).onList, "", fields{"title": "Another"})},
		"DELETE /tasks/{id}": {status: http.StatusNoContent, task: true, may: bothSides, make: onTask((*world).inTriage, "", nil)},

		"POST /tasks/{id}/accept":            {status: http.StatusOK, task: true, may: onlyOwner, make: onTask((*world).inTriage, "/accept", fields{"level": "low"})},
		"POST /tasks/{id}/decline":           {status: http.StatusOK, task: true, may: onlyOwner, make: onTask((*world).inTriage, "/decline", fields{"reason": "No time"})},
		"POST /tasks/{id}/undecide":          {status: http.StatusOK, task: true, may: onlyOwner, make: onTask((*world).onList, "/undecide", nil)},
		"POST /tasks/{id}/propose":           {status: http.StatusOK, task: true, may: cancel, make: onTask((*world).inTriage, "/propose", fields{"due_date": "2026-03-30", "reason": "The path is closed"})},
		"POST /tasks/{id}/proposal/accept":   {status: http.StatusOK, task: true, may: []string{asker}, make: onTask((*world).proposed, "/proposal/accept", fields{})},
		"POST /tasks/{id}/proposal/decline":  {status: http.StatusOK, task: true, may: []string{asker}, make: onTask((*world).proposed, "/proposal/decline", fields{"reason": "Too late"})},
		"POST /tasks/{id}/proposal/counter":  {status: http.StatusOK, task: true, may: []string{asker}, make: onTask((*world).proposed, "/proposal/counter", fields{"level": "high"})},
		"POST /tasks/{id}/proposal/withdraw": {status: http.StatusOK, task: true, may: onlyOwner, make: onTask((*world).proposed, "/proposal/withdraw", nil)},
		"POST /tasks/{id}/ask":               {again: true, status: http.StatusOK, task: true, may: onlyOwner, make: onTask((*world).asked, "/ask", fields{"words": "Which stone?"})},
		"POST /tasks/{id}/snooze":            {again: true, status: http.StatusOK, task: true, may: onlyOwner, make: onTask((*world).asked, "/snooze", fields{"until": "2026-03-05"})},
		"POST /tasks/{id}/start":             {status: http.StatusOK, task: true, may: onlyOwner, make: onTask((*world).onList, "/start", nil)},
		"POST /tasks/{id}/stop":              {status: http.StatusOK, task: true, may: onlyOwner, make: onTask((*world).started, "/stop", nil)},
		"POST /tasks/{id}/block":             {status: http.StatusOK, task: true, may: onlyOwner, make: onTask((*world).started, "/block", fields{"waiting_for": fields{"text": "Rain"}})},
		"POST /tasks/{id}/unblock":           {status: http.StatusOK, task: true, may: onlyOwner, make: onTask((*world).blocked, "/unblock", nil)},
		"POST /tasks/{id}/complete":          {status: http.StatusOK, task: true, may: onlyOwner, make: onTask((*world).started, "/complete", fields{"outcome": fields{"text": "Carried"}})},
		"POST /tasks/{id}/cancel":            {status: http.StatusOK, task: true, may: cancel, make: onTask((*world).onList, "/cancel", fields{"reason": "no_longer_needed"})},
		"POST /tasks/{id}/reopen":            {status: http.StatusOK, task: true, may: cancel, make: onTask((*world).declined, "/reopen", fields{})},
		"POST /tasks/{id}/move":              {status: http.StatusOK, task: true, may: arrange, make: onTask((*world).onList, "/move", fields{"level": "low", "reason": "Later"})},
		"POST /tasks/{id}/put-back":          {status: http.StatusOK, task: true, may: onlyOwner, make: onTask((*world).moved, "/put-back", nil)},
		"POST /tasks/{id}/agree":             {again: true, status: http.StatusOK, task: true, may: bothSides, make: onTask((*world).onList, "/agree", nil)},
		"POST /tasks/{id}/keep":              {again: true, status: http.StatusOK, task: true, may: []string{asker}, make: onTask((*world).onList, "/keep", nil)},
		"POST /tasks/{id}/ask-first":         {again: true, status: http.StatusOK, task: true, may: onlyOwner, make: onTask((*world).onList, "/ask-first", nil)},
		"POST /tasks/{id}/keep-urgent":       {again: true, status: http.StatusOK, task: true, may: bothSides, make: onTask((*world).urgent, "/keep-urgent", nil)},
		"POST /tasks/{id}/unkeep":            {status: http.StatusOK, task: true, may: []string{asker}, make: onTask((*world).kept, "/unkeep", nil)},
		"POST /tasks/{id}/talked":            {again: true, status: http.StatusOK, task: true, make: onTask((*world).onList, "/talked", fields{"outcome": "The second stone"})},
		"GET /repeat/preview":                {status: http.StatusOK, make: always("/repeat/preview?rule=FREQ%3DDAILY", nil)},
		"GET /tasks/{id}/comments":           {status: http.StatusOK, task: true, make: onTask((*world).declined, "/comments", nil)},
		"POST /tasks/{id}/comments":          {again: true, status: http.StatusCreated, task: true, make: onTask((*world).onList, "/comments", fields{"body": "A word"})},
		"DELETE /comments/{id}": {status: http.StatusNoContent, task: true, may: []string{asker}, make: func(w *world, _ string, confidential bool) (string, any) {
			path := "/tasks/" + w.onList(confidential) + "/comments"
			return "/comments/" + w.must(w.session[asker], "POST", path, fields{"body": w.words("comment", confidential)}).ID, nil
		}},
		"GET /tasks/{id}/history": {status: http.StatusOK, task: true, make: onTask((*world).moved, "/history", nil)},
	}
}

func ofTasks(w *world, _ string, _ bool) (string, any) {
	return "/tasks?limit=200&q=canary&owner=" + w.ids[owner], nil
}

func importExamples() map[string]example {
	tasks := fields{"csv": "what,who\nCarry a stone,nobody\n", "mapping": fields{"title": "what", "owner": "who"}}
	return map[string]example{
		"POST /imports/tasks": {status: http.StatusCreated, make: always("/imports/tasks", tasks)},
		"POST /imports/people": {status: http.StatusOK, make: func(*world, string, bool) (string, any) {
			return "/imports/people", fields{"csv": "name,email\nSomebody," + id.New() + "@example.com\n"}
		}},
		"GET /imports/{id}": {status: http.StatusOK, own: true, make: func(w *world, who string, _ bool) (string, any) {
			if !slices.Contains(everybody(), who) {
				who = founder
			}
			return "/imports/" + w.must(w.session[who], "POST", "/imports/tasks", tasks).ID, nil
		}},
	}
}

func followExamples() map[string]example {
	watch := func(path string) func(*world, string, bool) (string, any) {
		return func(w *world, _ string, _ bool) (string, any) {
			return path + strings.ReplaceAll("watch=worklist:ID,confidential:ID,person:ID", "ID", w.ids[owner]), nil
		}
	}
	return map[string]example{
		"GET /changes": {status: http.StatusOK, make: watch("/changes?limit=1000&")},
		"GET /stream":  {status: http.StatusOK, make: watch("/stream?")},
		"POST /batch": {status: http.StatusOK, make: func(w *world, _ string, _ bool) (string, any) {
			return "/batch", fields{"operations": []fields{
				{"key": id.New(), "method": "POST", "path": api + "/tasks/" + w.onList(true) + "/start", "body": nil},
			}}
		}},
	}
}
