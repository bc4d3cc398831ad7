package inbox_test

import (
	"bufio"
	"fmt"
	"net"
	"time"
)

// peer is another mail server, which speaks line by line.
type peer struct {
	*rig

	conn net.Conn
	in   *bufio.Reader
}

func (r *rig) connect(network, address, hello string) *peer {
	r.t.Helper()
	conn, err := (&net.Dialer{}).DialContext(r.ctx, network, address)
	r.ok(err)
	r.t.Cleanup(func() { _ = conn.Close() })
	r.ok(conn.SetDeadline(time.Now().Add(time.Minute)))
	p := &peer{r, conn, bufio.NewReader(conn)}
	p.hear("220")
	p.say("250", hello+" mx.example.com")
	return p
}

// say says a line, and fails unless the server answers so.
func (p *peer) say(want, line string, args ...any) {
	p.t.Helper()
	_, err := fmt.Fprintf(p.conn, line+"\r\n", args...)
	p.ok(err)
	p.hear(want)
}

// answer is the code that a line is answered with.
func (p *peer) answer(line string) string {
	p.t.Helper()
	_, err := fmt.Fprintf(p.conn, "%s\r\n", line)
	p.ok(err)
	return p.code()
}

func (p *peer) hear(want string) {
	p.t.Helper()
	if code := p.code(); code != want {
		p.t.Fatalf("the server says %s, want %s", code, want)
	}
}

// code is that of an answer of one or more lines.
func (p *peer) code() string {
	p.t.Helper()
	for {
		line, err := p.in.ReadString('\n')
		p.ok(err)
		if len(line) > 3 && line[3] != '-' {
			return line[:3]
		}
	}
}
