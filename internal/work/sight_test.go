package work

import (
	"slices"

	"cairn/internal/authz"
	"cairn/internal/db"
	"cairn/internal/errs"
)

// wantSight fails unless reading one by one, listing, searching and following
// show exactly the tasks that the model lets a person see (A1, A2).
func (w *world) wantSight(reader authz.Call, fresh *replica) {
	w.t.Helper()
	m := w.model()
	few, some, many, found := map[string]bool{}, map[string]bool{}, map[string]bool{}, map[string]bool{}
	for _, into := range []struct {
		filter        Filter
		scopes, tasks int // what counts as some, and as few
		ids           map[string]bool
	}{
		{Filter{Limit: 7}, someScopes, fewTasks, few}, {Filter{Limit: 7}, someScopes, 0, some}, {Filter{Limit: 7}, 0, 0, many},
		{Filter{Limit: 7, Query: "title"}, 0, 0, found},
	} {
		w.across.scopes, w.across.tasks, w.across.reads = into.scopes, into.tasks, nil
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
		if (err == nil) != want || (historyErr == nil) != want || few[id] != want || some[id] != want || many[id] != want || found[id] != want || inFeed != streamed {
			w.t.Fatalf("%s sees %s by the model: %v; read %v, history %v, listed %v, %v and %v, found %v, streamed %v",
				reader.PersonID, id, want, err, historyErr, few[id], some[id], many[id], found[id], inFeed)
		}
	}
	for _, p := range w.persons {
		page, err := w.Worklist(w.ctx, reader.Actor, p.PersonID, 200, "")
		w.ok(err)
		w.wantShown(reader, p.PersonID)
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

// wantShown fails unless the pages of a worklist that are sent on have the same
// bytes as those that are read whole.
func (w *world) wantShown(reader authz.Call, ownerID string) {
	w.t.Helper()
	for cursor := ""; ; {
		page, err := w.Worklist(w.ctx, reader.Actor, ownerID, 3, cursor)
		w.ok(err)
		for range 2 { // where they were not kept, and where they were
			shown, err := w.ShowWorklist(w.ctx, reader.Actor, ownerID, 3, cursor)
			w.ok(err)
			if want, got := string(page.AppendJSON(nil)), string(shown.AppendJSON(nil)); got != want {
				w.t.Fatalf("the page shown is\n%s\nwant\n%s", got, want)
			}
		}
		if page.NextCursor == nil {
			return
		}
		cursor = *page.NextCursor
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
	brought      []string // mentioned, or waited for
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
		m.tasks[t.ID] = seen{t.OwnerID, t.AskedByID, append(t.mentionIDs, t.WaitingFor.person()), t.Confidential, t.Rank != nil}
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
	return slices.Contains(t.brought, reader) || m.readsList(reader, t.owner)
}

// followed is sees, as far as a replica that watches these lists is told.
func (m sight) followed(reader, id string, watch []authz.Scope) bool {
	t := m.tasks[id]
	if !m.sees(reader, id) {
		return false
	}
	return reader == t.owner || reader == t.asker || reader == m.manager[t.owner] ||
		!t.confidential && (slices.Contains(t.brought, reader) || slices.Contains(watch, authz.Worklist(t.owner)))
}
