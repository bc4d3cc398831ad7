package work

import (
	"bytes"
	"encoding/json"
	"reflect"
	"testing"
	"time"

	"cairn/internal/worktime"

	"pgregory.net/rapid"
)

// plainly is what encoding/json makes of a value, as the API writes it.
func plainly(t interface{ Fatal(args ...any) }, value any) []byte {
	var out bytes.Buffer
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(value); err != nil {
		t.Fatal(err)
	}
	return bytes.TrimSuffix(out.Bytes(), []byte("\n"))
}

func optionally[T any](of *rapid.Generator[T]) *rapid.Generator[*T] { return rapid.Ptr(of, true) }

// anyText has what JSON escapes, letters beyond ASCII and broken UTF-8.
func anyText() *rapid.Generator[string] {
	return rapid.OneOf(
		rapid.String(),
		rapid.StringOf(rapid.SampledFrom([]rune("a\"\\<>&/\u2028\u2029\b\f\n\r\t\x00\x1f\x7fä石🪨"))),
		rapid.Map(rapid.SliceOf(rapid.Byte()), func(b []byte) string { return string(b) }),
	)
}

func anyTask() *rapid.Generator[Task] {
	return rapid.Custom(func(t *rapid.T) Task {
		text := func(name string) string { return anyText().Draw(t, name) }
		maybe := func(name string) *string { return optionally(anyText()).Draw(t, name) }
		instant := rapid.Map(rapid.Int64Range(0, 4e12), func(ms int64) time.Time { return time.UnixMilli(ms).UTC() })
		date := rapid.Map(rapid.IntRange(0, 900_000), func(n int) worktime.Date { return worktime.NewDate(1, 1, 1).AddDays(n) })
		labels := rapid.OneOf(rapid.Just[[]string](nil), rapid.SliceOf(anyText()))
		items := rapid.OneOf(rapid.Just([]ChecklistItem(nil)), rapid.SliceOf(rapid.Make[ChecklistItem]()))
		reasons := rapid.SampledFrom([]DueReason{Scope, Slip})
		number := rapid.Int64()
		task := Task{
			ID: text("id"), Title: text("title"), Body: text("body"), BodyVersion: number.Draw(t, "version"),
			OwnerID: text("owner"), AskedByID: text("asker"), Status: Status(text("status")), Level: Level(text("level")), Rank: maybe("rank"),
			DueDate: optionally(date).Draw(t, "due"), DueZone: maybe("zone"), DueTime: optionally(rapid.Map(rapid.IntRange(0, 1440), func(n int) worktime.TimeOfDay { return worktime.TimeOfDay(n) })).Draw(t, "time"),
			DueAt: optionally(instant).Draw(t, "due at"), OverdueAt: optionally(instant).Draw(t, "overdue at"),
			DueReason: optionally(reasons).Draw(t, "reason"), AgreedDueDate: optionally(date).Draw(t, "agreed"), AgreeByID: maybe("agree by"),
			Labels: labels.Draw(t, "labels"), Checklist: items.Draw(t, "checklist"), Confidential: rapid.Bool().Draw(t, "confidential"),
			SourceURL: maybe("url"), SourceKey: maybe("key"), CommentCount: rapid.Int().Draw(t, "comments"), Revision: number.Draw(t, "revision"),
			CreatedAt: instant.Draw(t, "created"), UpdatedAt: instant.Draw(t, "updated"),
			StartedAt: optionally(instant).Draw(t, "started"), DoneAt: optionally(instant).Draw(t, "done"),
			UnansweredAt: optionally(instant).Draw(t, "unanswered"), SnoozedUntil: optionally(date).Draw(t, "snoozed"),
			SnoozeEndsAt: optionally(instant).Draw(t, "snooze ends"), DuplicateOfID: maybe("duplicate"),
			NeededAt: optionally(instant).Draw(t, "needed"), DoubtAt: optionally(instant).Draw(t, "doubt"), LetGoAt: optionally(instant).Draw(t, "let go"),
		}
		if rapid.Bool().Draw(t, "more") {
			task.Request = &Asked{ID: text("request"), Why: text("why"), Kind: AnswerText, Choices: labels.Draw(t, "choices")}
			task.WaitingFor = &WaitingFor{Text: text("waiting"), PersonID: maybe("person"), TaskIDs: labels.Draw(t, "tasks")}
			task.Outcome = &Outcome{Text: text("outcome"), URL: text("link"), Skipped: true}
			task.Moved = &Moved{ByID: text("by"), Reason: text("why"), At: instant.Draw(t, "at"), Level: High, AfterID: maybe("after")}
			task.Question = &Question{ByID: text("asks"), CommentID: text("comment"), Words: text("words")}
			level := Low
			task.Proposal = &Proposal{ID: text("proposal"), ByID: text("offers"), AnswerByID: text("answers"), Due: &Due{Date: optionally(date).Draw(t, "offered")}, Level: &level, Reason: text("because")}
			task.Talk = &Talk{WithID: text("with"), Why: whyTrips, At: instant.Draw(t, "talk")}
			task.Repeat = &Repeat{Rule: text("rule"), From: date.Draw(t, "from"), Missed: rapid.Int().Draw(t, "missed"), PassesAt: optionally(instant).Draw(t, "passes"), NextID: maybe("next")}
			cancel := NoLongerNeeded
			task.CancelReason = &cancel
		}
		return task
	})
}

// TestPagesAreTheJSONThatTheirTagsSay compares, byte by byte, the pages that
// write their own JSON with encoding/json.
func TestPagesAreTheJSONThatTheirTagsSay(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		tasks := rapid.OneOf(rapid.Just([]Task(nil)), rapid.SliceOfN(anyTask(), 0, 3)).Draw(t, "tasks")
		cursor := optionally(anyText()).Draw(t, "cursor")
		worklist := WorklistPage{Items: tasks, NextCursor: cursor, ListRevision: rapid.Int64().Draw(t, "list"), Slots: map[Level]int{Urgent: 1, High: 3}}
		page := TaskPage{Items: tasks, NextCursor: cursor}
		if got, want := worklist.AppendJSON(nil), plainly(t, worklist); !bytes.Equal(got, want) {
			t.Fatalf("the worklist's page is\n%s\nwant\n%s", got, want)
		}
		if got, want := page.AppendJSON(nil), plainly(t, page); !bytes.Equal(got, want) {
			t.Fatalf("the page is\n%s\nwant\n%s", got, want)
		}
	})
}

// TestEveryFieldOfATaskIsWritten finds a field that was added to Task and not
// to its JSON: even the zero task names them all.
func TestEveryFieldOfATaskIsWritten(t *testing.T) {
	for _, value := range []any{Task{}, WorklistPage{}, TaskPage{}} {
		var got []byte
		switch value := value.(type) {
		case Task:
			got = value.appendJSON(nil)
		case WorklistPage:
			got = value.AppendJSON(nil)
		case TaskPage:
			got = value.AppendJSON(nil)
		}
		if want := plainly(t, value); !bytes.Equal(got, want) {
			t.Errorf("%s is written as\n%s\nwant\n%s", reflect.TypeOf(value), got, want)
		}
	}
}
