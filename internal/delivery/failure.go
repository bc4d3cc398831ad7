package delivery

import (
	"errors"
	"fmt"
	"time"

	"cairn/internal/errs"
)

// ErrNothing says that there is nothing left to deliver: what the letter would
// say is dealt with, or the person has left or closed the channel.
var ErrNothing = errors.New("delivery: nothing left to say")

// OrNothing says of what is not there any more that there is nothing to say, and of
// any other error what it is.
func OrNothing(err error) error {
	if errs.Is(err, errs.NotFound) {
		return ErrNothing
	}
	return err
}

// Failure is why a letter was not delivered. Its words are logged, kept, and shown
// to admins, so they tell nothing of what the letter carries; the cause, which
// may quote from it, goes nowhere.
type Failure struct {
	Words     string
	Permanent bool
	Cause     error
}

// Error gives the safe words.
func (f *Failure) Error() string { return f.Words }

// Unwrap gives the cause to errors.Is and errors.As.
func (f *Failure) Unwrap() error { return f.Cause }

// Refused is a failure that trying again can't mend.
func Refused(cause error, words string, args ...any) error {
	return &Failure{Words: fmt.Sprintf(words, args...), Permanent: true, Cause: cause}
}

// TryAgain is a failure that may pass.
func TryAgain(cause error, words string, args ...any) error {
	return &Failure{Words: fmt.Sprintf(words, args...), Cause: cause}
}

// NotBefore says that the person may not be reached before an instant (N4). It is
// no failure.
func NotBefore(at time.Time) error { return notBefore{at} }

type notBefore struct{ at time.Time }

// Error tells until when.
func (n notBefore) Error() string { return "delivery: not before " + n.at.UTC().Format(time.RFC3339) }
