package imports

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"cairn/internal/authz"
	"cairn/internal/errs"
	"cairn/internal/work"
)

// told tells a report, a row a line.
func toldRows(report Report) []string {
	var all []string
	for _, row := range report.Rows {
		text := fmt.Sprintf("%d %s", row.Line, row.Result)
		if row.Owner != "" {
			text += " " + row.Owner
		}
		if row.Level != nil {
			text += " " + string(*row.Level)
		}
		if row.Due != nil {
			text += " " + dueWords(row.Due)
		}
		if row.Why != "" {
			text += "; " + row.Why
		}
		if len(row.Notes) > 0 {
			text += " (" + strings.Join(row.Notes, ") (") + ")"
		}
		all = append(all, text)
	}
	return all
}

func (r *rig) reports(report Report, want ...string) {
	r.Helper()
	if diff := cmp.Diff(want, toldRows(report)); diff != "" {
		r.Errorf("the report (-want +got):\n%s", diff)
	}
}

func TestAdminImportsOntoLists(t *testing.T) {
	each(t, func(r *rig) {
		report := r.imported(r.olga, plain("what,who,due\n"+
			"Write,ana@example.com,2025-01-15\n"+
			"Check,Ben Berg,\n"+
			"Ship,Nobody,2025-01-20\n"+
			"Rest,Mia Moss,2025-01-18\n"+
			"Old,Mia Moss,2025-01-02\n"))
		r.reports(report,
			"2 imported Ana Alves medium Wed 15 Jan 2025",
			"3 imported Ben Berg medium",
			"4 not_imported; has the owner “Nobody”, which is nobody's email or full name; say in an owner map whom it means",
			"5 imported Mia Moss medium Sat 18 Jan 2025 (Sat 18 Jan 2025 is not a working day of Mia Moss (no working hours that day))",
			"6 imported Mia Moss medium Thu 2 Jan 2025",
		)
		if s := report.Summary; s.Imported != 4 || s.WithoutDate != 1 || s.DuePassed != 1 || s.NotImported != 1 || s.InTriage != 0 {
			r.Errorf("summary %+v", s)
		}
		task := r.task(report.Rows[0])
		if task.Status != work.Todo || task.AskedByID != r.ids["Olga"] || task.OwnerID != r.ids["Ana"] {
			r.Errorf("the task is %s, asked by %s, of %s", task.Status, task.AskedByID, task.OwnerID)
		}
		history, err := r.tasks.History(r.Context(), r.olga.Actor, task.ID)
		r.must(err)
		if want := "Olga Olsen imported it onto Ana Alves's list, due Wed 15 Jan 2025"; history[0].Sentence != want {
			r.Errorf("history: %q, want %q", history[0].Sentence, want)
		}
	})
}

func TestOthersImportAsTheyAsk(t *testing.T) {
	each(t, func(r *rig) {
		report := r.imported(r.as("Ben", authz.Member), plain("what,who,due\nA,Ben Berg,\nB,Ana Alves,\nC,Mia Moss,\n"))
		r.reports(report,
			"2 imported Ben Berg medium", "3 imported Ana Alves medium",
			"4 imported Mia Moss medium (Mia Moss decides whether to take it on)")
		if report.Summary.InTriage != 1 {
			r.Errorf("%d in triage", report.Summary.InTriage)
		}
		// An admin's token that may not administer is no admin's.
		token := r.olga
		token.Grants = []authz.Grant{authz.GrantRead, authz.GrantWrite}
		report = r.imported(token, plain("what,who,due\nD,Ana Alves,\n"))
		r.reports(report, "2 imported Ana Alves medium (Ana Alves decides whether to take it on)")
	})
}

