package notify

import (
	"context"
	"math"
	"slices"
	"time"

	"cairn/internal/authz"
	"cairn/internal/db"
	"cairn/internal/errs"
	"cairn/internal/worktime"
)

// FocusKept is the ledger of interruptions, of one person or of a team (N6).
type FocusKept struct {
	From          worktime.Date `json:"from"`
	To            worktime.Date `json:"to" doc:"Included"`
	People        int           `json:"people" doc:"Of whom it is"`
	Blocks        int           `json:"blocks" doc:"Focus blocks that are over, on working days"`
	Unbroken      int           `json:"unbroken" doc:"Of them, without an interruption"`
	Interruptions int           `json:"interruptions" doc:"Received"`
	CannotWait    int           `json:"cannot_wait" doc:"Of them, those that could not wait"`
	Avoided       int           `json:"avoided" doc:"Acts of colleagues within working time that waited for a digest: one for each sender, thread and 30 minutes"`
	GivenBack     Estimate      `json:"given_back"`
	AvoidedRows   []AvoidedRow  `json:"avoided_rows" doc:"One's own, the latest first, 200 at most; empty for a team"`
}

// AvoidedRow is one interruption that was avoided.
type AvoidedRow struct {
	ActorID string        `json:"actor_id"`
	Thread  string        `json:"thread" doc:"What it was about; empty where it can't be read any more"`
	On      worktime.Date `json:"on"`
	Acts    int           `json:"acts" doc:"Within 30 minutes of the first"`
}

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

// Source is where a parameter comes from.
type Source struct {
	Parameter string `json:"parameter"`
	Title     string `json:"title"`
	Says      string `json:"says"`
}

// DefaultParameters are the published ones; the shares are ours.
func DefaultParameters() Parameters {
	return Parameters{LowShare: 0.25, HighShare: 1, LowMinutes: 1, HighMinutes: 23}
}

const formula = "avoided × share × minutes"

