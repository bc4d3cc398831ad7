package work

import (
	"slices"
	"time"

	"cairn/internal/authz"
	"cairn/internal/worktime"
)

// Status is where a task stands (W1).
type Status string

// The statuses of a task.
const (
	Triage     Status = "triage"
	Todo       Status = "todo"
	InProgress Status = "in_progress"
	Blocked    Status = "blocked"
	Done       Status = "done"
	Canceled   Status = "canceled"
)

// Closed reports whether the task is done or canceled.
func (s Status) Closed() bool { return s == Done || s == Canceled }

// Level is a priority level.
type Level string

// The priority levels, most pressing first.
const (
	Urgent Level = "urgent"
	High   Level = "high"
	Medium Level = "medium"
	Low    Level = "low"
)

// levels is the order of the priority levels; their numbers in the database
// count from 1.
func levels() [4]Level { return [4]Level{Urgent, High, Medium, Low} }

// order is the level's number in the database; 0 for what is not a level.
func (l Level) order() int {
	for i, level := range levels() {
		if level == l {
			return i + 1
		}
	}
	return 0
}

// Valid reports whether there is such a level.
func (l Level) Valid() bool { return l.order() > 0 }

// hasSlots reports whether a level may have slots: the workspace says how many.
func (l Level) hasSlots() bool { return l == Urgent || l == High }

func levelOf(order int) Level { return levels()[order-1] }

// CancelReason is why a task was canceled.
type CancelReason string

// The reasons of canceled tasks.
const (
	NoLongerNeeded CancelReason = "no_longer_needed"
	Duplicate      CancelReason = "duplicate"
	Declined       CancelReason = "declined"
	Withdrawn      CancelReason = "withdrawn"
)

// DueReason is why a due date was moved (W8).
type DueReason string

// The reasons for moving a due date.
const (
	Scope         DueReason = "scope"
	Slip          DueReason = "slip"
	Waiting       DueReason = "waiting"
	Reprioritized DueReason = "reprioritized"
)

// Task is a piece of work. Its JSON is the API's.
type Task struct {
	ID            string              `json:"id"`
	Title         string              `json:"title"`
	Body          string              `json:"body" doc:"Markdown"`
	BodyVersion   int64               `json:"body_version" doc:"Names the text that an edit saw"`
	OwnerID       string              `json:"owner_id"`
	AskedByID     string              `json:"asked_by_id"`
	Status        Status              `json:"status" enum:"triage,todo,in_progress,blocked,done,canceled"`
	Level         Level               `json:"level" enum:"urgent,high,medium,low"`
	Rank          *string             `json:"rank" doc:"Orders tasks of one level, by bytes; none in triage and when closed"`
	DueDate       *worktime.Date      `json:"due_date"`
	DueTime       *worktime.TimeOfDay `json:"due_time"`
	DueZone       *string             `json:"due_zone" doc:"Set: the instant is fixed; else it follows the owner"`
	DueAt         *time.Time          `json:"due_at"`
	OverdueAt     *time.Time          `json:"overdue_at" doc:"The owner's first working minute after due_at"`
	DueReason     *DueReason          `json:"due_reason" enum:"scope,slip,waiting,reprioritized"`
	AgreedDueDate *worktime.Date      `json:"agreed_due_date"`
	AgreeByID     *string             `json:"agree_by_id" doc:"Whose word to the date, or to its removal, is still missing; null: nobody's"`
	Labels        []string            `json:"labels"`
	Checklist     []ChecklistItem     `json:"checklist"`
	WaitingFor    *WaitingFor         `json:"waiting_for"`
	Outcome       *Outcome            `json:"outcome"`
	CancelReason  *CancelReason       `json:"cancel_reason" enum:"no_longer_needed,duplicate,declined,withdrawn"`
	Confidential  bool                `json:"confidential"`
	SourceURL     *string             `json:"source_url"`
	SourceKey     *string             `json:"source_key" doc:"Whence the task came: a later import finds it by this"`
	Request       *Asked              `json:"request" doc:"What the request asks that it is a part of"`
	Moved         *Moved              `json:"moved" doc:"A manager's move that the owner can put back"`
	CommentCount  int                 `json:"comment_count"`
	Revision      int64               `json:"revision"`
	CreatedAt     time.Time           `json:"created_at"`
	UpdatedAt     time.Time           `json:"updated_at"`
	StartedAt     *time.Time          `json:"started_at"`
	DoneAt        *time.Time          `json:"done_at"`
	UnansweredAt  *time.Time          `json:"unanswered_at" doc:"In triage: from when the owner's silence is told (W4); null while another has to answer"`
	SnoozedUntil  *worktime.Date      `json:"snoozed_until" doc:"In triage: the working day to which its owner has put it off"`
	SnoozeEndsAt  *time.Time          `json:"snooze_ends_at" doc:"When that day begins"`
	Question      *Question           `json:"question" doc:"The owner's, which the asker has not answered"`
	Proposal      *Proposal           `json:"proposal" doc:"The offer of another date or level that is open"`
	DuplicateOfID *string             `json:"duplicate_of_id" doc:"The task that stays; null also where you can't read it"`

	NeededAt *time.Time `json:"needed_at" doc:"When its asker last said or did something about it; null for one's own, and when closed (W9)"`
	DoubtAt  *time.Time `json:"doubt_at" doc:"From when on that is too long ago: ask before starting; null: it is not"`
	LetGoAt  *time.Time `json:"let_go_at" doc:"From when on its owner may let it go, since nobody said whether it is still needed; null: not yet"`
	Talk     *Talk      `json:"talk" doc:"Why a short talk is proposed (C7)"`
	Repeat   *Repeat    `json:"repeat" doc:"By which rule it comes again (W11)"`

	ownerAgrees bool // to the due date (W8)
	askerAgrees bool
	triageAt    *time.Time // since when it is up to the owner to decide
	mentionIDs  []string
	answer      *Answer // to the request; or, of an open task, the one its asker proposes

	unansweredTold bool       // its silence was told (W4)
	promisedAt     *time.Time // when the last date agreed before it passed turns overdue (W8)
	touchedAt      *time.Time // by its owner or asker
	keeps          int        // how often its asker said that it is still needed (W9)
	urgentAt       *time.Time // since when it is urgent, as last confirmed (W3)
	wakeAt         *time.Time // when the clock has something to do with it, at the earliest
}

