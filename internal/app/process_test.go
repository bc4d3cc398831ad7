package app_test

import (
	"bufio"
	"net/http"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"testing"
	"time"

	"cairn/internal/db"
)

// patience is how long a test waits for what must come. It comes at once; a
// machine that is busy takes longer.
const patience = 60 * time.Second

// process is a server in a process of its own.
type process struct {
	testing.TB

	command *exec.Cmd
	base    string // its address
	setUp   string // the secret of the first run, if the server told one
}

// start starts a server on a database, and waits until it is ready.
func start(t testing.TB, place db.Config) *process {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	p := &process{TB: t, command: exec.CommandContext(t.Context(), self)}
	p.command.Env = append(os.Environ(), serveVariable+"="+place.Folder+"\n"+place.Address)
	p.command.Stderr = os.Stderr
	out, err := p.command.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := p.command.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if p.command.ProcessState == nil {
			p.kill() // the test ended before it
		}
	})
	said := bufio.NewScanner(out)
	for said.Scan() {
		if addr, ok := strings.CutPrefix(said.Text(), saysReady); ok {
			p.base = "http://" + addr
			return p
		}
		if strings.HasPrefix(said.Text(), saysSetUp) {
			_, p.setUp, _ = strings.Cut(said.Text(), "#")
		}
	}
	t.Fatalf("the server ended before it was ready: %v, %v", said.Err(), p.command.Wait())
	return nil
}

// kill ends the process as a power cut ends it, but for what the disk does.
func (p *process) kill() {
	p.Helper()
	if err := p.command.Process.Kill(); err != nil {
		p.Error(err)
	}
	_ = p.command.Wait() // it was killed
}

// stop tells the process to end, and waits until it has.
func (p *process) stop() {
	p.Helper()
	if err := p.command.Process.Signal(syscall.SIGTERM); err != nil {
		p.Error(err)
	}
	if err := p.command.Wait(); err != nil {
		p.Errorf("the server did not end well: %v", err)
	}
}

// wait waits until a condition holds.
func wait(t testing.TB, what string, holds func() bool) {
	t.Helper()
	late := time.After(patience)
	tick := time.NewTicker(5 * time.Millisecond)
	defer tick.Stop()
	for !holds() {
		select {
		case <-tick.C:
		case <-late:
			t.Fatalf("waited in vain until %s", what)
		}
	}
}

// newClient is an HTTP client whose connections end with the test.
func newClient(t testing.TB) *http.Client {
	t.Helper()
	transport := &http.Transport{MaxIdleConnsPerHost: 32}
	t.Cleanup(transport.CloseIdleConnections)
	return &http.Client{Transport: transport, Timeout: patience}
}
