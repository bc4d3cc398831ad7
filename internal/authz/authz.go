// Package authz decides who sees what and who may do what.
//
//   - Seeing: an object is in scopes, people hold scopes (scope.go). One
//     predicate serves single reads, lists and the change feed, so that a list
//     shows a row exactly when its read is allowed (rule A2).
//   - Doing: a small table of (action, relation) for objects that one can read
//     (policy.go).
//
// Both are pure: the package knows no database, and no package above it
// decides on its own.
package authz

import (
	"slices"

	"cairn/internal/errs"
)

// Role is what a person may do to the workspace. It opens no content.
type Role string

// The roles.
const (
	Owner  Role = "owner"
	Admin  Role = "admin"
	Member Role = "member"
)

// Valid reports whether the role is one of the three.
func (r Role) Valid() bool { return r == Owner || r == Admin || r == Member }

// Administers reports whether the role manages people, teams and settings.
func (r Role) Administers() bool { return r == Owner || r == Admin }

// Grant is what an API token may be used for.
type Grant string

// The grants of an API token. A session has all of them.
const (
	GrantRead  Grant = "read"
	GrantWrite Grant = "write"
	GrantAdmin Grant = "admin"
)

// Grants lists the grants that a token can be given.
func Grants() []Grant { return []Grant{GrantRead, GrantWrite, GrantAdmin} }

// Actor is the person on whose behalf something is done, and the credential by
// which they are known.
type Actor struct {
	PersonID string
	Role     Role
	TokenID  string  // the session or API token in use; empty for the command line
	Grants   []Grant // what the credential allows; nil means everything
}

// Call is one write: who makes it, and the idempotency key under which it may
// be sent again (rule W14). A call without a key is never replayed.
type Call struct {
	Actor

	Key  string
	Hash string // of method, path and body: the same key with another hash is refused
}

// Allows reports whether the credential allows this use.
func (a Actor) Allows(grant Grant) bool {
	return a.Grants == nil || slices.Contains(a.Grants, grant)
}

// Administers refuses whoever doesn't manage the workspace.
func (a Actor) Administers() error {
	if !a.Role.Administers() {
		return errs.New(errs.Forbidden, "only an admin of the workspace can do this")
	}
	if !a.Allows(GrantAdmin) {
		return errs.New(errs.Forbidden, "this token may not administer; make one with the scope %q", GrantAdmin)
	}
	return nil
}
