package work

import (
	"context"
	"slices"
	"time"

	"cairn/internal/authz"
	"cairn/internal/db"
	"cairn/internal/errs"
	"cairn/internal/worktime"
)

const maxWaitsFor = 20

// waitFor sets what the task waits for; an empty value ends the wait, unless the
// task is blocked by it. Tasks it names must be readable by the actor. The
// caller calls noCircle after saving.
func (c *change) waitFor(ctx context.Context, waiting WaitingFor) error {
	var err error
	if waiting.Text, err = CheckLine("body.waiting_for.text", waiting.Text, false); err != nil {
		return err
	}
	waiting.TaskIDs = slices.Compact(slices.Sorted(slices.Values(waiting.TaskIDs)))
	if len(waiting.TaskIDs) > maxWaitsFor {
		return errs.InvalidField("body.waiting_for.task_ids", "names %d tasks; keep to %d", len(waiting.TaskIDs), maxWaitsFor)
	}
	if waiting.PersonID != nil {
		if _, err := c.s.people.Brief(ctx, c.tx, *waiting.PersonID); err != nil {
			return errs.InvalidField("body.waiting_for.person_id", "there is no such person")
		}
	}
	for _, id := range waiting.TaskIDs {
		if _, err := readTask(ctx, c.tx, c.tx.Actor, id); err != nil {
			return errs.InvalidField("body.waiting_for.task_ids", "there is no task %s for you", id)
		}
	}
	if c.task.WaitingFor != nil {
		if _, err := db.Exec(ctx, c.tx.Tx, `DELETE FROM task_wait WHERE task_id = $1`, c.task.ID); err != nil {
			return err
		}
	}
	for _, id := range waiting.TaskIDs {
		if _, err := db.Exec(ctx, c.tx.Tx, `INSERT INTO task_wait (task_id, waits_for_id) VALUES ($1, $2)`, c.task.ID, id); err != nil {
			return err
		}
	}
	c.task.WaitingFor = nil
	if !waiting.empty() {
		waiting.TaskIDs = append([]string{}, waiting.TaskIDs...)
		c.task.WaitingFor = &waiting
	}
	return nil
}

func (w *WaitingFor) empty() bool { return w.Text == "" && w.PersonID == nil && len(w.TaskIDs) == 0 }

// noCircle refuses tasks that wait for each other (W12). It comes after the
// save, whose lock on the revision counter no other write holds at the same
// time: two waits that are fine alone can't make a circle together.
func (c *change) noCircle(ctx context.Context) error {
	if len(c.task.WaitingFor.taskIDs()) == 0 {
		return nil
	}
	circle, err := db.One(ctx, c.tx, db.Value[bool], `WITH RECURSIVE ahead (id) AS (
			SELECT waits_for_id FROM task_wait WHERE task_id = $1
			UNION
			SELECT w.waits_for_id FROM task_wait w JOIN ahead a ON w.task_id = a.id
		) SELECT EXISTS (SELECT 1 FROM ahead WHERE id = $1)`, c.task.ID)
	if err == nil && circle {
		return errs.InvalidField("body.waiting_for.task_ids", "one of these tasks waits for this one already; two tasks can't wait for each other")
	}
	return err
}

// waitingRefs is the activity data of a wait: whom and which tasks, no words.
type waitingRefs struct {
	PersonID *string  `json:"person_id,omitempty"`
	TaskIDs  []string `json:"task_ids,omitempty"`
}

func waitingData(w *WaitingFor) any {
	if w == nil {
		return nil
	}
	return waitingRefs{PersonID: w.PersonID, TaskIDs: w.TaskIDs}
}

// Handover is when a task can go on that waits for another person's (W12): once
// they hand theirs over at its due date, or at the end of their day, with the
// owner's next working minute. It is told in the clocks of both.
type Handover struct {
	TaskID       string `json:"task_id" doc:"The task that is waited for"`
	FromPersonID string `json:"from_person_id"`
	FromAt       Local  `json:"from_at"`
	ToPersonID   string `json:"to_person_id"`
	ToAt         Local  `json:"to_at"`

	at time.Time
}

// Local is an instant as a person's clocks show it. The end of a day is 24:00.
type Local struct {
	Date worktime.Date      `json:"date"`
	Time worktime.TimeOfDay `json:"time"`
	Zone string             `json:"zone"`
}

// Handovers tells when a task can go on, for each task of another that it waits
// for and that the actor may read; the one that comes last decides.
func (s *Service) Handovers(ctx context.Context, actor authz.Actor, task *Task) ([]Handover, error) {
	found := []Handover{}
	for _, id := range task.WaitingFor.taskIDs() {
		before, err := readTask(ctx, s.db, actor.PersonID, id)
		if errs.Is(err, errs.NotFound) {
			continue
		}
		if err != nil {
			return nil, err
		}
		if before.Status.Closed() || before.OwnerID == task.OwnerID {
			continue
		}
		calendars, err := s.people.Calendars(ctx, s.db, []string{before.OwnerID, task.OwnerID})
		if err != nil {
			return nil, err
		}
		from, to := calendars[before.OwnerID], calendars[task.OwnerID]
		handed, ok := handedOverAt(&before, from, s.clock.Now())
		begins, works := to.NextWorkingMinute(handed)
		if ok && works {
			found = append(found, Handover{
				TaskID: id, FromPersonID: before.OwnerID, FromAt: localEnd(from, handed),
				ToPersonID: task.OwnerID, ToAt: local(to, begins), at: begins,
			})
		}
	}
	slices.SortStableFunc(found, func(a, b Handover) int { return a.at.Compare(b.at) })
	return found, nil
}

// handedOverAt is when a task is through at the latest by what is known: at its
// due date, or where there is none or it has passed, at the end of its owner's
// day, of the next one where they are off.
func handedOverAt(t *Task, calendar *worktime.Calendar, now time.Time) (time.Time, bool) {
	if t.DueAt != nil && t.DueAt.After(now) {
		return *t.DueAt, true
	}
	next, ok := calendar.NextWorkingMinute(now)
	return calendar.EndOfDay(calendar.DateOf(next)), ok
}

func local(calendar *worktime.Calendar, at time.Time) Local {
	hour, minute, _ := at.In(calendar.Zone()).Clock()
	return Local{Date: calendar.LocalDate(at), Time: worktime.TimeOfDay(hour*60 + minute), Zone: calendar.Zone().String()}
}

// localEnd is local for the end of something: midnight belongs to the day before.
func localEnd(calendar *worktime.Calendar, at time.Time) Local {
	end := local(calendar, at)
	if end.Time == 0 {
		end.Date, end.Time = end.Date.AddDays(-1), worktime.EndOfDate
	}
	return end
}
