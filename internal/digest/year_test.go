package digest_test

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"math/rand/v2"
	"sync"
	"testing"
	"time"

	"cairn/internal/activity"
	"cairn/internal/authz"
	"cairn/internal/db"
	"cairn/internal/digest"
	"cairn/internal/notify"
	"cairn/internal/people"
	"cairn/internal/testkit"
	"cairn/internal/work"
	"cairn/internal/worktime"
)

var (
	long       = flag.Bool("long", false, "simulate 5,000 people for two years")
	peopleFlag = flag.Int("people", 0, "simulate so many people")
	daysFlag   = flag.Int("days", 0, "simulate so many days")
)

// zones are 24, of both hemispheres, with and without clock changes, at odd
// offsets, and on both sides of the date line.
func zones() []string {
	return []string{
		"Pacific/Auckland", "Pacific/Chatham", "Australia/Sydney", "Australia/Lord_Howe", "Asia/Tokyo", "Asia/Shanghai", "Asia/Kathmandu",
		"Asia/Kolkata", "Asia/Dubai", "Africa/Nairobi", "Africa/Cairo", "Europe/Helsinki", "Europe/Berlin", "Europe/Lisbon", "Atlantic/Azores",
		"America/Sao_Paulo", "America/St_Johns", "America/Santiago", "America/New_York", "America/Chicago", "America/Denver", "America/Los_Angeles",
		"Pacific/Honolulu", "Pacific/Kiritimati",
	}
}

// company is a simulated one: what happened to it, and what should have come of
// it.
type company struct {
	*rig

	random *rand.Rand
	nodes  []*node
	lives  []*life
	by     map[string]*life
	jumped time.Time // when the clock last did

	mu       sync.Mutex // of what the nodes note while they run
	composed int

	words, killed, looks int
}

// life is one person of the company: what they have on hand, when they work, and
// what is to come of it.
type life struct {
	authz.Call

	asker  *life     // who asked for their errand
	errand work.Task // there is always one
	round  string    // a task of their own that comes again and again
	every  int       // so many days

	calendar *worktime.Calendar
	quiet    *worktime.Calendar
	changed  time.Time // when these last did

	owed int       // words
	last time.Time // their last digest
}

var errKilled = errors.New("the node was killed")

// TestN5_TheSimulatedYear runs a company through a year by a clock that jumps from
// one thing to the next: words, time off, moves between zones, changes of hours,
// nodes that die while they compose, outages, and clocks that are set an hour off.
// No digest may come twice, or when it may not; no word may be missing or late. The
// clock of the tasks runs too, and does to each what is due, in its time and once.
func TestN5_TheSimulatedYear(t *testing.T) {
	size := func(people, days int) (int, int) {
		if *long {
			people, days = 5000, 2*366
		}
		if *peopleFlag > 0 {
			people = *peopleFlag
		}
		if *daysFlag > 0 {
			days = *daysFlag
		}
		return people, days
	}
	t.Run("sqlite", func(t *testing.T) {
		people, days := size(48, 366)
		simulate(t, testkit.SQLitePlace(t), people, days, 1)
	})
	t.Run("postgres", func(t *testing.T) {
		people, days := size(24, 60)
		simulate(t, testkit.PostgresPlace(t), people, days, 3)
	})
}

// lookEvery is how often all tasks are held against what the clock should have done.
const lookEvery = 15 * 24 * time.Hour

func simulate(t *testing.T, place db.Config, size, days, nodes int) {
	place.Relaxed = true // what is on the disk after a power cut is another test's
	c := &company{rig: newRig(t, testkit.Open(t, place)), random: rand.New(rand.NewPCG(7, 11)), by: map[string]*life{}}
	for i := range nodes {
		n := c.node
		if i > 0 {
			n = newNode(testkit.Open(t, place), c.clock)
		}
		ledger := activity.NewLedger(n.db, c.clock, activity.NewHub())
		n.digest = digest.New(n.db, ledger, n.notify, n.work, c.clock, "x", digest.Hooks{Composed: c.came})
		c.nodes = append(c.nodes, n)
	}
	c.notify.Interrupted = c.interrupted
	c.hire(size)
	end, look := c.clock.Now().AddDate(0, 0, days), c.clock.Now().Add(lookEvery)
	for c.clock.Now().Before(end) {
		c.clock.Advance(time.Duration(1+c.random.IntN(int(6*time.Hour/time.Second)*24/size)) * time.Second)
		c.compose()
		if c.clock.Now().After(look) {
			c.look()
			look = look.Add(lookEvery)
		}
		c.happen()
	}
	// Nobody does anything for a month: all is told by then.
	for quiet := end.AddDate(0, 0, 30); c.clock.Now().Before(quiet); {
		c.clock.Advance(time.Hour)
		c.compose()
	}
	c.look()
	c.audit()
	t.Logf("%d people in %d zones, %d days, %d nodes: %d words, %d digests, %d nodes killed, %d looks at all tasks",
		size, len(zones()), days, nodes, c.words, c.composed, c.killed, c.looks)
	t.Log(c.told())
}

