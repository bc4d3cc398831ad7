package httpapi

import (
	"context"

	"cairn/internal/authz"
	"cairn/internal/imports"
	"cairn/internal/people"
)

type importTasks struct {
	Body struct {
		ID             string          `json:"id,omitempty" doc:"A UUID of version 7 that the client made"`
		CSV            string          `json:"csv" doc:"The file, up to 10 MB and 10,000 rows"`
		Mapping        imports.Mapping `json:"mapping"`
		OwnerMapCSV    string          `json:"owner_map_csv,omitempty" doc:"With the columns owner (as in the file) and email"`
		DefaultOwnerID string          `json:"default_owner_id,omitempty" doc:"Whose the rows without an owner are"`
		Update         bool            `json:"update,omitempty" doc:"Give changed dates to the tasks that are there"`
		DryRun         bool            `json:"dry_run,omitempty" doc:"Answer with the report, and change nothing"`
	}
}

func (a *API) importTasks(ctx context.Context, call authz.Call, in *importTasks) (imports.Import, error) {
	b := in.Body
	request := imports.Request{
		ID: b.ID, CSV: b.CSV, Mapping: b.Mapping, OwnerMap: b.OwnerMapCSV, DefaultOwnerID: b.DefaultOwnerID, Update: b.Update,
	}
	if b.DryRun {
		return a.imports.Preview(ctx, call.Actor, request)
	}
	return a.imports.Start(ctx, call, request)
}

func (a *API) getImport(ctx context.Context, actor authz.Actor, in *byID) (imports.Import, error) {
	return a.imports.Get(ctx, actor, in.ID)
}

type importPeople struct {
	Body struct {
		CSV    string `json:"csv" doc:"The file, up to 4 MB; its first line names the columns: name, email, title, time_zone, manager_email, team, holiday_region"`
		DryRun bool   `json:"dry_run,omitempty" doc:"Answer with the report, and change nothing"`
	}
}

func (a *API) importPeople(ctx context.Context, call authz.Call, in *importPeople) (people.Plan, error) {
	if in.Body.DryRun {
		return a.people.PlanImport(ctx, call.Actor, []byte(in.Body.CSV))
	}
	return a.people.ApplyImport(ctx, call, []byte(in.Body.CSV), nil)
}
