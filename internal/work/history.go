package work

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"cairn/internal/authz"
	"cairn/internal/db"
	"cairn/internal/recur"
	"cairn/internal/worktime"
)

// Event is one thing that happened to a task: as a sentence, and as the codes
// it is made of.
type Event struct {
	Revision int64           `json:"revision"`
	On       worktime.Date   `json:"on" doc:"The day, in the reader's zone"`
	At       *time.Time      `json:"at" doc:"Of one's own acts only"`
	ActorID  string          `json:"actor_id"`
	Verb     string          `json:"verb"`
	Sentence string          `json:"sentence"`
	Data     json.RawMessage `json:"data"`
}

// eventData is what any of the activity entries of a task may hold.
type eventData struct {
	OwnerID string   `json:"owner_id"`
	Triage  bool     `json:"triage"`
	Level   Level    `json:"level"`
	Due     *Due     `json:"due"`
	From    any      `json:"from"`
	To      any      `json:"to"`
	FromID  string   `json:"from_id"`
	ToID    string   `json:"to_id"`
	ByID    string   `json:"by_id"`
	Reason  string   `json:"reason"`
	Passed  bool     `json:"passed"`
	Late    bool     `json:"late"`
	Fields  []string `json:"fields"`
	Person  *string  `json:"person_id"`

	MentionIDs []string `json:"mention_ids"`

	Answers    bool           `json:"answers"`
	ProposedBy string         `json:"proposed_by_id"`
	FromDue    *Due           `json:"from_due"`
	FromLevel  Level          `json:"from_level"`
	Taken      bool           `json:"taken"`
	Why        string         `json:"why"`
	Until      *worktime.Date `json:"until"`
	Silent     bool           `json:"silent"`
	LetGo      bool           `json:"let_go"`
	Rule       string         `json:"rule"`
}

// History tells what happened to a task, oldest first.
func (s *Service) History(ctx context.Context, actor authz.Actor, taskID string) ([]Event, error) {
	task, err := readTask(ctx, s.db, actor.PersonID, taskID)
	if err != nil {
		return nil, err
	}
	zone, err := s.zone(ctx, actor.PersonID)
	if err != nil {
		return nil, err
	}
	events, err := db.All(ctx, s.db, func(row db.Row) (Event, error) {
		var event Event
		var at int64
		var data db.JSON[json.RawMessage]
		err := row.Scan(&event.Revision, &at, &event.ActorID, &event.Verb, &data)
		event.Data = data.V
		event.On, event.At = toldAs(actor.PersonID, event.ActorID, zone, at)
		return event, err
	}, `SELECT revision, at, actor_id, verb, data FROM activity WHERE object_id = $1 AND kind = 'task' AND verb NOT IN ($2, $3, $4) ORDER BY revision`, taskID, verbRespaced, verbRetimed, verbDoubted)
	if err != nil {
		return nil, err
	}
	if err := eventsAsSeenBy(ctx, s.db, actor.PersonID, events); err != nil {
		return nil, err
	}
	names := namer{ctx: ctx, s: s, known: map[string]string{}}
	for i := range events {
		var data eventData
		if events[i].Data != nil {
			if err := json.Unmarshal(events[i].Data, &data); err != nil {
				return nil, fmt.Errorf("activity %d: %w", events[i].Revision, err)
			}
		}
		events[i].Sentence = names.sentence(events[i], data, &task)
		if events[i].Verb == verbKept || events[i].Verb == verbKeptUrgent {
			events[i].Data = nil // the instants of others' acts, to take it back with (N7)
		}
	}
	return events, nil
}

// namer gives the names of people, each looked up once.
type namer struct {
	ctx   context.Context //nolint:containedctx // lives for one History call
	s     *Service
	known map[string]string
}

func (n namer) name(id string) string {
	if id == "" {
		return "Cairn"
	}
	if name, ok := n.known[id]; ok {
		return name
	}
	name := "somebody"
	if brief, err := n.s.people.Brief(n.ctx, n.s.db, id); err == nil {
		name = brief.Name
	}
	n.known[id] = name
	return name
}

