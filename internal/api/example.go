package api

import (
	"slices"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"github.com/propertyos/propertyos/internal/kernel/fault"
)

// exampleOf makes an example of what a schema describes from the examples of its fields. A field that is optional and has
// rows of its own is left out: an example of an expansion inside an expansion would say little.
func (a *api) exampleOf(s *huma.Schema) any {
	if s.Ref != "" {
		s = a.huma.OpenAPI().Components.Schemas.SchemaFromRef(s.Ref)
	}
	switch {
	case len(s.Examples) > 0:
		return s.Examples[0]
	case len(s.Enum) > 0:
		return s.Enum[0]
	case len(s.AnyOf) > 0:
		return a.exampleOf(s.AnyOf[0])
	case s.Nullable && s.Type != huma.TypeArray:
		return nil
	}
	switch s.Type {
	case huma.TypeObject:
		out := map[string]any{}
		for name, p := range s.Properties {
			if slices.Contains(s.Required, name) {
				out[name] = a.exampleOf(p)
			}
		}
		return out
	case huma.TypeArray:
		return []any{a.exampleOf(s.Items)}
	case huma.TypeBoolean:
		return false
	case huma.TypeInteger, huma.TypeNumber:
		return 0
	}
	return exampleText(s.Format)
}

func exampleText(format string) string {
	switch format {
	case "uuid":
		return exampleID
	case "date-time":
		return "2026-03-14T15:09:26Z"
	case "date":
		return "2026-03-14"
	case "decimal":
		return "1250.00"
	}
	return "text"
}

// exampleProblem is an answer with a problem code.
func exampleProblem(c code) any {
	out := map[string]any{
		"type": problemPath(c.name), "title": c.title, "status": c.status, "code": c.name, "detail": strings.ReplaceAll(c.help, "`", ""),
	}
	if c.name == fault.CodeInvalid {
		out["errors"] = []any{map[string]any{"pointer": "/base_rent", "code": "too_many_decimals", "message": "Use at most two decimal places."}}
	}
	return out
}
