package notify

import (
	"strings"
	"testing"
	"time"

	"cairn/internal/errs"
	"cairn/internal/opt"
	"cairn/internal/people"
	"cairn/internal/worktime"
)

func TestN5_TheWorkspacesDigestHourIsForWhoHasChosenNone(t *testing.T) {
	each(t, func(r *rig) {
		ana, ben := r.person("ana"), r.person("ben")
		_, err := r.UpdateSettings(r.Context(), ben, SettingsChange{DigestHours: opt.To([]worktime.TimeOfDay{11 * 60})})
		r.ok(err)
		for hour, late := range map[worktime.TimeOfDay]bool{8 * 60: true, 15*60 + 30: false} {
			_, err = r.people.UpdateWorkspace(r.Context(), r.olga, people.WorkspaceChange{DigestHour: opt.To(hour)})
			r.ok(err)
			mine, err := r.Settings(r.Context(), ana.Actor)
			r.ok(err)
			if len(mine.DigestHours) != 1 || mine.DigestHours[0] != hour || (mine.LateHour != nil) != late {
				r.Fatalf("at %s Ana has %+v", hour, mine.Settings)
			}
			theirs, err := r.Settings(r.Context(), ben.Actor)
			r.ok(err)
			if theirs.DigestHours[0] != 11*60 {
				r.Fatalf("Ben has %+v", theirs.Settings)
			}
		}
		_, err = r.people.UpdateWorkspace(r.Context(), r.olga, people.WorkspaceChange{DigestHour: opt.To(worktime.EndOfDate), AnswerDays: opt.To(11)})
		if !errs.Is(err, errs.Invalid) {
			r.Fatal(err)
		}
	})
}

// What is refused is said in the words of the screen, never by a field's name.
func TestN2_ARefusedSettingIsSaidInWords(t *testing.T) {
	each(t, func(r *rig) {
		ana := r.person("ana")
		_, err := r.UpdateSettings(r.Context(), ana, SettingsChange{PerSender: opt.To(9)})
		if !errs.Is(err, errs.Invalid) || !strings.Contains(err.Error(), "lower this one, or raise the one for everybody together") || strings.Contains(err.Error(), "per_week") {
			r.Fatal(err)
		}
	})
}

func TestN2_WhoAsksIsToldTheDigestThatWouldTellToo(t *testing.T) {
	each(t, func(r *rig) {
		ana, ben := r.person("ana"), r.person("ben")
		budget, err := r.Budget(r.Context(), ben.Actor, ana.PersonID)
		r.ok(err)
		now := r.clock.Now()
		if budget.DigestAt == nil || !budget.DigestAt.After(now) || budget.DigestAt.Sub(now) > 4*24*time.Hour {
			r.Fatalf("%v, now %v", budget.DigestAt, now)
		}
	})
}
