package house

import (
	"bytes"
	"go/ast"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// longest is how many lines a Go file has at most, tests and generated files
// apart: a file is one subject.
const longest = 400

// longFiles are the exceptions, each with its reason.
var longFiles = map[string]string{}

func TestFilesAreShort(t *testing.T) {
	long := maps.Clone(longFiles)
	for _, source := range sources(t) {
		if source.test || source.generated() {
			continue
		}
		lines := bytes.Count(source.text, []byte("\n"))
		if lines <= longest {
			continue
		}
		if _, explained := long[source.path]; !explained {
			t.Errorf("%s has %d lines; split it by subject (at most %d), "+
				"or say in longFiles (internal/house/files_test.go) why it is one", source.path, lines, longest)
		}
		delete(long, source.path)
	}
	for path := range long {
		t.Errorf("%s is not long any more; take it out of longFiles", path)
	}
}

func TestEveryPackageIsDocumentedOnce(t *testing.T) {
	documented := make(map[string]int)
	for _, source := range sources(t) {
		if source.test {
			continue
		}
		documented[source.folder()] += 0
		if source.ast.Doc != nil && strings.TrimSpace(source.ast.Doc.Text()) != "" {
			documented[source.folder()]++
		}
	}
	for folder, times := range documented {
		if times != 1 {
			t.Errorf("%s has %d package comments, want one, in its main file or doc.go, "+
				"that a newcomer can start from", folder, times)
		}
	}
}

// TestNothingIsLeftForLater looks through everything that people write, but
// this file's folder, which names the marks.
func TestNothingIsLeftForLater(t *testing.T) {
	mark := regexp.MustCompile(`\b(TODO|FIXME|XXX|HACK)\b`)
	for _, path := range files(t, ".go", ".sql", ".ts", ".tsx", ".css", ".html", ".sh", ".yml", ".yaml", ".md", "Makefile") {
		if strings.HasPrefix(path, "internal/house/") {
			continue
		}
		text, err := os.ReadFile(filepath.Join(module, path))
		if err != nil {
			t.Fatal(err)
		}
		for i, line := range bytes.Split(text, []byte("\n")) {
			if found := mark.Find(line); found != nil {
				t.Errorf("%s:%d: %s: do it now, or write it down where work is kept", path, i+1, found)
			}
		}
	}
}

// TestEmailIsSpelledOneWay holds for all that people read; the palette finds
// its pages by the other spelling, too.
func TestEmailIsSpelledOneWay(t *testing.T) {
	other := regexp.MustCompile(`\b[Ee]-mails?\b`)
	for _, path := range files(t, ".go", ".ts", ".tsx", ".html", ".md") {
		if strings.HasPrefix(path, "internal/house/") || path == "web/src/data/settings-places.ts" {
			continue
		}
		text, err := os.ReadFile(filepath.Join(module, path))
		if err != nil {
			t.Fatal(err)
		}
		for i, line := range bytes.Split(text, []byte("\n")) {
			if other.Match(line) {
				t.Errorf("%s:%d: write email, as everywhere", path, i+1)
			}
		}
	}
}

// TestTestsNeitherSkipNorSleep holds that a test always says something, and
// says it without waiting for the clock. In a synctest bubble time is not the
// machine's, and sleeping there is how one lets it pass.
func TestTestsNeitherSkipNorSleep(t *testing.T) {
	for _, source := range sources(t) {
		if !source.test {
			continue
		}
		var bubbles []ast.Node
		ast.Inspect(source.ast, func(node ast.Node) bool {
			call, ok := node.(*ast.CallExpr)
			if !ok {
				return true
			}
			switch name := callee(call); {
			case name == "synctest.Test":
				bubbles = append(bubbles, call)
			case name == "time.Sleep" && !slices.ContainsFunc(bubbles, func(b ast.Node) bool {
				return b.Pos() <= call.Pos() && call.End() <= b.End()
			}):
				t.Errorf("%s: a test waits for what happens, not for the clock: "+
					"use a channel, clock.Fake or testing/synctest", source.at(call))
			case slices.Contains([]string{"t.Skip", "t.Skipf", "t.SkipNow"}, name):
				t.Errorf("%s: a test that is skipped proves nothing: let it fail and name what is missing", source.at(call))
			}
			return true
		})
	}
}

// callee returns the name of what is called as it is written, "" for anything
// but f(), x.f() and pkg.f().
func callee(call *ast.CallExpr) string {
	switch fun := call.Fun.(type) {
	case *ast.Ident:
		return fun.Name
	case *ast.SelectorExpr:
		if x, ok := fun.X.(*ast.Ident); ok {
			return x.Name + "." + fun.Sel.Name
		}
	}
	return ""
}
