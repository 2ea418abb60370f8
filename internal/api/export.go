package api

import (
	"context"
	"mime"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"github.com/propertyos/propertyos/internal/authz"
	"github.com/propertyos/propertyos/internal/domain/property"
)

func (a *api) exportOperations() []operation {
	file := func(list string, columns []string, filters []param) []param {
		format := choiceParam("format", "The format of the file.", property.ExportFormats)
		format.schema.Default = property.ExportFormats[0]
		return append(filters, format, namesParam("columns", "The columns, separated by commas, in the order of the file; all that you may see "+
			"if it is left out.", columns, "unknown_field", "There is no column of that name."),
			sortParam(map[string][]string{"units": property.UnitSorts, "properties": property.PropertySorts}[list]))
	}
	return []operation{
		{
			id: "export-units", method: http.MethodGet, needs: authz.ExportRun, path: "/v1/units/export", tag: "Units", summary: "Export units",
			doc: "All units that the filters leave, as a file: CSV with a line of headings, or JSON as one array. Each export is recorded " +
				"before it begins. A file that is cut off by a fault ends the connection without its end.",
			query: file("units", property.UnitColumns(), unitFilters()), file: true, handle: a.exportUnits,
		},
		{
			id: "export-properties", method: http.MethodGet, needs: authz.ExportRun, path: "/v1/properties/export", tag: "Properties", summary: "Export properties",
			doc:   "All properties that the filters leave, as a file, as with units.",
			query: file("properties", property.PropertyColumns(), propertyFilters()), file: true, handle: a.exportProperties,
		},
	}
}

func fileContent() map[string]*huma.MediaType {
	return map[string]*huma.MediaType{
		"text/csv": {Schema: &huma.Schema{Type: huma.TypeString}, Example: "Property,Unit\r\nMaple Court,12B\r\n"},
		"application/json": {
			Schema:  &huma.Schema{Type: huma.TypeArray, Items: &huma.Schema{Type: huma.TypeObject, AdditionalProperties: true}},
			Example: []any{map[string]any{"property_name": "Maple Court", "number": "12B"}},
		},
	}
}

func (c *call) export() property.ExportInput {
	return property.ExportInput{Format: c.query.text("format"), Sort: c.query.text("sort"), Columns: c.query.names("columns")}
}

func (a *api) exportUnits(ctx context.Context, c *call) (reply, error) {
	filter, err := c.unitFilter()
	if err != nil {
		return reply{}, err
	}
	f, err := a.Exports.Units(ctx, c.principal, filter, c.export())
	return reply{file: &f}, err
}

func (a *api) exportProperties(ctx context.Context, c *call) (reply, error) {
	filter, err := c.propertyFilter()
	if err != nil {
		return reply{}, err
	}
	f, err := a.Exports.Properties(ctx, c.principal, filter, c.export())
	return reply{file: &f}, err
}

// send writes a file. What fails on the way breaks the connection off, so that nobody takes half a list for the whole.
func (a *api) send(w http.ResponseWriter, r *http.Request, f property.File) {
	w.Header().Set("Content-Type", f.ContentType)
	w.Header().Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": f.Name}))
	if r.Method == http.MethodHead {
		return
	}
	if err := f.Write(w); err != nil {
		a.Log.WarnContext(r.Context(), "export cut off", "trace_id", w.Header().Get(requestIDHeader), "cause", causeOf(err))
		panic(http.ErrAbortHandler)
	}
}
