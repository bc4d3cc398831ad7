package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	"cairn/internal/app"
	"cairn/internal/clock"
	"cairn/internal/db"
)

// wordsEach is how many words wait for each person.
const wordsEach = 6

// digests measures a day of digests of the large company, which lives in 24 zones:
// everybody has one, at nine o'clock where they are.
func (b *bench) digests(ctx context.Context, engine db.Dialect) error {
	p, err := b.fresh(ctx, engine)
	if err != nil {
		return err
	}
	defer p.drop()
	wednesday := time.Date(2027, 3, 2, 18, 0, 0, 0, time.UTC) // Wednesday, where it begins first
	err = p.open(ctx, func(house *app.House) error {
		c, err := shape{people: b.staff, manager: tree, teams: oneTeam}.settle(ctx, house)
		if err != nil {
			return err
		}
		if err := b.fill(ctx, p, house, c, all(c), wordsEach); err != nil {
			return err
		}
		return b.await(ctx, house, c, wednesday)
	})
	if err != nil {
		return err
	}
	if err := p.settle(ctx); err != nil {
		return err
	}
	database, err := db.Open(ctx, p.config)
	if err != nil {
		return err
	}
	took, made, err := digestDay(ctx, database, wednesday)
	if err = errors.Join(err, database.Close()); err != nil {
		return err
	}
	if made != b.staff {
		return fmt.Errorf("%d digests were composed for %d people", made, b.staff)
	}
	b.report.add(engine, line{
		what: fmt.Sprintf("a day's digests for %s people in 24 zones, %d words each", thousands(b.staff), wordsEach),
		ours: fmt.Sprintf("%.1f s (%s a digest)", took.Seconds(), ms(took/time.Duration(made))), bar: "< 60 s",
		met: judged(took < time.Minute),
	})
	return nil
}

// await spreads the company over the zones, and has a word wait for each task of
// everybody.
func (b *bench) await(ctx context.Context, house *app.House, c *company, day time.Time) error {
	zones := []string{
		"Pacific/Kiritimati", "Pacific/Auckland", "Pacific/Noumea", "Australia/Sydney", "Asia/Tokyo", "Asia/Shanghai", "Asia/Bangkok", "Asia/Kathmandu",
		"Asia/Kolkata", "Asia/Tashkent", "Asia/Dubai", "Africa/Nairobi", "Africa/Cairo", "Europe/Berlin", "Europe/Lisbon", "Atlantic/Azores",
		"Atlantic/South_Georgia", "America/Sao_Paulo", "America/Santiago", "America/New_York", "America/Chicago", "America/Denver", "America/Los_Angeles",
		"Pacific/Honolulu",
	}
	return house.DB.Write(ctx, func(ctx context.Context, tx *db.Tx) error {
		for n, person := range c.people {
			if _, err := db.Exec(ctx, tx, `UPDATE person SET time_zone = $2 WHERE id = $1`, person.id, zones[n%len(zones)]); err != nil {
				return err
			}
		}
		for _, s := range []db.Ask{
			{Text: `INSERT INTO notification (seq, person_id, actor_id, code, section, kind, object_id, thread, data, lane, rule, avoided, settled, at)
				SELECT c.revision + row_number() OVER (ORDER BY t.id), t.owner_id, '', 'task.described', 'changed', 'task', t.id, 'task:' || t.id,
				'{}', 'digest', 'default', $1, '', $2 FROM task t, counter c`, Args: []any{false, day.AddDate(0, 0, -1).UnixMilli()}},
			{Text: `UPDATE counter SET revision = (SELECT max(seq) FROM notification)`},
			{Text: `UPDATE digest_schedule SET next_at = 0, past = $1`, Args: []any{day.Add(-time.Hour).UnixMilli()}},
		} {
			if _, err := db.Exec(ctx, tx, s.Text, s.Args...); err != nil {
				return err
			}
		}
		return nil
	})
}

// digestDay goes through a day by the hour, until it is over everywhere.
func digestDay(ctx context.Context, database *db.DB, day time.Time) (took time.Duration, made int, err error) {
	clk := clock.NewFake(day)
	house := app.Build(database, clk, quiet(), "http://127.0.0.1")
	const hours = 32
	for range hours {
		began := time.Now()
		if _, err := house.Digest.Drain(ctx); err != nil {
			return took, made, err
		}
		took += time.Since(began)
		clk.Advance(time.Hour)
	}
	made, err = db.One(ctx, database, db.Value[int], `SELECT count(*) FROM digest`)
	return took, made, err
}
