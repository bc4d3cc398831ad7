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
	if err := trust(m.Run); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func trust(run func() int) error {
	folder, err := os.MkdirTemp("", "cairn-mail-")
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(folder) }()
	if trusted, err = testkit.NewCertificate(time.Now().Add(-time.Minute), "mail.test", "127.0.0.1"); err != nil {
		return err
	}
	file := filepath.Join(folder, "cert.pem")
	if err := os.WriteFile(file, trusted.PEM, 0o600); err != nil {
		return err
	}
	if err := os.Setenv("SSL_CERT_FILE", file); err != nil {
		return err
	}
	if code := run(); code != 0 {
		os.Exit(code)
	}
	return nil
}
