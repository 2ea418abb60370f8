package document

import (
	"context"
	"strings"

	"github.com/propertyos/propertyos/internal/domain/export"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/kernel/page"
	"github.com/propertyos/propertyos/internal/platform/sheet"
	"github.com/propertyos/propertyos/internal/tenancy"
)

var columns = []sheet.Column[Document]{
	{Name: "name", Heading: "Document", Value: func(d Document) any { return d.Name }},
	{Name: "type", Heading: "Kind", Value: func(d Document) any { return d.Type }},
	{Name: "entity_type", Heading: "Belongs to", Value: func(d Document) any { return d.EntityType }},
	{Name: "place", Heading: "Place", Value: func(d Document) any { return d.Place }},
	{Name: "description", Heading: "Description", Value: func(d Document) any { return d.Description }},
	{Name: "tags", Heading: "Tags", Value: func(d Document) any { return strings.Join(d.Tags, ", ") }},
	{Name: "access_level", Heading: "Who may see it", Value: func(d Document) any { return d.AccessLevel }},
	{Name: "size", Heading: "Bytes", Value: func(d Document) any { return d.Size }},
	{Name: "media_type", Heading: "Media type", Value: func(d Document) any { return d.MediaType }},
	{Name: "expires_on", Heading: "Expires on", Value: func(d Document) any { return d.ExpiresOn }},
	{Name: "retain_until", Heading: "Keep until", Value: func(d Document) any { return d.RetainUntil }},
	{Name: "created_at", Heading: "Added", Value: func(d Document) any { return d.CreatedAt }},
	{Name: "sha256", Heading: "SHA-256", Value: func(d Document) any { return d.SHA256 }},
	{Name: "id", Heading: "Id", Value: func(d Document) any { return d.ID }},
	{Name: "entity_id", Heading: "Entity id", Value: func(d Document) any { return d.EntityID }},
}

// Columns lists the names of the columns of a file that lists documents.
func Columns() []string { return export.Names(columns) }

// Export gives out what Documents lists, all pages of it, without their files. Errors: those of the list, Invalid for format
// and columns.
func (s *Service) Export(ctx context.Context, p tenancy.Principal, f Filter, in export.Input) (export.File, error) {
	named := func(v id.ID) string {
		if v == id.Nil {
			return ""
		}
		return v.String()
	}
	return export.List[Document]{
		Table: "documents", Columns: columns, Recorder: s.o.Audit, Now: s.db.Clock().Now(),
		Detail: map[string]any{
			"q": f.Query, "type": f.Type, "not_type": f.NotType, "entity_type": f.EntityType, "entity_id": named(f.EntityID),
			"property_id": named(f.PropertyID), "tag": f.Tag, "expiring_within": f.ExpiringWithin, "deleted": f.Deleted,
		},
		Read: func(r page.Request) ([]Document, page.Page, error) { return s.Documents(ctx, p, f, r) },
	}.Make(ctx, p, in)
}
