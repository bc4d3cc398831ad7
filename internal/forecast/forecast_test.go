package forecast_test

import (
	"math"
	"slices"
	"testing"

	"cairn/internal/forecast"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func seed() forecast.Seed {
	return forecast.Seed{PersonID: "019368aa-7c3e-7d52-a2f0-6b6d3d5c1a10", LocalDate: "2026-12-01"}
}

func mustTable(t testing.TB, daily []int, places int) forecast.Forecast {
	t.Helper()
	f, ok := forecast.Table(daily, seed(), places)
	if !ok {
		t.Fatalf("not enough history in %v", daily)
	}
	return f
}

func TestW6_AConstantRateIsExact(t *testing.T) {
	for rate := 1; rate <= 4; rate++ {
		f := mustTable(t, slices.Repeat([]int{rate}, 40), 300)
		for place := 1; place <= 300; place++ {
			want := min((place+rate-1)/rate, forecast.Beyond)
			if got := f.Days(place); got != [19]int(slices.Repeat([]int{want}, 19)) {
				t.Fatalf("%d a day: place %d on %v, want %d", rate, place, got, want)
			}
			if want <= forecast.Horizon && (f.Chance(place, want) != 1 || f.Chance(place, want-1) != 0) {
				t.Fatalf("%d a day: place %d has chances %v, %v", rate, place, f.Chance(place, want), f.Chance(place, want-1))
			}
		}
	}
}

func TestW6_TooLittleHistoryGivesNoNumber(t *testing.T) {
	for _, daily := range [][]int{
		nil, {}, {4}, {1, 0, 1, 1, 1}, {-3, 4},
		append([]int{100}, make([]int, 40)...), // too long ago
	} {
		if f, ok := forecast.Table(daily, seed(), 3); ok || f.Places() != 0 {
			t.Errorf("%v is enough", daily)
		}
	}
	for _, daily := range [][]int{{5}, {1, 1, 1, 1, 1}, append([]int{5}, make([]int, 39)...)} {
		if _, ok := forecast.Table(daily, seed(), 3); !ok {
			t.Errorf("%v is not enough", daily)
		}
	}
}

func TestW6_OnlyTheLastFortyDaysCount(t *testing.T) {
	recent := slices.Repeat([]int{0, 1, 2, 1}, 10)
	older := append(slices.Repeat([]int{9}, 30), recent...)
	a, b := mustTable(t, recent, 20), mustTable(t, older, 20)
	for place := 1; place <= 20; place++ {
		if diff := cmp.Diff(a.Days(place), b.Days(place)); diff != "" {
			t.Fatalf("place %d: %s", place, diff)
		}
	}
}

// One task on every second day: place k is reached by day n with the chance of
// at least k heads in n throws of a coin.
func TestW6_ChancesAreThoseOfTheBootstrap(t *testing.T) {
	f := mustTable(t, slices.Repeat([]int{0, 1}, 20), 10)
	for _, c := range []struct{ place, day int }{{1, 1}, {1, 3}, {5, 10}, {5, 8}, {10, 20}, {10, 30}} {
		want := 0.0
		for heads := c.place; heads <= c.day; heads++ {
			want += choose(c.day, heads) / math.Pow(2, float64(c.day))
		}
		// 4 standard deviations of a share of 2,000 are under 0.045.
		if got := f.Chance(c.place, c.day); math.Abs(got-want) > 0.045 {
			t.Errorf("place %d by day %d: %v, want %v", c.place, c.day, got, want)
		}
	}
}

func choose(n, k int) float64 {
	c := 1.0
	for i := range k {
		c = c * float64(n-i) / float64(i+1)
	}
	return c
}

func TestW6_TheSameDayGivesTheSameForecast(t *testing.T) {
	daily := []int{0, 1, 3, 0, 2, 1, 0, 0, 4}
	a, b := mustTable(t, daily, 30), mustTable(t, daily, 30)
	tomorrow, _ := forecast.Table(daily, forecast.Seed{PersonID: seed().PersonID, LocalDate: "2026-12-02"}, 30)
	colleague, _ := forecast.Table(daily, forecast.Seed{PersonID: "019368aa-7c3e-7d52-a2f0-000000000000", LocalDate: "2026-12-01"}, 30)
	differs := map[string]bool{}
	for place := 1; place <= 30; place++ {
		for day := 1; day <= 60; day++ {
			if a.Chance(place, day) != b.Chance(place, day) {
				t.Fatalf("place %d, day %d differ", place, day)
			}
			differs["tomorrow"] = differs["tomorrow"] || a.Chance(place, day) != tomorrow.Chance(place, day)
			differs["colleague"] = differs["colleague"] || a.Chance(place, day) != colleague.Chance(place, day)
		}
	}
	if !differs["tomorrow"] || !differs["colleague"] {
		t.Errorf("the seed changes nothing: %v", differs)
	}
	// A longer table of the same list agrees with a shorter one.
	if longer := mustTable(t, daily, 100); longer.Days(30) != a.Days(30) {
		t.Errorf("%v and %v", longer.Days(30), a.Days(30))
	}
}

// These numbers hold the nodes of one workspace together across versions.
func TestW6_ForecastsDontChangeBetweenVersions(t *testing.T) {
	f := mustTable(t, []int{0, 1, 3, 0, 2, 1, 0, 0, 4, 1}, 40)
	got := [][2]int{{f.P50(1), f.P85(1)}, {f.P50(10), f.P85(10)}, {f.P50(40), f.P85(40)}}
	if diff := cmp.Diff([][2]int{{1, 3}, {9, 12}, {34, 41}}, got); diff != "" {
		t.Error(diff)
	}
}

func TestW6_OutsideOfTheTable(t *testing.T) {
	f := mustTable(t, []int{5}, 3)
	if f.Chance(0, 9) != 0 || f.Chance(4, 9) != 0 || f.Chance(1, 0) != 0 || f.Chance(1, 9999) != 1 {
		t.Error("chances outside of the table")
	}
	if f.Day(0, 50) != forecast.Beyond || f.Day(4, 50) != forecast.Beyond {
		t.Error("days outside of the table")
	}
	none := mustTable(t, []int{5}, -1)
	if none.Places() != 0 || none.P50(1) != forecast.Beyond {
		t.Error("an empty list has places")
	}
}

func TestW6_LaterPlacesAndSurerDaysComeLater(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		daily := rapid.SliceOfN(rapid.IntRange(-1, 6), 1, 60).Draw(t, "daily")
		places := rapid.IntRange(1, 40).Draw(t, "places")
		f, ok := forecast.Table(daily, forecast.Seed{PersonID: rapid.String().Draw(t, "person")}, places)
		if !ok {
			return
		}
		var before [19]int
		for place := 1; place <= places; place++ {
			days := f.Days(place)
			if !slices.IsSorted(days[:]) || days[0] < 1 || days[18] > forecast.Beyond {
				t.Fatalf("place %d: %v", place, days)
			}
			if f.P50(place) != days[9] || f.P85(place) != days[16] {
				t.Fatalf("place %d: %v, %d, %d", place, days, f.P50(place), f.P85(place))
			}
			for i, day := range days {
				if day < before[i] {
					t.Fatalf("place %d stands before the one above it: %v, %v", place, days, before)
				}
				share := float64(5*(i+1)) / 100
				if day <= forecast.Horizon && f.Chance(place, day) < share || f.Chance(place, day-1) >= share {
					t.Fatalf("place %d: day %d is not the first of %v", place, day, share)
				}
			}
			before = days
		}
	})
}

func BenchmarkTable(b *testing.B) {
	daily := slices.Repeat([]int{0, 1, 3, 0, 2, 1, 0, 0, 4, 1}, 4)
	for b.Loop() {
		f, _ := forecast.Table(daily, seed(), 1000)
		for place := 1; place <= 1000; place++ {
			f.Days(place)
		}
	}
}
