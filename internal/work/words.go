package work

import (
	"context"
	"slices"

	"cairn/internal/activity"
	"cairn/internal/authz"
	"cairn/internal/db"
	"cairn/internal/notify"
)

// Who hears of what. Every change of a task goes through list.save or insert;
// both ask wordsOf, which is the whole table.

// Teller writes what people are told of a change, in its transaction.
type Teller interface {
	Tell(ctx context.Context, tx *activity.Tx, words ...notify.Word) error
}

// event is what happened to a task.
type event struct {
	verb     string
	was, now *Task
	actor    string
	data     any
	near     []neighbour
}

// neighbour is a task that waits for the one that changed, or that it waits for.
type neighbour struct {
	id, ownerID string
	waits       bool // it waits for the one that changed
	left        int  // how many other open tasks it waits for, then
}

// tell passes on who is to hear of a change. It comes before the change is
// recorded.
func (l *list) tell(ctx context.Context, e event) error {
	if l.teller == nil {
		return nil
	}
	e.actor = l.tx.Actor
	var err error
	if e.near, err = l.neighbours(ctx, &e); err != nil {
		return err
	}
	return l.teller.Tell(ctx, l.tx, wordsOf(e)...)
}

// neighbours reads the tasks that a change concerns through what waits for what:
// only where a task ends, or begins to wait.
func (l *list) neighbours(ctx context.Context, e *event) ([]neighbour, error) {
	scan := func(waits bool) func(db.Row) (neighbour, error) {
		return func(row db.Row) (neighbour, error) {
			n := neighbour{waits: waits}
			return n, row.Scan(&n.id, &n.ownerID, &n.left)
		}
	}
	switch e.verb {
	case "task.completed", "task.answered", "task.canceled", "task.declined":
		return db.All(ctx, l.tx, scan(true), `SELECT t.id, t.owner_id, (
				SELECT count(*) FROM task_wait o JOIN task b ON b.id = o.waits_for_id
				WHERE o.task_id = t.id AND o.waits_for_id <> $1 AND b.status NOT IN ('done', 'canceled'))
			FROM task_wait w JOIN task t ON t.id = w.task_id WHERE w.waits_for_id = $1 AND t.rank IS NOT NULL`, e.now.ID)
	case "task.blocked", "task.waiting_changed":
		if ids := e.now.WaitingFor.taskIDs(); len(ids) > 0 {
			return db.All(ctx, l.tx, scan(false), `SELECT t.id, t.owner_id, 0 FROM task t
				WHERE t.status NOT IN ('done', 'canceled') AND t.id `+l.tx.Dialect().Among("$1"), db.List(ids))
		}
	}
	return nil, nil
}

// The codes of what people are told about tasks, where they differ from the verb.
const (
	codeArrived     = "task.arrived"       // for its owner: it is in their triage
	codeQuestion    = "task.question"      // their answer to the owner's question is missing
	codeGiven       = "task.given"         // for its owner: their manager put it on the list
	codeMentioned   = "task.mentioned"     // somebody brings them to the task
	codeWaitsForYou = "task.waits_for_you" // a task waits for the person
	codeWaitedFor   = "task.waited_for"    // a task of theirs is waited for
	codeCanStart    = "task.can_start"     // the last one that it waited for has ended (W12)
	codeDateToAgree = "task.date_to_agree" // their word to the date is missing (W8)
	codeHandedToYou = "task.handed_to_you" // they own it now, and it is on their list
	codeStillNeeded = "task.still_needed"  // Cairn asks the asker (W9)
	codeStillUrgent = "task.still_urgent"  // Cairn asks owner and asker (W3)
	codeTalk        = "task.talk"          // Cairn proposes a talk to the two (C7)
	codeLetGo       = "task.let_go"        // its owner let it go, since nobody answered
)

