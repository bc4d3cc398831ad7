package main

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"time"

	"cairn/internal/id"
	"cairn/internal/rank"
	"cairn/internal/worktime"
)

// generator writes tasks straight into the tables: a million of them through
// the services would take an hour. A test holds that its rows look like those
// that the services write.
type generator struct {
	random   *rand.Rand
	now      time.Time
	revision int64 // the last one taken
}

// random is chance that is the same in every run: a part of its own for each
// use.
func (b *bench) random(part uint64) *rand.Rand {
	return rand.New(rand.NewPCG(b.seed, part))
}

// rows are of one table.
type rows struct {
	table   string
	columns []string
	values  [][]any
}

// tasks of one list, with what belongs to them, behind the rank that its last
// one has. It returns the last rank as well.
func (g *generator) tasks(owner, asker, after string, calendar *worktime.Calendar, count int) ([]rows, string, error) {
	ranks, err := rank.NBetween(after, "", count)
	if err != nil {
		return nil, "", err
	}
	task := rows{table: "task", columns: []string{
		"id", "title", "body", "body_version", "owner_id", "asked_by_id", "status", "level", "rank",
		"due_date", "due_at", "overdue_at", "due_owner_agrees", "due_asker_agrees", "agreed_due_date", "labels", "checklist",
		"mention_ids", "confidential", "comment_count", "revision", "created_at", "updated_at",
	}}
	scope := rows{table: "object_scope", columns: []string{"kind", "id", "scope", "revision", "state"}}
	entry := rows{table: "activity", columns: []string{"revision", "at", "actor_id", "verb", "kind", "object_id", "data"}}
	for n := range count {
		g.revision++
		taskID, at := id.New(), g.now.Add(-time.Duration(g.random.IntN(40*24))*time.Hour).UnixMilli()
		askedBy := owner
		if g.random.IntN(2) == 0 {
			askedBy = asker
		}
		var date, dueAt, overdueAt, agreed any
		if g.random.IntN(10) < 7 {
			day := worktime.LocalDate(time.UTC, g.now).AddDays(g.random.IntN(90) - 5)
			due := calendar.DueInstant(day, nil)
			date, dueAt = day.String(), due.UnixMilli()
			if overdue, ok := calendar.OverdueAt(due); ok {
				overdueAt = overdue.UnixMilli()
			}
			if askedBy != owner {
				agreed = date
			}
		}
		level := levelOf(n, count, after == "")
		task.values = append(task.values, []any{
			taskID, g.title(), g.body(), int64(1), owner, askedBy, "todo", level, ranks[n],
			date, dueAt, overdueAt, true, true, agreed, g.labels(), g.checklist(),
			"[]", false, int64(0), g.revision, at, at,
		})
		scopes := []string{"worklist:" + owner, "person:" + askedBy}
		for _, name := range scopes {
			scope.values = append(scope.values, []any{"task", taskID, name, g.revision, "in"})
		}
		entry.values = append(entry.values, []any{
			g.revision, at, askedBy, "task.created", "task", taskID, fmt.Sprintf(`{"owner_id":%q,"level":%q}`, owner, levels()[level-1]),
		})
	}
	return []rows{task, scope, entry}, ranks[count-1], nil
}

func levels() []string { return []string{"urgent", "high", "medium", "low"} }

// levelOf fills the slots of a list that was empty, and shares the rest between
// medium and low.
func levelOf(n, count int, empty bool) int64 {
	switch {
	case empty && n < 1:
		return 1
	case empty && n < 4:
		return 2
	case n < count*6/10:
		return 3
	default:
		return 4
	}
}

func (g *generator) title() string { return g.words(3 + g.random.IntN(5)) }

func (g *generator) body() string {
	if g.random.IntN(10) < 6 {
		return ""
	}
	return g.words(20 + g.random.IntN(30))
}

func (g *generator) labels() string {
	if g.random.IntN(10) < 7 {
		return ""
	}
	return g.words(1)
}

func (g *generator) checklist() string {
	if g.random.IntN(10) < 8 {
		return "[]"
	}
	return fmt.Sprintf(`[{"id":"a","text":%q,"done":true},{"id":"b","text":%q,"done":false}]`, g.words(3), g.words(4))
}

func (g *generator) words(count int) string {
	known := strings.Fields(`review pricing page forecast launch partner contract renewal quarter budget draft team notes
		customer call onboarding guide incident report metric dashboard release checklist migration plan security audit
		travel policy hiring loop interview kit roadmap goal update retro summary vendor invoice legal question`)
	picked := make([]string, count)
	for i := range picked {
		picked[i] = known[g.random.IntN(len(known))]
	}
	return strings.Join(picked, " ")
}
