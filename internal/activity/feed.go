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
}

// Page is a part of the change feed.
type Page struct {
	Revision int64  `json:"revision"` // the cursor for the next page: the last revision delivered
	Items    []Item `json:"items"`
	More     bool   `json:"more"` // read on at once
}

// Query says which part of the feed is wanted.
type Query struct {
	Since int64         // the last revision that the reader has; 0 for everything
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
}

// NewFeed returns the change feed over the kinds that have a loader.
func NewFeed(database *db.DB, loaders map[authz.Kind]Loader) *Feed {
	return &Feed{db: database, loaders: loaders}
}

const (
	defaultLimit = 500
	maxLimit     = 1000
)

// Changes returns what changed for the reader since a revision, in order. The
// feed applied from any revision gives what a fresh read gives. It answers
// errs.StartAgain when it can't continue from there.
func (f *Feed) Changes(ctx context.Context, reader authz.Actor, query Query) (Page, error) {
	if query.Limit <= 0 || query.Limit > maxLimit {
		query.Limit = defaultLimit
	}
	page := Page{Revision: query.Since, Items: []Item{}}
	err := f.db.Snapshot(ctx, func(q db.Querier) error {
		if err := canContinue(ctx, q, query.Since); err != nil {
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
			page.Revision = page.Items[n-1].Revision
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

// canContinue refuses a cursor from before the last change of visibility, or
// from a database that is ahead of this one (a restored backup).
func canContinue(ctx context.Context, q db.Querier, since int64) error {
	if since == 0 {
		return nil
	}
	fine, err := db.One(ctx, q, db.Value[bool],
		`SELECT $1 <= c.revision AND $1 >= w.feed_floor FROM counter c, workspace w`, since)
	if err != nil {
		return err
	}
	if !fine {
		return errs.New(errs.StartAgain, "the changes since then can't be told one by one; read everything again from since=0")
	}
	return nil
}

func follows(ctx context.Context, q db.Querier, personID string, query Query) ([]authz.Scope, error) {
	wanted := []string{}
	if query.Only != "" {
		wanted = append(wanted, string(query.Only))
	} else {
		groups, err := db.All(ctx, q, db.Value[authz.Group],
			`SELECT grp FROM member WHERE person_id = $1 AND active AND grp LIKE 'direct:%'`, personID)
		if err != nil {
			return nil, err
		}
		for _, person := range append([]string{personID}, reportsOf(groups)...) {
			wanted = append(wanted, string(authz.Worklist(person)), string(authz.Confidential(person)))
		}
		wanted = append(wanted, string(authz.Person(personID)), string(authz.Workspace))
		for _, scope := range query.Watch {
			wanted = append(wanted, string(scope))
		}
	}
	held, err := db.All(ctx, q, db.Value[authz.Scope],
		`SELECT s.scope FROM (SELECT DISTINCT scope FROM audience WHERE scope IN `+q.Dialect().InList("$2")+`) s
		 WHERE `+authz.Holds("s.scope", "$1"), personID, db.List(wanted))
	if err != nil {
		return nil, err
	}
	if query.Only != "" && len(held) == 0 {
		return nil, errs.New(errs.NotFound, "there is no such scope for you")
	}
	return held, nil
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
	items, err := db.All(ctx, q, func(row db.Row) (Item, error) {
		var item Item
		return item, row.Scan(&item.Kind, &item.ID, &item.Revision)
	}, `SELECT kind, id, max(revision) FROM object_scope
	    WHERE scope IN `+q.Dialect().InList("$1")+` AND revision > $2
	    GROUP BY kind, id ORDER BY max(revision) LIMIT $3`,
		scopeList(followed), query.Since, query.Limit+1)
	if err != nil || query.Only != "" || query.Since == 0 {
		return items, err
	}
	grants, err := db.All(ctx, q, func(row db.Row) (Item, error) {
		item := Item{Kind: KindScope}
		return item, row.Scan(&item.ID, &item.Revision)
	}, `SELECT scope, max(revision) FROM (
	        SELECT a.scope, m.revision FROM member m JOIN audience a ON a.grp = m.grp
	        WHERE m.person_id = $1 AND m.revision > $2
	        UNION ALL
	        SELECT a.scope, a.revision FROM audience a JOIN member m ON m.grp = a.grp AND m.person_id = $1
	        WHERE a.revision > $2
	    ) granted GROUP BY scope`, reader.PersonID, query.Since)
	if err != nil {
		return nil, err
	}
	for i := range grants {
		grants[i].Op = ScopeOut
		if slices.Contains(followed, authz.Scope(grants[i].ID)) {
			grants[i].Op = ScopeIn
		}
	}
	items = append(items, grants...)
	slices.SortStableFunc(items, func(a, b Item) int { return cmp.Compare(a.Revision, b.Revision) })
	return items, nil
}

// cut ends a page after limit items, but never within a revision.
func cut(items []Item, limit int) ([]Item, bool) {
	if len(items) <= limit {
		return items, false
	}
	end := limit
	for end < len(items) && items[end].Revision == items[end-1].Revision {
		end++
	}
	return items[:end], end < len(items)
}

// load completes the items with their scopes and objects.
func (f *Feed) load(ctx context.Context, q db.Querier, reader authz.Actor, followed []authz.Scope, items []Item) error {
	ids := map[authz.Kind][]string{}
	for _, item := range items {
		if item.Kind != KindScope {
			ids[item.Kind] = append(ids[item.Kind], item.ID)
		}
	}
	type placement struct {
		scopes []authz.Scope
		gone   bool
	}
	type key struct {
		kind authz.Kind
		id   string
	}
	places := map[key]placement{}
	objects := map[key]any{}
	for kind, of := range ids {
		type place struct {
			id    string
			scope authz.Scope
			state string
		}
		rows, err := db.All(ctx, q, func(row db.Row) (place, error) {
			var p place
			return p, row.Scan(&p.id, &p.scope, &p.state)
		}, `SELECT id, scope, state FROM object_scope WHERE kind = $1 AND id IN `+q.Dialect().InList("$2")+` ORDER BY id, scope`,
			kind, db.List(of))
		if err != nil {
			return err
		}
		for _, row := range rows {
			k := key{kind, row.id}
			p := places[k]
			p.gone = p.gone || row.state == "gone"
			if row.state == "in" && slices.Contains(followed, row.scope) {
				p.scopes = append(p.scopes, row.scope)
			}
			places[k] = p
		}
		if f.loaders[kind] == nil {
			continue
		}
		loaded, err := f.loaders[kind](ctx, q, reader, of)
		if err != nil {
			return err
		}
		for id, object := range loaded {
			objects[key{kind, id}] = object
		}
	}
	for i := range items {
		item := &items[i]
		item.Scopes = []authz.Scope{}
		if item.Kind == KindScope {
			continue
		}
		k := key{item.Kind, item.ID}
		object, loaded := objects[k]
		switch {
		case places[k].gone:
			item.Op = Gone
		case loaded && len(places[k].scopes) > 0:
			item.Op, item.Object, item.Scopes = Put, object, places[k].scopes
		default:
			item.Op = Left
		}
	}
	return nil
}

func scopeList(scopes []authz.Scope) string {
	texts := make([]string, len(scopes))
	for i, scope := range scopes {
		texts[i] = string(scope)
	}
	return db.List(texts)
}
