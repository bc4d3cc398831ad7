package main

import (
	"context"
	"database/sql/driver"
	"fmt"
	"strings"
	"sync"

	"cairn/internal/app"
	"cairn/internal/authz"
	"cairn/internal/db"
	"cairn/internal/id"
	"cairn/internal/opt"
	"cairn/internal/work"
	"cairn/internal/worktime"
)

// statement is one that ran, with its arguments as a driver gets them.
type statement struct {
	Text string         `json:"text"`
	Args []driver.Value `json:"args"`
}

// reads reports whether the statement answers with rows.
func (s statement) reads() bool {
	return strings.HasPrefix(s.Text, "SELECT") || strings.HasPrefix(s.Text, "WITH") || strings.Contains(s.Text, "RETURNING")
}

// counts reports whether the statement takes a revision, which puts all writes
// of the workspace into one line.
func (s statement) counts() bool { return strings.HasPrefix(s.Text, "UPDATE counter") }

// tape records statements while it runs.
type tape struct {
	mu         sync.Mutex
	running    bool
	statements []statement
	err        error
}

func (t *tape) record(text string, args []any) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if !t.running {
		return
	}
	s := statement{Text: text}
	for _, arg := range args {
		value, err := driver.DefaultParameterConverter.ConvertValue(arg)
		if err != nil {
			t.err = fmt.Errorf("record %s: %w", text, err)
		}
		s.Args = append(s.Args, value)
	}
	t.statements = append(t.statements, s)
}

// during records what fn runs.
func (t *tape) during(fn func() error) ([]statement, error) {
	t.mu.Lock()
	t.running, t.statements = true, nil
	t.mu.Unlock()
	err := fn()
	t.mu.Lock()
	defer t.mu.Unlock()
	t.running = false
	if err == nil {
		err = t.err
	}
	return t.statements, err
}

// created is a create on tape: what the floors run again, with other values in
// the places of these.
type created struct {
	Statements []statement
	TaskID     string
	Key        string
	Rank       string
	Revision   int64
}

// draft is the task that every create of the bench makes: with a due date, as
// most have one.
func draft(taskID string, day worktime.Date) work.Draft {
	return work.Draft{ID: taskID, Title: "Review the pricing page", Due: opt.To(work.Due{Date: &day}), Place: work.Place{Level: work.Medium}}
}

// recordCreate makes a task and records how. It makes another one before: the
// first in a process reads what the later ones remember.
func recordCreate(ctx context.Context, t *tape, house *app.House, owner string, day worktime.Date) (created, error) {
	made := created{TaskID: id.New(), Key: id.New()}
	result, err := house.Work.Create(ctx, authz.Call{Actor: authz.Actor{PersonID: owner}}, draft(id.New(), day))
	if err != nil {
		return created{}, err
	}
	made.Statements, err = t.during(func() error {
		call := authz.Call{Actor: authz.Actor{PersonID: owner}, Key: made.Key, Hash: strings.Repeat("0", 64)}
		result, err = house.Work.Create(ctx, call, draft(made.TaskID, day))
		return err
	})
	if err != nil {
		return created{}, err
	}
	made.Rank, made.Revision = *result.Rank, result.Revision
	return made, nil
}

// recordPage reads the first page of a list and records its query: the last
// statement, after those of the policy.
func recordPage(ctx context.Context, t *tape, house *app.House, owner string) (statement, work.WorklistPage, error) {
	var page work.WorklistPage
	statements, err := t.during(func() error {
		var err error
		page, err = house.Work.Worklist(ctx, authz.Actor{PersonID: owner}, owner, work.DefaultPage, "")
		return err
	})
	if err != nil {
		return statement{}, page, err
	}
	last := statements[len(statements)-1]
	if !strings.Contains(last.Text, "FROM task t") {
		return statement{}, page, fmt.Errorf("the page's query is not the last one any more, but %s", last.Text)
	}
	return last, page, nil
}

// recorded is the place with somebody who looks on.
func (p *place) recorded(t *tape) *place {
	recorded := *p
	recorded.config = db.Config{Folder: p.config.Folder, Address: p.config.Address, Recorder: t.record}
	return &recorded
}
