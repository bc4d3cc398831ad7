package activity

import (
	"cmp"
	"context"
	"slices"

	"cairn/internal/authz"
	"cairn/internal/db"
	"cairn/internal/errs"
)

// Op is what happened to an object, as one reader sees it.
type Op string

// The operations of the change feed.
const (
	Put      Op = "put"       // it is new or changed: here it is
	Gone     Op = "gone"      // it was deleted
	Left     Op = "left"      // it left the reader's sight, or what they follow
	ScopeIn  Op = "scope_in"  // the reader may read a scope from now on: page it
	ScopeOut Op = "scope_out" // the reader may no longer read a scope, or no longer follows it
)

// KindScope is the kind of the items that tell of scopes.
const KindScope authz.Kind = "scope"

// Item is one entry of the change feed.
type Item struct {
	Kind     authz.Kind    `json:"kind"`
	ID       string        `json:"id"`
	Op       Op            `json:"op"`
	Revision int64         `json:"revision"`
	Scopes   []authz.Scope `json:"scopes"` // those that the reader holds and follows; the client drops an object with its last
	Object   any           `json:"object"` // for put, else null

	at int64 // where it stands in the feed: its revision, or that of what has it told again
}

// Page is a part of the change feed.
type Page struct {
	// The cursor for the next page: the last revision delivered, and by which mark it is known.
	Revision int64  `json:"revision"`
	Mark     string `json:"mark"`
	Items    []Item `json:"items"`
	More     bool   `json:"more"` // read on at once
}

// Query says which part of the feed is wanted.
type Query struct {
	Since int64         // the last revision that the reader has; 0 for everything
	Mark  string        // the mark that came with it; "" for a reader who keeps none
	Limit int           // items a page, about: one revision is never split
	Watch []authz.Scope // followed beside the reader's own scopes, as far as they hold them
	Only  authz.Scope   // page this one scope
}

// Loader reads objects of one kind as a reader sees them, by id. An object that
// it leaves out is not followed any more, for example a task closed long ago.
type Loader func(ctx context.Context, q db.Querier, reader authz.Actor, ids []string) (map[string]any, error)

// Feed reads what changed.
type Feed struct {
	db      *db.DB
	loaders map[authz.Kind]Loader
	kinds   []string // those that have a loader
	naming  Naming
}

// Naming is a query for the objects of one kind that name others, which not every
// reader of them may read. They are told again to a reader whose sight changed:
// a change of grants changes no object.
type Naming struct {
	Kind authz.Kind
	IDs  string // SQL without parameters
}

// NewFeed returns the change feed over the kinds that have a loader.
func NewFeed(database *db.DB, loaders map[authz.Kind]Loader, naming Naming) *Feed {
	feed := &Feed{db: database, loaders: loaders, naming: naming}
	for kind := range loaders {
		feed.kinds = append(feed.kinds, string(kind))
	}
	return feed
}

const (
	defaultLimit = 500
	maxLimit     = 1000
)

// Changes returns what changed for the reader since a revision, in order. The
// feed applied from any revision gives what a fresh read gives: a put replaces
// the object and its scopes, gone and left drop it, scope_out takes the scope
// from every object and drops those it was the last one of, and scope_in asks to
// page that scope with Only. Who ceases to watch a scope drops it on their own.
//
// It answers errs.StartAgain for a revision that this database has not reached,
// or had reached otherwise before a backup was put back.
func (f *Feed) Changes(ctx context.Context, reader authz.Actor, query Query) (Page, error) {
	if query.Limit <= 0 || query.Limit > maxLimit {
		query.Limit = defaultLimit
	}
	page := Page{Revision: query.Since, Mark: query.Mark, Items: []Item{}}
	err := f.db.Snapshot(ctx, func(q db.Querier) error {
		if err := canContinue(ctx, q, query); err != nil {
			return err
		}
		followed, err := follows(ctx, q, reader.PersonID, query)
		if err != nil {
			return err
		}
		items, err := f.items(ctx, q, reader, followed, query)
		if err != nil {
			return err
		}
		page.Items, page.More = cut(items, query.Limit)
		if n := len(page.Items); n > 0 {
			page.Revision = page.Items[n-1].at
			if page.Mark, err = markOf(ctx, q, page.Revision); err != nil {
				return err
			}
		}
		return f.load(ctx, q, reader, followed, page.Items)
	})
	return page, err
}

// Scopes lists what a reader follows: their own scopes, those of their direct
// reports, and of `watch` those that they hold.
func (f *Feed) Scopes(ctx context.Context, reader authz.Actor, watch []authz.Scope) ([]authz.Scope, error) {
	return follows(ctx, f.db, reader.PersonID, Query{Watch: watch})
}