// wordsOf is who hears of a change of a task, and in which section.
func wordsOf(e event) []notify.Word {
	w := words{event: e}
	t, was := e.now, e.was
	owner, asker := t.OwnerID, t.AskedByID
	w.quietened()
	switch e.verb {
	case verbUnanswered:
		silence, _ := e.data.(unansweredData)
		w.add(asker, e.verb, notify.ToDecide, notify.Data{ToDate: t.DueDate})
		w.add(owner, e.verb, notify.Changed, notify.Data{ToDate: t.DueDate})
		w.add(silence.ManagerID, e.verb, notify.Changed, notify.Data{PersonID: owner, ToDate: t.DueDate})
	case verbKept, verbKeptUrgent:
		w.both(e.verb, notify.GoodToKnow, notify.Data{})
	case verbUnkept:
		w.unkept()
	case verbNeedAsked:
		w.over(asker, codeStillNeeded, notify.NoLongerNeeded) // the same question, by a person
		w.add(asker, e.verb, notify.ToDecide, notify.Data{})
	case verbRepeats, verbRepeatEnds:
		w.add(owner, e.verb, notify.Changed, notify.Data{})
	case verbRecurred:
		w.add(owner, codeGiven, notify.GoodToKnow, notify.Data{OnList: true, ToDate: t.DueDate})
	case verbTalked:
		w.both(e.verb, notify.Changed, notify.Data{CommentID: commentIn(e.data)})
		if was.Talk != nil {
			w.add(was.Talk.WithID, e.verb, notify.Changed, notify.Data{CommentID: commentIn(e.data)})
		}
	case verbMayLetGo:
		w.add(owner, e.verb, notify.Changed, notify.Data{PersonID: asker})
	case "task.created":
		w.arrived(owner, codeGiven)
		w.mentioned(t.mentionIDs)
	case "task.imported":
		word := w.add(owner, e.verb, notify.GoodToKnow, notify.Data{})
		word.Deliberate, word.Thread = false, "imported:"+e.actor
	case "task.accepted":
		w.over(owner, codeArrived, notify.Elsewhere)
		w.over(asker, codeQuestion, notify.NoLongerNeeded)
		w.add(asker, e.verb, notify.GoodToKnow, notify.Data{})
	case "task.declined":
		w.over(owner, codeArrived, notify.Elsewhere)
		w.over(asker, codeQuestion, notify.NoLongerNeeded)
		w.add(asker, e.verb, notify.Changed, notify.Data{CommentID: commentIn(e.data)})
		w.canStart()
	case verbUndecided:
		w.over(asker, "task.accepted", notify.NoLongerNeeded)
		w.over(asker, "task.declined", notify.NoLongerNeeded)
		w.over(owner, codeArrived, notify.Again)
	case "task.started":
		w.add(asker, e.verb, notify.GoodToKnow, notify.Data{})
	case "task.blocked", "task.waiting_changed":
		if e.verb == "task.blocked" {
			w.add(asker, e.verb, notify.Changed, notify.Data{})
		}
		w.waits(was.WaitingFor.person(), t.WaitingFor.person())
		w.waitedFor(was.WaitingFor.taskIDs())
	case "task.unblocked":
		w.waits(was.WaitingFor.person(), "")
		w.add(asker, e.verb, notify.GoodToKnow, notify.Data{})
	case "task.completed":
		w.ended(notify.Elsewhere)
		late, _ := e.data.(doneData)
		w.add(asker, e.verb, notify.Changed, notify.Data{Late: late.Late})
		w.canStart()
	case "task.answered": // its asker is told what the request comes to, once
		w.ended(notify.Elsewhere)
		w.canStart()
	case "task.canceled":
		w.ended(notify.NoLongerNeeded)
		code := e.verb
		if end, _ := e.data.(cancelData); end.LetGo {
			code = codeLetGo
			w.over(owner, verbMayLetGo, notify.Elsewhere)
		}
		w.both(code, notify.Changed, notify.Data{Reason: string(*t.CancelReason)})
		w.canStart()
	case "task.outcome_told":
		w.add(asker, e.verb, notify.GoodToKnow, notify.Data{})
	case "task.reopened":
		if t.LetGoAt != nil {
			w.over(owner, verbMayLetGo, notify.Again)
		}
		if t.Status == Triage {
			w.arrived(owner, e.verb)
		} else {
			w.add(owner, e.verb, notify.Changed, notify.Data{})
		}
		w.add(asker, e.verb, notify.Changed, notify.Data{})
	case "task.moved":
		w.add(owner, e.verb, notify.Changed, w.moved())
	case "task.stepped_down":
		w.add(owner, e.verb, notify.Changed, w.moved())
	case "task.put_back":
		if was.Moved != nil {
			w.add(was.Moved.ByID, e.verb, notify.Changed, w.moved())
		}
	case "task.due_moved":
		w.dateMoved()
	case "task.date_agreed":
		agreed, _ := e.data.(dateAgreed)
		reason := ""
		if agreed.Silent {
			w.over(asker, codeDateToAgree, notify.Elsewhere)
			reason = "silence"
		}
		w.over(e.actor, codeDateToAgree, notify.Elsewhere)
		w.both(e.verb, notify.GoodToKnow, notify.Data{ToDate: t.DueDate, Reason: reason})
	case "task.described":
		fields, _ := e.data.(describedData)
		w.add(owner, e.verb, notify.Changed, notify.Data{Fields: fields.Fields})
		if slices.Contains(fields.Fields, "title") || slices.Contains(fields.Fields, "body") {
			w.add(asker, e.verb, notify.GoodToKnow, notify.Data{Fields: fields.Fields})
		}
	case "task.handed_over", "task.handed_up":
		w.over(was.OwnerID, "", notify.NoLongerNeeded)
		w.waits(was.WaitingFor.person(), "")
		w.arrived(owner, codeHandedToYou)
		w.add(was.OwnerID, e.verb, notify.Changed, notify.Data{PersonID: owner})
		w.add(asker, e.verb, notify.Changed, notify.Data{PersonID: owner})
	case "task.hidden", "task.revealed":
		w.both(e.verb, notify.Changed, notify.Data{})
	case "task.commented":
		w.commented()
	case "task.asked":
		question, _ := e.data.(askedData)
		w.add(asker, codeQuestion, notify.ToDecide, notify.Data{CommentID: question.CommentID})
	case "task.answer_proposed": // somebody says that it was answered elsewhere; the owner confirms it
		w.add(owner, e.verb, notify.ToDecide, notify.Data{})
	case "task.snoozed":
		w.add(asker, e.verb, notify.GoodToKnow, notify.Data{})
	case verbProposed, verbCountered, "task.proposal_accepted", "task.proposal_declined", verbProposalWithdrawn, "task.proposal_settled":
		w.proposal()
	}
	w.stateTold()
	return w.list
}

