package work

import (
	"context"

	"cairn/internal/authz"
	"cairn/internal/errs"
	"cairn/internal/id"
	"cairn/internal/opt"
)

// What happens to a proposal, as the activity has it; its other ends are each written once.
const (
	verbProposed          = "task.proposed"
	verbCountered         = "task.countered"
	verbProposalWithdrawn = "task.proposal_withdrawn"
)

// Proposal is an offer of another date or level that waits for the other side's
// word (W4). There is one at a time; what became of those before is in the
// history, and their words in the thread.
type Proposal struct {
	_ struct{} `nullable:"true"`

	ID         string     `json:"id" doc:"An answer may name it, so that it is not about a later one"`
	ByID       string     `json:"by_id"`
	AnswerByID string     `json:"answer_by_id" doc:"Who accepts, declines or counters it"`
	Due        *Due       `json:"due" doc:"Null: the date stays; without a date in it: no date"`
	DueReason  *DueReason `json:"due_reason" enum:"scope,slip,waiting,reprioritized"`
	Level      *Level     `json:"level" enum:"urgent,high,medium,low" doc:"Null: the level stays"`
	Reason     string     `json:"reason" doc:"In words; they stand in the thread too"`
	CommentID  *string    `json:"comment_id" doc:"Those words in the thread"`
}

// Offer is what somebody proposes: a date, a level or both.
type Offer struct {
	Due       opt.Of[Due]
	DueReason *DueReason
	Level     Level
	Reason    string
}

func (o *Offer) check() error {
	if o.Level != "" && o.Level.order() == 0 {
		return errs.InvalidField("body.level", "must be urgent, high, medium or low")
	}
	if due := o.Due.To; due.Date == nil && (due.Time != nil || due.Zone != nil) {
		return errs.InvalidField("body.due_date", "a due time or zone needs a due date")
	}
	if o.DueReason != nil && !o.DueReason.valid() {
		return errs.InvalidField("body.due_reason", "must be scope, slip, waiting or reprioritized")
	}
	var err error
	o.Reason, err = CheckLine("body.reason", o.Reason, false)
	return err
}

// Propose offers another date or level: the owner of a task in triage to its
// asker, as a counter-offer; the asker and the owner's manager to the owner.
func (s *Service) Propose(ctx context.Context, call authz.Call, id string, offer Offer) (Result, error) {
	if err := offer.check(); err != nil {
		return Result{}, err
	}
	return s.change(ctx, call, id, authz.Propose, func(ctx context.Context, c *change) error {
		if open := c.task.Proposal; open != nil && open.ByID != c.tx.Actor {
			return errs.New(errs.StateConflict, "there is a proposal already; accept, decline or counter it")
		}
		to, err := c.otherSide(ctx)
		if err != nil {
			return err
		}
		return c.offer(ctx, verbProposed, offer, to)
	})
}

// otherSide is who answers a proposal of the actor's.
func (c *change) otherSide(ctx context.Context) (string, error) {
	t := c.task
	if t.Status.Closed() {
		return "", c.impossible("given another date or level")
	}
	if !c.byOwner() {
		return t.OwnerID, nil
	}
	if !t.forAnother() {
		return "", errs.New(errs.StateConflict, "nobody else asked for it; set the date and the level yourself")
	}
	if t.accepted() {
		return "", errs.New(errs.StateConflict, "it is on your list: move the date or the level yourself, and whoever asked is told")
	}
	return t.AskedByID, c.canAnswer(ctx, t.AskedByID)
}

// canAnswer refuses a proposal to somebody who has left, or has nothing to do
// with the task any more.
func (c *change) canAnswer(ctx context.Context, personID string) error {
	brief, err := c.s.people.Brief(ctx, c.tx, personID)
	if err != nil {
		return err
	}
	owner, err := c.s.people.Brief(ctx, c.tx, c.task.OwnerID)
	if err != nil {
		return err
	}
	relation := authz.RelationTo(personID, owner.ID, owner.ManagerID, c.task.AskedByID)
	if !brief.Active || authz.May(authz.Propose, relation, true) != nil {
		return errs.New(errs.StateConflict, "%s can't answer any more; set the date and the level yourself, or decline", brief.Name)
	}
	return nil
}

