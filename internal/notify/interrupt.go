package notify

import (
	"context"
	"errors"
	"time"

	"cairn/internal/activity"
	"cairn/internal/authz"
	"cairn/internal/db"
	"cairn/internal/errs"
	"cairn/internal/id"
	"cairn/internal/line"
	"cairn/internal/worktime"
)

// Rating is what a recipient says of an interruption afterwards (N3).
type Rating string

// The ratings.
const (
	RightCall     Rating = "right_call"
	DigestWouldDo Rating = "digest_would_do"
)

// Interruption is word that reaches somebody at once. Its JSON is the API's.
type Interruption struct {
	ID          string    `json:"id"`
	SenderID    string    `json:"sender_id"`
	RecipientID string    `json:"recipient_id"`
	TaskID      *string   `json:"task_id" doc:"What it is about, if the reader may read that"`
	Reason      string    `json:"reason"`
	CannotWait  bool      `json:"cannot_wait"`
	Rating      *Rating   `json:"rating" enum:"right_call,digest_would_do" doc:"One's own, of those received; never told to the sender"`
	At          time.Time `json:"at"`
	Revision    int64     `json:"revision"`
}

// NewInterruption is an interruption to be made.
type NewInterruption struct {
	ID         string // made by the client; empty: made here
	TaskID     string // may be empty
	Reason     string
	CannotWait bool
}

const (
	maxReason  = 300 // characters
	budgetDays = 7
)

func (n *NewInterruption) check() error {
	if n.ID == "" {
		n.ID = id.New()
	}
	if err := id.Check("body.id", n.ID); err != nil {
		return err
	}
	var err error
	switch n.Reason, err = line.Of(n.Reason, maxReason); {
	case err != nil:
		return errs.InvalidField("body.reason", "%s", err)
	case n.Reason == "":
		return errs.InvalidField("body.reason", "say in a line why it can't be in their next digest")
	}
	return nil
}

// Budget is what a sender sees before they interrupt somebody (N2, N3).
type Budget struct {
	Left      int                `json:"left" doc:"Of mine for this person, in seven days"`
	PerSender int                `json:"per_sender"`
	TotalLeft int                `json:"total_left" doc:"Of everybody's"`
	PerWeek   int                `json:"per_week"`
	Allowed   bool               `json:"allowed" doc:"It would go now without saying that it cannot wait"`
	Rule      Rule               `json:"rule" enum:"asked_now,time_off,in_focus,quiet_hours,outside_hours,sender_budget,total_budget" doc:"Why, or why not"`
	OpensAt   *time.Time         `json:"opens_at" doc:"When they can be interrupted again, where the hour is in the way"`
	LocalDate worktime.Date      `json:"local_date" doc:"There, now"`
	LocalTime worktime.TimeOfDay `json:"local_time" doc:"There, now"`
	DigestAt  *time.Time         `json:"digest_at" doc:"When their next digest comes, which would tell them too; null: none is to be foreseen"`
	TimeZone  string             `json:"time_zone" doc:"Theirs"`
	Ratings   *Ratings           `json:"ratings" doc:"Of my interruptions of the last 90 days, from all who answered; null: fewer than five people did"`
}

// Ratings are answers, counted.
type Ratings struct {
	_ struct{} `nullable:"true"`

	RightCall     int `json:"right_call"`
	DigestWouldDo int `json:"digest_would_do"`
}

// Budget tells what is left of the interruptions of a person.
func (s *Service) Budget(ctx context.Context, actor authz.Actor, recipientID string) (Budget, error) {
	var budget Budget
	err := s.db.Snapshot(ctx, func(q db.Querier) error {
		var err error
		if err := s.mayInterrupt(ctx, q, actor.PersonID, recipientID); err != nil {
			return err
		}
		if budget, err = s.budget(ctx, q, actor.PersonID, recipientID, s.clock.Now()); err != nil {
			return err
		}
		if budget.Ratings, err = s.ratings(ctx, q, actor.PersonID); err != nil {
			return err
		}
		next, err := s.NextDigests(ctx, q, map[string]*time.Time{recipientID: nil})
		if slot, ok := next[recipientID]; ok {
			budget.DigestAt = &slot.At
		}
		return err
	})
	return budget, err
}

