package request

import (
	"context"
	"math/big"

	"cairn/internal/db"
	"cairn/internal/work"
)

// Totals is what all rows come to.
type Totals struct {
	_ struct{} `nullable:"true"`

	Asked     int           `json:"asked" doc:"How many people"`
	Sent      int           `json:"sent" doc:"How many have it already; the others' tasks are being made"`
	Answered  int           `json:"answered"`
	Undecided int           `json:"undecided" doc:"Still in triage"`
	Accepted  int           `json:"accepted" doc:"On a list, and not answered yet"`
	Declined  int           `json:"declined"`
	NotNeeded int           `json:"not_needed" doc:"Closed without an answer otherwise"`
	Overdue   int           `json:"overdue"`
	Sum       *float64      `json:"sum" doc:"Of the answers that are numbers"`
	Choices   []ChoiceCount `json:"choices"`
}

// ChoiceCount is how many chose one.
type ChoiceCount struct {
	Choice string `json:"choice"`
	Count  int    `json:"count"`
}

// totals counts what came of requests.
func (s *Service) totals(ctx context.Context, q db.Querier, of ...Request) (map[string]*Totals, error) {
	totals := make(map[string]*Totals, len(of))
	sums := map[string]*big.Rat{}
	ids := make([]string, len(of))
	for i, r := range of {
		ids[i] = r.ID
		totals[r.ID] = &Totals{Asked: r.asked, Choices: make([]ChoiceCount, len(r.Choices))}
		for n, choice := range r.Choices {
			totals[r.ID].Choices[n].Choice = choice
		}
	}
	tasks, err := s.work.ToldOf(ctx, q, ids)
	if err != nil {
		return nil, err
	}
	for _, task := range tasks {
		t := totals[task.RequestID]
		t.Sent++
		t.count(task)
		if task.Status != work.Done || task.Answer == nil {
			continue
		}
		for n := range t.Choices {
			if t.Choices[n].Choice == task.Answer.Choice {
				t.Choices[n].Count++
			}
		}
		if task.Answer.Number != nil {
			sums[task.RequestID] = add(sums[task.RequestID], *task.Answer.Number)
		}
	}
	for id, sum := range sums {
		exact, _ := sum.Float64()
		totals[id].Sum = &exact
	}
	return totals, nil
}

func (t *Totals) count(task work.Told) {
	switch task.Status {
	case work.Done:
		t.Answered++
	case work.Triage:
		t.Undecided++
	case work.Todo, work.InProgress, work.Blocked:
		t.Accepted++
	case work.Canceled:
		if task.Reason != nil && *task.Reason == work.Declined {
			t.Declined++
		} else {
			t.NotNeeded++
		}
	}
	if task.Overdue && !task.Status.Closed() {
		t.Overdue++
	}
}

// add sums numbers as they were typed: 0.1 and 0.2 is 0.3.
func add(sum *big.Rat, number float64) *big.Rat {
	if sum == nil {
		sum = new(big.Rat)
	}
	typed, _ := new(big.Rat).SetString(work.FormatNumber(number)) // a finite number always parses
	return sum.Add(sum, typed)
}
