package main

import (
	"context"
	"fmt"
	"strconv"
	"time"

	"cairn/internal/db"
	"cairn/internal/id"
)

// sixteen is how many clients write or read at a time.
const sixteen = 16

// creates measures durable creates into the one list.
func (l *longList) creates(ctx context.Context) error {
	for _, workers := range []int{1, sixteen} {
		ours, err := drive(ctx, workers, l.b.lasts, requests(l.s.address, func(int, int) []byte { return l.b.newTask(l.owner.token) }))
		if err != nil {
			return err
		}
		floor, err := l.b.createFloor(ctx, l.p.engine, workers, true)
		if err != nil {
			return err
		}
		free, err := l.b.createFloor(ctx, l.p.engine, workers, false)
		if err != nil {
			return err
		}
		what := fmt.Sprintf("durable creates into one list, c=%d", workers)
		rates := line{
			what: what, ours: l.b.sound(ours), floor: perSecond(floor.rate()) + " (" + perSecond(free.rate()) + " without the counter)",
			ratio: ratio(ours.rate(), floor.rate()), bar: "0 × 5xx", met: judged(ours.faults == 0),
		}
		if workers == sixteen {
			rates.bar = "0 × 5xx, ≥ 0.6"
			rates.met = judged(ours.faults == 0 && ours.rate() >= 0.6*floor.rate())
		}
		l.b.report.add(l.p.engine, rates)
		l.b.report.add(l.p.engine, line{
			what: what + ": p50 / p99", ours: ms(ours.at(0.5)) + " / " + ms(ours.at(0.99)),
			floor: ms(floor.at(0.5)) + " / " + ms(floor.at(0.99)), ratio: ratio(float64(ours.at(0.99)), float64(floor.at(0.99))),
			bar: "p99 < 20 ms", met: judged(ours.at(0.99) < 20*time.Millisecond),
		})
	}
	return nil
}

// completes measures marking tasks done.
func (l *longList) completes(ctx context.Context) error {
	for _, workers := range []int{1, sixteen} {
		tasks, err := l.open(ctx, "rank DESC")
		if err != nil {
			return err
		}
		next := each(tasks, func(task string) []byte {
			return request("POST", "/api/v1/tasks/"+task+"/complete", l.owner.token, id.New(), []byte(`{}`))
		})
		done, err := drive(ctx, workers, l.b.lasts, requests(l.s.address, next))
		if err != nil {
			return err
		}
		l.b.report.add(l.p.engine, line{
			what: fmt.Sprintf("mark done, c=%d: p50 / p99", workers), ours: ms(done.at(0.5)) + " / " + ms(done.at(0.99)) + ", " + l.b.sound(done),
			bar: "p99 < 15 ms", met: judged(done.at(0.99) < 15*time.Millisecond && done.faults == 0),
		})
	}
	return nil
}

// open lists the tasks that stand on the list at medium.
func (l *longList) open(ctx context.Context, order string) ([]string, error) {
	var tasks []string
	err := l.p.inspect(ctx, func(database *db.DB) error {
		var err error
		tasks, err = db.All(ctx, database, db.Value[string],
			`SELECT id FROM task WHERE owner_id = $1 AND level = 3 AND rank IS NOT NULL ORDER BY `+order, l.owner.id)
		return err
	})
	return tasks, err
}

// moves measures putting tasks elsewhere, and counts the rows that one of these
// moves writes.
func (l *longList) moves(ctx context.Context) error {
	tasks, err := l.open(ctx, "rank")
	if err != nil {
		return err
	}
	if len(tasks) < 2 {
		return fmt.Errorf("%d tasks are left to move: the list is too short for the time", len(tasks))
	}
	random := l.b.random(1)
	pairs := make([][2]string, 1<<17)
	for i := range pairs {
		a, z := random.IntN(len(tasks)), random.IntN(len(tasks)-1)
		if z >= a {
			z++
		}
		pairs[i] = [2]string{tasks[a], tasks[z]}
	}
	move := func(pair [2]string) []byte {
		body := fmt.Sprintf(`{"after_id":%q}`, pair[1])
		return request("POST", "/api/v1/tasks/"+pair[0]+"/move", l.owner.token, id.New(), []byte(body))
	}
	written, err := l.rowsOf(ctx, move(pairs[0]))
	if err != nil {
		return err
	}
	for _, workers := range []int{1, sixteen} {
		moved, err := drive(ctx, workers, l.b.lasts, requests(l.s.address, each(pairs[1:], move)))
		if err != nil {
			return err
		}
		l.b.report.add(l.p.engine, line{
			what: fmt.Sprintf("move within the list, c=%d: p50 / p99", workers), ours: ms(moved.at(0.5)) + " / " + ms(moved.at(0.99)) + ", " + l.b.sound(moved),
			bar: "0 × 5xx", met: judged(moved.faults == 0),
		})
	}
	l.b.report.add(l.p.engine, line{what: "rows of tasks that a move writes", ours: strconv.Itoa(written), bar: "1", met: judged(written == 1)})
	return nil
}

// rowsOf counts the rows of tasks that a request changes: each changed row has
// a revision of its own, and no place may change without.
func (l *longList) rowsOf(ctx context.Context, move []byte) (int, error) {
	before, err := l.standing(ctx)
	if err != nil {
		return 0, err
	}
	w, err := dial(l.s.address)
	if err != nil {
		return 0, err
	}
	defer w.close()
	if status, body, err := w.do(move); err != nil || status != 200 {
		return 0, fmt.Errorf("move: %d %s %w", status, body, err)
	}
	after, err := l.standing(ctx)
	changed := 0
	for task, place := range after {
		if before[task] != place {
			changed++
		}
	}
	return changed, err
}

// standing tells the place and revision of every task of the list.
func (l *longList) standing(ctx context.Context) (map[string]string, error) {
	places := map[string]string{}
	err := l.p.inspect(ctx, func(database *db.DB) error {
		_, err := db.All(ctx, database, func(row db.Row) (struct{}, error) {
			var task, rank string
			var level, revision int64
			err := row.Scan(&task, &level, &rank, &revision)
			places[task] = fmt.Sprint(level, rank, revision)
			return struct{}{}, err
		}, `SELECT id, level, coalesce(rank, ''), revision FROM task WHERE owner_id = $1`, l.owner.id)
		return err
	})
	return places, err
}

// memory is what the server holds after all that.
func (l *longList) memory(context.Context) error {
	m, err := l.s.memory()
	if err != nil {
		return err
	}
	l.b.report.add(l.p.engine, line{
		what: "memory after the load (RSS)", ours: fmt.Sprintf("%s (%s without the mapped database), peak %s", megabytes(m.resident), megabytes(m.anonymous), megabytes(m.peak)),
		bar: "< 150 MB", met: judged(m.resident < 150e6),
	})
	return nil
}
