package demo

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"time"

	"cairn/internal/activity"
	"cairn/internal/authz"
	"cairn/internal/db"
	"cairn/internal/errs"
	"cairn/internal/notify"
	"cairn/internal/worktime"
)

// How often somebody is interrupted, and what they say of it.
const (
	oftenInterrupted = 0.55 // in a week
	oftenInFocus     = 0.1  // in a week of somebody who has focus time, by what cannot wait
	oftenRated       = 0.75
	oftenRight       = 0.7
)

// interruptions plans who was interrupted in the year, and what they said of it
// afterwards.
func (p *plan) interruptions(w words) {
	week := 7 * 24 * time.Hour
	for _, one := range p.people {
		for from := p.begin.Add(24 * time.Hour); from.Before(p.options.Now); from = from.Add(week) {
			if p.chance(oftenInterrupted) {
				p.interrupt(one.after(from, p.between(0, 4.5)), one, oneOf(p, w.generic["interrupt"]), false)
			}
			if len(one.focus) > 0 && p.chance(oftenInFocus) {
				for block := range one.calendar.FocusIntervals(from, from.Add(week)) {
					p.interrupt(block.Start.Add(time.Duration(p.between(5, 50)*float64(time.Minute))), one, oneOf(p, w.generic["cannotwait"]), true)
					break
				}
			}
		}
	}
}

// interrupt plans one, by somebody of the same team or by the manager.
func (p *plan) interrupt(at time.Time, one *person, reason string, cannotWait bool) {
	var near []*person
	for _, other := range p.people {
		if other != one && (other.team == one.team || other.key == one.manager || other.manager == one.key) {
			near = append(near, other)
		}
	}
	by := oneOf(p, near)
	made := notify.NewInterruption{ID: p.newID(at), Reason: reason, CannotWait: cannotWait}
	rated, right, when := p.chance(oftenRated), p.chance(oftenRight) || cannotWait, p.soon(one, at.Add(time.Hour))
	p.add(at, by, func(ctx context.Context, b *builder) error {
		_, err := b.words.words.Interrupt(ctx, b.call(), one.id, made)
		if errs.Is(err, errs.NotNow) {
			return nil // in focus time, or once too often: it waits
		}
		return err
	})
	if !rated {
		return
	}
	rating := notify.DigestWouldDo
	if right {
		rating = notify.RightCall
	}
	p.add(when, one, func(ctx context.Context, b *builder) error {
		_, err := b.words.words.Rate(ctx, b.call(), made.ID, rating)
		if errs.Is(err, errs.NotFound) {
			return nil // it did not come
		}
		return err
	})
}

// lately tells of what happens from some instant on. What was before that, people
// have dealt with: of it only the ledger keeps that it waited for a digest (N6).
type lately struct {
	words  *notify.Service
	people map[string]*person // by id
	now    func() time.Time
	from   time.Time
}

// NextDigests is package notify's.
func (l *lately) NextDigests(ctx context.Context, q db.Querier, decideBy map[string]*time.Time) (map[string]notify.Slot, error) {
	return l.words.NextDigests(ctx, q, decideBy)
}

// Tell passes the words on, when it is time.
func (l *lately) Tell(ctx context.Context, tx *activity.Tx, words ...notify.Word) error {
	now := l.now()
	if !now.Before(l.from) {
		return l.words.Tell(ctx, tx, words...)
	}
	for i := range words {
		w := &words[i]
		one := l.people[w.To]
		if one == nil || w.To == tx.Actor || tx.Actor == "" || w.Over != "" || !w.Deliberate || !one.calendar.Working(now) {
			continue
		}
		if err := keep(ctx, tx, w); err != nil {
			return err
		}
	}
	return nil
}

// keep writes a word that is dealt with.
func keep(ctx context.Context, tx *activity.Tx, w *notify.Word) error {
	seq, err := tx.NextRevision(ctx)
	if err != nil {
		return err
	}
	thread := w.Thread
	if thread == "" {
		thread = notify.ThreadOf(w.Kind, w.ObjectID)
	}
	return db.Later(ctx, tx.Tx, `INSERT INTO notification (seq, person_id, actor_id, code, section, kind, object_id, thread, data,
		lane, rule, decide_by, avoided, settled, at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, NULL, true, $12, $13)`,
		seq, w.To, tx.Actor, w.Code, w.Section, w.Kind, w.ObjectID, thread, db.Text(w.Data),
		notify.Digest, notify.DigestDefault, notify.DoneByPerson, tx.Now)
}

