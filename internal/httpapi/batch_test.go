package httpapi_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"testing"

	"cairn/internal/db"
	"cairn/internal/id"
)

// result is one of a batch's.
type result struct {
	Key    string          `json:"key"`
	Status int             `json:"status"`
	Code   string          `json:"code"`
	Body   json.RawMessage `json:"body"`
}

func op(method, path string, body any) fields {
	return fields{"key": id.New(), "method": method, "path": api + path, "body": body}
}

func (r *rig) batch(from credential, operations ...fields) []result {
	r.Helper()
	var got struct{ Results []result }
	r.succeed(from, "POST", "/batch", fields{"operations": operations}).into(r, &got)
	if len(got.Results) != len(operations) {
		r.Fatalf("%d results of %d operations", len(got.Results), len(operations))
	}
	for i, one := range got.Results {
		if one.Key != operations[i]["key"] {
			r.Errorf("result %d is of %q, want %q", i, one.Key, operations[i]["key"])
		}
	}
	return got.Results
}

func (r *rig) statuses(got []result, want ...string) {
	r.Helper()
	for i, one := range got {
		if text := fmt.Sprintf("%d %s", one.Status, one.Code); text != want[i] {
			r.Errorf("operation %d: %s (%s), want %s", i, text, one.Body, want[i])
		}
	}
}

func TestBatchKeepsItsOrderAndGoesOnAfterRefusals(t *testing.T) {
	each(t, func(r *rig) {
		me, session := r.setUp("Ana")
		one, two, three := id.New(), id.New(), id.New()
		operations := []fields{
			op("POST", "/tasks", fields{"id": one, "title": "One"}),
			op("POST", "/tasks", fields{"id": two, "title": "Two", "before_id": one}),
			op("POST", "/tasks/"+one+"/start", nil),
			op("POST", "/tasks/"+one+"/start", nil), // refused
			op("PATCH", "/tasks/"+two, fields{"title": "Second"}),
			op("POST", "/tasks", fields{"id": three, "title": ""}), // refused
			op("POST", "/tasks/"+three+"/start", nil),              // needs it
			op("PATCH", "/tasks/"+three, fields{"title": "Third"}), // needs it
			op("POST", "/tasks/"+two+"/complete", nil),
			op("GET", "/tasks", nil),
			op("POST", "/session", fields{"email": email("Ana"), "password": password}),
			op("POST", "/tokens", fields{"name": "x", "scopes": []string{"read"}}),
			op("POST", "/people/../tokens", fields{"name": "x", "scopes": []string{"read"}}),
			op("POST", "/people/%2e%2e/tokens", fields{"name": "x", "scopes": []string{"read"}}),
			op("POST", "/batch", fields{"operations": []fields{}}),
			op("POST", "/nothing", fields{}),
			op("PATCH", "/people/"+me, fields{"title": "Carrier"}),
			op("DELETE", "/tasks/"+one, nil),
		}
		// A batch may have no GET at all: its schema says so.
		if a := r.send(session, "POST", "/batch", fields{"operations": operations}); a.status != http.StatusUnprocessableEntity {
			r.Errorf("with a GET: %d %s", a.status, a.body)
		}
		operations = append(operations[:9:9], operations[10:]...)
		want := []string{
			"201 ", "201 ", "200 ", "409 state_conflict", "200 ", "422 invalid", "424 dependency_failed", "424 dependency_failed",
			"200 ", "422 invalid", "422 invalid", "422 invalid", "404 not_found", "422 invalid", "422 invalid", "200 ", "204 ",
		}
		first := r.batch(session, operations...)
		r.statuses(first, want...)
		revision := r.revision()
		again := r.batch(session, operations...)
		if r.revision() != revision {
			r.Error("a batch sent twice happened twice")
		}
		// What was made and deleted since isn't there any more; all else is answered as before.
		want[0], want[2] = "404 out_of_sight", "404 out_of_sight"
		r.statuses(again, want...)
		// Why it was refused, was in the first answer; whoever lost that one is told so, to ask anew.
		const told = `"replayed":true`
		if bytes.Contains(first[3].Body, []byte(told)) || !bytes.Contains(again[3].Body, []byte(told)) {
			r.Errorf("a refusal, and the same again: %s, %s", first[3].Body, again[3].Body)
		}
	})
}

func TestBatchIsBounded(t *testing.T) {
	each(t, func(r *rig) {
		_, session := r.setUp("Ana")
		operations := make([]fields, 101)
		for i := range operations {
			operations[i] = op("POST", "/tasks", fields{"title": fmt.Sprintf("Stone %d", i)})
		}
		if a := r.send(session, "POST", "/batch", fields{"operations": operations}); a.status != http.StatusUnprocessableEntity {
			r.Errorf("101 operations: %d", a.status)
		}
		if a := r.send(session, "POST", "/batch", fields{"operations": []fields{}}); a.status != http.StatusUnprocessableEntity {
			r.Errorf("no operation: %d", a.status)
		}
		for i, one := range r.batch(session, operations[:100]...) {
			if one.Status != http.StatusCreated {
				r.Errorf("operation %d: %d %s", i, one.Status, one.Body)
			}
		}
	})
}

// TestBatchStopsWhenTheServerCannot makes every write fail by taking a table
// away.
func TestBatchStopsWhenTheServerCannot(t *testing.T) {
	each(t, func(r *rig) {
		_, session := r.setUp("Ana")
		if err := r.house.DB.Write(r.Context(), func(ctx context.Context, tx *db.Tx) error {
			_, err := db.Exec(ctx, tx, `ALTER TABLE counter RENAME TO away`)
			return err
		}); err != nil {
			r.Fatal(err)
		}
		one, two := op("POST", "/tasks", fields{"title": "One"}), op("POST", "/tasks", fields{"title": "Two"})
		got := r.batch(session, one, two)
		r.statuses(got, "500 internal", "0 not_tried")
		if bytes.Contains(got[0].Body, []byte("counter")) {
			r.Errorf("the answer tells what failed: %s", got[0].Body)
		}
		if err := r.house.DB.Write(r.Context(), func(ctx context.Context, tx *db.Tx) error {
			_, err := db.Exec(ctx, tx, `ALTER TABLE away RENAME TO counter`)
			return err
		}); err != nil {
			r.Fatal(err)
		}
		r.statuses(r.batch(session, one, two), "201 ", "201 ") // under the same keys
	})
}
