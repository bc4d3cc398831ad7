package httpapi

import (
	"context"
	"slices"
	"strings"
	"time"

	"cairn/internal/authz"
	"cairn/internal/errs"
	"cairn/internal/people"
)

type overlapOf struct {
	IDs     string    `query:"ids" doc:"Persons, separated by commas; 50 at most" required:"true"`
	From    time.Time `query:"from" required:"true"`
	To      time.Time `query:"to" required:"true" doc:"At most 62 days after from"`
	Minutes int       `query:"minutes" default:"30" doc:"How long the live talk is to be, 5 to 240"`
	Talks   int       `query:"talks" default:"3" doc:"How many times for it are wanted, 0 to 10"`
}

const (
	maxOverlapPeople = 50
	maxOverlapDays   = 62
	leastTalk        = 5
	longestTalk      = 240
	mostTalks        = 10
	firstYear        = 1970
	lastYear         = 2199
)

// getOverlap tells when several people work, and when they best talk (P3).
func (a *API) getOverlap(ctx context.Context, actor authz.Actor, in *overlapOf) (people.Overlap, error) {
	var ids []string
	for id := range strings.SplitSeq(in.IDs, ",") {
		if id = strings.TrimSpace(id); id != "" && !slices.Contains(ids, id) {
			ids = append(ids, id)
		}
	}
	var err error
	switch length := in.To.Sub(in.From); {
	case len(ids) == 0:
		err = errs.InvalidField("query.ids", "name at least one person, by id")
	case len(ids) > maxOverlapPeople:
		err = errs.InvalidField("query.ids", "names %d people; ask for at most %d", len(ids), maxOverlapPeople)
	case in.From.Year() < firstYear || in.From.Year() > lastYear:
		err = errs.InvalidField("query.from", "must be in the years %d to %d", firstYear, lastYear)
	case length <= 0:
		err = errs.InvalidField("query.to", "must be after from")
	case length > maxOverlapDays*24*time.Hour:
		err = errs.InvalidField("query.to", "is %d days after from; ask for at most %d", int(length/(24*time.Hour)), maxOverlapDays)
	case in.Minutes < leastTalk || in.Minutes > longestTalk:
		err = errs.InvalidField("query.minutes", "must be from %d to %d", leastTalk, longestTalk)
	case in.Talks < 0 || in.Talks > mostTalks:
		err = errs.InvalidField("query.talks", "must be from 0 to %d", mostTalks)
	}
	if err != nil {
		return people.Overlap{}, err
	}
	return a.people.Overlap(ctx, actor, people.OverlapQuery{
		IDs: ids, From: in.From, To: in.To, Length: time.Duration(in.Minutes) * time.Minute, Most: in.Talks,
	})
}