func TestSlotsLowerWhatIsImported(t *testing.T) {
	each(t, func(r *rig) {
		request := plain("what,who,due,how\nA,Ana Alves,,urgent\nB,Ana Alves,,Urgent\nC,Ana Alves,,high\nD,Ana Alves,,high\nE,Ana Alves,,high\nF,Ana Alves,,urgent\nG,Ana Alves,,P1\n")
		request.Mapping.Level = "how"
		r.reports(r.imported(r.olga, request),
			"2 imported Ana Alves urgent",
			"3 imported Ana Alves high (urgent was full on Ana Alves's list, so it stands first in high)",
			"4 imported Ana Alves high", "5 imported Ana Alves high",
			"6 imported Ana Alves medium (high was full on Ana Alves's list, so it stands first in medium)",
			"7 imported Ana Alves medium (urgent was full on Ana Alves's list, so it stands first in medium)",
			"8 not_imported Ana Alves; has the level “P1”; write urgent, high, medium or low")
	})
}

func TestImportedTwiceIsThereOnce(t *testing.T) {
	each(t, func(r *rig) {
		request := plain("what,who,due\nA,Lead,2025-02-03\nA,Lead,2025-02-04\nA,Ana Alves,2025-02-05\nB,,2025-02-06\n")
		request.OwnerMap, request.DefaultOwnerID = "owner,email\nLead,ben@example.com\n", r.ids["Mia"]
		r.reports(r.imported(r.olga, request),
			"2 imported Ben Berg medium Mon 3 Feb 2025", "3 imported Ben Berg medium Tue 4 Feb 2025",
			"4 imported Ana Alves medium Wed 5 Feb 2025",
			"5 imported Mia Moss medium Thu 6 Feb 2025 (no owner in the file, so the default owner has it)")
		// Another owner map, another default owner, and rows before and between.
		request = plain("what,who,due\nNew,Lead,\nA,Lead,2025-02-03\nA,Ana Alves,2025-02-05\nA,Lead,2025-02-10\nB,,2025-02-06\n")
		request.OwnerMap, request.DefaultOwnerID = "owner,email\nlead,mia@example.com\n", r.ids["Ben"]
		r.reports(r.imported(r.olga, request),
			"2 imported Mia Moss medium",
			"3 existing Ben Berg medium Mon 3 Feb 2025 (it is on Ben Berg's list now)",
			"4 existing Ana Alves medium Wed 5 Feb 2025",
			"5 date_changed Ben Berg medium Mon 10 Feb 2025; the file has Mon 10 Feb 2025, the task Tue 4 Feb 2025; "+
				"import it with update to change the task (it is on Ben Berg's list now)",
			"6 existing Mia Moss medium Thu 6 Feb 2025 (it is on Mia Moss's list now)")
		if n := r.count(); n != 5 {
			r.Errorf("%d tasks, want 5", n)
		}
	})
}

