package request

import (
	"context"
	"encoding/base64"
	"encoding/json"

	"cairn/internal/authz"
	"cairn/internal/db"
	"cairn/internal/errs"
)

// Page says which part of a list is wanted.
type Page struct {
	Limit  int
	Cursor string
}

const maxPage = 200

func (p Page) limit() int {
	if p.Limit <= 0 || p.Limit > maxPage {
		return maxPage
	}
	return p.Limit
}

func encodeCursor(keys ...string) *string {
	text, _ := json.Marshal(keys) // strings always marshal
	cursor := base64.RawURLEncoding.EncodeToString(text)
	return &cursor
}

func (p Page) keys(into ...*string) error {
	if p.Cursor == "" {
		return nil
	}
	var keys []string
	text, err := base64.RawURLEncoding.DecodeString(p.Cursor)
	if err == nil {
		err = json.Unmarshal(text, &keys)
	}
	if err != nil || len(keys) != len(into) {
		return errs.InvalidField("query.cursor", "is not a cursor of this list; leave it out to begin at the first page")
	}
	for i, key := range into {
		*key = keys[i]
	}
	return nil
}

// Summary is a request in a list.
type Summary struct {
	Request

	Totals *Totals `json:"totals"`
}

// List is a part of the requests that the actor sent, the newest first.
type List struct {
	Items      []Summary `json:"items"`
	NextCursor *string   `json:"next_cursor"`
}

// Which says which requests are wanted.
type Which string

// The choices: those that somebody may still answer, and the others.
const (
	All        Which = ""
	OnlyOpen   Which = "open"
	OnlyClosed Which = "closed"
)

// List pages through the requests that the actor sent.
func (s *Service) List(ctx context.Context, actor authz.Actor, which Which, page Page) (List, error) {
	before := "g" // after every id, whatever the collation
	if err := page.keys(&before); err != nil {
		return List{}, err
	}
	const live = `(r.state IN ('sending', 'closing') OR r.state = 'open' AND EXISTS (
		SELECT 1 FROM task t WHERE t.request_id = r.id AND t.status IN ('triage', 'todo', 'in_progress', 'blocked')))`
	condition := ""
	switch which {
	case OnlyOpen:
		condition = " AND " + live
	case OnlyClosed:
		condition = " AND NOT " + live
	case All:
	default:
		return List{}, errs.InvalidField("query.state", "must be open or closed, or left out")
	}
	list := List{Items: []Summary{}}
	limit := min(page.limit(), defaultList)
	err := s.db.Snapshot(ctx, func(q db.Querier) error {
		found, err := db.All(ctx, q, scanRequest, `SELECT `+requestColumns+` FROM request r WHERE r.asked_by_id = $1 AND r.id < $2`+condition+
			` AND `+authz.Readable(authz.KindRequest, "r.id", "$1")+` ORDER BY r.id DESC LIMIT $3`, actor.PersonID, before, limit+1)
		if err != nil {
			return err
		}
		if len(found) > limit {
			found = found[:limit]
			list.NextCursor = encodeCursor(found[limit-1].ID)
		}
		totals, err := s.totals(ctx, q, found...)
		if err != nil {
			return err
		}
		for _, r := range found {
			list.Items = append(list.Items, Summary{Request: r, Totals: totals[r.ID]})
		}
		return nil
	})
	return list, err
}

const defaultList = 50
