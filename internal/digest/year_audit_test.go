package digest_test

import (
	"fmt"
	"strings"
	"time"

	"cairn/internal/authz"
	"cairn/internal/db"
	"cairn/internal/notify"
	"cairn/internal/work"
	"cairn/internal/worktime"
)

// The days of the rules, as these say them.
const (
	answerDays    = 3  // W4
	agreeDays     = 2  // W8
	doubtDays     = 10 // W9
	letGoDays     = 5  // W9, N8
	apartDays     = 2  // C7
	silentFor     = 30 // N8
	atMostADay    = 3  // N8
	aDay          = 24 * time.Hour
	reckonedAnew  = 2 // working days that an instant may be off where the hours changed meanwhile
	backAndForth  = time.Hour
	lookedAtDaily = aDay + time.Hour
)

// marks are what the clock notes of a task and does not show.
type marks struct {
	triage *int64
	told   bool
	keeps  int
}

// look holds every open task against what its clock should have done to it by now,
// right after the clock has run.
func (c *company) look() {
	c.Helper()
	c.looks++
	known := map[string]marks{}
	_, err := db.All(c.Context(), c.db, func(row db.Row) (struct{}, error) {
		var id string
		var m marks
		err := row.Scan(&id, &m.triage, &m.told, &m.keeps)
		known[id] = m
		return struct{}{}, err
	}, `SELECT id, triage_at, unanswered_told, keeps FROM task WHERE status NOT IN ('done', 'canceled')`)
	c.ok(err)
	for _, l := range c.lives {
		task := c.read(l, l.errand.ID)
		c.unanswered(l, task, known[task.ID])
		c.agreed(l, task)
		c.needed(l, task, known[task.ID])
		c.apart(l, task)
		c.wentRound(l)
	}
}

// passed holds an instant at which the clock has done something, or not yet, to
// when that was to be: so many working days of a person after another instant.
func (c *company) passed(rule string, who *life, since time.Time, days int, got *time.Time) {
	c.Helper()
	from, until, works := who.between(since, days)
	if !works {
		return
	}
	now := c.clock.Now()
	switch {
	case got == nil && now.After(until):
		c.Errorf("%s: was to be by %s, %d working days after %s, and is not at %s", rule, until, days, since, now)
	case got != nil && (got.Before(from) || got.After(until)):
		c.Errorf("%s: was to be from %s to %s, %d working days after %s, and was at %s", rule, from, until, days, since, got)
	case got != nil && got.Sub(now) > backAndForth:
		c.Errorf("%s: was noted for %s before that, by %s", rule, got, now)
	}
}

// between is when so many working days of a person have passed since an instant:
// to the minute, or within some days where their hours have changed since.
func (l *life) between(since time.Time, days int) (from, until time.Time, works bool) {
	if !happened(l.changed, since) {
		at, works := l.calendar.AfterWorkingDays(since, days)
		return at, at, works
	}
	from, _ = l.calendar.AfterWorkingDays(since, days-reckonedAnew)
	until, works = l.calendar.AfterWorkingDays(since, days+reckonedAnew)
	return from.Add(-aDay), until.Add(aDay), works
}

func instant(millis int64) time.Time { return time.UnixMilli(millis).UTC() }

// unanswered: silence about a task in triage is told after three working days (W4).
func (c *company) unanswered(l *life, task work.Task, m marks) {
	c.Helper()
	if task.Status != work.Triage {
		return
	}
	now, at := c.clock.Now(), task.UnansweredAt
	if at != nil && (m.told && at.Sub(now) > backAndForth || !m.told && !now.Before(*at)) {
		c.Errorf("W4: silence from %s on, told: %v, at %s", at, m.told, now)
	}
	if task.DueDate == nil {
		got := task.UnansweredAt
		if !m.told {
			got = nil
		}
		c.passed("W4", l, instant(*m.triage), answerDays, got)
	}
}

// toldLast is when a person was told the last thing of a kind about a task.
func (c *company) toldLast(to *life, task work.Task, code string) (time.Time, bool) {
	c.Helper()
	at, ok, err := notify.ToldAt(c.Context(), c.db, to.PersonID, notify.ThreadOf(authz.KindTask, task.ID), code)
	c.ok(err)
	return at, ok
}

// agreed: two working days after the asker was told of a date, silence agrees (W8).
func (c *company) agreed(l *life, task work.Task) {
	c.Helper()
	if task.AgreeByID == nil || *task.AgreeByID != l.asker.PersonID {
		return
	}
	if told, ok := c.toldLast(l.asker, task, "task.date_to_agree"); ok {
		c.passed("W8", l.asker, told, agreeDays, nil)
	}
}

