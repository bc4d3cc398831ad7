package app_test

import (
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"log/slog"
	"os"
	"os/signal"
	"syscall"
	"testing"

	"go.uber.org/goleak"

	"cairn/internal/app"
)

// serveVariable makes this test binary a server with the options that it holds
// as JSON, until it is killed or told to end.
const serveVariable = "CAIRN_TEST_SERVE"

func TestMain(m *testing.M) {
	if options := os.Getenv(serveVariable); options != "" {
		os.Exit(serveProcess(options))
	}
	goleak.VerifyTestMain(m)
}

// rounds is how often a server is killed.
func rounds() int {
	if flag.Lookup("long").Value.String() == "true" {
		return 2000
	}
	return 20
}

var _ = flag.Bool("long", false, "kill the server 2,000 times instead of 20")

// The lines that a server process says, each before an address or a link.
const (
	saysReady = "ready "
	saysSetUp = "  http"
)

func serveProcess(text string) int {
	var options app.Options
	if err := json.Unmarshal([]byte(text), &options); err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 2
	}
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM)
	defer stop()
	log := slog.New(slog.NewTextHandler(os.Stderr, &slog.HandlerOptions{Level: slog.LevelError}))
	err := app.Serve(ctx, options, os.Stdout, log, func(addr string) { fmt.Println(saysReady + addr) })
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	return 0
}
