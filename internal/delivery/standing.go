package delivery

import (
	"context"

	"cairn/internal/db"
)

// Standing is where the delivery of one thing stands, for whoever sent it. Its JSON
// is the API's.
type Standing struct {
	_ struct{} `nullable:"true"`

	State State  `json:"state" enum:"waiting,sent,dropped,dead"`
	Why   string `json:"why" doc:"Why it has not gone, when it was tried in vain"`
}

// Standings tell how things stand that go out by a channel, each to one person.
func (s *Service) Standings(ctx context.Context, channel Channel, objectIDs []string) (map[string]Standing, error) {
	standings := make(map[string]Standing, len(objectIDs))
	_, err := db.All(ctx, s.db, func(row db.Row) (struct{}, error) {
		var id string
		var standing Standing
		err := row.Scan(&id, &standing.State, &standing.Why)
		standings[id] = standing
		return struct{}{}, err
	}, `SELECT object_id, state, last_error FROM delivery WHERE channel = $1 AND object_id `+s.db.Dialect().Among("$2"), channel, db.List(objectIDs))
	return standings, err
}
