package job

import (
	"errors"
	"slices"
	"testing"
	"testing/synctest"
	"time"
)

// TestPace_StepsStayShort: each thing takes three milliseconds, and later twelve.
func TestPace_StepsStayShort(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		pace, each := NewPace(10), 3*time.Millisecond
		var did []int
		began := time.Now()
		for range 12 {
			if len(did) == 6 {
				each = 12 * time.Millisecond
			}
			if err := pace.Take(t.Context(), func(most int) error {
				did = append(did, most)
				time.Sleep(time.Duration(most) * each)
				return nil
			}); err != nil {
				t.Fatal(err)
			}
		}
		if want := []int{2, 3, 4, 5, 5, 5, 5, 2, 2, 2, 2, 2}; !slices.Equal(did, want) {
			t.Errorf("the steps were of %v, want %v", did, want)
		}
		// Half of the time is the others'.
		worked := (2+3+4+5+5+5)*3*time.Millisecond + (5+2+2+2+2+2)*12*time.Millisecond
		if took := time.Since(began); took != 2*worked {
			t.Errorf("it took %s, and worked for %s", took, worked)
		}
		broken := errors.New("broken")
		if err := pace.Take(t.Context(), func(int) error { return broken }); !errors.Is(err, broken) {
			t.Error(err)
		}
	})
}
