package job

import (
	"context"
	"errors"
	"fmt"
	"runtime/debug"
	"strings"
	"time"

	"cairn/internal/clock"
	"cairn/internal/db"
	"cairn/internal/errs"
)

// Setbacks are what the steps of one kind could not do. Each is left alone for a
// while, twice as long each time, so that it holds up none of the others however
// many there are. They are rows of the database: all nodes leave it alone.
type Setbacks struct {
	db    *db.DB
	clock clock.Clock
	work  string
}

// NewSetbacks returns those of one kind of work, named by a word.
func NewSetbacks(database *db.DB, clk clock.Clock, work string) *Setbacks {
	return &Setbacks{db: database, clock: clk, work: work}
}

// Without is the condition, for a query of what is due, that it is not set back:
// by the column of its id, and the placeholder of now.
func (s *Setbacks) Without(column, now string) string {
	return `NOT EXISTS (SELECT 1 FROM setback b WHERE b.work = '` + s.work + `' AND b.id = ` + column + ` AND b.again_at > ` + now + `)`
}

// Take does some of what is due, at most so many, all or nothing, and says what it
// has taken before it begins.
type Take func(ctx context.Context, most int, taken *[]string) error

// Step does a few at once; where that fails, each of them by itself, to find and
// set back what it failed at.
func (s *Setbacks) Step(few int, take Take) Step {
	return func(ctx context.Context) (int, error) {
		var ids []string
		err := guarded(func() error { return take(ctx, few, &ids) })
		if err == nil {
			return len(ids), s.over(ctx, ids...)
		}
		if len(ids) == 0 || outside(ctx, err) {
			return 0, err
		}
		met := &setBacks{}
		done := 0
		for range ids {
			var one []string
			err := guarded(func() error { return take(ctx, 1, &one) })
			switch {
			case err == nil:
				err = s.over(ctx, one...)
			case len(one) == 1 && !outside(ctx, err):
				err = s.note(ctx, met, one[0], err)
			}
			if err != nil {
				met.cause = err
				break
			}
			done += len(one)
		}
		return done, met.orNil()
	}
}

// StepEach does what is due one by one, each known by its id before.
func (s *Setbacks) StepEach(due func(ctx context.Context) ([]string, error), do func(ctx context.Context, id string) error) Step {
	return func(ctx context.Context) (int, error) {
		ids, err := due(ctx)
		if err != nil {
			return 0, err
		}
		met := &setBacks{}
		var well []string
		for _, id := range ids {
			err := guarded(func() error { return do(ctx, id) })
			switch {
			case err == nil:
				well = append(well, id)
			case outside(ctx, err):
				met.cause = err
			default:
				met.cause = s.note(ctx, met, id, err)
			}
			if met.cause != nil {
				break
			}
		}
		if err := s.over(ctx, well...); err != nil && met.cause == nil {
			met.cause = err
		}
		return len(well) + len(met.all), met.orNil()
	}
}

// guarded makes a panic an error like others.
func guarded(do func() error) (err error) {
	defer func() {
		if fault := recover(); fault != nil {
			err = &panicked{fault, string(debug.Stack())}
		}
	}()
	return do()
}

type panicked struct {
	fault any
	stack string
}

func (p *panicked) Error() string { return fmt.Sprintf("panic: %T\n%s", p.fault, p.stack) }

// outside tells what is no fault of what was taken: the program stops, or the
// database can't do anything now.
func outside(ctx context.Context, err error) bool {
	switch errs.CodeOf(err) {
	case errs.Busy, errs.Unavailable, errs.DiskFull:
		return true
	default:
		return ctx.Err() != nil
	}
}

