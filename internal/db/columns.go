package db

import (
	"encoding/json"
	"fmt"
)

// Columns hands out the columns of one row, in the order of the query. It is
// for rows that are read by the thousand: Row.Scan finds the way to each
// variable by reflection, which takes longer than the database does.
//
// The first column that holds something else than what it was asked for makes
// the rest zero, and is what Err tells.
type Columns struct {
	values []any
	next   int
	err    error
}

// cursor is the row that All and One hand out. It keeps the room for its columns
// from one row to the next.
type cursor struct {
	rows

	columns Columns
	into    []any
}

// ReadColumns reads a row of so many columns. They are there until the next row.
func ReadColumns(row Row, count int) (*Columns, error) {
	c, ok := row.(*cursor)
	if !ok {
		c = &cursor{}
	}
	if len(c.into) != count {
		c.columns.values, c.into = make([]any, count), make([]any, count)
		for i := range c.into {
			c.into[i] = &c.columns.values[i]
		}
	}
	c.columns.next, c.columns.err = 0, nil
	if err := row.Scan(c.into...); err != nil {
		return nil, err
	}
	return &c.columns, nil
}

// Err tells which column was not what it was asked for.
func (c *Columns) Err() error { return c.err }

func (c *Columns) take() any {
	if c.err != nil || c.next == len(c.values) {
		return nil
	}
	c.next++
	return c.values[c.next-1]
}

func (c *Columns) fail(value any, wanted string) {
	if c.err == nil {
		c.err = fmt.Errorf("db: column %d holds %T, not %s", c.next, value, wanted)
	}
}

// Text is a column of text.
func (c *Columns) Text() string {
	switch value := c.take().(type) {
	case string:
		return value
	case []byte:
		return string(value)
	default:
		c.fail(value, "text")
		return ""
	}
}

// Int is a column of whole numbers.
func (c *Columns) Int() int64 {
	value := c.take()
	switch number := value.(type) {
	case int64:
		return number
	case int32: // PostgreSQL's own, of a number in the query
		return int64(number)
	default:
		c.fail(value, "a whole number")
		return 0
	}
}

// IntOrNull is a column of whole numbers that may be NULL.
func (c *Columns) IntOrNull() (number int64, ok bool) {
	value := c.take()
	if value == nil {
		return 0, false
	}
	number, ok = value.(int64)
	if !ok {
		c.fail(value, "a whole number")
	}
	return number, ok
}

// Bool is a column of truth values, which are numbers on SQLite.
func (c *Columns) Bool() bool {
	switch value := c.take().(type) {
	case bool:
		return value
	case int64:
		return value != 0
	default:
		c.fail(value, "a truth value")
		return false
	}
}

// TextOrNull is a column of text that may be NULL.
func TextOrNull[T ~string](c *Columns) *T {
	switch value := c.take().(type) {
	case nil:
		return nil
	case string:
		text := T(value)
		return &text
	default:
		c.fail(value, "text")
		return nil
	}
}

// Scanned is a column that a type reads by its own Scan, NULL among it.
func Scanned[T any, P interface {
	*T
	Scan(src any) error
}](c *Columns) T {
	var to T
	if err := P(&to).Scan(c.take()); err != nil && c.err == nil {
		c.err = fmt.Errorf("db: column %d: %w", c.next, err)
	}
	return to
}

// Parsed is a column with the JSON of a value; nil when it is NULL.
func Parsed[T any](c *Columns) *T {
	text := TextOrNull[string](c)
	if text == nil {
		return nil
	}
	to := new(T)
	if err := json.Unmarshal([]byte(*text), to); err != nil && c.err == nil {
		c.err = fmt.Errorf("db: column %d: %w", c.next, err)
	}
	return to
}

// ParsedList is a column with the JSON of a list, most often an empty one.
func ParsedList[T any](c *Columns) []T {
	list := []T{}
	if text := c.Text(); text != "[]" && c.err == nil {
		if err := json.Unmarshal([]byte(text), &list); err != nil {
			c.err = fmt.Errorf("db: column %d: %w", c.next, err)
		}
	}
	return list
}
