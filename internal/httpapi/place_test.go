package httpapi

import (
	"encoding/json"
	"log/slog"
	"net/http"
	"testing"

	"cairn/internal/clock"
)

// TestEveryPlaceTakesALevel holds that the fields of an embedded type are part
// of a body: one whose name isn't exported would be refused as unknown.
func TestEveryPlaceTakesALevel(t *testing.T) {
	api := New(Config{}, Services{}, http.NotFoundHandler(), clock.System{}, slog.New(slog.DiscardHandler))
	text, err := api.OpenAPI()
	if err != nil {
		t.Fatal(err)
	}
	var document struct {
		Paths map[string]map[string]struct {
			RequestBody struct {
				Content map[string]struct {
					Schema struct {
						Ref string `json:"$ref"`
					} `json:"schema"`
				} `json:"content"`
			} `json:"requestBody"` //nolint:tagliatelle // OpenAPI's
		} `json:"paths"`
		Components struct {
			Schemas map[string]struct {
				Properties map[string]any `json:"properties"`
			} `json:"schemas"`
		} `json:"components"`
	}
	if err := json.Unmarshal(text, &document); err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{"/tasks", "/tasks/{id}/accept", "/tasks/{id}/move", "/tasks/{id}/reopen", "/people/{id}/worklist/impact"} {
		ref := document.Paths[prefix+path]["post"].RequestBody.Content["application/json"].Schema.Ref
		schema := document.Components.Schemas[ref[len("#/components/schemas/"):]]
		for _, field := range []string{"level", "before_id", "after_id", "step_down_ids", "on_full", "list_revision"} {
			if schema.Properties[field] == nil {
				t.Errorf("the body of POST %s (%s) has no %s", path, ref, field)
			}
		}
	}
}
