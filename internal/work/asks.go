package work

import (
	"context"
	"time"

	"cairn/internal/authz"
	"cairn/internal/db"
	"cairn/internal/notify"
)

// What Cairn would ask people about tasks by itself. Whether it is asked, and
// when, is package notify's to decide (N8).

const (
	topThree   = 3 // of a list: what its owner comes to next
	urgentDays = 3 // working days of the owner, after which "still urgent?" is asked (W3)
)

// Questions are those about tasks, for a few people.
func (s *Service) Questions(ctx context.Context, q db.Querier, personIDs []string) ([]notify.Question, error) {
	now := s.clock.Now()
	var questions []notify.Question
	for _, find := range []func(context.Context, db.Querier, []string, time.Time) ([]notify.Question, error){
		s.stillNeeded, s.stillUrgent, s.talks,
	} {
		found, err := find(ctx, q, personIDs, now)
		if err != nil {
			return nil, err
		}
		questions = append(questions, found...)
	}
	return questions, nil
}

// stillNeeded are tasks that their asker has been silent about for long and that
// their owner comes to next, or that neither has touched (W9).
func (s *Service) stillNeeded(ctx context.Context, q db.Querier, personIDs []string, now time.Time) ([]notify.Question, error) {
	type doubtful struct {
		id, askerID string
		since       time.Time
		touched     time.Time
		keeps       int
		next        bool
	}
	found, err := db.All(ctx, q, func(row db.Row) (doubtful, error) {
		var d doubtful
		var since, touched int64
		err := row.Scan(&d.id, &d.askerID, &since, &touched, &d.keeps, &d.next)
		d.since, d.touched = time.UnixMilli(since).UTC(), time.UnixMilli(touched).UTC()
		return d, err
	}, `SELECT t.id, t.asked_by_id, t.doubt_at, t.touched_at, t.keeps,
			t.rank IS NOT NULL AND t.status <> 'blocked' AND (SELECT count(*) FROM (
				SELECT 1 FROM task o WHERE o.owner_id = t.owner_id AND o.rank IS NOT NULL AND o.status IN ('todo', 'in_progress')
				AND (o.level, o.rank) < (t.level, t.rank) LIMIT $2) ahead) < $2
		FROM task t WHERE t.asked_by_id `+q.Dialect().Among("$1")+` AND t.doubt_at IS NOT NULL`, db.List(personIDs), topThree)
	if err != nil {
		return nil, err
	}
	var questions []notify.Question
	for _, d := range found {
		if d.next || !now.Before(d.touched.AddDate(0, 0, untouchedDays<<d.keeps)) {
			questions = append(questions, notify.Question{
				To: d.askerID, Code: codeStillNeeded, Kind: authz.KindTask, ObjectID: d.id, HoldsUp: d.next, Since: d.since,
			})
		}
	}
	return questions, nil
}

// stillUrgent are tasks that have been urgent for three working days, for their
// owner and their asker (W3).
func (s *Service) stillUrgent(ctx context.Context, q db.Querier, personIDs []string, now time.Time) ([]notify.Question, error) {
	type pressing struct {
		id, ownerID, askerID string
		since                time.Time
	}
	const columns = `SELECT t.id, t.owner_id, t.asked_by_id, t.urgent_at FROM task t WHERE `
	const long = ` AND t.level = 1 AND t.status IN ('todo', 'in_progress') AND t.urgent_at <= $2`
	among := q.Dialect().Among("$1")
	found, err := db.All(ctx, q, func(row db.Row) (pressing, error) {
		var p pressing
		var since int64
		err := row.Scan(&p.id, &p.ownerID, &p.askerID, &since)
		p.since = time.UnixMilli(since).UTC()
		return p, err
	}, columns+`t.owner_id `+among+long+` UNION `+columns+`t.asked_by_id `+among+long,
		db.List(personIDs), now.Add(-(urgentDays-1)*day).UnixMilli())
	if err != nil || len(found) == 0 {
		return nil, err
	}
	owners := make([]string, len(found))
	for i, p := range found {
		owners[i] = p.ownerID
	}
	calendars, err := s.people.Calendars(ctx, q, owners)
	if err != nil {
		return nil, err
	}
	asked := map[string]bool{}
	for _, id := range personIDs {
		asked[id] = true
	}
	var questions []notify.Question
	for _, p := range found {
		calendar := calendars[p.ownerID]
		if calendar == nil {
			continue
		}
		at, ok := calendar.AfterWorkingDays(p.since, urgentDays)
		if !ok || at.After(now) {
			continue
		}
		for _, to := range distinctOf(p.ownerID, p.askerID) {
			if asked[to] {
				questions = append(questions, notify.Question{To: to, Code: codeStillUrgent, Kind: authz.KindTask, ObjectID: p.id, Since: at})
			}
		}
	}
	return questions, nil
}

// talks are tasks about which a talk is proposed, for the two (C7).
func (s *Service) talks(ctx context.Context, q db.Querier, personIDs []string, _ time.Time) ([]notify.Question, error) {
	asked := map[string]bool{}
	for _, id := range personIDs {
		asked[id] = true
	}
	type proposed struct {
		id, ownerID string
		status      Status
		talk        db.JSON[Talk]
	}
	const columns = `SELECT t.id, t.owner_id, t.status, t.talk FROM task t WHERE `
	among := q.Dialect().Among("$1")
	found, err := db.All(ctx, q, func(row db.Row) (proposed, error) {
		var p proposed
		return p, row.Scan(&p.id, &p.ownerID, &p.status, &p.talk)
	}, columns+`t.owner_id `+among+` AND t.talk IS NOT NULL UNION `+columns+`t.talk_with_id `+among, db.List(personIDs))
	if err != nil {
		return nil, err
	}
	var questions []notify.Question
	for _, p := range found {
		talk := p.talk.V
		for _, pair := range [][2]string{{p.ownerID, talk.WithID}, {talk.WithID, p.ownerID}} {
			if asked[pair[0]] {
				questions = append(questions, notify.Question{
					To: pair[0], Code: codeTalk, Kind: authz.KindTask, ObjectID: p.id,
					Data: notify.Data{PersonID: pair[1], Reason: talk.Why}, HoldsUp: p.status == Blocked, Since: talk.At,
				})
			}
		}
	}
	return questions, nil
}

func distinctOf(a, b string) []string {
	if a == b {
		return []string{a}
	}
	return []string{a, b}
}
