package notify

import (
	"context"
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
	Made          int           `json:"made" doc:"By these people, whoever received them"`
	GivenBack     Estimate      `json:"given_back"`

	Weeks []KeptWeek `json:"weeks" doc:"The same week by week, the first one first: what the figures of a team open to"`

	// The rows of one's own figures, the latest first, 200 at most; of a team there
	// are none: who interrupted whom is between the two.
	BlockRows        []BlockRow     `json:"block_rows" doc:"Empty for a team"`
	InterruptionRows []Interruption `json:"interruption_rows" doc:"Received and made; empty for a team"`
	AvoidedRows      []AvoidedRow   `json:"avoided_rows" doc:"Empty for a team"`
}

// KeptWeek is what one week comes to.
type KeptWeek struct {
	From          worktime.Date `json:"from" doc:"A Monday, or the first day that is counted"`
	Blocks        int           `json:"blocks"`
	Unbroken      int           `json:"unbroken"`
	Interruptions int           `json:"interruptions"`
	Made          int           `json:"made"`
	Avoided       int           `json:"avoided"`
}

// BlockRow is one focus block that is over.
type BlockRow struct {
	On     worktime.Date      `json:"on"`
	Start  worktime.TimeOfDay `json:"start"`
	End    worktime.TimeOfDay `json:"end"`
	Broken int                `json:"broken" doc:"How many interruptions came within it"`
}

// AvoidedRow is one interruption that was avoided.
type AvoidedRow struct {
	ActorID string        `json:"actor_id"`
	Thread  string        `json:"thread" doc:"What it was about; empty where it can't be read any more"`
	TaskID  string        `json:"task_id" doc:"The task that it was about; empty the same way"`
	Title   string        `json:"title" doc:"Of that task"`
	On      worktime.Date `json:"on"`
	Acts    int           `json:"acts" doc:"Within 30 minutes of the first"`
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
	kept := FocusKept{Weeks: []KeptWeek{}, BlockRows: []BlockRow{}, InterruptionRows: []Interruption{}, AvoidedRows: []AvoidedRow{}}
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
		return s.fillKept(ctx, q, &kept, keptOf{actor.PersonID, of.TeamID != "", people, hours, zone, from, to})
	})
	kept.GivenBack = of.Parameters.estimate(kept.Avoided)
	return kept, err
}

// keptOf is what a ledger is counted over.
type keptOf struct {
	readerID string
	team     bool
	people   []string
	hours    map[string]Hours
	zone     *time.Location
	from, to time.Time
}

func (s *Service) fillKept(ctx context.Context, q db.Querier, kept *FocusKept, of keptOf) error {
	weeks := weeks{}
	made, err := of.interruptions(ctx, q)
	if err != nil {
		return err
	}
	received := map[string][]madeAt{}
	for _, i := range made {
		on := worktime.LocalDate(of.zone, i.at)
		if slices.Contains(of.people, i.senderID) {
			kept.Made++
			weeks.at(kept.From, on).Made++
		}
		if !slices.Contains(of.people, i.recipientID) {
			continue
		}
		received[i.recipientID] = append(received[i.recipientID], i)
		kept.Interruptions++
		weeks.at(kept.From, on).Interruptions++
		if i.cannotWait {
			kept.CannotWait++
		}
	}
	now := s.clock.Now()
	joined, err := of.joined(ctx, q)
	if err != nil {
		return err
	}
	for _, id := range of.people {
		// Before somebody was here nothing of theirs was kept.
		for _, row := range blocks(of.hours[id], received[id], later(of.from, joined[id]), of.to, now) {
			week := weeks.at(kept.From, row.On)
			kept.Blocks++
			week.Blocks++
			if row.Broken == 0 {
				kept.Unbroken++
				week.Unbroken++
			}
			kept.BlockRows = append(kept.BlockRows, row)
		}
	}
	rows, err := avoided(ctx, q, of)
	if err != nil {
		return err
	}
	kept.Avoided = len(rows)
	for _, row := range rows {
		weeks.at(kept.From, row.On).Avoided++
	}
	kept.Weeks = weeks.inOrder()
	if of.team {
		kept.BlockRows = []BlockRow{}
		return nil
	}
	slices.Reverse(kept.BlockRows)
	kept.BlockRows = kept.BlockRows[:min(len(kept.BlockRows), mostRows)]
	kept.AvoidedRows = latest(rows)
	kept.InterruptionRows, err = s.interruptionsOf(ctx, q, of.readerID, of.from, of.to)
	return err
}

// weeks are what the weeks come to, by their Mondays.
type weeks map[worktime.Date]*KeptWeek

