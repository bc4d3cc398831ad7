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

// TestP3_WrongHoursAreLocated: what is wrong within working hours and focus
// blocks is told where it stands, whichever layer finds it.
func TestP3_WrongHoursAreLocated(t *testing.T) {
	each(t, func(r *rig) {
		me, session := r.setUp("Ana")
		week := func(tuesday any) fields {
			hours := fields{"mon": []any{}, "wed": []any{}, "thu": []any{}, "fri": []any{}, "sat": []any{}, "sun": []any{}}
			if tuesday != nil {
				hours["tue"] = tuesday
			}
			return hours
		}
		span := func(start, end string) fields { return fields{"start": start, "end": end} }
		block := func(start, end string, days ...string) fields {
			return fields{"days": days, "start": start, "end": end}
		}
		for _, c := range []struct {
			name, field string
			value       any
			location    string
		}{
			{"time without a zero", "working_hours", week([]any{span("9:00", "17:30")}), "working_hours.tue[0].start"},
			{"end that is none", "working_hours", week([]any{span("09:00", "10:00"), span("11:00", "noon")}), "working_hours.tue[1].end"},
			{"no end", "working_hours", week([]any{fields{"start": "09:00"}}), "working_hours.tue[0]"},
			{"spans that overlap", "working_hours", week([]any{span("13:00", "18:00"), span("09:00", "13:01")}), "working_hours.tue[0]"},
			{"a day begins at its end", "working_hours", week([]any{span("24:00", "06:00")}), "working_hours.tue[0].start"},
			{"a day is missing", "working_hours", week(nil), "working_hours"},
			{"no list", "working_hours", week("09:00"), "working_hours.tue"},
			{"no such day", "focus", []any{block("09:00", "11:00", "mon", "someday")}, "focus[0].days[1]"},
			{"a day twice", "focus", []any{block("09:00", "11:00", "mon", "mon")}, "focus[0].days[1]"},
			{"no day", "focus", []any{block("09:00", "11:00")}, "focus[0].days"},
			{"no time", "focus", []any{block("09:00", "11:00", "mon"), block("soon", "11:00", "tue")}, "focus[1].start"},
			{"blocks that overlap", "focus", []any{block("09:00", "11:00", "mon"), block("10:00", "12:00", "fri", "mon")}, "focus[1]"},
		} {
			for _, a := range []answer{
				r.send(session, "PATCH", "/people/"+me, fields{c.field: c.value}),
				r.send(session, "POST", "/people", fields{"name": "Ben", "email": "ben@example.com", c.field: c.value}),
			} {
				found := false
				p := r.problemOf(a)
				for _, e := range p.Errors {
					found = found || e.Location == "body."+c.location && e.Message != ""
				}
				if a.status != http.StatusUnprocessableEntity || !found {
					r.Errorf("%s: %d %+v, want one at body.%s", c.name, a.status, p.Errors, c.location)
				}
			}
		}
		r.must(session, "PATCH", "/people/"+me, fields{"working_hours": week([]any{span("09:00", "24:00")}), "focus": []any{block("09:00", "11:00", "mon")}})
	})
}

func TestATokenRevokesItselfAlone(t *testing.T) {
	each(t, func(r *rig) {
		_, session := r.setUp("Ana")
		ids := map[string]string{}
		tokens := map[string]credential{}
		for _, scope := range []string{"read", "write", "admin"} {
			made := r.must(session, "POST", "/tokens", fields{"name": scope, "scopes": []string{scope}})
			ids[scope], tokens[scope] = made.ID, bearer("Ana", scope, made.Secret)
		}
		for scope, token := range tokens {
			for other, id := range ids {
				if a := r.send(token, "DELETE", "/tokens/"+id, nil); scope != other && a.status != http.StatusForbidden && a.status != http.StatusUnauthorized {
					r.Errorf("%s revokes %s: %d %s", scope, other, a.status, a.body)
				}
			}
			if a := r.send(token, "GET", "/me", nil); a.status != http.StatusUnauthorized {
				r.Errorf("%s still works: %d", scope, a.status)
			}
		}
	})
}

func TestAWrongPasswordEndsNoSession(t *testing.T) {
	each(t, func(r *rig) {
		_, session := r.setUp("Ana")
		for path, body := range map[string]fields{
			"/me/password": {"current": "wrong", "new": "entirely other words"}, "/me/email": {"current": "wrong", "email": "anna@example.com"},
		} {
			a := r.send(session, "POST", path, body)
			if p := r.problemOf(a); a.status != http.StatusUnprocessableEntity || len(p.Errors) != 1 || p.Errors[0].Location != "body.current" {
				r.Errorf("%s: %d %s", path, a.status, a.body)
			}
		}
		r.succeed(session, "GET", "/me", nil)
	})
}
