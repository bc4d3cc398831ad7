package people

import (
	"context"
	"errors"

	"cairn/internal/activity"
	"cairn/internal/authz"
	"cairn/internal/db"
	"cairn/internal/errs"
	"cairn/internal/id"
	"cairn/internal/opt"
	"cairn/internal/worktime"
)

// Workspace is one company's data and people. Its JSON is the API's.
type Workspace struct {
	Name        string `json:"name"`
	Visibility  string `json:"visibility" enum:"pair,line,team,workspace" doc:"How far a worklist is read"`
	UrgentSlots int    `json:"urgent_slots" doc:"Slots at urgent on each worklist"`
	HighSlots   int    `json:"high_slots" doc:"Slots at high on each worklist"`
	Emergencies string `json:"emergencies" doc:"Where emergencies go, in a line that everybody reads; empty while nobody has said it"`
	// The agreement of how one asks here, with where emergencies go.
	Interruptions string             `json:"interruptions" doc:"What counts as an interruption here, in a line that everybody reads; empty while nobody has said it"`
	DigestHour    worktime.TimeOfDay `json:"digest_hour" doc:"When digests come to who has chosen no hours of their own"`
	AnswerDays    int                `json:"answer_days" doc:"After so many working days of theirs without a word, an ask is shown as unanswered"`
	Demo          bool               `json:"demo" doc:"It is the demo company, and can't become anybody's own"`
	Revision      int64              `json:"revision"`
}

// workspaceID is the id of the workspace in the change feed: there is one.
const workspaceID = "workspace"

// What a workspace begins with, and the bounds of its slots.
const (
	defaultUrgentSlots = 1
	defaultHighSlots   = 3
	maxSlots           = 20
	maxAnswerDays      = 10
)

// WorkspaceIn reads the workspace; errs.NotFound before it was created.
func (s *Service) WorkspaceIn(ctx context.Context, q db.Querier) (Workspace, error) {
	workspace, err := db.One(ctx, q, func(row db.Row) (Workspace, error) {
		var w Workspace
		var breadth authz.Breadth
		err := row.Scan(&w.Name, &breadth, &w.UrgentSlots, &w.HighSlots, &w.Emergencies, &w.Interruptions, &w.DigestHour, &w.AnswerDays,
			&w.Demo, &w.Revision)
		w.Visibility = breadth.String()
		return w, err
	}, `SELECT name, visibility, urgent_slots, high_slots, emergencies, interruptions, digest_hour, answer_days, demo, revision FROM workspace`)
	if errors.Is(err, db.ErrNoRow) {
		return Workspace{}, errs.New(errs.NotFound, "the workspace has not been created yet")
	}
	return workspace, err
}

// Workspace returns the workspace.
func (s *Service) Workspace(ctx context.Context) (Workspace, error) { return s.WorkspaceIn(ctx, s.db) }

func (s *Service) loadWorkspace(ctx context.Context, q db.Querier, _ authz.Actor, _ []string) (map[string]any, error) {
	workspace, err := s.WorkspaceIn(ctx, q)
	return map[string]any{workspaceID: workspace}, err
}

// NewWorkspace is what a workspace begins with.
type NewWorkspace struct {
	Name     string
	Owner    string // the owner's name
	Email    string
	TimeZone string
	Demo     bool // it is the demo company
}

// CreateWorkspace creates the workspace with its owner, and returns the owner.
// There is one workspace: a second is refused with errs.StateConflict.
func (s *Service) CreateWorkspace(ctx context.Context, n NewWorkspace) (Person, error) {
	call := FirstCall()
	var owner Person
	_, err := s.ledger.Write(ctx, call, func(ctx context.Context, tx *activity.Tx) error {
		var err error
		owner, err = s.CreateWorkspaceIn(ctx, tx, n)
		return err
	})
	return owner, err
}

// FirstCall is the call in which a workspace is created: by its owner, who has
// their identifier from now on.
func FirstCall() authz.Call {
	return authz.Call{Actor: authz.Actor{PersonID: id.New(), Role: authz.Owner}}
}

