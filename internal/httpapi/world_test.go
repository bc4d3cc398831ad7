package httpapi_test

import (
	"strings"

	"cairn/internal/id"
)

// How the people of the tests stand to the task that they are about.
const (
	founder   = "workspace owner"
	admin     = "admin"
	owner     = "task owner"
	manager   = "direct manager"
	former    = "former manager"
	skipLevel = "manager above"
	asker     = "asker"
	peer      = "peer"     // in a team with the task's owner
	outsider  = "outsider" // in another branch, without a team
	departed  = "departed" // was a peer, and is deactivated
)

func everybody() []string {
	return []string{founder, admin, owner, manager, former, skipLevel, asker, peer, outsider}
}

// world is a workspace with one person of each sort.
type world struct {
	*rig

	ids     map[string]string
	session map[string]credential
	tokens  map[string][]credential
	team    string

	pressing string // the urgent task
}

// tokenScopes are the API tokens that somebody has.
func tokenScopes(who string) [][]string {
	scopes := [][]string{{"read"}, {"write"}}
	if who == founder || who == admin {
		scopes = append(scopes, []string{"admin"}, []string{"read", "write", "admin"})
	}
	return scopes
}

func newWorld(r *rig) *world {
	r.Helper()
	w := &world{rig: r, ids: map[string]string{}, session: map[string]credential{"": nobody()}, tokens: map[string][]credential{}}
	w.ids[founder], w.session[founder] = r.setUp(founder)
	w.team = r.must(w.session[founder], "POST", "/teams", fields{"name": "Trail"}).ID
	w.add(admin, fields{"role": "admin"})
	w.add(skipLevel, nil)
	w.add(manager, fields{"manager_id": w.ids[skipLevel]})
	w.add(former, nil)
	w.add(owner, fields{"manager_id": w.ids[former], "team_ids": []string{w.team}})
	w.add(asker, nil)
	w.add(peer, fields{"team_ids": []string{w.team}})
	w.add(outsider, nil)
	w.add(departed, fields{"team_ids": []string{w.team}})
	for _, who := range append(everybody(), departed) {
		for _, scopes := range tokenScopes(who) {
			w.tokens[who] = append(w.tokens[who], w.token(w.session[who], scopes...))
		}
	}
	w.must(w.session[founder], "PATCH", "/people/"+w.ids[owner], fields{"manager_id": w.ids[manager]})
	w.must(w.session[founder], "POST", "/people/"+w.ids[departed]+"/deactivate", nil)
	return w
}

func (w *world) add(name string, more fields) {
	w.Helper()
	w.ids[name], w.session[name] = w.join(w.session[founder], name, more)
}

// token makes an API token. Its secret is for nobody's eyes from then on.
func (r *rig) token(of credential, scopes ...string) credential {
	r.Helper()
	made := r.must(of, "POST", "/tokens", fields{"name": "test", "scopes": scopes})
	r.mu.Lock()
	defer r.mu.Unlock()
	r.secrets = append(r.secrets, secret{text: made.Secret})
	return bearer(of.who, "token "+strings.Join(scopes, ","), made.Secret)
}

// credentials are all with which somebody can come.
func (w *world) credentials(who string) []credential {
	return append([]credential{w.session[who]}, w.tokens[who]...)
}

// readers are the people who may read a task of the owner's that the asker
// asked for.
func readers(confidential bool) []string {
	if confidential {
		return []string{owner, manager, asker}
	}
	return []string{owner, manager, skipLevel, asker, peer}
}

// words makes a text that only the readers of such a task may be sent.
func (w *world) words(what string, confidential bool) string {
	if confidential {
		what = "confidential" + what
	}
	return w.keep(what, readers(confidential)...)
}

// inTriage puts a task to the owner by the asker, with words in every place
// that takes some.
func (w *world) inTriage(confidential bool) string {
	w.Helper()
	task := w.must(w.session[asker], "POST", "/tasks", fields{
		"title": w.words("title", confidential), "body": w.words("body", confidential),
		"owner_id": w.ids[owner], "due_date": "2026-04-01", "confidential": confidential,
		"checklist":  []fields{{"id": id.New(), "text": w.words("checklist", confidential), "done": false}},
		"labels":     []string{w.words("label", confidential)},
		"source_url": "https://example.com/" + w.words("url", confidential), "source_key": w.words("key", confidential),
	})
	w.must(w.session[asker], "POST", "/tasks/"+task.ID+"/comments", fields{"body": w.words("comment", confidential)})
	return task.ID
}

// act does something to a task, and returns it again.
func (w *world) act(who, task, verb string, body any) string {
	w.Helper()
	w.must(w.session[who], "POST", "/tasks/"+task+"/"+verb, body)
	return task
}

func (w *world) onList(confidential bool) string {
	w.Helper()
	return w.act(owner, w.inTriage(confidential), "accept", fields{})
}

// urgent is the one urgent task of the owner's list.
func (w *world) urgent(confidential bool) string {
	w.Helper()
	if w.pressing != "" {
		w.must(w.session[owner], "POST", "/tasks/"+w.pressing+"/move", fields{"level": "low"})
	}
	w.pressing = w.act(owner, w.onList(confidential), "move", fields{"level": "urgent"})
	return w.pressing
}

// kept is a task that its asker has just said is still needed.
func (w *world) kept(confidential bool) string {
	w.Helper()
	return w.act(asker, w.onList(confidential), "keep", nil)
}

func (w *world) started(confidential bool) string {
	w.Helper()
	return w.act(owner, w.onList(confidential), "start", nil)
}

func (w *world) blocked(confidential bool) string {
	w.Helper()
	return w.act(owner, w.onList(confidential), "block", fields{"waiting_for": fields{"text": w.words("waiting", confidential)}})
}

func (w *world) done(confidential bool) string {
	w.Helper()
	return w.act(owner, w.started(confidential), "complete", fields{"outcome": fields{"text": w.words("outcome", confidential)}})
}

func (w *world) declined(confidential bool) string {
	w.Helper()
	return w.act(owner, w.inTriage(confidential), "decline", fields{"reason": w.words("decline", confidential)})
}

// moved is a task that the manager moved.
func (w *world) moved(confidential bool) string {
	w.Helper()
	return w.act(manager, w.onList(confidential), "move", fields{"level": "low", "reason": w.words("reason", confidential)})
}

// proposed is a task in triage with the owner's counter-offer.
func (w *world) proposed(confidential bool) string {
	w.Helper()
	return w.act(owner, w.inTriage(confidential), "propose", fields{"due_date": "2026-04-08", "reason": w.words("offer", confidential)})
}

// asked is a task in triage with a question of the owner's.
func (w *world) asked(confidential bool) string {
	w.Helper()
	return w.act(owner, w.inTriage(confidential), "ask", fields{"words": w.words("question", confidential)})
}
