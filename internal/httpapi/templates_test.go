package httpapi_test

import "net/http"

// repeating is a request of the asker's that is sent again and again, with words
// that are theirs alone until it is sent.
func (w *world) repeating() string {
	w.Helper()
	return w.must(w.session[asker], "POST", "/request-templates", fields{
		"title": w.keep("title", asker), "why": w.keep("why", asker), "body": w.keep("body", asker),
		"to": fields{"person_ids": []string{w.ids[owner]}}, "kind": "number", "rule": "FREQ=WEEKLY;BYDAY=MO", "due_after_days": 4,
	}).ID
}

func templateExamples() map[string]example {
	step := func(rest string) func(*world, string, bool) (string, any) {
		return func(w *world, _ string, _ bool) (string, any) {
			return "/request-templates/" + w.repeating() + rest, nil
		}
	}
	onlyAsker := []string{asker}
	return map[string]example{
		"POST /request-templates": {again: true, status: http.StatusCreated, make: func(w *world, _ string, _ bool) (string, any) {
			return "/request-templates", fields{
				"title": "How many stones?", "why": "We count them", "to": fields{"team_ids": []string{w.team}, "person_ids": []string{w.ids[manager]}},
				"kind": "number", "rule": "FREQ=WEEKLY;BYDAY=MO",
			}
		}},
		"GET /request-templates": {status: http.StatusOK, make: func(w *world, _ string, _ bool) (string, any) {
			w.repeating()
			return "/request-templates", nil
		}},
		"POST /request-templates/{id}/pause":  {again: true, status: http.StatusOK, readers: onlyAsker, make: step("/pause")},
		"POST /request-templates/{id}/resume": {again: true, status: http.StatusOK, readers: onlyAsker, make: step("/resume")},
		"POST /request-templates/{id}/end":    {again: true, status: http.StatusOK, readers: onlyAsker, make: step("/end")},
	}
}
