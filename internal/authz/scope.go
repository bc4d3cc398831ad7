package authz

import "strings"

// Scope is the unit of visibility and of sync. An object's scopes follow from
// its own columns, so that no change of the org chart rewrites an object.
type Scope string

// Group is a set of people who read a scope: see Audience.
type Group string

// The scope that everybody in the workspace reads.
const Workspace Scope = "workspace"

// Worklist is the scope of a person's tasks.
func Worklist(personID string) Scope { return Scope("worklist:" + personID) }

// Confidential is the scope of a person's confidential tasks.
func Confidential(personID string) Scope { return Scope("confidential:" + personID) }

// Person is the scope of what one person reads wherever it lies: what they
// asked for, and where they were mentioned.
func Person(personID string) Scope { return Scope("person:" + personID) }

// Request is the scope of what was asked in a request: whoever asked and whoever
// is asked reads it.
func Request(requestID string) Scope { return Scope("request:" + requestID) }

// Answers is the scope of all answers to a request: the asker reads it, and the
// others where it was sent open.
func Answers(requestID string) Scope { return Scope("answers:" + requestID) }

// The groups. Their members are kept by package people, in the transaction
// that changes the org chart.
const Everyone Group = "everyone"

// Self is the group of one person.
func Self(personID string) Group { return Group("self:" + personID) }

// Direct is the group of a person's direct manager.
func Direct(personID string) Group { return Group("direct:" + personID) }

// Line is the group of all managers above a person.
func Line(personID string) Group { return Group("line:" + personID) }

// Team is the group of a team's people.
func Team(teamID string) Group { return Group("team:" + teamID) }

// ReportOf returns the person whose direct manager a group is, and whether the
// group is of that sort.
func (g Group) ReportOf() (string, bool) { return strings.CutPrefix(string(g), "direct:") }

// Breadth says from which visibility of the workspace on a group reads a scope.
type Breadth int

// The workspace's visibility settings, each wider than the one before: owner,
// asker and direct manager; the managers above; the owner's teams; everybody.
const (
	Pair Breadth = iota
	Managers
	Teams
	All
)

// breadthNames are the settings' names in the API, by Breadth.
func breadthNames() [4]string { return [4]string{"pair", "line", "team", "workspace"} }

// String is the setting's name in the API.
func (b Breadth) String() string {
	if b < Pair || b > All {
		return "pair"
	}
	return breadthNames()[b]
}

// ParseBreadth reads a setting's name.
func ParseBreadth(name string) (Breadth, bool) {
	for i, known := range breadthNames() {
		if known == name {
			return Breadth(i), true
		}
	}
	return Pair, false
}

// Reads is one line of a scope's audience.
type Reads struct {
	Group   Group
	Breadth Breadth
}

// Audience says which groups read each scope of a person who is in these
// teams. It is the whole of "who sees what" for worklists (docs/design rules,
// "The scopes"); everything else is derived from it.
func Audience(personID string, teamIDs []string) map[Scope][]Reads {
	worklist := []Reads{
		{Self(personID), Pair},
		{Direct(personID), Pair},
		{Line(personID), Managers},
		{Everyone, All},
	}
	for _, team := range teamIDs {
		worklist = append(worklist, Reads{Team(team), Teams})
	}
	return map[Scope][]Reads{
		Worklist(personID):     worklist,
		Confidential(personID): {{Self(personID), Pair}, {Direct(personID), Pair}},
		Person(personID):       {{Self(personID), Pair}},
	}
}

// holding is the SQL of all that a person reads: held_a has the scopes.
func holding(personID string) string {
	return ` FROM member held_m JOIN audience held_a ON held_a.grp = held_m.grp` +
		` WHERE held_m.person_id = ` + personID + ` AND held_m.active AND held_a.active` +
		` AND held_a.breadth <= (SELECT visibility FROM workspace)`
}

// Holds is the SQL for "this person reads this scope", given the SQL of both.
// Lists, single reads and the change feed all use it, or Scopes, which is the
// same seen from the person: there is no other rendering of who sees what.
func Holds(scope, personID string) string {
	return `EXISTS (SELECT 1` + holding(personID) + ` AND held_a.scope = ` + scope + `)`
}

// Scopes is the SQL of a query for the scopes that a person reads, for who asks
// about many objects. A scope may come several times.
func Scopes(personID string) string { return `SELECT held_a.scope` + holding(personID) }

// Readable is the SQL for "this person may read this object": they hold one of
// the scopes that it is in.
func Readable(kind Kind, id, personID string) string {
	return ReadableOfKind("'"+string(kind)+"'", id, personID)
}

// ReadableOfKind is Readable where the kind stands in a column, given its SQL too.
func ReadableOfKind(kind, id, personID string) string {
	return `EXISTS (SELECT 1 FROM object_scope read_o WHERE read_o.kind = ` + kind +
		` AND read_o.id = ` + id + ` AND read_o.state = 'in' AND ` + Holds("read_o.scope", personID) + `)`
}

// Objects is the SQL of a query for the ids of all objects that a person may read,
// for who reads few. An object may come several times. OneOf is the database's, by
// which it looks up each scope.
func Objects(kind Kind, personID string, oneOf func(query string) string) string {
	return objectsIn(kind, oneOf(Scopes(personID)))
}

// ObjectsBeyondLists is Objects without what the person reads as everybody does, or
// as who reads somebody's worklist.
func ObjectsBeyondLists(kind Kind, personID string, oneOf func(query string) string) string {
	return objectsIn(kind, oneOf(Scopes(personID)+` AND held_a.scope <> 'workspace' AND held_a.scope NOT LIKE 'worklist:%'`))
}

// By its kind no object is to be looked up: all of the workspace are of few kinds.
func objectsIn(kind Kind, scopes string) string {
	return `SELECT read_o.id FROM object_scope read_o WHERE read_o.scope ` + scopes +
		` AND read_o.kind || '' = '` + string(kind) + `' AND read_o.state = 'in'`
}

// Kind names a sort of object, in the change feed and in the activity log.
type Kind string

// The kinds of objects.
const (
	KindTask      Kind = "task"
	KindComment   Kind = "comment"
	KindPerson    Kind = "person"
	KindTeam      Kind = "team"
	KindWorkspace Kind = "workspace"
	KindTimeOff   Kind = "time_off"
	KindHoliday   Kind = "holiday"
	KindToken     Kind = "token"
	KindImport    Kind = "import"
	KindRequest   Kind = "request"
	KindDigest    Kind = "digest"
	KindDelivery  Kind = "delivery"

	KindInterruption Kind = "interruption"
	KindSettings     Kind = "notification_settings"
	KindTemplate     Kind = "request_template"
)
