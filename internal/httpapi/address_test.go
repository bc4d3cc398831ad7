package httpapi

import (
	"net/http"
	"testing"
)

// TestNobodyChoosesTheAddressTheyComeFrom: a proxy writes it behind what the client
// sent, on the same line or on the next.
func TestNobodyChoosesTheAddressTheyComeFrom(t *testing.T) {
	for _, c := range []struct {
		trusted bool
		lines   []string
		want    string
	}{
		{false, []string{"203.0.113.9"}, "192.0.2.1"},
		{true, nil, "192.0.2.1"},
		{true, []string{"203.0.113.9"}, "203.0.113.9"},
		{true, []string{"198.51.100.7, 203.0.113.9"}, "203.0.113.9"},
		{true, []string{"198.51.100.7", "203.0.113.9"}, "203.0.113.9"},
		{true, []string{"198.51.100.7, 198.51.100.8", "198.51.100.9, 203.0.113.9"}, "203.0.113.9"},
		{true, []string{""}, "192.0.2.1"},
	} {
		a := &API{config: Config{TrustedProxies: c.trusted}}
		request := &http.Request{RemoteAddr: "192.0.2.1:5555", Header: http.Header{"X-Forwarded-For": c.lines}}
		if got := a.address(request); got != c.want {
			t.Errorf("trusted %t, %q: %s, want %s", c.trusted, c.lines, got, c.want)
		}
	}
}
