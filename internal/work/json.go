package work

import (
	"bytes"
	"encoding/json"
	"strconv"
	"time"
	"unicode/utf8"

	"cairn/internal/worktime"
)

// Pages of tasks are most of what the server sends, and encoding/json takes as
// long for one as the database does. AppendJSON writes the very same bytes,
// which a test holds for every field.

// AppendJSON appends the page as encoding/json would, without escaping HTML.
func (p WorklistPage) AppendJSON(out []byte) []byte {
	out = append(out, `{"items":`...)
	if p.texts != nil {
		out = appendTexts(out, p.texts)
	} else {
		out = appendTasks(out, p.Items)
	}
	out = appendOptional(append(out, `,"next_cursor":`...), p.NextCursor)
	out = strconv.AppendInt(append(out, `,"list_revision":`...), p.ListRevision, 10)
	return append(appendAny(append(out, `,"slots":`...), p.Slots), '}')
}

// AppendJSON appends the page as encoding/json would, without escaping HTML.
func (p TaskPage) AppendJSON(out []byte) []byte {
	out = appendTasks(append(out, `{"items":`...), p.Items)
	return append(appendOptional(append(out, `,"next_cursor":`...), p.NextCursor), '}')
}

func appendTexts(out []byte, texts [][]byte) []byte {
	out = append(out, '[')
	for i, text := range texts {
		if i > 0 {
			out = append(out, ',')
		}
		out = append(out, text...)
	}
	return append(out, ']')
}

func appendTasks(out []byte, tasks []Task) []byte {
	if tasks == nil {
		return append(out, "null"...)
	}
	out = append(out, '[')
	for i := range tasks {
		if i > 0 {
			out = append(out, ',')
		}
		out = tasks[i].appendJSON(out)
	}
	return append(out, ']')
}

func (t *Task) appendJSON(out []byte) []byte {
	out = appendText(append(out, `{"id":`...), t.ID)
	out = appendText(append(out, `,"title":`...), t.Title)
	out = appendText(append(out, `,"body":`...), t.Body)
	out = strconv.AppendInt(append(out, `,"body_version":`...), t.BodyVersion, 10)
	out = appendText(append(out, `,"owner_id":`...), t.OwnerID)
	out = appendText(append(out, `,"asked_by_id":`...), t.AskedByID)
	out = appendText(append(out, `,"status":`...), t.Status)
	out = appendText(append(out, `,"level":`...), t.Level)
	out = appendOptional(append(out, `,"rank":`...), t.Rank)
	out = appendDate(append(out, `,"due_date":`...), t.DueDate)
	out = append(out, `,"due_time":`...)
	if t.DueTime == nil {
		out = append(out, "null"...)
	} else {
		out = appendText(out, t.DueTime.String())
	}
	out = appendOptional(append(out, `,"due_zone":`...), t.DueZone)
	out = appendInstant(append(out, `,"due_at":`...), t.DueAt)
	out = appendInstant(append(out, `,"overdue_at":`...), t.OverdueAt)
	out = appendOptional(append(out, `,"due_reason":`...), t.DueReason)
	out = appendDate(append(out, `,"agreed_due_date":`...), t.AgreedDueDate)
	out = appendOptional(append(out, `,"agree_by_id":`...), t.AgreeByID)
	out = appendList(append(out, `,"labels":`...), t.Labels)
	out = appendList(append(out, `,"checklist":`...), t.Checklist)
	out = appendAnyOrNull(append(out, `,"waiting_for":`...), t.WaitingFor)
	out = appendAnyOrNull(append(out, `,"outcome":`...), t.Outcome)
	out = appendOptional(append(out, `,"cancel_reason":`...), t.CancelReason)
	out = strconv.AppendBool(append(out, `,"confidential":`...), t.Confidential)
	out = appendOptional(append(out, `,"source_url":`...), t.SourceURL)
	out = appendOptional(append(out, `,"source_key":`...), t.SourceKey)
	out = appendAnyOrNull(append(out, `,"request":`...), t.Request)
	out = appendAnyOrNull(append(out, `,"moved":`...), t.Moved)
	out = strconv.AppendInt(append(out, `,"comment_count":`...), int64(t.CommentCount), 10)
	out = strconv.AppendInt(append(out, `,"revision":`...), t.Revision, 10)
	out = appendInstant(append(out, `,"created_at":`...), &t.CreatedAt)
	out = appendInstant(append(out, `,"updated_at":`...), &t.UpdatedAt)
	out = appendInstant(append(out, `,"started_at":`...), t.StartedAt)
	out = appendInstant(append(out, `,"done_at":`...), t.DoneAt)
	out = appendInstant(append(out, `,"unanswered_at":`...), t.UnansweredAt)
	out = appendDate(append(out, `,"snoozed_until":`...), t.SnoozedUntil)
	out = appendInstant(append(out, `,"snooze_ends_at":`...), t.SnoozeEndsAt)
	out = appendAnyOrNull(append(out, `,"question":`...), t.Question)
	out = appendAnyOrNull(append(out, `,"proposal":`...), t.Proposal)
	out = appendOptional(append(out, `,"duplicate_of_id":`...), t.DuplicateOfID)
	out = appendInstant(append(out, `,"needed_at":`...), t.NeededAt)
	out = appendInstant(append(out, `,"doubt_at":`...), t.DoubtAt)
	out = appendInstant(append(out, `,"let_go_at":`...), t.LetGoAt)
	out = appendAnyOrNull(append(out, `,"talk":`...), t.Talk)
	return append(appendAnyOrNull(append(out, `,"repeat":`...), t.Repeat), '}')
}

