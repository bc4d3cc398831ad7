package httpapi_test

import (
	"os"
	"testing"

	"go.uber.org/goleak"
)

// memory is a folder whose files are in memory, on the systems that have it.
// Nothing here is about what is on the disk, and much of it writes.
const memory = "/dev/shm"

func TestMain(m *testing.M) {
	if folder, err := os.MkdirTemp(memory, "cairn-httpapi-"); err == nil {
		_ = os.Setenv("TMPDIR", folder) // for t.TempDir
		goleak.VerifyTestMain(m, goleak.Cleanup(func(code int) {
			_ = os.RemoveAll(folder)
			os.Exit(code)
		}))
	}
	goleak.VerifyTestMain(m)
}
