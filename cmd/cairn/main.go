// Command cairn is the whole of Cairn: the server, its administration and the
// command line that talks to it.
package main

import (
	"context"
	"os"
	"os/signal"
	"syscall"

	"cairn/internal/app"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	code := app.Run(ctx, os.Args[1:], os.Getenv, os.Stdin, os.Stdout, os.Stderr)
	stop()
	os.Exit(code)
}
