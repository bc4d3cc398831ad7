package db

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
)

// Row is a row under the cursor: Scan copies its columns into the pointers.
type Row interface {
	Scan(dest ...any) error
}

// ErrNoRow is what One answers when there is none.
var ErrNoRow = errors.New("db: no row")

// All runs a query and maps every row. A nil slice never comes back, so that
// an empty list is `[]` in JSON.
func All[T any](ctx context.Context, q Querier, scan func(Row) (T, error), text string, args ...any) (_ []T, err error) {
	found, err := q.query(ctx, text, args)
	if err != nil {
		return nil, wrap(err, text)
	}
	rows := &cursor{rows: found}
	defer func() {
		if closeErr := rows.Close(); err == nil {
			err = wrap(q.failed(closeErr), text)
		}
	}()
	items := []T{}
	for rows.Next() {
		item, err := scan(rows)
		if err != nil {
			return nil, wrap(q.failed(err), text)
		}
		items = append(items, item)
	}
	return items, wrap(q.failed(rows.Err()), text)
}

// One runs a query for a single row; ErrNoRow when there is none.
func One[T any](ctx context.Context, q Querier, scan func(Row) (T, error), text string, args ...any) (_ T, err error) {
	var none T
	found, err := q.query(ctx, text, args)
	if err != nil {
		return none, wrap(err, text)
	}
	rows := &cursor{rows: found}
	defer func() {
		if closeErr := rows.Close(); err == nil {
			err = wrap(q.failed(closeErr), text)
		}
	}()
	if !rows.Next() {
		if err := rows.Err(); err != nil {
			return none, wrap(q.failed(err), text)
		}
		return none, ErrNoRow
	}
	item, err := scan(rows)
	return item, wrap(q.failed(err), text)
}

// Exec runs a statement and returns how many rows it changed.
func Exec(ctx context.Context, tx *Tx, text string, args ...any) (int64, error) {
	changed, err := tx.exec(ctx, text, args)
	return changed, wrap(err, text)
}

// Later runs a statement of which nobody asks how many rows it changed, and
// which may therefore go to the database together with the next one. What is
// wrong with it is told here, or by a later statement, or in the end by Write.
// Where it violates a unique constraint, what the write had read before was
// changed by another one meanwhile: the write runs again.
func Later(ctx context.Context, tx *Tx, text string, args ...any) error {
	return wrap(tx.later(ctx, text, args), text)
}

// Value scans a single column, for All and One.
func Value[T any](row Row) (T, error) {
	var value T
	err := row.Scan(&value)
	return value, err
}

// JSON is a column that holds a value as JSON text.
type JSON[T any] struct{ V T }

// Scan reads the JSON text of a column; NULL leaves the zero value.
func (j *JSON[T]) Scan(src any) error {
	switch text := src.(type) {
	case nil:
		var zero T
		j.V = zero
		return nil
	case string:
		return json.Unmarshal([]byte(text), &j.V)
	case []byte:
		return json.Unmarshal(text, &j.V)
	default:
		return fmt.Errorf("db: JSON column holds %T", src)
	}
}

// Text is the JSON text of a value, for a parameter; nil becomes NULL where
// the value marshals to null.
func Text(value any) any {
	text, err := json.Marshal(value)
	if err != nil {
		panic(fmt.Sprintf("db: value that JSON can't hold: %v", err)) // only our own types come here
	}
	if string(text) == "null" {
		return nil
	}
	return string(text)
}

// List is the JSON array of strings, for Dialect.InList.
func List(values []string) string {
	if values == nil {
		values = []string{}
	}
	text, _ := json.Marshal(values) // strings always marshal
	return string(text)
}

// NullString maps the empty string to NULL, for a parameter.
func NullString(s string) sql.NullString { return sql.NullString{String: s, Valid: s != ""} }

func wrap(err error, text string) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("%w [%s]", err, firstWords(text))
}

func firstWords(text string) string {
	const most = 80
	words := make([]byte, 0, most)
	space := true
	for i := 0; i < len(text) && len(words) < most; i++ {
		c := text[i]
		if c == '\n' || c == '\t' || c == ' ' {
			if !space {
				words = append(words, ' ')
			}
			space = true
			continue
		}
		space = false
		words = append(words, c)
	}
	return string(words)
}
