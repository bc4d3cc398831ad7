package main

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"strconv"
	"time"
)

// wire is one keep-alive connection. It speaks just enough HTTP/1.1 to a server
// that we know: the client of net/http would use as much of the two processors
// as what it measures.
type wire struct {
	conn net.Conn
	in   *bufio.Reader
	body bytes.Buffer
}

// wireDeadline ends a request that got no answer.
const wireDeadline = time.Minute

func dial(address string) (*wire, error) { return dialSized(address, 64<<10) }

func dialSized(address string, buffer int) (*wire, error) {
	dialer := net.Dialer{Timeout: wireDeadline}
	conn, err := dialer.DialContext(context.Background(), "tcp", address)
	if err != nil {
		return nil, err
	}
	return &wire{conn: conn, in: bufio.NewReaderSize(conn, buffer)}, nil
}

func (w *wire) close() { _ = w.conn.Close() }

// do sends a request as it is and reads its answer. The body is valid until the
// next call.
func (w *wire) do(request []byte) (status int, body []byte, err error) {
	_ = w.conn.SetDeadline(time.Now().Add(wireDeadline))
	if _, err := w.conn.Write(request); err != nil {
		return 0, nil, err
	}
	status, length, chunked, err := w.head()
	if err != nil {
		return 0, nil, err
	}
	w.body.Reset()
	switch {
	case chunked:
		err = w.chunks()
	case length > 0:
		_, err = io.CopyN(&w.body, w.in, length)
	}
	return status, w.body.Bytes(), err
}

var errNotHTTP = errors.New("the answer is not HTTP/1.1")

func (w *wire) head() (status int, length int64, chunked bool, err error) {
	line, err := w.in.ReadSlice('\n')
	if err != nil {
		return 0, 0, false, err
	}
	if len(line) < 12 || !bytes.HasPrefix(line, []byte("HTTP/1.1 ")) {
		return 0, 0, false, errNotHTTP
	}
	status, err = strconv.Atoi(string(line[9:12]))
	if err != nil {
		return 0, 0, false, errNotHTTP
	}
	for {
		line, err := w.in.ReadSlice('\n')
		if err != nil {
			return 0, 0, false, err
		}
		line = bytes.TrimRight(line, "\r\n")
		if len(line) == 0 {
			return status, length, chunked, nil
		}
		name, value, _ := bytes.Cut(line, []byte(": "))
		switch {
		case bytes.EqualFold(name, []byte("Content-Length")):
			if length, err = strconv.ParseInt(string(value), 10, 64); err != nil {
				return 0, 0, false, errNotHTTP
			}
		case bytes.EqualFold(name, []byte("Transfer-Encoding")):
			chunked = true
		}
	}
}

func (w *wire) chunks() error {
	for {
		line, err := w.in.ReadSlice('\n')
		if err != nil {
			return err
		}
		size, err := strconv.ParseInt(string(bytes.TrimRight(line, "\r\n")), 16, 64)
		if err != nil {
			return errNotHTTP
		}
		if _, err := io.CopyN(&w.body, w.in, size); err != nil {
			return err
		}
		if _, err := w.in.Discard(len("\r\n")); err != nil || size == 0 {
			return err
		}
	}
}

// request writes out a request of the API. A write has a key of its own.
func request(method, path, token, key string, body []byte) []byte {
	var out bytes.Buffer
	fmt.Fprintf(&out, "%s %s HTTP/1.1\r\nHost: bench\r\n", method, path)
	if token != "" {
		fmt.Fprintf(&out, "Authorization: Bearer %s\r\n", token)
	}
	if key != "" {
		fmt.Fprintf(&out, "Idempotency-Key: %s\r\n", key)
	}
	if method != "GET" {
		fmt.Fprintf(&out, "Content-Type: application/json\r\nContent-Length: %d\r\n", len(body))
	}
	out.WriteString("\r\n")
	out.Write(body)
	return out.Bytes()
}
