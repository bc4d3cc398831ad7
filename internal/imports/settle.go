package imports

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"cairn/internal/authz"
	"cairn/internal/db"
	"cairn/internal/errs"
	"cairn/internal/work"
)

// earlier are the tasks of earlier imports that the actor may read, by their
// source keys.
type earlier map[string]work.Task

// lookedUp is how many rows one query looks up.
const lookedUp = 500

// lookUp finds the tasks that rows have become before.
func (s *Service) lookUp(ctx context.Context, q db.Querier, p *plan, items []item) (earlier, error) {
	found := earlier{}
	for part := range slices.Chunk(items, lookedUp) {
		var keys []string
		for _, i := range part {
			if !i.failed() {
				keys = append(keys, i.key)
			}
		}
		tasks, err := s.work.BySource(ctx, q, p.actor.PersonID, keys)
		if err != nil {
			return found, err
		}
		for _, task := range tasks {
			if _, known := found[*task.SourceKey]; !known {
				found[*task.SourceKey] = task
			}
		}
	}
	return found, nil
}

// compare settles a row that is a task already: what has changed, and whether
// the task is to be given the file's date.
func (p *plan) compare(i *item, task work.Task) {
	i.TaskID, i.Status, i.Level = &task.ID, &task.Status, &task.Level
	i.Mentioned, i.Notes = []string{}, []string{}
	owner := p.people.byID[task.OwnerID]
	if owner != nil && task.OwnerID != *i.OwnerID {
		i.OwnerID, i.Owner = &owner.id, owner.name
		i.Notes = []string{"it is on " + owner.name + "'s list now"}
	}
	if p.request.Mapping.Due == "" || work.SameDue(task, i.due) {
		i.Result = Existing
		return
	}
	i.Result = DateChanged
	i.Why = fmt.Sprintf("the file has %s, the task %s", dueWords(&i.due), dueWords(&work.Due{Date: task.DueDate, Time: task.DueTime, Zone: task.DueZone}))
	if !p.request.Update {
		i.Why += "; import it with update to change the task"
		return
	}
	manager := ""
	if owner != nil {
		manager = owner.managerID
	}
	relation := authz.RelationTo(p.actor.PersonID, task.OwnerID, manager, task.AskedByID)
	p.redated(i, work.MayRedate(task, relation, p.request.Imported, i.due))
}

// redated tells how giving a task the file's date went.
func (p *plan) redated(i *item, err error) {
	if err != nil {
		i.Why += "; not changed: " + said(err)
		return
	}
	i.Result, i.Notes, i.Why = Updated, slices.Concat(i.Notes, []string{i.Why}), ""
}

// foresee tells what would become of each row.
func (s *Service) foresee(ctx context.Context, q db.Querier, p *plan) ([]Row, error) {
	before, err := s.lookUp(ctx, q, p, p.items)
	if err != nil {
		return nil, err
	}
	workspace, err := s.people.WorkspaceIn(ctx, q)
	if err != nil {
		return nil, err
	}
	held, err := s.work.HeldSlots(ctx, q, p.owners())
	if err != nil {
		return nil, err
	}
	slots := map[work.Level]int{work.Urgent: workspace.UrgentSlots, work.High: workspace.HighSlots}
	rows := make([]Row, len(p.items))
	for n := range p.items {
		i := &p.items[n]
		if task, ok := before[i.key]; ok && !i.failed() {
			p.compare(i, task)
		} else if !i.failed() {
			status := work.Triage
			level := i.asked()
			if i.straight {
				status = work.Todo
				level = lower(level, slots, held[*i.OwnerID])
				held[*i.OwnerID][level]++
			}
			i.made(status, level)
		}
		rows[n] = i.Row
	}
	return rows, nil
}

// lower is the level where a task finds room (W3).
func lower(level work.Level, slots, held map[work.Level]int) work.Level {
	if level == work.Urgent && held[level] >= slots[level] && slots[level] > 0 {
		level = work.High
	}
	if level == work.High && held[level] >= slots[level] && slots[level] > 0 {
		level = work.Medium
	}
	return level
}

// asked is the level that the row asks for.
func (i *item) asked() work.Level {
	if i.level == "" {
		return work.Medium
	}
	return i.level
}

// made settles a row that has become a task.
func (i *item) made(status work.Status, level work.Level) {
	i.Result, i.Status, i.Level = Imported, &status, &level
	if asked := i.asked(); level != asked {
		i.Notes = slices.Concat(i.Notes, []string{fmt.Sprintf("%s was full on %s's list, so it stands first in %s", asked, i.Owner, level)})
	}
	if status == work.Triage {
		i.Notes = slices.Concat(i.Notes, []string{i.Owner + " decides whether to take it on"})
	}
}

// said is the part of an error that is for people.
func said(err error) string {
	if refusal, ok := errors.AsType[*errs.Error](err); ok {
		return refusal.Message
	}
	return err.Error()
}

func dueWords(due *work.Due) string {
	if due.Date == nil {
		return "no date"
	}
	words := dayWords(*due.Date)
	if due.Time != nil {
		words += ", " + due.Time.String()
	}
	if due.Zone != nil {
		words += " " + *due.Zone
	}
	return words
}
