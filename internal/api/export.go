package api

import (
	"context"
	"mime"
	"net/http"
	"slices"

	"github.com/danielgtaylor/huma/v2"

	"github.com/propertyos/propertyos/internal/authz"
	"github.com/propertyos/propertyos/internal/domain/document"
	"github.com/propertyos/propertyos/internal/domain/export"
	"github.com/propertyos/propertyos/internal/domain/leasing"
	"github.com/propertyos/propertyos/internal/domain/owner"
	"github.com/propertyos/propertyos/internal/domain/property"
)

// exportOf is the operation that gives a list out as a file.
func exportOf(list, path, tag string, sorts, columns []string, filters []param, do func(context.Context, *call) (export.File, error)) operation {
	format := choiceParam("format", "The format of the file.", export.Formats)
	format.schema.Default = export.Formats[0]
	query := append(slices.Clone(filters), format, namesParam("columns", "The columns, separated by commas, in the order of the file; all that "+
		"you may see if it is left out.", columns, "unknown_field", "There is no column of that name."), sortParam(sorts))
	return operation{
		id: "export-" + list, method: http.MethodGet, needs: authz.ExportRun, path: path + "/export", tag: tag, summary: "Export " + list,
		doc: "All rows that the filters leave, as a file: CSV with a line of headings, or JSON as one array. Each export is recorded before it " +
			"begins. A file that is cut off by a fault ends the connection without its end.",
		query: query, file: true, handle: func(ctx context.Context, c *call) (reply, error) {
			f, err := do(ctx, c)
			return reply{file: &f}, err
		},
	}
}

func (a *api) exportOperations() []operation {
	return []operation{
		exportOf("units", "/v1/units", "Units", property.UnitSorts, property.UnitColumns(), unitFilters(), a.exportUnits),
		exportOf("properties", "/v1/properties", "Properties", property.PropertySorts, property.PropertyColumns(), propertyFilters(), a.exportProperties),
		exportOf("leases", leasePath, leaseTag, leasing.LeaseSorts, leasing.LeaseColumns(), leaseFilters(), func(ctx context.Context, c *call) (export.File, error) {
			return a.Leases.ExportLeases(ctx, c.principal, c.leaseFilter(), c.export())
		}),
		exportOf("tenancies", "/v1/tenancies", tenancyTag, leasing.StaySorts, leasing.StayColumns(), stayFilters(), func(ctx context.Context, c *call) (export.File, error) {
			return a.Leases.ExportStays(ctx, c.principal, c.stayFilter(), c.export())
		}),
		exportOf("renters", "/v1/renters", "Renters", leasing.RenterSorts, leasing.RenterColumns(), renterFilters(), func(ctx context.Context, c *call) (export.File, error) {
			return a.Renters.Export(ctx, c.principal, c.renterFilter(), c.export())
		}),
		exportOf("owners", "/v1/owners", "Owners", owner.Sorts, owner.Columns(), ownerFilters(), func(ctx context.Context, c *call) (export.File, error) {
			return a.Owners.Export(ctx, c.principal, c.ownerFilter(), c.export())
		}),
		exportOf("documents", "/v1/documents", "Documents", document.Sorts, document.Columns(), documentFilters(), func(ctx context.Context, c *call) (export.File, error) {
			return a.Documents.Export(ctx, c.principal, c.documentFilter(), c.export())
		}),
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

func (c *call) export() export.Input {
	return export.Input{Format: c.query.text("format"), Sort: c.query.text("sort"), Columns: c.query.names("columns")}
}

func (a *api) exportUnits(ctx context.Context, c *call) (export.File, error) {
	filter, err := c.unitFilter()
	if err != nil {
		return export.File{}, err
	}
	return a.Exports.Units(ctx, c.principal, filter, c.export())
}

func (a *api) exportProperties(ctx context.Context, c *call) (export.File, error) {
	filter, err := c.propertyFilter()
	if err != nil {
		return export.File{}, err
	}
	return a.Exports.Properties(ctx, c.principal, filter, c.export())
}

// send writes a file. What fails on the way breaks the connection off, so that nobody takes half a list for the whole.
func (a *api) send(w http.ResponseWriter, r *http.Request, f export.File) {
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
