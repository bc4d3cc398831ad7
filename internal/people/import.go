package people

import (
	"context"
	"slices"

	"cairn/internal/activity"
	"cairn/internal/authz"
	"cairn/internal/errs"
	"cairn/internal/id"
	"cairn/internal/opt"
)

// importChunk is how many lines are done in one write, so that others can write
// in between.
const importChunk = 50

// ApplyImport does an import, in writes of a few lines each, and reports on
// every line. Lines with a problem are left out. Done again it changes only
// what differs, so that one that broke off is finished by doing it again: then
// the error comes with the report on what was done. progress may be nil.
func (s *Service) ApplyImport(ctx context.Context, call authz.Call, data []byte, progress func(done, total int)) (Plan, error) {
	p, err := s.plan(ctx, call.Actor, data)
	if err != nil {
		return Plan{}, err
	}
	// Each write is its own; the key of the call belongs to the import as a
	// whole, which may be sent again.
	call.Key, call.Hash = "", ""
	rows := p.inOrder()
	done := 0
	for chunk := range slices.Chunk(rows, importChunk) {
		if err := s.importChunk(ctx, call, p, chunk); err != nil {
			for _, row := range rows[done:] {
				row.problem("the import broke off before this line; do it again to finish it")
			}
			return p.report(), err
		}
		done += len(chunk)
		if progress != nil {
			progress(done, len(rows))
		}
	}
	return p.report(), nil
}

func (s *Service) importChunk(ctx context.Context, call authz.Call, p *planner, rows []*plannedRow) error {
	type outcome struct {
		result Result
		fields []string
		why    string
	}
	var outcomes []outcome
	_, err := s.ledger.Write(ctx, call, func(ctx context.Context, tx *activity.Tx) error {
		outcomes = outcomes[:0] // the write may run again
		if err := lockChart(ctx, tx); err != nil {
			return err
		}
		var touched []string
		for _, row := range rows {
			personID, fields, err := s.importRow(ctx, tx, call.Actor, p, row)
			if why, refused := refusalOf(err); refused {
				outcomes = append(outcomes, outcome{result: ResultProblem, why: why})
				continue
			}
			if err != nil {
				return err
			}
			result := row.result
			if result == ResultChanged && len(fields) == 0 {
				result = ResultUnchanged
			}
			outcomes = append(outcomes, outcome{result: result, fields: fields})
			touched = append(touched, personID)
		}
		return s.grant(ctx, tx, touched)
	})
	if err != nil {
		return err
	}
	for i, row := range rows {
		row.result, row.fields = outcomes[i].result, outcomes[i].fields
		if outcomes[i].why != "" {
			row.problem(outcomes[i].why)
		}
	}
	return nil
}

// importRow does one line, and returns the person and what changed. What it
// refuses, it refuses before it writes.
func (s *Service) importRow(ctx context.Context, tx *activity.Tx, actor authz.Actor, p *planner, row *plannedRow) (string, []string, error) {
	manager := ""
	if row.ManagerEmail != "" {
		brief, err := s.BriefByEmail(ctx, tx, row.ManagerEmail)
		if err != nil {
			return "", nil, err
		}
		manager = brief.ID
	}
	existing, err := s.BriefByEmail(ctx, tx, row.Email)
	if errs.Is(err, errs.NotFound) {
		return s.importNew(ctx, tx, actor, p, row, manager)
	}
	if err != nil {
		return "", nil, err
	}
	change := PersonChange{Name: opt.To(row.Name)}
	for _, cell := range []struct {
		value string
		field *opt.Of[string]
	}{{row.Title, &change.Title}, {row.TimeZone, &change.TimeZone}, {row.HolidayRegion, &change.HolidayRegion}} {
		if cell.value != "" {
			*cell.field = opt.To(cell.value)
		}
	}
	if manager != "" {
		change.ManagerID = opt.To(&manager)
	}
	what, err := s.change(ctx, tx, actor, existing.ID, change)
	if err != nil {
		return "", nil, err
	}
	fields := what.fields
	if i := slices.Index(fields, "manager_id"); i >= 0 {
		fields[i] = "manager_email"
	}
	joined, err := joinByName(ctx, tx, actor, existing.ID, row.joins)
	if joined {
		fields = append(fields, "team")
	}
	return existing.ID, fields, err
}

func (s *Service) importNew(ctx context.Context, tx *activity.Tx, actor authz.Actor, p *planner, row *plannedRow, manager string) (string, []string, error) {
	zone := row.TimeZone
	if zone == "" {
		zone = p.zone
	}
	personID, err := s.create(ctx, tx, actor, NewPerson{
		Name: row.Name, Email: row.Email, Title: row.Title, TimeZone: zone, ManagerID: manager, HolidayRegion: row.HolidayRegion,
	})
	if err == nil {
		_, err = joinByName(ctx, tx, actor, personID, row.joins)
	}
	return personID, nil, err
}

// joinByName adds a person to teams, and makes those that there are not. An
// actor stays out of a team that exists (P2).
func joinByName(ctx context.Context, tx *activity.Tx, actor authz.Actor, personID string, names []string) (bool, error) {
	if len(names) == 0 {
		return false, nil
	}
	teams, err := teamNames(ctx, tx)
	if err != nil {
		return false, err
	}
	person, err := personByID(ctx, tx, personID)
	if err != nil {
		return false, err
	}
	joined := false
	for _, name := range names {
		teamID, exists := teams[sortName(name)]
		if exists && (slices.Contains(person.TeamIDs, teamID) || personID == actor.PersonID) {
			continue
		}
		if !exists {
			teamID = id.New()
			teams[sortName(name)] = teamID
			if err := insertTeam(ctx, tx, teamID, name, ""); err != nil {
				return joined, err
			}
		}
		person.TeamIDs = append(person.TeamIDs, teamID)
		if err := join(ctx, tx, teamID, []string{personID}); err != nil {
			return joined, err
		}
		if err := recordTeam(ctx, tx, teamID); err != nil {
			return joined, err
		}
		joined = true
	}
	return joined, nil
}