// mayInterrupt refuses oneself, and whoever isn't there.
func (s *Service) mayInterrupt(ctx context.Context, q db.Querier, senderID, recipientID string) error {
	if senderID == recipientID {
		return errs.New(errs.Forbidden, "there is no interrupting oneself")
	}
	who, err := s.people.Brief(ctx, q, recipientID)
	if err == nil && !who.Active {
		err = errs.New(errs.StateConflict, "%s has left; there is nobody to reach", who.Name)
	}
	return err
}

func (s *Service) budget(ctx context.Context, q db.Querier, senderID, recipientID string, now time.Time) (Budget, error) {
	hours, settings, err := s.HoursOf(ctx, q, recipientID)
	if err != nil {
		return Budget{}, err
	}
	type counts struct{ mine, all int }
	made, err := db.One(ctx, q, func(row db.Row) (counts, error) {
		var c counts
		return c, row.Scan(&c.mine, &c.all)
	}, `SELECT count(*) FILTER (WHERE sender_id = $1), count(*) FROM interruption WHERE recipient_id = $2 AND at > $3`,
		senderID, recipientID, now.AddDate(0, 0, -budgetDays).UnixMilli())
	if err != nil {
		return Budget{}, err
	}
	chosen, theirs := settings[recipientID].Settings, hours[recipientID]
	decision := Decide(Happening{
		ActorID: senderID, RecipientID: recipientID, Interruption: true, FromSender: made.mine, FromAll: made.all,
	}, chosen, theirs, now)
	budget := Budget{
		Left: max(chosen.PerSender-made.mine, 0), PerSender: chosen.PerSender,
		TotalLeft: max(chosen.PerWeek-made.all, 0), PerWeek: chosen.PerWeek,
		Allowed: decision.Lane == Interrupt, Rule: decision.Rule,
		TimeZone: theirs.Zone().String(), LocalDate: theirs.LocalDate(now), LocalTime: worktime.LocalTime(theirs.Zone(), now),
	}
	if _, closed := theirs.closed(now); closed {
		if opens, ok := theirs.opensAt(now); ok {
			budget.OpensAt = &opens
		}
	}
	return budget, nil
}

// NotNow says why somebody is not interrupted.
func notNow(budget Budget) error {
	messages := map[Rule]string{
		TimeOff:      "they are away",
		InFocus:      "they are in focus time",
		QuietHours:   "these are their quiet hours",
		OutsideHours: "they don't work now",
		SenderBudget: "you have interrupted this person as often as they allow one person in seven days",
		TotalBudget:  "they have been interrupted as often as they allow in seven days",
	}
	return errs.New(errs.NotNow, "%s; leave it for their next digest, or say that it cannot wait", messages[budget.Rule]).With(budget)
}

// Interrupt reaches a person at once, by reason and budget (N2). What cannot wait
// always goes.
func (s *Service) Interrupt(ctx context.Context, call authz.Call, recipientID string, n NewInterruption) (Interruption, error) {
	if err := n.check(); err != nil {
		return Interruption{}, err
	}
	answer, err := s.ledger.Write(ctx, call, func(ctx context.Context, tx *activity.Tx) error {
		if err := s.mayInterrupt(ctx, tx, call.PersonID, recipientID); err != nil {
			return err
		}
		if err := lockSchedule(ctx, tx, recipientID); err != nil {
			return err
		}
		if err := bothRead(ctx, tx, n.TaskID, call.PersonID, recipientID); err != nil {
			return err
		}
		taken, err := db.One(ctx, tx, db.Value[bool], `SELECT EXISTS (SELECT 1 FROM activity WHERE object_id = $1)`, n.ID)
		if err != nil {
			return err
		}
		if taken {
			return errs.New(errs.Duplicate, "there is or was something with this id already; make a new one")
		}
		budget, err := s.budget(ctx, tx, call.PersonID, recipientID, time.UnixMilli(tx.Now).UTC())
		if err != nil {
			return err
		}
		if !budget.Allowed && !n.CannotWait {
			return notNow(budget)
		}
		chosen, err := settingsOf(ctx, tx, recipientID)
		if err != nil {
			return err
		}
		return s.interrupt(ctx, tx, recipientID, n, chosen[recipientID].Channels.Interrupt)
	})
	if err != nil {
		return Interruption{}, err
	}
	return s.interruption(ctx, s.db, call.PersonID, answer.ID)
}

