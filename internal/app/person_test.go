package app_test

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"testing"

	"cairn/internal/id"
)

const password = "a stone beside the path"

// person is somebody at an API client, by a token that outlives the server.
type person struct {
	testing.TB

	client *http.Client
	base   string
	cookie *http.Cookie
	token  string
	id     string
}

type fields map[string]any

// reply is what came back; a request that got no answer has the status 0.
type reply struct {
	status     int
	retryAfter string
	body       []byte
}

func (a reply) into(t testing.TB, to any) {
	t.Helper()
	if err := json.Unmarshal(a.body, to); err != nil {
		t.Fatalf("%d %s: %v", a.status, a.body, err)
	}
}

// send sends a request under an idempotency key, "" for none.
func (p *person) send(method, path, key string, body any) reply {
	var content io.Reader = http.NoBody
	if body != nil {
		text, err := json.Marshal(body)
		if err != nil {
			p.Error(err)
			return reply{}
		}
		content = bytes.NewReader(text)
	}
	request, err := http.NewRequestWithContext(context.WithoutCancel(p.Context()), method, p.base+"/api/v1"+path, content)
	if err != nil {
		p.Error(err)
		return reply{}
	}
	request.Header.Set("Content-Type", "application/json")
	if key != "" {
		request.Header.Set("Idempotency-Key", key)
	}
	if p.token != "" {
		request.Header.Set("Authorization", "Bearer "+p.token)
	} else if p.cookie != nil {
		request.AddCookie(p.cookie)
	}
	response, err := p.client.Do(request)
	if err != nil {
		return reply{}
	}
	defer func() { _ = response.Body.Close() }()
	text, err := io.ReadAll(response.Body)
	if err != nil {
		return reply{} // it broke off: nobody knows what was done
	}
	for _, cookie := range response.Cookies() {
		p.cookie = cookie
	}
	return reply{response.StatusCode, response.Header.Get("Retry-After"), text}
}

// must sends a request that has to succeed, and decodes the answer into `to`.
func (p *person) must(method, path string, body, to any) {
	p.Helper()
	a := p.send(method, path, "", body)
	if a.status < 200 || a.status >= 300 {
		p.Fatalf("%s %s: %d %s", method, path, a.status, a.body)
	}
	if to != nil {
		a.into(p, to)
	}
}

// firstPerson makes the workspace by the link's secret.
func firstPerson(t testing.TB, base, secret string) *person {
	t.Helper()
	p := &person{TB: t, client: newClient(t), base: base}
	var me struct{ Person struct{ ID string } }
	p.must("POST", "/setup", fields{
		"token": secret, "workspace": "Cairns", "name": "Ana", "email": "ana@example.com", "password": password, "time_zone": "Europe/Lisbon",
	}, &me)
	p.id = me.Person.ID
	p.useToken()
	return p
}

func (p *person) useToken() {
	p.Helper()
	var made struct{ Secret string }
	p.must("POST", "/tokens", fields{"name": "test", "scopes": []string{"read", "write"}}, &made)
	p.token = made.Secret
}

// peer adds somebody who is in a team with the first person, and so reads their
// list.
func (p *person) peer() *person {
	p.Helper()
	admin := &person{TB: p, client: p.client, base: p.base, cookie: p.cookie}
	var invitation struct {
		Link     string
		PersonID string `json:"person_id"`
	}
	admin.must("POST", "/invitations", fields{"name": "Ben", "email": "ben@example.com"}, &invitation)
	_, secret, _ := strings.Cut(invitation.Link, "#")
	ben := &person{TB: p, client: p.client, base: p.base, id: invitation.PersonID}
	ben.must("POST", "/invitations/accept", fields{"token": secret, "name": "Ben", "password": password, "time_zone": "America/Denver"}, nil)
	ben.useToken()
	admin.must("POST", "/teams", fields{"name": "Trail", "person_ids": []string{p.id, ben.id}}, nil)
	return ben
}

