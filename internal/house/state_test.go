package house

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"slices"
	"strings"
	"testing"
)

// constants are the functions whose results never change, so that a package
// may keep one in a variable. Those of sync make a table when it is first used.
var constants = []string{
	"errors.New", "errs.New", "fmt.Errorf",
	"regexp.MustCompile", "strings.NewReplacer", "template.Must",
	"sync.OnceValue", "sync.OnceValues",
}

// TestPackagesKeepNoState holds that what a package needs is handed to it: no
// init functions, and no package variable but a table, an error, a compiled
// pattern or an embedded file that nothing ever assigns to.
func TestPackagesKeepNoState(t *testing.T) {
	for folder, group := range packages(sources(t)) {
		for _, problem := range state(group) {
			t.Errorf("%s: %s", folder, problem)
		}
	}
}

// packages groups the sources that are no tests by their folder.
func packages(all []source) map[string][]source {
	groups := make(map[string][]source)
	for _, source := range all {
		if !source.test {
			groups[source.folder()] = append(groups[source.folder()], source)
		}
	}
	return groups
}

// state finds what the package made of these files keeps between calls.
func state(group []source) []string {
	var problems []string
	for _, source := range group {
		for _, decl := range source.ast.Decls {
			switch decl := decl.(type) {
			case *ast.FuncDecl:
				if decl.Recv == nil && decl.Name.Name == "init" {
					problems = append(problems, source.at(decl)+": init functions run unasked; call it from where it is needed")
				}
			case *ast.GenDecl:
				for _, name := range mutable(decl) {
					problems = append(problems, fmt.Sprintf("%s: package variable %s is not a constant table, error or pattern; "+
						"make it a field of what is handed in", source.at(name), name.Name))
				}
			}
		}
	}
	return append(problems, assigned(group)...)
}

// mutable returns the variables of a declaration that may change by the look
// of what they are made of.
func mutable(decl *ast.GenDecl) []*ast.Ident {
	if decl.Tok != token.VAR || embeds(decl.Doc) {
		return nil
	}
	var found []*ast.Ident
	for _, spec := range decl.Specs {
		spec := spec.(*ast.ValueSpec)
		if embeds(spec.Doc) {
			continue
		}
		for i, name := range spec.Names {
			constant := i < len(spec.Values) && isConstant(spec.Values[i])
			if name.Name != "_" && !constant {
				found = append(found, name)
			}
		}
	}
	return found
}

func embeds(doc *ast.CommentGroup) bool {
	return doc != nil && slices.ContainsFunc(doc.List, func(c *ast.Comment) bool {
		return strings.HasPrefix(c.Text, "//go:embed ")
	})
}

// isConstant tells whether a value stays what it is unless it is assigned to.
func isConstant(value ast.Expr) bool {
	switch value := value.(type) {
	case *ast.BasicLit, *ast.Ident, *ast.SelectorExpr, *ast.FuncLit, *ast.BinaryExpr:
		return true
	case *ast.CompositeLit: // those of sync and atomic change by their methods
		of, ok := value.Type.(*ast.SelectorExpr)
		return !ok || !slices.Contains([]string{"sync", "atomic"}, fmt.Sprint(of.X))
	case *ast.UnaryExpr: // also a pointer to a literal, such as an error
		return isConstant(value.X)
	case *ast.CallExpr:
		if _, conversion := value.Fun.(*ast.ArrayType); conversion {
			return true
		}
		return slices.Contains(constants, callee(value))
	}
	return false
}

