package people

import (
	"context"
	"slices"
	"time"

	"cairn/internal/authz"
	"cairn/internal/db"
	"cairn/internal/worktime"
)

// aboutWorkspace stands for the workspace where an entry of the activity log
// names the person whom an act of administration concerns.
const aboutWorkspace = "workspace"

// AdminAct is an act of administration, told in a sentence. Its JSON is the
// API's. It has the time of what the reader did; screens show others' acts by the
// day (N7).
type AdminAct struct {
	Revision int64         `json:"revision"`
	On       worktime.Date `json:"on" doc:"In the reader's time zone"`
	Time     string        `json:"time,omitempty" doc:"HH:MM in the reader's time zone; only of what the reader did"`
	ActorID  string        `json:"actor_id" doc:"Empty for the command line"`
	AboutID  *string       `json:"about_id" doc:"The person whom it concerns; null for the workspace"`
	Verb     string        `json:"verb"`
	Sentence string        `json:"sentence"`

	at   int64
	data Data
}

// ActsQuery says which acts are wanted.
type ActsQuery struct {
	PageQuery

	About string // a person; "" for all that the reader may see
}

// AdminActs returns acts of administration, the latest first: all of them for
// admins, and for everybody else those that concern them.
func (s *Service) AdminActs(ctx context.Context, actor authz.Actor, query ActsQuery) (Page[AdminAct], error) {
	before := int64(1) << 62
	if err := query.keys(&before); err != nil {
		return Page[AdminAct]{}, err
	}
	about := query.About
	if !actor.Role.Administers() {
		if about != "" && about != actor.PersonID {
			return Page[AdminAct]{Items: []AdminAct{}}, nil
		}
		about = actor.PersonID
	}
	where, args := `about_id IS NOT NULL`, []any{before, query.limit() + 1}
	if about != "" {
		where, args = `about_id = $3`, append(args, about)
	}
	acts, err := db.All(ctx, s.db, scanAct,
		`SELECT revision, at, actor_id, about_id, verb, object_id, data FROM activity
		 WHERE `+where+` AND revision < $1 ORDER BY revision DESC LIMIT $2`, args...)
	if err != nil {
		return Page[AdminAct]{}, err
	}
	if err := s.tell(ctx, actor, acts); err != nil {
		return Page[AdminAct]{}, err
	}
	return pageOf(acts, query.PageQuery, func(a AdminAct) []any { return []any{a.Revision} }), nil
}

func scanAct(row db.Row) (AdminAct, error) {
	var a AdminAct
	var object string
	var data db.JSON[Data]
	err := row.Scan(&a.Revision, &a.at, &a.ActorID, &a.AboutID, &a.Verb, &object, &data)
	a.data = data.V
	a.data.object = object
	if a.AboutID != nil && *a.AboutID == aboutWorkspace {
		a.AboutID = nil
	}
	return a, err
}

// tell completes acts with their day and sentence.
func (s *Service) tell(ctx context.Context, reader authz.Actor, acts []AdminAct) error {
	zone := time.UTC
	switch brief, err := s.Brief(ctx, s.db, reader.PersonID); {
	case err == nil:
		if zone, err = worktime.LoadZone("time_zone", brief.TimeZone); err != nil {
			return err
		}
	case reader.PersonID != "":
		return err
	}
	var ids []string
	for _, act := range acts {
		ids = append(ids, act.ActorID, act.data.From, act.data.To, act.data.TeamID, act.data.object)
		if act.AboutID != nil {
			ids = append(ids, *act.AboutID)
		}
	}
	names, err := s.names(ctx, ids)
	if err != nil {
		return err
	}
	for i := range acts {
		act := &acts[i]
		at := time.UnixMilli(act.at).In(zone)
		act.On = worktime.LocalDate(zone, at)
		if reader.PersonID != "" && act.ActorID == reader.PersonID {
			act.Time = at.Format("15:04")
		}
		act.Sentence = sentence(*act, reader.PersonID, names)
	}
	return nil
}

// names gives the names of persons and teams by id.
func (s *Service) names(ctx context.Context, ids []string) (map[string]string, error) {
	slices.Sort(ids)
	names := map[string]string{}
	_, err := db.All(ctx, s.db, func(row db.Row) (struct{}, error) {
		var id, name string
		err := row.Scan(&id, &name)
		names[id] = name
		return struct{}{}, err
	}, `SELECT id, name FROM person WHERE id IN `+s.db.Dialect().InList("$1")+`
	    UNION ALL SELECT id, name FROM team WHERE id IN `+s.db.Dialect().InList("$1"), db.List(slices.Compact(ids)))
	return names, err
}
