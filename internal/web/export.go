package web

import (
	"mime"
	"net/http"
	"net/url"
	"strings"

	"github.com/propertyos/propertyos/internal/domain/property"
)

func (s *site) exportRoutes() map[string]handler {
	return map[string]handler{
		"GET /units/export":      s.exportUnits,
		"GET /properties/export": s.exportProperties,
	}
}

// exportUnits gives out the list of units as its address shows it: the same filters and order. The columns are named by
// the parameter columns, once with commas or repeated; without it they are all.
func (s *site) exportUnits(r *request) error {
	_, filter := unitFilter(r.URL.Query())
	file, err := s.Exports.Units(r.Context(), r.p, filter, exportInput(r.URL.Query()))
	if err != nil {
		return err
	}
	return s.send(r, file)
}

func (s *site) exportProperties(r *request) error {
	_, filter := propertyFilter(r.URL.Query())
	file, err := s.Exports.Properties(r.Context(), r.p, filter, exportInput(r.URL.Query()))
	if err != nil {
		return err
	}
	return s.send(r, file)
}

func exportInput(q url.Values) property.ExportInput {
	in := property.ExportInput{Format: q.Get("format"), Sort: q.Get("sort")}
	for _, list := range q["columns"] {
		in.Columns = append(in.Columns, given(strings.Split(list, ","))...)
	}
	return in
}

// send writes a file. What fails on the way breaks the connection off, so that nobody takes half a list for the whole.
func (s *site) send(r *request, file property.File) error {
	h := r.ResponseWriter.Header()
	h.Set("Content-Type", file.ContentType)
	h.Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": file.Name}))
	h.Set("Cache-Control", "no-store")
	if r.Method == http.MethodHead {
		return nil
	}
	if err := file.Write(r.ResponseWriter); err != nil {
		s.Log.WarnContext(r.Context(), "export cut off", "error", err)
		panic(http.ErrAbortHandler)
	}
	return nil
}

func escapePath(s string) string { return url.PathEscape(s) }