// note sets something back.
func (s *Setbacks) note(ctx context.Context, met *setBacks, id string, cause error) error {
	now := s.clock.Now()
	back := setBack{id: id, cause: cause}
	if err := s.db.Write(ctx, func(ctx context.Context, tx *db.Tx) (err error) {
		back.failures, err = db.One(ctx, tx, db.Value[int], `INSERT INTO setback (work, id, failures, again_at) VALUES ($1, $2, 1, $3)
			ON CONFLICT (work, id) DO UPDATE SET failures = setback.failures + 1 RETURNING failures`, s.work, id, now.UnixMilli())
		if err != nil {
			return err
		}
		back.again = now.Add(pause(back.failures))
		_, err = db.Exec(ctx, tx, `UPDATE setback SET again_at = $3 WHERE work = $1 AND id = $2`, s.work, id, back.again.UnixMilli())
		return err
	}); err != nil {
		return errors.Join(err, cause)
	}
	met.all = append(met.all, back)
	return nil
}

// over forgets that something was set back, once it is done.
func (s *Setbacks) over(ctx context.Context, ids ...string) error {
	if len(ids) == 0 {
		return nil
	}
	some, err := db.One(ctx, s.db, db.Value[bool], `SELECT EXISTS (SELECT 1 FROM setback WHERE work = $1 AND id `+s.db.Dialect().Among("$2")+`)`, s.work, db.List(ids))
	if err != nil || !some {
		return err
	}
	return s.db.Write(ctx, func(ctx context.Context, tx *db.Tx) error {
		_, err := db.Exec(ctx, tx, `DELETE FROM setback WHERE work = $1 AND id `+tx.Dialect().Among("$2"), s.work, db.List(ids))
		return err
	})
}

// setBack is one thing that a step could not do.
type setBack struct {
	id       string
	failures int // in a row
	again    time.Time
	cause    error
}

// setBacks is the error of a step that set something back, and of what kept it
// from going on, if anything did.
type setBacks struct {
	all   []setBack
	cause error
}

func (b *setBacks) orNil() error {
	switch {
	case len(b.all) > 0:
		return b
	case b.cause != nil:
		return b.cause
	default:
		return nil
	}
}

// Error names all of it, for tests and whoever drains by hand; the log has [plain]
// words.
func (b *setBacks) Error() string {
	var words []string
	for _, back := range b.all {
		words = append(words, fmt.Sprintf("%s is set back to %s: %v", back.id, back.again.Format(time.RFC3339), back.cause))
	}
	if b.cause != nil {
		words = append(words, b.cause.Error())
	}
	return strings.Join(words, "\n")
}

// Unwrap gives all causes to errors.Is and errors.As.
func (b *setBacks) Unwrap() []error {
	var causes []error
	for _, back := range b.all {
		causes = append(causes, back.cause)
	}
	if b.cause != nil {
		causes = append(causes, b.cause)
	}
	return causes
}

// parted gives what a step set back, and what kept it from going on.
func parted(err error) ([]setBack, error) {
	if met, ok := errors.AsType[*setBacks](err); ok {
		return met.all, met.cause
	}
	return nil, err
}

// plain says what an error is, by codes and kinds alone: its text may hold what
// people wrote.
func plain(err error) string {
	if fault, ok := errors.AsType[*panicked](err); ok {
		return fault.Error()
	}
	if refusal, ok := errors.AsType[*errs.Error](err); ok {
		return string(refusal.Code)
	}
	if code := db.CodeOf(err); code != "" {
		return code
	}
	for {
		inner := errors.Unwrap(err)
		if inner == nil {
			return fmt.Sprintf("%T", err)
		}
		err = inner
	}
}

// SetBack counts what is set back, by its kind of work, on all nodes.
func (q *Queue) SetBack(ctx context.Context) (map[string]int, error) {
	counts := map[string]int{}
	_, err := db.All(ctx, q.db, func(row db.Row) (struct{}, error) {
		var work string
		var count int
		err := row.Scan(&work, &count)
		counts[work] = count
		return struct{}{}, err
	}, `SELECT work, count(*) FROM setback GROUP BY work`)
	return counts, err
}

// forgetSetbacks forgets what was set back and is not due any more: whoever tries
// in vain puts it off by less than this.
func (q *Queue) forgetSetbacks(ctx context.Context) error {
	return q.db.Write(ctx, func(ctx context.Context, tx *db.Tx) error {
		_, err := db.Exec(ctx, tx, `DELETE FROM setback WHERE again_at < $1`, q.clock.Now().Add(-2*longestWait).UnixMilli())
		return err
	})
}
