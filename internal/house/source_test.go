package house

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"
	"testing"
)

// module is the folder with go.mod.
const module = "../.."

// A source is one Go file of the module.
type source struct {
	path string // from the module's folder, with slashes
	test bool   // a _test.go file
	ast  *ast.File
	fset *token.FileSet
	text []byte
}

// generated tells whether a tool wrote the file.
func (s source) generated() bool { return ast.IsGenerated(s.ast) }

// folder is the package's folder from the module's.
func (s source) folder() string { return path.Dir(s.path) }

// at returns the file and line of a node, for messages.
func (s source) at(node ast.Node) string {
	return s.fset.Position(node.Pos()).String()
}

// imports returns the import paths and where each one stands.
func (s source) imports() map[string]*ast.ImportSpec {
	found := make(map[string]*ast.ImportSpec)
	for _, spec := range s.ast.Imports {
		found[strings.Trim(spec.Path.Value, `"`)] = spec
	}
	return found
}

// sources parses every Go file of the module.
func sources(t *testing.T) []source {
	t.Helper()
	fset := token.NewFileSet()
	var all []source
	for _, path := range files(t, ".go") {
		text, err := os.ReadFile(filepath.Join(module, path))
		if err != nil {
			t.Fatal(err)
		}
		parsed, err := parser.ParseFile(fset, path, text, parser.ParseComments|parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, source{path, strings.HasSuffix(path, "_test.go"), parsed, fset, text})
	}
	if len(all) == 0 {
		t.Fatalf("no Go file below %s", module)
	}
	return all
}

// files lists the module's own files with one of the given endings, from the
// module's folder and with slashes. What is built, downloaded or data is left
// out, and so is the linter's module.
func files(t *testing.T, endings ...string) []string {
	t.Helper()
	var found []string
	root := os.DirFS(module)
	err := fs.WalkDir(root, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if entry.IsDir() {
			switch base := entry.Name(); {
			case name == ".":
				return nil
			case strings.HasPrefix(base, "."), strings.HasPrefix(base, "_"),
				base == "node_modules", base == "dist", base == "testdata",
				name == "bin", name == "data", name == "tools":
				return fs.SkipDir
			}
			return nil
		}
		for _, ending := range endings {
			if strings.HasSuffix(name, ending) {
				found = append(found, name)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}