// offer puts a proposal onto the task, for one person to answer.
func (c *change) offer(ctx context.Context, verb string, offer Offer, to string) error {
	t, p := c.task, &Proposal{ID: id.New(), ByID: c.tx.Actor, AnswerByID: to, Reason: offer.Reason}
	data := proposedData{ToID: to}
	if due := offer.Due.To; offer.Due.Set && !due.orNone().equal(dueOf(t)) {
		if err := c.checkOffered(ctx, due); err != nil {
			return err
		}
		p.Due, p.DueReason = &due, offer.DueReason
		data.Due, data.FromDue = p.Due, dueOf(t)
	}
	if offer.Level != "" && offer.Level != t.Level {
		p.Level = &offer.Level
		data.Level, data.FromLevel = offer.Level, t.Level
	}
	if p.Due == nil && p.Level == nil {
		return errs.InvalidField("body.due_date", "propose a due_date or a level other than those that the task has")
	}
	if p.Reason != "" {
		commentID := id.New()
		p.CommentID = &commentID
		if err := c.sayAs(ctx, commentID, p.Reason); err != nil {
			return err
		}
	}
	t.Proposal = p
	return c.save(ctx, verb, data)
}

// checkOffered refuses a date that can't be computed, and tells of one on which
// the owner doesn't work.
func (c *change) checkOffered(ctx context.Context, due Due) error {
	if due.Date == nil {
		return nil
	}
	task := *c.task
	task.DueDate, task.DueTime, task.DueZone = due.Date, due.Time, due.Zone
	as := &change{s: c.s, tx: c.tx, task: &task}
	calendar, err := as.refreshedDue(ctx)
	if err != nil {
		return err
	}
	if task.DueAt.UnixMilli() < c.tx.Now {
		return errs.InvalidField("body.due_date", "%s has passed already; propose a later one", *due.Date)
	}
	as.warnOfDue(calendar)
	c.notices = append(c.notices, as.notices...)
	return nil
}

// proposedData is the activity data of a proposal, and of the answer to one.
type proposedData struct {
	ByID      string `json:"by_id,omitempty"` // whose proposal was answered
	ToID      string `json:"to_id,omitempty"` // who answers it
	Due       *Due   `json:"due,omitempty"`
	FromDue   *Due   `json:"from_due,omitempty"`
	Level     Level  `json:"level,omitempty"`
	FromLevel Level  `json:"from_level,omitempty"`
	Taken     bool   `json:"taken,omitempty"` // by which the task went onto the list
	Why       string `json:"why,omitempty"`   // what settled it
}

// about is the activity data of what became of a proposal.
func (p *Proposal) about() proposedData {
	data := proposedData{ByID: p.ByID, Due: p.Due}
	if p.Level != nil {
		data.Level = *p.Level
	}
	return data
}

// toAnswer is the open proposal, if the actor is the one to answer it. The answer
// may name the proposal that it was shown.
func (c *change) toAnswer(ctx context.Context, proposalID string) (*Proposal, error) {
	p := c.task.Proposal
	if p == nil || proposalID != "" && proposalID != p.ID {
		return nil, errs.New(errs.StateConflict, "this proposal is not open any more; look at the task again")
	}
	if p.AnswerByID != c.tx.Actor {
		brief, err := c.s.people.Brief(ctx, c.tx, p.AnswerByID)
		if err != nil {
			return nil, err
		}
		return nil, errs.New(errs.Forbidden, "%s answers this proposal", brief.Name)
	}
	return p, nil
}

// AcceptProposal agrees to the other side's offer: the date is an agreed one by
// that (W8), and a task in triage goes onto the list on these terms.
func (s *Service) AcceptProposal(ctx context.Context, call authz.Call, id, proposalID string, place Place) (Result, error) {
	if err := place.check(); err != nil {
		return Result{}, err
	}
	return s.change(ctx, call, id, authz.Propose, func(ctx context.Context, c *change) error {
		p, err := c.toAnswer(ctx, proposalID)
		if err != nil {
			return err
		}
		if c.byOwner() {
			if err := c.seen(ctx, place); err != nil {
				return err
			}
		} else {
			place = Place{OnFull: Lower} // the list is the owner's, who isn't there to choose
		}
		return c.take(ctx, p, place)
	})
}