// follows lists the scopes through which a reader sees objects.
func follows(ctx context.Context, q db.Querier, personID string, query Query) ([]authz.Scope, error) {
	groups, err := db.All(ctx, q, db.Value[authz.Group],
		`SELECT grp FROM member WHERE person_id = $1 AND active AND grp LIKE 'direct:%'`, personID)
	if err != nil {
		return nil, err
	}
	wanted := append([]authz.Scope{authz.Person(personID), authz.Workspace}, query.Watch...)
	for _, person := range append([]string{personID}, reportsOf(groups)...) {
		wanted = append(wanted, authz.Worklist(person), authz.Confidential(person))
	}
	if query.Only != "" {
		wanted = append(wanted, query.Only)
	}
	held, err := db.All(ctx, q, db.Value[authz.Scope],
		`SELECT s.scope FROM (SELECT DISTINCT scope FROM audience WHERE scope `+q.Dialect().Among("$2")+`) s
		 WHERE `+authz.Holds("s.scope", "$1"), personID, scopeList(wanted))
	if err == nil && query.Only != "" && !slices.Contains(held, query.Only) {
		return nil, errs.New(errs.NotFound, "there is no such scope for you")
	}
	return held, err
}

func reportsOf(groups []authz.Group) []string {
	var reports []string
	for _, group := range groups {
		if report, ok := group.ReportOf(); ok {
			reports = append(reports, report)
		}
	}
	return reports
}

// items lists what changed, in order of revision, and a little more than the
// limit so that the page knows whether there is more.
func (f *Feed) items(ctx context.Context, q db.Querier, reader authz.Actor, followed []authz.Scope, query Query) ([]Item, error) {
	of := followed
	if query.Only != "" {
		of = []authz.Scope{query.Only}
	}
	// kind || '' keeps SQLite from going through all objects of the kinds, where the
	// index of the scopes has the few that changed.
	//
	// A first page needs no word of what is not there any more.
	states := `'in', 'left', 'gone'`
	if query.Since == 0 {
		states = `'in'`
	}
	items, err := db.All(ctx, q, func(row db.Row) (Item, error) {
		var item Item
		err := row.Scan(&item.Kind, &item.ID, &item.Revision)
		item.at = item.Revision
		return item, err
	}, `SELECT kind, id, max(revision) FROM object_scope
	    WHERE scope `+q.Dialect().Among("$1")+` AND revision > $2
	      AND state IN (`+states+`) AND kind || '' `+q.Dialect().Among("$3")+`
	    GROUP BY kind, id ORDER BY max(revision) LIMIT $4`,
		scopeList(of), query.Since, db.List(f.kinds), query.Limit+1)
	if err != nil || query.Only != "" || query.Since == 0 {
		return items, err
	}
	grants, err := granted(ctx, q, reader.PersonID, query)
	if err != nil {
		return nil, err
	}
	if at := grants[anyScope]; at > query.Since {
		again, err := f.toldAgain(ctx, q, followed, query.Since, at)
		if err != nil {
			return nil, err
		}
		items = append(items, again...)
	}
	delete(grants, anyScope)
	for scope, revision := range grants {
		item := Item{Kind: KindScope, ID: string(scope), Op: ScopeOut, Revision: revision, at: revision}
		if slices.Contains(followed, scope) {
			item.Op = ScopeIn
		}
		items = append(items, item)
	}
	slices.SortFunc(items, func(a, b Item) int {
		return cmp.Or(cmp.Compare(a.at, b.at), cmp.Compare(a.ID, b.ID))
	})
	return items, nil
}

// toldAgain lists the objects that name others and have not changed since, to be
// told at the revision of a change of the reader's sight.
func (f *Feed) toldAgain(ctx context.Context, q db.Querier, followed []authz.Scope, since, at int64) ([]Item, error) {
	if f.naming.IDs == "" {
		return nil, nil
	}
	return db.All(ctx, q, func(row db.Row) (Item, error) {
		item := Item{Kind: f.naming.Kind, at: at}
		return item, row.Scan(&item.ID, &item.Revision)
	}, `SELECT id, max(revision) FROM object_scope
	    WHERE scope `+q.Dialect().Among("$1")+` AND state = 'in' AND kind = $3 AND id IN (`+f.naming.IDs+`)
	    GROUP BY id HAVING max(revision) <= $2`, scopeList(followed), since, f.naming.Kind)
}

