// Package cli is Cairn's command line: it starts the server, administers it, and
// is a client for people and scripts.
//
//   - cli.go runs a command and turns what came of it into an exit code.
//   - server.go are the commands that work on the database: they call functions
//     that are handed in ([Hooks]), for this package knows no database.
//   - The others talk to a server over its API: access.go logs in and out,
//     add.go, tasks.go, triage.go and find.go are about tasks, request.go asks many
//     people, imports.go brings in files.
//   - output.go and terminal.go are how it looks: tables, progress, questions.
//
// Every command says by --help what it does, with examples, and with --json
// answers what a program can read. Nothing is coloured where there is no
// terminal or NO_COLOR is set.
package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/alecthomas/kong"

	"cairn/internal/apiclient"
	"cairn/internal/errs"
)

// The exit codes.
const (
	exitOK          = 0
	exitFailed      = 1 // refused, or it failed; the message says why
	exitUsage       = 2 // the command was not understood
	exitUnreachable = 3 // there is no server, or it doesn't answer
	exitNotAll      = 4 // an import left rows out; its report says which
)

const about = `Cairn is a shared worklist for people who work apart. The same program is the
server and the command line that talks to it.

Begin:
  cairn demo                                       a company to look around in
  cairn serve                                      on your own machine
  cairn login --url http://127.0.0.1:8080 --email you@example.com
  cairn task add review pricing page by fri 3pm high

Exit codes: 0 done; 1 refused or failed; 2 not understood; 3 the server can't be
reached; 4 an import left rows out.`

// commands is the whole command line.
type commands struct {
	JSON bool `name:"json" help:"Answer in JSON, for programs."`

	Serve   serveCmd   `cmd:"" group:"Run it" help:"Run the server."`
	Demo    demoCmd    `cmd:"" group:"Run it" help:"Make a demo company to look around in, and serve it."`
	Admin   adminCmd   `cmd:"" group:"Run it" help:"Administer the server's data, on its machine."`
	OpenAPI openAPICmd `cmd:"" name:"openapi" group:"Run it" help:"Write the description of the API (OpenAPI 3.1)."`
	Version versionCmd `cmd:"" group:"Run it" help:"Tell the version."`

	Login   loginCmd   `cmd:"" group:"Use it" help:"Log in to a server, and remember it here."`
	Logout  logoutCmd  `cmd:"" group:"Use it" help:"Log out: revoke the token of this machine, and forget it."`
	Task    taskCmd    `cmd:"" group:"Use it" help:"Add, list, finish and show tasks."`
	Triage  triageCmd  `cmd:"" group:"Use it" help:"Decide on what others ask of you."`
	Request requestCmd `cmd:"" group:"Use it" help:"Ask many people at once, and see what came of it."`
	Overlap overlapCmd `cmd:"" group:"Use it" help:"Find when you and others all work, and a time for a live talk."`
	Import  importCmd  `cmd:"" group:"Use it" help:"Bring in tasks or people from CSV files."`
}

// runner is what a command works with.
type runner struct {
	ctx    context.Context //nolint:containedctx // lives for one command
	getenv func(string) string
	stdin  io.Reader
	stdout io.Writer
	stderr io.Writer
	hooks  Hooks
	json   bool
}

// Run does one command and returns the exit code.
func Run(ctx context.Context, args []string, getenv func(string) string, stdin io.Reader, stdout, stderr io.Writer, hooks Hooks) int {
	r := &runner{ctx: ctx, getenv: getenv, stdin: stdin, stdout: stdout, stderr: stderr, hooks: hooks}
	line := &commands{}
	ended := false // by --help
	parser, err := kong.New(line,
		kong.Name("cairn"), kong.Description(about), kong.Writers(stdout, stderr), kong.Exit(func(int) { ended = true }),
		kong.ConfigureHelp(kong.HelpOptions{Compact: true, WrapUpperBound: 100}), kong.ValueFormatter(tellVariable),
		kong.Resolvers(kong.ResolverFunc(func(_ *kong.Context, _ *kong.Path, flag *kong.Flag) (any, error) {
			if value := getenv(flag.Tag.Get("var")); flag.Tag.Get("var") != "" && value != "" {
				return value, nil
			}
			return nil, nil // kong's way to say that there is none
		})),
	)
	if err != nil {
		return r.fail(err) // the table above is wrong
	}
	if len(args) == 0 {
		args = []string{"--help"}
	}
	parsed, err := parser.Parse(args)
	if ended {
		return exitOK
	}
	if err != nil {
		return r.fail(wrongUse(err))
	}
	r.json = line.JSON
	return r.fail(parsed.Run(r))
}

// tellVariable is a flag's help, with the variable that it can be given in.
func tellVariable(value *kong.Value) string {
	help := value.Help
	if name := value.Tag.Get("var"); name != "" {
		help = strings.TrimSuffix(help, ".") + " ($" + name + ")."
	}
	return help
}

// usageError is a command that was not understood.
type usageError struct{ message string }

// Error says what was not understood, and how it is meant to be.
func (u usageError) Error() string { return u.message }

func usagef(format string, args ...any) error { return usageError{fmt.Sprintf(format, args...)} }

func wrongUse(err error) error {
	command := "cairn"
	if e, ok := errors.AsType[*kong.ParseError](err); ok && e.Context != nil {
		if name := e.Context.Command(); name != "" {
			command += " " + strings.Join(commandWords(name), " ")
		}
	}
	return usagef("%v\nTry: %s --help", err, command)
}

// commandWords are the words of a command, without its arguments.
func commandWords(command string) []string {
	var words []string
	for word := range strings.FieldsSeq(command) {
		if !strings.HasPrefix(word, "<") && !strings.HasPrefix(word, "[") {
			words = append(words, word)
		}
	}
	return words
}

// errNotAll is how an import ends that left rows out; it has told them.
var errNotAll = errors.New("rows were left out")

// fail tells an error in words, and gives its exit code.
func (r *runner) fail(err error) int {
	if err == nil {
		return exitOK
	}
	code, message := exitFailed, err.Error()
	refusal, refused := errors.AsType[*apiclient.RefusalError](err)
	switch {
	case errors.Is(err, errNotAll):
		return exitNotAll
	case errors.Is(err, context.Canceled):
		message = "interrupted"
	case refused:
		message = refusalWords(refusal)
	}
	if _, ok := errors.AsType[usageError](err); ok {
		code = exitUsage
	}
	if e, ok := errors.AsType[*apiclient.UnreachableError](err); ok {
		code, message = exitUnreachable, e.Error()+"\nLook whether the server runs, and whether the address is right (CAIRN_URL, or cairn login)."
	}
	if e, ok := errors.AsType[*errs.Error](err); ok { // from a hook
		message = e.Message
	}
	fmt.Fprintf(r.stderr, "cairn: %s\n", message)
	return code
}

// refusalWords are what the server said, with how to mend it from here.
func refusalWords(refusal *apiclient.RefusalError) string {
	message := []string{refusal.Detail}
	if len(refusal.Fields) > 1 {
		for _, field := range refusal.Fields {
			message = append(message, "  - "+field.Message)
		}
	}
	switch refusal.Code {
	case errs.Unauthenticated:
		return "the server doesn't know this token; log in again: cairn login --url URL --email EMAIL"
	case errs.SlotFull:
		return slotWords(refusal)
	default:
		return strings.Join(message, "\n")
	}
}
