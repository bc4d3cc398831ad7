package digest

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"slices"
	"time"

	"cairn/internal/authz"
	"cairn/internal/db"
	"cairn/internal/notify"
	"cairn/internal/work"
	"cairn/internal/worktime"
)

// Word is one thing that happened, as its reader is told of it: others' acts by
// the day (N7).
type Word struct {
	Seq     int64         `json:"seq"`
	Code    string        `json:"code"`
	ActorID *string       `json:"actor_id" doc:"Null: Cairn itself"`
	On      worktime.Date `json:"on" doc:"The day, in the reader's zone"`
	Data    notify.Data   `json:"data"`
	Quote   string        `json:"quote" doc:"What somebody wrote about it, in plain words, where the reader may read it; cut where it is long"`
	Times   int           `json:"times" doc:"How often it happened; this is the last of them"`

	word storedWord
}

// Entry is all that happened about one thing.
type Entry struct {
	Thread   string         `json:"thread" doc:"Names the entry; one at a time"`
	Seq      int64          `json:"seq" doc:"The last word of it: send it back to settle what was seen"`
	Section  notify.Section `json:"section" enum:"decide,changed,good_to_know"`
	Code     string         `json:"code" doc:"Of the word that matters most"`
	Kind     authz.Kind     `json:"kind"`
	ObjectID string         `json:"object_id"`
	Subject  Subject        `json:"subject"`
	Lane     notify.Lane    `json:"lane" enum:"digest,quiet" doc:"How it came here"`
	Rule     notify.Rule    `json:"rule" doc:"Which rule decided so"`
	DecideBy *time.Time     `json:"decide_by"`
	Settled  notify.Settled `json:"settled" enum:",done,elsewhere,no_longer_needed" doc:"Empty: not yet"`
	Words    []Word         `json:"words" doc:"The last of each sort, in order"`

	most    int        // of the words, the one that matters most
	wakesAt *time.Time // where the task that it is about is put off
}

// Most is the word that matters most.
func (e *Entry) Most() *Word { return &e.Words[e.most] }

// Told are entries by section. Of what is to be decided it has seven at most, and
// how many more there are.
type Told struct {
	Decide     []Entry `json:"decide"`
	DecideMore int     `json:"decide_more" doc:"How many more there are to decide: all=true lists them"`
	Changed    []Entry `json:"changed"`
	GoodToKnow []Entry `json:"good_to_know"`
}

const mostToDecide = 7

// storedWord is a row of notification.
type storedWord struct {
	seq              int64
	actorID, code    string
	section          notify.Section
	kind             authz.Kind
	objectID, thread string
	data             notify.Data
	lane             notify.Lane
	rule             notify.Rule
	decideBy         *time.Time
	settled          notify.Settled
	digestID         *string
	at               time.Time
}

const wordColumns = `n.seq, n.actor_id, n.code, n.section, n.kind, n.object_id, n.thread, n.data, n.lane, n.rule, n.decide_by, n.settled, n.digest_id, n.at`

func scanWord(row db.Row) (storedWord, error) {
	var w storedWord
	var data db.JSON[notify.Data]
	var decideBy *int64
	var at int64
	err := row.Scan(&w.seq, &w.actorID, &w.code, &w.section, &w.kind, &w.objectID, &w.thread, &data, &w.lane, &w.rule, &decideBy,
		&w.settled, &w.digestID, &at)
	w.data, w.at = data.V, time.UnixMilli(at).UTC()
	if decideBy != nil {
		by := time.UnixMilli(*decideBy).UTC()
		w.decideBy = &by
	}
	return w, err
}

// entries folds words by what they are about, and leaves out what the reader may
// not read (A1).
func (s *Service) entries(ctx context.Context, q db.Querier, readerID string, words []storedWord) ([]Entry, error) {
	if len(words) == 0 {
		return nil, nil
	}
	seen, err := s.look(ctx, q, readerID, words)
	if err != nil {
		return nil, err
	}
	hours, _, err := s.notify.HoursOf(ctx, q, readerID)
	if err != nil {
		return nil, err
	}
	entries := fold(words, seen)
	for i := range entries {
		for j := range entries[i].Words {
			w := &entries[i].Words[j]
			w.On = worktime.LocalDate(hours[readerID].Zone(), w.word.at)
			w.Quote = seen.quote(&w.word)
			if w.Data.TaskID != "" && !seen.reads(authz.KindTask, w.Data.TaskID) {
				w.Data.TaskID = ""
			}
		}
	}
	return entries, nil
}

// seen is what a reader may read of what words are about.
type seen struct {
	subjects map[authz.Kind]map[string]Subject
	tasks    map[string]work.Task
	said     map[string]string
}

func (s *seen) reads(kind authz.Kind, id string) bool {
	_, ok := s.subjects[kind][id]
	return ok
}

// look reads it, by kind.
func (s *Service) look(ctx context.Context, q db.Querier, readerID string, words []storedWord) (*seen, error) {
	ids, comments := map[authz.Kind][]string{}, []string{}
	for _, w := range words {
		ids[w.kind] = append(ids[w.kind], w.objectID)
		if w.data.TaskID != "" {
			ids[authz.KindTask] = append(ids[authz.KindTask], w.data.TaskID)
		}
		if w.data.CommentID != "" {
			comments = append(comments, w.data.CommentID)
		}
	}
	found := &seen{subjects: map[authz.Kind]map[string]Subject{}, tasks: map[string]work.Task{}}
	tasks, err := s.tasks.Seen(ctx, q, readerID, distinct(ids[authz.KindTask]))
	if err != nil {
		return nil, err
	}
	found.subjects[authz.KindTask] = make(map[string]Subject, len(tasks))
	for _, t := range tasks {
		found.tasks[t.ID] = t
		found.subjects[authz.KindTask][t.ID] = Subject{
			Title: t.Title, Status: string(t.Status), Level: string(t.Level), OwnerID: t.OwnerID, AskedByID: t.AskedByID,
			DueDate: t.DueDate, Revision: t.Revision,
		}
	}
	for kind, shower := range s.showers {
		if len(ids[kind]) == 0 {
			continue
		}
		if found.subjects[kind], err = shower(ctx, q, readerID, distinct(ids[kind])); err != nil {
			return nil, err
		}
	}
	found.said, err = s.tasks.Said(ctx, q, readerID, comments)
	return found, err
}

