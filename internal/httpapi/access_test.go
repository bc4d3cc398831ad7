package httpapi_test

import (
	"bytes"
	"net/http"
	"slices"
	"strings"
	"testing"

	"cairn/internal/httpapi"
	"cairn/internal/id"
)

// example is a request of one route that succeeds for those who may.
type example struct {
	status int // then

	// may are the people for whom it does, everybody where there is none. The
	// others among the readers are refused with 403.
	may []string
	// orAdmin tells that an admin may as well, by a credential that administers.
	orAdmin bool
	// task tells that the request is about a task, or a comment, of the owner's:
	// for whoever doesn't read that, it does not exist. Such a request is made
	// for an open task and for a confidential one.
	task bool
	// readers are those for whom what the request is about exists, where it is no
	// such task: for the others, it does not.
	readers []string
	// again tells that the same request can be sent more than once.
	again bool
	// own tells that the request is about something of the caller's own, and so
	// is made for each one.
	own bool

	make func(w *world, who string, confidential bool) (path string, body any)
}

// TestA1_EveryRouteRefusesWhomItShould sends an example of every route by
// everybody with every kind of credential, and compares with what the route's
// declared access and the rules of the domain let happen. It holds, besides, that
// no answer has words that the caller may not read, that a refusal and a GET
// change nothing, and that what one may not see can't be told from what isn't
// there (A1).
func TestA1_EveryRouteRefusesWhomItShould(t *testing.T) {
	each(t, func(r *rig) {
		w := newWorld(r)
		known := examples()
		for _, route := range r.api.Routes() {
			name := route.Method + " " + strings.TrimPrefix(route.Path, api)
			e, found := known[name]
			if !found {
				r.Errorf("%s: give it an example in examples_test.go, so that it is known who may call it", name)
				continue
			}
			delete(known, name)
			check := routeCheck{w, route, e}
			check.run(false)
			if e.task {
				check.run(true)
			}
		}
		for name := range known {
			r.Errorf("%s: there is no such route any more; take its example away", name)
		}
	})
}

// routeCheck is one route with its example.
type routeCheck struct {
	*world

	route   httpapi.Route
	example example
}

func (c routeCheck) run(confidential bool) {
	c.Helper()
	var path string
	var body any
	fresh := false
	ready := func(who string) {
		if !fresh {
			path, body = c.example.make(c.world, who, confidential)
		}
		fresh = true
	}
	for _, who := range append(everybody(), departed, "") {
		credentials := []credential{nobody()}
		if who != "" {
			credentials = c.credentials(who)
		}
		if c.example.own {
			fresh = false
		}
		for _, from := range credentials {
			if c.route.Access == httpapi.Public && from.kind != "session" && who != "" {
				continue // nobody looks at it
			}
			ready(who)
			if from.kind == "session" {
				from = c.session[who] // making an example may have renewed it
			}
			succeeded := c.once(from, path, body, confidential)
			fresh = !succeeded || c.route.Method == http.MethodGet || c.example.again
		}
	}
}

// once sends the request, and reports whether it succeeded.
func (c routeCheck) once(from credential, path string, body any, confidential bool) bool {
	c.Helper()
	before := c.revision()
	got := c.send(from, c.route.Method, path, body)
	want := c.want(from, confidential)
	if got.status != want {
		c.Errorf("%s %s by %q with %s (confidential: %t): %d %s, want %d",
			c.route.Method, path, from.who, from.kind, confidential, got.status, got.body, want)
	}
	refused := got.status >= http.StatusBadRequest
	if refused && got.header.Get("Content-Type") != "application/problem+json" {
		c.Errorf("%s %s: refused by %q, want a problem", c.route.Method, path, got.header.Get("Content-Type"))
	}
	if after := c.revision(); (refused || c.route.Method == http.MethodGet) && after != before {
		c.Errorf("%s %s by %q with %s: answered %d, and changed something", c.route.Method, path, from.who, from.kind, got.status)
	}
	if (c.example.task || c.example.readers != nil) && got.status == http.StatusNotFound && want == http.StatusNotFound {
		c.absent(from, path, body, got)
	}
	return !refused
}

