package app_test

import (
	"context"
	"fmt"
	"net"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"

	"cairn/internal/db"
)

// cluster is a PostgreSQL server of this test's own, which it may stop.
type cluster struct {
	testing.TB

	programs, folder, port string
	as                     *syscall.Credential // PostgreSQL refuses root
}

func newCluster(t testing.TB) *cluster {
	t.Helper()
	c := &cluster{TB: t, programs: postgresPrograms(t)}
	folder, err := os.MkdirTemp(room(), "cairn-outage-") //nolint:usetesting // in memory
	if err != nil {
		t.Fatal(err)
	}
	c.folder = folder
	t.Cleanup(func() { _ = os.RemoveAll(folder) })
	if os.Getuid() == 0 {
		c.as = &syscall.Credential{Uid: 65534, Gid: 65534} // nobody
		if server, err := user.Lookup("postgres"); err == nil {
			c.as = &syscall.Credential{Uid: number(t, server.Uid), Gid: number(t, server.Gid)}
		}
		if err := os.Chown(folder, int(c.as.Uid), int(c.as.Gid)); err != nil {
			t.Fatal(err)
		}
	}
	// A port that was free a moment ago.
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	_, c.port, _ = net.SplitHostPort(listener.Addr().String())
	_ = listener.Close()

	c.run("initdb", "-D", c.data(), "-U", "cairn", "--auth=trust", "--encoding=UTF8", "--no-instructions", "--no-sync")
	c.start()
	t.Cleanup(func() { _ = c.command("pg_ctl", "-D", c.data(), "-m", "immediate", "-w", "stop").Run() })
	return c
}

func (c *cluster) data() string { return filepath.Join(c.folder, "data") }

func (c *cluster) address() string {
	return "postgres://cairn@127.0.0.1:" + c.port + "/postgres?sslmode=disable"
}

func (c *cluster) start() {
	c.Helper()
	c.run("pg_ctl", "-D", c.data(), "-l", filepath.Join(c.folder, "log"), "-w", "-t", "60",
		"-o", "-p "+c.port+" -c listen_addresses=127.0.0.1 -c unix_socket_directories=", "start")
}

func (c *cluster) stop(mode string) {
	c.Helper()
	c.run("pg_ctl", "-D", c.data(), "-m", mode, "-w", "-t", "60", "stop")
}

func (c *cluster) run(program string, args ...string) {
	c.Helper()
	command := c.command(program, args...)
	// Into a file: the server that pg_ctl starts would keep a pipe open.
	said, err := os.Create(filepath.Join(c.folder, program+".out"))
	if err != nil {
		c.Fatal(err)
	}
	defer func() { _ = said.Close() }()
	command.Stdout, command.Stderr = said, said
	if err := command.Run(); err != nil {
		text, _ := os.ReadFile(said.Name())
		c.Fatalf("%s: %v\n%s", program, err, text)
	}
}

func (c *cluster) command(program string, args ...string) *exec.Cmd {
	command := exec.CommandContext(context.WithoutCancel(c.Context()), filepath.Join(c.programs, program), args...)
	command.Dir = c.folder
	command.Env = append(os.Environ(), "LC_ALL=C.UTF-8")
	if c.as != nil {
		command.SysProcAttr = &syscall.SysProcAttr{Credential: c.as}
	}
	return command
}

// postgresPrograms is the folder of the newest server that is installed.
func postgresPrograms(t testing.TB) string {
	t.Helper()
	found, err := filepath.Glob("/usr/lib/postgresql/*/bin/initdb")
	if err == nil && len(found) > 0 {
		return filepath.Dir(found[len(found)-1])
	}
	path, err := exec.LookPath("initdb")
	if err != nil {
		t.Fatalf("no PostgreSQL server is installed (scripts/install postgresql-15): %v", err)
	}
	return filepath.Dir(path)
}

// room is a folder in memory where there is one: a new server writes 40 MB.
func room() string {
	if info, err := os.Stat("/dev/shm"); err == nil && info.IsDir() {
		return "/dev/shm"
	}
	return os.TempDir()
}

func number(t testing.TB, text string) uint32 {
	t.Helper()
	n, err := strconv.ParseUint(text, 10, 32)
	if err != nil {
		t.Fatal(err)
	}
	return uint32(n)
}

// TestA4_PostgresStoppedAndStarted stops the database among the writers, in each of
// the ways it can be stopped: the server says so and stays, recovers by itself,
// and has lost nothing that it acknowledged (A4).
func TestA4_PostgresStoppedAndStarted(t *testing.T) {
	database := newCluster(t)
	server := start(t, db.Config{Address: database.address()})
	me := firstPerson(t, server.base, server.setUp)
	stop := make(chan struct{})
	var acknowledged, refused atomic.Int64
	var writing sync.WaitGroup
	const writers = 8
	acts := make([][]*act, writers)
	for writer := range writers {
		writing.Go(func() {
			for n := 0; ; n++ {
				for _, a := range nextActs(n, fmt.Sprintf("writer %d task %d", writer, n)) {
					acts[writer] = append(acts[writer], a)
					for !a.acknowledged {
						select {
						case <-stop:
							return
						default:
						}
						got := a.do(me)
						switch {
						case a.acknowledged:
							acknowledged.Add(1)
						case got.status == 503 && got.retryAfter != "":
							refused.Add(1)
						default:
							t.Errorf("%s %s: %d %s, Retry-After %q", a.method, a.path, got.status, got.body, got.retryAfter)
							return
						}
					}
				}
			}
		})
	}
	more := func(what string, counter *atomic.Int64) {
		from := counter.Load()
		wait(t, what, func() bool { return counter.Load() >= from+20 })
	}
	for _, mode := range []string{"fast", "immediate"} {
		more("writes are acknowledged", &acknowledged)
		database.stop(mode)
		more("writes are refused", &refused)
		if status, retryAfter := me.ready(); status != 503 || retryAfter == "" {
			t.Errorf("readiness says %d, Retry-After %q, with the database stopped", status, retryAfter)
		}
		if got := me.send("GET", "/me", "", nil); got.status != 503 || got.retryAfter == "" {
			t.Errorf("a read is answered %d %s, Retry-After %q", got.status, got.body, got.retryAfter)
		}
		database.start()
		wait(t, "the server is ready again", func() bool { status, _ := me.ready(); return status == 200 })
	}
	more("writes are acknowledged again", &acknowledged)
	close(stop)
	writing.Wait()
	written := &diary{acts: acts}
	expected := map[string]string{}
	written.compare(me, expected)
	followed, _ := me.changes(0, "")
	check(me, me, expected, followed)
	server.stop()
}

// ready asks whether the server can work.
func (p *person) ready() (status int, retryAfter string) {
	response, err := p.client.Get(strings.TrimSuffix(p.base, "/") + "/readyz")
	if err != nil {
		return 0, ""
	}
	_ = response.Body.Close()
	return response.StatusCode, response.Header.Get("Retry-After")
}
