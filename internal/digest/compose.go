package digest

import (
	"context"
	"strings"
	"time"

	"cairn/internal/activity"
	"cairn/internal/authz"
	"cairn/internal/db"
	"cairn/internal/id"
	"cairn/internal/notify"
)

// schedule is a person's row under its lock: whoever holds it is alone in
// composing for them.
type schedule struct {
	personID string
	past     time.Time
	active   bool
}

// takeDue locks the rows of a few people whose hour has come. On PostgreSQL it
// leaves out those that another node is at; on SQLite whoever writes is alone.
func takeDue(ctx context.Context, tx *db.Tx, isDue string, now int64, most int) ([]schedule, error) {
	text := `SELECT s.person_id, s.past, p.active FROM digest_schedule s JOIN person p ON p.id = s.person_id
		WHERE ` + isDue + ` ORDER BY s.next_at, s.person_id LIMIT $2`
	if tx.Dialect() == db.Postgres {
		text += ` FOR UPDATE OF s SKIP LOCKED`
	}
	return db.All(ctx, tx, func(row db.Row) (schedule, error) {
		var s schedule
		var past int64
		err := row.Scan(&s.personID, &past, &s.active)
		s.past = time.UnixMilli(past).UTC()
		return s, err
	}, text, now, most)
}

// plan is what is to be done for one person: nothing but to look again at nextAt,
// or a digest too.
type plan struct {
	schedule

	nextAt   time.Time
	digest   *Digest
	channels []notify.Channel
	first    int64 // the words that it takes
	last     int64
	asks     []notify.Question // the questions of Cairn's own that go with it (N8)
}

// tomorrow is when to look again at somebody for whom no digest is to be foreseen.
const tomorrow = 24 * time.Hour

// compose does what is due for one person, to whom these words are still to be told.
// All reading comes before the first record, which takes the lock of the counter;
// the words that are taken are those that were there by then, and whatever comes
// later is for the next digest.
func (s *Service) compose(ctx context.Context, tx *activity.Tx, who schedule, hours notify.Hours, settings *notify.Settings, waiting []waitingWord, questions []notify.Question) (plan, error) {
	now := time.UnixMilli(tx.Now).UTC()
	p := plan{schedule: who, channels: settings.Channels.Digest}
	for {
		slot, ok := notify.NextSlot(settings, hours, p.past, now)
		if !ok {
			p.nextAt = now.Add(tomorrow)
			return p, nil
		}
		if slot.At.After(now) {
			p.nextAt = slot.At // a late hour too: what must be decided may come until then
			return p, nil
		}
		if slot.Late && !late(settings, hours, slot, waiting) {
			p.past = hours.At(slot.Date, slot.Hour)
			continue
		}
		// This hour is over now, whether there is something to tell or not.
		p.past = now
		if who.active && p.digest == nil {
			if err := s.fill(ctx, tx, &p, slot, hours, waiting, questions); err != nil {
				return p, err
			}
			waiting, questions = nil, nil
		}
	}
}

// next is when the next digest comes, as things stand.
func next(settings *notify.Settings, hours notify.Hours, past, now time.Time, waiting []waitingWord) (notify.Slot, bool) {
	for {
		slot, ok := notify.NextSlot(settings, hours, past, now)
		if !ok || !slot.Late || late(settings, hours, slot, waiting) {
			return slot, ok
		}
		past = hours.At(slot.Date, slot.Hour)
	}
}

// late reports whether there is a digest at a late hour: something waits that must
// be decided before the one after it.
func late(settings *notify.Settings, hours notify.Hours, slot notify.Slot, waiting []waitingWord) bool {
	var first *time.Time
	for _, w := range waiting {
		if w.section == notify.ToDecide && w.decideBy != nil && (first == nil || w.decideBy.Before(*first)) {
			first = w.decideBy
		}
	}
	if first == nil {
		return false
	}
	after, ok := notify.AfterLate(settings, hours, slot)
	return ok && first.Before(after)
}

// waitingWord is a word that a person has not been told yet, with as much of it as
// composing needs.
type waitingWord struct {
	seq      int64
	section  notify.Section
	lane     notify.Lane
	decideBy *time.Time
	readable bool // the person may read what it is about
}

// waitingFor reads, for each of these people, what they have not been told yet. The
// bound of seq, which all are beyond, has SQLite look it up among what waits, and
// not among all that a person was ever told.
func waitingFor(ctx context.Context, q db.Querier, personIDs ...string) (map[string][]waitingWord, error) {
	waiting := map[string][]waitingWord{}
	_, err := db.All(ctx, q, func(row db.Row) (struct{}, error) {
		var personID string
		var w waitingWord
		var decideBy *int64
		err := row.Scan(&personID, &w.seq, &w.section, &w.lane, &decideBy, &w.readable)
		if decideBy != nil {
			by := millis(*decideBy)
			w.decideBy = &by
		}
		waiting[personID] = append(waiting[personID], w)
		return struct{}{}, err
	}, `SELECT n.person_id, n.seq, n.section, n.lane, n.decide_by, (SELECT `+authz.ReadableOfKind("n.kind", "n.object_id", "n.person_id")+`)
		FROM notification n WHERE n.person_id `+q.Dialect().Among("$1")+` AND n.digest_id IS NULL AND n.settled = '' AND n.seq > 0 ORDER BY n.seq`,
		db.List(personIDs))
	return waiting, err
}