// want is the status that the declared access and the example lead to.
func (c routeCheck) want(from credential, confidential bool) int {
	if c.route.Access == httpapi.Public {
		return c.example.status
	}
	if from.who == "" || from.who == departed {
		return http.StatusUnauthorized
	}
	if !admits(c.route.Access, from) {
		return http.StatusForbidden
	}
	if c.example.task && !slices.Contains(readers(confidential), from.who) {
		return http.StatusNotFound
	}
	if c.example.readers != nil && !slices.Contains(c.example.readers, from.who) {
		return http.StatusNotFound
	}
	if c.example.orAdmin && admits(httpapi.Administer, from) {
		return c.example.status
	}
	if c.example.may != nil && !slices.Contains(c.example.may, from.who) {
		return http.StatusForbidden
	}
	return c.example.status
}

// admits tells whether a route's declared access lets a credential through.
func admits(access httpapi.Access, from credential) bool {
	may := func(scope string) bool { return from.kind == "session" || strings.Contains(from.kind, scope) }
	switch access {
	case httpapi.Public:
		return true
	case httpapi.Reads:
		return may("read")
	case httpapi.Writes:
		return may("write")
	case httpapi.InPerson, httpapi.OwnToken: // the examples are about another token
		return from.kind == "session"
	case httpapi.Administer:
		return may("admin") && slices.Contains([]string{founder, admin}, from.who)
	default:
		return false
	}
}

// absent compares the refusal with the one for something that isn't there.
func (c routeCheck) absent(from credential, path string, body any, got answer) {
	c.Helper()
	parts := strings.Split(path, "/")
	hidden := parts[2]
	parts[2] = id.New()
	never := c.send(from, c.route.Method, strings.Join(parts, "/"), body)
	if never.status != got.status || !bytes.Equal(never.body, bytes.ReplaceAll(got.body, []byte(hidden), []byte(parts[2]))) {
		c.Errorf("%s %s by %q tells what is hidden from what isn't there:\n%s%s", c.route.Method, path, from.who, got.body, never.body)
	}
}

// TestN7_NoGetChangesAnything goes by the table; that it is so, is held above.
func TestN7_NoGetChangesAnything(t *testing.T) {
	each(t, func(r *rig) {
		asks := []string{"POST /people/{id}/worklist/impact", "POST /tasks/parse", "POST /markdown", "POST /requests/preview"} // need a body, and change nothing
		for _, route := range r.api.Routes() {
			name := route.Method + " " + strings.TrimPrefix(route.Path, api)
			if route.Access == httpapi.Writes && route.Method == http.MethodGet {
				r.Errorf("%s: a GET changes nothing", name)
			}
			if route.Access == httpapi.Reads && route.Method != http.MethodGet && !slices.Contains(asks, name) {
				r.Errorf("%s: a token with the scope read may call it; does it change nothing? Then name it here", name)
			}
		}
	})
}

// TestA2_ListsShowWhatReadsAllow holds that one policy serves all doors: a task is
// in lists and in the feed of exactly those who may read it (A2).
func TestA2_ListsShowWhatReadsAllow(t *testing.T) {
	each(t, func(r *rig) {
		w := newWorld(r)
		for _, confidential := range []bool{false, true} {
			tasks := map[string]string{
				"triage": w.inTriage(confidential), "todo": w.onList(confidential), "in_progress": w.started(confidential),
				"blocked": w.blocked(confidential), "done": w.done(confidential), "canceled": w.declined(confidential),
			}
			for status, task := range tasks {
				doors := []string{
					"/tasks/" + task,
					"/tasks?limit=200&owner=" + w.ids[owner],
					"/tasks?limit=200&asked_by=" + w.ids[asker],
					"/tasks?limit=200&status=" + status,
					"/tasks?q=canary",
					"/changes?limit=1000&watch=worklist:" + w.ids[owner] + ",confidential:" + w.ids[owner],
				}
				if status == "todo" || status == "in_progress" || status == "blocked" {
					doors = append(doors, "/people/"+w.ids[owner]+"/worklist?limit=200")
				}
				for _, who := range everybody() {
					reads := slices.Contains(readers(confidential), who)
					for _, door := range doors {
						got := w.send(w.session[who], "GET", door, nil)
						if bytes.Contains(got.body, []byte(`"id":"`+task+`"`)) != reads {
							r.Errorf("%s: the %s task (confidential: %t) is there for %q: %t, want %t", door, status, confidential, who, !reads, reads)
						}
					}
				}
			}
		}
	})
}
