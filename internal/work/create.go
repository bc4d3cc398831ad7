package work

import (
	"context"
	"time"
	"unicode/utf8"

	"cairn/internal/activity"
	"cairn/internal/authz"
	"cairn/internal/db"
	"cairn/internal/errs"
	"cairn/internal/id"
	"cairn/internal/opt"
)

// Draft is a task to be put on a list.
type Draft struct {
	ID           string // made by the client; empty: made here
	Title        string
	Body         string
	OwnerID      string // empty: the actor
	Due          opt.Of[Due]
	Labels       []string
	Checklist    []ChecklistItem
	Confidential bool
	SourceURL    string
	SourceKey    string
	MentionIDs   []string
	Repeat       string // an RRULE; empty: it comes once
	Place        Place
	Request      *Asked // it is a part of a request, and goes into triage whoever asks (W4)
	Imported     bool   // an admin's import goes onto the list, and the history says so (W4)
}

// Create puts a task onto its owner's list: straight, when the owner or their
// direct manager does it; into triage, when anybody else does (W4).
func (s *Service) Create(ctx context.Context, call authz.Call, draft Draft) (Result, error) {
	if draft.OwnerID == "" {
		draft.OwnerID = call.PersonID
	}
	if draft.ID == "" {
		draft.ID = id.New()
	}
	if err := draft.check(call.PersonID); err != nil {
		return Result{}, err
	}
	var result Result
	answer, err := s.ledger.WriteBeside(ctx, call, draft.OwnerID, func(ctx context.Context, tx *activity.Tx) error {
		var err error
		result, err = s.create(ctx, tx, call.PersonID, draft)
		return err
	}, s.askToCreate(draft)...)
	if err != nil {
		return Result{}, err
	}
	if answer.Replayed {
		return s.replayed(ctx, call.Actor, answer)
	}
	return result, nil
}

// askToCreate is what create asks, as far as it is known beforehand.
func (s *Service) askToCreate(draft Draft) []db.Ask {
	asks := []db.Ask{askLock(s.db.Dialect(), draft.OwnerID), s.people.AskBrief(draft.OwnerID)}
	if draft.Due.To.Date != nil {
		asks = append(asks, s.people.AskCalendar(draft.OwnerID))
	}
	if place := draft.Place; place.BeforeID == "" && place.AfterID == "" {
		level := draft.level()
		if level.hasSlots() {
			asks = append(asks, askOccupants(draft.OwnerID, level, draft.ID))
		}
		asks = append(asks, askLast(draft.OwnerID, level, draft.ID))
	}
	return append(asks, askTaken(draft.ID))
}

// CreateIn is Create as a part of a larger write, for imports. The actor must
// have been authorized for what the draft asks for.
func (s *Service) CreateIn(ctx context.Context, tx *activity.Tx, actorID string, draft Draft) (Result, error) {
	if draft.ID == "" {
		draft.ID = id.New()
	}
	if err := draft.check(actorID); err != nil {
		return Result{}, err
	}
	return s.create(ctx, tx, actorID, draft)
}

func (s *Service) create(ctx context.Context, tx *activity.Tx, actorID string, draft Draft) (Result, error) {
	held, err := s.lock(ctx, tx, draft.OwnerID)
	if errs.Is(err, errs.NotFound) {
		return Result{}, errs.InvalidField("body.owner_id", "there is no person with this id")
	}
	if err != nil {
		return Result{}, err
	}
	owner, err := s.people.Brief(ctx, tx, draft.OwnerID)
	if err != nil {
		return Result{}, err
	}
	if !owner.Active {
		return Result{}, errs.InvalidField("body.owner_id", "%s is not active any more; choose another owner", owner.Name)
	}
	task := draft.task(actorID, tx.Now)
	c := &change{
		s: s, tx: tx, task: &task, was: task, list: held,
		relation: authz.RelationTo(actorID, owner.ID, owner.ManagerID, actorID),
	}
	if err := c.newSource(ctx); err != nil {
		return Result{}, err
	}
	if err := c.mention(ctx, draft.MentionIDs); err != nil {
		return Result{}, err
	}
	if task.Confidential && len(draft.MentionIDs) > 0 {
		c.notice("not_mentioned", "the task is confidential: whom you mentioned does not read it")
	}
	if due := draft.Due.To; due.Date != nil {
		if err := c.setDue(ctx, due); err != nil {
			return Result{}, err
		}
	}
	if draft.Repeat != "" {
		if err := c.setRepeat(ctx, draft.Repeat); err != nil {
			return Result{}, err
		}
	}
	if draft.Imported {
		draft.Place.OnFull = Lower // nobody is there to choose who steps down
	}
	if draft.Request == nil && (draft.Imported || authz.May(authz.Arrange, c.relation, true) == nil) {
		if err := c.seen(ctx, draft.Place); err != nil {
			return Result{}, err
		}
		task.Status = Todo
		if err := c.put(ctx, draft.Place); err != nil {
			return Result{}, err
		}
	}
	return c.insert(ctx, draft.Imported)
}

func (c *change) insert(ctx context.Context, imported bool) (Result, error) {
	verb := "task.created"
	if imported {
		verb = "task.imported"
	}
	return c.insertAs(ctx, verb)
}

