package house

import (
	"bytes"
	"flag"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "write depguard's rules into .golangci.yml")

// The lines of .golangci.yml between which depguard's rules stand.
const (
	rulesBegin = "        # Written from internal/house/tiers_test.go by: go test ./internal/house -update\n"
	rulesEnd   = "        # End of what is written.\n"
)

// TestLinterKnowsTheTiers holds that the linter says what this package holds.
func TestLinterKnowsTheTiers(t *testing.T) {
	path := filepath.Join(module, ".golangci.yml")
	config, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	before, rest, begun := bytes.Cut(config, []byte(rulesBegin))
	written, after, ended := bytes.Cut(rest, []byte(rulesEnd))
	if !begun || !ended {
		t.Fatalf("%s lacks one of these lines:\n%s%s", path, rulesBegin, rulesEnd)
	}
	want := rules()
	if *update {
		text := slices.Concat(before, []byte(rulesBegin), []byte(want), []byte(rulesEnd), after)
		if err := os.WriteFile(path, text, 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if diff := cmp.Diff(want, string(written)); diff != "" {
		t.Errorf(".golangci.yml differs from the tiers; run go test ./internal/house -update (-want +got):\n%s", diff)
	}
}

// rules are depguard's, one for each tier and each library with a home.
func rules() string {
	var b strings.Builder
	for tier, names := range tiers {
		var deny []string
		for higher := tier; higher < len(tiers); higher++ {
			for _, name := range tiers[higher] {
				deny = append(deny, fmt.Sprintf("{pkg: cairn/internal/%s$, desc: %s is tier %d and this is tier %d; imports go strictly downward}",
					name, name, higher, tier))
			}
		}
		writeRule(&b, fmt.Sprintf("tier-%d", tier), names, nil, deny)
	}
	var deny []string
	for _, name := range testOnly {
		deny = append(deny, fmt.Sprintf("{pkg: cairn/internal/%s, desc: only tests import it}", name))
	}
	writeRule(&b, "test-only", nil, testOnly, deny)
	for _, library := range slices.Sorted(maps.Keys(homes)) {
		writeRule(&b, strings.NewReplacer("/", "-", ".", "-").Replace(library), []string{"*"}, homes[library],
			[]string{fmt.Sprintf("{pkg: %s, desc: 'it is used only in %s'}", library, strings.Join(homes[library], ", "))})
	}
	return b.String()
}

// writeRule writes one rule for what is no test in some packages below
// internal ("*" for all of them; none named: in the whole module), but not in
// others.
func writeRule(b *strings.Builder, name string, in, notIn, deny []string) {
	var where []string
	for _, name := range in {
		where = append(where, fmt.Sprintf("'**/internal/%s/**'", name))
	}
	if in == nil {
		where = append(where, "$all")
	}
	where = append(where, "'!$test'")
	for _, name := range notIn {
		where = append(where, fmt.Sprintf("'!**/internal/%s/**'", name))
	}
	fmt.Fprintf(b, "        %s:\n          list-mode: lax\n          files: [%s]\n          deny:\n", name, strings.Join(where, ", "))
	for _, line := range deny {
		fmt.Fprintf(b, "            - %s\n", line)
	}
}
