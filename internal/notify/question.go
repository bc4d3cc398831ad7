package notify

import (
	"cmp"
	"context"
	"slices"
	"time"

	"cairn/internal/activity"
	"cairn/internal/authz"
	"cairn/internal/db"
)

// Cairn's own questions (N8): is it still needed, is it still urgent, was it the
// right call, … What may be asked comes from the packages that know of it; whether
// it is asked, here alone decides.

// The limits of what Cairn asks by itself.
const (
	questionsADay = 3  // of one person
	ignoredAfter  = 5  // working days without an answer
	ignoredTwice  = 2  // and a kind is silent
	silentDays    = 30 // for so long
	lookBackDays  = 120
)

// CairnAsks is the rule by which a question of Cairn's own stands in a digest.
const CairnAsks Rule = "cairn_asks"

// Question is something that Cairn would ask a person.
type Question struct {
	To       string
	Code     string // its kind, and what the person is told
	Kind     authz.Kind
	ObjectID string
	Data     Data
	HoldsUp  bool      // another person waits for the answer, or works in vain without
	Since    time.Time // from when on it is to be asked; what was asked before was another time
}

func (q *Question) thread() string { return ThreadOf(q.Kind, q.ObjectID) }

// put is a question that was put to a person before.
type put struct {
	code, thread string
	settled      Settled
	at           time.Time // when they were told
}

// Choose chooses what is asked of whom in the digests that are composed now.
func (s *Service) Choose(ctx context.Context, q db.Querier, questions []Question, hours map[string]Hours, now time.Time) (map[string][]Question, error) {
	if len(questions) == 0 {
		return nil, nil //nolint:nilnil // a map without entries
	}
	by := map[string][]Question{}
	var ids []string
	for _, question := range questions {
		if len(by[question.To]) == 0 {
			ids = append(ids, question.To)
		}
		by[question.To] = append(by[question.To], question)
	}
	before, err := putTo(ctx, q, ids, now)
	if err != nil {
		return nil, err
	}
	chosen := map[string][]Question{}
	for _, id := range ids {
		toRate, err := s.ToRate(ctx, q, id, hours[id])
		if err != nil {
			return nil, err
		}
		chosen[id] = choose(by[id], before[id], len(toRate), hours[id], now)
	}
	return chosen, nil
}

// putTo reads what people were asked lately, the latest first.
func putTo(ctx context.Context, q db.Querier, ids []string, now time.Time) (map[string][]put, error) {
	before := map[string][]put{}
	_, err := db.All(ctx, q, func(row db.Row) (struct{}, error) {
		var id string
		var p put
		var at int64
		err := row.Scan(&id, &p.code, &p.thread, &p.settled, &at)
		p.at = time.UnixMilli(at).UTC()
		before[id] = append(before[id], p)
		return struct{}{}, err
	}, `SELECT n.person_id, n.code, n.thread, n.settled, n.at FROM notification n
		WHERE n.person_id `+q.Dialect().Among("$1")+` AND n.question AND (n.at > $2 OR n.settled = '') ORDER BY n.seq DESC`,
		db.List(ids), now.AddDate(0, 0, -lookBackDays).UnixMilli())
	return before, err
}

// choose is the whole of N8: three a day, what holds up another first, then what
// has waited longest; nothing twice; a kind ignored twice is silent for a month.
func choose(questions []Question, before []put, toRate int, hours Hours, now time.Time) []Question {
	room := questionsADay - toRate - askedOn(before, hours, now)
	open := slices.DeleteFunc(slices.Clone(questions), func(q Question) bool {
		asked := slices.ContainsFunc(before, func(p put) bool {
			return p.code == q.Code && p.thread == q.thread() && (p.settled == "" || !p.at.Before(q.Since))
		})
		return asked || silent(q.Code, before, hours, now)
	})
	slices.SortStableFunc(open, func(a, b Question) int {
		if a.HoldsUp != b.HoldsUp {
			if a.HoldsUp {
				return -1
			}
			return 1
		}
		return cmp.Or(a.Since.Compare(b.Since), cmp.Compare(a.ObjectID, b.ObjectID))
	})
	return open[:max(0, min(room, len(open)))]
}

// askedOn counts what was asked on the person's day of an instant.
func askedOn(before []put, hours Hours, now time.Time) int {
	n := 0
	for _, p := range before {
		if hours.DateOf(p.at) == hours.DateOf(now) {
			n++
		}
	}
	return n
}

// silent reports whether the person has ignored the last two questions of a kind:
// they took them off their page, or left them unanswered for five working days.
func silent(code string, before []put, hours Hours, now time.Time) bool {
	ignored := 0
	var last time.Time
	for _, p := range before {
		if p.code != code {
			continue
		}
		at := p.at
		switch p.settled {
		case Elsewhere:
			return false
		case NoLongerNeeded:
			continue // neither answered nor ignored
		case DoneByPerson:
		default:
			over, ok := hours.AfterWorkingDays(p.at, ignoredAfter)
			if !ok || over.After(now) {
				continue // there is time left
			}
			at = over
		}
		if ignored == 0 {
			last = at
		}
		if ignored++; ignored == ignoredTwice {
			return now.Before(last.AddDate(0, 0, silentDays))
		}
	}
	return false
}

// Put writes a question into a digest that is composed, and gives its sequence.
func (q *Question) Put(ctx context.Context, tx *activity.Tx, digestID string) (int64, error) {
	seq, err := tx.NextRevision(ctx)
	if err != nil {
		return 0, err
	}
	lane := Quiet
	if q.HoldsUp {
		lane = Digest
	}
	return seq, db.Later(ctx, tx.Tx, `INSERT INTO notification (seq, person_id, actor_id, code, section, kind, object_id, thread, data,
		lane, rule, avoided, settled, digest_id, question, at) VALUES ($1, $2, '', $3, $4, $5, $6, $7, $8, $9, $10, FALSE, '', $11, TRUE, $12)`,
		seq, q.To, q.Code, ToDecide, q.Kind, q.ObjectID, q.thread(), db.Text(q.Data), lane, CairnAsks, digestID, tx.Now)
}

// ToRate lists interruptions that the person has not rated, the latest first: of
// the last two weeks, as many as Cairn may still ask about today; none for a month
// where the last two passed without a word (N8).
func (s *Service) ToRate(ctx context.Context, q db.Querier, personID string, hours Hours) ([]Interruption, error) {
	now := s.clock.Now()
	since := now.AddDate(0, 0, -2*budgetDays)
	open, err := db.All(ctx, q, scanInterruption, `SELECT `+interruptionColumns()+` FROM interruption i
		WHERE i.recipient_id = $1 AND i.rating = '' AND i.at > $2 AND `+interruptionReadable()+`
		ORDER BY i.at DESC, i.id DESC LIMIT 3`, personID, since.UnixMilli())
	if err != nil || len(open) == 0 {
		return open, err
	}
	passed, err := db.All(ctx, q, db.Value[bool], `SELECT i.rating = '' FROM interruption i
		WHERE i.recipient_id = $1 AND i.at <= $2 AND i.at > $3 ORDER BY i.at DESC, i.id DESC LIMIT 2`,
		personID, since.UnixMilli(), since.AddDate(0, 0, -silentDays).UnixMilli())
	if err != nil {
		return nil, err
	}
	if len(passed) == ignoredTwice && passed[0] && passed[1] {
		return []Interruption{}, nil
	}
	before, err := putTo(ctx, q, []string{personID}, now)
	if err != nil {
		return nil, err
	}
	room := max(0, questionsADay-askedOn(before[personID], hours, now))
	return open[:min(room, len(open))], nil
}
