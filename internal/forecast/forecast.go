// Package forecast says when a worklist's tasks will probably be done (W6).
//
// It is a bootstrap: each of Trials possible futures is a row of working days,
// and what gets done on each of them is what was done on one of the owner's
// last working days, drawn at random. How many futures have reached a place of
// the list by a day is the chance that the task there is done by then. Nothing
// is estimated by anybody, and no task is taken for larger than another.
//
// Days are counted in the owner's working days: 1 is the first day that the
// caller counts as still ahead. The caller's calendar turns them into dates.
package forecast

import (
	"crypto/sha256"
	"encoding/binary"
	"math/rand/v2"
)

// The measures of the forecast (W6).
const (
	History = 40          // how many past working days count
	Enough  = 5           // how many done tasks they must hold for any number to be said
	Trials  = 2000        // how many futures are drawn
	Horizon = 260         // how many working days ahead a future goes
	Beyond  = Horizon + 1 // the day of what is not done within the horizon
)

// Seed makes the same forecast come out all day, on every node: a number that
// changed with each reading would say more about the dice than the work.
type Seed struct {
	PersonID  string
	LocalDate string // of the owner, such as "2026-12-01"
}

// Forecast is the table of one worklist. The zero value is one without enough
// history.
type Forecast struct {
	places  int
	reached []uint16 // by day and place, from 1: how many futures have done that many tasks by the end of that day
}

// Table makes the forecast of places 1 to places. Daily holds how many tasks
// the owner completed on each past working day, the oldest first; only the
// last History of them count. It is not ok when they hold fewer than Enough
// done tasks: then there is "not enough history", and no number.
func Table(daily []int, seed Seed, places int) (f Forecast, ok bool) {
	daily = daily[max(0, len(daily)-History):]
	total := 0
	for _, n := range daily {
		total += max(0, n)
	}
	if total < Enough {
		return Forecast{}, false
	}
	places = max(0, places)
	f = Forecast{places: places, reached: make([]uint16, (Horizon+1)*(places+1))}
	draw := seed.dice()
	for range Trials {
		done := 0
		for day := 1; day <= Horizon; day++ {
			done = min(places, done+max(0, daily[draw.IntN(len(daily))]))
			f.reached[f.at(day, done)]++
		}
	}
	// So far a cell holds the futures that stand at that place; those that are
	// past it have reached it too.
	for day := 1; day <= Horizon; day++ {
		for place := places - 1; place >= 0; place-- {
			f.reached[f.at(day, place)] += f.reached[f.at(day, place+1)]
		}
	}
	return f, true
}

func (f Forecast) at(day, place int) int { return day*(f.places+1) + place }

// Places is how many places the table has.
func (f Forecast) Places() int { return f.places }

// Chance is the share of futures, from 0 to 1, in which the task at a place is
// done by the end of a working day. Places outside of the table have none, and
// days beyond the horizon that of its last day.
func (f Forecast) Chance(place, day int) float64 {
	if place < 1 || place > f.places || day < 1 {
		return 0
	}
	return float64(f.reached[f.at(min(day, Horizon), place)]) / Trials
}

// Day is the first working day by whose end the task at a place is done in at
// least percent of a hundred futures, or Beyond.
func (f Forecast) Day(place, percent int) int {
	if place < 1 || place > f.places {
		return Beyond
	}
	low, high := 1, Beyond
	for low < high {
		middle := (low + high) / 2
		if int(f.reached[f.at(middle, place)])*100 >= percent*Trials {
			high = middle
		} else {
			low = middle + 1
		}
	}
	return low
}

// P50 is the day by which the task at a place is as likely done as not.
func (f Forecast) P50(place int) int { return f.Day(place, 50) }

// P85 is the day that a task is called tight by.
func (f Forecast) P85(place int) int { return f.Day(place, 85) }

// Days are those of 5, 10 … 95 percent, from which a client reads the chance
// by any date while the order changes under its hand.
func (f Forecast) Days(place int) [19]int {
	var days [19]int
	for i := range days {
		days[i] = f.Day(place, 5*(i+1))
	}
	return days
}

func (s Seed) dice() *rand.Rand {
	sum := sha256.Sum256([]byte(s.PersonID + "\n" + s.LocalDate))
	return rand.New(rand.NewPCG(binary.BigEndian.Uint64(sum[:8]), binary.BigEndian.Uint64(sum[8:16])))
}
