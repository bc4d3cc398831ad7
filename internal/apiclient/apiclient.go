// Package apiclient sends requests to a Cairn server, for the command line.
//
// A [Client] knows where the server is and whose token to send. Every write has
// an idempotency key, and is sent again under the same key when nobody can know
// whether it arrived: sent twice it happens once (W14). What the server refuses
// comes back as a [RefusalError] with the server's own words; a server that can't be
// reached is an [UnreachableError].
//
// What is sent and answered are the JSON types of the packages that own them;
// the calls themselves are where they are used.
package apiclient

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"strconv"
	"strings"
	"time"

	"cairn/internal/errs"
	"cairn/internal/id"
)

const (
	prefix = "/api/v1"

	// tries and firstWait bound how long a server that restarts is waited for:
	// 0.25 + 0.5 + 1 + 2 s.
	tries     = 5
	firstWait = 250 * time.Millisecond
	longest   = 10 * time.Second // of the waits that a server may ask for

	timeout   = 2 * time.Minute // a large file over a slow line
	maxAnswer = 64 << 20        // bytes
)

// Client talks to one server as one person.
type Client struct {
	base  string
	token string
	http  *http.Client
	wait  func(ctx context.Context, d time.Duration) error
}

// New returns a client for the server at an address such as
// https://cairn.example.com. An empty token sends none: then the session that
// the server begins is kept until the client is dropped.
func New(address, token string) (*Client, error) {
	base, err := url.Parse(strings.TrimSuffix(address, "/"))
	if err != nil || base.Host == "" || (base.Scheme != "https" && base.Scheme != "http") {
		return nil, fmt.Errorf("%q is not the address of a server; give one such as https://cairn.example.com", address)
	}
	if base.Scheme == "http" && !loopback(base.Hostname()) {
		return nil, fmt.Errorf("%s would send your password and token unencrypted; use https://%s", address, base.Host)
	}
	jar, err := cookiejar.New(nil)
	if err != nil {
		return nil, err
	}
	return &Client{
		base: base.String(), token: token, wait: wait,
		http: &http.Client{
			Timeout: timeout, Jar: jar,
			CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		},
	}, nil
}

// Address is where the server is.
func (c *Client) Address() string { return c.base }

func loopback(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}

// RefusalError is what the server said no to, and why.
type RefusalError struct {
	Status int          `json:"status"`
	Code   errs.Code    `json:"code"`
	Detail string       `json:"detail"` // what is wrong and how to mend it
	Fields []errs.Field `json:"errors"`

	// Details are what the server adds for going on; the code tells their shape.
	Details json.RawMessage `json:"details"`
}

// Error gives the server's words.
func (r *RefusalError) Error() string { return r.Detail }

// UnreachableError is a server that doesn't answer, or not as Cairn does.
type UnreachableError struct {
	Address string
	Cause   error
}

// Error says what to look at.
func (u *UnreachableError) Error() string {
	return fmt.Sprintf("can't reach Cairn at %s: %v", u.Address, u.Cause)
}

// Unwrap gives the cause to errors.Is and errors.As.
func (u *UnreachableError) Unwrap() error { return u.Cause }

// Get reads.
func (c *Client) Get(ctx context.Context, path string, query url.Values, into any) error {
	if len(query) > 0 {
		path += "?" + query.Encode()
	}
	return c.send(ctx, http.MethodGet, path, nil, into)
}

// Post writes; a nil body sends none, and a nil into takes no answer.
func (c *Client) Post(ctx context.Context, path string, body, into any) error {
	return c.send(ctx, http.MethodPost, path, body, into)
}

// Delete removes.
func (c *Client) Delete(ctx context.Context, path string) error {
	return c.send(ctx, http.MethodDelete, path, nil, nil)
}

// send sends a request until it is answered, or there is no use in it.
func (c *Client) send(ctx context.Context, method, path string, body, into any) error {
	var content []byte
	if body != nil {
		var err error
		if content, err = json.Marshal(body); err != nil {
			return fmt.Errorf("write the request: %w", err)
		}
	}
	key := id.New()
	pause := firstWait
	for try := 1; ; try++ {
		again, err := c.once(ctx, method, path, key, content, into)
		if err == nil || again < 0 || try == tries {
			return err
		}
		if waitErr := c.wait(ctx, max(pause, min(again, longest))); waitErr != nil {
			return err
		}
		pause *= 2
	}
}

// once sends a request. After an error, again is how long to wait at least
// before it may be sent again; below zero, it is of no use.
func (c *Client) once(ctx context.Context, method, path, key string, content []byte, into any) (again time.Duration, err error) {
	request, err := http.NewRequestWithContext(ctx, method, c.base+prefix+path, bytes.NewReader(content))
	if err != nil {
		return -1, fmt.Errorf("make the request: %w", err)
	}
	if content != nil {
		request.Header.Set("Content-Type", "application/json")
	}
	request.Header.Set("Accept", "application/json")
	if method != http.MethodGet {
		request.Header.Set("Idempotency-Key", key)
	}
	if c.token != "" {
		request.Header.Set("Authorization", "Bearer "+c.token)
	}
	response, err := c.http.Do(request)
	if err != nil {
		if ctx.Err() != nil {
			return -1, ctx.Err()
		}
		return 0, &UnreachableError{c.base, plainly(err)}
	}
	defer func() { _ = response.Body.Close() }()
	answer, err := io.ReadAll(io.LimitReader(response.Body, maxAnswer))
	if err != nil {
		return 0, &UnreachableError{c.base, plainly(err)}
	}
	if response.StatusCode >= http.StatusMultipleChoices {
		return c.refused(response, answer)
	}
	if into == nil || len(answer) == 0 {
		return -1, nil
	}
	if err := json.Unmarshal(answer, into); err != nil {
		return -1, &UnreachableError{c.base, errors.New("what answers there is not Cairn, or another version of it")}
	}
	return -1, nil
}

// refused makes an error of an answer, and says whether to try again.
func (c *Client) refused(response *http.Response, answer []byte) (again time.Duration, err error) {
	refusal := &RefusalError{}
	isProblem := strings.HasPrefix(response.Header.Get("Content-Type"), "application/problem+json")
	if !isProblem || json.Unmarshal(answer, refusal) != nil || refusal.Code == "" {
		err = &UnreachableError{c.base, fmt.Errorf("it answered %s, and not as Cairn does; look at the address, and at what stands before the server", response.Status)}
	} else {
		refusal.Status, err = response.StatusCode, refusal
	}
	switch response.StatusCode {
	case http.StatusTooManyRequests, http.StatusBadGateway, http.StatusServiceUnavailable, http.StatusGatewayTimeout:
		seconds, _ := strconv.Atoi(response.Header.Get("Retry-After")) // else at once
		return time.Duration(max(seconds, 0)) * time.Second, err
	default:
		return -1, err
	}
}

// plainly takes the address out of an error of net/http: it is told already.
func plainly(err error) error {
	if e, ok := errors.AsType[*url.Error](err); ok {
		return e.Err
	}
	return err
}

func wait(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
