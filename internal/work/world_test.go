package work

import (
	"fmt"
	"math/rand/v2"
	"slices"

	"cairn/internal/authz"
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
	switch w.random.IntN(24) {
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
	case 14:
		who := w.anybody()
		what = "wait for " + who.PersonID
		_, err = w.Edit(w.ctx, actor, id, Patch{WaitingFor: opt.To(&WaitingFor{PersonID: &who.PersonID})})
	case 15, 16, 17:
		other := w.tasks[w.random.IntN(len(w.tasks))]
		what = "wait for " + other
		_, err = w.Edit(w.ctx, actor, id, Patch{WaitingFor: opt.To(&WaitingFor{TaskIDs: []string{other}})})
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