// told is a word of the year that a digest is to have brought.
type told struct {
	personID string
	seq      int64
	at       time.Time
}

// perWrite is how many digests are written in one transaction.
const perWrite = 100

// digests makes of the year's words the digests that brought them: of each day's,
// the one at nine on the next working day. It is done before the last days begin,
// whose digests are composed as any.
func (b *builder) digests(ctx context.Context) error {
	words, err := db.All(ctx, b.db, func(row db.Row) (told, error) {
		var t told
		var at int64
		err := row.Scan(&t.personID, &t.seq, &at)
		t.at = time.UnixMilli(at)
		return t, err
	}, `SELECT person_id, seq, at FROM notification WHERE digest_id IS NULL AND at < $1 ORDER BY person_id, seq`, b.words.from.UnixMilli())
	if err != nil {
		return err
	}
	dice := rand.New(rand.NewPCG(b.seed, 11))
	for len(words) > 0 {
		_, err := b.ledger.Write(ctx, authz.Call{}, func(ctx context.Context, tx *activity.Tx) error {
			for range perWrite {
				if len(words) == 0 {
					return nil
				}
				n := b.together(words)
				bring := b.digest
				if _, at := b.broughtAt(words[0]); at.After(b.words.from) {
					bring = b.leave
				}
				if err := bring(ctx, tx, dice, words[:n]); err != nil {
					return err
				}
				words = words[n:]
			}
			return nil
		})
		if err != nil {
			return fmt.Errorf("make the digests of the year: %w", err)
		}
	}
	return nil
}

// broughtAt is the hour of the digest that brings a word.
func (b *builder) broughtAt(t told) (worktime.Date, time.Time) {
	calendar := b.words.people[t.personID].calendar
	day, _ := calendar.AddWorkingDays(calendar.LocalDate(t.at), 1)
	return day, calendar.At(day, digestHour)
}

const digestHour worktime.TimeOfDay = 9 * 60

// together counts the words at the beginning that come with one digest.
func (b *builder) together(words []told) int {
	_, at := b.broughtAt(words[0])
	n := 1
	for n < len(words) && words[n].personID == words[0].personID {
		if _, other := b.broughtAt(words[n]); !other.Equal(at) {
			break
		}
		n++
	}
	return n
}

// leave lets words wait for a digest of the last days, where there is nothing to
// decide about them.
func (b *builder) leave(ctx context.Context, tx *activity.Tx, _ *rand.Rand, words []told) error {
	if _, err := tx.NextRevision(ctx); err != nil {
		return err
	}
	first, last := words[0], words[len(words)-1]
	return db.Later(ctx, tx.Tx, `UPDATE notification SET settled = '' WHERE person_id = $1 AND seq >= $2 AND seq <= $3 AND digest_id IS NULL AND section <> $4`,
		first.personID, first.seq, last.seq, notify.ToDecide)
}

func (b *builder) digest(ctx context.Context, tx *activity.Tx, dice *rand.Rand, words []told) error {
	day, at := b.broughtAt(words[0])
	id := newID(dice, at)
	first, last := words[0], words[len(words)-1]
	revision, err := tx.Record(ctx, activity.Change{
		Kind: authz.KindDigest, ID: id, Verb: "digest.composed", Scopes: []authz.Scope{authz.Person(first.personID)},
	})
	if err != nil {
		return err
	}
	return errors.Join(
		db.Later(ctx, tx.Tx, `INSERT INTO digest (id, person_id, first_seq, last_seq, local_date, hour, rule, away, message_id, composed_at, revision)
			VALUES ($1, $2, $3, $4, $5, $6, $7, NULL, $8, $9, $10)`,
			id, first.personID, first.seq, last.seq, day, digestHour, notify.AtHour, id+"@"+domain, at.UnixMilli(), revision),
		db.Later(ctx, tx.Tx, `UPDATE notification SET digest_id = $1 WHERE person_id = $2 AND seq >= $3 AND seq <= $4 AND digest_id IS NULL`,
			id, first.personID, first.seq, last.seq))
}
