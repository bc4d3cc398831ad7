package work

import (
	"context"
	"time"

	"cairn/internal/authz"
	"cairn/internal/notify"
)

// What the silence of owner and asker comes to (W4, W8).

// agreeDays are the asker's working days after which silence agrees to a date
// that the owner moved, counted from when they were told (W8).
const agreeDays = 2

// silenceAgrees reports whether only the asker's word to the date is missing.
func (t *Task) silenceAgrees() bool {
	return t.AgreeByID != nil && *t.AgreeByID == t.AskedByID
}

// agreeBySilence makes a date that the owner moved an agreed one, once the asker
// has been told of it and has said nothing for two working days.
func (c *change) agreeBySilence(ctx context.Context) (*happening, *time.Time, error) {
	t := c.task
	if !t.silenceAgrees() {
		return nil, nil, nil
	}
	told, ok, err := notify.ToldAt(ctx, c.tx, t.AskedByID, notify.ThreadOf(authz.KindTask, t.ID), codeDateToAgree)
	if err != nil {
		return nil, nil, err
	}
	if !ok {
		told = *c.now() // at the earliest
	}
	at, err := c.askersDays(ctx, told, agreeDays)
	if err != nil || at == nil || !ok || at.After(*c.now()) {
		return nil, at, err
	}
	t.askerAgrees = true
	c.agree()
	return &happening{"task.date_agreed", dateAgreed{To: dueOf(t), Silent: true}}, nil, nil
}

// dateAgreed is the activity data of a date that is agreed.
type dateAgreed struct {
	From *Due `json:"from"`
	To   *Due `json:"to"`

	Silent bool `json:"silent,omitempty"` // nobody said a word against it
}

// promise notes until when the task is on time: by the last date agreed before it
// passed (W8). One agreed on later comes too late for that.
func (t *Task) promise(now time.Time) {
	if t.promisedAt != nil && !now.Before(*t.promisedAt) {
		return
	}
	t.promisedAt = nil
	if t.OverdueAt != nil && now.Before(*t.OverdueAt) {
		t.promisedAt = t.OverdueAt
	}
}

// late reports whether a task that is done now comes after the date that was
// agreed; where nobody agreed on one, after it was due.
func (t *Task) late(now time.Time) bool {
	if t.forAnother() && t.promisedAt != nil {
		return !now.Before(*t.promisedAt)
	}
	return t.Overdue(now)
}

// tellUnanswered tells owner, manager and asker, once, that the owner has been
// silent about a task in triage (W4).
func (c *change) tellUnanswered(ctx context.Context) (*happening, *time.Time, error) {
	t := c.task
	if t.unansweredTold || t.UnansweredAt == nil {
		return nil, nil, nil
	}
	if !t.Unanswered(*c.now()) {
		return nil, t.UnansweredAt, nil
	}
	owner, err := c.s.people.Brief(ctx, c.tx, t.OwnerID)
	if err != nil {
		return nil, nil, err
	}
	t.unansweredTold = true
	return &happening{verbUnanswered, unansweredData{ManagerID: owner.ManagerID}}, nil, nil
}

// unansweredData is the activity data of silence that is told.
type unansweredData struct {
	ManagerID string `json:"manager_id,omitempty"`
}

// quietened ends what silence had brought up, once somebody has spoken.
func (w *words) quietened() {
	t, was := w.now, w.was
	if was.unansweredTold && !t.unansweredTold {
		w.over(t.AskedByID, verbUnanswered, notify.Elsewhere)
	}
	if was.DoubtAt != nil && t.DoubtAt == nil {
		w.over(t.AskedByID, codeStillNeeded, notify.Elsewhere)
	}
	if was.NeededAt != nil && t.NeededAt != nil && t.NeededAt.After(*was.NeededAt) {
		w.over(t.AskedByID, verbNeedAsked, notify.Elsewhere)
	}
	if was.urgentAt != nil && (t.urgentAt == nil || t.urgentAt.After(*was.urgentAt)) {
		w.over(t.OwnerID, codeStillUrgent, notify.Elsewhere)
		w.over(t.AskedByID, codeStillUrgent, notify.Elsewhere)
	}
	if was.Talk != nil && t.Talk == nil {
		w.over(t.OwnerID, codeTalk, notify.Elsewhere)
		w.over(was.Talk.WithID, codeTalk, notify.Elsewhere)
	}
}

// unkept asks anew what was answered by the word that is taken back, and ends what
// the other was told of it.
func (w *words) unkept() {
	owner, asker := w.now.OwnerID, w.now.AskedByID
	for _, person := range distinctOf(owner, asker) {
		w.over(person, verbKept, notify.NoLongerNeeded)
		w.over(person, verbKeptUrgent, notify.NoLongerNeeded)
	}
	if since := w.now.NeededAt; since != nil && w.was.NeededAt.After(*since) {
		w.again(asker, codeStillNeeded, *since)
		w.again(asker, verbNeedAsked, *since)
	}
	if since := w.now.urgentAt; since != nil && w.was.urgentAt.After(*since) {
		for _, person := range distinctOf(owner, asker) {
			w.again(person, codeStillUrgent, *since)
		}
	}
}

// again takes back the end of what somebody was asked since an instant.
func (w *words) again(to, code string, since time.Time) {
	w.over(to, code, notify.Again)
	w.list[len(w.list)-1].Since = since
}
