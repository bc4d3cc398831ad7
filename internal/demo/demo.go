// Package demo makes a company to look around in: Tern & Tide, who make small
// buoys that tell oyster farmers and harbours how the water is. It has 24 people
// in nine time zones, and a year of work up to this moment.
//
//   - words/ is everything that anybody in it says; family.go reads it.
//   - company.go is who works there and when.
//   - year.go thinks up a year of tasks, scene.go the days around today. Both
//     write steps into a plan (plan.go), and know no database.
//     asks.go the requests, focus.go the interruptions and the digests of the
//     year.
//   - build.go does the steps through the services, at the instants they name:
//     the rules hold in the demo too, and its history is as true as any.
//   - service.go does it on the first run, as a job.
//
// The same seed and the same moment make the same company, on both engines.
package demo

import (
	"context"
	"strings"
	"time"

	"cairn/internal/db"
)

// Password is what everybody in the demo logs in with. It is in the source, so
// it keeps nobody out: the demo is for this machine alone.
const Password = "low tide at seven" //nolint:gosec // it is told to everybody

// Options say which company is made.
type Options struct {
	Seed  uint64
	Now   time.Time // the moment up to which things have happened
	Weeks int       // how much of the past there is; 0: a year
}

// weeks is how much of the past a demo has unless it is told otherwise.
const weeks = 52

// LogIn is somebody to try the demo as.
type LogIn struct {
	Name  string `json:"name"`
	Email string `json:"email"`
	Place string `json:"place" enum:"manager,report,admin" doc:"How they stand in the company"`
}

// The places of the log-ins.
const (
	Manager = "manager"
	Report  = "report"
	Admin   = "admin"
)

// LogIns are whom to try the demo as, the best one to begin with first.
func LogIns() []LogIn {
	logIns := []LogIn{}
	for _, one := range []struct{ key, place string }{{"ruth", Manager}, {"bea", Report}, {"katrin", Admin}} {
		for _, who := range company() {
			if who.key == one.key {
				logIns = append(logIns, LogIn{Name: who.name, Email: who.email(), Place: one.place})
			}
		}
	}
	return logIns
}

// Make builds the company in a database that is migrated and empty. It tells
// how far it is, as often as it likes. With keys, a build that was broken off
// goes on where it was when it is made again with the same options.
func Make(ctx context.Context, database *db.DB, options Options, keys bool, progress func(done, total int)) error {
	steps, err := think(options)
	if err != nil {
		return err
	}
	return newBuilder(database, options.Now, keys).do(ctx, steps, progress)
}

// think writes the whole plan.
func think(options Options) (*plan, error) {
	p := newPlan(options)
	words, err := readWords()
	if err != nil {
		return nil, err
	}
	if err := p.calendars(); err != nil {
		return nil, err
	}
	p.found()
	p.year(words)
	if err := p.today(); err != nil {
		return nil, err
	}
	if err := p.asks(); err != nil {
		return nil, err
	}
	p.interruptions(words)
	p.inOrder()
	return p, nil
}

// slug makes the end of an address out of words.
func slug(words string) string {
	var b strings.Builder
	for _, r := range strings.ToLower(words) {
		switch {
		case r >= 'a' && r <= 'z', r >= '0' && r <= '9', r == '/':
			b.WriteRune(r)
		case b.Len() > 0 && !strings.HasSuffix(b.String(), "-"):
			b.WriteByte('-')
		}
	}
	return strings.Trim(b.String(), "-")
}