func sources() []Source {
	return []Source{
		{"high_minutes", "Mark, Gudith, Klocke: The Cost of Interrupted Work (CHI 2008), and interviews with the authors", "about 23 minutes until the interrupted work goes on"},
		{"low_minutes", "Jackson, Dawson, Wilson: Understanding e-mail interaction increases organizational productivity (2003)", "about 64 seconds to find back after a message"},
		{"share", "An assumption of Cairn's, not a finding", "from a quarter to all of what waited would have interrupted"},
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

// Kept says of whom and of which days the ledger is wanted.
type Kept struct {
	TeamID     string        // empty: the actor's own
	From, To   worktime.Date // none: four weeks, until today
	Parameters Parameters
}

const (
	keptDays    = 28
	maxKeptDays = 400
)

// between sets the days that are not said.
func (k *Kept) between(today worktime.Date) error {
	if k.To.IsZero() {
		k.To = today
	}
	if k.From.IsZero() {
		k.From = k.To.AddDays(1 - keptDays)
	}
	if k.To.Before(k.From) || k.From.DaysUntil(k.To) >= maxKeptDays {
		return errs.InvalidField("query.to", "must not be before from, and at most %d days are counted at once", maxKeptDays)
	}
	return nil
}

// FocusKept reads the ledger: of a person for that person alone, of a team for its
// people.
func (s *Service) FocusKept(ctx context.Context, actor authz.Actor, of Kept) (FocusKept, error) {
	if err := of.Parameters.check(); err != nil {
		return FocusKept{}, err
	}
	kept := FocusKept{AvoidedRows: []AvoidedRow{}}
	err := s.db.Snapshot(ctx, func(q db.Querier) error {
		people, err := keptBy(ctx, q, actor.PersonID, of.TeamID)
		if err != nil {
			return err
		}
		kept.People = len(people)
		hours, _, err := s.HoursOf(ctx, q, people...)
		if err != nil {
			return err
		}
		zone := hours[actor.PersonID].Zone()
		if err := of.between(worktime.LocalDate(zone, s.clock.Now())); err != nil {
			return err
		}
		kept.From, kept.To = of.From, of.To
		from, to := worktime.Instant(zone, of.From, 0), worktime.Instant(zone, of.To.AddDays(1), 0)
		made, err := s.received(ctx, q, people, from, to)
		if err != nil {
			return err
		}
		for _, i := range made {
			kept.Interruptions++
			if i.cannotWait {
				kept.CannotWait++
			}
		}
		for _, id := range people {
			kept.count(hours[id], id, made, from, earlier(to, s.clock.Now()))
		}
		rows, err := avoided(ctx, q, actor.PersonID, people, zone, from, to)
		kept.Avoided = len(rows)
		if of.TeamID == "" {
			kept.AvoidedRows = latest(rows)
		}
		return err
	})
	kept.GivenBack = of.Parameters.estimate(kept.Avoided)
	return kept, err
}

// keptBy are the people whom a ledger is of: oneself, or one's team.
func keptBy(ctx context.Context, q db.Querier, actorID, teamID string) ([]string, error) {
	if teamID == "" {
		return []string{actorID}, nil
	}
	people, err := db.All(ctx, q, db.Value[string], `SELECT m.person_id FROM member m WHERE m.grp = $1 AND m.active
		AND EXISTS (SELECT 1 FROM member me WHERE me.grp = $1 AND me.person_id = $2 AND me.active) ORDER BY m.person_id`,
		authz.Team(teamID), actorID)
	if err == nil && len(people) == 0 {
		return nil, errs.New(errs.NotFound, "there is no such team of yours; a team's ledger is for its people")
	}
	return people, err
}

// receivedAt is an interruption, as far as it is counted.
type receivedAt struct {
	personID   string
	at         time.Time
	cannotWait bool
}

func (s *Service) received(ctx context.Context, q db.Querier, people []string, from, to time.Time) ([]receivedAt, error) {
	return db.All(ctx, q, func(row db.Row) (receivedAt, error) {
		var i receivedAt
		var at int64
		err := row.Scan(&i.personID, &at, &i.cannotWait)
		i.at = time.UnixMilli(at)
		return i, err
	}, `SELECT recipient_id, at, cannot_wait FROM interruption WHERE recipient_id `+q.Dialect().Among("$1")+` AND at >= $2 AND at < $3`,
		db.List(people), from.UnixMilli(), to.UnixMilli())
}

// count counts a person's focus blocks that are over.
func (k *FocusKept) count(hours Hours, personID string, made []receivedAt, from, to time.Time) {
	for block := range hours.FocusIntervals(from, to) {
		if !hours.IsWorkingDay(hours.LocalDate(block.Start)) {
			continue
		}
		k.Blocks++
		unbroken := true
		for _, i := range made {
			inside := i.personID == personID && !i.at.Before(block.Start) && i.at.Before(block.End)
			unbroken = unbroken && !inside
		}
		if unbroken {
			k.Unbroken++
		}
	}
}

// together is within which time acts of one sender in one thread count as one.
const together = 30 * time.Minute

// avoided lists what was avoided, oldest first within each sender and thread.
func avoided(ctx context.Context, q db.Querier, readerID string, people []string, zone *time.Location, from, to time.Time) ([]AvoidedRow, error) {
	type act struct {
		personID, actorID, thread string
		reads                     bool
		at                        time.Time
	}
	acts, err := db.All(ctx, q, func(row db.Row) (act, error) {
		var a act
		var at int64
		err := row.Scan(&a.personID, &a.actorID, &a.thread, &at, &a.reads)
		a.at = time.UnixMilli(at)
		return a, err
	}, `SELECT n.person_id, n.actor_id, n.thread, n.at, n.kind = 'task' AND `+authz.Readable(authz.KindTask, "n.object_id", "$1")+`
		FROM notification n WHERE n.person_id `+q.Dialect().Among("$2")+` AND n.avoided AND n.at >= $3 AND n.at < $4
		ORDER BY n.person_id, n.actor_id, n.thread, n.at`, readerID, db.List(people), from.UnixMilli(), to.UnixMilli())
	if err != nil {
		return nil, err
	}
	rows := []AvoidedRow{}
	var before act // the first of those that count as one
	for i, a := range acts {
		same := i > 0 && a.personID == before.personID && a.actorID == before.actorID && a.thread == before.thread
		if same && a.at.Sub(before.at) < together {
			rows[len(rows)-1].Acts++
			continue
		}
		before = a
		row := AvoidedRow{ActorID: a.actorID, On: worktime.LocalDate(zone, a.at), Acts: 1}
		if a.reads {
			row.Thread = a.thread
		}
		rows = append(rows, row)
	}
	return rows, nil
}

const mostRows = 200

func latest(rows []AvoidedRow) []AvoidedRow {
	slices.SortStableFunc(rows, func(a, b AvoidedRow) int { return b.On.Compare(a.On) })
	return rows[:min(len(rows), mostRows)]
}

func earlier(a, b time.Time) time.Time {
	if a.Before(b) {
		return a
	}
	return b
}
