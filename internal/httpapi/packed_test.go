package httpapi_test

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"io"
	"testing"
)

func TestTheFirstCopyComesPackedToWhoTakesIt(t *testing.T) {
	each(t, func(r *rig) {
		_, session := r.setUp("Ana")
		for n := range 20 {
			r.must(session, "POST", "/tasks", fields{"title": fmt.Sprintf("Carry stone %d from the beach to the top of the hill", n)})
		}
		plain := r.succeed(session, "GET", "/changes", nil, "Accept-Encoding", "identity")
		packed := r.succeed(session, "GET", "/changes", nil, "Accept-Encoding", "gzip")
		if packed.header.Get("Content-Encoding") != "gzip" || len(packed.body) > len(plain.body)/3 {
			t.Fatalf("%d bytes of %d, as %q", len(packed.body), len(plain.body), packed.header.Get("Content-Encoding"))
		}
		unpacked, err := gzip.NewReader(bytes.NewReader(packed.body))
		if err != nil {
			t.Fatal(err)
		}
		if text, err := io.ReadAll(unpacked); err != nil || !bytes.Equal(text, plain.body) {
			t.Errorf("packed it says something else, %v:\n%s\n%s", err, text, plain.body)
		}
		for _, short := range []string{"/changes?limit=1", "/me"} {
			if got := r.succeed(session, "GET", short, nil, "Accept-Encoding", "gzip").header.Get("Content-Encoding"); got != "" {
				t.Errorf("%s comes as %q", short, got)
			}
		}
	})
}
