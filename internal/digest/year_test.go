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
	"cairn/internal/opt"
	"cairn/internal/people"
	"cairn/internal/testkit"
	"cairn/internal/work"
	"cairn/internal/worktime"
)

var long = flag.Bool("long", false, "simulate 5,000 people for two years")

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
	who    []authz.Call
	tasks  []work.Task // one of each person's, asked by another
	nodes  []*node
	killed int

	mu       sync.Mutex
	told     map[string]int       // words that each person is owed
	last     map[string]time.Time // their last digest
	excused  map[string]time.Time // when their hours last changed
	jumped   time.Time            // when the clock last did
	composed int
}

var errKilled = errors.New("the node was killed")

// TestN5_TheSimulatedYear runs a company through a year by a clock that jumps from
// one thing to the next: words, time off, moves between zones, changes of hours,
// nodes that die while they compose, outages, and clocks that are set an hour off.
// No digest may come twice, or when it may not; no word may be missing or late.
func TestN5_TheSimulatedYear(t *testing.T) {
	people, days := 48, 366
	if *long {
		people, days = 5000, 2*366
	}
	t.Run("sqlite", func(t *testing.T) { simulate(t, testkit.SQLitePlace(t), people, days, 1) })
	t.Run("postgres", func(t *testing.T) { simulate(t, testkit.PostgresPlace(t), 24, 40, 3) })
}

func simulate(t *testing.T, place db.Config, size, days, nodes int) {
	place.Relaxed = true // what is on the disk after a power cut is another test's
	c := &company{
		rig: newRig(t, testkit.Open(t, place)), random: rand.New(rand.NewPCG(7, 11)),
		told: map[string]int{}, last: map[string]time.Time{}, excused: map[string]time.Time{},
	}
	for i := range nodes {
		n := c.node
		if i > 0 {
			n = newNode(testkit.Open(t, place), c.clock)
		}
		ledger := activity.NewLedger(n.db, c.clock, activity.NewHub())
		n.digest = digest.New(n.db, ledger, n.notify, n.work, c.clock, "x", digest.Hooks{Composed: c.came})
		c.nodes = append(c.nodes, n)
	}
	c.hire(size)
	end := c.clock.Now().AddDate(0, 0, days)
	words := 0
	for c.clock.Now().Before(end) {
		c.clock.Advance(time.Duration(1+c.random.IntN(int(6*time.Hour/time.Second)*24/size)) * time.Second)
		c.compose()
		words += c.happen()
	}
	// Nobody does anything for two weeks: all is told by then.
	for quiet := c.clock.Now().AddDate(0, 0, 30); c.clock.Now().Before(quiet); {
		c.clock.Advance(time.Hour)
		c.compose()
	}
	c.audit()
	t.Logf("%d people in %d zones, %d days, %d nodes: %d words, %d digests, %d nodes killed", size, len(zones()), days, nodes, words, c.composed, c.killed)
}

func (c *company) hire(size int) {
	for i := range size {
		zone := zones()[i%len(zones())]
		p, err := c.people.Create(c.Context(), c.olga, people.NewPerson{
			Name: fmt.Sprintf("P%d", i), Email: fmt.Sprintf("p%d@example.com", i), TimeZone: zone,
		})
		c.ok(err)
		c.who = append(c.who, authz.Call{Actor: authz.Actor{PersonID: p.ID, Role: p.Role}})
	}
	for i, person := range c.who {
		c.tasks = append(c.tasks, c.ask(c.who[(i+1)%size], person, fmt.Sprintf("task %d", i), ""))
		c.owe(person)
	}
}

func (c *company) owe(to authz.Call) { c.told[to.PersonID]++ }

// compose lets the nodes look who is due: all at once where there are several;
// now and then one dies in the middle of it.
func (c *company) compose() {
	if c.random.IntN(200) == 0 {
		dying := digest.New(c.db, activity.NewLedger(c.db, c.clock, activity.NewHub()), c.notify, c.work, c.clock, "x", digest.Hooks{
			Composed: func(context.Context, *activity.Tx, digest.Digest, []notify.Channel) error { return errKilled },
		})
		if _, err := dying.Drain(c.Context()); errors.Is(err, errKilled) {
			c.killed++
		}
	}
	var running sync.WaitGroup
	for _, n := range c.nodes {
		running.Go(func() {
			if _, err := n.digest.Drain(c.Context()); err != nil {
				c.Error(err)
			}
		})
	}
	running.Wait()
}

