package brake

import (
	"testing"
	"time"
)

func TestSoMuchIsFreeAndThenOneEachSoOften(t *testing.T) {
	var b Brakes[string]
	now := time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)
	for n := range 3 {
		if wait := b.Take(now, "ana", 3, time.Minute); wait != 0 {
			t.Errorf("number %d waits %s", n, wait)
		}
	}
	for range 5 { // what is refused is not counted
		if wait := b.Take(now, "ana", 3, time.Minute); wait != time.Minute {
			t.Errorf("one too many waits %s, want a minute", wait)
		}
	}
	if wait := b.Take(now, "ben", 3, time.Minute); wait != 0 {
		t.Errorf("somebody else waits %s", wait)
	}
	if wait := b.Take(now.Add(time.Minute), "ana", 3, time.Minute); wait != 0 {
		t.Errorf("a minute later one waits %s", wait)
	}
}

func TestTheMemoryIsBounded(t *testing.T) {
	var b Brakes[int]
	now := time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)
	for i := range 3 * most {
		b.Take(now, i, 10, time.Second)
	}
	if len(b.buckets) > most {
		t.Errorf("%d buckets are kept, at most %d should be", len(b.buckets), most)
	}
}

func TestANetworkIsWhatOneSubscriberHas(t *testing.T) {
	for address, want := range map[string]string{
		"192.0.2.1:5555": "192.0.2.1", "192.0.2.1": "192.0.2.1", "[2001:db8::7]:25": "2001:db8::/64", "2001:db8::8": "2001:db8::/64",
		"[::ffff:192.0.2.1]:1": "192.0.2.1", "[fe80::1%eth0]:1": "fe80::/64", "@": "@", "": "",
	} {
		if got := Network(address); got != want {
			t.Errorf("%q is of %q, want %q", address, got, want)
		}
	}
}
