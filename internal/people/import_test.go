package people

import (
	"errors"
	"fmt"
	"reflect"
	"strings"
	"testing"

	"cairn/internal/authz"
	"cairn/internal/errs"
)

func TestA3_FileOfPeopleIsReadAsSpreadsheetsWriteIt(t *testing.T) {
	for name, text := range map[string]string{
		"commas":     "name,email,title\nAna,ana@example.com,\"Head, Sales\"\n",
		"semicolons": "Name;E-Mail;Title\r\nAna;ANA@example.com;Head, Sales\r\n;;\r\n",
		"tabs":       "email\tTITLE\tname\tShoe size\nana@example.com\tHead, Sales\tAna\t38\n",
		"mark":       "\xef\xbb\xbfname,email,title\nAna,ana@example.com,\"Head, Sales\"",
	} {
		file, err := ParsePeopleCSV([]byte(text))
		if err != nil || len(file.Rows) != 1 {
			t.Errorf("%s: %+v, %v", name, file, err)
			continue
		}
		row := file.Rows[0]
		if row.Line != 2 || row.Name != "Ana" || row.Email != "ana@example.com" || row.Title != "Head, Sales" {
			t.Errorf("%s: %+v", name, row)
		}
		if want := name == "tabs"; (len(file.Ignored) == 1) != want {
			t.Errorf("%s: ignored %v", name, file.Ignored)
		}
	}
}

