package demo_test

import (
	"fmt"
	"math"
	"slices"
	"testing"
	"time"

	"cairn/internal/activity"
	"cairn/internal/authz"
	"cairn/internal/clock"
	"cairn/internal/db"
	"cairn/internal/demo"
	"cairn/internal/notify"
	"cairn/internal/people"
	"cairn/internal/testkit"
	"cairn/internal/worktime"
)

func TestN6_EveryFigureOfTheLedgerIsTheSumOfItsRows(t *testing.T) {
	t.Parallel()
	testkit.Each(t, func(t *testing.T, database *db.DB) {
		if err := demo.Make(t.Context(), database, small(saturday), false, nil); err != nil {
			t.Fatal(err)
		}
		readLedgers(t, database).addUp(4)
	})
}

// ledgers are the pages "Focus kept" of a company, reckoned anew from the rows that
// they open to.
type ledgers struct {
	*testing.T

	db     *db.DB
	notify *notify.Service
	people []holder
}

type holder struct {
	id, name string
	zone     *time.Location
	teams    []string
}

func readLedgers(t *testing.T, database *db.DB) *ledgers {
	t.Helper()
	clk := clock.NewFake(saturday)
	ledger := activity.NewLedger(database, clk, activity.NewHub())
	l := &ledgers{T: t, db: database, notify: notify.New(database, ledger, people.New(database, ledger, clk, people.Hooks{}), clk)}
	found, err := db.All(t.Context(), database, func(row db.Row) (holder, error) {
		var h holder
		var zone string
		err := row.Scan(&h.id, &h.name, &zone)
		if err == nil {
			h.zone, err = worktime.LoadZone("time_zone", zone)
		}
		return h, err
	}, `SELECT id, name, time_zone FROM person ORDER BY id`)
	if err != nil {
		t.Fatal(err)
	}
	for _, h := range found {
		if h.teams, err = db.All(t.Context(), database, db.Value[string], `SELECT substr(grp, 6) FROM member
			WHERE person_id = $1 AND active AND grp LIKE 'team:%' ORDER BY grp`, h.id); err != nil {
			t.Fatal(err)
		}
		l.people = append(l.people, h)
	}
	return l
}

func (l *ledgers) read(of holder, team string, from, to worktime.Date) notify.FocusKept {
	l.Helper()
	kept, err := l.notify.FocusKept(l.Context(), authz.Actor{PersonID: of.id},
		notify.Kept{TeamID: team, From: from, To: to, Parameters: notify.DefaultParameters()})
	if err != nil {
		l.Fatal(err)
	}
	return kept
}

// figures are those of the page, in its order.
type figures struct{ Blocks, Unbroken, Interruptions, CannotWait, Made, Avoided int }

func (f *figures) plus(g figures) {
	f.Blocks, f.Unbroken, f.Interruptions = f.Blocks+g.Blocks, f.Unbroken+g.Unbroken, f.Interruptions+g.Interruptions
	f.CannotWait, f.Made, f.Avoided = f.CannotWait+g.CannotWait, f.Made+g.Made, f.Avoided+g.Avoided
}

func told(k *notify.FocusKept) figures {
	return figures{k.Blocks, k.Unbroken, k.Interruptions, k.CannotWait, k.Made, k.Avoided}
}

func inWeeks(k *notify.FocusKept) figures {
	f := figures{CannotWait: k.CannotWait} // the weeks do not tell of it
	for _, week := range k.Weeks {
		f.plus(figures{Blocks: week.Blocks, Unbroken: week.Unbroken, Interruptions: week.Interruptions, Made: week.Made, Avoided: week.Avoided})
	}
	return f
}

// counted are the figures as somebody counts them who reads the rows.
func (l *ledgers) counted(of holder, k *notify.FocusKept) figures {
	l.Helper()
	f := figures{Blocks: len(k.BlockRows), Avoided: len(k.AvoidedRows)}
	for _, i := range k.InterruptionRows {
		if i.SenderID == of.id {
			f.Made++
			continue
		}
		f.Interruptions++
		if i.CannotWait {
			f.CannotWait++
		}
	}
	for _, block := range k.BlockRows {
		broken := 0
		for _, i := range k.InterruptionRows {
			at := worktime.LocalTime(of.zone, i.At)
			if i.RecipientID == of.id && worktime.LocalDate(of.zone, i.At) == block.On && at >= block.Start && at < block.End {
				broken++
			}
		}
		if broken != block.Broken {
			l.Errorf("%s, %v %v: the interruptions say broken %d times, the row %d", of.name, block.On, block.Start, broken, block.Broken)
		}
		if broken == 0 {
			f.Unbroken++
		}
	}
	for _, row := range k.AvoidedRows {
		if row.ActorID == of.id || row.Acts < 1 || row.On.Before(k.From) || k.To.Before(row.On) {
			l.Errorf("%s: %+v is not to be counted", of.name, row)
		}
	}
	return f
}

// addUp compares the figures of everybody's last weeks, and of their teams', with
// what their rows come to. Of so many days at once all rows are listed.
func (l *ledgers) addUp(weeks int) {
	l.Helper()
	const atOnce = 28
	seen := figures{}
	today := worktime.LocalDate(time.UTC, saturday)
	for _, of := range l.people {
		l.equal(of.name+", who are counted", l.read(of, "", today, today).People, 1)
		from := today.AddDays(1 - 7*weeks)
		whole, rows := l.read(of, "", from, today), figures{}
		for ; !today.Before(from); from = from.AddDays(atOnce) {
			part := l.read(of, "", from, from.AddDays(atOnce-1))
			rows.plus(l.counted(of, &part))
		}
		l.equal(of.name, told(&whole), rows)
		l.equal(of.name+", week by week", inWeeks(&whole), rows)
		back, usual := whole.GivenBack, notify.DefaultParameters()
		l.equal(of.name+", given back",
			[2]int{back.LowMinutes, back.HighMinutes},
			[2]int{rounded(rows.Avoided, usual.LowShare, usual.LowMinutes), rounded(rows.Avoided, usual.HighShare, usual.HighMinutes)})
		seen.plus(rows)
	}
	if seen.Blocks == 0 || seen.Unbroken == seen.Blocks || seen.Made == 0 || seen.Interruptions == 0 || seen.CannotWait == 0 || seen.Avoided == 0 {
		l.Errorf("the company shows nothing of some: %+v", seen)
	}
	l.teams(today.AddDays(1-7*weeks), today)
}

// teams compares a team's figures with those of its people. The days are those of
// who reads it, so they begin and end at other instants than the others' own.
func (l *ledgers) teams(from, to worktime.Date) {
	l.Helper()
	for _, reader := range l.people {
		for _, team := range reader.teams {
			kept, sum := l.read(reader, team, from, to), figures{}
			for _, of := range l.people {
				if of.zone.String() == reader.zone.String() && slices.Contains(of.teams, team) {
					own := l.read(of, "", from, to)
					sum.plus(told(&own))
				}
			}
			l.equal("week by week, of a team", inWeeks(&kept), told(&kept))
			if of := told(&kept); of.Blocks < sum.Blocks || of.Avoided < sum.Avoided || of.Made < sum.Made {
				l.Errorf("a team's figures %+v are less than those of some of its people, %+v", of, sum)
			}
		}
	}
}

func (l *ledgers) equal(what string, got, want any) {
	l.Helper()
	if fmt.Sprint(got) != fmt.Sprint(want) {
		l.Errorf("%s: the page says %+v, its rows say %+v", what, got, want)
	}
}

func rounded(avoided int, share, minutes float64) int {
	return int(math.Round(float64(avoided) * share * minutes))
}