// needed: ten working days without a word of the asker, and five without an answer
// (W9).
func (c *company) needed(l *life, task work.Task, m marks) {
	c.Helper()
	c.passed("W9, doubt", l.asker, *task.NeededAt, doubtDays<<m.keeps, task.DoubtAt)
	if task.DoubtAt == nil {
		return
	}
	told, err := db.One(c.Context(), c.db, db.Value[*int64], `SELECT min(d.composed_at) FROM notification n JOIN digest d ON d.id = n.digest_id
		WHERE n.person_id = $1 AND n.object_id = $2 AND n.code IN ('task.still_needed', 'task.need_asked') AND d.composed_at >= $3`,
		l.asker.PersonID, task.ID, task.NeededAt.UnixMilli())
	c.ok(err)
	if told != nil {
		c.passed("W9, let go", l.asker, instant(*told), letGoDays, task.LetGoAt)
	}
}

// apart: where somebody has waited for two working days for one whose hours are
// never theirs, a talk is proposed (C7).
func (c *company) apart(l *life, task work.Task) {
	c.Helper()
	if task.Status != work.Blocked || task.Talk != nil {
		return
	}
	at, err := db.One(c.Context(), c.db, db.Value[*int64], `SELECT max(a.at) FROM activity a WHERE a.object_id = $1 AND a.verb = 'task.blocked'
		AND NOT EXISTS (SELECT 1 FROM activity k WHERE k.object_id = a.object_id AND k.verb = 'task.talk_not_needed' AND k.at >= a.at)`, task.ID)
	c.ok(err)
	if at == nil {
		return // they said that none is needed
	}
	since, now, other := instant(*at), c.clock.Now(), c.by[*task.WaitingFor.PersonID]
	due, works := l.calendar.AfterWorkingDays(since, apartDays)
	if !works || now.Sub(due) < lookedAtDaily || happened(l.changed, since) || happened(other.changed, since) {
		return
	}
	if len(worktime.Overlap(now.Add(-2*aDay), now.Add(14*aDay), l.calendar, other.calendar)) == 0 {
		c.Errorf("C7: a task has waited since %s for somebody without hours in common, and at %s no talk is proposed", since, now)
	}
}

// wentRound: the times of a task that comes again are counted as they pass (W11).
func (c *company) wentRound(l *life) {
	c.Helper()
	if l.round == "" {
		return
	}
	task := c.read(l, l.round)
	r, now := task.Repeat, c.clock.Now()
	if task.Status.Closed() || r.PassesAt == nil || r.PassesAt.Before(now) {
		c.Errorf("W11: the open one of a series is %s, and passes next at %v, at %s", task.Status, r.PassesAt, now)
	}
	if missed := task.DueDate.DaysUntil(r.Through) / l.every; missed != r.Missed {
		c.Errorf("W11: %d times are counted from %s through %s, each %d days", r.Missed, task.DueDate, r.Through, l.every)
	}
	if next := r.Through.AddDays(l.every); r.Next[0] != next {
		c.Errorf("W11: %s comes after %s", r.Next[0], r.Through)
	}
}

// none reports what a query that should find nothing has found.
func (c *company) none(what, query string, args ...any) {
	c.Helper()
	found, err := db.All(c.Context(), c.db, db.Value[string], query, args...)
	c.ok(err)
	if len(found) > 0 {
		c.Errorf("%s: %d times, such as %v", what, len(found), found[:min(len(found), 3)])
	}
}

// audit compares what came with what was to come.
func (c *company) audit() {
	c.Helper()
	const words = `FROM notification n LEFT JOIN digest d ON d.id = n.digest_id AND d.person_id = n.person_id WHERE NOT n.question`
	week := c.clock.Now().Add(-7 * aDay).UnixMilli()
	c.none("never told (N5)", `SELECT n.code `+words+` AND d.id IS NULL AND n.settled = '' AND n.at < $1`, week)
	c.none("what people say is never settled untold (N5)", `SELECT n.code `+words+` AND d.id IS NULL AND n.code = 'task.commented' AND n.at < $1`, week)
	c.none("told before it happened (N5)", `SELECT n.code `+words+` AND d.composed_at < n.at - $1`, (2 * time.Hour).Milliseconds())
	c.none("digests without a word (N5)", `SELECT d.id FROM digest d WHERE NOT EXISTS (SELECT 1 FROM notification n WHERE n.digest_id = d.id)`)
	c.none("one Message-ID twice (N5)", `SELECT message_id FROM digest GROUP BY message_id HAVING count(*) > 1`)
	composed, err := db.One(c.Context(), c.db, db.Value[int], `SELECT count(*) FROM digest`)
	c.ok(err)
	c.equal("digests", composed, c.composed)
	c.auditOwed()
	c.auditClock()
	c.auditQuestions()
}

