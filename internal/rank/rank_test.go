package rank_test

import (
	"encoding/json"
	"errors"
	"os"
	"slices"
	"sort"
	"testing"

	"cairn/internal/rank"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

type vectors struct {
	Between []struct {
		Before   string `json:"before"`
		After    string `json:"after"`
		Expected string `json:"expected"`
	} `json:"between"`
	Refused []struct {
		Before string `json:"before"`
		After  string `json:"after"`
	} `json:"refused"`
	NBetween []struct {
		Before   string   `json:"before"`
		After    string   `json:"after"`
		N        int      `json:"n"`
		Expected []string `json:"expected"`
	} `json:"n_between"`
}

func readVectors(t *testing.T) vectors {
	t.Helper()
	raw, err := os.ReadFile("testdata/vectors.json")
	if err != nil {
		t.Fatal(err)
	}
	var v vectors
	if err := json.Unmarshal(raw, &v); err != nil {
		t.Fatal(err)
	}
	return v
}

func TestW2_RanksFollowThePublishedScheme(t *testing.T) {
	v := readVectors(t)
	for _, c := range v.Between {
		got, err := rank.Between(c.Before, c.After)
		if err != nil || got != c.Expected {
			t.Errorf("Between(%q, %q) = %q, %v; want %q", c.Before, c.After, got, err, c.Expected)
		}
		if !rank.Valid(got) {
			t.Errorf("Valid(%q) = false", got)
		}
	}
	for _, c := range v.NBetween {
		got, err := rank.NBetween(c.Before, c.After, c.N)
		if err != nil {
			t.Errorf("NBetween(%q, %q, %d): %v", c.Before, c.After, c.N, err)
		}
		if diff := cmp.Diff(c.Expected, got); diff != "" {
			t.Errorf("NBetween(%q, %q, %d) (-want +got):\n%s", c.Before, c.After, c.N, diff)
		}
	}
}

func TestW2_BadEndsAreRefused(t *testing.T) {
	for _, c := range readVectors(t).Refused {
		if got, err := rank.Between(c.Before, c.After); err == nil || got != "" {
			t.Errorf("Between(%q, %q) = %q, %v; want an error", c.Before, c.After, got, err)
		}
		if _, err := rank.NBetween(c.Before, c.After, 3); err == nil {
			t.Errorf("NBetween(%q, %q, 3) has no error", c.Before, c.After)
		}
	}
	if _, err := rank.NBetween("", "", -1); err == nil {
		t.Error("NBetween of -1 has no error")
	}
	if rank.Valid("") {
		t.Error(`Valid("") = true`)
	}
}

// A list that is shuffled by any moves stays totally ordered, without ties.
func TestW2_AnyMovesLeaveATotalOrder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var list []string
		moves := rapid.SliceOfN(rapid.IntRange(0, 1<<20), 30, 200).Draw(t, "moves")
		for _, m := range moves {
			at := m % (len(list) + 1)
			before, after := "", ""
			if at > 0 {
				before = list[at-1]
			}
			if at < len(list) {
				after = list[at]
			}
			many := 1 + m%3
			added, err := rank.NBetween(before, after, many)
			if err != nil {
				t.Fatalf("NBetween(%q, %q, %d): %v", before, after, many, err)
			}
			list = slices.Insert(list, at, added...)
			checkOrder(t, list)
		}
	})
}

func checkOrder(t *rapid.T, list []string) {
	if !sort.StringsAreSorted(list) {
		t.Fatalf("not in order: %q", list)
	}
	for i, r := range list {
		if !rank.Valid(r) {
			t.Fatalf("%q is no rank", r)
		}
		if i > 0 && list[i-1] == r {
			t.Fatalf("%q stands twice", r)
		}
	}
}

func TestW2_FirstAndLastStayShort(t *testing.T) {
	front, back := "a0", "a0"
	for range 10_000 {
		var err error
		if front, err = rank.Between("", front); err != nil {
			t.Fatal(err)
		}
		if back, err = rank.Between(back, ""); err != nil {
			t.Fatal(err)
		}
		if len(front) > 4 || len(back) > 4 {
			t.Fatalf("grew to %q and %q", front, back)
		}
	}
}

// NBetween over 10,000 in one gap is what spreads a level anew.
func TestW2_ManyIntoOneGapStayShort(t *testing.T) {
	ranks, err := rank.NBetween("a0", "a1", 10_000)
	if err != nil {
		t.Fatal(err)
	}
	for i, r := range ranks {
		if len(r) > 6 {
			t.Fatalf("%q is long", r)
		}
		if i > 0 && ranks[i-1] >= r {
			t.Fatalf("%q stands before %q", ranks[i-1], r)
		}
	}
}

// The worst uses: every new task right after, or right before, the same one.
func TestW2_TheSameGapEndsCleanly(t *testing.T) {
	for _, side := range []string{"after", "before"} {
		low, high := "a0", "a1"
		inserted := 0
		for {
			r, err := rank.Between(low, high)
			if errors.Is(err, rank.ErrTooLong) {
				break
			}
			if err != nil {
				t.Fatal(err)
			}
			if r <= low || high <= r {
				t.Fatalf("%q is not between %q and %q", r, low, high)
			}
			inserted++
			if side == "after" {
				high = r
			} else {
				low = r
			}
		}
		t.Logf("always right %s the same task: %d times until %d bytes", side, inserted, rank.MaxLength)
		if inserted < 2_500 {
			t.Errorf("right %s the same task: only %d times", side, inserted)
		}
	}
}

func FuzzBetween(f *testing.F) {
	f.Add("", "", 3)
	f.Add("a0", "a1", 7)
	f.Add("Zz", "a01", 1)
	f.Add("", "A00000000000000000000000001", 2)
	f.Add("zzzzzzzzzzzzzzzzzzzzzzzzzzz", "", 2)
	f.Fuzz(func(t *testing.T, before, after string, n int) {
		n &= 63
		ranks, err := rank.NBetween(before, after, n)
		one, oneErr := rank.Between(before, after)
		if err != nil || oneErr != nil {
			bad := before != "" && !rank.Valid(before) || after != "" && !rank.Valid(after) ||
				before != "" && after != "" && before >= after
			if !bad && !errors.Is(err, rank.ErrTooLong) {
				t.Fatalf("refused %q, %q: %v, %v", before, after, err, oneErr)
			}
			return
		}
		for _, r := range append(ranks, one) {
			if !rank.Valid(r) || r <= before || after != "" && after <= r {
				t.Fatalf("%q between %q and %q", r, before, after)
			}
		}
		for i := 1; i < n; i++ {
			if ranks[i-1] >= ranks[i] {
				t.Fatalf("%q not before %q", ranks[i-1], ranks[i])
			}
		}
	})
}

func BenchmarkBetween(b *testing.B) {
	for b.Loop() {
		if _, err := rank.Between("a0V", "a0W"); err != nil {
			b.Fatal(err)
		}
	}
}
