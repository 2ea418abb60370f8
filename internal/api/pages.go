package api

import (
	"net/http"
)

// pages are what the API answers beside its operations: its document, its reference, health.
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
	a.mux.HandleFunc("GET /problems/{code}", func(w http.ResponseWriter, r *http.Request) {
		c, ok := findCode(r.PathValue("code"))
		if !ok {
			a.fail(w, r, errNoRoute)
			return
		}
		a.public(w, "text/html; charset=utf-8", renderProblem(c))
	})
	a.mux.HandleFunc("GET /healthz", a.healthy)
	a.mux.HandleFunc("GET /readyz", a.ready)
}

// public writes what anybody may see and no session changes.
func (a *api) public(w http.ResponseWriter, contentType string, body []byte) {
	h := w.Header()
	h.Set("Content-Type", contentType)
	h.Set("Cache-Control", "no-cache")
	h.Set("Content-Security-Policy", "default-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'")
	_, _ = w.Write(body)
}

type healthView struct {
	Status string `json:"status"`
}

// healthy says that the process answers.
func (a *api) healthy(w http.ResponseWriter, _ *http.Request) {
	writeJSON(w, http.StatusOK, "application/json", healthView{"ok"})
}

// ready says that the database answers too, so that requests may be sent here.
func (a *api) ready(w http.ResponseWriter, r *http.Request) {
	if err := a.Ping(r.Context()); err != nil {
		a.fail(w, r, err)
		return
	}
	writeJSON(w, http.StatusOK, "application/json", healthView{"ok"})
}
