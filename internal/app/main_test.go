package app_test

import (
	"context"
	"flag"
	"fmt"
	"log/slog"
	"os"
	"os/signal"
	"strings"
	"syscall"
	"testing"
	"time"

	"go.uber.org/goleak"

	"cairn/internal/app"
	"cairn/internal/clock"
)

// serveVariable makes this test binary a server on the folder or the address
// that it holds, a line each, until it is killed or told to end.
const serveVariable = "CAIRN_TEST_SERVE"

// mailVariable lets that server send mails by the server that it holds, and, a
// line further, begin at an instant.
const mailVariable = "CAIRN_TEST_MAIL"

func TestMain(m *testing.M) {
	if place := os.Getenv(serveVariable); place != "" {
		os.Exit(serveProcess(place))
	}
	goleak.VerifyTestMain(m)
}

var long = flag.Bool("long", false, "kill the server 2,000 times instead of 20, cut the power 80 times instead of 3")

// rounds is how often a server is killed.
func rounds() int {
	if *long {
		return 2000
	}
	return 20
}

// The lines that a server process says, each before an address or a link.
const (
	saysReady = "ready "
	saysSetUp = "  http"
)

func serveProcess(text string) int {
	folder, address, _ := strings.Cut(text, "\n")
	options := app.Options{Addr: "127.0.0.1:0", Folder: folder, Database: address}
	if smtp, at, mails := strings.Cut(os.Getenv(mailVariable), "\n"); mails {
		from, err := time.Parse(time.RFC3339, at)
		if err != nil {
			fmt.Fprintln(os.Stderr, err)
			return 1
		}
		options.SMTP, options.MailFrom, options.Clock = smtp, "Cairn <cairn@example.com>", clock.StartingAt(from)
	}
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM)
	defer stop()
	log := slog.New(slog.NewTextHandler(os.Stderr, &slog.HandlerOptions{Level: slog.LevelError}))
	err := app.Serve(ctx, options, os.Stdout, log, func(addr string) { fmt.Fprintln(os.Stdout, saysReady+addr) })
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	return 0
}