func (c *change) insertAs(ctx context.Context, verb string) (Result, error) {
	t := c.task
	if err := c.isNew(ctx); err != nil {
		return Result{}, err
	}
	c.touch()
	if err := c.wind(ctx); err != nil {
		return Result{}, err
	}
	t.AgreeByID = t.agreeBy()
	t.keepTime(&c.was, *c.now())
	data := createdData{OwnerID: t.OwnerID, Level: t.Level, Triage: t.Status == Triage, Due: dueOf(t), MentionIDs: t.mentionIDs}
	if err := c.list.tell(ctx, event{verb: verb, was: &c.was, now: t, data: data}); err != nil {
		return Result{}, err
	}
	revision, err := c.tx.Record(ctx, activity.Change{Kind: authz.KindTask, ID: t.ID, Verb: verb, Scopes: t.scopes(), Data: data})
	if err != nil {
		return Result{}, err
	}
	t.Revision = revision
	if err := insertTask(ctx, c.tx.Tx, t); err != nil {
		return Result{}, err
	}
	c.tx.Answer(authz.KindTask, t.ID, revision)
	return Result{Task: *t, Notices: c.said()}, nil
}

// isNew refuses an id that is taken. Not even that of a deleted task is given
// again: its history would be told to whoever reads the new one.
func (c *change) isNew(ctx context.Context) error {
	ask := askTaken(c.task.ID)
	taken, err := db.One(ctx, c.tx, db.Value[bool], ask.Text, ask.Args...)
	if err == nil && taken {
		return errs.New(errs.Duplicate, "there is or was something with this id already; make a new one")
	}
	return err
}

func askTaken(id string) db.Ask {
	return db.Ask{Text: `SELECT EXISTS (SELECT 1 FROM activity WHERE object_id = $1)`, Args: []any{id}}
}

// newSource refuses a second task of one source on a list, as far as the actor
// may know of the first: another's that they may not read takes no key (A1).
func (c *change) newSource(ctx context.Context) error {
	if c.task.SourceKey == nil {
		return nil
	}
	before, err := db.All(ctx, c.tx, db.Value[string], `SELECT t.id FROM task t
		WHERE t.owner_id = $2 AND t.source_key = $3 AND `+taskPredicate()+` LIMIT 1`, c.tx.Actor, c.task.OwnerID, *c.task.SourceKey)
	if err != nil || len(before) == 0 {
		return err
	}
	refusal := errs.InvalidField("body.source_key", "there is a task with this source_key on the list already")
	refusal.Code = errs.Duplicate
	return refusal.With(map[string]string{"task_id": before[0]})
}

// createdData is the activity data of a new task.
type createdData struct {
	OwnerID string `json:"owner_id"`
	Level   Level  `json:"level"`
	Triage  bool   `json:"triage,omitempty"`
	Due     *Due   `json:"due,omitempty"`

	MentionIDs []string `json:"mention_ids,omitempty"`
}

// task is the draft as a task that stands nowhere yet.
func (d *Draft) task(actorID string, now int64) Task {
	at := time.UnixMilli(now).UTC()
	return Task{
		ID: d.ID, Title: d.Title, Body: d.Body, BodyVersion: 1,
		OwnerID: d.OwnerID, AskedByID: actorID, Status: Triage, Level: d.level(),
		Labels: d.Labels, Checklist: d.Checklist, Confidential: d.Confidential,
		SourceURL: nonEmpty(d.SourceURL), SourceKey: nonEmpty(d.SourceKey),
		Request:   d.Request,
		CreatedAt: at, UpdatedAt: at,
	}
}

func (d *Draft) level() Level {
	if d.Place.Level == "" {
		return Medium
	}
	return d.Place.Level
}

func nonEmpty(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}

// check refuses what can be refused without looking at the list.
func (d *Draft) check(actorID string) error {
	if err := id.Check("body.id", d.ID); err != nil {
		return err
	}
	if d.OwnerID != actorID && !d.Due.Set && !d.Imported {
		return errs.InvalidField("body.due_date", "a task for another says when it is due, or that it has no date: send \"due_date\": null")
	}
	if due := d.Due.To; due.Date == nil && (due.Time != nil || due.Zone != nil) {
		return errs.InvalidField("body.due_date", "a due time or zone needs a due date")
	}
	if err := d.Place.check(); err != nil {
		return err
	}
	if n := len(d.MentionIDs); n > maxMentions {
		return errs.InvalidField("body.mention_ids", "mentions %d people; keep to %d", n, maxMentions)
	}
	if utf8.RuneCountInString(d.SourceKey) > maxSourceKey {
		return errs.InvalidField("body.source_key", "is over %d characters", maxSourceKey)
	}
	var err error
	if d.Title, err = checkTitle(d.Title); err != nil {
		return err
	}
	if err := CheckBody("body.body", d.Body); err != nil {
		return err
	}
	if d.Labels, err = checkLabels(d.Labels); err != nil {
		return err
	}
	if d.Checklist, err = checkChecklist(d.Checklist); err != nil {
		return err
	}
	return checkURL("body.source_url", d.SourceURL)
}

// PersonCreated gives a new person an empty worklist, in the transaction that
// makes them.
func PersonCreated(ctx context.Context, tx *activity.Tx, personID string) error {
	_, err := db.Exec(ctx, tx.Tx, `INSERT INTO worklist (person_id, version) VALUES ($1, 1)`, personID)
	return err
}