// fill makes the digest of what waits: none where that is nothing, or nothing that
// the person may read, or only what they keep quiet.
func (s *Service) fill(ctx context.Context, tx *activity.Tx, p *plan, slot notify.Slot, hours notify.Hours, waiting []waitingWord, questions []notify.Question) error {
	worth, err := s.choose(ctx, tx, p, questions)
	if err != nil {
		return err
	}
	for _, w := range waiting {
		worth = worth || w.lane != notify.Quiet && w.readable
	}
	if !worth {
		return nil
	}
	made := id.New()
	if len(waiting) > 0 {
		p.first, p.last = waiting[0].seq, waiting[len(waiting)-1].seq
	}
	p.digest = &Digest{
		ID: made, PersonID: p.personID, Date: slot.Date, Hour: slot.Hour, Rule: slot.Rule,
		MessageID: strings.Join([]string{made, s.host}, "@"), ComposedAt: time.UnixMilli(tx.Now).UTC(),
	}
	p.digest.Away, err = s.away(ctx, tx, p, slot, hours)
	return err
}

// choose takes the questions that can be put to the person, who may read what they
// are about, and reports whether one of them is worth a digest.
func (s *Service) choose(ctx context.Context, tx *activity.Tx, p *plan, questions []notify.Question) (worth bool, err error) {
	if len(questions) == 0 {
		return false, nil
	}
	about := make([]storedWord, len(questions))
	for i, q := range questions {
		about[i] = storedWord{kind: q.Kind, objectID: q.ObjectID}
	}
	seen, err := s.look(ctx, tx, p.personID, about)
	if err != nil {
		return false, err
	}
	for _, q := range questions {
		if seen.reads(q.Kind, q.ObjectID) {
			p.asks, worth = append(p.asks, q), worth || q.HoldsUp
		}
	}
	return worth, nil
}

// longAway is from how many days on somebody is welcomed back.
const longAway = 3

// away counts what happened while the person was away, if that was long.
func (s *Service) away(ctx context.Context, tx *activity.Tx, p *plan, slot notify.Slot, hours notify.Hours) (*Away, error) {
	absence := hours.Away(slot.Date)
	if !slot.First || absence.TimeOff+absence.Holidays < longAway {
		return nil, nil //nolint:nilnil // not away
	}
	a := &Away{From: absence.From, To: absence.To, Days: absence.Days}
	_, err := db.All(ctx, tx, func(row db.Row) (struct{}, error) {
		return struct{}{}, row.Scan(&a.Happened, &a.NeedYou, &a.NoLongerNeeded, &a.Settled)
	}, `SELECT count(*), count(*) FILTER (WHERE n.settled = '' AND n.section = 'decide'),
			count(*) FILTER (WHERE n.settled = 'no_longer_needed'), count(*) FILTER (WHERE n.settled = 'elsewhere')
		FROM notification n WHERE n.person_id = $1 AND n.digest_id IS NULL
		AND n.seq > (SELECT coalesce(max(d.last_seq), 0) FROM digest d WHERE d.person_id = $1)`, p.personID)
	return a, err
}

// write stores what was planned. The schedule is written last: a plan that is not
// written whole is not written at all.
func (s *Service) write(ctx context.Context, tx *activity.Tx, p *plan) error {
	if d := p.digest; d != nil {
		revision, err := tx.Record(ctx, activity.Change{
			Kind: authz.KindDigest, ID: d.ID, Verb: "digest.composed", Scopes: []authz.Scope{authz.Person(d.PersonID)},
		})
		if err != nil {
			return err
		}
		d.Revision = revision
		if err := p.ask(ctx, tx); err != nil {
			return err
		}
		if err := db.Later(ctx, tx.Tx, `INSERT INTO digest (id, person_id, first_seq, last_seq, local_date, hour, rule, away, message_id,
			composed_at, revision) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
			d.ID, d.PersonID, p.first, p.last, d.Date, d.Hour, d.Rule, db.Text(d.Away), d.MessageID, tx.Now, revision); err != nil {
			return err
		}
		if err := db.Later(ctx, tx.Tx, `UPDATE notification SET digest_id = $1
			WHERE person_id = $2 AND digest_id IS NULL AND settled = '' AND seq <= $3`, d.ID, d.PersonID, p.last); err != nil {
			return err
		}
		if s.hooks.Composed != nil {
			if err := s.hooks.Composed(ctx, tx, *d, p.channels); err != nil {
				return err
			}
		}
	}
	return db.Later(ctx, tx.Tx, `UPDATE digest_schedule SET next_at = $2, past = $3 WHERE person_id = $1`,
		p.personID, p.nextAt.UnixMilli(), p.past.UnixMilli())
}

// ask puts the questions into the digest. They come after the words that it takes.
func (p *plan) ask(ctx context.Context, tx *activity.Tx) error {
	for i := range p.asks {
		seq, err := p.asks[i].Put(ctx, tx, p.digest.ID)
		if err != nil {
			return err
		}
		if p.first == 0 {
			p.first, p.last = seq, seq
		}
	}
	return nil
}

func millis(at int64) time.Time { return time.UnixMilli(at).UTC() }