// lockSchedule lets one after the other count what is left of a person's budget.
func lockSchedule(ctx context.Context, tx *activity.Tx, personID string) error {
	text := `SELECT person_id FROM digest_schedule WHERE person_id = $1`
	if tx.Dialect() == db.Postgres {
		text += ` FOR UPDATE`
	}
	_, err := db.All(ctx, tx, db.Value[string], text, personID)
	return err
}

// bothRead refuses a task that one of the two may not read.
func bothRead(ctx context.Context, q db.Querier, taskID, senderID, recipientID string) error {
	if taskID == "" {
		return nil
	}
	for _, reader := range []string{senderID, recipientID} {
		reads, err := db.One(ctx, q, db.Value[bool], `SELECT `+authz.Readable(authz.KindTask, "$2", "$1"), reader, taskID)
		switch {
		case err != nil:
			return err
		case reads:
		case reader == senderID:
			return errs.InvalidField("body.task_id", "there is no such task for you")
		default:
			return errs.InvalidField("body.task_id", "they don't read this task; mention them in its thread first, or leave it out")
		}
	}
	return nil
}

func (s *Service) interrupt(ctx context.Context, tx *activity.Tx, recipientID string, n NewInterruption, channels []Channel) error {
	revision, err := tx.Record(ctx, activity.Change{
		Kind: authz.KindInterruption, ID: n.ID, Verb: "interruption.made",
		Scopes: []authz.Scope{authz.Person(tx.Actor), authz.Person(recipientID)},
	})
	if err != nil {
		return err
	}
	if err := db.Later(ctx, tx.Tx, `INSERT INTO interruption (id, sender_id, recipient_id, task_id, reason, cannot_wait, rating, at, revision)
		VALUES ($1, $2, $3, $4, $5, $6, '', $7, $8)`,
		n.ID, tx.Actor, recipientID, db.NullString(n.TaskID), n.Reason, n.CannotWait, tx.Now, revision); err != nil {
		return err
	}
	if s.Interrupted == nil {
		return nil
	}
	return s.Interrupted(ctx, tx, Interruption{
		ID: n.ID, SenderID: tx.Actor, RecipientID: recipientID, Reason: n.Reason, CannotWait: n.CannotWait,
		At: time.UnixMilli(tx.Now).UTC(), Revision: revision,
	}, channels)
}

// interruptionColumns show the reader in $1 what is theirs alone to see.
func interruptionColumns() string {
	return `i.id, i.sender_id, i.recipient_id, CASE WHEN ` + authz.Readable(authz.KindTask, "i.task_id", "$1") + ` THEN i.task_id END,
		i.reason, i.cannot_wait, CASE WHEN i.recipient_id = $1 THEN i.rating ELSE '' END, i.at, i.revision`
}

func scanInterruption(row db.Row) (Interruption, error) {
	var i Interruption
	var rating Rating
	var at int64
	err := row.Scan(&i.ID, &i.SenderID, &i.RecipientID, &i.TaskID, &i.Reason, &i.CannotWait, &rating, &at, &i.Revision)
	i.At = time.UnixMilli(at).UTC()
	if rating != "" {
		i.Rating = &rating
	}
	return i, err
}

// interruptionReadable is who reads an interruption: the two people.
func interruptionReadable() string { return authz.Readable(authz.KindInterruption, "i.id", "$1") }

func (s *Service) interruption(ctx context.Context, q db.Querier, readerID, interruptionID string) (Interruption, error) {
	found, err := db.One(ctx, q, scanInterruption, `SELECT `+interruptionColumns()+` FROM interruption i
		WHERE i.id = $2 AND `+interruptionReadable(), readerID, interruptionID)
	if errors.Is(err, db.ErrNoRow) {
		return Interruption{}, errs.New(errs.NotFound, "there is no such interruption for you")
	}
	return found, err
}

func (s *Service) loadInterruptions(ctx context.Context, q db.Querier, reader authz.Actor, ids []string) (map[string]any, error) {
	found, err := db.All(ctx, q, scanInterruption, `SELECT `+interruptionColumns()+` FROM interruption i
		WHERE i.id `+q.Dialect().Among("$2")+` AND i.at >= $3 AND `+interruptionReadable(),
		reader.PersonID, db.List(ids), s.clock.Now().AddDate(0, 0, -followedDays).UnixMilli())
	loaded := make(map[string]any, len(found))
	for _, i := range found {
		loaded[i.ID] = i
	}
	return loaded, err
}

