package httpapi

import (
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"runtime/debug"
	"time"
)

// detach lets a stream go on without its handler, and reports whether it does. As
// long as a handler has not returned, net/http keeps two buffers, a goroutine that
// reads, and the stack that the way to here has grown: some 35 KB of an event
// stream that is idle nearly always. On its own it has a tenth of them.
//
// It is for HTTP/1.1, where a stream has a connection to itself; the head, and what
// was sent so far, went out in the server's own way, in chunks (RFC 9112, 7.1).
func (f *follower) detach() bool {
	w, ok := f.out.(http.ResponseWriter)
	if !ok || !f.request.ProtoAtLeast(1, 1) || f.request.ProtoMajor != 1 {
		return false
	}
	connection, _, err := http.NewResponseController(w).Hijack()
	if err != nil {
		return false
	}
	// Not the request's: it ends with the handler, and holds what is to be let go.
	ctx, cancel := context.WithCancel(context.Background())
	f.request = (&http.Request{Header: f.request.Header}).WithContext(ctx)
	f.out = chunks{connection}
	go func() {
		defer cancel()
		// A client has nothing more to say: whatever comes is its end.
		_, _ = connection.Read(make([]byte, 1))
	}()
	go func() {
		defer func() {
			_, _ = io.WriteString(f.out, "") // the last chunk
			_ = connection.Close()           // who reads above goes too
		}()
		defer f.a.logPanic(ctx)
		f.run(ctx)
	}()
	return true
}

// logPanic keeps the server up where no handler runs that the middleware watches.
func (a *API) logPanic(ctx context.Context) {
	if fault := recover(); fault != nil {
		a.log.ErrorContext(ctx, "panic", "fault", fault, "stack", string(debug.Stack()))
	}
}

// chunks are the body of an answer whose length nobody knows.
type chunks struct{ connection net.Conn }

// writePatience is how long a client may take no byte of a stream.
const writePatience = 30 * time.Second

func (c chunks) Write(p []byte) (int, error) {
	if err := c.connection.SetWriteDeadline(time.Now().Add(writePatience)); err != nil { //nolint:forbidigo // the network's time
		return 0, err
	}
	if _, err := fmt.Fprintf(c.connection, "%x\r\n%s\r\n", len(p), p); err != nil {
		return 0, err
	}
	return len(p), nil
}

// Flush is there for who flushes: nothing is held back.
func (c chunks) Flush() {}
