package digest

import (
	"context"

	"cairn/internal/authz"
	"cairn/internal/db"
)

// Open is what a digest tells that is not dealt with yet, for the channels that
// go out: what was dealt with on Today before is not told again. Earlier digests
// that were held up are told with it. It is read as its person may read it now.
func (s *Service) Open(ctx context.Context, personID, digestID string, earlier ...string) (Whole, error) {
	d, err := s.digest(ctx, authz.Actor{PersonID: personID}, digestID)
	if err != nil {
		return Whole{}, err
	}
	words, err := db.All(ctx, s.db, scanWord, `SELECT `+wordColumns+` FROM notification n
		WHERE n.person_id = $1 AND n.digest_id `+s.db.Dialect().Among("$2")+` AND n.settled = '' ORDER BY n.seq`,
		personID, db.List(append(earlier, digestID)))
	if err != nil {
		return Whole{}, err
	}
	entries, err := s.entries(ctx, s.db, personID, words)
	return Whole{d, sorted(entries).cut()}, err
}
