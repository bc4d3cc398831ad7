package testkit

import (
	"bufio"
	"bytes"
	_ "embed"
	"encoding/json"
	"fmt"
	"io"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	"net/mail"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"sync"
	"testing"
	"time"
)

// SMTPVariable names the environment variable with the Python that has
// aiosmtpd, Debian's python3-aiosmtpd.
const SMTPVariable = "CAIRN_TEST_SMTPD"

//go:embed smtpd.py
var smtpd string

// MailServer is a real SMTP server of one test, which keeps what it takes and can
// be told to answer otherwise (smtpd.py).
type MailServer struct {
	testing.TB

	Port int

	python, folder, script string
	how                    []string
	command                *exec.Cmd
	read                   chan struct{} // closed when nothing more is said

	mu    sync.Mutex
	mails []Mail
	hangs int
	news  chan struct{} // closed and made anew at each word
}

// Mail is one that a server has taken.
type Mail struct {
	To     string
	Sender string // of the envelope
	Header mail.Header
	Text   string
	HTML   string
	Raw    string
}

// NewMailServer starts a server that ends with the test. Without a word how, it
// speaks plain and takes mails from everybody: see smtpd.py.
func NewMailServer(t testing.TB, how ...string) *MailServer {
	t.Helper()
	return newMailServer(t, t.TempDir(), how)
}

// NewSecureMailServer starts one that has a certificate.
func NewSecureMailServer(t testing.TB, certificate Certificate, how ...string) *MailServer {
	t.Helper()
	folder := t.TempDir()
	for name, content := range map[string][]byte{"cert.pem": certificate.PEM, "key.pem": certificate.Key} {
		if err := os.WriteFile(filepath.Join(folder, name), content, 0o600); err != nil {
			t.Fatalf("testkit: %v", err)
		}
	}
	return newMailServer(t, folder, how)
}

func newMailServer(t testing.TB, folder string, how []string) *MailServer {
	t.Helper()
	m := &MailServer{TB: t, python: os.Getenv(SMTPVariable), folder: folder, how: how, news: make(chan struct{})}
	if m.python == "" {
		m.python = "/usr/bin/python3"
	}
	if err := exec.CommandContext(t.Context(), m.python, "-c", "import aiosmtpd").Run(); err != nil { //nolint:gosec // the test's own
		t.Fatalf("testkit: no SMTP server: run the tests by scripts/with-services, or install Debian's python3-aiosmtpd (%s: %v)", m.python, err)
	}
	m.script = filepath.Join(m.folder, "smtpd.py")
	if err := os.WriteFile(m.script, []byte(smtpd), 0o600); err != nil {
		t.Fatalf("testkit: %v", err)
	}
	m.Start()
	t.Cleanup(m.Stop)
	return m
}

// Start starts the server, again at the port that it had.
func (m *MailServer) Start() {
	m.Helper()
	m.command = exec.Command(m.python, append([]string{m.script, m.folder, strconv.Itoa(m.Port)}, m.how...)...) //nolint:noctx,gosec // Stop ends it; the test's own
	m.command.Stderr = os.Stderr
	out, err := m.command.StdoutPipe()
	if err == nil {
		// It ends when this pipe does, whatever becomes of the test.
		_, err = m.command.StdinPipe()
	}
	if err == nil {
		err = m.command.Start()
	}
	if err != nil {
		m.Fatalf("testkit: start the mail server: %v", err)
	}
	said := bufio.NewScanner(out)
	var ready struct {
		Port int `json:"port"`
	}
	if !said.Scan() || json.Unmarshal(said.Bytes(), &ready) != nil || ready.Port == 0 {
		m.Fatalf("testkit: the mail server does not start: %q", said.Text())
	}
	m.Port, m.read = ready.Port, make(chan struct{})
	go func() {
		defer close(m.read)
		for said.Scan() {
			m.hear(said.Bytes())
		}
	}()
}

