package people

import (
	"strings"
	"testing"
)

// An address to which no mail can come is refused where it is written.
func TestAnAddressHasAWholeDomain(t *testing.T) {
	t.Parallel()
	for _, good := range []string{"layla@example.com", "o.petrov+work@mail.example.co.uk", "ana@localhost", "ana@münchen.example", "a@xn--mnchen-3ya.de"} {
		var wrong problems
		if got := wrong.email("body.email", " "+strings.ToUpper(good)); got != good || wrong.err() != nil {
			t.Errorf("%q becomes %q, %v", good, got, wrong.err())
		}
	}
	for _, bad := range []string{"layla@x", "layla@example.", "layla@.com", "layla@-x.com", "layla@10.0.0.1", "layla@[10.0.0.1]", "layla@exa_mple.com", "layla", "Layla <layla@example.com>", ""} {
		var wrong problems
		wrong.email("body.email", bad)
		if len(wrong.fields) != 1 || wrong.fields[0].Location != "body.email" || !strings.Contains(wrong.fields[0].Message, "ana@example.com") {
			t.Errorf("%q: %v, want one refusal that shows how an address is written", bad, wrong.fields)
		}
	}
}
