package work

import (
	"encoding/json"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"testing"

	"cairn/internal/activity"
	"cairn/internal/authz"
	"cairn/internal/db"
	"cairn/internal/errs"
	"cairn/internal/opt"
	"cairn/internal/people"
)

// world makes random writes of all sorts, by people who may and who may not.
type world struct {
	*rig

	random  *rand.Rand
	persons []authz.Call
	teams   []string
	tasks   []string
}

func newWorld(r *rig, seed uint64) *world {
	w := &world{rig: r, random: rand.New(rand.NewPCG(seed, 99))}
	w.persons = []authz.Call{r.olga, r.vera, r.ben, r.ana, r.kai, r.max}
	for i := range 2 {
		w.teams = append(w.teams, r.team(fmt.Sprintf("t%d", i), w.anybody(), r.max).ID)
	}
	return w
}

func (w *world) anybody() authz.Call { return w.persons[w.random.IntN(len(w.persons))] }

func (w *world) chance(percent int) bool { return w.random.IntN(100) < percent }

// step makes one change, which may be refused, and tells what it was.
func (w *world) step() string {
	actor := w.anybody()
	if len(w.tasks) == 0 || w.chance(25) {
		return w.create(actor)
	}
	id := w.tasks[w.random.IntN(len(w.tasks))]
	level := []Level{Urgent, High, Medium, Low}[w.random.IntN(4)]
	place := Place{Level: level, OnFull: Lower}
	var what string
	var err error
	switch w.random.IntN(20) {
	case 0, 1:
		what = "move"
		_, err = w.Move(w.ctx, actor, id, place, "because")
	case 2:
		what = "accept"
		_, err = w.Accept(w.ctx, actor, id, place)
	case 3:
		what = "complete"
		_, err = w.Complete(w.ctx, actor, id, nil)
	case 4:
		what = "cancel"
		_, err = w.Cancel(w.ctx, actor, id, NoLongerNeeded, "")
	case 5:
		what = "reopen"
		_, err = w.Reopen(w.ctx, actor, id, Place{OnFull: Lower})
	case 6, 7:
		to := w.anybody()
		what = "hand over to " + to.PersonID
		_, err = w.Edit(w.ctx, actor, id, Patch{OwnerID: opt.To(to.PersonID)})
	case 8:
		what = "hide or reveal"
		_, err = w.Edit(w.ctx, actor, id, Patch{Confidential: opt.To(w.chance(50))})
	case 9, 10:
		who := w.anybody()
		what = "mention " + who.PersonID
		_, err = w.AddComment(w.ctx, actor, id, NewComment{Body: "look", MentionIDs: []string{who.PersonID}})
	case 11:
		what = "retitle"
		_, err = w.Edit(w.ctx, actor, id, Patch{Title: opt.To(fmt.Sprintf("title %d", w.next()))})
	case 12:
		what = "delete"
		err = w.Delete(w.ctx, actor, id)
	case 13:
		what = "decline"
		_, err = w.Decline(w.ctx, actor, id, "no")
	default:
		return w.orgChange()
	}
	if code := errs.CodeOf(err); code == errs.Internal {
		w.t.Fatalf("%s: %v", what, err)
	}
	return fmt.Sprintf("%s of %s by %s (%v)", what, id, actor.PersonID, err)
}

func (w *world) create(actor authz.Call) string {
	owner := w.anybody()
	draft := Draft{
		Title: fmt.Sprintf("title %d", w.next()), OwnerID: owner.PersonID, Due: opt.To(Due{}), Confidential: w.chance(15),
		Place: Place{OnFull: Lower},
	}
	if w.chance(30) {
		draft.MentionIDs = []string{w.anybody().PersonID}
	}
	result, err := w.Create(w.ctx, actor, draft)
	if err == nil {
		w.tasks = append(w.tasks, result.ID)
	} else if !errs.Is(err, errs.Invalid) {
		w.t.Fatal(err)
	}
	return fmt.Sprintf("create of %s for %s by %s (%v)", result.ID, owner.PersonID, actor.PersonID, err)
}

