package document

import (
	"context"
	"encoding/hex"
	"fmt"
	"time"

	"github.com/propertyos/propertyos/internal/audit"
	"github.com/propertyos/propertyos/internal/authz"
	"github.com/propertyos/propertyos/internal/domain/document/internal/documentdb"
	"github.com/propertyos/propertyos/internal/kernel/fault"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/kernel/page"
	"github.com/propertyos/propertyos/internal/platform/postgres"
	"github.com/propertyos/propertyos/internal/tenancy"
)

// Filter narrows a list of documents. Zero values do not narrow.
type Filter struct {
	Query          string // in the name, the description or the property's name
	Type           string
	NotType        string // all but this type
	EntityType     string
	EntityID       id.ID
	PropertyID     id.ID // of the property itself and of all that is in it
	Tag            string
	ExpiringWithin int  // days from today; what expired is among them; 0 does not narrow
	Deleted        bool // the deleted ones instead
}

// Sorts are the orders that a list of documents offers; the first is the default.
var Sorts = []string{"created_at", "name", "type", "size", "expires_on"}

// openEntities are what everybody on the staff may see documents of; those of leases, people and money are for roles that may
// see leases.
var openEntities = []string{"organization", "property", "unit", "maintenance_request", "work_order", "inspection", "vendor"}

// leasing reports whether the holder may see documents of leases, people and money.
func leasing(g authz.Grant) bool {
	return g.Principal().Role == tenancy.RoleSystem || authz.Allowed(g.Principal(), authz.LeasingRead)
}

// levels are the audiences that people below staff are.
var levels = map[tenancy.Role]string{tenancy.RoleRenter: "renter", tenancy.RoleOwner: "owner", tenancy.RoleVendor: "vendor"}

// visible is a query for what the holder of a grant may see.
func visible(g authz.Grant) documentdb.ListDocumentsParams {
	p := g.Principal()
	return documentdb.ListDocumentsParams{
		TenantID: p.Organization, UserID: p.User, AllPrivate: p.Role == tenancy.RoleAdmin || p.Role == tenancy.RoleSystem,
		Leasing: leasing(g), OpenEntities: openEntities, PropertyScope: p.PropertyFilter(), OwnLevel: levels[p.Role], Own: g.OwnFilter(),
		OnlyIds: []id.ID{},
	}
}

// get reads one document that the holder may see. Error: postgres.ErrNotFound.
func get(ctx context.Context, q *documentdb.Queries, g authz.Grant, document id.ID, withDeleted bool) (Document, error) {
	a := visible(g)
	a.OnlyIds, a.WithDeleted, a.RowLimit = []id.ID{document}, withDeleted, 1
	rows, err := q.ListDocuments(ctx, a)
	switch {
	case err != nil:
		return Document{}, fmt.Errorf("get document: %w", err)
	case len(rows) == 0:
		return Document{}, postgres.ErrNotFound
	}
	return fromRow(rows[0]), nil
}

// Document returns one document, a deleted one only if asked for. The read is recorded. Error: postgres.ErrNotFound.
func (s *Service) Document(ctx context.Context, p tenancy.Principal, document id.ID, withDeleted bool) (Document, error) {
	g, err := authz.Require(p, authz.DocumentRead)
	if err != nil {
		return Document{}, err
	}
	d, err := get(ctx, documentdb.New(g.Reader(ctx, s.db)), g, document, withDeleted && g.Relation() != authz.Own)
	if err == nil {
		s.note(p, nil, d.ID)
	}
	return d, err
}

