package house

import (
	"maps"
	"slices"
	"strings"
)

// tiers says where in the house each package directly below internal stands.
// Imports go strictly to a lower tier. A package below another, such as
// internal/db/migrations, stands with it.
var tiers = [][]string{
	0: {"brake", "clock", "id", "opt", "rank", "worktime", "quickadd", "forecast", "line", "markdown", "config", "outward"},
	1: {"db", "authz", "apiclient", "recur", "reply"},
	2: {"activity", "job", "mail"},
	3: {"people", "delivery"},
	4: {"login", "notify"},
	5: {"work", "channel"},
	6: {"imports", "request", "digest", "inbox"},
	7: {"demo", "letter"},
	8: {"httpapi", "webui", "cli"},
	9: {"app"},
}

// ground is below tier 0: what everything may import, and imports nothing.
var ground = []string{"errs"}

// testOnly are the packages that only tests may import. They may themselves
// import tiers 0 and 1 alone, so that the tests of every package above the
// database can use them.
var testOnly = []string{"testkit", "house"}

// top are the programs. They may import everything, and nothing imports them.
var top = []string{"cmd", "bench"}

// homes says which packages below internal may use a library (or a package
// of the standard library) outside their tests. It keeps each one replaceable
// in one place; a library that isn't named may be used everywhere.
var homes = map[string][]string{
	"github.com/VictoriaMetrics/metrics": {"app", "httpapi"},
	"github.com/SherClockHolmes":         {"channel"},
	"github.com/alecthomas/kong":         {"app", "cli", "config"},
	"github.com/danielgtaylor/huma":      {"httpapi"},
	"github.com/emersion/go-smtp":        {"inbox"},
	"github.com/google/uuid":             {"id"},
	"github.com/jackc/pgx":               {"db", "testkit"},
	"github.com/jhillyerd/enmime":        {"reply"},
	"github.com/klauspost/compress":      {"httpapi"},
	"github.com/microcosm-cc/bluemonday": {"markdown"},
	"github.com/pressly/goose":           {"db"},
	"github.com/rickar/cal":              {"worktime"},
	"github.com/teambition/rrule-go":     {"recur"},
	"github.com/wneessen/go-mail":        {"mail"},
	"github.com/yuin/goldmark":           {"markdown"},
	"golang.org/x/crypto/argon2":         {"login"},
	"golang.org/x/term":                  {"cli"},
	"modernc.org/sqlite":                 {"db"},
	"net/http":                           {"apiclient", "app", "channel", "httpapi", "outward", "webui"},
}

// tierOf returns the tier of a package below internal, -1 for the ground.
func tierOf(name string) (tier int, ok bool) {
	if slices.Contains(ground, name) {
		return -1, true
	}
	for tier, names := range tiers {
		if slices.Contains(names, name) {
			return tier, true
		}
	}
	return 0, false
}

// house returns every package that stands in the house, test-only ones last.
func house() []string {
	return slices.Concat(ground, slices.Concat(tiers...), testOnly)
}

// belowInternal returns the first path element after cairn/internal/, "" for
// an import from elsewhere.
func belowInternal(importPath string) string {
	rest, ok := strings.CutPrefix(importPath, "cairn/internal/")
	if !ok {
		return ""
	}
	name, _, _ := strings.Cut(rest, "/")
	return name
}

// homesOf returns where importPath may be used, and whether that is limited.
func homesOf(importPath string) (names []string, limited bool) {
	for _, library := range slices.Sorted(maps.Keys(homes)) {
		if importPath == library || strings.HasPrefix(importPath, library+"/") {
			return homes[library], true
		}
	}
	return nil, false
}