func (w *world) orgChange() string {
	person := w.anybody()
	var what string
	var err error
	switch w.random.IntN(8) {
	case 0, 1, 2:
		manager := w.anybody()
		what = "manager of " + person.PersonID + " is " + manager.PersonID
		_, err = w.people.Update(w.ctx, w.olga, person.PersonID, people.PersonChange{ManagerID: opt.To(&manager.PersonID)})
	case 3, 4:
		team, getErr := w.people.Team(w.ctx, w.olga.Actor, w.teams[w.random.IntN(len(w.teams))])
		w.ok(getErr)
		ids := slices.DeleteFunc(slices.Clone(team.PersonIDs), func(id string) bool { return id == person.PersonID })
		if len(ids) == len(team.PersonIDs) {
			ids = append(ids, person.PersonID)
		}
		what = fmt.Sprintf("team of %v", ids)
		_, err = w.people.UpdateTeam(w.ctx, w.olga, team.ID, people.TeamChange{PersonIDs: opt.To(ids)})
	case 5:
		visibility := []string{"pair", "line", "team", "workspace"}[w.random.IntN(4)]
		what = "visibility " + visibility
		_, err = w.people.UpdateWorkspace(w.ctx, w.olga, people.WorkspaceChange{Visibility: opt.To(visibility)})
	case 6:
		what = "deactivate " + person.PersonID
		if _, err = w.people.Deactivate(w.ctx, w.olga, person.PersonID); err == nil {
			left, readErr := w.people.Brief(w.ctx, w.db, person.PersonID)
			w.ok(readErr)
			for after := "-"; after != ""; {
				after, err = w.HandUp(w.ctx, person.PersonID, left.ManagerID, trimDash(after), 2)
				w.ok(err)
			}
		}
	default:
		what = "reactivate " + person.PersonID
		_, err = w.people.Reactivate(w.ctx, w.olga, person.PersonID)
	}
	if errs.Is(err, errs.Internal) {
		w.t.Fatalf("%s: %v", what, err)
	}
	return fmt.Sprintf("%s (%v)", what, err)
}

func trimDash(after string) string {
	if after == "-" {
		return ""
	}
	return after
}

// replica is a client of the change feed, as the web app is one.
type replica struct {
	*rig

	reader authz.Call
	watch  []authz.Scope
	limit  int
	since  int64
	rows   map[string]row
}

type row struct {
	Revision int64
	Scopes   []authz.Scope
	JSON     string
}

func (w *world) replica(reader authz.Call, watch []authz.Scope) *replica {
	return &replica{rig: w.rig, reader: reader, watch: watch, limit: 1 + w.random.IntN(5), rows: map[string]row{}}
}

// page pulls one page, and what it says to load, and reports whether there is
// more.
func (c *replica) page() bool {
	c.t.Helper()
	page, err := c.feed.Changes(c.ctx, c.reader.Actor, activity.Query{Since: c.since, Limit: c.limit, Watch: c.watch})
	c.ok(err)
	if page.More && page.Revision <= c.since {
		c.t.Fatalf("the feed stands still at %d", c.since)
	}
	load := map[authz.Scope]bool{}
	for _, item := range page.Items {
		switch item.Op {
		case activity.ScopeIn:
			load[authz.Scope(item.ID)] = true
		case activity.ScopeOut:
			delete(load, authz.Scope(item.ID))
			c.leave(authz.Scope(item.ID))
		default:
			c.take(item)
		}
	}
	for scope := range load {
		c.load(scope)
	}
	c.since = page.Revision
	return page.More
}