// anyScope stands among the grants for whatever changed in what the reader may
// read, followed or not.
const anyScope authz.Scope = ""

// granted tells which scopes the reader may have gained or lost since a
// revision, and when: of those that everybody follows in their place, and of
// those that they watch, which the workspace's visibility decides as well.
func granted(ctx context.Context, q db.Querier, personID string, query Query) (map[authz.Scope]int64, error) {
	grants := map[authz.Scope]int64{}
	_, err := db.All(ctx, q, func(row db.Row) (struct{}, error) {
		var scope authz.Scope
		var joined, opened, floor int64
		err := row.Scan(&scope, &joined, &opened, &floor)
		grants[scope] = max(grants[scope], joined, opened, floor)
		return struct{}{}, err
	}, `SELECT a.scope, m.revision, a.revision, 0 FROM member m JOIN audience a ON a.grp = m.grp
	    WHERE m.person_id = $1 AND m.revision > $2 AND a.breadth = 0
	    UNION ALL
	    SELECT a.scope, m.revision, a.revision, 0 FROM audience a JOIN member m ON m.grp = a.grp AND m.person_id = $1
	    WHERE a.revision > $2 AND a.breadth = 0
	    UNION ALL
	    SELECT a.scope, m.revision, a.revision, w.feed_floor
	    FROM workspace w, audience a JOIN member m ON m.grp = a.grp AND m.person_id = $1
	    WHERE a.scope `+q.Dialect().Among("$3")+` AND (m.revision > $2 OR a.revision > $2 OR w.feed_floor > $2)
	    UNION ALL
	    SELECT '', coalesce((SELECT max(m.revision) FROM member m WHERE m.person_id = $1 AND m.revision > $2), 0),
	           coalesce((SELECT max(a.revision) FROM audience a JOIN member m ON m.grp = a.grp AND m.person_id = $1 WHERE a.revision > $2), 0),
	           (SELECT feed_floor FROM workspace)`,
		personID, query.Since, scopeList(query.Watch))
	return grants, err
}

// cut ends a page after limit items, but never within a revision.
func cut(items []Item, limit int) ([]Item, bool) {
	if len(items) <= limit {
		return items, false
	}
	end := limit
	for end < len(items) && items[end].at == items[end-1].at {
		end++
	}
	return items[:end], end < len(items)
}

// load completes the items with their scopes and objects.
func (f *Feed) load(ctx context.Context, q db.Querier, reader authz.Actor, followed []authz.Scope, items []Item) error {
	byKind := map[authz.Kind][]*Item{}
	for i := range items {
		items[i].Scopes = []authz.Scope{}
		if items[i].Kind != KindScope {
			byKind[items[i].Kind] = append(byKind[items[i].Kind], &items[i])
		}
	}
	for kind, of := range byKind {
		ids := make([]string, len(of))
		for i, item := range of {
			ids[i] = item.ID
		}
		places, err := placesOf(ctx, q, kind, ids, followed)
		if err != nil {
			return err
		}
		objects, err := f.loaders[kind](ctx, q, reader, ids)
		if err != nil {
			return err
		}
		for _, item := range of {
			place, object := places[item.ID], objects[item.ID]
			switch {
			case place.deleted && !place.here:
				item.Op = Gone
			case object != nil && len(place.scopes) > 0:
				item.Op, item.Object, item.Scopes = Put, object, place.scopes
			default:
				item.Op = Left
			}
		}
	}
	return nil
}

// placed is where an object is, as one reader sees it.
type placed struct {
	scopes        []authz.Scope // of those that they follow
	here, deleted bool
}

func placesOf(ctx context.Context, q db.Querier, kind authz.Kind, ids []string, followed []authz.Scope) (map[string]placed, error) {
	places := make(map[string]placed, len(ids))
	_, err := db.All(ctx, q, func(row db.Row) (struct{}, error) {
		var id, state string
		var scope authz.Scope
		err := row.Scan(&id, &scope, &state)
		p := places[id]
		p.here, p.deleted = p.here || state == "in", p.deleted || state == "gone"
		if state == "in" && slices.Contains(followed, scope) {
			p.scopes = append(p.scopes, scope)
		}
		places[id] = p
		return struct{}{}, err
	}, `SELECT id, scope, state FROM object_scope WHERE kind = $1 AND id `+q.Dialect().Among("$2")+` ORDER BY id, scope`,
		kind, db.List(ids))
	return places, err
}

func scopeList(scopes []authz.Scope) string {
	texts := make([]string, len(scopes))
	for i, scope := range scopes {
		texts[i] = string(scope)
	}
	return db.List(texts)
}
