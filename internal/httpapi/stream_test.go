package httpapi_test

import (
	"bufio"
	"context"
	"net/http"
	"net/http/httptest"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"cairn/internal/db"
	"cairn/internal/httpapi"
	"cairn/internal/testkit"
)

// patience is how long a test waits for what must come. It comes at once; a
// machine that is busy takes longer.
const patience = 20 * time.Second

// stream is an open event stream. It gives a value for each poke, and is closed
// when the server ends it.
type stream struct {
	*rig

	pokes chan struct{}
	close func()
}

// follow opens an event stream, and waits for its first poke.
func (r *rig) follow(from credential, watch ...string) *stream {
	r.Helper()
	ctx, cancel := context.WithCancel(r.Context())
	request := r.request(from, "GET", "/stream?watch="+strings.Join(watch, ","), nil).WithContext(ctx)
	response, err := (&http.Client{Transport: r.client.Transport}).Do(request)
	if err != nil {
		cancel()
		r.Fatal(err)
	}
	if response.StatusCode != http.StatusOK || response.Header.Get("Content-Type") != "text/event-stream" {
		r.Fatalf("the stream is answered %d", response.StatusCode)
	}
	s := &stream{rig: r, pokes: make(chan struct{}, 1000)}
	var reading sync.WaitGroup
	reading.Go(func() {
		defer close(s.pokes)
		lines := bufio.NewScanner(response.Body)
		for lines.Scan() {
			switch line := lines.Text(); {
			case line == "event: poke":
				s.pokes <- struct{}{}
			case line != "" && line != "data:" && !strings.HasPrefix(line, ":") && !strings.HasPrefix(line, "retry:"):
				r.Errorf("the stream says %q", line)
			}
		}
	})
	s.close = func() {
		cancel()
		_ = response.Body.Close()
		reading.Wait()
	}
	r.Cleanup(s.close)
	s.poked()
	return s
}

// poked waits for a poke.
func (s *stream) poked() {
	s.Helper()
	select {
	case _, open := <-s.pokes:
		if !open {
			s.Fatal("the stream ended")
		}
	case <-time.After(patience):
		s.Fatal("no poke came")
	}
}

// ended waits for the server to end the stream; pokes may come before.
func (s *stream) ended() {
	s.Helper()
	late := time.After(patience)
	for {
		select {
		case _, open := <-s.pokes:
			if !open {
				return
			}
		case <-late:
			s.Fatal("the stream went on")
		}
	}
}

// silent holds that what was done before has poked nobody here: something is
// done after it that pokes, and that one poke is all there is.
func (s *stream) silent(after func()) {
	s.Helper()
	after()
	s.poked()
	select {
	case <-s.pokes:
		s.Error("poked more than once: the first was for what can't be read")
	default:
	}
}

func TestA1_StreamsArePokedByWhatTheirReaderMayRead(t *testing.T) {
	each(t, func(r *rig) {
		w := newWorld(r)
		list := "worklist:" + w.ids[owner]
		mine, above, team := w.follow(w.session[owner]), w.follow(w.session[manager]), w.follow(w.session[peer], list, "confidential:"+w.ids[owner])
		other := w.follow(w.session[outsider], list, "confidential:"+w.ids[owner], "person:"+w.ids[owner])

		task := w.must(w.session[owner], "POST", "/tasks", fields{"title": "Carry a stone"}).ID
		for _, s := range []*stream{mine, above, team} {
			s.poked()
		}
		w.must(w.session[owner], "PATCH", "/tasks/"+task, fields{"confidential": true})
		for _, s := range []*stream{mine, above, team} { // it left the peer's sight
			s.poked()
		}
		w.must(w.session[owner], "POST", "/tasks/"+task+"/start", nil)
		mine.poked()
		above.poked()
		for _, s := range []*stream{team, other} {
			s.silent(func() {
				w.must(w.session[founder], "PATCH", "/people/"+w.ids[former], fields{"title": "T" + s.Name() + time.Now().String()[:26]})
			})
		}
	})
}

func TestStreamsFollowWhatTheirReaderMayReadFromNowOn(t *testing.T) {
	each(t, func(r *rig) {
		w := newWorld(r)
		s := w.follow(w.session[outsider])
		w.must(w.session[founder], "PATCH", "/people/"+w.ids[owner], fields{"manager_id": w.ids[outsider]})
		s.poked()
		w.must(w.session[owner], "POST", "/tasks", fields{"title": "Carry a stone"})
		s.poked()
		w.must(w.session[founder], "PATCH", "/people/"+w.ids[owner], fields{"manager_id": w.ids[manager]})
		s.poked()
		w.must(w.session[owner], "POST", "/tasks", fields{"title": "Carry another"})
		s.silent(func() { w.must(w.session[founder], "PATCH", "/workspace", fields{"name": "Stones"}) })
	})
}