// CreateWorkspaceIn is CreateWorkspace as a part of a larger write, which was
// opened with a FirstCall.
func (s *Service) CreateWorkspaceIn(ctx context.Context, tx *activity.Tx, n NewWorkspace) (Person, error) {
	if err := lockChart(ctx, tx); err != nil {
		return Person{}, err
	}
	switch _, err := s.WorkspaceIn(ctx, tx); {
	case err == nil:
		return Person{}, errs.New(errs.StateConflict, "the workspace exists already; ask one of its admins for an invitation")
	case !errs.Is(err, errs.NotFound):
		return Person{}, err
	}
	var wrong problems
	name := wrong.name("body.workspace", n.Name)
	owner := NewPerson{ID: tx.Actor, Name: n.Owner, Email: n.Email, Role: authz.Owner, TimeZone: n.TimeZone}
	owner.check(&wrong)
	if err := wrong.err(); err != nil {
		return Person{}, err
	}
	revision, err := tx.Record(ctx, activity.Change{
		Kind: authz.KindWorkspace, ID: workspaceID, Verb: WorkspaceCreated, Scopes: everywhere(), About: aboutWorkspace,
	})
	if err != nil {
		return Person{}, err
	}
	if _, err := db.Exec(ctx, tx.Tx,
		`INSERT INTO workspace (id, name, visibility, urgent_slots, high_slots, feed_floor, zone_data, demo, revision, created_at, updated_at)
		 VALUES (1, $1, $2, $3, $4, 0, $7, $8, $5, $6, $6)`,
		name, authz.Teams, defaultUrgentSlots, defaultHighSlots, revision, tx.Now, worktime.DataVersion(), n.Demo); err != nil {
		return Person{}, err
	}
	if _, err := db.Exec(ctx, tx.Tx,
		`INSERT INTO audience (scope, grp, breadth, active, revision) VALUES ($1, $2, $3, true, $4)`,
		authz.Workspace, authz.Everyone, authz.Pair, revision); err != nil {
		return Person{}, err
	}
	return s.CreatePersonIn(ctx, tx, authz.Actor{PersonID: tx.Actor, Role: authz.Owner}, owner)
}

// WorkspaceChange is what is to become of the workspace's settings.
type WorkspaceChange struct {
	Name          opt.Of[string]             `json:"name,omitzero"`
	Visibility    opt.Of[string]             `json:"visibility,omitzero"`
	UrgentSlots   opt.Of[int]                `json:"urgent_slots,omitzero"`
	HighSlots     opt.Of[int]                `json:"high_slots,omitzero"`
	Emergencies   opt.Of[string]             `json:"emergencies,omitzero" doc:"One line of at most 500 characters"`
	Interruptions opt.Of[string]             `json:"interruptions,omitzero" doc:"One line of at most 500 characters"`
	DigestHour    opt.Of[worktime.TimeOfDay] `json:"digest_hour,omitzero" doc:"From 00:00 to 23:59"`
	AnswerDays    opt.Of[int]                `json:"answer_days,omitzero" doc:"From 1 to 10; for what is asked from now on"`
}

// apply checks the change and makes it; it returns the names of the settings
// that are not what they were.
func (c WorkspaceChange) apply(w *Workspace) ([]string, error) {
	var wrong problems
	was := *w
	if c.Name.Set {
		w.Name = wrong.name("body.name", c.Name.To)
	}
	if c.Visibility.Set {
		if _, known := authz.ParseBreadth(c.Visibility.To); !known {
			wrong.add("body.visibility", "must be pair, line, team or workspace")
		}
		w.Visibility = c.Visibility.To
	}
	slots := func(location string, field opt.Of[int], to *int) {
		if !field.Set {
			return
		}
		if field.To < 1 || field.To > maxSlots {
			wrong.add(location, "must be from 1 to %d", maxSlots)
		}
		*to = field.To
	}
	slots("body.urgent_slots", c.UrgentSlots, &w.UrgentSlots)
	slots("body.high_slots", c.HighSlots, &w.HighSlots)
	if c.Emergencies.Set {
		w.Emergencies = wrong.line("body.emergencies", c.Emergencies.To, maxEmergencies)
	}
	c.applyAgreement(w, &wrong)

	var fields []string
	for _, f := range []struct {
		name    string
		changed bool
	}{
		{"name", w.Name != was.Name},
		{"visibility", w.Visibility != was.Visibility},
		{"urgent_slots", w.UrgentSlots != was.UrgentSlots},
		{"high_slots", w.HighSlots != was.HighSlots},
		{"emergencies", w.Emergencies != was.Emergencies},
		{"interruptions", w.Interruptions != was.Interruptions},
		{"digest_hour", w.DigestHour != was.DigestHour},
		{"answer_days", w.AnswerDays != was.AnswerDays},
	} {
		if f.changed {
			fields = append(fields, f.name)
		}
	}
	return fields, wrong.err()
}

