package outward_test

import (
	"context"
	"encoding/binary"
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"sync/atomic"
	"testing"

	"cairn/internal/outward"
)

// TestOnlyThePublicInternetIsCalled is the table of refusals: what leads to this
// machine, its network or its cloud is refused however it is written.
func TestOnlyThePublicInternetIsCalled(t *testing.T) {
	for _, text := range []string{
		"0.0.0.0", "0.1.2.3", "10.0.0.1", "10.255.255.255", "100.64.0.1", "100.127.255.255", "127.0.0.1", "127.255.0.1",
		"169.254.169.254", "172.16.0.1", "172.31.255.255", "192.0.0.1", "192.0.2.1", "192.88.99.1", "192.168.0.1", "198.18.0.1",
		"198.51.100.1", "203.0.113.1", "224.0.0.1", "239.255.255.255", "240.0.0.1", "255.255.255.255",
		"::", "::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::ffff:169.254.169.254", "::ffff:7f00:1", "::127.0.0.1", "::7f00:1",
		"64:ff9b::7f00:1", "64:ff9b::a9fe:a9fe", "64:ff9b:1::1", "100::1", "2001::1", "2001:db8::1", "2002:7f00:1::1", "2002:a00:1::1",
		"3fff::1", "5f00::1", "fc00::1", "fd12:3456::1", "fe80::1", "fe80::1%eth0", "fec0::1", "ff02::1",
	} {
		if err := outward.Public(netip.MustParseAddr(text)); !errors.Is(err, outward.ErrRefused) {
			t.Errorf("%s may be called (%v), and should be refused", text, err)
		}
	}
	if err := outward.Public(netip.Addr{}); err == nil {
		t.Error("no address may be called")
	}
	for _, text := range []string{
		"1.1.1.1", "8.8.8.8", "100.63.255.255", "100.128.0.1", "172.15.0.1", "172.32.0.1", "192.0.1.1", "198.17.0.1", "198.20.0.1",
		"::ffff:1.1.1.1", "2606:4700::1111", "2a00:1450::1", "64:ff9b::101:101",
	} {
		if err := outward.Public(netip.MustParseAddr(text)); err != nil {
			t.Errorf("%s is refused: %v", text, err)
		}
	}
}

func TestWhatCanBeAnAddress(t *testing.T) {
	for text, right := range map[string]bool{
		"https://hooks.example.com/services/T0/B0/x": true, "https://chat.example.com:8443/hooks/a?b=c": true, "https://[2606:4700::1111]/x": true,
		"": false, "hooks.example.com": false, "http://hooks.example.com/x": false, "ftp://x/y": false, "https:///x": false, "https://": false,
		"https://me:secret@hooks.example.com/x": false, "https://127.0.0.1/x": false, "https://[::1]/x": false, "https://[::ffff:10.0.0.1]/x": false,
		"https://169.254.169.254/latest/meta-data": false, "javascript:alert(1)": false, "https://exa mple.com": false,
	} {
		if err := outward.CheckURL(text, outward.Public); (err == nil) != right {
			t.Errorf("%q: %v", text, err)
		}
	}
}

// TestANameIsLookedAtWhereItIsDialed holds that a name which resolves to an address
// within is refused, also where it did not so a moment before (DNS rebinding), and
// that nothing reaches what listens there.
func TestANameIsLookedAtWhereItIsDialed(t *testing.T) {
	var reached atomic.Bool
	server := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { reached.Store(true) }))
	defer server.Close()
	_, port, err := net.SplitHostPort(server.Listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	for _, host := range []string{"hooks.example.com", "127.0.0.1", "[::ffff:127.0.0.1]", "2130706433", "0x7f000001", "localhost"} {
		client := outward.Client(outward.Public, resolveAllTo(t, netip.MustParseAddr("127.0.0.1")))
		response, err := client.Post("http://"+host+":"+port+"/", "text/plain", strings.NewReader("x"))
		if err == nil {
			_ = response.Body.Close()
			t.Errorf("%s was called", host)
		}
	}
	client := outward.Client(outward.Public, resolveAllTo(t, netip.MustParseAddr("127.0.0.1")))
	response, err := client.Get("http://hooks.example.com:" + port)
	if err == nil {
		_ = response.Body.Close()
	}
	if !errors.Is(err, outward.ErrRefused) {
		t.Errorf("a name that leads within: %v, want it refused", err)
	}
	if reached.Load() {
		t.Error("something within was reached")
	}
}

// TestNoRedirectIsFollowedAndAnswersAreCapped holds the other limits.
func TestNoRedirectIsFollowedAndAnswersAreCapped(t *testing.T) {
	var followed atomic.Bool
	mux := http.NewServeMux()
	mux.HandleFunc("/there", func(http.ResponseWriter, *http.Request) { followed.Store(true) })
	mux.Handle("/here", http.RedirectHandler("/there", http.StatusTemporaryRedirect))
	mux.HandleFunc("/endless", func(w http.ResponseWriter, r *http.Request) {
		for r.Context().Err() == nil {
			if _, err := w.Write(make([]byte, 4096)); err != nil {
				return
			}
		}
	})
	server := httptest.NewServer(mux)
	defer server.Close()
	client := outward.Client(func(netip.Addr) error { return nil }, nil)
	response, err := client.Post(server.URL+"/here", "text/plain", strings.NewReader("x"))
	if err != nil || response.StatusCode != http.StatusTemporaryRedirect || followed.Load() {
		t.Errorf("a redirect: %v, %v, followed: %t", response, err, followed.Load())
	}
	if err == nil {
		_ = response.Body.Close()
	}
	response, err = client.Get(server.URL + "/endless")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = response.Body.Close() }()
	if told := outward.Drain(response); len(told) != 64<<10 {
		t.Errorf("%d bytes were read of an answer without end", len(told))
	}
}

// resolveAllTo is a resolver that answers every name with one address.
func resolveAllTo(t *testing.T, address netip.Addr) *net.Resolver {
	t.Helper()
	return &net.Resolver{PreferGo: true, Dial: func(context.Context, string, string) (net.Conn, error) {
		here, there := net.Pipe()
		go answerDNS(there, address)
		return here, nil
	}}
}

// answerDNS answers one question over a stream: the address to one for an A record,
// nothing to others.
func answerDNS(conn net.Conn, address netip.Addr) {
	defer func() { _ = conn.Close() }()
	for {
		var length [2]byte
		if _, err := io.ReadFull(conn, length[:]); err != nil {
			return
		}
		question := make([]byte, binary.BigEndian.Uint16(length[:]))
		if _, err := io.ReadFull(conn, question); err != nil {
			return
		}
		end := 12
		for question[end] != 0 {
			end += int(question[end]) + 1
		}
		end += 5
		kind := binary.BigEndian.Uint16(question[end-4:])
		answer := append([]byte{}, question[:end]...)
		answer[2], answer[3] = 0x81, 0x80
		clear(answer[6:12])
		if kind == 1 {
			answer[7] = 1
			bytes := address.As4()
			answer = append(answer, 0xc0, 12, 0, 1, 0, 1, 0, 0, 0, 0, 0, 4)
			answer = append(answer, bytes[:]...)
		}
		if _, err := conn.Write(append(binary.BigEndian.AppendUint16(nil, uint16(len(answer))), answer...)); err != nil {
			return
		}
	}
}
