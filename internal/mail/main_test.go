package mail_test

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"cairn/internal/testkit"
)

// trusted is a certificate that this process trusts, as a machine does that names
// its file in SSL_CERT_FILE.
var trusted testkit.Certificate

func TestMain(m *testing.M) {
	code, err := trusting(m.Run)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		code = 1
	}
	os.Exit(code)
}

func trusting(run func() int) (code int, err error) {
	folder, err := os.MkdirTemp("", "cairn-mail-")
	if err != nil {
		return 0, err
	}
	defer func() { _ = os.RemoveAll(folder) }()
	if trusted, err = testkit.NewCertificate(time.Now().Add(-time.Minute), "mail.test", "127.0.0.1"); err != nil {
		return 0, err
	}
	file := filepath.Join(folder, "cert.pem")
	if err := os.WriteFile(file, trusted.PEM, 0o600); err != nil {
		return 0, err
	}
	if err := os.Setenv("SSL_CERT_FILE", file); err != nil {
		return 0, err
	}
	return run(), nil
}
