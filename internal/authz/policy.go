package authz

import "cairn/internal/errs"

// Relation is how a person stands to a task. One can stand in several.
type Relation uint8

// The relations to a task.
const (
	OwnerOf   Relation = 1 << iota // it is on their list
	ManagerOf                      // they are the owner's direct manager
	AskerOf                        // they asked for it
	ReaderOf                       // they read it for another reason
)

// RelationTo tells how a person who reads a task stands to it.
func RelationTo(personID, ownerID, ownersManagerID, askerID string) Relation {
	relation := ReaderOf
	if personID == ownerID {
		relation |= OwnerOf
	}
	if personID == ownersManagerID && ownersManagerID != "" {
		relation |= ManagerOf
	}
	if personID == askerID {
		relation |= AskerOf
	}
	return relation
}

// Action is something that is done to a task.
type Action string

// The actions on a task.
const (
	Arrange     Action = "arrange"       // add to the list, rank, level, due date
	Decide      Action = "decide"        // accept, decline
	Progress    Action = "progress"      // start, stop, block, done, outcome
	Cancel      Action = "cancel"        // withdraw, no longer needed
	Propose     Action = "propose"       // another date or level, or answer such an offer (W4)
	Describe    Action = "describe"      // title, body, labels, checklist
	HandOver    Action = "hand over"     // to another owner
	Comment     Action = "comment"       // say something
	Hide        Action = "hide"          // make confidential
	Reveal      Action = "reveal"        // lift confidentiality
	Delete      Action = "delete"        // remove the task and its words
	PutBack     Action = "put back"      // undo a manager's move (W15)
	AgreeToDate Action = "agree to date" // accept the date that the other side set (W8)
	Confirm     Action = "confirm"       // still needed, still urgent (W3, W9)
	Oversee     Action = "oversee"       // a request: withdraw it, finish it early, ask how it stands (W10)
)

// allowed is the table "who may do what to a task they can read". An action
// that it doesn't name is allowed to nobody.
func allowed(action Action) Relation {
	switch action {
	case Arrange, HandOver, Describe: // Describe: the asker too, until it is accepted; see May
		return OwnerOf | ManagerOf
	case Decide, Progress, Reveal, PutBack:
		return OwnerOf
	case Cancel, Hide, Propose:
		return OwnerOf | ManagerOf | AskerOf
	case Delete, AgreeToDate, Confirm:
		return OwnerOf | AskerOf
	case Oversee:
		return AskerOf
	case Comment:
		return OwnerOf | ManagerOf | AskerOf | ReaderOf
	default:
		return 0
	}
}

// May refuses an action that none of the relations allows. accepted tells
// whether the owner has accepted the task: until then the asker may still
// describe it.
func May(action Action, relation Relation, accepted bool) error {
	if allowed(action)&relation != 0 {
		return nil
	}
	if action == Describe && relation&AskerOf != 0 && !accepted {
		return nil
	}
	if relation&AskerOf != 0 && action == Arrange {
		return errs.New(errs.ProposeInstead, "its owner arranges it; propose another date or level, they decide")
	}
	if relation&AskerOf != 0 && action == Describe {
		return errs.New(errs.ProposeInstead, "the task is on its owner's list now; propose the change in its thread")
	}
	return errs.New(errs.Forbidden, "%s", refusal(action))
}

func refusal(action Action) string {
	switch action {
	case Arrange:
		return "only the owner of the list and their direct manager arrange it"
	case Decide:
		return "only the owner decides whether to take a task on"
	case Progress:
		return "only the owner says how a task goes; its output is the owner's word"
	case Cancel:
		return "only the owner, their direct manager and the asker can cancel a task"
	case Propose:
		return "only the owner, their direct manager and the asker propose another date or level; write a comment instead"
	case Describe:
		return "only the owner and their direct manager change what a task says; write a comment instead"
	case HandOver:
		return "only the owner and their direct manager hand a task on"
	case Reveal:
		return "only the owner lifts a task's confidentiality"
	case Delete:
		return "only the owner and the asker delete a task"
	case Oversee:
		return "only who asked for it does this with a request"
	case Confirm:
		return "only the owner and the asker say whether it is still needed or urgent"
	case PutBack:
		return "only the owner puts a moved task back"
	default:
		return "this task can't be changed that way by you"
	}
}