// ChecklistItem is a subtask within a task (W12).
type ChecklistItem struct {
	ID   string `json:"id"`
	Text string `json:"text"`
	Done bool   `json:"done"`
}

// WaitingFor is what or whom a blocked task waits for.
type WaitingFor struct {
	_ struct{} `nullable:"true"`

	Text     string   `json:"text"`
	PersonID *string  `json:"person_id"`
	TaskIDs  []string `json:"task_ids"`
}

func (w *WaitingFor) taskIDs() []string {
	if w == nil {
		return nil
	}
	return w.TaskIDs
}

// Outcome is what came of a done task (W13).
type Outcome struct {
	_ struct{} `nullable:"true"`

	Text    string `json:"text"`
	URL     string `json:"url"`
	Skipped bool   `json:"skipped" doc:"It was asked for and left out"`
}

// Moved is a manager's move of a report's task (W15).
type Moved struct {
	_ struct{} `nullable:"true"`

	ByID    string    `json:"by_id"`
	Reason  string    `json:"reason"`
	At      time.Time `json:"at"`
	Level   Level     `json:"level" doc:"Where it was before"`
	AfterID *string   `json:"after_id" doc:"The task it stood after; none: it stood first"`
	PutBack bool      `json:"put_back" doc:"The owner put it back; it stands until the two agree"`
}

// accepted reports whether the owner has taken the task on.
func (t *Task) accepted() bool { return t.Status != Triage }

// holdsSlot reports whether the task takes one of its level's places (W3).
func (t *Task) holdsSlot() bool { return t.Status == Todo || t.Status == InProgress }

// forAnother reports whether somebody else asked the owner for it.
func (t *Task) forAnother() bool { return t.AskedByID != t.OwnerID }

// Overdue reports whether the task is overdue at an instant (W7).
func (t *Task) Overdue(now time.Time) bool {
	return !t.Status.Closed() && t.OverdueAt != nil && !now.Before(*t.OverdueAt)
}

// scopes are where the task is seen: all of "who sees what" about tasks. The
// people mentioned read it too, and whom it waits for, as long as it does; except
// while it is confidential.
func (t *Task) scopes() []authz.Scope {
	if t.Confidential {
		return []authz.Scope{authz.Confidential(t.OwnerID), authz.Person(t.AskedByID)}
	}
	scopes := []authz.Scope{authz.Worklist(t.OwnerID), authz.Person(t.AskedByID)}
	if t.Request != nil {
		// One scope for all tasks of the request: its asker follows them while they
		// look at the answers, not all the time.
		scopes[1] = authz.Answers(t.Request.ID)
	}
	for _, id := range t.mentionIDs {
		scopes = append(scopes, authz.Person(id))
	}
	if id := t.WaitingFor.person(); id != "" && !slices.Contains(scopes, authz.Person(id)) {
		scopes = append(scopes, authz.Person(id))
	}
	return scopes
}
