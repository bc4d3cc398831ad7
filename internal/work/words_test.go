package work

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"cairn/internal/notify"
)

// told are words as "to:code section", and "to!code how" for what is over.
func toldTo(words []notify.Word) string {
	lines := make([]string, len(words))
	for i, w := range words {
		if w.Over != "" {
			lines[i] = fmt.Sprintf("%s!%s %s", w.To, w.Code, w.Over)
			continue
		}
		lines[i] = fmt.Sprintf("%s:%s %s", w.To, strings.TrimPrefix(w.Code, "task."), w.Section)
		if w.ObjectID != "t" {
			lines[i] += " of " + w.ObjectID
		}
	}
	slices.Sort(lines)
	return strings.Join(lines, ", ")
}

// Who hears of what: Max asked Ana for a task, Ben is her manager.
func TestN1_WhoHearsOfWhat(t *testing.T) {
	ana, ben, asker := "ana", "ben", "max"
	task := func(change func(*Task)) *Task {
		t := &Task{ID: "t", OwnerID: ana, AskedByID: asker, Status: Todo, Level: Medium, DueDate: date("2026-12-01")}
		if change != nil {
			change(t)
		}
		return t
	}
	in := func(status Status) func(*Task) { return func(t *Task) { t.Status = status } }
	declined := func(t *Task) { r := Withdrawn; t.Status, t.CancelReason = Canceled, &r }
	own := func(t *Task) { t.AskedByID = ana }
	forKai := func(t *Task) { kai := "kai"; t.WaitingFor = &WaitingFor{PersonID: &kai, TaskIDs: []string{"k"}} }
	agreeBy := func(who string) func(*Task) { return func(t *Task) { t.AgreeByID = &who } }
	ages := func(hours int) func(*Task) { // since when it is known to be needed, and urgent
		since := monday().Add(-time.Duration(hours) * time.Hour)
		return func(t *Task) { t.NeededAt, t.urgentAt = &since, &since }
	}
	waiters := []neighbour{{id: "w1", ownerID: "vera", waits: true}, {id: "w2", ownerID: "kai", waits: true, left: 1}, {id: "w3", ownerID: ana, waits: true}}
	before := func(how string) string { // of Ana and of Max
		return strings.ReplaceAll("ana!task.countered H, ana!task.proposed H, max!task.countered H, max!task.proposed H", "H", how)
	}
	known, told := map[string]bool{}, []string{}
	for _, c := range []struct {
		verb, by string
		was, now func(*Task)
		data     any
		near     []neighbour
		want     string
	}{
		{"task.created", ana, nil, own, nil, nil, ""},
		{"task.created", asker, nil, in(Triage), nil, nil, "ana:arrived decide"},
		{"task.created", ben, nil, func(t *Task) { t.AskedByID = ben }, nil, nil, "ana:given changed"},
		{"task.created", ana, nil, func(t *Task) { own(t); t.mentionIDs = []string{"kai", ana} }, nil, nil, "kai:mentioned good_to_know"},
		{"task.imported", "olga", nil, nil, nil, nil, "ana:imported good_to_know"},
		{"task.imported", ana, nil, nil, nil, nil, ""},
		{"task.accepted", ana, in(Triage), nil, nil, nil, "ana!task.arrived elsewhere, max!task.question no_longer_needed, max:accepted good_to_know"},
		{"task.declined", ana, in(Triage), in(Canceled), commentRef{CommentID: "c"}, nil, "ana!task.arrived elsewhere, max!task.question no_longer_needed, max:declined changed"},
		{"task.started", ana, nil, in(InProgress), nil, nil, "max:started good_to_know"},
		{"task.started", ana, own, own, nil, nil, ""},
		{"task.stopped", ana, in(InProgress), nil, nil, nil, ""},
		{"task.blocked", ana, nil, forKai, nil, []neighbour{{id: "k", ownerID: "kai"}, {id: "m", ownerID: "vera"}, {id: "o", ownerID: ana}},
			"kai:waits_for_you decide, max:blocked changed, vera:waited_for changed of m"},
		{"task.waiting_changed", ana, forKai, nil, nil, nil, "kai!task.waits_for_you no_longer_needed"},
		{"task.unblocked", ana, forKai, nil, nil, nil, "kai!task.waits_for_you no_longer_needed, max:unblocked good_to_know"},
		{"task.completed", ana, nil, in(Done), doneData{}, waiters, "ana! elsewhere, max! elsewhere, max:completed changed, vera:can_start changed of w1"},
		{"task.completed", ana, own, func(t *Task) { own(t); t.Status = Done }, doneData{}, nil, ""},
		{"task.canceled", asker, nil, declined, nil, waiters[:1], "ana! no_longer_needed, ana:canceled changed, max! no_longer_needed, vera:can_start changed of w1"},
		{"task.canceled", ben, nil, declined, nil, nil, "ana! no_longer_needed, ana:canceled changed, max! no_longer_needed, max:canceled changed"},
		{"task.outcome_told", ana, in(Done), in(Done), nil, nil, "max:outcome_told good_to_know"},
		{"task.reopened", asker, declined, in(Triage), nil, nil, "ana:arrived decide"},
		{"task.reopened", ana, in(Done), nil, nil, nil, "max:reopened changed"},
		{"task.moved", ana, nil, nil, moveData{}, nil, ""},
		{"task.moved", ben, nil, nil, moveData{}, nil, "ana:moved changed"},
		{"task.stepped_down", ben, nil, nil, moveData{}, nil, "ana:stepped_down changed"},
		{"task.put_back", ana, func(t *Task) { t.Moved = &Moved{ByID: ben} }, nil, moveData{}, nil, "ben:put_back changed"},
		{"task.due_moved", ana, nil, agreeBy(asker), &dueMoved{}, nil,
			"ana!task.date_to_agree no_longer_needed, max!task.date_to_agree no_longer_needed, max:date_to_agree decide"},
		{"task.due_moved", ben, nil, agreeBy(ana), &dueMoved{}, nil,
			"ana!task.date_to_agree no_longer_needed, ana:date_to_agree decide, max!task.date_to_agree no_longer_needed, max:due_moved changed"},
		{"task.date_agreed", asker, nil, nil, dueMoved{}, nil, "ana:date_agreed good_to_know, max!task.date_to_agree elsewhere"},
		{"task.due_recomputed", "", nil, nil, nil, nil, ""},
		{"task.respaced", ana, nil, nil, nil, nil, ""},
		{"task.described", ben, nil, nil, describedData{Fields: []string{"labels"}}, nil, "ana:described changed"},
		{"task.described", ana, nil, nil, describedData{Fields: []string{"body"}}, nil, "max:described good_to_know"},
		{"task.handed_over", ana, nil, func(t *Task) { t.OwnerID, t.Status = "kai", Triage }, nil, nil,
			"ana! no_longer_needed, kai:arrived decide, max:handed_over changed"},
		{"task.handed_over", ben, nil, func(t *Task) { t.OwnerID = "kai" }, nil, nil,
			"ana! no_longer_needed, ana:handed_over changed, kai:handed_to_you changed, max:handed_over changed"},
		{"task.handed_up", "", nil, func(t *Task) { t.OwnerID, t.Status = ben, Triage }, nil, nil,
			"ana! no_longer_needed, ana:handed_up changed, ben:arrived decide, max:handed_up changed"},
		{"task.hidden", asker, nil, nil, nil, nil, "ana:hidden changed"},
		{"task.revealed", ana, nil, nil, nil, nil, "max:revealed changed"},
		{"task.commented", ben, nil, func(t *Task) { t.mentionIDs = []string{"kai", "vera"} }, commentRef{CommentID: "c", MentionIDs: []string{"kai", asker}}, nil,
			"ana:commented changed, kai:mentioned changed, max:mentioned changed, vera:commented good_to_know"},
		{"task.commented", ana, forKai, forKai, commentRef{CommentID: "c"}, nil, "kai:commented good_to_know, max:commented changed"},
		{"task.commented", asker, nil, nil, commentRef{CommentID: "c", Answers: true}, nil, "ana:commented changed, max!task.question elsewhere"},
		{"task.asked", ana, in(Triage), in(Triage), askedData{CommentID: "c", ToID: asker}, nil, "max:question decide"},
		{"task.answer_proposed", asker, nil, nil, nil, nil, "ana:answer_proposed decide"},
		{"task.answered", ana, nil, nil, nil, nil, "ana! elsewhere, max! elsewhere"}, // the asker has it in the request's roll-up
		{"task.undecided", ana, nil, in(Triage), nil, nil, "ana!task.arrived again, max!task.accepted no_longer_needed, max!task.declined no_longer_needed"},
		{"task.snoozed", ana, in(Triage), in(Triage), nil, nil, "max:snoozed good_to_know"},
		{"task.unsnoozed", ana, in(Triage), in(Triage), nil, nil, ""},
		{"task.retimed", "", in(Triage), in(Triage), nil, nil, ""},
		{"task.proposed", ana, nil, nil, proposedData{ToID: asker}, nil, before("elsewhere") + ", max:proposed decide"},
		{"task.countered", asker, nil, nil, proposedData{ToID: ana, ByID: ana}, nil, "ana!task.countered elsewhere, ana!task.proposed elsewhere, ana:countered decide, max!task.countered elsewhere, max!task.proposed elsewhere"},
		{"task.proposal_accepted", asker, nil, nil, proposedData{ByID: ana}, nil, "ana!task.countered elsewhere, ana!task.proposed elsewhere, ana:proposal_accepted changed, max!task.countered elsewhere, max!task.proposed elsewhere"},
		{"task.proposal_declined", ana, nil, nil, proposedData{ByID: asker}, nil, before("elsewhere") + ", max:proposal_declined changed"},
		{"task.proposal_withdrawn", ana, nil, nil, proposedData{ByID: ana}, nil, before("no_longer_needed")},
		{"task.proposal_settled", ben, nil, nil, proposedData{ByID: asker, Why: "due_moved"}, nil, before("no_longer_needed") + ", max:proposal_settled changed"},
		{"task.comment_deleted", asker, nil, nil, commentRef{}, nil, ""},
		{"task.unanswered", "", in(Triage), in(Triage), unansweredData{ManagerID: ben}, nil, "ana:unanswered changed, ben:unanswered changed, max:unanswered decide"},
		{"task.kept", asker, nil, nil, nil, nil, "ana:kept good_to_know"},
		{"task.kept_urgent", ana, nil, nil, nil, nil, "max:kept_urgent good_to_know"},
		{"task.unkept", asker, ages(1), ages(2), nil, nil,
			"ana!task.kept no_longer_needed, ana!task.kept_urgent no_longer_needed, ana!task.still_urgent again, max!task.kept no_longer_needed, max!task.kept_urgent no_longer_needed, max!task.need_asked again, max!task.still_needed again, max!task.still_urgent again"},
		{"task.need_asked", ana, nil, nil, nil, nil, "max!task.still_needed no_longer_needed, max:need_asked decide"},
		{"task.may_let_go", "", nil, nil, nil, nil, "ana:may_let_go changed"},
		{"task.doubted", "", nil, nil, nil, nil, ""},
		{"task.repeats", ben, nil, nil, repeatData{}, nil, "ana:repeats changed"},
		{"task.repeat_ended", ben, nil, nil, nil, nil, "ana:repeat_ended changed"},
		{"task.came_round", "", nil, nil, nil, nil, ""},
		{"task.recurred", ana, nil, nil, createdData{}, nil, ""},
		{"task.recurred", ben, nil, nil, createdData{}, nil, "ana:given good_to_know"},
		{"task.talk_proposed", "", nil, nil, talkData{}, nil, ""}, // asked about in the digest, as Cairn's own question
		{"task.talked", ana, nil, nil, commentRef{CommentID: "c"}, nil, "max:talked changed"},
		{"task.talk_not_needed", ana, nil, nil, commentRef{}, nil, ""},
	} {
		known[c.verb] = true
		now := task(c.now)
		if c.verb == "task.canceled" && now.CancelReason == nil {
			t.Fatal("a canceled task has a reason")
		}
		words := wordsOf(event{verb: c.verb, was: task(c.was), now: now, actor: c.by, data: c.data, near: c.near})
		for _, word := range words {
			if word.Over == "" {
				told = append(told, word.Code)
			}
		}
		if got := toldTo(words); got != c.want {
			t.Errorf("%s by %q tells\n  %s\nand should tell\n  %s", c.verb, c.by, got, c.want)
		}
	}
	for _, code := range told {
		if strings.Contains(notify.Sentence(code, "Ben", "Ana", "a task", notify.Data{}), "changed “") {
			t.Errorf("%s: there is no sentence for it", code)
		}
	}
	for _, verb := range verbs(t) {
		if !known[verb] && verb != "task.deleted" { // of which there is nothing to be read any more
			t.Errorf("%s: say in the table who hears of it", verb)
		}
	}
}

// verbs are all that this package's source has.
func verbs(t *testing.T) []string {
	t.Helper()
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	var found []string
	for _, file := range files {
		if strings.HasSuffix(file, "_test.go") || file == "words.go" {
			continue
		}
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, quoted := range regexp.MustCompile(`"(task\.[a-z_]+)"`).FindAllStringSubmatch(string(text), -1) {
			found = append(found, quoted[1])
		}
	}
	return found
}