// TestStreamsEndWithTheirCredential holds that nobody goes on listening who
// could not begin to.
func TestStreamsEndWithTheirCredential(t *testing.T) {
	each(t, func(r *rig) {
		w := newWorld(r)
		byToken := w.follow(w.tokens[peer][0])
		var tokens struct{ Items []struct{ ID, Name string } }
		w.succeed(w.session[peer], "GET", "/tokens", nil).into(r, &tokens)
		for _, token := range tokens.Items {
			w.must(w.session[peer], "DELETE", "/tokens/"+token.ID, nil)
		}
		byToken.ended()

		first := w.session[asker]
		loggedOut := w.follow(first)
		w.logInAgain(asker)
		stays := w.follow(w.session[asker])
		w.must(first, "DELETE", "/session", nil)
		loggedOut.ended()

		elsewhere := w.session[asker]
		w.logInAgain(asker)
		changed := w.follow(elsewhere)
		w.must(w.session[asker], "POST", "/me/password", fields{"current": password, "new": "another " + password})
		changed.ended()
		stays.ended()

		gone := w.follow(w.session[outsider])
		w.must(w.session[founder], "POST", "/people/"+w.ids[outsider]+"/deactivate", nil)
		gone.ended()

		reset := w.follow(w.session[former])
		link := w.must(w.session[founder], "POST", "/password-resets", fields{"person_id": w.ids[former]}).Link
		w.must(nobody(), "POST", "/password-resets/use", fields{"token": fragment(link), "password": "new " + password})
		reset.ended()
	})
}

// TestStreamsEndWhenTheirSessionExpires lets time alone end a session: nothing is
// written that could tell.
func TestStreamsEndWhenTheirSessionExpires(t *testing.T) {
	testkit.Each(t, func(t *testing.T, database *db.DB) {
		r := newRigWith(t, database, httpapi.Config{Heartbeat: 5 * time.Millisecond})
		_, session := r.setUp("Ana")
		s := r.follow(session)
		r.clock.Advance(365 * 24 * time.Hour)
		s.ended()
		r.must(nobody(), "GET", "/setup", nil) // the server itself is well
	})
}

func TestStreamsEndWithTheServer(t *testing.T) {
	each(t, func(r *rig) {
		_, session := r.setUp("Ana")
		var all []*stream
		for range 20 {
			all = append(all, r.follow(session))
		}
		begun := time.Now()
		ctx, cancel := context.WithTimeout(r.Context(), patience)
		defer cancel()
		if err := r.server.Config.Shutdown(ctx); err != nil {
			r.Errorf("after %s: %v", time.Since(begun), err)
		}
		for _, s := range all {
			s.ended()
		}
		if n := r.house.Hub.Streams(); n != 0 {
			r.Errorf("%d streams are left", n)
		}
	})
}

// TestStreamsEndWithTheirClient holds, over each version of HTTP, that a stream is
// poked, and that nothing is left of one whose client has gone.
func TestStreamsEndWithTheirClient(t *testing.T) {
	each(t, func(r *rig) {
		_, session := r.setUp("Ana")
		second := httptest.NewUnstartedServer(r.api)
		second.EnableHTTP2 = true
		second.StartTLS()
		defer second.Close()
		over2 := &rig{TB: r.TB, server: second, client: second.Client()}
		for _, s := range []*stream{r.follow(session), over2.follow(session)} {
			r.must(session, "POST", "/tasks", fields{"title": "Carry a stone"})
			s.poked()
			s.close()
		}
		for late := time.After(patience); r.house.Hub.Streams() != 0; {
			select {
			case <-late:
				r.Fatalf("%d streams are left", r.house.Hub.Streams())
			default:
				runtime.Gosched()
			}
		}
	})
}

// TestNodesPokeEachOthersStreams runs two nodes on one database. On SQLite the
// other is a command beside the server, which notices it within a second.
func TestNodesPokeEachOthersStreams(t *testing.T) {
	testkit.EachPlace(t, func(t *testing.T, place db.Config) {
		a, b := newRig(t, testkit.Open(t, place)), newRig(t, testkit.Open(t, place))
		_, session := a.setUp("Ana")
		s := b.follow(session)
		for range 4 { // the first poke may tell that the node has begun to listen
			a.must(session, "POST", "/tasks", fields{"title": "Carry a stone"})
			s.poked()
		}
	})
}
