package app

import (
	"context"
	"fmt"
	"strings"

	"cairn/internal/db"
	"cairn/internal/digest"
	"cairn/internal/request"
)

// requests tells digests what requests came to.
func (h *House) requests(ctx context.Context, q db.Querier, readerID string, ids []string) (map[string]digest.Subject, error) {
	brought, err := h.Request.Brought(ctx, q, readerID, ids)
	if err != nil {
		return nil, err
	}
	subjects := make(map[string]digest.Subject, len(brought))
	for id, b := range brought {
		subject := digest.Subject{
			Title: b.Title, Status: string(b.State), Level: string(b.Level), AskedByID: b.AskedByID, DueDate: b.DueDate, Revision: b.Revision, Why: b.Why,
		}
		if b.Totals != nil {
			if subject.Answers, err = h.answers(ctx, q, &b); err != nil {
				return nil, err
			}
		}
		subjects[id] = subject
	}
	return subjects, nil
}

func (h *House) answers(ctx context.Context, q db.Querier, b *request.Brought) (*digest.Answers, error) {
	answers := &digest.Answers{
		Asked: b.Totals.Asked, Answered: b.Totals.Answered, Declined: b.Totals.Declined, Sum: b.Totals.Sum, Waiting: []digest.Waited{}, More: b.More,
	}
	said := []string{fmt.Sprintf("%d of %d.", answers.Answered, answers.Asked)}
	for i := range b.Waiting {
		row := &b.Waiting[i]
		waited := digest.Waited{PersonID: row.OwnerID, On: row.DueOrBack(), Back: row.BackOn != nil, Overdue: row.Overdue}
		answers.Waiting = append(answers.Waiting, waited)
		person, err := h.People.Brief(ctx, q, row.OwnerID)
		if err != nil {
			return nil, err
		}
		said = append(said, isDue(person.Name, waited))
	}
	if b.More > 0 {
		said = append(said, fmt.Sprintf("%d more are to come.", b.More))
	}
	if sum := b.Totals.AnswerSum(); sum != "" {
		said = append(said, "Sum "+sum+".")
	}
	answers.Words = strings.Join(said, " ")
	return answers, nil
}

func isDue(name string, waited digest.Waited) string {
	switch {
	case waited.Back:
		return fmt.Sprintf("%s is back %s.", name, waited.On)
	case waited.Overdue:
		return name + "'s is overdue."
	case waited.On != nil:
		return fmt.Sprintf("%s's is due %s.", name, waited.On)
	default:
		return name + "'s is to come."
	}
}
