package cli_test

import (
	"bytes"
	"context"
	"errors"
	"flag"
	"io"
	"log/slog"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/testscript"

	"cairn/internal/app"
	"cairn/internal/cli"
	"cairn/internal/testkit"
)

var update = flag.Bool("update", false, "write the help texts of testdata/help")

// TestMain lets the scripts run this test binary as the program.
func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){
		"cairn": func() {
			os.Exit(app.Run(context.Background(), os.Args[1:], os.Getenv, os.Stdin, os.Stdout, os.Stderr))
		},
	})
}

// TestScripts runs the commands of testdata/script against a server over a
// fresh database, on both engines. Beside the usual environment they have its address in $SERVER,
// its data folder in $CAIRN_DATA, and the examples of this repository in
// $EXAMPLES. `exits N command…` runs a command that ends with the code N.
func TestScripts(t *testing.T) {
	examples, err := filepath.Abs("../../examples")
	if err != nil {
		t.Fatal(err)
	}
	t.Run("sqlite", func(t *testing.T) {
		runScripts(t, examples, func(testing.TB) string { return "" })
	})
	t.Run("postgres", func(t *testing.T) {
		runScripts(t, examples, postgresAddress)
	})
}

func postgresAddress(t testing.TB) string {
	t.Helper()
	return testkit.PostgresPlace(t).Address
}

// runScripts runs each script over a database of its own.
func runScripts(t *testing.T, examples string, database func(testing.TB) string) {
	t.Helper()
	testscript.Run(t, testscript.Params{
		Dir: "testdata/script",
		Setup: func(env *testscript.Env) error {
			test, ok := env.T().(testing.TB)
			if !ok {
				return errors.New("testscript hands out no testing.TB any more")
			}
			options := app.Options{Addr: "127.0.0.1:0", Folder: filepath.Join(env.WorkDir, "data"), Database: database(test)}
			server, err := serve(env, options)
			env.Setenv("SERVER", server)
			env.Setenv("CAIRN_DATA", options.Folder)
			env.Setenv("CAIRN_DATABASE", options.Database)
			env.Setenv("EXAMPLES", examples)
			env.Setenv("XDG_CONFIG_HOME", filepath.Join(env.WorkDir, "config"))
			return err
		},
		Cmds: map[string]func(ts *testscript.TestScript, neg bool, args []string){
			"exits": func(ts *testscript.TestScript, _ bool, args []string) {
				want, err := strconv.Atoi(args[0])
				ts.Check(err)
				got := 0
				if ended, ok := errors.AsType[*exec.ExitError](ts.Exec(args[1], args[2:]...)); ok {
					got = ended.ExitCode()
				}
				if got != want {
					ts.Fatalf("%s ended with %d, want %d", strings.Join(args[1:], " "), got, want)
				}
			},
		},
	})
}

// serve runs a server until the script ends, and returns its address.
func serve(env *testscript.Env, options app.Options) (string, error) {
	ctx, stop := context.WithCancel(context.Background())
	ready, ended := make(chan string, 1), make(chan error, 1)
	go func() {
		ended <- app.Serve(ctx, options, io.Discard, slog.New(slog.DiscardHandler), func(addr string) { ready <- addr })
	}()
	env.Defer(func() {
		stop()
		<-ended
	})
	select {
	case addr := <-ready:
		return "http://" + addr, nil
	case err := <-ended:
		ended <- err // for the one who waits at the end
		return "", err
	}
}

// helps are the commands whose help is kept in testdata/help.
func helps() []string {
	return []string{
		"", "demo", "serve", "admin", "admin backup", "admin create-owner", "admin create-token", "admin reset-password", "admin setup-link", "openapi", "version",
		"login", "logout", "task", "task add", "task list", "task done", "task show",
		"triage", "triage list", "triage accept", "triage decline", "triage propose", "triage ask", "triage snooze", "import", "import csv", "import people",
	}
}

func TestHelp(t *testing.T) {
	for _, command := range helps() {
		var out, problems bytes.Buffer
		args := append(strings.Fields(command), "--help")
		code := cli.Run(t.Context(), args, func(string) string { return "" }, nil, &out, &problems, cli.Hooks{})
		if code != 0 || problems.Len() > 0 {
			t.Errorf("cairn %s --help ends with %d: %s", command, code, problems.String())
		}
		path := filepath.Join("testdata", "help", strings.TrimSpace("cairn "+command)+".txt")
		path = strings.ReplaceAll(path, " ", "-")
		if *update {
			if err := os.WriteFile(path, out.Bytes(), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(path)
		if err != nil {
			t.Fatalf("%v; write it with: go test ./internal/cli -update", err)
		}
		if diff := cmp.Diff(string(want), out.String()); diff != "" {
			t.Errorf("cairn %s --help (-want +got), go test ./internal/cli -update writes it anew:\n%s", command, diff)
		}
		for line := range strings.Lines(out.String()) {
			if len([]rune(line)) > 81 && !strings.HasPrefix(line, "Usage:") {
				t.Errorf("cairn %s --help has a line that is wider than a terminal: %s", command, line)
			}
		}
	}
}
