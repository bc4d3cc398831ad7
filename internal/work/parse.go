package work

import (
	"context"

	"cairn/internal/authz"
	"cairn/internal/db"
	"cairn/internal/errs"
	"cairn/internal/quickadd"
	"cairn/internal/worktime"
)

const maxParse = 100_000 // bytes

// Parse reads a quick-add text, each line in its owner's zone and against their
// working days. It changes nothing.
func (s *Service) Parse(ctx context.Context, actor authz.Actor, text, ownerID string) ([]quickadd.Draft, error) {
	if len(text) > maxParse {
		return nil, errs.New(errs.TooLarge, "the text is over %d bytes; paste it in parts", maxParse)
	}
	if ownerID == "" {
		ownerID = actor.PersonID
	}
	if _, err := s.people.Brief(ctx, s.db, ownerID); err != nil {
		return nil, err
	}
	persons, err := db.All(ctx, s.db, func(row db.Row) (quickadd.Person, error) {
		var p quickadd.Person
		return p, row.Scan(&p.ID, &p.Name, &p.Email)
	}, `SELECT id, name, email FROM person WHERE active ORDER BY name, id`)
	if err != nil {
		return nil, err
	}
	known := map[string]quickadd.Calendar{}
	var failed error
	drafts := quickadd.Parse(text, quickadd.Setting{
		OwnerID: ownerID,
		Resolve: quickadd.NewDirectory(persons).Resolve,
		Calendar: func(id string) quickadd.Calendar {
			if known[id] == nil {
				calendars, err := s.people.Calendars(ctx, s.db, []string{id})
				if err != nil {
					failed = err
				}
				known[id] = worktime.Wall{Calendar: calendars[id], At: s.clock.Now()}
			}
			return known[id]
		},
	})
	return drafts, failed
}
