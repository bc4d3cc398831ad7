// Package id makes and checks the identifiers of objects: UUIDs of version 7
// (RFC 9562), which sort by the time they were made. Browsers make them too,
// so that an object has its identity before the server has heard of it.
package id

import (
	"cairn/internal/errs"

	"github.com/google/uuid"
)

// New returns a fresh identifier.
func New() string { return uuid.Must(uuid.NewV7()).String() }

// Check refuses anything but a UUID in its canonical, lower-case form. The
// location names the place of the input in the refusal.
func Check(location, s string) error {
	u, err := uuid.Parse(s)
	if err != nil || u.String() != s {
		return errs.InvalidField(location, "must be a UUID in lower case, such as 019368aa-7c3e-7d52-a2f0-6b6d3d5c1a10")
	}
	return nil
}
