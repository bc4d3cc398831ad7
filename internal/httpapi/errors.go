package httpapi

import (
	"context"
	"errors"
	"log/slog"
	"math"
	"net/http"
	"strconv"

	"cairn/internal/errs"

	"github.com/danielgtaylor/huma/v2"
)

// Problem is how every refusal leaves the server (RFC 9457), with a stable code
// and what the client needs to go on.
type Problem struct { //nolint:errname // its name is that of RFC 9457, and OpenAPI's
	Type    string       `json:"type" doc:"Names the kind of problem" example:"/problems/slot_full"`
	Title   string       `json:"title"`
	Status  int          `json:"status"`
	Detail  string       `json:"detail" doc:"What is wrong and how to mend it"`
	Code    errs.Code    `json:"code" doc:"Stable: decide by it"`
	Errors  []errs.Field `json:"errors,omitempty" doc:"Where the input is wrong"`
	Details any          `json:"details,omitempty" doc:"What is needed to go on; its shape follows from the code"`
	// Whoever did not hear the first answer asks anew: nothing was done under the key.
	Replayed bool `json:"replayed,omitempty" doc:"It was refused before under the same Idempotency-Key; the reason in full was in that answer. Under a new key it is looked at anew"`

	retryAfter string
}

// Error makes a Problem an error that huma sends as it is.
func (p *Problem) Error() string { return string(p.Code) + ": " + p.Detail }

// GetStatus gives huma the status.
func (p *Problem) GetStatus() int { return p.Status }

// ContentType is the media type of RFC 9457.
func (p *Problem) ContentType(string) string { return "application/problem+json" }

// GetHeaders gives huma the Retry-After of RFC 9110.
func (p *Problem) GetHeaders() http.Header {
	header := http.Header{}
	if p.retryAfter != "" {
		header.Set("Retry-After", p.retryAfter)
	}
	return header
}

// The codes of what HTTP itself refuses.
const (
	methodNotAllowed errs.Code = "method_not_allowed"
	unsupportedMedia errs.Code = "unsupported_media_type"
)

// statusOf is the one map from codes to HTTP.
func statusOf(code errs.Code) int {
	switch code {
	case errs.Invalid, errs.KeyReused, errs.ReasonNeeded:
		return http.StatusUnprocessableEntity
	case errs.NotFound, errs.OutOfSight:
		return http.StatusNotFound
	case errs.Forbidden, errs.ProposeInstead:
		return http.StatusForbidden
	case errs.Unauthenticated, errs.BadCredentials:
		return http.StatusUnauthorized
	case errs.StateConflict, errs.EditConflict, errs.ListChanged, errs.SlotFull, errs.Duplicate, errs.ShownOnce, errs.NotNow:
		return http.StatusConflict
	case methodNotAllowed:
		return http.StatusMethodNotAllowed
	case unsupportedMedia:
		return http.StatusUnsupportedMediaType
	case errs.StartAgain:
		return http.StatusGone
	case errs.Dependency:
		return http.StatusFailedDependency
	case errs.TooMany:
		return http.StatusTooManyRequests
	case errs.TooLarge:
		return http.StatusRequestEntityTooLarge
	case errs.Busy, errs.Unavailable:
		return http.StatusServiceUnavailable
	case errs.DiskFull:
		return http.StatusInsufficientStorage
	case errs.Internal:
		return http.StatusInternalServerError
	default:
		return http.StatusInternalServerError
	}
}

// problem turns any error into what the client is told. What isn't an
// *errs.Error is a fault of the program: logged in full, told in general.
func problem(ctx context.Context, log *slog.Logger, err error) *Problem {
	if sent, ok := errors.AsType[*Problem](err); ok {
		return sent
	}
	var e *errs.Error
	if !errors.As(err, &e) {
		log.ErrorContext(ctx, "request failed", "error", err)
		e = errs.New(errs.Internal, "something went wrong here; nothing is lost that was confirmed. Try again, and if it stays, tell whoever runs the server")
	} else if e.Cause != nil {
		log.WarnContext(ctx, "request refused", "code", e.Code, "cause", e.Cause)
	}
	p := newProblem(e.Code, e.Message)
	p.Errors, p.Details, p.Replayed = e.Fields, e.Details, e.Replayed
	if e.RetryAfter > 0 {
		p.retryAfter = strconv.Itoa(int(math.Ceil(e.RetryAfter.Seconds())))
	}
	return p
}

func newProblem(code errs.Code, detail string) *Problem {
	status := statusOf(code)
	return &Problem{
		Type: "/problems/" + string(code), Title: http.StatusText(status), Status: status, Detail: detail, Code: code,
	}
}

// humaProblem makes a Problem of what huma itself refuses: input that doesn't
// fit its schema, unknown media types, bodies that are too large.
func humaProblem(status int, message string, causes ...error) huma.StatusError {
	code := errs.Invalid
	switch status {
	case http.StatusNotFound:
		code = errs.NotFound
	case http.StatusRequestEntityTooLarge:
		code = errs.TooLarge
	case http.StatusInternalServerError:
		code, message = errs.Internal, "something went wrong here"
	}
	p := newProblem(code, message)
	for _, cause := range causes {
		detailer, ok := cause.(huma.ErrorDetailer)
		if !ok {
			continue
		}
		detail := detailer.ErrorDetail()
		p.Errors = append(p.Errors, errs.Field{Location: detail.Location, Message: detail.Message})
	}
	if len(p.Errors) > 0 {
		p.Detail = p.Errors[0].Location + ": " + p.Errors[0].Message
	}
	return p
}
