package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// server is a process that serves on loopback: Cairn itself, or a floor.
type server struct {
	address string // host:port
	ready   time.Duration
	cmd     *exec.Cmd
	log     *bytes.Buffer
	exited  chan error
}

// start runs a program that listens on CAIRN_ADDR, and waits until /readyz
// answers 200. It notes how long that took from before the process was there.
func start(ctx context.Context, program string, args, environment []string) (*server, error) {
	address, err := freeAddress(ctx)
	if err != nil {
		return nil, err
	}
	s := &server{address: address, log: &bytes.Buffer{}, exited: make(chan error, 1)}
	s.cmd = exec.CommandContext(ctx, program, args...)
	s.cmd.Env = append(append(os.Environ(), "CAIRN_ADDR="+address), environment...)
	s.cmd.Stdout, s.cmd.Stderr = s.log, s.log
	begun := time.Now()
	if err := s.cmd.Start(); err != nil {
		return nil, fmt.Errorf("start %s: %w", program, err)
	}
	go func() { s.exited <- s.cmd.Wait() }()
	if err := s.waitReady(ctx); err != nil {
		_ = s.cmd.Process.Kill()
		return nil, fmt.Errorf("%w; it said:\n%s", err, s.log)
	}
	s.ready = time.Since(begun)
	return s, nil
}

// startCairn starts the built binary on a database; where profiles are wanted,
// this program in its place, under the profiler.
func (b *bench) startCairn(ctx context.Context, p *place) (*server, error) {
	if b.profiles != "" {
		b.profiled++
		file := filepath.Join(b.profiles, fmt.Sprintf("server-%d-%s.pprof", b.profiled, p.engine))
		b.report.sayf("its profile: %s", file)
		return start(ctx, b.self, nil, append(p.environment(), profileVariable+"="+file))
	}
	return start(ctx, b.binary, []string{"serve"}, p.environment())
}

func freeAddress(ctx context.Context) (string, error) {
	var config net.ListenConfig
	listener, err := config.Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return "", err
	}
	return listener.Addr().String(), listener.Close()
}

// startPatience is far beyond what any start takes.
const startPatience = 60 * time.Second

func (s *server) waitReady(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, startPatience)
	defer cancel()
	tick := time.NewTicker(time.Millisecond)
	defer tick.Stop()
	for {
		if s.answers(ctx) {
			return nil
		}
		select {
		case err := <-s.exited:
			return fmt.Errorf("the server ended before it was ready: %w", err)
		case <-ctx.Done():
			return errors.New("the server did not get ready")
		case <-tick.C:
		}
	}
}

func (s *server) answers(ctx context.Context) bool {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://"+s.address+"/readyz", http.NoBody)
	if err != nil {
		return false
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return false
	}
	_ = response.Body.Close()
	return response.StatusCode == http.StatusOK
}

// stop ends the server as an operator would.
func (s *server) stop() error {
	http.DefaultClient.CloseIdleConnections()
	_ = s.cmd.Process.Signal(syscall.SIGTERM)
	select {
	case err := <-s.exited:
		if err != nil {
			return fmt.Errorf("the server ended with %w; it said:\n%s", err, s.log)
		}
		return nil
	case <-time.After(startPatience):
		_ = s.cmd.Process.Kill()
		return errors.New("the server did not stop")
	}
}

// memory is what a process holds, in bytes.
type memory struct {
	resident  int64 // VmRSS
	anonymous int64 // of it, what isn't a mapped file (RssAnon)
	peak      int64 // VmHWM
}

// memory reads the kernel's account of the process.
func (s *server) memory() (memory, error) {
	text, err := os.ReadFile("/proc/" + strconv.Itoa(s.cmd.Process.Pid) + "/status")
	if err != nil {
		return memory{}, err
	}
	var m memory
	into := map[string]*int64{"VmRSS": &m.resident, "RssAnon": &m.anonymous, "VmHWM": &m.peak}
	for line := range strings.Lines(string(text)) {
		name, value, _ := strings.Cut(line, ":")
		if to, ok := into[name]; ok {
			kilobytes, err := strconv.ParseInt(strings.TrimSuffix(strings.TrimSpace(value), " kB"), 10, 64)
			if err != nil {
				return memory{}, fmt.Errorf("read %q: %w", line, err)
			}
			*to = kilobytes << 10
		}
	}
	return m, nil
}

// processorTime is how long the process has used processors.
func (s *server) processorTime() (time.Duration, error) {
	text, err := os.ReadFile("/proc/" + strconv.Itoa(s.cmd.Process.Pid) + "/stat")
	if err != nil {
		return 0, err
	}
	// The fields after the program's name, which is in brackets; utime and
	// stime are the 14th and 15th of all, in hundredths of a second.
	fields := strings.Fields(string(text[bytes.LastIndexByte(text, ')')+1:]))
	var ticks int64
	for _, field := range fields[11:13] {
		n, err := strconv.ParseInt(field, 10, 64)
		if err != nil {
			return 0, err
		}
		ticks += n
	}
	return time.Duration(ticks) * 10 * time.Millisecond, nil
}
