package people

import (
	"encoding/base64"
	"encoding/json"

	"cairn/internal/errs"
)

// Page is a part of a list.
type Page[T any] struct {
	Items      []T     `json:"items"`
	NextCursor *string `json:"next_cursor"` // for the next part; null at the end
}

// PageQuery says which part of a list is wanted.
type PageQuery struct {
	Limit  int // 50 where it is 0, at most 200
	Cursor string
}

const (
	defaultPage = 50
	maxPage     = 200
)

func (p PageQuery) limit() int {
	if p.Limit <= 0 {
		return defaultPage
	}
	return min(p.Limit, maxPage)
}

// keys reads the sort keys of the last item before this page into the
// pointers, and leaves them as they are on the first page.
func (p PageQuery) keys(into ...any) error {
	if p.Cursor == "" {
		return nil
	}
	refusal := errs.InvalidField("query.cursor", "this is not a cursor that a list gave: take next_cursor of the page before, or leave it out")
	text, err := base64.RawURLEncoding.DecodeString(p.Cursor)
	if err != nil {
		return refusal
	}
	var parts []json.RawMessage
	if err := json.Unmarshal(text, &parts); err != nil || len(parts) != len(into) {
		return refusal
	}
	for i, key := range into {
		if json.Unmarshal(parts[i], key) != nil {
			return refusal
		}
	}
	return nil
}

// pageOf cuts the page from items, which were read with one beyond the limit.
func pageOf[T any](items []T, query PageQuery, keys func(T) []any) Page[T] {
	limit := query.limit()
	if len(items) <= limit {
		return Page[T]{Items: items}
	}
	items = items[:limit]
	text, _ := json.Marshal(keys(items[limit-1])) // strings and numbers always marshal
	cursor := base64.RawURLEncoding.EncodeToString(text)
	return Page[T]{Items: items, NextCursor: &cursor}
}
