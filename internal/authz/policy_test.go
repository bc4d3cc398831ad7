package authz

import (
	"slices"
	"testing"

	"cairn/internal/errs"
)

// The table "who may do what to a task they can read" (rules, at the end), said
// a second time: for each action who may, before and after it is accepted.
func TestTable_WhoMayDoWhat(t *testing.T) {
	const owner, manager, asker, reader = OwnerOf | ReaderOf, ManagerOf | ReaderOf, AskerOf | ReaderOf, ReaderOf
	for action, may := range map[Action][]Relation{
		Arrange:     {owner, manager},
		Decide:      {owner},
		Progress:    {owner},
		Cancel:      {owner, manager, asker},
		Describe:    {owner, manager},
		HandOver:    {owner, manager},
		Comment:     {owner, manager, asker, reader},
		Hide:        {owner, manager, asker},
		Reveal:      {owner},
		Delete:      {owner, asker},
		PutBack:     {owner},
		AgreeToDate: {owner, asker},
		Oversee:     {asker},
		"unheard":   {},
	} {
		for _, relation := range []Relation{owner, manager, asker, reader} {
			for _, accepted := range []bool{false, true} {
				want := slices.Contains(may, relation) || action == Describe && relation == asker && !accepted
				err := May(action, relation, accepted)
				if (err == nil) != want {
					t.Errorf("%s by %b, accepted %v: %v, want %v", action, relation, accepted, err, want)
				}
				proposes := relation == asker && (action == Arrange || action == Describe)
				if err != nil && errs.Is(err, errs.ProposeInstead) != proposes {
					t.Errorf("%s by %b is refused with %v", action, relation, err)
				}
			}
		}
	}
}

func TestRelationTo(t *testing.T) {
	for _, c := range []struct {
		person, owner, manager, asker string
		want                          Relation
	}{
		{"a", "a", "b", "a", OwnerOf | AskerOf | ReaderOf},
		{"b", "a", "b", "b", ManagerOf | AskerOf | ReaderOf},
		{"c", "a", "b", "d", ReaderOf},
		{"", "a", "", "d", ReaderOf}, // a job is nobody's manager
	} {
		if got := RelationTo(c.person, c.owner, c.manager, c.asker); got != c.want {
			t.Errorf("%+v: %b", c, got)
		}
	}
}

// A list is read by its owner and their direct manager whatever the setting;
// confidential tasks by nobody else (the scopes table).
func TestAudience_BreadthByTheTable(t *testing.T) {
	audience := Audience("ana", []string{"t1"})
	for breadth, want := range map[Breadth][]Group{
		Pair:     {"self:ana", "direct:ana"},
		Managers: {"self:ana", "direct:ana", "line:ana"},
		Teams:    {"self:ana", "direct:ana", "line:ana", "team:t1"},
		All:      {"self:ana", "direct:ana", "line:ana", "team:t1", Everyone},
	} {
		for scope, expected := range map[Scope][]Group{
			Worklist("ana"): want, Confidential("ana"): {"self:ana", "direct:ana"}, Person("ana"): {"self:ana"},
		} {
			var got []Group
			for _, reads := range audience[scope] {
				if reads.Breadth <= breadth {
					got = append(got, reads.Group)
				}
			}
			slices.Sort(got)
			slices.Sort(expected)
			if !slices.Equal(got, expected) {
				t.Errorf("%s at %s: %v, want %v", scope, breadth, got, expected)
			}
		}
	}
}