func TestUpdateGivesChangedDates(t *testing.T) {
	each(t, func(r *rig) {
		first := r.imported(r.olga, plain("what,who,due\nA,Ana Alves,2025-02-03\nB,Ana Alves,2025-02-03\nC,Ana Alves,2025-02-03\nD,Ana Alves,2025-02-03\n"))
		ana := r.as("Ana", authz.Member)
		_, err := r.tasks.Start(r.Context(), ana, *first.Rows[1].TaskID) // agrees to the date by that (W8)
		r.must(err)
		_, err = r.tasks.Complete(r.Context(), ana, *first.Rows[2].TaskID, nil)
		r.must(err)
		request := plain("what,who,due\nA,Ana Alves,2025-02-10\nB,Ana Alves,2025-01-31\nC,Ana Alves,2025-02-10\nD,Ana Alves,\n")
		request.Update = true
		r.reports(r.imported(r.olga, request),
			"2 updated Ana Alves medium Mon 10 Feb 2025 (the file has Mon 10 Feb 2025, the task Mon 3 Feb 2025)",
			"3 date_changed Ana Alves medium Fri 31 Jan 2025; the file has Fri 31 Jan 2025, the task Mon 3 Feb 2025; not changed: "+
				"2025-02-03 was agreed; propose the earlier date, its owner decides",
			"4 date_changed Ana Alves medium Mon 10 Feb 2025; the file has Mon 10 Feb 2025, the task Mon 3 Feb 2025; not changed: it is done",
			"5 updated Ana Alves medium (the file has no date, the task Mon 3 Feb 2025)")
		if task := r.task(first.Rows[0]); task.DueDate.String() != "2025-02-10" {
			r.Errorf("A is due %s", task.DueDate)
		}
		history, err := r.tasks.History(r.Context(), r.olga.Actor, *first.Rows[0].TaskID)
		r.must(err)
		if want := "Olga Olsen moved the date from Mon 3 Feb 2025 to Mon 10 Feb 2025 (reprioritized), before it had passed"; history[1].Sentence != want {
			r.Errorf("history: %q, want %q", history[1].Sentence, want)
		}
		// Whoever only asks can't move the date on another's list.
		mia := r.as("Mia", authz.Member)
		r.imported(mia, plain("what,who,due\nM,Ben Berg,2025-02-03\n"))
		request = plain("what,who,due\nM,Ben Berg,2025-02-04\n")
		request.Update = true
		r.reports(r.imported(mia, request), "2 date_changed Ben Berg medium Tue 4 Feb 2025; the file has Tue 4 Feb 2025, the task Mon 3 Feb 2025; not changed: "+
			"its owner arranges it; propose another date or level, they decide")
	})
}

func TestTheFirstMappedOwns(t *testing.T) {
	each(t, func(r *rig) {
		request := plain("what,who,due\n" +
			"A,Docs & Comms,\nB,\"Comms, SIGs and docs\",\nC,Docs / Comms,\nD,SIGs / Leads,\nE,Sandy,\nF,Ana Alves & Docs,\n")
		request.OwnerMap = "email;owner\nana@example.com;Docs\nBEN@example.com;comms\nmia@example.com;Docs / Comms\n"
		report := r.imported(r.olga, request)
		r.reports(report,
			"2 imported Ana Alves medium (“Docs & Comms”: Ana Alves owns it, mentioned: Ben Berg)",
			"3 imported Ben Berg medium (“Comms, SIGs and docs”: Ben Berg owns it, mentioned: Ana Alves; nobody is known as “SIGs”)",
			"4 imported Mia Moss medium",
			"5 not_imported; has the owner “SIGs / Leads”, whom neither the owner map nor anybody's email or full name tells; add a line for it to the owner map",
			"6 not_imported; has the owner “Sandy”, whom neither the owner map nor anybody's email or full name tells; add a line for it to the owner map",
			"7 imported Ana Alves medium (“Ana Alves & Docs”: Ana Alves owns it)")
		// Whoever is mentioned reads the task, and nobody else who couldn't.
		request = plain("what,who,due\nG,Docs and Docs / Comms,\nH,Docs and Leads,\n")
		request.OwnerMap = "owner,email\nDocs,ana@example.com\nComms,mia@example.com\n"
		report = r.imported(r.olga, request)
		for i, want := range []errs.Code{"", errs.NotFound} {
			_, err := r.tasks.Get(r.Context(), r.as("Mia", authz.Member).Actor, *report.Rows[i].TaskID)
			if code := errs.CodeOf(err); code != want {
				r.Errorf("Mia reads %s: %q, want %q", report.Rows[i].Title, code, want)
			}
		}
	})
}

