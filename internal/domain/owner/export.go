package owner

import (
	"context"

	"github.com/propertyos/propertyos/internal/domain/export"
	"github.com/propertyos/propertyos/internal/kernel/page"
	"github.com/propertyos/propertyos/internal/platform/sheet"
	"github.com/propertyos/propertyos/internal/tenancy"
)

var columns = []sheet.Column[Owner]{
	{Name: "name", Heading: "Owner", Value: func(o Owner) any { return o.Name }},
	{Name: "email", Heading: "E-mail", Value: func(o Owner) any { return text(o.Email) }},
	{Name: "phone", Heading: "Phone", Value: func(o Owner) any { return text(o.Phone) }},
	{Name: "active", Heading: "Active", Value: func(o Owner) any { return o.Active }},
	{Name: "properties", Heading: "Properties", Value: func(o Owner) any { return o.Properties }},
	{Name: "default_share", Heading: "Usual share", Value: func(o Owner) any { return o.DefaultShare }},
	{Name: "distribution_frequency", Heading: "Paid", Value: func(o Owner) any { return o.DistributionFrequency }},
	{Name: "id", Heading: "Id", Value: func(o Owner) any { return o.ID }},
}

func text(v *string) string {
	if v == nil {
		return ""
	}
	return *v
}

// Columns lists the names of the columns of a file of owners.
func Columns() []string { return export.Names(columns) }

// Export gives out what Owners lists, all pages of it. Errors: those of the list, Invalid for format and columns.
func (s *Service) Export(ctx context.Context, p tenancy.Principal, f Filter, in export.Input) (export.File, error) {
	return export.List[Owner]{
		Table: "owners", Columns: columns, Recorder: s.recorder, Now: s.db.Clock().Now(),
		Detail: map[string]any{"q": f.Query, "status": f.State, "deleted": f.Deleted},
		Read:   func(r page.Request) ([]Owner, page.Page, error) { return s.Owners(ctx, p, f, r) },
	}.Make(ctx, p, in)
}
