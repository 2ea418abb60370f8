package api

import "net/http"

// pages are what the API answers beside its operations: its document and its reference.
func (a *api) pages() {
	reference := renderReference(a)
	a.mux.HandleFunc("GET /openapi.json", func(w http.ResponseWriter, _ *http.Request) {
		a.public(w, "application/json", a.document)
	})
	a.mux.HandleFunc("GET /docs/api", func(w http.ResponseWriter, _ *http.Request) {
		a.public(w, "text/html; charset=utf-8", reference)
	})
	a.mux.HandleFunc("GET /docs/api.css", func(w http.ResponseWriter, _ *http.Request) {
		a.public(w, "text/css; charset=utf-8", referenceCSS)
	})
	problems := execute("problems", problemList())
	a.mux.HandleFunc("GET /problems", func(w http.ResponseWriter, _ *http.Request) {
		a.public(w, "text/html; charset=utf-8", problems)
	})
	a.mux.HandleFunc("GET /problems/{code}", func(w http.ResponseWriter, r *http.Request) {
		c, ok := findCode(r.PathValue("code"))
		if !ok {
			a.fail(w, r, errNoRoute)
			return
		}
		a.public(w, "text/html; charset=utf-8", renderProblem(c))
	})
}

// public writes what anybody may see and no session changes.
func (a *api) public(w http.ResponseWriter, contentType string, body []byte) {
	h := w.Header()
	h.Set("Content-Type", contentType)
	h.Set("Cache-Control", "no-cache")
	h.Set("Content-Security-Policy", "default-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'")
	_, _ = w.Write(body)
}