// appendAny is for what is seldom there.
func appendAny(out []byte, value any) []byte {
	var text bytes.Buffer
	encoder := json.NewEncoder(&text)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(value); err != nil {
		return append(out, "null"...) // never: only our own types come here
	}
	return append(out, bytes.TrimSuffix(text.Bytes(), []byte("\n"))...)
}

func appendAnyOrNull[T any](out []byte, value *T) []byte {
	if value == nil {
		return append(out, "null"...)
	}
	return appendAny(out, value)
}

func appendList[T any](out []byte, list []T) []byte {
	if list != nil && len(list) == 0 {
		return append(out, "[]"...)
	}
	return appendAny(out, list)
}

func appendOptional[T ~string](out []byte, text *T) []byte {
	if text == nil {
		return append(out, "null"...)
	}
	return appendText(out, *text)
}

func appendDate(out []byte, date *worktime.Date) []byte {
	if date == nil || date.IsZero() {
		return append(out, "null"...)
	}
	out, _ = date.AppendText(append(out, '"')) // never fails
	return append(out, '"')
}

func appendInstant(out []byte, at *time.Time) []byte {
	if at == nil {
		return append(out, "null"...)
	}
	return append(at.AppendFormat(append(out, '"'), time.RFC3339Nano), '"')
}

const hexDigits = "0123456789abcdef"

// appendText appends a text in quotes.
func appendText[T ~string](out []byte, text T) []byte {
	s := string(text)
	out = append(out, '"')
	start := 0
	for i := 0; i < len(s); {
		c := s[i]
		if c >= ' ' && c != '"' && c != '\\' && c < utf8.RuneSelf {
			i++
			continue
		}
		size, escape := 1, ""
		switch {
		case c == '"' || c == '\\':
			escape = `\` + string(c)
		case c >= utf8.RuneSelf:
			var r rune
			r, size = utf8.DecodeRuneInString(s[i:])
			switch {
			case r == utf8.RuneError && size == 1:
				escape = `\ufffd`
			case r == '\u2028' || r == '\u2029': // ends a line in JavaScript
				escape = `\u202` + string(hexDigits[r&0xf])
			}
		default:
			escape = control(c)
		}
		if escape != "" {
			out = append(append(out, s[start:i]...), escape...)
			start = i + size
		}
		i += size
	}
	return append(append(out, s[start:]...), '"')
}

func control(c byte) string {
	switch c {
	case '\b':
		return `\b`
	case '\f':
		return `\f`
	case '\n':
		return `\n`
	case '\r':
		return `\r`
	case '\t':
		return `\t`
	default:
		return `\u00` + string(hexDigits[c>>4]) + string(hexDigits[c&0xf])
	}
}
