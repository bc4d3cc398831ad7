package httpapi_test

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"
)

func TestEverybodyReadsWhereEmergenciesGo(t *testing.T) {
	each(t, func(r *rig) {
		w := newWorld(r)
		var workspace struct {
			Emergencies string `json:"emergencies"`
			Revision    int64  `json:"revision"`
		}
		w.succeed(w.session[peer], "GET", "/workspace", nil).into(w, &workspace)
		before := workspace.Revision
		if workspace.Emergencies != "" {
			w.Errorf("a new workspace says %q", workspace.Emergencies)
		}
		const line = "Call +351 210 000 000, day and night"
		if a := w.send(w.session[peer], "PATCH", "/workspace", fields{"emergencies": line}); a.status != http.StatusForbidden {
			w.Errorf("changed by a peer: %d %s", a.status, a.body)
		}
		for _, wrong := range []string{strings.Repeat("ö", 501), "two\nlines"} {
			if p := w.problemOf(w.send(w.session[admin], "PATCH", "/workspace", fields{"emergencies": wrong})); p.Code != "invalid" || p.Errors[0].Location != "body.emergencies" {
				w.Errorf("%.20q: %+v", wrong, p)
			}
		}
		w.succeed(w.session[admin], "PATCH", "/workspace", fields{"emergencies": "  " + line})
		w.succeed(w.session[peer], "GET", "/workspace", nil).into(w, &workspace)
		if workspace.Emergencies != line || workspace.Revision <= before {
			w.Errorf("a peer reads %+v", workspace)
		}
		if acts := w.succeed(w.session[founder], "GET", "/admin-acts?limit=1", nil); !strings.Contains(string(acts.body), "settings: emergencies.") {
			w.Errorf("the acts of admins don't tell it: %s", acts.body)
		}
		w.succeed(w.session[admin], "PATCH", "/workspace", fields{"emergencies": ""})
	})
}

func TestAPersonsPageHasTheirHowToWorkRendered(t *testing.T) {
	each(t, func(r *rig) {
		me, session := r.setUp("Ana")
		text := fields{"how_to_work": "**Mornings** <script>alert(1)</script>", "how_to_work_version": 1}
		for name, a := range map[string]answer{
			"PATCH": r.succeed(session, "PATCH", "/people/"+me, text), "GET": r.succeed(session, "GET", "/people/"+me, nil),
		} {
			var person struct {
				HTML string `json:"how_to_work_html"`
			}
			a.into(r, &person)
			if !strings.Contains(person.HTML, "<strong>Mornings</strong>") || strings.Contains(person.HTML, "<script") {
				r.Errorf("%s: %q", name, person.HTML)
			}
		}
	})
}

func TestDaysOffOfAPerson(t *testing.T) {
	each(t, func(r *rig) {
		w := newWorld(r)
		person := "/people/" + w.ids[owner]
		w.must(w.session[owner], "PATCH", person, fields{"holiday_region": "PT"})
		w.must(w.session[owner], "POST", person+"/time-off", fields{"starts_on": "2026-12-07", "ends_on": "2026-12-08", "note": w.keep("note", owner)})
		w.must(w.session[founder], "POST", "/holidays", fields{"date": "2026-12-24", "name": "Founders' Day"})
		w.must(w.session[founder], "POST", "/holidays", fields{"date": "2026-12-23", "name": "Elsewhere", "region": "DE"})
		got := w.succeed(w.session[outsider], "GET", person+"/days-off?from=2026-12-01&to=2026-12-31", nil)
		want := `[{"date":"2026-12-01","why":"holiday","name":"Restauração da Independência"},` +
			`{"date":"2026-12-07","why":"time_off","name":""},{"date":"2026-12-08","why":"time_off","name":""},` +
			`{"date":"2026-12-24","why":"workspace_holiday","name":"Founders' Day"},{"date":"2026-12-25","why":"holiday","name":"Natal"}]`
		var page struct{ Items json.RawMessage }
		got.into(w, &page)
		if string(page.Items) != want {
			w.Errorf("days off\n%s\nwant\n%s", page.Items, want)
		}
		for query, location := range map[string]string{
			"from=2026-12-01&to=2026-11-30": "query.to", "from=2026-01-01&to=2027-02-05": "query.to",
			"from=soon&to=2026-11-30": "query.from", "from=2026-12-01": "query.to",
		} {
			if p := w.problemOf(w.send(w.session[peer], "GET", person+"/days-off?"+query, nil)); p.Code != "invalid" || p.Errors[0].Location != location {
				w.Errorf("%s: %+v, want %s", query, p, location)
			}
		}
		if a := w.send(w.session[peer], "GET", person+"/days-off?from=2026-01-01&to=2027-02-04", nil); a.status != http.StatusOK {
			w.Errorf("400 days: %d %s", a.status, a.body)
		}
	})
}

func TestAllWhoHaveNotJoinedAreInvitedInOneGo(t *testing.T) {
	each(t, func(r *rig) {
		_, session := r.setUp("Olga")
		_, member := r.join(session, "Max", nil)
		r.succeed(session, "POST", "/imports/people", fields{"csv": "name,email\nAna,ana@example.com\nBen,ben@example.com\nKai,kai@example.com\n"})
		kai := r.must(session, "POST", "/invitations", fields{"name": "Kai", "email": "kai@example.com"})

		type missing struct {
			PersonID     string  `json:"person_id"`
			InvitedUntil *string `json:"invited_until"`
		}
		notJoined := func() []missing {
			var page struct{ Items []missing }
			r.succeed(session, "GET", "/people/not-joined", nil).into(r, &page)
			return page.Items
		}
		before := notJoined()
		if len(before) != 3 || before[0].InvitedUntil != nil || before[1].InvitedUntil != nil || before[2].PersonID != kai.PersonID || before[2].InvitedUntil == nil {
			r.Fatalf("not joined: %+v", before)
		}
		operations := []fields{
			op("POST", "/invitations", fields{"name": "Ana", "email": "ana@example.com"}),
			op("POST", "/invitations", fields{"name": "Max", "email": email("Max")}),
			op("POST", "/invitations", fields{"name": "Ben", "email": "ben@example.com"}),
			op("DELETE", "/invitations/"+kai.ID, nil),
			op("POST", "/invitations/open", fields{"token": "x"}),
		}
		got := r.batch(session, operations...)
		r.statuses(got, "201 ", "409 state_conflict", "201 ", "422 invalid", "422 invalid")
		r.statuses(r.batch(member, operations[:1]...), "403 forbidden")
		var ana object
		if err := json.Unmarshal(got[0].Body, &ana); err != nil {
			r.Fatal(err)
		}
		r.succeed(nobody(), "POST", "/invitations/accept", fields{
			"token": fragment(ana.Link), "name": "Ana", "password": password, "time_zone": "Europe/Lisbon",
		})
		after := notJoined()
		if len(after) != 2 || after[0].PersonID != before[1].PersonID || after[0].InvitedUntil == nil {
			r.Errorf("not joined then: %+v", after)
		}
	})
}
