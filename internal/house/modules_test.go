package house

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// TestLibcIsTheOneSQLiteWasMadeWith holds that no other module pulls another
// libc in: modernc.org/sqlite is a translation that works with exactly one.
func TestLibcIsTheOneSQLiteWasMadeWith(t *testing.T) {
	list := exec.CommandContext(t.Context(), "go", "list", "-m", "-f", "{{.GoMod}}", "modernc.org/sqlite")
	list.Dir = module
	list.Stderr = os.Stderr
	path, err := list.Output()
	if err != nil {
		t.Fatal(err)
	}
	want := libc(t, strings.TrimSpace(string(path)))
	if got := libc(t, filepath.Join(module, "go.mod")); got != want {
		t.Errorf("go.mod has modernc.org/libc %s, but the SQLite that it has was made with %s; "+
			"run go get modernc.org/libc@%s, or step back from the module that needs another", got, want, want)
	}
}

// libc returns the version of modernc.org/libc that a go.mod file requires.
func libc(t *testing.T, path string) string {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	found := regexp.MustCompile(`modernc\.org/libc (v\S+)`).FindSubmatch(text)
	if found == nil {
		t.Fatalf("%s doesn't require modernc.org/libc", path)
	}
	return string(found[1])
}