// assigned finds package variables that the package itself changes after they
// were declared: by assigning to them or to a part of them, by counting, by
// deleting from them, by clearing them or by taking their address.
func assigned(group []source) []string {
	var parsed []*ast.File
	for _, source := range group {
		parsed = append(parsed, source.ast)
	}
	// Names are resolved without the imported packages; the errors this gives
	// say nothing about the package's own variables.
	info := &types.Info{Uses: make(map[*ast.Ident]types.Object)}
	config := types.Config{Error: func(error) {}}
	pkg, _ := config.Check("house/checked", group[0].fset, parsed, info)

	var problems []string
	report := func(target ast.Expr, how string) {
		name := variable(target)
		if name == nil {
			return
		}
		if object, ok := info.Uses[name].(*types.Var); ok && object.Parent() == pkg.Scope() {
			problems = append(problems, fmt.Sprintf("%s: %s package variable %s; make it a field of what is handed in",
				group[0].fset.Position(name.Pos()), how, name.Name))
		}
	}
	for _, file := range parsed {
		ast.Inspect(file, func(node ast.Node) bool {
			switch node := node.(type) {
			case *ast.AssignStmt:
				for _, target := range node.Lhs {
					report(target, "assigns to")
				}
			case *ast.IncDecStmt:
				report(node.X, "counts in")
			case *ast.RangeStmt:
				if node.Tok == token.ASSIGN {
					report(node.Key, "assigns to")
					report(node.Value, "assigns to")
				}
			case *ast.UnaryExpr:
				if node.Op == token.AND {
					report(node.X, "takes the address of")
				}
			case *ast.CallExpr:
				if name := callee(node); len(node.Args) > 0 && (name == "delete" || name == "clear") {
					report(node.Args[0], name+"s from")
				}
			}
			return true
		})
	}
	return problems
}

// variable returns the name at the root of what is changed: x in x.f[1].
func variable(target ast.Expr) *ast.Ident {
	switch target := target.(type) {
	case *ast.Ident:
		return target
	case *ast.SelectorExpr:
		return variable(target.X)
	case *ast.IndexExpr:
		return variable(target.X)
	case *ast.StarExpr:
		return variable(target.X)
	case *ast.ParenExpr:
		return variable(target.X)
	}
	return nil
}

// TestStateIsFound shows the rule at work on a package that doesn't exist.
func TestStateIsFound(t *testing.T) {
	for _, c := range []struct {
		code string
		want string // part of the only problem, "" for none
	}{
		{code: `var _ I = T{}`},
		{code: `import "errors"; var ErrGone = errors.New("gone")`},
		{code: `import "regexp"; var word = regexp.MustCompile("[a-z]+")`},
		{code: `var days = map[string]int{"mon": 1}; func f(day string) int { return days[day] }`},
		{code: "import \"embed\"\n//go:embed page.html\nvar page embed.FS"},
		{code: `var magic = []byte("cairn")`},
		{code: `var days = []int{1}; func f() { days := days; days[0] = 2 }`},
		{code: `func init() {}`, want: "init functions"},
		{code: `type T struct{}; func (T) init() {}`},
		{code: `import "sync"; var mu sync.Mutex`, want: "variable mu is not"},
		{code: `import "sync"; var seen = sync.Map{}`, want: "variable seen is not"},
		{code: `var n int`, want: "variable n is not"},
		{code: `var seen = make(map[string]bool)`, want: "variable seen is not"},
		{code: `import "os"; var home = os.Getenv("HOME")`, want: "variable home is not"},
		{code: `var n = 0; func f() { n++ }`, want: "counts in package variable n"},
		{code: `var n = 0; func f() { n = 2 }`, want: "assigns to package variable n"},
		{code: `var n = 0; func f() *int { return &n }`, want: "takes the address of package variable n"},
		{code: `var days = map[string]int{}; func f() { days["mon"] = 1 }`, want: "assigns to package variable days"},
		{code: `var days = map[string]int{}; func f() { delete(days, "mon") }`, want: "deletes from package variable days"},
	} {
		fset := token.NewFileSet()
		parsed, err := parser.ParseFile(fset, "p.go", "package p; "+c.code, parser.ParseComments|parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		got := strings.Join(state([]source{{path: "p.go", ast: parsed, fset: fset}}), "; ")
		if c.want == "" && got != "" || !strings.Contains(got, c.want) {
			t.Errorf("%s\n\tgives %q, want %q", c.code, got, c.want)
		}
	}
}
