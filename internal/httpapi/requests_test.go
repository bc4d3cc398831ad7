package httpapi_test

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"
)

// requested is a request of the asker's to owner and outsider, with words in every
// place that takes some. What was asked stands on the tasks of the two.
func (w *world) requested(kind string) (requestID, taskID string) {
	w.Helper()
	readers := []string{owner, manager, skipLevel, asker, peer, outsider}
	sent := w.must(w.session[asker], "POST", "/requests", fields{
		"title": w.keep("title", readers...), "why": w.keep("why", readers...), "body": w.keep("body", readers...),
		"to": fields{"person_ids": []string{w.ids[owner], w.ids[outsider]}}, "kind": kind, "due_date": "2026-04-01",
	})
	return sent.ID, w.taskOf(sent.ID, owner)
}

// taskOf is the task that a request is to somebody.
func (w *world) taskOf(requestID, who string) string {
	w.Helper()
	var told struct {
		People []struct {
			PersonID string `json:"person_id"`
			TaskID   string `json:"task_id"`
		} `json:"people"`
	}
	w.send(w.session[asker], "GET", "/requests/"+requestID, nil).into(w, &told)
	for _, row := range told.People {
		if row.PersonID == w.ids[who] {
			return row.TaskID
		}
	}
	w.Fatalf("%s has no part in %s", who, requestID)
	return ""
}

// answered is one that the owner has answered, in words for the two alone.
func (w *world) answered() string {
	w.Helper()
	requestID, taskID := w.requested("text")
	w.must(w.session[owner], "POST", "/tasks/"+taskID+"/answer", fields{"text": w.keep("answer", owner, asker)})
	return requestID
}

func requestExamples() map[string]example {
	ask := func(w *world, _ string, _ bool) (string, any) {
		return "/requests", fields{
			"title": "How many stones?", "why": "We count them", "to": fields{"team_ids": []string{w.team}, "person_ids": []string{w.ids[manager]}},
			"kind": "number", "due_date": nil,
		}
	}
	overseen := func(rest string) func(*world, string, bool) (string, any) {
		return func(w *world, _ string, _ bool) (string, any) {
			requestID, _ := w.requested("done")
			return "/requests/" + requestID + rest, nil
		}
	}
	read := func(rest string) func(*world, string, bool) (string, any) {
		return func(w *world, _ string, _ bool) (string, any) { return "/requests/" + w.answered() + rest, nil }
	}
	parties, onlyAsker := []string{asker, owner, outsider}, []string{asker}
	return map[string]example{
		"POST /requests/preview": {again: true, status: http.StatusOK, make: func(w *world, who string, c bool) (string, any) {
			path, body := ask(w, who, c)
			return path + "/preview", body
		}},
		"POST /requests":                 {again: true, status: http.StatusCreated, make: ask},
		"GET /requests":                  {status: http.StatusOK, make: always("/requests?state=open", nil)},
		"GET /requests/{id}":             {status: http.StatusOK, readers: parties, make: read("")},
		"GET /requests/{id}/answers.csv": {status: http.StatusOK, readers: parties, make: read("/answers.csv")},
		"POST /requests/{id}/withdraw":   {status: http.StatusOK, readers: parties, may: onlyAsker, make: overseen("/withdraw")},
		"POST /requests/{id}/enough":     {status: http.StatusOK, readers: parties, may: onlyAsker, make: overseen("/enough")},
		"POST /requests/{id}/ask-state":  {again: true, status: http.StatusOK, readers: parties, may: onlyAsker, make: overseen("/ask-state")},
		"POST /requests/{id}/elsewhere": {again: true, status: http.StatusOK, readers: parties, may: onlyAsker, make: func(w *world, _ string, _ bool) (string, any) {
			requestID, _ := w.requested("text")
			return "/requests/" + requestID + "/elsewhere", fields{"person_id": w.ids[owner], "text": w.keep("elsewhere", owner, asker)}
		}},
		"POST /tasks/{id}/answer": {status: http.StatusOK, readers: []string{owner, manager, skipLevel, asker, peer}, may: []string{owner}, make: func(w *world, _ string, _ bool) (string, any) {
			_, taskID := w.requested("text")
			return "/tasks/" + taskID + "/answer", fields{"text": "Twelve"}
		}},
		"POST /tasks/{id}/pass-on": {again: true, status: http.StatusCreated, readers: []string{manager, skipLevel, asker}, may: []string{manager}, make: func(w *world, _ string, _ bool) (string, any) {
			sent := w.must(w.session[asker], "POST", "/requests", fields{
				"title": "How many stones?", "why": "We count them", "to": fields{"person_ids": []string{w.ids[manager]}}, "kind": "number", "due_date": nil,
			})
			return "/tasks/" + w.taskOf(sent.ID, manager) + "/pass-on", fields{}
		}},
	}
}

// Whoever follows what they asked sees a request come and change; the answers come
// to who watches them, and may.
func TestW10_TheFeedTellsOfRequests(t *testing.T) {
	each(t, func(r *rig) {
		w := newWorld(r)
		since := changes(w, asker, "since=0").Revision
		requestID, taskID := w.requested("number")
		if got := changes(w, asker, "since="+itoa(since)).of(requestID); got != "put" {
			t.Errorf("the asker is told %q of the request", got)
		}
		for who, want := range map[string]string{asker: "put", owner: "put", outsider: "", admin: ""} {
			watch := "&watch=request:" + requestID + ",answers:" + requestID
			page := changes(w, who, "since="+itoa(since)+watch)
			if got := page.of(taskID); got != want {
				t.Errorf("%s is told %q of the task, want %q", who, got, want)
			}
		}
		since = changes(w, asker, "since=0").Revision
		w.must(w.session[owner], "POST", "/tasks/"+taskID+"/answer", fields{"number": 3})
		if got := changes(w, asker, "since="+itoa(since)+"&watch=answers:"+requestID).of(taskID); got != "put" {
			t.Errorf("the asker who watches is told %q of the answer", got)
		}
	})
}

type feedPage struct {
	Revision int64
	Items    []struct{ ID, Op string }
}

func (p feedPage) of(id string) string {
	for _, item := range p.Items {
		if item.ID == id {
			return item.Op
		}
	}
	return ""
}

func changes(w *world, who, query string) feedPage {
	w.Helper()
	var page feedPage
	w.succeed(w.session[who], "GET", "/changes?limit=1000&"+query, nil).into(w, &page)
	return page
}

func itoa(n int64) string {
	text, _ := json.Marshal(n) // numbers always marshal
	return string(text)
}

// The file is one, and has the answers.
func TestW10_TheAnswersAsAFile(t *testing.T) {
	each(t, func(r *rig) {
		w := newWorld(r)
		requestID, taskID := w.requested("number")
		w.must(w.session[owner], "POST", "/tasks/"+taskID+"/answer", fields{"number": -3.5})
		got := w.succeed(w.session[asker], "GET", "/requests/"+requestID+"/answers.csv", nil)
		if kind := got.header.Get("Content-Type"); !strings.HasPrefix(kind, "text/csv") {
			t.Errorf("the file is %s", kind)
		}
		if !strings.Contains(string(got.body), ",done,-3.5,") {
			t.Errorf("the file is\n%s", got.body)
		}
	})
}
