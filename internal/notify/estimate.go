package notify

import (
	"math"

	"cairn/internal/errs"
)

// Estimate is the time given back, as a range. It is an estimate and is called so.
type Estimate struct {
	LowMinutes  int        `json:"low_minutes"`
	HighMinutes int        `json:"high_minutes"`
	Formula     string     `json:"formula"`
	Parameters  Parameters `json:"parameters"`
	Sources     []Source   `json:"sources"`
}

// Parameters are what the estimate rests on; whoever reads it may put in others.
type Parameters struct {
	LowShare    float64 `json:"low_share" doc:"Which share of what was avoided would have come at once, at least"`
	HighShare   float64 `json:"high_share" doc:"… and at most"`
	LowMinutes  float64 `json:"low_minutes" doc:"What one switch costs, at least"`
	HighMinutes float64 `json:"high_minutes" doc:"… and at most"`
}

// Source is what the estimate rests on, or leans against: what it says, and what
// it doesn't.
type Source struct {
	Key        string `json:"key" enum:"rubinstein_2001,apa_2006,mark_2008,gallup_2006,assumed"`
	Title      string `json:"title"`
	URL        string `json:"url,omitempty"`
	Says       string `json:"says"`
	DoesNotSay string `json:"does_not_say"`
}

// DefaultParameters are those that stand until somebody puts in others. The upper
// minutes are published; the lower ones and the shares are assumed, and say so.
func DefaultParameters() Parameters {
	return Parameters{LowShare: 0.25, HighShare: 1, LowMinutes: 1, HighMinutes: 23.25}
}

const formula = "avoided × share × minutes"

// sources are cited for what they say, and no more.
func sources() []Source {
	return []Source{
		{
			Key:        "rubinstein_2001",
			Title:      "Rubinstein, Meyer, Evans: Executive control of cognitive processes in task switching. Journal of Experimental Psychology: Human Perception and Performance 27(4), 763–797, 2001",
			Says:       "In laboratory experiments people lost time at each switch between two tasks, more of it where the rules were complicated, less where a cue said what comes next.",
			DoesNotSay: "It measured short tasks with patterns and sums, no office work, and names no share of a working day.",
		},
		{
			Key:        "apa_2006",
			Title:      "American Psychological Association: Multitasking: Switching costs, 2006",
			URL:        "https://www.apa.org/topics/research/multitasking",
			Says:       "Meyer is quoted: the brief mental blocks of shifting between tasks can cost as much as 40 percent of somebody's productive time.",
			DoesNotSay: "It is a remark about the upper end, not the result of an experiment, and says nothing about the usual case.",
		},
		{
			Key:        "mark_2008",
			Title:      "Mark, Gudith, Klocke: The cost of interrupted work: more speed and stress. CHI 2008",
			URL:        "https://doi.org/10.1145/1357054.1357072",
			Says:       "In an experiment interrupted people finished in less time and no worse, and paid for it with more stress, frustration, time pressure and effort.",
			DoesNotSay: "It does not find that interrupted work takes longer, and the 23 minutes that are often cited from it are not in it.",
		},
		{
			Key:        "gallup_2006",
			Title:      "Too Many Interruptions at Work? Interview with Gloria Mark, Gallup Business Journal, 2006",
			URL:        "https://news.gallup.com/businessjournal/23146/too-many-interruptions-work.aspx",
			Says:       "Where she watched people at work, interrupted work that went on the same day did so after 23 minutes and 15 seconds on average.",
			DoesNotSay: "In that time people mostly did other work: it is how long until they came back, not how much was lost. Here it is the upper end.",
		},
		{
			Key:        "assumed",
			Title:      "Assumed by Cairn",
			Says:       "A switch costs a minute at least, and of what waited for a digest between a quarter and all would have come at once.",
			DoesNotSay: "Nobody has measured that. Put in what you believe.",
		},
	}
}

// check refuses parameters that make no range.
func (p Parameters) check() error {
	switch {
	case p.LowShare < 0 || p.HighShare > 1 || p.LowShare > p.HighShare:
		return errs.InvalidField("query.low_share", "shares go from 0 to 1, the low one first")
	case p.LowMinutes < 0 || p.HighMinutes > 240 || p.LowMinutes > p.HighMinutes:
		return errs.InvalidField("query.low_minutes", "minutes go from 0 to 240, the low ones first")
	}
	return nil
}

func (p Parameters) estimate(avoided int) Estimate {
	minutes := func(share, each float64) int { return int(math.Round(float64(avoided) * share * each)) }
	return Estimate{
		LowMinutes: minutes(p.LowShare, p.LowMinutes), HighMinutes: minutes(p.HighShare, p.HighMinutes),
		Formula: formula, Parameters: p, Sources: sources(),
	}
}