func (c *replica) load(scope authz.Scope) {
	c.t.Helper()
	query := activity.Query{Only: scope, Limit: c.limit, Watch: c.watch}
	for more := true; more; {
		page, err := c.feed.Changes(c.ctx, c.reader.Actor, query)
		if errs.Is(err, errs.NotFound) {
			return // lost again meanwhile; the feed tells
		}
		c.ok(err)
		for _, item := range page.Items {
			c.take(item)
		}
		query.Since, more = page.Revision, page.More
	}
}

func (c *replica) take(item activity.Item) {
	c.t.Helper()
	name := string(item.Kind) + " " + item.ID
	if known, ok := c.rows[name]; ok && known.Revision > item.Revision {
		return
	}
	if item.Op != activity.Put {
		delete(c.rows, name)
		return
	}
	text, err := json.Marshal(item.Object)
	c.ok(err)
	c.rows[name] = row{item.Revision, item.Scopes, string(text)}
}

func (c *replica) leave(scope authz.Scope) {
	for name, r := range c.rows {
		r.Scopes = slices.DeleteFunc(slices.Clone(r.Scopes), func(s authz.Scope) bool { return s == scope })
		if c.rows[name] = r; len(r.Scopes) == 0 {
			delete(c.rows, name)
		}
	}
}

func (c *replica) pull() *replica {
	c.t.Helper()
	for c.page() {
	}
	return c
}

func (c *replica) compare(fresh *replica, after string) {
	c.t.Helper()
	for _, name := range slices.Sorted(maps.Keys(c.rows)) {
		if fresh.rows[name].JSON == "" {
			c.t.Fatalf("after %s\n%s keeps %s, which a fresh read has not: %v", after, c.reader.PersonID, name, c.rows[name])
		}
	}
	for _, name := range slices.Sorted(maps.Keys(fresh.rows)) {
		if got, want := fmt.Sprint(c.rows[name]), fmt.Sprint(fresh.rows[name]); got != want {
			c.t.Fatalf("after %s\n%s has of %s\n  %s\na fresh read\n  %s", after, c.reader.PersonID, name, got, want)
		}
	}
}

// The feed applied from any revision, in pages of any size, at any time between
// writes, gives what a fresh read gives.
func TestFeed_AppliedEqualsAFreshRead(t *testing.T) {
	each(t, func(t *testing.T, r *rig) {
		w := newWorld(r, 1)
		var watch []authz.Scope
		for _, p := range w.persons {
			watch = append(watch, authz.Worklist(p.PersonID))
		}
		replicas := []*replica{}
		for i, p := range w.persons {
			replicas = append(replicas, w.replica(p, watch[:i]), w.replica(p, nil))
		}
		for round := range 25 {
			var story []string
			for range 1 + w.random.IntN(8) {
				story = append(story, w.step())
				c := replicas[w.random.IntN(len(replicas))]
				c.page() // one page, and no more, before the next write
			}
			for i, c := range replicas {
				if w.chance(60) {
					continue // away for some rounds
				}
				fresh := w.replica(c.reader, c.watch).pull()
				c.pull().compare(fresh, fmt.Sprintf("round %d, replica %d: %q", round, i, story))
				w.wantSight(c.reader, fresh)
			}
		}
	})
}