// take makes the proposal's terms the task's.
func (c *change) take(ctx context.Context, p *Proposal, place Place) error {
	t, data := c.task, p.about()
	from, took := t.Level, t.Status == Triage
	t.Proposal = nil
	var moved *dueMoved
	if p.Due != nil && !p.Due.orNone().equal(dueOf(t)) {
		moved = &dueMoved{From: dueOf(t), To: p.Due.orNone(), Passed: t.Overdue(*c.now()), ProposedByID: p.ByID}
		t.DueReason = nil
		if moved.From != nil && !took {
			reason := Reprioritized
			if p.DueReason != nil {
				reason = *p.DueReason
			}
			moved.Reason, t.DueReason = reason, &reason
		}
		if err := c.setDue(ctx, *p.Due); err != nil {
			return err
		}
	}
	if p.Due != nil || took {
		t.ownerAgrees, t.askerAgrees = true, true
		c.agree()
	}
	if took {
		t.Status, data.Taken = Todo, true
	}
	if p.Level != nil && place.BeforeID+place.AfterID == "" && (place.Level == "" || t.Rank != nil) {
		place.Level = *p.Level
	}
	if took || p.Level != nil && t.Rank != nil && *p.Level != t.Level {
		if err := c.put(ctx, place); err != nil {
			return err
		}
	}
	if t.Level != from {
		data.Level, data.FromLevel = t.Level, from
	}
	if err := c.save(ctx, "task.proposal_accepted", data); err != nil || moved == nil {
		return err
	}
	return c.save(ctx, "task.due_moved", moved)
}

// DeclineProposal leaves the task as it is, with a reason in words.
func (s *Service) DeclineProposal(ctx context.Context, call authz.Call, id, proposalID, reason string) (Result, error) {
	reason, err := CheckLine("body.reason", reason, true)
	if err != nil {
		return Result{}, err
	}
	return s.change(ctx, call, id, authz.Propose, func(ctx context.Context, c *change) error {
		p, err := c.toAnswer(ctx, proposalID)
		if err != nil {
			return err
		}
		if err := c.say(ctx, reason); err != nil {
			return err
		}
		c.task.Proposal = nil
		return c.save(ctx, "task.proposal_declined", p.about())
	})
}

// CounterProposal answers an offer with another one.
func (s *Service) CounterProposal(ctx context.Context, call authz.Call, id, proposalID string, offer Offer) (Result, error) {
	if err := offer.check(); err != nil {
		return Result{}, err
	}
	return s.change(ctx, call, id, authz.Propose, func(ctx context.Context, c *change) error {
		p, err := c.toAnswer(ctx, proposalID)
		if err != nil {
			return err
		}
		if err := c.canAnswer(ctx, p.ByID); err != nil {
			return err
		}
		return c.offer(ctx, verbCountered, offer, p.ByID)
	})
}

// WithdrawProposal takes one's own offer back.
func (s *Service) WithdrawProposal(ctx context.Context, call authz.Call, id string) (Result, error) {
	return s.change(ctx, call, id, authz.Propose, func(ctx context.Context, c *change) error {
		p := c.task.Proposal
		if p == nil {
			return errs.New(errs.StateConflict, "no proposal is open here any more")
		}
		if p.ByID != c.tx.Actor {
			return errs.New(errs.Forbidden, "only who made a proposal takes it back; decline it instead")
		}
		c.task.Proposal = nil
		return c.save(ctx, verbProposalWithdrawn, p.about())
	})
}

// clear takes away what a change leaves behind: a question or a proposal about a
// task that was decided on, closed or handed over meanwhile, or whose date or
// level was changed. It gives the word about the proposal.
func (c *change) clear() *proposedData {
	t, was := c.task, &c.was
	why := ""
	switch p := t.Proposal; {
	case t.Status.Closed():
		why = "closed"
	case t.OwnerID != was.OwnerID:
		why = "handed_over"
	case was.Status == Triage && t.Status != Triage:
		why = "accepted"
	case p == nil:
	case p.Due != nil && !dueOf(t).equal(dueOf(was)):
		why = "due_moved"
	case p.Level != nil && t.Level != was.Level:
		why = "moved"
	}
	if why == "closed" || why == "handed_over" || why == "accepted" {
		t.Question, t.SnoozedUntil, t.SnoozeEndsAt = nil, nil, nil
	}
	p := t.Proposal
	if why == "" || p == nil {
		return nil
	}
	t.Proposal = nil
	data := p.about()
	data.Why = why
	return &data
}
