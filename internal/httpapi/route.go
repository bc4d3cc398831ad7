package httpapi

import (
	"context"
	"net/http"
	"strings"

	"cairn/internal/authz"
	"cairn/internal/errs"

	"github.com/danielgtaylor/huma/v2"
)

// Access is who may call a route at all. What they may see and do behind it is
// package authz's.
type Access string

// The accesses. Every route declares one; the route table can't be built
// without.
const (
	Public     Access = "public"     // anybody, without a credential
	Reads      Access = "reads"      // a person; a token needs the scope read
	Writes     Access = "writes"     // a person; a token needs the scope write
	InPerson   Access = "in_person"  // a person in a session of their own, never by a token
	OwnToken   Access = "own_token"  // a person in a session; an API token for itself alone
	Administer Access = "administer" // an admin; a token needs the scope admin
)

// Route is one line of the route table.
type Route struct {
	Method  string
	Path    string
	Access  Access
	Summary string
}

type reply[T any] struct {
	Status int
	Body   T
}

type empty struct{}

// read registers a route that changes nothing.
func read[I, O any](a *API, pattern string, access Access, summary string, fn func(ctx context.Context, actor authz.Actor, in *I) (O, error)) {
	register(a, pattern, access, summary, http.StatusOK, func(ctx context.Context, call authz.Call, in *I) (O, error) {
		return fn(ctx, call.Actor, in)
	})
}

// write registers a route that changes something and answers with it.
func write[I, O any](a *API, pattern string, access Access, summary string, fn func(ctx context.Context, call authz.Call, in *I) (O, error)) {
	register(a, pattern, access, summary, http.StatusOK, fn)
}

// create registers a route that makes something and answers 201 with it.
func create[I, O any](a *API, pattern string, access Access, summary string, fn func(ctx context.Context, call authz.Call, in *I) (O, error)) {
	register(a, pattern, access, summary, http.StatusCreated, fn)
}

// remove registers a route that answers 204, without a body.
func remove[I any](a *API, pattern string, access Access, summary string, fn func(ctx context.Context, call authz.Call, in *I) error) {
	operation := a.operation(pattern, access, summary, http.StatusNoContent)
	huma.Register(a.huma, operation, func(ctx context.Context, in *I) (*struct{}, error) {
		call, err := a.call(ctx, access)
		if err == nil {
			err = fn(ctx, call, in)
		}
		if err != nil {
			return nil, problem(ctx, a.log, err)
		}
		return nil, nil //nolint:nilnil // huma's way to say 204
	})
}

func register[I, O any](a *API, pattern string, access Access, summary string, status int, fn func(ctx context.Context, call authz.Call, in *I) (O, error)) {
	operation := a.operation(pattern, access, summary, status)
	huma.Register(a.huma, operation, func(ctx context.Context, in *I) (*reply[O], error) {
		call, err := a.call(ctx, access)
		if err != nil {
			return nil, problem(ctx, a.log, err)
		}
		body, err := fn(ctx, call, in)
		if err != nil {
			return nil, problem(ctx, a.log, err)
		}
		return &reply[O]{Status: status, Body: body}, nil
	})
}

// operation notes a route in the table and describes it for OpenAPI.
func (a *API) operation(pattern string, access Access, summary string, status int) huma.Operation {
	method, path, _ := strings.Cut(pattern, " ")
	path = prefix + path
	a.table = append(a.table, Route{Method: method, Path: path, Access: access, Summary: summary})
	operation := huma.Operation{
		OperationID: operationID(method, path), Method: method, Path: path, Summary: summary,
		DefaultStatus: status, MaxBodyBytes: maxImportBody, SkipValidateParams: false,
		// The body was read before (see identify). A deadline for reading it, set
		// only now, would cancel a request that takes longer to answer, and with it
		// every later one on the same connection.
		BodyReadTimeout: -1,
		Extensions:      map[string]any{"x-access": string(access)},
	}
	if access != Public {
		operation.Security = []map[string][]string{{"session": {}}, {"token": {}}}
	}
	if method != http.MethodGet {
		operation.Parameters = []*huma.Param{{
			Name: "Idempotency-Key", In: "header", Schema: &huma.Schema{Type: huma.TypeString},
			Description: "Sent twice under one key, the write happens once",
		}}
	}
	return operation
}

// operationID makes a name for generated clients, such as post-tasks-id-move.
func operationID(method, path string) string {
	path = strings.NewReplacer("{", "", "}", "", "_", "-", ".", "-").Replace(strings.TrimPrefix(path, prefix))
	return strings.ToLower(method) + strings.ReplaceAll(path, "/", "-")
}

// call checks the route's access, and says who calls under which key.
func (a *API) call(ctx context.Context, access Access) (authz.Call, error) {
	r := requestOf(ctx)
	call := authz.Call{Key: r.key, Hash: r.hash}
	if access == Public {
		return call, nil
	}
	actor, err := r.who()
	if err != nil {
		return call, err
	}
	call.Actor = actor
	return call, allows(actor, access)
}

func allows(actor authz.Actor, access Access) error {
	switch access {
	case Public:
		return nil
	case Reads:
		return needs(actor, authz.GrantRead)
	case Writes:
		return needs(actor, authz.GrantWrite)
	case InPerson:
		if actor.Grants != nil {
			return errs.New(errs.Forbidden, "this is done logged in, not by an API token")
		}
		return nil
	case OwnToken:
		return nil // which token it is, the service looks at
	case Administer:
		return actor.Administers()
	default:
		return errs.New(errs.Forbidden, "nobody may do this")
	}
}

func needs(actor authz.Actor, grant authz.Grant) error {
	if !actor.Allows(grant) {
		return errs.New(errs.Forbidden, "this token lacks the scope %q; make one that has it in Settings", grant)
	}
	return nil
}
