package httpapi

import (
	"compress/gzip"
	"context"
	"io"
	"net/http"
	"strings"
	"time"

	"cairn/internal/activity"
	"cairn/internal/authz"

	"github.com/danielgtaylor/huma/v2"
	"github.com/klauspost/compress/gzhttp"
)

type changesSince struct {
	Since int64  `query:"since" minimum:"0" doc:"The last revision delivered; 0 for everything"`
	Mark  string `query:"mark" maxLength:"100" doc:"The mark that came with that revision; it tells when a backup was put back meanwhile"`
	Limit int    `query:"limit" minimum:"1" maximum:"1000" default:"500"`
	Watch string `query:"watch" doc:"Scopes to follow beside my own, separated by commas"`
	Scope string `query:"scope" doc:"Page this one scope"`
}

func (a *API) getChanges(ctx context.Context, actor authz.Actor, in *changesSince) (activity.Page, error) {
	return a.feed.Changes(ctx, actor, activity.Query{
		Since: in.Since, Mark: in.Mark, Limit: in.Limit, Watch: watched(in.Watch), Only: authz.Scope(in.Scope),
	})
}

// packed sends long pages of the change feed packed: a browser's first copy comes
// whole, and over a slow line is what one waits for. Other answers are short, or
// asked for so often that packing them would be most of their cost.
func packed(next http.Handler) http.Handler {
	pack, err := gzhttp.NewWrapper(gzhttp.MinSize(longAnswer), gzhttp.CompressionLevel(gzip.BestSpeed))
	if err != nil {
		panic("httpapi: " + err.Error()) // both are constants
	}
	long := pack(next)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == prefix+"/changes" {
			long.ServeHTTP(w, r)
			return
		}
		next.ServeHTTP(w, r)
	})
}

const longAnswer = 4 << 10 // bytes

const maxWatched = 50

func watched(list string) []authz.Scope {
	var scopes []authz.Scope
	for name := range strings.SplitSeq(list, ",") {
		if name != "" && len(scopes) < maxWatched {
			scopes = append(scopes, authz.Scope(name))
		}
	}
	return scopes
}

// pokeAtMostEvery bounds the pokes of one event stream.
const pokeAtMostEvery = time.Second

type streamInput struct {
	Watch string `query:"watch" doc:"Scopes to follow beside my own, separated by commas"`
}

// stream registers the event stream (SSE): an empty "poke" after each change of
// what the reader follows, at most one a second.
func (a *API) stream(pattern string, access Access, summary string) {
	operation := a.operation(pattern, access, summary, http.StatusOK)
	huma.Register(a.huma, operation, func(ctx context.Context, in *streamInput) (*huma.StreamResponse, error) {
		call, err := a.call(ctx, access)
		if err != nil {
			return nil, problem(ctx, a.log, err)
		}
		watch := watched(in.Watch)
		scopes, err := a.feed.Scopes(ctx, call.Actor, watch)
		if err != nil {
			return nil, problem(ctx, a.log, err)
		}
		request := requestOf(ctx).http
		return &huma.StreamResponse{Body: func(out huma.Context) {
			out.SetHeader("Content-Type", "text/event-stream")
			out.SetHeader("Cache-Control", "no-store")
			out.SetHeader("X-Accel-Buffering", "no")
			if request.ProtoMajor == 1 {
				out.SetHeader("Connection", "close") // nothing comes after it
			}
			if request.Method == http.MethodHead {
				return
			}
			stream := a.hub.Subscribe(call.PersonID, scopes)
			f := &follower{a: a, actor: call.Actor, watch: watch, stream: stream, request: request, out: out.BodyWriter()}
			if f.begin() && f.detach() {
				return
			}
			f.run(ctx)
		}}, nil
	})
}

// follower is one open event stream. The session is looked at again when what
// the person may read has changed, and with each heartbeat, so that one that was
// ended or has expired does not go on listening.
type follower struct {
	a       *API
	actor   authz.Actor
	watch   []authz.Scope
	stream  *activity.Stream
	request *http.Request
	out     io.Writer
}

// begin sends the head, and a first poke: a change may have come before the stream.
func (f *follower) begin() bool { return f.send("retry: 2000\nevent: poke\ndata:\n\n") }

// run follows until the stream ends, with ctx or by itself.
func (f *follower) run(ctx context.Context) {
	defer f.stream.Close()
	beat := time.NewTicker(f.a.config.Heartbeat)
	defer beat.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-f.a.closing:
			return
		case <-beat.C:
			if !f.may(nil) || !f.send(": still here\n\n") {
				return
			}
		case <-f.stream.Wake():
			if !f.poke(ctx) {
				return
			}
		}
	}
}

func (f *follower) poke(ctx context.Context) bool {
	if f.stream.GrantsMoved() {
		var scopes []authz.Scope
		if !f.may(func() (err error) {
			scopes, err = f.a.feed.Scopes(ctx, f.actor, f.watch)
			return err
		}) {
			return false
		}
		f.stream.Follow(scopes)
	}
	if !f.send("event: poke\ndata:\n\n") {
		return false
	}
	select {
	case <-time.After(pokeAtMostEvery):
		return true
	case <-ctx.Done():
		return false
	case <-f.a.closing:
		return false
	}
}

// may reports whether the stream goes on: its session stands, the person is active,
// and what else there is to ask is answered. If not, the client connects again, and
// reads the feed first. The stack that such questions need is not the stream's own,
// which would keep it.
func (f *follower) may(also func() error) bool {
	answer := make(chan bool, 1)
	go func() {
		defer close(answer)
		defer f.a.logPanic(f.request.Context())
		_, err := f.a.authenticate(f.request)
		if err == nil && also != nil {
			err = also()
		}
		answer <- err == nil
	}()
	return <-answer
}

func (f *follower) send(text string) bool {
	if _, err := io.WriteString(f.out, text); err != nil {
		return false
	}
	flusher, ok := f.out.(http.Flusher)
	if ok {
		flusher.Flush()
	}
	return ok
}