// follow opens the event stream of what one always follows and of the scopes in
// watch: it gives a value for each poke, and is closed
// when the server ends it.
func (p *person) follow(watch string) <-chan struct{} {
	p.Helper()
	ctx, cancel := context.WithCancel(p.Context())
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, p.base+"/api/v1/stream?watch="+watch, nil)
	if err != nil {
		p.Fatal(err)
	}
	request.Header.Set("Authorization", "Bearer "+p.token)
	response, err := (&http.Client{Transport: p.client.Transport}).Do(request)
	if err != nil {
		p.Fatal(err)
	}
	pokes := make(chan struct{}, 1000)
	var reading sync.WaitGroup
	reading.Go(func() {
		defer close(pokes)
		lines := bufio.NewScanner(response.Body)
		for lines.Scan() {
			if lines.Text() == "event: poke" {
				pokes <- struct{}{}
			}
		}
	})
	p.Cleanup(func() {
		cancel()
		_ = response.Body.Close()
		reading.Wait()
	})
	return pokes
}

// task is what the tests look at.
type task struct {
	ID       string `json:"id"`
	Title    string `json:"title"`
	Status   string `json:"status"`
	Level    string `json:"level"`
	Rank     string `json:"rank"`
	Revision int64  `json:"revision"`
}

// worklist reads a person's whole list, and holds it to one total order.
func (p *person) worklist(of string) []task {
	p.Helper()
	var all []task
	cursor := ""
	for {
		var page struct {
			Items []task
			Next  *string `json:"next_cursor"`
		}
		p.must("GET", "/people/"+of+"/worklist?limit=200&cursor="+cursor, nil, &page)
		all = append(all, page.Items...)
		if page.Next == nil {
			break
		}
		cursor = *page.Next
	}
	seen := map[string]bool{}
	for i, t := range all {
		if seen[t.ID] {
			p.Errorf("%s stands twice on the list", t.Title)
		}
		seen[t.ID] = true
		if i > 0 && place(all[i-1]) >= place(t) {
			p.Errorf("%s (%s) stands before %s (%s)", all[i-1].Title, place(all[i-1]), t.Title, place(t))
		}
	}
	return all
}

// place sorts as the list does.
func place(t task) string {
	return strconv.Itoa(100+strings.Index("urgent high medium low", t.Level)) + " " + t.Rank
}

// change is an item of the feed.
type change struct {
	Kind, ID, Op string
	Object       *task
}

// changes reads the feed from a revision on; it returns the tasks by id as they
// are, and the revision it has come to.
func (p *person) changes(since int64, watch string) (map[string]task, int64) {
	p.Helper()
	tasks := map[string]task{}
	for {
		var page struct {
			Revision int64
			Items    []change
			More     bool
		}
		p.must("GET", fmt.Sprintf("/changes?since=%d&watch=%s", since, watch), nil, &page)
		for _, item := range page.Items {
			if item.Kind != "task" {
				continue
			}
			delete(tasks, item.ID)
			if item.Op == "put" {
				tasks[item.ID] = *item.Object
			}
		}
		since = page.Revision
		if !page.More {
			return tasks, since
		}
	}
}

// act is one write of somebody, which may be sent again.
type act struct {
	key, method, path string
	body              any
	acknowledged      bool
}

// do sends the write, and reports whether it was answered.
func (a *act) do(p *person) reply {
	got := p.send(a.method, a.path, a.key, a.body)
	if got.status >= 200 && got.status < 300 {
		a.acknowledged = true
	}
	return got
}

// nextActs are what a writer does with one more task: every second one is moved
// to the top, every third completed.
func nextActs(n int, title string) []*act {
	taskID := id.New()
	acts := []*act{{key: id.New(), method: "POST", path: "/tasks", body: fields{"id": taskID, "title": title}}}
	if n%2 == 0 {
		acts = append(acts, &act{key: id.New(), method: "POST", path: "/tasks/" + taskID + "/move", body: fields{"level": "low"}})
	}
	if n%3 == 0 {
		acts = append(acts, &act{key: id.New(), method: "POST", path: "/tasks/" + taskID + "/complete"})
	}
	return acts
}
