package httpapi_test

import (
	"encoding/json"
	"reflect"
	"testing"
)

func TestQuickAddSaysNullForWhatWasNotSaid(t *testing.T) {
	each(t, func(r *rig) {
		_, session := r.setUp("Ana")
		for text, want := range map[string]map[string]any{
			"Carry a stone": {"title": "Carry a stone", "level": nil, "due_date": nil, "due_time": nil, "no_date": false, "source_url": nil, "labels": []any{}},
			"Carry by 2026-06-01 3pm high #path https://example.com/x": {
				"title": "Carry", "level": "high", "due_date": "2026-06-01", "due_time": "15:00", "source_url": "https://example.com/x", "labels": []any{"path"},
			},
			"Carry every month on the 1st until 2026-12-31": {
				"title": "Carry", "repeat": "FREQ=MONTHLY;BYMONTHDAY=1;UNTIL=20261231",
			},
			"Carry no date": {"repeat": nil, "title": "Carry", "no_date": true, "due_date": nil},
		} {
			var page struct{ Items []map[string]any }
			a := r.succeed(session, "POST", "/tasks/parse", fields{"text": text})
			if err := json.Unmarshal(a.body, &page); err != nil || len(page.Items) != 1 {
				r.Fatalf("%s: %v", a.body, err)
			}
			for field, value := range want {
				if got, there := page.Items[0][field]; !there || !reflect.DeepEqual(got, value) {
					r.Errorf("%q: %s is %v, want %v", text, field, got, value)
				}
			}
		}
	})
}
