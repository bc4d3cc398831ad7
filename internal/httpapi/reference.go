package httpapi

import (
	"cmp"
	"html/template"
	"net/http"
	"slices"
	"strings"
)

// referencePage lists the API for people, from the same table that serves it.
// It loads nothing from elsewhere.
var referencePage = template.Must(template.New("reference").Parse(`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark"><title>Cairn API</title></head>
<body>
<main>
<h1>Cairn API</h1>
<p>Every path is under <code>{{.Prefix}}</code>. Send a token as <code>Authorization: Bearer …</code>, and an
<code>Idempotency-Key</code> with each write. The whole description, with every field, is
<a href="{{.Prefix}}/openapi.json">openapi.json</a> (OpenAPI 3.1).</p>
{{range .Groups}}<h2>{{.Name}}</h2>
<table><thead><tr><th scope="col">Method</th><th scope="col">Path</th><th scope="col">What it does</th><th scope="col">Who</th></tr></thead><tbody>
{{range .Lines}}<tr><td>{{.Method}}</td><td><code>{{.Path}}</code></td><td>{{.Summary}}</td><td>{{.Access}}</td></tr>
{{end}}</tbody></table>
{{end}}</main></body></html>
`))

type referenceGroup struct {
	Name  string
	Lines []referenceLine
}

type referenceLine struct {
	Method, Path, Summary string
	Access                Access
}

func (a *API) reference(w http.ResponseWriter, r *http.Request) {
	byNoun := map[string][]referenceLine{}
	for _, route := range a.table {
		path := strings.TrimPrefix(route.Path, prefix)
		noun, _, _ := strings.Cut(strings.TrimPrefix(path, "/"), "/")
		byNoun[noun] = append(byNoun[noun], referenceLine{route.Method, path, route.Summary, route.Access})
	}
	groups := make([]referenceGroup, 0, len(byNoun))
	for noun, lines := range byNoun {
		groups = append(groups, referenceGroup{noun, lines})
	}
	slices.SortFunc(groups, func(x, y referenceGroup) int { return cmp.Compare(x.Name, y.Name) })
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	data := struct {
		Prefix string
		Groups []referenceGroup
	}{prefix, groups}
	if err := referencePage.Execute(w, data); err != nil {
		a.log.WarnContext(r.Context(), "the API page broke off", "error", err)
	}
}