func (m *MailServer) hear(line []byte) {
	var word struct {
		File   string   `json:"file"`
		Sender string   `json:"sender"`
		Hangs  string   `json:"hangs"`
		To     []string `json:"to"`
	}
	if err := json.Unmarshal(line, &word); err != nil {
		m.Errorf("testkit: the mail server says %s", line)
		return
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	if word.Hangs != "" {
		m.hangs++
	}
	for _, to := range word.To {
		taken, err := readMail(filepath.Join(m.folder, word.File))
		if err != nil {
			m.Errorf("testkit: read the mail to %s: %v", to, err)
		}
		taken.To, taken.Sender = to, word.Sender
		m.mails = append(m.mails, taken)
	}
	close(m.news)
	m.news = make(chan struct{})
}

// Stop ends the server as a crash does; nobody answers at its port.
func (m *MailServer) Stop() {
	if m.command == nil {
		return
	}
	_ = m.command.Process.Kill()
	<-m.read
	_ = m.command.Wait() // it was killed
	m.command = nil
}

// URL is where the server is.
func (m *MailServer) URL() string { return fmt.Sprintf("smtp://127.0.0.1:%d", m.Port) }

// Answer makes the server answer otherwise from now on, or as usual with "": see
// smtpd.py for what.
func (m *MailServer) Answer(what, reply string) {
	m.Helper()
	name := filepath.Join(m.folder, what)
	err := os.Remove(name)
	if reply != "" {
		err = os.WriteFile(name, []byte(reply), 0o600)
	}
	if err != nil && !os.IsNotExist(err) {
		m.Fatalf("testkit: %v", err)
	}
}

// Mails are those taken so far.
func (m *MailServer) Mails() []Mail {
	m.mu.Lock()
	defer m.mu.Unlock()
	return append([]Mail{}, m.mails...)
}

// Wait waits until the server has taken so many mails.
func (m *MailServer) Wait(count int) []Mail {
	m.Helper()
	m.until(fmt.Sprintf("%d mails", count), func() bool { return len(m.mails) >= count })
	return m.Mails()
}

// WaitHanging waits until so many connections were left without an answer.
func (m *MailServer) WaitHanging(count int) {
	m.Helper()
	m.until("somebody hangs", func() bool { return m.hangs >= count })
}

func (m *MailServer) until(what string, holds func() bool) {
	m.Helper()
	late := time.After(patience)
	for {
		m.mu.Lock()
		held, news := holds(), m.news
		m.mu.Unlock()
		if held {
			return
		}
		select {
		case <-news:
		case <-late:
			m.Fatalf("testkit: waited in vain for %s; the mail server has taken %d", what, len(m.Mails()))
		}
	}
}

func readMail(name string) (Mail, error) {
	raw, err := os.ReadFile(name) //nolint:gosec // what the server of the test wrote
	if err != nil {
		return Mail{}, err
	}
	parsed, err := mail.ReadMessage(bytes.NewReader(raw))
	if err != nil {
		return Mail{Raw: string(raw)}, err
	}
	m := Mail{Raw: string(raw), Header: parsed.Header}
	_, parameters, err := mime.ParseMediaType(parsed.Header.Get("Content-Type"))
	if err != nil {
		return m, err
	}
	parts := multipart.NewReader(parsed.Body, parameters["boundary"])
	for {
		part, err := parts.NextRawPart()
		if err == io.EOF { //nolint:errorlint // as io says
			return m, nil
		}
		if err != nil {
			return m, err
		}
		body, err := io.ReadAll(quotedprintable.NewReader(part))
		if err != nil {
			return m, err
		}
		kind, _, err := mime.ParseMediaType(part.Header.Get("Content-Type"))
		if err != nil {
			return m, err
		}
		if kind == "text/html" {
			m.HTML = string(body)
		} else {
			m.Text = string(body)
		}
	}
}