func (c *company) hire(size int) {
	for i := range size {
		p, err := c.people.Create(c.Context(), c.olga, people.NewPerson{
			Name: fmt.Sprintf("P%d", i), Email: fmt.Sprintf("p%d@example.com", i), TimeZone: zones()[i%len(zones())],
		})
		c.ok(err)
		l := &life{Call: authz.Call{Actor: authz.Actor{PersonID: p.ID, Role: p.Role}}}
		c.lives = append(c.lives, l)
		c.by[p.ID] = l
	}
	for i, l := range c.lives {
		c.settle(l)
		c.errandFor(l)
		if i%4 == 0 {
			c.repeat(l, i)
		}
	}
}

// settle notes when somebody works now.
func (c *company) settle(l *life) {
	calendars, err := c.people.Calendars(c.Context(), c.db, []string{l.PersonID})
	c.ok(err)
	mine, err := c.notify.Settings(c.Context(), l.Actor)
	c.ok(err)
	l.calendar = calendars[l.PersonID]
	l.quiet, err = worktime.New(worktime.Settings{Zone: l.calendar.Zone(), Focus: mine.QuietHours})
	c.ok(err)
}

// compose lets the nodes do what is due: all at once where there are several; now
// and then one dies in the middle of a digest.
func (c *company) compose() {
	if c.random.IntN(200) == 0 {
		ctx, kill := context.WithCancel(c.Context())
		dying := digest.New(c.db, activity.NewLedger(c.db, c.clock, activity.NewHub()), c.notify, c.work, c.clock, "x", digest.Hooks{
			Composed: func(context.Context, *activity.Tx, digest.Digest, []notify.Channel) error {
				kill()
				return errKilled
			},
		})
		if _, err := dying.Drain(ctx); errors.Is(err, errKilled) {
			c.killed++
		}
		kill()
	}
	var running sync.WaitGroup
	for _, n := range c.nodes {
		running.Go(func() {
			if err := n.work.Drain(c.Context()); err != nil {
				c.Error(err)
			}
			if _, err := n.digest.Drain(c.Context()); err != nil {
				c.Error(err)
			}
		})
	}
	running.Wait()
}

// came looks at a digest in the transaction that composes it: it may come now, and
// not so soon after the one before.
func (c *company) came(ctx context.Context, tx *activity.Tx, d digest.Digest, _ []notify.Channel) error {
	l, now := c.by[d.PersonID], d.ComposedAt
	reason, _, off := l.calendar.DayOff(l.calendar.LocalDate(now))
	if off || l.calendar.InFocus(now) || l.quiet.InFocus(now) {
		c.Errorf("a digest came at %s (off: %v %s, focus: %v, quiet: %v)", now, off, reason, l.calendar.InFocus(now), l.quiet.InFocus(now))
	}
	oldest, err := db.One(ctx, tx, db.Value[int64], `SELECT coalesce(min(at), $2) FROM notification WHERE digest_id = $1`, d.ID, tx.Now)
	if err != nil {
		return err
	}
	tx.AfterCommit(func() {
		c.mu.Lock()
		defer c.mu.Unlock()
		c.composed++
		before := l.last
		l.last = now
		if happened(l.changed, before) || happened(c.jumped, before) {
			return
		}
		said := l.calendar.LocalDate(time.UnixMilli(oldest))
		if days := l.calendar.WorkingDaysBetween(said, l.calendar.LocalDate(now)); days > 1 {
			c.Errorf("what was said on %s came %d working days later, at %s", said, days, now)
		}
		if now.Sub(before) < 2*time.Hour {
			c.Errorf("two digests of one person at %s and %s", before, now)
		}
	})
	return nil
}

// happened reports whether something that happens now and then last did so at an
// instant or after it.
func happened(last, since time.Time) bool { return !last.IsZero() && !last.Before(since) }

// interrupted looks at an interruption in the transaction that makes it: outside
// the hours of who gets it only what cannot wait comes.
func (c *company) interrupted(_ context.Context, tx *activity.Tx, i notify.Interruption, _ []notify.Channel) error {
	l, now := c.by[i.RecipientID], time.UnixMilli(tx.Now)
	if open := l.calendar.Working(now) && !l.calendar.InFocus(now) && !l.quiet.InFocus(now); !open && !i.CannotWait {
		c.Errorf("somebody was interrupted at %s by what could wait", now)
	}
	return nil
}