// applyAgreement is apply for how one asks here.
func (c WorkspaceChange) applyAgreement(w *Workspace, wrong *problems) {
	if c.Interruptions.Set {
		w.Interruptions = wrong.line("body.interruptions", c.Interruptions.To, maxEmergencies)
	}
	if c.DigestHour.Set {
		if c.DigestHour.To < 0 || c.DigestHour.To >= worktime.EndOfDate {
			wrong.add("body.digest_hour", "must be from 00:00 to 23:59")
		}
		w.DigestHour = c.DigestHour.To
	}
	if c.AnswerDays.Set {
		if c.AnswerDays.To < 1 || c.AnswerDays.To > maxAnswerDays {
			wrong.add("body.answer_days", "must be from 1 to %d working days", maxAnswerDays)
		}
		w.AnswerDays = c.AnswerDays.To
	}
}

// UpdateWorkspace changes settings of the workspace, for admins. Another
// visibility makes every reader's change feed start again: what each may read
// can't be told change by change.
func (s *Service) UpdateWorkspace(ctx context.Context, call authz.Call, change WorkspaceChange) (Workspace, error) {
	if err := call.Administers(); err != nil {
		return Workspace{}, err
	}
	var workspace Workspace
	answer, err := s.ledger.Write(ctx, call, func(ctx context.Context, tx *activity.Tx) error {
		// The setting decides, with the chart, who reads what.
		if err := lockChart(ctx, tx); err != nil {
			return err
		}
		var err error
		if workspace, err = s.WorkspaceIn(ctx, tx); err != nil {
			return err
		}
		was := workspace
		fields, err := change.apply(&workspace)
		if err != nil || len(fields) == 0 {
			return err
		}
		return s.saveWorkspace(ctx, tx, was, &workspace, fields)
	})
	if err == nil && answer.Replayed {
		return s.Workspace(ctx)
	}
	return workspace, err
}

func (s *Service) saveWorkspace(ctx context.Context, tx *activity.Tx, was Workspace, w *Workspace, fields []string) error {
	if w.DigestHour != was.DigestHour {
		// When the next digest comes is computed anew. It comes before the record,
		// whose lock is the last.
		if err := s.calendarChanged(ctx, tx, ""); err != nil {
			return err
		}
	}
	revision, err := tx.Record(ctx, activity.Change{
		Kind: authz.KindWorkspace, ID: workspaceID, Verb: WorkspaceChanged, Scopes: everywhere(), About: aboutWorkspace,
		Data: Data{Fields: fields, From: was.Visibility, To: w.Visibility},
	})
	if err != nil {
		return err
	}
	w.Revision = revision
	breadth, _ := authz.ParseBreadth(w.Visibility)
	floor := int64(0)
	if w.Visibility != was.Visibility {
		floor = revision
		everybody, err := db.All(ctx, tx, db.Value[string], `SELECT id FROM person WHERE active`)
		if err != nil {
			return err
		}
		tx.GrantsChanged(everybody...)
	}
	_, err = db.Exec(ctx, tx.Tx, `UPDATE workspace SET name = $1, visibility = $2, urgent_slots = $3, high_slots = $4,
		revision = $5, updated_at = $6, feed_floor = CASE WHEN $7 > feed_floor THEN $7 ELSE feed_floor END, emergencies = $8,
		interruptions = $9, digest_hour = $10, answer_days = $11`,
		w.Name, breadth, w.UrgentSlots, w.HighSlots, revision, tx.Now, floor, w.Emergencies,
		w.Interruptions, w.DigestHour, w.AnswerDays)
	return err
}
