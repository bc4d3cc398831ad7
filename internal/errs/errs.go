// Package errs is the one error type that crosses package borders in Cairn.
//
// An *Error has a stable code that clients may rely on, a message that is safe
// to show to the person who caused it (what is wrong, where, how to mend it),
// and a cause for the log alone. Everything else that reaches the edge of the
// program is an internal fault, and its text is never shown.
package errs

import (
	"errors"
	"fmt"
	"time"
)

// Code names a kind of refusal. Codes are part of the API: they are never
// renamed, and the one place that turns them into HTTP is httpapi/errors.go.
type Code string

// The codes that Cairn answers with.
const (
	Invalid         Code = "invalid"           // the input is wrong; Fields says where
	NotFound        Code = "not_found"         // absent, or not to be seen by this person (A1)
	OutOfSight      Code = "out_of_sight"      // it was done before under this key; what it is about can't be read any more
	ShownOnce       Code = "shown_once"        // it was done before under this key; its secret was in the first answer alone
	Forbidden       Code = "forbidden"         // may be read, but this may not be done to it
	Unauthenticated Code = "unauthenticated"   // no session or token, or one that has ended
	BadCredentials  Code = "bad_credentials"   // log-in refused, whatever the reason
	StateConflict   Code = "state_conflict"    // the object is in a state that does not allow this
	EditConflict    Code = "edit_conflict"     // a long text was changed meanwhile; Details has the current one (W14)
	ListChanged     Code = "list_changed"      // the list moved since the impact was shown (W5)
	SlotFull        Code = "slot_full"         // no free slot; Details names the occupants (W3)
	Duplicate       Code = "duplicate"         // the same thing exists already
	KeyReused       Code = "key_reused"        // an idempotency key was sent with another body (W14)
	ReasonNeeded    Code = "reason_needed"     // a manager's move past started work or slots says why (W15)
	NotNow          Code = "not_now"           // the hour or the budget is in the way; Details says which, and when it opens
	ProposeInstead  Code = "propose_instead"   // this may only be proposed to the owner
	StartAgain      Code = "start_again"       // the change feed can't continue from this revision
	Dependency      Code = "dependency_failed" // an earlier operation of the batch made this one impossible
	TooMany         Code = "too_many"          // slow down; RetryAfter says by how much
	TooLarge        Code = "too_large"         // the input is over its size limit
	Busy            Code = "busy"              // the database can't take more now; RetryAfter says when
	Unavailable     Code = "unavailable"       // the database is out of reach; RetryAfter says when
	DiskFull        Code = "disk_full"         // no room for the write; nothing was changed
	Internal        Code = "internal"          // a fault of the program; the log has the cause
)

// Field locates one problem in the input.
type Field struct {
	Location string `json:"location"` // for example "body.due_date" or "row 12"
	Message  string `json:"message"`  // what is wrong and how to mend it
}

// Error is a refusal that a caller can act on.
type Error struct {
	Code       Code
	Message    string        // safe to show, ends without a period when it continues a sentence
	Fields     []Field       // where the input is wrong, for Invalid
	Details    any           // what the client needs to go on, for example the occupants of a slot
	Replayed   bool          // refused before, under the same key; the reason in full was in that answer
	RetryAfter time.Duration // how long to wait, for TooMany, Busy and Unavailable
	Cause      error         // for the log; never shown
}

// Error gives the code, the message and the cause, for the log.
func (e *Error) Error() string {
	if e.Cause != nil {
		return fmt.Sprintf("%s: %s: %v", e.Code, e.Message, e.Cause)
	}
	return fmt.Sprintf("%s: %s", e.Code, e.Message)
}

// Unwrap gives the cause to errors.Is and errors.As.
func (e *Error) Unwrap() error { return e.Cause }

// New makes a refusal with a message that is safe to show.
func New(code Code, format string, args ...any) *Error {
	return &Error{Code: code, Message: fmt.Sprintf(format, args...)}
}

// Wrap makes a refusal that keeps its cause for the log.
func Wrap(cause error, code Code, format string, args ...any) *Error {
	e := New(code, format, args...)
	e.Cause = cause
	return e
}

// InvalidField makes an Invalid error about one place of the input.
func InvalidField(location, format string, args ...any) *Error {
	message := fmt.Sprintf(format, args...)
	return &Error{Code: Invalid, Message: message, Fields: []Field{{Location: location, Message: message}}}
}

// With returns the error with details that the client needs to go on.
func (e *Error) With(details any) *Error {
	e.Details = details
	return e
}

// CodeOf returns the code of err: Internal for any error that is not an
// *Error, and "" for nil.
func CodeOf(err error) Code {
	if err == nil {
		return ""
	}
	if e, ok := errors.AsType[*Error](err); ok {
		return e.Code
	}
	return Internal
}

// Is reports whether err is a refusal with this code.
func Is(err error, code Code) bool { return err != nil && CodeOf(err) == code }

// Final reports whether the same request, sent again unchanged, would be
// refused again: such a refusal is remembered under its idempotency key.
func (c Code) Final() bool {
	switch c {
	case Invalid, NotFound, Forbidden, StateConflict, EditConflict, ListChanged, SlotFull,
		Duplicate, KeyReused, ReasonNeeded, ProposeInstead, Dependency, TooLarge:
		return true
	default:
		return false
	}
}
