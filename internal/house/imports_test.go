package house

import (
	"fmt"
	"path"
	"slices"
	"strings"
	"testing"
)

// TestEveryPackageHasATier holds that a new package is placed on purpose.
func TestEveryPackageHasATier(t *testing.T) {
	known := house()
	for _, source := range sources(t) {
		root, rest, _ := strings.Cut(source.folder(), "/")
		switch {
		case root == "internal":
			name, _, _ := strings.Cut(rest, "/")
			if !slices.Contains(known, name) {
				t.Errorf("%s: package internal/%s is in no tier; add it to tiers in internal/house/tiers_test.go, "+
					"one above the highest that it imports, and run go test ./internal/house -update", source.path, name)
			}
		case !slices.Contains(top, root):
			t.Errorf("%s: Go code lives in internal, cmd or bench; move it there", source.path)
		}
	}
}

// TestNoTierNamesAPackageTwice holds that the table means one thing.
func TestNoTierNamesAPackageTwice(t *testing.T) {
	names := house()
	slices.Sort(names)
	for i := 1; i < len(names); i++ {
		if names[i] == names[i-1] {
			t.Errorf("%s stands twice in the tables of tiers_test.go", names[i])
		}
	}
}

// TestImportsGoDown holds the tiers, and that only tests import testkit.
func TestImportsGoDown(t *testing.T) {
	for _, source := range sources(t) {
		for imported, spec := range source.imports() {
			if why := refuses(source.folder(), source.test, imported); why != "" {
				t.Errorf("%s: %s", source.at(spec), why)
			}
		}
	}
}

// refuses says why the package in folder may not import what it does, or "".
// A test may import what it likes, for it can't make a circle.
func refuses(folder string, test bool, imported string) string {
	if test {
		return ""
	}
	root, rest, _ := strings.Cut(folder, "/")
	from, _, _ := strings.Cut(rest, "/")
	if root != "internal" {
		from = ""
	}
	if allowed, limited := homesOf(imported); limited && from != "" && !slices.Contains(allowed, from) {
		return fmt.Sprintf("%s is used only in %s: ask one of these packages for what you need, "+
			"or say in homes (internal/house/tiers_test.go) why this is another home of it", imported, strings.Join(allowed, ", "))
	}
	to := belowInternal(imported)
	if to == "" || to == from {
		return ""
	}
	if slices.Contains(testOnly, to) {
		return "only tests import " + imported
	}
	if from == "" {
		return ""
	}
	toTier, _ := tierOf(to)
	fromTier, ok := tierOf(from)
	if !ok { // a package for tests: it may open the database
		fromTier = 2
	}
	if toTier >= fromTier {
		return fmt.Sprintf("%s (tier %d) may not import %s (tier %d): imports go strictly downward; "+
			"declare an interface where it is used, or move the flow up a tier", from, fromTier, to, toTier)
	}
	return ""
}

// TestRefusalsOfImports shows the rule at work on packages that don't exist.
func TestRefusalsOfImports(t *testing.T) {
	for _, c := range []struct {
		folder, imported string
		test             bool
		want             string // part of the refusal, "" if allowed
	}{
		{folder: "internal/work", imported: "cairn/internal/people"},
		{folder: "internal/db", imported: "cairn/internal/db/migrations"},
		{folder: "internal/db/migrations", imported: "cairn/internal/errs"},
		{folder: "internal/people", imported: "cairn/internal/work", want: "strictly downward"},
		{folder: "internal/authz", imported: "cairn/internal/db", want: "strictly downward"},
		{folder: "internal/db/migrations", imported: "cairn/internal/authz", want: "strictly downward"},
		{folder: "internal/work", imported: "cairn/internal/testkit", want: "only tests"},
		{folder: "cmd/cairn", imported: "cairn/internal/testkit", want: "only tests"},
		{folder: "cmd/cairn", imported: "cairn/internal/app"},
		{folder: "internal/work", imported: "cairn/internal/testkit", test: true},
		{folder: "internal/testkit", imported: "cairn/internal/clock"},
		{folder: "internal/testkit", imported: "cairn/internal/db"},
		{folder: "internal/testkit", imported: "cairn/internal/people", want: "strictly downward"},
		{folder: "internal/work", imported: "net/http", want: "used only in"},
		{folder: "internal/work", imported: "net/http/httptest", want: "used only in"},
		{folder: "internal/work", imported: "net/url"},
		{folder: "internal/work", imported: "github.com/danielgtaylor/huma/v2", want: "used only in"},
		{folder: "internal/httpapi", imported: "github.com/danielgtaylor/huma/v2/adapters/humago"},
		{folder: "bench", imported: "net/http"},
	} {
		got := refuses(c.folder, c.test, c.imported)
		if c.want == "" && got != "" || !strings.Contains(got, c.want) {
			t.Errorf("%s imports %s (test: %t): refused with %q, want %q", c.folder, c.imported, c.test, got, c.want)
		}
	}
}

// TestPackageNamesSaySomething holds that a package is named for what it knows.
func TestPackageNamesSaySomething(t *testing.T) {
	vague := []string{"base", "common", "core", "helper", "helpers", "lib", "misc", "models", "shared", "types", "util", "utils"}
	for _, source := range sources(t) {
		if slices.Contains(vague, source.ast.Name.Name) || slices.Contains(vague, path.Base(source.folder())) {
			t.Errorf("%s: package %s could hold anything; name it for its subject", source.path, source.ast.Name.Name)
		}
	}
}
