package httpapi

import (
	"bytes"
	"context"
	"encoding/json"
	"net/http"
	"strings"

	"cairn/internal/authz"
	"cairn/internal/errs"
)

// batch is several writes that a client has queued, in order.
type batch struct {
	Body struct {
		Operations []operation `json:"operations" minItems:"1" maxItems:"100"`
	}
}

type operation struct {
	Key    string          `json:"key" minLength:"8" maxLength:"100" doc:"The idempotency key of this write"`
	Method string          `json:"method" enum:"POST,PATCH,DELETE"`
	Path   string          `json:"path" doc:"Such as /api/v1/tasks"`
	Body   json.RawMessage `json:"body,omitempty"`
}

type batchResult struct {
	Results []operationResult `json:"results" doc:"One an operation, in order"`
}

type operationResult struct {
	Key    string          `json:"key"`
	Status int             `json:"status" doc:"0: not tried"`
	Code   errs.Code       `json:"code,omitempty"`
	Body   json.RawMessage `json:"body,omitempty" doc:"What the operation alone would have answered"`
}

// notTried is the code of operations after one that the server could not do.
const notTried errs.Code = "not_tried"

// postBatch does the operations one after the other, each its own transaction
// under its own key. A refusal doesn't stop the rest, except those that need
// what was refused; a fault does, because the rest would meet it too.
func (a *API) postBatch(ctx context.Context, _ authz.Actor, in *batch) (batchResult, error) {
	outer := requestOf(ctx).http
	result := batchResult{Results: make([]operationResult, 0, len(in.Body.Operations))}
	failed := map[string]bool{} // ids whose create failed
	stopped := false
	for _, op := range in.Body.Operations {
		if stopped {
			result.Results = append(result.Results, operationResult{Key: op.Key, Code: notTried})
			continue
		}
		done := a.operate(ctx, outer, op, failed)
		// Not found is also what a create that is sent again is answered, when the
		// object has been deleted since: what followed then was done.
		if done.Status >= http.StatusBadRequest && done.Status != http.StatusNotFound && op.Method == http.MethodPost {
			if id := clientID(op.Body); id != "" {
				failed[id] = true
			}
		}
		stopped = done.Status >= http.StatusInternalServerError || done.Status == http.StatusTooManyRequests ||
			done.Status == http.StatusUnauthorized
		result.Results = append(result.Results, done)
	}
	return result, nil
}

func (a *API) operate(ctx context.Context, outer *http.Request, op operation, failed map[string]bool) operationResult {
	if !batchable(op.Method, op.Path) {
		return refused(op.Key, errs.New(errs.Invalid, "%s can't be a part of a batch", op.Path))
	}
	for segment := range strings.SplitSeq(op.Path, "/") {
		if failed[segment] {
			return refused(op.Key, errs.New(errs.Dependency, "the operation that makes %s was refused", segment))
		}
	}
	if string(op.Body) == "null" {
		op.Body = nil
	}
	request, err := http.NewRequestWithContext(ctx, op.Method, op.Path, bytes.NewReader(op.Body))
	if err != nil {
		return refused(op.Key, errs.New(errs.Invalid, "%q is not a path of this API", op.Path))
	}
	request.Host, request.RemoteAddr = outer.Host, outer.RemoteAddr
	request.Header.Set("Content-Type", "application/json")
	request.Header.Set("Idempotency-Key", op.Key)
	answer := &recorder{header: http.Header{}, status: http.StatusOK}
	a.identify(a.mux).ServeHTTP(answer, request)
	done := operationResult{Key: op.Key, Status: answer.status}
	if body := bytes.TrimSpace(answer.body.Bytes()); json.Valid(body) {
		done.Body = body
	}
	var told struct {
		Code errs.Code `json:"code"`
	}
	if answer.status >= http.StatusBadRequest && json.Unmarshal(done.Body, &told) == nil {
		done.Code = told.Code
	}
	return done
}

// batchable keeps to writes of content: what is about credentials or files has
// its own request, except that many people may be invited in one go.
func batchable(method, path string) bool {
	rest, ok := strings.CutPrefix(path, prefix+"/")
	if !ok || strings.ContainsAny(rest, "?#") || strings.Contains(rest, "..") {
		return false
	}
	noun, _, _ := strings.Cut(rest, "/")
	switch noun {
	case "tasks", "comments", "requests", "people", "time-off", "teams", "holidays", "workspace", "today", "interruptions":
		return true
	case "invitations":
		return method == http.MethodPost && rest == noun
	default:
		return false
	}
}

func clientID(body json.RawMessage) string {
	var named struct {
		ID string `json:"id"`
	}
	if json.Unmarshal(body, &named) != nil {
		return ""
	}
	return named.ID
}

func refused(key string, err *errs.Error) operationResult {
	p := newProblem(err.Code, err.Message)
	done := operationResult{Key: key, Status: p.Status, Code: p.Code}
	if body, err := json.Marshal(p); err == nil { // without details it always marshals
		done.Body = body
	}
	return done
}

// recorder keeps the answer to one operation.
type recorder struct {
	header http.Header
	status int
	body   bytes.Buffer
}

// Header is the answer's header.
func (r *recorder) Header() http.Header { return r.header }

// Write adds to the answer's body.
func (r *recorder) Write(p []byte) (int, error) { return r.body.Write(p) }

// WriteHeader sets the answer's status.
func (r *recorder) WriteHeader(status int) { r.status = status }