// wantSight fails unless reading one by one, listing, searching and following
// show exactly the tasks that the model lets a person see (A1, A2).
func (w *world) wantSight(reader authz.Call, fresh *replica) {
	w.t.Helper()
	m := w.model()
	listed, found := map[string]bool{}, map[string]bool{}
	for _, into := range []struct {
		filter Filter
		ids    map[string]bool
	}{{Filter{Limit: 7}, listed}, {Filter{Limit: 7, Query: "title"}, found}} {
		for {
			page, err := w.List(w.ctx, reader.Actor, into.filter)
			w.ok(err)
			for _, t := range page.Items {
				into.ids[t.ID] = true
			}
			if page.NextCursor == nil {
				break
			}
			into.filter.Cursor = *page.NextCursor
		}
	}
	for _, id := range w.tasks {
		want := m.sees(reader.PersonID, id)
		_, err := w.Get(w.ctx, reader.Actor, id)
		if err != nil && !errs.Is(err, errs.NotFound) {
			w.t.Fatal(err)
		}
		_, historyErr := w.History(w.ctx, reader.Actor, id)
		streamed := want
		if m.followed(reader.PersonID, id, fresh.watch) != want {
			streamed = false // seen through a scope that this replica doesn't watch
		}
		_, inFeed := fresh.rows["task "+id]
		if (err == nil) != want || (historyErr == nil) != want || listed[id] != want || found[id] != want || inFeed != streamed {
			w.t.Fatalf("%s sees %s by the model: %v; read %v, history %v, listed %v, found %v, streamed %v",
				reader.PersonID, id, want, err, historyErr, listed[id], found[id], inFeed)
		}
	}
	for _, p := range w.persons {
		page, err := w.Worklist(w.ctx, reader.Actor, p.PersonID, 200, "")
		w.ok(err)
		onPage := map[string]bool{}
		for _, t := range page.Items {
			onPage[t.ID] = true
		}
		for id, t := range m.tasks {
			if want := t.owner == p.PersonID && t.ranked && m.sees(reader.PersonID, id); onPage[id] != want {
				w.t.Fatalf("%s sees %s on a worklist: %v, by the model %v", reader.PersonID, id, onPage[id], want)
			}
		}
	}
}

// sight is the model of who sees what: the rule's table, and nothing else.
type sight struct {
	breadth int
	manager map[string]string
	active  map[string]bool
	teams   map[string][]string
	tasks   map[string]seen
}

type seen struct {
	owner, asker string
	mentioned    []string
	confidential bool
	ranked       bool
}

func (w *world) model() sight {
	w.t.Helper()
	m := sight{manager: map[string]string{}, active: map[string]bool{}, teams: map[string][]string{}, tasks: map[string]seen{}}
	for _, call := range w.persons {
		p, err := w.people.Get(w.ctx, w.olga.Actor, call.PersonID)
		w.ok(err)
		m.active[p.ID], m.teams[p.ID] = p.Active, p.TeamIDs
		if p.ManagerID != nil {
			m.manager[p.ID] = *p.ManagerID
		}
	}
	workspace, err := w.people.Workspace(w.ctx)
	w.ok(err)
	m.breadth = slices.Index([]string{"pair", "line", "team", "workspace"}, workspace.Visibility)
	rows, err := db.All(w.ctx, w.db, scanTask, `SELECT `+taskColumns+` FROM task t`)
	w.ok(err)
	for _, t := range rows {
		m.tasks[t.ID] = seen{t.OwnerID, t.AskedByID, t.mentionIDs, t.Confidential, t.Rank != nil}
	}
	return m
}

func (m sight) readsList(reader, owner string) bool {
	if reader == owner || m.manager[owner] == reader || m.breadth >= 3 {
		return true
	}
	for above := m.manager[owner]; m.breadth >= 1 && above != ""; above = m.manager[above] {
		if above == reader {
			return true
		}
	}
	return m.breadth >= 2 && slices.ContainsFunc(m.teams[reader], func(team string) bool { return slices.Contains(m.teams[owner], team) })
}

func (m sight) sees(reader, id string) bool {
	t, ok := m.tasks[id]
	switch {
	case !ok || !m.active[reader]:
		return false
	case reader == t.owner || reader == t.asker || reader == m.manager[t.owner]:
		return true
	case t.confidential:
		return false
	}
	return slices.Contains(t.mentioned, reader) || m.readsList(reader, t.owner)
}

// followed is sees, as far as a replica that watches these lists is told.
func (m sight) followed(reader, id string, watch []authz.Scope) bool {
	t := m.tasks[id]
	if !m.sees(reader, id) {
		return false
	}
	return reader == t.owner || reader == t.asker || reader == m.manager[t.owner] ||
		!t.confidential && (slices.Contains(t.mentioned, reader) || slices.Contains(watch, authz.Worklist(t.owner)))
}