func TestA3_FileThatIsNoneIsRefusedWithItsLine(t *testing.T) {
	for name, c := range map[string]struct{ text, location, says string }{
		"empty":     {"", "csv", "first line names the columns"},
		"no email":  {"name,title\nAna,Head\n", "line 1", "must have: email"},
		"no header": {"Ana,ana@example.com\n", "line 1", "must have: name, email"},
		"twice":     {"name,email,mail\n", "line 1", "two columns"},
		"quote":     {"name,email\nAna,ana@example.com\n\"Ben,ben@example.com\n", "line", "quote"},
		"latin":     {"name,email\nJos\xe9,jose@example.com\n", "csv", "UTF-8"},
	} {
		_, err := ParsePeopleCSV([]byte(c.text))
		var refusal *errs.Error
		if !errors.As(err, &refusal) || len(refusal.Fields) != 1 || !strings.HasPrefix(refusal.Fields[0].Location, c.location) ||
			!strings.Contains(refusal.Message, c.says) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func FuzzParsePeopleCSV(f *testing.F) {
	f.Add([]byte("name;email\nAna;ana@example.com\n"))
	f.Add([]byte("\xef\xbb\xbfname,email,team\n\"A\"\"na\",a@b,\"x;y|z\"\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		file, err := ParsePeopleCSV(data)
		if err != nil && !errs.Is(err, errs.Invalid) && !errs.Is(err, errs.TooLarge) {
			t.Errorf("refused with %v", err)
		}
		last := 1
		for _, row := range file.Rows {
			if row.Line <= last {
				t.Errorf("line %d comes after line %d", row.Line, last)
			}
			last = row.Line
		}
	})
}

const companyCSV = `name,email,title,time_zone,manager_email,team,holiday_region
Ana,ana@example.com,Engineer,Europe/Lisbon,ben@example.com,Platform;Sales,PT
Ben,ben@example.com,Lead,America/Denver,cleo@example.com,Platform,
Cleo,cleo@example.com,Head,,,,
`

func results(plan Plan) string {
	var lines []string
	for _, row := range plan.Rows {
		lines = append(lines, fmt.Sprintf("%d %s %s", row.Line, row.Result, strings.Join(row.Fields, ",")))
	}
	return strings.Join(lines, "; ")
}

func TestImportCreatesThenChangesOnlyWhatDiffers(t *testing.T) {
	onBoth(t, func(t *testing.T, r *rig) {
		importing := func(text string) string {
			planned, err := r.PlanImport(r.ctx, r.owner.Actor, []byte(text))
			r.must(err)
			done, err := r.ApplyImport(r.ctx, r.owner, []byte(text), nil)
			r.must(err)
			if results(planned) != results(done) {
				t.Errorf("planned %q, did %q", results(planned), results(done))
			}
			r.compare("import")
			return results(done)
		}
		if got, want := importing(companyCSV), "2 created ; 3 created ; 4 created "; got != want {
			t.Errorf("first: %q, want %q", got, want)
		}
		if got, want := importing(companyCSV), "2 unchanged ; 3 unchanged ; 4 unchanged "; got != want {
			t.Errorf("again: %q, want %q", got, want)
		}
		changed := strings.NewReplacer("Engineer", "Staff Engineer", "Lisbon,ben@", "Lisbon,cleo@", "Platform;Sales", "Sales;Design").Replace(companyCSV)
		if got, want := importing(changed), "2 changed title,manager_email,team; 3 unchanged ; 4 unchanged "; got != want {
			t.Errorf("changed: %q, want %q", got, want)
		}
		ana, err := r.BriefByEmail(r.ctx, r.db, "ana@example.com")
		r.must(err)
		cleo, err := r.BriefByEmail(r.ctx, r.db, "cleo@example.com")
		r.must(err)
		if ana.ManagerID != cleo.ID || cleo.TimeZone != "Europe/Lisbon" {
			t.Errorf("ana is %+v, cleo %+v", ana, cleo)
		}
	})
}

func TestA3_APlanTellsWhatEachLineSets(t *testing.T) {
	onBoth(t, func(t *testing.T, r *rig) {
		text := `name,email,title,time_zone,manager_email,team,holiday_region
Ana,ana@example.com,Head,Europe/Lisbon,olga@example.com,Sales;Core,PT
Ben,ben@example.com,,,ana@example.com,,
,not an address,Lost,,,,
`
		plan, err := r.PlanImport(r.ctx, r.owner.Actor, []byte(text))
		r.must(err)
		zone, err := r.Brief(r.ctx, r.db, r.owner.PersonID)
		r.must(err)
		want := []PlanSets{
			{Title: "Head", Manager: "Olga", Teams: []string{"Sales", "Core"}, TimeZone: "Europe/Lisbon", HolidayRegion: "PT"},
			{Manager: "Ana", TimeZone: zone.TimeZone},
			{},
		}
		for i, row := range plan.Rows {
			if !reflect.DeepEqual(row.Sets, want[i]) {
				t.Errorf("line %d sets %+v, want %+v", row.Line, row.Sets, want[i])
			}
		}
		_, err = r.ApplyImport(r.ctx, r.owner, []byte(text), nil)
		r.must(err)
		plan, err = r.PlanImport(r.ctx, r.owner.Actor, []byte("name,email,title,time_zone\nAna,ana@example.com,Head,Asia/Tokyo\n"))
		r.must(err)
		if got := plan.Rows[0].Sets; !reflect.DeepEqual(got, PlanSets{TimeZone: "Asia/Tokyo"}) {
			t.Errorf("a line that changes the zone sets %+v", got)
		}
	})
}

func TestP1_CirclesOfAFileAreFoundBeforeAnythingChanges(t *testing.T) {
	onBoth(t, func(t *testing.T, r *rig) {
		text := "name,email,manager_email\n" +
			"A,a@example.com,b@example.com\nB,b@example.com,c@example.com\nC,c@example.com,a@example.com\n" +
			"D,d@example.com,a@example.com\nE,e@example.com,\nF,f@example.com,f@example.com\nG,g@example.com,nobody@example.com\nE2,e@example.com,\n"
		plan, err := r.PlanImport(r.ctx, r.owner.Actor, []byte(text))
		r.must(err)
		if got, want := results(plan), "2 problem ; 3 problem ; 4 problem ; 5 problem ; 6 created ; 7 problem ; 8 problem ; 9 problem "; got != want {
			t.Errorf("planned %q, want %q", got, want)
		}
		for line, says := range map[int]string{0: "lines 2, 3, 4 make a circle", 3: "on line 2, can't be added", 5: "their own manager", 6: "nobody@example.com", 7: "line 6 has this address"} {
			if !strings.Contains(plan.Rows[line].Why, says) {
				t.Errorf("line %d says %q, want %q", plan.Rows[line].Line, plan.Rows[line].Why, says)
			}
		}
		list, err := r.List(r.ctx, r.owner.Actor, ListQuery{})
		r.must(err)
		if len(list.Items) != 1 {
			t.Errorf("planning left %d people", len(list.Items))
		}
	})
}

// A file that turns a line upside down is fine, in whatever order it stands.
func TestP1_ImportTurnsALineUpsideDown(t *testing.T) {
	onBoth(t, func(t *testing.T, r *rig) {
		r.person("chief", "")
		top := r.person("top", "")
		middle := r.person("middle", top.ID)
		r.person("below", middle.ID)
		text := "name,email,manager_email\nmiddle,middle@example.com,below@example.com\ntop,top@example.com,middle@example.com\n"
		// below stays below middle unless its own line moves it.
		plan, err := r.PlanImport(r.ctx, r.owner.Actor, []byte(text))
		r.must(err)
		if plan.Count(ResultProblem) == 0 {
			t.Errorf("planned %q, want a circle", results(plan))
		}
		text += "below,below@example.com,chief@example.com\n"
		done, err := r.ApplyImport(r.ctx, r.owner, []byte(text), nil)
		r.must(err)
		if done.Count(ResultChanged) != 3 {
			t.Errorf("did %q: %+v", results(done), done.Rows)
		}
		r.forest()
		r.compare("the turn")
	})
}

func TestP2_ImportTakesNothingForTheImporter(t *testing.T) {
	onBoth(t, func(t *testing.T, r *rig) {
		admin := r.personOf("admin", "", authz.Admin)
		ben := r.person("ben", "")
		r.person("ana", ben.ID)
		_, err := r.CreateTeam(r.ctx, r.owner, NewTeam{Name: "Sales", PersonIDs: []string{ben.ID}})
		r.must(err)
		text := "name,email,manager_email,team\nana,ana@example.com,admin@example.com,\nadmin,admin@example.com,,sales\nOlga H.,olga@example.com,,\n"
		for _, do := range []func() (Plan, error){
			func() (Plan, error) { return r.PlanImport(r.ctx, as(admin).Actor, []byte(text)) },
			func() (Plan, error) { return r.ApplyImport(r.ctx, as(admin), []byte(text), nil) },
		} {
			plan, err := do()
			r.must(err)
			if plan.Count(ResultProblem) != 3 {
				t.Errorf("the report is %+v", plan.Rows)
			}
		}
		_, err = r.PlanImport(r.ctx, as(ben).Actor, []byte(text))
		r.refused(err, errs.Forbidden)
	})
}

func TestImportInChunksReportsProgress(t *testing.T) {
	onBoth(t, func(t *testing.T, r *rig) {
		var text strings.Builder
		text.WriteString("name,email,manager_email,team\n")
		const people = 3*importChunk + 7
		for i := people - 1; i >= 0; i-- { // reports stand before their managers
			manager := ""
			if i > 0 {
				manager = fmt.Sprintf("p%d@example.com", (i-1)/4)
			}
			fmt.Fprintf(&text, "P%d,p%d@example.com,%s,T%d\n", i, i, manager, i%5)
		}
		var steps []int
		plan, err := r.ApplyImport(r.ctx, r.owner, []byte(text.String()), func(done, total int) {
			if total != people {
				t.Errorf("total is %d", total)
			}
			steps = append(steps, done)
		})
		r.must(err)
		if plan.Count(ResultCreated) != people || len(steps) != 4 || steps[3] != people {
			t.Errorf("created %d in steps %v", plan.Count(ResultCreated), steps)
		}
		r.compare("import")
	})
}
