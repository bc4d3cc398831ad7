package imports

import (
	"context"

	"cairn/internal/authz"
	"cairn/internal/db"
	"cairn/internal/errs"
	"cairn/internal/worktime"
)

// Request is a file of tasks, and how to read it.
type Request struct {
	ID             string  `json:"id"` // of the import; made where it is empty
	CSV            string  `json:"csv"`
	Mapping        Mapping `json:"mapping"`
	OwnerMap       string  `json:"owner_map"` // CSV with the columns owner and email; may be empty
	DefaultOwnerID string  `json:"default_owner_id"`
	Update         bool    `json:"update"` // give changed dates to the tasks that are there

	// Imported says that an admin imports: onto the lists (W4). The service
	// sets it.
	Imported bool `json:"imported"`
}

// Mapping names the columns of the file, and the zone of its times.
type Mapping struct {
	Title       string `json:"title" doc:"The column with what is to be done"`
	Owner       string `json:"owner,omitempty" doc:"The column with whose it is; without it all go to the default owner"`
	Due         string `json:"due,omitempty" doc:"The column with the due date"`
	DueTime     string `json:"due_time,omitempty" doc:"The column with the time of day"`
	DueTimeZone string `json:"due_time_zone,omitempty" doc:"An IANA name: times are in this zone, and fixed; without it they are in the owner's"`
	Level       string `json:"level,omitempty" doc:"The column with the priority level: urgent, high, medium or low"`
}

// columns are where the mapped columns stand; -1 is nowhere.
type columns struct{ title, owner, due, dueTime, level int }

// plan is a request that was understood.
type plan struct {
	actor    authz.Actor
	request  Request
	items    []item
	blank    int
	people   *directory
	calendar map[string]*worktime.Calendar // of the owners
}

// plan reads the file. It refuses what is wrong with the request as a whole;
// what is wrong with a row is in its item.
func (s *Service) plan(ctx context.Context, q db.Querier, actor authz.Actor, request Request) (*plan, error) {
	m := request.Mapping
	file, err := readSheet("body.csv", request.CSV, m.Title, m.Owner, m.Due, m.DueTime, m.Level)
	if err != nil {
		return nil, err
	}
	at, err := m.find(file)
	if err != nil {
		return nil, err
	}
	if m.DueTimeZone != "" {
		if _, err := worktime.LoadZone("body.mapping.due_time_zone", m.DueTimeZone); err != nil {
			return nil, err
		}
	}
	known, err := readDirectory(ctx, q, actor.PersonID)
	if err != nil {
		return nil, err
	}
	if err := known.learn(request.OwnerMap); err != nil {
		return nil, err
	}
	if known.fallback, err = known.defaultOwner(request); err != nil {
		return nil, err
	}
	p := &plan{actor: actor, request: request, blank: file.blank, people: known}
	p.items = p.understand(file, at)
	owners := p.owners()
	if p.calendar, err = s.people.Calendars(ctx, q, owners); err != nil {
		return nil, err
	}
	now := s.clock.Now()
	for i := range p.items {
		if err := p.place(&p.items[i], now); err != nil {
			return nil, err
		}
	}
	return p, nil
}

// find looks the columns up.
func (m Mapping) find(file sheet) (columns, error) {
	at := columns{-1, -1, -1, -1, -1}
	var wrong errs.Error
	for _, c := range []struct {
		field, name string
		at          *int
	}{
		{"title", m.Title, &at.title}, {"owner", m.Owner, &at.owner}, {"due", m.Due, &at.due},
		{"due_time", m.DueTime, &at.dueTime}, {"level", m.Level, &at.level},
	} {
		if c.name == "" {
			continue
		}
		found, err := file.column("body.mapping."+c.field, c.name)
		if refusal, ok := err.(*errs.Error); ok { //nolint:errorlint // column makes it
			wrong.Fields = append(wrong.Fields, refusal.Fields...)
			continue
		}
		*c.at = found
	}
	switch {
	case len(wrong.Fields) > 0:
		wrong.Code, wrong.Message = errs.Invalid, wrong.Fields[0].Message
		return at, &wrong
	case m.Title == "":
		return at, errs.InvalidField("body.mapping.title", "name the column that says what is to be done; the file has %s", listed(file.header))
	case m.DueTime != "" && m.Due == "":
		return at, errs.InvalidField("body.mapping.due", "a column for times needs one for dates; name it too")
	}
	return at, nil
}

// of is a field of a row; "" where there is no such column.
func (l line) of(column int) string {
	if column < 0 || column >= len(l.fields) {
		return ""
	}
	return l.fields[column]
}