func distinct(ids []string) []string { return slices.Compact(slices.Sorted(slices.Values(ids))) }

// maxQuote is how much of what somebody wrote stands in an entry.
const maxQuote = 280

// quote is what somebody wrote about what happened.
func (s *seen) quote(w *storedWord) string {
	text := ""
	task, isTask := s.tasks[w.objectID]
	switch subject := s.subjects[w.kind][w.objectID]; {
	case subject.Answers != nil:
		text = subject.Answers.Words
	case w.data.CommentID != "":
		text = s.said[w.data.CommentID]
	case !isTask:
	case (w.code == "task.arrived" || w.code == notify.StateAsked) && task.Request != nil:
		text = task.Request.Why
	case w.code == "task.moved" && task.Moved != nil:
		text = task.Moved.Reason
	case (w.code == "task.completed" || w.code == "task.outcome_told") && task.Outcome != nil:
		text = cmp.Or(task.Outcome.Text, task.Outcome.URL)
	case (w.code == "task.blocked" || w.code == "task.waits_for_you") && task.WaitingFor != nil:
		text = task.WaitingFor.Text
	}
	if letters := []rune(text); len(letters) > maxQuote {
		return string(letters[:maxQuote-1]) + "…"
	}
	return text
}

// fold makes one entry of all words of a thread: of each sort the last.
func fold(words []storedWord, seen *seen) []Entry {
	var entries []Entry
	at := map[string]int{}
	for _, w := range words {
		if !seen.reads(w.kind, w.objectID) {
			continue
		}
		i, known := at[w.thread]
		if !known {
			i = len(entries)
			at[w.thread] = i
			entries = append(entries, Entry{Thread: w.thread, Lane: notify.Quiet})
		}
		entries[i].take(w)
	}
	for i := range entries {
		entries[i].complete(seen)
	}
	return entries
}

func (e *Entry) take(w storedWord) {
	told := Word{Seq: w.seq, Code: w.code, Data: w.data, Times: 1, word: w}
	if w.actorID != "" {
		told.ActorID = &w.actorID
	}
	same := func(other Word) bool {
		return other.Code == w.code && other.word.actorID == w.actorID && other.word.settled == w.settled
	}
	if i := slices.IndexFunc(e.Words, same); i >= 0 {
		told.Times += e.Words[i].Times
		e.Words = slices.Delete(e.Words, i, i+1)
	}
	e.Words = append(e.Words, told)
}

// complete says of an entry what its words make of it: the one that matters most
// is the last in the first section that has one open.
func (e *Entry) complete(seen *seen) {
	for i := range e.Words {
		e.Seq = max(e.Seq, e.Words[i].Seq)
		if weight(&e.Words[i].word) <= weight(&e.Most().word) {
			e.most = i
		}
	}
	w := &e.Most().word
	e.Code, e.Section, e.Kind, e.ObjectID = w.code, w.section, w.kind, w.objectID
	e.Lane, e.Rule, e.DecideBy, e.Settled = w.lane, w.rule, w.decideBy, w.settled
	e.Subject = seen.subjects[w.kind][w.objectID]
	if task, ok := seen.tasks[w.objectID]; ok && task.Status == work.Triage {
		e.wakesAt = task.SnoozeEndsAt
	}
}

// weight orders words by how much they matter.
func weight(w *storedWord) int {
	weight := map[notify.Section]int{notify.ToDecide: 0, notify.Changed: 1, notify.GoodToKnow: 2}[w.section]
	if w.settled != "" {
		weight += 3
	}
	return weight
}

// sorted puts entries into their sections: what must be decided first, first; the
// rest in the order in which it happened.
func sorted(entries []Entry) Told {
	told := Told{Decide: []Entry{}, Changed: []Entry{}, GoodToKnow: []Entry{}}
	for _, e := range entries {
		switch e.Section {
		case notify.ToDecide:
			told.Decide = append(told.Decide, e)
		case notify.Changed:
			told.Changed = append(told.Changed, e)
		default:
			told.GoodToKnow = append(told.GoodToKnow, e)
		}
	}
	slices.SortStableFunc(told.Decide, func(a, b Entry) int { return cmp.Compare(a.pressing(), b.pressing()) })
	return told
}

func (e *Entry) pressing() int64 {
	if e.DecideBy == nil {
		return math.MaxInt64
	}
	return e.DecideBy.UnixMilli()
}

// Counts are how much there is in each section, such as "3 to decide"; of what is
// empty, none.
func (t Told) Counts() []string {
	var counts []string
	for _, section := range []struct {
		n     int
		words string
	}{{len(t.Decide) + t.DecideMore, "to decide"}, {len(t.Changed), "changed"}, {len(t.GoodToKnow), "good to know"}} {
		if section.n > 0 {
			counts = append(counts, fmt.Sprintf("%d %s", section.n, section.words))
		}
	}
	return counts
}

// cut keeps seven to decide, and counts the rest.
func (t Told) cut() Told {
	if n := len(t.Decide); n > mostToDecide {
		t.Decide, t.DecideMore = t.Decide[:mostToDecide], n-mostToDecide
	}
	return t
}