// words are a list of them under way. Each person is told once of one change.
type words struct {
	event

	list []notify.Word
}

// add tells one person of the change, unless they did it or are told already.
func (w *words) add(to, code string, section notify.Section, data notify.Data) *notify.Word {
	told := slices.ContainsFunc(w.list, func(other notify.Word) bool { return other.To == to && other.Over == "" })
	if to == "" || to == w.actor || told {
		return &notify.Word{}
	}
	w.list = append(w.list, notify.Word{
		To: to, Code: code, Section: section, Kind: authz.KindTask, ObjectID: w.now.ID, Data: data, Deliberate: w.actor != "",
	})
	return &w.list[len(w.list)-1]
}

// both tells owner and asker.
func (w *words) both(code string, section notify.Section, data notify.Data) {
	w.add(w.now.OwnerID, code, section, data)
	w.add(w.now.AskedByID, code, section, data)
}

// over ends what somebody was to decide about this task.
func (w *words) over(to, code string, how notify.Settled) {
	if to != "" {
		w.list = append(w.list, notify.Word{To: to, Code: code, Kind: authz.KindTask, ObjectID: w.now.ID, Over: how})
	}
}

// ended ends whatever was to be decided about a task that is closed.
func (w *words) ended(how notify.Settled) {
	if w.now.forAnother() || w.actor != w.now.OwnerID {
		w.over(w.now.OwnerID, "", how)
		w.over(w.now.AskedByID, "", how)
	}
	w.waits(w.was.WaitingFor.person(), "")
}

// stateTold ends the question how it stands: whatever the owner does to the task,
// or says about it, is their word.
func (w *words) stateTold() {
	if w.now.Request != nil && w.actor == w.now.OwnerID && w.verb != "task.snoozed" && w.verb != verbUndecided {
		w.over(w.actor, notify.StateAsked, notify.Elsewhere)
	}
}