// Documents lists a page of documents. The read is recorded. Errors: Invalid for the parameters, page.ErrCursor.
func (s *Service) Documents(ctx context.Context, p tenancy.Principal, f Filter, r page.Request) ([]Document, page.Page, error) {
	g, err := authz.Require(p, authz.DocumentRead)
	if err != nil {
		return nil, page.Page{}, err
	}
	if r.Sort == "" {
		r.Sort = "-created_at"
	}
	q, err := page.Parse(r, Sorts...)
	if err != nil {
		return nil, page.Page{}, err
	}
	if err := f.check(); err != nil {
		return nil, page.Page{}, err
	}
	a := visible(g)
	a.Sort, a.HasCursor, a.Descending, a.CursorKey, a.CursorID, a.RowLimit = q.Sort, q.HasCursor, q.Descending, q.Key, q.ID, q.Fetch()
	a.Q, a.Type, a.NotType, a.EntityType, a.Tag = pattern(f.Query), f.Type, f.NotType, f.EntityType, f.Tag
	a.EntityID, a.PropertyID, a.Deleted = given(f.EntityID), given(f.PropertyID), f.Deleted && g.Relation() != authz.Own
	if f.ExpiringWithin > 0 {
		a.ExpiringBefore = given(s.today().AddDays(f.ExpiringWithin + 1).Time())
	}
	rows, err := documentdb.New(g.Lister(ctx, s.db)).ListDocuments(ctx, a)
	if err != nil {
		return nil, page.Page{}, fmt.Errorf("list documents: %w", err)
	}
	rows, around := page.Cut(q, rows, func(r documentdb.ListDocumentsRow) (string, id.ID) { return r.SortKey, r.ID })
	out := make([]Document, 0, len(rows))
	ids := make([]id.ID, 0, len(rows))
	for _, row := range rows {
		out, ids = append(out, fromRow(row)), append(ids, row.ID)
	}
	if len(ids) > 0 {
		s.note(p, nil, ids...)
	}
	return out, around, nil
}

func (f Filter) check() error {
	var e fault.Fields
	e.Text("q", f.Query, false, 200)
	e.Text("tag", f.Tag, false, 50)
	if f.Type != "" {
		oneOf(&e, "type", f.Type, Types)
	}
	if f.EntityType != "" {
		oneOf(&e, "entity_type", f.EntityType, EntityTypes)
	}
	e.Check(f.ExpiringWithin >= 0 && f.ExpiringWithin <= 3660, "expiring_within", "out_of_range", "This number is out of range.")
	return e.Err()
}

// Version is one file of a document.
type Version struct {
	Revision    int32     `json:"revision"`
	Name        string    `json:"name"`
	Size        int64     `json:"size"` // bytes
	MediaType   string    `json:"media_type"`
	SHA256      string    `json:"sha256"` // of the content, in hex
	ScanStatus  string    `json:"scan_status"`
	ScanFinding string    `json:"scan_finding"` // what the scanner calls it
	UploadedBy  string    `json:"uploaded_by"`  // the person's name, or empty where the program made it
	CreatedAt   time.Time `json:"created_at"`
}

// Versions lists the files of a document, the newest first. Only staff see that there are others. Errors: postgres.ErrNotFound,
// authz.ErrForbidden.
func (s *Service) Versions(ctx context.Context, p tenancy.Principal, document id.ID) ([]Version, error) {
	g, err := authz.Require(p, authz.DocumentHistory)
	if err != nil {
		return nil, err
	}
	q := documentdb.New(g.Reader(ctx, s.db))
	if _, err := get(ctx, q, g, document, true); err != nil {
		return nil, err
	}
	out := []Version{}
	rows, err := q.ListVersions(ctx, g.Organization(), document)
	if err != nil {
		return nil, fmt.Errorf("list versions: %w", err)
	}
	for _, r := range rows {
		out = append(out, Version{
			Revision: r.Revision, Name: r.FileName, Size: r.FileSize, MediaType: r.MimeType, SHA256: hex.EncodeToString(r.ContentHash),
			ScanStatus: r.ScanStatus, ScanFinding: deref(r.ScanFinding), UploadedBy: r.UploadedBy, CreatedAt: r.CreatedAt,
		})
	}
	s.note(p, map[string]any{"shows": "versions"}, document)
	return out, nil
}

// note records that documents were read.
func (s *Service) note(p tenancy.Principal, detail map[string]any, documents ...id.ID) {
	s.o.Audit.Note(p, audit.Entry{Action: audit.ActionRead, EntityType: "documents", EntityIDs: documents, Detail: detail})
}