func TestImportOfWhatNobodyMayKnowOf(t *testing.T) {
	each(t, func(r *rig) {
		request := plain("what,who,due\nSecret,Ana Alves,\n")
		first := r.imported(r.as("Ben", authz.Member), request)
		yes := work.Patch{}
		yes.Confidential.Set, yes.Confidential.To = true, true
		_, err := r.tasks.Edit(r.Context(), r.as("Ana", authz.Member), *first.Rows[0].TaskID, yes)
		r.must(err)
		for range 2 { // Mia sees only her own (A1), and the second time that she has it
			second := r.imported(r.as("Mia", authz.Member), request)
			if row := second.Rows[0]; row.TaskID == nil || *row.TaskID == *first.Rows[0].TaskID {
				r.Errorf("Mia's import tells of Ben's task: %+v", row)
			}
		}
		if n := r.count(); n != 2 {
			r.Errorf("%d tasks, want 2", n)
		}
	})
}

func TestRequestsThatAreRefused(t *testing.T) {
	each(t, func(r *rig) {
		r.person("Eva", "Eva Ende", "UTC", "")
		_, err := r.people.Deactivate(r.Context(), r.olga, r.ids["Eva"])
		r.must(err)
		for name, c := range map[string]struct {
			change func(q *Request)
			want   string
		}{
			"unknown columns": {func(q *Request) { q.Mapping.Title, q.Mapping.Level = "task", "prio" },
				"body.mapping.title: the file has no column “task”; it has “what”, “who”, “due”|body.mapping.level: the file has no column “prio”; it has “what”, “who”, “due”"},
			"no title":      {func(q *Request) { q.Mapping.Title = "" }, "body.mapping.title: name the column that says what is to be done; the file has “what”, “who”, “due”"},
			"no owner":      {func(q *Request) { q.Mapping.Owner = "" }, "body.mapping.owner: name the column that says whose task it is, or a default owner for all of them"},
			"a time alone":  {func(q *Request) { q.Mapping.Due, q.Mapping.DueTime = "", "due" }, "body.mapping.due: a column for times needs one for dates; name it too"},
			"unknown zone":  {func(q *Request) { q.Mapping.DueTimeZone = "PST" }, "body.mapping.due_time_zone: \"PST\" is not a known time zone: give an IANA name such as Europe/Lisbon, with capitals as they stand there"},
			"default owner": {func(q *Request) { q.DefaultOwnerID = r.ids["Eva"] }, "body.default_owner_id: there is no active person with this id"},
			"owner map": {func(q *Request) {
				q.OwnerMap = "owner,email\nLead,lead@example.com\nDocs,ana@example.com\ndocs,ben@example.com\n,ben@example.com\nX,eva@example.com\nY\n"
			}, "body.owner_map_csv line 2: the owner map, line 2: nobody here has the email address lead@example.com; add the person first, or correct it|" +
				"body.owner_map_csv line 4: the owner map, line 4: “docs” is mapped to Ana Alves already; keep one of the two lines|" +
				"body.owner_map_csv line 5: the owner map, line 5: it needs both an owner and an email|" +
				"body.owner_map_csv line 6: the owner map, line 6: Eva Ende has left; name somebody else|" +
				"body.owner_map_csv line 7: the owner map, line 7: has 1 fields, and the first line names 2 columns: add the separators that are missing"},
			"owner map's columns": {func(q *Request) { q.OwnerMap = "role,mail\n" }, "body.owner_map_csv: the file has no column “owner”; it has “role”, “mail”"},
			"id":                  {func(q *Request) { q.ID = "x" }, "body.id: must be a UUID in lower case, such as 019368aa-7c3e-7d52-a2f0-6b6d3d5c1a10"},
		} {
			request := plain("what,who,due\nA,Ana Alves,\n")
			c.change(&request)
			refusal := r.refused(r.olga, request)
			var got []string
			for _, field := range refusal.Fields {
				got = append(got, field.Location+": "+field.Message)
			}
			if refusal.Code != errs.Invalid || strings.Join(got, "|") != c.want {
				r.Errorf("%s: %s %s\nwant %s", name, refusal.Code, strings.Join(got, "|"), c.want)
			}
		}
		if n := r.count(); n != 0 {
			r.Errorf("%d tasks were made", n)
		}
	})
}
