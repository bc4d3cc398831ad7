package httpapi_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"cairn/internal/people"
)

func TestP3_OverlapIsReadByEveryoneAndRefusesWhatItCannotTell(t *testing.T) {
	each(t, func(r *rig) {
		me, session := r.setUp("Ana")
		const week = "&from=2026-03-02T00:00:00Z&to=2026-03-09T00:00:00Z"
		a := r.succeed(session, "GET", "/people/overlap?minutes=45&talks=2&ids="+me+","+me+week, nil)
		var answer people.Overlap
		if err := json.Unmarshal(a.body, &answer); err != nil || len(answer.People) != 1 || len(answer.People[0].Working) != 5 || len(answer.Talks) != 2 {
			r.Errorf("%v: %s", err, a.body)
		}
		many := make([]string, 51)
		for i := range many {
			many[i] = fmt.Sprintf("p%d", i)
		}
		for path, location := range map[string]string{
			"ids=" + week:                                                      "query.ids",
			"ids=,%20," + week:                                                 "query.ids",
			"ids=" + strings.Join(many, ",") + week:                            "query.ids",
			"from=2026-03-02T00:00:00Z&ids=" + me:                              "query.to",
			"ids=" + me + week + "&minutes=4":                                  "query.minutes",
			"ids=" + me + week + "&minutes=241":                                "query.minutes",
			"ids=" + me + week + "&minutes=x":                                  "query.minutes",
			"ids=" + me + week + "&talks=11":                                   "query.talks",
			"ids=" + me + "&from=2026-03-02T00:00:00Z&to=2026-03-02T00:00:00Z": "query.to",
			"ids=" + me + "&from=2026-03-02T00:00:00Z&to=2026-05-04T00:00:00Z": "query.to",
			"ids=" + me + "&from=yesterday&to=2026-05-04T00:00:00Z":            "query.from",
			"ids=" + me + "&from=0001-01-01T00:00:00Z&to=0001-01-02T00:00:00Z": "query.from",
			"ids=" + me + "&from=9999-12-30T00:00:00Z&to=9999-12-31T00:00:00Z": "query.from",
		} {
			a := r.send(session, "GET", "/people/overlap?"+path, nil)
			if a.status != http.StatusUnprocessableEntity || !strings.Contains(string(a.body), location) {
				r.Errorf("%s: %d %s, want a refusal of %s", path, a.status, a.body, location)
			}
		}
		if a := r.send(session, "GET", "/people/overlap?ids=nobody"+week, nil); a.status != http.StatusNotFound {
			r.Errorf("of nobody: %d %s", a.status, a.body)
		}
	})
}