// sentence says in plain words what happened.
func (n namer) sentence(e Event, d eventData, t *Task) string {
	who := n.name(e.ActorID)
	switch e.Verb {
	case "task.created", "task.imported":
		return n.created(e, d, who)
	case "task.accepted":
		return who + " accepted it"
	case "task.declined":
		return who + " declined it"
	case verbUndecided:
		return who + " took that back, and decides again"
	case "task.started":
		return who + " started"
	case "task.stopped":
		return who + " put it back on the list"
	case "task.blocked", "task.waiting_changed":
		if d.Person != nil {
			return who + " is waiting for " + n.name(*d.Person)
		}
		return who + " is waiting for something else first"
	case "task.unblocked":
		return who + " is no longer waiting" + changedLevel(d)
	case "task.completed":
		if d.Late {
			return who + " finished it, after it was due"
		}
		return who + " finished it"
	case "task.answered":
		if d.Late {
			return who + " answered, after it was due"
		}
		return who + " answered"
	case "task.answer_proposed":
		return who + " says that it was answered elsewhere"
	case "task.outcome_told":
		return who + " said what came of it"
	case "task.canceled":
		if d.LetGo {
			return who + " let it go, since nobody had said that it is still needed"
		}
		return who + canceled(CancelReason(d.Reason))
	case "task.reopened":
		if d.Triage {
			return who + " asked for it again"
		}
		return who + " took it up again"
	case "task.moved":
		if d.From == d.To {
			return who + " moved it on the list"
		}
		return fmt.Sprintf("%s moved it from %v to %v", who, d.From, d.To)
	case "task.stepped_down":
		return fmt.Sprintf("It stepped down from %v to %v to make room", d.From, d.To)
	case "task.put_back":
		return who + " put it back after " + n.name(d.ByID) + "'s move"
	case "task.due_moved":
		return who + dueSentence(d) + n.asProposed(d)
	case "task.date_agreed":
		if d.Silent {
			return n.name(t.AskedByID) + " was told of the date and said nothing against it for two working days, so it is agreed"
		}
		return who + " agreed to the date"
	case verbUnanswered:
		return n.name(t.OwnerID) + " had not answered by then"
	case verbKept:
		return who + " said that it is still needed"
	case verbUnkept:
		return who + " took that back"
	case verbNeedAsked:
		return who + " asked whether it is still needed"
	case verbMayLetGo:
		return n.name(t.AskedByID) + " did not say whether it is still needed, so " + n.name(t.OwnerID) + " may let it go"
	case verbRepeats:
		return who + " had it repeat: " + ruleWords(d.Rule)
	case verbRepeatEnds:
		return who + " ended its repeating"
	case verbCameRound:
		return "Its time came round again while it was open"
	case verbRecurred:
		more := ""
		if d.Due != nil && d.Due.Date != nil {
			more = ", due " + dueWords(d.Due)
		}
		return "It came again, since the one before was closed" + more
	case "task.talk_proposed":
		return "A talk with " + n.name(deref(d.Person)) + " was proposed: no working hours in common"
	case verbTalked:
		return who + " wrote down what came of the talk"
	case verbNoTalk:
		return who + " said that no talk is needed"
	case verbKeptUrgent:
		return who + " said that it is still urgent"
	case "task.due_recomputed":
		return "The due time followed a change of " + n.name(t.OwnerID) + "'s hours or zone"
	case "task.described":
		return who + " changed the " + strings.ReplaceAll(strings.Join(d.Fields, " and the "), "_", " ")
	case "task.handed_over":
		return who + " handed it from " + n.name(d.FromID) + " to " + n.name(d.ToID)
	case "task.handed_up":
		return "It went from " + n.name(d.FromID) + ", who left, to " + n.name(d.ToID)
	case "task.hidden":
		return who + " made it confidential"
	case "task.revealed":
		return who + " lifted its confidentiality"
	case verbProposed, verbCountered, "task.proposal_accepted", "task.proposal_declined", verbProposalWithdrawn, "task.proposal_settled":
		return n.proposed(e.Verb, d, who)
	case "task.asked":
		return who + " asked " + n.name(d.ToID) + " a question"
	case "task.snoozed":
		if d.Until == nil {
			return who + " put it off"
		}
		return who + " put it off until " + dueWords(&Due{Date: d.Until})
	case "task.unsnoozed":
		return who + " took it up again before that"
	case "task.commented":
		if d.Answers {
			return who + " answered the question"
		}
		return who + " wrote a comment"
	case "task.comment_deleted":
		return who + " deleted a comment"
	default:
		return who + " changed it"
	}
}

func (n namer) created(e Event, d eventData, who string) string {
	more := ""
	if d.Due != nil && d.Due.Date != nil {
		more = ", due " + dueWords(d.Due)
	}
	if len(d.MentionIDs) > 0 {
		names := make([]string, len(d.MentionIDs))
		for i, id := range d.MentionIDs {
			names[i] = n.name(id)
		}
		more += ", and mentioned " + strings.Join(names, ", ")
	}
	owner := n.name(d.OwnerID)
	switch {
	case e.Verb == "task.imported":
		return who + " imported it onto " + owner + "'s list" + more
	case d.Triage:
		return who + " asked " + owner + " for it" + more
	case d.OwnerID == e.ActorID:
		return who + " put it on their list" + more
	default:
		return who + " put it on " + owner + "'s list" + more
	}
}

func ruleWords(text string) string {
	rule, err := recur.Parse("rule", text)
	if err != nil {
		return text
	}
	return rule.Words()
}

func deref(id *string) string {
	if id == nil {
		return ""
	}
	return *id
}

func canceled(reason CancelReason) string {
	switch reason {
	case Duplicate:
		return " closed it as a duplicate"
	case Withdrawn:
		return " withdrew it"
	case NoLongerNeeded, Declined:
	}
	return " said it is no longer needed"
}

func changedLevel(d eventData) string {
	if d.From == d.To {
		return ""
	}
	return fmt.Sprintf("; %v was full, so it stands first in %v", d.From, d.To)
}

// dueSentence tells a moved date as rule W8 wants it told.
func dueSentence(d eventData) string {
	from, to := parseDue(d.From), parseDue(d.To)
	var words string
	switch {
	case from == nil && to == nil:
		return " changed the date"
	case from == nil:
		return " set the date to " + dueWords(to)
	case to == nil:
		words = " removed the date " + dueWords(from)
	default:
		words = " moved the date from " + dueWords(from) + " to " + dueWords(to)
	}
	if d.Reason != "" {
		words += " (" + d.Reason + ")"
	}
	if d.Passed {
		return words + ", after it had passed"
	}
	return words + ", before it had passed"
}

func parseDue(value any) *Due {
	text, err := json.Marshal(value)
	if err != nil || value == nil {
		return nil
	}
	var due Due
	if err := json.Unmarshal(text, &due); err != nil || due.Date == nil {
		return nil
	}
	return &due
}

func dueWords(d *Due) string {
	year, month, day := d.Date.Civil()
	words := time.Date(year, month, day, 0, 0, 0, 0, time.UTC).Format("Mon 2 Jan 2006")
	if d.Time != nil {
		words += ", " + d.Time.String()
	}
	if d.Zone != nil {
		words += " " + *d.Zone
	}
	return words
}
