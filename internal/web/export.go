package web

import (
	"mime"
	"net/http"
	"net/url"
	"strings"

	"github.com/propertyos/propertyos/internal/domain/export"
)

func (s *site) exportRoutes() map[string]handler {
	file := func(do func(*request, export.Input) (export.File, error)) handler {
		return func(r *request) error {
			f, err := do(r, exportInput(r.URL.Query()))
			if err != nil {
				return err
			}
			return s.send(r, f)
		}
	}
	// Each list is given out as its address shows it: the same filters and order. The columns are named by the parameter
	// columns, once with commas or repeated; without it they are all.
	return map[string]handler{
		"GET /units/export": file(func(r *request, in export.Input) (export.File, error) {
			_, filter := unitFilter(r.URL.Query())
			return s.Exports.Units(r.Context(), r.p, filter, in)
		}),
		"GET /properties/export": file(func(r *request, in export.Input) (export.File, error) {
			_, filter := propertyFilter(r.URL.Query())
			return s.Exports.Properties(r.Context(), r.p, filter, in)
		}),
		"GET /leases/export": file(func(r *request, in export.Input) (export.File, error) {
			_, filter := leaseFilter(r.URL.Query(), s.today(r))
			return s.Leases.ExportLeases(r.Context(), r.p, filter, in)
		}),
		"GET /tenancies/export": file(func(r *request, in export.Input) (export.File, error) {
			_, filter := stayFilter(r.URL.Query())
			return s.Leases.ExportStays(r.Context(), r.p, filter, in)
		}),
		"GET /renters/export": file(func(r *request, in export.Input) (export.File, error) {
			_, filter := renterFilter(r.URL.Query())
			return s.Renters.Export(r.Context(), r.p, filter, in)
		}),
		"GET /owners/export": file(func(r *request, in export.Input) (export.File, error) {
			_, filter := ownerFilter(r.URL.Query())
			return s.Owners.Export(r.Context(), r.p, filter, in)
		}),
		"GET /documents/export": file(func(r *request, in export.Input) (export.File, error) {
			_, filter := documentFilter(r)
			return s.Documents.Export(r.Context(), r.p, filter, in)
		}),
	}
}

func exportInput(q url.Values) export.Input {
	in := export.Input{Format: q.Get("format"), Sort: q.Get("sort")}
	for _, list := range q["columns"] {
		in.Columns = append(in.Columns, given(strings.Split(list, ","))...)
	}
	return in
}

// send writes a file. What fails on the way breaks the connection off, so that nobody takes half a list for the whole.
func (s *site) send(r *request, file export.File) error {
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
