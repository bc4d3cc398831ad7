package cli

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"

	"golang.org/x/term"
)

// terminal returns the terminal behind a stream, and false where there is none.
func terminal(stream any) (int, bool) {
	file, ok := stream.(*os.File)
	if !ok {
		return 0, false
	}
	at := int(file.Fd())
	return at, term.IsTerminal(at)
}

// password reads a password: from standard input where that is asked for, else
// from the terminal, unseen.
func (r *runner) password(question string, fromInput bool) (string, error) {
	if fromInput {
		line, err := r.line()
		if line == "" && err == nil {
			err = errors.New("standard input has no password on its first line")
		}
		return line, err
	}
	at, ok := terminal(r.stdin)
	if !ok {
		return "", usageError{"there is no terminal to ask for the password; give it on standard input, with --password-stdin"}
	}
	fmt.Fprint(r.stderr, question)
	typed, err := term.ReadPassword(at)
	fmt.Fprintln(r.stderr)
	return string(typed), err
}

// line reads the first line of standard input.
func (r *runner) line() (string, error) {
	line, err := bufio.NewReader(io.LimitReader(r.stdin, 1<<16)).ReadString('\n')
	if err != nil && !errors.Is(err, io.EOF) {
		return "", fmt.Errorf("read standard input: %w", err)
	}
	return strings.TrimRight(line, "\r\n"), nil
}

// confirm asks a question whose answer is yes unless it is said to be no; false
// where there is no terminal to ask on.
func (r *runner) confirm(question string) (yes, asked bool, err error) {
	if _, ok := terminal(r.stdin); !ok || r.json {
		return false, false, nil
	}
	fmt.Fprint(r.stderr, question+" [Y/n] ")
	answer, err := r.line()
	answer = strings.ToLower(strings.TrimSpace(answer))
	return slices.Contains([]string{"", "y", "yes"}, answer), true, err
}

// progress draws a bar on a terminal, over and over in its place. Elsewhere it
// draws nothing.
type progress struct {
	out   io.Writer
	drawn bool
}

func (r *runner) progress() *progress {
	if _, ok := terminal(r.stderr); !ok {
		return &progress{out: io.Discard}
	}
	return &progress{out: r.stderr}
}

const barWidth = 30

func (p *progress) show(what string, done, total int) {
	filled := barWidth
	if total > 0 {
		filled = barWidth * done / total
	}
	fmt.Fprintf(p.out, "\r%s [%s%s] %d of %d ", what, strings.Repeat("#", filled), strings.Repeat(".", barWidth-filled), done, total)
	p.drawn = true
}

// clear takes the bar away.
func (p *progress) clear() {
	if p.drawn {
		fmt.Fprint(p.out, "\r\x1b[K")
	}
}