// auditOwed compares what each person was to hear of others with what they did.
func (c *company) auditOwed() {
	c.Helper()
	came := map[string]int{}
	_, err := db.All(c.Context(), c.db, func(row db.Row) (struct{}, error) {
		var person string
		var count int
		err := row.Scan(&person, &count)
		came[person] = count
		return struct{}{}, err
	}, `SELECT person_id, count(*) FROM notification WHERE code IN ('task.commented', 'task.arrived') GROUP BY person_id`)
	c.ok(err)
	for _, l := range c.lives {
		if came[l.PersonID] != l.owed {
			c.Errorf("%d words came, and %d were owed (N5)", came[l.PersonID], l.owed)
		}
	}
}

// auditClock holds that what the clock does to a task it does once, and tells once.
func (c *company) auditClock() {
	c.Helper()
	c.none("unanswered twice (W4)", `SELECT object_id FROM activity WHERE verb = 'task.unanswered' GROUP BY object_id HAVING count(*) > 1`)
	for _, verb := range []string{"task.doubted", "task.may_let_go"} {
		c.none(verb+" twice, and the asker said nothing between (W9)", `SELECT a.object_id FROM activity a JOIN task t ON t.id = a.object_id
			WHERE a.verb = $1 AND EXISTS (SELECT 1 FROM activity b WHERE b.object_id = a.object_id AND b.verb = $1 AND b.revision < a.revision
				AND NOT EXISTS (SELECT 1 FROM activity k WHERE k.object_id = a.object_id AND k.actor_id = t.asked_by_id
					AND k.revision > b.revision AND k.revision < a.revision))`, verb)
	}
	c.none("two open ones of a series (W11)", `SELECT title FROM task WHERE repeat IS NOT NULL AND status NOT IN ('done', 'canceled')
		GROUP BY title HAVING count(*) > 1`)
	for verb, people := range map[string]int{"task.unanswered": 2, "task.may_let_go": 1, "task.date_agreed": 2} {
		c.none(verb+" is not told once to each", `SELECT a.object_id FROM activity a
			LEFT JOIN notification n ON n.object_id = a.object_id AND n.code = $1 AND n.at = a.at
			WHERE a.verb = $1 AND a.actor_id = '' GROUP BY a.object_id, a.at HAVING count(n.seq) <> $2`, verb, people)
	}
}

// auditQuestions holds how often Cairn asks by itself (N8).
func (c *company) auditQuestions() {
	c.Helper()
	c.none("more than three questions on one day (N8)", `SELECT d.person_id FROM notification n JOIN digest d ON d.id = n.digest_id
		WHERE n.question GROUP BY d.person_id, d.local_date HAVING count(*) > $1`, atMostADay)
	c.none("asked again before it was answered (N8)", `SELECT n.code FROM notification n WHERE n.question AND n.settled = ''
		GROUP BY n.person_id, n.code, n.thread HAVING count(*) > 1`)
	type put struct {
		person, code string
		settled      notify.Settled
		at           int64
	}
	all, err := db.All(c.Context(), c.db, func(row db.Row) (put, error) {
		var p put
		return p, row.Scan(&p.person, &p.code, &p.settled, &p.at)
	}, `SELECT person_id, code, settled, at FROM notification WHERE question ORDER BY person_id, code, seq`)
	c.ok(err)
	for i := 2; i < len(all); i++ {
		a, b, now := all[i-2], all[i-1], all[i]
		if a.person != now.person || a.code != now.code || a.settled != "" || b.settled != "" {
			continue // another kind, or not ignored for good
		}
		from, until, works := c.by[now.person].between(instant(b.at), letGoDays)
		if at := instant(now.at); works && at.After(until) && at.Before(from.AddDate(0, 0, silentFor)) {
			c.Errorf("%s was asked at %s, and was ignored twice by %s (N8)", now.code, at, until)
		}
	}
}

// told is how often what was told, by what it was.
func (c *company) told() string {
	c.Helper()
	lines, err := db.All(c.Context(), c.db, func(row db.Row) (string, error) {
		var code string
		var count int
		err := row.Scan(&code, &count)
		return fmt.Sprintf("%s %d", strings.TrimPrefix(code, "task."), count), err
	}, `SELECT code, count(*) FROM notification GROUP BY code ORDER BY code`)
	c.ok(err)
	return strings.Join(lines, ", ")
}