// happen has one of the things of a year happen, and returns how many words that
// gave.
func (c *company) happen() int {
	at := c.random.IntN(len(c.who))
	person := c.who[at]
	now := c.clock.Now()
	switch n := c.random.IntN(400); {
	case n < 300: // somebody says something about a task: its owner, or who asked
		asker := c.who[(at+1)%len(c.who)]
		from, to := person, asker
		if n%2 == 0 {
			from, to = asker, person
		}
		c.comment(from, c.tasks[at], "a word")
		c.owe(to)
		return 1
	case n < 330:
		today := worktime.LocalDate(time.UTC, now)
		starts := today.AddDays(c.random.IntN(10))
		_, err := c.people.AddTimeOff(c.Context(), person, person.PersonID, people.NewTimeOff{StartsOn: starts, EndsOn: starts.AddDays(c.random.IntN(12))})
		c.ok(err)
	case n < 345:
		_, err := c.people.Update(c.Context(), person, person.PersonID, people.PersonChange{TimeZone: opt.To(zones()[c.random.IntN(len(zones()))])})
		c.ok(err)
	case n < 360:
		start := worktime.TimeOfDay(c.random.IntN(23) * 60)
		focus := worktime.Focus{{Days: []worktime.Weekday{worktime.Weekday(c.random.IntN(7))}, Start: start, End: start + 3*60}}
		if focus[0].End > worktime.EndOfDate {
			focus[0].End -= worktime.EndOfDate
		}
		_, err := c.people.Update(c.Context(), person, person.PersonID, people.PersonChange{Focus: opt.To(focus)})
		c.ok(err)
	case n < 390:
		hour := worktime.TimeOfDay(c.random.IntN(14) * 60)
		quiet := worktime.Focus{{Days: []worktime.Weekday{worktime.Weekday(c.random.IntN(7))}, Start: 18 * 60, End: 20 * 60}}
		_, err := c.notify.UpdateSettings(c.Context(), person, notify.SettingsChange{DigestHours: opt.To([]worktime.TimeOfDay{hour}), QuietHours: opt.To(quiet)})
		c.ok(err)
	case n < 393: // nobody runs for some hours
		c.clock.Advance(time.Duration(c.random.IntN(12)) * time.Hour)
		c.jumped = c.clock.Now()
		return 0
	case n < 396: // a clock is set an hour off, and back
		by := time.Hour
		if n%2 == 0 {
			by = -by
		}
		c.clock.Advance(by)
		c.jumped = c.clock.Now()
		c.compose()
		c.clock.Advance(-by)
		c.jumped = c.clock.Now().Add(time.Hour)
		return 0
	default:
		return 0
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.excused[person.PersonID] = now
	return 0
}

// came looks at a digest in the transaction that composes it: it may come now, and
// not so soon after the one before.
func (c *company) came(ctx context.Context, tx *activity.Tx, d digest.Digest, _ []notify.Channel) error {
	calendars, err := c.people.Calendars(ctx, tx, []string{d.PersonID})
	if err != nil {
		return err
	}
	mine, err := c.notify.Settings(ctx, authz.Actor{PersonID: d.PersonID})
	if err != nil {
		return err
	}
	calendar, now := calendars[d.PersonID], d.ComposedAt
	quiet, err := worktime.New(worktime.Settings{Zone: calendar.Zone(), Focus: mine.QuietHours})
	if err != nil {
		return err
	}
	reason, _, off := calendar.DayOff(calendar.LocalDate(now))
	if off || calendar.InFocus(now) || quiet.InFocus(now) {
		c.Errorf("a digest came at %s (off: %v %s, focus: %v, quiet: %v)", now, off, reason, calendar.InFocus(now), quiet.InFocus(now))
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.composed++
	before := c.last[d.PersonID]
	c.last[d.PersonID] = now
	changed := c.excused[d.PersonID].After(before) || c.jumped.After(before)
	oldest, err := db.One(ctx, tx, db.Value[int64], `SELECT min(at) FROM notification WHERE digest_id = $1`, d.ID)
	if err != nil {
		return err
	}
	said := calendar.LocalDate(time.UnixMilli(oldest))
	if days := calendar.WorkingDaysBetween(said, calendar.LocalDate(now)); days > 1 && !changed {
		c.Errorf("what was said on %s came %d working days later, at %s", said, days, now)
	}
	if now.Sub(before) < 2*time.Hour && !changed {
		c.Errorf("two digests of one person at %s and %s", before, now)
	}
	return nil
}

// audit compares what came with what was to come.
func (c *company) audit() {
	c.Helper()
	type word struct {
		person, digest string
		at, composed   time.Time
	}
	all, err := db.All(c.Context(), c.db, func(row db.Row) (word, error) {
		var w word
		var at, composed int64
		err := row.Scan(&w.person, &w.digest, &at, &composed)
		w.at, w.composed = time.UnixMilli(at).UTC(), time.UnixMilli(composed).UTC()
		return w, err
	}, `SELECT n.person_id, coalesce(n.digest_id, ''), n.at, coalesce(d.composed_at, 0)
		FROM notification n LEFT JOIN digest d ON d.id = n.digest_id AND d.person_id = n.person_id WHERE NOT n.question ORDER BY n.seq`)
	c.ok(err)
	came := map[string]int{}
	for _, w := range all {
		if w.digest == "" || w.composed.Unix() == 0 {
			c.Errorf("what was said at %s was never told", w.at)
		}
		if w.digest != "" && w.composed.Sub(w.at) < -2*time.Hour {
			c.Errorf("what was said at %s was told at %s", w.at, w.composed)
		}
		came[w.person]++
	}
	for person, owed := range c.told {
		if came[person] != owed {
			c.Errorf("%d words came, and %d were owed", came[person], owed)
		}
	}
	ids, err := db.All(c.Context(), c.db, db.Value[string], `SELECT message_id FROM digest`)
	c.ok(err)
	once := map[string]bool{}
	for _, message := range ids {
		once[message] = true
	}
	empty, err := db.All(c.Context(), c.db, db.Value[string], `SELECT d.id FROM digest d WHERE NOT EXISTS (SELECT 1 FROM notification n WHERE n.digest_id = d.id)`)
	c.ok(err)
	pushy, err := db.All(c.Context(), c.db, db.Value[int], `SELECT count(*) FROM notification n JOIN digest d ON d.id = n.digest_id
		WHERE n.question GROUP BY d.person_id, d.local_date HAVING count(*) > 3`)
	c.ok(err)
	if len(pushy) > 0 {
		c.Errorf("on %d days Cairn asked somebody more than three things (N8)", len(pushy))
	}
	if len(once) != len(ids) || len(empty) > 0 {
		c.Errorf("%d digests, %d message ids, %d of them empty, %d composed", len(ids), len(once), len(empty), c.composed)
	}
}
