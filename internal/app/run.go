package app

import (
	"context"
	"fmt"
	"io"
	"log/slog"

	"cairn/internal/httpapi"
)

// Run is the whole program: it returns the exit code.
func Run(ctx context.Context, args []string, getenv func(string) string, stdin io.Reader, stdout, stderr io.Writer) int {
	if len(args) == 1 && args[0] == "openapi" {
		return openAPI(stdout, stderr)
	}
	log := slog.New(slog.NewTextHandler(stderr, nil))
	o := Options{Addr: "127.0.0.1:8080", Folder: "./data"}
	if v := getenv("CAIRN_ADDR"); v != "" {
		o.Addr = v
	}
	if v := getenv("CAIRN_DATA"); v != "" {
		o.Folder = v
	}
	o.Database = getenv("CAIRN_DATABASE")
	if err := Serve(ctx, o, stdout, log, nil); err != nil {
		fmt.Fprintln(stderr, err)
		return 1
	}
	return 0
}

// openAPI writes the description of the API, which needs no database.
func openAPI(stdout, stderr io.Writer) int {
	api, err := (&House{}).API(httpapi.Config{})
	if err != nil {
		fmt.Fprintln(stderr, err)
		return 1
	}
	document, err := api.OpenAPI()
	if err != nil {
		fmt.Fprintln(stderr, err)
		return 1
	}
	fmt.Fprintf(stdout, "%s\n", document)
	return 0
}