const (
	followedDays      = 30 // in the change feed
	mostInterruptions = 200
)

// Interruptions lists those that the actor made or received, the latest first: at
// most 200 of the last 90 days.
func (s *Service) Interruptions(ctx context.Context, actor authz.Actor) ([]Interruption, error) {
	return db.All(ctx, s.db, scanInterruption, `SELECT `+interruptionColumns()+` FROM interruption i
		WHERE (i.sender_id = $1 OR i.recipient_id = $1) AND i.at > $2 AND `+interruptionReadable()+`
		ORDER BY i.at DESC, i.id DESC LIMIT $3`, actor.PersonID, s.ratedSince().UnixMilli(), mostInterruptions)
}

// interruptionsOf lists those that a person made or received between two instants,
// the latest first.
func (s *Service) interruptionsOf(ctx context.Context, q db.Querier, personID string, from, to time.Time) ([]Interruption, error) {
	return db.All(ctx, q, scanInterruption, `SELECT `+interruptionColumns()+` FROM interruption i
		WHERE (i.sender_id = $1 OR i.recipient_id = $1) AND i.at >= $2 AND i.at < $3 AND `+interruptionReadable()+`
		ORDER BY i.at DESC, i.id DESC LIMIT $4`, personID, from.UnixMilli(), to.UnixMilli(), mostInterruptions)
}

// Rate says what an interruption was worth: its recipient alone, who may change
// their mind.
func (s *Service) Rate(ctx context.Context, call authz.Call, interruptionID string, rating Rating) (Interruption, error) {
	if rating != RightCall && rating != DigestWouldDo {
		return Interruption{}, errs.InvalidField("body.rating", "must be right_call or digest_would_do")
	}
	_, err := s.ledger.Write(ctx, call, func(ctx context.Context, tx *activity.Tx) error {
		i, err := s.interruption(ctx, tx, call.PersonID, interruptionID)
		if err != nil {
			return err
		}
		if i.RecipientID != call.PersonID {
			return errs.New(errs.Forbidden, "only who was interrupted says what it was worth")
		}
		// Recorded for the recipient alone: the sender must not be able to tell when
		// it was rated, and so by whom.
		revision, err := tx.Record(ctx, activity.Change{
			Kind: authz.KindInterruption, ID: i.ID, Verb: "interruption.rated", Scopes: []authz.Scope{authz.Person(call.PersonID)},
		})
		if err != nil {
			return err
		}
		_, err = db.Exec(ctx, tx.Tx, `UPDATE interruption SET rating = $2, rated_at = $3 WHERE id = $1`, i.ID, rating, tx.Now)
		tx.Answer(authz.KindInterruption, i.ID, revision)
		return err
	})
	if err != nil {
		return Interruption{}, err
	}
	return s.interruption(ctx, s.db, call.PersonID, interruptionID)
}

// The threshold of ratings (N3).
const (
	ratedDays = 90
	raters    = 5
)

func (s *Service) ratedSince() time.Time { return s.clock.Now().AddDate(0, 0, -ratedDays) }

// ratings counts the answers to one sender, if enough people gave some: of each
// the last one, so that the numbers never tell of one person twice.
func (s *Service) ratings(ctx context.Context, q db.Querier, senderID string) (*Ratings, error) {
	last, err := db.All(ctx, q, db.Value[Rating], `SELECT i.rating FROM interruption i
		WHERE i.sender_id = $1 AND i.rating <> '' AND i.at > $2 AND NOT EXISTS (
			SELECT 1 FROM interruption o WHERE o.sender_id = $1 AND o.recipient_id = i.recipient_id AND o.rating <> ''
			AND (o.at, o.id) > (i.at, i.id))`, senderID, s.ratedSince().UnixMilli())
	if err != nil || len(last) < raters {
		return nil, err
	}
	counted := &Ratings{}
	for _, rating := range last {
		if rating == RightCall {
			counted.RightCall++
		} else {
			counted.DigestWouldDo++
		}
	}
	return counted, nil
}
