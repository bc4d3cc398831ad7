package app_test

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"cairn/internal/app"
	"cairn/internal/cli"
	"cairn/internal/db"
	"cairn/internal/demo"
)

// demoServer runs `cairn demo` until the test ends, and returns its address and
// what it said.
func demoServer(t *testing.T, args ...string) (base string, said *bytes.Buffer, ended <-chan int) {
	t.Helper()
	ctx, cancel := context.WithCancel(context.WithoutCancel(t.Context()))
	ready, code := make(chan string, 1), make(chan int, 1)
	said = &bytes.Buffer{}
	go func() {
		args := append([]string{"demo", "--addr", "127.0.0.1:0"}, args...)
		code <- cli.Run(ctx, args, func(string) string { return "" }, strings.NewReader(""), said, said,
			app.Hooks(func(addr string) { ready <- addr }))
	}()
	t.Cleanup(cancel)
	select {
	case addr := <-ready:
		t.Cleanup(func() { cancel(); <-code })
		return "http://" + addr, said, nil
	case n := <-code:
		done := make(chan int, 1)
		done <- n
		return "", said, done
	}
}

// TestDemoCommand makes the demo, walks into it, and finds it again as it was
// left.
func TestDemoCommand(t *testing.T) {
	t.Parallel()
	folder := filepath.Join(t.TempDir(), "demo")
	base, said, _ := demoServer(t, "--data", folder)
	if base == "" {
		t.Fatal(said)
	}
	for _, words := range []string{"ruth@", "bea@", "katrin@", demo.Password, "/try"} {
		if !strings.Contains(said.String(), words) {
			t.Errorf("%q is not said: %s", words, said)
		}
	}
	for _, one := range demo.LogIns() {
		who := logIn(t, base, one.Email, demo.Password)
		if len(who.worklist(who.id)) == 0 {
			t.Errorf("the list of %s is empty", one.Name)
		}
	}
	ruth := logIn(t, base, demo.LogIns()[0].Email, demo.Password)
	var forecast struct{ Enough bool }
	ruth.must("GET", "/people/"+ruth.id+"/forecast", nil, &forecast)
	if !forecast.Enough {
		t.Error("there is not enough history to say when Ruth will be done")
	}
	ruth.must("POST", "/tasks", fields{"title": "I was here"}, nil)
	again, said, _ := demoServer(t, "--data", folder)
	if again == "" {
		t.Fatal(said)
	}
	ruth = logIn(t, again, demo.LogIns()[0].Email, demo.Password)
	var found struct{ Items []task }
	ruth.must("GET", "/tasks?q=here", nil, &found)
	if len(found.Items) != 1 {
		t.Error("what was done in the demo is gone")
	}
}

// TestDemoKeepsToItself refuses folders that aren't its own, and other
// machines.
func TestDemoKeepsToItself(t *testing.T) {
	t.Parallel()
	mine := db.Config{Folder: t.TempDir()}
	base, secret := serve(t, mine)
	me := firstPerson(t, base, secret)
	letters := t.TempDir()
	if err := os.WriteFile(filepath.Join(letters, "letter.txt"), []byte("Dear Ana"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, args := range [][]string{
		{"--data", mine.Folder},
		{"--data", mine.Folder, "--reset", "--yes"},
		{"--data", letters},
		{"--data", t.TempDir(), "--addr", "0.0.0.0:0"},
		{"--data", t.TempDir(), "--base-url", "https://demo.example.com"},
		{"--data", t.TempDir(), "--addr", "0.0.0.0:0", "--base-url", "https://localhost", "--tls-cert", "cert.pem", "--tls-key", "key.pem"},
		{"--data", t.TempDir(), "--trusted-proxies"},
	} {
		url, said, ended := demoServer(t, args...)
		if url != "" || <-ended != 1 {
			t.Errorf("cairn demo %v goes on: %s", args, said)
		}
	}
	me.must("GET", "/me", nil, nil)
}

// TestDemoOnFirstRun makes the demo by the first-run link.
func TestDemoOnFirstRun(t *testing.T) {
	t.Parallel()
	base, secret := serve(t, db.Config{Folder: t.TempDir()})
	nobody := &person{TB: t, client: newClient(t), base: base}
	var progress demo.Progress
	nobody.must("POST", "/setup/demo", fields{"token": secret}, &progress)
	nobody.must("POST", "/setup/demo", fields{"token": secret}, &progress) // again is no second one
	if got := nobody.send("POST", "/setup/demo/enter", "", fields{"token": secret}); got.status != 409 {
		t.Errorf("entering before it is ready is answered %d", got.status)
	}
	tick := time.NewTicker(100 * time.Millisecond)
	defer tick.Stop()
	for progress.State == demo.Making {
		<-tick.C
		nobody.must("POST", "/setup/demo/progress", fields{"token": secret}, &progress)
	}
	if progress.State != demo.Ready {
		t.Fatalf("%+v", progress)
	}
	var entered struct {
		Person    struct{ Email string }
		Workspace struct{ Demo bool }
	}
	nobody.must("POST", "/setup/demo/enter", fields{"token": secret}, &entered)
	if entered.Person.Email != demo.LogIns()[0].Email || !entered.Workspace.Demo {
		t.Errorf("%+v", entered)
	}
	if got := nobody.send("POST", "/setup/demo/enter", "", fields{"token": secret}); got.status != 404 {
		t.Errorf("the link works twice: %d", got.status)
	}
}

// logIn opens a session.
func logIn(t *testing.T, base, email, secret string) *person {
	t.Helper()
	p := &person{TB: t, client: newClient(t), base: base}
	var me struct{ Person struct{ ID string } }
	p.must("POST", "/session", fields{"email": email, "password": secret}, &me)
	p.id = me.Person.ID
	p.useToken()
	return p
}