// arrived tells the owner of a task that is theirs now: to decide in triage, or
// on the list already.
func (w *words) arrived(owner, onList string) {
	if w.now.Status != Triage {
		w.add(owner, onList, notify.Changed, notify.Data{OnList: true})
		return
	}
	// Silence has its date too (W4).
	by := w.now.DueAt
	if silent := w.now.UnansweredAt; silent != nil && (by == nil || silent.Before(*by)) {
		by = silent
	}
	w.add(owner, codeArrived, notify.ToDecide, notify.Data{ToDate: w.now.DueDate}).DecideBy = by
}

func (w *words) mentioned(ids []string) {
	for _, id := range ids {
		w.add(id, codeMentioned, notify.GoodToKnow, notify.Data{})
	}
}

// moved is the data of a move on somebody's list.
func (w *words) moved() notify.Data {
	data := notify.Data{From: string(w.was.Level), To: string(w.now.Level)}
	if move, ok := w.data.(moveData); ok {
		data.TaskID = move.ForID
	}
	data.ByManager = w.actor != w.now.OwnerID
	return data
}

// waits tells whom a task waits for, and no longer whom it waited for.
func (w *words) waits(before, after string) {
	if before == after {
		return
	}
	w.over(before, codeWaitsForYou, notify.NoLongerNeeded)
	if after != "" {
		w.add(after, codeWaitsForYou, notify.ToDecide, notify.Data{}).DecideBy = w.now.DueAt
	}
}

// waitedFor tells the owners of the tasks that this one waits for now. The word is
// about their own task: this one they may not be able to read.
func (w *words) waitedFor(before []string) {
	for _, n := range w.near {
		told := func(other notify.Word) bool { return other.To == n.ownerID && other.ObjectID == w.now.ID }
		if n.waits || slices.Contains(before, n.id) || n.ownerID == w.now.OwnerID || n.ownerID == w.actor || slices.ContainsFunc(w.list, told) {
			continue
		}
		w.list = append(w.list, notify.Word{
			To: n.ownerID, Code: codeWaitedFor, Section: notify.Changed, Kind: authz.KindTask, ObjectID: n.id,
			Data: notify.Data{TaskID: w.now.ID}, Deliberate: true,
		})
	}
}

// canStart tells the owners of the tasks that waited for this one alone (W12).
// That is told besides whatever else they hear.
func (w *words) canStart() {
	for _, n := range w.near {
		if n.waits && n.left == 0 && n.ownerID != w.actor {
			w.list = append(w.list, notify.Word{
				To: n.ownerID, Code: codeCanStart, Section: notify.Changed, Kind: authz.KindTask, ObjectID: n.id,
				Data: notify.Data{TaskID: w.now.ID},
			})
		}
	}
}

// dateMoved tells owner and asker of another date; whose word to it is missing, to
// decide.
func (w *words) dateMoved() {
	t := w.now
	data := notify.Data{FromDate: w.was.DueDate, ToDate: t.DueDate}
	if moved, ok := w.data.(*dueMoved); ok && moved != nil {
		data.Reason, data.Late = string(moved.Reason), moved.Passed
	}
	for _, person := range []string{t.OwnerID, t.AskedByID} {
		w.over(person, codeDateToAgree, notify.NoLongerNeeded) // the date before this one
		if t.AgreeByID != nil && *t.AgreeByID == person {
			w.add(person, codeDateToAgree, notify.ToDecide, data)
		} else {
			w.add(person, w.verb, notify.Changed, data)
		}
	}
}

// commented tells those whom the comment names, owner and asker, and whoever was
// brought to the task before or is waited for.
func (w *words) commented() {
	comment, _ := w.data.(commentRef)
	if comment.Answers {
		w.over(w.actor, codeQuestion, notify.Elsewhere)
	}
	data := notify.Data{CommentID: comment.CommentID}
	for _, id := range comment.MentionIDs {
		w.add(id, codeMentioned, notify.Changed, data)
	}
	w.both(w.verb, notify.Changed, data)
	for _, id := range append(slices.Clip(w.now.mentionIDs), w.now.WaitingFor.person()) {
		w.add(id, w.verb, notify.GoodToKnow, data)
	}
}

func commentIn(data any) string {
	comment, _ := data.(commentRef)
	return comment.CommentID
}

func (w *WaitingFor) person() string {
	if w == nil || w.PersonID == nil {
		return ""
	}
	return *w.PersonID
}