// at is the week of a day; the first one begins with the first day.
func (w weeks) at(from, day worktime.Date) *KeptWeek {
	monday := day.AddDays(-((int(day.Weekday()) + 6) % 7))
	if monday.Before(from) {
		monday = from
	}
	week := w[monday]
	if week == nil {
		week = &KeptWeek{From: monday}
		w[monday] = week
	}
	return week
}

func (w weeks) inOrder() []KeptWeek {
	all := make([]KeptWeek, 0, len(w))
	for _, week := range w {
		all = append(all, *week)
	}
	slices.SortFunc(all, func(a, b KeptWeek) int { return a.From.Compare(b.From) })
	return all
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

// madeAt is an interruption, as far as it is counted.
type madeAt struct {
	senderID    string
	recipientID string
	at          time.Time
	cannotWait  bool
}

// interruptions reads those that these people received or made.
func (of *keptOf) interruptions(ctx context.Context, q db.Querier) ([]madeAt, error) {
	return db.All(ctx, q, func(row db.Row) (madeAt, error) {
		var i madeAt
		var at int64
		err := row.Scan(&i.senderID, &i.recipientID, &at, &i.cannotWait)
		i.at = time.UnixMilli(at)
		return i, err
	}, `SELECT sender_id, recipient_id, at, cannot_wait FROM interruption WHERE recipient_id `+q.Dialect().Among("$1")+` AND at >= $2 AND at < $3
		UNION ALL
		SELECT sender_id, recipient_id, at, cannot_wait FROM interruption WHERE sender_id `+q.Dialect().Among("$1")+`
		AND NOT recipient_id `+q.Dialect().Among("$1")+` AND at >= $2 AND at < $3`,
		db.List(of.people), of.from.UnixMilli(), of.to.UnixMilli())
}

// joined is when each of the people came.
func (of *keptOf) joined(ctx context.Context, q db.Querier) (map[string]time.Time, error) {
	joined := make(map[string]time.Time, len(of.people))
	_, err := db.All(ctx, q, func(row db.Row) (struct{}, error) {
		var id string
		var at int64
		err := row.Scan(&id, &at)
		joined[id] = time.UnixMilli(at)
		return struct{}{}, err
	}, `SELECT id, created_at FROM person WHERE id `+q.Dialect().Among("$1"), db.List(of.people))
	return joined, err
}

// blocks are a person's focus blocks that are over by now, the first one first.
func blocks(hours Hours, received []madeAt, from, to, now time.Time) []BlockRow {
	rows := []BlockRow{}
	for block := range hours.FocusIntervals(from, to) {
		if block.End.After(now) {
			break
		}
		on := hours.LocalDate(block.Start)
		if !hours.IsWorkingDay(on) {
			continue
		}
		row := BlockRow{On: on, Start: worktime.LocalTime(hours.Zone(), block.Start), End: worktime.LocalTime(hours.Zone(), block.End)}
		for _, i := range received {
			if !i.at.Before(block.Start) && i.at.Before(block.End) {
				row.Broken++
			}
		}
		rows = append(rows, row)
	}
	return rows
}

// together is within which time acts of one sender in one thread count as one.
const together = 30 * time.Minute

// avoided lists what was avoided, oldest first within each sender and thread.
func avoided(ctx context.Context, q db.Querier, of keptOf) ([]AvoidedRow, error) {
	type act struct {
		personID, actorID, thread string
		taskID, title             *string // of a task that the reader may read
		at                        time.Time
	}
	acts, err := db.All(ctx, q, func(row db.Row) (act, error) {
		var a act
		var at int64
		err := row.Scan(&a.personID, &a.actorID, &a.thread, &at, &a.taskID, &a.title)
		a.at = time.UnixMilli(at)
		return a, err
	}, `SELECT n.person_id, n.actor_id, n.thread, n.at, t.id, t.title FROM notification n
		LEFT JOIN task t ON n.kind = 'task' AND t.id = n.object_id AND `+authz.Readable(authz.KindTask, "t.id", "$1")+`
		WHERE n.person_id `+q.Dialect().Among("$2")+` AND n.avoided AND n.at >= $3 AND n.at < $4
		ORDER BY n.person_id, n.actor_id, n.thread, n.at`, of.readerID, db.List(of.people), of.from.UnixMilli(), of.to.UnixMilli())
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
		row := AvoidedRow{ActorID: a.actorID, On: worktime.LocalDate(of.zone, a.at), Acts: 1}
		if a.taskID != nil && a.title != nil {
			row.Thread, row.TaskID, row.Title = a.thread, *a.taskID, *a.title
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
