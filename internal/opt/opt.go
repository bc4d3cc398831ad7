// Package opt tells apart what JSON tells apart and Go does not: a field that
// was not sent, and one that was sent as null. PATCH depends on it.
package opt

import "encoding/json"

// Of is a field of a PATCH. Where the field may be null, T is a pointer.
type Of[T any] struct {
	Set bool // the field was sent
	To  T    // what it becomes
}

// To returns a field that was sent with a value.
func To[T any](value T) Of[T] { return Of[T]{Set: true, To: value} }

// UnmarshalJSON is called only for a field that was sent.
func (o *Of[T]) UnmarshalJSON(data []byte) error {
	o.Set = true
	return json.Unmarshal(data, &o.To)
}

// MarshalJSON gives the value, for clients that send a PATCH: use it with
// `omitzero`.
func (o Of[T]) MarshalJSON() ([]byte, error) { return json.Marshal(o.To) }

// IsZero makes `omitzero` leave out what was not set.
func (o Of[T]) IsZero() bool { return !o.Set }
